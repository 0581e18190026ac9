"""The least that a window can cost: one label, under asyncio and qasync, with explicit imports.

``tests.benchmarks.start`` runs it as a process and holds the real program against it. It prints
what ``tests.benchmarks.first_paint`` says of it.
"""

import asyncio
import sys

import qasync
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel

from tests.benchmarks import first_paint


class _Label(QLabel):
    def __init__(self) -> None:
        super().__init__("DeskPRO SSO Assistant")
        self.drawn = asyncio.Event()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        self.drawn.set()


async def _show() -> None:
    label = _Label()
    label.show()
    await label.drawn.wait()
    first_paint.tell()
    label.close()


def main() -> int:
    """Show the label, say when it was there, and end."""
    application = QApplication(sys.argv[:1])
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(application)) as runner:
        runner.run(_show())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
