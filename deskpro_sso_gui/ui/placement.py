"""Where the window is on the screen, from one run to the next."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from deskpro_sso_gui.storage.settings import WindowGeometry
from deskpro_sso_gui.ui.theme import Size


def place(window: QWidget, geometry: WindowGeometry | None) -> None:
    """Put ``window`` where it was, if that is still on a screen, and never beyond its edges."""
    if geometry is None:
        room = window.screen().availableSize()
        window.resize(QSize(Size.WINDOW_WIDTH, Size.WINDOW_HEIGHT).boundedTo(room))
        return
    wanted = QRect(geometry.x, geometry.y, geometry.width, geometry.height)
    screens = (screen.availableGeometry() for screen in QGuiApplication.screens())
    screen = next((each for each in screens if each.contains(wanted.center())), None)
    if screen is None:
        window.resize(wanted.size().boundedTo(window.screen().availableSize()))
    else:  # perhaps another screen than then, or another scale
        window.setGeometry(_within(wanted, screen))
    if geometry.maximized:
        window.showMaximized()


def placed(window: QWidget) -> WindowGeometry:
    """Return where ``window`` is."""
    normal = window.normalGeometry()
    return WindowGeometry(
        x=normal.x(),
        y=normal.y(),
        width=normal.width(),
        height=normal.height(),
        maximized=window.isMaximized(),
    )


def _within(wanted: QRect, screen: QRect) -> QRect:
    """Return ``wanted`` moved, and made smaller where it must be, so that ``screen`` holds it."""
    fitted = QRect(wanted.topLeft(), wanted.size().boundedTo(screen.size()))
    fitted.moveLeft(max(screen.left(), min(fitted.left(), screen.right() + 1 - fitted.width())))
    fitted.moveTop(max(screen.top(), min(fitted.top(), screen.bottom() + 1 - fitted.height())))
    return fitted
