"""Page *JumpCloud sign-in*, in the real window with a real sandbox behind it."""

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QPushButton

from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks.jumpcloud_sso import apply_settings
from deskpro_sso_gui.ui.pages.jumpcloud_sso import JumpcloudSsoPage
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.notice import ProblemNotice
from tests.support.desk import Desk, Play, Start, looks, well_made
from tests.support.window import click, named, until, visible

pytestmark = pytest.mark.window
PAGE = StageId.JUMPCLOUD_SSO
START: Start = {"page": PAGE, "after": StageId.DESKPRO_ADD}


def _words(desk: Desk) -> str:
    return " ".join(label.text() for label in visible(desk.page, PlainLabel))


def test_what_differs_is_shown_and_applied_with_one_button(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(JumpcloudSsoPage)
        provider = desk.session.record.service_provider
        assert provider is not None
        assert provider.acs_url in _words(desk)
        assert "2 settings differ from what DeskPRO needs" in _words(desk)
        assert desk.primary == "Apply 2 changes"
        assert desk.window.focusWidget() is desk.view.primary_button
        desk.press_primary()
        await until(lambda: desk.session.record.applied is not None)
        await desk.settled()
        assert desk.window.focusWidget() is desk.view.next_button
        assert desk.session.record.applied is not None
        assert desk.session.record.applied.changed == 2
        told = [line.text for line in page.result.lines]
        assert "Everything is as it should be." in told
        assert "The app's certificate is the same as before." in told
        assert not page.differing.isVisible()
        assert page.primary() is None

    on_page(story, **START)


def test_it_is_done_by_itself_where_nothing_differs(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        applied = desk.session.record.applied
        await desk.session.commit(lambda record: replace(record, applied=None))
        await desk.open(PAGE)
        page = desk.at(JumpcloudSsoPage)
        again = desk.session.record.applied
        assert applied is not None
        assert again is not None
        assert again.changed == 0
        assert "Everything is as it should be." in [line.text for line in page.result.lines]

    on_page(story, page=StageId.CERTIFICATE, after=StageId.JUMPCLOUD_SSO)


def test_what_somebody_else_changed_meanwhile_is_not_written_over(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(JumpcloudSsoPage)
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

    on_page(story, **START)


def test_what_a_connector_lacks_is_told_and_not_counted(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(JumpcloudSsoPage)
        lacking = "signAssertion"
        assert page._shown is not None
        page._shown = replace(
            page._shown,
            differences=tuple(
                replace(each, now=None, available=False) if each.setting == lacking else each
                for each in page._shown.differences
            ),
        )
        page.render(desk.session.record)
        page.right.set_open(on=True)
        await desk.settled()
        assert "This connector has no such setting." in _words(desk)
        assert desk.primary == "Apply 2 changes"

    on_page(story, **START)


def test_without_the_addresses_it_says_what_comes_first(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(JumpcloudSsoPage)
        assert "Something has to be done first" in desk.words
        assert page.primary() is None
        click(named(page, QPushButton, "Go to “JumpCloud app”"))
        assert desk.page.stage is StageId.APPLICATION

    on_page(story, page=PAGE, after=None)


@looks
def test_tables_are_readable_translated_and_reached(
    on_page: Play, language: str, size: tuple[int, int]
) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(JumpcloudSsoPage)
        page.right.set_open(on=True)
        await desk.settled()
        well_made(desk)
        desk.press_primary()
        await until(lambda: desk.session.record.applied is not None)
        await desk.settled()
        well_made(desk)

    on_page(story, **START, language=language, size=size)
