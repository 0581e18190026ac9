"""Who has an account in DeskPRO, asked of the sandbox's with a key, or told."""

import pytest

from deskpro_sso_gui.credentials import Secret
from deskpro_sso_gui.jumpcloud.credential import Credential
from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import Generation, Interface
from deskpro_sso_gui.setup.parts import DeskproAccounts
from deskpro_sso_gui.setup.progress import Status, lacks_an_account, progress
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks import connect
from deskpro_sso_gui.tasks.deskpro_accounts import (
    ask_deskpro,
    forget_key,
    has_key,
    tell_accounts,
)
from deskpro_sso_gui.tasks.services import Services
from deskpro_sso_gui.tasks.session import Session
from tests.support.set_up import connected


def known(session: Session) -> DeskproAccounts | None:
    return session.record.accounts


async def test_the_tester_and_the_keys_owner_are_looked_up_and_the_key_is_kept(
    services: Services, key: Credential, world: Store
) -> None:
    session = await connected(services, key)
    with pytest.raises(ProblemError) as missing:
        await ask_deskpro(session)
    assert missing.value.problem.code is ProblemCode.DESKPRO_KEY_MISSING
    with pytest.raises(ProblemError) as refused:
        await ask_deskpro(session, Secret("1:WRONG"))
    assert refused.value.problem.code is ProblemCode.DESKPRO_KEY_NOT_ACCEPTED
    assert not await has_key(session)
    assert known(session) is None

    found = await ask_deskpro(session, Secret(world.world.helpdesk.api_key))
    assert (found.tester_is_agent, found.owner, found.owner_is_admin) == (True, "Alex Admin", True)
    assert session.record.accounts == found
    assert not lacks_an_account(session.record)
    assert await has_key(session)
    assert await ask_deskpro(session) == found
    await forget_key(session)
    assert not await has_key(session)
    await session.close()


async def test_who_is_no_agent_needs_attention_where_agents_are_set_up(
    services: Services, key: Credential, world: Store
) -> None:
    session = await connected(services, key)
    await connect.choose_tester(session, "dora@acme.example")
    superuser = Secret(world.world.helpdesk.superuser_key)
    found = await ask_deskpro(session, superuser, agent=3)
    assert (found.tester_is_agent, found.tester_is_known) == (False, False)
    assert (found.owner, found.owner_is_admin, found.acts_for) == ("Ben Example", False, 3)
    status = progress(session.record)[StageId.PREREQUISITES].status
    assert status is Status.NEEDS_ATTENTION

    await tell_accounts(session, tester_is_agent=False, is_admin=True)
    assert lacks_an_account(session.record)
    await connect.choose_tester(session, "ann@acme.example")
    assert not lacks_an_account(session.record)  # it was said of somebody else
    await session.close()


async def test_what_was_said_of_one_helpdesk_is_not_said_of_another(
    services: Services, key: Credential
) -> None:
    session = await connected(services, key)
    await tell_accounts(session, tester_is_agent=True, is_admin=True)
    agents, horizon = Interface.AGENTS, Generation.HORIZON
    assert services.sandbox is not None
    await connect.check_helpdesk(
        session, services.sandbox.deskpro, interface=agents, generation=horizon
    )
    assert known(session) is not None
    with pytest.raises(ProblemError):
        await connect.check_helpdesk(
            session, services.sandbox.jumpcloud, interface=agents, generation=horizon
        )
    assert known(session) is None
    await session.close()
