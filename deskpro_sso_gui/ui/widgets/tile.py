"""The tile of an app as JumpCloud's portal shows it, and the choice of its colour."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Size, Space, Theme, set_kind
from deskpro_sso_gui.ui.theme.icons import pixmap
from deskpro_sso_gui.ui.theme.tokens import DARK, LIGHT
from deskpro_sso_gui.ui.widgets.flow import FlowLayout
from deskpro_sso_gui.ui.widgets.labels import PlainLabel, mark_value

_FADED: Final = 0.4

NO_COLOUR: Final = ""
"""JumpCloud draws the tile as it likes."""

TILE_COLOURS: Final[Mapping[str, str]] = {
    "#202D38": N_("Midnight"),
    "#005466": N_("Petrol"),
    "#3E8696": N_("Teal"),
    "#006CAC": N_("Blue"),
    "#0617AC": N_("Deep blue"),
    "#7C6ADA": N_("Violet"),
    "#D5779D": N_("Pink"),
    "#9E2F00": N_("Rust"),
    "#FFB000": N_("Amber"),
    "#58C469": N_("Green"),
    "#57C49F": N_("Mint"),
    "#FF6C03": N_("Orange"),
}
"""The colours JumpCloud knows (reference/jumpcloud-api.md §3.2). They are data of an app, not
looks of ours, and so the same in light and dark."""


def ink_on(colour: str) -> str:
    """Return the lightest or darkest of our text colours, whichever reads better on ``colour``."""
    background = _luminance(colour)
    light, dark = _luminance(DARK.text), _luminance(LIGHT.text)
    on_light = (light + 0.05) / (background + 0.05)
    on_dark = (background + 0.05) / (dark + 0.05)
    return DARK.text if on_light >= on_dark else LIGHT.text


def _luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb`` (WCAG 2.2)."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - WCAG's
        for part in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class _Square(QWidget):
    """The square with the app's picture, or coloured and with its first letter."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(Size.TILE, Size.TILE)
        self._letter = ""
        self._colour = NO_COLOUR
        self._picture: QImage | None = None

    def show_app(self, letter: str, colour: str, picture: QImage | None) -> None:
        self._letter, self._colour, self._picture = letter, colour, picture
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        palette = Theme.current().palette
        ground = self._colour or palette.accent_soft
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        if self._picture is not None:
            self._draw_picture(painter, self._picture)
            painter.end()
            return
        painter.drawRoundedRect(QRectF(self.rect()), Size.RADIUS_CARD, Size.RADIUS_CARD)
        font = painter.font()
        font.setPixelSize(self.height() // 2)
        painter.setFont(font)
        painter.setPen(QColor(ink_on(self._colour) if self._colour else palette.accent))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._letter)
        painter.end()

    def _draw_picture(self, painter: QPainter, picture: QImage) -> None:
        """Draw the whole picture in the middle, with round corners."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setOpacity(1.0 if self.isEnabled() else _FADED)
        room = QRectF(self.rect())
        size = QSizeF(picture.size()).scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(QPointF(), size)
        place.moveCenter(room.center())
        corners = QPainterPath()
        corners.addRoundedRect(place, Size.RADIUS_CARD, Size.RADIUS_CARD)
        painter.setClipPath(corners)
        painter.drawImage(place, picture)


class TilePreview(QFrame):
    """An app's tile as people will see it in JumpCloud's portal."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, Kind.CARD)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.LARGE, Space.LARGE, Space.LARGE, Space.LARGE)
        column.setSpacing(Space.SMALL)
        caption = PlainLabel(t(N_("As your people will see it")), Role.CAPTION)
        caption.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._square = _Square()
        self._label = PlainLabel("", Role.STRONG)
        self._description = PlainLabel("", Role.CAPTION)
        for value in (self._label, self._description):
            value.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            mark_value(value)
        self._hidden = PlainLabel(
            t(N_("Not shown in the portal: people begin at DeskPRO.")), Role.CAPTION
        )
        self._hidden.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(caption)
        column.addWidget(self._square, 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (self._label, self._description, self._hidden):
            column.addWidget(label)

    def show_app(
        self,
        *,
        label: str,
        description: str,
        colour: str,
        hidden: bool,
        picture: QImage | None = None,
    ) -> None:
        """Show an app with these settings; a picture covers the colour."""
        shown = label.strip()
        self._square.show_app(shown[:1].upper(), colour, picture)
        self._square.setEnabled(not hidden)
        self._label.setText(shown)
        self._description.setText(description.strip())
        self._description.setVisible(bool(description.strip()))
        self._hidden.setVisible(hidden)
        self.setAccessibleName(
            t(N_("Tile {label}, with a picture"), label=shown)
            if picture is not None
            else t(N_("Tile {label}, colour: {colour}"), label=shown, colour=colour_name(colour))
        )


class _Swatch(QToolButton):
    """One colour to choose; the chosen one is ticked."""

    def __init__(self, colour: str) -> None:
        super().__init__()
        self.colour = colour
        self.setCheckable(True)
        self.setFixedSize(Size.SWATCH, Size.SWATCH)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        name = colour_name(colour)
        self.setAccessibleName(t(N_("Colour: {colour}"), colour=name))
        self.setToolTip(name)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        palette = Theme.current().palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect()).adjusted(Space.TIGHT, Space.TIGHT, -Space.TIGHT, -Space.TIGHT)
        painter.setPen(QPen(QColor(palette.control_border), Size.BORDER))
        painter.setBrush(QColor(self.colour or palette.surface))
        painter.drawRoundedRect(room, Size.RADIUS, Size.RADIUS)
        if not self.colour:
            painter.drawLine(room.bottomLeft(), room.topRight())
        if self.hasFocus():
            painter.setPen(QPen(QColor(palette.focus), Size.FOCUS))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inset = Size.FOCUS / 2
            ring = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
            painter.drawRoundedRect(ring, Size.RADIUS, Size.RADIUS)
        if self.isChecked():
            ink = ink_on(self.colour) if self.colour else palette.text
            tick = pixmap(Icon.TICK, ink, Size.ICON_SMALL, self.devicePixelRatioF())
            corner = room.center() - QPointF(Size.ICON_SMALL / 2, Size.ICON_SMALL / 2)
            painter.drawPixmap(corner, tick)
        painter.end()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the size of a swatch."""
        return QSize(Size.SWATCH, Size.SWATCH)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Draw anew when the looks change."""
        self.update()
        super().changeEvent(event)


class ColourChoice(QWidget):
    """JumpCloud's twelve tile colours, and none."""

    chosen = Signal(str)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.TIGHT)
        column.addWidget(PlainLabel(t(N_("Colour of the tile")), Role.STRONG))
        swatches = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        swatches.setSizePolicy(policy)
        flow = FlowLayout(swatches, spacing=Space.HAIR)
        self._group = QButtonGroup(self)
        self._swatches = {colour: _Swatch(colour) for colour in (NO_COLOUR, *TILE_COLOURS)}
        for swatch in self._swatches.values():
            self._group.addButton(swatch)
            flow.addWidget(swatch)
        self._group.buttonClicked.connect(self._clicked)
        column.addWidget(swatches)
        self._name = PlainLabel("", Role.CAPTION)
        column.addWidget(self._name)
        self.set_value(NO_COLOUR)

    def swatch(self, colour: str) -> QToolButton:
        """Return the button of ``colour``."""
        return self._swatches[colour]

    def value(self) -> str:
        """Return the chosen colour as ``#RRGGBB``; ``NO_COLOUR`` for JumpCloud's own."""
        return next((name for name, each in self._swatches.items() if each.isChecked()), NO_COLOUR)

    def set_value(self, colour: str) -> None:
        """Choose ``colour``; one that JumpCloud does not know is taken as none."""
        self._swatches.get(colour, self._swatches[NO_COLOUR]).setChecked(True)
        self._name.setText(colour_name(self.value()))

    def _clicked(self, _button: QAbstractButton) -> None:
        self._name.setText(colour_name(self.value()))
        self.chosen.emit(self.value())


def colour_name(colour: str) -> str:
    """Return what a tile colour is called."""
    return t(TILE_COLOURS.get(colour, N_("As JumpCloud draws it")))
