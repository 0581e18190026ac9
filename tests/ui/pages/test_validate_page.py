"""Page *Try the sign-in* in the real window; the sign-ins are real ones in the sandbox."""

import asyncio
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.setup.facts import SsoMethod
from deskpro_sso_gui.setup.progress import Status, everyone_known, holds, may_switch, progress
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.trials import Evidence, Flow
from deskpro_sso_gui.ui.outside import Outside
from deskpro_sso_gui.ui.pages.validate import ValidatePage
from deskpro_sso_gui.ui.widgets.section import SectionState
from tests.support.desk import Desk, Play, Start, looks, well_made
from tests.support.trying import asked_for_second_step, begun, checked, issued
from tests.support.visits import (
    sign_in_from_deskpro,
    sign_in_from_jumpcloud,
)
from tests.support.window import click, drop, named, type_text, until

pytestmark = pytest.mark.window
START: Start = {"after": StageId.ACCESS, "page": StageId.VALIDATE}


def save(path: Path, text: str) -> None:
    path.write_text(text)


async def proven(desk: Desk, flow: Flow) -> None:
    """Try ``flow`` as a person would, and say that it worked."""
    await begun(desk, flow)
    sign_in = sign_in_from_jumpcloud if flow is Flow.FROM_JUMPCLOUD else sign_in_from_deskpro
    assert "Signed in as Ann Example" in await sign_in(desk.sandbox)
    await issued(desk, flow)
    type_text(desk.at(ValidatePage).trials[flow].name, "Ann Example")
    assert desk.primary == "Yes, they are in"
    desk.press_primary()
    await until(lambda: holds(desk.session.record, flow))
    await desk.settled()


async def nobody_left_outside(desk: Desk) -> None:
    outside = desk.at(ValidatePage).switch.outside
    type_text(outside.people, ", ".join(user.email for user in desk.sandbox.users[:3]))
    click(outside.compare_button)
    await until(lambda: everyone_known(desk.session.record))
    await desk.settled()


def test_both_ways_are_proven_and_the_button_is_a_finished_set_up(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(ValidatePage)
        await checked(desk)
        assert "7 things fit on both sides." in desk.words
        assert page.switch.state is SectionState.LOCKED
        await proven(desk, Flow.FROM_DESKPRO)
        trial = desk.session.record.validation.trial(Flow.FROM_DESKPRO)
        assert trial is not None
        assert trial.issued_by is Evidence.EVENT
        assert trial.accepted_by is Evidence.ADMIN
        assert trial.signed_in_as == "Ann Example"
        assert not may_switch(desk.session.record)
        await proven(desk, Flow.FROM_JUMPCLOUD)
        assert desk.primary == "Stay with the button"
        desk.press_primary()
        await until(lambda: desk.session.record.validation.stays_with_button)
        await desk.settled()
        assert desk.primary == ""
        assert progress(desk.session.record)[StageId.VALIDATE].status is Status.DONE

    on_page(story, **START)


def test_automatic_needs_the_way_back_the_tick_and_one_more_sign_in(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page, session = desk.at(ValidatePage), desk.session
        click(page.switch.change_button)
        await desk.settled()
        assert "set SSO Method back to Disabled" in desk.words  # before Automatic is chosen
        click(page.switch.choices.button("automatic"))
        assert desk.primary == "I have switched to Automatic"
        assert not desk.can_go_on()
        await nobody_left_outside(desk)
        desk.press_primary()
        await until(lambda: session.record.validation.sso_method is SsoMethod.AUTOMATIC)
        await desk.settled()
        section = page.trials[Flow.AFTER_SWITCH]
        assert desk.primary == "It didn't work: set back to Disabled"
        section.start_button.setFocus()
        QTest.keyClick(section.start_button, Qt.Key.Key_Return)
        await until(lambda: section._watch)
        assert desk.can_go_on()  # also while waiting
        await sign_in_from_deskpro(desk.sandbox)
        await issued(desk, Flow.AFTER_SWITCH)
        type_text(section.name, "Ann Example")
        QTest.keyClick(section.name, Qt.Key.Key_Return)  # confirms, and takes nothing back
        await until(lambda: holds(session.record, Flow.AFTER_SWITCH))
        assert session.record.validation.sso_method is SsoMethod.AUTOMATIC
        await desk.settled()
        assert desk.primary == ""
        assert progress(session.record)[StageId.VALIDATE].status is Status.DONE

    on_page(story, after=StageId.VALIDATE, page=StageId.VALIDATE)


def test_a_switch_that_fails_is_taken_back_with_the_main_button(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page, session = desk.at(ValidatePage), desk.session
        click(page.switch.change_button)
        await desk.settled()
        click(page.switch.choices.button("automatic"))
        await nobody_left_outside(desk)
        desk.press_primary()
        await until(lambda: session.record.validation.sso_method is SsoMethod.AUTOMATIC)
        await desk.settled()
        click(page.trials[Flow.AFTER_SWITCH].start_button)
        await until(lambda: page.trials[Flow.AFTER_SWITCH]._watch)
        desk.press_primary()
        await until(lambda: session.record.validation.sso_method is SsoMethod.DISABLED)
        await desk.settled()
        assert page.switch.state is SectionState.OPEN
        assert not desk.window.runner.runs

    on_page(story, after=StageId.VALIDATE, page=StageId.VALIDATE)


def test_a_refusal_by_jumpcloud_is_explained(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        await checked(desk)
        client = await desk.session.services.jumpcloud(desk.session.record)
        application = desk.session.record.application
        assert application is not None
        bound = await client.bound_groups(application.id)
        await client.unbind(application.id, bound)
        await begun(desk, Flow.FROM_DESKPRO)
        await sign_in_from_deskpro(desk.sandbox)
        await until(lambda: "JumpCloud did not let this person use the app." in desk.words)
        assert (
            desk.at(ValidatePage).trials[Flow.FROM_DESKPRO].watching
        )  # the next attempt may succeed
        click(named(desk.page, QPushButton, "Go to “Who gets in”"))
        assert desk.page.stage is StageId.ACCESS

    on_page(story, **START)


def test_a_refusal_by_deskpro_is_told_by_the_admin(on_page: Play, tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        await checked(desk)
        desk.set_faults(Fault.WRONG_AUDIENCE)
        await begun(desk, Flow.FROM_DESKPRO)
        assert "Sorry" in await sign_in_from_deskpro(desk.sandbox)
        await issued(desk, Flow.FROM_DESKPRO)
        section = desk.at(ValidatePage).trials[Flow.FROM_DESKPRO]
        click(section.failed_button)
        type_text(section.saw, "Sorry, we could not sign you in.")
        click(section.note_button)
        await until(lambda: "JumpCloud let the person pass, but DeskPRO did not." in desk.words)
        trial = desk.session.record.validation.trial(Flow.FROM_DESKPRO)
        assert trial is not None
        assert trial.failure == "Sorry, we could not sign you in."
        assert not trial.proven
        assert desk.primary == "Start the test"
        recording = tmp_path / "attempt.har"
        save(recording, '{"log": {"version": "1.2", "entries": []}}')
        section.recording.set_open(on=True)
        drop(section.recording.drop_zone, recording)
        await until(lambda: "attempt.har: this is a recording of a browser" in desk.words)
        await desk.settled()

    on_page(story, **START)


def test_without_events_the_admin_tells_and_it_is_marked_so(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        await checked(desk)
        desk.set_faults(Fault.NO_EVENTS)
        desk.press_primary()
        section = desk.at(ValidatePage).trials[Flow.FROM_DESKPRO]
        await until(lambda: section._missing.open)
        await desk.settled()
        click(section.issued_button)
        await issued(desk, Flow.FROM_DESKPRO)
        trial = desk.session.record.validation.trial(Flow.FROM_DESKPRO)
        assert trial is not None
        assert trial.issued_by is Evidence.ADMIN
        assert "confirmed by the administrator" in desk.words

    on_page(story, **START)


def test_events_that_are_taken_away_while_waiting_leave_it_to_the_admin(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        await checked(desk)
        section = desk.at(ValidatePage).trials[Flow.FROM_DESKPRO]
        await begun(desk, Flow.FROM_DESKPRO)
        await until(lambda: section._watch is not None)
        desk.set_faults(Fault.NO_EVENTS)
        await until(lambda: section._missing.open)
        await desk.settled()
        assert section.watching
        assert "JumpCloud does not show us its sign-ins" in desk.words
        click(section.issued_button)
        await issued(desk, Flow.FROM_DESKPRO)

    on_page(story, **START)


def test_a_second_step_is_waited_for_in_words(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        await checked(desk)
        section = desk.at(ValidatePage).trials[Flow.FROM_DESKPRO]
        await begun(desk, Flow.FROM_DESKPRO)
        await until(lambda: section._watch is not None)

        desk.change(asked_for_second_step)
        await until(lambda: "it asks for a second step; waiting…" in desk.words)
        assert section.watching

    on_page(story, **START)


def test_waiting_can_be_left_and_begun_again(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        await checked(desk)
        await begun(desk, Flow.FROM_DESKPRO)
        await until(desk.view._busy.isVisible)
        click(named(desk.window, QPushButton, "Cancel"))
        await desk.settled()
        assert not desk.at(ValidatePage).trials[Flow.FROM_DESKPRO].watching
        assert desk.primary == "Start the test"
        await begun(desk, Flow.FROM_DESKPRO)
        desk.view.go_to(StageId.ACCESS)
        await until(lambda: not desk.window.runner.runs)

    on_page(story, **START)


def test_a_changed_value_makes_the_proof_stale_and_is_named(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        session = desk.session
        assert session.record.service_provider is not None
        other = replace(
            session.record.service_provider,
            acs_url=session.record.service_provider.acs_url.replace("/3", "/4"),
        )
        await session.commit(lambda record: replace(record, service_provider=other))
        await asyncio.sleep(0)
        assert "Changed since: DeskPRO's return address" in desk.words
        assert "Something has to be done first" in desk.words  # JumpCloud has the old one
        assert not may_switch(session.record)

    on_page(story, after=StageId.VALIDATE, page=StageId.VALIDATE)


def test_a_hidden_tile_leaves_one_way_to_try(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        session = desk.session
        assert session.record.application is not None
        hidden = replace(session.record.application, hidden=True)
        await session.commit(lambda record: replace(record, application=hidden))
        assert "the tile is hidden" in desk.words

    on_page(story, **START)


def test_what_has_to_be_done_first_is_named(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        assert "Something has to be done first" in desk.words
        assert desk.primary == ""
        click(named(desk.page, QPushButton, "Go to “Fill in DeskPRO”"))
        assert desk.page.stage is StageId.DESKPRO_CONFIGURE

    on_page(story, after=StageId.METADATA, page=StageId.VALIDATE)


@looks
@pytest.mark.parametrize("after", [StageId.METADATA, StageId.ACCESS, StageId.VALIDATE])
def test_every_text_is_translated_whole_and_reached_by_keyboard(
    on_page: Play, after: StageId, language: str, size: tuple[int, int]
) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(ValidatePage)
        if after is StageId.ACCESS:
            desk.press_primary()
            await until(lambda: page.before.checks)
            await desk.settled()
        if after is StageId.VALIDATE:
            click(page.switch.change_button)
            click(page.switch.choices.button("automatic"))
            await desk.settled()
        well_made(desk)

    on_page(story, after=after, page=StageId.VALIDATE, size=size, language=language)


def test_automatic_waits_for_everyone_who_would_be_locked_out(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page, session = desk.at(ValidatePage), desk.session
        click(page.switch.change_button)
        await desk.settled()
        click(page.switch.choices.button("automatic"))
        outside = page.switch.outside
        ann, ben, cleo, dora = (user.email for user in desk.sandbox.users)
        type_text(outside.people, f"{ann} {ben} {cleo} Dora <{dora}> alex@acme.example")
        click(outside.compare_button)
        await until(lambda: session.record.validation.people)
        await desk.settled()
        assert "2 people of your list would be locked out." in desk.words
        view = outside.outsiders.view
        told = [view.model().index(row, 0).data() for row in range(view.model().rowCount())]
        assert told == [
            f"{dora}   in none of the groups that have access",
            "alex@acme.example   JumpCloud has no user with this address",
        ]
        assert not page.primary().enabled  # type: ignore[union-attr] # there is one
        for row in range(2):
            view.setCurrentIndex(view.model().index(row, 0))
            QTest.keyClick(view, Qt.Key.Key_Space)
        await until(lambda: everyone_known(session.record))
        await desk.settled()
        assert page.primary().enabled  # type: ignore[union-attr] # as above

    on_page(story, after=StageId.VALIDATE, page=StageId.VALIDATE)


def test_without_a_list_the_question_is_asked(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page, session = desk.at(ValidatePage), desk.session
        click(page.switch.change_button)
        await desk.settled()
        click(page.switch.choices.button("automatic"))
        click(page.switch.outside.no_list_button)
        await until(lambda: session.record.validation.people)
        await desk.settled()
        assert "We can't tell who would be locked out." in desk.words
        assert not page.primary().enabled  # type: ignore[union-attr] # there is one
        click(page.switch.outside.unknown_accepted)
        await until(lambda: everyone_known(session.record))
        await desk.settled()
        assert page.primary().enabled  # type: ignore[union-attr] # as above

    on_page(story, after=StageId.VALIDATE, page=StageId.VALIDATE)


def test_the_desktop_is_told_that_a_sign_in_has_arrived_and_of_nobody(
    on_page: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, str]] = []
    monkeypatch.setattr(Outside, "notify", lambda _self, *words: told.append(words))

    async def story(desk: Desk) -> None:
        await checked(desk)
        await begun(desk, Flow.FROM_DESKPRO)
        await sign_in_from_deskpro(desk.sandbox)
        await issued(desk, Flow.FROM_DESKPRO)
        assert told == [("The sign-in has arrived", "From DeskPRO's button")]

    on_page(story, **START)
