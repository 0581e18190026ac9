import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from html.parser import HTMLParser

import msgspec
import pytest

from deskpro_sso_gui import texts
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.summary.export import files
from deskpro_sso_gui.summary.facts import summary_facts
from deskpro_sso_gui.summary.html import to_html
from deskpro_sso_gui.summary.json import to_json
from deskpro_sso_gui.summary.markdown import code, escaped, to_markdown
from deskpro_sso_gui.summary.model import Summary
from deskpro_sso_gui.summary.plain import plain
from deskpro_sso_gui.summary.text import values_text
from tests.support.summaries import facts_of, missing, words_of


class _Reader(HTMLParser):
    """What a person sees of a page, and the tags it is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = ""
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.seen += data


def _read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader


def _unescaped(text: str) -> str:
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)


def _from_html(summary: Summary) -> str:
    return _read(to_html(summary)).seen


def _from_markdown(summary: Summary) -> str:
    return _unescaped(to_markdown(summary))


def _from_json(summary: Summary) -> str:
    return "\n".join(words_of(json.loads(to_json(summary))))


@pytest.mark.parametrize("which", ["begun", "finished", "hostile"])
@pytest.mark.parametrize("shown", [_from_html, _from_markdown, _from_json])
def test_all_documents_say_every_fact(
    request: pytest.FixtureRequest, now: datetime, which: str, shown: Callable[[Summary], str]
) -> None:
    summary = summary_facts(request.getfixturevalue(which), now=now)
    document = shown(summary)
    expected = facts_of(summary)
    assert len(expected) > 50
    assert missing(expected, document) == []


def test_the_page_is_a_document_that_needs_nothing_else(
    finished: SetupRecord, now: datetime
) -> None:
    page = to_html(summary_facts(finished, now=now))
    assert page.startswith("<!DOCTYPE html>")
    tags = _read(page).tags
    assert dict(tags)["html"]["lang"] == "en"
    assert {"script", "link", "img", "iframe", "a"}.isdisjoint(tag for tag, _ in tags)
    assert not any(name in {"src", "href"} for _, attributes in tags for name in attributes)
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page


@pytest.mark.usefixtures("pseudo")
def test_the_page_speaks_the_language_in_use(finished: SetupRecord, now: datetime) -> None:
    page = to_html(summary_facts(finished, now=now))
    assert dict(_read(page).tags)["html"]["lang"] == texts.PSEUDO
    headings = re.findall(r"<h[12]>(.*?)</h", page)
    assert len(headings) == 10
    assert all(heading.startswith("[") for heading in headings)


def test_text_from_outside_stays_text(hostile: SetupRecord, now: datetime) -> None:
    summary = summary_facts(hostile, now=now)
    page = to_html(summary)
    assert "<script" not in page
    assert "\u202e" not in page + to_markdown(summary) + to_json(summary)


_SHOW_MARKDOWN = """
import sys
from PySide6.QtGui import QGuiApplication, QTextDocument
application = QGuiApplication([])
document = QTextDocument()
document.setMarkdown(sys.stdin.read())
sys.stdout.write(document.toPlainText())
"""


@pytest.mark.parametrize("which", ["finished", "hostile"])
def test_a_markdown_reader_shows_every_fact_as_it_is(
    request: pytest.FixtureRequest, now: datetime, which: str
) -> None:
    summary = summary_facts(request.getfixturevalue(which), now=now)
    shown = subprocess.run(
        [sys.executable, "-c", _SHOW_MARKDOWN],
        input=to_markdown(summary),
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout
    assert missing(facts_of(summary), shown) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, with (brackets) - and 5.", "plain, with (brackets) - and 5."),
        ("*bold* _it_ `code`", r"\*bold\* \_it\_ \`code\`"),
        ("<b>", r"\<b\>"),
        ("[x](y)", r"\[x\](y)"),
        ("# no heading", r"\# no heading"),
        ("- no list", r"\- no list"),
        ("12. no list", r"12\. no list"),
        ("https://a.example me@a.example", r"https\://a.example me\@a.example"),
        ("two\nlines", "two lines"),
    ],
)
def test_markdown_shows_text_as_it_is(text: str, shown: str) -> None:
    assert escaped(text) == shown


@pytest.mark.parametrize(
    ("text", "span"), [("a", "`a`"), ("a`b", "`` a`b ``"), ("``", "``` `` ```")]
)
def test_a_code_span_holds_any_backticks(text: str, span: str) -> None:
    assert code(text) == span


def test_what_can_not_be_shown_is_marked() -> None:
    assert plain(" a\tb\x00c\u202ed\u200b ") == "a b\ufffdc\ufffdd\ufffd"


def test_json_keeps_its_keys_whatever_is_known(
    begun: SetupRecord, finished: SetupRecord, now: datetime
) -> None:
    few, all_ = (json.loads(to_json(summary_facts(r, now=now))) for r in (begun, finished))
    assert few["version"] == all_["version"] == 1
    assert list(few) == list(all_) == [
        "schema",
        "version",
        "id",
        "name",
        "title",
        "language",
        "program",
        "program_version",
        "made_at",
        "made",
        "practice",
        "practice_words",
        "finished",
        "headline",
        "about",
        "stages",
        "remaining",
        "settings",
        "alongside",
        "values",
        "access",
        "sso_method",
        "proofs",
        "unchecked",
        "ways_back",
        "dates",
    ]  # fmt: skip
    assert all_["made_at"] == "2026-11-23T12:00:00Z"
    assert all_["dates"][-1]["on"] == "2031-11-23"
    assert all_["proofs"][0]["issued"]["evidence"] == "event"
    assert few["proofs"][0].keys() == all_["proofs"][0].keys()


def test_the_settings_file_has_each_value_alone_on_its_line(finished: SetupRecord) -> None:
    lines = [line.strip() for line in values_text(finished).splitlines()]
    for value in (
        "https://sso.jumpcloud.com/saml2/deskpro",
        "https://console.jumpcloud.com/userconsole/",
        "https://sso.jumpcloud.com/saml2/metadata/t0",
        "Automatic",
        "certificate.pem",
    ):
        assert value in lines
    assert "DeskPRO's older screens" in values_text(finished)
    assert [line[:2] for line in lines if re.match(r"\d\. ", line)] == [
        f"{number}." for number in range(1, 7)
    ]


def test_the_files_to_hand_over(begun: SetupRecord, finished: SetupRecord, now: datetime) -> None:
    always = {"summary.html", "summary.md", "summary.json", "deskpro-settings.txt"}
    always |= {"setup-for-a-colleague.deskpro-sso"}
    assert files(begun, now=now).keys() == always
    handed = files(finished, now=now)
    assert handed.keys() == always | {"certificate.pem", "dates.ics"}
    assert finished.certificate is not None
    assert handed["certificate.pem"].decode() == finished.certificate.pem
    assert handed["summary.json"].decode() == to_json(summary_facts(finished, now=now))


def test_practice_is_said_in_every_document(finished: SetupRecord, now: datetime) -> None:
    practised = files(msgspec.structs.replace(finished, practice=True), now=now)
    real = files(finished, now=now)
    for name in real.keys() - {"certificate.pem", "setup-for-a-colleague.deskpro-sso"}:
        assert b"Practice" in practised[name], name
        assert b"Practice" not in real[name], name
    assert json.loads(practised["setup-for-a-colleague.deskpro-sso"])["practice"] is True
    assert "practice" not in json.loads(real["setup-for-a-colleague.deskpro-sso"])
