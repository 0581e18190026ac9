"""The files a finished set-up is handed over with."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.summary.facts import summary_facts
from deskpro_sso_gui.summary.json import to_json
from deskpro_sso_gui.summary.markdown import to_markdown
from deskpro_sso_gui.summary.text import values_text

HTML_FILE: Final = "summary.html"
MARKDOWN_FILE: Final = "summary.md"
JSON_FILE: Final = "summary.json"
SETTINGS_FILE: Final = "deskpro-settings.txt"
CERTIFICATE_FILE: Final = "certificate.pem"


def files(record: SetupRecord, *, now: datetime) -> Mapping[str, bytes]:
    """Return what to write, by file name; the certificate only when it is known.

    Args:
        record: the set-up.
        now: when it is exported; aware.
    """
    # Jinja2 is heavy, and a window is open long before anything is exported
    from deskpro_sso_gui.summary.html import to_html  # noqa: PLC0415 - see above

    facts = summary_facts(record, now=now)
    contents = {
        HTML_FILE: to_html(facts),
        MARKDOWN_FILE: to_markdown(facts),
        JSON_FILE: to_json(facts),
        SETTINGS_FILE: values_text(record),
    }
    if record.certificate is not None:
        contents[CERTIFICATE_FILE] = record.certificate.pem
    return {name: text.encode() for name, text in contents.items()}
