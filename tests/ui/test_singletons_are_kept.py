"""PySide6 6.12.0 gave ``None`` and ``True`` away without having taken them, and so is not used.

Up to Python 3.11, where they are counted, the interpreter ended after some thousand calls ("Fatal
Python error: none_dealloc"). This would tell if another release did the same.
"""

import sys

import pytest
from PySide6.QtCore import QObject, Signal

CALLS = 500


class _Sender(QObject):
    sent = Signal(bool)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="not counted any more (PEP 683)")
def test_none_and_true_are_not_used_up_by_calls() -> None:
    sender = _Sender()
    before = [sys.getrefcount(singleton) for singleton in (None, True, False)]
    for count in range(CALLS):
        sender.setObjectName("a call that returns nothing")
        sender.sent.emit(count % 2 == 0)
    after = [sys.getrefcount(singleton) for singleton in (None, True, False)]
    lost = [was - now for was, now in zip(before, after, strict=True)]
    assert max(lost) < CALLS // 10, lost
