"""The order in which Tab walks: the order in which one reads.

Qt walks in the order of creation, which a page that adds a notice later no longer follows.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget

_TAB: Final = Qt.FocusPolicy.TabFocus.value

ASIDE = "aside"
"""Property of a control that is never where a page begins: what else one could do."""


def focus_order(widget: QWidget) -> Iterator[QWidget]:
    """Yield what Tab can reach in ``widget``, in reading order."""
    takes_tab = bool(widget.focusPolicy().value & _TAB)
    proxy = widget.focusProxy()
    if takes_tab and proxy is None:
        yield widget
        return
    if proxy is not None and widget.isAncestorOf(proxy):
        # Tab stops at a widget that stands for one in it too, so it has to stand just before that
        yield widget
    # not children(), which takes a layout of ours in another from that one, and Qt crashes
    children = widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    if not children:
        return
    seen: set[QWidget] = set()
    layout = widget.layout()
    if layout is not None:
        for child in _widgets(layout):
            seen.add(child)
            yield from focus_order(child)
    for child in children:
        if child not in seen and not child.isWindow():
            yield from focus_order(child)


def _widgets(layout: QLayout) -> Iterator[QWidget]:
    for index in range(layout.count()):
        item = layout.itemAt(index)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _widgets(inner)


def set_tab_order(parts: Sequence[QWidget]) -> None:
    """Make Tab walk through ``parts`` in this order, and through each in reading order."""
    chain = [widget for part in parts for widget in focus_order(part)]
    for before, after in pairwise(chain):
        QWidget.setTabOrder(before, after)
