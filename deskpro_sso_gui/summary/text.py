"""DeskPRO's six settings as plain text, to keep open beside its form."""

from collections.abc import Iterator

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.summary.model import SettingEntry
from deskpro_sso_gui.summary.plain import plain
from deskpro_sso_gui.summary.settings import alongside, deskpro_settings
from deskpro_sso_gui.summary.wording import HEADINGS, labels
from deskpro_sso_gui.texts import t


def values_text(record: SetupRecord) -> str:
    """Return DeskPRO's settings, each value alone on its line so that it copies whole."""
    return "\n".join(_lines(record)) + "\n"


def _lines(record: SetupRecord) -> Iterator[str]:
    yield t(HEADINGS.settings)
    if record.helpdesk:
        yield plain(record.helpdesk.url)
    if record.practice:
        yield t(HEADINGS.practice)
    yield t(N_("Where two names stand before a value, the first is from DeskPRO's older screens."))
    for number, setting in enumerate(deskpro_settings(record), start=1):
        yield ""
        yield from _setting(f"{number}. ", setting)
    yield ""
    yield t(HEADINGS.alongside)
    for setting in alongside(record):
        yield ""
        yield from _setting("", setting)


def _setting(mark: str, setting: SettingEntry) -> Iterator[str]:
    yield f"{mark}{' / '.join(labels(setting))}"
    yield f"   {plain(setting.value) or t(N_('({missing})'), missing=setting.missing)}"
    if setting.note:
        yield f"   {setting.note}"
