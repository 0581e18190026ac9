"""The blocks of a PEM file, read from text in whatever dress an editor or browser left it in.

RFC 7468 asks for five hyphens; word processors make dashes of them, so the labels are looked for
generously and what had to be overlooked is reported.
"""

import html
import re
from typing import Final, NamedTuple

from deskpro_sso_gui.saml.facts import Repair

COLUMNS: Final = 64
"""RFC 7468 §2: lines of exactly 64 characters, the last may be shorter."""

_DASHES: Final = (
    "-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{EM DASH}"
    "\N{HORIZONTAL BAR}\N{MINUS SIGN}\N{SMALL HYPHEN-MINUS}\N{FULLWIDTH HYPHEN-MINUS}"
)
# the repeats are bounded so that a long line of hyphens is scanned once, not once per hyphen
_LABEL: Final = re.compile(
    rf"[{_DASHES}]{{1,12}}[ \t\xa0]{{0,4}}(BEGIN|END)[ \xa0]([A-Z0-9][A-Z0-9 ]{{0,40}}?)"
    rf"[ \t\xa0]{{0,4}}[{_DASHES}]{{1,12}}"
)
_REFERENCE: Final = re.compile(r"&#(?:[0-9]{1,7}|x[0-9A-Fa-f]{1,6});")
_WRITTEN_OUT: Final = re.compile(r"(?:\\r)?\\n|\\r")
_QUOTED: Final = re.compile(r"^(?:> ?){1,9}", re.MULTILINE)
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


class Block(NamedTuple):
    """One block: its label, what stands between the labels, and what was odd about it."""

    label: str
    body: str
    closed: bool
    repairs: tuple[Repair, ...]


class Scan(NamedTuple):
    """The blocks of a text and whether other text stands around them."""

    blocks: tuple[Block, ...]
    text_around: bool


class Tidied(NamedTuple):
    """Text without what mail programs, XML tools and program code put into it."""

    text: str
    repairs: tuple[Repair, ...]


def tidied(text: str) -> Tidied:
    """Turn references, written-out line ends, marks of quotation and invisible characters back.

    None of them can be part of a PEM file, so nothing is lost.
    """
    repairs: list[Repair] = []
    if "&#" in text:
        text = _noted(text, _REFERENCE.sub(_character, text), Repair.CHARACTER_REFERENCES, repairs)
    if "\\" in text:
        text = _noted(text, _WRITTEN_OUT.sub("\n", text), Repair.WRITTEN_OUT_LINE_ENDS, repairs)
    if "\n>" in text:
        text = _noted(text, _QUOTED.sub("", text), Repair.TEXT_AROUND, repairs)
    if not text.isascii():
        text = _noted(text, text.translate(_INVISIBLE), Repair.BLANKS, repairs)
    return Tidied(text, tuple(repairs))


def _character(reference: re.Match[str]) -> str:
    character = html.unescape(reference[0])
    return "\n" if character == "\r" else character


def _noted(before: str, after: str, repair: Repair, repairs: list[Repair]) -> str:
    if after != before:
        repairs.append(repair)
    return after


def scan(text: str) -> Scan:
    """Find the PEM blocks of ``text``.

    A block without an end reaches to the next one or the end of the text; one without a beginning
    begins where the one before it ended.
    """
    if "BEGIN" not in text and "END" not in text:
        return Scan((), text_around=False)
    blocks: list[Block] = []
    around = False
    position = 0
    opening: re.Match[str] | None = None
    for match in _LABEL.finditer(text):
        before = text[(opening.end() if opening else position) : match.start()]
        if match[1] == "END":
            blocks.append(_block(before, opening, match))
            opening, position = None, match.end()
            continue
        if opening is not None:
            blocks.append(_block(before, opening, None))
        else:
            around = around or bool(before.strip())
        opening = match
    rest = text[(opening.end() if opening else position) :]
    if opening is not None:
        blocks.append(_block(rest, opening, None))
    else:
        around = around or bool(blocks and rest.strip())
    return Scan(tuple(blocks), around)


def _block(body: str, opening: re.Match[str] | None, closing: re.Match[str] | None) -> Block:
    labels = [match for match in (opening, closing) if match is not None]
    label = labels[0][2]
    repairs: list[Repair] = []
    if any(_typographic(match[0]) for match in labels):
        repairs.append(Repair.TYPOGRAPHIC_DASHES)
    elif any(match[0] != f"-----{match[1]} {label}-----" for match in labels):
        repairs.append(Repair.LABELS_CORRECTED)
    repairs += body_repairs(body)
    if opening is None or closing is None:
        repairs.append(Repair.LABELS_ADDED)
    return Block(label, body, closing is not None, tuple(repairs))


def _typographic(label: str) -> bool:
    return any(dash in label for dash in _DASHES[1:])


def body_repairs(body: str) -> list[Repair]:
    """Tell in what the lines between the labels differ from RFC 7468."""
    repairs = []
    lines = body.replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")
    if "\r" in body:
        repairs.append(Repair.LINE_ENDS)
    if any(not line or len(line.split()) != 1 or line != line.strip() for line in lines):
        repairs.append(Repair.BLANKS)
    filled = [line.strip() for line in lines if line.strip()]
    if any(len(line) != COLUMNS for line in filled[:-1]) or any(
        len(line) > COLUMNS for line in filled[-1:]
    ):
        repairs.append(Repair.LINE_LENGTH)
    return repairs
