"""Bytes to text, whatever an editor made of them, and the base64 in it."""

import base64
import binascii
import codecs
import re
from typing import Final, NamedTuple

_BASE64: Final = re.compile(r"[A-Za-z0-9+/]+={0,2}", re.ASCII)
_BASE64_IN_LINES: Final = re.compile(r"[A-Za-z0-9+/\s]*", re.ASCII)
_UTF_16_SAMPLE: Final = 64


class PlainText(NamedTuple):
    """Text and how it had been encoded."""

    text: str
    byte_order_mark: bool
    utf_16: bool


def plain_text(data: bytes) -> PlainText:
    """Decode ``data``: UTF-8 or UTF-16 with or without a mark, else byte for byte (Latin-1)."""
    if data.startswith(codecs.BOM_UTF8):
        return PlainText(_utf_8(data[len(codecs.BOM_UTF8) :]), byte_order_mark=True, utf_16=False)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", errors="replace")
        return PlainText(text, byte_order_mark=True, utf_16=True)
    sample = data[:_UTF_16_SAMPLE]
    if len(sample) > 1 and not any(sample[1::2]) and all(sample[::2]):
        text = data.decode("utf-16-le", errors="replace")
        return PlainText(text, byte_order_mark=False, utf_16=True)
    if len(sample) > 1 and not any(sample[::2]) and all(sample[1::2]):
        text = data.decode("utf-16-be", errors="replace")
        return PlainText(text, byte_order_mark=False, utf_16=True)
    return PlainText(_utf_8(data), byte_order_mark=False, utf_16=False)


def _utf_8(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def without_blanks(text: str) -> str:
    """Return ``text`` without blanks and line ends."""
    return "".join(text.split())


def from_base64(text: str) -> bytes | None:
    """Decode base64 without blanks in it, tolerating missing padding; None when it is not base64.

    A last group of one character, which carries no whole byte, is dropped: it is what is left of
    a text that was cut off.
    """
    if not _BASE64.fullmatch(text):
        return None
    bare = text.rstrip("=")
    bare = bare[: len(bare) - 1] if len(bare) % 4 == 1 else bare
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4))
    except binascii.Error:  # pragma: no cover - the pattern above admits base64 only
        return None


def leading_base64(text: str) -> bytes | None:
    """Decode the base64 that ``text`` begins with, blanks and line ends in it or not."""
    match = _BASE64_IN_LINES.match(text)
    return from_base64(without_blanks(match[0])) if match else None
