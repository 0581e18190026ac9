"""A practice set-up brought through its stages once, and copied for each test that begins there."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import msgspec

from deskpro_sso_gui.credentials.secret import Secret
from deskpro_sso_gui.jumpcloud.credential import ApiKey
from deskpro_sso_gui.practice.child import SandboxAddress
from deskpro_sso_gui.setup.facts import Generation, Interface
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.trials import Flow
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
from deskpro_sso_gui.tasks.session import Session
from tests.support import visits
from tests.support.practice_sandbox import PracticeSandbox

FOLDER = "deskpro-sso-gui"


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """One set-up after each of its stages.

    Attributes:
        sandbox: where both products answer.
        folder: has a folder for each stage with what the program keeps after it.
        record_id: the set-up's.
        states: what the sandbox knows after each stage, and before the first.
    """

    sandbox: PracticeSandbox
    folder: Path
    record_id: str
    states: Mapping[StageId | None, bytes]

    def put(self, last: StageId | None, data_home: Path) -> None:
        """Put what the program keeps after ``last`` into ``data_home``."""
        if last is not None:
            shutil.copytree(self.folder / last, data_home / FOLDER, dirs_exist_ok=True)

    def put_outside(self, last: StageId | None) -> None:
        """Have JumpCloud and DeskPRO as they are after ``last``."""
        self.sandbox.go_back(self.states[last])


def prepare(sandbox: PracticeSandbox, folder: Path, data_home: Path) -> Prepared:
    """Go through all stages; ``data_home`` is where the environment has the program's data."""
    return asyncio.run(_prepare(sandbox, folder, data_home))


async def _prepare(sandbox: PracticeSandbox, folder: Path, data_home: Path) -> Prepared:
    services = sandbox.services()
    session = await services.new_session()
    states: dict[StageId | None, bytes] = {None: sandbox.state()}
    try:
        for stage, do in _STAGES.items():
            await do(sandbox.address, session)
            states[stage] = sandbox.state()
            await asyncio.to_thread(
                shutil.copytree,
                data_home / FOLDER,
                folder / stage,
                ignore=shutil.ignore_patterns("*.lock"),
            )
    finally:
        await session.close()
        await services.close()
    return Prepared(sandbox=sandbox, folder=folder, record_id=session.record.id, states=states)


async def _connect(sandbox: SandboxAddress, session: Session) -> None:
    await connect.check_helpdesk(
        session, sandbox.deskpro, interface=Interface.AGENTS, generation=Generation.LEGACY
    )
    await connect.sign_in_to_jumpcloud(session, ApiKey(Secret(sandbox.api_key)))
    await connect.choose_tester(session, sandbox.users[0].email)


async def _create(_sandbox: SandboxAddress, session: Session) -> None:
    await application.create_application(session, application.Wish())


async def _add(sandbox: SandboxAddress, session: Session) -> None:
    acs_url, entity_id = await visits.add_in_deskpro(sandbox)
    await deskpro_add.take_addresses(session, entity_id=entity_id, acs_url=acs_url)


async def _apply(_sandbox: SandboxAddress, session: Session) -> None:
    await jumpcloud_sso.apply_settings(session)


async def _fetch(_sandbox: SandboxAddress, session: Session) -> None:
    await certificate.fetch_certificate(session)


async def _metadata(sandbox: SandboxAddress, session: Session) -> None:
    address = await visits.metadata_address(sandbox, session.record)
    await metadata.take_metadata_address(session, address)


async def _configure(sandbox: SandboxAddress, session: Session) -> None:
    await visits.fill_in_deskpro(sandbox, session.record)
    await deskpro_configure.confirm_saved(session)


async def _let_in(_sandbox: SandboxAddress, session: Session) -> None:
    choice = await access.list_groups(session)
    agents = [group for group in choice.groups if group.name == "DeskPRO agents"]
    await access.bind_groups(session, agents)


async def _try(sandbox: SandboxAddress, session: Session) -> None:
    for flow, sign_in in (
        (Flow.FROM_DESKPRO, visits.sign_in_from_deskpro),
        (Flow.FROM_JUMPCLOUD, visits.sign_in_from_jumpcloud),
    ):
        watch = await validate.start_trial(session, flow)
        await sign_in(sandbox)
        await validate.watch_sign_in(session, watch)
        await validate.confirm_accepted(session, flow, "Ann Example")
    await validate.stay_with_button(session)


_STAGES: dict[StageId, Callable[[SandboxAddress, Session], Awaitable[None]]] = {
    StageId.PREREQUISITES: _connect,
    StageId.APPLICATION: _create,
    StageId.DESKPRO_ADD: _add,
    StageId.JUMPCLOUD_SSO: _apply,
    StageId.CERTIFICATE: _fetch,
    StageId.METADATA: _metadata,
    StageId.DESKPRO_CONFIGURE: _configure,
    StageId.ACCESS: _let_in,
    StageId.VALIDATE: _try,
}
