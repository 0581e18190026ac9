"""What an interrupted write leaves behind is looked up and taken up, once and for all."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from deskpro_sso_gui.jumpcloud.client import JumpCloud
from deskpro_sso_gui.jumpcloud.credential import Credential
from deskpro_sso_gui.net import NetError
from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup import plan
from deskpro_sso_gui.setup.facts import Application
from deskpro_sso_gui.setup.progress import holds
from deskpro_sso_gui.setup.trials import Flow
from deskpro_sso_gui.storage.journal import Operation, Outcome
from deskpro_sso_gui.tasks import application, certificate, renew
from deskpro_sso_gui.tasks import settle as settle_module
from deskpro_sso_gui.tasks.application import Wish
from deskpro_sso_gui.tasks.services import Services
from deskpro_sso_gui.tasks.session import Intent, Session
from deskpro_sso_gui.tasks.settle import settle
from tests.support.records import with_trial
from tests.support.set_up import connected, created


async def create(session: Session) -> Application:
    """Create an application in JumpCloud; neither record nor journal learns of it."""
    seen = await application.survey(session)
    client = await session.services.jumpcloud(session.record)
    request = plan.request(
        seen.template,
        label="DeskPRO",
        idp_url=f"{seen.base}deskpro",
        description="",
        hidden=False,
        color="",
    )
    return await client.create_application(request)


async def create_without_an_answer(session: Session, *, times: int = 1) -> list[str]:
    """Create applications and lose the answer; return their ids."""
    made: list[str] = []

    async def call() -> str:
        made.extend([(await create(session)).id for _ in range(times)])
        raise NetError(ProblemCode.CONNECTION_LOST, sent=True, host="localhost")

    base = (await application.survey(session)).base
    intent = Intent(operation=Operation.CREATE_APPLICATION, target=f"{base}deskpro")
    with pytest.raises(NetError):
        await session.write(call, intent=intent)
    return made


async def test_an_application_whose_creation_got_no_answer_is_taken_up(
    services: Services, key: Credential, world: Store
) -> None:
    session = await connected(services, key)
    made = await create_without_an_answer(session)
    await application.create_application(session, Wish())
    assert session.record.application is not None
    assert session.record.application.id == made[0]
    assert session.record.application.made_here
    assert list(world.world.applications) == made
    assert session.open_entries() == ()
    await session.close()


async def test_of_several_that_it_could_be_the_adopted_one_is_it_and_work_goes_on(
    services: Services, key: Credential
) -> None:
    session = await connected(services, key)
    _, second = await create_without_an_answer(session, times=2)
    with pytest.raises(ProblemError) as caught:
        await application.create_application(session, Wish())
    assert caught.value.problem.code is ProblemCode.SEVERAL_CANDIDATES
    await application.adopt_application(session, second)
    assert session.record.application is not None
    assert session.record.application.id == second
    assert session.record.application.made_here
    await settle(session)
    assert session.open_entries() == ()
    await session.close()


async def test_one_that_is_gone_by_now_does_not_stand_in_the_way_for_ever(
    services: Services, key: Credential, world: Store
) -> None:
    session = await connected(services, key)
    (gone,) = await create_without_an_answer(session)
    await settle(session)
    del world.world.applications[gone]
    await application.create_application(session, Wish())
    assert session.record.application is not None
    assert [session.record.application.id] == list(world.world.applications)
    await session.close()


async def test_one_made_in_the_organisation_chosen_now_is_taken_up_although_another_is_known(
    services: Services, key: Credential
) -> None:
    session = await created(services, key)
    assert session.record.application is not None
    elsewhere = msgspec.structs.replace(
        session.record.application,
        id="f" * 24,
        idp_url="https://sso.jumpcloud.com/saml2/other",
        basis={"organization": "another"},
    )
    await session.commit(lambda record: msgspec.structs.replace(record, application=elsewhere))
    await application.finish_interrupted(session)
    assert session.record.application.made_here
    assert session.record.application.id == session.created(Operation.CREATE_APPLICATION)
    await session.close()


async def test_absence_is_believed_after_the_time_limit_only(
    services: Services, key: Credential, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settle_module, "_LOOK_AGAIN_S", 0.01)
    session = await connected(services, key)
    await create_without_an_answer(session, times=0)
    begun, looks = services.now(), 0

    def now() -> datetime:
        nonlocal looks
        looks += 1
        return begun + timedelta(minutes=1 if looks > 3 else 0)

    services.now = now
    await settle(session)
    assert looks == 4
    assert session.open_entries() == ()
    assert session.created(Operation.CREATE_APPLICATION) == ""
    await session.close()


async def test_a_write_still_under_way_is_waited_for_and_keeps_its_own_outcome(
    services: Services, key: Credential
) -> None:
    session = await created(services, key)
    left, answered = asyncio.Event(), asyncio.Event()

    async def call() -> str:
        left.set()
        await answered.wait()
        return ""

    intent = Intent(operation=Operation.UPDATE_APPLICATION, target="any")
    asking = asyncio.create_task(session.write(call, intent=intent))
    await left.wait()
    asking.cancel()
    settling = asyncio.create_task(settle(session))
    await asyncio.sleep(0)
    answered.set()
    async with asyncio.timeout(5):  # far below a write's time limit
        await settling
    assert session.open_entries() == ()
    await session.close()


async def test_an_address_that_differs_in_capitals_alone_is_taken(
    services: Services, key: Credential, world: Store
) -> None:
    session = await connected(services, key)
    made = await create(session)
    there = world.world.applications[made.id]
    there.sso_url = there.sso_url.replace("/deskpro", "/DeskPRO/")
    with pytest.raises(ProblemError) as caught:
        await application.create_application(session, Wish())
    assert caught.value.problem.code is ProblemCode.IDP_URL_TAKEN
    assert caught.value.problem.values["label"] == f"DeskPRO ({made.id})"
    await session.close()


async def test_a_label_that_breaks_lines_in_jumpcloud_is_kept_as_one(
    services: Services, key: Credential
) -> None:
    session = await connected(services, key)
    wish = Wish(label="Desk\nPRO", description="Help\tfor\x07all")
    await application.create_application(session, wish)
    assert session.record.application is not None
    assert session.record.application.label == "Desk PRO"
    assert session.record.application.description == "Help for\ufffdall"
    await session.close()


@pytest.mark.parametrize("carried_out", [True, False])
@pytest.mark.parametrize("operation", [Operation.BIND_GROUPS, Operation.UNBIND_GROUPS])
async def test_links_are_looked_up_and_absence_is_not_taken_for_done(
    services: Services,
    key: Credential,
    world: Store,
    monkeypatch: pytest.MonkeyPatch,
    *,
    operation: Operation,
    carried_out: bool,
) -> None:
    monkeypatch.setattr(settle_module, "_LOOK_AGAIN_S", 0.01)
    monkeypatch.setattr("deskpro_sso_gui.tasks.session.WRITE_TIME_LIMIT_S", 0.1)
    session = await created(services, key)
    (there,) = world.world.applications.values()
    groups = list(world.world.groups)[:2]
    binds = operation is Operation.BIND_GROUPS
    there.group_ids = [] if binds else list(groups)

    async def call() -> None:
        if carried_out:
            there.group_ids = list(groups) if binds else []
        raise NetError(ProblemCode.CONNECTION_LOST, sent=True, host="localhost")

    intent = Intent(operation=operation, target=there.id, sent={"groups": groups})
    with pytest.raises(NetError):
        await session.write(call, intent=intent)
    await settle(session)
    assert session.entries[-1].outcome is (Outcome.DONE if carried_out else Outcome.ABSENT)
    await session.close()


@pytest.mark.parametrize("carried_out", [True, False])
async def test_a_renewal_that_got_no_answer_is_known_by_the_certificate(
    services: Services,
    key: Credential,
    monkeypatch: pytest.MonkeyPatch,
    *,
    carried_out: bool,
) -> None:
    monkeypatch.setattr(settle_module, "_LOOK_AGAIN_S", 0.01)
    monkeypatch.setattr("deskpro_sso_gui.tasks.session.WRITE_TIME_LIMIT_S", 0.1)
    session = await created(services, key)
    await certificate.fetch_certificate(session)
    client = type(await services.jumpcloud(session.record))
    update = client.update_application

    async def lost(self: Any, *arguments: Any, **options: Any) -> None:
        if carried_out:
            await update(self, *arguments, **options)
        raise NetError(ProblemCode.CONNECTION_LOST, sent=True, host="localhost")

    monkeypatch.setattr(client, "update_application", lost)
    with pytest.raises(NetError):
        await renew.renew_certificate(session)
    await settle(session)
    assert session.entries[-1].outcome is (Outcome.DONE if carried_out else Outcome.ABSENT)
    assert session.record.certificate is not None
    assert session.record.certificate.matches_jumpcloud is not carried_out
    await session.close()


async def test_a_change_that_got_no_answer_makes_a_trial_out_of_date(
    services: Services, key: Credential
) -> None:
    session = await created(services, key)
    await session.commit(lambda record: with_trial(record, Flow.FROM_DESKPRO))
    assert session.record.application is not None
    client = await services.jumpcloud(session.record)
    before = await client.application(session.record.application.id)
    config = {**before.config, "subjectField": {"value": "username"}}

    async def call() -> Application:
        await client.update_application(before, active=True, config=config)
        raise NetError(ProblemCode.CONNECTION_LOST, sent=True, host="localhost")

    changes = {"subjectField": {"was": "email", "wanted": "username"}}
    intent = Intent(
        operation=Operation.UPDATE_APPLICATION, target=before.id, sent={plan.CHANGES: changes}
    )
    with pytest.raises(NetError):
        await session.write(call, intent=intent)
    assert holds(session.record, Flow.FROM_DESKPRO)
    await settle(session)
    assert not holds(session.record, Flow.FROM_DESKPRO)
    await session.close()


async def test_what_a_run_read_before_is_no_proof_that_nothing_was_made(
    services: Services, key: Credential
) -> None:
    session = await connected(services, key)
    await create_without_an_answer(session, times=0)
    await services.remember()
    ours = await services.jumpcloud(session.record)
    assert await ours.applications() == ()
    services.next_step()
    # the server carries it out only now
    record, sender = session.record, await services.http()
    assert record.account is not None
    late = JumpCloud(sender, services.endpoints(record.account.region), key)
    template = (await application.survey(session)).template
    services.next_step()
    request = plan.request(
        template,
        label="DeskPRO",
        idp_url=session.open_entries()[0].target,
        description="",
        hidden=False,
        color="",
    )
    made = await late.create_application(request)
    begun = services.now()
    services.now = lambda: begun + timedelta(minutes=1)
    await settle(session)
    assert session.created(Operation.CREATE_APPLICATION) == made.id
    await session.close()


async def test_absence_is_believed_only_where_it_was_looked_for_after_the_time_limit(
    services: Services, key: Credential, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settle_module, "_LOOK_AGAIN_S", 0.01)
    session = await connected(services, key)
    await create_without_an_answer(session, times=0)
    client = type(await services.jumpcloud(session.record))
    applications, begun = client.applications, services.now()
    looked_at: list[datetime] = []

    async def slow(self: JumpCloud) -> tuple[Application, ...]:
        looked_at.append(services.now())
        services.now = lambda: begun + timedelta(minutes=1)  # the answer took long
        return await applications(self)

    monkeypatch.setattr(client, "applications", slow)
    await settle(session)
    assert looked_at[-1] == begun + timedelta(minutes=1)
    await session.close()


def test_every_write_there_is_can_be_looked_up() -> None:
    assert set(settle_module._SETTLERS) == set(Operation)
