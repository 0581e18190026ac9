"""Files that are whole or not there: atomic writes, and reads with a limit.

A reader sees the old content or the new, also after a crash or a loss of power at any moment.
"""

import contextlib
import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from deskpro_sso_gui.problems import ProblemCode, ProblemError

PRIVATE_FOLDER: Final = 0o700

_TEMPORARY_SUFFIX: Final = ".tmp"

# network and user-space file systems that can't flush a folder answer with one of these
_NO_FOLDER_FLUSH: Final = frozenset({errno.EINVAL, errno.ENOTSUP, errno.ENOSYS})

# a named pipe must not hold us up until somebody writes to it; Windows has neither flag's meaning
_READ_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def write_atomic(path: Path, data: bytes) -> None:
    """Replace the content of ``path`` by ``data``, wholly or not at all.

    The file is its owner's alone from its first byte on. When this returns, content and name have
    been handed to the disk.

    Raises:
        ProblemError: ``FILE_NOT_WRITABLE``. What was there before is untouched, unless the disk
            failed in its very last step, flushing the folder: then the new content is there.
    """
    try:
        with _open_folder(path.parent) as folder:
            _replace(path, data)
            _flush_folder(folder)
    except OSError as error:
        raise ProblemError(ProblemCode.FILE_NOT_WRITABLE, path=str(path)) from error


def _replace(path: Path, data: bytes) -> None:
    descriptor, name = tempfile.mkstemp(
        prefix=f".{path.name}.", suffix=_TEMPORARY_SUFFIX, dir=path.parent
    )
    temporary = Path(name)
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor, not a path
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def _open_folder(folder: Path) -> Iterator[int | None]:
    """Open a folder before anything is changed in it; None on Windows, which flushes by itself."""
    if os.name == "nt":
        yield None
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _flush_folder(descriptor: int | None) -> None:
    if descriptor is None:
        return
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_FOLDER_FLUSH:
            raise


def read_limited(path: Path, limit_bytes: int) -> bytes:
    """Return the content of a regular file of at most ``limit_bytes`` bytes.

    Raises:
        ProblemError: ``FILE_UNREADABLE``: not there, not permitted, no regular file, or longer.
    """
    try:
        with open(os.open(path, _READ_FLAGS), "rb") as file:  # noqa: PTH123 - a descriptor
            regular = stat.S_ISREG(os.fstat(file.fileno()).st_mode)
            data = file.read(limit_bytes + 1) if regular else b""
    except (OSError, ValueError) as error:  # ValueError: a null byte in the name
        raise ProblemError(ProblemCode.FILE_UNREADABLE, path=str(path)) from error
    if not regular or len(data) > limit_bytes:
        raise ProblemError(ProblemCode.FILE_UNREADABLE, path=str(path))
    return data


def private_folder(path: Path) -> Path:
    """Make ``path`` and what is missing above it, each its owner's alone, and return it.

    Raises:
        ProblemError: ``FILE_NOT_WRITABLE``.
    """
    try:
        for missing in reversed([path, *path.parents]):
            if not missing.is_dir():
                missing.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        path.chmod(PRIVATE_FOLDER)
    except OSError as error:
        raise ProblemError(ProblemCode.FILE_NOT_WRITABLE, path=str(path)) from error
    return path


def remove_leftovers(folder: Path) -> None:
    """Remove temporary files that a killed program left behind; only its one writer may do so."""
    for leftover in folder.glob(f".*{_TEMPORARY_SUFFIX}"):
        with contextlib.suppress(OSError):
            leftover.unlink(missing_ok=True)
