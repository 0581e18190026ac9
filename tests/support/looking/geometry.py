"""What is cut off: texts without the room they need, and what lies outside or over others."""

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QWidget,
)

from deskpro_sso_gui.ui.widgets.buttons import CardButton
from deskpro_sso_gui.ui.widgets.labels import ElidedLabel, PlainLabel
from tests.support.window import clipped, name_of, visible

_LINE_EDIT_GAPS = 2 * 2 + 2
"""What Qt leaves free at both sides of a line's text, and its cursor."""


def cut_off(root: QWidget) -> list[str]:
    """Return what can't be read whole in ``root``, or lies over something else."""
    faults = clipped(root)
    for widget in visible(root, QWidget):
        faults += _told(widget)
    return faults


def wrong_size(root: QWidget, wanted: tuple[int, int]) -> list[str]:
    """Say whether the window can't be made as small as ``wanted``."""
    if (root.width(), root.height()) == wanted:
        return []
    return [f"the window does not fit: {root.width()} by {root.height()}, not {wanted}"]


def _told(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, ElidedLabel):
        yield from _elided(widget)
    elif isinstance(widget, QLabel):
        yield from _label(widget)
    elif isinstance(widget, QLineEdit):
        yield from _line(widget)
    elif isinstance(widget, QPlainTextEdit):
        yield from _placeholder_block(widget)
    elif isinstance(widget, QComboBox):
        yield from _combo(widget)
    elif isinstance(widget, QAbstractItemView):
        yield from _rows(widget)
    elif isinstance(widget, CardButton):
        yield from _card(widget)
    elif isinstance(widget, QAbstractButton):
        yield from _button(widget)
    elif isinstance(widget, QScrollArea):
        yield from _scrolled(widget)


def _elided(label: ElidedLabel) -> Iterator[str]:
    whole = label.fontMetrics().horizontalAdvance(label.text())
    if whole > label.contentsRect().width() and not (label.toolTip() or label.accessibleName()):
        yield f"cut short, and nowhere whole: {label.text()!r}"
    if label.text() and label.contentsRect().width() < label.fontMetrics().averageCharWidth() * 4:
        yield f"nothing to be seen of it: {label.text()!r}"
    if label.height() < label.fontMetrics().height():
        yield f"too low: {label.text()!r}"


def _label(label: QLabel) -> Iterator[str]:
    if not label.text():
        return
    if isinstance(label, PlainLabel) and label.hasHeightForWidth():
        # a word is broken where it must be; a line of one or two letters is no line
        least = min(label._natural_width(), label.fontMetrics().averageCharWidth() * 6)
        if label.contentsRect().width() < least:
            yield f"too narrow: {label.text()!r} {label.width()}"
        return
    hint = label.sizeHint()
    if label.width() < hint.width() or label.height() < hint.height():
        yield f"too small: {label.text()!r} {label.size()} < {hint}"


def _line(line: QLineEdit) -> Iterator[str]:
    if isinstance(line.parentWidget(), QComboBox):
        return
    if line.height() < line.sizeHint().height():
        yield f"too low: {name_of(line)!r} {line.size()}"
    if line.text() or not line.placeholderText():
        return
    room = _room_in(line)
    wanted = line.fontMetrics().horizontalAdvance(line.placeholderText())
    if wanted > room:
        yield f"placeholder cut short: {line.placeholderText()!r} {room} < {wanted}"


def _room_in(line: QLineEdit) -> int:
    margins = line.textMargins()
    buttons = [
        each for each in line.findChildren(QAbstractButton) if each.isVisible() and each.width()
    ]
    taken = sum(each.width() for each in buttons)
    inner = line.contentsRect().width() - margins.left() - margins.right()
    return inner - taken - _LINE_EDIT_GAPS


def _placeholder_block(block: QPlainTextEdit) -> Iterator[str]:
    if block.toPlainText() or not block.placeholderText():
        return
    room = block.viewport().rect().adjusted(4, 4, -4, -4)
    flags = int(Qt.TextFlag.TextWordWrap.value)
    needed = block.fontMetrics().boundingRect(room, flags, block.placeholderText())
    if needed.height() > room.height():
        yield f"placeholder cut short: {block.placeholderText()!r}"


def _combo(combo: QComboBox) -> Iterator[str]:
    option = QStyleOptionComboBox()
    combo.initStyleOption(option)
    field = combo.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox,
        option,
        QStyle.SubControl.SC_ComboBoxEditField,
        combo,
    )
    wanted = combo.fontMetrics().horizontalAdvance(combo.currentText())
    if wanted > field.width() and not combo.toolTip():
        yield f"cut short: {combo.currentText()!r} {field.width()} < {wanted}"
    if combo.height() < combo.sizeHint().height():
        yield f"too low: {combo.currentText()!r}"


def _rows(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    for row in range(min(model.rowCount(), 50)):
        index = model.index(row, 0)
        where = view.visualRect(index)
        if not view.viewport().rect().intersects(where):
            continue
        if _is_cut(view, index) and not index.data(Qt.ItemDataRole.ToolTipRole):
            yield f"line cut short, and nowhere whole: {index.data()!r} in {where.width()}"
        if where.height() < view.fontMetrics().height():
            yield f"line too low: {index.data()!r}"


def _is_cut(view: QAbstractItemView, index: QModelIndex) -> bool:
    """Say whether the line ``index`` is cut short."""
    option = QStyleOptionViewItem()
    view.initViewItemOption(option)
    option.rect = view.visualRect(index)
    delegate = view.itemDelegateForIndex(index)
    hint: QSize = delegate.sizeHint(option, index)
    return hint.width() > option.rect.width() or option.rect.width() > view.viewport().width()


def _button(button: QAbstractButton) -> Iterator[str]:
    if button.icon().isNull() and not button.text() and not name_of(button):
        yield f"nothing on it: {type(button).__name__}"


def _card(card: CardButton) -> Iterator[str]:
    layout = card.layout()
    if layout is None:
        return
    needed = layout.heightForWidth(card.width()) if layout.hasHeightForWidth() else 0
    if card.height() < max(needed, layout.minimumSize().height()):
        yield f"card too low: {name_of(card)!r} {card.height()} < {needed}"


def _scrolled(area: QScrollArea) -> Iterator[str]:
    least = area.fontMetrics().height() * 3
    if area.viewport().height() < least:
        yield f"too little of the page is to be seen: {area.viewport().height()}"
