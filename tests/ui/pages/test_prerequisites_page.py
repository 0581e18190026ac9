"""Page *Before you start*, in the real window with a real sandbox behind it."""

import json
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.setup.facts import Generation, Interface, UserTrouble
from deskpro_sso_gui.setup.parts import CredentialKind, Helpdesk
from deskpro_sso_gui.setup.progress import Status, progress
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.ui.pages.prerequisites import PrerequisitesPage
from deskpro_sso_gui.ui.widgets.notice import ProblemNotice
from tests.support.desk import Desk, Play, Start, looks, well_made
from tests.support.window import click, type_text, until, visible

pytestmark = pytest.mark.window
PAGE = StageId.PREREQUISITES
START: Start = {"page": PAGE, "after": None}


def test_coming_back_the_focus_is_in_the_block_that_is_open(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        helpdesk = Helpdesk(url=desk.sandbox.deskpro, is_deskpro=True)
        await desk.session.commit(lambda record: replace(record, helpdesk=helpdesk))
        await desk.open(StageId.METADATA)
        await desk.open(PAGE)
        account = desk.at(PrerequisitesPage).account
        focus = desk.window.focusWidget()
        assert account.state == "open"
        assert focus is not None
        assert account.content.isAncestorOf(focus)

    on_page(story, **START)


def test_three_blocks_are_done_one_after_the_other(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(PrerequisitesPage)
        blocks = (page.helpdesk, page.account, page.tester)
        assert [block.state for block in blocks] == ["open", "locked", "locked"]
        assert page.helpdesk.address.text() == desk.sandbox.deskpro

        type_text(page.helpdesk.address, f"  {desk.sandbox.deskpro}/agent/ ")
        click(page.helpdesk.generation.button(Generation.LEGACY))
        assert desk.primary == "Check the address"
        QTest.keyClick(page.helpdesk.address, Qt.Key.Key_Return)
        await until(lambda: page.account.state == "open")
        helpdesk = desk.session.record.helpdesk
        assert helpdesk is not None
        assert helpdesk.is_deskpro
        assert helpdesk.url == page.helpdesk.address.text() == desk.sandbox.deskpro
        assert helpdesk.interface is Interface.AGENTS
        assert helpdesk.generation is Generation.LEGACY
        assert page.helpdesk.state == "done"
        assert "It is a DeskPRO helpdesk." in [line.text for line in page.helpdesk.result]

        assert not desk.can_go_on()
        click(page.account.practice_button)
        assert desk.primary == "Sign in to JumpCloud"
        desk.press_primary()
        await until(lambda: page.tester.state == "open")
        account = desk.session.record.account
        assert account is not None
        assert account.credential is CredentialKind.API_KEY
        assert account.organization.id == desk.sandbox.organization
        told = " ".join(line.text for line in page.account.result)
        assert "Acme Inc (practice)" in told
        assert "admin@acme.example, Administrator With Billing" in told
        assert "The key can be used until" in told
        assert "until you close the window" in told
        assert page.account.key.line.text() == ""

        people = page.tester.people
        assert people.search.text() == desk.sandbox.users[0].email
        await until(lambda: people.shown, "the proposed user is looked up by itself")
        type_text(people.search, "cleo")
        await until(lambda: [item.id for item in people.shown] == ["cleo@acme.example"])
        QTest.keyClick(people.search, Qt.Key.Key_Return)
        await until(lambda: desk.session.record.tester is not None)
        assert desk.session.record.tester is not None
        assert desk.session.record.tester.email == "cleo@acme.example"
        await desk.settled()
        assert page.primary() is None

    on_page(story, **START)


def test_no_key_is_kept_in_draft_or_record(on_page: Play, home: Path) -> None:
    keys: list[str] = []

    async def story(desk: Desk) -> None:
        key = desk.sandbox.api_key
        keys.append(key)
        page = desk.at(PrerequisitesPage)
        desk.press_primary()
        await until(lambda: page.account.state == "open")
        click(page.account.practice_button)
        assert page.account.key.line.text() == key
        desk.press_primary()
        await until(lambda: desk.session.record.account is not None)
        assert key not in "".join(desk.session.draft.values())
        await desk.open(StageId.SUMMARY)

    on_page(story, **START)
    files = [path for path in home.rglob("*") if path.is_file()]
    assert files
    assert len(keys) == 1
    assert not any(keys[0].encode() in path.read_bytes() for path in files)


def test_what_is_no_address_is_said_at_the_field_and_nothing_is_kept(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(PrerequisitesPage)
        type_text(page.helpdesk.address, "not an address")
        desk.press_primary()
        await desk.settled()
        assert "is not an address of a helpdesk" in page.helpdesk.row._wrong.text()
        assert desk.session.record.helpdesk is None
        assert page.helpdesk.state == "open"
        type_text(page.helpdesk.address, "x")
        assert not page.helpdesk.row._wrong.isVisible()

    on_page(story, **START)


def test_a_site_that_is_no_deskpro_is_kept_with_its_problem_beside_it(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(PrerequisitesPage)
        type_text(page.helpdesk.address, desk.sandbox.jumpcloud)
        desk.press_primary()
        await desk.settled()
        assert page.helpdesk.state == "attention"
        assert page.account.state == "open"
        (problem,) = visible(page, ProblemNotice)
        assert page.body.indexOf(problem) == page.body.indexOf(page.helpdesk) + 1
        assert desk.session.record.helpdesk is not None
        assert not desk.session.record.helpdesk.is_deskpro

        click(page.helpdesk.change_button)
        assert page.helpdesk.state == "open"
        assert page.account.state == "locked"
        type_text(page.helpdesk.address, desk.sandbox.deskpro)
        desk.press_primary()
        await desk.settled()
        assert page.helpdesk.state == "done"

    on_page(story, **START)


def test_a_helpdesk_that_calls_itself_otherwise_is_offered_by_that_name(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(PrerequisitesPage)
        elsewhere = Helpdesk(
            url="https://support.acme.example",
            is_deskpro=True,
            reported_url=f"{desk.sandbox.deskpro}/",
        )
        await desk.session.commit(lambda record: replace(record, helpdesk=elsewhere))
        await desk.settled()
        assert page.helpdesk.state == "attention"
        told = [line.text for line in page.helpdesk.result]
        assert f"It calls itself {desk.sandbox.deskpro}/." in told
        click(page.helpdesk.rename_button)
        await desk.settled()
        assert page.helpdesk.state == "done"
        assert not page.helpdesk.rename_button.isVisible()
        assert desk.session.record.helpdesk is not None
        assert desk.session.record.helpdesk.url == desk.sandbox.deskpro

    on_page(story, **START)


def test_the_typed_address_may_be_kept(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(PrerequisitesPage)
        elsewhere = Helpdesk(
            url=desk.sandbox.deskpro, is_deskpro=True, reported_url="https://support.acme.example/"
        )
        await desk.session.commit(lambda record: replace(record, helpdesk=elsewhere))
        await desk.settled()
        assert page.helpdesk.state == "attention"
        click(page.helpdesk.keep_typed_button)
        await desk.settled()
        assert page.helpdesk.state == "done"
        assert not page.helpdesk.rename_button.isVisible()
        assert desk.session.record.helpdesk == replace(elsewhere, keeps_url=True)

    on_page(story, **START)


def test_a_helpdesk_that_believes_in_http_is_not_offered_under_that_name(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(PrerequisitesPage)
        behind = Helpdesk(
            url="https://support.acme.example",
            is_deskpro=True,
            reported_url="http://support.acme.example/",
        )
        await desk.session.commit(lambda record: replace(record, helpdesk=behind))
        await desk.settled()
        assert page.helpdesk.state == "attention"
        assert "reach it by http://" in desk.words
        assert not page.helpdesk.rename_button.isVisible()

    on_page(story, **START)


def test_what_was_made_of_the_address_is_shown_and_explained(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        block = desk.at(PrerequisitesPage).helpdesk
        for typed, used, why in (
            ("acme", "https://acme.deskpro.com", ".deskpro.com was added."),
            ("https:/acme.example/agent/#/x", "https://acme.example", "The beginning was put"),
            ("bücher.example", "https://xn--bcher-kva.example", "plain letters"),
        ):
            block.address.setText(typed)  # QTest types no umlauts
            told = "\n".join(line.text for line in block.normalised.lines)
            assert f"This address is used: {used}" in told
            assert why in told
        type_text(block.address, "acme.example")
        assert not block.normalised.isVisible()

    on_page(story, **START)


def test_a_wrong_key_is_explained_and_the_block_stays_open(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(PrerequisitesPage)
        desk.press_primary()
        await desk.settled()
        type_text(page.account.key.line, "jca_wrong")
        desk.press_primary()
        await desk.settled()
        (problem,) = visible(page, ProblemNotice)
        assert "JumpCloud does not accept this key." in problem.accessibleName()
        assert desk.session.record.account is None
        assert page.account.state == "open"

    on_page(story, **START)


def test_a_service_account_needs_both_halves(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(PrerequisitesPage)
        desk.press_primary()
        await desk.settled()
        click(page.account.kind.button(CredentialKind.SERVICE_ACCOUNT))
        assert not page.account.key.isVisible()
        type_text(page.account.client_id, "an-id")
        assert not desk.can_go_on()
        type_text(page.account.client_secret.line, "a-secret")
        assert desk.can_go_on()
        assert "a-secret" not in "".join(desk.session.draft.values())
        desk.press_primary()
        await desk.settled()
        assert desk.session.record.account is None
        assert visible(page, ProblemNotice)

    on_page(story, **START)


def test_of_several_organisations_one_is_chosen(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        desk.set_faults(Fault.SEVERAL_ORGANIZATIONS)
        page = desk.at(PrerequisitesPage)
        desk.press_primary()
        await desk.settled()
        click(page.account.practice_button)
        desk.press_primary()
        await desk.settled()
        picks = page.account.organizations
        assert picks.isVisible()
        assert len(picks.shown) == 2
        assert page.primary() is None
        type_text(picks.search, "acme inc")
        assert [item.text for item in picks.shown] == ["Acme Inc (practice)"]
        QTest.keyClick(picks.search, Qt.Key.Key_Down)
        QTest.keyClick(picks.view, Qt.Key.Key_Return)
        await until(lambda: page.tester.state == "open")
        account = desk.session.record.account
        assert account is not None
        assert account.several_organizations
        assert account.organization.name == "Acme Inc (practice)"

    on_page(story, **START)


def test_a_user_who_can_not_sign_in_is_marked(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        tester = desk.session.record.tester
        assert tester is not None
        troubled = type(tester)(
            id=tester.id, email=tester.email, name=tester.name, trouble=UserTrouble.SUSPENDED
        )
        await desk.session.commit(lambda record: replace(record, tester=troubled))
        await desk.settled()
        page = desk.at(PrerequisitesPage)
        assert page.tester.state == "attention"
        assert "suspended" in page.tester.result[-1].text

    on_page(story, page=PAGE, after=PAGE)


def test_without_a_key_the_accounts_in_deskpro_are_asked_for(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        block = desk.at(PrerequisitesPage).accounts
        assert block.state == "open"
        assert not block.tell_button.isEnabled()
        click(block.tester.button("no"))
        assert not block.tell_button.isEnabled()
        click(block.admin.button("yes"))
        click(block.tell_button)
        await until(lambda: block.state == "attention")
        await desk.settled()
        assert "ann@acme.example is no agent in DeskPRO." in desk.words
        assert "You are an administrator of DeskPRO." in desk.words
        assert progress(desk.session.record)[PAGE].status is Status.NEEDS_ATTENTION
        click(block.change_button)
        await desk.settled()
        click(block.tester.button("unknown"))
        click(block.tell_button)
        await until(lambda: block.state == "done")
        await desk.settled()
        assert "the test will show." in desk.words
        assert progress(desk.session.record)[PAGE].status is Status.DONE

    on_page(story, page=PAGE, after=PAGE)


def test_with_a_key_deskpro_is_asked_for_the_accounts(on_page: Play, home: Path) -> None:
    keys: list[str] = []

    async def story(desk: Desk) -> None:
        block = desk.at(PrerequisitesPage).accounts
        keys.append(json.loads(desk.outside())["helpdesk"]["api_key"])
        block.by_key.set_open(on=True)
        await desk.settled()
        assert not block.kept_button.isVisible()
        type_text(block.key.line, "1:WRONG")
        click(block.ask_button)
        await desk.settled()
        assert "DeskPRO does not accept this key." in desk.words
        assert desk.session.record.accounts is None
        type_text(block.key.line, keys[0])
        click(block.ask_button)
        await until(lambda: block.state == "done")
        await desk.settled()
        assert "ann@acme.example is an agent." in desk.words
        assert "Alex Admin, whose key this is, is an administrator." in desk.words
        click(block.change_button)
        await desk.settled()
        assert block.key.line.text() == ""
        assert block.state == "open"
        block.by_key.set_open(on=False)
        block.by_key.set_open(on=True)
        await until(block.kept_button.isVisible)
        click(block.kept_button)
        await until(lambda: block.state == "done")
        await desk.settled()
        assert await desk.session.services.keys.deskpro_key(desk.session.record) is not None
        click(block.change_button)
        await desk.settled()
        click(block.forget_button)
        await desk.settled()
        assert not block.kept_button.isVisible()
        assert await desk.session.services.keys.deskpro_key(desk.session.record) is None
        await desk.settled()

    on_page(story, page=PAGE, after=PAGE)
    files = [path for path in home.rglob("*") if path.is_file()]
    assert files
    assert not any(keys[0].encode() in path.read_bytes() for path in files)


def test_a_key_kept_for_the_helpdesk_is_offered(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        services = desk.session.services
        first = desk.session.record
        key = await services.keys.credential(first)
        await desk.window._leave_session()
        await desk.window._new_setup()
        await desk.settled()
        page = desk.at(PrerequisitesPage)
        # in practice keys are kept by set-up; outside it they are by helpdesk
        await services.keys.keep_credential(desk.session.record, first.account.region, key)  # type: ignore[union-attr]
        desk.press_primary()
        await desk.settled()
        assert page.account.kept.isVisible()
        click(page.account.use_kept_button)
        await desk.settled()
        assert desk.session.record.account is not None

    on_page(story, page=PAGE, after=PAGE)


@looks
def test_every_block_is_readable_translated_and_reached(
    on_page: Play, language: str, size: tuple[int, int]
) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(PrerequisitesPage)
        well_made(desk)
        desk.press_primary()
        await desk.settled()
        well_made(desk)
        click(page.account.kind.button(CredentialKind.SERVICE_ACCOUNT))
        await desk.settled()
        well_made(desk)
        click(page.account.kind.button(CredentialKind.API_KEY))
        click(page.account.practice_button)
        desk.press_primary()
        await until(lambda: page.tester.people.shown)
        await desk.settled()
        well_made(desk)
        QTest.keyClick(page.tester.people.search, Qt.Key.Key_Return)
        await until(lambda: desk.session.record.tester is not None)
        await desk.settled()
        well_made(desk)

    on_page(story, **START, language=language, size=size)
