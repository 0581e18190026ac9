"""The sandbox as a child process of whoever practises with it.

The child ends when its standard input closes, so it never outlives its parent, however that ends.
Importing this module loads nothing of the sandbox itself.
"""

import asyncio
import contextlib
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Final, Self

import msgspec

START_SECONDS: Final = 60.0
"""The sandbox answers within two seconds; a slow disk or a virus scanner may take its time."""
END_SECONDS: Final = 5.0
_KEPT_OUTPUT: Final = 2_000
_ROOT: Final = Path(__file__).resolve().parents[2]


class SandboxError(Exception):
    """The sandbox did not start.

    Attributes:
        detail: the end of what it said, for a log or a report; may be empty.
        exit_status: ``None`` where it was still running when the time was over.
    """

    def __init__(self, *, detail: str, exit_status: int | None) -> None:
        super().__init__(detail or f"exit status {exit_status}")
        self.detail = detail
        self.exit_status = exit_status


class SandboxUser(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who can sign in to the sandbox."""

    email: str
    password: str

    def __repr__(self) -> str:
        return f"SandboxUser(email={self.email!r})"


class SandboxAddress(msgspec.Struct, frozen=True, kw_only=True):
    """Where a running sandbox answers, and how to call it.

    Attributes:
        jumpcloud: JumpCloud's origin; its API is under ``/api``.
        deskpro: DeskPRO's origin.
        api_key: JumpCloud's API key; not shown by ``repr``.
        organization: the id of JumpCloud's organisation.
        users: some JumpCloud users, the first is the one to try with.
    """

    jumpcloud: str
    deskpro: str
    api_key: str
    organization: str
    users: list[SandboxUser]

    def __repr__(self) -> str:
        return f"SandboxAddress(jumpcloud={self.jumpcloud!r}, deskpro={self.deskpro!r})"


class SandboxChild:
    """A running sandbox.

    Attributes:
        address: where it answers.
    """

    def __init__(self, process: "subprocess.Popen[bytes]", address: SandboxAddress) -> None:
        self._process = process
        self.address = address

    @property
    def is_running(self) -> bool:
        """Whether it is still there."""
        return self._process.poll() is None

    async def close(self) -> None:
        """End the sandbox; its state is on disk already. May be called again."""
        await asyncio.to_thread(_end, self._process)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


async def start_sandbox(
    *, state: Path | None, extra: Sequence[str] = (), start_seconds: float = START_SECONDS
) -> SandboxChild:
    """Start the sandbox and wait until it answers.

    Args:
        state: the file it continues from and keeps itself in; ``None`` keeps it in memory.
        extra: further options of the ``sandbox`` command.
        start_seconds: how long it may take.

    Raises:
        SandboxError: it ended instead, or did not answer in time.
    """
    command = _command(state, extra)
    with tempfile.TemporaryFile() as said:
        process = _start(command, said)
        try:
            # A thread, for not every event loop (qasync's) can wait for a child's pipe.
            async with asyncio.timeout(start_seconds):
                line = await asyncio.to_thread(_first_line, process)
            address = msgspec.json.decode(line, type=SandboxAddress)
        except (TimeoutError, msgspec.DecodeError) as error:
            status = None if isinstance(error, TimeoutError) else _exit_status(process)
            _kill(process)
            raise SandboxError(detail=_end_of(said), exit_status=status) from error
        except BaseException:
            _kill(process)
            raise
    return SandboxChild(process, address)


def _command(state: Path | None, extra: Sequence[str]) -> list[str]:
    frozen = getattr(sys, "frozen", False)
    program = ["sandbox"] if frozen else ["-m", "deskpro_sso_gui.practice"]
    kept = [] if state is None else ["--state", str(state.absolute())]
    return [sys.executable, *program, "--until-stdin-closes", *extra, *kept]


def _start(command: list[str], said: IO[bytes]) -> "subprocess.Popen[bytes]":
    # A group of its own: Ctrl+C is for the parent, which ends the sandbox when it is done.
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
    return subprocess.Popen(  # noqa: S603 - our own program
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=said,
        cwd=_ROOT,
        start_new_session=sys.platform != "win32",
        creationflags=flags,
    )


def _first_line(process: "subprocess.Popen[bytes]") -> bytes:
    assert process.stdout is not None  # noqa: S101 - a pipe was asked for
    return process.stdout.readline()


def _exit_status(process: "subprocess.Popen[bytes]") -> int | None:
    with contextlib.suppress(subprocess.TimeoutExpired):
        return process.wait(END_SECONDS)
    return None


def _end_of(said: IO[bytes]) -> str:
    size = said.seek(0, 2)
    said.seek(max(0, size - _KEPT_OUTPUT))
    return said.read().decode("utf-8", "replace").strip()


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(END_SECONDS)
    _kill(process)


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """Make sure that ``process`` is gone, and let go of its pipes."""
    if process.poll() is None:
        process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
