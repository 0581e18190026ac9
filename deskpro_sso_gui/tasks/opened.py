"""A set-up from somebody else's file: settle whether its two addresses are really DeskPRO's.

Until that is done, ``Session.write`` refuses every change in JumpCloud: a file must not be able to
send anybody's signed sign-in to a place that only the file speaks of.
"""

from msgspec.structs import replace

from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.provenance import Opened, Settled
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks.deskpro_add import read_description, take_addresses
from deskpro_sso_gui.tasks.session import Session


async def read_again(session: Session) -> str:
    """Read the two addresses again from DeskPRO; where it says what the file says, keep them.

    They are read on the helpdesk that the admin confirmed, and nowhere else.

    Returns:
        The ACS URL that DeskPRO gives; empty where it says nothing. Where it differs from the
        file's, nothing is kept.

    Raises:
        ProblemError: no helpdesk was confirmed yet (``STAGE_NOT_READY``), or nothing is open any
            more (``ADDRESSES_NOT_CONFIRMED``).
    """
    opened = _pending(session.record)
    try:
        read = await read_description(session, opened.sp_entity_id)
    except ProblemError:
        return ""  # what the file has is no address at all
    if read is None or read.entity_id != opened.sp_entity_id:
        return ""
    if read.says(opened.sp_entity_id, opened.acs_url):
        await take_addresses(session, entity_id=opened.sp_entity_id, acs_url=opened.acs_url)
        return opened.acs_url
    return read.acs_url


async def confirm_addresses(session: Session, *, acs_url: str = "") -> None:
    """Keep the file's addresses: the admin has seen their hosts and said that they are right.

    Args:
        session: the set-up.
        acs_url: the one that DeskPRO itself gives, where that is another one than the file's.

    Raises:
        ProblemError: as for ``read_again``, or one of them is no address (``VALUE_INVALID``).
    """
    opened = _pending(session.record)
    await take_addresses(session, entity_id=opened.sp_entity_id, acs_url=acs_url or opened.acs_url)


async def leave_out(session: Session) -> None:
    """Use neither of the file's addresses; they are copied from DeskPRO like in any new set-up."""
    await session.commit(_left_out)


def _left_out(record: SetupRecord) -> SetupRecord:
    if record.opened is None or not record.opened.pending:
        return record
    return replace(record, opened=replace(record.opened, settled=Settled.LEFT_OUT))


def _pending(record: SetupRecord) -> Opened:
    if record.helpdesk is None:
        raise ProblemError(ProblemCode.STAGE_NOT_READY, stage=StageId.PREREQUISITES)
    if record.opened is None or not record.opened.pending:
        raise ProblemError(ProblemCode.ADDRESSES_NOT_CONFIRMED)
    return record.opened
