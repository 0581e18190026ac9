"""The clipboard: read on activation, on the page that waits for it, and held no longer."""

import gc
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.ui import window as window_module
from deskpro_sso_gui.ui.pages.blocks.copied import CopiedOffer
from deskpro_sso_gui.ui.pages.blocks.helpdesk import _is_helpdesk
from deskpro_sso_gui.ui.pages.deskpro_add import DeskproAddPage
from deskpro_sso_gui.ui.pages.metadata import MetadataPage
from deskpro_sso_gui.ui.pages.prerequisites import PrerequisitesPage
from deskpro_sso_gui.ui.widgets.address_line import AddressLine
from deskpro_sso_gui.ui.window import Window
from tests.support.desk import Desk, Play, looks, well_made
from tests.support.window import click, drive, settled, until

pytestmark = pytest.mark.window
METADATA = "https://sso.jumpcloud.com/saml2/metadata/deskpro"


def copied(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what was read from the clipboard, in order."""
    seen: list[str] = []
    paste = window_module.paste_text

    def noted() -> str:
        seen.append(paste())
        return seen[-1]

    monkeypatch.setattr(window_module, "paste_text", noted)
    return seen


async def behind(window: QWidget, do: Callable[[], object]) -> None:
    """Have another window in front, ``do`` something, and come back."""
    other = QWidget()
    other.show()
    other.activateWindow()
    await until(other.isActiveWindow)
    do()
    window.activateWindow()
    await until(window.isActiveWindow)
    other.close()


def held(text: str) -> list[Any]:
    """Return the labels, fields and attributes of offers that hold ``text``."""
    labels = [each for each in gc.get_objects() if isinstance(each, CopiedOffer)]
    return [
        value
        for each in labels
        for value in (*vars(each).values(), *(w.text() for w in each.findChildren(QLabel)))
        if value == text
    ]


def test_it_is_read_when_the_window_comes_back_and_at_no_other_time(
    on_page: Play, reads: list[str]
) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(MetadataPage)
        desk.window.activateWindow()
        await until(desk.window.isActiveWindow)
        before = len(reads)
        copied(METADATA)
        await desk.settled()
        assert len(reads) == before
        await behind(desk.window, lambda: None)
        await until(page.copied.isVisible)
        assert reads[-1] == METADATA
        assert page.copied._shown.text() == METADATA
        click(page.copied.decline_button)
        assert not page.copied.isVisible()
        assert held(METADATA) == []
        await behind(desk.window, lambda: None)
        assert not page.copied.isVisible()
        await behind(desk.window, lambda: copied(METADATA + "2"))
        await until(page.copied.isVisible)
        await desk.open(StageId.ACCESS)
        assert held(METADATA + "2") == []
        count = len(reads)
        await behind(desk.window, lambda: None)
        await desk.settled()
        assert len(reads) == count
        assert METADATA not in str(desk.session.draft)

    on_page(story, page=StageId.METADATA, after=StageId.CERTIFICATE)


def test_each_of_deskpros_addresses_is_offered_to_its_own_field(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(DeskproAddPage)
        helpdesk = desk.session.record.helpdesk
        assert helpdesk is not None
        acs = f"{helpdesk.url}/agent/login/authenticate-callback/7"
        entity = f"{helpdesk.url}/saml/metadata/7.xml"
        await behind(desk.window, lambda: copied(acs))
        await until(page.acs_copied.isVisible)
        assert not page.entity_copied.isVisible()
        click(page.acs_copied.use_button)
        assert page.acs_url.text() == acs
        await behind(desk.window, lambda: copied(entity))
        await until(page.entity_copied.isVisible)
        assert not page.acs_copied.isVisible()
        click(page.entity_copied.use_button)
        assert page.entity_id.text() == entity
        for other in ("https://elsewhere.example/saml/metadata/7.xml", "jca_secret", ""):
            page.entity_id.clear()
            await behind(desk.window, partial(copied, other))
            await desk.settled()
            assert not page.entity_copied.isVisible()

    on_page(story, page=StageId.DESKPRO_ADD, after=StageId.APPLICATION)


def test_a_helpdesk_is_offered_while_there_is_none(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        block = desk.at(PrerequisitesPage).helpdesk
        block.address.setText("")
        await behind(desk.window, lambda: copied("https://acme.deskpro.com/agent/#/tickets"))
        await until(block.copied.isVisible)
        await desk.settled()
        click(block.copied.use_button)
        assert block.address.text() == "https://acme.deskpro.com/agent/#/tickets"

    on_page(story, page=StageId.PREREQUISITES, after=None)


HELPDESKS = [
    ("https://acme.deskpro.com", True),
    ("https://help.acme.example/agent/", True),
    ("https://help.acme.example/", False),
    ("https://deskpro.com/", False),
    ("https://console.jumpcloud.com/login", False),
    ("acme", False),
    ("jca_0123456789", False),
    ("https://user@acme.deskpro.com/", False),
]


@pytest.mark.parametrize(("text", "is_one"), HELPDESKS)
def test_what_is_taken_for_a_helpdesk(text: str, *, is_one: bool) -> None:
    assert _is_helpdesk(text) is is_one


@looks
def test_the_offer_is_whole_translated_and_reached(
    on_page: Play, language: str, size: tuple[int, int]
) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(MetadataPage)
        await behind(desk.window, lambda: copied(METADATA + "/" + "long" * 60))
        await until(page.copied.isVisible)
        await desk.settled()
        well_made(desk)

    on_page(
        story,
        page=StageId.METADATA,
        after=StageId.CERTIFICATE,
        language=language,
        size=size,
    )


def dropped(field: QWidget, data: QMimeData) -> bool:
    actions, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    plain = Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPoint(3, 3), actions, data, buttons, plain)
    QApplication.sendEvent(field, entered)
    if entered.isAccepted():
        QApplication.sendEvent(field, QDropEvent(QPointF(3, 3), actions, data, buttons, plain))
    return entered.isAccepted()


def test_a_dropped_link_takes_the_place_of_what_stood_there() -> None:
    async def story(window: Window) -> None:
        await settled(window)
        field = AddressLine()
        field.setText("before")
        data = QMimeData()
        data.setUrls([QUrl("https://acme.deskpro.com/agent/?a=%20b")])
        assert dropped(field, data)
        assert field.text() == "https://acme.deskpro.com/agent/?a=%20b"
        field.undo()
        assert field.text() == "before"
        text = QMimeData()
        text.setText("\n  https://acme.deskpro.com \nsecond line")
        assert dropped(field, text)
        assert field.text() == "https://acme.deskpro.com"
        file = QMimeData()
        file.setUrls([QUrl.fromLocalFile("/certificate.pem")])
        assert not dropped(field, file)
        field.setReadOnly(True)
        assert not dropped(field, text)
        field.deleteLater()

    drive(story)
