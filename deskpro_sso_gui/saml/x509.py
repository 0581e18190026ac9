"""An X.509 certificate's bytes as facts.

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
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, SignatureAlgorithmOID

from deskpro_sso_gui.saml.facts import CertificateFacts, Repair
from deskpro_sso_gui.saml.faults import CertificateError, CertificateFault
from deskpro_sso_gui.saml.pem import COLUMNS

_MAX_NAMES: Final = 8
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
PARSE_ERRORS: Final = (
    ValueError,
    TypeError,
    OverflowError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
)


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """Keep cryptography from printing what RFC 5280 forbids in a certificate it reads all the same.

    The admin's terminal is no place for it, and nothing we use depends on it.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def facts_of(der: bytes, repairs: tuple[Repair, ...] = ()) -> CertificateFacts:
    """Read a certificate from exactly its DER bytes.

    Raises:
        CertificateError: it is damaged.
    """
    try:
        with quietly():
            return _read(der, repairs)
    except PARSE_ERRORS as error:
        raise CertificateError(CertificateFault.DAMAGED) from error


def _read(der: bytes, repairs: tuple[Repair, ...]) -> CertificateFacts:
    certificate = x509.load_der_x509_certificate(der)
    key = certificate.public_key()
    spki = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    subject, issuer = certificate.subject, certificate.issuer
    oid = certificate.signature_algorithm_oid
    extensions = _extensions(certificate)
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
        is_authority=_is_authority(extensions),
        server_names=_server_names(extensions),
        for_web_servers=_for_web_servers(extensions),
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


def _extensions(certificate: x509.Certificate) -> x509.Extensions:
    """Return the extensions; JumpCloud's early, empty sequence of them counts as none."""
    try:
        return certificate.extensions
    except PARSE_ERRORS:
        return x509.Extensions([])


def _is_authority(extensions: x509.Extensions) -> bool:
    try:
        return extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _server_names(extensions: x509.Extensions) -> tuple[str, ...]:
    try:
        names = extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    return tuple(names.get_values_for_type(x509.DNSName)[:_MAX_NAMES])


def _for_web_servers(extensions: x509.Extensions) -> bool:
    try:
        usage = extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return ExtendedKeyUsageOID.SERVER_AUTH in usage
