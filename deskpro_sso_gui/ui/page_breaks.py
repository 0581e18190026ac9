"""Where the pages of a text document break: never in a row or a list's item, nor after a heading.

Qt's layout breaks between any two lines and knows no ``break-inside`` or ``break-after``. So the
finished layout is looked at from the top down, and a break is put into the markup before what a
page's end would tear. (Changing the laid out document instead makes Qt lose blocks.)
"""

import re
from collections.abc import Iterator
from typing import Final

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument, QTextTable

_MARK: Final = re.compile(r"<(h[1-6]|li|tr)\b")
_TABLE: Final = re.compile(r"<table\b([^>]*)>\s*")
_BREAK: Final = ' style="page-break-before: always"'
_TURNS: Final = 3
"""A heading may lead to a sentence, and that to a table: so far down does one look."""


def set_paged_html(document: QTextDocument, markup: str) -> None:
    """Fill ``document`` with ``markup``, its pages broken where a reader would break them.

    What is higher than a page is torn all the same.

    Args:
        document: with its paint device and page size set.
        markup: HTML of our own making, in which ``<`` begins a tag and nothing else.
    """
    document.setHtml(markup)
    before: list[int] = []
    while (mark := _first_torn(document, after=before[-1] if before else -1)) is not None:
        before.append(mark)
        document.setHtml(_with_breaks(markup, frozenset(before)))


def _with_breaks(markup: str, before: frozenset[int]) -> str:
    """Return ``markup`` with a new page before its headings, items and rows of these numbers."""
    number = -1

    def broken(found: re.Match[str]) -> str:
        nonlocal number
        number += 1
        if number not in before:
            return found[0]
        if found[1] != "tr":
            return f"{found[0]}{_BREAK}"
        *_, table = _TABLE.finditer(markup, 0, found.start())
        if table.end() == found.start():
            return found[0]  # the table's first row: it can't be moved without what leads to it
        return f"</table><table{table[1]}{_BREAK}>{found[0]}"

    return _MARK.sub(broken, markup)


def _first_torn(document: QTextDocument, *, after: int) -> int | None:
    """Return the number of the first mark, past ``after``, that a page's end tears."""
    for number, (first, last) in enumerate(_marked(document)):
        if number > after and _is_torn(document, first, last):
            return number
    return None


def _marked(document: QTextDocument) -> Iterator[tuple[QTextBlock, QTextBlock]]:
    """Yield the first block of each heading, item and row, and the last to be on the same page."""
    block = document.begin()
    while block.isValid():
        table, row = _place(block)
        if table is None:
            if block.blockFormat().headingLevel():
                yield block, _kept_with(block)
            elif block.textList() is not None:
                yield block, block
        elif table.cellAt(row, 0).firstCursorPosition().block() == block:
            yield block, _last_of(table, row)
        block = block.next()


def _place(block: QTextBlock) -> tuple[QTextTable | None, int]:
    cursor = QTextCursor(block)
    table = cursor.currentTable()
    return (table, table.cellAt(cursor).row()) if table is not None else (None, 0)


def _kept_with(heading: QTextBlock) -> QTextBlock:
    """Return the last block that belongs on the page of ``heading``: what it is a heading of."""
    block = heading
    for _ in range(_TURNS):
        if not block.next().isValid():
            break
        block = block.next()
        table, row = _place(block)
        if table is not None:
            return _last_of(table, row)
        following = block.next()
        leads = following.isValid() and _place(following)[0] is not None
        if not leads and not block.blockFormat().headingLevel():
            break
    return block


def _last_of(table: QTextTable, row: int) -> QTextBlock:
    """Return the block of a row that reaches furthest down."""
    layout = table.document().documentLayout()
    lasts = [
        table.cellAt(row, column).lastCursorPosition().block() for column in range(table.columns())
    ]
    return max(lasts, key=lambda each: layout.blockBoundingRect(each).bottom())


def _is_torn(document: QTextDocument, first: QTextBlock, last: QTextBlock) -> bool:
    layout, height = document.documentLayout(), document.pageSize().height()
    top = layout.blockBoundingRect(first).top()
    bottom = layout.blockBoundingRect(last).bottom()
    return top // height != (bottom - 1) // height and bottom - top < height
