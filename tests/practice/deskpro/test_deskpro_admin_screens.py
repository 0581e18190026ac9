"""DeskPRO's admin screens in both generations, driven by their labels and buttons."""

import re
import socket
from collections.abc import AsyncIterator

import pytest

from deskpro_sso_gui.practice.deskpro.screens import Screens
from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.world import Interface, SsoMethod
from tests.support.signin_sandbox import (
    PASSWORD,
    SignInSandbox,
    Visitor,
    other_pair,
    signin_sandbox,
    signing_pair,
)

# The labels of deskpro.md §3.2, by the name of the form's control.
LEGACY_LABELS = {
    "single_sign_on_url": "SSO: Single Sign On URL",
    "single_log_off_url": "SLO: Single Log Off URL",
    "metadata_url": "Metadata: Issuer XML metadata URL",
    "metadata_xml": "Custom Metadata XML",
    "certificate": "x509 Certificate",
    "fingerprint": "X509 Certificate Fingerprint",
    "sign_request": "Sign Authentication Request",
    "name_id_format": "Name ID Format",
    "sso_method": "SSO Method",
    "login_button_text": "Login Button Text",
    "enabled": "Enabled?",
    "acs_url": "Consumer Service URL (ACS)",
    "entity_id": "Metadata URL (Entity ID)",
}
HORIZON_LABELS = LEGACY_LABELS | {
    "single_sign_on_url": "Single Sign On URL",
    "single_log_off_url": "Single Log Off URL",
    "metadata_url": "Issuer XML metadata URL",
    "certificate": "X509 Certificate",
    "sso_method": "SSO method",
    "enabled": "Enabled",
}


class AdminVisitor(Visitor):
    """An administrator on one generation of screens."""

    sandbox: SignInSandbox

    def at(self, path: str) -> str:
        return f"{self.sandbox.deskpro}/admin/{path}"

    async def log_in(self, sandbox: SignInSandbox) -> None:
        self.sandbox = sandbox
        await self.open(f"{sandbox.deskpro}/agent/login?next=/admin/")
        await self.send("login", email="admin@acme.example", password=PASSWORD)

    def shown(self, element_id: str) -> str:
        found = re.search(rf'<input id="{element_id}"[^>]*value="([^"]*)"', self.page.text)
        assert found, element_id
        return found[1]


def labels(text: str) -> dict[str, str]:
    found = re.findall(r'<label[^>]* for="([^"]*)"[^>]*>(?:<input[^>]*>)?([^<]*)</label>', text)
    return {control: label.strip() for control, label in found}


@pytest.fixture
async def admin() -> AsyncIterator[AdminVisitor]:
    async with signin_sandbox() as sandbox, AdminVisitor() as visitor:
        await visitor.log_in(sandbox)
        yield visitor


async def test_screens_are_for_administrators_only() -> None:
    async with signin_sandbox() as sandbox, Visitor() as visitor:
        page = f"{sandbox.deskpro}/admin/legacy/agents/auth-sso"
        await visitor.open(page)
        assert visitor.url == f"{sandbox.deskpro}/agent/login?next=/admin/legacy/agents/auth-sso"
        await visitor.send("login", email="ben@acme.example", password=PASSWORD)
        assert visitor.page.status_code == 403
        assert "Ben Example is not an administrator." in visitor.text
        before = len(sandbox.store.world.helpdesk.sources)
        await visitor.post(f"{page}/add")
        assert visitor.page.status_code == 403
        assert len(sandbox.store.world.helpdesk.sources) == before


@pytest.mark.parametrize(
    ("screens", "expected"),
    [(Screens.LEGACY, LEGACY_LABELS), (Screens.HORIZON, HORIZON_LABELS)],
)
async def test_form_has_the_documented_labels_each_with_its_control(
    admin: AdminVisitor, screens: Screens, expected: dict[str, str]
) -> None:
    await admin.open(admin.at(f"{screens}/agents/auth-sso/3"))
    assert labels(admin.page.text) == expected
    for control in expected:
        assert re.search(rf'<(input|select|textarea) id="{control}"', admin.page.text), control
    assert ("Save Settings" in admin.text) == (screens is Screens.LEGACY)


async def test_legacy_app_gets_its_number_on_add_and_works_after_install(
    admin: AdminVisitor,
) -> None:
    sandbox, helpdesk = admin.sandbox, admin.sandbox.store.world.helpdesk
    await admin.open(admin.at("legacy/agents/auth-sso"))
    await admin.follow("add")
    await admin.send()
    assert admin.shown("acs_url") == f"{sandbox.deskpro}/agent/login/authenticate-callback/4"
    assert admin.shown("entity_id") == f"{sandbox.deskpro}/saml/metadata/4.xml"
    assert "Install App" in admin.text
    assert not helpdesk.sources[-1].installed
    await admin.send("source")
    assert admin.page.status_code == 422
    assert "SSO: Single Sign On URL is required." in admin.text
    await admin.send(
        "source",
        files={"certificate": ("certificate.pem", signing_pair().certificate_pem.encode())},
        single_sign_on_url=f" {sandbox.jumpcloud}/saml2/deskpro ",
        login_button_text="JumpCloud",
        enabled="1",
    )
    added = helpdesk.sources[-1]
    assert added.installed
    assert added.is_enabled
    assert added.single_sign_on_url == f"{sandbox.jumpcloud}/saml2/deskpro"
    assert added.certificate_pem == signing_pair().certificate_pem
    assert "Save Settings" in admin.text
    assert "Install App" not in admin.text


async def test_change_holds_only_once_it_was_saved(admin: AdminVisitor) -> None:
    source = admin.sandbox.source
    await admin.open(admin.at("legacy/agents/auth-sso/3"))
    await admin.send("source", sso_method="automatic", login_button_text="Other words")
    assert "Your settings were saved." in admin.text
    assert source.sso_method is SsoMethod.AUTOMATIC
    assert source.login_button_text == "Other words"
    assert source.certificate_pem == signing_pair().certificate_pem, "kept without a new file"
    await admin.send("source", enabled=None, sso_method="disabled")
    assert not source.is_enabled


async def test_horizon_refuses_to_add_without_single_sign_on_url(admin: AdminVisitor) -> None:
    helpdesk = admin.sandbox.store.world.helpdesk
    await admin.open(admin.at("horizon/users/auth-sso"))
    assert "User Auth & SSO" in admin.page.text.replace("&amp;", "&")
    await admin.follow("add-saml")
    assert 'id="acs_url"' not in admin.page.text
    await admin.send("source", login_button_text="JumpCloud")
    assert "Single Sign On URL is required." in admin.text
    assert admin.form_value("login_button_text") == "JumpCloud"
    assert len(helpdesk.sources) == 1
    await admin.send("source", single_sign_on_url="placeholder")
    added = helpdesk.sources[-1]
    assert (added.id, added.interface) == (4, Interface.USERS)
    assert added.installed
    assert admin.shown("acs_url") == f"{admin.sandbox.deskpro}/login/authenticate-callback/4"
    assert "Configuration Settings" in admin.text
    await admin.open(admin.at("horizon/users/auth-sso"))
    await admin.follow("manage-4")
    assert "SAML Details" in admin.text


@pytest.mark.parametrize("content", [b"", b"no certificate", b"-----BEGIN CERTIFICATE-----\nAA=="])
async def test_file_that_is_no_certificate_is_not_taken(
    admin: AdminVisitor, content: bytes
) -> None:
    await admin.open(admin.at("legacy/agents/auth-sso/3"))
    await admin.send("source", files={"certificate": ("certificate.pem", content)})
    assert admin.sandbox.source.certificate_pem == signing_pair().certificate_pem
    assert ("could not be read" in admin.text) == bool(content)


async def test_certificate_is_replaced_by_a_new_file(admin: AdminVisitor) -> None:
    await admin.open(admin.at("horizon/agents/auth-sso/3"))
    crlf = other_pair().certificate_pem.replace("\n", "\r\n").encode()
    await admin.send("source", files={"certificate": ("certificate (1).pem", crlf)})
    assert admin.sandbox.source.certificate_pem == other_pair().certificate_pem


async def test_metadata_is_fetched_without_credentials_and_only_said_to_be_read(
    admin: AdminVisitor,
) -> None:
    sandbox = admin.sandbox
    good = f"{sandbox.jumpcloud}/metadata/{sandbox.application.metadata_token}"
    await admin.open(admin.at("legacy/agents/auth-sso/3"))
    await admin.send("source", metadata_url=good)
    assert "The metadata was read." in admin.text
    assert sandbox.source.idp_entity_id == sandbox.application.values["idpEntityId"]
    for bad in (
        f"{sandbox.jumpcloud}/saml2/deskpro",
        f"{sandbox.jumpcloud}/login",
        sandbox.application.values["spEntityId"],
        "https://console.jumpcloud.com/metadata.xml",
        "http://127.0.0.1:1/",
        "placeholder",
        "http://[",
    ):
        await admin.send("source", metadata_url=bad)
        assert "The metadata could not be read." in admin.text, bad
        assert sandbox.source.idp_entity_id == ""
    sandbox.store.set_faults([Fault.METADATA_NEEDS_KEY])
    await admin.send("source", metadata_url=good)
    assert "The metadata could not be read." in admin.text


async def test_pasted_metadata_counts_where_there_is_no_address(admin: AdminVisitor) -> None:
    sandbox = admin.sandbox
    address = f"{sandbox.jumpcloud}/metadata/{sandbox.application.metadata_token}"
    document = (await admin.open(address)).text
    await admin.open(admin.at("legacy/agents/auth-sso/3"))
    await admin.send("source", metadata_xml=document)
    assert "The metadata was read." in admin.text
    assert sandbox.source.idp_entity_id == sandbox.application.values["idpEntityId"]


async def test_address_that_never_answers_is_given_up(
    admin: AdminVisitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deskpro_sso_gui.practice.deskpro.metadata.FETCH_SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        await admin.open(admin.at("legacy/agents/auth-sso/3"))
        await admin.send("source", metadata_url=f"http://127.0.0.1:{port}/")
        assert "The metadata could not be read." in admin.text


async def test_second_automatic_app_sets_the_first_to_disabled(admin: AdminVisitor) -> None:
    first = admin.sandbox.source
    first.sso_method = SsoMethod.AUTOMATIC
    for side in ("users", "agents"):
        assert first.sso_method is SsoMethod.AUTOMATIC
        await admin.open(admin.at(f"horizon/{side}/auth-sso/add"))
        await admin.send("source", single_sign_on_url="http://127.0.0.1:1/", sso_method="automatic")
    assert first.sso_method is SsoMethod.DISABLED
    assert first.is_enabled


async def test_deleted_apps_number_is_not_given_again(admin: AdminVisitor) -> None:
    helpdesk = admin.sandbox.store.world.helpdesk
    await admin.open(admin.at("legacy/agents/auth-sso/3"))
    await admin.post(admin.at("legacy/agents/auth-sso/3/delete"))
    assert helpdesk.sources == []
    await admin.open(admin.at("legacy/agents/auth-sso/add"))
    await admin.send()
    assert helpdesk.sources[0].id == 4


async def test_generations_lead_to_each_other(admin: AdminVisitor) -> None:
    await admin.open(admin.at("legacy/users/auth-sso"))
    await admin.follow("switch-screens")
    assert admin.url == admin.at("horizon/users/auth-sso")
    await admin.open(admin.at("horizon/agents/auth-sso/3"))
    await admin.follow("switch-screens")
    assert admin.url == admin.at("legacy/agents/auth-sso/3")
    await admin.open(admin.at("unknown/agents/auth-sso"))
    assert admin.page.status_code == 404
    await admin.open(admin.at("legacy/users/auth-sso/3"))
    assert admin.page.status_code == 404, "the app is on the agents' side"


async def test_older_helpdesk_has_the_older_screens_only() -> None:
    async with (
        signin_sandbox(faults=[Fault.LEGACY_SCREENS_ONLY]) as sandbox,
        AdminVisitor() as visitor,
    ):
        await visitor.log_in(sandbox)
        assert visitor.url == visitor.at("legacy/")
        assert "switch-screens" not in visitor.page.text
        await visitor.open(visitor.at("horizon/agents/auth-sso/3"))
        assert visitor.url == visitor.at("legacy/agents/auth-sso/3")
        assert "legacy-screens-only" not in visitor.page.text


async def test_signing_requests_makes_a_key_and_says_so_in_the_metadata(
    admin: AdminVisitor,
) -> None:
    await admin.open(admin.at("legacy/agents/auth-sso/3"))
    await admin.send("source", sign_request="1")
    assert admin.sandbox.store.world.helpdesk.request_key_pem
    await admin.open(admin.sandbox.application.values["spEntityId"])
    assert 'AuthnRequestsSigned="true"' in admin.page.text
