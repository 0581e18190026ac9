"""What is too pale to read, measured in the pixels of the window (WCAG 2.2, 1.4.3)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QStyleOptionButton,
    QWidget,
)

from deskpro_sso_gui.ui.theme import Theme
from deskpro_sso_gui.ui.widgets.buttons import CardButton
from tests.support.window import visible

BODY: Final = 4.5
LARGE: Final = 3.0
DISABLED: Final = 3.0
"""WCAG asks nothing of what is disabled; we ask that it can be read."""

_LARGE_PT: Final = 18
_LARGE_BOLD_PT: Final = 14
_LEAST_PIXELS: Final = 6
_LEAST_SHARE: Final = 0.1
_BLOCK_SHARE: Final = 0.5
"""No letter has a stroke half as thick as it is high."""


Colour = tuple[int, int, int]


def crisp() -> None:
    """Have letters drawn without smoothing, so that each of their pixels has their colour."""
    font = QApplication.font()
    font.setStyleStrategy(QFont.StyleStrategy.NoAntialias)
    QApplication.setFont(font)


def too_pale(window: QWidget) -> list[str]:
    """Return each text in sight in ``window`` that stands out too little from its background."""
    picture = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    faults: list[str] = []
    for widget in visible(window, QWidget):
        for text, where in _texts(widget):
            area = QRect(widget.mapTo(window, where.topLeft()), where.size())
            seen = area & _in_sight(widget, window)
            if (
                not text.strip()
                or seen.width() < area.width() // 2
                or seen.height() < area.height()
            ):
                continue
            found = contrast_in(picture, seen, widget.fontMetrics().height())
            least = limit(widget)
            if found is not None and found[0] < least:
                ratio, ink, paper = found
                faults.append(
                    f"{ratio:.2f} < {least}: {_hex(ink)} on {_hex(paper)}: "
                    f"{type(widget).__name__} {text!r}"
                )
    return faults


def limit(widget: QWidget) -> float:
    """Return the least contrast for the text of ``widget``."""
    if not widget.isEnabled():
        return DISABLED
    font = QFontInfo(widget.font())
    bold = font.weight() >= QFont.Weight.DemiBold
    large = font.pointSizeF() >= (_LARGE_BOLD_PT if bold else _LARGE_PT)
    return LARGE if large else BODY


def contrast_in(
    picture: QImage, area: QRect, line_height: int
) -> tuple[float, Colour, Colour] | None:
    """Return the contrast of the text in ``area``, its colour and its background's.

    What covers a block is a background, such as a mark behind some letters; each other colour that
    is frequent is taken for a text's. The pair that stands out least counts. None where there is
    one colour alone.
    """
    lines, height = _pixels(picture, area), line_height * picture.devicePixelRatio()
    counted = Counter[int]()
    for line in lines:
        counted.update(line)
    if not counted:
        return None
    (paper, _), *others = counted.most_common()
    least = max(_LEAST_PIXELS, sum(count for _, count in others) * _LEAST_SHARE)
    frequent = [colour for colour, count in others if count >= least]
    mark = QColor(Theme.current().palette.mark).rgb() & 0xFFFFFF  # may be one letter wide
    papers = {paper} | {
        colour for colour in frequent if colour == mark or _covers_a_block(colour, lines, height)
    }
    inks = [colour for colour in frequent if colour not in papers]
    pairs = [(_parts(ink), _parts(each)) for ink in inks for each in papers]
    if not pairs:
        return None
    ink, under = min(pairs, key=lambda pair: contrast(*pair))
    return contrast(ink, under), ink, under


def _pixels(picture: QImage, area: QRect) -> list[list[int]]:
    ratio = picture.devicePixelRatio()
    left, right = round(area.left() * ratio), round((area.right() + 1) * ratio)
    top, bottom = round(area.top() * ratio), round((area.bottom() + 1) * ratio)
    pixels = memoryview(picture.constBits()).cast("B").cast("I")
    length = picture.bytesPerLine() // 4
    first, last = max(left, 0), min(right, picture.width())
    return [
        [pixel & 0xFFFFFF for pixel in pixels[y * length + first : y * length + last]]
        for y in range(max(top, 0), min(bottom, picture.height()))
    ]


def _covers_a_block(colour: int, lines: Sequence[Sequence[int]], height: float) -> bool:
    """Say whether ``colour`` fills a stretch of lines about ``height`` high."""
    filled = [_longest_run(colour, line) >= height * _BLOCK_SHARE for line in lines]
    return max((len(list(run)) for on, run in groupby(filled) if on), default=0) >= (
        height * _BLOCK_SHARE
    )


def _longest_run(colour: int, line: Sequence[int]) -> int:
    return max((len(list(run)) for each, run in groupby(line) if each == colour), default=0)


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    linear = [
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4
        for part in colour
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _parts(colour: int) -> Colour:
    return colour >> 16 & 0xFF, colour >> 8 & 0xFF, colour & 0xFF


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _texts(widget: QWidget) -> Iterator[tuple[str, QRect]]:
    """Yield the texts that ``widget`` draws by itself, and where."""
    if isinstance(widget, QLabel):
        yield widget.text(), _on_label(widget)
    elif isinstance(widget, QLineEdit):
        if not isinstance(widget.parentWidget(), QComboBox):
            yield widget.text() or widget.placeholderText(), _within_line(widget)
    elif isinstance(widget, QPlainTextEdit):
        shown = widget.toPlainText() or widget.placeholderText()
        inner = QRect(QPoint(4, 4), widget.viewport().size()).adjusted(0, 0, -8, -8)
        inner.setHeight(min(inner.height(), widget.fontMetrics().height()))
        yield shown, inner.translated(widget.viewport().pos())
    elif isinstance(widget, QComboBox):
        yield widget.currentText(), widget.rect().adjusted(8, 6, -30, -6)
    elif isinstance(widget, QAbstractItemView):
        yield from _rows(widget)
    elif isinstance(widget, QAbstractButton) and not (
        isinstance(widget, CardButton) or isinstance(widget.parentWidget(), QLineEdit)
    ):
        yield widget.text(), _on_button(widget)


def _on_label(label: QLabel) -> QRect:
    area = label.contentsRect()
    if not label.alignment() & Qt.AlignmentFlag.AlignHCenter:
        return area
    # what is in the middle may stand on a disc, whose corners are another's background
    flags = label.alignment().value | Qt.TextFlag.TextWordWrap.value
    return area & label.fontMetrics().boundingRect(area, flags, label.text())


def _within_line(line: QLineEdit) -> QRect:
    height = line.fontMetrics().height()
    middle = line.rect().adjusted(8, 0, -8, 0)
    for button in line.findChildren(QAbstractButton):
        if button.isVisible():
            at_start = button.geometry().center().x() < line.width() // 2
            if at_start:
                middle.setLeft(max(middle.left(), button.geometry().right() + 1))
            else:
                middle.setRight(min(middle.right(), button.geometry().left() - 1))
    return QRect(middle.left(), middle.center().y() - height // 2, middle.width(), height)


def _on_button(button: QAbstractButton) -> QRect:
    option = QStyleOptionButton()
    option.initFrom(button)
    option.text, option.icon, option.iconSize = button.text(), button.icon(), button.iconSize()
    height = button.fontMetrics().height()
    width = button.fontMetrics().horizontalAdvance(button.text().replace("&", ""))
    element = {
        "QCheckBox": QStyle.SubElement.SE_CheckBoxContents,
        "QRadioButton": QStyle.SubElement.SE_RadioButtonContents,
    }.get(button.metaObject().className())
    if element is not None:
        inner = button.style().subElementRect(element, option, button)
        return QRect(inner.left(), inner.center().y() - height // 2, inner.width(), height)
    icon = 0 if button.icon().isNull() else button.iconSize().width()
    middle = button.rect().center()
    # text and icon stand in the middle together, so the text's own middle lies by half an icon on
    shift = icon // 2 if button.layoutDirection().name == "LeftToRight" else -(icon // 2)
    left = middle.x() - width // 2 + shift
    return QRect(left, middle.y() - height // 2, width, height) & button.rect().adjusted(
        4, 4, -4, -4
    )


def _rows(view: QAbstractItemView) -> Iterator[tuple[str, QRect]]:
    model = view.model()
    for row in range(min(model.rowCount(), 20)):
        index = model.index(row, 0)
        where = view.visualRect(index)
        if view.viewport().rect().contains(where):
            start = 28 if index.data(10) is not None else 4  # what is ticked has a box before it
            text = where.adjusted(start, 2, -start, -2)
            yield str(index.data()), text.translated(view.viewport().pos())


def _in_sight(widget: QWidget, window: QWidget) -> QRect:
    """Return what can be seen of ``widget``, in the window's coordinates."""
    seen = widget.visibleRegion().boundingRect()
    return QRect(widget.mapTo(window, seen.topLeft()), seen.size())
