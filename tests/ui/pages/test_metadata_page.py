"""Page *Copy the metadata address* in the real window, with the sandbox behind it."""

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.setup.parts import Origin
from deskpro_sso_gui.setup.progress import Status, progress
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.ui.pages.metadata import MetadataPage
from tests.support.desk import Desk, Play, Start, looks, well_made
from tests.support.visits import exported_metadata, metadata_address
from tests.support.window import (
    click,
    drop,
    named,
    type_text,
    until,
)

pytestmark = pytest.mark.window
START: Start = {"after": StageId.CERTIFICATE, "page": StageId.METADATA}


def test_the_address_is_read_and_compared(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        assert desk.primary == "Read it as DeskPRO will"
        address = await metadata_address(desk.sandbox, desk.session.record)
        type_text(desk.at(MetadataPage).address, f" {address} ")
        desk.press_primary()
        await until(lambda: desk.session.record.metadata)
        await desk.settled()
        metadata = desk.session.record.metadata
        assert metadata is not None
        assert metadata.url == address
        assert metadata.public
        assert "It belongs to this app" in desk.words
        assert "the same certificate" in desk.words
        assert desk.primary == ""
        assert progress(desk.session.record)[StageId.METADATA].status is Status.DONE

    on_page(story, **START)


def test_the_sign_in_address_is_recognised_as_the_wrong_one(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        application = desk.session.record.application
        assert application is not None
        type_text(desk.at(MetadataPage).address, application.idp_url)
        desk.press_primary()
        await desk.settled()
        assert "where people sign in, not the metadata address" in desk.words
        assert desk.session.record.metadata is None
        type_text(desk.at(MetadataPage).address, application.idp_url + "x")
        assert "where people sign in" not in desk.words

    on_page(story, **START)


def test_an_address_behind_a_sign_in_leads_to_the_file(on_page: Play, tmp_path: Path) -> None:
    async def story(desk: Desk) -> None:
        address = await metadata_address(desk.sandbox, desk.session.record)
        exported = await exported_metadata(desk.sandbox, desk.session.record)
        desk.set_faults(Fault.METADATA_NEEDS_KEY)
        type_text(desk.at(MetadataPage).address, address)
        desk.press_primary()
        await desk.settled()
        assert "only to people who are signed in" in desk.words
        file = tmp_path / "JumpCloud-deskpro-metadata.xml"
        file.write_bytes(exported)
        drop(desk.at(MetadataPage).drop_zone, file)
        await until(lambda: desk.session.record.metadata)
        await desk.settled()
        metadata = desk.session.record.metadata
        assert metadata is not None
        assert metadata.source is Origin.FILE
        assert "Read from a file" in desk.words

    on_page(story, **START)


@pytest.mark.expects_log("unexpected")
def test_a_foreign_host_is_read_only_when_confirmed(
    on_page: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []

    async def refuse(*_: object, confirmed: bool = False) -> None:
        asked.append(confirmed)
        raise RuntimeError("no network in a test")

    async def story(desk: Desk) -> None:
        type_text(desk.at(MetadataPage).address, "https://metadata.acme.example/idp.xml")
        desk.press_primary()
        await desk.settled()
        assert "Is this host right?" in desk.words
        assert desk.session.record.metadata is None
        monkeypatch.setattr("deskpro_sso_gui.ui.pages.metadata.take_metadata_address", refuse)
        click(named(desk.page, QPushButton, "Yes, read it"))
        await desk.settled()
        assert asked == [True]
        assert "Is this host right?" not in desk.words

    on_page(story, **START)


def test_a_copied_address_is_offered_and_not_kept(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(MetadataPage)
        QGuiApplication.clipboard().setText("something else")
        page.entered()
        assert not page.copied.use_button.isVisible()
        address = await metadata_address(desk.sandbox, desk.session.record)
        QGuiApplication.clipboard().setText(address)
        desk.window.activateWindow()
        await until(desk.window.isActiveWindow)
        page.entered()
        assert page.copied.use_button.isVisible()
        assert address not in desk.session.draft.values()
        click(page.copied.use_button)
        assert page.address.text() == address
        assert not page.copied.use_button.isVisible()

    on_page(story, **START)


def test_jumpcloud_is_opened_at_the_app(on_page: Play) -> None:
    opened: list[str] = []

    async def story(desk: Desk) -> None:
        click(desk.at(MetadataPage).open_button)
        application = desk.session.record.application
        assert application is not None
        assert opened[0].endswith(f"/admin/applications/{application.id}")

    on_page(story, **START, opened=opened)


@looks
@pytest.mark.parametrize("after", [StageId.CERTIFICATE, StageId.METADATA])
def test_every_text_is_translated_whole_and_reached_by_keyboard(
    on_page: Play, after: StageId, language: str, size: tuple[int, int]
) -> None:
    async def story(desk: Desk) -> None:
        well_made(desk)

    on_page(story, after=after, page=StageId.METADATA, size=size, language=language)
