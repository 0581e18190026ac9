"""What the admin and the person who tries it do on JumpCloud's and DeskPRO's own pages."""

import html
import re

from deskpro_sso_gui.practice.child import SandboxAddress
from deskpro_sso_gui.setup.record import SetupRecord
from tests.support.signin_sandbox import PASSWORD, Visitor


def shown(visitor: Visitor, element_id: str) -> str:
    """Return what a page's input shows."""
    found = re.search(rf'<input [^>]*id="{element_id}"[^>]*value="([^"]*)"', visitor.page.text)
    assert found, element_id
    return html.unescape(found[1])


async def _sign_in_to_deskpro(administrator: Visitor, sandbox: SandboxAddress) -> None:
    await administrator.open(f"{sandbox.deskpro}/agent/login?next=/admin/")
    await administrator.send("login", email="admin@acme.example", password=PASSWORD)


async def add_in_deskpro(sandbox: SandboxAddress) -> tuple[str, str]:
    """Add a SAML app for agents in DeskPRO; return the ACS and entity ID its details show."""
    async with Visitor() as administrator:
        await _sign_in_to_deskpro(administrator, sandbox)
        await administrator.open(f"{sandbox.deskpro}/admin/legacy/agents/auth-sso")
        await administrator.follow("add")
        await administrator.send()
        return shown(administrator, "acs_url"), shown(administrator, "entity_id")


async def fill_in_deskpro(sandbox: SandboxAddress, record: SetupRecord, **other: str) -> None:
    """Fill in DeskPRO's form as its page says, but for ``other``."""
    assert record.application is not None
    assert record.certificate is not None
    assert record.service_provider is not None
    fields = {
        "single_sign_on_url": record.application.idp_url,
        "single_log_off_url": record.slo_url,
        "metadata_url": record.metadata.url if record.metadata else "",
        "login_button_text": "Sign in with JumpCloud",
        "enabled": "1",
    }
    number = record.service_provider.source_id
    pem = record.certificate.pem.encode()
    async with Visitor() as administrator:
        await _sign_in_to_deskpro(administrator, sandbox)
        await administrator.open(f"{sandbox.deskpro}/admin/legacy/agents/auth-sso/{number}")
        await administrator.send(
            "source", files={"certificate": ("certificate.pem", pem)}, **(fields | other)
        )


async def sign_in_to_portal(administrator: Visitor, jumpcloud: str) -> None:
    """Sign in to JumpCloud's Admin Portal as its administrator."""
    await administrator.open(f"{jumpcloud}/admin/")
    await administrator.send("login", email="admin@acme.example", password=PASSWORD)


async def _open_in_jumpcloud(
    administrator: Visitor, sandbox: SandboxAddress, record: SetupRecord
) -> None:
    assert record.application is not None
    await sign_in_to_portal(administrator, sandbox.jumpcloud)
    await administrator.open(f"{sandbox.jumpcloud}/admin/applications/{record.application.id}")


async def metadata_address(sandbox: SandboxAddress, record: SetupRecord) -> str:
    """Copy the metadata URL from JumpCloud's page."""
    async with Visitor() as administrator:
        await _open_in_jumpcloud(administrator, sandbox, record)
        return shown(administrator, "metadata-url")


async def exported_metadata(sandbox: SandboxAddress, record: SetupRecord) -> bytes:
    """Press *Export Metadata* on JumpCloud's page."""
    async with Visitor() as administrator:
        await _open_in_jumpcloud(administrator, sandbox, record)
        return (await administrator.follow("export-metadata")).content


async def sign_in_from_deskpro(sandbox: SandboxAddress, person: str = "ann") -> str:
    """Press DeskPRO's button, sign in to JumpCloud; return what the last page says."""
    async with Visitor() as visitor:
        await visitor.open(f"{sandbox.deskpro}/agent/")
        if "sso-button" in visitor.page.text:
            await visitor.follow("sso-button")
        return await _sign_in(visitor, person)


async def sign_in_from_jumpcloud(sandbox: SandboxAddress, person: str = "ann") -> str:
    """Choose the tile in JumpCloud's portal; return what the last page says."""
    async with Visitor() as visitor:
        await visitor.open(f"{sandbox.jumpcloud}/saml2/deskpro")
        return await _sign_in(visitor, person)


async def _sign_in(visitor: Visitor, person: str) -> str:
    await visitor.sign_in(person)
    if 'id="answer"' in visitor.page.text:
        await visitor.send("answer")
    return visitor.text
