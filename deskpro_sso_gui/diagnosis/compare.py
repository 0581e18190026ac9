"""In what two addresses or names differ. They are compared exactly; this only explains.

Nothing is normalised: JumpCloud and DeskPRO compare these values character by character, so
values that look alike are as wrong as values that don't.
"""

import re
from difflib import SequenceMatcher
from enum import StrEnum, unique
from typing import Final
from urllib.parse import SplitResult, urlsplit

import msgspec

from deskpro_sso_gui.messages import N_


@unique
class Part(StrEnum):
    """What is different."""

    BLANKS = "blanks"
    SCHEME = "scheme"
    HOST = "host"
    PORT = "port"
    NUMBER = "number"
    PATH = "path"
    QUERY = "query"
    SLASH = "slash"
    CASE = "case"
    TEXT = "text"


PART_TEXTS: Final = {
    Part.BLANKS: N_("a blank before, after or inside it"),
    Part.SCHEME: N_("http:// instead of https://, or the other way round"),
    Part.HOST: N_("the name of the site"),
    Part.PORT: N_("the port"),
    Part.NUMBER: N_("the number in it"),
    Part.PATH: N_("the part after the name of the site"),
    Part.QUERY: N_("the part after the question mark"),
    Part.SLASH: N_("a slash at the end"),
    Part.CASE: N_("capital and small letters"),
    Part.TEXT: N_("the text"),
}

_MARKED_LENGTH: Final = 2000
_DIGITS: Final = re.compile(r"\d+")


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """How ``found`` differs from ``expected``.

    Attributes:
        parts: what is different, empty when the two are equal.
        at: index of the first differing character, None when they are equal.
    """

    parts: tuple[Part, ...]
    at: int | None


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """Characters from index ``begin`` up to, but not with, ``end``."""

    begin: int
    end: int


def explain_difference(found: str, expected: str) -> Difference:
    """Explain step by step how two values differ.

    Differences that make the values look alike (blanks, case, a slash) are named only where they
    are the whole difference of the piece they are in.
    """
    if found == expected:
        return Difference(parts=(), at=None)
    at = next(
        (index for index, (a, b) in enumerate(zip(found, expected, strict=False)) if a != b),
        min(len(found), len(expected)),
    )
    parts: list[Part] = []
    bare, wanted = "".join(found.split()), "".join(expected.split())
    if bare != found or wanted != expected:
        parts.append(Part.BLANKS)
    if bare != wanted:
        parts += _differing_parts(bare, wanted)
    return Difference(parts=tuple(dict.fromkeys(parts)), at=at)


def differing_spans(found: str, expected: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return which characters of each value the other lacks, to be marked where both are shown.

    Where characters are only missing from one value, its spans are empty. Of very long values all
    from the first difference on is marked.
    """
    if max(len(found), len(expected)) > _MARKED_LENGTH:
        at = explain_difference(found, expected).at
        if at is None:
            return (), ()
        return _from(at, found), _from(at, expected)
    blocks = SequenceMatcher(None, found, expected, autojunk=False).get_opcodes()
    changed = [block for block in blocks if block[0] != "equal"]
    return (
        tuple(Span(begin=begin, end=end) for _, begin, end, _, _ in changed if begin < end),
        tuple(Span(begin=begin, end=end) for _, _, _, begin, end in changed if begin < end),
    )


def _from(begin: int, value: str) -> tuple[Span, ...]:
    return (Span(begin=begin, end=len(value)),) if begin < len(value) else ()


def _split(address: str) -> SplitResult | None:
    try:
        split = urlsplit(address)
        _ = split.port
    except ValueError:
        return None
    return split if split.scheme in {"http", "https"} and split.netloc else None


def _differing_parts(found: str, expected: str) -> list[Part]:
    a, b = _split(found), _split(expected)
    if a is None or b is None:
        return [_text_part(found, expected, Part.TEXT)]
    parts: list[Part] = []
    if a.scheme != b.scheme:
        parts.append(Part.SCHEME)
    if a.hostname != b.hostname:
        parts.append(Part.HOST)
    elif a.netloc.partition(":")[0] != b.netloc.partition(":")[0]:
        parts.append(Part.CASE)
    if a.port != b.port:
        parts.append(Part.PORT)
    if a.path != b.path:
        parts.append(_text_part(a.path, b.path, Part.PATH))
    if (a.query, a.fragment) != (b.query, b.fragment):
        parts.append(Part.QUERY)
    return parts or [Part.CASE if found.lower() == expected.lower() else Part.TEXT]


def _text_part(found: str, expected: str, otherwise: Part) -> Part:
    if found.rstrip("/") == expected.rstrip("/"):
        return Part.SLASH
    if found.lower() == expected.lower():
        return Part.CASE
    numbers = _DIGITS.findall(found), _DIGITS.findall(expected)
    if all(numbers) and _DIGITS.sub("", found) == _DIGITS.sub("", expected):
        return Part.NUMBER
    return otherwise
