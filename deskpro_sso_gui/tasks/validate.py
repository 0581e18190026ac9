"""Stage *Try it*: watch the sign-ins, and only then switch."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum, unique
from typing import Final

import msgspec
from msgspec.structs import replace

from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup import progress
from deskpro_sso_gui.setup.facts import SignInEvent, SignInOutcome, SsoMethod, User
from deskpro_sso_gui.setup.parts import one_line
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.trials import Evidence, Flow, Trial
from deskpro_sso_gui.tasks.session import Session

_POLL_S: Final = 2.0
"""At first, while somebody is just signing in."""

_SLOWER: Final = ((60.0, 1.0), (300.0, 2.5), (float("inf"), 7.5))
"""Until so many seconds after the last event of the trial, the pause is so many times as long."""

_CLOCKS_MAY_DIFFER: Final = timedelta(minutes=15)
_EVENT_CLOCKS_MAY_DIFFER: Final = timedelta(seconds=3)
"""Between JumpCloud's own servers; a Date header tells whole seconds."""

_NOT_SHOWN: Final = frozenset(
    {ProblemCode.EVENTS_NOT_AVAILABLE, ProblemCode.KEY_MISSING, ProblemCode.BY_HAND}
)
"""Why sign-ins can't be watched; an admin without a key tells what she saw."""


@unique
class Noticed(StrEnum):
    """What was seen of the tester while the sign-in itself was not there yet."""

    SECOND_STEP = "second-step"
    """JumpCloud asks for another factor; the sign-in may still come (reference §12)."""

    OTHER_WAY = "other-way"
    """A sign-in from the portal while one from DeskPRO is waited for, or the other way round."""


class Watch(msgspec.Struct, frozen=True, kw_only=True):
    """A trial that has begun: the events that were there before it do not count.

    Attributes:
        known: ids of those events.
        since: the moment from which events are asked for, aware; events may arrive late.
        began: when it began by JumpCloud's clock, which dates the events; None where that is not
            known.
        events_available: False where JumpCloud does not show its sign-ins to this key.
    """

    flow: Flow
    known: frozenset[str]
    since: datetime
    began: datetime | None = None
    events_available: bool = True


async def start_trial(session: Session, flow: Flow) -> Watch:
    """Begin a trial of ``flow`` with the values of now.

    Raises:
        ProblemError: JumpCloud can't be reached. That it does not show its sign-ins is no error.
    """
    now = session.services.now()
    # JumpCloud's clock, not ours, dates the events; what counts is whether one is new
    since = now - _CLOCKS_MAY_DIFFER
    try:
        client = await session.services.jumpcloud(session.record)
        known = frozenset(event.id for event in await client.sign_ins(since))
        began, available = client.events_clock, True
    except ProblemError as error:
        if error.problem.code not in _NOT_SHOWN:
            raise
        known, began, available = frozenset(), None, False

    def update(record: SetupRecord) -> SetupRecord:
        trial = Trial(flow=flow, started_at=now, basis=record.basis(StageId.VALIDATE))
        return _with_trial(record, trial)

    await session.commit(update)
    return Watch(flow=flow, known=known, since=since, began=began, events_available=available)


async def watch_sign_in(
    session: Session, watch: Watch, *, noticed: Callable[[Noticed], object] = lambda _: None
) -> Trial:
    """Wait until JumpCloud issues the tester's sign-in.

    Runs until then or until cancelled. A refusal is noted in the trial, and the watch goes on: the
    next attempt may succeed. A step of a sign-in with several factors is neither, and a sign-in by
    the other way proves nothing of this one; ``noticed`` is told of them. JumpCloud is asked every
    few seconds, less often the longer nothing happens.

    Raises:
        ProblemError: JumpCloud can't be asked, or does not show its sign-ins
            (``EVENTS_NOT_AVAILABLE``).
    """
    client = await session.services.jumpcloud(session.record)
    loop = asyncio.get_running_loop()
    told: set[str] = set()
    quiet_since = loop.time()
    while True:
        events = [
            event
            for event in await client.sign_ins(watch.since)
            if _is_after(watch, event) and _is_of_trial(session.record, event)
        ]
        by_this_way = [event for event in events if _is_by_way(event, watch.flow)]
        for event in by_this_way:
            if event.outcome is SignInOutcome.ISSUED:
                return await change_trial(
                    session,
                    watch.flow,
                    issued_at=event.at,
                    issued_by=Evidence.EVENT,
                    failure="",
                    failure_by=None,
                )
        for event in reversed(events):  # the latest is told last
            if event.id not in told:
                told.add(event.id)
                quiet_since = loop.time()
                await _tell(session, watch.flow, event, noticed)
        await asyncio.sleep(_pause(loop.time() - quiet_since))


def _pause(quiet_for: float) -> float:
    """Return how long to wait before asking again, when nothing was seen for so many seconds."""
    return _POLL_S * next(factor for until, factor in _SLOWER if quiet_for < until)


async def _tell(
    session: Session, flow: Flow, event: SignInEvent, noticed: Callable[[Noticed], object]
) -> None:
    """Note an event that is not the sign-in that is waited for."""
    if not _is_by_way(event, flow):
        noticed(Noticed.OTHER_WAY)
    elif event.outcome is SignInOutcome.STEP:
        noticed(Noticed.SECOND_STEP)
    else:
        failure = one_line(event.error_message) or "refused"
        await change_trial(session, flow, failure=failure, failure_by=Evidence.EVENT)


def _is_after(watch: Watch, event: SignInEvent) -> bool:
    """Say whether an event is of after the start; one from before may arrive late."""
    early = watch.began is not None and event.at < watch.began - _EVENT_CLOCKS_MAY_DIFFER
    return event.id not in watch.known and not early


def _is_by_way(event: SignInEvent, flow: Flow) -> bool:
    return event.idp_initiated is (flow is Flow.FROM_JUMPCLOUD)


def _is_of_trial(record: SetupRecord, event: SignInEvent) -> bool:
    application = record.application
    if application is None:
        return False
    # a refusal may come without the application's id, and an id outweighs the address
    # (reference/jumpcloud-api.md §12); of an app made by hand nobody knows the id
    if event.application_id and application.id:
        same = event.application_id == application.id
    else:
        same = event.sso_url == application.idp_url
    return same and _is_by(record.tester, event)


def _is_by(tester: User | None, event: SignInEvent) -> bool:
    if tester is None:
        return False
    if event.user_id and tester.id:
        return event.user_id == tester.id
    names = {name.casefold() for name in (tester.username, tester.email) if name}
    return event.username.casefold() in names


async def confirm_issued(session: Session, flow: Flow) -> Trial:
    """Take the admin's word that JumpCloud let the tester pass, where no event can tell.

    Raises:
        ProblemError: this flow was never tried (``STAGE_NOT_READY``).
    """
    return await change_trial(
        session,
        flow,
        issued_at=session.services.now(),
        issued_by=Evidence.ADMIN,
        failure="",
        failure_by=None,
    )


async def confirm_accepted(session: Session, flow: Flow, signed_in_as: str) -> Trial:
    """Take the admin's word that DeskPRO let the tester in, with the name it showed.

    Raises:
        ProblemError: no name was given (``NAME_MISSING``), or this flow was never tried
            (``STAGE_NOT_READY``).
    """
    name = one_line(" ".join(signed_in_as.split()))
    if not name:
        raise ProblemError(ProblemCode.NAME_MISSING)
    return await change_trial(
        session,
        flow,
        accepted_at=session.services.now(),
        accepted_by=Evidence.ADMIN,
        signed_in_as=name,
        failure="",
        failure_by=None,
    )


async def note_failure(session: Session, flow: Flow, saw: str) -> Trial:
    """Note that DeskPRO did not let the tester in; ``saw`` is what the admin saw.

    Raises:
        ProblemError: this flow was never tried (``STAGE_NOT_READY``).
    """
    failure = one_line(" ".join(saw.split()))
    return await change_trial(
        session,
        flow,
        accepted_at=None,
        accepted_by=None,
        failure=failure,
        failure_by=Evidence.ADMIN,
    )


async def change_trial(session: Session, flow: Flow, **changes: object) -> Trial:
    """Note what was seen of the trial of ``flow``.

    Raises:
        ProblemError: this flow was never tried (``STAGE_NOT_READY``).
    """
    if session.record.validation.trial(flow) is None:
        raise ProblemError(ProblemCode.STAGE_NOT_READY, stage=StageId.VALIDATE)

    def update(record: SetupRecord) -> SetupRecord:
        trial = record.validation.trial(flow)
        return _with_trial(record, replace(trial, **changes)) if trial else record

    record = await session.commit(update)
    trial = record.validation.trial(flow)
    if trial is None:
        raise ProblemError(ProblemCode.STAGE_NOT_READY, stage=StageId.VALIDATE)
    return trial


def _with_trial(record: SetupRecord, trial: Trial) -> SetupRecord:
    others = tuple(each for each in record.validation.trials if each.flow is not trial.flow)
    return replace(record, validation=replace(record.validation, trials=(*others, trial)))


async def switched_to_automatic(session: Session) -> None:
    """Note that the admin set *SSO Method* to *Automatic* in DeskPRO.

    Raises:
        ProblemError: the sign-in is not proven with today's values, so nobody may switch yet
            (``NOT_PROVEN``); or who would be locked out is not known or not accepted
            (``PEOPLE_NOT_COMPARED``).
    """
    await _set_method(session, SsoMethod.AUTOMATIC, stays_with_button=False, unless=_no_switch)


async def set_back_to_disabled(session: Session) -> None:
    """Note that the admin set *SSO Method* back to *Disabled* in DeskPRO."""
    await _set_method(session, SsoMethod.DISABLED, stays_with_button=False)


async def stay_with_button(session: Session) -> None:
    """Note that the set-up is finished with DeskPRO's button.

    Raises:
        ProblemError: the sign-in is not proven with today's values (``NOT_PROVEN``).
    """
    await _set_method(session, SsoMethod.DISABLED, stays_with_button=True, unless=_not_proven)


def _not_proven(record: SetupRecord) -> ProblemCode | None:
    return None if progress.may_switch(record) else ProblemCode.NOT_PROVEN


def _no_switch(record: SetupRecord) -> ProblemCode | None:
    known = progress.everyone_known(record)
    return _not_proven(record) or (None if known else ProblemCode.PEOPLE_NOT_COMPARED)


async def _set_method(
    session: Session,
    method: SsoMethod,
    *,
    stays_with_button: bool,
    unless: Callable[[SetupRecord], ProblemCode | None] = lambda _: None,
) -> None:
    refused: list[ProblemCode] = []

    def update(record: SetupRecord) -> SetupRecord:
        # another task may have changed a value since the button was pressed
        if (code := unless(record)) is not None:
            refused.append(code)
            return record
        kept = tuple(t for t in record.validation.trials if t.flow is not Flow.AFTER_SWITCH)
        validation = replace(
            record.validation,
            trials=kept,
            sso_method=method,
            stays_with_button=stays_with_button,
            seen_automatic=False,
        )
        return replace(record, validation=validation)

    await session.commit(update)
    if refused:
        raise ProblemError(refused[-1])
