"""The log: a rotating file that only its owner can read, of whitelisted fields only.

A line is an event of a closed set with fields of a closed set, whose values are numbers or members
of a catalogue (``StrEnum``). There is no free text, so no secret, name or address can get in, and
what other libraries log is not forwarded.
"""

import logging
import platform
import traceback
from datetime import UTC, datetime
from enum import StrEnum, unique
from pathlib import Path
from typing import Any, Final

from deskpro_sso_gui import __version__

FILE_NAME: Final = "deskpro-sso-gui.log"
MAX_BYTES: Final = 1_000_000
OLDER_FILES: Final = 3

FIELDS: Final = frozenset(
    {
        "attempt",
        "code",
        "count",
        "duration_ms",
        "fault",
        "operation",
        "outcome",
        "stage",
        "state",
        "status",
    }
)
"""The fields that may be logged; any other is dropped."""

_PACKAGE: Final = Path(__file__).resolve().parent.name
_DEEPEST_FRAMES: Final = 20

_logger: Final = logging.getLogger("deskpro_sso_gui.log")
_logger.propagate = False
_logger.addHandler(logging.NullHandler())


@unique
class Event(StrEnum):
    """What can be logged."""

    STARTED = "started"
    ENDED = "ended"
    STAGE_SHOWN = "stage-shown"
    PROBLEM = "problem"
    UNEXPECTED_ERROR = "unexpected-error"


def configure(folder: Path) -> None:
    """Log into ``folder`` from now on, beginning with versions and system.

    Where no file can be written there, the program runs without a log.
    """
    for handler in tuple(_logger.handlers):
        _logger.removeHandler(handler)
        handler.close()
    from deskpro_sso_gui.log_file import PrivateFile  # noqa: PLC0415 - when the window is there

    try:
        target: logging.Handler = PrivateFile(
            folder / FILE_NAME, maxBytes=MAX_BYTES, backupCount=OLDER_FILES, encoding="utf-8"
        )
    except OSError:
        target = logging.NullHandler()
    _logger.addHandler(target)
    _logger.setLevel(logging.INFO)
    _write(Event.STARTED, versions())


def versions() -> dict[str, str]:
    """Return what runs here: our version, Python's, the kind of system and of machine."""
    return {
        "version": __version__,
        "python": platform.python_version(),
        "system": platform.system(),
        "machine": platform.machine(),
    }


def event(name: Event, /, error: BaseException | None = None, **fields: object) -> None:
    """Log one event.

    Args:
        name: what happened.
        error: an exception, of which type, causes and places in code are logged, never its text.
        **fields: of ``FIELDS``, each a number or a ``StrEnum`` member; all else is dropped.
    """
    kept = {key: value for key, value in fields.items() if key in FIELDS and _is_plain(value)}
    if error is not None:
        kept |= {"error": kinds(error), "at": places(error)}
    _write(name, kept)


def _is_plain(value: object) -> bool:
    return isinstance(value, bool | int | float | StrEnum)


def _write(name: Event, fields: dict[str, Any]) -> None:
    import json  # noqa: PLC0415 - not on the way to the first page

    moment = datetime.now(UTC).isoformat(timespec="milliseconds")
    line = json.dumps({"time": moment, "event": name, **fields}, ensure_ascii=True)
    _logger.info("%s", line)


def kinds(error: BaseException) -> list[str]:
    """Return the names of an exception's type and of those it came from."""
    found: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(found) < _DEEPEST_FRAMES:
        found.append(type(seen).__qualname__)
        seen = seen.__cause__ or seen.__context__
    return found


def places(error: BaseException) -> list[str]:
    """Return where it happened, outermost first, as ``file:line:function``."""
    frames = list(traceback.walk_tb(error.__traceback__))[-_DEEPEST_FRAMES:]
    return [
        f"{shown_file(frame.f_code.co_filename)}:{line}:{frame.f_code.co_name}"
        for frame, line in frames
    ]


def is_ours(file: str) -> bool:
    """Say whether a source file is of this program, from checkout or frozen."""
    return _PACKAGE in Path(file).parts


def shown_file(file: str) -> str:
    """Return a file without the folders above it: those tell who is using this computer."""
    path = Path(file)
    if not is_ours(file):
        return path.name
    inside = path.parts[len(path.parts) - path.parts[::-1].index(_PACKAGE) :]
    return "/".join(inside)
