"""The whole practice journey as a screen reader does it: over the accessibility bus alone.

The program is one of its own, an installed one perhaps. Its controls are found by role and name
and used through the bus; it is told to open a browser by way of ``xdg-open``, whose place is taken
by a note of the address; and people at JumpCloud's and DeskPRO's pages have a browser without
scripts. Needs Python's own library and jeepney, nothing of the program's code and no pytest::

    python -m tests.journeys.atspi_journey FOLDER PROGRAM [ARGUMENTS…]

It is to be run from the project's root on a screen (``DISPLAY``), on a session's bus
(``dbus-run-session``) on which ``org.a11y.Bus`` can be started (Debian's at-spi2-core) and with an
unlocked keyring; ``--unlock-keyring`` starts GNOME's and unlocks it. FOLDER has to be empty; the
program's files go there. Exits 0 when the summary is there, and the program ended well.
"""

import argparse
import contextlib
import os
import re
import signal
import subprocess
import sys
import urllib.parse
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.support.accessibility_bus import (
    AccessibilityBus,
    NotThereError,
    Program,
    Role,
    wait,
)
from tests.support.plain_browser import PlainBrowser
from tests.support.window_manager import window_manager

ADMINISTRATOR: Final = "admin@acme.example"
TESTER: Final = "ann@acme.example"
TESTER_NAME: Final = "Ann Example"
PEOPLE: Final = "admin@acme.example ann@acme.example ben@acme.example"
_END_S: Final = 60.0
_ATTEMPTS: Final = 4
_NOTICED_S: Final = 15.0
_FRESH_WINDOW: Final = re.compile(".*private window.*")
"""What the field with the address is called in which a test begins."""

_GONE: Final = "Could not find accessible on path"
"""Qt's complaint of somebody who asks after a part of a page that has just gone."""

_BROWSER: Final = """#!/bin/sh
printf '%s\\n' "$1" >> "$OPENED_ADDRESSES"
"""


class Journey:
    """The program, and where it and people leave their things."""

    def __init__(self, program: Program, folder: Path) -> None:
        """Begin with ``program`` running, its home in ``folder``."""
        self.program = program
        self._opened = opened_addresses(folder)
        self.folder = folder
        self.deskpro = ""
        self.administrator = PlainBrowser()
        """Stays signed in to DeskPRO meanwhile: the way back."""

    def opens(self, button: str) -> str:
        """Press ``button``, and return the address that the browser is told to open."""
        before = len(self._addresses())
        self.program.press(button)

        def told() -> str | None:
            addresses = self._addresses()
            return addresses[-1] if len(addresses) > before else None

        return wait(told, lambda: f"{button!r} opened nothing in the browser")

    def _addresses(self) -> list[str]:
        return self._opened.read_text().splitlines() if self._opened.exists() else []

    def next(self, number: int, title: str) -> None:
        """Go on, and hear which page comes."""
        self.program.press("Next")
        self.program.hears(f"Step {number} of 10: {title}")
        self.looks_well()

    def looks_well(self) -> None:
        """Fail unless something has the keyboard, and all that can have it has a name."""
        wait(lambda: self.program.focused() or None, lambda: "nothing has the keyboard's focus")
        assert self.program.nameless() == []


def opened_addresses(folder: Path) -> Path:
    """Return the file with the addresses that a browser was told to open."""
    return folder / "opened"


def whole_journey(journey: Journey) -> None:
    """Tell the story."""
    before_you_start(journey)
    create_the_app(journey)
    add_in_deskpro(journey)
    set_jumpcloud_up(journey)
    certificate = check_the_certificate(journey)
    copy_the_metadata_address(journey)
    fill_in_deskpro(journey, certificate)
    choose_who_gets_in(journey)
    try_it(journey)
    switch(journey)
    export(journey)


def before_you_start(journey: Journey) -> None:
    program = journey.program
    program.find(Role.FRAME, "DeskPRO SSO Assistant")
    program.press("Practise a set-up")
    program.hears("Step 1 of 10: Before you start")
    journey.looks_well()
    program.find(Role.FRAME, re.compile("New set-up . DeskPRO SSO Assistant"))
    journey.deskpro = program.read("Address of the helpdesk")
    program.write("Address of the helpdesk", f"{journey.deskpro}/agent/")
    program.choose("Which screens does your DeskPRO have? Older screens")
    program.press("Check the address")
    program.hears("It is a DeskPRO helpdesk.")
    program.press("Use the practice key")
    program.press("Sign in to JumpCloud")
    program.hears("The key is kept in this computer's keyring, nowhere else.")
    program.press(f"Choose {TESTER_NAME}")
    program.hears(TESTER_NAME)


def create_the_app(journey: Journey) -> None:
    journey.next(2, "Create the app in JumpCloud")
    journey.program.press("Create in JumpCloud")
    journey.program.hears("“DeskPRO” was created in JumpCloud.")


def add_in_deskpro(journey: Journey) -> None:
    journey.next(3, "Add JumpCloud in DeskPRO")
    browser, program = journey.administrator, journey.program
    address = journey.opens("Open DeskPRO")
    browser.open(urllib.parse.urljoin(address, "/agent/login?next=/admin/"))
    browser.signs_in(ADMINISTRATOR)
    browser.open("/admin/legacy/")
    for link in ("menu-agents", "add"):
        browser.follow(link)
    browser.send(browser.form())
    program.write("Consumer Service URL (ACS)", browser.page.values["acs_url"])
    program.write("Metadata URL (Entity ID)", browser.page.values["entity_id"])
    program.press("Save the two addresses")
    program.hears("JumpCloud is added there.")


def set_jumpcloud_up(journey: Journey) -> None:
    journey.next(4, "Set up the sign-in in JumpCloud")
    journey.program.press(re.compile(r"Apply \d+ changes?"))
    journey.program.hears("Everything is as it should be.")


def check_the_certificate(journey: Journey) -> Path:
    """Get it from JumpCloud, and save a copy to upload."""
    journey.next(5, "Check the certificate")
    program = journey.program
    program.press("Get it from JumpCloud")
    program.hears("JumpCloud's own copy")
    program.press("Save a clean copy…")
    file = journey.folder / "certificate.pem"
    program.write("File name:", str(file))
    program.press("Save")
    program.hears(f"Saved as {file}")
    return file


def copy_the_metadata_address(journey: Journey) -> None:
    journey.next(6, "Copy the metadata address")
    browser = PlainBrowser()
    address = journey.opens("Open JumpCloud")
    browser.open(address)
    browser.signs_in(ADMINISTRATOR)
    browser.open(address)
    journey.program.write("Metadata address", browser.page.values["metadata-url"])
    journey.program.press("Read it as DeskPRO will")
    journey.program.hears("It holds the same certificate as the page before.")


def fill_in_deskpro(journey: Journey, certificate: Path) -> None:
    """Fill DeskPRO's form in as the window says: what is called what, and what goes in."""
    journey.next(7, "Fill in DeskPRO")
    browser, program = journey.administrator, journey.program
    form = browser.form("source")
    for each in program.everything():
        field = browser.page.labels.get(each.name, "")
        if each.role == Role.TEXT and field in form.fields:
            form.fields[field] = program.read(each.name)
    form.fields["enabled"] = "1"
    browser.send(form, {"certificate": certificate.read_bytes()})
    browser.reads("The app was installed.")
    browser.send(browser.form("source"))
    browser.reads("Your settings were saved.")
    program.press("I have saved it in DeskPRO")
    program.hears("The sign-in request DeskPRO really sends fits.")


def choose_who_gets_in(journey: Journey) -> None:
    journey.next(8, "Choose who gets in")
    program = journey.program
    program.write("Search groups", "DeskPRO agents")
    program.tick_line("User groups", re.compile(r"DeskPRO agents\b.*"))
    program.press("Give 1 group access")


def try_it(journey: Journey) -> None:
    journey.next(9, "Try the sign-in")
    program = journey.program
    program.press("Check both sides")

    def from_deskpro(person: PlainBrowser) -> None:
        person.open(program.read(_FRESH_WINDOW))
        person.follow("sso-button")
        person.signs_in(TESTER)

    def from_jumpcloud(person: PlainBrowser) -> None:
        person.open(program.read(_FRESH_WINDOW))
        person.signs_in(TESTER)
        person.follow("DeskPRO")
        if any(form.identifier == "answer" for form in person.page.found):
            person.send(person.form("answer"))

    for does in (from_deskpro, from_jumpcloud):
        program.press("Start the test")
        see_them_get_in(journey, does)


def see_them_get_in(journey: Journey, does: Callable[[PlainBrowser], None]) -> None:
    """Let the tester sign in, hear of it, and tell the name that DeskPRO shows.

    Somebody made of code is in before the program knows which sign-ins there were already; such
    a one does not count, and she tries again, as people do.
    """
    question = "Which name does DeskPRO show?"
    for _ in range(_ATTEMPTS):
        person = PlainBrowser()
        does(person)
        person.reads(f"Signed in as {TESTER_NAME}")
        with contextlib.suppress(NotThereError):
            journey.program.find(Role.TEXT, question, limit_s=_NOTICED_S)
            break
    journey.program.write(question, TESTER_NAME)
    journey.program.press("Yes, they are in")


def switch(journey: Journey) -> None:
    """Switch to *Automatic*, once it is said who is left outside, and try it once more."""
    program, browser = journey.program, journey.administrator
    program.choose("How should people sign in? Automatically")
    program.write(re.compile("Which people sign in to DeskPRO as agents today.*"), PEOPLE)
    program.press("Compare with JumpCloud")
    program.tick_line("Who would be locked out", re.compile(r"admin@acme\.example\b.*"))
    form = browser.form("source")
    form.fields["sso_method"] = form.options["sso_method"]["Automatic"]
    browser.send(form)
    browser.reads("Your settings were saved.")
    program.press("I have switched to Automatic")
    program.press("Start the test")

    def after_the_switch(person: PlainBrowser) -> None:
        person.open(program.read(_FRESH_WINDOW))
        person.signs_in(TESTER)

    see_them_get_in(journey, after_the_switch)


def export(journey: Journey) -> None:
    journey.next(10, "Keep the summary")
    program = journey.program
    folder = Path(program.read("Folder"))
    program.press("Save the summary")
    program.press("Open summary.html")
    for name in ("summary.html", "summary.md", "summary.json", "summary.pdf", "dates.ics"):
        assert (folder / name).is_file(), f"{folder / name} is not there"
    assert (folder / "summary.pdf").read_bytes().startswith(b"%PDF-")


@contextmanager
def running(words: Sequence[str], folder: Path) -> Iterator[None]:
    """Run the program with its home in ``folder``; it is told to end when the block is left.

    Raises:
        AssertionError: it complained, or did not end well.
    """
    environment = os.environ | _home(folder)
    process = subprocess.Popen(
        words, env=environment, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    try:
        yield
    except BaseException:
        process.kill()
        sys.stderr.write(process.communicate()[1])
        raise
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=_END_S)
    assert process.returncode == 0, f"it ended with {process.returncode}: {errors}"
    complaints = [line for line in errors.splitlines() if _GONE not in line]
    assert complaints == [], errors


def _home(folder: Path) -> Mapping[str, str]:
    """Return what makes ``folder`` the program's home, with a browser that only takes notes."""
    commands = folder / "commands"
    commands.mkdir()
    browser = commands / "xdg-open"
    browser.write_text(_BROWSER)
    browser.chmod(0o755)
    names = ("DATA", "CONFIG", "STATE", "CACHE")
    home = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in names}
    return home | {
        "HOME": str(folder),
        "PATH": f"{commands}:{os.environ['PATH']}",
        "OPENED_ADDRESSES": str(opened_addresses(folder)),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Tell the story once."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--unlock-keyring", action="store_true")
    parser.add_argument("folder", type=Path)
    parser.add_argument("program", nargs=argparse.REMAINDER)
    options = parser.parse_args(arguments)
    if options.unlock_keyring:
        daemon = ["gnome-keyring-daemon", "--unlock", "--components=secrets"]
        subprocess.run(daemon, input=b"password", stdout=subprocess.DEVNULL, check=True)
    bus = AccessibilityBus()
    known = [owner for owner, _path in bus.programs()]
    folder = options.folder.resolve()
    with window_manager(), running([*options.program, "--practice"], folder):
        whole_journey(Journey(Program.started(bus, known), folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
