"""Runs a program in a login session of its own: its own bus, and GNOME's keyring on it."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import pytest

TIME_LIMIT_S: Final = 120.0

needs_keyring: Final = pytest.mark.skipif(
    not (shutil.which("gnome-keyring-daemon") and shutil.which("dbus-run-session")),
    reason="gnome-keyring or dbus-run-session is not installed",
)

# The daemon reads the password up to the end of its input, makes the login keyring with it where
# there is none, goes into the background when it serves, and ends with the bus.
_UNLOCKED: Final = """
printf %s "the keyring's password" |
    gnome-keyring-daemon --unlock --components=secrets >/dev/null || exit 97
exec "$@"
"""

_LOCKED: Final = f"""
printf %s "the keyring's password" |
    gnome-keyring-daemon --unlock --components=secrets >/dev/null || exit 97
{sys.executable} -c '
import contextlib, secretstorage
with contextlib.closing(secretstorage.dbus_init()) as bus:
    secretstorage.get_default_collection(bus).lock()
' || exit 97
exec "$@"
"""

# Owns the keyring's name on the bus and never answers, like a daemon that waits for its owner.
_HANGING: Final = f"""
{sys.executable} -c '
from jeepney import message_bus
from jeepney.io.blocking import Proxy, open_dbus_connection
bus = open_dbus_connection()
Proxy(message_bus, bus).RequestName("org.freedesktop.secrets")
print("ready", flush=True)
try:
    while True:
        bus.receive()
except (ConnectionError, EOFError):
    pass
' > "$XDG_RUNTIME_DIR/hanging" &
until grep -q ready "$XDG_RUNTIME_DIR/hanging"; do sleep 0.02; done
"$@"
status=$?
kill $!
exit $status
"""


def run_in_keyring_session(
    argv: Sequence[str],
    env: Mapping[str, str],
    tmp_path: Path,
    *,
    locked: bool = False,
    hanging: bool = False,
    time_limit_s: float = TIME_LIMIT_S,
) -> subprocess.CompletedProcess[str]:
    """Run ``argv`` with an unlocked login keyring and return what it did.

    Args:
        argv: the program; its working directory is the project's root.
        env: added to an otherwise nearly empty environment, over ``session_environment``.
        tmp_path: holds the session's folders; a second run with the same one finds what the
            first one left in keyring and data folder.
        locked: the keyring is locked, and nobody is there to answer its question.
        hanging: the keyring takes every call and answers none.
        time_limit_s: after it the whole session is ended.

    Raises:
        subprocess.TimeoutExpired: the program did not end by itself.
    """
    script = _HANGING if hanging else _LOCKED if locked else _UNLOCKED
    # the folder of the session's sockets: their paths may not be as long as a test's folder is
    with tempfile.TemporaryDirectory(prefix="session-") as runtime:
        full = {**session_environment(tmp_path), "XDG_RUNTIME_DIR": runtime, **env}
        return run_to_the_end(
            ["dbus-run-session", "--", "sh", "-c", script, "sh", *argv], full, time_limit_s
        )


def session_environment(tmp_path: Path) -> dict[str, str]:
    """Return an environment whose every folder is under ``tmp_path``, without bus or screen."""
    folders = {
        "HOME": tmp_path / "home",
        "XDG_DATA_HOME": tmp_path / "data",
        "XDG_CONFIG_HOME": tmp_path / "config",
        "XDG_CACHE_HOME": tmp_path / "cache",
        "XDG_STATE_HOME": tmp_path / "state",
    }
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True)
    return {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        **{name: str(folder) for name, folder in folders.items()},
    }


def run_to_the_end(
    argv: Sequence[str], env: Mapping[str, str], time_limit_s: float = TIME_LIMIT_S
) -> subprocess.CompletedProcess[str]:
    """Run ``argv``, and end it with everything it started should it not end by itself."""
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen(
        argv,
        env=dict(env),
        cwd=root,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            out, err = process.communicate(timeout=time_limit_s)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    return subprocess.CompletedProcess(argv, process.returncode, out, err)
