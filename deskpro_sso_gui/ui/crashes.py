"""What nobody caught: it is logged, what is open is saved, and the window tells it calmly.

How a run was cut off is told at the next start. Nothing of it is ever sent anywhere.
"""

import asyncio
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from deskpro_sso_gui import log
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.problems import Problem
from deskpro_sso_gui.storage.crashes import CrashReport, Ending, RunningMark
from deskpro_sso_gui.storage.folders import Folders
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.texts.details import details
from deskpro_sso_gui.ui.local_files import open_file
from deskpro_sso_gui.ui.runner import mistake
from deskpro_sso_gui.ui.theme import Icon, Kind
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.notice import CopyDetails, Notice, Tone

_MOST_LOGGED: Final = 50
"""What goes wrong at every picture of the window would fill the log and push out its cause."""

_WHAT: Final = {
    Ending.ERROR: N_("An error inside this program ended it ({cause})."),
    Ending.CRASH: N_("It crashed ({cause})."),
    Ending.CUT_OFF: N_("It was ended from outside, or this computer went off."),
}


class Hooks:
    """Catches what nobody else does, from ``install`` to ``remove``.

    Args:
        tell: shows it and saves what is open; called in the window's thread.
    """

    def __init__(self, tell: Callable[[Problem], object]) -> None:
        self._tell = tell
        self._logged = 0
        self._loop: asyncio.AbstractEventLoop | None = None

    def install(self) -> None:
        """Listen; called by the window's main coroutine."""
        self._loop = asyncio.get_running_loop()
        self._loop.set_exception_handler(self._in_loop)
        sys.excepthook = self._in_slot
        threading.excepthook = self._in_thread

    def remove(self) -> None:
        """Leave what nobody catches to Python again."""
        if self._loop is not None:
            self._loop.set_exception_handler(None)
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def _in_slot(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        sys.__excepthook__(kind, error, trace)  # for whoever started it in a terminal
        if isinstance(error, Exception):
            self._met(error.with_traceback(trace))

    def _in_loop(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, Exception):
            self._met(error)
        elif self._logged < _MOST_LOGGED:  # its message may hold anything
            self._logged += 1
            log.event(log.Event.UNEXPECTED_ERROR)

    def _in_thread(self, args: threading.ExceptHookArgs) -> None:
        threading.__excepthook__(args)
        if isinstance(args.exc_value, Exception) and self._loop is not None:
            try:
                self._loop.call_soon_threadsafe(self._met, args.exc_value)
            except RuntimeError:  # the loop is closed already: nobody is left to tell
                log.event(log.Event.UNEXPECTED_ERROR, error=args.exc_value)

    def _met(self, error: Exception) -> None:
        if self._logged < _MOST_LOGGED:
            self._logged += 1
            self._tell(mistake(error))


class Mark:
    """The mark that says on disk that this window runs; None of it where another window has it."""

    def __init__(self, places: Folders | None) -> None:
        self._mark = RunningMark(places.data, places.log) if places is not None else None

    async def begin(
        self, show: Callable[[Callable[[], Notice]], object], copy: Callable[[str], object]
    ) -> None:
        """Set it, and show how the run before was cut off, if it was.

        Args:
            show: gets what makes the notice, in the language then spoken.
            copy: puts a text on the clipboard.
        """
        if self._mark is None:
            return
        report = await asyncio.to_thread(self._mark.begin)
        if report is not None:
            show(partial(_notice, report, self._mark.report_file, copy))

    def note(self, error: BaseException) -> None:
        """Keep which error ends the program."""
        if self._mark is not None:
            self._mark.note(error)

    def end(self, *, clean: bool) -> None:
        """Take it away, unless an error ends the program."""
        if self._mark is not None:
            self._mark.end(clean=clean)


def _notice(report: CrashReport, file: Path, copy: Callable[[str], object]) -> Notice:
    cause = report.cause[0] if report.cause else "?"
    what = t(_WHAT[report.ending], cause=cause)
    notice = Notice(
        Tone.ATTENTION,
        t(N_("The program ended unexpectedly last time.")),
        t(N_("What was saved is as you left it. {what}"), what=what),
    )
    notice.add_button(Button(t(N_("All right")), on_click=partial(_put_away, notice)))
    told = f"{notice.title.text()} {what}"
    notice.add_button(
        CopyDetails(
            lambda _page: details(
                report.ending, told, report.cause, report.places, known=report.versions
            ),
            copy,
        )
    )
    notice.add_button(
        Button(
            t(N_("Show the report")), Kind.QUIET, icon=Icon.FILE, on_click=lambda: open_file(file)
        )
    )
    return notice


def _put_away(notice: Notice) -> None:
    if (section := notice.parentWidget()) is not None:
        section.hide()
    notice.deleteLater()
