"""Page *Fill in DeskPRO* in the real window; DeskPRO's form is filled in as it says."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton

from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.setup.facts import Generation
from deskpro_sso_gui.setup.progress import Status, progress
from deskpro_sso_gui.setup.settings import Setting, setting_values
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.ui.pages.blocks.certificate_file import CertificateFile
from deskpro_sso_gui.ui.pages.deskpro_configure import DeskproConfigurePage
from tests.support.desk import Desk, Play, Start, looks, opened_files, well_made
from tests.support.visits import fill_in_deskpro
from tests.support.window import click, named, until, visible

pytestmark = pytest.mark.window
START: Start = {"after": StageId.METADATA, "page": StageId.DESKPRO_CONFIGURE}


def generation(desk: Desk) -> Generation:
    helpdesk = desk.session.record.helpdesk
    assert helpdesk is not None
    return helpdesk.generation


def contents(path: Path) -> str:
    return path.read_text()


def test_each_value_can_be_copied_and_ticked(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page, session = desk.at(DeskproConfigurePage), desk.session
        for setting, value in setting_values(session.record).items():
            if setting is Setting.SSO_METHOD:
                continue
            line = page.steps[setting]
            [copy] = [b for b in visible(line, QPushButton) if b.text() in {"Copy", "Copied"}]
            click(copy)
            assert QGuiApplication.clipboard().text() == value
        [tick] = visible(page.steps[Setting.SINGLE_SIGN_ON_URL], QCheckBox)
        click(tick)
        name = Setting.SINGLE_SIGN_ON_URL.value
        await until(lambda: session.record.deskpro and name in session.record.deskpro.ticked)
        await desk.settled()
        assert "1 of 11 ticked" in desk.words

    on_page(story, **START)


def test_sso_method_stays_disabled_whatever_the_article_says(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        line = desk.at(DeskproConfigurePage).steps[Setting.SSO_METHOD]
        assert "Leave it on Disabled" in desk.words
        shown = {label.text() for label in visible(line, QLabel)}
        assert {"SSO Method", "Disabled"} <= shown
        assert "Automatic" not in shown

    on_page(story, **START)


def test_saved_settings_are_looked_at_from_outside(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        await fill_in_deskpro(desk.sandbox, desk.session.record)
        assert desk.primary == "I have saved it in DeskPRO"
        desk.press_primary()
        await until(lambda: desk.session.record.deskpro and desk.session.record.deskpro.saved)
        await desk.settled()
        assert "DeskPRO lists the sign-in, and it is enabled." in desk.words
        assert "The sign-in request DeskPRO really sends fits." in desk.words
        assert desk.primary == ""
        assert progress(desk.session.record)[StageId.DESKPRO_CONFIGURE].status is Status.DONE

    on_page(story, **START)


def test_a_wrong_value_is_named_with_what_was_found(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        session = desk.session
        assert session.record.application is not None
        wrong = f"{session.record.application.idp_url}-old"
        await fill_in_deskpro(desk.sandbox, session.record, single_sign_on_url=wrong)
        desk.press_primary()
        await until(lambda: session.record.deskpro and session.record.deskpro.differences)
        await desk.settled()
        assert "DeskPRO sends something else: JumpCloud sign-in address" in desk.words
        assert session.record.deskpro is not None
        assert session.record.deskpro.found == {"idp_url": wrong}
        await fill_in_deskpro(desk.sandbox, session.record)
        click(desk.at(DeskproConfigurePage).result.again_button)
        await until(lambda: session.record.deskpro and session.record.deskpro.request_agrees)
        assert "sends something else" not in desk.words

    on_page(story, **START)


def test_a_deskpro_that_does_not_tell_is_all_right(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        desk.set_faults(Fault.NO_SIGN_IN_SOURCES)
        desk.press_primary()
        await until(lambda: desk.session.record.deskpro and desk.session.record.deskpro.saved)
        await desk.settled()
        assert "That is all right." in desk.words
        assert progress(desk.session.record)[StageId.DESKPRO_CONFIGURE].status is Status.DONE

    on_page(story, **START)


def test_the_other_screens_have_other_labels_and_the_uncertain_are_said_so(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        assert "may be called" not in desk.words
        click(desk.at(DeskproConfigurePage).other_screens_button)
        await until(lambda: generation(desk) is Generation.HORIZON)
        await desk.settled()
        assert "may be called" in desk.words
        assert "newer form" in desk.words  # the map's description

    on_page(story, **START)


def test_the_certificate_leaves_the_window_as_a_file(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        certificate = desk.session.record.certificate
        assert certificate is not None
        holder = desk.at(DeskproConfigurePage).findChild(CertificateFile)
        assert isinstance(holder, CertificateFile)
        assert holder.file.mime_data() is None
        QTest.mousePress(holder.file, Qt.MouseButton.LeftButton, pos=QPoint(9, 9))
        await until(lambda: holder.file.mime_data() is not None)
        await desk.settled()
        data = holder.file.mime_data()
        assert data is not None
        path = Path(data.urls()[0].toLocalFile())
        assert path.name == "certificate.pem"
        assert contents(path) == certificate.pem
        click(holder.show_button)
        await until(lambda: opened)
        assert opened == [path.parent]

    with opened_files() as opened:
        on_page(story, **START)


def test_a_changed_value_is_marked_where_it_stands(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        session = desk.session
        assert session.record.metadata is not None
        other = replace(session.record.metadata, url=f"{session.record.metadata.url}0")
        await session.commit(lambda record: replace(record, metadata=other))
        assert "Changed since: metadata address" in desk.words
        assert desk.words.count("Changed: enter it again.") == 1
        assert desk.primary == "I have saved it in DeskPRO"

    on_page(story, after=StageId.DESKPRO_CONFIGURE, page=StageId.DESKPRO_CONFIGURE)


def test_deskpro_is_opened_at_its_administration(on_page: Play) -> None:
    opened: list[str] = []

    async def story(desk: Desk) -> None:
        click(named(desk.page, QPushButton, "Open DeskPRO"))
        assert desk.session.record.helpdesk is not None
        assert opened[0].startswith(desk.session.record.helpdesk.url)

    on_page(story, **START, opened=opened)


@looks
@pytest.mark.parametrize("after", [StageId.METADATA, StageId.DESKPRO_CONFIGURE])
def test_every_text_is_translated_whole_and_reached_by_keyboard(
    on_page: Play, after: StageId, language: str, size: tuple[int, int]
) -> None:
    async def story(desk: Desk) -> None:
        well_made(desk)

    on_page(story, after=after, page=StageId.DESKPRO_CONFIGURE, size=size, language=language)
