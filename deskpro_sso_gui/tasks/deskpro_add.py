"""Stage *Add in DeskPRO*: take the two addresses that DeskPRO's *SAML Details* show."""

from typing import Final

import msgspec
from msgspec.structs import replace

from deskpro_sso_gui.deskpro.addresses import AddressCheck, check_acs_url, check_entity_id
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.saml.facts import SpMetadata
from deskpro_sso_gui.saml.faults import SamlError
from deskpro_sso_gui.saml.names import BINDING_POST
from deskpro_sso_gui.setup.parts import ServiceProvider
from deskpro_sso_gui.setup.provenance import Settled
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks.services import load
from deskpro_sso_gui.tasks.session import Session

ACS_LABEL: Final = "Consumer Service URL (ACS)"
ENTITY_ID_LABEL: Final = "Metadata URL (Entity ID)"
"""DeskPRO's own labels (reference/deskpro.md §3.3)."""


class Description(msgspec.Struct, frozen=True, kw_only=True):
    """What DeskPRO's own metadata says of itself.

    Attributes:
        entity_id: what it calls itself there.
        acs_urls: where it takes sign-in messages, the usual one first.
        signs_requests: it signs the requests it sends.
        wants_signed: it wants the sign-in message itself signed (the assertion).
    """

    entity_id: str
    acs_urls: tuple[str, ...]
    signs_requests: bool
    wants_signed: bool

    @property
    def acs_url(self) -> str:
        """The usual address for sign-in messages; empty where none is named."""
        return next(iter(self.acs_urls), "")

    def says(self, entity_id: str, acs_url: str) -> bool:
        """Say whether it names exactly these two addresses."""
        return self.entity_id == entity_id and acs_url in self.acs_urls


async def read_description(
    session: Session, entity_id: str, *, confirmed: bool = False
) -> Description | None:
    """Read DeskPRO's own metadata at ``entity_id``.

    Args:
        session: the set-up.
        entity_id: DeskPRO's *Metadata URL (Entity ID)*.
        confirmed: the admin said that DeskPRO shows it, so that another host is asked too.

    Returns:
        What it says, or None where it can't be read; that is no error (reference §3.3).

    Raises:
        ProblemError: ``entity_id`` is no address (``VALUE_INVALID``).
    """
    helpdesk_url = session.record.helpdesk.url if session.record.helpdesk else ""
    address = _usable(check_entity_id(entity_id, helpdesk_url), ENTITY_ID_LABEL)
    client = await session.services.deskpro(helpdesk_url)
    data = await client.service_provider_metadata(address, confirmed=confirmed)
    if data is None:
        return None
    metadata = await load("deskpro_sso_gui.saml.metadata")
    try:
        return described(metadata.read_sp_metadata(data))
    except SamlError:
        return None


def described(metadata: SpMetadata) -> Description:
    """Return what DeskPRO's metadata says, as far as the set-up needs it."""
    posts = [one.location for one in metadata.acs if one.binding == BINDING_POST]
    every = posts or [one.location for one in metadata.acs]
    return Description(
        entity_id=metadata.entity_id,
        acs_urls=tuple(every),
        signs_requests=metadata.authn_requests_signed,
        wants_signed=metadata.want_assertions_signed,
    )


def _usable(check: AddressCheck, label: str) -> str:
    if not check.usable:
        raise ProblemError(ProblemCode.VALUE_INVALID, label=label, value=check.value)
    return check.value


async def take_addresses(
    session: Session, *, entity_id: str, acs_url: str, confirmed: bool = False
) -> ServiceProvider:
    """Keep DeskPRO's *Metadata URL (Entity ID)* and *Consumer Service URL (ACS)*.

    Whoever calls this has the admin's word for them, or DeskPRO's; what a set-up file had proposed
    is settled by that.

    Args:
        session: the set-up.
        entity_id: as copied.
        acs_url: as copied.
        confirmed: the admin said that DeskPRO shows exactly these.

    Raises:
        ProblemError: one of them is no address (``VALUE_INVALID``).
    """
    basis = session.record.basis(StageId.DESKPRO_ADD)
    helpdesk_url = session.record.helpdesk.url if session.record.helpdesk else ""
    entity = _usable(check_entity_id(entity_id, helpdesk_url), ENTITY_ID_LABEL)
    checked = check_acs_url(acs_url, helpdesk_url)
    acs = _usable(checked, ACS_LABEL)
    try:
        read = await read_description(session, entity, confirmed=confirmed)
    except ProblemError:
        read = None  # DeskPRO's metadata is a second witness, never a condition

    def update(record: SetupRecord) -> SetupRecord:
        provider = ServiceProvider(
            sp_entity_id=entity,
            acs_url=acs,
            source_id=checked.source_id,
            metadata_read=read is not None and read.says(entity, acs),
            signs_requests=read.signs_requests if read else None,
            wants_signed=read.wants_signed if read else None,
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
