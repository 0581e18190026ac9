"""Start the program by its menu entry and press its first button, as a screen reader's user would.

Run by ``session.sh`` inside the new system, with its Python and nothing of this project's: the
window is seen through the accessibility bus (AT-SPI) alone.
"""

import configparser
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402 - its version comes first

T = TypeVar("T")
ENTRY = Path("/usr/share/applications/deskpro-sso-gui.desktop")
TITLE = re.compile("DeskPRO SSO Assistant")
LIMIT_S = 120.0
LOOK_S = 0.2
NEXT_PAGE = "Before you start"


def command_of(entry: Path, action: str = "") -> list[str]:
    """Return the command that a menu entry, or one of its actions, runs without a file."""
    parser = configparser.RawConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(entry, encoding="utf-8")
    section = f"Desktop Action {action}" if action else "Desktop Entry"
    return [word for word in shlex.split(parser[section]["Exec"]) if not word.startswith("%")]


def until(what: str, look: Callable[[], T | None]) -> T:
    """Return what ``look`` finds; give up after a while."""
    end = time.monotonic() + LIMIT_S
    while time.monotonic() < end:
        try:
            found = look()
        except gi.repository.GLib.Error:
            found = None  # it went away while it was looked at
        if found is not None:
            return found
        time.sleep(LOOK_S)
    raise SystemExit(f"waited in vain for {what}")


def windows() -> Iterator[Any]:
    """Yield the windows that are on the accessibility bus."""
    desktop = Atspi.get_desktop(0)
    for number in range(desktop.get_child_count()):
        application = desktop.get_child_at_index(number)
        if application is not None:
            for each in range(application.get_child_count()):
                yield application.get_child_at_index(each)


def below(node: Any) -> Iterator[Any]:
    """Yield everything in ``node`` that is to be seen."""
    yield node
    for number in range(node.get_child_count()):
        child = node.get_child_at_index(number)
        if child is not None and child.get_state_set().contains(Atspi.StateType.SHOWING):
            yield from below(child)


def window() -> Any:
    """Return the program's window, None while there is none."""
    return next((each for each in windows() if each and TITLE.search(each.get_name() or "")), None)


def shown(role: str, name: str) -> Any:
    """Return what is shown under ``name`` with the role ``role``, None while it is not."""
    root = window()
    if root is None:
        return None
    return next(
        (
            each
            for each in below(root)
            if each.get_role_name() == role and (each.get_name() or "").startswith(name)
        ),
        None,
    )


def listed() -> str:
    """Return what is to be seen, for the one who reads why it failed."""
    root = window()
    return (
        ""
        if root is None
        else "\n".join(f"{each.get_role_name()}: {each.get_name()}" for each in below(root))
    )


def next_page() -> Any:
    """Return the title of the page that follows, None while it is not shown."""
    return shown("label", NEXT_PAGE) or shown("heading", NEXT_PAGE)


def play(action: str, button: str) -> None:
    """Start the entry's ``action``, press ``button``, see the next page, and close the window."""
    command = command_of(ENTRY, action)
    print(f"  {shlex.join(command)}", flush=True)
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=dict(os.environ),
    )
    try:
        found = until(f"the button {button!r}", lambda: shown("push button", button))
        found.do_action(0)
        until(
            f"the page {NEXT_PAGE!r}",
            lambda: shown("label", NEXT_PAGE) or shown("heading", NEXT_PAGE),
        )
    except SystemExit:
        print(listed(), file=sys.stderr)
        process.kill()
        print(*process.communicate(), file=sys.stderr)
        raise
    process.send_signal(signal.SIGTERM)
    said, complained = process.communicate(timeout=LIMIT_S)
    if process.returncode or complained:
        raise SystemExit(f"it ended with {process.returncode}\n{said}{complained}")


def main() -> None:
    """Look at the entry and at its action."""
    play("", "New set-up")
    play("practice", "Practise a set-up")


if __name__ == "__main__":
    main()
