"""Every text stands out from its background, as it is drawn: 4.5 to 1, 3 to 1 where it is large."""

from collections.abc import Mapping

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from deskpro_sso_gui.ui.theme import Kind, Role, Theme
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from tests.support.gallery import EXHIBITS, Exhibit
from tests.support.gallery.tour import LOOKS, Found
from tests.support.looking import contrast

pytestmark = pytest.mark.window


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda each: each.id)
def test_every_text_of_every_exhibit_stands_out(
    found: Mapping[str, Found], exhibit: Exhibit
) -> None:
    assert found[exhibit.id].too_pale == []


@pytest.fixture
def crisp(application: QApplication) -> QApplication:
    contrast.crisp()
    return application


def shown(*widgets: QWidget) -> QWidget:
    frame = QWidget()
    frame.setObjectName("window")
    column = QVBoxLayout(frame)
    for widget in widgets:
        column.addWidget(widget)
    frame.resize(500, 300)
    frame.show()
    assert QTest.qWaitForWindowExposed(frame)
    return frame


def faults(*widgets: QWidget) -> list[str]:
    frame = shown(*widgets)
    try:
        return contrast.too_pale(frame)
    finally:
        frame.close()


@pytest.mark.usefixtures("crisp")
@pytest.mark.parametrize(
    ("colour", "pale"),
    [("#ffffff", True), ("#999999", True), ("#777777", True), ("#111111", False)],
)
def test_a_pale_text_is_found(colour: str, *, pale: bool) -> None:
    label = PlainLabel("Nobody can read this")
    label.setStyleSheet(f"color: {colour}; background: #f4f4f4")
    assert bool(faults(label)) is pale


@pytest.mark.usefixtures("crisp")
def test_a_large_text_may_be_paler() -> None:
    found = []
    for colour in ("#888888", "#aaaaaa"):
        label = PlainLabel("Large")
        label.setStyleSheet(f"color: {colour}; background: #ffffff; font-size: 20pt")
        found.append(len(faults(label)))
    assert found == [0, 1]


@pytest.mark.usefixtures("crisp")
@pytest.mark.parametrize("kind", [QLineEdit, QPushButton, QCheckBox])
def test_a_pale_control_is_found(kind: type[QWidget]) -> None:
    control = kind()
    control.setText("Nobody can read this")  # type: ignore[attr-defined]
    control.setStyleSheet("color: #bbbbbb; background: #ffffff")
    assert len(faults(control)) == 1


@pytest.mark.usefixtures("crisp")
def test_a_pale_placeholder_is_found() -> None:
    field = QLineEdit(placeholderText="Nobody can read this")
    field.setStyleSheet("QLineEdit { placeholder-text-color: #bbbbbb; background: #ffffff }")
    assert len(faults(field)) == 1


@pytest.mark.usefixtures("crisp")
@pytest.mark.parametrize("scheme", LOOKS)
@pytest.mark.parametrize("kind", [None, Kind.PRIMARY, Kind.QUIET, Kind.LINK])
def test_a_button_stands_out_whether_it_can_be_pressed_or_not(scheme: str, kind: Kind) -> None:
    Theme.current().use(scheme)  # type: ignore[arg-type]
    contrast.crisp()
    dead = Button("Create in JumpCloud", kind)
    dead.setEnabled(False)
    assert faults(Button("Create in JumpCloud", kind), dead) == []


@pytest.mark.usefixtures("crisp")
@pytest.mark.parametrize("scheme", LOOKS)
@pytest.mark.parametrize("role", [each for each in Role if each is not Role.ON_ACCENT])
def test_a_text_of_every_role_stands_out(scheme: str, role: Role) -> None:
    Theme.current().use(scheme)  # type: ignore[arg-type]
    contrast.crisp()
    assert faults(PlainLabel("What it says", role)) == []


def test_contrast_is_what_wcag_says() -> None:
    black, white, grey = (0, 0, 0), (255, 255, 255), (0x76, 0x76, 0x76)
    assert contrast.contrast(black, white) == pytest.approx(21)
    assert contrast.contrast(white, white) == 1
    assert contrast.contrast(grey, white) == pytest.approx(4.54, abs=0.01)
