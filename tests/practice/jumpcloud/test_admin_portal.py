import contextlib
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from cryptography import x509

from tests.support.jumpcloud_sandbox import JumpCloudSandbox
from tests.support.signin_sandbox import Visitor
from tests.support.visits import shown, sign_in_to_portal

pytestmark = pytest.mark.asyncio(loop_scope="session")
LIST = "/admin/applications"


@contextlib.asynccontextmanager
async def administrator(sandbox: JumpCloudSandbox) -> AsyncIterator[Visitor]:
    async with Visitor() as visitor:
        await sign_in_to_portal(visitor, sandbox.ready.jumpcloud)
        yield visitor


async def opened(visitor: Visitor, sandbox: JumpCloudSandbox, path: str) -> str:
    return (await visitor.open(f"{sandbox.ready.jumpcloud}{path}")).text


async def test_the_portal_leads_to_the_applications(sandbox: JumpCloudSandbox) -> None:
    made = await sandbox.create(displayLabel="DeskPRO <test>")
    async with administrator(sandbox) as visitor:
        page = await opened(visitor, sandbox, "/admin/")
        from_the_root = await opened(visitor, sandbox, "/")

    assert from_the_root == page
    assert "SSO Applications" in page
    assert "DeskPRO &lt;test&gt;" in page
    assert f"/admin/applications/{made['_id']}" in page


async def test_the_menu_has_the_newer_words_or_the_older_ones(sandbox: JumpCloudSandbox) -> None:
    async with administrator(sandbox) as visitor:
        assert "Access \u203a SSO Applications" in visitor.text
        await visitor.follow("switch-labels")
        assert "USER AUTHENTICATION \u203a SSO Applications" in visitor.text
        await opened(visitor, sandbox, "/admin/groups")
        assert "USER AUTHENTICATION" in visitor.text
        await visitor.follow("switch-labels")
        assert visitor.url.endswith("/admin/groups")
        assert "USER AUTHENTICATION" not in visitor.text


async def test_nobody_sees_it_before_signing_in_as_the_administrator(
    sandbox: JumpCloudSandbox,
) -> None:
    made = await sandbox.create()
    paths = ("", f"/{made['_id']}", f"/{made['_id']}/certificate.pem", "/new", "/new/saml2")
    async with Visitor() as visitor:
        for path in paths:
            await opened(visitor, sandbox, LIST + path)
            assert "Administrator Login" in visitor.text
        for who in ("ann@acme.example", "admin@acme.example"):
            password = "practice" if who.startswith("ann") else "wrong"
            answer = await visitor.send("login", email=who, password=password)
            assert answer.status_code == 403
            assert "The email address or password is wrong." in visitor.text
        await visitor.send("login", email="Admin@acme.example", password="practice")
        assert visitor.url.endswith("/admin/applications/new/saml2")
        await visitor.open(f"{sandbox.ready.jumpcloud}{LIST}")
        await visitor.send("")  # the first form of the page logs out
        assert "Administrator Login" in visitor.text
        await opened(visitor, sandbox, LIST)
        assert "Administrator Login" in visitor.text


async def test_after_signing_in_it_goes_to_no_other_site(sandbox: JumpCloudSandbox) -> None:
    async with Visitor() as visitor:
        for elsewhere in ("https://elsewhere.example/", "//elsewhere.example", "/admin/\\x"):
            await opened(visitor, sandbox, "/admin/login")
            await visitor.send(
                "login", next=elsewhere, email="admin@acme.example", password="practice"
            )
            assert visitor.url == f"{sandbox.ready.jumpcloud}{LIST}"


async def test_every_page_says_that_it_is_practice(sandbox: JumpCloudSandbox) -> None:
    made = await sandbox.create()
    paths = (LIST, f"{LIST}/{made['_id']}", f"{LIST}/unknown", f"{LIST}/new", f"{LIST}/new/saml2")
    async with Visitor() as visitor:
        signs_in = await opened(visitor, sandbox, "/admin/login")
    assert "nothing leaves this computer" in signs_in
    async with administrator(sandbox) as visitor:
        for path in (*paths, "/admin/groups"):
            page = await opened(visitor, sandbox, path)
            assert "nothing leaves this computer" in page
            assert '<html lang="en">' in page


async def test_an_application_shows_what_has_to_be_copied_from_it(
    sandbox: JumpCloudSandbox,
) -> None:
    made = await sandbox.create()
    await sandbox.bind(made["_id"], sandbox.group("DeskPRO agents"))
    async with administrator(sandbox) as visitor:
        page = await opened(visitor, sandbox, f"{LIST}/{made['_id']}")
        assert shown(visitor, "idp-url") == made["ssoUrl"]

    for label in ("SSO", "User Groups", "IDP Certificate Valid", "Download certificate"):
        assert label in page
    for label in ("Copy Metadata URL", "Export Metadata", "Single Sign-On Active"):
        assert label in page
    token = sandbox.application(made["_id"]).metadata_token
    assert f"{sandbox.ready.jumpcloud}/metadata/{token}" in page
    bound = re.findall(r'name="group"[^>]* checked> ([^<]+)<', page)
    assert bound == ["DeskPRO agents"]


async def test_an_application_is_found_made_and_configured(sandbox: JumpCloudSandbox) -> None:
    async with administrator(sandbox) as visitor:
        await visitor.follow("add")
        await visitor.send("search-form")
        assert "Next" not in visitor.text
        await opened(visitor, sandbox, f"{LIST}/new?search=saml")
        assert "Custom SAML App" in visitor.text
        assert "Bookmark" not in visitor.text
        await opened(visitor, sandbox, f"{LIST}/new?search=saml&connector=saml2")
        assert visitor.url.endswith("/new/saml2")
        await visitor.send("new", label="Help desk", suffix="help", description="Tickets")
        assert "The application was created." in visitor.text
        assert shown(visitor, "idp-url") == f"{sandbox.ready.jumpcloud}/saml2/help"
        await visitor.send(
            "sso-form",
            idpEntityId="https://acme.example/idp",
            spEntityId="https://acme.example/sp",
            acsUrl="https://acme.example/acs",
            overrideNameIdFormat="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
            declareRedirectEndpoint="1",
            attribute_name="first_name",
            attribute_field="firstname",
        )
        assert "The application was saved." in visitor.text

    (made,) = sandbox.store.world.applications.values()
    assert (made.display_label, made.description, made.name) == ("Help desk", "Tickets", "saml2")
    assert made.active
    assert not made.hidden
    assert made.values["acsUrl"] == "https://acme.example/acs"
    assert made.values["declareRedirectEndpoint"] is True
    assert made.values["includeGroups"] is False
    (row,) = made.values["databaseAttributes"]
    assert (row["name"], row["value"]) == ("first_name", "firstname")


async def test_saving_leaves_the_certificate_as_it_is(sandbox: JumpCloudSandbox) -> None:
    made = await sandbox.create()
    before = sandbox.application(made["_id"]).certificate_pem
    async with administrator(sandbox) as visitor:
        await opened(visitor, sandbox, f"{LIST}/{made['_id']}")
        await visitor.send("sso-form", acsUrl="https://acme.example/other")
    after = sandbox.application(made["_id"])
    assert after.values["acsUrl"] == "https://acme.example/other"
    assert after.certificate_pem == before


async def test_the_ticked_groups_and_no_others_get_access(sandbox: JumpCloudSandbox) -> None:
    made = await sandbox.create()
    finance = sandbox.group("Finance")
    await sandbox.bind(made["_id"], sandbox.group("DeskPRO agents"))
    async with administrator(sandbox) as visitor:
        await opened(visitor, sandbox, "/admin/groups")
        await visitor.send("new-group", name="Helpers")
        assert "Helpers (0)" in visitor.text
        taken = await visitor.send("new-group", name="Helpers")
        assert taken.status_code == 422
        await opened(visitor, sandbox, f"{LIST}/{made['_id']}")
        await visitor.send("groups-form", group=finance.id)
    assert sandbox.application(made["_id"]).group_ids == [finance.id]
    assert sandbox.group("Helpers").member_ids == []


async def test_what_was_mistyped_is_said_and_nothing_is_made(sandbox: JumpCloudSandbox) -> None:
    async with administrator(sandbox) as visitor:
        await opened(visitor, sandbox, f"{LIST}/new/saml2")
        mistakes: tuple[tuple[dict[str, Any], str], ...] = (
            ({"label": " "}, "Display Label is required."),
            ({"label": "Desk", "suffix": "a/b"}, "a character that can't be in it"),
            ({"label": "Desk", "description": "x" * 257}, "longer than 256"),
        )
        for fields, told in mistakes:
            answer = await visitor.send("new", **fields)
            assert answer.status_code == 422
            assert told in html_text(visitor)
        missing = await visitor.open(f"{sandbox.ready.jumpcloud}{LIST}/new/oidc")
        assert missing.status_code == 404
    assert not sandbox.store.world.applications


def html_text(visitor: Visitor) -> str:
    return visitor.text.replace("&#39;", "'")


async def test_a_form_from_elsewhere_changes_nothing(sandbox: JumpCloudSandbox) -> None:
    made = await sandbox.create()
    before = dict(sandbox.application(made["_id"]).values)
    origin = sandbox.ready.jumpcloud
    async with administrator(sandbox) as visitor:
        for path, fields in (
            (f"{LIST}/new/saml2", {"label": "Mine"}),
            (f"{LIST}/{made['_id']}/sso", {"acsUrl": "https://elsewhere.example/"}),
            (f"{LIST}/{made['_id']}/groups", {"group": sandbox.group("Finance").id}),
            ("/admin/groups", {"name": "Mine"}),
            ("/admin/logout", {}),
        ):
            answer = await visitor.post(origin + path, csrf="guessed", **fields)
            assert answer.status_code == 403
            assert "Nothing was changed" in visitor.text
        await opened(visitor, sandbox, f"{LIST}/{made['_id']}")
        token = visitor.form_value("csrf")
        visitor._client.headers["origin"] = "https://elsewhere.example"
        answer = await visitor.post(f"{origin}{LIST}/{made['_id']}/sso", csrf=token, acsUrl="x")
        assert answer.status_code == 403
    assert sandbox.application(made["_id"]).values == before
    assert len(sandbox.store.world.applications) == 1
    assert len(sandbox.store.world.groups) == 3


async def test_the_certificate_is_downloaded_under_its_usual_name(
    sandbox: JumpCloudSandbox,
) -> None:
    made = await sandbox.create()
    async with administrator(sandbox) as visitor:
        await opened(visitor, sandbox, f"{LIST}/{made['_id']}")
        file = await visitor.follow("download-certificate")

    assert file.headers["content-disposition"] == 'attachment; filename="certificate.pem"'
    assert x509.load_pem_x509_certificate(file.content)


async def test_the_metadata_is_exported_under_its_usual_name(sandbox: JumpCloudSandbox) -> None:
    made = await sandbox.create()
    async with administrator(sandbox) as visitor:
        await opened(visitor, sandbox, f"{LIST}/{made['_id']}")
        file = await visitor.follow("export-metadata")

    expected = 'attachment; filename="JumpCloud-saml2-metadata.xml"'
    assert file.headers["content-disposition"] == expected
    assert b"EntityDescriptor" in file.content


async def test_a_certificate_that_can_not_be_read_is_not_called_valid(
    sandbox: JumpCloudSandbox,
) -> None:
    made = await sandbox.create()
    config = made["config"] | {"idpCertificate": {"value": "nonsense"}}
    await sandbox.client.put(f"/api/applications/{made['_id']}", json=made | {"config": config})
    async with administrator(sandbox) as visitor:
        page = await opened(visitor, sandbox, f"{LIST}/{made['_id']}")

    assert "IDP Certificate Invalid" in page
    assert "Download certificate" not in page


async def test_unknown_applications_have_no_page(sandbox: JumpCloudSandbox) -> None:
    async with administrator(sandbox) as visitor:
        for path in ("", "/certificate.pem", "/metadata.xml"):
            page = await visitor.open(f"{sandbox.ready.jumpcloud}{LIST}/unknown{path}")
            assert page.status_code == 404
