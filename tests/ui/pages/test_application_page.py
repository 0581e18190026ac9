"""Page *JumpCloud app*, in the real window with a real sandbox behind it."""

import base64
import json
from hashlib import sha256
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from deskpro_sso_gui.credentials import Secret
from deskpro_sso_gui.jumpcloud.credential import ApiKey
from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.setup.facts import Application, Organization
from deskpro_sso_gui.setup.parts import Account
from deskpro_sso_gui.setup.progress import next_stage
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks.application import survey
from deskpro_sso_gui.ui.pages.application import ApplicationPage
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.notice import Notice, ProblemNotice
from deskpro_sso_gui.ui.widgets.tile import TILE_COLOURS, TilePreview, ink_on
from tests.support.desk import Desk, Play, Start, looks, well_made
from tests.support.pictures import bomb, picture
from tests.support.prepared import Prepared
from tests.support.window import click, drop, named, type_text, until, visible

pytestmark = pytest.mark.window
PAGE = StageId.APPLICATION
START: Start = {"page": PAGE, "after": StageId.PREREQUISITES}


async def _in_jumpcloud(desk: Desk, application_id: str) -> Application:
    services = desk.session.services
    account = desk.session.record.account
    assert account is not None
    key = ApiKey(Secret(desk.sandbox.api_key))
    client = await services.jumpcloud_for(key, account.region)
    return await client.application(application_id)


def test_the_app_is_created_as_the_form_says(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(ApplicationPage)
        assert page.label.text() == "DeskPRO"
        assert not page.existing.isVisible()
        type_text(page.label, "Help desk")
        page.more.set_open(on=True)
        type_text(page.description, "Answer tickets.")
        QTest.keyClick(page.description, Qt.Key.Key_Return)
        QTest.keyClicks(page.description, "Only for agents.")
        click(page.shown)
        click(page.colour.swatch("#9E2F00"))
        page.advanced.set_open(on=True)
        type_text(page.suffix, "first-one")
        assert page.address.text() == f"{desk.sandbox.jumpcloud}/saml2/first-one"
        assert desk.primary == "Create in JumpCloud"
        desk.press_primary()
        await until(lambda: desk.session.record.application is not None)
        await desk.settled()
        made = desk.session.record.application
        assert made is not None
        assert made.made_here
        assert made.idp_url == f"{desk.sandbox.jumpcloud}/saml2/first-one"
        there = await _in_jumpcloud(desk, made.id)
        assert (there.label, there.description) == ("Help desk", "Answer tickets. Only for agents.")
        assert there.hidden
        assert there.logo_color == "#9E2F00"
        assert there.active
        assert page.made.idp_url.value() == made.idp_url
        assert "“Help desk” was created in JumpCloud." in [
            line.text for line in page.made.lines.lines
        ]
        assert page.primary() is None

    on_page(story, **START)


def test_an_address_that_is_taken_or_impossible_is_said_before_anything_is_sent(
    on_page: Play,
) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(ApplicationPage)
        page.advanced.set_open(on=True)
        for suffix, complaint in (
            ("deskpro", "has this address already"),
            ("Not Possible", "Use small letters"),
        ):
            type_text(page.suffix, suffix)
            assert complaint in page._suffix_row._wrong.text()
            assert not desk.can_go_on()
        type_text(page.suffix, "still-free")
        assert not page._suffix_row._wrong.isVisible()
        assert desk.can_go_on()

    on_page(story, page=PAGE, after=StageId.PREREQUISITES, outside=StageId.APPLICATION)


def test_too_long_a_description_is_counted_and_not_sent(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(ApplicationPage)
        page.more.set_open(on=True)
        page.description.setPlainText("x" * 256)
        assert "256 of 256 characters" in [label.text() for label in visible(page, PlainLabel)]
        assert desk.can_go_on()
        page.more.set_open(on=False)
        page.description.setPlainText("x" * 257)
        assert page.more.open  # what is wrong is never folded away
        assert not desk.can_go_on()

    on_page(story, **START)


def test_an_existing_app_is_used_only_after_its_use_was_shown(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        seen = await survey(desk.session)
        there = seen.using(f"{seen.base}deskpro")
        assert there is not None
        page = desk.at(ApplicationPage)
        card = page.existing._cards[there.id]
        click(named(card, Button, "Use this one: DeskPRO"))
        await desk.settled()
        (question,) = visible(card, Notice)
        said = " ".join(label.text() for label in visible(question, PlainLabel))
        assert "Nobody signed in with this app lately." in said
        assert "No group may use it. No sign-in since" in said
        assert next_stage(desk.session.record) is PAGE

        click(named(question, Button, "Leave it alone"))
        assert not visible(card, Notice)
        click(named(card, Button, "Use this one: DeskPRO"))
        await desk.settled()
        click(named(card, Button, "Use it all the same"))
        await until(lambda: desk.session.record.application is not None)
        await desk.settled()
        adopted = desk.session.record.application
        assert adopted is not None
        assert adopted.id == there.id
        assert not adopted.made_here
        assert not page.existing.isVisible()

    on_page(story, page=PAGE, after=StageId.PREREQUISITES, outside=StageId.APPLICATION)


def test_another_organisation_wants_an_app_of_its_own(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        old = desk.session.record.application
        page = desk.at(ApplicationPage)
        assert page.primary() is None

        def elsewhere(account: Account | None) -> Account:
            assert account is not None
            return replace(account, organization=Organization(id="elsewhere"))

        await desk.session.commit(lambda r: replace(r, account=elsewhere(r.account)))
        assert "another JumpCloud organisation" in " ".join(
            label.text() for label in visible(page, PlainLabel)
        )
        await desk.open(StageId.PREREQUISITES)
        await desk.open(PAGE)
        page = desk.at(ApplicationPage)
        type_text(page.suffix, "new-organisation")
        desk.press_primary()
        await until(lambda: desk.session.record.application != old)
        await desk.settled()
        made = desk.session.record.application
        assert made is not None
        assert made.idp_url.endswith("/new-organisation")

    on_page(story, page=PAGE, after=StageId.APPLICATION)


def _uploaded(prepared: Prepared, application_id: str) -> bytes:
    world = json.loads(prepared.sandbox.state())
    return base64.b64decode(world["applications"][application_id]["logo_image"])


def _colour_in_the_middle(preview: TilePreview) -> str:
    """Return what the tile shows in its middle."""
    square = preview.grab().toImage()
    place = preview._square.geometry().center() * square.devicePixelRatio()
    return square.pixelColor(place).name().upper()


def test_a_picture_is_shown_on_the_tile_and_put_there(
    on_page: Play, prepared: Prepared, tmp_path: Path
) -> None:
    file = picture(tmp_path / "our logo.png", width=300, height=300, colour="#12AB34")

    async def story(desk: Desk) -> None:
        page = desk.at(ApplicationPage)
        drop(page.picture.drop_zone, file)
        await until(lambda: page.picture.seen is not None)
        await desk.settled()
        assert "our logo.png" in [line.text for line in page.picture.lines.lines]
        assert _colour_in_the_middle(page.preview) == "#12AB34"
        assert page.preview.accessibleName() == "Tile DeskPRO, with a picture"
        desk.press_primary()
        await until(lambda: desk.session.record.application is not None)
        await desk.settled()
        made = desk.session.record.application
        assert made is not None
        assert made.picture == sha256(file.read_bytes()).hexdigest()
        assert _uploaded(prepared, made.id) == file.read_bytes()
        assert "With your picture." in [line.text for line in page.made.picture.lines.lines]
        assert _colour_in_the_middle(page.made.preview) == "#12AB34"

        click(page.made.picture.remove_button)
        await until(lambda: not _uploaded(prepared, made.id))
        await desk.settled()
        without = desk.session.record.application
        assert without is not None
        assert without.picture is None
        assert not page.made.picture.isVisible()

    on_page(story, **START)


def test_a_picture_that_jumpcloud_refuses_leaves_the_app_and_can_be_tried_again(
    on_page: Play, prepared: Prepared, tmp_path: Path
) -> None:
    file = picture(tmp_path / "logo.jpg")

    async def story(desk: Desk) -> None:
        page = desk.at(ApplicationPage)
        drop(page.picture.drop_zone, file)
        await until(lambda: page.picture.seen is not None)
        desk.set_faults(Fault.LOGO_FORBIDDEN)
        await desk.settled()
        desk.press_primary()
        await until(lambda: visible(page, ProblemNotice))
        await desk.settled()
        assert "change the app's picture" in desk.words
        assert "The app is there and works. Only its picture is missing." in desk.words
        made = desk.session.record.application
        assert made is not None
        assert made.picture is None
        assert (await _in_jumpcloud(desk, made.id)).active
        desk.set_faults()
        click(page.made.picture.put_button)
        await until(lambda: _uploaded(prepared, made.id) == file.read_bytes())
        await desk.settled()
        assert not page.made.picture.put_button.isVisible()
        assert not visible(page, ProblemNotice)

    on_page(story, **START)


def test_a_picture_we_do_not_take_is_told_and_nothing_else_changes(
    on_page: Play, tmp_path: Path
) -> None:
    (tmp_path / "logo.png").write_bytes(bomb())

    async def story(desk: Desk) -> None:
        page = desk.at(ApplicationPage)
        drop(page.picture.drop_zone, tmp_path / "logo.png")
        await until(lambda: page.picture.lines.lines)
        await desk.settled()
        assert "This is not a picture we can use." in desk.words
        assert page.picture.seen is None
        assert page.draft("picture") == ""
        assert desk.can_go_on()

    on_page(story, **START)


def test_a_chosen_picture_is_still_chosen_after_a_restart_and_can_be_left(
    on_page: Play, tmp_path: Path
) -> None:
    file = picture(tmp_path / "logo.png")

    async def story(desk: Desk) -> None:
        drop(desk.at(ApplicationPage).picture.drop_zone, file)
        await until(lambda: desk.at(ApplicationPage).picture.seen is not None)
        await desk.settled()
        record_id = desk.session.record.id
        desk.window.go_home()
        await until(lambda: desk.window.setup_view is None)
        await desk.settled()
        await desk.window.open_setup(record_id)
        await desk.open(PAGE)
        page = desk.at(ApplicationPage)
        await until(lambda: page.picture.seen is not None)
        page.more.set_open(on=True)
        await desk.settled()
        click(page.picture.without_button)
        assert page.picture.picture is None
        assert page.draft("picture") == ""

    on_page(story, **START)


def test_the_letter_on_every_tile_can_be_read() -> None:
    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for colour in TILE_COLOURS:
        light, dark = sorted((luminance(colour), luminance(ink_on(colour))), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 3, colour  # large text, WCAG 2.2, 1.4.3


@looks
def test_form_and_result_are_readable_translated_and_reached(
    on_page: Play, tmp_path: Path, language: str, size: tuple[int, int]
) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(ApplicationPage)
        page.advanced.set_open(on=True)
        page.more.set_open(on=True)
        type_text(page.suffix, "Wrong")
        drop(page.picture.drop_zone, picture(tmp_path / "logo.png"))
        await until(lambda: page.picture.seen is not None)
        await desk.settled()
        well_made(desk)
        type_text(page.suffix, f"right-{language}-{size[0]}")
        desk.press_primary()
        await until(lambda: desk.session.record.application is not None)
        await desk.settled()
        well_made(desk)

    on_page(story, **START, language=language, size=size)
