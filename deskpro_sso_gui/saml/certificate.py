"""Reading certificates in whatever dress they come.

What is safe is repaired and reported; what is not a certificate is refused with its own reason.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from cryptography.hazmat.primitives.serialization import Encoding
from msgspec.structs import replace

from deskpro_sso_gui.saml.der import DerKind, exact, missing_bytes, outline
from deskpro_sso_gui.saml.facts import CertificateFacts, Kind, Repair
from deskpro_sso_gui.saml.faults import CertificateError, CertificateFault
from deskpro_sso_gui.saml.identify import block_kind, identify
from deskpro_sso_gui.saml.limits import MAX_CERTIFICATE_BYTES
from deskpro_sso_gui.saml.pem import body_repairs, scan, tidied
from deskpro_sso_gui.saml.text import from_base64, plain_text, without_blanks
from deskpro_sso_gui.saml.x509 import PARSE_ERRORS, facts_of, quietly

_MAX_LAYERS: Final = 3
_FAULTS: Final = {
    Kind.EMPTY: CertificateFault.EMPTY,
    Kind.PRIVATE_KEY: CertificateFault.PRIVATE_KEY,
    Kind.PKCS7: CertificateFault.PKCS7,
    Kind.PKCS12: CertificateFault.PKCS12,
    Kind.CSR: CertificateFault.SIGNING_REQUEST,
    Kind.PUBLIC_KEY: CertificateFault.PUBLIC_KEY,
    Kind.HTML: CertificateFault.HTML,
    Kind.IDP_METADATA: CertificateFault.METADATA,
    Kind.SP_METADATA: CertificateFault.METADATA,
    Kind.AUTHN_REQUEST: CertificateFault.SAML_MESSAGE,
    Kind.SAML_RESPONSE: CertificateFault.SAML_MESSAGE,
    Kind.HAR: CertificateFault.CAPTURE,
    Kind.SAML_TRACER: CertificateFault.CAPTURE,
    Kind.UNKNOWN: CertificateFault.NOT_A_CERTIFICATE,
}
# what a certificate inside XML looks like when nothing is wrong with it
_USUAL_IN_XML: Final = frozenset(
    {Repair.LABELS_ADDED, Repair.BLANKS, Repair.LINE_LENGTH, Repair.LINE_ENDS}
)


class _Located(NamedTuple):
    """A certificate's exact DER bytes and what had to be changed to find them."""

    der: bytes
    repairs: tuple[Repair, ...]


def read_certificate(data: bytes) -> CertificateFacts:
    """Read one certificate from PEM, DER, bare base64 or base64 of PEM.

    The last is how JumpCloud's API gives it (``config.idpCertificate.value``).

    Raises:
        CertificateError: it is something else, several, cut off or damaged.
    """
    _expect(data, Kind.CERTIFICATE)
    located = _locate(data)
    if len(located) > 1:
        raise CertificateError(CertificateFault.SEVERAL)
    return _single(located[0], data)


def read_certificates(data: bytes) -> tuple[CertificateFacts, ...]:
    """Read every certificate of a PEM file or PKCS #7 structure, in the order they stand in.

    Raises:
        CertificateError: it is something else, one of them is cut off or damaged, or there is
            none (``NOT_A_CERTIFICATE``).
    """
    _expect(data, Kind.CERTIFICATE, Kind.PKCS7)
    located = _locate(data)
    if len(located) == 1:
        return (_single(located[0], data),)
    return tuple(facts_of(one.der, one.repairs) for one in located)


def read_embedded_certificate(text: str) -> CertificateFacts:
    """Read a certificate from an ``X509Certificate`` element, where bare base64 is the rule.

    Raises:
        CertificateError: as ``read_certificate``.
    """
    data = text.encode()
    _expect(data, Kind.CERTIFICATE)
    located = _locate(data)
    if len(located) > 1:
        raise CertificateError(CertificateFault.SEVERAL)
    odd = tuple(repair for repair in located[0].repairs if repair not in _USUAL_IN_XML)
    return facts_of(located[0].der, odd)


def _expect(data: bytes, *kinds: Kind) -> None:
    if len(data) > MAX_CERTIFICATE_BYTES:
        raise CertificateError(CertificateFault.TOO_LARGE)
    kind = identify(data)
    if kind not in kinds:
        raise CertificateError(_FAULTS[kind])


def _single(located: _Located, data: bytes) -> CertificateFacts:
    """Read the only certificate of ``data``, and let no difference from the clean text pass."""
    facts = facts_of(located.der, located.repairs)
    clean = facts.pem.encode()
    if facts.repairs or data in {clean, clean.rstrip(b"\n")}:
        return facts
    only_around = data.strip() == clean.strip()
    return replace(facts, repairs=(Repair.BLANKS if only_around else Repair.LINE_LENGTH,))


def _locate(data: bytes, layers: int = _MAX_LAYERS) -> tuple[_Located, ...]:
    """Find the DER bytes of every certificate; at least one."""
    if outline(data) is not DerKind.UNKNOWN:
        outermost = layers == _MAX_LAYERS
        return _whole(data, (Repair.FROM_BINARY,) if outermost else ())
    found: list[_Located] = []
    for body, repairs in _bodies(data):
        decoded = from_base64(without_blanks(body))
        if not decoded:
            raise CertificateError(CertificateFault.DAMAGED)
        if outline(decoded) is not DerKind.UNKNOWN:
            found += _whole(decoded, repairs)
        elif not layers:
            raise CertificateError(CertificateFault.DAMAGED)
        else:
            # how the outer layer was written says nothing about the certificate inside
            for inner in _locate(decoded, layers - 1):
                repairs_inside = dict.fromkeys((Repair.ENCODED_TWICE, *inner.repairs))
                found.append(_Located(inner.der, tuple(repairs_inside)))
    return tuple(found)


def _bodies(data: bytes) -> Iterator[tuple[str, tuple[Repair, ...]]]:
    """Return what stands between the labels of each certificate, or all of a bare text."""
    plain = plain_text(data)
    repairs: list[Repair] = []
    if plain.utf_16:
        repairs.append(Repair.UTF_16)
    elif plain.byte_order_mark:
        repairs.append(Repair.BYTE_ORDER_MARK)
    tidy = tidied(plain.text.strip("\ufeff\0"))
    repairs += tidy.repairs
    scanned = scan(tidy.text)
    if not scanned.blocks:
        bare = tidy.text.strip(" \t\r\n")
        yield tidy.text, _once(*repairs, *body_repairs(bare), Repair.LABELS_ADDED)
        return
    blocks = [
        block for block in scanned.blocks if block_kind(block) in {Kind.CERTIFICATE, Kind.PKCS7}
    ]
    if scanned.text_around or len(blocks) < len(scanned.blocks):
        repairs.append(Repair.TEXT_AROUND)
    for block in blocks:
        other_label = block.label not in {"CERTIFICATE", "PKCS7"}
        corrected = (Repair.LABELS_CORRECTED,) if other_label else ()
        yield block.body, _once(*repairs, *block.repairs, *corrected)


def _once(*repairs: Repair) -> tuple[Repair, ...]:
    return tuple(dict.fromkeys(repairs))


def _whole(der: bytes, repairs: tuple[Repair, ...]) -> tuple[_Located, ...]:
    """Refuse what is cut off, drop what follows, and take a bundle apart."""
    missing = missing_bytes(der)
    if missing:
        raise CertificateError(CertificateFault.TRUNCATED, missing_bytes=missing)
    if outline(der) is DerKind.PKCS7:
        unpacked = _once(*repairs, Repair.FROM_BUNDLE)
        return tuple(_Located(inside, unpacked) for inside in _bundled(der))
    bare = exact(der)
    if len(bare) != len(der):
        repairs = _once(*repairs, Repair.TEXT_AROUND)
    return (_Located(bare, repairs),)


def _bundled(der: bytes) -> list[bytes]:
    """Return the certificates of a PKCS #7 structure (RFC 2315 §9.1)."""
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415 - brings email, for few
        pkcs7,
    )

    try:
        with quietly():
            certificates = pkcs7.load_der_pkcs7_certificates(der)
    except PARSE_ERRORS as error:
        raise CertificateError(CertificateFault.DAMAGED) from error
    if not certificates:
        raise CertificateError(CertificateFault.NOT_A_CERTIFICATE)
    return [certificate.public_bytes(Encoding.DER) for certificate in certificates]
