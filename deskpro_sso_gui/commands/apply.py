"""``apply``: the automatic parts of a set-up, unattended."""

import argparse
import asyncio
import os
import sys
from pathlib import Path

from deskpro_sso_gui import texts
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.problems import Problem, ProblemCode, ProblemError
from deskpro_sso_gui.setup.stages import STAGE_BY_ID, StageId
from deskpro_sso_gui.storage.files import read_limited
from deskpro_sso_gui.tasks.apply import apply, practice_plan
from deskpro_sso_gui.tasks.apply_plan import ApplyPlan, read_plan
from deskpro_sso_gui.tasks.services import Options, build_services

_DONE = 0
_WRONG = 1
_NO_PLAN = 2
_LARGEST_PLAN = 1_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments to ``parser``."""
    parser.description = "Do the automatic parts of a set-up, unattended."
    parser.add_argument("plan", metavar="PLAN.toml", nargs="?", type=Path, help="what to set up")
    parser.add_argument("--out", metavar="DIR", type=Path, required=True, help="for the summary")
    parser.add_argument(
        "--practice", action="store_true", help="against the sandbox; no plan needed"
    )


def run(options: argparse.Namespace) -> int:
    """Carry the command out.

    Returns:
        0 when all that needs no person is done, 1 when something is wrong, 2 when the plan can't
        be read.
    """
    plan = None
    if options.plan is not None:
        try:
            plan = read_plan(read_limited(options.plan, _LARGEST_PLAN).decode())
        except (ProblemError, UnicodeDecodeError) as error:
            _say_problem(_as_problem(error))
            return _NO_PLAN
    elif not options.practice:
        print(texts.t(N_("Name a plan, or use --practice.")), file=sys.stderr)
        return _NO_PLAN
    try:
        return asyncio.run(_apply(plan, options.out, practice=options.practice))
    except ProblemError as error:
        _say_problem(error.problem)
        return _WRONG
    except KeyboardInterrupt:
        return _WRONG


async def _apply(plan: ApplyPlan | None, folder: Path, *, practice: bool) -> int:
    services = await build_services(Options(practice=practice))
    try:
        files = await apply(
            services,
            plan or practice_plan(services),
            folder,
            environment=os.environ,
            report=_report,
        )
    finally:
        await services.close()
    print(texts.t(N_("The summary is in {folder}:"), folder=folder))
    for file in files:
        print(f"  {file.name}")
    return _DONE


def _report(event: StageId | Problem) -> None:
    if isinstance(event, Problem):
        _say_problem(event)
    else:
        print(texts.t(STAGE_BY_ID[event].name))


def _as_problem(error: ProblemError | UnicodeDecodeError) -> Problem:
    if isinstance(error, ProblemError):
        return error.problem
    return Problem(code=ProblemCode.PLAN_INVALID, values={"reason": "UTF-8"})


def _say_problem(problem: Problem) -> None:
    words = texts.problem_text(problem)
    print(f"{words.title}\n{words.advice}", file=sys.stderr)
