"""A set-up file from somebody else, opened in the real window by a careless administrator."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from deskpro_sso_gui.credentials import Secret
from deskpro_sso_gui.jumpcloud.credential import ApiKey
from deskpro_sso_gui.setup.provenance import Settled
from deskpro_sso_gui.setup.stages import STAGES, StageId
from deskpro_sso_gui.storage.folders import folders
from deskpro_sso_gui.tasks.connect import choose_tester, sign_in_to_jumpcloud
from deskpro_sso_gui.tasks.services import Services
from deskpro_sso_gui.ui.pages.application import ApplicationPage
from deskpro_sso_gui.ui.pages.prerequisites import PrerequisitesPage
from deskpro_sso_gui.ui.theme import Scheme
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.notice import Notice, ProblemNotice
from deskpro_sso_gui.ui.window import Window
from tests.support.desk import Desk, looks, well_made
from tests.support.prepared import Prepared
from tests.support.set_up_files import (
    FOREIGN_ACS,
    FOREIGN_HOST,
    told_by_a_stranger,
    write_file,
)
from tests.support.window import (
    click,
    drive,
    drop,
    name_of,
    named,
    settled,
    type_text,
    until,
    visible,
)

pytestmark = pytest.mark.window
Story = Callable[[Desk], Awaitable[None]]


def play(prepared: Prepared, file: Path, story: Story, **window: Any) -> None:
    """Drop ``file`` on the first page, open it and play ``story``."""

    async def services() -> Services:
        return prepared.sandbox.services()

    async def main(opened: Window) -> None:
        await settled(opened)
        drop(opened.start_page.drop_zone, file)
        await until(lambda: any(name_of(b) == "Open it" for b in visible(opened, Button)))
        click(named(opened, Button, "Open it"))
        await until(lambda: opened.setup_view is not None)
        await settled(opened)
        await story(Desk(opened, prepared.sandbox))

    drive(main, services=services, practice=True, **window)


def hostile_file(prepared: Prepared, folder: Path, **told: Any) -> Path:
    record = told_by_a_stranger(prepared.sandbox.address, practice=True, **told)
    return write_file(folder / "acme set-up.json", record)


def in_jumpcloud(prepared: Prepared) -> Any:
    world = json.loads(prepared.sandbox.state())
    return world["applications"], world["groups"]


def journals() -> list[Path]:
    return list(folders(practice=True).setups.glob("*/journal.json"))


async def walk_on_carelessly(desk: Desk) -> None:
    """Visit every page, and press every main button that lets itself be pressed."""
    for stage in STAGES:
        await desk.open(stage.id)
        if stage.id is StageId.PREREQUISITES:
            continue
        for _ in range(3):
            if not desk.primary or not desk.can_go_on():
                break
            desk.press_primary()
            await desk.settled()


def test_a_foreign_address_changes_nothing_before_its_host_was_confirmed(
    prepared: Prepared, tmp_path: Path
) -> None:
    prepared.put_outside(StageId.PREREQUISITES)
    before = in_jumpcloud(prepared)

    async def story(desk: Desk) -> None:
        page = desk.at(PrerequisitesPage)
        assert "This set-up came from a file: acme set-up.json" in desk.words
        assert not desk.can_go_on()  # not even the helpdesk is taken from the file
        await walk_on_carelessly(desk)
        assert desk.session.record.helpdesk is None
        assert in_jumpcloud(prepared) == before

        await desk.open(StageId.PREREQUISITES)
        assert page.helpdesk.proposed_host.host.text() == desk.sandbox.deskpro.partition("://")[2]
        click(page.helpdesk.is_ours)
        desk.press_primary()
        await until(lambda: page.opened.state == "open")
        await desk.settled()
        assert page.opened.acs_url.host.text() == FOREIGN_HOST
        assert page.opened.acs_url.whole.text() == FOREIGN_ACS
        told = " ".join(line.text for line in page.opened.acs_lines.lines)
        assert "another host than your helpdesk's" in told
        assert (page.account.state, page.tester.state) == ("locked", "locked")
        await walk_on_carelessly(desk)
        assert in_jumpcloud(prepared) == before
        assert journals() == []

        await desk.open(StageId.PREREQUISITES)
        assert desk.primary == "Leave them out"
        click(page.opened.seen)
        assert desk.primary == "Use these two addresses"
        assert in_jumpcloud(prepared) == before
        assert journals() == []
        desk.press_primary()
        await until(lambda: page.account.state == "open")
        assert desk.session.record.confirmed
        await to_the_end_of_the_first_page(desk)
        await create(desk)
        provider = desk.session.record.service_provider
        assert provider is not None
        assert provider.acs_url == FOREIGN_ACS
        assert len(journals()) == 1

    play(prepared, hostile_file(prepared, tmp_path), story)


async def to_the_end_of_the_first_page(desk: Desk) -> None:
    page = desk.at(PrerequisitesPage)
    await desk.settled()
    click(page.account.practice_button)
    desk.press_primary()
    await until(lambda: page.tester.state == "open")
    await until(desk.can_go_on)
    desk.press_primary()
    await until(lambda: desk.session.record.tester is not None)
    await desk.settled()


async def create(desk: Desk) -> None:
    await desk.open(StageId.APPLICATION)
    desk.at(ApplicationPage)
    assert desk.primary == "Create in JumpCloud"
    assert desk.can_go_on()
    desk.press_primary()
    await until(lambda: desk.session.record.application is not None)
    await desk.settled()


def test_even_with_a_key_nothing_is_written_before_the_addresses_were_checked(
    prepared: Prepared, tmp_path: Path
) -> None:
    prepared.put_outside(StageId.PREREQUISITES)
    before = in_jumpcloud(prepared)

    async def story(desk: Desk) -> None:
        page = desk.at(PrerequisitesPage)
        click(page.helpdesk.is_ours)
        desk.press_primary()
        await until(lambda: page.opened.state == "open")
        await desk.settled()
        # whatever way it got there
        await sign_in_to_jumpcloud(desk.session, ApiKey(Secret(desk.sandbox.api_key)))
        await choose_tester(desk.session, desk.sandbox.users[0].email)
        await walk_on_carelessly(desk)
        await desk.open(StageId.APPLICATION)
        app = desk.at(ApplicationPage)
        assert "Check the addresses from the file first." in desk.words
        assert not desk.can_go_on()
        app.create_app()
        await until(lambda: visible(app, ProblemNotice))
        await desk.settled()
        assert "its addresses have not been checked yet" in desk.words
        assert in_jumpcloud(prepared) == before
        assert journals() == []

    play(prepared, hostile_file(prepared, tmp_path), story)


def test_addresses_that_are_left_out_are_asked_for_like_in_any_new_set_up(
    prepared: Prepared, tmp_path: Path
) -> None:
    prepared.put_outside(StageId.PREREQUISITES)

    async def story(desk: Desk) -> None:
        page = desk.at(PrerequisitesPage)
        click(page.helpdesk.is_ours)
        desk.press_primary()
        await until(lambda: page.opened.state == "open")
        await desk.settled()
        desk.press_primary()
        await until(lambda: page.account.state == "open")
        assert page.opened.state == "done"
        await to_the_end_of_the_first_page(desk)
        await create(desk)
        await desk.open(StageId.DESKPRO_ADD)
        assert FOREIGN_HOST not in desk.words
        assert desk.session.record.service_provider is None

    play(prepared, hostile_file(prepared, tmp_path), story)


def test_a_helpdesk_typed_by_the_admin_needs_no_tick(prepared: Prepared, tmp_path: Path) -> None:
    prepared.put_outside(StageId.PREREQUISITES)
    file = hostile_file(prepared, tmp_path)
    record = told_by_a_stranger(prepared.sandbox.address, practice=True)
    assert record.helpdesk is not None
    evil = replace(record, helpdesk=replace(record.helpdesk, url="https://acme.evil.example"))
    write_file(file, evil)

    async def story(desk: Desk) -> None:
        page = desk.at(PrerequisitesPage)
        assert page.helpdesk.proposed_host.host.text() == "acme.evil.example"
        assert not desk.can_go_on()
        click(page.helpdesk.is_ours)
        assert desk.can_go_on()
        type_text(page.helpdesk.address, desk.sandbox.deskpro)
        assert not page.helpdesk.proposed.isVisible()
        assert desk.can_go_on()
        type_text(page.helpdesk.address, "https://acme.evil.example/")
        assert page.helpdesk.proposed.isVisible()
        assert not desk.can_go_on()

    play(prepared, file, story)


def test_a_colleagues_set_up_goes_on_once_deskpro_itself_confirms_it(
    prepared: Prepared, tmp_path: Path
) -> None:
    prepared.put_outside(StageId.JUMPCLOUD_SSO)
    (sent,) = (prepared.folder / StageId.JUMPCLOUD_SSO).rglob("setup.json")
    file = tmp_path / "set-up.json"
    file.write_bytes(sent.read_bytes())

    async def story(desk: Desk) -> None:
        page = desk.at(PrerequisitesPage)
        assert desk.session.record.id != prepared.record_id
        click(page.helpdesk.is_ours)
        desk.press_primary()
        await until(lambda: page.account.state == "open")
        record = desk.session.record
        assert record.opened is not None
        assert record.opened.settled is Settled.READ
        assert "DeskPRO itself gives the same addresses." in [
            line.text for line in page.opened.result
        ]
        await to_the_end_of_the_first_page(desk)
        await desk.open(StageId.APPLICATION)
        assert "has this address already" in desk.words
        assert not desk.can_go_on()

    play(prepared, file, story)


def test_where_deskpro_gives_another_address_that_one_is_offered(
    prepared: Prepared, tmp_path: Path
) -> None:
    prepared.put_outside(StageId.DESKPRO_ADD)
    (kept,) = (prepared.folder / StageId.DESKPRO_ADD).rglob("setup.json")
    own = json.loads(kept.read_bytes())["service_provider"]
    file = hostile_file(prepared, tmp_path, entity_id=own["sp_entity_id"])

    async def story(desk: Desk) -> None:
        page = desk.at(PrerequisitesPage)
        click(page.helpdesk.is_ours)
        desk.press_primary()
        await until(page.opened.other.isVisible)
        await desk.settled()
        assert page.opened.other_address.whole.text() == own["acs_url"]
        assert not page.opened.seen.isVisible()
        assert desk.primary == "Use DeskPRO's own address"
        desk.press_primary()
        await until(lambda: page.account.state == "open")
        provider = desk.session.record.service_provider
        assert provider is not None
        assert (provider.acs_url, provider.metadata_read) == (own["acs_url"], True)

    play(prepared, file, story)


@looks
def test_what_came_from_the_file_can_be_read_and_reached(
    prepared: Prepared, tmp_path: Path, language: str, size: tuple[int, int]
) -> None:
    prepared.put_outside(StageId.PREREQUISITES)

    async def story(desk: Desk) -> None:
        page = desk.at(PrerequisitesPage)
        well_made(desk)
        click(page.helpdesk.is_ours)
        desk.press_primary()
        await until(lambda: page.opened.state == "open")
        await desk.settled()
        well_made(desk)

    file = hostile_file(prepared, tmp_path)

    async def services() -> Services:
        return prepared.sandbox.services()

    async def main(window: Window) -> None:
        await settled(window)
        await window.open_setup_file(file)
        await settled(window)
        await story(Desk(window, prepared.sandbox))

    drive(main, services=services, practice=True, language=language, size=size)


def test_a_real_set_up_is_not_opened_in_practice(prepared: Prepared, tmp_path: Path) -> None:
    record = told_by_a_stranger(prepared.sandbox.address, practice=False)
    file = write_file(tmp_path / "real.json", record)

    async def services() -> Services:
        return prepared.sandbox.services()

    async def story(window: Window) -> None:
        await settled(window)
        window.start_page.open_file(file)
        await until(lambda: visible(window, ProblemNotice))
        assert "this window practises" in name_of(visible(window, ProblemNotice)[0])
        assert window.session is None

    drive(story, services=services, practice=True)


def test_a_set_up_put_into_the_folder_is_opened_as_a_file_only(
    prepared: Prepared, tmp_path: Path
) -> None:
    prepared.put_outside(StageId.PREREQUISITES)
    planted = folders(practice=True).setups / "one" / "setup.json"
    planted.parent.mkdir(parents=True)
    planted.write_bytes(hostile_file(prepared, tmp_path).read_bytes())

    async def services() -> Services:
        return prepared.sandbox.services()

    async def story(window: Window) -> None:
        await settled(window)
        told = [name_of(notice) for notice in visible(window, Notice)]
        assert any("was not saved here" in each for each in told)
        click(named(window, Button, "Open it as a file"))
        await until(lambda: window.session is not None)
        await settled(window)
        assert window.session is not None
        assert window.session.record.id != "one"
        assert not window.session.record.confirmed

    drive(story, services=services, practice=True, scheme=Scheme.DARK)
