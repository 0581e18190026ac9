"""Files that people take for a certificate, made for tests."""

import base64
import functools
import struct
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    pkcs7,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests.support.saml_documents import Signer, key, signer, sp_metadata_xml

_SHA256_WITH_RSA: Final = bytes.fromhex("2a864886f70d01010b")
_OTHER_RSA: Final = {
    "md5": bytes.fromhex("2a864886f70d010104"),
    "sha1": bytes.fromhex("2a864886f70d010105"),
}
PICTURE: Final = b"\x89PNG\r\n\x1a\n" + bytes(64)
SIGN_IN_PAGE: Final = b"<!DOCTYPE html><html><head><title>Sign in</title></head></html>"


def pem() -> bytes:
    """Return the usual certificate as a clean file."""
    return signer().pem


@functools.cache
def foreign(
    name: str = "web",
    *,
    extensions: tuple[x509.ExtensionType, ...] = (),
    bits: int = 2048,
    issuer: str = "",
) -> Signer:
    """Return a certificate that JumpCloud did not make."""
    private = rsa.generate_private_key(65537, bits)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made_by = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer or name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(made_by)
        .public_key(private.public_key())
        .serial_number(7)
        .not_valid_before(datetime(2024, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2029, 1, 1, tzinfo=UTC))
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=False)
    return Signer(private, builder.sign(key("authority"), hashes.SHA256()))


def web_server() -> Signer:
    """Return a web server's certificate."""
    return foreign(
        "www.acme.example",
        extensions=(
            x509.SubjectAlternativeName([x509.DNSName("www.acme.example")]),
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]),
        ),
        issuer="Example authority",
    )


def authority() -> Signer:
    """Return the certificate of an authority."""
    return foreign(
        "Example authority", extensions=(x509.BasicConstraints(ca=True, path_length=None),)
    )


def signed_with(digest: str) -> bytes:
    """Return the usual certificate as if it were signed in an old way."""
    return signer().der.replace(_SHA256_WITH_RSA, _OTHER_RSA[digest])


def as_pem(der: bytes) -> bytes:
    """Return a clean file around DER bytes."""
    return x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM)


def bare() -> str:
    """Return the certificate's base64 as one line."""
    return base64.b64encode(signer().der).decode()


def signing_request(encoding: Encoding = Encoding.PEM) -> bytes:
    """Return a request for the usual certificate."""
    subject = signer().certificate.subject
    builder = x509.CertificateSigningRequestBuilder().subject_name(subject)
    return builder.sign(signer().key, hashes.SHA256()).public_bytes(encoding)


def public_key() -> bytes:
    """Return the usual public key."""
    return signer().key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def bundle(*signers: Signer, encoding: Encoding = Encoding.PEM) -> bytes:
    """Return a PKCS #7 bundle."""
    certificates = [one.certificate for one in signers or (signer(),)]
    return pkcs7.serialize_certificates(certificates, encoding)


def indefinite(der: bytes) -> bytes:
    """Write the outer element of DER bytes without its length, as some programs do."""
    header = 2 + (der[1] & 0x7F if der[1] & 0x80 else 0)
    return b"\x30\x80" + der[header:] + b"\0\0"


@functools.cache
def key_store(*, locked: bool = True) -> bytes:
    """Return a PKCS #12 key store."""
    lock = BestAvailableEncryption(b"secret") if locked else NoEncryption()
    return pkcs12.serialize_key_and_certificates(
        b"it", signer().key, signer().certificate, None, lock
    )


def deskpros_metadata(own: Signer) -> bytes:
    """Return DeskPRO's metadata with a certificate of its own in it."""
    described = (
        '<md:KeyDescriptor><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>'
        f"<ds:X509Certificate>{base64.b64encode(own.der).decode()}</ds:X509Certificate>"
        "</ds:X509Data></ds:KeyInfo></md:KeyDescriptor>"
    ).encode()
    return sp_metadata_xml().replace(b"<md:NameIDFormat>", described + b"<md:NameIDFormat>", 1)


@functools.cache
def _elliptic() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@functools.cache
def _dsa() -> dsa.DSAPrivateKey:
    return dsa.generate_private_key(1024)  # noqa: S505 - refused whatever its size


def private(
    encoding: Encoding, form: PrivateFormat, *, locked: bool = False, elliptic: bool = False
) -> bytes:
    """Return a private key in one of the forms that libraries write."""
    protection = BestAvailableEncryption(b"secret") if locked else NoEncryption()
    chosen = _elliptic() if elliptic else signer().key
    return chosen.private_bytes(encoding, form, protection)


def putty(*, locked: bool = False) -> bytes:
    """Return the head of a PuTTY key file."""
    lock = b"aes256-cbc" if locked else b"none"
    return (
        b"PuTTY-User-Key-File-3: ssh-rsa\r\nEncryption: " + lock + b"\r\nComment: it\r\n"
        b"Public-Lines: 1\r\nAAAA\r\nPrivate-Lines: 1\r\nAAAA\r\n"
    )


def _labelled(label: str) -> bytes:
    body = base64.encodebytes(bytes(range(200))).decode()
    return f"-----BEGIN {label}-----\n{body}-----END {label}-----\n".encode()


_PEM: Final = Encoding.PEM
_DER: Final = Encoding.DER
_PKCS8: Final = PrivateFormat.PKCS8
_TRADITIONAL: Final = PrivateFormat.TraditionalOpenSSL

PRIVATE_KEYS: Final[dict[str, tuple[Callable[[], bytes], str, bool | None]]] = {
    "PKCS #8": (lambda: private(_PEM, _PKCS8), "pkcs8", False),
    "PKCS #8, locked": (lambda: private(_PEM, _PKCS8, locked=True), "pkcs8", True),
    "PKCS #8, binary": (lambda: private(_DER, _PKCS8), "pkcs8", False),
    "PKCS #8, binary and locked": (lambda: private(_DER, _PKCS8, locked=True), "pkcs8", True),
    "PKCS #1": (lambda: private(_PEM, _TRADITIONAL), "pkcs1", False),
    "PKCS #1, locked": (lambda: private(_PEM, _TRADITIONAL, locked=True), "pkcs1", True),
    "PKCS #1, binary": (lambda: private(_DER, _TRADITIONAL), "pkcs1", False),
    "elliptic": (lambda: private(_PEM, _TRADITIONAL, elliptic=True), "elliptic", False),
    "elliptic, binary": (lambda: private(_DER, _TRADITIONAL, elliptic=True), "elliptic", False),
    "elliptic, PKCS #8": (lambda: private(_PEM, _PKCS8, elliptic=True), "pkcs8", False),
    "Ed25519": (
        lambda: ed25519.Ed25519PrivateKey.generate().private_bytes(_DER, _PKCS8, NoEncryption()),
        "pkcs8",
        False,
    ),
    "DSA": (lambda: _dsa().private_bytes(_DER, _TRADITIONAL, NoEncryption()), "dsa", False),
    "OpenSSH": (lambda: private(_PEM, PrivateFormat.OpenSSH), "openssh", False),
    "OpenSSH, locked": (
        lambda: base64.b64encode(b"openssh-key-v1\0\0\0\0\x0aaes256-ctr" + bytes(64)),
        "openssh",
        True,
    ),
    "OpenSSH, without labels": (
        lambda: b"".join(private(_PEM, PrivateFormat.OpenSSH).splitlines()[1:-1]),
        "openssh",
        False,
    ),
    "SSH2": (
        lambda: _labelled("SSH2 ENCRYPTED PRIVATE KEY").replace(b"-----", b"---- "),
        "ssh2",
        True,
    ),
    "PuTTY": (putty, "putty", False),
    "PuTTY, locked": (lambda: putty(locked=True), "putty", True),
    "OpenPGP": (lambda: _labelled("PGP PRIVATE KEY BLOCK"), "pgp", None),
    "JSON Web Key": (
        lambda: b'{"kty": "RSA", "n": "AQAB", "e": "AQAB", "d": "c2Vj"}',
        "jwk",
        False,
    ),
    "set of JSON Web Keys": (lambda: b'[{"kty":"EC","crv":"P-256","d":"c2Vj"}]', "jwk", False),
    "XML": (
        lambda: b"<RSAKeyValue><Modulus>AQAB</Modulus><D>c2VjcmV0IGtleQ==</D></RSAKeyValue>",
        "xml",
        False,
    ),
    "PVK": (lambda: struct.pack("<6I", 0xB0B5F11E, 0, 2, 0, 0, 64) + bytes(64), "pvk", False),
    "PVK, locked": (
        lambda: struct.pack("<6I", 0xB0B5F11E, 0, 2, 1, 16, 64) + bytes(64),
        "pvk",
        True,
    ),
    "unknown label": (lambda: _labelled("ANY PRIVATE KEY"), "other", False),
    "beside the certificate": (lambda: pem() + private(_PEM, _PKCS8), "pkcs8", False),
    "under a certificate's label": (
        lambda: (
            b"-----BEGIN CERTIFICATE-----\n"
            + base64.encodebytes(private(_DER, _PKCS8))
            + b"-----END CERTIFICATE-----\n"
        ),
        "pkcs8",
        False,
    ),
    "encoded twice": (lambda: base64.b64encode(private(_PEM, _PKCS8)), "pkcs8", False),
    "UTF-16": (lambda: private(_PEM, _PKCS8).decode().encode("utf-16"), "pkcs8", False),
    "cut off": (lambda: private(_PEM, _PKCS8)[:600], "pkcs8", False),
    "in a JSON file": (
        lambda: b'{"private_key": "' + private(_PEM, _PKCS8).replace(b"\n", b"\\n") + b'"}',
        "pkcs8",
        False,
    ),
}
"""A private key by its form: the file, the form's name, whether it asks for a password."""
