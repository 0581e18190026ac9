"""The commands: parse, then hand over. Each command's code is imported when it is asked for."""

import argparse
import contextlib
import gc
import os
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Final

import deskpro_sso_gui

_COMMANDS = {
    "apply": "deskpro_sso_gui.commands.apply",
    "check": "deskpro_sso_gui.commands.check",
}


_INTERRUPTED: Final = 130
"""What shells say of a program that Ctrl+C ended."""

_NO_SCREEN: Final = 2
_NO_SUCH_THING: Final = 2
_EPILOG: Final = (
    "commands, each with its own --help:\n"
    "  apply    do the automatic parts of a set-up, unattended\n"
    "  check    say what a certificate, metadata or sign-in message is\n"
    "  sandbox  play JumpCloud and DeskPRO on this computer"
)
_SCREENS: Final = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
"""One of these variables says where a window is to appear, where X11 or Wayland shows it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code.

    Args:
        arguments: those after the program's name; the process's own by default.
    """
    try:
        return _run(list(sys.argv[1:] if arguments is None else arguments))
    except KeyboardInterrupt:  # before a command could mind it, or one that does not
        return _INTERRUPTED


def _run(words: list[str]) -> int:
    if words[:1] == ["sandbox"]:
        return int(import_module("deskpro_sso_gui.practice.command").main(words[1:]))
    if words[:1] and words[0] in _COMMANDS:
        command = import_module(_COMMANDS[words[0]])
        parser = argparse.ArgumentParser(prog=f"deskpro-sso-gui {words[0]}", allow_abbrev=False)
        command.add_arguments(parser)
        return int(command.run(parser.parse_args(words[1:])))
    options = _window_parser().parse_args(words)
    if options.set_up is not None and not options.set_up.exists():
        sys.stderr.write(
            f"There is no command and no file called {str(options.set_up)!r}.\n\n{_EPILOG}\n"
        )
        return _NO_SUCH_THING
    if not _has_screen():
        sys.stderr.write(
            "There is no screen here, and the wizard needs one. "
            "Without a screen there is: deskpro-sso-gui apply --help\n"
        )
        return _NO_SCREEN
    # before Qt is loaded: a second start hands over and is gone
    instance = import_module("deskpro_sso_gui.storage.instance").Instance(practice=options.practice)
    if not instance.claim(options.set_up):
        return 0
    try:
        with _nothing_is_garbage_yet():
            app = import_module("deskpro_sso_gui.ui.app")
            return int(
                app.run_window(practice=options.practice, set_up=options.set_up, instance=instance)
            )
    finally:
        instance.release()


@contextlib.contextmanager
def _nothing_is_garbage_yet() -> Iterator[None]:
    """Let nothing be searched for garbage on the way to the window; its loop does that itself."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _has_screen() -> bool:
    # Qt would end the process with SIGABRT and a riddle about platform plugins
    return not sys.platform.startswith("linux") or any(map(os.environ.get, _SCREENS))


def _window_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="deskpro-sso-gui",
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Connect JumpCloud single sign-on to a DeskPRO helpdesk. "
        "Without a command, the wizard opens.",
        epilog=_EPILOG,
    )
    parser.add_argument(
        "--version", action="version", version=f"%(prog)s {deskpro_sso_gui.__version__}"
    )
    parser.add_argument("--practice", action="store_true", help="practise in the built-in sandbox")
    parser.add_argument("set_up", metavar="SET-UP", nargs="?", type=Path, help="a set-up file")
    return parser
