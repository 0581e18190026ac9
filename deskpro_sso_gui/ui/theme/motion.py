"""Whether the system wants things to move. What can't be known is taken as "no"."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusPendingCallWatcher

SHORT_MS: Final = 120
"""Long enough to see where something came from, too short to wait for."""

_CLIENT_AREA_ANIMATION: Final = 0x1042
"""SPI_GETCLIENTAREAANIMATION: "Animation effects" in Windows' settings."""


class MotionWish(QObject):
    """Asks the system once, without waiting for the answer.

    Args:
        tell: gets the answer, if there is one.
        parent: ends the question with it.
    """

    def __init__(self, tell: Callable[[bool], object], parent: QObject) -> None:
        super().__init__(parent)
        self._tell = tell

    def ask(self) -> None:
        """Ask in the way of this system; on macOS there is none that Qt knows of."""
        if sys.platform == "win32":
            self._tell(_windows_animates())
        elif sys.platform.startswith("linux"):
            self._ask_portal()

    def _ask_portal(self) -> None:
        # GNOME's own switch, which other desktops answer for too
        from PySide6.QtDBus import (  # noqa: PLC0415 - not at the start
            QDBusConnection,
            QDBusMessage,
            QDBusPendingCallWatcher,
        )

        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return
        question = QDBusMessage.createMethodCall(
            "org.freedesktop.portal.Desktop",
            "/org/freedesktop/portal/desktop",
            "org.freedesktop.portal.Settings",
            "ReadOne",
        )
        question.setArguments(["org.gnome.desktop.interface", "enable-animations"])
        watcher = QDBusPendingCallWatcher(bus.asyncCall(question), self)
        watcher.finished.connect(self._answered)

    def _answered(self, watcher: "QDBusPendingCallWatcher") -> None:
        values = [_plain(value) for value in watcher.reply().arguments()]
        watcher.deleteLater()
        if values and isinstance(values[0], bool):
            self._tell(values[0])


def _plain(value: object) -> object:
    """Return what is in a variant of D-Bus."""
    inner = getattr(value, "variant", None)
    return inner() if callable(inner) else value


def _windows_animates() -> bool:
    import ctypes  # noqa: PLC0415 - not at the start

    wanted = ctypes.c_int(0)
    library = getattr(ctypes, "windll", None)
    if library is None:
        return False
    asked = library.user32.SystemParametersInfoW(_CLIENT_AREA_ANIMATION, 0, ctypes.byref(wanted), 0)
    return bool(asked and wanted.value)
