"""The file of ``log``; imported when there is something to write."""

import contextlib
import logging
import os
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler


class PrivateFile(RotatingFileHandler):
    """A rotating file with mode 0600, whose failures never reach the screen or the program."""

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return open(descriptor, "a", encoding="utf-8")  # noqa: PTH123 - a descriptor, not a path

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging calls it so
        """Go on without the line: a full disk is told where something of the admin's is saved."""

    def close(self) -> None:
        """Close the file; what could not be written before can't be flushed now either."""
        with contextlib.suppress(OSError):
            super().close()
