"""What keys do where Qt alone would do something else."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea

from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.ui.setup_view import SetupView
from deskpro_sso_gui.ui.stage_list import StageItem
from deskpro_sso_gui.ui.theme import Icon
from deskpro_sso_gui.ui.widgets.buttons import Button, IconButton
from deskpro_sso_gui.ui.window import Window
from tests.support.window import drive, settled, visible


async def opened(window: Window) -> SetupView:
    window.activateWindow()
    await window._new_setup()
    await settled(window)
    assert window.setup_view is not None
    return window.setup_view


def stage_of(view: SetupView) -> StageId:
    assert view.page is not None
    return view.page.stage


@pytest.mark.usefixtures("application")
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_button_is_pressed_by_enter_as_by_the_space_bar(key: Qt.Key) -> None:
    pressed: list[str] = []
    for button in (
        Button("Save", on_click=lambda: pressed.append("button")),
        IconButton(Icon.SETTINGS, "Settings", on_click=lambda: pressed.append("icon")),
    ):
        QTest.keyClick(button, key)
    assert pressed == ["button", "icon"]


def test_arrow_keys_walk_the_stages_and_open_none_on_the_way() -> None:
    async def story(window: Window) -> None:
        view = await opened(window)
        items = view.stages.items
        items[StageId.PREREQUISITES].setFocus()
        for stage in (StageId.APPLICATION, StageId.DESKPRO_ADD):
            QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Down)
            assert window.focusWidget() is items[stage]
        QTest.keyClick(items[StageId.DESKPRO_ADD], Qt.Key.Key_Up)
        assert stage_of(view) is StageId.PREREQUISITES
        QTest.keyClick(items[StageId.APPLICATION], Qt.Key.Key_Return)
        assert stage_of(view) is StageId.APPLICATION
        # Tab comes by the stage that is open, wherever one has looked around before
        stops = [
            item.stage
            for item in visible(view.stages, StageItem)
            if item.focusPolicy() is Qt.FocusPolicy.StrongFocus
        ]
        assert stops == [StageId.APPLICATION]

    drive(story)


def test_tab_scrolls_to_where_it_leads_from_beside_the_page() -> None:
    async def story(window: Window) -> None:
        view = await opened(window)
        areas = [each for each in visible(view, QScrollArea) if each.objectName() != "stages"]
        (bar,) = [each.verticalScrollBar() for each in areas]
        bar.setValue(bar.maximum())
        assert bar.value() > 0
        view.stages.items[StageId.PREREQUISITES].setFocus()
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        focused = window.focusWidget()
        assert focused is not None
        assert focused.visibleRegion().boundingRect() == focused.rect()

    drive(story, size=(1080, 480))
