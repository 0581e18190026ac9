"""Firefox, headless, whose own network monitor records what it does.

Firefox is driven by Marionette, the protocol that it speaks by itself (Debian has no geckodriver):
messages of JSON, each with its length and a colon before it.
"""

import contextlib
import itertools
import json
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tests.support.person import PASSWORD, SECONDS
from tests.support.program import wait_until

_ELEMENT: Final = "element-6066-11e4-a52e-4f735466cecf"
"""How WebDriver writes a reference to an element."""

_PREFERENCES: Final = {
    "marionette.port": 0,
    "devtools.netmonitor.persistlog": True,
    "browser.aboutwelcome.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "datareporting.policy.dataSubmissionPolicyBypassNotification": True,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "",
    "toolkit.telemetry.enabled": False,
}
_TOOLS: Final = """
const { require } =
    ChromeUtils.importESModule("resource://devtools/shared/loader/Loader.sys.mjs");
const { gDevTools } = require("devtools/client/framework/devtools");
const tab = Services.wm.getMostRecentWindow("navigator:browser").gBrowser.selectedTab;
const toolbox = await gDevTools.showToolboxForTab(tab, { toolId: "netmonitor" });
"""
# what the panel's "Save All As HAR" writes and what extensions are given comes of one builder;
# the latter get the log alone, the file has it under "log"
_EXPORT: Final = f"{_TOOLS} return JSON.stringify({{ log: await toolbox.getHARFromNetMonitor() }});"


class FirefoxError(Exception):
    """Firefox did not do what it was asked."""


class Firefox:
    """A person at Firefox, with the network monitor open; knows DeskPRO's origin."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._stream = connection.makefile("rb")
        self._numbers = itertools.count(1)
        self.deskpro = ""
        self._receive()
        self._ask("WebDriver:NewSession")
        self._ask("WebDriver:SetTimeouts", implicit=SECONDS * 1000, script=SECONDS * 1000)
        self._privileged(f"{_TOOLS} return toolbox.currentToolId;")

    def har(self) -> bytes:
        """Return what the network monitor would save."""
        return str(self._privileged(_EXPORT)).encode()

    def opens_button(self) -> None:
        self._ask("WebDriver:Navigate", url=f"{self.deskpro}/agent/")
        self._click("sso-button")

    def signs_in(self, name: str) -> None:
        self.reads("User Login")
        self._type("email", f"{name}@acme.example")
        self._type("password", PASSWORD)
        self._click("submit")

    def reads(self, text: str) -> None:
        script = "return document.readyState === 'complete' ? document.body.innerText : ''"
        wait_until(
            lambda: text in self._ask("WebDriver:ExecuteScript", script=script, args=[])["value"],
            f"saw: {text}",
        )

    def _click(self, element_id: str) -> None:
        self._ask("WebDriver:ElementClick", id=self._find(element_id))

    def _type(self, element_id: str, text: str) -> None:
        self._ask("WebDriver:ElementSendKeys", id=self._find(element_id), text=text)

    def _find(self, element_id: str) -> str:
        found = self._ask("WebDriver:FindElement", using="css selector", value=f"#{element_id}")
        return str(found["value"][_ELEMENT])

    def _privileged(self, script: str) -> Any:
        self._ask("Marionette:SetContext", value="chrome")
        told = self._ask(
            "WebDriver:ExecuteAsyncScript",
            script="const done = arguments[0];"
            f"(async () => {{{script}}})()"
            ".then(told => done({told}), wrong => done({wrong: String(wrong)}));",
            args=[],
            sandbox="system",
        )["value"]
        self._ask("Marionette:SetContext", value="content")
        if "wrong" in told:
            raise FirefoxError(told["wrong"])
        return told["told"]

    def _ask(self, command: str, **arguments: Any) -> Any:
        message = json.dumps([0, next(self._numbers), command, arguments]).encode()
        self._connection.sendall(b"%d:%s" % (len(message), message))
        _kind, _number, error, result = self._receive()
        if error is not None:
            raise FirefoxError(f"{command}: {error['error']}: {error['message']}")
        return result

    def _receive(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            digit = self._stream.read(1)
            if not digit:
                raise FirefoxError("Firefox has gone")
            length += digit
        return json.loads(self._stream.read(int(length[:-1])))


@contextlib.contextmanager
def firefox(profile: Path) -> Iterator[Firefox]:
    """Start Firefox with the new folder ``profile`` and end it afterwards.

    Raises:
        FirefoxError: it is not installed, or can't be driven.
    """
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if program is None:
        raise FirefoxError("Firefox (Debian's package firefox-esr) is not installed")
    profile.mkdir(parents=True)
    lines = [
        f"user_pref({json.dumps(name)}, {json.dumps(value)});"
        for name, value in _PREFERENCES.items()
    ]
    (profile / "user.js").write_text("\n".join(lines))
    process = subprocess.Popen(
        [
            program,
            "--headless",
            "--no-remote",
            "--marionette",
            "--remote-allow-system-access",
            "--profile",
            str(profile),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    port = profile / "MarionetteActivePort"
    try:
        wait_until(lambda: port.is_file() and bool(port.read_text().strip()), "Firefox is ready")
        with socket.create_connection(("127.0.0.1", int(port.read_text()))) as connection:
            yield Firefox(connection)
    finally:
        process.terminate()
        process.wait(SECONDS)
