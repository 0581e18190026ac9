"""One thread that does blocking work in order, for asyncio code of any loop."""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, Final, ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")

_Job = Callable[[], None]
_STOP: Final = None


class Writer:
    """Runs jobs one at a time, in the order in which they came, in one daemon thread.

    The thread never holds up the end of the program by itself: who wants its work finished calls
    ``close``. It starts with the first job.
    """

    def __init__(self, name: str = "writer") -> None:
        self._name = name
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False

    def submit(
        self, function: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs
    ) -> Future[_T]:
        """Queue a job. Cancelling its future has an effect only until the job has begun.

        Raises:
            RuntimeError: the writer is closed.
        """
        future: Future[_T] = Future()

        def job() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                result = function(*args, **kwargs)
            except BaseException as error:  # noqa: BLE001 - handed on to who waits for it
                future.set_exception(error)
            else:
                future.set_result(result)

        with self._guard:
            if self._closed:
                raise RuntimeError("the writer is closed")
            self._jobs.put(job)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
                self._thread.start()
        return future

    async def run(self, function: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Run a job and return its result; what it raises is raised here.

        When the awaiting task is cancelled, a job that has begun is finished all the same, one
        that has not is dropped.

        Raises:
            RuntimeError: the writer is closed.
        """
        return await waiter(self.submit(function, *args, **kwargs))

    def close(self, *, wait: bool = True) -> None:
        """Take no more jobs, and return when those that were taken are done.

        Args:
            wait: False returns at once; the thread ends by itself after its last job.
        """
        with self._guard:
            self._closed = True
            thread = self._thread
            self._jobs.put(_STOP)
        if wait and thread is not None:
            thread.join()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not _STOP:
            job()


def waiter(future: Future[_T]) -> "asyncio.Future[_T]":
    """Return an awaitable of the running loop for ``future``; cancelling it cancels that.

    Other than ``asyncio.wrap_future`` it keeps quiet when the loop is closed by the time the
    result arrives, as it is when a hanging job outlives the program's main coroutine.
    """
    loop = asyncio.get_running_loop()
    result: asyncio.Future[_T] = loop.create_future()

    def settle() -> None:
        if result.done():
            return
        if future.cancelled():
            result.cancel()
        elif error := future.exception():
            result.set_exception(error)
        else:
            result.set_result(future.result())

    def deliver(_: Any) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed, nobody waits any more
            loop.call_soon_threadsafe(settle)

    def hand_back(waited: "asyncio.Future[_T]") -> None:
        if waited.cancelled():
            future.cancel()

    result.add_done_callback(hand_back)
    future.add_done_callback(deliver)
    return result
