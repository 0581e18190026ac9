import re

import pytest
from cryptography import x509

from tests.support.jumpcloud_sandbox import JumpCloudSandbox

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_portal_leads_to_the_applications(sandbox: JumpCloudSandbox) -> None:
    made = await sandbox.create(displayLabel="DeskPRO <test>")
    page = await sandbox.client.get("/admin/", follow_redirects=True)
    from_the_root = await sandbox.client.get("/", follow_redirects=True)

    assert page.status_code == 200
    assert from_the_root.text == page.text
    assert "USER AUTHENTICATION" in page.text
    assert "SSO Applications" in page.text
    assert "DeskPRO &lt;test&gt;" in page.text
    assert f"/admin/applications/{made['_id']}" in page.text


async def test_every_page_says_that_it_is_practice(sandbox: JumpCloudSandbox) -> None:
    made = await sandbox.create()
    for path in ("", f"/{made['_id']}", "/unknown"):
        page = await sandbox.client.get(f"/admin/applications{path}")
        assert "nothing leaves this computer" in page.text
        assert '<html lang="en">' in page.text


async def test_an_application_shows_what_has_to_be_copied_from_it(
    sandbox: JumpCloudSandbox,
) -> None:
    made = await sandbox.create()
    await sandbox.bind(made["_id"], sandbox.group("DeskPRO agents"))
    page = (await sandbox.client.get(f"/admin/applications/{made['_id']}")).text

    for label in ("SSO", "User Groups", "IDP Certificate Valid", "Download certificate"):
        assert label in page
    for label in ("Copy Metadata URL", "Export Metadata", "Single Sign-On Active"):
        assert label in page
    assert made["ssoUrl"] in page
    token = sandbox.application(made["_id"]).metadata_token
    assert f"{sandbox.ready.jumpcloud}/metadata/{token}" in page
    bound = re.findall(r"<li>(.+) \W bound</li>", page)
    assert bound == ["DeskPRO agents"]


async def test_the_certificate_is_downloaded_under_its_usual_name(
    sandbox: JumpCloudSandbox,
) -> None:
    made = await sandbox.create()
    file = await sandbox.client.get(f"/admin/applications/{made['_id']}/certificate.pem")

    assert file.headers["content-disposition"] == 'attachment; filename="certificate.pem"'
    assert x509.load_pem_x509_certificate(file.content)


async def test_the_metadata_is_exported_under_its_usual_name(sandbox: JumpCloudSandbox) -> None:
    made = await sandbox.create()
    file = await sandbox.client.get(f"/admin/applications/{made['_id']}/metadata.xml")

    expected = 'attachment; filename="JumpCloud-saml2-metadata.xml"'
    assert file.headers["content-disposition"] == expected
    assert b"EntityDescriptor" in file.content


async def test_a_certificate_that_can_not_be_read_is_not_called_valid(
    sandbox: JumpCloudSandbox,
) -> None:
    made = await sandbox.create()
    config = made["config"] | {"idpCertificate": {"value": "nonsense"}}
    await sandbox.client.put(f"/api/applications/{made['_id']}", json=made | {"config": config})
    page = (await sandbox.client.get(f"/admin/applications/{made['_id']}")).text

    assert "IDP Certificate Invalid" in page
    assert "Download certificate" not in page


async def test_unknown_applications_have_no_page(sandbox: JumpCloudSandbox) -> None:
    for path in ("", "/certificate.pem", "/metadata.xml"):
        page = await sandbox.client.get(f"/admin/applications/unknown{path}")
        assert page.status_code == 404
