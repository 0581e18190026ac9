"""The runner: who starts a task gets its result or its problem, and leaving ends it."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from PySide6.QtWidgets import QApplication

from deskpro_sso_gui.problems import Problem, ProblemCode, ProblemError
from deskpro_sso_gui.ui import loop
from deskpro_sso_gui.ui.runner import Runner
from tests.support.window import until

Owner = object


def play(story: Callable[[Runner], Awaitable[None]]) -> None:
    async def main() -> int:
        runner = Runner()
        try:
            await story(runner)
        finally:
            await runner.close()
        return 0

    assert loop.run(main) == 0


pytestmark = pytest.mark.usefixtures("application")


def test_a_result_goes_to_who_asked_and_the_run_is_over_by_then() -> None:
    async def story(runner: Runner) -> None:
        owner, got = Owner(), list[tuple[int, bool]]()

        async def work() -> int:
            return 42

        run = runner.start(
            "x", work, done=lambda n: got.append((n, runner.busy(owner))), owner=owner
        )
        assert runner.busy(owner)
        await until(lambda: got)
        assert got == [(42, False)]
        assert not run.running

    play(story)


def test_a_known_error_arrives_as_its_problem() -> None:
    async def story(runner: Runner) -> None:
        problems = list[Problem]()

        async def work() -> None:
            raise ProblemError(ProblemCode.TESTER_NOT_FOUND, email="ann@acme.example")

        runner.start("x", work, failed=problems.append, owner=Owner())
        await until(lambda: problems)
        assert problems[0].code is ProblemCode.TESTER_NOT_FOUND
        assert problems[0].values == {"email": "ann@acme.example"}

    play(story)


def test_an_unknown_error_is_told_by_its_type_and_never_by_its_text() -> None:
    async def story(runner: Runner) -> None:
        problems = list[Problem]()

        async def work() -> None:
            raise ValueError("jca_secret")

        runner.start("x", work, failed=problems.append, owner=Owner())
        await until(lambda: problems)
        assert problems[0].code is ProblemCode.UNEXPECTED
        assert problems[0].values == {"kind": "ValueError"}
        assert problems[0].cause == ("ValueError",)

    play(story)


def test_a_page_that_fails_at_a_result_becomes_a_problem_too() -> None:
    async def story(runner: Runner) -> None:
        problems = list[Problem]()

        async def work() -> int:
            return 1

        def broken(_result: int) -> None:
            raise KeyError("x")

        runner.start("x", work, done=broken, failed=problems.append, owner=Owner())
        await until(lambda: problems)
        assert problems[0].values == {"kind": "KeyError"}

    play(story)


def test_leaving_cancels_ones_own_runs_but_not_what_is_kept_or_anothers() -> None:
    async def story(runner: Runner) -> None:
        mine, other = Owner(), Owner()
        told = list[object]()

        async def work() -> None:
            await asyncio.Event().wait()

        gone = runner.start("a", work, done=told.append, failed=told.append, owner=mine)
        kept = runner.start("b", work, owner=mine, keep=True)
        others = runner.start("c", work, owner=other)
        await asyncio.sleep(0)
        runner.cancel_owned(mine)
        await until(lambda: not gone.running)
        assert runner.runs == (kept, others)
        assert told == []

    play(story)


def test_closing_cancels_everything_waits_for_it_and_starts_nothing_more() -> None:
    async def story(runner: Runner) -> None:
        ended = list[str]()

        async def work() -> None:
            try:
                await asyncio.Event().wait()
            finally:
                await asyncio.sleep(0.01)
                ended.append("tidied up")

        runner.start("a", work, owner=Owner(), keep=True)
        await asyncio.sleep(0)
        await runner.close()
        assert ended == ["tidied up"]
        assert runner.runs == ()
        late = runner.start("b", work, owner=Owner())
        assert not late.running
        assert runner.runs == ()

    play(story)


def test_every_begin_and_end_is_told() -> None:
    async def story(runner: Runner) -> None:
        counts = list[int]()
        runner.changed.connect(lambda: counts.append(len(runner.runs)))

        async def work() -> None:
            await asyncio.sleep(0)

        runner.start("a", work, owner=Owner())
        await until(lambda: counts[-1:] == [0])
        assert counts[0] == 1

    play(story)


def test_progress_is_passed_on(application: QApplication) -> None:
    del application

    async def story(runner: Runner) -> None:
        seen = list[tuple[int, int]]()
        release = asyncio.Event()

        async def work() -> None:
            await release.wait()

        run = runner.start("a", work, owner=Owner())
        run.progressed.connect(lambda: seen.append((run.done_count, run.total)))
        run.report(2, 6)
        release.set()
        await until(lambda: not run.running)
        assert seen == [(2, 6)]

    play(story)
