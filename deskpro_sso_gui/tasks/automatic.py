"""Whether DeskPRO sends everyone to JumpCloud by itself, as far as it can be seen from outside."""

from msgspec.structs import replace

from deskpro_sso_gui.net.addresses import host_of
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.tasks.session import Session


async def sees_automatic(session: Session) -> bool | None:
    """Say whether DeskPRO sends a browser it does not know to JumpCloud; None where it hides that.

    Nothing is noted. Another site than JumpCloud's, and a page made by a script, tell nothing
    (reference/deskpro.md §5, rows 6 and 7).
    """
    record = session.record
    if record.helpdesk is None or record.application is None:
        return None
    client = await session.services.deskpro(record.helpdesk.url)
    target = await client.sends_strangers_to(record.helpdesk.interface)
    if not target:
        return None if target is None else False
    is_jumpcloud = host_of(target) == host_of(record.application.idp_url)
    return True if is_jumpcloud or "SAMLRequest=" in target else None


async def look_for_automatic(session: Session) -> bool | None:
    """Find out whether DeskPRO sends everyone to JumpCloud, and note it.

    Where it does not tell, what was seen before stays, unless the admin took it back since.

    Raises:
        ProblemError: it can't be saved (``FILE_NOT_WRITABLE``).
    """
    helpdesk = session.record.helpdesk
    seen = await sees_automatic(session)

    def update(record: SetupRecord) -> SetupRecord:
        if seen is None or record.helpdesk != helpdesk:
            return record
        return replace(record, validation=replace(record.validation, seen_automatic=seen))

    await session.commit(update)
    return seen
