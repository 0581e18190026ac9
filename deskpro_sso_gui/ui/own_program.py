"""Start this program again: another window, or a command whose work must not hold up this one."""

import asyncio
import contextlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import msgspec
from PySide6.QtCore import QProcess

from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.stages import StageId

_LOOKED: Final = {0, 1, 2}
_FOLDER: Final = Path(__file__).resolve().parents[2]


class CheckedFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file as ``check --json`` reports it."""

    path: str
    kind: str
    facts: dict[str, Any]
    repairs: tuple[str, ...]


class CheckedFinding(msgspec.Struct, frozen=True, kw_only=True):
    """A finding as ``check --json`` reports it."""

    condition: str
    level: str
    side: str
    stage: StageId
    saw: str
    expected: str
    text: str


class CheckReport(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of ``check --json``."""

    files: tuple[CheckedFile, ...]
    findings: tuple[CheckedFinding, ...]
    headline: str | None


def command(*arguments: str) -> list[str]:
    """Return the command line that runs this very program with ``arguments``."""
    frozen = getattr(sys, "frozen", False)
    program = [sys.executable] if frozen else [sys.executable, "-m", "deskpro_sso_gui"]
    return [*program, *arguments]


def open_practice_window() -> bool:
    """Open another window of the program, in practice; say whether it was started."""
    program, *arguments = command("--practice")
    started, _process_id = QProcess.startDetached(program, arguments, str(_FOLDER))
    return bool(started)


async def check(paths: Sequence[Path], *, set_up: Path | None = None) -> CheckReport:
    """Look at files in a child process: decoders hold the interpreter lock, also in a thread.

    Cancelling ends the child.

    Args:
        paths: the files.
        set_up: the saved set-up to compare them with.

    Raises:
        ProblemError: it gave no answer.
    """
    compared = () if set_up is None else ("--set-up", str(set_up))
    files = (str(path.absolute()) for path in paths)
    program, *arguments = command("check", "--json", *compared, *files)
    process = await asyncio.create_subprocess_exec(
        program,
        *arguments,
        cwd=_FOLDER,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        answer, _ = await process.communicate()
    except asyncio.CancelledError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        raise
    named = ", ".join(path.name for path in paths)
    if process.returncode not in _LOOKED:
        raise ProblemError(ProblemCode.FILE_UNREADABLE, path=named)
    try:
        return msgspec.json.decode(answer, type=CheckReport)
    except msgspec.DecodeError as error:
        raise ProblemError(ProblemCode.FILE_UNREADABLE, path=named) from error
