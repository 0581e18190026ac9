"""Whether DeskPRO sends everyone to JumpCloud by itself, as far as it can be seen from outside."""

import asyncio

from msgspec.structs import replace

from deskpro_sso_gui.saml.facts import AuthnRequest
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.tasks.services import load
from deskpro_sso_gui.tasks.session import Session


async def sees_automatic(session: Session) -> bool | None:
    """Say whether DeskPRO sends a browser it does not know through our entry; None if it hides.

    Nothing is noted. Another entry that sends people, to JumpCloud or elsewhere, may be in daily
    use: it is not ours to take back. A page made by a script tells nothing (reference/deskpro.md
    §5, rows 6 and 7).
    """
    record = session.record
    if record.helpdesk is None or record.application is None:
        return None
    client = await session.services.deskpro(record.helpdesk.url)
    target = await client.sends_strangers_to(record.helpdesk.interface)
    if not target:
        return None if target is None else False
    if target.partition("?")[0] == record.application.idp_url:
        return True
    return True if await _asks_as_ours(record, target) else None


async def _asks_as_ours(record: SetupRecord, target: str) -> bool:
    """Say whether the request in ``target`` is of our entry, wherever its address leads."""
    if record.service_provider is None or "SAMLRequest=" not in target:
        return False
    reading = await load("deskpro_sso_gui.diagnosis.reading")
    facts = (await asyncio.to_thread(reading.read, target.encode())).facts
    ours = record.service_provider.sp_entity_id
    return isinstance(facts, AuthnRequest) and facts.issuer == ours


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
