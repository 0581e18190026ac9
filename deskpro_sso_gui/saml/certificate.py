"""Reading a certificate in whatever dress it comes.

What is safe is repaired and reported; what is not a certificate is refused with its own reason.
Certificates are never checked against a chain or a host name: JumpCloud's are self-signed and
carry no extensions (reference/jumpcloud-api.md §3.6).
"""

import base64
import contextlib
import hashlib
import textwrap
import warnings
from collections.abc import Iterator
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID, SignatureAlgorithmOID

from deskpro_sso_gui.saml.der import DerKind, exact, missing_bytes, outline
from deskpro_sso_gui.saml.facts import CertificateFacts, Kind, Repair
from deskpro_sso_gui.saml.faults import CertificateError, CertificateFault
from deskpro_sso_gui.saml.identify import identify
from deskpro_sso_gui.saml.limits import MAX_CERTIFICATE_BYTES
from deskpro_sso_gui.saml.pem import COLUMNS, body_repairs, scan, without_references
from deskpro_sso_gui.saml.text import from_base64, plain_text, without_blanks

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
_SIGNATURE_ALGORITHMS: Final = {
    SignatureAlgorithmOID.RSA_WITH_MD5: "md5WithRSAEncryption",
    SignatureAlgorithmOID.RSA_WITH_SHA1: "sha1WithRSAEncryption",
    SignatureAlgorithmOID.RSA_WITH_SHA224: "sha224WithRSAEncryption",
    SignatureAlgorithmOID.RSA_WITH_SHA256: "sha256WithRSAEncryption",
    SignatureAlgorithmOID.RSA_WITH_SHA384: "sha384WithRSAEncryption",
    SignatureAlgorithmOID.RSA_WITH_SHA512: "sha512WithRSAEncryption",
    SignatureAlgorithmOID.RSASSA_PSS: "rsassaPss",
    SignatureAlgorithmOID.ECDSA_WITH_SHA1: "ecdsa-with-SHA1",
    SignatureAlgorithmOID.ECDSA_WITH_SHA256: "ecdsa-with-SHA256",
    SignatureAlgorithmOID.ECDSA_WITH_SHA384: "ecdsa-with-SHA384",
    SignatureAlgorithmOID.ECDSA_WITH_SHA512: "ecdsa-with-SHA512",
    SignatureAlgorithmOID.ED25519: "Ed25519",
    SignatureAlgorithmOID.ED448: "Ed448",
}
# what cryptography raises for DER that is no certificate it can read
_PARSE_ERRORS: Final = (
    ValueError,
    TypeError,
    OverflowError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
)
# what a certificate inside XML looks like when nothing is wrong with it
_USUAL_IN_XML: Final = frozenset(
    {Repair.LABELS_ADDED, Repair.BLANKS, Repair.LINE_LENGTH, Repair.LINE_ENDS}
)


def read_certificate(data: bytes) -> CertificateFacts:
    """Read one certificate from PEM, DER, bare base64 or base64 of PEM.

    The last is how JumpCloud's API gives it (``config.idpCertificate.value``).

    Raises:
        CertificateError: it is something else, several, cut off or damaged.
    """
    if len(data) > MAX_CERTIFICATE_BYTES:
        raise CertificateError(CertificateFault.TOO_LARGE)
    kind = identify(data)
    if kind is not Kind.CERTIFICATE:
        raise CertificateError(_FAULTS[kind])
    repairs: list[Repair] = []
    der = _locate(data, repairs, _MAX_LAYERS)
    return _facts(der, tuple(dict.fromkeys(repairs)))


def read_embedded_certificate(text: str) -> CertificateFacts:
    """Read a certificate from an ``X509Certificate`` element, where bare base64 is the rule.

    Raises:
        CertificateError: as ``read_certificate``.
    """
    data = text.encode()
    if len(data) > MAX_CERTIFICATE_BYTES:
        raise CertificateError(CertificateFault.TOO_LARGE)
    kind = identify(data)
    if kind is not Kind.CERTIFICATE:
        raise CertificateError(_FAULTS[kind])
    repairs: list[Repair] = []
    der = _locate(data, repairs, _MAX_LAYERS)
    odd = tuple(repair for repair in dict.fromkeys(repairs) if repair not in _USUAL_IN_XML)
    return _facts(der, odd)


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """Keep cryptography from printing what RFC 5280 forbids in a certificate it reads all the same.

    The admin's terminal is no place for it, and nothing we use depends on it.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _locate(data: bytes, repairs: list[Repair], layers: int) -> bytes:
    """Find the certificate's DER bytes and note in ``repairs`` what had to be changed."""
    if outline(data) is not DerKind.UNKNOWN:
        if layers == _MAX_LAYERS:
            repairs.append(Repair.FROM_BINARY)
        return _whole(data, repairs)
    decoded = from_base64(without_blanks(_body(_repaired_text(data, repairs), repairs)))
    if decoded is None:
        raise CertificateError(CertificateFault.DAMAGED)
    if outline(decoded) is not DerKind.UNKNOWN:
        return _whole(decoded, repairs)
    if not layers:
        raise CertificateError(CertificateFault.DAMAGED)
    # how the outer layer was written says nothing about the certificate inside
    repairs[:] = [Repair.ENCODED_TWICE]
    return _locate(decoded, repairs, layers - 1)


def _repaired_text(data: bytes, repairs: list[Repair]) -> str:
    plain = plain_text(data)
    if plain.utf_16:
        repairs.append(Repair.UTF_16)
    elif plain.byte_order_mark:
        repairs.append(Repair.BYTE_ORDER_MARK)
    text = without_references(plain.text)
    if text != plain.text:
        repairs.append(Repair.CHARACTER_REFERENCES)
    return text.strip("\ufeff\0")


def _body(text: str, repairs: list[Repair]) -> str:
    """Return what stands between the labels of the only block, or all of a bare text."""
    scanned = scan(text)
    if len(scanned.blocks) > 1:
        raise CertificateError(CertificateFault.SEVERAL)
    if not scanned.blocks:
        repairs += [*body_repairs(text.strip(" \t\r\n")), Repair.LABELS_ADDED]
        return text
    block = scanned.blocks[0]
    repairs.extend(block.repairs)
    if scanned.text_around:
        repairs.append(Repair.TEXT_AROUND)
    return block.body


def _whole(der: bytes, repairs: list[Repair]) -> bytes:
    if missing_bytes(der):
        raise CertificateError(CertificateFault.TRUNCATED)
    bare = exact(der)
    if len(bare) != len(der):
        repairs.append(Repair.TEXT_AROUND)
    return bare


def _facts(der: bytes, repairs: tuple[Repair, ...]) -> CertificateFacts:
    try:
        with quietly():
            return _read(der, repairs)
    except _PARSE_ERRORS as error:
        raise CertificateError(CertificateFault.DAMAGED) from error


def _read(der: bytes, repairs: tuple[Repair, ...]) -> CertificateFacts:
    certificate = x509.load_der_x509_certificate(der)
    key = certificate.public_key()
    spki = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    subject, issuer = certificate.subject, certificate.issuer
    oid = certificate.signature_algorithm_oid
    return CertificateFacts(
        der=der,
        pem=_pem(der),
        subject=subject.rfc4514_string(),
        common_name=_first(subject, NameOID.COMMON_NAME),
        organization=_first(subject, NameOID.ORGANIZATION_NAME),
        organizational_unit=_first(subject, NameOID.ORGANIZATIONAL_UNIT_NAME),
        issuer=issuer.rfc4514_string(),
        issuer_common_name=_first(issuer, NameOID.COMMON_NAME),
        issuer_organization=_first(issuer, NameOID.ORGANIZATION_NAME),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        serial=f"{certificate.serial_number:x}",
        sha1=hashlib.sha1(der, usedforsecurity=False).hexdigest(),
        sha256=hashlib.sha256(der).hexdigest(),
        public_key_sha256=hashlib.sha256(spki).hexdigest(),
        key_type=_key_type(key),
        key_size=getattr(key, "key_size", 256),
        signature_algorithm=_SIGNATURE_ALGORITHMS.get(oid, oid.dotted_string),
        self_signed=_self_signed(certificate),
        repairs=repairs,
    )


def _pem(der: bytes) -> str:
    body = "\n".join(textwrap.wrap(base64.b64encode(der).decode(), COLUMNS))
    return f"-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n"


def _first(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    values = [attribute.value for attribute in name.get_attributes_for_oid(oid)]
    return next((value for value in values if isinstance(value, str)), "")


def _key_type(key: object) -> str:
    names: dict[str, type | tuple[type, ...]] = {
        "RSA": rsa.RSAPublicKey,
        "EC": ec.EllipticCurvePublicKey,
        "Ed25519": ed25519.Ed25519PublicKey,
        "Ed448": ed448.Ed448PublicKey,
        "DSA": dsa.DSAPublicKey,
    }
    return next((name for name, kind in names.items() if isinstance(key, kind)), "other")


def _self_signed(certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(certificate)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True
