"""What the user likes: language and looks. Saved for the next start; the window follows at once."""

from pathlib import Path
from typing import Any

from msgspec.structs import replace

from deskpro_sso_gui.storage.settings import Theme, load_settings, save_settings
from deskpro_sso_gui.tasks.services import Services


async def save_language(services: Services, language: str) -> None:
    """Speak ``language`` at the next start too; a BCP 47 tag, empty for the system's.

    Raises:
        ProblemError: the settings can't be saved (``FILE_NOT_WRITABLE``).
    """
    await _save(services, language=language)


async def save_theme(services: Services, theme: Theme) -> None:
    """Look like ``theme`` at the next start too.

    Raises:
        ProblemError: the settings can't be saved (``FILE_NOT_WRITABLE``).
    """
    await _save(services, theme=theme)


async def _save(services: Services, **changed: Any) -> None:
    def save(path: Path) -> None:
        save_settings(path, replace(load_settings(path), **changed))

    await services.writer.run(save, services.folders.settings_file)
