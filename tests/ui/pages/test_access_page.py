"""Page *Choose who gets in* in the real window, with JumpCloud's groups behind it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from deskpro_sso_gui.setup.progress import Status, progress
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.ui.pages.access import AccessPage
from tests.support.on_page import Stage, well_made
from tests.support.window import click, named, type_text, until

pytestmark = pytest.mark.window
Play = Callable[..., None]
START = {"after": StageId.DESKPRO_CONFIGURE, "page": StageId.ACCESS}


def page_of(stage: Stage) -> AccessPage:
    assert isinstance(stage.page, AccessPage)
    return stage.page


def rows(page: AccessPage) -> list[str]:
    model = page.groups.view.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def has_access(stage: Stage) -> bool:
    access = stage.session.record.access
    return access is not None and bool(access.groups)


def tick(page: AccessPage, name: str) -> None:
    """Click into the tick box of a group."""
    [row] = [row for row, text in enumerate(rows(page)) if text.startswith(name)]
    view = page.groups.view
    index = view.model().index(row, 0)
    view.scrollTo(index)
    box = view.visualRect(index)
    where = QPoint(box.left() + 14, box.center().y())
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)


def test_nothing_is_chosen_until_the_admin_chooses(on_page: Play) -> None:
    async def story(stage: Stage) -> None:
        page = page_of(stage)
        assert page.groups.checked_ids() == ()
        assert "may cost a paid seat" in stage.words
        assert stage.primary == "Give the groups access"
        assert stage.window.setup_view is not None
        assert not stage.window.setup_view.primary_button.isEnabled()
        # those with the tester in them come first: one of them is needed for the test
        assert [row.split("   ")[-1] for row in rows(page)[:2]] == ["Ann Example is in it"] * 2

    on_page(story, **START)


def test_a_group_gets_access_and_the_tester_gets_in(on_page: Play) -> None:
    async def story(stage: Stage) -> None:
        page = page_of(stage)
        tick(page, "DeskPRO agents")
        assert stage.primary == "Give 1 group access"
        stage.press_primary()
        await until(lambda: stage.session.record.access)
        await stage.settled()
        access = stage.session.record.access
        assert access is not None
        assert [group.name for group in access.groups] == ["DeskPRO agents"]
        assert "DeskPRO agents: 3 people" in stage.words
        assert "Ann Example, who will try it, is among them." in stage.words
        assert any("has access already" in row for row in rows(page))
        assert stage.primary == ""
        assert progress(stage.session.record)[StageId.ACCESS].status is Status.DONE

    on_page(story, **START)


def test_a_group_without_the_tester_needs_attention(on_page: Play) -> None:
    async def story(stage: Stage) -> None:
        tick(page_of(stage), "Finance")
        stage.press_primary()
        await until(lambda: stage.session.record.access)
        await stage.settled()
        assert "does not get in: in none of these groups" in stage.words
        status = progress(stage.session.record)[StageId.ACCESS].status
        assert status is Status.NEEDS_ATTENTION

    on_page(story, **START)


def test_the_search_finds_and_the_tick_survives_it(on_page: Play) -> None:
    async def story(stage: Stage) -> None:
        page = page_of(stage)
        tick(page, "Finance")
        type_text(page.groups.search, "agents")
        assert [row.split("   ")[0] for row in rows(page)] == ["DeskPRO agents"]
        tick(page, "DeskPRO agents")
        assert stage.primary == "Give 2 groups access"

    on_page(story, **START)


def test_a_new_group_is_made_and_ticked(on_page: Play) -> None:
    async def story(stage: Stage) -> None:
        page = page_of(stage)
        click(named(page, QPushButton, "Make a new group"))
        type_text(page.name, "Helpdesk  people")
        tick(page, "Finance")
        QTest.keyClick(page.name, Qt.Key.Key_Return)  # makes it, and gives nobody access
        await until(lambda: any(row.startswith("Helpdesk people") for row in rows(page)))
        await stage.settled()
        assert not has_access(stage)
        tick(page, "Finance")
        assert stage.primary == "Give 1 group access"
        stage.press_primary()
        await until(lambda: stage.session.record.access)
        await stage.settled()
        access = stage.session.record.access
        assert access is not None
        assert [group.name for group in access.groups] == ["Helpdesk people"]

    on_page(story, **START)


def test_what_was_ticked_is_there_again_after_another_page(on_page: Play) -> None:
    async def story(stage: Stage) -> None:
        tick(page_of(stage), "Finance")
        assert stage.window.setup_view is not None
        stage.window.setup_view.go_to(StageId.METADATA)
        stage.window.setup_view.go_to(StageId.ACCESS)
        await stage.settled()
        assert stage.primary == "Give 1 group access"

    on_page(story, **START)


@pytest.mark.parametrize("after", [StageId.DESKPRO_CONFIGURE, StageId.ACCESS])
def test_every_text_is_translated_whole_and_reached_by_keyboard(
    on_page: Play, after: StageId
) -> None:
    async def story(stage: Stage) -> None:
        page_of(stage)._new.set_open(on=True)
        await stage.settled()
        well_made(stage)

    on_page(story, after=after, page=StageId.ACCESS, size=(640, 480), language="qps")
