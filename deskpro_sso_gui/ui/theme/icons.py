"""Our icons: SVG files that take the colour of the role they are shown in."""

from enum import StrEnum, unique
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QImageReader, QPainter, QPixmap

from deskpro_sso_gui import resources

_WINDOW_SIDES: Final = (16, 32, 48, 64)
"""Title bars, task bars and switchers take what is nearest to their own size."""


@unique
class Icon(StrEnum):
    """The icons there are; each is ``resources/icons/<name>.svg``."""

    APP = "app"
    BULLET = "bullet"
    ARROW_BACK = "arrow-back"
    ATTENTION = "attention"
    CERTIFICATE = "certificate"
    CHEVRON_DOWN = "chevron-down"
    CHEVRON_RIGHT = "chevron-right"
    CONTINUE = "continue"
    COPY = "copy"
    DONE = "done"
    DROP = "drop"
    ERROR = "error"
    FILE = "file"
    HELP = "help"
    HIDE = "hide"
    INFO = "info"
    KEY = "key"
    LIST = "list"
    NEW = "new"
    OPEN_OUTSIDE = "open-outside"
    PRACTICE = "practice"
    PRINT = "print"
    READY = "ready"
    REFRESH = "refresh"
    SEARCH = "search"
    SETTINGS = "settings"
    SHOW = "show"
    STALE = "stale"
    TICK = "tick"
    TO_DO = "to-do"


def coloured(icon: Icon, colour: str) -> bytes:
    """Return the SVG of ``icon`` in ``colour`` (``#rrggbb``)."""
    return (
        resources.path("icons", f"{icon}.svg")
        .read_bytes()
        .replace(b"currentColor", colour.encode())
    )


@lru_cache(maxsize=256)
def pixmap(icon: Icon, colour: str, size: int, scale: float = 1.0) -> QPixmap:
    """Draw ``icon`` in ``colour`` (``#rrggbb``), ``size`` device-independent pixels wide."""
    buffer = QBuffer()
    buffer.setData(QByteArray(coloured(icon, colour)))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"svg"))
    side = round(size * scale)
    reader.setScaledSize(QSize(side, side))
    image = reader.read()
    if image.isNull():
        message = f"icon {icon} can't be drawn: {reader.errorString()}"
        raise RuntimeError(message)
    image.setDevicePixelRatio(scale)
    return QPixmap.fromImage(image)


def qicon(icon: Icon, colour: str, size: int, disabled_colour: str, *, gap: int = 0) -> QIcon:
    """Return ``icon`` for a button, sharp on every screen there is.

    Whoever shows it asks anew when its ``devicePixelRatio`` changes: another screen may have come.

    Args:
        icon: which one.
        colour: ``#rrggbb``.
        size: its width, in device-independent pixels.
        disabled_colour: its colour on a disabled button.
        gap: empty room after it, which Qt leaves no other way to ask for.
    """
    scales = tuple(sorted({screen.devicePixelRatio() for screen in QGuiApplication.screens()}))
    right_to_left = QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
    return _drawn(icon, (colour, disabled_colour), size, gap, scales, right_to_left)


def window_icon(colour: str) -> QIcon:
    """Return the program's icon in ``colour`` (``#rrggbb``), in the sizes that desktops show."""
    result = QIcon()
    for side in _WINDOW_SIDES:
        result.addPixmap(pixmap(Icon.APP, colour, side))
    return result


@lru_cache(maxsize=256)
def _drawn(
    icon: Icon,
    colours: tuple[str, str],
    size: int,
    gap: int,
    scales: tuple[float, ...],
    right_to_left: bool,  # noqa: FBT001 - the cache takes no names for the key
) -> QIcon:
    colour, disabled_colour = colours
    result = QIcon()
    for scale in scales:
        for mode, shown in (
            (QIcon.Mode.Normal, colour),
            (QIcon.Mode.Disabled, disabled_colour),
        ):
            drawn = pixmap(icon, shown, size, scale)
            result.addPixmap(_with_gap(drawn, gap, right_to_left=right_to_left), mode)
    return result


def _with_gap(drawn: QPixmap, gap: int, *, right_to_left: bool) -> QPixmap:
    if not gap:
        return drawn
    scale = drawn.devicePixelRatio()
    wide = QPixmap(drawn.width() + round(gap * scale), drawn.height())
    wide.setDevicePixelRatio(scale)
    wide.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wide)
    painter.drawPixmap(gap if right_to_left else 0, 0, drawn)
    painter.end()
    return wide
