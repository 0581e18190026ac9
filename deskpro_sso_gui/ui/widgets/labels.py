"""Labels. Every text in the window is shown by one of these, as plain text, never as markup."""

import math
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Size, Theme, set_kind, set_role
from deskpro_sso_gui.ui.theme.icons import pixmap

VALUE = "value"
CONSOLE = "console"

_LONELY: Final = 1 / 3
"""A last line that takes less than this part of the width looks left behind."""

_NARROWEST: Final = 2 / 3
"""Lines are made no shorter than this part of the width, so that a paragraph stays one."""

_ENDLESS: Final = 1e6


class PlainLabel(QLabel):
    """Text that wraps between words, and inside one that is wider than the room there is.

    An address or a fingerprint from outside can be one endless word; a common label would make the
    whole page as wide as that. Where only a word or two would be left for the last line, the lines
    above it are drawn shorter: as many lines, but even ones.
    """

    def __init__(
        self,
        text: str = "",
        role: Role = Role.TEXT,
        *,
        wrap: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        self._heights: dict[int, int] = {}
        self._even_widths: dict[float, float] = {}
        self._natural: int | None = None
        super().__init__(parent)
        self._wrap = wrap
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        if role is not Role.TEXT:
            set_role(self, role)
        self.setText(text)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Show ``text``; the room for it is asked for anew."""
        super().setText(text)
        self._forget()
        self.updateGeometry()

    def _forget(self) -> None:
        """Measure anew: what was measured holds for a text, a font and an alignment."""
        self._heights.clear()
        self._even_widths.clear()
        self._natural = None

    def _margins(self) -> QSize:
        inner = self.contentsRect()
        return QSize(self.width() - inner.width(), self.height() - inner.height())

    def _option(self) -> QTextOption:
        option = QTextOption(_seen(self.alignment(), self.layoutDirection()))
        option.setTextDirection(self.layoutDirection())
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        return option

    def _line_width(self, width: float) -> float:
        """Return how much of ``width`` a line takes: at most 75 characters, to be easy to read."""
        if self.alignment() & Qt.AlignmentFlag.AlignHCenter:
            return width
        return min(width, self.fontMetrics().averageCharWidth() * Size.LINE_CHARACTERS)

    def _measured(self, width: float) -> float:
        return sum(_height(self._laid_out(each, width)) for each in self.text().split("\n"))

    def _laid_out(self, paragraph: str, width: float) -> QTextLayout:
        layout = QTextLayout(paragraph, self.font())
        layout.setTextOption(self._option())
        _break_lines(layout, width)
        return layout

    def _even_width(self, width: float) -> float:
        """Return how wide the lines are drawn in ``width``; measured once, as the height is."""
        asked = self._line_width(width)
        if asked not in self._even_widths:
            self._even_widths[asked] = self._evened(asked)
        return self._even_widths[asked]

    def _evened(self, width: float) -> float:
        if "\n" in self.text():
            return width
        layout = self._laid_out(self.text(), width)
        lines = layout.lineCount()
        if lines < 2 or layout.lineAt(lines - 1).naturalTextWidth() > width * _LONELY:  # noqa: PLR2004 - a last line has one above
            return width
        option = self._option()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        layout.setTextOption(option)
        _break_lines(layout, width)
        step = self.fontMetrics().averageCharWidth()
        # no word is to be broken for this, nor an address where a line might end in one
        addresses = (each for each in self.text().split() if "/" in each or "@" in each)
        longest = max(map(self.fontMetrics().horizontalAdvance, addresses), default=0)
        narrow = min(width, max(layout.minimumWidth(), longest, width * _NARROWEST))
        even = width
        while even - narrow > step:
            middle = (even + narrow) / 2
            _break_lines(layout, middle)
            even, narrow = (middle, narrow) if layout.lineCount() <= lines else (even, middle)
        return min(width, even + step)  # what draws may measure a little differently

    def _natural_width(self) -> int:
        """Return the width of the text without a break; measured once, as the height is."""
        if self._natural is None:
            self._natural = self._widest_line()
        return self._natural

    def _widest_line(self) -> int:
        lines = [each for each in self.text().split("\n") if each]
        about = max(map(self.fontMetrics().horizontalAdvance, lines), default=0)
        if about > Size.TEXT_COLUMN:  # it wraps, whatever it is exactly
            return about
        # the font's metrics take some texts for narrower than their words are drawn
        drawn = (self._laid_out(each, _ENDLESS).maximumWidth() for each in lines)
        return math.ceil(max(drawn, default=0.0)) + 1

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Say whether the height depends on the width: it does where the text wraps."""
        return self._wrap

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """Return the height that shows the whole text in ``width``.

        It is measured once, for layouts ask over and over.
        """
        inner = width - self.width() + self.contentsRect().width()
        if (known := self._heights.get(inner)) is not None:
            return known
        self.ensurePolished()
        room = self._margins()
        inner = width - room.width()
        text = self._measured(self._line_width(max(1, inner)))
        height = self._heights[inner] = round(text + 0.5) + room.height()
        return height

    def setAlignment(self, alignment: Qt.AlignmentFlag) -> None:  # noqa: N802 - Qt's name
        """Put the text there; a line in the middle is as long as there is room."""
        super().setAlignment(alignment)
        self._forget()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Measure anew in another font."""
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._forget()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the size that shows the text without a break, if that is not too wide."""
        if not self._wrap:
            return super().sizeHint()
        self.ensurePolished()
        room = self._margins()
        width = min(self._natural_width() + room.width(), Size.TEXT_COLUMN)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return a few letters' width: the text breaks anywhere if it has to."""
        if not self._wrap:
            return super().minimumSizeHint()
        self.ensurePolished()
        room = self._margins()
        few = min(self._natural_width(), self.fontMetrics().averageCharWidth() * 10)
        return QSize(few + room.width(), self.fontMetrics().height() + room.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the frame the style sheet gives, then the text."""
        if not self._wrap:
            super().paintEvent(event)
            return
        QFrame.paintEvent(self, event)
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        inner = self.contentsRect()
        width = self._even_width(inner.width())
        room = QRectF(inner.x(), inner.y(), width, inner.height())
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            room.moveRight(inner.right() + 1)
        painter.drawText(room, self.text(), self._option())
        painter.end()


class ElidedLabel(PlainLabel):
    """One line that is cut short with an ellipsis; the whole text is its tool tip."""

    def __init__(
        self, text: str = "", role: Role = Role.TEXT, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, role, wrap=False, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Show ``text``, as much of it as fits."""
        super().setText(text)
        # a tool tip renders what looks like markup, and this text may be a server's or a file's
        self.setToolTip(_as_plain_tool_tip(text) if "<" in text else text)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return room for the ellipsis."""
        return QSize(self.fontMetrics().averageCharWidth() * 4, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw as much of the text as fits; the end of an address says more than its start."""
        QFrame.paintEvent(self, event)
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        inner = self.contentsRect()
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideMiddle, inner.width()
        )
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeading, shown)
        painter.end()


def _break_lines(layout: QTextLayout, width: float) -> None:
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
    layout.endLayout()


def _height(layout: QTextLayout) -> float:
    return sum(layout.lineAt(each).height() for each in range(layout.lineCount()))


def _seen(alignment: Qt.AlignmentFlag, direction: Qt.LayoutDirection) -> Qt.AlignmentFlag:
    """Return on which side text is that is to begin where the language begins."""
    if direction is Qt.LayoutDirection.LeftToRight:
        return alignment
    # its lists of all that can be styled are no small part of the way to the first page
    from PySide6.QtWidgets import QStyle  # noqa: PLC0415 - as said above

    return QStyle.visualAlignment(direction, alignment)


def _as_plain_tool_tip(text: str) -> str:
    from html import escape  # noqa: PLC0415 - a list of all entities, and the first page shows none

    return f"<span>{escape(text)}</span>"


class IconLabel(QLabel):
    """A picture beside words that say the same."""

    def __init__(
        self,
        icon: Icon,
        role: Role = Role.TEXT,
        size: int = Size.ICON,
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._role = role
        self._size = size
        self.setFixedSize(size, size)
        self._draw()

    def set_icon(self, icon: Icon, role: Role) -> None:
        """Show another picture."""
        if (icon, role) == (self._icon, self._role):
            return
        self._icon, self._role = icon, role
        self._draw()

    def _draw(self) -> None:
        colour = Theme.current().colour(self._role)
        self.setPixmap(pixmap(self._icon, colour, self._size, self.devicePixelRatioF()))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Take the new colour when the looks change."""
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.DevicePixelRatioChange}:
            self._draw()
        super().changeEvent(event)


def value_label(text: str, role: Role = Role.TEXT) -> PlainLabel:
    """Return a label for a value: shown as it is, in no language."""
    label = PlainLabel(text, role)
    label.setProperty(VALUE, True)  # noqa: FBT003 - Qt's signature
    return label


def chip(text: str) -> PlainLabel:
    """Return a label for what a console calls something: never translated."""
    label = PlainLabel(text)
    set_kind(label, Kind.CHIP)
    label.setProperty(CONSOLE, True)  # noqa: FBT003 - Qt's signature
    return label


def mark_value(widget: QWidget) -> None:
    """Note that ``widget`` shows a value, which is in no language."""
    widget.setProperty(VALUE, True)  # noqa: FBT003 - Qt's signature
