"""Where this computer keeps our files, by the system's own rules (XDG, AppData, Library)."""

from pathlib import Path
from typing import Final

import msgspec
import platformdirs

from deskpro_sso_gui.storage.files import private_folder

_APPLICATION: Final = "deskpro-sso-gui"
_SETTINGS: Final = "settings.json"
_PRACTICE: Final = "practice"


class Folders(msgspec.Struct, frozen=True, kw_only=True):
    """The places of one run.

    Attributes:
        data: everything that lasts.
        setups: one folder per set-up.
        log: the log files.
        settings_file: language, theme, window and network; the same with and without practice.
        sandbox_state: the practice sandbox's own state; used in practice only.
    """

    data: Path
    setups: Path
    log: Path
    settings_file: Path
    sandbox_state: Path

    @property
    def authorities_file(self) -> Path:
        """The copy of the extra certificate authorities, beside the settings."""
        return self.settings_file.with_name("authorities.pem")

    @property
    def kept_names(self) -> Path:
        """The names under which keys are kept; practice has its own."""
        return self.data / "kept-keys"


def settings_file() -> Path:
    """Return where the settings are, or would be; nothing is made."""
    return platformdirs.PlatformDirs(_APPLICATION, appauthor=False).user_config_path / _SETTINGS


def data_folder(*, practice: bool) -> Path:
    """Return where everything that lasts is, or would be; nothing is made."""
    data = platformdirs.PlatformDirs(_APPLICATION, appauthor=False).user_data_path
    return data / _PRACTICE if practice else data


def folders(*, practice: bool) -> Folders:
    """Return the places to use, made if need be and readable by their owner alone.

    Practice has sub-folders of its own, so that a practice set-up is never taken for a real one.

    Raises:
        ProblemError: ``FILE_NOT_WRITABLE``.
    """
    part = Path(_PRACTICE) if practice else Path()
    directories = platformdirs.PlatformDirs(_APPLICATION, appauthor=False)
    private_folder(directories.user_data_path)
    data = private_folder(data_folder(practice=practice))
    return Folders(
        data=data,
        setups=private_folder(data / "setups"),
        log=private_folder(directories.user_log_path / part),
        settings_file=private_folder(directories.user_config_path) / _SETTINGS,
        sandbox_state=data / "sandbox.json",
    )
