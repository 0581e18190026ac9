"""A task's result holds for what it was computed from, and for nothing that came after."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import msgspec
import pytest

from deskpro_sso_gui.jumpcloud.credential import Credential
from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import Generation, Interface, Organization
from deskpro_sso_gui.setup.progress import Status, progress
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks import access, certificate, connect, deskpro_add, jumpcloud_sso
from deskpro_sso_gui.tasks.services import Services
from deskpro_sso_gui.tasks.session import Session
from tests.support.set_up import acs_url, connected, created, entity_id

T = TypeVar("T")


async def while_committing(
    session: Session, update: Callable[[SetupRecord], SetupRecord], task: Awaitable[T]
) -> T:
    """Run ``task``, and apply ``update`` right before its own result is committed."""
    commit = session.commit
    waiting = [update]

    async def commit_second(own: Callable[[SetupRecord], SetupRecord]) -> SetupRecord:
        if waiting:
            await commit(waiting.pop())
        return await commit(own)

    session.commit = commit_second  # type: ignore[method-assign,assignment]
    try:
        return await task
    finally:
        session.commit = commit  # type: ignore[method-assign]


def no_deskpro(services: Services) -> str:
    """Return the address of a site that is there and no DeskPRO."""
    assert services.sandbox is not None
    return services.sandbox.jumpcloud


def status(session: Session, stage: StageId) -> Status:
    return progress(session.record)[stage].status


async def test_a_certificate_read_for_the_application_of_then_is_stale_for_another(
    services: Services, key: Credential
) -> None:
    session = await created(services, key)

    def another(record: SetupRecord) -> SetupRecord:
        assert record.application is not None
        application = msgspec.structs.replace(record.application, id="another")
        return msgspec.structs.replace(record, application=application)

    await while_committing(session, another, certificate.fetch_certificate(session))
    assert status(session, StageId.CERTIFICATE) is Status.STALE
    await session.close()


async def test_addresses_looked_at_for_the_helpdesk_of_then_are_stale_for_another(
    services: Services, key: Credential
) -> None:
    session = await created(services, key)

    def moved(record: SetupRecord) -> SetupRecord:
        assert record.helpdesk is not None
        helpdesk = msgspec.structs.replace(record.helpdesk, url="https://other.example")
        return msgspec.structs.replace(record, helpdesk=helpdesk)

    taking = deskpro_add.take_addresses(
        session, entity_id=entity_id(services), acs_url=acs_url(services)
    )
    await while_committing(session, moved, taking)
    assert status(session, StageId.DESKPRO_ADD) is Status.STALE
    await session.close()


async def test_settings_written_with_the_addresses_of_then_are_stale_for_others(
    services: Services, key: Credential
) -> None:
    session = await created(services, key)
    await deskpro_add.take_addresses(
        session, entity_id=entity_id(services), acs_url=acs_url(services)
    )

    def others(record: SetupRecord) -> SetupRecord:
        assert record.service_provider is not None
        provider = msgspec.structs.replace(record.service_provider, acs_url="https://x.example")
        return msgspec.structs.replace(record, service_provider=provider)

    await while_committing(session, others, jumpcloud_sso.apply_settings(session))
    assert status(session, StageId.JUMPCLOUD_SSO) is Status.STALE
    await session.close()


async def test_a_slow_answer_of_one_helpdesk_is_not_taken_for_anothers(
    services: Services, key: Credential
) -> None:
    session = await connected(services, key)
    assert session.record.helpdesk is not None
    first = session.record.helpdesk.url

    async def check(address: str) -> None:
        await connect.check_helpdesk(
            session, address, interface=Interface.AGENTS, generation=Generation.HORIZON
        )

    deskpro, asked, answered = services.deskpro, asyncio.Event(), asyncio.Event()

    async def slow(url: str) -> object:
        if url == first:
            asked.set()
            await answered.wait()
        return await deskpro(url)

    services.deskpro = slow  # type: ignore[method-assign,assignment]
    checking = asyncio.create_task(check(first))
    await asked.wait()
    with pytest.raises(ProblemError):
        await check(no_deskpro(services))
    answered.set()
    await checking
    assert session.record.helpdesk.url == no_deskpro(services)
    assert not session.record.helpdesk.is_deskpro
    await session.close()


async def test_the_key_is_found_under_a_corrected_helpdesk_too(
    services: Services, key: Credential
) -> None:
    services.practice = False  # practice keeps its key under the set-up itself
    session = await connected(services, key)
    assert services._sandbox is not None
    services._sandbox.address = msgspec.structs.replace(services._sandbox.address, api_key="gone")
    with pytest.raises(ProblemError):
        await connect.check_helpdesk(
            session,
            no_deskpro(services),
            interface=Interface.AGENTS,
            generation=Generation.HORIZON,
        )
    assert session.record.name == no_deskpro(services).removeprefix("http://")
    kept = await services.keys.credential(session.record)
    assert kept == key
    await session.close()


async def test_the_tester_of_another_organisation_is_forgotten(
    services: Services, key: Credential
) -> None:
    session = await connected(services, key)

    def elsewhere(record: SetupRecord) -> SetupRecord:
        assert record.account is not None
        organization = Organization(id="another", name="Another")
        account = msgspec.structs.replace(record.account, organization=organization)
        return msgspec.structs.replace(record, account=account)

    before = session.record.tester
    await session.commit(elsewhere)
    await connect.sign_in_to_jumpcloud(session, key)
    assert before is not None
    assert session.record.tester is None
    await while_committing(session, elsewhere, connect.choose_tester(session, before.email))
    assert session.record.tester is None
    await session.close()


async def test_who_gets_in_was_not_said_of_another_tester(
    services: Services, key: Credential
) -> None:
    session = await created(services, key)
    choice = await access.list_groups(session)
    agents = [group for group in choice.groups if group.name == "DeskPRO agents"]
    assert (await access.bind_groups(session, agents)).tester_included is True
    assert services.sandbox is not None
    await connect.choose_tester(session, services.sandbox.users[1].email)
    assert session.record.access is not None
    assert session.record.access.tester_included is None
    await session.close()


async def test_a_certificate_that_a_write_replaced_needs_attention(
    services: Services, key: Credential, world: Store
) -> None:
    session = await created(services, key)
    await certificate.fetch_certificate(session)
    await deskpro_add.take_addresses(
        session, entity_id=entity_id(services), acs_url=acs_url(services)
    )
    (there,) = world.world.applications.values()
    write = session.write

    async def write_and_replace(*arguments: object, **options: object) -> object:
        result: object = await write(*arguments, **options)  # type: ignore[arg-type]
        there.certificate_value = there.certificate_value[::-1]
        return result

    session.write = write_and_replace  # type: ignore[method-assign,assignment]
    with pytest.raises(ProblemError) as caught:
        await jumpcloud_sso.apply_settings(session)
    assert caught.value.problem.code is ProblemCode.CERTIFICATE_REPLACED
    assert status(session, StageId.JUMPCLOUD_SSO) is Status.DONE
    assert status(session, StageId.CERTIFICATE) is Status.NEEDS_ATTENTION
    await session.close()


async def test_an_application_without_a_place_for_deskpros_addresses_is_refused_unwritten(
    services: Services, key: Credential, world: Store
) -> None:
    session = await created(services, key)
    await deskpro_add.take_addresses(
        session, entity_id=entity_id(services), acs_url=acs_url(services)
    )
    (there,) = world.world.applications.values()
    del there.values["acsUrl"]
    before = dict(there.values)
    with pytest.raises(ProblemError) as caught:
        await jumpcloud_sso.apply_settings(session)
    assert caught.value.problem.code is ProblemCode.CONNECTOR_LACKS_SETTINGS
    assert caught.value.problem.values["settings"] == "acsUrl"
    assert there.values == before
    assert session.record.applied is None
    await session.close()
