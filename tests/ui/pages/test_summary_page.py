"""Page *Keep the summary* in the real window."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QPushButton

from deskpro_sso_gui.setup.from_file import as_opened
from deskpro_sso_gui.setup.progress import Status, next_stage, progress
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.storage.setups import SetupStore
from deskpro_sso_gui.summary.export import SET_UP_FILE
from deskpro_sso_gui.summary.facts import summary_facts
from deskpro_sso_gui.summary.wording import HEADINGS
from deskpro_sso_gui.tasks.summary import export
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.pages.summary import SummaryPage
from deskpro_sso_gui.ui.theme import Scheme, Theme
from tests.support.desk import Desk, Play, Start, looks, opened_files, well_made
from tests.support.readers import of_pdf
from tests.support.secrets import leaks
from tests.support.summaries import facts_of, missing
from tests.support.window import click, named, until

pytestmark = pytest.mark.window
START: Start = {"after": StageId.VALIDATE, "page": StageId.SUMMARY}


def contents(folder: Path) -> dict[str, str]:
    """Return what can be read in each file; a PDF file packs its text."""
    return {
        path.name: of_pdf(path) if path.suffix == ".pdf" else path.read_text(encoding="utf-8")
        for path in folder.iterdir()
    }


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
        assert {"summary.pdf", "dates.ics", "setup-for-a-colleague.deskpro-sso"} <= written.keys()
        assert session.services.sandbox is not None
        key = session.services.sandbox.api_key
        for name, text in written.items():
            assert key not in text, name
            assert key.encode() not in (Path(export.folder) / name).read_bytes(), name
        (tmp_path / "text.txt").write_text("\n".join(written.values()), encoding="utf-8")
        assert list(leaks([tmp_path], [key.encode()], but=tmp_path / "none")) == []
        assert desk.window.focusWidget() is page.show_button
        click(named(page, QPushButton, "Open summary.html"))
        click(page.show_button)
        assert opened == [Path(export.folder) / "summary.html", Path(export.folder)]
        assert next_stage(session.record) is None
        assert desk.primary == ""

    with opened_files() as opened:
        on_page(story, **START)


def test_no_older_summary_stays_beside_a_newer_one(on_page: Play, tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        desk.at(SummaryPage).use_folder(str(tmp_path))
        (tmp_path / "notes.txt").write_text("the admin's own")
        desk.press_primary()
        await until(lambda: desk.session.record.exports)
        await desk.settled()
        assert (tmp_path / "summary.pdf").is_file()
        written = await export(desk.session, tmp_path)  # as where there is no window
        assert contents(tmp_path).keys() == {"notes.txt", *(path.name for path in written)}
        assert not (tmp_path / "summary.pdf").exists()

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


def test_it_is_read_in_the_window(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        block = desk.at(SummaryPage).hand_over
        click(named(desk.page, QPushButton, "Read the summary here"))
        await until(lambda: block.view is not None and block.view.isVisible())
        await desk.settled()
        assert desk.page._problem is None
        view = block.view
        assert view is not None
        facts = summary_facts(desk.session.record, now=desk.session.services.now())
        assert missing([t(HEADINGS.ways_back), facts.title], view.toPlainText()) == []
        shown = [fact for fact in facts_of(facts) if fact != facts.made]
        assert missing(shown, view.toPlainText()) == []
        assert view.isReadOnly()
        assert not view.verticalScrollBar().isVisible()
        assert view.verticalScrollBar().maximum() == 0
        before = view.toHtml()
        Theme.current().use(Scheme.DARK)
        await until(lambda: view.toHtml() != before)
        assert view.document().loadResource(2, "file:///etc/hostname") is None
        other = replace(desk.session.record, name="Renamed meanwhile")
        await desk.session.commit(lambda _record: other)
        await until(lambda: "Renamed meanwhile" in view.toPlainText())

    on_page(story, **START)


async def printing(desk: Desk) -> tuple[QPrintDialog, QPrinter]:
    """Open the dialog of the printers; it prints to a file, whatever printers there are."""
    block = desk.at(SummaryPage).hand_over
    click(block.print_button)
    await until(lambda: any(each.isVisible() for each in block.findChildren(QPrintDialog)))
    assert desk.page._problem is None
    [dialog] = block.findChildren(QPrintDialog)
    printers = dialog.findChild(QComboBox, "printers")
    assert isinstance(printers, QComboBox)
    printers.setCurrentText("Print to File (PDF)")
    assert printers.currentText() == "Print to File (PDF)"
    assert block._printer is not None
    return dialog, block._printer


def test_it_is_printed(on_page: Play, tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        block = desk.at(SummaryPage).hand_over
        dialog, printer = await printing(desk)
        assert printer.docName().startswith("DeskPRO sign-in through JumpCloud- localhost")
        path = dialog.findChild(QLineEdit, "filename")
        assert isinstance(path, QLineEdit)
        path.setText(str(tmp_path / "printed.pdf"))
        click(named(dialog, QPushButton, "Print"))
        assert [line.text for line in block.told.lines] == ["Handed to the printer."]
        facts = summary_facts(desk.session.record, now=desk.session.services.now())
        assert missing([facts.title, facts.headline], of_pdf(tmp_path / "printed.pdf")) == []
        assert block._printer is None

    on_page(story, **START)


def test_a_printer_that_is_gone_is_told_of(on_page: Play, tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        dialog, printer = await printing(desk)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "no such folder" / "printed.pdf"))
        strict = qInstallMessageHandler(lambda *_said: None)  # Qt complains of it, and rightly so
        dialog.accepted.emit(printer)
        qInstallMessageHandler(strict)
        dialog.close()
        assert "did not take it" in desk.at(SummaryPage).hand_over.told.lines[0].text

    on_page(story, **START)


def test_a_colleague_gets_a_set_up_file(on_page: Play, tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        block = desk.at(SummaryPage).hand_over
        click(block.set_up_button)
        dialog = block.findChild(QFileDialog)
        assert isinstance(dialog, QFileDialog)
        assert dialog.defaultSuffix() == "deskpro-sso"
        assert [Path(each).name for each in dialog.selectedFiles()] == [SET_UP_FILE]
        assert "*.deskpro-sso" in dialog.nameFilters()[0]
        path = tmp_path / "for Bob.deskpro-sso"
        dialog.fileSelected.emit(str(path))
        dialog.close()
        await until(lambda: block.told.lines)
        await desk.settled()
        assert block.told.lines[-1].text == str(path)
        found = SetupStore(tmp_path / "his").look_at(path)
        assert not found.made_here
        record = desk.session.record
        opened, own = (
            as_opened(each, record_id="new", at=record.created_at, file="")
            for each in (found.record, record)
        )
        assert opened == own

    on_page(story, **START)


def test_a_file_that_can_not_be_written_is_told_of(on_page: Play, tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        block = desk.at(SummaryPage).hand_over
        block.save_set_up(tmp_path / "nowhere" / "file.json")
        await desk.settled()
        assert block.told.lines == ()
        assert "The file can't be written" in desk.words

    on_page(story, **START)


@looks
def test_every_text_is_translated_whole_and_reached_by_keyboard(
    on_page: Play, language: str, size: tuple[int, int]
) -> None:
    async def story(desk: Desk) -> None:
        desk.press_primary()
        await until(lambda: desk.session.record.exports)
        await desk.settled()
        block = desk.at(SummaryPage).hand_over
        block.reading.set_open(on=True)
        await until(lambda: block.view is not None and block.view.isVisible())
        await desk.settled()
        assert desk.page._problem is None
        well_made(desk)

    on_page(story, **START, size=size, language=language)
