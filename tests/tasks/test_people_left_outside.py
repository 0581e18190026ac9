import pytest
from msgspec.structs import replace

from deskpro_sso_gui.credentials import Secret
from deskpro_sso_gui.jumpcloud.credential import Credential
from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.parts import Access, BoundGroup
from deskpro_sso_gui.setup.people import MOST_PEOPLE
from deskpro_sso_gui.setup.progress import comparison_holds, everyone_known
from deskpro_sso_gui.setup.trials import OutsideReason, PeopleSource
from deskpro_sso_gui.tasks import access, people, validate
from deskpro_sso_gui.tasks.application import Wish, create_application
from deskpro_sso_gui.tasks.connect import sign_in_to_jumpcloud
from deskpro_sso_gui.tasks.deskpro_accounts import ask_deskpro
from deskpro_sso_gui.tasks.services import Services
from deskpro_sso_gui.tasks.session import Session
from tests.support.set_up import connected

AGENTS = "ann@acme.example, ben@acme.example, cleo@acme.example"


async def let_in(services: Services, key: Credential, *names: str) -> Session:
    session = await services.new_session()
    await sign_in_to_jumpcloud(session, key)
    await create_application(session, Wish())
    await bound(session, *names)
    return session


async def bound(session: Session, *names: str) -> None:
    groups = (await access.list_groups(session)).groups
    await access.bind_groups(session, [group for group in groups if group.name in names])


async def test_everybody_in_a_group_with_access_gets_in(
    services: Services, key: Credential
) -> None:
    session = await let_in(services, key, "DeskPRO agents")
    found = await people.compare_pasted(session, AGENTS)
    assert found.compared == 3
    assert found.outside == ()
    assert everyone_known(session.record)
    await session.close()


async def test_who_is_outside_is_named_until_it_is_accepted(
    services: Services, key: Credential, world: Store
) -> None:
    session = await let_in(services, key, "DeskPRO agents")
    ben = next(user for user in world.world.users.values() if user.username == "ben")
    ben.suspended = True
    await people.compare_pasted(session, f"{AGENTS} dora@acme.example alex@acme.example")
    known = session.record.validation.people
    assert known is not None
    assert {each.email: each.reason for each in known.outside} == {
        "ben@acme.example": OutsideReason.SUSPENDED,
        "dora@acme.example": OutsideReason.NO_GROUP,
        "alex@acme.example": OutsideReason.NO_USER,
    }
    assert not everyone_known(session.record)
    await people.accept_outside(session, ["Ben@acme.example", "dora@acme.example", "x@y.example"])
    assert not everyone_known(session.record)
    with pytest.raises(ProblemError) as refused:
        await validate.switched_to_automatic(session)
    assert refused.value.problem.code is ProblemCode.NOT_PROVEN
    await people.accept_outside(session, [each.email for each in known.outside])
    assert everyone_known(session.record)
    await session.close()


async def test_who_was_accepted_stays_so_when_it_is_compared_again(
    services: Services, key: Credential
) -> None:
    session = await let_in(services, key, "DeskPRO agents")
    await people.compare_pasted(session, "dora@acme.example")
    await people.accept_outside(session, ["dora@acme.example"])
    await people.compare_pasted(session, "dora@acme.example alex@acme.example")
    known = session.record.validation.people
    assert known is not None
    assert [each.email for each in known.open] == ["alex@acme.example"]
    await session.close()


async def test_other_groups_make_the_comparison_stale(services: Services, key: Credential) -> None:
    session = await let_in(services, key, "DeskPRO agents")
    await people.compare_pasted(session, AGENTS)
    await bound(session, "Finance")
    assert not comparison_holds(session.record)
    await people.compare_pasted(session, f"{AGENTS} dora@acme.example")
    assert everyone_known(session.record)
    await session.close()


async def test_a_long_list_is_compared_with_all_users_at_once(
    services: Services, key: Credential
) -> None:
    session = await let_in(services, key, "DeskPRO agents")
    strangers = [f"stranger{number}@acme.example" for number in range(200)]
    found = await people.compare_pasted(session, " ".join([AGENTS, *strangers]))
    assert found.compared == 203
    assert [each.email for each in found.outside] == strangers
    await session.close()


async def test_without_a_list_nobody_can_tell_until_it_is_taken_on(
    services: Services, key: Credential
) -> None:
    session = await let_in(services, key, "DeskPRO agents")
    found = await people.without_list(session)
    assert found.source is PeopleSource.NONE
    assert not everyone_known(session.record)
    await people.accept_unknown(session, accepted=True)
    assert everyone_known(session.record)
    await people.accept_unknown(session, accepted=False)
    assert not everyone_known(session.record)
    await session.close()


async def test_without_a_key_it_is_taken_on_for_the_groups_that_were_told(
    services: Services, key: Credential
) -> None:
    session = await let_in(services, key)

    async def told(name: str) -> None:
        access_told = Access(groups=(BoundGroup(id="", name=name),), by_hand=True)
        await session.commit(lambda record: replace(record, account=None, access=access_told))

    await told("Agents")
    await people.without_list(session)
    await people.accept_unknown(session, accepted=True)
    assert everyone_known(session.record)
    await told("Everybody")
    assert not comparison_holds(session.record)
    await session.close()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("nobody at all", ProblemCode.PEOPLE_LIST_EMPTY),
        (
            " ".join(f"a{number}@acme.example" for number in range(MOST_PEOPLE + 1)),
            ProblemCode.PEOPLE_LIST_TOO_LONG,
        ),
    ],
)
async def test_a_list_that_is_none_is_refused(
    services: Services, key: Credential, text: str, code: ProblemCode
) -> None:
    session = await let_in(services, key, "DeskPRO agents")
    with pytest.raises(ProblemError) as refused:
        await people.compare_pasted(session, text)
    assert refused.value.problem.code is code
    assert session.record.validation.people is None
    await session.close()


async def test_deskpros_own_list_of_agents_is_compared_by_any_address_of_each(
    services: Services, key: Credential, world: Store
) -> None:
    session = await connected(services, key)
    await create_application(session, Wish())
    await bound(session, "DeskPRO agents")
    with pytest.raises(ProblemError) as missing:
        await people.compare_agents(session)
    assert missing.value.problem.code is ProblemCode.DESKPRO_KEY_MISSING
    await ask_deskpro(session, Secret(world.world.helpdesk.api_key))
    found = await people.compare_agents(session)
    assert found.source is PeopleSource.DESKPRO
    agents = [each.email for each in world.world.helpdesk.agents]
    assert found.compared == len(agents)
    # DeskPRO's own administrator has no account in JumpCloud
    assert [each.email for each in found.outside] == ["admin@acme.example"]
    assert not everyone_known(session.record)
    await session.close()


async def test_an_agent_whom_jumpcloud_knows_by_another_address_gets_in(
    services: Services, key: Credential
) -> None:
    session = await let_in(services, key, "DeskPRO agents")
    others = {"ann.old@acme.example": ["ann@acme.example"], "zoe@acme.example": ["x@acme.example"]}
    found = await people.compare_people(
        session, tuple(others), source=PeopleSource.DESKPRO, others=others
    )
    assert [each.email for each in found.outside] == ["zoe@acme.example"]
    await session.close()
