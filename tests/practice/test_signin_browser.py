"""Both flows of the sign-in in a real browser, which keeps its own rules about cookies."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from selenium.webdriver.support.ui import Select

from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.saml_xml import NAME_ID_EMAIL
from deskpro_sso_gui.practice.world import SsoMethod
from tests.support.browser import chromium
from tests.support.person import PASSWORD, Person
from tests.support.signin_sandbox import (
    SORRY,
    SignInSandbox,
    signin_sandbox,
    signing_pair,
)

pytestmark = pytest.mark.browser


async def at_the_browser(
    sandbox: SignInSandbox, folder: Path, does: Callable[[Person], None]
) -> None:
    def drive() -> None:
        with chromium(folder) as driver:
            does(Person(driver, jumpcloud=sandbox.jumpcloud, deskpro=sandbox.deskpro))

    await asyncio.to_thread(drive)


async def test_button_flow_then_tile_flow_end_at_the_agent_page(tmp_path: Path) -> None:
    def does(person: Person) -> None:
        person.opens_button()
        person.signs_in("ann")
        person.reads("Signed in as Ann Example")
        assert person.driver.current_url == f"{sandbox.deskpro}/agent/"
        person.click("log-out")
        person.reads("Agent log in")
        person.opens_tile()
        person.reads("Signed in as Ann Example")
        person.driver.refresh()
        person.reads("ann@acme.example")

    async with signin_sandbox() as sandbox:
        await at_the_browser(sandbox, tmp_path, does)
        events = sandbox.store.world.events
        assert [event.idp_initiated for event in events] == [False, True]
        assert all(event.sso_token_success for event in events)


async def test_second_factor_refusal_and_console_without_tiles(tmp_path: Path) -> None:
    def does(person: Person) -> None:
        person.opens_button()
        person.signs_in("cleo")
        person.type("code", "123456")
        person.click("submit")
        person.reads("Signed in as Cleo Example")
        person.driver.get(f"{sandbox.jumpcloud}/userconsole/")
        person.click("log-out")
        person.signs_in("dora")
        person.reads("You have not been given access to any SSO applications")
        person.click("log-out")
        person.reads("User Login")
        sandbox.store.set_faults([Fault.TAMPERED_ASSERTION])
        person.opens_tile()
        person.reads(SORRY)

    async with signin_sandbox() as sandbox:
        await at_the_browser(sandbox, tmp_path, does)


async def test_administrator_sets_sso_up_switches_to_automatic_and_agents_get_in(
    tmp_path: Path,
) -> None:
    certificate = tmp_path / "certificate.pem"
    certificate.write_text(signing_pair().certificate_pem)

    def does(person: Person) -> None:
        person.driver.get(f"{sandbox.deskpro}/admin/")
        person.type("email", "admin@acme.example")
        person.type("password", PASSWORD)
        person.click("submit")
        person.driver.get(f"{sandbox.deskpro}/admin/legacy/")
        person.click("menu-agents")
        person.click("add")
        person.click("add-saml")
        details = {
            field: person.find(field).get_attribute("value") or ""
            for field in ("acs_url", "entity_id")
        }
        assert details["acs_url"].endswith("/agent/login/authenticate-callback/4")
        sandbox.application.values |= {
            "acsUrl": details["acs_url"],
            "spEntityId": details["entity_id"],
        }
        token = sandbox.application.metadata_token
        person.type("single_sign_on_url", sandbox.application.sso_url)
        person.type("single_log_off_url", f"{sandbox.jumpcloud}/userconsole/")
        person.type("metadata_url", f"{sandbox.jumpcloud}/metadata/{token}")
        person.type("login_button_text", "Sign in with JumpCloud")
        person.find("certificate").send_keys(str(certificate))
        Select(person.find("name_id_format")).select_by_value(NAME_ID_EMAIL)
        person.click("enabled")
        person.click("install-app")
        person.reads("The app was installed.")
        person.reads("The metadata was read.")
        method = Select(person.find("sso_method"))
        method.select_by_visible_text("Automatic")
        person.click("save-settings")
        person.reads("Your settings were saved.")
        person.driver.get(f"{sandbox.deskpro}/agent/")
        person.click("log-out")
        person.signs_in("ann")
        person.reads("Applications")
        person.driver.get(f"{sandbox.deskpro}/agent/")
        person.reads("Signed in as Ann Example")

    async with signin_sandbox() as sandbox:
        sandbox.source.is_enabled = False
        await at_the_browser(sandbox, tmp_path / "profile", does)
        installed = sandbox.store.world.helpdesk.sources[-1]
        assert installed.sso_method is SsoMethod.AUTOMATIC
        assert installed.idp_entity_id == sandbox.application.values["idpEntityId"]
