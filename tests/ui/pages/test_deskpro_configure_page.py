"""Page *Fill in DeskPRO* in the real window; DeskPRO's form is filled in as it says."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton

from deskpro_sso_gui.setup.facts import Generation
from deskpro_sso_gui.setup.progress import Status, progress
from deskpro_sso_gui.setup.settings import Setting, setting_values
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.ui.pages.blocks.certificate_file import CertificateFile
from deskpro_sso_gui.ui.pages.deskpro_configure import DeskproConfigurePage
from tests.support.on_page import Stage, opened_files, well_made
from tests.support.prepared import fill_in_deskpro, set_faults
from tests.support.window import click, named, until, visible

pytestmark = pytest.mark.window
Play = Callable[..., None]
START = {"after": StageId.METADATA, "page": StageId.DESKPRO_CONFIGURE}


def generation(stage: Stage) -> Generation:
    helpdesk = stage.session.record.helpdesk
    assert helpdesk is not None
    return helpdesk.generation


def contents(path: Path) -> str:
    return path.read_text()


def page_of(stage: Stage) -> DeskproConfigurePage:
    assert isinstance(stage.page, DeskproConfigurePage)
    return stage.page


def test_each_value_can_be_copied_and_ticked(on_page: Play) -> None:
    async def story(stage: Stage) -> None:
        page, session = page_of(stage), stage.session
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
        await stage.settled()
        assert "1 of 11 ticked" in stage.words

    on_page(story, **START)


def test_sso_method_stays_disabled_whatever_the_article_says(on_page: Play) -> None:
    async def story(stage: Stage) -> None:
        line = page_of(stage).steps[Setting.SSO_METHOD]
        assert "not yet" in stage.words
        shown = {label.text() for label in visible(line, QLabel)}
        assert {"SSO Method", "Disabled"} <= shown
        assert "Automatic" not in shown

    on_page(story, **START)


def test_saved_settings_are_looked_at_from_outside(on_page: Play) -> None:
    async def story(stage: Stage) -> None:
        await fill_in_deskpro(stage.services, stage.session)
        assert stage.primary == "I have saved it in DeskPRO"
        stage.press_primary()
        await until(lambda: stage.session.record.deskpro and stage.session.record.deskpro.saved)
        await stage.settled()
        assert "DeskPRO lists the sign-in, and it is enabled." in stage.words
        assert "The sign-in request DeskPRO really sends fits." in stage.words
        assert stage.primary == ""
        assert progress(stage.session.record)[StageId.DESKPRO_CONFIGURE].status is Status.DONE

    on_page(story, **START)


def test_a_wrong_value_is_named_with_what_was_found(on_page: Play) -> None:
    async def story(stage: Stage) -> None:
        session = stage.session
        assert session.record.application is not None
        wrong = f"{session.record.application.idp_url}-old"
        await fill_in_deskpro(stage.services, session, single_sign_on_url=wrong)
        stage.press_primary()
        await until(lambda: session.record.deskpro and session.record.deskpro.differences)
        await stage.settled()
        assert "DeskPRO sends something else: JumpCloud sign-in address" in stage.words
        assert session.record.deskpro is not None
        assert session.record.deskpro.found == {"idp_url": wrong}
        await fill_in_deskpro(stage.services, session)
        click(page_of(stage).result.again_button)
        await until(lambda: session.record.deskpro and session.record.deskpro.request_agrees)
        assert "sends something else" not in stage.words

    on_page(story, **START)


def test_a_deskpro_that_does_not_tell_is_all_right(on_page: Play) -> None:
    async def story(stage: Stage) -> None:
        await set_faults(stage.services, "no-sign-in-sources")
        stage.press_primary()
        await until(lambda: stage.session.record.deskpro and stage.session.record.deskpro.saved)
        await stage.settled()
        assert "That is all right." in stage.words
        assert progress(stage.session.record)[StageId.DESKPRO_CONFIGURE].status is Status.DONE

    on_page(story, **START)


def test_the_other_screens_have_other_labels_and_the_uncertain_are_said_so(on_page: Play) -> None:
    async def story(stage: Stage) -> None:
        assert "may be called" not in stage.words
        click(page_of(stage).other_screens_button)
        await until(lambda: generation(stage) is Generation.HORIZON)
        await stage.settled()
        assert "may be called" in stage.words
        assert "newer form" in stage.words  # the map's description

    on_page(story, **START)


def test_the_certificate_leaves_the_window_as_a_file(on_page: Play) -> None:
    async def story(stage: Stage) -> None:
        certificate = stage.session.record.certificate
        assert certificate is not None
        holder = page_of(stage).findChild(CertificateFile)
        assert isinstance(holder, CertificateFile)
        assert holder.file.mime_data() is None
        QTest.mousePress(holder.file, Qt.MouseButton.LeftButton, pos=QPoint(9, 9))
        await until(lambda: holder.file.mime_data() is not None)
        await stage.settled()
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
    async def story(stage: Stage) -> None:
        session = stage.session
        assert session.record.metadata is not None
        other = replace(session.record.metadata, url=f"{session.record.metadata.url}0")
        await session.commit(lambda record: replace(record, metadata=other))
        assert "Changed since: metadata address" in stage.words
        assert stage.words.count("Changed: enter it again.") == 1
        assert stage.primary == "I have saved it in DeskPRO"

    on_page(story, after=StageId.DESKPRO_CONFIGURE, page=StageId.DESKPRO_CONFIGURE)


def test_deskpro_is_opened_at_its_administration(on_page: Play) -> None:
    opened: list[str] = []

    async def story(stage: Stage) -> None:
        click(named(stage.page, QPushButton, "Open DeskPRO"))
        assert stage.session.record.helpdesk is not None
        assert opened[0].startswith(stage.session.record.helpdesk.url)

    on_page(story, **START, opened=opened)


@pytest.mark.parametrize("after", [StageId.METADATA, StageId.DESKPRO_CONFIGURE])
def test_every_text_is_translated_whole_and_reached_by_keyboard(
    on_page: Play, after: StageId
) -> None:
    async def story(stage: Stage) -> None:
        well_made(stage)

    on_page(story, after=after, page=StageId.DESKPRO_CONFIGURE, size=(640, 480), language="qps")
