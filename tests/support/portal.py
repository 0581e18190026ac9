"""A desktop's settings portal that answers whether it animates, and the question put to it.

In a D-Bus session of its own::

    dbus-run-session -- python -m tests.support.portal yes|no|silent
"""

import sys
import threading

from jeepney import HeaderFields, MessageType, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
from PySide6.QtCore import QCoreApplication, QTimer

from deskpro_sso_gui.ui.theme.motion import MotionWish

NAME = "org.freedesktop.portal.Desktop"
_SILENCE_MS = 2000


def serve(ready: threading.Event, *, animates: bool) -> None:
    """Answer every ``ReadOne`` until the process ends."""
    connection = open_dbus_connection("SESSION")
    connection.send_and_get_reply(message_bus.RequestName(NAME))
    ready.set()
    while True:
        asked = connection.receive()
        is_call = asked.header.message_type is MessageType.method_call
        if is_call and asked.header.fields.get(HeaderFields.member) == "ReadOne":
            connection.send(new_method_return(asked, "v", (("b", animates),)))


def main() -> None:
    """Ask, and print what was told; "silent" where nothing was."""
    word = sys.argv[1]
    if word != "silent":
        ready = threading.Event()
        threading.Thread(
            target=serve, args=(ready,), kwargs={"animates": word == "yes"}, daemon=True
        ).start()
        ready.wait(30)
    application = QCoreApplication([])
    told: list[bool] = []

    def hear(wanted: bool) -> None:  # noqa: FBT001 - the system's answer
        told.append(wanted)
        application.quit()

    MotionWish(hear, application).ask()
    if word == "silent":
        QTimer.singleShot(_SILENCE_MS, application.quit)
    application.exec()
    sys.stdout.write(f"{told[0] if told else 'silent'}\n")


if __name__ == "__main__":
    main()
