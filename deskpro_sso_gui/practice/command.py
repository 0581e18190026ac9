"""The ``sandbox`` command: both products on this computer, until interrupted."""

import argparse
import asyncio
import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import Final

from deskpro_sso_gui.practice.faults import EXPLANATIONS, Fault

EXIT_FINE: Final = 0
EXIT_UNUSABLE: Final = 2
"""A state file or a port can't be used; argparse exits so, too."""

_MAX_PORT: Final = 65_534
_MAX_GROUPS: Final = 10_000
_MAX_USERS: Final = 100_000
_MAX_ORGANIZATIONS: Final = 1_000
_MAX_APPLICATIONS: Final = 10_000
_MAX_LATENCY: Final = 600_000


class Options(argparse.Namespace):
    """The command's options.

    Attributes:
        port: of JumpCloud, DeskPRO's is the next; 0 chooses.
        state: the file the sandbox is kept in, ``None`` keeps it in memory.
        latency: milliseconds that every API answer is held back.
        until_stdin_closes: ends with its parent, see :mod:`deskpro_sso_gui.practice.child`.
    """

    port: int
    state: Path | None
    groups: int
    users: int
    organizations: int
    applications: int
    latency: int
    fault: list[Fault]
    until_stdin_closes: bool


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the sandbox until it is interrupted, and return the exit status.

    Prints one JSON line on standard output when both products answer.
    """
    options = _parser().parse_args(arguments, Options())
    try:
        return _run(options)
    except KeyboardInterrupt:  # came before the signal had its handler
        return EXIT_FINE


def _run(options: Options) -> int:
    # What serves takes a second to load; --help and a wrong option do not wait for it.
    from deskpro_sso_gui.practice.server import PortsTakenError  # noqa: PLC0415 - as said above
    from deskpro_sso_gui.practice.store import StateFileError  # noqa: PLC0415 - as said above

    try:
        asyncio.run(_serve(options))
    except (StateFileError, PortsTakenError) as error:
        print(f"sandbox: {error}", file=sys.stderr)
        return EXIT_UNUSABLE
    return EXIT_FINE


async def _serve(options: Options) -> None:
    import msgspec  # noqa: PLC0415 - see _run

    from deskpro_sso_gui.practice.server import serving  # noqa: PLC0415 - see _run
    from deskpro_sso_gui.practice.store import Store  # noqa: PLC0415 - see _run

    store = Store.open(
        options.state,
        groups=options.groups,
        users=options.users,
        organizations=options.organizations,
        applications=options.applications,
        faults=options.fault,
    )
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    _on_interrupt(stop.set, loop)
    if options.until_stdin_closes:
        _when_stdin_closes(stop.set, loop)
    async with serving(store, port=options.port, latency=options.latency / 1000) as ready:
        print(msgspec.json.encode(ready).decode("utf-8"), flush=True)
        await stop.wait()


def _on_interrupt(stop: Callable[[], None], loop: asyncio.AbstractEventLoop) -> None:
    def on_signal(_number: int, _frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(stop)

    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stop)
        except NotImplementedError:  # Windows
            signal.signal(number, on_signal)


def _when_stdin_closes(stop: Callable[[], None], loop: asyncio.AbstractEventLoop) -> None:
    def watch() -> None:
        # Not through sys.stdin: its lock would be held when the interpreter ends.
        with contextlib.suppress(OSError):
            while os.read(0, 1024):
                pass
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(stop)

    threading.Thread(target=watch, name="sandbox-stdin", daemon=True).start()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="deskpro-sso-gui sandbox",
        description="Play JumpCloud and DeskPRO on this computer, until interrupted.\n"
        "When both answer, one JSON line tells where, and with which key.",
        epilog="\n".join(["what can be broken with --fault:", *_fault_lines()]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--port",
        type=_number(0, _MAX_PORT),
        default=0,
        metavar="N",
        help="JumpCloud answers on port N, DeskPRO on N+1 (default: any free pair)",
    )
    parser.add_argument(
        "--state",
        type=Path,
        metavar="FILE",
        help="keep everything in FILE and continue from it; otherwise it is forgotten at the end",
    )
    parser.add_argument(
        "--groups",
        type=_number(0, _MAX_GROUPS),
        default=3,
        metavar="N",
        help="how many user groups a new sandbox has (default: 3)",
    )
    parser.add_argument(
        "--users",
        type=_number(0, _MAX_USERS),
        default=4,
        metavar="N",
        help="how many JumpCloud users a new sandbox has (default: 4)",
    )
    parser.add_argument(
        "--organizations",
        type=_number(1, _MAX_ORGANIZATIONS),
        default=1,
        metavar="N",
        help="how many organisations the key of a new sandbox sees (default: 1)",
    )
    parser.add_argument(
        "--applications",
        type=_number(0, _MAX_APPLICATIONS),
        default=0,
        metavar="N",
        help="how many applications a new sandbox has already (default: 0)",
    )
    parser.add_argument(
        "--latency",
        type=_number(0, _MAX_LATENCY),
        default=0,
        metavar="MS",
        help="hold back every API answer by so many milliseconds",
    )
    parser.add_argument(
        "--fault",
        type=_fault,
        action="append",
        default=[],
        metavar="NAME",
        help="break something on purpose, see below; may be given several times",
    )
    parser.add_argument("--until-stdin-closes", action="store_true", help=argparse.SUPPRESS)
    return parser


def _fault_lines() -> Iterator[str]:
    width = max(map(len, Fault))
    for fault in sorted(Fault):
        yield f"  {fault:<{width}}  {EXPLANATIONS[fault]}"


def _number(least: int, most: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is not a number from {least} to {most}")
        return int(text)

    return number


def _fault(name: str) -> Fault:
    try:
        return Fault(name)
    except ValueError:
        known = ", ".join(sorted(Fault))
        raise argparse.ArgumentTypeError(f"{name!r} is not one of {known}") from None
