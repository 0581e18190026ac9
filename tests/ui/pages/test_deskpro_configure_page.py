"""Page *Fill in DeskPRO* in the real window; DeskPRO's form is filled in as it says."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton

from deskpro_sso_gui import resources
from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.setup.deskpro_guide import form_steps
from deskpro_sso_gui.setup.facts import Generation
from deskpro_sso_gui.setup.progress import Status, progress
from deskpro_sso_gui.setup.settings import Setting, setting_values
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.ui.pages.blocks.certificate_file import CertificateFile
from deskpro_sso_gui.ui.pages.deskpro_configure import DeskproConfigurePage
from deskpro_sso_gui.ui.widgets.instruction import Instruction
from tests.support.desk import SANDBOX_THREADS, Desk, Play, Start, looks, opened_files, well_made
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


def test_what_is_done_folds_to_what_deskpro_shows(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(DeskproConfigurePage)
        assert page.result.isVisible()
        assert not visible(page, Instruction)
        page.again.set_open(on=True)
        assert len(visible(page, Instruction)) == len(page.steps) + 1

    on_page(story, after=StageId.DESKPRO_CONFIGURE, page=StageId.DESKPRO_CONFIGURE)


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
        await until(lambda: session.record.deskpro and session.record.deskpro.noticed)
        await desk.settled()
        assert "DeskPRO sends its request to another address than JumpCloud's." in desk.words
        assert session.record.deskpro is not None
        [noticed] = session.record.deskpro.noticed
        assert (noticed.condition, noticed.saw) == ("R4", wrong)
        assert noticed.expected == session.record.application.idp_url
        await fill_in_deskpro(desk.sandbox, session.record)
        click(desk.at(DeskproConfigurePage).result.again_button)
        await until(lambda: session.record.deskpro and session.record.deskpro.request_agrees)
        await desk.settled()
        assert "another address than JumpCloud's" not in desk.words

    on_page(story, **START)


def noticed(desk: Desk) -> list[tuple[str, str, str]]:
    settings = desk.session.record.deskpro
    assert settings is not None
    return [(each.condition, each.saw, each.stage) for each in settings.noticed]


def test_a_request_that_is_signed_is_named_with_the_field_to_change(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        await fill_in_deskpro(desk.sandbox, desk.session.record, sign_request="1")
        desk.press_primary()
        await desk.settled()
        assert [each[0] for each in noticed(desk)] == ["R6"]
        assert "DeskPRO signs its request, and JumpCloud may not know the key." in desk.words
        assert "Sign Authentication Request" in desk.words
        assert "Worth knowing" in desk.words  # JumpCloud's metadata asks for signed requests
        assert progress(desk.session.record)[StageId.DESKPRO_CONFIGURE].status is Status.DONE

    on_page(story, **START, lasting=SANDBOX_THREADS)


def test_a_form_of_name_that_jumpcloud_does_not_send_is_named(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        persistent = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
        await fill_in_deskpro(desk.sandbox, desk.session.record, name_id_format=persistent)
        desk.press_primary()
        await desk.settled()
        assert noticed(desk) == [("R7", persistent, StageId.DESKPRO_CONFIGURE)]

    on_page(story, **START)


def test_an_address_that_was_copied_from_another_app_leads_back_to_where_it_was_copied(
    on_page: Play,
) -> None:
    async def story(desk: Desk) -> None:
        session = desk.session
        provider = session.record.service_provider
        assert provider is not None
        await fill_in_deskpro(desk.sandbox, session.record)
        wrong = replace(
            provider,
            acs_url=provider.acs_url.replace("/agent/login/", "/login/"),
            sp_entity_id=provider.sp_entity_id.replace("/saml/", "/sso/"),
        )
        await session.commit(lambda record: replace(record, service_provider=wrong))
        desk.press_primary()
        await desk.settled()
        assert noticed(desk) == [
            ("R2", provider.sp_entity_id, StageId.DESKPRO_ADD),
            ("R3", provider.acs_url, StageId.DESKPRO_ADD),
        ]
        click(named(desk.page, QPushButton, "Go to “Add in DeskPRO”"))
        await desk.settled()
        assert desk.page.stage is StageId.DESKPRO_ADD

    on_page(story, **START)


def test_a_source_without_a_number_is_found_where_it_is_the_only_one(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        session = desk.session
        await fill_in_deskpro(desk.sandbox, session.record)
        assert session.record.service_provider is not None
        unnumbered = replace(session.record.service_provider, source_id=None)
        await session.commit(lambda record: replace(record, service_provider=unnumbered))
        desk.press_primary()
        await desk.settled()
        assert session.record.deskpro is not None
        assert session.record.deskpro.source_seen is True

    on_page(story, **START)


def test_every_shown_step_is_drawn_unless_its_name_is_not_sure(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(DeskproConfigurePage)
        for wanted in (Generation.LEGACY, Generation.HORIZON):
            if generation(desk) is not wanted:
                click(page.other_screens_button)
                await until(lambda: generation(desk) is Generation.HORIZON)
                await desk.settled()
            drawing = resources.path("maps", f"deskpro-form-{wanted}.svg").read_text()
            for step in form_steps(desk.session.record):
                mark = f"$n_{step.name.replace('-', '_')}<"
                assert (mark in drawing) is step.certain, step.name
                label = step.label or step.path[0]
                assert (f">{label}<" in drawing) is step.certain, step.name

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
