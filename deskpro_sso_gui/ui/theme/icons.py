"""Our icons: SVG files that take the colour of the role they are shown in."""

from enum import StrEnum, unique
from functools import lru_cache

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QIcon, QImageReader, QPixmap

from deskpro_sso_gui import resources

_SCALES = (1.0, 1.5, 2.0, 3.0)


@unique
class Icon(StrEnum):
    """The icons there are; each is ``resources/icons/<name>.svg``."""

    APP = "app"
    ARROW_BACK = "arrow-back"
    ATTENTION = "attention"
    CANCEL = "cancel"
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
    READY = "ready"
    REFRESH = "refresh"
    SEARCH = "search"
    SHOW = "show"
    STALE = "stale"
    TICK = "tick"
    TO_DO = "to-do"


@lru_cache(maxsize=256)
def pixmap(icon: Icon, colour: str, size: int, scale: float = 1.0) -> QPixmap:
    """Draw ``icon`` in ``colour`` (``#rrggbb``), ``size`` device-independent pixels wide."""
    svg = resources.path("icons", f"{icon}.svg").read_bytes()
    data = QByteArray(svg.replace(b"currentColor", colour.encode()))
    buffer = QBuffer(data)
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


def qicon(icon: Icon, colour: str, size: int, disabled_colour: str = "") -> QIcon:
    """Return ``icon`` for a button, sharp at every scale of the screen."""
    result = QIcon()
    for scale in _SCALES:
        result.addPixmap(pixmap(icon, colour, size, scale))
        if disabled_colour:
            result.addPixmap(pixmap(icon, disabled_colour, size, scale), QIcon.Mode.Disabled)
    return result
