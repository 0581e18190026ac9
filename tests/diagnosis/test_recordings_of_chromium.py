"""Sign-ins that Chromium recorded by itself, judged."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver

from tests.support.browser import chromium
from tests.support.devtools import FLAG, DevTools
from tests.support.person import Person
from tests.support.recorded_sign_ins import SIGN_INS, SignIn, expected, told
from tests.support.signin_sandbox import SignInSandbox, signin_sandbox

pytestmark = pytest.mark.browser


class Recorder:
    """A browser whose developer tools are open."""

    def __init__(self, driver: WebDriver) -> None:
        self._driver = driver
        self._tools = DevTools(driver)

    async def record(self, sign_in: SignIn, sandbox: SignInSandbox) -> tuple[bytes, bytes]:
        """Return the recording with sensitive data, and the sanitised one."""
        return await asyncio.to_thread(self._record, sign_in, sandbox)

    def _record(self, sign_in: SignIn, sandbox: SignInSandbox) -> tuple[bytes, bytes]:
        # cookies ignore ports, and the last sandbox is none of this one's business
        self._driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
        self._tools.begin_anew()
        sign_in.happens(Person(self._driver, jumpcloud=sandbox.jumpcloud, deskpro=sandbox.deskpro))
        return self._tools.har(sanitised=False), self._tools.har(sanitised=True)


@pytest.fixture(scope="module")
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recorder]:
    with chromium(tmp_path_factory.mktemp("profile"), FLAG) as driver:
        yield Recorder(driver)


@pytest.mark.parametrize("sign_in", SIGN_INS, ids=lambda each: each.name)
async def test_what_chromium_recorded_names_the_cause(
    recorder: Recorder, sign_in: SignIn, tmp_path: Path
) -> None:
    whole, sanitised = tmp_path / "whole.har", tmp_path / "sanitised.har"
    async with signin_sandbox(faults=sign_in.faults) as sandbox:
        sign_in.arrange(sandbox)
        values = expected(sandbox, tmp_path / "certificate.pem")
        recorded = await recorder.record(sign_in, sandbox)
    for path, content in zip((whole, sanitised), recorded, strict=True):
        path.write_bytes(content)

    document = told(whole, values)

    assert document["files"][0]["kind"] == "har"
    assert document["headline"] == sign_in.headline
    assert told(sanitised, values)["headline"] == sign_in.headline
    assert json.loads(recorded[0])["log"]["creator"]["name"] == "WebInspector"
