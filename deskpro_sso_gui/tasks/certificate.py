"""Stage *Certificate*: know the certificate JumpCloud signs with, and keep a clean copy."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.saml.bundle import choose
from deskpro_sso_gui.saml.faults import CertificateError, CertificateFault, SamlError
from deskpro_sso_gui.setup.facts import Application
from deskpro_sso_gui.setup.parts import CertificateState, Origin, one_line
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.values import Basis
from deskpro_sso_gui.storage.files import read_limited, write_atomic
from deskpro_sso_gui.tasks.services import load
from deskpro_sso_gui.tasks.session import Session, Update

if TYPE_CHECKING:
    from deskpro_sso_gui.saml.facts import CertificateFacts

FILE_NAME = "certificate.pem"
_LARGEST_FILE = 1_000_000


async def read(data: bytes) -> "CertificateFacts":
    """Say what certificate ``data`` holds; of several, the one to use.

    Raises:
        ProblemError: it is none (``CERTIFICATE_UNREADABLE``), or a private key, of which nothing
            is kept (``PRIVATE_KEY_REFUSED``).
    """
    module = await load("deskpro_sso_gui.saml.certificate")
    try:
        certificates = await asyncio.to_thread(module.read_certificates, data)
    except CertificateError as error:
        if error.fault is CertificateFault.PRIVATE_KEY:
            raise ProblemError(ProblemCode.PRIVATE_KEY_REFUSED) from None
        raise ProblemError(ProblemCode.CERTIFICATE_UNREADABLE, reason=error.fault) from None
    return choose(certificates, ())


async def certificate_in(application: Application) -> "CertificateFacts | None":
    """Return the certificate an application shows, None where it shows none that can be read."""
    if not application.certificate_text:
        return None
    try:
        return await read(application.certificate_text.encode())
    except ProblemError:
        return None


async def certificate_shown_elsewhere(session: Session, application: Application) -> bool:
    """Say whether an application that shows no certificate has one all the same.

    Raises:
        ProblemError: JumpCloud refused, or can't be reached.
    """
    try:
        await _in_metadata(session, application.id)
    except ProblemError as error:
        if error.problem.code is not ProblemCode.CERTIFICATE_MISSING:
            raise
        return False
    return True


async def jumpcloud_certificate(session: Session) -> "CertificateFacts":
    """Return the certificate that JumpCloud itself holds for the application.

    From the application where it shows one, else from its metadata
    (reference/jumpcloud-api.md §3.3, §11 point 8).

    Raises:
        ProblemError: there is no application yet (``STAGE_NOT_READY``) or only the admin's word
            for it (``BY_HAND``, ``APPLICATION_BY_HAND``), JumpCloud holds none
            (``CERTIFICATE_MISSING``) or one that can't be read (``CERTIFICATE_UNREADABLE``),
            refused, or can't be reached.
    """
    record = session.record
    if record.by_hand.without_key:
        raise ProblemError(ProblemCode.BY_HAND)
    if record.application is None or record.account is None:
        raise ProblemError(ProblemCode.STAGE_NOT_READY, stage=StageId.APPLICATION)
    if record.application.by_hand:
        raise ProblemError(ProblemCode.APPLICATION_BY_HAND)
    client = await session.services.jumpcloud(record)
    application = await client.application(record.application.id)
    if application.certificate_text:
        return await read(application.certificate_text.encode())
    return await _in_metadata(session, application.id)


async def _in_metadata(session: Session, application_id: str) -> "CertificateFacts":
    record = session.record
    if record.account is None:
        raise ProblemError(ProblemCode.KEY_MISSING)
    client = await session.services.jumpcloud(record)
    document = await client.metadata(record.account.organization.id, application_id)
    metadata = await load("deskpro_sso_gui.saml.metadata")
    try:
        certificates = metadata.read_idp_metadata(document).certificates
    except SamlError:
        raise ProblemError(ProblemCode.CERTIFICATE_MISSING) from None
    found: CertificateFacts = certificates[0]
    return found


async def fetch_certificate(session: Session) -> CertificateState:
    """Take the certificate from JumpCloud.

    Raises:
        ProblemError: as for ``jumpcloud_certificate``.
    """
    basis = session.record.basis(StageId.CERTIFICATE)
    return await keep_own(session, await jumpcloud_certificate(session), basis)


async def keep_own(session: Session, facts: "CertificateFacts", basis: Basis) -> CertificateState:
    """Keep ``facts``, which JumpCloud itself gave for the values of ``basis``."""
    return await _keep(session, facts, basis=basis, source=Origin.JUMPCLOUD, matches_jumpcloud=True)


async def take_certificate_file(session: Session, path: Path) -> CertificateState:
    """Take the certificate from a file the admin gave.

    Raises:
        ProblemError: the file can't be read (``FILE_UNREADABLE``) or holds no certificate, as for
            ``read``; what was kept stays.
    """
    return await take_certificate(
        session, await asyncio.to_thread(read_limited, path, _LARGEST_FILE)
    )


async def take_certificate(session: Session, data: bytes) -> CertificateState:
    """Take the certificate in ``data`` and compare it with JumpCloud's own copy.

    Raises:
        ProblemError: it holds no certificate, as for ``read``; what was kept stays.
    """
    basis = session.record.basis(StageId.CERTIFICATE)
    facts = await read(data)
    try:
        own = await jumpcloud_certificate(session)
    except ProblemError:
        matches = None  # without JumpCloud's word there is nothing to compare with
    else:
        matches = own.sha256 == facts.sha256
    return await _keep(session, facts, basis=basis, source=Origin.FILE, matches_jumpcloud=matches)


async def _keep(
    session: Session,
    facts: "CertificateFacts",
    *,
    basis: Basis,
    source: Origin,
    matches_jumpcloud: bool | None,
) -> CertificateState:
    # the basis is that of the comparison: if the application is another one by now, it shows
    state = CertificateState(
        pem=facts.pem,
        sha256=facts.sha256,
        sha1=facts.sha1,
        subject=one_line(facts.subject),
        organization=one_line(facts.organization),
        key=f"{facts.key_type} {facts.key_size}",
        not_before=facts.not_before,
        not_after=facts.not_after,
        source=source,
        repairs=tuple(facts.repairs),
        matches_jumpcloud=matches_jumpcloud,
        basis=basis,
    )

    def update(record: SetupRecord) -> SetupRecord:
        metadata = record.metadata
        matches = metadata.certificate_sha256 == facts.sha256 if metadata else None
        return replace(record, certificate=replace(state, matches_metadata=matches))

    record = await session.commit(update)
    return record.certificate or state


def compared_with(sha256: str) -> Update:
    """Return the update that notes whether JumpCloud's own certificate, ``sha256``, is ours."""

    def update(record: SetupRecord) -> SetupRecord:
        kept = record.certificate
        if kept is None:
            return record
        return replace(record, certificate=replace(kept, matches_jumpcloud=kept.sha256 == sha256))

    return update


async def save_certificate(session: Session, folder: Path, name: str = FILE_NAME) -> Path:
    """Write the clean certificate to ``folder`` and return the file.

    Raises:
        ProblemError: there is no certificate yet, or the file can't be written.
    """
    certificate = session.record.certificate
    if certificate is None:
        raise ProblemError(ProblemCode.STAGE_NOT_READY, stage=StageId.CERTIFICATE)
    path = folder / name
    await session.services.writer.run(write_atomic, path, certificate.pem.encode())
    return path
