"""Private keys in whatever form, told so that they can be refused. Nothing of them is kept."""

import re
from enum import StrEnum, unique
from typing import Final, NamedTuple

from deskpro_sso_gui.saml.der import DerKind, outline
from deskpro_sso_gui.saml.limits import MAX_CERTIFICATE_BYTES
from deskpro_sso_gui.saml.pem import Block, scan
from deskpro_sso_gui.saml.text import from_base64, leading_base64, plain_text, without_blanks

_MAX_LAYERS: Final = 3
_OPENSSH_MAGIC: Final = b"openssh-key-v1\0"
_OPENSSH_PLAIN: Final = b"\0\0\0\x04none"
# the first four bytes of Microsoft's PVK; the encryption flag is the fourth number
_PVK_MAGIC: Final = b"\x1e\xf1\xb5\xb0"
_PVK_ENCRYPTED: Final = slice(12, 16)
_PUTTY: Final = re.compile(r"PuTTY-User-Key-File-[0-9]")
_PUTTY_PLAIN: Final = re.compile(r"^Encryption: none\s*$", re.MULTILINE)
_JWK_TYPE: Final = re.compile(r'"kty"\s*:')
_JWK_SECRET: Final = re.compile(r'"d"\s*:\s*"')
_XML_SECRET: Final = re.compile(r"<D>[A-Za-z0-9+/=\s]{8}")


@unique
class KeyForm(StrEnum):
    """How a private key was written down."""

    PKCS1 = "pkcs1"
    PKCS8 = "pkcs8"
    ELLIPTIC = "elliptic"
    DSA = "dsa"
    OPENSSH = "openssh"
    SSH2 = "ssh2"
    PUTTY = "putty"
    PGP = "pgp"
    JWK = "jwk"
    XML = "xml"
    PVK = "pvk"
    OTHER = "other"


class PrivateKey(NamedTuple):
    """What a private key is, without anything of it.

    ``encrypted`` is None where the form does not tell.
    """

    form: KeyForm
    encrypted: bool | None


_DER: Final = {
    DerKind.PKCS1_KEY: PrivateKey(KeyForm.PKCS1, encrypted=False),
    DerKind.PKCS8_KEY: PrivateKey(KeyForm.PKCS8, encrypted=False),
    DerKind.ENCRYPTED_KEY: PrivateKey(KeyForm.PKCS8, encrypted=True),
    DerKind.DSA_KEY: PrivateKey(KeyForm.DSA, encrypted=False),
    DerKind.ELLIPTIC_KEY: PrivateKey(KeyForm.ELLIPTIC, encrypted=False),
}
_LABELS: Final = {
    "PRIVATE KEY": KeyForm.PKCS8,
    "ENCRYPTED PRIVATE KEY": KeyForm.PKCS8,
    "RSA PRIVATE KEY": KeyForm.PKCS1,
    "EC PRIVATE KEY": KeyForm.ELLIPTIC,
    "DSA PRIVATE KEY": KeyForm.DSA,
    "OPENSSH PRIVATE KEY": KeyForm.OPENSSH,
    "SSH2 ENCRYPTED PRIVATE KEY": KeyForm.SSH2,
    "PGP PRIVATE KEY BLOCK": KeyForm.PGP,
}


def find_private_key(data: bytes) -> PrivateKey | None:
    """Find a private key anywhere in ``data``, also below base64; None where there is none."""
    for _ in range(_MAX_LAYERS + 1):
        text = plain_text(data).text
        found = in_bytes(data) or in_text(text)
        if found:
            return found
        inner = from_base64(without_blanks(text))
        if not inner:
            return None
        data = inner
    return None


def in_bytes(data: bytes) -> PrivateKey | None:
    """Tell a private key in binary form."""
    if data.startswith(_OPENSSH_MAGIC):
        return PrivateKey(
            KeyForm.OPENSSH, not data[len(_OPENSSH_MAGIC) :].startswith(_OPENSSH_PLAIN)
        )
    if data.startswith(_PVK_MAGIC):
        return PrivateKey(KeyForm.PVK, any(data[_PVK_ENCRYPTED]))
    return _DER.get(outline(data))


def in_text(text: str) -> PrivateKey | None:
    """Find a private key in text: PEM of any label, PuTTY's, a JSON web key, .NET's XML."""
    if _PUTTY.match(text.lstrip("\ufeff")):
        return PrivateKey(KeyForm.PUTTY, _PUTTY_PLAIN.search(text) is None)
    if "kty" in text and _JWK_TYPE.search(text) and _JWK_SECRET.search(text):
        return PrivateKey(KeyForm.JWK, encrypted=False)
    if "RSAKeyValue" in text and _XML_SECRET.search(text):
        return PrivateKey(KeyForm.XML, encrypted=False)
    return next(filter(None, map(_in_block, scan(text).blocks)), None)


def _in_block(block: Block) -> PrivateKey | None:
    """Tell the private key in a PEM block, whatever its label says it is."""
    content = leading_base64(block.body[:MAX_CERTIFICATE_BYTES])
    inside = in_bytes(content) if content else None
    if inside is not None:
        return inside
    if not block.label.endswith(("PRIVATE KEY", "PRIVATE KEY BLOCK")):
        return None
    form = _LABELS.get(block.label, KeyForm.OTHER)
    if form is KeyForm.PGP:
        return PrivateKey(form, encrypted=None)
    # RFC 1421 §4.6.1.1, as OpenSSL still writes it
    return PrivateKey(form, "ENCRYPTED" in block.label or "4,ENCRYPTED" in block.body)
