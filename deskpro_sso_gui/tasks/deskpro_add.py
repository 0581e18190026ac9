"""Stage *Add in DeskPRO*: take the two addresses that DeskPRO's *SAML Details* show."""

from typing import Final

from msgspec.structs import replace

from deskpro_sso_gui.deskpro.addresses import AddressCheck, check_acs_url, check_entity_id
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.saml.faults import SamlError
from deskpro_sso_gui.setup.parts import ServiceProvider
from deskpro_sso_gui.setup.provenance import Settled
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks.services import load
from deskpro_sso_gui.tasks.session import Session

ACS_LABEL: Final = "Consumer Service URL (ACS)"
ENTITY_ID_LABEL: Final = "Metadata URL (Entity ID)"
"""DeskPRO's own labels (reference/deskpro.md §3.3)."""


async def read_service_provider(session: Session, entity_id: str) -> str | None:
    """Read DeskPRO's own metadata at ``entity_id`` and return the ACS URL it gives.

    Returns:
        The ACS URL, or None where the metadata can't be read or gives none; that is no error.

    Raises:
        ProblemError: ``entity_id`` is no address (``VALUE_INVALID``).
    """
    helpdesk_url = session.record.helpdesk.url if session.record.helpdesk else ""
    address = _usable(check_entity_id(entity_id, helpdesk_url), ENTITY_ID_LABEL)
    client = await session.services.deskpro(helpdesk_url)
    data = await client.service_provider_metadata(address)
    if data is None:
        return None
    metadata = await load("deskpro_sso_gui.saml.metadata")
    try:
        described = metadata.read_sp_metadata(data)
    except SamlError:
        return None
    if described.entity_id != address or not described.acs:
        return None
    return str(described.acs[0].location)


def _usable(check: AddressCheck, label: str) -> str:
    if not check.usable:
        raise ProblemError(ProblemCode.VALUE_INVALID, label=label, value=check.value)
    return check.value


async def take_addresses(session: Session, *, entity_id: str, acs_url: str) -> ServiceProvider:
    """Keep DeskPRO's *Metadata URL (Entity ID)* and *Consumer Service URL (ACS)*.

    Whoever calls this has the admin's word for them, or DeskPRO's; what a set-up file had proposed
    is settled by that.

    Raises:
        ProblemError: one of them is no address (``VALUE_INVALID``).
    """
    basis = session.record.basis(StageId.DESKPRO_ADD)
    helpdesk_url = session.record.helpdesk.url if session.record.helpdesk else ""
    entity = _usable(check_entity_id(entity_id, helpdesk_url), ENTITY_ID_LABEL)
    checked = check_acs_url(acs_url, helpdesk_url)
    acs = _usable(checked, ACS_LABEL)
    try:
        read = await read_service_provider(session, entity)
    except ProblemError:
        read = None  # DeskPRO's metadata is a second witness, never a condition

    def update(record: SetupRecord) -> SetupRecord:
        provider = ServiceProvider(
            sp_entity_id=entity,
            acs_url=acs,
            source_id=checked.source_id,
            metadata_read=read == acs,
            basis=basis,
        )
        opened = record.opened
        if opened is not None and opened.pending:
            how = Settled.READ if provider.metadata_read else Settled.ADMIN
            opened = replace(opened, settled=how)
        return replace(record, service_provider=provider, opened=opened)

    record = await session.commit(update)
    if record.service_provider is None:
        raise ProblemError(ProblemCode.STAGE_NOT_READY, stage=StageId.DESKPRO_ADD)
    return record.service_provider
