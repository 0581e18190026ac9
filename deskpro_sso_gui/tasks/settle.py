"""After a time-out or a crash: look up whether a write was carried out. Nothing is sent twice."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta
from typing import Final

from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup import plan
from deskpro_sso_gui.setup.facts import Application
from deskpro_sso_gui.setup.undo import without_application
from deskpro_sso_gui.storage.journal import JournalEntry, Operation, Outcome
from deskpro_sso_gui.tasks.certificate import certificate_in, compared_with
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
    if session.open_entries():
        session.services.ask_anew()  # what was read before it was over proves nothing
    for entry in session.open_entries():
        await _SETTLERS[entry.operation](session, entry)
    known = session.record.application
    if known is not None and is_deleted(session.entries, known.id):
        await session.commit(without_application)


def is_deleted(entries: Iterable[JournalEntry], application_id: str) -> bool:
    """Say whether an application was deleted by ourselves."""
    return any(
        each.operation is Operation.DELETE_APPLICATION
        and each.outcome is Outcome.DONE
        and each.target == application_id
        for each in entries
    )


async def _found_or_absent(
    session: Session, entry: JournalEntry, look: Callable[[], Awaitable[str]]
) -> str:
    """Return the id that ``look`` finds, or an empty text once it can be believed to be absent."""
    until = entry.opened_at + timedelta(seconds=entry.time_limit_s)
    while True:
        is_over = session.services.now() >= until  # before the look, which takes its time
        found = await look()
        if found or is_over:
            return found
        await asyncio.sleep(_LOOK_AGAIN_S)


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
    digest = plan.digest(await jumpcloud.application(found)) if found else ""
    await session.finish(entry, Outcome.DONE if found else Outcome.ABSENT, found, digest)


async def _settle_group(session: Session, entry: JournalEntry) -> None:
    jumpcloud = await session.services.jumpcloud(session.record)

    async def look() -> str:
        groups = await jumpcloud.groups(entry.target)
        named = [g.id for g in groups if g.name == entry.target and g.id not in entry.ids_before]
        return named[0] if named else ""

    found = await _found_or_absent(session, entry, look)
    await session.finish(entry, Outcome.DONE if found else Outcome.ABSENT, found)


async def _settle_change(session: Session, entry: JournalEntry) -> None:
    changes = entry.sent.get(plan.CHANGES, {})

    async def look() -> str:
        application = await _application(session, entry.target)
        done = application is not None and all(
            plan.is_set(application, setting, change["wanted"])
            for setting, change in changes.items()
        )
        return plan.digest(application) if application and changes and done else ""

    digest = await _found_or_absent(session, entry, look)
    await session.finish(entry, Outcome.DONE if digest else Outcome.ABSENT, digest=digest)


async def _settle_renewal(session: Session, entry: JournalEntry) -> None:
    old = entry.sent.get(plan.FINGERPRINT)
    new = ""

    async def look() -> str:
        nonlocal new
        application = await _application(session, entry.target)
        shown = await certificate_in(application) if application else None
        new = shown.sha256 if shown else ""
        return plan.digest(application) if application and new not in {"", old} else ""

    digest = await _found_or_absent(session, entry, look)
    if digest:
        # DeskPRO has the old one still, whoever was to be told of the new one
        await session.commit(compared_with(new))
    await session.finish(entry, Outcome.DONE if digest else Outcome.ABSENT, digest=digest)


async def _application(session: Session, application_id: str) -> Application | None:
    jumpcloud = await session.services.jumpcloud(session.record)
    try:
        return await jumpcloud.application(application_id)
    except ProblemError as error:
        if error.problem.code is not ProblemCode.NOT_FOUND:
            raise
        return None


async def _settle_links(session: Session, entry: JournalEntry) -> None:
    jumpcloud = await session.services.jumpcloud(session.record)
    named = frozenset(entry.sent.get("groups", ()))
    changed: frozenset[str] = frozenset()

    async def look() -> str:
        nonlocal changed
        there = await _application(session, entry.target) is not None
        bound = frozenset(await jumpcloud.bound_groups(entry.target)) if there else frozenset()
        changed = named & bound if entry.operation is Operation.BIND_GROUPS else named - bound
        return "all" if changed == named else ""

    await _found_or_absent(session, entry, look)
    # they are changed one by one, and some may have been when it was cut off
    await session.finish(entry, Outcome.DONE if changed else Outcome.ABSENT)


async def _settle_deletion(session: Session, entry: JournalEntry) -> None:
    jumpcloud = await session.services.jumpcloud(session.record)
    read = (
        jumpcloud.application
        if entry.operation is Operation.DELETE_APPLICATION
        else jumpcloud.group
    )

    async def look() -> str:
        try:
            await read(entry.target)
        except ProblemError as error:
            if error.problem.code is not ProblemCode.NOT_FOUND:
                raise
            return "gone"
        return ""

    found = await _found_or_absent(session, entry, look)
    await session.finish(entry, Outcome.DONE if found else Outcome.ABSENT)


async def _settle_picture(session: Session, entry: JournalEntry) -> None:
    # which picture a tile has can't be read back, and sending it again does no harm; but the late
    # write must not come after ours
    until = entry.opened_at + timedelta(seconds=entry.time_limit_s)
    wait = (until - session.services.now()).total_seconds()
    if wait > 0:
        await asyncio.sleep(wait)
    await session.finish(entry, Outcome.ABSENT)


_SETTLERS: Final = {
    Operation.CREATE_APPLICATION: _settle_application,
    Operation.CREATE_GROUP: _settle_group,
    Operation.UPDATE_APPLICATION: _settle_change,
    Operation.RENEW_CERTIFICATE: _settle_renewal,
    Operation.BIND_GROUPS: _settle_links,
    Operation.UNBIND_GROUPS: _settle_links,
    Operation.DELETE_APPLICATION: _settle_deletion,
    Operation.DELETE_GROUP: _settle_deletion,
    Operation.UPLOAD_LOGO: _settle_picture,
    Operation.REMOVE_LOGO: _settle_picture,
}
