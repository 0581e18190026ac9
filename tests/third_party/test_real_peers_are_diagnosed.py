"""A sign-in between SAML software of others, recorded by the browser, and what we say of it."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions as conditions
from selenium.webdriver.support.wait import WebDriverWait

from deskpro_sso_gui.commands import check_files
from tests.support.browser import chromium
from tests.support.devtools import FLAG, DevTools
from tests.support.recorded_sign_ins import told
from tests.third_party.peers import (
    EMAIL,
    GOOD,
    PASSWORD,
    WRONG_AUDIENCE,
    WRONG_CERTIFICATE,
    Peers,
    agreements,
    real_peers,
)

pytestmark = pytest.mark.browser

LANDING_S = 30
# the peers' own certificate authority is no more than a test's
TRUSTS_PEERS = "--ignore-certificate-errors"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    with chromium(tmp_path_factory.mktemp("profile"), FLAG, TRUSTS_PEERS) as driver:
        yield driver


@pytest.fixture(scope="module")
def tools(browser: WebDriver) -> DevTools:
    return DevTools(browser)


def sign_in(browser: WebDriver, tools: DevTools, peers: Peers, sees: str) -> bytes:
    """Sign in as a person does, up to the page that says ``sees``, and return the recording."""
    browser.execute_cdp_cmd("Network.clearBrowserCookies", {})
    tools.begin_anew()
    browser.get(peers.start)
    wait = WebDriverWait(browser, LANDING_S)
    wait.until(conditions.presence_of_element_located((By.NAME, "username"))).send_keys(EMAIL)
    password = browser.find_element(By.NAME, "password")
    password.send_keys(PASSWORD)
    password.submit()
    wait.until(conditions.text_to_be_present_in_element((By.TAG_NAME, "body"), sees))
    return tools.har(sanitised=False)


def files(peers: Peers, recording: bytes, folder: Path) -> dict[str, str]:
    """Write what an admin would have at hand, and return what ``check --expect`` is told."""
    (folder / "sign-in.har").write_bytes(recording)
    (folder / "certificate.pem").write_bytes(peers.certificate)
    (folder / "metadata.xml").write_bytes(peers.idp_metadata)
    return {
        "sp_entity_id": peers.sp_entity_id,
        "acs_url": peers.acs_url,
        "idp_url": peers.idp_url,
        "idp_entity_id": peers.idp_entity_id,
        "email": EMAIL,
        "certificate": str(folder / "certificate.pem"),
    }


def together(folder: Path) -> dict[str, Any]:
    """Return what ``check --json`` answers about all three files at once."""
    out, complaints = io.StringIO(), io.StringIO()
    expectations = check_files.expected({}, complain=complaints)
    assert expectations is not None, complaints.getvalue()
    names = ("sign-in.har", "certificate.pem", "metadata.xml")
    check_files.check([folder / name for name in names], expectations, None, as_json=True, out=out)
    document: dict[str, Any] = json.loads(out.getvalue())
    return document


def blaming(document: dict[str, Any]) -> dict[str, str]:
    """Return the conditions found that are more than worth knowing, with their level."""
    return {
        each["condition"]: each["level"] for each in document["findings"] if each["level"] in "AB"
    }


def test_a_good_sign_in_is_called_good(browser: WebDriver, tools: DevTools, tmp_path: Path) -> None:
    with real_peers(agreements()[GOOD]) as peers:
        recording = sign_in(browser, tools, peers, EMAIL)
        expected = files(peers, recording, tmp_path)
    document = told(tmp_path / "sign-in.har", expected)
    assert document["headline"] is None
    assert blaming(document) == {}
    all_three = together(tmp_path)
    assert [each["kind"] for each in all_three["files"]] == ["har", "certificate", "idp-metadata"]
    assert blaming(all_three) == {}


def test_a_wrong_audience_is_named(browser: WebDriver, tools: DevTools, tmp_path: Path) -> None:
    with real_peers(agreements()[WRONG_AUDIENCE]) as peers:
        recording = sign_in(browser, tools, peers, "Bad Request")
        expected = files(peers, recording, tmp_path)
    document = told(tmp_path / "sign-in.har", expected)
    assert document["headline"] == "S5"
    (finding,) = (each for each in document["findings"] if each["condition"] == "S5")
    assert finding["side"] == "jumpcloud"
    assert agreements()[WRONG_AUDIENCE].registered_audience in finding["saw"]
    assert peers.sp_entity_id in finding["expected"]


def test_a_wrong_certificate_is_named(browser: WebDriver, tools: DevTools, tmp_path: Path) -> None:
    with real_peers(agreements()[WRONG_CERTIFICATE]) as peers:
        recording = sign_in(browser, tools, peers, "Bad Request")
        expected = files(peers, recording, tmp_path)
    assert told(tmp_path / "sign-in.har", expected)["headline"] == "S16"
    # without being told anything, the three files say so themselves
    all_three = together(tmp_path)
    assert all_three["headline"] in {"S16", "M1"}
    assert {"S16", "M1"} <= blaming(all_three).keys()
