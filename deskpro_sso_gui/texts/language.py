"""The chosen language: look-up, plural forms, dates and numbers.

One language is in use at a time, for the whole program. The pseudo-language ``qps`` is made from
the English text: accented and a third longer, so that a text that was never passed through here,
or a label without room, is seen at once. ``qps-rtl`` is written from right to left besides.
"""

import gettext
import os
import re
from collections.abc import Iterable, Mapping
from datetime import date as Date  # noqa: N812 - the function of this module is called date
from datetime import datetime
from typing import Final

from deskpro_sso_gui import resources

PSEUDO: Final = "qps"
PSEUDO_RTL: Final = "qps-rtl"
LANGUAGES: Final[Mapping[str, str]] = {
    "en": "English",
    "de": "Deutsch",
    "es": "Español",
    "fr": "Français",
    "pt-BR": "Português (Brasil)",
    "ja": "日本語",
}
"""Languages that are offered: BCP 47 tag, and what the language calls itself."""

ENVIRONMENT: Final = "DESKPRO_SSO_LANGUAGE"
"""Names a language to use whatever the settings and the system say."""

_DOMAIN: Final = "deskpro_sso_gui"
_ACCENTED: Final = str.maketrans("aceinosuyACEINOSUYdgklrtz", "áçéîñöšúýÁÇÉÎÑÖŠÚÝďğķļřťž")
_PLACEHOLDER: Final = re.compile(r"(\{[^{}]*\})")
_WORD: Final = re.compile(r"[^\W\d_]+")
_FROM_RIGHT: Final = "\N{RIGHT-TO-LEFT MARK}"
_TURNED: Final = "\N{RIGHT-TO-LEFT OVERRIDE}"
_TURNED_END: Final = "\N{POP DIRECTIONAL FORMATTING}"
_POSIX_NAMES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")


class _PseudoTranslations(gettext.NullTranslations):
    """Turns English into something readable that no catalogue could have said."""

    def gettext(self, message: str) -> str:
        parts = _PLACEHOLDER.split(message)
        accented = "".join(part if part.startswith("{") else self._word(part) for part in parts)
        return f"[{accented}{'~' * (len(message) // 3)}]"

    def _word(self, text: str) -> str:
        return text.translate(_ACCENTED)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


class _PseudoFromTheRight(_PseudoTranslations):
    """Turns each word round, as a script that is written from right to left looks to the eye.

    The marks are those of Android's pseudo-locale ``ar-XB``.
    """

    def gettext(self, message: str) -> str:
        return f"{_FROM_RIGHT}{super().gettext(message)}{_FROM_RIGHT}"

    def _word(self, text: str) -> str:
        accented = super()._word(text)
        return _WORD.sub(lambda word: f"{_TURNED}{word[0]}{_TURNED_END}", accented)


_PSEUDO: Final = {PSEUDO: _PseudoTranslations, PSEUDO_RTL: _PseudoFromTheRight}


class _State:
    language = "en"
    translations: gettext.NullTranslations = gettext.NullTranslations()


def use(language: str) -> None:
    """Speak ``language`` from now on; one without a catalogue falls back to English.

    Args:
        language: a BCP 47 tag such as ``de`` or ``pt-BR``, or one of the pseudo-languages.
    """
    _State.language = language
    if language in _PSEUDO:
        _State.translations = _PSEUDO[language]()
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


def is_right_to_left() -> bool:
    """Say whether the language in use is written from right to left."""
    return _State.language == PSEUDO_RTL


def choose(saved: str, system: Iterable[str]) -> str:
    """Return the language to speak: the environment's, the saved one, or the system's.

    Args:
        saved: what the settings say; empty for the system's.
        system: BCP 47 tags that the system prefers, best first.
    """
    wanted = os.environ.get(ENVIRONMENT) or saved
    return wanted or next(filter(None, map(_offered, system)), "en")


def system_languages() -> list[str]:
    """Return the tag of the language that a terminal on a POSIX system speaks (POSIX.1, 8.2).

    The window asks the desktop instead, which knows more, on every system.
    """
    value = next(filter(None, map(os.environ.get, _POSIX_NAMES)), "")
    name = value.partition(".")[0].partition("@")[0]
    if name in {"", "C", "POSIX"}:
        return []
    listed = os.environ.get("LANGUAGE", "").split(":")  # goes before it, says gettext's manual
    return [each.replace("_", "-") for each in (*listed, name) if each]


def _offered(tag: str) -> str | None:
    """Return the offered language that somebody who reads ``tag`` reads best, if there is one."""
    if tag in LANGUAGES:
        return tag
    primary = tag.partition("-")[0]
    return next((each for each in LANGUAGES if each.partition("-")[0] == primary), None)


def t(message: str, /, **values: object) -> str:
    """Return ``message`` in the language in use, with its values put in."""
    translated = _State.translations.gettext(message) if message else ""
    return translated.format(**values) if values else translated


def plural(singular: str, plural_: str, count: int, /, **values: object) -> str:
    """Return the form of a text that fits ``count``, which it may name as ``{count}``."""
    translated = _State.translations.ngettext(singular, plural_, count)
    return translated.format(count=number(count), **values)


def _locale() -> str:
    return "en_GB" if _State.language in {"en", *_PSEUDO} else _State.language.replace("-", "_")


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
