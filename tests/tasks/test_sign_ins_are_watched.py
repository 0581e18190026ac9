"""A trial follows JumpCloud's own events: of this tester, this application and this flow."""

import asyncio
from base64 import b64encode
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from deskpro_sso_gui.jumpcloud.credential import Credential
from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.practice.world import Application
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.trials import Evidence, Flow, Trial
from deskpro_sso_gui.tasks import before_test, certificate, validate
from deskpro_sso_gui.tasks.services import Services
from deskpro_sso_gui.tasks.session import Session
from tests.support.set_up import TESTER, created

WAIT_S = 10
REFUSED: dict[str, Any] = {"sso_token_success": False, "error_message": "not\nauthorized"}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validate, "_POLL_S", 0.02)


def signs_in(world: Store, login: str = TESTER, **changes: Any) -> None:
    """Have JumpCloud note a sign-in to our application, a success from DeskPRO's button."""
    (application,) = world.world.applications.values()
    event: dict[str, Any] = {
        "application": application,
        "sso_url": application.sso_url,
        "idp_initiated": False,
        "sso_token_success": True,
    }
    world.record_event(user=world.user_by_login(login), **(event | changes))


async def watched(session: Session, watch: validate.Watch) -> Trial:
    async with asyncio.timeout(WAIT_S):
        return await validate.watch_sign_in(session, watch)


async def noted(session: Session, text: str) -> None:
    """Wait until the trial says that it failed with ``text``."""
    seen = asyncio.Event()

    def look(record: SetupRecord) -> None:
        trial = record.validation.trial(Flow.FROM_DESKPRO)
        if trial is not None and trial.failure == text:
            seen.set()

    end = session.subscribe(look)
    async with asyncio.timeout(WAIT_S):
        await seen.wait()
    end()


async def test_a_refusal_is_noted_and_the_success_after_it_proves_the_trial(
    services: Services, key: Credential, world: Store
) -> None:
    session = await created(services, key)
    watch = await validate.start_trial(session, Flow.FROM_DESKPRO)
    watching = asyncio.create_task(watched(session, watch))
    signs_in(world, **REFUSED)
    await noted(session, "not authorized")
    assert not watching.done()
    signs_in(world)
    trial = await watching
    assert trial.issued_by is Evidence.EVENT
    assert trial.failure == ""
    accepted = await validate.confirm_accepted(session, Flow.FROM_DESKPRO, "Ann Example")
    assert accepted.proven
    await session.close()


async def test_a_success_counts_although_a_refusal_came_after_it(
    services: Services, key: Credential, world: Store
) -> None:
    session = await created(services, key)
    watch = await validate.start_trial(session, Flow.FROM_DESKPRO)
    signs_in(world)
    signs_in(world, **REFUSED)
    trial = await watched(session, watch)
    assert trial.issued_at is not None
    assert trial.failure == ""
    await session.close()


def _elsewhere(application: Application) -> Application:
    return msgspec.structs.replace(application, id="f" * 24)


@pytest.mark.parametrize(
    "event",
    [
        pytest.param({"sso_token_success": False, "mfa": True}, id="a step before another factor"),
        pytest.param({"login": "ben@acme.example"}, id="somebody else"),
        pytest.param({"login": "nobody"}, id="nobody who was recognised"),
        pytest.param({"idp_initiated": True}, id="the other flow"),
        pytest.param({"elsewhere": True}, id="another application at the same address"),
        pytest.param(
            {"application": None, "sso_url": "http://127.0.0.1/saml2/x"}, id="another address"
        ),
    ],
)
async def test_what_is_no_sign_in_of_this_trial_does_not_count(
    services: Services, key: Credential, world: Store, event: dict[str, Any]
) -> None:
    session = await created(services, key)
    # without a user name of her own she must not be taken for a nobody
    await session.commit(
        lambda record: msgspec.structs.replace(
            record, tester=record.tester and msgspec.structs.replace(record.tester, username="")
        )
    )
    watch = await validate.start_trial(session, Flow.FROM_DESKPRO)
    watching = asyncio.create_task(watched(session, watch))
    changes = dict(event)
    if changes.pop("elsewhere", False):
        (application,) = world.world.applications.values()
        changes["application"] = _elsewhere(application)
    signs_in(world, **changes)
    # the refusal is looked at after the event: once it is noted, the event was passed over
    signs_in(world, **REFUSED)
    await noted(session, "not authorized")
    assert not watching.done()
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    await session.close()


async def test_a_refusal_without_the_applications_id_is_known_by_its_address(
    services: Services, key: Credential, world: Store
) -> None:
    session = await created(services, key)
    watch = await validate.start_trial(session, Flow.FROM_DESKPRO)
    watching = asyncio.create_task(watched(session, watch))
    signs_in(world, application=None, sso_token_success=False, error_message="unreachable")
    await noted(session, "unreachable")
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    await session.close()


async def test_the_tester_is_known_by_e_mail_where_the_event_has_no_id(
    services: Services, key: Credential, world: Store
) -> None:
    session = await created(services, key)
    watch = await validate.start_trial(session, Flow.FROM_DESKPRO)
    signs_in(world)
    world.world.events[-1].user_id = ""
    world.world.events[-1].username = TESTER.upper()
    assert (await watched(session, watch)).issued_at is not None
    await session.close()


async def test_an_event_that_arrives_half_an_hour_late_is_seen(
    services: Services, key: Credential, world: Store
) -> None:
    session = await created(services, key)
    watch = await validate.start_trial(session, Flow.FROM_DESKPRO)
    signs_in(world)
    now = services.now
    services.now = lambda: now() + timedelta(minutes=30)
    assert (await watched(session, watch)).issued_at is not None
    await session.close()


async def test_what_happened_before_the_trial_does_not_count(
    services: Services, key: Credential, world: Store
) -> None:
    session = await created(services, key)
    signs_in(world)
    watch = await validate.start_trial(session, Flow.FROM_DESKPRO)
    watching = asyncio.create_task(watched(session, watch))
    signs_in(world, **REFUSED)
    await noted(session, "not authorized")
    assert not watching.done()
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    await session.close()


async def test_an_event_of_before_the_trial_that_arrives_late_does_not_count(
    services: Services, key: Credential, world: Store
) -> None:
    session = await created(services, key)
    watch = await validate.start_trial(session, Flow.FROM_DESKPRO)
    assert watch.began is not None
    watching = asyncio.create_task(watched(session, watch))
    signs_in(world)
    early = watch.began - timedelta(seconds=30)
    world.world.events[-1].timestamp = f"{early:%Y-%m-%dT%H:%M:%S}.000000000Z"
    signs_in(world, **REFUSED)
    await noted(session, "not authorized")
    assert not watching.done()
    signs_in(world)
    assert (await watching).issued_at is not None
    await session.close()


async def test_without_a_view_of_events_the_admin_tells(
    services: Services, key: Credential, world: Store
) -> None:
    session = await created(services, key)
    world.set_faults([Fault.NO_EVENTS])
    watch = await validate.start_trial(session, Flow.FROM_DESKPRO)
    assert not watch.events_available
    await validate.note_failure(session, Flow.FROM_DESKPRO, "Sorry,\x07\nno")
    await validate.confirm_issued(session, Flow.FROM_DESKPRO)
    trial = await validate.confirm_accepted(session, Flow.FROM_DESKPRO, " Ann\nExample ")
    assert trial.proven
    assert trial.failure == ""
    assert (trial.issued_by, trial.signed_in_as) == (Evidence.ADMIN, "Ann Example")
    await session.close()


async def test_nobody_may_switch_once_jumpcloud_signs_with_another_certificate(
    services: Services, key: Credential, world: Store, other_certificate: bytes
) -> None:

    session = await created(services, key)
    await certificate.fetch_certificate(session)
    for flow in (Flow.FROM_DESKPRO, Flow.FROM_JUMPCLOUD):
        await validate.start_trial(session, flow)
        await validate.confirm_issued(session, flow)
        await validate.confirm_accepted(session, flow, "Ann Example")
    (application,) = world.world.applications.values()
    application.certificate_value = b64encode(other_certificate).decode()
    checks = {check.id: check.passed for check in await before_test.check_before_test(session)}
    assert checks[before_test.CheckId.CERTIFICATE] is False
    with pytest.raises(ProblemError) as caught:
        await validate.switched_to_automatic(session)
    assert caught.value.problem.code is ProblemCode.NOT_PROVEN
    await session.close()


async def test_a_second_step_and_a_sign_in_by_the_other_way_are_told_and_waited_through(
    services: Services, key: Credential, world: Store
) -> None:
    session = await created(services, key)
    watch = await validate.start_trial(session, Flow.FROM_DESKPRO)
    told: list[validate.Noticed] = []
    seen = asyncio.Event()

    def noticed(what: validate.Noticed) -> None:
        told.append(what)
        seen.set()

    watching = asyncio.create_task(validate.watch_sign_in(session, watch, noticed=noticed))
    async with asyncio.timeout(WAIT_S):
        signs_in(world, sso_token_success=False, mfa=True)
        await seen.wait()
        seen.clear()
        signs_in(world, idp_initiated=True)
        await seen.wait()
        signs_in(world)
        trial = await watching
    assert told == [validate.Noticed.SECOND_STEP, validate.Noticed.OTHER_WAY]
    assert trial.issued_by is Evidence.EVENT
    # the other way is not proven by it
    assert session.record.validation.trial(Flow.FROM_JUMPCLOUD) is None
    await session.close()


async def test_a_refusal_is_told_from_what_the_admin_saw(
    services: Services, key: Credential, world: Store
) -> None:
    session = await created(services, key)
    watch = await validate.start_trial(session, Flow.FROM_DESKPRO)
    watching = asyncio.create_task(watched(session, watch))
    signs_in(world, **REFUSED)
    await noted(session, "not authorized")
    trial = session.record.validation.trial(Flow.FROM_DESKPRO)
    assert trial is not None
    assert trial.failure_by is Evidence.EVENT
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    assert (await validate.note_failure(session, Flow.FROM_DESKPRO, "no")).failure_by is (
        Evidence.ADMIN
    )
    assert (await validate.confirm_issued(session, Flow.FROM_DESKPRO)).failure_by is None
    await session.close()


def test_jumpcloud_is_asked_quickly_at_first_and_less_often_later() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(validate, "_POLL_S", 2.0)
        pauses = [validate._pause(seconds) for seconds in (0, 59, 61, 299, 301, 36_000)]
    assert pauses == [2.0, 2.0, 5.0, 5.0, 15.0, 15.0]
