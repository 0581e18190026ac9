"""The whole practice journey by keyboard alone: no mouse is ever moved.

The window is the real one, managed by a window manager; every key comes from the X server. Nothing
of a page is called or looked at: one knows what has the focus, by what a screen reader calls it,
as one who tabs through the window does. At every stop it is seen that the focus shows, is within
sight, has a name, and goes on. People at JumpCloud's and DeskPRO's pages use Chromium.

Run as a program of its own, so that the whole of it can be put into a keyring's session::

    python -m tests.journeys.keyboard_journey FOLDER [--pictures FOLDER]
"""

import argparse
import asyncio
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRect
from PySide6.QtGui import QAccessible, QGuiApplication, QImage
from PySide6.QtWidgets import QAbstractItemView, QApplication, QScrollArea, QWidget
from shiboken6 import isValid

from deskpro_sso_gui.setup.progress import progress
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.trials import Flow
from deskpro_sso_gui.tasks.services import Options, Services, build_services
from deskpro_sso_gui.ui.window import Window
from tests.journeys.whole_journey import (
    Journey,
    after_the_switch,
    at_jumpclouds_app,
    from_deskpro,
    from_jumpcloud,
    staying,
)
from tests.support.keyboard import Arrivals, Keyboard, keyboard
from tests.support.person import Person
from tests.support.window import drive, settled, until
from tests.support.window_manager import window_manager

_STOPS: Final = 150
"""More than any page has: where Tab does not lead within as many, it does not lead."""

_LANDING_S: Final = 60.0
Name = str | re.Pattern[str]


def heard() -> str:
    """Return what a screen reader calls what has the focus."""
    focused = QApplication.focusWidget()
    return called(focused) if focused is not None else ""


def called(widget: QWidget) -> str:
    """Return what a screen reader calls ``widget``."""
    found = QAccessible.queryAccessibleInterface(widget)
    return found.text(QAccessible.Text.Name) if found is not None else ""


def fits(name: str, wanted: Name) -> bool:
    return wanted.fullmatch(name) is not None if isinstance(wanted, re.Pattern) else name == wanted


class Hands:
    """Somebody's hands on the keyboard, and eyes that follow the focus.

    Args:
        window: the program's window.
        keys: the keyboard.
    """

    def __init__(self, window: Window, keys: Keyboard) -> None:
        self._window = window
        self._keys = keys
        self._arrivals = Arrivals()
        self._walked: list[str] = []

    async def press(self, *keys: str) -> None:
        """Press one key after the other, and wait each time until all is done."""
        for each in keys:
            await self.strikes(each)
            await settled(self._window)

    async def strikes(self, keys: str) -> None:
        """Press keys, and wait for nothing that they begin."""
        await self._arrive(lambda: self._keys.press(keys), keys)

    async def types(self, text: str) -> None:
        """Type ``text`` in place of what is there."""
        await self.press("Ctrl+a")
        await self._arrive(lambda: self._keys.type(text), text)
        await settled(self._window)

    async def _arrive(self, strike: Callable[[], int], what: str) -> None:
        with self._arrivals.expected(strike) as arrived:
            await until(arrived, f"what is typed never arrives: {what}")

    async def go_to(self, name: Name, *, by: str = "Tab") -> None:
        """Press Tab until what is called so has the focus, and look at each stop on the way."""
        self._walked = []
        for _ in range(_STOPS):
            await self._look()
            self._walked.append(heard())
            if fits(heard(), name):
                return
            await self._leave(by)
        message = f"{by} does not lead to {name!r}, but to {self._walked}"
        raise AssertionError(message)

    async def use(self, name: Name, *, key: str = "space") -> None:
        """Go to what is called so, and press ``key`` there."""
        await self.go_to(name)
        await self.press(key)
        await self.rests()

    async def write(self, name: Name, text: str) -> None:
        """Go to the field called so, and type ``text`` in place of what is there."""
        await self.go_to(name)
        await self.types(text)

    async def rests(self) -> None:
        """Wait until all is done, and see that the focus is still somewhere."""
        await settled(self._window)
        await until(lambda: QApplication.focusWidget() is not None, "the focus is lost")
        await self._look()

    async def goes_round(self) -> None:
        """Walk through the whole window: Tab and Shift+Tab lead back to where one was."""
        first = QApplication.focusWidget()
        for by in ("Tab", "Shift+Tab"):
            walked = [heard()]
            for _ in range(_STOPS):
                await self._leave(by)
                await self._look()
                if QApplication.focusWidget() is first:
                    break
                walked.append(heard())
            else:
                message = f"{by} does not lead back to {heard()!r}: {walked}"
                raise AssertionError(message)

    async def _look(self) -> None:
        """See that what has the focus can be seen and has a name."""
        focused = QApplication.focusWidget()
        assert focused is not None, "nothing has the focus"
        await until(lambda: in_sight(focused), lambda: out_of_sight(focused))
        assert heard(), f"nothing is said of {describe(focused)}"

    async def _leave(self, by: str) -> None:
        """Go on with ``by``, and see that what had the focus does not look as before."""
        left = QApplication.focusWidget()
        assert left is not None
        before = picture(left)
        await self.press(by)
        assert QApplication.focusWidget() is not left, f"{by} does not leave {describe(left)}"
        if isValid(left) and left.isVisible():
            assert picture(left) != before, f"the focus does not show on {describe(left)}"


def picture(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def describe(widget: QWidget) -> str:
    return f"{type(widget).__name__} {called(widget)!r}"


def out_of_sight(widget: QWidget) -> str:
    seen = widget.visibleRegion().boundingRect()
    return f"out of sight: {describe(widget)}, {seen} of {widget.rect()} in {room(widget)}"


def in_sight(widget: QWidget) -> bool:
    """Say whether what takes the keys can be seen: the line of a list, all of another control."""
    if isinstance(widget, QAbstractItemView) and widget.currentIndex().isValid():
        line = widget.visualRect(widget.currentIndex())
        return not line.isEmpty() and widget.viewport().visibleRegion().contains(line)
    seen, whole = widget.visibleRegion().boundingRect(), widget.rect()
    return seen == whole or (not seen.isEmpty() and seen.height() >= room(widget).height() - 1)


def room(widget: QWidget) -> QRect:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    return parent.viewport().rect() if isinstance(parent, QScrollArea) else widget.rect()


class Story:
    """What hands do, and what people do meanwhile."""

    def __init__(self, hands: Hands, journey: Journey) -> None:
        self.hands = hands
        self.journey = journey

    async def next(self, stage: StageId) -> None:
        """Go on by the letter of *Next*, and walk through the whole page."""
        self.journey.done(list(StageId)[list(StageId).index(stage) - 1])
        await self.moves("Alt+n", stage)
        await self.hands.goes_round()
        await self.journey.picture(str(stage))

    async def moves(self, keys: str, stage: StageId) -> None:
        """Press ``keys``, which lead to ``stage``."""
        await self.hands.press(keys)
        await until(lambda: self.journey.page.stage is stage, f"{keys} does not lead to {stage}")
        await self.hands.rests()


async def whole_journey(hands: Hands, journey: Journey) -> None:
    """Tell the story."""
    story = Story(hands, journey)
    await before_you_start(story)
    await create_the_app(story)
    async with staying(journey, "administrator") as administrator:
        await add_in_deskpro(story, administrator)
        await set_jumpcloud_up(story)
        certificate = await check_the_certificate(story)
        await copy_the_metadata_address(story)
        await fill_in_deskpro(story, administrator, certificate)
        await choose_who_gets_in(story)
        await try_it(story)
        await switch(story, administrator)
    await export(story)


async def before_you_start(story: Story) -> None:
    hands, journey = story.hands, story.journey
    await hands.rests()
    await hands.goes_round()
    await hands.use("Practise a set-up", key="Return")
    await until(lambda: journey.window.setup_view is not None, "the set-up opens", _LANDING_S)
    await hands.rests()
    await hands.goes_round()
    address = f"{journey.sandbox.deskpro}/agent/"
    await hands.write("Address of the helpdesk", address)
    await hands.go_to(re.compile("Which screens does your DeskPRO have?.*"))
    await hands.press("Down")
    assert heard() == "Which screens does your DeskPRO have? Older screens"
    await hands.go_to("Address of the helpdesk", by="Shift+Tab")
    await hands.press("Return")
    await hands.rests()
    await hands.use("Use the practice key")
    await hands.use("Sign in to JumpCloud")
    await hands.go_to("JumpCloud user")
    await until(lambda: story.journey.primary.text() == "Choose Ann Example", "people are found")
    await hands.press("Return")
    await until(lambda: journey.session.record.tester is not None)
    await hands.rests()


async def create_the_app(story: Story) -> None:
    hands, journey = story.hands, story.journey
    await story.next(StageId.APPLICATION)
    await story.moves("Alt+b", StageId.PREREQUISITES)
    await story.moves("Alt+n", StageId.APPLICATION)
    await hands.press("Alt+c")
    await until(lambda: journey.session.record.application is not None, seconds=_LANDING_S)
    await hands.rests()


async def add_in_deskpro(story: Story, administrator: Person) -> None:
    hands = story.hands
    await story.next(StageId.DESKPRO_ADD)

    def adds() -> tuple[str, str]:
        administrator.opens_deskpro_admin()
        administrator.driver.get(f"{administrator.deskpro}/admin/legacy/")
        for element in ("menu-agents", "add", "add-saml"):
            administrator.click(element)
        return administrator.value("acs_url"), administrator.value("entity_id")

    acs_url, entity_id = await asyncio.to_thread(adds)
    await hands.write("Consumer Service URL (ACS)", acs_url)
    await hands.go_to("Metadata URL (Entity ID)")
    QGuiApplication.clipboard().setText(entity_id)  # as the browser does for its user
    await hands.press("Ctrl+a", "Ctrl+v", "Return")
    await hands.rests()


async def set_jumpcloud_up(story: Story) -> None:
    await story.next(StageId.JUMPCLOUD_SSO)
    await story.hands.use(re.compile(r"Apply \d+ changes?"), key="Return")


async def looks_up_a_stage(story: Story) -> None:
    """Go back to a stage by the list, with the arrow keys, and come back the same way."""
    hands, journey = story.hands, story.journey
    here = journey.page.stage
    await hands.go_to(re.compile("JumpCloud sign-in: .*"), by="Shift+Tab")
    await hands.press("Up", "Up")
    assert heard().startswith("JumpCloud app: "), heard()
    assert journey.page.stage is here  # one may look around
    await story.moves("Return", StageId.APPLICATION)
    await hands.go_to(re.compile("JumpCloud app: .*"), by="Shift+Tab")
    await hands.press("Down", "Down")
    await story.moves("space", here)


async def check_the_certificate(story: Story) -> Path:
    """Get it from JumpCloud, and save a copy to upload."""
    hands, journey = story.hands, story.journey
    await looks_up_a_stage(story)
    await story.next(StageId.CERTIFICATE)
    await hands.use("Get it from JumpCloud")
    file = journey.folder / "certificate.pem"
    window = QApplication.activeWindow()
    await hands.use("Save a clean copy…")
    await until(lambda: QApplication.activeWindow() is not window, "the dialog opens")
    await hands.go_to("File name:")
    await hands.types(str(file))
    await hands.press("Return")
    await until(lambda: QApplication.activeWindow() is window, "the dialog closes")
    await until(file.exists, "the certificate is saved")
    await hands.rests()
    assert heard() == "Save a clean copy…"
    return file


async def copy_the_metadata_address(story: Story) -> None:
    await story.next(StageId.METADATA)
    address = await at_jumpclouds_app(story.journey, lambda person: person.value("metadata-url"))
    await story.hands.write("Metadata address", address)
    await story.hands.press("Return")
    await story.hands.rests()


async def fill_in_deskpro(story: Story, administrator: Person, certificate: Path) -> None:
    """Copy each value with its button, and paste it in DeskPRO."""
    hands = story.hands
    await story.next(StageId.DESKPRO_CONFIGURE)
    values = {}
    for field, name in (
        ("single_sign_on_url", "SSO: Single Sign On URL"),
        ("single_log_off_url", "SLO: Single Log Off URL"),
        ("metadata_url", "Metadata: Issuer XML metadata URL"),
        ("login_button_text", "Login Button Text"),
    ):
        await hands.use(f"Copy {name}")
        values[field] = QGuiApplication.clipboard().text()

    def fills_in() -> None:
        for field, value in values.items():
            administrator.type(field, value)
        administrator.uploads("certificate", certificate)
        administrator.ticks("enabled")
        administrator.ticks("sign_request", on=False)
        administrator.click("install-app")
        administrator.reads("The app was installed.")
        administrator.click("save-settings")
        administrator.reads("Your settings were saved.")

    await asyncio.to_thread(fills_in)
    await hands.use("I have saved it in DeskPRO")


async def choose_who_gets_in(story: Story) -> None:
    hands = story.hands
    await story.next(StageId.ACCESS)
    await hands.write("Search groups", "DeskPRO agents")
    await hands.use("User groups")
    await hands.use("Give 1 group access")


async def try_it(story: Story) -> None:
    hands = story.hands
    await story.next(StageId.VALIDATE)
    await hands.use("Check both sides")
    for flow, does in ((Flow.FROM_DESKPRO, from_deskpro), (Flow.FROM_JUMPCLOUD, from_jumpcloud)):
        await see_them_get_in(story, flow, does)


async def see_them_get_in(story: Story, flow: Flow, does: Callable[[Person], None]) -> None:
    """Begin a test, let the tester sign in, and tell the name that DeskPRO shows."""
    hands, journey = story.hands, story.journey
    await hands.go_to("Start the test")
    await hands.strikes("space")
    await until(lambda: journey.session.record.validation.trial(flow) is not None)
    await journey.at_browser(flow, does)
    await until(lambda: heard() == "Which name does DeskPRO show?", heard, _LANDING_S)
    await hands.types("Ann Example")
    await hands.press("Return")
    await hands.rests()


async def switch(story: Story, administrator: Person) -> None:
    """Switch to *Automatic*, once it is said who is left outside, and try it once more."""
    hands = story.hands
    await hands.go_to(re.compile("How should people sign in?.*"))
    await hands.press("Down")
    people = re.compile("Which people sign in to DeskPRO as agents today.*")
    await hands.write(people, "admin@acme.example ann@acme.example ben@acme.example")
    await hands.use("Compare with JumpCloud")
    await hands.use("Who would be locked out")

    def switches() -> None:
        administrator.chooses("sso_method", "Automatic")
        administrator.click("save-settings")
        administrator.reads("Your settings were saved.")

    await asyncio.to_thread(switches)
    await hands.use("I have switched to Automatic")
    await see_them_get_in(story, Flow.AFTER_SWITCH, after_the_switch)


async def export(story: Story) -> None:
    await story.next(StageId.SUMMARY)
    await story.hands.use("Save the summary", key="Return")
    record = story.journey.session.record
    for stage, standing in progress(record).items():
        assert standing.status == "done", f"{stage} is {standing}"
    folder = Path(record.exports[-1].folder)
    assert (folder / "summary.html").is_file()


def main() -> int:
    """Tell the story once."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pictures", type=Path)
    options = parser.parse_args()

    async def services() -> Services:
        built = await build_services(Options(practice=True))
        built.look_for_keyring()
        return built

    async def story(window: Window) -> None:
        await until(window.isActiveWindow, "the window manager gives the window the keyboard")
        journey = Journey(window, options.folder, options.pictures)
        try:
            await whole_journey(Hands(window, keys), journey)
        except BaseException:
            await journey.picture("failed")
            raise

    with window_manager(), keyboard() as keys:
        drive(story, services=services, practice=True, seconds=900.0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
