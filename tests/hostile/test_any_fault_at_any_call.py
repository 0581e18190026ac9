"""Whatever goes wrong at whichever call of an automatic run: it is told, and trying again mends it.

``make exhaustive`` does everything to every call; usually each trouble is met once.
"""

import contextlib
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
import stamina

from deskpro_sso_gui import texts
from deskpro_sso_gui.cli import main
from deskpro_sso_gui.problems import Problem, ProblemCode
from deskpro_sso_gui.texts.wording import ProblemWords
from tests.support.automatic_run import AutomaticRun
from tests.support.front import Front
from tests.support.hurried import hurried
from tests.support.practice_sandbox import practice_sandbox
from tests.support.thorough import some
from tests.support.troubles import HARMS, TROUBLES, Case, Place, Trouble, places, troubled

MOST = 1
"""Calls that each trouble is done to, where it is not done to all."""

Cell = tuple[Trouble, int, str]
"""A trouble, the number of the call it meets, and what that call is."""


@dataclass(frozen=True)
class Outcome:
    """How a run ended and what it said."""

    code: int
    out: str
    err: str
    problems: tuple[Problem, ...]
    words: str

    @property
    def codes(self) -> set[ProblemCode]:
        return {problem.code for problem in self.problems}


@pytest.fixture(scope="module")
def front() -> Front:
    return Front(HARMS)


@pytest.fixture(scope="module")
def run(front: Front) -> Iterator[AutomaticRun]:
    with practice_sandbox(front) as sandbox:
        yield AutomaticRun(sandbox, there=1, missing=1)


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Place]]:
    with places(tmp_path_factory.mktemp("places")) as opened:
        yield opened


class Runs:
    """Makes the run, each case in a home of its own."""

    def __init__(
        self,
        run: AutomaticRun,
        front: Front,
        where: Mapping[str, Place],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        self.run, self.front = run, front
        self._where, self._monkeypatch = where, monkeypatch
        self.home = Path()
        for name, value in run.told.items():
            monkeypatch.setenv(name, value)

    def begin(self, home: Path) -> None:
        """Begin anew, with nothing done here nor in JumpCloud."""
        self.run.sandbox.go_back(self.run.start)
        home.mkdir()
        self.home = home
        (home / "plan.toml").write_text(self.run.plan)
        for name in ("DATA", "STATE", "CONFIG", "CACHE"):
            self._monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))

    def __call__(self, case: Case) -> Outcome:
        """Make the run with what ``case`` does to it."""
        out, err = io.StringIO(), io.StringIO()
        problems: list[Problem] = []
        words: list[str] = []
        tell = texts.problem_text

        def heard(problem: Problem) -> ProblemWords:
            said = tell(problem)
            problems.append(problem)
            words.append(f"{said.title}\n{said.advice}\n")
            return said

        with contextlib.ExitStack() as held:
            held.enter_context(contextlib.redirect_stdout(out))
            held.enter_context(contextlib.redirect_stderr(err))
            held.enter_context(troubled(case, self._where))
            held.enter_context(hurried())
            held.enter_context(stamina.set_testing(True, attempts=4, cap=True))
            self._monkeypatch.setattr(texts, "problem_text", heard)
            held.callback(self._monkeypatch.setattr, texts, "problem_text", tell)
            code = main(["apply", str(self.home / "plan.toml"), "--out", str(self.home / "out")])
        return Outcome(code, out.getvalue(), err.getvalue(), tuple(problems), "".join(words))


@pytest.fixture
def runs(
    run: AutomaticRun, front: Front, where: dict[str, Place], monkeypatch: pytest.MonkeyPatch
) -> Runs:
    return Runs(run, front, where, monkeypatch)


_ANSWERED: Final = r"(4|5|a page).*"
"""Troubles of which JumpCloud's answer tells; where the call is a nicety they pass unsaid."""

BETTER_KNOWN: Final[list[tuple[str, str, set[ProblemCode | None]]]] = [
    # JumpCloud knows the key, which is all that is asked first (jumpcloud.client.region_of)
    (
        r"GET /api/organizations",
        "401, no organisation",
        {None, ProblemCode.ORGANIZATION_NOT_CHOSEN},
    ),
    # a name is nice to have (jumpcloud.client)
    (r"GET /api/organizations/\w+", _ANSWERED, {None}),
    # the call is not documented, a refusal means nothing (reference/jumpcloud-api.md §2.2)
    (r"GET /api/users/getSelf", _ANSWERED, {None}),
    # which groups the tester is in helps to choose from them, no more (tasks.access)
    (r"GET /api/v2/users/\w+/memberof", ".*", {None}),
    # no answer to it says nothing about the set-up (reference/deskpro.md §3.3)
    (r"GET /saml/metadata/3.xml", ".*", {None}),
    # the first of two ways to count the members; the second is not disturbed
    (
        r"GET /api/v2/usergroups/\w+/membership",
        "a page.*",
        {None, ProblemCode.ANSWER_IS_A_WEB_PAGE},
    ),
    # no plan without SSO can make one (reference/jumpcloud-api.md §1.2)
    (r"POST /api/applications", "402", {ProblemCode.PLAN_LACKS_SSO}),
    # bound already, says JumpCloud (reference/jumpcloud-api.md §1.5)
    (r"POST /api/v2/applications/\w+/associations", "409", {None}),
    # DeskPRO's own answers: it is busy, or it is no DeskPRO (reference/deskpro.md §1)
    (r"GET /api/v2/helpdesk/discover", "429.*", {ProblemCode.HELPDESK_BUSY}),
    (r"GET /api/v2/helpdesk/discover", "(4|a page).*", {ProblemCode.NOT_A_DESKPRO}),
]
"""Calls, troubles, and what is told of them instead of the trouble's own; None is nothing."""


def expected(trouble: Trouble, call: str) -> set[ProblemCode | None]:
    """Return what may be told of ``trouble`` at ``call``."""
    for calls, troubles, codes in BETTER_KNOWN:
        if re.fullmatch(calls, call) and re.fullmatch(troubles, trouble.name):
            return codes
    return {trouble.code}


def wrong_with_first(first: Outcome, cell: Cell) -> Iterator[str]:
    trouble, _, call = cell
    allowed = expected(trouble, call)
    if not (first.codes & allowed if first.codes else None in allowed):
        yield f"told {sorted(first.codes)}"
    if first.err != first.words:
        yield f"said besides: {first.err!r}"
    if first.code != bool(first.problems):
        yield f"left with {first.code}"


def wrong_with(runs: Runs, cell: Cell, home: Path) -> Iterator[str]:
    """Say what is wrong with a run that meets a trouble, and with the one after it."""
    trouble, number, _ = cell
    runs.begin(home)
    first = runs(Case(number, trouble))
    runs.front.settled()
    yield from wrong_with_first(first, cell)
    before = runs.run.world()
    again = runs(Case())
    if again.code or again.err:
        yield f"tried again, it left with {again.code}: {again.err!r}"
    yield from runs.run.wrong_with_jumpcloud(before)
    yield from runs.run.wrong_here(home, home / "out")
    key = next(value for name, value in runs.run.told.items() if name.endswith("KEY"))
    if any(key in text for text in (first.out, first.err, again.out, again.err)):
        yield "the key was said"


@pytest.fixture(scope="module")
def tally(say: Callable[[str], None]) -> Iterator[Counter[str]]:
    """Count what was tried, and say it when all is done."""
    counted: Counter[str] = Counter()
    yield counted
    say(f"an automatic run: {counted['tried']} of {counted['faults']} faults done to its calls")


@pytest.fixture(scope="module")
def calls() -> list[tuple[int, str]]:
    """The calls of a run that nothing disturbs, numbered; found by the first test that asks."""
    return []


@pytest.mark.expects_log("ASGI callable returned without completing response")
@pytest.mark.parametrize("trouble", TROUBLES, ids=[each.name for each in TROUBLES])
def test_a_trouble_at_any_call_is_told_and_trying_again_mends_it(
    trouble: Trouble,
    runs: Runs,
    calls: list[tuple[int, str]],
    tally: Counter[str],
    tmp_path: Path,
) -> None:
    if not calls:
        undisturbed = Case()
        runs.begin(tmp_path / "undisturbed")
        assert runs(undisturbed).code == 0
        calls.extend(enumerate(undisturbed.calls, 1))
    chosen = some(calls, most=MOST, salt=trouble.name)
    failed = []
    for number, call in chosen:
        cell = (trouble, number, call)
        try:
            wrong = list(wrong_with(runs, cell, tmp_path / str(number)))
        except Exception as error:
            error.add_note(f"at call {number}, {call}")
            raise
        if wrong:
            failed.append(f"at call {number}, {call}: {'; '.join(wrong)}")
    tally["tried"] += len(chosen)
    tally["faults"] += len(calls)
    assert not failed, "\n".join(failed)
