"""Cards *Language* and *Looks*: chosen with one click, seen at once."""

from typing import TYPE_CHECKING, Final

from deskpro_sso_gui import texts
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.storage.settings import Settings, load_settings
from deskpro_sso_gui.storage.settings import Theme as Looks
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.settings.card import SettingsCard, SettingsContext
from deskpro_sso_gui.ui.widgets.choices import Choice, Choices

if TYPE_CHECKING:
    from deskpro_sso_gui.tasks.services import Services

_SYSTEM: Final = "system"


class LanguageCard(SettingsCard):
    """The languages, each called what it calls itself."""

    def __init__(self, context: SettingsContext) -> None:
        super().__init__(
            context,
            t(N_("Language")),
            t(N_("JumpCloud's and DeskPRO's own labels stay as their screens show them.")),
        )
        languages = (
            Choice(id=tag, text=name, console=True) for tag, name in texts.LANGUAGES.items()
        )
        self.language = Choices(
            t(N_("Which language?")),
            [Choice(id=_SYSTEM, text=t(N_("As this computer's settings say"))), *languages],
        )
        self.language.chosen.connect(self.save)
        self.body.addWidget(self.language)

    def entered(self) -> None:
        """Show what is set."""
        self.start(t(N_("Reading the settings…")), _saved, self._seen)

    def _seen(self, settings: Settings) -> None:
        known = settings.language in texts.LANGUAGES
        self.language.set_value(settings.language if known else _SYSTEM)

    def save(self, choice: str) -> None:
        """Speak what was chosen, at once."""
        from deskpro_sso_gui.tasks.taste import save_language  # noqa: PLC0415 - not at the start

        language = "" if choice == _SYSTEM else choice
        self.start(
            t(N_("Saving…")),
            lambda services: save_language(services, language),
            lambda _saved: self._speak(language),
            keep=True,
        )

    def _speak(self, language: str) -> None:
        self.context.use_language(language)


class LooksCard(SettingsCard):
    """Light, dark, high contrast, or what the system says."""

    def __init__(self, context: SettingsContext) -> None:
        super().__init__(context, t(N_("Appearance")), t(N_("How the window looks.")))
        self.looks = Choices(
            t(N_("Light or dark?")),
            [
                Choice(id=Looks.SYSTEM, text=t(N_("As this computer's settings say"))),
                Choice(id=Looks.LIGHT, text=t(N_("Light"))),
                Choice(id=Looks.DARK, text=t(N_("Dark"))),
                Choice(
                    id=Looks.HIGH_CONTRAST,
                    text=t(N_("High contrast")),
                    description=t(N_("White and bright colours on black.")),
                ),
            ],
        )
        self.looks.chosen.connect(self.save)
        self.body.addWidget(self.looks)

    def entered(self) -> None:
        """Show what is set."""
        self.start(
            t(N_("Reading the settings…")),
            _saved,
            lambda settings: self.looks.set_value(settings.theme),
        )

    def save(self, choice: str) -> None:
        """Look like what was chosen, at once."""
        from deskpro_sso_gui.tasks.taste import save_theme  # noqa: PLC0415 - not at the start

        looks = Looks(choice)
        self.context.use_theme(looks)
        self.start(
            t(N_("Saving…")),
            lambda services: save_theme(services, looks),
            lambda _saved: None,
            keep=True,
        )


async def _saved(services: "Services") -> Settings:
    return await services.writer.run(load_settings, services.folders.settings_file)
