"""The real program with its window, as a process of its own, told from outside what to do."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

ROOT: Final = Path(__file__).resolve().parents[2]
LIMIT_S: Final = 120

_PROGRAM: Final = """
import asyncio, os, sys, threading
from pathlib import Path
from msgspec.structs import replace
from deskpro_sso_gui import cli
from deskpro_sso_gui.ui import app, window, summons
from deskpro_sso_gui.ui.widgets.notice import Notice

def say(*words):
    print(*words, flush=True)

class Outside(window.Outside):
    def summoned(self, path):
        super().summoned(path)
        say("summoned", path)

window.Outside = Outside

class Told(window.Window):
    async def _show_session(self, session):
        await super()._show_session(session)
        say("open", session.record.name)

async def keep(shown, text):
    session = shown.session
    await session.commit(lambda record: replace(record, name="Acme"))
    session.set_draft("prerequisites.address", text)
    session.save_draft_now()
    await asyncio.wait(session._draft_saves)
    say("saved")

class Listening(summons.Summons):
    async def listen(self):
        await super().listen()
        shown = next(each for each in QApplication.topLevelWidgets() if isinstance(each, Told))
        told = [each.title.text() for each in shown.start_page.findChildren(Notice)]
        say("shown", *told)
        loop = asyncio.get_running_loop()
        def read():
            for line in sys.stdin:
                loop.call_soon_threadsafe(exec, line, {**globals(), "shown": shown})
        threading.Thread(target=read, daemon=True).start()

from PySide6.QtWidgets import QApplication
from PySide6.QtCore import QTimer
app.Window, app.Summons = Told, Listening
sys.exit(cli.main(sys.argv[1:]))
"""


class RunningWindow:
    """A running program. ``tell`` has it carry out a line of Python; ``heard`` is what it said."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def heard(self) -> str:
        """Return the next line it says."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().rstrip("\n")

    def tell(self, line: str) -> None:
        """Have ``line`` carried out in its window's thread."""
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def ended(self) -> int:
        """Wait for its end, and return its exit code."""
        return self.process.wait(LIMIT_S)

    def close(self) -> None:
        """Close its window, and see that this ends it well."""
        self.tell("shown.close()")
        assert self.ended() == 0


@contextmanager
def running_window(*arguments: str, errors: Path) -> Iterator[RunningWindow]:
    """Start the program; what it writes to standard error is in ``errors``."""
    with errors.open("ab") as written:
        process = start(arguments, written)
        try:
            yield RunningWindow(process)
        finally:
            process.kill()
            process.communicate()


def start(arguments: Sequence[str], errors: IO[bytes]) -> "subprocess.Popen[str]":
    """Start the program and return its process."""
    return subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, *arguments],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "xcb"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        text=True,
    )
