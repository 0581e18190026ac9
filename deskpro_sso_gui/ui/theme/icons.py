"""Our icons: SVG files that take the colour of the role they are shown in."""

from enum import StrEnum, unique
from functools import lru_cache

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QImageReader, QPainter, QPixmap

from deskpro_sso_gui import resources

_SCALES = (1.0, 1.5, 2.0, 3.0)


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
    """Return ``icon`` for a button, sharp at every scale of the screen.

    Args:
        icon: which one.
        colour: ``#rrggbb``.
        size: its width, in device-independent pixels.
        disabled_colour: its colour on a disabled button.
        gap: empty room after it, which Qt leaves no other way to ask for.
    """
    result = QIcon()
    for scale in _SCALES:
        for mode, shown in (
            (QIcon.Mode.Normal, colour),
            (QIcon.Mode.Disabled, disabled_colour),
        ):
            result.addPixmap(_with_gap(pixmap(icon, shown, size, scale), size, scale, gap), mode)
    return result


def _with_gap(drawn: QPixmap, size: int, scale: float, gap: int) -> QPixmap:
    if not gap:
        return drawn
    wide = QPixmap(round((size + gap) * scale), drawn.height())
    wide.setDevicePixelRatio(scale)
    wide.fill(Qt.GlobalColor.transparent)
    right_to_left = QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
    painter = QPainter(wide)
    painter.drawPixmap(gap if right_to_left else 0, 0, drawn)
    painter.end()
    return wide
