"""Language, theme and window. A file of ours, since it has to be read without Qt."""

import contextlib
from enum import StrEnum, unique
from pathlib import Path
from typing import Annotated, Final

import msgspec

from deskpro_sso_gui.problems import ProblemError
from deskpro_sso_gui.storage.files import read_limited, write_atomic

_LIMIT_BYTES: Final = 64 * 1024
_DAMAGED_SUFFIX: Final = ".damaged"

_Coordinate = Annotated[int, msgspec.Meta(ge=-100_000, le=100_000)]
_Size = Annotated[int, msgspec.Meta(ge=1, le=100_000)]


@unique
class Theme(StrEnum):
    """Which palette to use."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class WindowGeometry(msgspec.Struct, frozen=True, kw_only=True):
    """Where the window was, in device-independent pixels of the whole desktop."""

    x: _Coordinate
    y: _Coordinate
    width: _Size
    height: _Size
    maximized: bool = False


class Settings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the program remembers of its user's taste.

    Attributes:
        language: a BCP 47 tag, empty for the system's.
        window: None until the window was first closed.
    """

    language: Annotated[str, msgspec.Meta(max_length=35)] = ""
    theme: Theme = Theme.SYSTEM
    window: WindowGeometry | None = None


def load_settings(path: Path) -> Settings:
    """Read settings; a file that can't be read or does not fit gives the defaults.

    A file that does not fit is kept beside it, as ``settings.json.damaged``.
    """
    try:
        data = read_limited(path, _LIMIT_BYTES)
    except ProblemError:
        return Settings()
    try:
        return msgspec.json.decode(data, type=Settings)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        with contextlib.suppress(OSError):
            path.replace(path.with_name(path.name + _DAMAGED_SUFFIX))
        return Settings()


def save_settings(path: Path, settings: Settings) -> None:
    """Write settings.

    Raises:
        ProblemError: ``FILE_NOT_WRITABLE``.
    """
    data = msgspec.json.format(msgspec.json.encode(settings), indent=2)
    write_atomic(path, data + b"\n")
