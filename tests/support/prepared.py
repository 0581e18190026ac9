"""Practice set-ups brought to a stage once, and copied for each test that begins there.

An application's key takes seconds to make, so it is made once for all of them.
"""

import asyncio
import html
import re
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import msgspec

from deskpro_sso_gui.credentials.secret import Secret
from deskpro_sso_gui.credentials.session_store import SessionStore
from deskpro_sso_gui.jumpcloud.credential import ApiKey
from deskpro_sso_gui.setup.facts import Generation, Interface
from deskpro_sso_gui.setup.record import Flow
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.storage.folders import folders
from deskpro_sso_gui.tasks import (
    access,
    application,
    certificate,
    connect,
    deskpro_add,
    deskpro_configure,
    jumpcloud_sso,
    metadata,
    validate,
)
from deskpro_sso_gui.tasks.services import Services
from deskpro_sso_gui.tasks.session import Session
from tests.support.signin_sandbox import PASSWORD, Visitor

FOLDER = "deskpro-sso-gui"


class Prepared(msgspec.Struct, frozen=True):
    """Where the copies are, and which set-up is in them."""

    folder: Path
    record_id: str

    def put(self, last: StageId, data_home: Path) -> str:
        """Put what is done up to ``last`` into ``data_home``; return the set-up's id."""
        shutil.copytree(self.folder / last, data_home / FOLDER, dirs_exist_ok=True)
        return self.record_id


async def practice_services() -> Services:
    """Build services with the sandbox running, its state taken from the folders of now."""
    services = Services(practice=True, places=folders(practice=True), credentials=SessionStore())
    await services.start_practice()
    return services


def prepare(folder: Path, data_home: Path) -> Prepared:
    """Go through all stages; ``data_home`` is where the environment has the program's data."""
    return asyncio.run(_prepare(folder, data_home))


async def _prepare(folder: Path, data_home: Path) -> Prepared:
    services = await practice_services()
    session = await services.new_session()
    try:
        for stage, do in _STAGES.items():
            await do(services, session)
            await asyncio.to_thread(
                shutil.copytree,
                data_home / FOLDER,
                folder / stage,
                ignore=shutil.ignore_patterns("*.lock"),
            )
        return Prepared(folder, session.record.id)
    finally:
        await session.close()
        await services.close()


async def _before(services: Services, session: Session) -> None:
    assert services.sandbox is not None
    await connect.check_helpdesk(
        session,
        services.sandbox.deskpro,
        interface=Interface.AGENTS,
        generation=Generation.LEGACY,
    )
    await connect.sign_in_to_jumpcloud(session, ApiKey(Secret(services.sandbox.api_key)))
    await connect.choose_tester(session, "ann@acme.example")
    await application.create_application(session, application.Wish())


async def _add(services: Services, session: Session) -> None:
    assert services.sandbox is not None
    async with Visitor() as administrator:
        await _sign_in_to_deskpro(administrator, services)
        await administrator.open(f"{services.sandbox.deskpro}/admin/legacy/agents/auth-sso")
        await administrator.follow("add")
        await administrator.send()
        await deskpro_add.take_addresses(
            session,
            entity_id=shown(administrator, "entity_id"),
            acs_url=shown(administrator, "acs_url"),
        )
    await jumpcloud_sso.apply_settings(session)
    await certificate.fetch_certificate(session)


async def _metadata(services: Services, session: Session) -> None:
    await metadata.take_metadata_address(session, await metadata_address(services, session))


async def _configure(services: Services, session: Session) -> None:
    await fill_in_deskpro(services, session)
    await deskpro_configure.confirm_saved(session)


async def _access(_services: Services, session: Session) -> None:
    choice = await access.list_groups(session)
    agents = [group for group in choice.groups if group.name == "DeskPRO agents"]
    await access.bind_groups(session, agents)


async def _validate(services: Services, session: Session) -> None:
    for flow, sign_in in (
        (Flow.FROM_DESKPRO, sign_in_from_deskpro),
        (Flow.FROM_JUMPCLOUD, sign_in_from_jumpcloud),
    ):
        watch = await validate.start_trial(session, flow)
        await sign_in(services)
        await validate.watch_sign_in(session, watch)
        await validate.confirm_accepted(session, flow, "Ann Example")
    await validate.stay_with_button(session)


_STAGES: dict[StageId, Callable[[Services, Session], Awaitable[None]]] = {
    StageId.APPLICATION: _before,
    StageId.CERTIFICATE: _add,
    StageId.METADATA: _metadata,
    StageId.DESKPRO_CONFIGURE: _configure,
    StageId.ACCESS: _access,
    StageId.VALIDATE: _validate,
}


def shown(visitor: Visitor, element_id: str) -> str:
    """Return what a page's input shows."""
    found = re.search(rf'<input [^>]*id="{element_id}"[^>]*value="([^"]*)"', visitor.page.text)
    assert found, element_id
    return html.unescape(found[1])


async def metadata_address(services: Services, session: Session) -> str:
    """Copy the metadata URL from JumpCloud's page, as the admin does."""
    assert services.sandbox is not None
    assert session.record.application is not None
    async with Visitor() as administrator:
        await administrator.open(
            f"{services.sandbox.jumpcloud}/admin/applications/{session.record.application.id}"
        )
        return shown(administrator, "metadata-url")


async def exported_metadata(services: Services, session: Session) -> bytes:
    """Press *Export Metadata* on JumpCloud's page."""
    assert services.sandbox is not None
    assert session.record.application is not None
    async with Visitor() as administrator:
        await administrator.open(
            f"{services.sandbox.jumpcloud}/admin/applications/{session.record.application.id}"
        )
        return (await administrator.follow("export-metadata")).content


async def _sign_in_to_deskpro(administrator: Visitor, services: Services) -> None:
    assert services.sandbox is not None
    await administrator.open(f"{services.sandbox.deskpro}/agent/login?next=/admin/")
    await administrator.send("login", email="admin@acme.example", password=PASSWORD)


async def fill_in_deskpro(services: Services, session: Session, **other: str) -> None:
    """Fill in DeskPRO's form as page 7 says, but for ``other``."""
    record = session.record
    assert services.sandbox is not None
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
    async with Visitor() as administrator:
        await _sign_in_to_deskpro(administrator, services)
        await administrator.open(
            f"{services.sandbox.deskpro}/admin/legacy/agents/auth-sso/{number}"
        )
        pem = record.certificate.pem.encode()
        await administrator.send(
            "source", files={"certificate": ("certificate.pem", pem)}, **(fields | other)
        )


async def sign_in_from_deskpro(services: Services, person: str = "ann") -> str:
    """Press DeskPRO's button, sign in to JumpCloud; return what the last page says."""
    assert services.sandbox is not None
    async with Visitor() as visitor:
        await visitor.open(f"{services.sandbox.deskpro}/agent/")
        if "sso-button" in visitor.page.text:
            await visitor.follow("sso-button")
        await visitor.sign_in(person)
        if 'id="answer"' in visitor.page.text:
            await visitor.send("answer")
        return visitor.text


async def sign_in_from_jumpcloud(services: Services, person: str = "ann") -> str:
    """Choose the tile in JumpCloud's portal; return what the last page says."""
    assert services.sandbox is not None
    async with Visitor() as visitor:
        await visitor.open(f"{services.sandbox.jumpcloud}/saml2/deskpro")
        await visitor.sign_in(person)
        if 'id="answer"' in visitor.page.text:
            await visitor.send("answer")
        return visitor.text


async def set_faults(services: Services, *names: str) -> None:
    """Have the sandbox behave badly."""
    assert services.sandbox is not None
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(
            f"{services.sandbox.jumpcloud}/practice/faults",
            json=list(names),
            headers={"x-api-key": services.sandbox.api_key},
        )
        answer.raise_for_status()
