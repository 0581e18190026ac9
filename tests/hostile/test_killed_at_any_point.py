"""The program is killed at any point of an automatic run; the next start completes it, once.

Points are before and after each request and each step of each file write, and three for each write
to JumpCloud that were decided there: it carries the write out after we died, before, or while the
next start looks for it. ``make exhaustive`` goes through all of them.
"""

import json
import re
import shutil
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.automatic_run import AutomaticRun
from tests.support.crashing import CrashingProgram, crashing_program
from tests.support.front import Death, Front
from tests.support.practice_sandbox import practice_sandbox
from tests.support.program import wait_until
from tests.support.thorough import WHOLE, some

LEAST_POINTS = 200
MOST = 20
"""Points tried where not all are: one of each kind, and a few."""

Point = tuple[int, str]
"""Its number and what it is."""


@dataclass
class Place:
    """The run, the program that makes it, and what stands before its JumpCloud."""

    run: AutomaticRun
    program: CrashingProgram
    front: Front
    folder: Path

    def home(self) -> Path:
        """Begin anew, with nothing done here nor in JumpCloud."""
        self.run.sandbox.go_back(self.run.start)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        (self.folder / "plan.toml").write_text(self.run.plan)
        return self.folder

    def apply(self, stop: int = 0, *, hurried: bool = True) -> int:
        return self.program.run(
            ARGUMENTS, home=self.folder, extra=self.run.told, stop=stop, hurried=hurried
        )

    def points(self) -> list[Point]:
        return list(enumerate((self.folder / "points").read_text().splitlines(), 1))

    def wrong(self, code: int) -> Iterator[str]:
        """Say what is not as it should be after a run to the end that left with ``code``."""
        if code:
            yield f"left with {code}"
        if told := (self.folder / "told").read_text():
            yield f"told {told!r}"
        yield from self.run.wrong_here(self.folder, self.folder / "out")


ARGUMENTS = ("apply", "plan.toml", "--out", "out")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("killed")
    front = Front()
    with practice_sandbox(front) as sandbox, crashing_program(folder) as program:
        made = Place(AutomaticRun(sandbox, there=10, missing=10), program, front, folder / "home")
        # once, to learn what it needs, and load that for all others
        made.home()
        program.run(ARGUMENTS, home=made.folder, extra=made.run.told, modules=True)
        program.load(json.loads((made.folder / "modules").read_text()))
        yield made


@pytest.fixture(scope="module")
def points(place: Place) -> list[Point]:
    """The points of a run that nobody disturbs."""
    place.home()
    code = place.apply()
    before = place.run.world()
    assert [*place.wrong(code), *place.run.wrong_with_jumpcloud(before)] == []
    return place.points()


def kind(point: Point) -> str:
    """Return what is done at a point; to what, only where JumpCloud is about to change."""
    what = re.sub(r"[0-9a-f]{24}", "*", point[1])
    decides = any(f"request: {death}:" in what for death in Death)
    return what if decides else ":".join(what.split(":")[:2])


def killed_and_started_again(place: Place, number: int) -> list[str]:
    """Kill a run at a point and make it again; return what is wrong then."""
    place.home()
    code = place.apply(number)
    if code != -signal.SIGKILL:
        return [f"was not killed but left with {code}"]
    place.front.settled()
    left = left_behind(place)
    before = place.run.world()
    again = place.apply()
    place.run.sandbox.do(place.front.release)
    place.front.settled()
    wrong = [*place.run.wrong_with_jumpcloud(before)]
    wrong += [*place.wrong(again)]
    return wrong and [*wrong, *left, f"JumpCloud: {place.run.sandbox.state().decode()[:20000]}"]


def left_behind(place: Place) -> list[str]:
    """Return what a killed run left, to be read when something is wrong."""
    return [
        f"{path.relative_to(place.folder)}:\n{path.read_text()}"
        for path in sorted(place.folder.rglob("journal.json"))
    ]


def test_there_are_enough_points(points: Sequence[Point]) -> None:
    assert len(points) >= LEAST_POINTS
    writes = ("POST api/applications", "PUT api/applications/*", "POST api/v2/usergroups")
    wanted = {f"request: {death}: {write}" for death in Death for write in writes}
    assert wanted <= {kind(point) for point in points}


def test_after_any_of_them_the_next_start_completes_the_run_once(
    place: Place, points: Sequence[Point], say: Callable[[str], None]
) -> None:
    chosen = some(points, most=MOST, kind=kind)
    failed = []
    for number, what in chosen:
        if wrong := killed_and_started_again(place, number):
            failed.append("\n".join([f"at {number}, {what}:", *wrong]))
    say(f"killed at {len(chosen)} of {len(points)} points, {len(failed)} of them badly")
    assert not failed, "\n\n".join(failed[:5])


@pytest.mark.parametrize("write", ["api/applications", "api/v2/usergroups"])
def test_in_real_time_what_comes_late_is_waited_for(
    place: Place, points: Sequence[Point], write: str
) -> None:
    late = f"request: {Death.LATE}: POST {write}"
    number = next(number for number, what in points if what == late)
    place.home()
    assert place.apply(number) == -signal.SIGKILL
    place.front.settled()
    assert place.front.held == 1
    before = place.run.world()
    seen = len(place.front.seen)
    place.program.begin(ARGUMENTS, home=place.folder, extra=place.run.told, hurried=False)
    looked = f"GET /{write}"
    wait_until(lambda: looked in place.front.seen[seen:], "the next start looks for it")
    place.run.sandbox.do(place.front.release)
    code = place.program.end()
    assert [*place.run.wrong_with_jumpcloud(before), *place.wrong(code)] == []


@pytest.mark.skipif(not WHOLE, reason="waits for 45 seconds; make exhaustive does")
def test_in_real_time_what_never_came_is_done_after_its_time_limit(
    place: Place, points: Sequence[Point]
) -> None:
    before_it_left = "request: before it leaves: POST api/applications"
    number = next(number for number, what in points if what == before_it_left)
    place.home()
    assert place.apply(number) == -signal.SIGKILL
    before = place.run.world()
    code = place.apply(hurried=False)
    assert [*place.run.wrong_with_jumpcloud(before), *place.wrong(code)] == []
