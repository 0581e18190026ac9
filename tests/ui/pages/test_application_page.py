"""Page *JumpCloud app*, in the real window with a real sandbox behind it."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from deskpro_sso_gui.credentials import Secret
from deskpro_sso_gui.jumpcloud.credential import ApiKey
from deskpro_sso_gui.setup.facts import Application, Organization
from deskpro_sso_gui.setup.progress import next_stage
from deskpro_sso_gui.setup.record import Account
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.notice import Notice
from deskpro_sso_gui.ui.widgets.tile import TILE_COLOURS, ink_on
from tests.support.practice_window import (
    Desk,
    Lent,
    practise,
    running_sandbox,
    sandbox_looks,
    well_made,
)
from tests.support.window import click, named, type_text, until, visible

PAGE = StageId.APPLICATION


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Lent]:
    with running_sandbox() as lent:
        yield lent


async def _in_jumpcloud(desk: Desk, application_id: str) -> Application:
    services = desk.session.services
    account = desk.session.record.account
    assert account is not None
    key = ApiKey(Secret(desk.sandbox.api_key))
    client = await services.jumpcloud_for(key, account.region)
    return await client.application(application_id)


def test_the_app_is_created_as_the_form_says(sandbox: Lent) -> None:
    async def story(desk: Desk) -> None:
        await desk.connect()
        page = await desk.open(PAGE)
        assert page.label.text() == "DeskPRO"
        assert not page.existing.isVisible()
        type_text(page.label, "Help desk")
        type_text(page.description, "Answer tickets.")
        QTest.keyClick(page.description, Qt.Key.Key_Return)
        QTest.keyClicks(page.description, "Only for agents.")
        click(page.shown)
        click(page.colour.swatch("#9E2F00"))
        page.advanced.set_open(on=True)
        type_text(page.suffix, "first-one")
        assert page.address.text() == f"{sandbox.address.jumpcloud}/saml2/first-one"
        assert desk.view.primary_button.text() == "Create in JumpCloud"
        click(desk.view.primary_button)
        await until(lambda: desk.session.record.application is not None)
        await desk.settled()
        made = desk.session.record.application
        assert made is not None
        assert made.made_here
        assert made.idp_url == f"{sandbox.address.jumpcloud}/saml2/first-one"
        there = await _in_jumpcloud(desk, made.id)
        assert (there.label, there.description) == ("Help desk", "Answer tickets. Only for agents.")
        assert there.hidden
        assert there.logo_color == "#9E2F00"
        assert there.active
        assert page.idp_url.value() == made.idp_url
        assert "“Help desk” was created in JumpCloud." in [
            line.text for line in page.made_lines.lines
        ]
        assert page.primary() is None

    practise(story, sandbox)


def test_an_address_that_is_taken_or_impossible_is_said_before_anything_is_sent(
    sandbox: Lent,
) -> None:
    async def story(desk: Desk) -> None:
        await desk.create("taken-one")
        await desk.begin_anew()
        await desk.connect()
        page = await desk.open(PAGE)
        page.advanced.set_open(on=True)
        for suffix, complaint in (
            ("taken-one", "has this address already"),
            ("Not Possible", "Use small letters"),
        ):
            type_text(page.suffix, suffix)
            assert complaint in page._suffix_row._wrong.text()
            assert not desk.view.primary_button.isEnabled()
        type_text(page.suffix, "still-free")
        assert not page._suffix_row._wrong.isVisible()
        assert desk.view.primary_button.isEnabled()

    practise(story, sandbox)


def test_too_long_a_description_is_counted_and_not_sent(sandbox: Lent) -> None:
    async def story(desk: Desk) -> None:
        await desk.connect()
        page = await desk.open(PAGE)
        page.description.setPlainText("x" * 256)
        assert "256 of 256 characters" in [label.text() for label in visible(page, PlainLabel)]
        assert desk.view.primary_button.isEnabled()
        page.description.setPlainText("x" * 257)
        assert not desk.view.primary_button.isEnabled()

    practise(story, sandbox)


def test_an_existing_app_is_used_only_after_its_use_was_shown(sandbox: Lent) -> None:
    async def story(desk: Desk) -> None:
        await desk.create("taken-one")
        there = desk.session.record.application
        assert there is not None
        await desk.begin_anew()
        await desk.connect()
        page = await desk.open(PAGE)
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

    practise(story, sandbox)


def test_another_organisation_wants_an_app_of_its_own(sandbox: Lent) -> None:
    async def story(desk: Desk) -> None:
        await desk.create("taken-one")
        old = desk.session.record.application
        page = await desk.open(PAGE)
        assert page.primary() is None

        def elsewhere(account: Account | None) -> Account:
            assert account is not None
            return replace(account, organization=Organization(id="elsewhere"))

        await desk.session.commit(lambda r: replace(r, account=elsewhere(r.account)))
        assert "another JumpCloud organisation" in " ".join(
            label.text() for label in visible(page, PlainLabel)
        )
        page = await desk.open(StageId.PREREQUISITES)
        page = await desk.open(PAGE)
        type_text(page.suffix, "new-organisation")
        click(desk.view.primary_button)
        await until(lambda: desk.session.record.application != old)
        await desk.settled()
        made = desk.session.record.application
        assert made is not None
        assert made.idp_url.endswith("/new-organisation")

    practise(story, sandbox)


def test_the_letter_on_every_tile_can_be_read() -> None:
    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for colour in TILE_COLOURS:
        light, dark = sorted((luminance(colour), luminance(ink_on(colour))), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 3, colour  # large text, WCAG 2.2, 1.4.3


@sandbox_looks
def test_form_and_result_are_readable_translated_and_reached(
    sandbox: Lent, language: str, size: tuple[int, int]
) -> None:
    async def story(desk: Desk) -> None:
        await desk.connect()
        page = await desk.open(PAGE)
        page.advanced.set_open(on=True)
        type_text(page.suffix, "Wrong")
        await desk.settled()
        well_made(desk, language)
        type_text(page.suffix, f"right-{language}-{size[0]}")
        click(desk.view.primary_button)
        await until(lambda: desk.session.record.application is not None)
        await desk.settled()
        well_made(desk, language)

    practise(story, sandbox, language=language, size=size)
