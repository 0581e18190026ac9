"""Runs of the program as processes that end themselves, or are ended, at any point of their work.

As a program (``python -m tests.support.crashing``) this has loaded all the product needs and forks
for each run, since loading takes longer than running. The product itself knows of nothing: its
sending and its file writes are counted from outside.
"""

import asyncio
import contextlib
import importlib
import itertools
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from deskpro_sso_gui.cli import main
from deskpro_sso_gui.net import Request, Response, transport
from tests.support.front import HEADER, SLEPT, Death
from tests.support.hurried import hurried
from tests.support.program import LIMIT_S, ROOT, environment

_WRITES: Final = os.O_WRONLY | os.O_RDWR


class Run(msgspec.Struct, kw_only=True):
    """A run to be made.

    Attributes:
        home: what is written below it counts; ``said``, ``told`` and ``points`` in it are what the
            run says on standard output, on standard error, and what it comes by.
        stop: the number of the point at which it is ended; 0 lets it come to its end.
        hurried: it does not wait for the time that its tasks sleep.
        modules: it writes down too which modules it has loaded.
    """

    arguments: list[str]
    environment: dict[str, str]
    home: str
    stop: int = 0
    hurried: bool = True
    modules: bool = False


class Ended(msgspec.Struct, kw_only=True):
    """How a run ended: its exit code, or minus the signal's number."""

    code: int


class CrashingProgram:
    """Forks runs. One at a time."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process

    def run(
        self,
        arguments: Sequence[str],
        *,
        home: Path,
        extra: Mapping[str, str],
        stop: int = 0,
        hurried: bool = True,
        modules: bool = False,
    ) -> int:
        """Make a run to its end and return its exit code, minus the signal if it was killed."""
        self.begin(arguments, home=home, extra=extra, stop=stop, hurried=hurried, modules=modules)
        return self.end()

    def begin(
        self,
        arguments: Sequence[str],
        *,
        home: Path,
        extra: Mapping[str, str],
        stop: int = 0,
        hurried: bool = True,
        modules: bool = False,
    ) -> None:
        """Begin a run; ``end`` has to follow."""
        run = Run(
            arguments=list(arguments),
            environment=environment(home, **extra),
            home=str(home),
            stop=stop,
            hurried=hurried,
            modules=modules,
        )
        assert self._process.stdin is not None
        self._process.stdin.write(msgspec.json.encode(run) + b"\n")
        self._process.stdin.flush()

    def end(self) -> int:
        """Wait for the end of a run."""
        assert self._process.stdout is not None
        return msgspec.json.decode(self._process.stdout.readline(), type=Ended).code

    def load(self, modules: Sequence[str]) -> None:
        """Load what a run had loaded, so that no other has to."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(list(modules)).encode() + b"\n")
        self._process.stdin.flush()
        assert self.end() == 0


@contextlib.contextmanager
def crashing_program(home: Path) -> Iterator[CrashingProgram]:
    """Have the program loaded until the block ends."""
    with (home / "crashing-errors").open("w+b") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.crashing"],
            env=environment(home),
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
        )
        try:
            yield CrashingProgram(process)
        finally:
            process.communicate(timeout=LIMIT_S)
        errors.seek(0)
        assert errors.read() == b""
    assert process.returncode == 0


class _Points:
    """Counts what a run comes by, writes it down, and ends the process at the chosen one."""

    def __init__(self, run: Run) -> None:
        self._stop = run.stop
        self._home = Path(run.home)
        self._numbers = itertools.count(1)
        self._guard = threading.Lock()
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        self._notes = os.open(Path(run.home) / "points", flags, 0o600)

    def reached(self, what: str) -> None:
        if self.chosen(what):
            os.kill(os.getpid(), signal.SIGKILL)

    def chosen(self, what: str) -> bool:
        """Say whether this point, which is the next, is the chosen one."""
        with self._guard:
            number = next(self._numbers)
            os.write(self._notes, f"{what}\n".encode())
            return number == self._stop

    def name(self, place: object) -> str:
        """Return the name of a file of the program's, empty for any other."""
        if not isinstance(place, str | os.PathLike):
            return ""
        path = Path.cwd() / os.fsdecode(place)
        return path.name if path.is_relative_to(self._home) else ""


def _count_file_writes(points: _Points) -> None:
    flush = os.fsync

    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITES
        if writes and (name := points.name(arguments[0])):
            points.reached(f"file: before it is opened: {_kind(name)}")
        elif event == "os.rename" and (name := points.name(arguments[1])):
            points.reached(f"file: before it takes its place: {_kind(name)}")

    def counted(descriptor: int) -> None:
        name = Path(f"/proc/self/fd/{descriptor}").readlink()
        is_folder = name.is_dir()
        step = "it took its place, before its folder" if is_folder else "it is written, before it"
        points.reached(f"file: {step} is flushed: {'' if is_folder else _kind(name.name)}")
        flush(descriptor)

    sys.addaudithook(audit)
    os.fsync = counted  # type: ignore[assignment] # the product gives numbers


def _kind(name: str) -> str:
    # temporary names hold random letters
    return ".".join(name.lstrip(".").split(".")[:2])


def _count_requests(points: _Points) -> None:
    class Counted(transport.Http):
        async def send(self, request: Request, /) -> Response:
            what = f"{request.method} {request.url.partition('://')[2].partition('/')[2]}"
            points.reached(f"request: before it leaves: {what}")
            headers = dict(request.headers)
            if not request.idempotent:
                for death in Death:
                    if points.chosen(f"request: {death}: {what}"):
                        headers[HEADER] = f"{death}:{os.getpid()}"
            request = msgspec.structs.replace(request, headers=headers)
            response = await super().send(request)
            points.reached(f"request: after its answer: {what}")
            return response

    transport.Http = Counted  # type: ignore[misc]


async def _tell_of_a_second() -> None:
    address = os.environ["DESKPRO_SSO_JUMPCLOUD_URL"]
    host, _, port = address.partition("://")[2].partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(
        f"GET {SLEPT} HTTP/1.1\r\nhost: {host}:{port}\r\nconnection: close\r\n\r\n".encode()
    )
    assert b" 204 " in await reader.readline()
    writer.close()
    await writer.wait_closed()


def _be(run: Run) -> int:
    """Be the program, in a child."""
    os.environ.clear()
    os.environ.update(run.environment)
    home = Path(run.home)
    os.chdir(home)
    for number, name in ((1, "said"), (2, "told")):
        file = os.open(home / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(file, number)
        os.close(file)
    points = _Points(run)
    _count_requests(points)
    _count_file_writes(points)

    with hurried(_tell_of_a_second) if run.hurried else contextlib.nullcontext():
        code = main(run.arguments)
    if run.modules:
        ours = [name for name in sys.modules if name != "__main__"]
        (home / "modules").write_text(json.dumps(ours))
    return code


def _serve() -> int:
    for line in sys.stdin.buffer:
        order = json.loads(line)
        if isinstance(order, list):
            for module in order:
                with contextlib.suppress(ImportError):  # made up at run time
                    importlib.import_module(module)
            code = 0
        else:
            sys.stdout.flush()
            child = os.fork()
            if child == 0:
                return _be(msgspec.convert(order, Run))
            _, status = os.waitpid(child, 0)
            code = os.waitstatus_to_exitcode(status)
        sys.stdout.buffer.write(msgspec.json.encode(Ended(code=code)) + b"\n")
        sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(_serve())
