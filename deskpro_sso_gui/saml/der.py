"""A look at the outline of DER bytes: enough to tell what kind of object they are.

Nothing is decoded beyond tags and lengths, so any bytes may be given.
"""

from enum import StrEnum, unique
from typing import Final, NamedTuple

_INTEGER: Final = 0x02
_BIT_STRING: Final = 0x03
_OCTET_STRING: Final = 0x04
_OBJECT_ID: Final = 0x06
_SEQUENCE: Final = 0x30
_SET: Final = 0x31
_CONTEXT_0: Final = 0xA0

_LONG_FORM: Final = 0x80
_INDEFINITE: Final = b"\x30\x80"
_MAX_LENGTH_BYTES: Final = 4
_CHILDREN: Final = 10
_DSA_NUMBERS: Final = 6

_OID_PKCS7_PREFIX: Final = bytes.fromhex("2a864886f70d0107")
_OID_PBE_PREFIX: Final = bytes.fromhex("2a864886f70d0105")
_OID_PBE_PKCS12_PREFIX: Final = bytes.fromhex("2a864886f70d010c01")


@unique
class DerKind(StrEnum):
    """What DER bytes are by their outline."""

    CERTIFICATE = "certificate"
    CSR = "csr"
    PUBLIC_KEY = "public-key"
    PKCS1_KEY = "pkcs1-key"
    PKCS8_KEY = "pkcs8-key"
    ENCRYPTED_KEY = "encrypted-key"
    DSA_KEY = "dsa-key"
    ELLIPTIC_KEY = "elliptic-key"
    PKCS7 = "pkcs7"
    PKCS12 = "pkcs12"
    UNKNOWN = "unknown"


PRIVATE_KEYS: Final = frozenset(
    {
        DerKind.PKCS1_KEY,
        DerKind.PKCS8_KEY,
        DerKind.ENCRYPTED_KEY,
        DerKind.DSA_KEY,
        DerKind.ELLIPTIC_KEY,
    }
)
"""The outlines of private keys."""


class _Element(NamedTuple):
    tag: int
    content: bytes
    missing: int
    end: int


def _element(data: bytes, start: int = 0) -> _Element | None:
    """Read one tag and length; ``missing`` counts the content bytes that are not there."""
    if len(data) < start + 2:
        return None
    length, begin = data[start + 1], start + 2
    if length == _LONG_FORM:
        return None
    if length > _LONG_FORM:
        size = length - _LONG_FORM
        if size > _MAX_LENGTH_BYTES or len(data) < begin + size:
            return None
        length, begin = int.from_bytes(data[begin : begin + size]), begin + size
    content = data[begin : begin + length]
    return _Element(data[start], content, length - len(content), begin + length)


def _children(element: _Element) -> list[_Element]:
    found: list[_Element] = []
    position = 0
    while position < len(element.content) and len(found) < _CHILDREN:
        child = _element(element.content, position)
        if child is None:
            break
        found.append(child)
        position = child.end
    return found


def missing_bytes(data: bytes) -> int:
    """Return how many bytes the outer element promises beyond those given, 0 when complete."""
    outer = _element(data)
    return outer.missing if outer else 0


def exact(data: bytes) -> bytes:
    """Return ``data`` without what follows its outer element."""
    outer = _element(data)
    return data[: outer.end] if outer else data


def outline(data: bytes) -> DerKind:
    """Tell what kind of object DER (or truncated DER) bytes are.

    Sources: RFC 5280 §4.1, RFC 2986 §4, RFC 5958 §2 and §3, RFC 8017 A.1.2, RFC 5915 §3,
    RFC 2315 §7, RFC 7292 §4.
    """
    outer = _indefinite(data) or _element(data)
    if outer is None or outer.tag != _SEQUENCE:
        return DerKind.UNKNOWN
    parts = _children(outer)
    if not parts:
        return DerKind.UNKNOWN
    first = parts[0]
    if first.tag == _OBJECT_ID:
        pkcs7 = first.content.startswith(_OID_PKCS7_PREFIX)
        return DerKind.PKCS7 if pkcs7 else DerKind.UNKNOWN
    if first.tag == _INTEGER:
        return _numbered(parts)
    if first.tag == _SEQUENCE:
        return _sequenced(parts)
    return DerKind.UNKNOWN


def _indefinite(data: bytes) -> _Element | None:
    """Read an outer element without a length (X.690 §8.1.3.6), as Java and Windows write bundles.

    Its children are read as far as they have lengths of their own, the first of the next as well.
    """
    if not data.startswith(_INDEFINITE):
        return None
    first = _element(data, len(_INDEFINITE))
    if first is None or first.missing:
        return None
    # what follows counts by its tag alone, so an empty element of that tag stands for it
    following = bytes([data[first.end], 0]) if len(data) > first.end else b""
    content = data[len(_INDEFINITE) : first.end] + following
    return _Element(_SEQUENCE, content, 0, len(data))


def _numbered(parts: list[_Element]) -> DerKind:
    """Tell apart what begins with a version: PKCS#12 and the plain private keys."""
    tags = [part.tag for part in parts]
    if parts[0].content == b"\x03" and tags[1:2] == [_SEQUENCE]:
        return DerKind.PKCS12
    if parts[0].content not in {b"\x00", b"\x01"}:
        return DerKind.UNKNOWN
    if tags[1:3] == [_SEQUENCE, _OCTET_STRING]:
        return DerKind.PKCS8_KEY
    if tags[1:2] == [_OCTET_STRING]:
        return DerKind.ELLIPTIC_KEY
    if set(tags) == {_INTEGER} and len(tags) > _DSA_NUMBERS - 2:
        return DerKind.DSA_KEY if len(tags) == _DSA_NUMBERS else DerKind.PKCS1_KEY
    return DerKind.UNKNOWN


def _sequenced(parts: list[_Element]) -> DerKind:
    """Tell apart what begins with a sequence: certificate, request, public or encrypted key."""
    inner = _children(parts[0])
    if not inner:
        return DerKind.UNKNOWN
    following = parts[1].tag if len(parts) > 1 else None
    if inner[0].tag == _OBJECT_ID:
        return _key(inner[0].content, following)
    if inner[0].tag == _CONTEXT_0:
        return DerKind.CERTIFICATE
    if inner[0].tag == _INTEGER:
        return _versioned(inner)
    return DerKind.UNKNOWN


def _key(algorithm: bytes, following: int | None) -> DerKind:
    """Tell an encrypted private key from a public one."""
    if following == _BIT_STRING:
        return DerKind.PUBLIC_KEY
    encrypted = algorithm.startswith((_OID_PBE_PREFIX, _OID_PBE_PKCS12_PREFIX))
    return DerKind.ENCRYPTED_KEY if encrypted and following == _OCTET_STRING else DerKind.UNKNOWN


def _versioned(inner: list[_Element]) -> DerKind:
    """Tell a request, whose version is followed by its subject, from a certificate of version 1.

    The latter's serial number is followed by an algorithm, an object id.
    """
    second = _children(inner[1]) if len(inner) > 1 else []
    if second and second[0].tag == _OBJECT_ID:
        return DerKind.CERTIFICATE
    request = inner[0].content == b"\x00" and (not second or second[0].tag == _SET)
    return DerKind.CSR if request else DerKind.UNKNOWN
