"""Language, theme, window and network. A file of ours, since it has to be read without Qt."""

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
    HIGH_CONTRAST = "high-contrast"


class WindowGeometry(msgspec.Struct, frozen=True, kw_only=True):
    """Where the window was, in device-independent pixels of the whole desktop."""

    x: _Coordinate
    y: _Coordinate
    width: _Size
    height: _Size
    maximized: bool = False


@unique
class ProxyUse(StrEnum):
    """How the internet is reached."""

    SYSTEM = "system"
    NONE = "none"
    ADDRESS = "address"


class Network(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How servers are reached and believed. There is no setting that believes everybody.

    Attributes:
        proxy: address of the proxy for ``ADDRESS``; its password is in the keyring.
        proxy_user: empty where the proxy wants no user name.
        ca_file: path of a PEM file of authorities to believe besides the system's, or empty.
        ca_name: what that file was called when it was chosen.
    """

    proxy_use: ProxyUse = ProxyUse.SYSTEM
    proxy: Annotated[str, msgspec.Meta(max_length=300)] = ""
    proxy_user: Annotated[str, msgspec.Meta(max_length=300)] = ""
    ca_file: Annotated[str, msgspec.Meta(max_length=4096)] = ""
    ca_name: Annotated[str, msgspec.Meta(max_length=300)] = ""


class Settings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the program remembers of its user's taste and network.

    Attributes:
        language: a BCP 47 tag, empty for the system's.
        window: None until the window was first closed.
    """

    language: Annotated[str, msgspec.Meta(max_length=35)] = ""
    theme: Theme = Theme.SYSTEM
    window: WindowGeometry | None = None
    network: Network = Network()


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
