"""What a file is, told from its bytes alone: never from its name, never with an exception."""

import re
from typing import Final

from deskpro_sso_gui.saml.decode import decode_message
from deskpro_sso_gui.saml.der import PRIVATE_KEYS, DerKind, outline
from deskpro_sso_gui.saml.facts import Kind
from deskpro_sso_gui.saml.faults import MessageError
from deskpro_sso_gui.saml.limits import MAX_CERTIFICATE_BYTES, MAX_MESSAGE_BYTES, SNIFFED_BYTES
from deskpro_sso_gui.saml.pem import Block, scan, tidied
from deskpro_sso_gui.saml.private_keys import in_bytes, in_text
from deskpro_sso_gui.saml.text import from_base64, leading_base64, plain_text, without_blanks

_MAX_LAYERS: Final = 3
_DER_KINDS: Final = {
    DerKind.CERTIFICATE: Kind.CERTIFICATE,
    DerKind.CSR: Kind.CSR,
    DerKind.PUBLIC_KEY: Kind.PUBLIC_KEY,
    **dict.fromkeys(PRIVATE_KEYS, Kind.PRIVATE_KEY),
    DerKind.PKCS7: Kind.PKCS7,
    DerKind.PKCS12: Kind.PKCS12,
}
CERTIFICATE_LABELS: Final = frozenset(
    {"CERTIFICATE", "X509 CERTIFICATE", "X.509 CERTIFICATE", "TRUSTED CERTIFICATE"}
)
"""What stands in the first line of a certificate (RFC 7468 §5, and what OpenSSL takes for it)."""

_LABEL_KINDS: Final = {
    **dict.fromkeys(CERTIFICATE_LABELS, Kind.CERTIFICATE),
    "CERTIFICATE REQUEST": Kind.CSR,
    "NEW CERTIFICATE REQUEST": Kind.CSR,
    "PKCS7": Kind.PKCS7,
    "PKCS 7": Kind.PKCS7,
    "CMS": Kind.PKCS7,
    "PUBLIC KEY": Kind.PUBLIC_KEY,
    "RSA PUBLIC KEY": Kind.PUBLIC_KEY,
    "SSH2 PUBLIC KEY": Kind.PUBLIC_KEY,
}
_ELEMENT: Final = re.compile(r"<(?:[A-Za-z_][\w.-]{0,63}:)?([A-Za-z_][\w.-]{0,63})")
_HTML_DOCTYPE: Final = re.compile(r"<!doctype\s+html", re.IGNORECASE)
_IDP_ROLE: Final = re.compile(r"<(?:[A-Za-z_][\w.-]{0,63}:)?IDPSSODescriptor\b")
_SP_ROLE: Final = re.compile(r"<(?:[A-Za-z_][\w.-]{0,63}:)?SPSSODescriptor\b")
_HAR_KEY: Final = re.compile(r'"log"\s*:\s*\{')
_TRACER_KEY: Final = re.compile(r'"requests"\s*:\s*\[')
_REQUEST_FIELD: Final = "SAMLRequest="
_RESPONSE_FIELD: Final = "SAMLResponse="
_BASE64_MARKUP: Final = ("PHNhbWx", "PD94bWwg", "UEhOaGJXe", "UEQ5NGJXd2")
"""Base64, and base64 of base64, of what sign-in messages begin with: ``<saml`` and ``<?xml ``."""

_SSH_PUBLIC_KEY: Final = re.compile(r"(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-\S{1,40}) AAAA")


def identify(data: bytes) -> Kind:
    """Tell what ``data`` is. Any bytes give a kind; nothing is raised.

    A private key anywhere in the file makes the whole file a private key. A damaged or truncated
    document keeps the kind it was meant to be; reading it tells what is wrong.
    """
    return _identify(data, _MAX_LAYERS)


def _identify(data: bytes, layers: int) -> Kind:
    kind = _DER_KINDS.get(outline(data)) or (in_bytes(data) and Kind.PRIVATE_KEY)
    if kind is not None:
        return kind
    if len(data) > MAX_MESSAGE_BYTES:
        return _large(data[:SNIFFED_BYTES])
    text = plain_text(data).text.strip("\ufeff\0 \t\r\n")
    if not text:
        return Kind.EMPTY
    if text.startswith("<"):
        return Kind.PRIVATE_KEY if in_text(text) else _markup(text)
    if text.startswith(("{", "[")):
        kind = _json(text[:SNIFFED_BYTES])
        return Kind.PRIVATE_KEY if kind is Kind.UNKNOWN and in_text(text) else kind
    text = tidied(text).text
    return _key_or_certificate(text) or _encoded(data, text, layers)


def _large(head: bytes) -> Kind:
    """Tell captures and pages, the only kinds that can be this large."""
    text = plain_text(head).text.strip("\ufeff\0 \t\r\n")
    if text.startswith("{"):
        return _json(text)
    kind = _markup(text) if text.startswith("<") else Kind.UNKNOWN
    return kind if kind is Kind.HTML else Kind.UNKNOWN


def _json(text: str) -> Kind:
    if _HAR_KEY.search(text):
        return Kind.HAR
    return Kind.SAML_TRACER if _TRACER_KEY.search(text) else Kind.UNKNOWN


def _markup(text: str) -> Kind:
    """Tell markup by its first element, past declarations, comments and a document type."""
    position = 0
    closings = {"<?": "?>", "<!--": "-->", "<!": ">"}
    while True:
        begin = text.find("<", position)
        if begin < 0:
            return Kind.UNKNOWN
        if _HTML_DOCTYPE.match(text, begin):
            return Kind.HTML
        opening = next((mark for mark in closings if text.startswith(mark, begin)), None)
        if opening is None:
            return _element(text, begin)
        closing = closings[opening]
        # a document type with declarations of its own ends after its closing bracket
        bracket = text.find("[", begin) if opening == "<!" else -1
        if -1 < bracket < text.find(">", begin):
            closing = "]"
        end = text.find(closing, begin)
        if end < 0:
            return Kind.UNKNOWN
        position = end + len(closing)


def _element(text: str, begin: int) -> Kind:
    match = _ELEMENT.match(text, begin)
    name = match[1] if match else ""
    if name.lower() in {"html", "head", "body"}:
        return Kind.HTML
    if name in {"Response", "RequestSecurityTokenResponse"}:
        return Kind.SAML_RESPONSE
    if name == "AuthnRequest":
        return Kind.AUTHN_REQUEST
    if name in {"EntityDescriptor", "EntitiesDescriptor"}:
        only_sp = _SP_ROLE.search(text, begin) and not _IDP_ROLE.search(text, begin)
        return Kind.SP_METADATA if only_sp else Kind.IDP_METADATA
    return Kind.UNKNOWN


def _key_or_certificate(text: str) -> Kind | None:
    """Tell PEM and the key files of SSH and PuTTY by their labels."""
    if in_text(text):
        return Kind.PRIVATE_KEY
    if _SSH_PUBLIC_KEY.match(text):
        return Kind.PUBLIC_KEY
    kinds = [kind for block in scan(text).blocks if (kind := block_kind(block))]
    return Kind.CERTIFICATE if Kind.CERTIFICATE in kinds else next(iter(kinds), None)


def block_kind(block: Block) -> Kind | None:
    """Tell a block by what is in it; the label counts where that can't be told."""
    content = leading_base64(block.body[:MAX_CERTIFICATE_BYTES])
    inside = _DER_KINDS.get(outline(content)) if content else None
    return inside or _LABEL_KINDS.get(block.label)


def _encoded(data: bytes, text: str, layers: int) -> Kind:
    """Look below base64 and the layers of a sign-in message."""
    inner = from_base64(without_blanks(text)) if layers else None
    if inner:
        kind = _identify(inner, layers - 1)
        if kind not in {Kind.UNKNOWN, Kind.EMPTY}:
            return kind
    try:
        xml = decode_message(data).xml
    except MessageError:
        return _meant_to_be(text)
    kind = _markup(plain_text(xml).text)
    return kind if kind in {Kind.AUTHN_REQUEST, Kind.SAML_RESPONSE} else _meant_to_be(text)


def _meant_to_be(text: str) -> Kind:
    """Tell a message that can't be decoded by the name of its field or by how it begins."""
    if _RESPONSE_FIELD in text:
        return Kind.SAML_RESPONSE
    if _REQUEST_FIELD in text:
        return Kind.AUTHN_REQUEST
    return Kind.SAML_RESPONSE if text.startswith(_BASE64_MARKUP) else Kind.UNKNOWN
