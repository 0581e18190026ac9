"""Stage *Metadata address*: read what DeskPRO will read, and compare it with what we know."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from deskpro_sso_gui.net.addresses import host_of
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.saml.faults import MetadataError
from deskpro_sso_gui.setup.parts import MetadataState, Origin, one_line
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.storage.files import read_limited
from deskpro_sso_gui.tasks.services import load
from deskpro_sso_gui.tasks.session import Session

if TYPE_CHECKING:
    from deskpro_sso_gui.saml.facts import IdpMetadata

_LARGEST_FILE = 1_000_000
_REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"


async def take_metadata_address(
    session: Session, address: str, *, confirmed: bool = False
) -> MetadataState:
    """Read the metadata at ``address`` without credentials, as DeskPRO will.

    Args:
        session: the set-up.
        address: what JumpCloud's *Copy Metadata URL* gave.
        confirmed: the admin said that the host is right although it is not one of JumpCloud's.

    Raises:
        ProblemError: the address may not be asked, can't be read, holds no metadata, or holds that
            of another application; what was kept stays.
    """
    url = address.strip()
    application = session.record.application
    if application is not None and url.rstrip("/") == application.idp_url:
        # the usual mix-up; that address answers with a sign-in page
        raise ProblemError(ProblemCode.METADATA_IS_SIGN_IN_ADDRESS)
    public = await load("deskpro_sso_gui.jumpcloud.public")
    hosts = (host_of(url),) if confirmed else ()
    document = await public.public_metadata(
        await session.services.http(),
        url,
        confirmed_hosts=hosts,
        loopback=session.services.loopback is not None,
    )
    return await _keep(session, document, url=url, source=Origin.ADDRESS)


async def take_metadata_file(session: Session, path: Path) -> MetadataState:
    """Take the metadata from the file that JumpCloud's *Export Metadata* saved.

    Raises:
        ProblemError: it can't be read, holds no metadata, or that of another application.
    """
    document = await asyncio.to_thread(read_limited, path, _LARGEST_FILE)
    return await _keep(session, document, url="", source=Origin.FILE)


async def read(document: bytes) -> "IdpMetadata":
    """Say what the metadata in ``document`` holds.

    Raises:
        ProblemError: it is no metadata of a JumpCloud application.
    """
    module = await load("deskpro_sso_gui.saml.metadata")
    try:
        described: IdpMetadata = await asyncio.to_thread(module.read_idp_metadata, document)
    except MetadataError as error:
        raise ProblemError(ProblemCode.METADATA_UNREADABLE, reason=error.fault) from None
    return described


async def _keep(session: Session, document: bytes, *, url: str, source: Origin) -> MetadataState:
    described = await read(document)
    application, before = session.record.application, session.record.basis(StageId.METADATA)
    if application is not None and application.idp_url not in described.locations:
        raise ProblemError(
            ProblemCode.METADATA_DIFFERS,
            found=", ".join(described.locations),
            expected=application.idp_url,
        )
    certificate = described.certificates[0]
    idp_url = one_line(application.idp_url if application else next(iter(described.locations), ""))

    def update(record: SetupRecord) -> SetupRecord:
        kept_url = url or (record.metadata.url if record.metadata else "")
        state = MetadataState(
            url=kept_url,
            source=source,
            entity_id=one_line(described.entity_id),
            idp_url=idp_url,
            certificate_sha256=certificate.sha256,
            redirect_declared=any(each.binding == _REDIRECT for each in described.sso),
            public=source is Origin.ADDRESS,
        )
        compared = record.certificate and replace(
            record.certificate, matches_metadata=record.certificate.sha256 == certificate.sha256
        )
        with_both = replace(record, metadata=state, certificate=compared)
        # it was compared with the application of then: if that is another by now, it shows
        basis = {**with_both.basis(StageId.METADATA), **before}
        return replace(with_both, metadata=replace(state, basis=basis))

    record = await session.commit(update)
    if record.metadata is None:
        raise ProblemError(ProblemCode.STAGE_NOT_READY, stage=StageId.METADATA)
    return record.metadata
