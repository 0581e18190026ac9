"""The order in which Tab walks: the order in which one reads.

Qt walks in the order of creation, which a page that adds a notice later no longer follows.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLayout, QWidget

_TAB: Final = Qt.FocusPolicy.TabFocus.value
_DIRECTLY: Final = Qt.FindChildOption.FindDirectChildrenOnly

ASIDE = "aside"
"""Property of a control that is never where a page begins: what else one could do."""


def focus_order(widget: QWidget) -> Iterator[QWidget]:
    """Yield what Tab can reach in ``widget``, in reading order."""
    proxy = widget.focusProxy()
    if proxy is None and _takes_tab(widget):
        yield widget
        return
    if proxy is None or not widget.isAncestorOf(proxy):
        yield from _inside(widget)
        return
    for inner in _inside(widget):
        # Tab stops at a widget that stands for one in it too, so it has to stand just before that
        if inner is proxy:
            yield widget
        yield inner


def _takes_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy().value & _TAB)


def _inside(widget: QWidget) -> Iterator[QWidget]:
    """Yield what Tab can reach inside ``widget``, in reading order."""
    # not children(), which takes a layout of ours in another from that one, and Qt crashes
    found = widget.findChildren(QWidget, options=_DIRECTLY)
    # most are labels, which hold nothing
    children = [each for each in found if not isinstance(each, QLabel) or _takes_tab(each)]
    if not children:
        return
    seen: set[QWidget] = set()
    layout = widget.layout()
    if layout is not None:
        for child in _widgets(layout, children):
            seen.add(child)
            yield from focus_order(child)
    for child in children:
        if child not in seen and not child.isWindow():
            yield from focus_order(child)


def _widgets(layout: QLayout, children: Sequence[QWidget]) -> Iterator[QWidget]:
    """Yield those of ``children`` that ``layout`` and those in it put in their places, in order.

    Not by ``itemAt``: Python keeps each item for as long as its layout, also when Qt deleted it
    together with its widget, and takes whatever Qt puts in its place in memory for it.
    """
    layouts = layout.findChildren(QLayout, options=_DIRECTLY)
    placed: list[tuple[int, QWidget | QLayout]] = [
        *((layout.indexOf(each), each) for each in layouts),
        *((layout.indexOf(each), each) for each in children),
    ]
    for place, each in sorted(placed, key=itemgetter(0)):
        if place < 0:
            continue
        if isinstance(each, QLayout):
            yield from _widgets(each, children)
        else:
            yield each


def set_tab_order(parts: Sequence[QWidget]) -> None:
    """Make Tab walk through ``parts`` in this order, and through each in reading order."""
    chain = [widget for part in parts for widget in focus_order(part)]
    for before, after in pairwise(chain):
        QWidget.setTabOrder(before, after)
