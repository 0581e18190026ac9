"""Page *Try the sign-in* in the real window; the sign-ins are real ones in the sandbox."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from deskpro_sso_gui.setup.facts import SsoMethod
from deskpro_sso_gui.setup.progress import Status, holds, may_switch, progress
from deskpro_sso_gui.setup.record import Evidence, Flow
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.ui.pages.validate import ValidatePage
from deskpro_sso_gui.ui.widgets.section import SectionState
from tests.support.on_page import Stage, well_made
from tests.support.prepared import (
    set_faults,
    sign_in_from_deskpro,
    sign_in_from_jumpcloud,
)
from tests.support.window import click, drop, named, type_text, until

pytestmark = pytest.mark.window
Play = Callable[..., None]
START = {"after": StageId.ACCESS, "page": StageId.VALIDATE}


def save(path: Path, text: str) -> None:
    path.write_text(text)


def page_of(stage: Stage) -> ValidatePage:
    assert isinstance(stage.page, ValidatePage)
    return stage.page


async def checked(stage: Stage) -> None:
    assert stage.primary == "Check both sides"
    stage.press_primary()
    await until(lambda: page_of(stage).before.checks)
    await stage.settled()


async def begun(stage: Stage, flow: Flow) -> None:
    """Press *Start the test* and wait until sign-ins count."""
    assert stage.primary == "Start the test"
    stage.press_primary()
    section = page_of(stage).trials[flow]
    await until(lambda: section._watch is not None and section._watch.flow is flow)


async def issued(stage: Stage, flow: Flow) -> None:
    def is_issued() -> object:
        trial = stage.session.record.validation.trial(flow)
        return trial is not None and trial.issued_at

    await until(is_issued)
    await stage.settled()


async def proven(stage: Stage, flow: Flow) -> None:
    """Try ``flow`` as a person would, and say that it worked."""
    await begun(stage, flow)
    sign_in = sign_in_from_jumpcloud if flow is Flow.FROM_JUMPCLOUD else sign_in_from_deskpro
    assert "Signed in as Ann Example" in await sign_in(stage.services)
    await issued(stage, flow)
    type_text(page_of(stage).trials[flow].name, "Ann Example")
    assert stage.primary == "Yes, they are in"
    stage.press_primary()
    await until(lambda: holds(stage.session.record, flow))
    await stage.settled()


def test_both_ways_are_proven_and_the_button_is_a_finished_set_up(on_page: Play) -> None:
    async def story(stage: Stage) -> None:
        page = page_of(stage)
        await checked(stage)
        assert "6 things fit on both sides." in stage.words
        assert page.switch.state is SectionState.LOCKED
        await proven(stage, Flow.FROM_DESKPRO)
        trial = stage.session.record.validation.trial(Flow.FROM_DESKPRO)
        assert trial is not None
        assert trial.issued_by is Evidence.EVENT
        assert trial.accepted_by is Evidence.ADMIN
        assert trial.signed_in_as == "Ann Example"
        assert not may_switch(stage.session.record)
        await proven(stage, Flow.FROM_JUMPCLOUD)
        assert stage.primary == "Stay with the button"
        stage.press_primary()
        await until(lambda: stage.session.record.validation.stays_with_button)
        await stage.settled()
        assert stage.primary == ""
        assert progress(stage.session.record)[StageId.VALIDATE].status is Status.DONE

    on_page(story, **START)


def test_automatic_needs_the_way_back_the_tick_and_one_more_sign_in(on_page: Play) -> None:
    async def story(stage: Stage) -> None:
        page, session = page_of(stage), stage.session
        click(page.switch.change_button)
        assert "set SSO Method back to Disabled" in stage.words  # before Automatic is chosen
        click(page.switch.choices.button("automatic"))
        assert stage.primary == "I have switched to Automatic"
        assert stage.window.setup_view is not None
        assert not stage.window.setup_view.primary_button.isEnabled()
        click(page.switch.seen)
        stage.press_primary()
        await until(lambda: session.record.validation.sso_method is SsoMethod.AUTOMATIC)
        await stage.settled()
        section = page.trials[Flow.AFTER_SWITCH]
        assert stage.primary == "It didn't work: set back to Disabled"
        section.start_button.setFocus()
        QTest.keyClick(section.start_button, Qt.Key.Key_Return)
        await until(lambda: section._watch)
        assert stage.window.setup_view.primary_button.isEnabled()  # also while waiting
        await sign_in_from_deskpro(stage.services)
        await issued(stage, Flow.AFTER_SWITCH)
        type_text(section.name, "Ann Example")
        QTest.keyClick(section.name, Qt.Key.Key_Return)  # confirms, and takes nothing back
        await until(lambda: holds(session.record, Flow.AFTER_SWITCH))
        assert session.record.validation.sso_method is SsoMethod.AUTOMATIC
        await stage.settled()
        assert stage.primary == ""
        assert progress(session.record)[StageId.VALIDATE].status is Status.DONE

    on_page(story, after=StageId.VALIDATE, page=StageId.VALIDATE)


def test_a_switch_that_fails_is_taken_back_with_the_main_button(on_page: Play) -> None:
    async def story(stage: Stage) -> None:
        page, session = page_of(stage), stage.session
        click(page.switch.change_button)
        click(page.switch.choices.button("automatic"))
        click(page.switch.seen)
        stage.press_primary()
        await until(lambda: session.record.validation.sso_method is SsoMethod.AUTOMATIC)
        await stage.settled()
        click(page.trials[Flow.AFTER_SWITCH].start_button)
        await until(lambda: page.trials[Flow.AFTER_SWITCH]._watch)
        stage.press_primary()
        await until(lambda: session.record.validation.sso_method is SsoMethod.DISABLED)
        await stage.settled()
        assert page.switch.state is SectionState.OPEN
        assert not stage.window.runner.runs

    on_page(story, after=StageId.VALIDATE, page=StageId.VALIDATE)


def test_a_refusal_by_jumpcloud_is_explained(on_page: Play) -> None:
    async def story(stage: Stage) -> None:
        await checked(stage)
        client = await stage.services.jumpcloud(stage.session.record)
        application = stage.session.record.application
        assert application is not None
        bound = await client.bound_groups(application.id)
        await client.unbind(application.id, bound)
        await begun(stage, Flow.FROM_DESKPRO)
        await sign_in_from_deskpro(stage.services)
        await until(lambda: "JumpCloud did not let this person use the app." in stage.words)
        assert page_of(stage).trials[Flow.FROM_DESKPRO].watching  # the next attempt may succeed
        click(named(stage.page, QPushButton, "Go to “Who gets in”"))
        assert stage.page.stage is StageId.ACCESS

    on_page(story, **START)


def test_a_refusal_by_deskpro_is_told_by_the_admin(on_page: Play, tmp_path: Path) -> None:
    async def story(stage: Stage) -> None:
        await checked(stage)
        await set_faults(stage.services, "wrong-audience")
        await begun(stage, Flow.FROM_DESKPRO)
        assert "Sorry" in await sign_in_from_deskpro(stage.services)
        await issued(stage, Flow.FROM_DESKPRO)
        section = page_of(stage).trials[Flow.FROM_DESKPRO]
        click(section.failed_button)
        type_text(section.saw, "Sorry, we could not sign you in.")
        click(section.note_button)
        await until(lambda: "JumpCloud let the person pass, but DeskPRO did not." in stage.words)
        trial = stage.session.record.validation.trial(Flow.FROM_DESKPRO)
        assert trial is not None
        assert trial.failure == "Sorry, we could not sign you in."
        assert not trial.proven
        assert stage.primary == "Start the test"
        recording = tmp_path / "attempt.har"
        save(recording, '{"log": {"version": "1.2", "entries": []}}')
        section.recording.set_open(on=True)
        drop(section.recording.drop_zone, recording)
        await until(lambda: "attempt.har: this is a recording of a browser" in stage.words)
        await stage.settled()

    on_page(story, **START)


def test_without_events_the_admin_tells_and_it_is_marked_so(on_page: Play) -> None:
    async def story(stage: Stage) -> None:
        await checked(stage)
        await set_faults(stage.services, "no-events")
        stage.press_primary()
        section = page_of(stage).trials[Flow.FROM_DESKPRO]
        await until(lambda: section._missing.open)
        await stage.settled()
        click(section.issued_button)
        await issued(stage, Flow.FROM_DESKPRO)
        trial = stage.session.record.validation.trial(Flow.FROM_DESKPRO)
        assert trial is not None
        assert trial.issued_by is Evidence.ADMIN
        assert "confirmed by the administrator" in stage.words

    on_page(story, **START)


def test_waiting_can_be_left_and_begun_again(on_page: Play) -> None:
    async def story(stage: Stage) -> None:
        await checked(stage)
        await begun(stage, Flow.FROM_DESKPRO)
        assert stage.window.setup_view is not None
        click(named(stage.window, QPushButton, "Cancel"))
        await stage.settled()
        assert not page_of(stage).trials[Flow.FROM_DESKPRO].watching
        assert stage.primary == "Start the test"
        await begun(stage, Flow.FROM_DESKPRO)
        stage.window.setup_view.go_to(StageId.ACCESS)
        await until(lambda: not stage.window.runner.runs)

    on_page(story, **START)


def test_a_changed_value_makes_the_proof_stale_and_is_named(on_page: Play) -> None:
    async def story(stage: Stage) -> None:
        session = stage.session
        assert session.record.service_provider is not None
        other = replace(
            session.record.service_provider,
            acs_url=session.record.service_provider.acs_url.replace("/3", "/4"),
        )
        await session.commit(lambda record: replace(record, service_provider=other))
        await asyncio.sleep(0)
        assert "Changed since: DeskPRO's return address" in stage.words
        assert "Something has to be done first" in stage.words  # JumpCloud has the old one
        assert not may_switch(session.record)

    on_page(story, after=StageId.VALIDATE, page=StageId.VALIDATE)


def test_a_hidden_tile_leaves_one_way_to_try(on_page: Play) -> None:
    async def story(stage: Stage) -> None:
        session = stage.session
        assert session.record.application is not None
        hidden = replace(session.record.application, hidden=True)
        await session.commit(lambda record: replace(record, application=hidden))
        assert "the tile is hidden" in stage.words

    on_page(story, **START)


def test_what_has_to_be_done_first_is_named(on_page: Play) -> None:
    async def story(stage: Stage) -> None:
        assert "Something has to be done first" in stage.words
        assert stage.primary == ""
        click(named(stage.page, QPushButton, "Go to “Fill in DeskPRO”"))
        assert stage.page.stage is StageId.DESKPRO_CONFIGURE

    on_page(story, after=StageId.METADATA, page=StageId.VALIDATE)


@pytest.mark.parametrize("after", [StageId.METADATA, StageId.ACCESS, StageId.VALIDATE])
def test_every_text_is_translated_whole_and_reached_by_keyboard(
    on_page: Play, after: StageId
) -> None:
    async def story(stage: Stage) -> None:
        page = page_of(stage)
        if after is StageId.ACCESS:
            stage.press_primary()
            await until(lambda: page.before.checks)
            await stage.settled()
        if after is StageId.VALIDATE:
            click(page.switch.change_button)
            click(page.switch.choices.button("automatic"))
            await asyncio.sleep(0.05)
        well_made(stage)

    on_page(story, after=after, page=StageId.VALIDATE, size=(640, 480), language="qps")
