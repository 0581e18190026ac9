"""Pages that are built before they are asked for."""

import asyncio

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent

from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import STAGES, StageId
from deskpro_sso_gui.ui import pages_ahead
from deskpro_sso_gui.ui.pages.base import Page
from deskpro_sso_gui.ui.setup_view import SetupView
from deskpro_sso_gui.ui.window import Window
from tests.support.window import click, drive, reachable, settled, tab_walk, until, visible


class _Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> _Clock:
    """A clock that stands still: after a key, the time to go on never comes by itself."""
    made = _Clock()
    monkeypatch.setattr(pages_ahead, "monotonic", made)
    return made


async def opened(window: Window) -> SetupView:
    await settled(window)
    click(window.start_page.new_card)
    await until(lambda: window.setup_view is not None, "the set-up does not open")
    await settled(window)
    assert window.setup_view is not None
    return window.setup_view


def pages(view: SetupView) -> dict[StageId, Page]:
    return {page.stage: page for page in view.findChildren(Page)}


def renamed(record: SetupRecord) -> SetupRecord:
    return replace(record, name="Acme helpdesk")


async def all_built(view: SetupView) -> None:
    await until(lambda: len(pages(view)) == len(STAGES) and view.ahead.finished)


def press_key(window: Window) -> None:
    """Press a key as the window system does: the window gets it before any widget."""
    handle = window.windowHandle()
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Shift, Qt.KeyboardModifier.NoModifier)
    QCoreApplication.sendEvent(handle, event)


def test_every_page_is_built_out_of_sight_and_without_a_task() -> None:
    async def story(window: Window) -> None:
        view = await opened(window)
        await all_built(view)
        assert not window.runner.runs
        assert [page.stage for page in visible(view, Page)] == [StageId.PREREQUISITES]
        assert set(tab_walk(window)) == set(reachable(view))

    drive(story)


def test_a_click_shows_the_page_that_was_built_ahead() -> None:
    async def story(window: Window) -> None:
        view = await opened(window)
        await all_built(view)
        for stage, page in pages(view).items():
            click(view.stages.items[stage])
            assert view.page is page
            assert page.isVisible()
            await settled(window)

    drive(story)


def test_a_page_that_was_built_from_another_record_is_built_anew() -> None:
    async def story(window: Window) -> None:
        view = await opened(window)
        await all_built(view)
        before = pages(view)
        before.pop(StageId.PREREQUISITES)  # it was shown: it stays, and follows the record
        assert window.session is not None
        await window.session.commit(renamed)
        view.go_to(StageId.APPLICATION)
        assert view.page is not before[StageId.APPLICATION]
        await all_built(view)
        assert not set(before.values()) & set(pages(view).values())

    drive(story)


def test_the_page_that_comes_next_is_built_first() -> None:
    async def story(window: Window) -> None:
        view = await opened(window)
        view.go_to(StageId.METADATA)
        seen: list[StageId] = []

        def all_seen() -> bool:
            seen.extend(each for each in pages(view) if each not in seen)
            return len(seen) == len(STAGES)

        await until(all_seen)
        shown_before = seen.index(StageId.METADATA)
        assert seen[shown_before + 1] is StageId.DESKPRO_CONFIGURE

    drive(story)


def test_nothing_is_built_soon_after_a_key(clock: _Clock) -> None:
    async def story(window: Window) -> None:
        view = await opened(window)
        await until(lambda: len(pages(view)) > 1)
        press_key(window)
        built = len(pages(view))
        for _ in range(3):  # a look whether it is time yet is not a step
            view.ahead.go_on()
            await until(lambda: view.ahead.resting)
        assert len(pages(view)) == built
        clock.now += 1
        await all_built(view)

    drive(story)


def test_what_nobody_waits_for_holds_no_page_up() -> None:
    async def story(window: Window) -> None:
        view = await opened(window)
        over = asyncio.Event()
        window.runner.start("Looking", over.wait, owner=view, quiet=True)
        await all_built(view)
        assert window.runner.runs
        over.set()
        await settled(window)

    drive(story)


def test_a_set_up_can_be_left_while_its_pages_are_built() -> None:
    async def story(window: Window) -> None:
        view = await opened(window)
        await until(lambda: len(pages(view)) > 1)
        view.home.emit()
        await until(window.start_page.isVisible)
        assert window.setup_view is None

    drive(story)
