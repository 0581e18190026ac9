"""After a time-out or a crash: look up whether a write was carried out. Nothing is sent twice."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final

from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.storage.journal import JournalEntry, Operation, Outcome
from deskpro_sso_gui.tasks.session import Session

_LOOK_AGAIN_S: Final = 1.0


async def settle(session: Session) -> None:
    """Close every open journal entry by looking at what JumpCloud has.

    A write of this session that is still under way is waited for first. "Not there" is believed
    only after the request's time limit has passed since it was sent; until then it is looked for
    again every second.

    Raises:
        ProblemError: JumpCloud can't be asked, or has several things it could have been
            (``SEVERAL_CANDIDATES``); the entry stays open then.
    """
    await session.writes_ended()
    for entry in session.open_entries():
        await _SETTLERS[entry.operation](session, entry)


async def _found_or_absent(
    session: Session, entry: JournalEntry, look: Callable[[], Awaitable[str]]
) -> str:
    """Return the id that ``look`` finds, or an empty text once it can be believed to be absent."""
    until = entry.opened_at + timedelta(seconds=entry.time_limit_s)
    while not (found := await look()):
        if session.services.now() >= until:
            break
        await asyncio.sleep(_LOOK_AGAIN_S)
    return found


async def _settle_application(session: Session, entry: JournalEntry) -> None:
    jumpcloud = await session.services.jumpcloud(session.record)

    async def look() -> str:
        candidates = [
            application
            for application in await jumpcloud.applications()
            if application.sso_url == entry.target and application.id not in entry.ids_before
        ]
        if len(candidates) > 1:
            labels = ", ".join(f"{each.label} ({each.id})" for each in candidates)
            raise ProblemError(ProblemCode.SEVERAL_CANDIDATES, labels=labels)
        return candidates[0].id if candidates else ""

    found = await _found_or_absent(session, entry, look)
    await session.finish(entry, Outcome.DONE if found else Outcome.ABSENT, found)


async def _settle_group(session: Session, entry: JournalEntry) -> None:
    jumpcloud = await session.services.jumpcloud(session.record)

    async def look() -> str:
        groups = await jumpcloud.groups(entry.target)
        named = [g.id for g in groups if g.name == entry.target and g.id not in entry.ids_before]
        return named[0] if named else ""

    found = await _found_or_absent(session, entry, look)
    await session.finish(entry, Outcome.DONE if found else Outcome.ABSENT, found)


async def _settle_repeatable(session: Session, entry: JournalEntry) -> None:
    # what is there is read again before the next write and the difference alone is written, so
    # nothing is lost by not knowing; but the late write must not come after ours
    until = entry.opened_at + timedelta(seconds=entry.time_limit_s)
    wait = (until - session.services.now()).total_seconds()
    if wait > 0:
        await asyncio.sleep(wait)
    await session.finish(entry, Outcome.ABSENT)


_SETTLERS: Final = {
    Operation.CREATE_APPLICATION: _settle_application,
    Operation.CREATE_GROUP: _settle_group,
    Operation.UPDATE_APPLICATION: _settle_repeatable,
    Operation.BIND_GROUPS: _settle_repeatable,
    Operation.UPLOAD_LOGO: _settle_repeatable,
    Operation.REMOVE_LOGO: _settle_repeatable,
}
