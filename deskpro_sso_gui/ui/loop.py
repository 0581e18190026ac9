"""Run asyncio on Qt's event loop. The only import of qasync.

The program ends by returning from its main coroutine. Ending it through ``aboutToQuit`` hangs on
newer Pythons (qasync#176), so Qt's own request to quit only closes the windows, and whoever waits
for them returns.
"""

import asyncio
import contextlib
import gc
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Executor, Future
from typing import Any, Final, TypeVar

import qasync
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication
from shiboken6 import Shiboken

T = TypeVar("T")

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
_COLLECT_MS: Final = 500
_END_S: Final = 2.0
"""How long the end of the program waits for jobs; most take a blink."""


class _DaemonExecutor(Executor):
    """Runs each job in a daemon thread of its own.

    Jobs are few (a look-up of a name, a heavy import). One that hangs, such as a name server that
    does not answer, must not hold up the end of the program, which asyncio's own pool would. But an
    import is waited for: Python ends a daemon thread wherever it is, and inside a C++ library that
    ends the process ("exception not rethrown").
    """

    def __init__(self) -> None:
        self._threads: set[threading.Thread] = set()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - the base class's
        """Wait for a moment until the jobs are done."""
        del cancel_futures
        until = time.monotonic() + (_END_S if wait else 0.0)
        for thread in tuple(self._threads):
            thread.join(max(0.0, until - time.monotonic()))

    def submit(
        self, fn: Callable[..., T], /, *args: Any, **kwargs: Any
    ) -> Future[T]:  # the name is the base class's
        future: Future[T] = Future()

        def work() -> None:
            try:
                if not future.set_running_or_notify_cancel():
                    return
                try:
                    result = fn(*args, **kwargs)
                except BaseException as error:  # noqa: BLE001 - handed to whoever waits for it
                    future.set_exception(error)
                else:
                    future.set_result(result)
            finally:
                self._threads.discard(threading.current_thread())

        thread = threading.Thread(target=work, name="work", daemon=True)
        self._threads.add(thread)
        thread.start()
        return future


class _Application(QApplication):
    """Takes a request to quit (⌘Q, end of the desktop session) as one to close the windows.

    An event filter would be asked about every event of every widget.
    """

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self.opened: list[str] = []
        self.open_file: Callable[[str], object] = self.opened.append

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Quit:
            self.closeAllWindows()
            return True
        if isinstance(event, QFileOpenEvent):  # a double click, on macOS
            self.open_file(event.file())
            return True
        return super().event(event)


def open_files_with(open_file: Callable[[str], object]) -> None:
    """Hand the files that the system wants opened to ``open_file``, also those of before."""
    app = application()
    if isinstance(app, _Application):
        app.open_file = open_file
        waiting, app.opened = app.opened, []
        for name in waiting:
            open_file(name)


def application() -> QApplication:
    """Return the process's ``QApplication``, made at the first call."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    # setStyle would do it, too, and besides give back a QStyle: its lists of all that can be styled
    # are no small part of the way to the first page
    made = _Application([*sys.argv[:1], "-style", "fusion"])
    made.setQuitOnLastWindowClosed(False)
    return made


def run(main: Callable[[], Coroutine[Any, Any, int]]) -> int:
    """Run ``main`` with the window system until it returns, and return what it returns.

    Tasks that are left then are cancelled and waited for. An interrupt (Ctrl-C, SIGTERM) closes
    the windows.
    """
    app = application()
    made: list[Any] = []

    def loop_factory() -> asyncio.AbstractEventLoop:
        loop: asyncio.AbstractEventLoop = qasync.QEventLoop(app)
        loop.set_default_executor(_DaemonExecutor())
        made.append(loop)
        return loop

    try:
        return _run(main, loop_factory)
    finally:
        for loop in made:
            # a closed loop leaves cancelled timers running, and is garbage that any thread may
            # collect; Qt allows that to their own thread alone, or else it crashes
            Shiboken.delete(loop._timer)  # noqa: SLF001 - qasync has no other way


def _run(
    main: Callable[[], Coroutine[Any, Any, int]],
    loop_factory: Callable[[], asyncio.AbstractEventLoop],
) -> int:
    with warnings.catch_warnings(), asyncio.Runner(loop_factory=loop_factory) as runner:
        # qasync 0.28 asks asyncio.iscoroutinefunction, which Python 3.14 deprecates
        warnings.filterwarnings("ignore", ".*iscoroutinefunction", DeprecationWarning)
        with _signals_close_windows(runner.get_loop()), _garbage_is_collected_here():
            return runner.run(main())


@contextlib.contextmanager
def _garbage_is_collected_here() -> Iterator[None]:
    """Collect garbage in the window's thread alone.

    Python collects wherever something happens to be made, and a Qt object that ends in another
    thread than its own takes its timers with it ("Timers cannot be stopped from another thread"),
    or the program.
    """
    enabled = gc.isenabled()
    timer = QTimer(interval=_COLLECT_MS)
    timer.timeout.connect(_collect)
    gc.disable()
    timer.start()
    try:
        yield
    finally:
        timer.stop()
        if enabled:
            gc.enable()


def _collect() -> None:
    """Collect what Python would have collected by itself: the oldest generation that is full."""
    counts, thresholds = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if counts[generation] > thresholds[generation]:
            gc.collect(generation)
            return


@contextlib.contextmanager
def _signals_close_windows(loop: asyncio.AbstractEventLoop) -> Any:
    added = []
    for number in _SIGNALS:
        # Windows has no such handlers: there Runner turns Ctrl-C into a cancelled main
        with contextlib.suppress(NotImplementedError, ValueError, RuntimeError):
            loop.add_signal_handler(number, QApplication.closeAllWindows)
            added.append(number)
    try:
        yield
    finally:
        for number in added:
            loop.remove_signal_handler(number)
