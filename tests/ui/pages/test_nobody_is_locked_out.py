"""*Automatic* can't be reached without a proof, and what takes the proof away takes it back."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from deskpro_sso_gui.credentials import Secret
from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.practice.world import SsoMethod as Method
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import Interface, Organization, SsoMethod
from deskpro_sso_gui.setup.progress import (
    everyone_known,
    holds,
    may_switch,
    must_set_back,
    next_stage,
)
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.trials import Evidence, Flow
from deskpro_sso_gui.setup.values import Value
from deskpro_sso_gui.tasks import validate
from deskpro_sso_gui.tasks.deskpro_accounts import ask_deskpro
from deskpro_sso_gui.tasks.session import Session
from deskpro_sso_gui.ui.pages.validate import ValidatePage
from deskpro_sso_gui.ui.widgets.section import SectionState
from tests.support.captures import Step, har
from tests.support.desk import Desk, Play, Start, looks, well_made
from tests.support.saml_documents import signer
from tests.support.sandbox_recordings import Recorder
from tests.support.trying import begun, checked, issued
from tests.support.visits import sign_in_from_deskpro, sign_in_from_jumpcloud
from tests.support.window import click, drop, type_text, until, visible

pytestmark = pytest.mark.window
BEFORE: Start = {"after": StageId.ACCESS, "page": StageId.VALIDATE}
PROVEN: Start = {"after": StageId.VALIDATE, "page": StageId.VALIDATE}
SWITCHED = "I have switched to Automatic"
BACK = "I have set it back to Disabled"
FAILED = "It didn't work: set back to Disabled"


def _part(name: str, **values: object) -> Callable[[SetupRecord], SetupRecord]:
    def update(record: SetupRecord) -> SetupRecord:
        return replace(record, **{name: replace(getattr(record, name), **values)})

    return update


CHANGES: Mapping[Value, Callable[[SetupRecord], SetupRecord]] = {
    Value.HELPDESK_URL: _part("helpdesk", url="https://help.acme.example"),
    Value.INTERFACE: _part("helpdesk", interface=Interface.USERS),
    Value.ORGANIZATION: _part("account", organization=Organization(id="f" * 24)),
    Value.APPLICATION: _part("application", id="f" * 24),
    Value.IDP_URL: _part("application", idp_url="http://127.0.0.1:1/saml2/another"),
    Value.IDP_ENTITY_ID: _part("application", idp_entity_id="JumpCloud"),
    Value.SP_ENTITY_ID: _part("service_provider", sp_entity_id="https://acme.example/4.xml"),
    Value.ACS_URL: _part("service_provider", acs_url="https://acme.example/callback/4"),
    # in practice the console stands where the app's own address does
    Value.SLO_URL: _part("application", idp_url="http://127.0.0.2/saml2/deskpro"),
    Value.CERTIFICATE: _part("certificate", sha256="c" * 64),
    Value.METADATA_URL: _part("metadata", url="http://127.0.0.1:1/metadata/2"),
    Value.APP_CHANGED: _part("validation", app_changed_at=datetime(2026, 1, 2, tzinfo=UTC)),
}


async def proven(desk: Desk, flow: Flow) -> None:
    await until(lambda: holds(desk.session.record, flow))


async def ready_to_switch(desk: Desk) -> None:
    """Choose *Automatically*, and see that everybody of the list gets in."""
    page = desk.at(ValidatePage)
    click(page.switch.change_button)
    await desk.settled()
    click(page.switch.choices.button("automatic"))
    type_text(page.switch.outside.people, ", ".join(u.email for u in desk.sandbox.users[:3]))
    click(page.switch.outside.compare_button)
    await until(lambda: everyone_known(desk.session.record))
    await desk.settled()
    assert desk.primary == SWITCHED
    assert desk.can_go_on()


async def switched(desk: Desk, *, really: bool = True) -> None:
    await ready_to_switch(desk)
    if really:
        desk.change(_automatic)
    desk.press_primary()
    await until(lambda: desk.session.record.validation.sso_method is SsoMethod.AUTOMATIC)
    await desk.settled()


def _automatic(store: Store) -> None:
    for source in store.world.helpdesk.sources:
        source.sso_method = Method.AUTOMATIC


def _disabled(store: Store) -> None:
    for source in store.world.helpdesk.sources:
        source.sso_method = Method.DISABLED


def _other_certificate(store: Store) -> None:
    for source in store.world.helpdesk.sources:
        source.certificate_pem = signer("another").pem.decode()


def _other_number(store: Store) -> None:
    for application in store.world.applications.values():
        acs_url = str(application.values["acsUrl"])
        application.values["acsUrl"] = f"{acs_url[:-1]}7"


def assert_out_of_reach(desk: Desk) -> None:
    page = desk.at(ValidatePage)
    assert page.switch.state is not SectionState.OPEN
    assert not page.switch.choices.isVisible()
    assert desk.primary != SWITCHED
    assert not may_switch(desk.session.record)


def test_no_carried_value_is_forgotten() -> None:
    assert set(CHANGES) == set(Value)


def test_automatic_is_out_of_reach_until_both_ways_are_proven_in_both_halves(
    on_page: Play,
) -> None:
    async def story(desk: Desk) -> None:
        # even where it was chosen once, in a draft that was kept
        desk.at(ValidatePage).switch.choices.set_value("automatic")
        assert_out_of_reach(desk)
        await checked(desk)
        assert_out_of_reach(desk)
        for flow, sign_in in (
            (Flow.FROM_DESKPRO, sign_in_from_deskpro),
            (Flow.FROM_JUMPCLOUD, sign_in_from_jumpcloud),
        ):
            await begun(desk, flow)
            assert_out_of_reach(desk)
            await sign_in(desk.sandbox)
            await issued(desk, flow)
            assert_out_of_reach(desk)  # JumpCloud's event alone proves nothing
            with pytest.raises(ProblemError) as refused:
                await validate.switched_to_automatic(desk.session)
            assert refused.value.problem.code is ProblemCode.NOT_PROVEN
            type_text(desk.at(ValidatePage).trials[flow].name, "Ann Example")
            desk.press_primary()
            await proven(desk, flow)
            await desk.settled()
        assert desk.at(ValidatePage).switch.state is SectionState.OPEN
        assert desk.primary == SWITCHED
        assert not desk.can_go_on()  # nobody knows yet who is left outside

    on_page(story, **BEFORE)


@pytest.mark.parametrize("value", Value)
def test_changing_any_carried_value_takes_it_away_again(on_page: Play, value: Value) -> None:
    async def story(desk: Desk) -> None:
        session = desk.session
        await ready_to_switch(desk)
        before = session.record.values()
        await session.commit(CHANGES[value])
        await desk.settled()
        assert session.record.values().get(value) != before.get(value)
        assert_out_of_reach(desk)
        assert "Changed since:" in desk.words
        for step in (validate.switched_to_automatic, validate.stay_with_button):
            with pytest.raises(ProblemError) as refused:
                await step(session)
            assert refused.value.problem.code is ProblemCode.NOT_PROVEN

    on_page(story, **PROVEN)


@pytest.mark.parametrize("value", Value)
def test_under_automatic_setting_it_back_is_the_first_thing_shown(
    on_page: Play, value: Value
) -> None:
    async def story(desk: Desk) -> None:
        session = desk.session
        await switched(desk, really=False)
        await validate.start_trial(session, Flow.AFTER_SWITCH)
        await validate.confirm_issued(session, Flow.AFTER_SWITCH)
        await validate.confirm_accepted(session, Flow.AFTER_SWITCH, "Ann Example")
        await desk.settled()
        assert desk.primary == ""
        await session.commit(CHANGES[value])
        await desk.settled()
        assert must_set_back(session.record)
        assert next_stage(session.record) is StageId.VALIDATE
        assert desk.view.stages._next.text() == "now: set back to Disabled"
        assert desk.primary == BACK
        assert desk.can_go_on()
        assert "First: set DeskPRO back to Disabled" in desk.words
        assert "the way back" in desk.words or "can't get to that form" in desk.words
        desk.press_primary()
        await until(lambda: session.record.validation.sso_method is SsoMethod.DISABLED)
        await desk.settled()
        assert desk.primary != BACK
        assert next_stage(session.record) is not None

    on_page(story, **PROVEN)


async def _recorded(desk: Desk) -> list[Step]:
    async with Recorder() as visitor:
        await visitor.open(f"{desk.sandbox.deskpro}/agent/")
        if "sso-button" in visitor.page.text:
            await visitor.follow("sso-button")
        await visitor.sign_in("ann")
        if 'id="answer"' in visitor.page.text:
            await visitor.send("answer")
        return visitor.steps


@pytest.mark.parametrize(
    ("wrong", "cause"),
    [
        (_other_certificate, "H15"),  # in the message all is well: DeskPRO has another key
        (_other_number, "H12"),
    ],
    ids=["certificate", "number"],
)
def test_jumpclouds_success_is_not_enough_where_deskpro_refuses(
    on_page: Play, tmp_path: Path, wrong: Callable[[Store], None], cause: str
) -> None:
    async def story(desk: Desk) -> None:
        await checked(desk)
        desk.change(wrong)
        await begun(desk, Flow.FROM_DESKPRO)
        steps = await _recorded(desk)
        assert steps[-1].status >= 400
        await issued(desk, Flow.FROM_DESKPRO)
        trial = desk.session.record.validation.trial(Flow.FROM_DESKPRO)
        assert trial is not None
        assert (trial.issued_by, trial.failure) == (Evidence.EVENT, "")
        assert_out_of_reach(desk)
        section = desk.at(ValidatePage).trials[Flow.FROM_DESKPRO]
        recording = tmp_path / "attempt.har"
        write(recording, steps)
        section.recording.set_open(on=True)
        drop(section.recording.drop_zone, recording)
        await until(lambda: section.recording.evidence.view.report)
        await until(lambda: "This recording does not prove the sign-in." in desk.words)
        await desk.settled()
        report = section.recording.evidence.view.report
        assert report is not None
        assert report.headline == cause
        assert_out_of_reach(desk)
        click(section.failed_button)
        type_text(section.saw, "Sorry, we could not sign you in.")
        click(section.note_button)
        await until(lambda: desk.session.record.validation.trial(Flow.FROM_DESKPRO).failure)  # type: ignore[union-attr] # there is one
        await desk.settled()
        assert_out_of_reach(desk)
        assert "DeskPRO did not" in desk.words

    on_page(story, **BEFORE)


def write(path: Path, steps: list[Step]) -> None:
    path.write_bytes(har(steps))


def test_one_agent_outside_the_groups_blocks_the_switch_and_is_named(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page, session = desk.at(ValidatePage), desk.session
        key: list[str] = []
        desk.change(lambda store: key.append(store.world.helpdesk.api_key))
        await ask_deskpro(session, Secret(key[0]))
        click(page.switch.change_button)
        await desk.settled()
        click(page.switch.choices.button("automatic"))
        outside = page.switch.outside
        click(outside.ask_button)
        await until(lambda: session.record.validation.people)
        await desk.settled()
        view = outside.outsiders.view
        assert view.model().rowCount() == 1
        assert view.model().index(0, 0).data().startswith("admin@acme.example")
        assert "One person of your list would be locked out." in desk.words
        assert desk.primary == SWITCHED
        assert not desk.can_go_on()
        with pytest.raises(ProblemError) as refused:
            await validate.switched_to_automatic(session)
        assert refused.value.problem.code is ProblemCode.PEOPLE_NOT_COMPARED
        view.setCurrentIndex(view.model().index(0, 0))
        QTest.keyClick(view, Qt.Key.Key_Space)
        await until(lambda: everyone_known(session.record))
        await desk.settled()
        assert desk.can_go_on()

    on_page(story, **PROVEN)


def test_the_third_sign_in_failing_leads_back_to_disabled(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page, session = desk.at(ValidatePage), desk.session
        await switched(desk)
        assert desk.primary == FAILED
        desk.change(_other_certificate)
        section = page.trials[Flow.AFTER_SWITCH]
        click(section.start_button)
        await until(lambda: section._watch)
        assert desk.primary == FAILED
        assert "Sorry" in await sign_in_from_deskpro(desk.sandbox)
        await issued(desk, Flow.AFTER_SWITCH)
        assert desk.primary == FAILED
        click(section.failed_button)
        type_text(section.saw, "Sorry")
        click(section.note_button)
        await until(lambda: "DeskPRO did not" in desk.words)
        await desk.settled()
        assert desk.primary == FAILED
        assert next_stage(session.record) is StageId.VALIDATE
        # she says so before it was saved in DeskPRO
        desk.press_primary()
        await until(lambda: session.record.validation.sso_method is SsoMethod.DISABLED)
        await desk.settled()
        assert "DeskPRO still sends everyone to JumpCloud." in desk.words
        assert desk.primary == BACK
        desk.change(_disabled)
        desk.press_primary()
        await until(lambda: not session.record.validation.seen_automatic)
        await desk.settled()
        assert desk.primary != BACK
        assert session.record.validation.trial(Flow.AFTER_SWITCH) is None
        assert not page.back_first.isVisible()

    on_page(story, **PROVEN)


def test_the_third_sign_in_can_be_taken_back_whatever_else_is_missing(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        await switched(desk)
        await desk.session.commit(_part("access", groups=()))
        await desk.settled()
        assert "Something has to be done first" in desk.words
        assert desk.primary == FAILED
        assert desk.can_go_on()

    on_page(story, **PROVEN)


def test_automatic_is_taken_back_only_once_it_is_so_in_deskpro(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page, session = desk.at(ValidatePage), desk.session
        await switched(desk)
        click(page.trials[Flow.AFTER_SWITCH].start_button)
        await until(lambda: page.trials[Flow.AFTER_SWITCH]._watch)
        await sign_in_from_deskpro(desk.sandbox)
        await issued(desk, Flow.AFTER_SWITCH)
        await validate.confirm_accepted(session, Flow.AFTER_SWITCH, "Ann Example")
        await desk.settled()
        assert desk.primary == ""
        # what the switch rests on can't be taken away under everybody's feet
        assert not page.trials[Flow.FROM_DESKPRO].change_button.isVisible()
        assert page.trials[Flow.AFTER_SWITCH].change_button.isVisible()
        click(page.switch.change_button)
        await desk.settled()
        assert session.record.validation.sso_method is SsoMethod.AUTOMATIC
        assert page.switch._back_steps.isVisible()
        assert desk.primary == BACK
        click(page.switch.keep_button)
        await desk.settled()
        assert desk.primary == ""
        click(page.switch.change_button)
        desk.press_primary()  # though DeskPRO's form was not saved
        await until(lambda: session.record.validation.seen_automatic)
        await desk.settled()
        assert "DeskPRO still sends everyone to JumpCloud." in desk.words
        assert "too early" not in desk.words
        assert desk.primary == BACK
        desk.change(_disabled)
        desk.press_primary()
        await until(lambda: not session.record.validation.seen_automatic)
        await desk.settled()
        assert desk.primary == "Stay with the button"

    on_page(story, **PROVEN)


def test_the_button_is_not_what_people_have_while_deskpro_sends_them_away(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page, session = desk.at(ValidatePage), desk.session
        await ready_to_switch(desk)
        await session.commit(_part("validation", seen_automatic=True, stays_with_button=False))
        await desk.settled()
        assert not must_set_back(session.record)
        click(page.switch.choices.button("button"))
        assert page.switch._back_steps.isVisible()
        assert desk.primary == BACK

    on_page(story, **PROVEN)


def test_what_is_proven_can_be_tried_again(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        section = desk.at(ValidatePage).trials[Flow.FROM_DESKPRO]
        click(section.change_button)
        await desk.settled()
        assert section.start_button.isVisible()
        click(section.keep_button)
        await desk.settled()
        assert holds(desk.session.record, Flow.FROM_DESKPRO)
        click(section.change_button)
        click(section.start_button)
        await until(lambda: section._watch)
        assert_out_of_reach(desk)
        await sign_in_from_deskpro(desk.sandbox)
        await issued(desk, Flow.FROM_DESKPRO)
        assert desk.primary == "Yes, they are in"

    on_page(story, **PROVEN)


@pytest.mark.parametrize("task", [validate.switched_to_automatic, validate.stay_with_button])
def test_a_value_that_changes_while_it_is_saved_counts(
    on_page: Play, task: Callable[[Session], Coroutine[object, object, None]]
) -> None:
    async def story(desk: Desk) -> None:
        session = desk.session
        await ready_to_switch(desk)
        before = session.record.validation
        changing = asyncio.create_task(session.commit(CHANGES[Value.CERTIFICATE]))
        saving = asyncio.create_task(task(session))
        await changing
        with pytest.raises(ProblemError) as refused:
            await saving
        assert refused.value.problem.code is ProblemCode.NOT_PROVEN
        assert session.record.validation == before

    on_page(story, **PROVEN)


def test_automatic_too_early_is_seen_and_taken_back_before_anything_else(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page, session = desk.at(ValidatePage), desk.session
        desk.change(_automatic)
        await checked(desk)
        assert session.record.validation.seen_automatic
        assert "Automatic is on too early" in desk.words
        assert desk.primary == BACK
        assert desk.view.stages._next.text() == "now: set back to Disabled"
        assert_out_of_reach(desk)
        focused = desk.window.focusWidget()
        assert focused is not None
        desk.change(_disabled)
        desk.press_primary()
        await until(lambda: not session.record.validation.seen_automatic)
        await desk.settled()
        assert not page.back_first.isVisible()
        assert desk.primary == "Start the test"

    on_page(story, **BEFORE)


def test_a_recording_proves_deskpros_half(on_page: Play, tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        session = desk.session
        await checked(desk)
        old = await _recorded(desk)
        await begun(desk, Flow.FROM_DESKPRO)
        section = desk.at(ValidatePage).trials[Flow.FROM_DESKPRO]
        section.recording.set_open(on=True)
        write(tmp_path / "old.har", old)
        drop(section.recording.drop_zone, tmp_path / "old.har")
        await until(lambda: "was before you pressed" in desk.words)
        trial = session.record.validation.trial(Flow.FROM_DESKPRO)
        assert trial is not None
        assert trial.accepted_at is None
        steps = await _recorded(desk)
        await issued(desk, Flow.FROM_DESKPRO)
        write(tmp_path / "new.har", steps)
        drop(section.recording.drop_zone, tmp_path / "new.har")
        await until(lambda: holds(session.record, Flow.FROM_DESKPRO))
        await desk.settled()
        trial = session.record.validation.trial(Flow.FROM_DESKPRO)
        assert trial is not None
        assert (trial.issued_by, trial.accepted_by) == (Evidence.EVENT, Evidence.CAPTURE)
        assert "from a capture of the browser" in desk.words
        assert section.state is SectionState.DONE
        assert desk.primary == "Start the test"  # of the other way

    on_page(story, **BEFORE)


def test_where_there_are_no_events_a_recording_proves_both_halves(
    on_page: Play, tmp_path: Path
) -> None:
    async def story(desk: Desk) -> None:
        session = desk.session
        await checked(desk)
        desk.set_faults(Fault.NO_EVENTS)
        await begun(desk, Flow.FROM_DESKPRO)
        section = desk.at(ValidatePage).trials[Flow.FROM_DESKPRO]
        await until(lambda: section._missing.open)
        write(tmp_path / "new.har", await _recorded(desk))
        section.recording.set_open(on=True)
        drop(section.recording.drop_zone, tmp_path / "new.har")
        await proven(desk, Flow.FROM_DESKPRO)
        await desk.settled()
        trial = session.record.validation.trial(Flow.FROM_DESKPRO)
        assert trial is not None
        assert (trial.issued_by, trial.accepted_by) == (Evidence.CAPTURE, Evidence.CAPTURE)
        assert not section.watching
        assert desk.primary == "Start the test"

    on_page(story, **BEFORE)


def test_the_steps_follow_what_was_changed_on_other_pages(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        await checked(desk)
        section = desk.at(ValidatePage).trials[Flow.FROM_DESKPRO]
        shown = [field.text() for field in section._steps.findChildren(QLineEdit)]
        assert shown == [f"{desk.sandbox.deskpro}/agent/"]
        await desk.session.commit(_part("helpdesk", interface=Interface.USERS))
        await desk.settled()
        shown = [field.text() for field in visible(section, QLineEdit) if field.isReadOnly()]
        assert shown in ([f"{desk.sandbox.deskpro}/login"], [])

    on_page(story, **BEFORE)


@looks
def test_every_text_is_translated_whole_and_reached_by_keyboard(
    on_page: Play, language: str, size: tuple[int, int]
) -> None:
    async def story(desk: Desk) -> None:
        await desk.open(StageId.ACCESS)
        await desk.session.commit(
            lambda record: replace(
                record,
                validation=replace(record.validation, sso_method=SsoMethod.AUTOMATIC),
            )
        )
        await desk.session.commit(CHANGES[Value.ACS_URL])
        await desk.settled()
        await desk.open(StageId.VALIDATE)
        assert desk.at(ValidatePage).back_first.isVisible()
        well_made(desk)

    on_page(story, size=size, language=language, **PROVEN)
