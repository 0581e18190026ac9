"""An admin who does only what the window says completes DeskPRO's form, on both kinds of screens.

Nothing of DeskPRO's is known to the test: places, labels, values and the file are read from the
window, and the controls are found by their words in Chromium.
"""

import asyncio
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.setup.facts import Generation
from deskpro_sso_gui.setup.progress import Status, progress
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks.certificate import fetch_certificate
from deskpro_sso_gui.tasks.connect import choose_screens
from deskpro_sso_gui.tasks.jumpcloud_sso import apply_settings
from deskpro_sso_gui.tasks.metadata import take_metadata_address
from deskpro_sso_gui.ui.pages.deskpro_add import DeskproAddPage
from deskpro_sso_gui.ui.pages.deskpro_configure import DeskproConfigurePage
from deskpro_sso_gui.ui.widgets.file_drag import FileDrag
from deskpro_sso_gui.ui.widgets.instruction import Instruction
from tests.support.browser import chromium
from tests.support.desk import SANDBOX_THREADS, Desk, Play
from tests.support.follower import Follower, read
from tests.support.visits import metadata_address, sign_in_from_deskpro
from tests.support.window import click, reveal, type_text, until, visible

T = TypeVar("T")
pytestmark = [pytest.mark.window, pytest.mark.browser]


class Admin:
    """The admin between the two windows."""

    def __init__(self, desk: Desk, follower: Follower, opened: list[str]) -> None:
        self.desk = desk
        self.follower = follower
        self._opened = opened

    async def at_browser(self, does: Callable[[], T]) -> T:
        return await asyncio.to_thread(does)

    async def opens_deskpro(self, button: object) -> None:
        click(button)  # type: ignore[arg-type] # a button of either page
        address = self._opened[-1]
        if len(self._opened) == 1:
            await self.at_browser(lambda: self.follower.signs_in_to_deskpro(address))
        else:
            await self.at_browser(lambda: self.follower.driver.get(address))

    async def follows(self, line: Instruction) -> None:
        for file in visible(line, FileDrag):
            reveal(file)
            QTest.mousePress(file, Qt.MouseButton.LeftButton, pos=QPoint(9, 9))
            await until(lambda file=file: file.mime_data() is not None)  # type: ignore[misc]
            QTest.mouseRelease(file, Qt.MouseButton.LeftButton, pos=QPoint(9, 9))
        told = read(line)
        await self.at_browser(lambda: self.follower.does(told))


async def adds_the_app(admin: Admin) -> None:
    page, follower = admin.desk.at(DeskproAddPage), admin.follower
    await admin.opens_deskpro(page.steps.open_button)
    for line in page.steps.instructions[1:]:
        await admin.follows(line)
    for row, field in ((page.acs_row, page.acs_url), (page.entity_row, page.entity_id)):
        label = row.label.text()
        type_text(field, await admin.at_browser(partial(follower.copies, label)))
    admin.desk.press_primary()
    await admin.desk.settled()
    assert progress(admin.desk.session.record)[StageId.DESKPRO_ADD].status is Status.DONE


async def sets_jumpcloud_up(desk: Desk) -> None:
    session = desk.session
    await apply_settings(session)
    await fetch_certificate(session)
    await take_metadata_address(session, await metadata_address(desk.sandbox, session.record))


async def fills_the_form_in(admin: Admin) -> None:
    page = admin.desk.at(DeskproConfigurePage)
    await admin.opens_deskpro(page.open_button)
    [first, *_] = [line for line in visible(page, Instruction) if line not in page.steps.values()]
    await admin.follows(first)
    for line in page.steps.values():
        await admin.follows(line)
    admin.desk.press_primary()
    await admin.desk.settled()


@pytest.mark.parametrize("generation", Generation)
def test_who_follows_the_window_completes_deskpros_form(
    on_page: Play, tmp_path: Path, generation: Generation
) -> None:
    opened: list[str] = []

    async def play(desk: Desk, follower: Follower) -> None:
        if generation is Generation.LEGACY:
            desk.set_faults(Fault.LEGACY_SCREENS_ONLY)
        await choose_screens(desk.session, generation)
        await desk.settled()
        admin = Admin(desk, follower, opened)
        await adds_the_app(admin)
        await sets_jumpcloud_up(desk)
        await desk.open(StageId.DESKPRO_CONFIGURE)
        await fills_the_form_in(admin)

        record = desk.session.record
        assert record.application is not None
        assert record.metadata is not None
        assert record.certificate is not None
        assert record.deskpro is not None
        assert record.deskpro.source_seen is True
        assert record.deskpro.request_agrees is True
        [source] = json.loads(desk.outside())["helpdesk"]["sources"]
        assert source["single_sign_on_url"] == record.application.idp_url
        assert source["single_log_off_url"] == record.slo_url
        assert source["metadata_url"] == record.metadata.url
        assert source["certificate_pem"] == record.certificate.pem
        assert source["name_id_format"].endswith(":emailAddress")
        assert source["login_button_text"] == "Sign in with JumpCloud"
        assert (source["sso_method"], source.get("sign_request", False)) == ("disabled", False)
        assert source["is_enabled"]
        assert source["installed"]
        assert progress(record)[StageId.DESKPRO_CONFIGURE].status is Status.DONE
        desk.set_faults()
        # nobody has been given access yet, and the button is there
        assert "not been given access" in await sign_in_from_deskpro(desk.sandbox)

    async def story(desk: Desk) -> None:
        browser = chromium(tmp_path / "profile")
        driver = await asyncio.to_thread(browser.__enter__)
        try:
            where = {"jumpcloud": desk.sandbox.jumpcloud, "deskpro": desk.sandbox.deskpro}
            await play(desk, Follower(driver, **where))
        finally:
            await asyncio.to_thread(browser.__exit__, None, None, None)

    on_page(
        story,
        page=StageId.DESKPRO_ADD,
        after=StageId.APPLICATION,
        opened=opened,
        lasting=SANDBOX_THREADS,
    )
