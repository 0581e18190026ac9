"""In what two addresses or names differ. They are compared exactly; this only explains.

Nothing is normalised: JumpCloud and DeskPRO compare these values character by character, so
values that look alike are as wrong as values that don't.
"""

import re
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

_BY_CHANCE: Final = 2
_COMPARED_LENGTH: Final = 200
"""Comparing takes the square of it, about 20 ms at worst, and the window waits meanwhile."""

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
    at = _alike(found, expected)
    parts: list[Part] = []
    bare, wanted = "".join(found.split()), "".join(expected.split())
    if bare != found or wanted != expected:
        parts.append(Part.BLANKS)
    if bare != wanted:
        parts += _differing_parts(bare, wanted)
    return Difference(parts=tuple(dict.fromkeys(parts)), at=at)


def _alike(a: str, b: str) -> int:
    """Return how many characters the two have in common at their beginning."""
    pairs = enumerate(zip(a, b, strict=False))
    return next((index for index, (one, other) in pairs if one != other), min(len(a), len(b)))


def differing_spans(found: str, expected: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return which characters of each value the other lacks, to be marked where both are shown.

    What lies between two differences and is alike by chance, one or two characters of another
    word or number, is marked with them in both. Where characters are only missing from one value,
    its spans are empty. Where very much differs, all of it is marked as one.
    """
    before = _alike(found, expected)
    ours, theirs = found[before:], expected[before:]
    alike_at_end = _alike(ours[::-1], theirs[::-1])
    ours, theirs = ours[: len(ours) - alike_at_end], theirs[: len(theirs) - alike_at_end]
    changed = _changed(ours, theirs)
    return (
        tuple(Span(begin=before + a, end=before + b) for a, b, _, _ in changed if a < b),
        tuple(Span(begin=before + a, end=before + b) for _, _, a, b in changed if a < b),
    )


def _changed(ours: str, theirs: str) -> list[tuple[int, int, int, int]]:
    """Return what stands at ``ours[a:b]`` in place of ``theirs[c:d]``, as (a, b, c, d)."""
    if max(len(ours), len(theirs)) > _COMPARED_LENGTH:
        return [(0, len(ours), 0, len(theirs))]
    from difflib import SequenceMatcher  # noqa: PLC0415 - for the window alone

    changed: list[tuple[int, int, int, int]] = []
    for tag, begin, end, start, stop in SequenceMatcher(
        None, ours, theirs, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            continue
        if changed and begin - changed[-1][1] <= _BY_CHANCE:
            first, _, other_first, _ = changed.pop()
            changed.append((first, end, other_first, stop))
        else:
            changed.append((begin, end, start, stop))
    return changed


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
