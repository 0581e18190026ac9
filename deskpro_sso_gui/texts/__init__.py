"""Words in the admin's language, for window, commands and summaries alike.

A text is declared in English where the thing it speaks of lives (``messages.N_``) and looked up
here when it is shown. Catalogues are gettext's; dates and numbers follow the locale (Babel).
What a diagnosis found is worded by ``findings``, imported where there is something to word.
"""

from deskpro_sso_gui.texts.evidence import (
    certificate_fault_text,
    kind_text,
    metadata_fault_text,
    repair_text,
)
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
