"""Owns every task the window starts: start, busy, cancel, and where the result goes."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from deskpro_sso_gui import log
from deskpro_sso_gui.problems import Problem, ProblemCode, ProblemError

T = TypeVar("T")


class Run(QObject):
    """One task under way. Made by ``Runner.start``.

    Attributes:
        name: what is waited for, in the admin's language: "Asking JumpCloud…".
        owner: whose it is; it is cancelled when its owner is left.
        keep: it goes on when its owner is left.
        quiet: nobody waits for it, so it is not shown.
    """

    progressed = Signal()

    def __init__(self, name: str, owner: object, *, keep: bool, quiet: bool = False) -> None:
        super().__init__()
        self.name = name
        self.owner = owner
        self.keep = keep
        self.quiet = quiet
        self.done_count = 0
        self.total = 0
        self.task: asyncio.Task[None] | None = None

    @property
    def running(self) -> bool:
        """Say whether it is still under way."""
        return self.task is not None and not self.task.done()

    def report(self, done_count: int, total: int) -> None:
        """Say how far it is: ``done_count`` of ``total`` steps."""
        self.done_count, self.total = done_count, total
        self.progressed.emit()

    def cancel(self) -> None:
        """Stop waiting for it. A write that has left is carried on by the session."""
        if self.task is not None:
            self.task.cancel()


class Runner(QObject):
    """Starts tasks and delivers each one's result, or its ``Problem``, to who asked for it."""

    changed = Signal()
    """A run began or ended."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs: dict[asyncio.Task[None], Run] = {}
        self._closed = False

    @property
    def runs(self) -> tuple[Run, ...]:
        """The tasks under way, oldest first."""
        return tuple(self._runs.values())

    @property
    def waited_for(self) -> tuple[Run, ...]:
        """The tasks under way that somebody waits for, oldest first."""
        return tuple(run for run in self._runs.values() if not run.quiet)

    def busy(self, owner: object) -> bool:
        """Say whether a task of ``owner`` is under way."""
        return any(run.owner is owner for run in self._runs.values())

    def start(
        self,
        name: str,
        factory: Callable[[], Awaitable[T]],
        *,
        done: Callable[[T], None] | None = None,
        failed: Callable[[Problem], None] | None = None,
        owner: object,
        keep: bool = False,
        quiet: bool = False,
    ) -> Run:
        """Begin a task.

        Args:
            name: what the admin reads meanwhile, in her language.
            factory: makes the awaitable; called once, inside the task.
            done: gets the result, unless the task was cancelled.
            failed: gets what went wrong, unless the task was cancelled.
            owner: whose task it is.
            keep: leaving the owner does not cancel it; closing the window does.
            quiet: nobody waits for it, so it is not shown.

        Returns:
            The run, to follow and to cancel.
        """
        run = Run(name, owner, keep=keep, quiet=quiet)
        if self._closed:
            return run
        task = asyncio.get_running_loop().create_task(
            self._work(run, factory, done, failed), name=name
        )
        run.task = task
        self._runs[task] = run
        task.add_done_callback(self._ended)
        self.changed.emit()
        return run

    async def _work(
        self,
        run: Run,
        factory: Callable[[], Awaitable[T]],
        done: Callable[[T], None] | None,
        failed: Callable[[Problem], None] | None,
    ) -> None:
        try:
            try:
                result = await factory()
            finally:
                # over before the page is told, so that it finds itself not busy any more
                self._forget(run)
            if done is not None and not self._closed:
                done(result)
        except Exception as error:  # noqa: BLE001 - whatever it is becomes a Problem
            problem = problem_of(error)
            if failed is not None and not self._closed:
                failed(problem)

    def _forget(self, run: Run) -> None:
        if run.task is not None:
            self._runs.pop(run.task, None)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._runs.pop(task, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            # the failed callback itself failed: nobody is left to tell
            log.event(log.Event.UNEXPECTED_ERROR, error=error)
        self.changed.emit()

    def cancel_owned(self, owner: object) -> None:
        """Cancel what ``owner`` started, except what it wants kept."""
        for run in self.runs:
            if run.owner is owner and not run.keep:
                run.cancel()

    async def close(self) -> None:
        """Cancel everything, wait until it has ended, and start nothing any more."""
        self._closed = True
        tasks = tuple(self._runs)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def problem_of(error: Exception) -> Problem:
    """Return what is told to the admin about ``error``.

    An error that carries no ``Problem`` is a mistake of ours: its type is named and logged, never
    its text, which may hold anything.
    """
    if isinstance(error, ProblemError):
        log.event(log.Event.PROBLEM, code=error.problem.code)
        return replace(error.problem, cause=tuple(log.kinds(error)[1:]))
    return mistake(error)


def mistake(error: BaseException) -> Problem:
    """Log ``error``, a mistake of ours, and return what is told to the admin about it."""
    log.event(log.Event.UNEXPECTED_ERROR, error=error)
    return Problem(
        code=ProblemCode.UNEXPECTED,
        values={"kind": type(error).__name__},
        cause=tuple(log.kinds(error)),
        places=tuple(log.places(error)),
    )
