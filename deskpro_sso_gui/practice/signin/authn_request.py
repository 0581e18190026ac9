"""A service's request for a sign-in, as JumpCloud reads it (SAML bindings §3.4 and §3.5)."""

import base64
import binascii
import zlib
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qs

import msgspec
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from deskpro_sso_gui.practice.keys import read_certificate_value
from deskpro_sso_gui.practice.saml_xml import (
    DS,
    MESSAGE_LIMIT,
    SAML,
    SAMLP,
    Element,
    UnreadableXmlError,
    parse,
)
from deskpro_sso_gui.practice.xml_signature import BadSignatureError, verify

_HASHES: Final[Mapping[str, hashes.HashAlgorithm]] = {
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256": hashes.SHA256(),
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384": hashes.SHA384(),
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512": hashes.SHA512(),
}


class RefusedRequestError(ValueError):
    """JumpCloud can't read the request, or it is signed with a key JumpCloud does not have."""


class AuthnRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What JumpCloud takes from a request; the answer goes to its own ACS setting all the same.

    Attributes:
        id: named by the answer's InResponseTo.
        issuer: the service's entity ID, empty where it says none.
        signed: it has the service's signature.
    """

    id: str
    issuer: str
    signed: bool = False


def from_redirect(query: bytes, sp_certificate_value: str) -> AuthnRequest:
    """Read a request of the HTTP-Redirect binding.

    Args:
        query: the raw query string: a signature is over its octets (SAML bindings §3.4.4.1).
        sp_certificate_value: the application's *SP certificate*, base64 of PEM, or empty.

    Raises:
        RefusedRequestError: it can't be read, or its signature is not the service's.
    """
    fields = parse_qs(query.decode("ascii", "replace"), keep_blank_values=True)
    if "Signature" in fields:
        _verify_redirect(query, fields, sp_certificate_value)
    deflated = _decode_base64(fields["SAMLRequest"][0])
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        message = inflate.decompress(deflated, MESSAGE_LIMIT)
    except zlib.error as error:
        raise RefusedRequestError("not deflated") from error
    if inflate.unconsumed_tail or not inflate.eof:
        raise RefusedRequestError("too long or cut off")
    return msgspec.structs.replace(_read(message)[0], signed="Signature" in fields)


def from_post(message: str, sp_certificate_value: str) -> AuthnRequest:
    """Read a request of the HTTP-POST binding.

    Raises:
        RefusedRequestError: it can't be read, or its signature is not the service's.
    """
    request, root = _read(_decode_base64(message))
    if root.find(f"{{{DS}}}Signature") is not None:
        _verify_enveloped(root, sp_certificate_value)
        request = msgspec.structs.replace(request, signed=True)
    return request


def _read(message: bytes) -> tuple[AuthnRequest, Element]:
    try:
        root = parse(message)
    except UnreadableXmlError as error:
        raise RefusedRequestError("no XML") from error
    identifier = root.get("ID")
    if root.tag != f"{{{SAMLP}}}AuthnRequest" or not identifier:
        raise RefusedRequestError("no AuthnRequest")
    issuer = (root.findtext(f"{{{SAML}}}Issuer") or "").strip()
    return AuthnRequest(id=identifier, issuer=issuer), root


def _decode_base64(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise RefusedRequestError("no base64") from error


def _sp_certificate(value: str) -> x509.Certificate:
    certificate = read_certificate_value(value)
    if certificate is None:
        raise RefusedRequestError("signed, but the service's certificate is unknown")
    return certificate


def _verify_redirect(query: bytes, fields: dict[str, list[str]], sp_certificate_value: str) -> None:
    key = _sp_certificate(sp_certificate_value).public_key()
    algorithm = _HASHES.get(fields.get("SigAlg", [""])[0])
    if algorithm is None or not isinstance(key, rsa.RSAPublicKey):
        raise RefusedRequestError("signed in a way JumpCloud does not know")
    raw = dict(part.partition(b"=")[::2] for part in query.split(b"&"))
    names = (b"SAMLRequest", b"RelayState", b"SigAlg")
    signed = b"&".join(name + b"=" + raw[name] for name in names if name in raw)
    try:
        key.verify(_decode_base64(fields["Signature"][0]), signed, padding.PKCS1v15(), algorithm)
    except InvalidSignature as error:
        raise RefusedRequestError("wrong signature") from error


def _verify_enveloped(root: Element, sp_certificate_value: str) -> None:
    try:
        verify(root, certificate=_sp_certificate(sp_certificate_value))
    except BadSignatureError as error:
        raise RefusedRequestError("wrong signature") from error
