"""A failure is chosen in the window, practised in the sandbox, explained and switched off."""

import pytest
from PySide6.QtWidgets import QPushButton

from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.trials import Flow
from deskpro_sso_gui.tasks.practice_faults import PRACTISED
from deskpro_sso_gui.ui.pages.blocks.practise_failure import WORDS, PractiseFailure
from deskpro_sso_gui.ui.pages.validate import ValidatePage
from deskpro_sso_gui.ui.window import Window
from tests.support.desk import Desk, Play, Start, looks, well_made
from tests.support.signin_sandbox import SORRY
from tests.support.visits import sign_in_from_deskpro
from tests.support.window import click, drive, named, shown_texts, type_text, until

pytestmark = pytest.mark.window
START: Start = {"after": StageId.ACCESS, "page": StageId.VALIDATE}


def block(desk: Desk) -> PractiseFailure:
    return desk.at(ValidatePage).practise_failure


async def practised(desk: Desk, fault: Fault) -> None:
    """Choose ``fault`` and have it practised."""
    practising = block(desk)
    practising.fold.set_open(on=True)
    await desk.settled()
    practising.choice.setCurrentIndex(practising.choice.findData(fault.value))
    click(practising.practise_button)
    await until(lambda: desk.session.services.practised is not None)
    await desk.settled()


async def begun(desk: Desk) -> None:
    desk.press_primary()
    await until(lambda: desk.at(ValidatePage).before.checks)
    await desk.settled()
    assert desk.primary == "Start the test"
    desk.press_primary()
    await until(lambda: desk.at(ValidatePage).trials[Flow.FROM_DESKPRO]._watch)


async def told_it_failed(desk: Desk) -> None:
    section = desk.at(ValidatePage).trials[Flow.FROM_DESKPRO]
    click(section.failed_button)
    await until(section.saw.isVisible)
    type_text(section.saw, "It did not work.")
    click(section.note_button)
    await until(lambda: not section.recording.isHidden())
    await desk.settled()


def test_every_failure_has_words_of_its_own() -> None:
    assert set(WORDS) == set(PRACTISED)
    assert len(set(WORDS.values())) == len(PRACTISED)


def test_a_practised_failure_is_explained_and_gone_when_it_is_switched_off(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        assert not block(desk).fold.open
        await practised(desk, Fault.NOT_IN_A_GROUP)
        assert "You are practising a failure" in desk.words
        assert "Nobody is in a group that may use the app." in desk.words
        await begun(desk)
        assert "Applications" in await sign_in_from_deskpro(desk.sandbox)
        await until(lambda: "JumpCloud did not let this person use the app." in desk.words)
        assert "To be put right in JumpCloud." in desk.words
        click(block(desk).stop_button)
        await until(lambda: desk.session.services.practised is None)
        await until(lambda: "You are practising" not in desk.words)
        assert "Signed in as Ann Example" in await sign_in_from_deskpro(desk.sandbox)

    on_page(story, **START)


def test_what_deskpro_shows_names_the_failure_and_leads_to_the_page(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        await practised(desk, Fault.NOT_ENABLED)
        await begun(desk)
        assert "DeskPRO does not list the sign-in as enabled." in desk.words
        await told_it_failed(desk)
        assert "The sign-in is not switched on in DeskPRO." in desk.words
        assert "tick Enabled?" in desk.words
        section = desk.at(ValidatePage).trials[Flow.FROM_DESKPRO]
        click(named(section, QPushButton, "Go to “Fill in DeskPRO”"))
        await desk.settled()
        assert desk.page.stage is StageId.DESKPRO_CONFIGURE

    on_page(story, **START)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (Fault.AUTOMATIC_TOO_EARLY, "Automatic is on too early"),
        (Fault.SECOND_APP, "Another sign-in entry of DeskPRO has taken the place of this one."),
    ],
)
def test_whoever_sends_people_away_is_told_before_anything_is_tried(
    on_page: Play, fault: Fault, told: str
) -> None:
    async def story(desk: Desk) -> None:
        await practised(desk, fault)
        assert told not in desk.words
        desk.press_primary()
        await until(lambda: desk.at(ValidatePage).before.checks)
        await desk.settled()
        assert told in desk.words
        assert desk.primary == "I have set it back to Disabled"
        click(block(desk).stop_button)
        await until(lambda: desk.session.services.practised is None)
        await desk.settled()
        assert told not in desk.words
        assert desk.session.record.deskpro is not None
        assert not [each for each in desk.session.record.deskpro.noticed if each.level == "A"]

    on_page(story, **START)


def test_a_surprise_is_not_told_until_it_is_over(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        block(desk).fold.set_open(on=True)
        await desk.settled()
        click(block(desk).surprise_button)
        await until(lambda: desk.session.services.practised is not None)
        await desk.settled()
        surprise = desk.session.services.practised
        assert surprise is not None
        assert "A surprise: find out what it is." in desk.words
        assert WORDS[surprise.fault] not in desk.words
        assert surprise.fault.value not in desk.words
        click(block(desk).stop_button)
        await until(lambda: desk.session.services.practised is None)
        await desk.settled()
        assert f"It was: {WORDS[surprise.fault]}" in desk.words

    on_page(story, **START)


def test_it_is_over_when_the_set_up_is_left(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        services = desk.session.services
        await practised(desk, Fault.WRONG_AUDIENCE)
        assert SORRY in await sign_in_from_deskpro(desk.sandbox)
        await desk.open(StageId.ACCESS)  # another page: it goes on
        await desk.open(StageId.VALIDATE)
        assert "You are practising a failure" in desk.words
        desk.window.go_home()
        await until(lambda: services.practised is None)
        await desk.settled()
        assert desk.window.session is None
        assert "Signed in as Ann Example" in await sign_in_from_deskpro(desk.sandbox)

    on_page(story, **START)


def test_outside_of_practice_there_is_no_such_place() -> None:
    async def story(window: Window) -> None:
        await window._new_setup()
        assert window.setup_view is not None
        window.setup_view.go_to(StageId.VALIDATE)
        assert window.setup_view.page is not None
        assert isinstance(window.setup_view.page, ValidatePage)
        words = [text for _, text in shown_texts(window.setup_view.page)]
        assert "Practise a failure" not in words
        assert not window.setup_view.page.findChildren(PractiseFailure)

    drive(story)


@looks
def test_it_can_be_read_and_reached(on_page: Play, language: str, size: tuple[int, int]) -> None:
    async def story(desk: Desk) -> None:
        block(desk).fold.set_open(on=True)
        await desk.settled()
        well_made(desk)
        await practised(desk, Fault.USERS_FORM)
        well_made(desk)

    on_page(story, language=language, size=size, **START)
