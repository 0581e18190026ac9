"""What kind of work the next stage asks for: where it is done, and how much of it there is."""

from collections.abc import Callable, Mapping
from enum import StrEnum, unique
from typing import Final

import msgspec

from deskpro_sso_gui.setup.deskpro_guide import form_steps
from deskpro_sso_gui.setup.progress import (
    Status,
    flows_needed,
    holds,
    must_set_back,
    next_stage,
    progress,
)
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId

_ADDRESSES_OF_DESKPRO: Final = 2


@unique
class Work(StrEnum):
    """What the admin will be doing."""

    ANSWER = "answer"
    CONFIRM = "confirm"
    MAKE_APP = "make-app"
    COPY_FROM_DESKPRO = "copy-from-deskpro"
    COPY_INTO_JUMPCLOUD = "copy-into-jumpcloud"
    DOWNLOAD = "download"
    COPY_ADDRESS = "copy-address"
    COPY_INTO_DESKPRO = "copy-into-deskpro"
    CHOOSE_GROUPS = "choose-groups"
    SIGN_IN = "sign-in"
    DECIDE = "decide"
    SAVE = "save"
    LOOK_AGAIN = "look-again"
    SET_BACK = "set-back"


class Upcoming(msgspec.Struct, frozen=True, kw_only=True):
    """The next stage and its work; ``count`` is 0 where nothing is counted."""

    stage: StageId
    work: Work
    count: int = 0


def upcoming(record: SetupRecord) -> Upcoming | None:
    """Return what wants a hand next, None when the set-up is finished."""
    stage = next_stage(record)
    if stage is None:
        return None
    if must_set_back(record):
        return Upcoming(stage=stage, work=Work.SET_BACK)
    if progress(record)[stage].status in {Status.NEEDS_ATTENTION, Status.STALE}:
        return Upcoming(stage=stage, work=Work.LOOK_AGAIN)
    work, count = _WORK[stage](record)
    return Upcoming(stage=stage, work=work, count=count)


def next_after(record: SetupRecord, stage: StageId) -> StageId | None:
    """Return where *Next* leads from ``stage``: past what is done, to what wants a hand.

    Where nothing after it wants one, it is the next stage in order; None after the last.
    """
    stages = tuple(StageId)
    later = stages[stages.index(stage) + 1 :]
    standings = progress(record)
    open_ones = (each for each in later if standings[each].status is not Status.DONE)
    return next(open_ones, later[0] if later else None)


def _prerequisites(record: SetupRecord) -> tuple[Work, int]:
    known = (record.helpdesk is not None, record.knows_jumpcloud, record.tester is not None)
    return Work.ANSWER, known.count(False)


def _by_key_or(stage: StageId, by_hand: Work) -> Callable[[SetupRecord], tuple[Work, int]]:
    def work(record: SetupRecord) -> tuple[Work, int]:
        return (by_hand if record.is_by_hand(stage) else Work.CONFIRM), 0

    return work


def _deskpro_configure(record: SetupRecord) -> tuple[Work, int]:
    return Work.COPY_INTO_DESKPRO, sum(1 for step in form_steps(record) if step.value)


def _validate(record: SetupRecord) -> tuple[Work, int]:
    left = sum(1 for flow in flows_needed(record) if not holds(record, flow))
    return (Work.SIGN_IN, left) if left else (Work.DECIDE, 0)


_WORK: Final[Mapping[StageId, Callable[[SetupRecord], tuple[Work, int]]]] = {
    StageId.PREREQUISITES: _prerequisites,
    StageId.APPLICATION: _by_key_or(StageId.APPLICATION, Work.MAKE_APP),
    StageId.DESKPRO_ADD: lambda _record: (Work.COPY_FROM_DESKPRO, _ADDRESSES_OF_DESKPRO),
    StageId.JUMPCLOUD_SSO: _by_key_or(StageId.JUMPCLOUD_SSO, Work.COPY_INTO_JUMPCLOUD),
    StageId.CERTIFICATE: _by_key_or(StageId.CERTIFICATE, Work.DOWNLOAD),
    StageId.METADATA: lambda _record: (Work.COPY_ADDRESS, 0),
    StageId.DESKPRO_CONFIGURE: _deskpro_configure,
    StageId.ACCESS: lambda _record: (Work.CHOOSE_GROUPS, 0),
    StageId.VALIDATE: _validate,
    StageId.SUMMARY: lambda _record: (Work.SAVE, 0),
}
