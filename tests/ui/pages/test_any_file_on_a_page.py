"""Files of any kind, dropped on the pages that help with them; in the real window."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit

from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.texts import PSEUDO
from deskpro_sso_gui.ui.evidence.steps import StepList
from deskpro_sso_gui.ui.evidence.view import DiagnosisView
from deskpro_sso_gui.ui.evidence.xml_view import XmlView
from deskpro_sso_gui.ui.pages.deskpro_add import DeskproAddPage
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.copy_field import CopyButton
from deskpro_sso_gui.ui.widgets.drop_zone import DropZone
from deskpro_sso_gui.ui.widgets.expander import Expander
from deskpro_sso_gui.ui.widgets.finding_list import FindingList
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from tests.support.captures import answered_xml, har, message_form, signed_in, tracer
from tests.support.desk import Desk, Play, well_made
from tests.support.saml_documents import sp_metadata_xml
from tests.support.visits import exported_metadata
from tests.support.window import click, drop, name_of, named, reveal, until, visible

pytestmark = pytest.mark.window
CHILD_SECONDS = 60
FIREFOXS = Path(__file__).parents[2] / "recordings" / "firefox"
PAGE = StageId.DESKPRO_CONFIGURE


def recording(folder: Path) -> Path:
    path = folder / "attempt.har"
    path.write_bytes(har(signed_in()))
    return path


def zone_of(desk: Desk) -> DropZone:
    """Return the page's drop zone; where it is folded away, it is opened first."""
    for expander in visible(desk.page, Expander):
        if expander.findChildren(DropZone):
            expander.set_open(on=True)
    (zone,) = visible(desk.page, DropZone)
    return zone


async def told(desk: Desk, *files: Path) -> DiagnosisView:
    """Drop ``files`` and wait for the diagnosis."""
    drop(zone_of(desk), *files)
    await until(lambda: visible(desk.page, DiagnosisView), seconds=CHILD_SECONDS)
    await desk.settled()
    (view,) = visible(desk.page, DiagnosisView)
    return view


def folded(view: DiagnosisView, beginning: str) -> Expander:
    (found,) = [
        expander
        for expander in visible(view, Expander)
        if name_of(expander.findChildren(Button)[0]).startswith(beginning)
    ]
    return found


@pytest.mark.parametrize(
    "page", [StageId.CERTIFICATE, StageId.METADATA, StageId.DESKPRO_ADD, StageId.DESKPRO_CONFIGURE]
)
def test_a_recording_is_judged_against_the_set_up_on_every_page(
    on_page: Play, tmp_path: Path, page: StageId
) -> None:
    file = recording(tmp_path)

    async def story(desk: Desk) -> None:
        before = desk.session.record
        view = await told(desk, file)
        assert view.report is not None
        assert view.report.headline is not None, "it is of another helpdesk than the set-up's"
        assert "attempt.har: this is a recording of a browser (HAR)." in desk.words
        (findings,) = visible(view, FindingList)
        assert "This is the cause" in desk.words
        gone = [b for b in visible(findings, Button) if name_of(b).startswith("Go to")]
        assert len(gone) <= 1
        assert desk.session.record == before

    on_page(story, after=StageId.METADATA, page=page)


def test_the_headline_marks_the_difference_and_leads_to_the_page(
    on_page: Play, tmp_path: Path
) -> None:
    file = recording(tmp_path)

    async def story(desk: Desk) -> None:
        view = await told(desk, file)
        assert view.report is not None
        worst = view.report.findings[0]
        assert worst.condition == view.report.headline
        (findings,) = visible(view, FindingList)
        click(next(b for b in visible(findings, Button) if name_of(b).startswith("Go to")))
        await desk.settled()
        assert desk.page.stage is worst.stage

    on_page(story, after=StageId.ACCESS, page=StageId.CERTIFICATE)


def test_the_steps_of_a_sign_in_are_told_in_plain_words(on_page: Play, tmp_path: Path) -> None:
    file = recording(tmp_path)

    async def story(desk: Desk) -> None:
        view = await told(desk, file)
        folded(view, "The sign-in, step by step (7)").set_open(on=True)
        await desk.settled()
        assert visible(view, StepList)
        for words in (
            "The browser opened acme.deskpro.com/agent/login.",
            "The page asked for a password.",
            "The browser carried DeskPRO's question to sso.jumpcloud.com/saml2/deskpro-acme.",
            "The page held JumpCloud's answer, to be sent to acme.deskpro.com/agent/login/",
            "The browser handed JumpCloud's answer to acme.deskpro.com/agent/login/",
        ):
            assert words in desk.words
        assert "SAMLRequest=" not in desk.words

    on_page(story, after=StageId.METADATA, page=StageId.CERTIFICATE)


def test_a_page_that_was_left_at_once_is_no_step_that_failed(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        view = await told(desk, FIREFOXS / "new-certificate.har")
        folded(view, "The sign-in, step by step").set_open(on=True)
        await desk.settled()
        assert "The page held JumpCloud's answer, to be sent to localhost:" in desk.words
        assert "No answer to it was recorded." not in desk.words

    on_page(story, after=StageId.METADATA, page=StageId.CERTIFICATE)


def test_messages_are_shown_as_xml_on_demand_and_copied(on_page: Play, tmp_path: Path) -> None:
    file = tmp_path / "response.txt"
    file.write_text(dict(message_form(answered_xml()))["SAMLResponse"])

    async def story(desk: Desk) -> None:
        view = await told(desk, file)
        assert not view.findChildren(QPlainTextEdit), "built before anybody wanted to see it"
        folded(view, "The messages as XML").set_open(on=True)
        await desk.settled()
        (shown,) = visible(view, XmlView)
        assert shown.text.isReadOnly()
        assert shown.text.toPlainText().count("\n") > 10
        reveal(shown.pretty)
        shown.pretty.setChecked(False)
        assert shown.text.toPlainText() == answered_xml().decode()
        click(visible(shown, CopyButton)[0])
        assert desk.page.context.paste() == answered_xml().decode()

    on_page(story, after=StageId.METADATA, page=StageId.CERTIFICATE)


def test_metadata_dropped_with_the_certificate_is_offered_its_own_page(
    on_page: Play, tmp_path: Path
) -> None:
    file = tmp_path / "metadata.xml"

    async def story(desk: Desk) -> None:
        file.write_bytes(await exported_metadata(desk.sandbox, desk.session.record))
        await told(desk, file)
        assert "This file belongs on the page “Metadata address”." in desk.words
        assert desk.session.record.metadata is None
        click(named(desk.page, Button, "Use it on “Metadata address”"))
        await until(lambda: desk.session.record.metadata is not None)
        await desk.settled()
        assert desk.page.stage is StageId.METADATA

    on_page(story, after=StageId.CERTIFICATE, page=StageId.CERTIFICATE)


def test_deskpros_metadata_fills_in_both_addresses(on_page: Play, tmp_path: Path) -> None:
    file = tmp_path / "deskpro.xml"
    file.write_bytes(
        sp_metadata_xml(entity_id="https://a.example/m", acs_url="https://a.example/b")
    )

    async def story(desk: Desk) -> None:
        page = desk.at(DeskproAddPage)
        drop(zone_of(desk), file)
        await until(page.acs_url.text)
        await desk.settled()
        assert page.acs_url.text() == "https://a.example/b"
        assert page.entity_id.text() == "https://a.example/m"

    on_page(story, after=StageId.APPLICATION, page=StageId.DESKPRO_ADD)


def test_a_masked_export_is_prepared_for_support_with_a_receipt(
    on_page: Play, tmp_path: Path
) -> None:
    file = tmp_path / "tracer.json"
    file.write_bytes(tracer(signed_in(), masked=True))
    folder = tmp_path / "wanted"
    folder.mkdir()

    async def story(desk: Desk) -> None:
        view = await told(desk, file)
        support = folded(view, "Prepare for support")
        support.set_open(on=True)
        assert "Even its “masked” export still holds the decoded sign-in message" in desk.words
        click(view.support.choose_button)
        (dialog,) = view.support.findChildren(QFileDialog)
        dialog.fileSelected.emit(str(folder))
        dialog.close()
        await until(lambda: "The copy is ready to be passed on." in desk.words, seconds=60)
        (made,) = folder.iterdir()
        receipt = (made / "receipt.txt").read_text()
        assert "Names, e-mail addresses" in receipt
        assert any(receipt.strip() == label.text() for label in visible(view, PlainLabel))
        for copy in made.iterdir():
            assert b"ann@acme.example" not in copy.read_bytes()

    on_page(story, after=StageId.METADATA, page=StageId.CERTIFICATE)


@pytest.mark.parametrize(("language", "size"), [(PSEUDO, (1080, 760)), (PSEUDO, (640, 480))])
def test_all_of_a_diagnosis_can_be_read_named_and_reached(
    on_page: Play, tmp_path: Path, language: str, size: tuple[int, int]
) -> None:
    file = tmp_path / "tracer.json"
    file.write_bytes(tracer(signed_in(), masked=True))

    async def story(desk: Desk) -> None:
        view = await told(desk, file, file)
        for expander in visible(view, Expander):
            expander.set_open(on=True)
        await desk.settled()
        well_made(desk)

    on_page(
        story, after=StageId.METADATA, page=StageId.DESKPRO_CONFIGURE, language=language, size=size
    )
