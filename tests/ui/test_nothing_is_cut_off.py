"""Every text of every exhibit can be read whole: in all languages, sizes, scales and directions."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QListView, QPlainTextEdit, QWidget

from deskpro_sso_gui import texts
from deskpro_sso_gui.ui.theme import Scheme
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.labels import ElidedLabel, PlainLabel
from tests.support.gallery import EXHIBITS, Exhibit
from tests.support.gallery.tour import LOOKS, Found, Way, faults, send
from tests.support.looking import geometry
from tests.support.thorough import WHOLE, some

pytestmark = pytest.mark.window

LANGUAGES: Final = (*texts.LANGUAGES, texts.PSEUDO, texts.PSEUDO_RTL)
_ALL_LOOKS: Final = tuple(Scheme(each) for each in LOOKS)
WAYS: Final = tuple(
    Way(language=language, scale=scale, font=font, looks=_ALL_LOOKS if scale == 1 else ())
    for language in LANGUAGES
    for scale in (1.0, 2.0, 3.0)
    for font in (1.0, 1.5)
    # longer words and larger letters at once are more than any language asks for
    if font == 1.0 or language in texts.LANGUAGES
)
SAMPLE: Final = (
    Way(language=texts.PSEUDO_RTL, looks=()),
    Way(language="en", scale=2.0, looks=()),
    Way(language="en", font=1.5, looks=()),
)
"""Besides the one that goes through the whole gallery."""

_FEW: Final = 24
KNOWN: Final = {
    # in 640 pixels, and a third longer than in English; a tick's and a button's words do not wrap
    "validate-nobody-knows": "wider than the window",
    "validate-after-automatic": "too small",
}
"""What is still to be mended; told as wrong too, once it is mended."""


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda each: each.id)
def test_nothing_of_an_exhibit_is_cut_off(found: Mapping[str, Found], exhibit: Exhibit) -> None:
    told = found[exhibit.id].cut_off
    if (known := KNOWN.get(exhibit.id)) is not None:
        assert [known in each for each in told] == [True], told
        return
    assert told == []


@pytest.mark.parametrize("way", WAYS if WHOLE else SAMPLE, ids=str)
def test_nothing_is_wrong_in_any_language_scale_or_font(way: Way, tmp_path: Path) -> None:
    chosen = some(EXHIBITS, most=_FEW, kind=lambda each: str(each.page), salt=str(way))
    found = send(way, tmp_path, chosen)
    told = [each for each in faults(found, "cut_off") if each.partition(":")[0] not in KNOWN]
    assert told == []
    assert list(faults(found, "too_pale")) == []
    assert list(faults(found, "badly_told")) == []


def cut_off(widget: QWidget, *, width: int, height: int = 60) -> list[str]:
    """Return what is cut off of ``widget`` in a window of this size."""
    frame = QWidget()
    row = QHBoxLayout(frame)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(widget)
    frame.setFixedSize(width, height)
    frame.show()
    assert QTest.qWaitForWindowExposed(frame)
    try:
        return geometry.cut_off(frame)
    finally:
        frame.close()


LONG = "What somebody who reads this has to know in any case, whatever else there is"


@pytest.mark.usefixtures("application")
def test_a_text_without_room_is_found() -> None:
    assert cut_off(PlainLabel(LONG), width=700) == []
    assert cut_off(PlainLabel(LONG), width=120)
    assert cut_off(PlainLabel(LONG), width=30)
    assert cut_off(PlainLabel(LONG, wrap=False), width=200)


@pytest.mark.usefixtures("application")
def test_a_text_that_is_cut_short_needs_its_whole_somewhere() -> None:
    label = ElidedLabel(LONG)
    assert cut_off(label, width=200) == []
    other = ElidedLabel(LONG)
    other.setToolTip("")
    assert cut_off(other, width=200)
    assert cut_off(ElidedLabel(LONG), width=12)


@pytest.mark.usefixtures("application")
@pytest.mark.parametrize("direction", Qt.LayoutDirection)
def test_a_button_without_room_is_found(direction: Qt.LayoutDirection) -> None:
    button = Button(LONG)
    button.setMinimumWidth(100)
    button.setMaximumWidth(100)
    button.setLayoutDirection(direction)
    assert cut_off(button, width=200)


@pytest.mark.usefixtures("application")
def test_a_placeholder_without_room_is_found() -> None:
    assert cut_off(QLineEdit(placeholderText=LONG), width=200)
    assert cut_off(QLineEdit(placeholderText=LONG), width=900) == []
    block = QPlainTextEdit(placeholderText=LONG * 9)
    assert cut_off(block, width=200)


@pytest.mark.usefixtures("application")
def test_a_choice_without_room_is_found() -> None:
    box = QComboBox()
    box.addItem(LONG)
    box.setSizePolicy(box.sizePolicy().Policy.Ignored, box.sizePolicy().Policy.Fixed)
    assert cut_off(box, width=200)


@pytest.mark.usefixtures("application")
def test_a_line_without_room_is_found() -> None:
    found = []
    for width in (200, 900):
        view = QListView()
        view.setModel(QStringListModel([LONG], view))
        found.append(len(cut_off(view, width=width, height=200)))
    assert found == [1, 0]
