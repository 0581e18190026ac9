"""Page *JumpCloud sign-in*, in the real window with a real sandbox behind it."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks.jumpcloud_sso import apply_settings
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.notice import ProblemNotice
from tests.support.practice_window import (
    Desk,
    Lent,
    practise,
    running_sandbox,
    sandbox_looks,
    well_made,
)
from tests.support.window import click, until, visible

PAGE = StageId.JUMPCLOUD_SSO


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Lent]:
    with running_sandbox() as lent:
        yield lent


def _words(desk: Desk) -> str:
    return " ".join(label.text() for label in visible(desk.page, PlainLabel))


def test_what_differs_is_shown_and_applied_with_one_button(sandbox: Lent) -> None:
    async def story(desk: Desk) -> None:
        await desk.add()
        page = await desk.open(PAGE)
        provider = desk.session.record.service_provider
        assert provider is not None
        assert provider.acs_url in _words(desk)
        assert "2 settings differ from what DeskPRO needs" in _words(desk)
        assert desk.view.primary_button.text() == "Apply 2 changes"
        click(desk.view.primary_button)
        await until(lambda: desk.session.record.applied is not None)
        await desk.settled()
        assert desk.session.record.applied is not None
        assert desk.session.record.applied.changed == 2
        told = [line.text for line in page.result.lines]
        assert "Everything is as it should be." in told
        assert "The app's certificate is the same as before." in told
        assert not page.differing.isVisible()
        assert page.primary() is None

    practise(story, sandbox)


def test_it_is_done_by_itself_where_nothing_differs(sandbox: Lent) -> None:
    async def story(desk: Desk) -> None:
        await desk.add()
        await apply_settings(desk.session)
        applied = desk.session.record.applied
        await desk.session.commit(lambda record: replace(record, applied=None))
        page = await desk.open(PAGE)
        again = desk.session.record.applied
        assert applied is not None
        assert again is not None
        assert again.changed == 0
        assert "Everything is as it should be." in [line.text for line in page.result.lines]

    practise(story, sandbox)


def test_what_somebody_else_changed_meanwhile_is_not_written_over(sandbox: Lent) -> None:
    async def story(desk: Desk) -> None:
        await desk.add()
        page = await desk.open(PAGE)
        # the same change, made behind the page's back
        shown = page._shown
        await apply_settings(desk.session)
        page._shown = shown
        page.apply()
        await desk.settled()
        (problem,) = visible(page, ProblemNotice)
        assert "Somebody else changed the app" in problem.accessibleName()
        assert page.primary() is None
        page.compare()
        await desk.settled()
        assert not visible(page, ProblemNotice)

    practise(story, sandbox)


def test_what_a_connector_lacks_is_told_and_not_counted(sandbox: Lent) -> None:
    async def story(desk: Desk) -> None:
        await desk.add()
        page = await desk.open(PAGE)
        lacking = "signAssertion"
        page._shown = tuple(
            replace(each, now=None, available=False) if each.setting == lacking else each
            for each in page._shown
        )
        page.render(desk.session.record)
        page.right.set_open(on=True)
        await desk.settled()
        assert "This connector has no such setting." in _words(desk)
        assert desk.view.primary_button.text() == "Apply 2 changes"

    practise(story, sandbox)


def test_without_the_addresses_it_says_what_comes_first(sandbox: Lent) -> None:
    async def story(desk: Desk) -> None:
        page = await desk.open(PAGE)
        told = [line.text for line in page.result.lines]
        assert told == ["Create the app and add JumpCloud in DeskPRO first."]
        assert page.primary() is None

    practise(story, sandbox)


@sandbox_looks
def test_tables_are_readable_translated_and_reached(
    sandbox: Lent, language: str, size: tuple[int, int]
) -> None:
    async def story(desk: Desk) -> None:
        await desk.add()
        page = await desk.open(PAGE)
        page.right.set_open(on=True)
        await desk.settled()
        well_made(desk, language)
        click(desk.view.primary_button)
        await until(lambda: desk.session.record.applied is not None)
        await desk.settled()
        well_made(desk, language)

    practise(story, sandbox, language=language, size=size)
