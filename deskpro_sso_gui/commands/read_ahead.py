"""Reads the first file while the libraries that understand it are being loaded.

Both take about as long for a large recording, and the disk needs no interpreter.
"""

import threading
from pathlib import Path
from typing import Final

from deskpro_sso_gui.problems import ProblemError
from deskpro_sso_gui.storage.files import read_limited

MAX_FILE_BYTES: Final = 256 * 1024 * 1024


class ReadAhead:
    """Gives the content of files; that of the first is already on its way."""

    def __init__(self, first: Path) -> None:
        """Begin to read ``first``."""
        self._first: Path | None = first
        self._content: bytes | ProblemError = b""
        self._thread = threading.Thread(target=self._read, args=(first,), daemon=True)
        self._thread.start()

    def _read(self, path: Path) -> None:
        try:
            self._content = read_limited(path, MAX_FILE_BYTES)
        except ProblemError as error:
            self._content = error

    def content(self, path: Path) -> bytes:
        """Return a file's content; the first file's only once, so that it is not kept.

        Raises:
            ProblemError: ``FILE_UNREADABLE``.
        """
        if path != self._first:
            return read_limited(path, MAX_FILE_BYTES)
        self._thread.join()
        content, self._content, self._first = self._content, b"", None
        if isinstance(content, ProblemError):
            raise content
        return content
