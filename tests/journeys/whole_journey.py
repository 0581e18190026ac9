"""The whole story: from the first window to an exported summary, with everything real.

The window is driven by clicks, JumpCloud and DeskPRO are the sandbox's, the keyring is the one of
the session this runs in, and people use Chromium. Run as a program of its own, so that the whole
of it can be put into a keyring's session::

    python -m tests.journeys.whole_journey FOLDER [--pictures FOLDER] [--theme dark]
"""

import argparse
import asyncio
import contextlib
import re
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from deskpro_sso_gui.credentials import CredentialState
from deskpro_sso_gui.practice.child import SandboxAddress
from deskpro_sso_gui.setup.facts import Generation, SsoMethod
from deskpro_sso_gui.setup.progress import Status, progress
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.trials import Evidence, Flow
from deskpro_sso_gui.tasks.services import Options, Services, build_services
from deskpro_sso_gui.tasks.session import Session
from deskpro_sso_gui.ui.pages.base import Page
from deskpro_sso_gui.ui.theme import Scheme
from deskpro_sso_gui.ui.widgets.section import SectionState
from deskpro_sso_gui.ui.window import Window
from tests.support.browser import chromium
from tests.support.person import Person
from tests.support.window import click, drive, drop, screenshot, settled, type_text, until

LANDING_S = 60.0
"""Browsers and RSA keys take their time on a small machine."""


class Journey:
    """The window, the people, and where they leave their things.

    Args:
        window: the window.
        folder: where files and profiles go.
        pictures: where pictures go; None for none.
        keyring: what becomes of keys.
        issued_by: what tells that JumpCloud issued a sign-in.
    """

    def __init__(
        self,
        window: Window,
        folder: Path,
        pictures: Path | None,
        *,
        keyring: CredentialState = CredentialState.SYSTEM_KEYRING,
        issued_by: Evidence = Evidence.EVENT,
    ) -> None:
        self.window = window
        self.folder = folder
        self.keyring = keyring
        self.issued_by = issued_by
        self._pictures = pictures
        self._taken = 0

    @property
    def session(self) -> Session:
        """The open set-up."""
        assert self.window.session is not None
        return self.window.session

    @property
    def sandbox(self) -> SandboxAddress:
        """Where the sandbox is."""
        assert self.session.services.sandbox is not None
        return self.session.services.sandbox

    @property
    def page(self) -> Any:
        """The page that is shown; each has its own widgets."""
        view = self.window.setup_view
        assert view is not None
        assert isinstance(view.page, Page)
        return view.page

    @property
    def primary(self) -> Any:
        """The main button."""
        assert self.window.setup_view is not None
        return self.window.setup_view.primary_button

    @property
    def primary_says(self) -> str:
        """What the main button says."""
        return str(self.primary.text()).replace("&", "")

    async def picture(self, name: str) -> None:
        """Take a picture, where pictures are wanted."""
        self._taken += 1
        if self._pictures is not None:
            await at_rest()
            screenshot(self.window, self._pictures / f"{self._taken:02}-{name}.png")

    async def press(self, label: str) -> None:
        """Press the main button, which has to say ``label``, and wait until all is done."""
        await until(lambda: self.primary_says == label, self._what_it_says)
        await until(self.primary.isEnabled, f"{label!r} is never enabled")
        click(self.primary)
        await settled(self.window)

    def _what_it_says(self) -> str:
        return f"the main button says {self.primary.text()!r}"

    async def next(self, stage: StageId) -> None:
        """Press Next, which has to lead to ``stage``."""
        assert self.window.setup_view is not None
        click(self.window.setup_view.next_button)
        await settled(self.window)
        assert self.page.stage is stage

    def done(self, stage: StageId) -> None:
        """Fail unless ``stage`` is done."""
        found = progress(self.session.record)[stage]
        assert found.status is Status.DONE, f"{stage} is {found}"

    async def at_browser(self, profile: str, does: Callable[[Person], None]) -> None:
        """Let somebody with a fresh private window do something."""

        def sit_down() -> None:
            with chromium(self.folder / "profiles" / profile) as driver:
                does(self.person(driver))

        await asyncio.to_thread(sit_down)

    def person(self, driver: Any) -> Person:
        """Return somebody at ``driver`` who knows the sandbox's addresses."""
        return Person(driver, jumpcloud=self.sandbox.jumpcloud, deskpro=self.sandbox.deskpro)


async def at_rest() -> None:
    """Wait until what was changed is laid out and drawn."""
    for _ in range(10):
        await asyncio.sleep(0)
    await asyncio.sleep(0.05)


@contextlib.asynccontextmanager
async def staying(journey: Journey, profile: str) -> AsyncIterator[Person]:
    """Open a browser that stays open meanwhile: the administrator's way back."""
    browser = chromium(journey.folder / "profiles" / profile)
    driver = await asyncio.to_thread(browser.__enter__)
    try:
        yield journey.person(driver)
    finally:
        await asyncio.to_thread(browser.__exit__, None, None, None)


async def whole_journey(journey: Journey) -> None:
    """Tell the story."""
    await begin(journey)
    await before_you_start(journey)
    await create_the_app(journey)
    async with staying(journey, "administrator") as administrator:
        await add_in_deskpro(journey, administrator)
        await set_jumpcloud_up(journey)
        await check_the_certificate(journey)
        await copy_the_metadata_address(journey)
        await fill_in_deskpro(journey, administrator)
        await choose_who_gets_in(journey)
        await try_it(journey)
        await switch(journey, administrator)
    await export(journey)


async def begin(journey: Journey) -> None:
    start = journey.window.start_page
    await settled(journey.window)
    await journey.picture("start")
    click(start.new_card)
    await until(lambda: journey.window.setup_view is not None, "the set-up opens", LANDING_S)
    await settled(journey.window)
    keyring = journey.session.services.credentials
    await until(lambda: keyring.state is journey.keyring, "the keyring answers")


async def before_you_start(journey: Journey) -> None:
    page = journey.page
    assert page.stage is StageId.PREREQUISITES
    await journey.picture("prerequisites-empty")
    type_text(page.helpdesk.address, f"{journey.sandbox.deskpro}/agent/")
    click(page.helpdesk.generation.button(Generation.LEGACY))
    await journey.press("Check the address")
    await until(lambda: page.account.state is SectionState.OPEN)
    await journey.picture("prerequisites-account")
    click(page.account.practice_button)
    await journey.press("Sign in to JumpCloud")
    await until(lambda: page.tester.state is SectionState.OPEN)
    people = page.tester.people
    await until(lambda: bool(people.shown), "the tester is looked up")
    await journey.picture("prerequisites-tester")
    QTest.keyClick(people.search, Qt.Key.Key_Return)
    await until(lambda: journey.session.record.tester is not None)
    await settled(journey.window)
    await journey.picture("prerequisites-done")
    journey.done(StageId.PREREQUISITES)


async def create_the_app(journey: Journey) -> None:
    await journey.next(StageId.APPLICATION)
    await journey.picture("application")
    await journey.press("Create in JumpCloud")
    await until(lambda: journey.session.record.application is not None, seconds=LANDING_S)
    await settled(journey.window)
    await journey.picture("application-done")
    journey.done(StageId.APPLICATION)


async def add_in_deskpro(journey: Journey, administrator: Person) -> None:
    await journey.next(StageId.DESKPRO_ADD)
    await journey.picture("deskpro-add")

    def adds() -> tuple[str, str]:
        administrator.opens_deskpro_admin()
        administrator.driver.get(f"{administrator.deskpro}/admin/legacy/")
        administrator.click("menu-agents")
        administrator.click("add")
        administrator.click("add-saml")
        return administrator.value("acs_url"), administrator.value("entity_id")

    acs_url, entity_id = await asyncio.to_thread(adds)
    page = journey.page
    type_text(page.acs_url, acs_url)
    type_text(page.entity_id, entity_id)
    await journey.picture("deskpro-add-typed")
    await journey.press("Save the two addresses")
    await journey.picture("deskpro-add-done")
    journey.done(StageId.DESKPRO_ADD)


async def set_jumpcloud_up(journey: Journey) -> None:
    await journey.next(StageId.JUMPCLOUD_SSO)
    await journey.picture("jumpcloud-sso")
    await until(lambda: re.fullmatch(r"Apply \d+ changes?", journey.primary_says) is not None)
    await settled(journey.window)
    page = journey.page
    if page.live.isVisible():  # the app was made by hand: it could be anybody's
        click(page.live.agreed)
        assert not page.gate.isVisible()  # but she made it for this set-up
    await journey.press(journey.primary_says)
    await journey.picture("jumpcloud-sso-done")
    journey.done(StageId.JUMPCLOUD_SSO)


async def at_jumpclouds_app(journey: Journey, does: Callable[[Person], str]) -> str:
    """Let the administrator take something from the app's page in JumpCloud."""
    record = journey.session.record
    assert record.application is not None
    path = f"/{record.application.id}"
    taken: list[str] = []

    def goes_there(person: Person) -> None:
        person.opens_jumpcloud_admin(path)
        taken.append(does(person))

    await journey.at_browser("jumpcloud", goes_there)
    return taken[0]


async def check_the_certificate(journey: Journey) -> None:
    """Download it as a person would, and drop the file."""
    await journey.next(StageId.CERTIFICATE)
    await journey.picture("certificate")
    text = await at_jumpclouds_app(journey, lambda person: person.downloads("download-certificate"))
    file = journey.folder / "certificate.pem"
    await asyncio.to_thread(file.write_text, text)
    drop(journey.page.drop, file)
    await until(lambda: journey.session.record.certificate is not None)
    await settled(journey.window)
    certificate = journey.session.record.certificate
    assert certificate is not None
    assert certificate.matches_jumpcloud is True
    await journey.picture("certificate-done")
    journey.done(StageId.CERTIFICATE)


async def copy_the_metadata_address(journey: Journey) -> None:
    await journey.next(StageId.METADATA)
    await journey.picture("metadata")
    address = await at_jumpclouds_app(journey, lambda person: person.value("metadata-url"))
    type_text(journey.page.address, address)
    await journey.press("Read it as DeskPRO will")
    await journey.picture("metadata-done")
    journey.done(StageId.METADATA)


async def fill_in_deskpro(journey: Journey, administrator: Person) -> None:
    await journey.next(StageId.DESKPRO_CONFIGURE)
    await journey.picture("deskpro-configure")
    record = journey.session.record
    assert record.application is not None
    assert record.metadata is not None
    idp_url, metadata_url, slo_url = record.application.idp_url, record.metadata.url, record.slo_url
    certificate = journey.folder / "certificate.pem"

    def fills_in() -> None:
        administrator.type("single_sign_on_url", idp_url)
        administrator.type("single_log_off_url", slo_url)
        administrator.type("metadata_url", metadata_url)
        administrator.type("login_button_text", "Sign in with JumpCloud")
        administrator.uploads("certificate", certificate)
        administrator.ticks("enabled")
        administrator.ticks("sign_request", on=False)
        administrator.chooses("sso_method", "Disabled")
        administrator.click("install-app")
        administrator.reads("The app was installed.")
        administrator.click("save-settings")
        administrator.reads("Your settings were saved.")

    await asyncio.to_thread(fills_in)
    await journey.press("I have saved it in DeskPRO")
    settings = journey.session.record.deskpro
    assert settings is not None
    assert settings.source_seen is True
    assert settings.request_agrees is True
    await journey.picture("deskpro-configure-done")
    journey.done(StageId.DESKPRO_CONFIGURE)


async def choose_who_gets_in(journey: Journey) -> None:
    await journey.next(StageId.ACCESS)
    groups = journey.page.groups
    await until(lambda: groups.view.model().rowCount() > 0, "the groups are there")
    type_text(groups.search, "DeskPRO agents")
    await until(lambda: groups.view.model().rowCount() == 1)
    groups.view.setCurrentIndex(groups.view.model().index(0, 0))
    groups.view.setFocus()
    QTest.keyClick(groups.view, Qt.Key.Key_Space)
    await journey.picture("access")
    await journey.press("Give 1 group access")
    access = journey.session.record.access
    assert access is not None
    assert access.tester_included is True
    await journey.picture("access-done")
    journey.done(StageId.ACCESS)


def from_deskpro(person: Person) -> None:
    person.opens_button()
    person.signs_in("ann")
    person.reads("Signed in as Ann Example")


def from_jumpcloud(person: Person) -> None:
    person.opens_tile()
    person.reads("Signed in as Ann Example")


def after_the_switch(person: Person) -> None:
    person.driver.get(f"{person.deskpro}/agent/")
    person.signs_in("ann")
    person.reads("Signed in as Ann Example")


async def try_it(journey: Journey) -> None:
    await journey.next(StageId.VALIDATE)
    await journey.picture("validate")
    await journey.press("Check both sides")
    await journey.picture("validate-checked")
    for flow, does in ((Flow.FROM_DESKPRO, from_deskpro), (Flow.FROM_JUMPCLOUD, from_jumpcloud)):
        await until(lambda: journey.primary_says == "Start the test")
        click(journey.primary)
        await see_them_get_in(journey, flow, does)
        assert journey.session.record.validation.sso_method is SsoMethod.DISABLED
    await journey.picture("validate-proven")


async def see_them_get_in(journey: Journey, flow: Flow, does: Callable[[Person], None]) -> None:
    """Let the tester sign in, see it live, and confirm the name that DeskPRO shows."""
    section = journey.page.trials[flow]
    await until(lambda: journey.session.record.validation.trial(flow) is not None)
    await journey.picture(f"validate-{flow}-waiting")
    await journey.at_browser(flow, does)
    if journey.issued_by is Evidence.ADMIN:
        click(section.issued_button)
    await until(lambda: section.is_issued, f"the event of {flow} is seen", LANDING_S)
    await journey.picture(f"validate-{flow}-issued")
    type_text(section.name, "Ann Example")
    button = section.accept_button if flow is Flow.AFTER_SWITCH else journey.primary
    await until(button.isEnabled)
    click(button)
    await settled(journey.window)
    trial = journey.session.record.validation.trial(flow)
    assert trial is not None
    assert trial.issued_by is journey.issued_by
    assert trial.accepted_by is Evidence.ADMIN
    assert trial.signed_in_as == "Ann Example"


async def switch(journey: Journey, administrator: Person) -> None:
    page = journey.page
    click(page.switch.choices.button("automatic"))
    await journey.picture("validate-switch")
    assert journey.primary_says == "I have switched to Automatic"
    assert not journey.primary.isEnabled()  # not before it is known who is locked out
    await say_who_is_left_outside(journey)
    await until(journey.primary.isEnabled)

    def switches() -> None:
        administrator.chooses("sso_method", "Automatic")
        administrator.click("save-settings")
        administrator.reads("Your settings were saved.")

    await asyncio.to_thread(switches)
    await journey.press("I have switched to Automatic")
    assert journey.session.record.validation.sso_method is SsoMethod.AUTOMATIC
    assert journey.primary_says == "It didn't work: set back to Disabled"
    await journey.picture("validate-switched")
    click(page.trials[Flow.AFTER_SWITCH].start_button)
    await see_them_get_in(journey, Flow.AFTER_SWITCH, after_the_switch)
    await journey.picture("validate-done")
    journey.done(StageId.VALIDATE)


async def say_who_is_left_outside(journey: Journey) -> None:
    """Have the agents compared with those who get in; without a key, look oneself."""
    outside = journey.page.switch.outside
    if journey.session.record.account is None:
        click(outside.no_list_button)
    else:
        people = "admin@acme.example ann@acme.example ben@acme.example"
        type_text(outside.people, people)
        click(outside.compare_button)
    await settled(journey.window)
    await journey.picture("validate-left-outside")
    assert not journey.primary.isEnabled()
    if journey.session.record.account is None:
        click(outside.unknown_accepted)
        return
    outsiders = outside.outsiders.view
    outsiders.setCurrentIndex(outsiders.model().index(0, 0))
    QTest.keyClick(outsiders, Qt.Key.Key_Space)  # the administrator without a JumpCloud user


async def export(journey: Journey) -> None:
    await journey.next(StageId.SUMMARY)
    await journey.picture("summary")
    folder = journey.folder / "summary"
    journey.page.use_folder(str(folder))
    await journey.press("Save the summary")
    await journey.picture("summary-done")
    for stage in StageId:
        journey.done(stage)
    assert (folder / "summary.html").is_file()


def main() -> int:
    """Tell the story once."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("--theme", type=Scheme, default=Scheme.LIGHT)
    options = parser.parse_args()

    async def services() -> Services:
        built = await build_services(Options(practice=True))
        built.look_for_keyring()
        return built

    async def story(window: Window) -> None:
        await whole_journey(Journey(window, options.folder, options.pictures))

    drive(story, services=services, practice=True, scheme=options.theme, seconds=600.0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
