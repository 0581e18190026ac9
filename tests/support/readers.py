"""Readers of others for what the summary is written as: each returns what a person then sees."""

import json
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import pytest
from icalendar import Calendar
from markdown_it import MarkdownIt
from PySide6.QtGui import QFontDatabase
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By

from tests.support.summaries import words_of

HARMLESS: Final = frozenset({"h1", "h2", "p", "ul", "li", "strong", "code", "hr"})
"""The elements that the summary's Markdown is made of."""


def poppler(program: str, *arguments: str) -> str:
    """Return what one of poppler's programs prints; the test is skipped where there is none."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} (Debian package poppler-utils) is not installed")
    done = subprocess.run(
        [program, *arguments], check=True, capture_output=True, encoding="utf-8", timeout=120
    )
    assert not done.stderr, done.stderr
    return done.stdout


def needs_fonts_for(which: str) -> None:
    """Skip the test where this system has no font for the letters of this set-up's names."""
    systems = {"japanese": QFontDatabase.WritingSystem.Japanese}
    if which in systems and not QFontDatabase.families(systems[which]):
        pytest.skip(f"no font has the letters of {which} (Debian package fonts-noto-cjk)")


def of_pdf(path: Path) -> str:
    """Return the text of a PDF file, cell by cell."""
    return poppler("pdftotext", "-raw", "-enc", "UTF-8", str(path), "-")


def of_html(browser: WebDriver, path: Path) -> str:
    """Return the text of a page as the browser shows it."""
    browser.get(path.as_uri())
    assert browser.find_elements(By.CSS_SELECTOR, "script, a, img, link, iframe, object") == []
    return f"{browser.title}\n{browser.find_element(By.TAG_NAME, 'body').text}"


class _Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def of_markdown(path: Path) -> str:
    """Return the text of a Markdown file, rendered by one that lets raw HTML and tables through."""
    renderer = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    seen = _Seen()
    seen.feed(renderer.render(path.read_text(encoding="utf-8")))
    seen.close()
    assert seen.tags <= HARMLESS, f"text became markup: {seen.tags - HARMLESS}"
    return seen.text


def of_json(path: Path) -> str:
    """Return every text of a JSON file."""
    return "\n".join(words_of(json.loads(path.read_text(encoding="utf-8"))))


def of_calendar(path: Path) -> str:
    """Return what a calendar shows of its events."""
    calendar = Calendar.from_ical(path.read_bytes())
    return "\n".join(
        f"{event['SUMMARY']}\n{event['DESCRIPTION']}" for event in calendar.walk("VEVENT")
    )
