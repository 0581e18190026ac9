"""Start this program again: another window, or a command whose work must not hold up this one."""

import asyncio
import contextlib
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Final

import msgspec
from PySide6.QtCore import QProcess

from deskpro_sso_gui import texts
from deskpro_sso_gui.diagnosis.told import ToldReport
from deskpro_sso_gui.problems import ProblemCode, ProblemError

_LOOKED: Final = {0, 1, 2}
_SUPPORT_FOLDER: Final = "Prepared for support"
_RECEIPT: Final = "receipt.txt"
_FOLDER: Final = Path(__file__).resolve().parents[2]


class SupportCopies(msgspec.Struct, frozen=True, kw_only=True):
    """Copies to pass on: where they are, and what their receipt says."""

    folder: Path
    receipt: str


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


async def check(paths: Sequence[Path], *, set_up: Path | None = None) -> ToldReport:
    """Look at files in a child process: decoders hold the interpreter lock, also in a thread.

    Cancelling ends the child.

    Args:
        paths: the files.
        set_up: the saved set-up to compare them with.

    Raises:
        ProblemError: it gave no answer.
    """
    compared = () if set_up is None else ("--set-up", str(set_up))
    # what the answer is worded with is loaded meanwhile, not when the answer is to be shown
    answer, _ = await asyncio.gather(_ask(paths, *compared), asyncio.to_thread(_get_words_ready))
    try:
        # a big answer takes a while to decode, and the window must not wait for it
        return await asyncio.to_thread(msgspec.json.decode, answer, type=ToldReport)
    except msgspec.DecodeError as error:
        raise ProblemError(ProblemCode.FILE_UNREADABLE, path=_named(paths)) from error


async def prepare_for_support(
    paths: Sequence[Path], folder: Path, *, now: datetime
) -> SupportCopies:
    """Write copies that can be passed on to a new folder in ``folder``, in a child process.

    Args:
        paths: recordings and sign-in messages.
        folder: where the admin wants it; nothing that is there is replaced.
        now: names the new folder, aware.

    Raises:
        ProblemError: it could not be written.
    """
    target = folder / f"{_SUPPORT_FOLDER} {now.astimezone():%Y-%m-%d %H.%M.%S}"
    if await asyncio.to_thread(target.exists):
        raise ProblemError(ProblemCode.FILE_NOT_WRITABLE, path=str(target))
    await _ask(paths, "--prepare-for-support", str(target))
    try:
        receipt = await asyncio.to_thread((target / _RECEIPT).read_text, encoding="utf-8")
    except OSError:
        # the receipt is written last: without it something is missing
        raise ProblemError(ProblemCode.FILE_NOT_WRITABLE, path=str(target)) from None
    return SupportCopies(folder=target, receipt=receipt)


def _get_words_ready() -> None:
    import_module("deskpro_sso_gui.diagnosis.words")
    texts.number(0)
    texts.date(datetime.now(UTC))


def _named(paths: Sequence[Path]) -> str:
    return ", ".join(path.name for path in paths)


async def _ask(paths: Sequence[Path], *options: str) -> bytes:
    files = (str(path.absolute()) for path in paths)
    program, *arguments = command("check", "--for-window", *options, "--", *files)
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
    if process.returncode not in _LOOKED:
        raise ProblemError(ProblemCode.FILE_UNREADABLE, path=_named(paths))
    return answer
