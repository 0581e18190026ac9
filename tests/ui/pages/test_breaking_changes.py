"""What could break the sign-in, in the real window: never past *Automatic*, and always in words."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QCheckBox, QMenu, QPushButton, QWidget

from deskpro_sso_gui.setup.facts import SsoMethod
from deskpro_sso_gui.setup.progress import Status, progress
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks.application import adopt_application, survey
from deskpro_sso_gui.ui.pages.access import AccessPage
from deskpro_sso_gui.ui.pages.application import ApplicationPage
from deskpro_sso_gui.ui.pages.blocks.gate import LockOutGate
from deskpro_sso_gui.ui.pages.certificate import CertificatePage
from deskpro_sso_gui.ui.pages.jumpcloud_sso import JumpcloudSsoPage
from deskpro_sso_gui.ui.pages.summary import SummaryPage
from deskpro_sso_gui.ui.theme import Kind
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.notice import Notice, ProblemNotice
from tests.support.desk import Desk, Play, looks, well_made
from tests.support.doing import changing, renewal, set_method, unbinding, undoing
from tests.support.pictures import picture
from tests.support.window import click, drop, name_of, named, until, visible

pytestmark = pytest.mark.window


def words(root: QWidget) -> str:
    """Return all that can be read in ``root``, values too."""
    return "\n".join(label.text() for label in visible(root, PlainLabel))


BREAKING = [
    (StageId.CERTIFICATE, renewal),
    (StageId.ACCESS, unbinding),
    (StageId.SUMMARY, undoing),
    (StageId.JUMPCLOUD_SSO, changing),
]
Breaking = Callable[[Desk], Awaitable[tuple[LockOutGate, QPushButton]]]


@pytest.mark.parametrize(("page", "begin"), BREAKING)
@pytest.mark.parametrize(
    ("method", "seen"),
    [(SsoMethod.AUTOMATIC, False), (SsoMethod.UNKNOWN, False), (SsoMethod.DISABLED, True)],
)
def test_it_can_be_pressed_only_once_deskpro_has_a_form_of_its_own(
    on_page: Play, page: StageId, begin: Breaking, method: SsoMethod, *, seen: bool
) -> None:
    opened: list[str] = []

    async def story(desk: Desk) -> None:
        await set_method(desk, method, seen=seen)
        gate, button = await begin(desk)
        assert gate.isVisible()
        assert not button.isEnabled()
        assert "Keep that window open until the end." in words(gate)
        click(named(gate, QPushButton, "Open DeskPRO"))
        assert desk.session.record.helpdesk is not None
        assert opened == [desk.session.record.helpdesk.url]
        click(gate.confirm_button)
        await until(button.isEnabled)
        assert desk.session.record.validation.sso_method is SsoMethod.DISABLED
        await desk.settled()
        assert "Afterwards, try the sign-in again." in words(gate)
        click(named(gate, QPushButton, "Go to “Try it”"))
        assert desk.page.stage is StageId.VALIDATE

    on_page(story, page=page, after=StageId.VALIDATE, opened=opened)


@pytest.mark.parametrize(("page", "begin"), BREAKING)
def test_with_the_button_on_deskpros_page_nothing_stands_in_the_way(
    on_page: Play, page: StageId, begin: Breaking
) -> None:
    async def story(desk: Desk) -> None:
        gate, button = await begin(desk)
        assert not gate.isVisible()
        assert button.isEnabled()

    on_page(story, page=page, after=StageId.VALIDATE)


def test_what_was_applied_before_is_not_told_beside_what_differs_now(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(JumpcloudSsoPage)
        await desk.settled()
        assert "Everything is as it should be." in words(page)
        assert "2 settings were changed" in words(page)
        await changing(desk)
        assert "One setting differs" in words(page)
        assert "settings were changed" not in words(page)

    on_page(story, page=StageId.JUMPCLOUD_SSO, after=StageId.JUMPCLOUD_SSO)


def test_a_certificate_is_renewed_and_what_follows_is_said(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(CertificatePage)
        old = desk.session.record.certificate
        assert old is not None
        click(named(page, QPushButton, "Renew the certificate"))
        await desk.settled()
        assert "nobody gets in with JumpCloud, until DeskPRO has the new one" in words(page)
        assert "The old certificate can't be brought back." in words(page)
        click(page.renew.button)
        await until(lambda: desk.session.record.certificate != old)
        await desk.settled()
        new = desk.session.record.certificate
        assert new is not None
        assert new.sha256 != old.sha256
        assert new.matches_jumpcloud
        assert "There is a new certificate, valid until" in words(page)
        told = next(each for each in visible(page, Notice) if "new certificate" in name_of(each))
        assert told.property("kind") == Kind.ATTENTION  # nobody gets in just now
        assert "The old certificate can't be brought back." not in words(page)
        assert not page.renew.button.isVisible()  # nobody presses it a second time by mistake
        stages = progress(desk.session.record)
        assert stages[StageId.DESKPRO_CONFIGURE].status is Status.STALE
        assert stages[StageId.VALIDATE].status is Status.STALE
        click(named(page, QPushButton, "Go to “Fill in DeskPRO”"))
        assert desk.page.stage is StageId.DESKPRO_CONFIGURE

    on_page(story, page=StageId.CERTIFICATE, after=StageId.VALIDATE)


def test_access_is_taken_from_a_group_and_the_result_is_shown(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        _, button = await unbinding(desk)
        page = desk.at(AccessPage)
        assert button.text() == "Take access from 1 group"
        assert "These groups lose access to the app: DeskPRO agents." in words(page)
        assert "If Ann Example, who tries the sign-in" in words(page)
        before = desk.session.record.access
        click(button)
        await until(lambda: desk.session.record.access != before)
        await desk.settled()
        assert "Nobody gets in yet: no group has access." in words(page)
        assert not page.result.take_access.isVisible()
        assert progress(desk.session.record)[StageId.VALIDATE].status is Status.STALE
        # and it can be given again
        bound = page._bound(desk.session.record)
        assert bound == frozenset()

    on_page(story, page=StageId.ACCESS, after=StageId.VALIDATE)


def test_everything_is_listed_taken_back_and_then_there_is_nothing_left(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        click(desk.view.stages.undo_button)
        await desk.settled()
        page = desk.at(SummaryPage)
        said = words(page.undo)
        assert "Take access to “DeskPRO” from the group “DeskPRO agents”" in said
        assert "Delete the app “DeskPRO”, and its certificate with it" in said
        assert "DeskPRO: this program changed nothing there." in said
        assert page.undo.button.text() == "Take 2 things back"
        click(page.undo.button)
        await until(lambda: desk.session.record.application is None)
        await desk.settled()
        told = [line.text for line in page.undo.told.lines]
        assert told == ["2 things were taken back.", "There is nothing to take back."]
        assert not page.undo.button.isVisible()
        client = await desk.session.services.jumpcloud(desk.session.record)
        assert await client.applications() == ()

    on_page(story, page=StageId.CERTIFICATE, after=StageId.ACCESS)


def test_a_narrow_window_has_undo_in_its_menu(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        click(desk.view.list_button)
        menu = desk.view.findChild(QMenu)
        assert menu is not None
        last = menu.actions()[-1]
        assert last.text() == "Undo…"
        last.trigger()
        menu.close()
        await desk.settled()
        assert desk.at(SummaryPage).undo.open
        assert desk.at(SummaryPage).undo.button.text() == "Take 2 things back"

    on_page(story, page=StageId.CERTIFICATE, after=StageId.ACCESS, size=(640, 480))


def test_what_somebody_changed_is_left_until_it_is_asked_for(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        client = await desk.session.services.jumpcloud(desk.session.record)
        (there,) = await client.applications()
        renamed = replace(there, label="Bob's desk")
        await client.update_application(renamed, active=True, config=renamed.config)
        await undoing(desk)
        page = desk.at(SummaryPage)
        assert "This stays, unless you want it:" in words(page.undo)
        assert "Somebody changed it since in JumpCloud." in words(page.undo)
        assert page.undo.button.text() == "Take 1 thing back"
        (ask,) = visible(page.undo, QCheckBox)
        click(ask)
        assert page.undo.button.text() == "Take 2 things back"
        click(page.undo.button)
        await until(lambda: desk.session.record.application is None)
        await desk.settled()
        assert await client.applications() == ()

    on_page(story, page=StageId.SUMMARY, after=StageId.ACCESS)


def test_before_anything_was_written_there_is_nothing_to_undo(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        assert not desk.view.stages.undo_button.isVisible()
        assert not desk.at(SummaryPage).undo.isVisible()

    on_page(story, page=StageId.SUMMARY, after=StageId.PREREQUISITES)


def test_somebody_elses_app_is_changed_only_after_its_use_was_shown_once_more(
    on_page: Play,
) -> None:
    async def story(desk: Desk) -> None:
        session = desk.session
        seen = await survey(session)
        other = next(each for each in seen.applications)
        await session.commit(lambda record: replace(record, application=None))
        # as another set-up would find it
        session._journal._entries = ()
        await adopt_application(session, other.id)
        assert session.record.validation.sso_method is SsoMethod.UNKNOWN
        page = desk.at(JumpcloudSsoPage)
        page.compare()
        await desk.settled()
        assert page._to_change()
        assert "This app was not made here." in words(page.live)
        assert "No group may use it." in words(page.live)
        assert page.body.indexOf(page.live) < page.body.indexOf(page.differing)
        assert page.body.indexOf(page.gate) < page.body.indexOf(page.differing)
        assert not desk.can_go_on()
        click(page.live.agreed)
        assert not desk.can_go_on()  # the gate is shut still
        click(page.gate.confirm_button)
        await until(desk.can_go_on)
        await desk.settled()
        desk.press_primary()
        await until(lambda: session.record.applied)
        await desk.settled()
        assert not page.live.isVisible()

    on_page(story, page=StageId.JUMPCLOUD_SSO, after=StageId.DESKPRO_ADD)


def test_who_changed_what_meanwhile_is_shown_in_a_table(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(JumpcloudSsoPage)
        client = await desk.session.services.jumpcloud(desk.session.record)
        (there,) = await client.applications()
        renamed = replace(there, label="Bob's desk")
        await client.update_application(renamed, active=True, config=renamed.config)
        desk.press_primary()
        await until(lambda: visible(page, ProblemNotice))
        await desk.settled()
        assert page.moved.isVisible()
        said = words(page.moved)
        assert "Name in the portal (Display Label)" in said
        assert "Bob's desk" in said
        assert "When you looked" in said
        assert (await client.application(there.id)).setting("acsUrl") == there.setting("acsUrl")
        click(named(page, QPushButton, "Try again"))
        await desk.settled()
        assert not page.moved.isVisible()
        assert desk.primary == "Apply 2 changes"

    on_page(story, page=StageId.JUMPCLOUD_SSO, after=StageId.DESKPRO_ADD)


def test_what_is_written_stands_in_words_before_on_each_page(on_page: Play, tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(ApplicationPage)
        assert page.plan.isVisible()
        said = " ".join(page.plan.sentences)
        assert "JumpCloud gets a new app “DeskPRO”" in said
        assert "/saml2/deskpro, for good." in said
        assert "Everybody who may use it sees it in the JumpCloud portal." in said
        page.shown.setChecked(False)
        page.label.setText("Help")
        said = " ".join(page.plan.sentences)
        assert "“Help”" in said
        assert "It is not shown in the JumpCloud portal." in said
        assert "is put on its tile" not in said
        drop(page.picture.drop_zone, picture(tmp_path / "our logo.png"))
        await until(lambda: page.picture.seen is not None)
        assert "The picture our logo.png is put on its tile." in page.plan.sentences
        page.suffix.setText("No Such")
        assert not page.plan.isVisible()

    on_page(story, page=StageId.APPLICATION, after=StageId.PREREQUISITES)


def test_an_app_that_is_there_is_offered_with_what_would_change(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(ApplicationPage)
        client = await desk.session.services.jumpcloud(desk.session.record)
        (there,) = await client.applications()
        entry = {**there.config["subjectField"], "value": "username"}
        config = {**there.config, "subjectField": entry}
        await client.update_application(there, active=True, config=config)
        page.entered()
        await desk.settled()
        click(named(page, QPushButton, "Use this one: DeskPRO"))
        await until(lambda: "One setting of it would be changed" in words(page))
        await desk.settled()
        # not with "Create in JumpCloud", which would make a second one
        focus = desk.window.focusWidget()
        assert focus is named(page, QPushButton, "Leave it alone")
        said = words(page.existing)
        assert "username" in said
        assert "DeskPRO's two addresses would be entered too" in said

    on_page(
        story,
        page=StageId.APPLICATION,
        after=StageId.PREREQUISITES,
        outside=StageId.APPLICATION,
    )


@looks
@pytest.mark.parametrize(("page", "begin"), BREAKING)
def test_all_of_it_is_readable_translated_and_reached(
    on_page: Play, page: StageId, begin: Breaking, language: str, size: tuple[int, int]
) -> None:
    async def story(desk: Desk) -> None:
        await set_method(desk, SsoMethod.AUTOMATIC)
        gate, _ = await begin(desk)
        assert gate.isVisible()
        well_made(desk)

    on_page(story, page=page, after=StageId.VALIDATE, language=language, size=size)
