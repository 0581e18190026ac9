"""One window for one data folder: whoever comes second hands over what is to be opened.

Runs before anything is shown, so it knows neither Qt nor a library: a lock tells who is first, and
a socket of this user's alone (a named pipe on Windows) takes a line of JSON.
"""

import contextlib
import errno
import os
import socket
import stat
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Final

from deskpro_sso_gui.problems import ProblemError
from deskpro_sso_gui.storage.files import private_folder
from deskpro_sso_gui.storage.folders import data_folder

LOCK_NAME: Final = "window.lock"
ANSWER: Final = b"ok\n"
LONGEST_WORD: Final = 16 * 1024
LONGEST_PATH: Final = 8 * 1024
"""In bytes; with it, a word is still shorter than the longest one."""

_FOLDER: Final = "deskpro-sso-gui"
_PATIENCE_S: Final = 10.0
"""How long a first window may take to open, or to end, before a second one opens."""

_ANSWER_S: Final = 5.0
_LOOK_AGAIN_S: Final = 0.05
_TOKENS: Final = ("XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID")
"""What lets the first window come to the front, where the desktop guards that."""

_LONGEST_TOKEN: Final = 300
_TAKEN: Final = frozenset({errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES})
"""How the system says that another process has the lock; anything else says there are no locks."""


class Instance:
    """This run's claim to be the one window of its data folder.

    Attributes:
        is_first: it is; until ``release`` or the end of the process.
    """

    def __init__(self, *, practice: bool) -> None:
        self._data = data_folder(practice=practice)
        self._lock: IO[bytes] | None = None
        self.is_first = False

    @property
    def address(self) -> str:
        """The socket's path, or the name of the pipe; empty where there is no safe place for it."""
        # the folder itself may have a longer path than a socket's address can hold
        from hashlib import sha256  # noqa: PLC0415 - nobody asks before the window is there

        mark = sha256(os.fsencode(self._data.resolve())).hexdigest()[:16]
        if sys.platform == "win32":
            return f"{_FOLDER}-{mark}"
        folder = _socket_folder()
        return str(folder / f"{mark}.socket") if folder is not None else ""

    def claim(self, path: Path | None) -> bool:
        """Become the first, or hand ``path`` over to the first; say whether to open a window.

        A first that neither answers nor ends within ten seconds, and five more for its last answer,
        is not waited for: this run opens a window then, without being the first. So it does at
        once where nothing can be locked.
        """
        until = time.monotonic() + _PATIENCE_S
        while True:
            try:
                self.is_first = self._take_lock()
            except (OSError, ProblemError):
                return True  # no place for a lock: the window will tell what is wrong with it
            if self.is_first:
                return True
            if self._hand_over(path):
                return False
            if time.monotonic() > until:
                return True
            time.sleep(_LOOK_AGAIN_S)

    def release(self) -> None:
        """Let another run be the first."""
        self.is_first = False
        lock, self._lock = self._lock, None
        if lock is not None:
            lock.close()

    def _take_lock(self) -> bool:
        descriptor = os.open(private_folder(self._data) / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o600)
        file = open(descriptor, "rb+")  # noqa: PTH123, SIM115 - held for the process's life
        try:
            if _lock(file):
                self._lock = file
                return True
            return False
        finally:
            if self._lock is not file:
                file.close()

    def _hand_over(self, path: Path | None) -> bool:
        import base64  # noqa: PLC0415 - for a second window alone
        import json  # noqa: PLC0415 - as above

        # bytes, for a name on the disk need be no text
        name = os.fsencode(path.absolute()) if path is not None else b""
        token = next(filter(usable_token, (os.environ.get(each, "") for each in _TOKENS)), "")
        named = base64.b64encode(name if len(name) <= LONGEST_PATH else b"").decode()
        word = json.dumps({"open": named, "token": token}).encode() + b"\n"
        try:
            return _within(_ANSWER_S, lambda: _ask(self.address, word)) == ANSWER
        except OSError:
            return False  # it is not listening yet, or not any more


def usable_token(token: str) -> bool:
    """Say whether ``token`` may be one that lets a window come to the front."""
    if not token or len(token) > _LONGEST_TOKEN:
        return False
    return token.isascii() and token.isprintable() and " " not in token


def _lock(file: IO[bytes]) -> bool:
    """Lock ``file`` unless another process has; the system unlocks it when this one ends.

    Raises:
        OSError: it can't be told who has it, as on a network's disk without locks.
    """
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - there alone

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            # filelock does the same, and takes 40 ms to load before the window is there
            import fcntl  # noqa: PLC0415 - not on Windows

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in _TAKEN:
            raise
        return False
    return True


def _within(limit_s: float, ask: Callable[[], bytes]) -> bytes:
    """Return what ``ask`` does; one that takes longer is left behind, as a pipe has no time limit.

    Raises:
        OSError: it failed, or took longer.
    """
    import threading  # noqa: PLC0415 - for a second window alone

    answers: list[bytes] = []

    def work() -> None:
        with contextlib.suppress(OSError):
            answers.append(ask())

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(limit_s)
    if not answers:
        raise TimeoutError
    return answers[0]


def _ask(address: str, word: bytes) -> bytes:
    if sys.platform == "win32":
        with open(rf"\\.\pipe\{address}", "r+b", buffering=0) as pipe:  # noqa: PTH123 - no path
            pipe.write(word)
            return pipe.read(len(ANSWER))
    if not address:
        return b""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(_ANSWER_S)
        connection.connect(address)
        connection.sendall(word)
        return connection.recv(len(ANSWER))


def _socket_folder() -> Path | None:
    """Return a folder that nobody else can reach into, made if need be."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    user = os.getuid() if sys.platform != "win32" else 0
    folder = (
        Path(runtime) / _FOLDER
        if os.path.isabs(runtime)  # noqa: PTH117 - of a text
        else Path(tempfile.gettempdir()) / f"{_FOLDER}-{user}"
    )
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
        seen = folder.lstat()
        # in a folder for everybody, somebody else may have made it before us
        private = stat.S_ISDIR(seen.st_mode) and not stat.S_IMODE(seen.st_mode) & 0o077
        if private and seen.st_uid == user:
            return folder
    return None
