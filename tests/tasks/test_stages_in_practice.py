"""Every stage's task against the real sandbox, in the order of the wizard."""

import msgspec
import pytest

from deskpro_sso_gui.credentials.secret import Secret
from deskpro_sso_gui.jumpcloud.credential import ApiKey, Credential
from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.progress import Status, next_stage, progress
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks import (
    access,
    application,
    certificate,
    connect,
    deskpro_add,
    jumpcloud_sso,
    metadata,
)
from deskpro_sso_gui.tasks.services import Services
from deskpro_sso_gui.tasks.session import Session
from tests.support.set_up import acs_url, connected, created, entity_id
from tests.support.visits import metadata_address


def status(record: SetupRecord, stage: StageId) -> Status:
    return progress(record)[stage].status


async def test_before_you_start_is_done_by_asking(services: Services, key: Credential) -> None:
    session = await connected(services, key)
    record = session.record
    assert record.helpdesk is not None
    assert record.helpdesk.is_deskpro
    assert record.account is not None
    assert record.account.organization.name == "Acme Inc (practice)"
    assert record.tester is not None
    assert record.tester.email == "ann@acme.example"
    assert next_stage(record) is StageId.APPLICATION
    await session.close()


async def test_an_administrator_is_not_a_tester(services: Services, key: Credential) -> None:
    session = await connected(services, key)
    with pytest.raises(ProblemError) as caught:
        await connect.choose_tester(session, "admin@acme.example")
    assert caught.value.problem.code is ProblemCode.TESTER_NOT_FOUND
    assert session.record.tester is not None
    await session.close()


async def test_a_wrong_key_is_told_and_not_kept(services: Services, key: Credential) -> None:
    session = await services.new_session()
    with pytest.raises(ProblemError) as caught:
        await connect.sign_in_to_jumpcloud(session, ApiKey(Secret("jca_wrong")))
    assert caught.value.problem.code is ProblemCode.KEY_NOT_ACCEPTED
    assert session.record.account is None
    assert key is not None
    await session.close()


async def test_the_application_is_created_once_and_read_back(
    services: Services, key: Credential
) -> None:
    session = await created(services, key)
    made = session.record.application
    assert made is not None
    assert made.made_here
    assert made.template == "saml2"  # the catalogue's DeskPRO template lacks what we need
    assert made.idp_entity_id == made.idp_url
    await application.create_application(session, application.Wish())
    client = await services.jumpcloud(session.record)
    assert [each.id for each in await client.applications()] == [made.id]
    await session.close()


async def test_a_taken_address_is_refused_before_anything_is_sent(
    services: Services, key: Credential
) -> None:
    first = await created(services, key)
    await first.close()
    second = await connected(services, key)
    with pytest.raises(ProblemError) as caught:
        await application.create_application(second, application.Wish())
    assert caught.value.problem.code is ProblemCode.IDP_URL_TAKEN
    assert second.record.application is None
    await second.close()


@pytest.mark.parametrize("suffix", ["", "Deskpro", "a/b", "-a", "a" * 41, "ä", "a b"])
def test_a_suffix_that_jumpcloud_may_not_take_is_refused(suffix: str) -> None:
    with pytest.raises(ProblemError) as caught:
        application.check_suffix(suffix)
    assert caught.value.problem.code is ProblemCode.IDP_URL_SUFFIX_INVALID


async def test_settings_are_merged_and_the_certificate_stays(
    services: Services, key: Credential
) -> None:
    session = await created(services, key)
    before = await certificate.fetch_certificate(session)
    await deskpro_add.take_addresses(
        session, entity_id=entity_id(services), acs_url=acs_url(services)
    )
    shown = await jumpcloud_sso.look_at_settings(session)
    differing = {each.setting for each in shown.differences if each.differs}
    assert {"spEntityId", "acsUrl"} <= differing
    assert await jumpcloud_sso.apply_settings(session, shown) == len(differing)
    assert await jumpcloud_sso.apply_settings(session) == 0
    assert (await certificate.fetch_certificate(session)).sha256 == before.sha256
    assert status(session.record, StageId.JUMPCLOUD_SSO) is Status.DONE
    await session.close()


async def test_the_tile_looks_the_same_after_the_settings_were_written(
    services: Services, key: Credential, world: Store
) -> None:
    session = await connected(services, key)
    wish = application.Wish(label="Helpdesk", description="Tickets", color="#9E2F00", hidden=True)
    await application.create_application(session, wish)
    await deskpro_add.take_addresses(
        session, entity_id=entity_id(services), acs_url=acs_url(services)
    )
    assert await jumpcloud_sso.apply_settings(session) > 0
    [there] = world.world.applications.values()
    assert (there.display_label, there.description) == ("Helpdesk", "Tickets")
    assert (there.logo_color, there.hidden) == ("#9E2F00", True)
    await session.close()


async def test_what_somebody_else_changed_is_shown_and_not_overwritten(
    services: Services, key: Credential
) -> None:
    session = await created(services, key)
    await deskpro_add.take_addresses(
        session, entity_id=entity_id(services), acs_url=acs_url(services)
    )
    shown = await jumpcloud_sso.look_at_settings(session)
    client = await services.jumpcloud(session.record)
    assert session.record.application is not None
    there = await client.application(session.record.application.id)
    foreign = {**there.config, "acsUrl": {**there.config["acsUrl"], "value": "https://other"}}
    await client.update_application(there, active=True, config=foreign)
    with pytest.raises(ProblemError) as caught:
        await jumpcloud_sso.apply_settings(session, shown)
    assert caught.value.problem.code is ProblemCode.CHANGED_MEANWHILE
    assert (await client.application(there.id)).setting("acsUrl") == "https://other"
    await session.close()


async def test_a_new_address_from_deskpro_makes_the_settings_stale(
    services: Services, key: Credential
) -> None:
    session = await created(services, key)
    await deskpro_add.take_addresses(
        session, entity_id=entity_id(services), acs_url=acs_url(services)
    )
    await jumpcloud_sso.apply_settings(session)
    await deskpro_add.take_addresses(
        session, entity_id=entity_id(services, 4), acs_url=acs_url(services, 4)
    )
    assert status(session.record, StageId.JUMPCLOUD_SSO) is Status.STALE
    await session.close()


async def test_another_certificate_needs_attention(
    services: Services, key: Credential, other_certificate: bytes
) -> None:
    session = await created(services, key)
    kept = await certificate.take_certificate(session, other_certificate)
    assert kept.matches_jumpcloud is False
    assert status(session.record, StageId.CERTIFICATE) is Status.NEEDS_ATTENTION
    own = await certificate.fetch_certificate(session)
    assert own.matches_jumpcloud is True
    assert status(session.record, StageId.CERTIFICATE) is Status.DONE
    await session.close()


async def test_a_private_key_is_refused_and_what_was_kept_stays(
    services: Services, key: Credential, private_key: bytes
) -> None:
    session = await created(services, key)
    before = await certificate.fetch_certificate(session)
    with pytest.raises(ProblemError) as caught:
        await certificate.take_certificate(session, private_key)
    assert caught.value.problem.code is ProblemCode.PRIVATE_KEY_REFUSED
    assert session.record.certificate == before
    await session.close()


async def public_metadata_url(services: Services, session: Session) -> str:
    """Copy the metadata URL from JumpCloud's page, as the admin does."""
    assert services.sandbox is not None
    return await metadata_address(services.sandbox, session.record)


async def test_the_metadata_is_read_without_a_key_and_compared(
    services: Services, key: Credential
) -> None:
    session = await created(services, key)
    await certificate.fetch_certificate(session)
    state = await metadata.take_metadata_address(
        session, await public_metadata_url(services, session)
    )
    assert session.record.application is not None
    assert session.record.certificate is not None
    assert state.idp_url == session.record.application.idp_url
    assert session.record.certificate.matches_metadata is True
    assert status(session.record, StageId.METADATA) is Status.DONE
    await session.close()


async def test_groups_are_bound_once_and_the_tester_gets_in(
    services: Services, key: Credential
) -> None:
    session = await created(services, key)
    choice = await access.list_groups(session)
    assert choice.bound == frozenset()
    agents = [group for group in choice.groups if group.name == "DeskPRO agents"]
    bound = await access.bind_groups(session, agents)
    assert bound.tester_included is True
    assert await access.bind_groups(session, agents) == bound
    assert status(session.record, StageId.ACCESS) is Status.DONE
    await session.close()


async def test_a_set_up_goes_on_where_it_was_after_a_restart(
    services: Services, key: Credential
) -> None:
    session = await created(services, key)
    record = session.record
    await session.close()
    again = await services.open_session(record.id)
    assert again.record == record
    assert msgspec.json.encode(again.record) == msgspec.json.encode(record)
    assert next_stage(again.record) is StageId.DESKPRO_ADD
    assert (await certificate.fetch_certificate(again)).matches_jumpcloud is True
    await again.close()
