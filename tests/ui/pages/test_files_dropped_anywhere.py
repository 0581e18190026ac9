"""A file that is dropped beside the places for it: a set-up is offered, of others is told."""

from pathlib import Path

import pytest

from deskpro_sso_gui.setup.record import SetupRecord, encode
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.ui.evidence.view import DiagnosisView
from deskpro_sso_gui.ui.pages.deskpro_configure import DeskproConfigurePage
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.notice import Notice, ProblemNotice
from deskpro_sso_gui.ui.window import Window
from tests.support.desk import Desk, Play
from tests.support.records import NOW
from tests.support.window import click, drive, drop, named, settled, until, visible

pytestmark = pytest.mark.window


def set_up_file(folder: Path) -> Path:
    path = folder / "other.json"
    path.write_bytes(encode(SetupRecord(name="Other", created_at=NOW, changed_at=NOW)))
    return path


def titles(window: Window) -> list[str]:
    return [each.title.text() for each in visible(window, Notice)]


def test_a_set_up_dropped_on_the_first_page_is_offered(tmp_path: Path) -> None:
    file = set_up_file(tmp_path)

    async def story(window: Window) -> None:
        await settled(window)
        drop(window, file)
        await settled(window)
        assert "This is a set-up: Other" in titles(window)
        click(named(window, Button, "Open it"))
        await until(lambda: window.session is not None)
        await settled(window)

    drive(story)


def test_a_set_up_dropped_on_an_open_one_is_offered_above_it(tmp_path: Path) -> None:
    file = set_up_file(tmp_path)

    async def story(window: Window) -> None:
        await window._new_setup()
        await settled(window)
        first = window.session
        drop(window, file)
        await settled(window)
        assert titles(window)[0] == "This is a set-up: Other"
        assert window.session is first
        click(named(window, Button, "Open it"))
        await until(lambda: window.session is not None and window.session.record.name == "Other")
        await settled(window)
        assert "This is a set-up: Other" not in titles(window)

    drive(story)


def test_another_file_is_told_of_by_the_page(on_page: Play, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("hello")

    async def story(desk: Desk) -> None:
        page = desk.at(DeskproConfigurePage)
        drop(desk.window, file)
        await until(lambda: visible(page, DiagnosisView))
        await desk.settled()
        assert page.file.open
        assert any("notes.txt" in title for title in titles(desk.window))

    on_page(story, page=StageId.DESKPRO_CONFIGURE, after=StageId.METADATA)


def test_settings_take_no_file_that_misses_its_place(tmp_path: Path) -> None:
    file = set_up_file(tmp_path)

    async def story(window: Window) -> None:
        await settled(window)
        window.open_settings()
        await settled(window)
        with pytest.raises(AssertionError, match="takes no such files"):
            drop(window, file)

    drive(story)


def test_a_page_without_a_place_for_files_takes_none_but_set_ups(tmp_path: Path) -> None:
    notes, other = tmp_path / "notes.txt", tmp_path / "notes.json"
    notes.write_text("hello")
    other.write_text("{}")

    async def story(window: Window) -> None:
        await window._new_setup()
        await settled(window)
        for files in ([notes], [other, other]):
            with pytest.raises(AssertionError, match="takes no such files"):
                drop(window, *files)
        drop(window, other)
        await settled(window)
        assert len(visible(window, ProblemNotice)) == 1

    drive(story)
