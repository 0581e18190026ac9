"""The files a finished set-up is handed over with."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from deskpro_sso_gui.setup.from_file import to_hand_on
from deskpro_sso_gui.setup.record import SetupRecord, encode
from deskpro_sso_gui.summary.facts import set_up_id, summary_facts
from deskpro_sso_gui.summary.json import to_json
from deskpro_sso_gui.summary.markdown import to_markdown
from deskpro_sso_gui.summary.text import values_text

PDF_FILE: Final = "summary.pdf"
HTML_FILE: Final = "summary.html"
MARKDOWN_FILE: Final = "summary.md"
JSON_FILE: Final = "summary.json"
CALENDAR_FILE: Final = "dates.ics"
SETTINGS_FILE: Final = "deskpro-settings.txt"
CERTIFICATE_FILE: Final = "certificate.pem"
SET_UP_ENDING: Final = ".deskpro-sso"
"""Of a set-up that is handed on: the desktop opens it with this program, unlike any JSON."""

SET_UP_FILE: Final = f"setup-for-a-colleague{SET_UP_ENDING}"


def files(record: SetupRecord, *, now: datetime) -> Mapping[str, bytes]:
    """Return what to write, by file name.

    The certificate is among it only when it is known, the calendar when a day is still to come. A
    PDF is made where there is a window, see ``ui.document``.

    Args:
        record: the set-up.
        now: when it is exported; aware.
    """
    # Jinja2 and icalendar are heavy, and a window is open long before anything is exported
    from deskpro_sso_gui.summary.calendar import to_calendar  # noqa: PLC0415 - see above
    from deskpro_sso_gui.summary.html import to_html  # noqa: PLC0415 - see above

    facts = summary_facts(record, now=now)
    contents = {
        HTML_FILE: to_html(facts),
        MARKDOWN_FILE: to_markdown(facts),
        JSON_FILE: to_json(facts),
        SETTINGS_FILE: values_text(record),
    }
    if calendar := to_calendar(facts):
        contents[CALENDAR_FILE] = calendar
    if record.certificate is not None:
        contents[CERTIFICATE_FILE] = record.certificate.pem
    written = {name: text.encode() for name, text in contents.items()}
    return {**written, SET_UP_FILE: set_up_file(record, now=now)}


def set_up_file(record: SetupRecord, *, now: datetime) -> bytes:
    """Return a set-up file for somebody else, who opens it as one from outside.

    Args:
        record: the set-up.
        now: when it is exported; aware.
    """
    return encode(to_hand_on(record, record_id=set_up_id(record), at=now))
