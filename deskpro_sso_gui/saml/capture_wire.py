"""The JSON of recordings, decoded as far as a sign-in needs it.

HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/) as browsers and proxies write it, and
SAML-tracer's export, whose headers were pairs until its version 1.0. Bodies and headers stay
undecoded bytes until somebody asks for them: a recording can be hundreds of megabytes, of which a
sign-in is a few kilobytes.
"""

import contextlib
import re
from collections.abc import Iterator
from typing import Any, Final, TypeAlias, TypeVar

import msgspec

from deskpro_sso_gui.saml.text import plain_text

_Buffer: TypeAlias = bytes | memoryview
_Value = TypeVar("_Value")

_UTF_8_MARK: Final = b"\xef\xbb\xbf"
_UTF_16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_NOTHING: Final = msgspec.Raw()
_SAMPLE_BYTES: Final = 1024 * 1024
_SMALL_ENTRY_BYTES: Final = 8 * 1024
_BETWEEN_OBJECTS: Final = re.compile(rb"\}\s*,\s*(?=\{)")
_LONGEST_ENTRY_BYTES: Final = 16 * 1024 * 1024
_CUT_CANDIDATES: Final = 2000
_CUT_SHORT: Final = "truncated"
_HALF_PAIR_ERRORS: Final = ("surrogate", "hex escape")
_ERROR_PLACE: Final = re.compile(r"\(byte (\d+)\)")
# an escaped backslash, a whole surrogate pair, or (group 1) half of one, which JavaScript writes
_HALF_PAIR: Final = re.compile(
    rb"\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    rb"|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
)


class HarRequest(msgspec.Struct, gc=False):
    """``entries[].request``."""

    method: str | None = ""
    url: str | None = ""
    headers: msgspec.Raw = _NOTHING
    cookies: msgspec.Raw = _NOTHING
    post_data: msgspec.Raw = msgspec.field(default=_NOTHING, name="postData")
    body_size: float | str | None = msgspec.field(default=None, name="bodySize")


class HarContent(msgspec.Struct, gc=False):
    """``entries[].response.content``."""

    mime_type: str | None = msgspec.field(default="", name="mimeType")
    text: msgspec.Raw = _NOTHING
    encoding: str | None = ""


class HarResponse(msgspec.Struct, gc=False):
    """``entries[].response``."""

    status: float | str | None = 0
    headers: msgspec.Raw = _NOTHING
    cookies: msgspec.Raw = _NOTHING
    content: HarContent | None = None
    redirect_url: str | None = msgspec.field(default="", name="redirectURL")
    error: str | None = msgspec.field(default="", name="_error")
    blocked: str | None = msgspec.field(default="", name="_blockedReason")


class HarEntry(msgspec.Struct, gc=False):
    """One of ``entries``."""

    request: HarRequest | None = None
    response: HarResponse | None = None
    started: str | None = msgspec.field(default="", name="startedDateTime")
    time: float | str | None = None
    resource_type: str | None = msgspec.field(default="", name="_resourceType")


class TracerEntry(msgspec.Struct, gc=False):
    """One of SAML-tracer's ``requests``."""

    method: str | None = ""
    url: str | None = ""
    request_headers: msgspec.Raw = msgspec.field(default=_NOTHING, name="requestHeaders")
    response_headers: msgspec.Raw = msgspec.field(default=_NOTHING, name="responseHeaders")
    status: float | str | None = msgspec.field(default=0, name="responseStatus")
    post: msgspec.Raw = _NOTHING
    saml: str | None = None


class _Log(msgspec.Struct):
    entries: list[HarEntry] = []
    creator: msgspec.Raw = _NOTHING


class _RawLog(msgspec.Struct):
    entries: list[msgspec.Raw] = []
    creator: msgspec.Raw = _NOTHING


class _Har(msgspec.Struct):
    log: _Log


class _RawHar(msgspec.Struct):
    log: _RawLog


class _RawTrace(msgspec.Struct):
    requests: list[msgspec.Raw]


class WireHar(msgspec.Struct):
    """A HAR file: its entries one after the other, so that few are in memory at a time."""

    entries: Iterator[HarEntry]
    creator: str = ""
    cut_off: bool = False


class WireTrace(msgspec.Struct):
    """A SAML-tracer export."""

    entries: Iterator[TracerEntry]
    cut_off: bool = False


_HAR: Final = msgspec.json.Decoder(_Har)
_RAW_HAR: Final = msgspec.json.Decoder(_RawHar)
_RAW_TRACE: Final = msgspec.json.Decoder(_RawTrace)
_HAR_ENTRY: Final = msgspec.json.Decoder(HarEntry)
_TRACER_ENTRY: Final = msgspec.json.Decoder(TracerEntry)
# what msgspec raises for text that is no JSON, of another shape, no Unicode or nested too deep
_REFUSALS: Final = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


def read_har(data: bytes) -> WireHar:
    """Decode a HAR file; of one that was cut off or is damaged, the whole entries before that."""
    plain = _utf_8(data)
    if not _has_small_entries(plain):
        try:
            log = _HAR.decode(plain).log
        except _REFUSALS:
            pass
        else:
            return WireHar(entries=iter(log.entries), creator=_creator(log.creator))
    part = _whole_part(_RAW_HAR, plain, b"]}}")
    if part is None:
        return WireHar(entries=iter(()), cut_off=True)
    raw, cut_off = part
    return WireHar(
        entries=_each(_HAR_ENTRY, raw.log.entries),
        creator=_creator(raw.log.creator),
        cut_off=cut_off,
    )


def read_trace(data: bytes) -> WireTrace:
    """Decode a SAML-tracer export; of one that was cut off, the whole entries before that."""
    part = _whole_part(_RAW_TRACE, _utf_8(data), b"]}")
    if part is None:
        return WireTrace(entries=iter(()), cut_off=True)
    raw, cut_off = part
    return WireTrace(entries=_each(_TRACER_ENTRY, raw.requests), cut_off=cut_off)


def loose(raw: msgspec.Raw) -> Any:
    """Decode a part to plain JSON values; None where it is missing or can't be decoded."""
    if not raw:
        return None
    try:
        return msgspec.json.decode(raw)
    except UnicodeDecodeError:
        return msgspec.json.decode(bytes(raw).decode("utf-8", errors="replace"))
    except (msgspec.DecodeError, RecursionError):
        return None


def text(value: object) -> str:
    """Return a JSON value that should be text, empty when it is something else."""
    return value if isinstance(value, str) else ""


def number(value: object) -> int:
    """Return a JSON value that should be a whole number, zero when it is something else."""
    try:
        return int(float(value)) if isinstance(value, (int, float, str)) else 0
    except (ValueError, OverflowError):
        return 0


def _creator(raw: msgspec.Raw) -> str:
    found = loose(raw)
    if not isinstance(found, dict):
        return ""
    return " ".join(part for part in map(text, (found.get("name"), found.get("version"))) if part)


def _utf_8(data: bytes) -> _Buffer:
    """Leave off a byte order mark without copying, and turn UTF-16 into UTF-8."""
    if data.startswith(_UTF_8_MARK):
        return memoryview(data)[len(_UTF_8_MARK) :]
    if data.startswith(_UTF_16_MARKS) or b"\0" in data[:4]:
        return plain_text(data).text.lstrip("\ufeff").encode("utf-8", errors="replace")
    return data


def _has_small_entries(data: _Buffer) -> bool:
    """Tell by its beginning whether a recording has too many entries to hold at a time.

    Decoding them one by one takes a second pass over the file, which is dear only where entries
    are large and few.
    """
    if len(data) < _SAMPLE_BYTES:
        return False
    entries = bytes(data[:_SAMPLE_BYTES]).count(b'"startedDateTime"')
    return entries * _SMALL_ENTRY_BYTES > _SAMPLE_BYTES


def _each(decoder: msgspec.json.Decoder[_Value], raws: list[msgspec.Raw]) -> Iterator[_Value]:
    """Decode one by one; an entry of another shape is passed over."""
    for raw in raws:
        try:
            yield decoder.decode(raw)
        except UnicodeDecodeError:
            with contextlib.suppress(*_REFUSALS):
                yield decoder.decode(bytes(raw).decode("utf-8", errors="replace"))
        except _REFUSALS:
            continue


def _whole_part(
    decoder: msgspec.json.Decoder[_Value], data: _Buffer, closing: bytes
) -> tuple[_Value, bool] | None:
    """Decode; where the end is missing, decode what is there up to the last whole entry.

    Returns:
        The value and whether something is missing; None where not even an empty list is there.
    """
    whole = data
    for _ in range(2):
        try:
            return decoder.decode(whole), False
        except _REFUSALS as error:
            refusal = str(error)
        if not any(words in refusal for words in _HALF_PAIR_ERRORS):
            break
        whole = _HALF_PAIR.sub(_mended, whole)
    damaged_at = _ERROR_PLACE.search(refusal)
    whole = bytes(whole[: int(damaged_at[1])] if damaged_at else whole)
    for end in _last_ends(whole):
        with contextlib.suppress(*_REFUSALS):
            return decoder.decode(whole[:end] + closing), True
    return None


def _mended(found: re.Match[bytes]) -> bytes:
    """Put the replacement character, as long as itself, for a half of a pair without the other."""
    return rb"\ufffd" if found[1] else found[0]


def _last_ends(data: bytes) -> Iterator[int]:
    """Find where the last whole entry may end, the likeliest first.

    After it comes one object that was cut off. After an object inside an entry come the ends of
    what it is in, so that the rest is not one object.
    """
    begin = max(0, len(data) - _LONGEST_ENTRY_BYTES)
    places = list(_BETWEEN_OBJECTS.finditer(data, begin))[-_CUT_CANDIDATES:]
    for found in reversed(places):
        try:
            msgspec.json.decode(memoryview(data)[found.end() :], type=msgspec.Raw)
        except msgspec.DecodeError as error:
            if _CUT_SHORT in str(error):
                yield found.start() + 1
        except RecursionError:
            continue
    bare = data.rstrip()
    if bare.endswith(b"}"):
        yield len(bare)
    yield data.find(b"[") + 1
