"""The whole story with JumpCloud by hand: people read the window and do what it says.

Run as a program of its own, as ``tests.journeys.whole_journey`` is::

    python -m tests.journeys.by_hand_journey FOLDER [--refused] [--pictures FOLDER]

Without ``--refused`` there is no key at all. With it there is one whose role may not create apps:
the app alone is made by hand, and the program does the rest.
"""

import argparse
import asyncio
import sys
import urllib.request
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select

from deskpro_sso_gui.credentials import CredentialState
from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.setup.facts import Generation
from deskpro_sso_gui.setup.parts import PortalLabels
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.trials import Evidence
from deskpro_sso_gui.tasks.services import Options, Services, build_services
from deskpro_sso_gui.ui.theme import Scheme
from deskpro_sso_gui.ui.widgets.instruction import Instruction
from deskpro_sso_gui.ui.widgets.labels import CONSOLE
from deskpro_sso_gui.ui.widgets.notice import ProblemNotice
from deskpro_sso_gui.ui.widgets.section import SectionState
from deskpro_sso_gui.ui.window import Window
from tests.journeys import whole_journey as story
from tests.journeys.whole_journey import LANDING_S, Journey, staying
from tests.support.person import Person
from tests.support.window import click, drive, drop, named, settled, type_text, until, visible

ORGANIZATION = "Acme Inc"
GROUP = "DeskPRO agents"
PLACEHOLDERS = ("YOURDOMAIN", "SUBDOMAIN")


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A step as it stands on the screen."""

    text: str
    labels: tuple[str, ...]
    value: str


def read(instruction: Instruction) -> Told:
    """Read a step of the window: nothing but what is to be seen of it."""
    words = visible(instruction, QLabel)
    values = [line.text() for line in visible(instruction, QLineEdit)]
    plain = [each.text() for each in words if not each.property(CONSOLE)]
    return Told(
        text=plain[1],  # after its number
        labels=tuple(each.text() for each in words if each.property(CONSOLE)),
        value=values[0] if values else "",
    )


class Administrator:
    """Does in JumpCloud's Admin Portal what a step says, finding everything by its label."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self._form: WebElement | None = None

    def follow(self, told: Told) -> None:
        """Do one step."""
        if told.text.startswith("Add a row"):
            self._map(*told.labels)
        elif told.text.startswith("Look once more"):
            typed = [
                each.get_attribute("value") or ""
                for each in self.person.driver.find_elements(By.CSS_SELECTOR, "form input")
            ]
            assert not [text for text in typed for word in PLACEHOLDERS if word in text]
        elif told.value:
            for label in told.labels[:-1]:
                self._press(label)
            self._fill(told.labels[-1], told.value)
        elif len(told.labels) == 2 and self._labelled(told.labels[0]):
            self._fill(*told.labels)
        else:
            for label in told.labels:
                self._press(label)

    def ticks(self, label: str) -> None:
        """Tick the box called ``label``."""
        box = self._field(label)
        if not box.is_selected():
            box.click()

    def link(self, label: str) -> str:
        """Return the id of the link called ``label``."""
        (found,) = self.person.driver.find_elements(By.LINK_TEXT, label)
        return str(found.get_attribute("id"))

    def _labelled(self, label: str) -> list[WebElement]:
        path = f"//label[normalize-space()='{label}']"
        return self.person.driver.find_elements(By.XPATH, path)

    def _field(self, label: str) -> WebElement:
        wait = self.person.wait()
        (found,) = wait.until(lambda _driver: self._labelled(label), f"no field {label!r}")
        field = self.person.find(str(found.get_attribute("for")))
        self._form = field.find_element(By.XPATH, "ancestor::form")
        return field

    def _fill(self, label: str, value: str) -> None:
        field = self._field(label)
        if field.tag_name == "select":
            Select(field).select_by_visible_text(value)
            return
        field.clear()
        field.send_keys(value)
        if label == "Search":
            field.submit()
            self.person.find("choose-form")

    def _press(self, label: str) -> None:
        """Press what is called so; what only says where one is, is not pressed."""
        wait = self.person.wait()
        wait.until(lambda driver: label in driver.page_source, f"{label!r} is nowhere")
        wait.until(lambda _driver: self._pressed(label), f"can't press {label!r}")

    def _pressed(self, label: str) -> bool:
        if self._labelled(label):
            self.ticks(label)
            return True
        path = f"//*[self::a or self::summary or self::button][normalize-space()='{label}']"
        found = self.person.driver.find_elements(By.XPATH, path)
        if len(found) > 1 and self._form is not None and found[0].tag_name == "button":
            found = self._form.find_elements(By.TAG_NAME, "button")
        if found:
            found[-1].click()  # a tab stands below the menu
        return True

    def _map(self, name: str, field: str) -> None:
        rows = self.person.driver.find_elements(By.CSS_SELECTOR, "#attributes .row")
        for row in rows:
            line = row.find_element(By.TAG_NAME, "input")
            if not line.get_attribute("value"):
                line.send_keys(name)
                Select(row.find_element(By.TAG_NAME, "select")).select_by_visible_text(field)
                self._form = line.find_element(By.XPATH, "ancestor::form")
                return
        raise AssertionError("no empty row is left")


async def opens_portal(journey: Journey, steps: Any, administrator: Administrator) -> None:
    """Press *Open JumpCloud*, and sign in where it leads."""
    opened = len(OPENED)
    click(steps.list.open_button)
    address = OPENED[opened]
    origin = f"{journey.sandbox.jumpcloud}/admin/applications"
    assert address.startswith(origin)
    path = address.removeprefix(origin)
    await asyncio.to_thread(administrator.person.opens_jumpcloud_admin, path)


OPENED: list[str] = []
"""The addresses that the window opened in a browser."""


async def follows(
    journey: Journey, steps: Any, administrator: Administrator, *, ticking: str = ""
) -> None:
    """Do all steps of the page, one after the other, and tick each."""
    for instruction in steps.list.instructions:
        told = read(instruction)
        if steps.list.open_button in visible(instruction, QPushButton):
            await opens_portal(journey, steps, administrator)
        else:
            await asyncio.to_thread(administrator.follow, told)
        if ticking and told.text.startswith("Tick the groups"):
            await asyncio.to_thread(administrator.ticks, ticking)
        click(instruction._tick)
    count = len(steps.list.instructions)
    assert steps._count.text() == f"{count} of {count} ticked"
    await settled(journey.window)


async def without_a_key(journey: Journey) -> None:
    """Tell the story in which JumpCloud is never asked with a key."""
    await story.begin(journey)
    await before_you_start(journey)
    async with staying(journey, "jumpcloud") as portal, staying(journey, "deskpro") as desk:
        administrator = Administrator(portal)
        await journey.next(StageId.APPLICATION)
        await create_the_app(journey, administrator)
        assert journey.session.record.application is not None
        assert journey.session.record.application.by_hand
        await story.add_in_deskpro(journey, desk)
        await set_it_up(journey, administrator)
        await bring_the_certificate(journey, administrator)
        await bring_the_metadata(journey, administrator)
        await story.fill_in_deskpro(journey, desk)
        await let_a_group_in(journey, administrator)
        await story.try_it(journey)
        await story.switch(journey, desk)
    await story.export(journey)
    record = journey.session.record
    assert record.account is None
    assert not journey.session._journal.entries, "something was written to JumpCloud"
    told = (journey.folder / "summary" / "summary.md").read_text(encoding="utf-8")
    assert "by hand, as you told us; JumpCloud's metadata says the same" in told
    assert "confirmed by the administrator" in told
    assert ORGANIZATION in told


async def before_you_start(journey: Journey) -> None:
    page = journey.page
    type_text(page.helpdesk.address, f"{journey.sandbox.deskpro}/agent/")
    click(page.helpdesk.generation.button(Generation.LEGACY))
    await journey.press("Check the address")
    await until(lambda: page.account.state is SectionState.OPEN)
    click(page.account.kind.button("by-hand"))
    type_text(page.account.without_key.organization, ORGANIZATION)
    await journey.picture("prerequisites-account")
    await journey.press("Go on without a key")
    await until(lambda: page.tester.state is SectionState.OPEN)
    type_text(page.tester.email, "ann@acme.example")
    await journey.picture("prerequisites-tester")
    await journey.press("Use this person")
    await journey.picture("prerequisites-done")
    journey.done(StageId.PREREQUISITES)


async def create_the_app(journey: Journey, administrator: Administrator) -> None:
    """Make the app in the portal, whose words are the older ones at first."""
    block = journey.page.by_hand
    type_text(block.suffix, "deskpro-by-hand")
    await journey.picture("application")
    click(block.steps.switch_button)
    await settled(journey.window)
    assert journey.session.record.by_hand.labels is PortalLabels.OLD
    await asyncio.to_thread(administrator.person.opens_jumpcloud_admin)
    await asyncio.to_thread(administrator.person.click, "switch-labels")
    await journey.picture("application-older-words")
    await follows(journey, block.steps, administrator)
    await journey.picture("application-ticked")
    await journey.press("I have created it in JumpCloud")
    application = journey.session.record.application
    assert application is not None
    assert application.idp_url == f"{journey.sandbox.jumpcloud}/saml2/deskpro-by-hand"
    await journey.picture("application-done")
    journey.done(StageId.APPLICATION)


async def set_it_up(journey: Journey, administrator: Administrator) -> None:
    await journey.next(StageId.JUMPCLOUD_SSO)
    await journey.picture("jumpcloud-sso")
    await follows(journey, journey.page.by_hand.steps, administrator)
    await journey.press("I have saved it in JumpCloud")
    await journey.picture("jumpcloud-sso-done")
    journey.done(StageId.JUMPCLOUD_SSO)


async def bring_the_certificate(journey: Journey, administrator: Administrator) -> None:
    await journey.next(StageId.CERTIFICATE)
    await journey.picture("certificate")
    steps = journey.page.steps
    await follows(journey, steps, administrator)
    button = read(steps.list.instructions[-1]).labels[-1]
    link = await asyncio.to_thread(administrator.link, button)
    text = await asyncio.to_thread(administrator.person.downloads, link)
    file = journey.folder / "certificate.pem"
    await asyncio.to_thread(file.write_text, text)
    drop(journey.page.drop, file)
    await until(lambda: journey.session.record.certificate is not None)
    await settled(journey.window)
    certificate = journey.session.record.certificate
    assert certificate is not None
    assert certificate.matches_jumpcloud is None
    await journey.picture("certificate-done")
    journey.done(StageId.CERTIFICATE)


async def bring_the_metadata(journey: Journey, administrator: Administrator) -> None:
    await journey.next(StageId.METADATA)
    await journey.picture("metadata")
    (way,) = [
        each for each in visible(journey.page, Instruction) if each is not journey.page._paste
    ]
    *places, last = read(way).labels
    await asyncio.to_thread(administrator.follow, Told(text="", labels=tuple(places), value=""))
    assert last == "Copy Metadata URL"
    address = await asyncio.to_thread(administrator.person.value, "metadata-url")
    type_text(journey.page.address, address)
    await journey.press("Read it as DeskPRO will")
    told = [line.text for line in journey.page.result.result]
    assert "So JumpCloud itself says what you told us by hand." in told
    await journey.picture("metadata-done")
    journey.done(StageId.METADATA)


async def let_a_group_in(journey: Journey, administrator: Administrator) -> None:
    await journey.next(StageId.ACCESS)
    block = journey.page.by_hand
    await journey.picture("access")
    await follows(journey, block.steps, administrator, ticking=GROUP)
    type_text(block.names, GROUP)
    click(block.included)
    await journey.press("I have given them access")
    access = journey.session.record.access
    assert access is not None
    assert access.by_hand
    assert access.tester_included is True
    await journey.picture("access-done")
    journey.done(StageId.ACCESS)


async def with_a_key_that_may_not_create(journey: Journey) -> None:
    """Tell the story in which one refusal makes one page by hand, and no other."""
    await story.begin(journey)
    await story.before_you_start(journey)
    await asyncio.to_thread(break_on_purpose, journey, Fault.CREATE_FORBIDDEN)
    await journey.next(StageId.APPLICATION)
    await journey.press("Create in JumpCloud")
    (notice,) = visible(journey.page, ProblemNotice)
    assert "JumpCloud does not let this key do that" in notice.accessibleName()
    await journey.picture("application-refused")
    click(named(notice, QPushButton, "Do this by hand in JumpCloud"))
    await settled(journey.window)
    async with staying(journey, "jumpcloud-admin") as portal, staying(journey, "desk") as desk:
        await create_the_app(journey, Administrator(portal))
        application = journey.session.record.application
        assert application is not None
        assert application.id, "the key may look, so the app was found"
        await story.add_in_deskpro(journey, desk)
        await story.set_jumpcloud_up(journey)
        await story.check_the_certificate(journey)
        await story.copy_the_metadata_address(journey)
        await story.fill_in_deskpro(journey, desk)
        await story.choose_who_gets_in(journey)
        await story.try_it(journey)
        await story.switch(journey, desk)
    await story.export(journey)


def break_on_purpose(journey: Journey, *faults: Fault) -> None:
    """Have the sandbox behave badly in these ways."""
    request = urllib.request.Request(  # noqa: S310 - the sandbox's own address
        f"{journey.sandbox.jumpcloud}/practice/faults",
        data=msgspec.json.encode(faults),
        headers={"x-api-key": journey.sandbox.api_key, "Content-Type": "application/json"},
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=LANDING_S) as answer:
        assert answer.status == 204


def main() -> int:
    """Tell one of the two stories."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--refused", action="store_true")
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("--theme", type=Scheme, default=Scheme.LIGHT)
    options = parser.parse_args()

    async def services() -> Services:
        built = await build_services(Options(practice=True, session_credentials_only=True))
        built.look_for_keyring()
        return built

    async def told(window: Window) -> None:
        journey = Journey(
            window,
            options.folder,
            options.pictures,
            keyring=CredentialState.SESSION_ONLY,
            issued_by=Evidence.EVENT if options.refused else Evidence.ADMIN,
        )
        tell = with_a_key_that_may_not_create if options.refused else without_a_key
        await tell(journey)

    drive(
        told,
        services=services,
        practice=True,
        scheme=options.theme,
        opened=OPENED,
        seconds=600.0,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
