"""The chosen language: look-up, plural forms, dates and numbers.

One language is in use at a time, for the whole program. The pseudo-language ``qps`` is made from
the English text: accented and a third longer, so that a text that was never passed through here,
or a label without room, is seen at once.
"""

import gettext
import re
from datetime import date as Date  # noqa: N812 - the function of this module is called date
from datetime import datetime
from typing import Final

from deskpro_sso_gui import resources

PSEUDO: Final = "qps"
LANGUAGES: Final = ("en",)
"""Languages that are offered, by their BCP 47 tag."""

_DOMAIN: Final = "deskpro_sso_gui"
_ACCENTED: Final = str.maketrans("aceinosuyACEINOSUYdgklrtz", "áçéîñöšúýÁÇÉÎÑÖŠÚÝďğķļřťž")
_PLACEHOLDER: Final = re.compile(r"(\{[^{}]*\})")


class _PseudoTranslations(gettext.NullTranslations):
    """Turns English into something readable that no catalogue could have said."""

    def gettext(self, message: str) -> str:
        parts = _PLACEHOLDER.split(message)
        accented = "".join(
            part if part.startswith("{") else part.translate(_ACCENTED) for part in parts
        )
        return f"[{accented}{'~' * (len(message) // 3)}]"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


class _State:
    language = "en"
    translations: gettext.NullTranslations = gettext.NullTranslations()


def use(language: str) -> None:
    """Speak ``language`` from now on; one without a catalogue falls back to English.

    Args:
        language: a BCP 47 tag such as ``de`` or ``pt-BR``, or ``qps``.
    """
    _State.language = language
    if language == PSEUDO:
        _State.translations = _PseudoTranslations()
        return
    translations = gettext.translation(
        _DOMAIN,
        localedir=resources.path("translations"),
        languages=[language.replace("-", "_")],
        fallback=True,
    )
    if not isinstance(translations, gettext.GNUTranslations):
        _State.language = "en"  # dates and numbers follow the words
    _State.translations = translations


def language() -> str:
    """Return the BCP 47 tag of the language in use."""
    return _State.language


def t(message: str, /, **values: object) -> str:
    """Return ``message`` in the language in use, with its values put in."""
    translated = _State.translations.gettext(message) if message else ""
    return translated.format(**values) if values else translated


def plural(singular: str, plural_: str, count: int, /, **values: object) -> str:
    """Return the form of a text that fits ``count``, which it may name as ``{count}``."""
    translated = _State.translations.ngettext(singular, plural_, count)
    return translated.format(count=number(count), **values)


def _locale() -> str:
    return "en_GB" if _State.language in {"en", PSEUDO} else _State.language.replace("-", "_")


def date(value: Date | datetime) -> str:
    """Return a calendar date as people write it, for example ``23 November 2031``."""
    from babel.dates import format_date  # noqa: PLC0415 - heavy, and not every run shows a date

    return format_date(value, format="long", locale=_locale())


def date_time(value: datetime) -> str:
    """Return a moment in this computer's time zone, for example ``23 Nov 2026, 14:05``."""
    from babel.dates import (  # noqa: PLC0415 - as in date
        format_date,
        format_time,
        get_datetime_format,
    )

    local = value.astimezone()
    locale = _locale()
    day = format_date(local, format="medium", locale=locale)
    time = format_time(local, format="short", tzinfo=local.tzinfo, locale=locale)
    pattern = str(get_datetime_format("medium", locale=locale))
    return pattern.replace("'", "").replace("{0}", time).replace("{1}", day)


def number(value: int) -> str:
    """Return a whole number with the language's grouping."""
    if -1000 < value < 1000:  # noqa: PLR2004 - the first number that is grouped
        return str(value)
    from babel.numbers import format_decimal  # noqa: PLC0415 - as in date

    return format_decimal(value, locale=_locale())
