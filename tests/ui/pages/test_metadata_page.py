"""Page *Copy the metadata address* in the real window, with the sandbox behind it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from deskpro_sso_gui.setup.progress import Status, progress
from deskpro_sso_gui.setup.record import Origin
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.ui.pages.metadata import MetadataPage
from tests.support.on_page import Stage, well_made
from tests.support.prepared import exported_metadata, metadata_address, set_faults
from tests.support.window import (
    click,
    drop,
    named,
    type_text,
    until,
)

pytestmark = pytest.mark.window
Play = Callable[..., None]
START = {"after": StageId.CERTIFICATE, "page": StageId.METADATA}


def page_of(stage: Stage) -> MetadataPage:
    assert isinstance(stage.page, MetadataPage)
    return stage.page


def test_the_address_is_read_and_compared(on_page: Play) -> None:
    async def story(stage: Stage) -> None:
        assert stage.primary == "Read it as DeskPRO will"
        address = await metadata_address(stage.services, stage.session)
        type_text(page_of(stage).address, f" {address} ")
        stage.press_primary()
        await until(lambda: stage.session.record.metadata)
        await stage.settled()
        metadata = stage.session.record.metadata
        assert metadata is not None
        assert metadata.url == address
        assert metadata.public
        assert "It belongs to this app" in stage.words
        assert "the same certificate" in stage.words
        assert stage.primary == ""
        assert progress(stage.session.record)[StageId.METADATA].status is Status.DONE

    on_page(story, **START)


def test_the_sign_in_address_is_recognised_as_the_wrong_one(on_page: Play) -> None:
    async def story(stage: Stage) -> None:
        application = stage.session.record.application
        assert application is not None
        type_text(page_of(stage).address, application.idp_url)
        stage.press_primary()
        await stage.settled()
        assert "where people sign in, not the metadata address" in stage.words
        assert stage.session.record.metadata is None
        type_text(page_of(stage).address, application.idp_url + "x")
        assert "where people sign in" not in stage.words

    on_page(story, **START)


def test_an_address_behind_a_sign_in_leads_to_the_file(on_page: Play, tmp_path: Path) -> None:
    async def story(stage: Stage) -> None:
        address = await metadata_address(stage.services, stage.session)
        exported = await exported_metadata(stage.services, stage.session)
        await set_faults(stage.services, "metadata-needs-key")
        type_text(page_of(stage).address, address)
        stage.press_primary()
        await stage.settled()
        assert "only to people who are signed in" in stage.words
        file = tmp_path / "JumpCloud-deskpro-metadata.xml"
        file.write_bytes(exported)
        drop(page_of(stage).drop_zone, file)
        await until(lambda: stage.session.record.metadata)
        await stage.settled()
        metadata = stage.session.record.metadata
        assert metadata is not None
        assert metadata.source is Origin.FILE
        assert "Read from a file" in stage.words

    on_page(story, **START)


@pytest.mark.expects_log("unexpected")
def test_a_foreign_host_is_read_only_when_confirmed(
    on_page: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []

    async def refuse(*_: object, confirmed: bool = False) -> None:
        asked.append(confirmed)
        raise RuntimeError("no network in a test")

    async def story(stage: Stage) -> None:
        type_text(page_of(stage).address, "https://metadata.acme.example/idp.xml")
        stage.press_primary()
        await stage.settled()
        assert "Is this host right?" in stage.words
        assert stage.session.record.metadata is None
        monkeypatch.setattr("deskpro_sso_gui.ui.pages.metadata.take_metadata_address", refuse)
        click(named(stage.page, QPushButton, "Yes, read it"))
        await stage.settled()
        assert asked == [True]
        assert "Is this host right?" not in stage.words

    on_page(story, **START)


def test_a_copied_address_is_offered_and_not_kept(on_page: Play) -> None:
    async def story(stage: Stage) -> None:
        page = page_of(stage)
        QGuiApplication.clipboard().setText("something else")
        page.entered()
        assert not page.offer_button.isVisible()
        address = await metadata_address(stage.services, stage.session)
        QGuiApplication.clipboard().setText(address)
        stage.window.activateWindow()
        await until(stage.window.isActiveWindow)
        page.entered()
        assert page.offer_button.isVisible()
        assert address not in stage.session.draft.values()
        click(page.offer_button)
        assert page.address.text() == address
        assert not page.offer_button.isVisible()

    on_page(story, **START)


def test_jumpcloud_is_opened_at_the_app(on_page: Play) -> None:
    opened: list[str] = []

    async def story(stage: Stage) -> None:
        click(page_of(stage).open_button)
        application = stage.session.record.application
        assert application is not None
        assert opened[0].endswith(f"/admin/applications/{application.id}")

    on_page(story, **START, opened=opened)


@pytest.mark.parametrize("after", [StageId.CERTIFICATE, StageId.METADATA])
def test_every_text_is_translated_whole_and_reached_by_keyboard(
    on_page: Play, after: StageId
) -> None:
    async def story(stage: Stage) -> None:
        well_made(stage)

    on_page(story, after=after, page=StageId.METADATA, size=(640, 480), language="qps")
