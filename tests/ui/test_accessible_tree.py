"""What a screen reader is told of every exhibit, and what Tab comes by."""

from collections.abc import Mapping

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from deskpro_sso_gui.ui.widgets.form_row import FormRow
from tests.support.gallery import EXHIBITS, Exhibit
from tests.support.gallery.tour import Found
from tests.support.looking import accessible

pytestmark = pytest.mark.window


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda each: each.id)
def test_every_exhibit_is_told_whole(found: Mapping[str, Found], exhibit: Exhibit) -> None:
    assert found[exhibit.id].badly_told == []


def told(*widgets: QWidget) -> list[str]:
    """Return what is told badly of a window with ``widgets``."""
    frame = QWidget()
    column = QVBoxLayout(frame)
    for widget in widgets:
        column.addWidget(widget)
    frame.show()
    assert QTest.qWaitForWindowExposed(frame)
    try:
        return accessible.badly_told(frame)
    finally:
        frame.close()


@pytest.mark.usefixtures("application")
@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit, QComboBox, QListView])
def test_a_field_needs_a_label_that_can_be_seen(kind: type[QWidget]) -> None:
    bare = kind()
    assert told(bare)
    called = kind()
    called.setAccessibleName("Address")
    assert told(called)  # heard, but not seen
    labelled, label = kind(), QLabel("Address")
    labelled.setAccessibleName("Address")
    assert told(label, labelled) == []
    assert told(FormRow("&Address", kind())) == []


@pytest.mark.usefixtures("application")
def test_a_control_needs_a_name() -> None:
    assert any("no name" in each for each in told(QPushButton()))
    picture = QToolButton()
    picture.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    assert any("no name" in each for each in told(picture))
    assert told(QProgressBar()) == ["a progress bar without a name"]
    anything = QWidget()
    anything.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    assert any("no name" in each for each in told(anything))
    assert told(QPushButton("Save")) == []


@pytest.mark.usefixtures("application")
def test_a_stop_that_nobody_can_name_or_reach_is_found(application: QApplication) -> None:
    del application
    frame = QWidget()
    column = QVBoxLayout(frame)
    first, second = QPushButton("First"), QPushButton("Second")
    passed = QLineEdit()
    for widget in (first, passed, second):
        column.addWidget(widget)
    frame.show()
    assert QTest.qWaitForWindowExposed(frame)
    first.setFocus()
    assert any("which has no name" in each for each in accessible.out_of_reach(frame))
    passed.setAccessibleName("Address")
    assert accessible.out_of_reach(frame) == []
    frame.close()
