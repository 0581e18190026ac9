"""What the admin tells of JumpCloud: her word stands, but not against what can be seen."""

import asyncio
from dataclasses import dataclass

import pytest
from msgspec.structs import replace

from deskpro_sso_gui.credentials.session_store import SessionStore
from deskpro_sso_gui.jumpcloud.credential import Credential
from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import Generation, Interface, Region
from deskpro_sso_gui.setup.parts import Connector
from deskpro_sso_gui.setup.progress import everyone_known, holds
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.trials import Evidence, Flow
from deskpro_sso_gui.storage.folders import folders
from deskpro_sso_gui.tasks import (
    access,
    before_test,
    by_hand,
    certificate,
    connect,
    deskpro_add,
    jumpcloud_sso,
    metadata,
    people,
    picture,
    renew,
    unbind,
    undo,
    validate,
)
from deskpro_sso_gui.tasks import application as application_task
from deskpro_sso_gui.tasks.services import Services
from deskpro_sso_gui.tasks.session import Session
from tests.support.records import with_trial
from tests.support.set_up import TESTER, acs_url, connected, created, entity_id
from tests.support.visits import metadata_address


def url(services: Services, suffix: str = "deskpro") -> str:
    assert services.sandbox is not None
    return f"{services.sandbox.jumpcloud}/saml2/{suffix}"


async def without_key(services: Services) -> Session:
    session = await services.new_session()
    assert services.sandbox is not None
    await connect.check_helpdesk(
        session,
        services.sandbox.deskpro,
        interface=Interface.AGENTS,
        generation=Generation.LEGACY,
    )
    await by_hand.go_without_key(session, Region.US, "  Acme \n Inc ")
    await by_hand.name_tester(session, f" {TESTER} ")
    return session


async def refused(code: ProblemCode, told: object) -> dict[str, str]:
    with pytest.raises(ProblemError) as caught:
        await told  # type: ignore[misc]
    assert caught.value.problem.code is code
    return dict(caught.value.problem.values)


async def test_without_a_key_her_word_stands_and_jumpcloud_is_never_asked(
    services: Services, world: Store
) -> None:
    session = await without_key(services)
    assert session.record.by_hand.organization == "Acme Inc"
    assert session.record.tester is not None
    assert session.record.tester.email == TESTER
    await by_hand.choose_connector(session, Connector.DESKPRO)
    await by_hand.confirm_application(session, label=" Help  desk ", idp_url=url(services))
    application = session.record.application
    assert application is not None
    assert application.by_hand
    assert (application.label, application.template) == ("Help desk", "deskpro")
    assert application.idp_entity_id == ""
    await deskpro_add.take_addresses(
        session, entity_id=entity_id(services), acs_url=acs_url(services)
    )
    await by_hand.confirm_settings(session)
    assert session.record.applied is not None
    assert session.record.applied.by_hand
    assert session.record.application is not None
    assert session.record.application.idp_entity_id == url(services)
    told = await by_hand.confirm_access(
        session, ["Support", " Support ", "", "Sales"], tester_included=False
    )
    assert [group.name for group in told.groups] == ["Support", "Sales"]
    assert told.tester_included is None
    assert told.by_hand
    for ask in (
        jumpcloud_sso.compare_settings,
        certificate.jumpcloud_certificate,
        access.list_groups,
        application_task.survey,
    ):
        with pytest.raises(ProblemError) as caught:
            await ask(session)
        assert caught.value.problem.code in before_test.TOLD
    assert not session.open_entries()
    assert not world.world.applications


async def test_a_kept_key_is_not_used_and_comes_back_with_it(
    services: Services, key: Credential
) -> None:
    session = await created(services, key)
    await by_hand.go_without_key(session, Region.US)
    await refused(ProblemCode.BY_HAND, jumpcloud_sso.compare_settings(session))
    assert session.record.account is not None
    await connect.sign_in_to_jumpcloud(session, key)
    assert not session.record.by_hand.without_key
    assert await access.list_groups(session)


@dataclass
class Odd:
    typed: str
    code: ProblemCode


ODD = [
    Odd("", ProblemCode.IDP_URL_INVALID),
    Odd("deskpro", ProblemCode.IDP_URL_INVALID),
    Odd("https://sso.jumpcloud.com/saml2/", ProblemCode.IDP_URL_INVALID),
    Odd("https://sso.jumpcloud.com/saml2/desk pro", ProblemCode.IDP_URL_INVALID),
    Odd("https://sso.jumpcloud.com/saml2/a/b", ProblemCode.IDP_URL_INVALID),
    Odd("https://sso.jumpcloud.com/saml2/a?b=c", ProblemCode.IDP_URL_INVALID),
    Odd("https://sso.jumpcloud.com/x/saml2/a", ProblemCode.IDP_URL_INVALID),
    Odd("https://user@sso.jumpcloud.com/saml2/a", ProblemCode.IDP_URL_INVALID),
    Odd("http://sso.jumpcloud.com/saml2/deskpro", ProblemCode.IDP_URL_NOT_JUMPCLOUD),
    Odd("https://sso.jumpcloud.com:8443/saml2/deskpro", ProblemCode.IDP_URL_NOT_JUMPCLOUD),
    Odd("https://jumpcloud.com.evil.example/saml2/deskpro", ProblemCode.IDP_URL_NOT_JUMPCLOUD),
    Odd("https://notjumpcloud.com/saml2/deskpro", ProblemCode.IDP_URL_NOT_JUMPCLOUD),
    Odd("http://127.0.0.1:8000/saml2/deskpro", ProblemCode.IDP_URL_NOT_JUMPCLOUD),
    Odd("https://sso.jumpcloud.com/saml2/<applicationname>", ProblemCode.IDP_URL_UNFINISHED),
    Odd("https://sso.jumpcloud.com/saml2/applicationname", ProblemCode.IDP_URL_UNFINISHED),
    Odd("https://sso.jumpcloud.com/saml2/YOURDOMAIN", ProblemCode.IDP_URL_UNFINISHED),
    Odd("https://sso.jumpcloud.com/saml2/{custom_value}", ProblemCode.IDP_URL_UNFINISHED),
]


async def real_session() -> tuple[Services, Session]:
    services = Services(practice=False, places=folders(practice=False), credentials=SessionStore())
    return services, await services.new_session()


async def test_an_address_is_looked_at_before_it_is_believed() -> None:
    services, session = await real_session()
    for odd in ODD:
        with pytest.raises(ProblemError) as caught:
            by_hand.check_idp_url(session, odd.typed)
        assert caught.value.problem.code is odd.code, odd.typed
    for right in (
        "https://sso.jumpcloud.com/saml2/deskpro",
        ' "https://sso.eu.jumpcloud.com/saml2/Desk_pro-1/" ',
    ):
        assert by_hand.check_idp_url(session, right) == right.strip(' "').rstrip("/")
    await session.close()
    await services.close()


async def test_the_beginning_of_the_address_is_known_for_the_us_alone() -> None:
    services, session = await real_session()
    assert by_hand.idp_url_base(session) == ""
    for region in Region:
        await by_hand.go_without_key(session, region)
        known = by_hand.idp_url_base(session)
        assert bool(known) is (region is Region.US)
    await session.close()
    await services.close()


@pytest.mark.parametrize("email", ["", "ann", "ann@", "@acme.example", "a b@acme.example", "a@b"])
async def test_who_tries_it_needs_an_address(services: Services, email: str) -> None:
    session = await services.new_session()
    await refused(ProblemCode.EMAIL_INVALID, by_hand.name_tester(session, email))
    assert session.record.tester is None


async def test_with_a_key_the_app_is_looked_for(
    services: Services, key: Credential, world: Store
) -> None:
    made = await created(services, key)
    assert made.record.application is not None
    real = made.record.application.id
    session = await connected(services, key)
    await by_hand.do_by_hand(session, StageId.APPLICATION, on=True)
    told = await refused(
        ProblemCode.APP_NOT_THERE,
        by_hand.confirm_application(session, label="x", idp_url=url(services, "other")),
    )
    assert told["idp_url"] == url(services, "other")
    await by_hand.confirm_application(session, label="x", idp_url=url(services))
    assert session.record.application is not None
    assert session.record.application.id == real
    assert session.record.application.label == "DeskPRO"
    twin = world.world.applications[real]
    world.world.applications["0123456789abcdef01234567"] = replace(
        twin, id="0123456789abcdef01234567"
    )
    await refused(
        ProblemCode.SEVERAL_CANDIDATES,
        by_hand.confirm_application(session, label="x", idp_url=url(services)),
    )


async def test_with_a_key_the_settings_and_the_access_are_compared(
    services: Services, key: Credential, world: Store
) -> None:
    session = await created(services, key)
    await refused(ProblemCode.STAGE_NOT_READY, by_hand.confirm_settings(session))
    await deskpro_add.take_addresses(
        session, entity_id=entity_id(services), acs_url=acs_url(services)
    )
    told = await refused(ProblemCode.NOT_SET_YET, by_hand.confirm_settings(session))
    assert "acsUrl" in told["settings"]
    (application,) = world.world.applications.values()
    application.values |= {"acsUrl": acs_url(services), "spEntityId": entity_id(services)}
    await by_hand.confirm_settings(session)
    assert session.record.applied is not None
    assert not session.record.applied.by_hand
    confirm = by_hand.confirm_access(session, ["Finance"], tester_included=True)
    await refused(ProblemCode.NO_GROUP_HAS_ACCESS, confirm)
    group = next(each for each in world.world.groups.values() if each.name == "Finance")
    application.group_ids.append(group.id)
    seen = await by_hand.confirm_access(session, ["Finance"], tester_included=True)
    assert not seen.by_hand
    assert seen.tester_included is False, "JumpCloud's answer outweighs her word"


async def test_an_app_of_her_word_alone_is_not_asked_for_by_a_key(
    services: Services, key: Credential
) -> None:
    session = await without_key(services)
    await by_hand.confirm_application(session, label="x", idp_url=url(services))
    await connect.sign_in_to_jumpcloud(session, key)
    for ask in (
        certificate.jumpcloud_certificate(session),
        access.look_at_access(session),
    ):
        await refused(ProblemCode.APPLICATION_BY_HAND, ask)


async def test_no_group_is_no_access(services: Services) -> None:
    session = await without_key(services)
    await refused(
        ProblemCode.STAGE_NOT_READY, by_hand.confirm_access(session, ["a"], tester_included=True)
    )
    await by_hand.confirm_application(session, label="x", idp_url=url(services))
    await refused(
        ProblemCode.NO_GROUP_NAMED, by_hand.confirm_access(session, [" "], tester_included=True)
    )
    assert session.record.access is None


async def test_another_tester_is_not_said_to_get_in(services: Services) -> None:
    session = await without_key(services)
    await by_hand.confirm_application(session, label="x", idp_url=url(services))
    await by_hand.confirm_access(session, ["Support"], tester_included=True)
    await by_hand.name_tester(session, "ben@acme.example")
    assert session.record.access is not None
    assert session.record.access.tester_included is None


async def test_before_the_test_the_metadata_stands_in_for_a_key(
    services: Services, key: Credential, world: Store
) -> None:
    made = await created(services, key)
    assert services.sandbox is not None
    address = await metadata_address(services.sandbox, made.record)
    (application,) = world.world.applications.values()
    session = await without_key(services)
    await by_hand.confirm_application(session, label="x", idp_url=url(services))
    pem = application.certificate_pem.encode()
    await certificate.take_certificate(session, pem)
    assert session.record.certificate is not None
    assert session.record.certificate.matches_jumpcloud is None
    await metadata.take_metadata_address(session, address)
    assert session.record.certificate is not None
    assert session.record.certificate.matches_metadata is True
    checks = {check.id: check for check in await before_test.check_before_test(session)}
    assert checks[before_test.CheckId.CERTIFICATE].passed is True
    for told in (
        before_test.CheckId.SETTINGS,
        before_test.CheckId.ACCESS,
        before_test.CheckId.TESTER,
    ):
        assert checks[told].passed is None
    world.world.applications[application.id].certificate_pem = ""  # no metadata any more
    checks = {check.id: check for check in await before_test.check_before_test(session)}
    assert checks[before_test.CheckId.CERTIFICATE].passed is None


async def test_both_halves_of_a_sign_in_are_her_word(services: Services) -> None:
    session = await without_key(services)
    await by_hand.confirm_application(session, label="x", idp_url=url(services))
    watch = await validate.start_trial(session, Flow.FROM_DESKPRO)
    assert not watch.events_available
    await validate.confirm_issued(session, Flow.FROM_DESKPRO)
    trial = await validate.confirm_accepted(session, Flow.FROM_DESKPRO, "Ann Example")
    assert trial.proven
    assert (trial.issued_by, trial.accepted_by) == (Evidence.ADMIN, Evidence.ADMIN)


async def told_by_hand(services: Services, key: Credential) -> Session:
    """Return a set-up with a key whose app is only the admin's word: the key saw nothing of it."""
    session = await without_key(services)
    await by_hand.confirm_application(session, label="DeskPRO", idp_url=url(services))
    await connect.sign_in_to_jumpcloud(session, key)
    return session


async def test_with_a_key_nothing_is_asked_of_an_app_whose_id_nobody_knows(
    services: Services, key: Credential
) -> None:
    session = await told_by_hand(services, key)
    image = picture.picture_of(b"\xff\xd8\xff and the rest")
    for ask in (
        unbind.unbind_groups(session, ["0" * 24]),
        picture.put_picture(session, image),
        picture.remove_picture(session),
        renew.renew_certificate(session),
        access.list_groups(session),
        jumpcloud_sso.apply_settings(session),
    ):
        await refused(ProblemCode.APPLICATION_BY_HAND, ask)
    assert session.entries == ()
    await session.close()


async def test_a_sign_in_with_an_app_whose_id_nobody_knows_is_known_by_its_address(
    services: Services, key: Credential, world: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(validate, "_POLL_S", 0.02)
    made = await created(services, key)
    await made.close()
    session = await told_by_hand(services, key)
    await connect.choose_tester(session, TESTER)
    watch = await validate.start_trial(session, Flow.FROM_DESKPRO)
    (there,) = world.world.applications.values()
    world.record_event(
        application=there,
        sso_url=there.sso_url,
        user=world.user_by_login(TESTER),
        idp_initiated=False,
        sso_token_success=True,
    )
    async with asyncio.timeout(10):
        trial = await validate.watch_sign_in(session, watch)
    assert trial.issued_by is Evidence.EVENT
    await session.close()


async def test_without_a_list_of_people_groups_named_by_hand_will_do(services: Services) -> None:
    session = await without_key(services)
    await by_hand.confirm_application(session, label="DeskPRO", idp_url=url(services))
    await by_hand.confirm_access(session, ["Support", "Sales"], tester_included=True)
    await people.without_list(session)
    await people.accept_unknown(session, accepted=True)
    assert everyone_known(session.record)
    # other groups let other people in
    await by_hand.confirm_access(session, ["Support"], tester_included=True)
    assert not everyone_known(session.record)
    await session.close()


async def test_taking_back_leaves_an_app_that_the_admin_made_instead(
    services: Services, key: Credential, world: Store
) -> None:
    session = await created(services, key)
    await by_hand.go_without_key(session, Region.US)
    await by_hand.confirm_application(session, label="Mine", idp_url=url(services, "mine"))
    await connect.sign_in_to_jumpcloud(session, key)
    await undo.undo(session, await undo.plan_undo(session))
    assert not world.world.applications
    assert session.record.application is not None
    assert session.record.application.label == "Mine"
    await session.close()


async def test_settings_changed_by_hand_make_a_trial_out_of_date(services: Services) -> None:
    session = await without_key(services)
    await by_hand.confirm_application(session, label="DeskPRO", idp_url=url(services))
    await deskpro_add.take_addresses(
        session, entity_id=entity_id(services), acs_url=acs_url(services)
    )
    await by_hand.confirm_settings(session)
    await session.commit(lambda record: with_trial(record, Flow.FROM_DESKPRO))
    assert holds(session.record, Flow.FROM_DESKPRO)
    await by_hand.confirm_settings(session)
    assert not holds(session.record, Flow.FROM_DESKPRO)
    await session.close()
