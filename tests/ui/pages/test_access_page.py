"""Page *Choose who gets in* in the real window, with JumpCloud's groups behind it."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.practice.world import UserState
from deskpro_sso_gui.setup.progress import Status, progress
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.values import Value
from deskpro_sso_gui.ui.pages.access import AccessPage
from deskpro_sso_gui.ui.widgets.notice import Tone
from tests.support.desk import Desk, Play, Start, looks, well_made
from tests.support.doing import rows, tick
from tests.support.window import click, named, type_text, until

pytestmark = pytest.mark.window
START: Start = {"after": StageId.DESKPRO_CONFIGURE, "page": StageId.ACCESS}


def has_access(desk: Desk) -> bool:
    access = desk.session.record.access
    return access is not None and bool(access.groups)


def test_nothing_is_chosen_until_the_admin_chooses(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(AccessPage)
        assert page.groups.checked_ids() == ()
        assert "may cost a paid seat" in desk.words
        assert desk.primary == "Give the groups access"
        assert not desk.can_go_on()
        # those with the tester in them come first: one of them is needed for the test
        of_tester = [row.split("   ")[-1].split(" · ")[0] for row in rows(page)[:2]]
        assert of_tester == ["Ann Example is in it"] * 2

    on_page(story, **START)


def test_a_group_gets_access_and_the_tester_gets_in(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(AccessPage)
        tick(page, "DeskPRO agents")
        assert desk.primary == "Give 1 group access"
        desk.press_primary()
        await until(lambda: desk.session.record.access)
        await desk.settled()
        access = desk.session.record.access
        assert access is not None
        assert [group.name for group in access.groups] == ["DeskPRO agents"]
        assert "DeskPRO agents: 3 people" in desk.words
        assert "Ann Example, who will try it, is among them." in desk.words
        assert any("has access already" in row for row in rows(page))
        assert desk.primary == ""
        assert progress(desk.session.record)[StageId.ACCESS].status is Status.DONE

    on_page(story, **START)


def test_what_was_given_to_another_app_is_looked_at_again(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(AccessPage)
        tick(page, "DeskPRO agents")
        desk.press_primary()
        await until(lambda: desk.session.record.access)
        await desk.settled()

        def of_another(record: SetupRecord) -> SetupRecord:
            assert record.access is not None
            basis = {**record.access.basis, Value.APPLICATION: "another"}
            return replace(record, access=replace(record.access, basis=basis))

        await desk.session.commit(of_another)
        await desk.settled()
        assert progress(desk.session.record)[StageId.ACCESS].status is Status.STALE
        assert {line.tone for line in page.result._result.lines} == {Tone.STALE}
        assert desk.primary == "Look again"
        desk.press_primary()
        await desk.settled()
        assert progress(desk.session.record)[StageId.ACCESS].status is Status.DONE
        assert Tone.SUCCESS in {line.tone for line in page.result._result.lines}

    on_page(story, **START)


def test_a_group_without_the_tester_needs_attention(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        tick(desk.at(AccessPage), "Finance")
        desk.press_primary()
        await until(lambda: desk.session.record.access)
        await desk.settled()
        assert "does not get in: in none of these groups" in desk.words
        status = progress(desk.session.record)[StageId.ACCESS].status
        assert status is Status.NEEDS_ATTENTION

    on_page(story, **START)


def test_the_search_finds_and_the_tick_survives_it(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(AccessPage)
        tick(page, "Finance")
        type_text(page.groups.search, "agents")
        assert [row.split("   ")[0] for row in rows(page)] == ["DeskPRO agents"]
        tick(page, "DeskPRO agents")
        assert desk.primary == "Give 2 groups access"

    on_page(story, **START)


def test_a_new_group_is_made_and_ticked(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(AccessPage)
        click(named(page, QPushButton, "Make a new group"))
        type_text(page.name, "Helpdesk  people")
        tick(page, "Finance")
        QTest.keyClick(page.name, Qt.Key.Key_Return)  # makes it, and gives nobody access
        await until(lambda: any(row.startswith("Helpdesk people") for row in rows(page)))
        await desk.settled()
        assert not has_access(desk)
        tick(page, "Finance")
        assert desk.primary == "Give 1 group access"
        desk.press_primary()
        await until(lambda: desk.session.record.access)
        await desk.settled()
        access = desk.session.record.access
        assert access is not None
        assert [group.name for group in access.groups] == ["Helpdesk people"]

    on_page(story, **START)


def test_what_was_ticked_is_there_again_after_another_page(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        tick(desk.at(AccessPage), "Finance")
        desk.view.go_to(StageId.METADATA)
        desk.view.go_to(StageId.ACCESS)
        await desk.settled()
        assert desk.primary == "Give 1 group access"

    on_page(story, **START)


def _ann(**troubles: object) -> Callable[[Store], None]:
    def change(store: Store) -> None:
        user = store.user_by_login("ann")
        assert user is not None
        for name, value in troubles.items():
            setattr(user, name, value)

    return change


def _switch_off(store: Store) -> None:
    for application in store.world.applications.values():
        application.active = False


@pytest.mark.parametrize(
    ("change", "told", "way_out"),
    [
        (_ann(suspended=True), "the account is suspended", "Before you start"),
        (_ann(state=UserState.STAGED), "the account is not activated", "Before you start"),
        (_ann(account_locked=True), "the account is locked", "Before you start"),
        (_ann(password_expired=True), "the JumpCloud password has run out", "Before you start"),
        (_switch_off, "Nobody gets in: the app is switched off", "JumpCloud sign-in"),
    ],
)
def test_what_keeps_the_tester_out_is_said_with_what_to_do(
    on_page: Play, change: Callable[[Store], None], told: str, way_out: str
) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(AccessPage)
        assert "gets in" in desk.words
        assert told not in desk.words
        desk.change(change)
        click(page.result.again_button)
        await until(lambda: told in desk.words)
        await desk.settled()
        assert "is among them" not in desk.words
        click(named(page, QPushButton, f"Go to “{way_out}”"))
        assert desk.page is not page

    on_page(story, page=StageId.ACCESS, after=StageId.ACCESS)


def test_a_bound_group_that_somebody_emptied_leaves_the_tester_out(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        def empty(store: Store) -> None:
            for group in store.world.groups.values():
                group.member_ids = []

        desk.change(empty)
        click(desk.at(AccessPage).result.again_button)
        await until(lambda: "does not get in: in none of these groups" in desk.words)

    on_page(story, page=StageId.ACCESS, after=StageId.ACCESS)


def test_seats_are_spoken_of_only_while_groups_are_to_be_given_access(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(AccessPage)
        assert "may cost a paid seat" not in desk.words  # it is done
        assert not page.groups.isVisible()
        page.more.set_open(on=True)
        assert page.groups.isVisible()
        model = page.groups.view.model()
        first = next(
            model.index(row, 0)
            for row in range(model.rowCount())
            if model.index(row, 0).flags() & Qt.ItemFlag.ItemIsUserCheckable
            and model.data(model.index(row, 0), Qt.ItemDataRole.CheckStateRole)
            != Qt.CheckState.Checked.value
        )
        model.setData(first, Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
        assert "may cost a paid seat" in desk.words

    on_page(story, page=StageId.ACCESS, after=StageId.ACCESS)


def test_once_the_groups_are_there_they_can_be_searched_at_once(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(AccessPage)
        await desk.settled()
        assert desk.window.focusWidget() is page.groups.search
        assert "may cost a paid seat" in desk.words

    on_page(story, page=StageId.ACCESS, after=StageId.DESKPRO_CONFIGURE)


@looks
@pytest.mark.parametrize("after", [StageId.DESKPRO_CONFIGURE, StageId.ACCESS])
def test_every_text_is_translated_whole_and_reached_by_keyboard(
    on_page: Play, after: StageId, language: str, size: tuple[int, int]
) -> None:
    async def story(desk: Desk) -> None:
        desk.at(AccessPage)._new.set_open(on=True)
        await desk.settled()
        well_made(desk)

    on_page(story, after=after, page=StageId.ACCESS, size=size, language=language)
