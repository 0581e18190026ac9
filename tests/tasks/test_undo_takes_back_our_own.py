"""Taking back: what we made goes, what we changed is put back, and nothing of anybody else's."""

from typing import Any

import msgspec
import pytest

from deskpro_sso_gui.jumpcloud.credential import Credential
from deskpro_sso_gui.jumpcloud.errors import JumpCloudError
from deskpro_sso_gui.net import NetError
from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.practice.world import Application
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import Group, SsoMethod
from deskpro_sso_gui.setup.undo import Caution, Left, StepKind
from deskpro_sso_gui.storage.journal import Operation
from deskpro_sso_gui.tasks import (
    access,
    application,
    deskpro_add,
    jumpcloud_sso,
    picture,
    renew,
    unbind,
)
from deskpro_sso_gui.tasks import settle as settle_module
from deskpro_sso_gui.tasks.application import Wish
from deskpro_sso_gui.tasks.services import Services
from deskpro_sso_gui.tasks.session import Session
from deskpro_sso_gui.tasks.settle import settle
from deskpro_sso_gui.tasks.undo import has_written, plan_undo, undo
from tests.support.set_up import acs_url, connected, created, entity_id


def everything(world: Store) -> bytes:
    return msgspec.json.encode(
        [world.world.applications, world.world.groups], order="deterministic"
    )


def there(world: Store) -> Application:
    (only,) = world.world.applications.values()
    return only


async def with_addresses(services: Services, session: Session) -> None:
    await deskpro_add.take_addresses(
        session, entity_id=entity_id(services), acs_url=acs_url(services)
    )


async def whole(services: Services, key: Credential) -> tuple[Session, Group]:
    """Return a set-up that made an app and a group, and let two groups in."""
    session = await created(services, key)
    await with_addresses(services, session)
    await jumpcloud_sso.apply_settings(session)
    made = await access.create_group(session, "Helpdesk people")
    listed = (await access.list_groups(session)).groups
    agents = next(group for group in listed if group.name == "DeskPRO agents")
    await access.bind_groups(session, [made, agents])
    return session, made


async def adopted(services: Services, key: Credential, world: Store) -> Session:
    """Return a set-up that uses an app of somebody else's, switched off and set otherwise."""
    first = await created(services, key)
    await first.close()
    services.store.delete(first.record.id)
    there(world).active = False
    there(world).values["subjectField"] = "username"
    there(world).values["databaseAttributes"] = [
        {"name": "phone", "value": "phone", "readOnly": False, "required": False, "visible": True}
    ]
    session = await connected(services, key)
    await application.adopt_application(session, there(world).id)
    await session.commit(_disabled)
    await with_addresses(services, session)
    return session


def _disabled(record: Any) -> Any:
    validation = msgspec.structs.replace(record.validation, sso_method=SsoMethod.DISABLED)
    return msgspec.structs.replace(record, validation=validation)


async def test_jumpcloud_is_as_before_and_nothing_is_left_to_take_back(
    services: Services, key: Credential, world: Store
) -> None:
    before = everything(world)
    session, _ = await whole(services, key)
    shown = await plan_undo(session)
    assert [(step.kind, step.name) for step in shown.steps] == [
        (StepKind.TAKE_ACCESS, "Helpdesk people"),
        (StepKind.TAKE_ACCESS, "DeskPRO agents"),
        (StepKind.DELETE_APPLICATION, "DeskPRO"),
        (StepKind.DELETE_GROUP, "Helpdesk people"),
    ]
    assert not any(step.cautions for step in shown.steps)
    assert [each.kind for each in shown.leaves] == [Left.DESKPRO]
    assert await undo(session, shown) == shown.steps
    assert everything(world) == before
    assert session.record.application is None
    assert session.record.service_provider is not None
    assert (await plan_undo(session)).steps == ()
    operations = [entry.operation for entry in session.entries[-3:]]
    assert operations == [
        Operation.UNBIND_GROUPS,
        Operation.DELETE_APPLICATION,
        Operation.DELETE_GROUP,
    ]
    # and a new beginning is one
    await application.create_application(session, Wish())
    assert len(world.world.applications) == 1
    await session.close()


async def test_an_adopted_app_gets_its_former_values_back_and_stays(
    services: Services, key: Credential, world: Store
) -> None:
    session = await adopted(services, key, world)
    before = everything(world)
    assert await jumpcloud_sso.apply_settings(session) > 3
    assert there(world).active
    shown = await plan_undo(session)
    (step,) = shown.steps
    assert step.kind is StepKind.RESTORE
    assert {each.setting: each.wanted for each in step.changes}["active"] is False
    await undo(session, shown)
    assert everything(world) == before
    assert session.record.application is None
    assert (await plan_undo(session)).steps == ()
    await session.close()


async def test_values_that_somebody_changed_since_are_left_and_named(
    services: Services, key: Credential, world: Store
) -> None:
    session = await adopted(services, key, world)
    await jumpcloud_sso.apply_settings(session)
    there(world).values["acsUrl"] = "https://bob.example/acs"
    shown = await plan_undo(session)
    assert [each.settings for each in shown.leaves if each.kind is Left.VALUES] == [("acsUrl",)]
    await undo(session, shown)
    assert there(world).values["acsUrl"] == "https://bob.example/acs"
    assert there(world).values["subjectField"] == "username"
    await session.close()


async def test_what_others_use_by_now_is_left_unless_asked_for_by_name(
    services: Services, key: Credential, world: Store
) -> None:
    session, made = await whole(services, key)
    finance = next(each for each in world.world.groups.values() if each.name == "Finance")
    there(world).group_ids.append(finance.id)
    there(world).description = "Bob was here"
    world.world.groups[made.id].member_ids.append(next(iter(world.world.users)))
    shown = await plan_undo(session)
    cautions = {step.kind: step.cautions for step in shown.steps}
    assert cautions[StepKind.DELETE_APPLICATION] == (Caution.CHANGED, Caution.OTHER_GROUPS)
    assert cautions[StepKind.DELETE_GROUP] == (Caution.MEMBERS,)
    await undo(session, shown)
    assert there(world).group_ids == [finance.id]
    assert made.id in world.world.groups
    assert session.record.application is not None
    shown = await plan_undo(session)
    await undo(session, shown, also=[step.key for step in shown.steps])
    assert world.world.applications == {}
    assert made.id not in world.world.groups
    await session.close()


async def test_a_group_that_another_app_uses_is_left(
    services: Services, key: Credential, world: Store
) -> None:
    session, made = await whole(services, key)
    other = msgspec.structs.replace(there(world), id="e" * 24, group_ids=[made.id])
    world.world.applications[other.id] = other
    shown = await plan_undo(session)
    (step,) = (step for step in shown.steps if step.kind is StepKind.DELETE_GROUP)
    assert step.cautions == (Caution.OTHER_USES,)
    await undo(session, shown)
    assert made.id in world.world.groups
    assert list(world.world.applications) == [other.id]
    await session.close()


async def test_access_that_was_taken_away_is_given_back_and_foreign_links_stay(
    services: Services, key: Credential, world: Store
) -> None:
    session = await adopted(services, key, world)
    groups = list(world.world.groups)
    there(world).group_ids.extend(groups[:2])
    await unbind.unbind_groups(session, groups[:1])
    shown = await plan_undo(session)
    assert [(step.kind, step.group) for step in shown.steps] == [(StepKind.GIVE_ACCESS, groups[0])]
    await undo(session, shown)
    assert set(there(world).group_ids) == set(groups[:2])
    assert (await plan_undo(session)).steps == ()
    await session.close()


async def test_a_renewed_certificate_cannot_be_brought_back_and_that_is_said(
    services: Services, key: Credential, world: Store
) -> None:
    session = await adopted(services, key, world)
    await jumpcloud_sso.apply_settings(session)
    await renew.renew_certificate(session)
    kept = there(world).certificate_value
    shown = await plan_undo(session)
    assert Left.CERTIFICATE in {each.kind for each in shown.leaves}
    await undo(session, shown)
    assert there(world).certificate_value == kept
    await session.close()


async def test_what_changed_since_it_was_shown_stops_it_before_anything_is_done(
    services: Services, key: Credential, world: Store
) -> None:
    session, _ = await whole(services, key)
    shown = await plan_undo(session)
    there(world).description = "Bob was here"
    before = everything(world)
    with pytest.raises(ProblemError) as caught:
        await undo(session, shown)
    assert caught.value.problem.code is ProblemCode.UNDO_CHANGED
    assert everything(world) == before
    await session.close()


async def test_nothing_is_taken_back_while_deskpro_sends_everyone_to_jumpcloud(
    services: Services, key: Credential, world: Store
) -> None:
    session, _ = await whole(services, key)
    shown = await plan_undo(session)

    def switched(record: Any) -> Any:
        validation = msgspec.structs.replace(record.validation, sso_method=SsoMethod.AUTOMATIC)
        return msgspec.structs.replace(record, validation=validation)

    await session.commit(switched)
    before = everything(world)
    with pytest.raises(ProblemError) as caught:
        await undo(session, shown)
    assert caught.value.problem.code is ProblemCode.AUTOMATIC_IS_ON
    assert everything(world) == before
    await session.close()


@pytest.mark.parametrize("carried_out", [True, False])
async def test_after_a_crash_in_the_middle_the_rest_is_taken_back_and_nothing_twice(
    services: Services,
    key: Credential,
    world: Store,
    monkeypatch: pytest.MonkeyPatch,
    *,
    carried_out: bool,
) -> None:
    monkeypatch.setattr(settle_module, "_LOOK_AGAIN_S", 0.01)
    monkeypatch.setattr("deskpro_sso_gui.tasks.session.WRITE_TIME_LIMIT_S", 0.1)
    before = everything(world)
    session, _ = await whole(services, key)
    shown = await plan_undo(session)
    client = type(await services.jumpcloud(session.record))
    delete = client.delete_application

    async def lost(self: Any, application_id: str) -> None:
        if carried_out:
            await delete(self, application_id)
        raise NetError(ProblemCode.CONNECTION_LOST, sent=True, host="localhost")

    monkeypatch.setattr(client, "delete_application", lost)
    with pytest.raises(NetError):
        await undo(session, shown)
    assert len(session.open_entries()) == 1
    monkeypatch.setattr(client, "delete_application", delete)
    await session.close()

    again = await services.open_session(session.record.id)
    shown = await plan_undo(again)
    kinds = [step.kind for step in shown.steps]
    assert (StepKind.DELETE_APPLICATION in kinds) is not carried_out
    assert StepKind.TAKE_ACCESS not in kinds
    await undo(again, shown)
    assert everything(world) == before
    assert again.record.application is None
    await again.close()


async def test_links_of_a_write_that_was_cut_off_count_as_far_as_they_were_made(
    services: Services, key: Credential, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settle_module, "_LOOK_AGAIN_S", 0.01)
    monkeypatch.setattr("deskpro_sso_gui.tasks.session.WRITE_TIME_LIMIT_S", 0.1)
    session = await created(services, key)
    groups = (await access.list_groups(session)).groups[:2]
    client = type(await services.jumpcloud(session.record))
    bind = client.bind

    async def half(self: Any, application_id: str, group_ids: Any, **_: Any) -> None:
        await bind(self, application_id, group_ids[:1])
        raise NetError(ProblemCode.CONNECTION_LOST, sent=True, host="localhost")

    monkeypatch.setattr(client, "bind", half)
    with pytest.raises(NetError):
        await access.bind_groups(session, groups)
    await settle(session)
    shown = await plan_undo(session)
    links = [step for step in shown.steps if step.kind is StepKind.TAKE_ACCESS]
    assert [(step.group, step.cautions) for step in links] == [(groups[0].id, ())]
    await session.close()


async def test_a_link_whose_write_was_refused_as_a_whole_is_asked_about(
    services: Services, key: Credential, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = await created(services, key)
    groups = (await access.list_groups(session)).groups[:2]
    client = type(await services.jumpcloud(session.record))
    bind = client.bind

    async def half(self: Any, application_id: str, group_ids: Any, **_: Any) -> None:
        await bind(self, application_id, group_ids[:1])
        raise JumpCloudError(ProblemCode.NOT_PERMITTED, 403, action="change who may use the app")

    monkeypatch.setattr(client, "bind", half)
    with pytest.raises(JumpCloudError):
        await access.bind_groups(session, groups)
    shown = await plan_undo(session)
    links = [step for step in shown.steps if step.kind is StepKind.TAKE_ACCESS]
    assert [(step.group, step.cautions) for step in links] == [(groups[0].id, (Caution.UNSURE,))]
    await session.close()


async def test_a_set_up_that_wrote_nothing_has_nothing_to_take_back(
    services: Services, key: Credential
) -> None:
    session = await connected(services, key)
    assert not has_written(session)
    shown = await plan_undo(session)
    assert not shown.steps
    assert not shown.leaves
    assert await undo(session, shown) == ()
    await session.close()


async def test_a_picture_on_somebody_elses_app_cannot_be_taken_back_and_that_is_said(
    services: Services, key: Credential, world: Store
) -> None:
    session = await adopted(services, key, world)
    await picture.put_picture(session, picture.picture_of(b"\xff\xd8\xff and the rest"))
    shown = await plan_undo(session)
    assert shown.steps == ()
    assert [(each.kind, each.name) for each in shown.leaves] == [(Left.PICTURE, "DeskPRO")]
    await session.close()


async def test_the_picture_goes_with_our_own_app(
    services: Services, key: Credential, world: Store
) -> None:
    session = await created(services, key)
    await picture.put_picture(session, picture.picture_of(b"\xff\xd8\xff and the rest"))
    shown = await plan_undo(session)
    assert [(step.kind, step.cautions) for step in shown.steps] == [
        (StepKind.DELETE_APPLICATION, ())
    ]
    assert shown.leaves == ()
    await undo(session, shown)
    assert not world.world.applications
    await session.close()
