"""Words in the admin's language, for window, commands and summaries alike.

A text is declared in English where the thing it speaks of lives (``messages.N_``) and looked up
here when it is shown. Catalogues are gettext's; dates and numbers follow the locale (Babel).
What a diagnosis found is worded by ``findings``, imported where there is something to word. The
words for problems, steps and values come with half of the program behind them, so they are
imported when they are first asked for.
"""

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from deskpro_sso_gui.texts.language import (
    ENVIRONMENT,
    LANGUAGES,
    PSEUDO,
    PSEUDO_RTL,
    choose,
    date,
    date_time,
    is_right_to_left,
    language,
    number,
    plural,
    system_languages,
    t,
    use,
)

if TYPE_CHECKING:
    from deskpro_sso_gui.texts.evidence import (
        certificate_fault_text,
        kind_text,
        metadata_fault_text,
        repair_text,
    )
    from deskpro_sso_gui.texts.upcoming import work_text
    from deskpro_sso_gui.texts.wording import (
        problem_text,
        setting_name,
        setting_value,
        status_text,
        value_name,
    )

__all__ = [
    "ENVIRONMENT",
    "LANGUAGES",
    "PSEUDO",
    "PSEUDO_RTL",
    "certificate_fault_text",
    "choose",
    "date",
    "date_time",
    "is_right_to_left",
    "kind_text",
    "language",
    "metadata_fault_text",
    "number",
    "plural",
    "problem_text",
    "repair_text",
    "setting_name",
    "setting_value",
    "status_text",
    "system_languages",
    "t",
    "use",
    "value_name",
    "work_text",
]

_LATER: Final = MappingProxyType(
    {
        "certificate_fault_text": "evidence",
        "kind_text": "evidence",
        "metadata_fault_text": "evidence",
        "repair_text": "evidence",
        "work_text": "upcoming",
        "problem_text": "wording",
        "setting_name": "wording",
        "setting_value": "wording",
        "status_text": "wording",
        "value_name": "wording",
    }
)


def __getattr__(name: str) -> Any:
    """Import what was not needed until now (PEP 562)."""
    module = _LATER.get(name)
    if module is None:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    found = getattr(import_module(f"{__name__}.{module}"), name)
    globals()[name] = found
    return found
