"""Page *Keep the summary* in the real window."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QFileDialog, QPushButton

from deskpro_sso_gui.setup.progress import Status, next_stage, progress
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.ui.pages.summary import SummaryPage
from tests.support.on_page import Stage, opened_files, well_made
from tests.support.window import click, named, until

pytestmark = pytest.mark.window
Play = Callable[..., None]
START = {"after": StageId.VALIDATE, "page": StageId.SUMMARY}


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


def page_of(stage: Stage) -> SummaryPage:
    assert isinstance(stage.page, SummaryPage)
    return stage.page


def test_the_summary_is_written_to_the_chosen_folder(on_page: Play, tmp_path: Path) -> None:
    async def story(stage: Stage) -> None:
        page, session = page_of(stage), stage.session
        click(page.choose_button)
        dialog = page.findChild(QFileDialog)
        assert isinstance(dialog, QFileDialog)
        dialog.fileSelected.emit(str(tmp_path / "handed over"))
        dialog.close()
        assert stage.primary == "Save the summary"
        stage.press_primary()
        await until(lambda: session.record.exports)
        await stage.settled()
        export = session.record.exports[0]
        assert Path(export.folder) == tmp_path / "handed over"
        written = contents(Path(export.folder))
        assert sorted(written) == sorted(export.files)
        assert session.services.sandbox is not None
        for text in written.values():
            assert session.services.sandbox.api_key not in text
        click(named(page, QPushButton, "Open summary.html"))
        click(page.show_button)
        assert opened == [Path(export.folder) / "summary.html", Path(export.folder)]
        assert next_stage(session.record) is None
        assert stage.primary == ""

    with opened_files() as opened:
        on_page(story, **START)


def test_the_key_facts_are_on_the_page(on_page: Play) -> None:
    async def story(stage: Stage) -> None:
        assert "Finished: people choose JumpCloud with a button" in stage.words
        assert "seen to work" in stage.words
        assert "days are left" in stage.words
        assert "DeskPRO agents: 3 members" in stage.words

    on_page(story, **START)


def test_what_is_not_done_yet_is_named_with_the_way_there(on_page: Play) -> None:
    async def story(stage: Stage) -> None:
        assert "Not finished" in stage.words
        click(named(stage.page, QPushButton, "Go to “Who gets in”"))
        assert stage.page.stage is StageId.ACCESS

    on_page(story, after=StageId.DESKPRO_CONFIGURE, page=StageId.SUMMARY)


def test_a_value_that_changes_afterwards_makes_it_stale(on_page: Play) -> None:
    async def story(stage: Stage) -> None:
        session = stage.session
        stage.press_primary()
        await until(lambda: session.record.exports)
        await stage.settled()
        assert session.record.metadata is not None
        other = replace(session.record.metadata, url=f"{session.record.metadata.url}0")
        await session.commit(lambda record: replace(record, metadata=other))
        assert progress(session.record)[StageId.SUMMARY].status is Status.STALE
        assert "Changed since: metadata address" in stage.words
        assert stage.primary == "Save the summary"

    on_page(story, **START)


def test_every_text_is_translated_whole_and_reached_by_keyboard(on_page: Play) -> None:
    async def story(stage: Stage) -> None:
        stage.press_primary()
        await until(lambda: stage.session.record.exports)
        await stage.settled()
        well_made(stage)

    on_page(story, **START, size=(640, 480), language="qps")
