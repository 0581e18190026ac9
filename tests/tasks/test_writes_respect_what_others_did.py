"""Every write sends all back as it came, and what somebody else changed meanwhile stays theirs."""

import asyncio
import base64
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import msgspec
import pytest

from deskpro_sso_gui.jumpcloud.credential import Credential
from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.practice.world import Application
from deskpro_sso_gui.problems import Problem, ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import SsoMethod
from deskpro_sso_gui.setup.gate import breaks_sign_in
from deskpro_sso_gui.setup.progress import Status, holds, progress
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.trials import Flow
from deskpro_sso_gui.tasks import (
    access,
    application,
    certificate,
    deskpro_add,
    deskpro_configure,
    jumpcloud_sso,
    renew,
    unbind,
    validate,
)
from deskpro_sso_gui.tasks.services import Services
from deskpro_sso_gui.tasks.session import Session
from deskpro_sso_gui.texts import problem_text
from tests.support.records import with_trial
from tests.support.set_up import acs_url, connected, created, entity_id

FOREIGN = {
    "authClaimConfiguration": {
        "type": "authClaim",
        "label": "Claims:",
        "value": {"mfa": ["one", "two"], "nested": {"deep": [1, None, True]}},
        "required": False,
        "position": 21,
    },
    "spErrorFlowOfTomorrow": {"value": None, "tooltip": {"template": "x", "variables": {}}},
}


async def ready(services: Services, key: Credential) -> Session:
    """Return a set-up that knows DeskPRO's addresses."""
    session = await created(services, key)
    await deskpro_add.take_addresses(
        session, entity_id=entity_id(services), acs_url=acs_url(services)
    )
    return session


def there(world: Store) -> Application:
    (only,) = world.world.applications.values()
    return only


async def refused(task: Awaitable[object]) -> Problem:
    with pytest.raises(ProblemError) as caught:
        await task
    return caught.value.problem


async def automatic(session: Session, method: SsoMethod = SsoMethod.AUTOMATIC) -> None:
    await session.commit(
        lambda record: msgspec.structs.replace(
            record, validation=msgspec.structs.replace(record.validation, sso_method=method)
        )
    )


async def test_settings_that_we_do_not_know_go_back_as_they_came(
    services: Services, key: Credential, world: Store
) -> None:
    session = await ready(services, key)
    there(world).foreign = dict(FOREIGN)
    there(world).values["includeGroups"] = True
    assert await jumpcloud_sso.apply_settings(session) > 0
    assert there(world).foreign == FOREIGN
    assert there(world).values["includeGroups"] is True
    await renew.renew_certificate(session)
    assert there(world).foreign == FOREIGN
    await session.close()


def _label(application: Application) -> None:
    application.display_label = "Renamed by Bob"


def _hidden(application: Application) -> None:
    application.hidden = True


def _unplanned(application: Application) -> None:
    application.values["includeGroups"] = True


def _foreign(application: Application) -> None:
    application.foreign["newKey"] = {"value": "of somebody's"}


def _planned(application: Application) -> None:
    application.values["acsUrl"] = "https://other.example/acs"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_label, "Name in the portal (Display Label) is now “Renamed by Bob”"),
        (_hidden, "Kept out of the portal is now “on”"),
        (_unplanned, "includeGroups is now “on”"),
        (_foreign, "newKey is now “of somebody's”"),
        (_planned, "(ACS URL) is now “https://other.example/acs”"),
    ],
)
@pytest.mark.parametrize("how", ["settings", "renewal"])
async def test_anything_changed_since_the_admin_looked_is_told_and_stays(
    services: Services,
    key: Credential,
    world: Store,
    change: Callable[[Application], None],
    words: str,
    how: str,
) -> None:
    session = await ready(services, key)
    there(world).values["includeGroups"] = False
    look = await jumpcloud_sso.look_at_settings(session)
    if how == "settings":
        change(there(world))
        after = msgspec.json.encode(there(world))
        problem = await refused(jumpcloud_sso.apply_settings(session, look))
    else:
        # between our own first look and the write
        after = b""
        write = session.write

        async def write_later(*arguments: Any, **options: Any) -> Any:
            nonlocal after
            change(there(world))
            after = msgspec.json.encode(there(world))
            return await write(*arguments, **options)

        session.write = write_later  # type: ignore[method-assign]
        problem = await refused(renew.renew_certificate(session))
    assert problem.code is ProblemCode.CHANGED_MEANWHILE
    assert words in problem_text(problem).title
    assert msgspec.json.encode(there(world)) == after
    assert session.open_entries() == ()
    (moved,) = await jumpcloud_sso.moved_since(session, look)
    assert moved.was != moved.now
    await session.close()


async def test_a_certificate_packed_otherwise_is_the_same_one(
    services: Services, key: Credential, world: Store
) -> None:
    session = await ready(services, key)
    await certificate.fetch_certificate(session)
    write = session.write

    async def write_and_repack(*arguments: Any, **options: Any) -> Any:
        result = await write(*arguments, **options)
        text = there(world).certificate_pem.replace("\n", "\r\n")
        there(world).certificate_value = base64.b64encode(text.encode()).decode()
        return result

    session.write = write_and_repack  # type: ignore[method-assign]
    assert await jumpcloud_sso.apply_settings(session) > 0  # and no CERTIFICATE_REPLACED
    await session.close()


async def test_without_a_certificate_to_send_back_nothing_is_written(
    services: Services, key: Credential, world: Store
) -> None:
    session = await ready(services, key)
    shown, there(world).certificate_value = there(world).certificate_value, ""
    before = msgspec.json.encode(there(world))
    problem = await refused(jumpcloud_sso.apply_settings(session))
    assert problem.code is ProblemCode.CERTIFICATE_NOT_SHOWN
    assert msgspec.json.encode(there(world)) == before
    there(world).certificate_value = shown
    await session.close()


async def test_a_renewed_certificate_is_another_one_and_all_that_rests_on_the_old_is_out_of_date(
    services: Services, key: Credential, world: Store
) -> None:
    session = await ready(services, key)
    await jumpcloud_sso.apply_settings(session)
    old = await certificate.fetch_certificate(session)
    await deskpro_configure.confirm_saved(session)
    await session.commit(lambda record: with_trial(record, Flow.FROM_DESKPRO))
    assert holds(session.record, Flow.FROM_DESKPRO)
    values = dict(there(world).values)
    new = await renew.renew_certificate(session)
    assert new.sha256 != old.sha256
    assert new.matches_jumpcloud
    assert new.pem == there(world).certificate_pem
    assert session.record.certificate == new
    assert there(world).values == values
    assert not holds(session.record, Flow.FROM_DESKPRO)
    standing = progress(session.record)[StageId.DESKPRO_CONFIGURE]
    assert standing.status is Status.STALE
    await session.close()


async def test_a_certificate_that_jumpcloud_kept_is_told(
    services: Services, key: Credential, world: Store
) -> None:
    session = await ready(services, key)
    await certificate.fetch_certificate(session)
    value, pem = there(world).certificate_value, there(world).certificate_pem
    write = session.write

    async def write_and_keep(*arguments: Any, **options: Any) -> Any:
        result = await write(*arguments, **options)
        there(world).certificate_value, there(world).certificate_pem = value, pem
        return result

    session.write = write_and_keep  # type: ignore[method-assign]
    problem = await refused(renew.renew_certificate(session))
    assert problem.code is ProblemCode.CERTIFICATE_KEPT
    await session.close()


@pytest.mark.parametrize("packed", ["base64 of PEM", "PEM", "base64 of DER", "metadata"])
async def test_jumpclouds_certificate_is_read_however_it_is_packed(
    services: Services, key: Credential, world: Store, packed: str
) -> None:
    session = await created(services, key)
    own = there(world)
    pem = own.certificate_pem
    bare = "".join(line for line in pem.splitlines() if "-----" not in line)
    own.certificate_value = {
        "base64 of PEM": base64.b64encode(pem.encode()).decode(),
        "PEM": pem,
        "base64 of DER": bare,
        "metadata": "",
    }[packed]
    assert (await certificate.fetch_certificate(session)).pem == pem
    await session.close()


async def test_settings_written_after_a_trial_make_it_out_of_date(
    services: Services, key: Credential, world: Store
) -> None:
    session = await ready(services, key)
    await jumpcloud_sso.apply_settings(session)
    await session.commit(lambda record: with_trial(record, Flow.FROM_DESKPRO))
    assert await jumpcloud_sso.apply_settings(session) == 0
    assert holds(session.record, Flow.FROM_DESKPRO)
    there(world).values["signAssertion"] = not there(world).values.get("signAssertion", True)
    there(world).values["subjectField"] = "username"
    assert await jumpcloud_sso.apply_settings(session) > 0
    assert not holds(session.record, Flow.FROM_DESKPRO)
    await session.close()


@pytest.mark.parametrize("method", [SsoMethod.AUTOMATIC, SsoMethod.UNKNOWN])
async def test_while_people_could_be_locked_out_nothing_that_breaks_the_sign_in_is_done(
    services: Services, key: Credential, world: Store, method: SsoMethod
) -> None:
    session = await ready(services, key)
    choice = await access.list_groups(session)
    bound = await access.bind_groups(session, choice.groups[:1])
    await automatic(session, method)
    before = msgspec.json.encode(there(world))
    group = [each.id for each in bound.groups]
    for change in (
        jumpcloud_sso.apply_settings(session),
        renew.renew_certificate(session),
        unbind.unbind_groups(session, group),
    ):
        assert (await refused(change)).code is ProblemCode.AUTOMATIC_IS_ON
    assert msgspec.json.encode(there(world)) == before
    assert breaks_sign_in(session.record)
    await validate.set_back_to_disabled(session)
    assert not breaks_sign_in(session.record)
    assert await jumpcloud_sso.apply_settings(session) > 0
    await session.close()


async def test_a_plan_overrides_not_knowing_and_never_automatic(
    services: Services, key: Credential
) -> None:
    session = await ready(services, key)
    await automatic(session)
    problem = await refused(jumpcloud_sso.apply_settings(session, unattended=True))
    assert problem.code is ProblemCode.AUTOMATIC_IS_ON
    await automatic(session, SsoMethod.UNKNOWN)
    assert await jumpcloud_sso.apply_settings(session, unattended=True) > 0
    await session.close()


async def test_access_is_taken_from_the_named_group_alone(
    services: Services, key: Credential, world: Store
) -> None:
    session = await ready(services, key)
    choice = await access.list_groups(session)
    await access.bind_groups(session, choice.groups[:2])
    first, second = (group.id for group in choice.groups[:2])
    left = await unbind.unbind_groups(session, [first])
    assert there(world).group_ids == [second]
    assert [group.id for group in left.groups] == [second]
    assert session.record.access == left
    # once more is no error, and no write
    writes = len(session.entries)
    await unbind.unbind_groups(session, [first])
    assert len(session.entries) == writes
    await session.close()


async def test_an_adopted_app_says_what_would_change_and_may_be_live(
    services: Services, key: Credential, world: Store
) -> None:
    first = await ready(services, key)
    choice = await access.list_groups(first)
    await access.bind_groups(first, choice.groups[:1])
    there(world).values["subjectField"] = "username"
    await first.close()
    second = await connected(services, key)
    client = await services.jumpcloud(second.record)
    (found,) = await client.applications()
    use = await application.look_at_use(second, found)
    assert use.groups == (choice.groups[0].name,)
    assert not use.addresses_known
    assert [each.setting for each in use.changes] == ["subjectField"]
    await application.adopt_application(second, found.id)
    assert second.record.validation.sso_method is SsoMethod.UNKNOWN
    assert application.is_first_change(second)
    await validate.set_back_to_disabled(second)
    await deskpro_add.take_addresses(
        second, entity_id=entity_id(services), acs_url=acs_url(services)
    )
    assert (await application.look_at_use(second, found)).addresses_known
    await jumpcloud_sso.apply_settings(second)
    assert not application.is_first_change(second)
    await second.close()


async def changes_settings(session: Session, world: Store) -> None:
    there(world).values["subjectField"] = "username"
    await jumpcloud_sso.apply_settings(session)


async def unbinds(session: Session, world: Store) -> None:
    await unbind.unbind_groups(session, there(world).group_ids)


async def renews(session: Session, _: Store) -> None:
    await renew.renew_certificate(session)


@pytest.mark.parametrize(
    ("change", "sent_by"),
    [(changes_settings, "update_application"), (unbinds, "unbind"), (renews, "update_application")],
)
async def test_a_change_that_nobody_waited_for_makes_a_trial_out_of_date_all_the_same(
    services: Services,
    key: Credential,
    world: Store,
    monkeypatch: pytest.MonkeyPatch,
    *,
    change: Callable[[Session, Store], Coroutine[Any, Any, None]],
    sent_by: str,
) -> None:
    session = await ready(services, key)
    await jumpcloud_sso.apply_settings(session)
    await access.bind_groups(session, (await access.list_groups(session)).groups[:1])
    await session.commit(lambda record: with_trial(record, Flow.FROM_DESKPRO))
    client = type(await services.jumpcloud(session.record))
    send, left = getattr(client, sent_by), asyncio.Event()

    async def noted(self: Any, *arguments: Any, **options: Any) -> object:
        left.set()
        return await send(self, *arguments, **options)

    monkeypatch.setattr(client, sent_by, noted)
    task = asyncio.create_task(change(session, world))
    async with asyncio.timeout(10):
        await left.wait()
    task.cancel()  # the page was left
    await asyncio.gather(task, return_exceptions=True)
    await session.writes_ended()
    assert session.open_entries() == ()
    assert not holds(session.record, Flow.FROM_DESKPRO)
    await session.close()
