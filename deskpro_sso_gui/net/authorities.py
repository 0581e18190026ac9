"""Extra certificate authorities: what a file of them holds, before it is believed."""

from datetime import datetime
from typing import TYPE_CHECKING, Final

import msgspec

from deskpro_sso_gui.problems import ProblemCode, ProblemError

if TYPE_CHECKING:
    from cryptography import x509

FILE_LIMIT: Final = 1024 * 1024
"""Bytes accepted of such a file; a whole system's store has a quarter of that."""


class Authority(msgspec.Struct, frozen=True, kw_only=True):
    """One certificate authority.

    Attributes:
        name: what it calls itself.
        owner: the organisation it names, empty where it names none.
        not_after: aware; it is worth nothing after that.
    """

    name: str
    owner: str
    not_after: datetime


class AuthorityFile(msgspec.Struct, frozen=True, kw_only=True):
    """The authorities of a file, and nothing else of it.

    Attributes:
        pem: the certificates alone, in PEM.
        authorities: in the file's order, at least one.
    """

    pem: bytes
    authorities: tuple[Authority, ...]


def read_authorities(data: bytes, name: str) -> AuthorityFile:
    """Return the certificate authorities in ``data``, PEM, or DER as Windows exports it.

    Takes a tenth of a second at its first call: call it in a thread.

    Args:
        data: the file's content.
        name: the file's name, for the texts.

    Raises:
        ProblemError: it holds a private key (``PRIVATE_KEY_REFUSED``), no certificate
            (``AUTHORITY_FILE_INVALID``), or a certificate that is no authority's
            (``NOT_AN_AUTHORITY``).
    """
    from cryptography import x509  # noqa: PLC0415 - heavy, and few need it
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415 - as above

    if b"PRIVATE KEY-----" in data:
        raise ProblemError(ProblemCode.PRIVATE_KEY_REFUSED)
    try:
        if b"-----BEGIN" in data:
            found = x509.load_pem_x509_certificates(data)
        else:
            found = [x509.load_der_x509_certificate(data)]
        read = [(each, _authority(each)) for each in found]
    except ValueError as error:
        raise ProblemError(ProblemCode.AUTHORITY_FILE_INVALID, name=name) from error
    for certificate, authority in read:
        if not _signs_others(certificate):
            raise ProblemError(ProblemCode.NOT_AN_AUTHORITY, name=name, owner=authority.name)
    return AuthorityFile(
        pem=b"".join(certificate.public_bytes(Encoding.PEM) for certificate, _ in read),
        authorities=tuple(authority for _, authority in read),
    )


def _authority(certificate: "x509.Certificate") -> Authority:
    from cryptography.x509.oid import NameOID  # noqa: PLC0415 - as above

    def told(kind: "x509.ObjectIdentifier") -> str:
        values = certificate.subject.get_attributes_for_oid(kind)
        return " ".join(str(values[0].value).split()) if values else ""

    owner = told(NameOID.ORGANIZATION_NAME)
    name = told(NameOID.COMMON_NAME) or owner or certificate.subject.rfc4514_string()
    return Authority(name=name, owner=owner, not_after=certificate.not_valid_after_utc)


def _signs_others(certificate: "x509.Certificate") -> bool:
    from cryptography import x509  # noqa: PLC0415 - as above

    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        # roots of before 1999 have no extensions (X.509 version 1), and sign themselves
        return certificate.version is x509.Version.v1 and certificate.issuer == certificate.subject
