"""``apply``: the automatic parts of a set-up, unattended."""

import argparse
import asyncio
import contextlib
import os
import signal
import sys
from pathlib import Path

from deskpro_sso_gui import texts
from deskpro_sso_gui.commands.speech import speak
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
_SETTING = 'credential = "env:NAME"'
_GIVE_A_KEY = N_(
    "Put the key into an environment variable, and write {setting} with that variable's name under "
    "[jumpcloud] in the plan. Or open the wizard once and give it the key for this helpdesk: it is "
    "kept in this computer's keyring."
)


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
        0 when all that needs no person is done, 1 when something is wrong or it was interrupted,
        2 when the plan can't be read.
    """
    speak()
    plan = None
    if options.plan is not None:
        try:
            plan = read_plan(read_limited(options.plan, _LARGEST_PLAN).decode("utf-8-sig"))
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
    except (KeyboardInterrupt, asyncio.CancelledError):
        print(texts.t(N_("Stopped. What was done before is kept.")), file=sys.stderr)
    return _WRONG


async def _apply(plan: ApplyPlan | None, folder: Path, *, practice: bool) -> int:
    _stop_when_terminated()
    # who hands the key over in the environment did not ask for it to be put into the keyring
    from_environment = plan is not None and bool(plan.jumpcloud.variable)
    services = await build_services(
        Options(practice=practice, session_credentials_only=from_environment)
    )
    teller = _Teller()
    try:
        files = await apply(
            services,
            practice_plan(services, plan) if practice or plan is None else plan,
            folder,
            environment=os.environ,
            report=teller,
        )
    finally:
        await services.close()
    print(texts.t(N_("The summary is in {folder}:"), folder=folder))
    for file in files:
        print(f"  {file.name}")
    return _WRONG if teller.heard_of_problems else _DONE


def _stop_when_terminated() -> None:
    """End on SIGTERM as on Ctrl+C: what was begun is closed, and so is the sandbox."""
    task = asyncio.current_task()
    if task is not None:
        with contextlib.suppress(NotImplementedError):  # Windows ends the process by itself
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)


class _Teller:
    """Prints what happens.

    Attributes:
        heard_of_problems: something is wrong that did not end the run.
    """

    def __init__(self) -> None:
        self.heard_of_problems = False

    def __call__(self, event: StageId | Problem) -> None:
        """Print a stage that begins, or a problem."""
        if isinstance(event, Problem):
            self.heard_of_problems = True
            _say_problem(event)
        else:
            print(texts.t(STAGE_BY_ID[event].name), flush=True)


def _as_problem(error: ProblemError | UnicodeDecodeError) -> Problem:
    if isinstance(error, ProblemError):
        return error.problem
    return Problem(code=ProblemCode.PLAN_INVALID, values={"reason": "UTF-8"})


def _say_problem(problem: Problem) -> None:
    words = texts.problem_text(problem)
    # the wizard's pages are of no use here
    missing = problem.code is ProblemCode.KEY_MISSING
    advice = texts.t(_GIVE_A_KEY, setting=_SETTING) if missing else words.advice
    print(f"{words.title}\n{advice}", file=sys.stderr)
