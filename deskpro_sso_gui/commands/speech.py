"""Which language a command speaks: the one chosen in the window, or the terminal's."""

from deskpro_sso_gui import texts
from deskpro_sso_gui.storage.folders import settings_file
from deskpro_sso_gui.storage.settings import load_settings


def speak() -> None:
    """Speak the language that suits whoever asked."""
    saved = load_settings(settings_file()).language
    texts.use(texts.choose(saved, texts.system_languages()))
