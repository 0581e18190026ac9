"""What is told of a file that is not read any further: keys, web pages, and anything else."""

import html
import re
from enum import StrEnum, unique
from typing import Final

import msgspec

from deskpro_sso_gui.saml.facts import Kind
from deskpro_sso_gui.saml.limits import SNIFFED_BYTES
from deskpro_sso_gui.saml.pem import scan
from deskpro_sso_gui.saml.private_keys import KeyForm, find_private_key
from deskpro_sso_gui.saml.text import plain_text

_MAX_TITLE: Final = 80
_TITLE: Final = re.compile(r"<title[^>]{0,200}>([^<]{0,400})", re.IGNORECASE)


@unique
class Look(StrEnum):
    """What a file of no kind of ours looks like, as far as its first bytes tell."""

    PICTURE = "picture"
    PDF = "pdf"
    OFFICE_DOCUMENT = "office-document"
    RICH_TEXT = "rich-text"
    ARCHIVE = "archive"
    PROGRAM = "program"
    SOUND_OR_FILM = "sound-or-film"
    KEY_STORE = "key-store"
    REVOCATION_LIST = "revocation-list"
    JSON = "json"
    XML = "xml"
    TEXT = "text"
    BINARY = "binary"


class FileDetails(msgspec.Struct, frozen=True, kw_only=True):
    """What is told of a file that is not read any further. No secret of it is in here.

    Attributes:
        key_form: how its private key is written down, None where it holds none.
        encrypted: the private key asks for a password, None where that can't be told.
        title: the title of a web page, one short line. Text from outside.
        look: what a file of no kind of ours looks like.
    """

    key_form: KeyForm | None = None
    encrypted: bool | None = None
    title: str = ""
    look: Look | None = None


_MAGIC: Final = (
    (b"\x89PNG\r\n\x1a\n", Look.PICTURE),
    (b"\xff\xd8\xff", Look.PICTURE),
    (b"GIF8", Look.PICTURE),
    (b"BM", Look.PICTURE),
    (b"II*\0", Look.PICTURE),
    (b"MM\0*", Look.PICTURE),
    (b"\0\0\1\0", Look.PICTURE),
    (b"%PDF-", Look.PDF),
    (b"{\\rtf", Look.RICH_TEXT),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Look.OFFICE_DOCUMENT),
    (b"PK\3\4", Look.ARCHIVE),
    (b"PK\5\6", Look.ARCHIVE),
    (b"\x1f\x8b", Look.ARCHIVE),
    (b"BZh", Look.ARCHIVE),
    (b"\xfd7zXZ\0", Look.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Look.ARCHIVE),
    (b"Rar!\x1a\7", Look.ARCHIVE),
    (b"\x28\xb5\x2f\xfd", Look.ARCHIVE),
    (b"MZ", Look.PROGRAM),
    (b"\x7fELF", Look.PROGRAM),
    (b"\xcf\xfa\xed\xfe", Look.PROGRAM),
    (b"#!", Look.PROGRAM),
    (b"ID3", Look.SOUND_OR_FILM),
    (b"OggS", Look.SOUND_OR_FILM),
    (b"\x1aE\xdf\xa3", Look.SOUND_OR_FILM),
    (b"\xfe\xed\xfe\xed", Look.KEY_STORE),
    (b"\xce\xce\xce\xce", Look.KEY_STORE),
)
# names of the first entries of the zip files that office programs write
_OFFICE_ENTRIES: Final = (b"[Content_Types].xml", b"mimetypeapplication/vnd.oasis.opendocument")
_CONTAINER: Final = slice(4, 8)
_FORM: Final = slice(8, 12)


def describe(data: bytes, kind: Kind) -> FileDetails | None:
    """Tell what there is to tell of ``data``, which ``identify`` called ``kind``."""
    match kind:
        case Kind.PRIVATE_KEY:
            key = find_private_key(data)
            if key is None:
                return FileDetails(key_form=KeyForm.OTHER)
            return FileDetails(key_form=key.form, encrypted=key.encrypted)
        case Kind.HTML:
            return FileDetails(title=_title(data[:SNIFFED_BYTES]))
        case Kind.UNKNOWN:
            return FileDetails(look=_look(data[:SNIFFED_BYTES]))
        case _:
            return None


def _title(head: bytes) -> str:
    match = _TITLE.search(plain_text(head).text)
    return " ".join(html.unescape(match[1]).split())[:_MAX_TITLE] if match else ""


def _look(head: bytes) -> Look:
    if head[_CONTAINER] == b"ftyp":
        return Look.PICTURE if head[_FORM] in {b"heic", b"avif", b"mif1"} else Look.SOUND_OR_FILM
    if head.startswith(b"RIFF"):
        return Look.PICTURE if head[_FORM] == b"WEBP" else Look.SOUND_OR_FILM
    found = next((look for magic, look in _MAGIC if head.startswith(magic)), None)
    if found is Look.ARCHIVE and any(entry in head for entry in _OFFICE_ENTRIES):
        return Look.OFFICE_DOCUMENT
    return found or _text_look(head)


def _text_look(head: bytes) -> Look:
    text = plain_text(head).text.strip("\ufeff\0 \t\r\n")
    if any(block.label in {"X509 CRL", "CRL"} for block in scan(text).blocks):
        return Look.REVOCATION_LIST
    if text.startswith("<"):
        return Look.XML
    if text.startswith(("{", "[")):
        return Look.JSON
    readable = sum(character.isprintable() or character in "\t\r\n" for character in text)
    return Look.TEXT if readable * 20 >= len(text) * 19 else Look.BINARY
