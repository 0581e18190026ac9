"""How the last run ended: a mark while the program runs, and a report beside the log.

The mark is there from the first picture of the window to its clean end. One that is found at a
start tells that the run before was cut off. A report says when, in which versions, and where in
our code; it holds no text of an error, no value, and no path of this computer.

Everything here blocks, and a disk that refuses costs the report, nothing else.
"""

import contextlib
import faulthandler
import os
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum, unique
from pathlib import Path
from typing import IO, Final

import msgspec

from deskpro_sso_gui import log
from deskpro_sso_gui.problems import ProblemError
from deskpro_sso_gui.storage.files import read_limited, write_atomic

REPORT_NAME: Final = "crash.json"
MARK_NAME: Final = "running.json"
FAULTS_NAME: Final = "faults.txt"

_LIMIT_BYTES: Final = 256 * 1024
_MOST_PLACES: Final = 20
_NEW_FILE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
_FAULT: Final = re.compile(r"^(?:Fatal Python error|Windows fatal exception): ([a-zA-Z ]{1,60})")
_FRAME: Final = re.compile(r'^  File "(?P<file>.+)", line (?P<line>\d+) in (?P<name>[\w<>]{1,80})$')
_CURRENT: Final = "Current thread "


@unique
class Ending(StrEnum):
    """How a run ended that did not end by itself."""

    ERROR = "program-error"
    CRASH = "program-crashed"
    CUT_OFF = "program-cut-off"


class CrashReport(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of it.

    Attributes:
        time: when the run had begun.
        versions: what it ran on.
        cause: names of the errors, or of the system's fault.
        places: where in our code, outermost first for an error, innermost first for a crash.
    """

    ending: Ending
    time: datetime
    versions: Mapping[str, str] = {}
    cause: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


class RunningMark:
    """Says on disk that the program runs, for the one window of its data folder.

    Args:
        data: the data folder, which has the mark.
        logs: where the log is, which has what is told of the end.
    """

    def __init__(self, data: Path, logs: Path) -> None:
        self._mark = data / MARK_NAME
        self._faults_file = logs / FAULTS_NAME
        self._logs = logs
        self._begun = CrashReport(
            ending=Ending.CUT_OFF, time=datetime.now(UTC), versions=log.versions()
        )
        self._faults: IO[bytes] | None = None

    @property
    def report_file(self) -> Path:
        """Where the report of the last run is that was cut off."""
        return self._logs / REPORT_NAME

    def begin(self) -> CrashReport | None:
        """Set the mark; return what happened to the run before, None where it ended by itself."""
        found = self._last()
        if found is not None:
            self._write(self.report_file, found)
        self._write(self._mark, self._begun)
        with contextlib.suppress(OSError, ValueError):
            # a new file each time, its owner's alone, for the interpreter to write to as it dies;
            # one that is there already may be anybody's, or a link to another
            self._faults_file.unlink(missing_ok=True)
            descriptor = os.open(self._faults_file, _NEW_FILE, 0o600)
            self._faults = open(descriptor, "wb")  # noqa: PTH123, SIM115 - for the process's life
            faulthandler.enable(self._faults)
        return found

    def note(self, error: BaseException) -> None:
        """Keep with the mark which error ends the program."""
        cause, places = tuple(log.kinds(error)), tuple(log.places(error))
        noted = msgspec.structs.replace(
            self._begun, ending=Ending.ERROR, cause=cause, places=places
        )
        self._write(self._mark, noted)

    def end(self, *, clean: bool = True) -> None:
        """Listen for crashes no more; take the mark away where the program ends by itself."""
        if self._faults is not None:
            faulthandler.disable()
            self._faults.close()
            self._faults = None
        if clean:
            for path in (self._mark, self._faults_file):
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)

    def _last(self) -> CrashReport | None:
        try:
            data = read_limited(self._mark, _LIMIT_BYTES)
            mark = msgspec.json.decode(data, type=CrashReport)
        except (ProblemError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            # a mark that was being written when the disk was full tells as much as none
            return None
        try:
            told = read_limited(self._faults_file, _LIMIT_BYTES).decode("utf-8", "replace")
        except ProblemError:
            told = ""
        cause, places = _read_faults(told)
        if not cause:
            return mark
        return msgspec.structs.replace(mark, ending=Ending.CRASH, cause=cause, places=places)

    @staticmethod
    def _write(path: Path, report: CrashReport) -> None:
        data = msgspec.json.format(msgspec.json.encode(report), indent=2)
        with contextlib.suppress(ProblemError):
            write_atomic(path, data + b"\n")


def _read_faults(told: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what the interpreter named as it died, and where in our code it was then."""
    cause, places = "", []
    current = False
    for line in told.splitlines():
        if (fault := _FAULT.match(line)) is not None:
            cause = cause or fault[1].strip()
        elif not line.startswith(" "):
            current = line.startswith(_CURRENT)
        elif current:
            places += _our_place(line)
    return ((cause,) if cause else ()), tuple(places[:_MOST_PLACES])


def _our_place(line: str) -> list[str]:
    frame = _FRAME.match(line)
    if frame is None or not log.is_ours(frame["file"]):
        return []
    return [f"{log.shown_file(frame['file'])}:{frame['line']}:{frame['name']}"]
