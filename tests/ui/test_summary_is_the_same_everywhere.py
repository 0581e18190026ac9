"""A summary says the same in every form it is written in, as readers of others read it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from selenium.webdriver.chrome.webdriver import WebDriver

from deskpro_sso_gui import texts
from deskpro_sso_gui.setup.record import SetupRecord, decode
from deskpro_sso_gui.summary.export import (
    CALENDAR_FILE,
    HTML_FILE,
    JSON_FILE,
    MARKDOWN_FILE,
    PDF_FILE,
    SET_UP_FILE,
    SETTINGS_FILE,
    files,
)
from deskpro_sso_gui.summary.facts import summary_facts
from deskpro_sso_gui.summary.model import Summary
from deskpro_sso_gui.ui.document import to_pdf
from tests.support.browser import chromium
from tests.support.readers import (
    needs_fonts_for,
    of_calendar,
    of_html,
    of_json,
    of_markdown,
    of_pdf,
)
from tests.support.records import NOW
from tests.support.summaries import RECORDS, facts_of, missing

pytestmark = [pytest.mark.window, pytest.mark.browser]
LANGUAGES = ("en", "de", "ja", texts.PSEUDO)
"""Those without a catalogue are spoken as English."""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    with chromium(tmp_path_factory.mktemp("profile")) as started:
        yield started


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    texts.use(request.param)
    yield request.param
    texts.use("en")


def write(record: SetupRecord, folder: Path) -> Summary:
    """Write all files of ``record``, and return what they have to say."""
    facts = summary_facts(record, now=NOW)
    for name, data in {PDF_FILE: to_pdf(facts), **files(record, now=NOW)}.items():
        (folder / name).write_bytes(data)
    return facts


def differences(folder: Path, summary: Summary, browser: WebDriver) -> dict[str, list[str]]:
    """Return what each document does not say of what it has to."""
    facts = facts_of(summary)
    assert len(facts) > 50
    shown = {
        PDF_FILE: of_pdf(folder / PDF_FILE),
        HTML_FILE: of_html(browser, folder / HTML_FILE),
        MARKDOWN_FILE: of_markdown(folder / MARKDOWN_FILE),
        JSON_FILE: of_json(folder / JSON_FILE),
    }
    found = {name: missing(facts, text) for name, text in shown.items()}
    settings = [e.value or e.missing for e in (*summary.settings, *summary.alongside)]
    found[SETTINGS_FILE] = missing(settings, (folder / SETTINGS_FILE).read_text(encoding="utf-8"))
    found[CALENDAR_FILE] = missing(*_calendar(folder, summary))
    found[SET_UP_FILE] = _set_up_file(folder, summary)
    return {name: lacks for name, lacks in found.items() if lacks}


def _calendar(folder: Path, summary: Summary) -> tuple[list[str], str]:
    coming = [day.label for day in summary.dates if not day.past]
    if not coming:
        assert not (folder / CALENDAR_FILE).exists()
        return [], ""
    carried = {entry.key: entry.value for entry in (*summary.about, *summary.values)}
    told = [carried["helpdesk"], carried["certificate_sha256"], carried["certificate_not_after"]]
    told += [way.text for way in summary.ways_back]
    practice = [summary.practice_words] if summary.practice else []
    return [*coming, *told, *practice, summary.title], of_calendar(folder / CALENDAR_FILE)


def _set_up_file(folder: Path, summary: Summary) -> list[str]:
    """Return what the set-up file proposes that the summary does not say."""
    told = decode((folder / SET_UP_FILE).read_bytes())
    assert told.opened is not None
    assert told.practice is summary.practice
    proposed = [
        told.name,
        told.opened.helpdesk_url,
        told.opened.sp_entity_id,
        told.opened.acs_url,
        told.opened.suffix,
        told.opened.organization,
        told.opened.tester,
    ]
    return missing([text for text in proposed if text], "\n".join(facts_of(summary)))


@pytest.mark.parametrize("which", RECORDS)
def test_every_reader_finds_every_fact(
    application: QApplication, browser: WebDriver, tmp_path: Path, which: str
) -> None:
    del application
    needs_fonts_for(which)
    summary = write(RECORDS[which](), tmp_path)
    assert differences(tmp_path, summary, browser) == {}


@pytest.mark.parametrize("which", ["half", "finished", "japanese"])
def test_in_every_language(
    application: QApplication, browser: WebDriver, tmp_path: Path, language: str, which: str
) -> None:
    del application, language
    needs_fonts_for(which)
    summary = write(RECORDS[which](), tmp_path)
    assert differences(tmp_path, summary, browser) == {}
