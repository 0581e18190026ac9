"""Page *Add in DeskPRO*, in the real window with a real sandbox behind it."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox

from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.setup.deskpro_guide import add_steps
from deskpro_sso_gui.setup.facts import Generation, Interface
from deskpro_sso_gui.setup.progress import Status, progress
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks.connect import choose_screens
from deskpro_sso_gui.ui.pages.deskpro_add import DeskproAddPage
from deskpro_sso_gui.ui.theme import Scheme, Theme
from deskpro_sso_gui.ui.widgets.copy_field import CopyButton
from deskpro_sso_gui.ui.widgets.file_drag import FileDrag
from deskpro_sso_gui.ui.widgets.notice import ProblemNotice
from deskpro_sso_gui.ui.widgets.screen_map import ScreenMap
from tests.support.desk import SANDBOX_THREADS, Desk, Play, Start, looks, well_made
from tests.support.visits import add_in_deskpro, fill_in_deskpro
from tests.support.window import click, named, type_text, until, visible

pytestmark = pytest.mark.window
PAGE = StageId.DESKPRO_ADD
START: Start = {"page": PAGE, "after": StageId.APPLICATION}


def test_addresses_are_copied_back_checked_and_kept(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(DeskproAddPage)
        acs_url, entity_id = await add_in_deskpro(desk.sandbox)
        assert not desk.can_go_on()
        type_text(page.acs_url, f' "{acs_url}"')
        type_text(page.entity_id, entity_id)
        assert "number" in page.entity_lines.lines[0].text
        assert "Blanks or quotation marks around it were removed." in [
            line.text for line in page.acs_lines.lines
        ]
        assert desk.primary == "Save the two addresses"
        desk.press_primary()
        await until(lambda: desk.session.record.service_provider is not None)
        await desk.settled()
        kept = desk.session.record.service_provider
        assert kept is not None
        assert (kept.acs_url, kept.sp_entity_id) == (acs_url, entity_id)
        assert kept.metadata_read
        assert page.guide.state == page.addresses.state == "done"
        assert acs_url in [line.text for line in page.addresses.result]
        assert page.primary() is None

    on_page(story, **START)


def test_what_is_odd_about_an_address_is_said_as_it_is_typed(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(DeskproAddPage)
        _, entity_id = await add_in_deskpro(desk.sandbox)
        type_text(page.entity_id, entity_id)
        type_text(page.acs_url, "https://YOURDOMAIN.deskpro.com/login/authenticate-callback/99")
        told = [line.text for line in page.acs_lines.lines]
        assert "It leads to another host than your helpdesk's." in told
        assert "The two addresses have different numbers in them." in told
        assert "A part of it still has to be replaced by your own value." in told
        type_text(page.acs_url, "http://elsewhere.example/login")
        assert "It begins with http://." in page.acs_row._wrong.text()
        assert not desk.can_go_on()
        type_text(page.acs_url, entity_id)
        told = [line.text for line in page.acs_lines.lines]
        assert told == ["The same address stands in both fields. DeskPRO shows two."]
        type_text(page.acs_url, "nothing of the kind")
        assert page.acs_row._wrong.text() == "This is no address. It begins with https://."
        assert not desk.can_go_on()

    on_page(story, **START)


def test_the_one_address_is_filled_in_from_the_other(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(DeskproAddPage)
        acs_url, entity_id = await add_in_deskpro(desk.sandbox)
        type_text(page.entity_id, entity_id)
        await until(lambda: page.acs_url.text() == acs_url, "it is filled in by itself")
        await desk.settled()
        told = [line.text for line in page.fill_lines.lines]
        assert told[0] == "Filled in from DeskPRO's own description."
        assert "DeskPRO wants every sign-in message signed." in told[1]
        type_text(page.acs_url, "x")
        click(page.fill_button)
        await until(lambda: page.acs_url.text() == acs_url)
        await desk.settled()
        type_text(page.entity_id, f"{desk.sandbox.deskpro}/saml/metadata/4711.xml")
        click(page.fill_button)
        await desk.settled()
        assert "can't be read" in page.fill_lines.lines[0].text
        assert page.acs_url.text() == acs_url

    on_page(story, **START)


def test_deskpros_own_word_is_offered_where_it_differs(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(DeskproAddPage)
        acs_url, entity_id = await add_in_deskpro(desk.sandbox)
        type_text(page.entity_id, entity_id)
        type_text(page.acs_url, acs_url.replace("/agent/login/", "/login/"))
        desk.press_primary()
        await until(page.other.isVisible)
        await desk.settled()
        assert [line.text for line in page.other_values.lines] == [acs_url]
        click(page.use_other_button)
        await desk.settled()
        kept = desk.session.record.service_provider
        assert kept is not None
        assert kept.acs_url == acs_url
        assert kept.metadata_read
        assert not page.other.isVisible()

    on_page(story, **START)


def test_the_other_generation_of_screens_is_one_click_away_and_remembered(on_page: Play) -> None:
    opened: list[str] = []

    async def story(desk: Desk) -> None:
        await choose_screens(desk.session, Generation.HORIZON)
        await desk.settled()
        page = desk.at(DeskproAddPage)
        (drawing,) = visible(page, ScreenMap)
        assert drawing._name == "deskpro-add-horizon"
        click(page.steps.open_button)
        click(named(page, CopyButton, "Copy Single Sign On URL"))
        application = desk.session.record.application
        assert application is not None
        assert QGuiApplication.clipboard().text() == application.idp_url
        click(named(page, QCheckBox, "Step 2 is done"))
        assert desk.session.draft["deskpro-add.ticked"] == "place"

        click(page.steps.switch_button)
        await until(lambda: drawing._name == "deskpro-add-legacy")
        await desk.settled()
        helpdesk = desk.session.record.helpdesk
        assert helpdesk is not None
        assert helpdesk.generation is Generation.LEGACY
        assert [each.is_ticked for each in page.steps.instructions] == [
            False, False, True, False, False, False,
        ]  # fmt: skip
        click(page.steps.open_button)
        assert opened == [f"{desk.sandbox.deskpro}/admin/", f"{desk.sandbox.deskpro}/agent/"]

    on_page(story, **START, opened=opened)


@pytest.mark.parametrize("generation", Generation)
@pytest.mark.parametrize("interface", Interface)
def test_the_steps_name_what_the_sandbox_really_shows(
    generation: Generation, interface: Interface
) -> None:
    told = [
        part for step in add_steps(generation, interface, "x") for part in (*step.path, step.label)
    ]
    users = interface is Interface.USERS
    assert ("CRM" if users else "Agents") in told
    horizon = generation is Generation.HORIZON
    assert ("User Auth & SSO" if users and horizon else "Auth & SSO") in told
    assert told[-2] == "SAML Details" or told[-1] == "SAML Details"
    assert "Disabled" in told
    assert "Automatic" not in told


def test_the_maps_are_drawn_in_the_colours_of_the_looks(application: object) -> None:
    del application
    pictures = {}
    for scheme in (Scheme.LIGHT, Scheme.DARK):
        Theme.current().use(scheme)
        for name in ("deskpro-add-horizon", "deskpro-add-legacy"):
            drawn = ScreenMap(name, "", {"section": "A & B", "place": "<C>"})
            drawn.resize(drawn.sizeHint())
            image = drawn.grab().toImage()
            assert image.pixelColor(200, 300).isValid()
            pictures[scheme, name] = image.pixelColor(image.width() // 2, 60).name()
    Theme.current().use(Scheme.LIGHT)
    for name in ("deskpro-add-horizon", "deskpro-add-legacy"):
        assert pictures[Scheme.LIGHT, name] != pictures[Scheme.DARK, name]


def test_an_unusual_address_is_taken_once_deskpro_is_said_to_show_it(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(DeskproAddPage)
        type_text(page.entity_id, "https://desk.acme.example/sso/9")
        type_text(page.acs_url, "https://desk.acme.example/back/9/")
        assert not desk.can_go_on()
        click(page.shown_so)
        assert desk.can_go_on()
        type_text(page.acs_url, "https://desk.acme.example/back/9")
        assert not desk.can_go_on()  # it was said of another value
        click(page.shown_so)
        desk.press_primary()
        await desk.settled()
        kept = desk.session.record.service_provider
        assert kept is not None
        assert kept.acs_url == "https://desk.acme.example/back/9"
        assert not kept.metadata_read
        assert "does not confirm them" in desk.words

    on_page(story, **START)


def test_what_is_asked_while_typing_never_overwrites_what_was_typed(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(DeskproAddPage)
        _, entity_id = await add_in_deskpro(desk.sandbox)
        type_text(page.entity_id, entity_id)
        type_text(page.acs_url, "https://mine.example/9")  # before the answer is there
        await desk.settled()
        assert page.acs_url.text() == "https://mine.example/9"

    on_page(story, **START)


def test_metadata_that_can_not_be_read_is_no_error(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        desk.set_faults(Fault.NO_SP_METADATA)
        page = desk.at(DeskproAddPage)
        acs_url, entity_id = await add_in_deskpro(desk.sandbox)
        type_text(page.entity_id, entity_id)
        await desk.settled()
        assert "can't be read" in page.fill_lines.lines[0].text
        type_text(page.acs_url, acs_url)
        desk.press_primary()
        await desk.settled()
        assert progress(desk.session.record)[PAGE].status is Status.DONE
        assert "DeskPRO's own description does not confirm them" in desk.words
        assert visible(page, ProblemNotice) == []

    on_page(story, **START)


def test_a_deskpro_that_signs_its_requests_is_told_of(on_page: Play) -> None:
    async def story(desk: Desk) -> None:
        record = desk.session.record
        assert record.service_provider is not None
        await fill_in_deskpro(desk.sandbox, record, sign_request="1")
        page = desk.at(DeskproAddPage)
        click(page.addresses.change_button)
        desk.press_primary()
        await desk.settled()
        assert page.addresses.state == "attention"
        assert "take the tick at “Sign Authentication Request” away" in desk.words

    on_page(story, page=PAGE, after=StageId.METADATA, lasting=SANDBOX_THREADS)


@pytest.mark.parametrize("generation", Generation)
def test_without_saml_details_it_is_saved_first_with_the_certificate_at_hand(
    on_page: Play, generation: Generation
) -> None:
    async def story(desk: Desk) -> None:
        await choose_screens(desk.session, generation)
        await desk.settled()
        page = desk.at(DeskproAddPage)
        assert not page.save_first.open
        page.save_first.set_open(on=True)
        await desk.settled()
        assert "I see no box called “SAML Details”" in desk.words
        horizon = generation is Generation.HORIZON
        assert ("may be called" in desk.words) is horizon
        click(page.save_first.fetch_button)
        await until(lambda: desk.session.record.certificate is not None)
        await desk.settled()
        [file] = visible(page, FileDrag)
        QTest.mousePress(file, Qt.MouseButton.LeftButton, pos=QPoint(9, 9))
        await until(lambda: file.mime_data() is not None)

    on_page(story, **START)


@looks
def test_guide_and_fields_are_readable_translated_and_reached(
    on_page: Play, language: str, size: tuple[int, int]
) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(DeskproAddPage)
        acs_url, entity_id = await add_in_deskpro(desk.sandbox)
        type_text(page.acs_url, "https://YOURDOMAIN.elsewhere.example/9")
        type_text(page.entity_id, entity_id)
        page.save_first.set_open(on=True)
        await desk.settled()
        well_made(desk)
        click(page.steps.switch_button)
        await desk.settled()
        well_made(desk)
        type_text(page.acs_url, acs_url.replace("/agent/login/", "/login/"))
        desk.press_primary()
        await until(page.other.isVisible)
        await desk.settled()
        well_made(desk)

    on_page(story, **START, language=language, size=size)
