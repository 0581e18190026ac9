"""Page *Keep the summary* in the real window."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QFileDialog, QPushButton

from deskpro_sso_gui.setup.progress import Status, next_stage, progress
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.ui.pages.summary import SummaryPage
from tests.support.desk import Desk, Play, Start, looks, opened_files, well_made
from tests.support.window import click, named, until

pytestmark = pytest.mark.window
START: Start = {"after": StageId.VALIDATE, "page": StageId.SUMMARY}


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_the_summary_is_written_to_the_chosen_folder(on_page: Play, tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        page, session = desk.at(SummaryPage), desk.session
        click(page.choose_button)
        dialog = page.findChild(QFileDialog)
        assert isinstance(dialog, QFileDialog)
        dialog.fileSelected.emit(str(tmp_path / "handed over"))
        dialog.close()
        assert desk.primary == "Save the summary"
        desk.press_primary()
        await until(lambda: session.record.exports)
        await desk.settled()
        export = session.record.exports[0]
        assert Path(export.folder) == tmp_path / "handed over"
        written = contents(Path(export.folder))
        assert sorted(written) == sorted(export.files)
        assert session.services.sandbox is not None
        for text in written.values():
            assert session.services.sandbox.api_key not in text
        assert desk.window.focusWidget() is page.show_button
        click(named(page, QPushButton, "Open summary.html"))
        click(page.show_button)
        assert opened == [Path(export.folder) / "summary.html", Path(export.folder)]
        assert next_stage(session.record) is None
        assert desk.primary == ""

    with opened_files() as opened:
        on_page(story, **START)


def test_the_key_facts_are_on_the_page(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        assert "Finished: people choose JumpCloud with a button" in desk.words
        assert "seen to work" in desk.words
        assert "days are left" in desk.words
        assert "DeskPRO agents: 3 members" in desk.words

    on_page(story, **START)


def test_what_is_not_done_yet_is_named_with_the_way_there(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        assert "Not finished" in desk.words
        click(named(desk.page, QPushButton, "Go to “Who gets in”"))
        assert desk.page.stage is StageId.ACCESS

    on_page(story, after=StageId.DESKPRO_CONFIGURE, page=StageId.SUMMARY)


def test_a_value_that_changes_afterwards_makes_it_stale(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        session = desk.session
        desk.press_primary()
        await until(lambda: session.record.exports)
        await desk.settled()
        assert session.record.metadata is not None
        other = replace(session.record.metadata, url=f"{session.record.metadata.url}0")
        await session.commit(lambda record: replace(record, metadata=other))
        assert progress(session.record)[StageId.SUMMARY].status is Status.STALE
        assert "Changed since: metadata address" in desk.words
        assert desk.primary == "Save the summary"

    on_page(story, **START)


def test_in_a_low_window_the_whole_of_the_last_stage_is_in_sight(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        item = desk.view.stages.items[StageId.SUMMARY]
        await until(lambda: item.visibleRegion().boundingRect() == item.rect())

    on_page(story, **START, size=(800, 600))


@looks
def test_every_text_is_translated_whole_and_reached_by_keyboard(
    on_page: Play, language: str, size: tuple[int, int]
) -> None:
    async def story(desk: Desk) -> None:
        desk.press_primary()
        await until(lambda: desk.session.record.exports)
        await desk.settled()
        well_made(desk)

    on_page(story, **START, size=size, language=language)
