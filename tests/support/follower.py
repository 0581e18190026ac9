"""Somebody who knows neither product and does what the wizard's window says, word by word.

What to do, and what it is called, is read from the window's own widgets; DeskPRO's controls are
found by the words that stand on them, as a person finds them.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

import msgspec
from PySide6.QtWidgets import QLabel, QLineEdit
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select

from deskpro_sso_gui.ui.widgets.file_drag import FileDrag
from deskpro_sso_gui.ui.widgets.instruction import Instruction
from deskpro_sso_gui.ui.widgets.labels import CONSOLE
from tests.support.person import PASSWORD, Person
from tests.support.window import visible

T = TypeVar("T")
ADMINISTRATOR: Final = "admin@acme.example"


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What one line of the window says.

    Attributes:
        text: its sentences.
        labels: what DeskPRO calls the places and controls, in their order.
        value: what to put there.
        file: what to drag there.
        sure: the labels are DeskPRO's own; otherwise they are "may be called".
    """

    text: str
    labels: tuple[str, ...]
    value: str = ""
    file: Path | None = None
    sure: bool = True


def read(line: Instruction) -> Told:
    """Read a line as it is shown."""
    words = [each.text() for each in visible(line, QLabel) if not each.property(CONSOLE)]
    labels = [each.text() for each in visible(line, QLabel) if each.property(CONSOLE)]
    values = [each.text() for each in visible(line, QLineEdit)]
    files = [each.mime_data() for each in visible(line, FileDrag)]
    urls = [data.urls()[0].toLocalFile() for data in files if data is not None]
    return Told(
        text=" ".join(words),
        labels=tuple(labels),
        value=values[0] if values else "",
        file=Path(urls[0]) if urls else None,
        sure="may be called" not in words,
    )


class Follower(Person):
    """Does what it is told."""

    def signs_in_to_deskpro(self, address: str) -> None:
        self.driver.get(address)
        self.type("email", ADMINISTRATOR)
        self.type("password", PASSWORD)
        self.click("submit")
        self.reads("Admin")

    def does(self, told: Told) -> None:
        """Go along the labels; the last one is what to act on."""
        within = ""
        for place, label in enumerate(told.labels):
            field = self._at_rest(partial(self._field, label, sure=told.sure))
            if field is not None:
                self._fills(field, told, chosen="".join(told.labels[place + 1 :]))
                return
            found = self._at_rest(partial(self._clickable, label, within, sure=told.sure))
            if found is not None:
                found.click()
                within = ""
            elif self._stands_there(label):
                within = label
            else:
                later = told.labels[place + 1 :]
                excused = "where the page" in told.text or any(map(self._stands_there, later))
                assert excused, f"DeskPRO shows nothing called {label!r}: {told}"

    def _at_rest(self, look: Callable[[], T]) -> T:
        """Return what ``look`` sees; once more where the page was just being left."""
        (seen,) = self.wait().until(lambda _driver: (look(),))
        return seen

    def copies(self, label: str) -> str:
        """Copy what stands in the field called ``label``."""
        field = self.wait().until(lambda _driver: self._field(label, sure=True), label)
        assert field is not None
        return field.get_attribute("value") or ""

    def _field(self, label: str, *, sure: bool) -> WebElement | None:
        for each in self.driver.find_elements(By.CSS_SELECTOR, "label[for]"):
            if _is_called(each.text, label, sure=sure):
                return self.driver.find_element(By.ID, each.get_attribute("for") or "")
        return None

    def _clickable(self, label: str, within: str, *, sure: bool) -> WebElement | None:
        found = [
            each
            for each in self.driver.find_elements(By.CSS_SELECTOR, "a, button, summary")
            if each.is_displayed() and _is_called(each.text, label, sure=sure)
        ]
        if within:
            inside = [
                each
                for each in found
                if within in each.find_element(By.XPATH, "..").text.splitlines()[0]
            ]
            found = inside or found
        return found[0] if found else None

    def _stands_there(self, label: str) -> bool:
        return label in self.driver.find_element(By.TAG_NAME, "body").text

    def _fills(self, field: WebElement, told: Told, *, chosen: str) -> None:
        kind = field.get_attribute("type")
        if field.tag_name == "select":
            options = Select(field)
            if chosen:
                options.select_by_visible_text(chosen)
            else:
                options.select_by_value(told.value)
        elif kind == "file":
            assert told.file is not None, "there is no file to drag"
            field.send_keys(str(told.file))
        elif kind == "checkbox":
            wanted = "Leave it off" not in told.text
            if field.is_selected() is not wanted:
                field.click()
        else:
            assert told.value, f"nothing to put into {told}"
            field.clear()
            field.send_keys(told.value)


def _is_called(shown: str, label: str, *, sure: bool) -> bool:
    """Tell whether somebody would take ``shown`` for ``label``; only roughly where it "may be"."""
    if sure:
        return shown.strip() == label
    seen, told = (text.strip().rstrip("?").casefold() for text in (shown, label))
    return seen == told or (bool(seen) and told.split()[0] == seen)
