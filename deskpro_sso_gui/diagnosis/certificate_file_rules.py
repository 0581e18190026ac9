"""Rules over files that were given as a certificate: C1 to C13."""

from collections.abc import Iterator
from pathlib import PurePath
from typing import Final

from deskpro_sso_gui.diagnosis.conditions import found
from deskpro_sso_gui.diagnosis.evidence import Evidence, Purpose, Reading, Rule
from deskpro_sso_gui.diagnosis.file_rules import is_for_metadata
from deskpro_sso_gui.diagnosis.finding import Finding, Level, Side
from deskpro_sso_gui.diagnosis.names import file_name
from deskpro_sso_gui.saml.bundle import choose
from deskpro_sso_gui.saml.facts import CertificateBundle, CertificateFacts, Kind, Repair
from deskpro_sso_gui.saml.faults import CertificateError, CertificateFault
from deskpro_sso_gui.saml.private_keys import KeyForm
from deskpro_sso_gui.setup.stages import StageId

_CERTIFICATE_NAMES: Final = frozenset({".pem", ".crt", ".cer", ".der", ".cert", ".p7b", ".p7c"})
_METADATA_NAMES: Final = frozenset({".xml"})
_UNFINISHED_NAMES: Final = frozenset(
    {".crdownload", ".part", ".partial", ".download", ".opdownload"}
)
"""What Chromium, Firefox, old Edge, Safari and Opera add while they download."""

_CERTIFICATES: Final = frozenset({Kind.CERTIFICATE, Kind.PKCS7})
_KEY_NAMES: Final = {
    KeyForm.PKCS1: "PKCS #1, RSA",
    KeyForm.PKCS8: "PKCS #8",
    KeyForm.ELLIPTIC: "SEC 1, EC",
    KeyForm.DSA: "DSA",
    KeyForm.OPENSSH: "OpenSSH",
    KeyForm.SSH2: "SSH2",
    KeyForm.PUTTY: "PuTTY",
    KeyForm.PGP: "OpenPGP",
    KeyForm.JWK: "JSON Web Key",
    KeyForm.XML: "XML",
    KeyForm.PVK: "PVK",
    KeyForm.OTHER: "PEM",
}
_LAYOUT: Final = frozenset(
    {
        Repair.BYTE_ORDER_MARK,
        Repair.UTF_16,
        Repair.CHARACTER_REFERENCES,
        Repair.WRITTEN_OUT_LINE_ENDS,
        Repair.TYPOGRAPHIC_DASHES,
        Repair.LINE_ENDS,
        Repair.BLANKS,
        Repair.LINE_LENGTH,
        Repair.LABELS_CORRECTED,
    }
)


def private_key(evidence: Evidence) -> Iterator[Finding]:
    """C1: a private key, of which nothing is kept."""
    for reading in evidence.files:
        if reading.kind is not Kind.PRIVATE_KEY:
            continue
        details = reading.details
        form = (details.key_form if details else None) or KeyForm.OTHER
        locked = details is not None and details.encrypted is True
        yield found(
            "C1",
            variant="locked" if locked else "",
            file=file_name(reading),
            form=_KEY_NAMES[form],
        )


def key_store(evidence: Evidence) -> Iterator[Finding]:
    """C4: a key store, which is not opened."""
    for reading in evidence.files:
        if reading.kind is Kind.PKCS12:
            yield found("C4", file=file_name(reading))


def request_or_public_key(evidence: Evidence) -> Iterator[Finding]:
    """C5: what is left when a certificate is asked for or taken apart."""
    variants = {Kind.CSR: "request", Kind.PUBLIC_KEY: "public-key"}
    for reading in evidence.files:
        if reading.kind in variants:
            yield found("C5", variant=variants[reading.kind], file=file_name(reading))


def bundle(evidence: Evidence) -> Iterator[Finding]:
    """C3 and C6: several certificates, of which one was taken."""
    for reading in evidence.files:
        if isinstance(reading.facts, CertificateBundle):
            yield _bundle(reading, reading.facts, evidence)
        elif reading.kind is Kind.PKCS7 and not _cut_off(reading):
            yield found("C3", variant="unreadable", file=file_name(reading))


def _bundle(reading: Reading, facts: CertificateBundle, evidence: Evidence) -> Finding:
    chosen = choose(facts.certificates, evidence.published)
    file, count = file_name(reading), str(len(facts.certificates))
    if reading.kind is Kind.PKCS7:
        return found("C3", file=file, count=count, owner=chosen.common_name or chosen.subject)
    return found(
        "C6",
        variant="published" if chosen.sha256 in evidence.published else "",
        file=file,
        count=count,
        owner=chosen.common_name or chosen.subject,
        fingerprint=chosen.sha256,
    )


def dressed(evidence: Evidence) -> Iterator[Finding]:
    """C2, C7, C8 and C10: a certificate that had to be repaired before it could be read."""
    for reading in evidence.files:
        repairs = _repairs(reading)
        file = file_name(reading)
        if Repair.FROM_BINARY in repairs and reading.kind is Kind.CERTIFICATE:
            yield found("C2", file=file)
        if Repair.ENCODED_TWICE in repairs:
            yield found("C10", file=file)
        layout = repairs & _LAYOUT
        if Repair.LABELS_ADDED in repairs:
            yield found("C7", file=file)
            # without first and last line nothing says how long lines should be
            layout -= {Repair.LINE_LENGTH}
        if layout:
            yield found("C8", file=file)
        elif repairs == {Repair.TEXT_AROUND}:
            yield found("C8", variant="text-around", level=Level.WORTH_KNOWING, file=file)


def _repairs(reading: Reading) -> frozenset[Repair]:
    match reading.facts:
        case CertificateFacts() as certificate:
            return frozenset(certificate.repairs)
        case CertificateBundle() as several:
            return frozenset(repair for one in several.certificates for repair in one.repairs)
        case _:
            return frozenset()


def dressed_in_metadata(evidence: Evidence) -> Iterator[Finding]:
    """C8 and C10 inside JumpCloud's metadata."""
    for metadata in evidence.all_idp_metadata:
        for certificate in metadata.certificates:
            repairs = frozenset(certificate.repairs)
            twice = Repair.ENCODED_TWICE in repairs
            if twice or repairs & _LAYOUT:
                yield found(
                    "C10" if twice else "C8",
                    variant="published",
                    side=Side.JUMPCLOUD,
                    stage=StageId.METADATA,
                    fingerprint=certificate.sha256,
                )


def cut_off(evidence: Evidence) -> Iterator[Finding]:
    """C9: the file promises more bytes than it has."""
    for reading in evidence.files:
        if reading.kind in _CERTIFICATES and (missing := _cut_off(reading)):
            yield found("C9", file=file_name(reading), missing=str(missing))


def _cut_off(reading: Reading) -> int:
    """Return how many bytes of a certificate or bundle are not there, 0 when all are."""
    error = reading.error
    if isinstance(error, CertificateError) and error.fault is CertificateFault.TRUNCATED:
        return error.missing_bytes
    return 0


def web_page(evidence: Evidence) -> Iterator[Finding]:
    """C11: a web page that was saved; one in the place of metadata is another condition."""
    for reading in evidence.files:
        if reading.kind is not Kind.HTML or is_for_metadata(reading):
            continue
        title = reading.details.title if reading.details else ""
        variant = "titled" if title else ""
        yield found("C11", variant=variant, file=file_name(reading), title=title)


def wrong_place(evidence: Evidence) -> Iterator[Finding]:
    """C12: metadata where the certificate belongs, or the other way round."""
    for reading in evidence.files:
        purpose = _purpose(reading)
        is_metadata = reading.kind in {Kind.IDP_METADATA, Kind.SP_METADATA}
        if is_metadata and purpose is Purpose.CERTIFICATE:
            yield found("C12", variant="metadata", file=file_name(reading))
        elif reading.kind in _CERTIFICATES and purpose is Purpose.METADATA:
            yield found(
                "C12", variant="certificate", stage=StageId.METADATA, file=file_name(reading)
            )


def unfinished(evidence: Evidence) -> Iterator[Finding]:
    """C13: nothing in the file, or the name of a download that still goes on.

    An empty file in the place of metadata is another condition.
    """
    for reading in evidence.files:
        going_on = PurePath(reading.name).suffix.lower() in _UNFINISHED_NAMES
        whole = reading.kind in _CERTIFICATES and reading.error is None
        broken = reading.error is not None or reading.kind is Kind.UNKNOWN
        if going_on and (broken or reading.kind is Kind.EMPTY):
            yield found("C13", variant="unfinished", file=file_name(reading))
        elif going_on and whole:
            yield found("C13", variant="whole", level=Level.WORTH_KNOWING, file=file_name(reading))
        elif reading.kind is Kind.EMPTY and not is_for_metadata(reading):
            yield found("C13", variant="empty", file=file_name(reading))


def _purpose(reading: Reading) -> Purpose | None:
    """Return what a file was given for: where it was dropped, else what its name says."""
    if reading.purpose is not None:
        return reading.purpose
    suffix = PurePath(reading.name).suffix.lower()
    if suffix in _CERTIFICATE_NAMES:
        return Purpose.CERTIFICATE
    return Purpose.METADATA if suffix in _METADATA_NAMES else None


RULES: Final[tuple[Rule, ...]] = (
    private_key,
    key_store,
    request_or_public_key,
    unfinished,
    cut_off,
    web_page,
    wrong_place,
    bundle,
    dressed,
    dressed_in_metadata,
)
