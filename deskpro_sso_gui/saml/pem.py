"""The blocks of a PEM file, read from text in whatever dress an editor or browser left it in.

RFC 7468 asks for five hyphens; word processors make dashes of them, so the labels are looked for
generously and what had to be overlooked is reported.
"""

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
_LINE_END_REFERENCE: Final = re.compile(r"&#(?:13|10|x0?[dDaA]);")


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


def without_references(text: str) -> str:
    """Replace the references to line ends that XML tools leave behind by line ends."""
    return _LINE_END_REFERENCE.sub("\n", text)


def scan(text: str) -> Scan:
    """Find the PEM blocks of ``text``; a block without an end reaches to the next or the end."""
    if "BEGIN" not in text:
        return Scan((), text_around=False)
    blocks: list[Block] = []
    around = False
    position = 0
    opening: re.Match[str] | None = None
    for match in _LABEL.finditer(text):
        if match[1] == "BEGIN":
            if opening is not None:
                blocks.append(_block(opening, text[opening.end() : match.start()], closing=None))
            else:
                around = around or bool(text[position : match.start()].strip())
            opening = match
        elif opening is not None:
            blocks.append(_block(opening, text[opening.end() : match.start()], closing=match))
            opening, position = None, match.end()
    if opening is not None:
        blocks.append(_block(opening, text[opening.end() :], closing=None))
    elif blocks:
        around = around or bool(text[position:].strip())
    return Scan(tuple(blocks), around)


def _block(opening: re.Match[str], body: str, closing: re.Match[str] | None) -> Block:
    odd = opening[0] != f"-----BEGIN {opening[2]}-----" or (
        closing is not None and closing[0] != f"-----END {opening[2]}-----"
    )
    repairs = [Repair.TYPOGRAPHIC_DASHES] if odd else []
    repairs += body_repairs(body)
    if closing is None:
        repairs.append(Repair.LABELS_ADDED)
    return Block(opening[2], body, closing is not None, tuple(repairs))


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
