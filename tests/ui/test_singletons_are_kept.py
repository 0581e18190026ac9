"""What PySide6 gives away too often must not run out, whatever the Python."""

import sys

from PySide6.QtCore import QObject, Signal

from deskpro_sso_gui import ui

LEAST = 1 << 30
CALLS = 20_000


class _Sender(QObject):
    sent = Signal(bool)


def test_none_and_true_outlast_any_number_of_calls() -> None:
    assert ui
    sender = _Sender()
    for count in range(CALLS):
        sender.setObjectName("a call that returns nothing")
        sender.sent.emit(count % 2 == 0)
    for singleton in (None, True, False, NotImplemented, Ellipsis):
        assert sys.getrefcount(singleton) > LEAST - 1, singleton
