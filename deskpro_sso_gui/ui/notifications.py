"""The desktop's notifications: something was waited for, and the window is behind others.

On Linux over the session bus (org.freedesktop.Notifications), elsewhere by Qt. The words name
nobody: they may be shown on a locked screen. Where there is no such service, nothing happens.
"""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator
from importlib import import_module
from typing import Any, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from deskpro_sso_gui import PROGRAM

ICON: Final = "deskpro-sso-gui"

_SERVICE: Final = "org.freedesktop.Notifications"
_OBJECT: Final = "/org/freedesktop/Notifications"
_ANSWER_S: Final = 5.0
_CLICKED_WITHIN_S: Final = 600.0
_SHOWN_MS: Final = 10_000
_DEFAULT: Final = "default"
"""The action of a click on the notification itself; it has no button."""


async def notify(window: QWidget, title: str, text: str) -> bool:
    """Tell it in the desktop's own way, and return whether the admin clicked on it.

    Returns as well when it is gone, or after ten minutes.
    """
    QApplication.alert(window)
    on_the_bus = sys.platform.startswith("linux")
    return await (_over_the_bus(title, text) if on_the_bus else _by_qt(window, title, text))


async def _over_the_bus(title: str, text: str) -> bool:
    # Qt's own bus can't send the unsigned number that this call begins with
    jeepney = await asyncio.to_thread(import_module, "jeepney")
    bus = await asyncio.to_thread(import_module, "jeepney.io.asyncio")
    # there is no bus, or nobody on it who shows notifications
    failures = (KeyError, OSError, ValueError, TimeoutError, asyncio.IncompleteReadError)
    with contextlib.suppress(*failures, jeepney.wrappers.DBusErrorResponse):
        async with bus.open_dbus_router(bus="SESSION") as router:
            return await _shown(jeepney, router, title, text)
    return False


async def _shown(jeepney: Any, router: Any, title: str, text: str) -> bool:
    service = jeepney.DBusAddress(_OBJECT, bus_name=_SERVICE, interface=_SERVICE)
    rule = jeepney.MatchRule(type="signal", interface=_SERVICE, path=_OBJECT)
    call = jeepney.new_method_call(
        service,
        "Notify",
        "susssasa{sv}i",
        (PROGRAM, 0, ICON, title, text, [_DEFAULT, PROGRAM], _hints(), -1),
    )
    with router.filter(rule, bufsize=16) as signals:
        async with asyncio.timeout(_ANSWER_S):
            await router.send_and_get_reply(jeepney.message_bus.AddMatch(rule))
            answer = await router.send_and_get_reply(call)
        (number,) = jeepney.wrappers.unwrap_msg(answer)
        # anybody on the bus may send such a signal; only who showed this one knows of its clicks
        sender = answer.header.fields.get(jeepney.HeaderFields.sender, "")
        async with asyncio.timeout(_CLICKED_WITHIN_S):
            async for member, body in _told(jeepney, signals, sender):
                if body[:1] == (number,) and member in {"ActionInvoked", "NotificationClosed"}:
                    return member == "ActionInvoked"
    return False


async def _told(
    jeepney: Any, signals: "asyncio.Queue[Any]", sender: str
) -> AsyncIterator[tuple[str, Any]]:
    while True:
        message = await signals.get()
        fields = message.header.fields
        if fields.get(jeepney.HeaderFields.sender, "") == sender:
            yield fields.get(jeepney.HeaderFields.member, ""), message.body


def _hints() -> dict[str, tuple[str, object]]:
    return {"desktop-entry": ("s", ICON), "urgency": ("y", 1)}


async def _by_qt(window: QWidget, title: str, text: str) -> bool:
    if not QSystemTrayIcon.isSystemTrayAvailable() or not QSystemTrayIcon.supportsMessages():
        return False
    loop = asyncio.get_running_loop()
    clicked: asyncio.Future[bool] = loop.create_future()

    def settle(*, yes: bool) -> None:
        if not clicked.done():
            clicked.set_result(yes)

    tray = QSystemTrayIcon(window.windowIcon())
    tray.messageClicked.connect(lambda: settle(yes=True))
    QTimer.singleShot(_SHOWN_MS, tray, lambda: settle(yes=False))
    try:
        tray.show()
        tray.showMessage(title, text, window.windowIcon(), _SHOWN_MS)
        return await clicked
    finally:
        tray.hide()
        tray.deleteLater()
