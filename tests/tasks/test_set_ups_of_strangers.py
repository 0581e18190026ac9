"""A set-up file from somebody else: no write leaves before its addresses were confirmed."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from deskpro_sso_gui.credentials.session_store import SessionStore
from deskpro_sso_gui.jumpcloud.credential import Credential
from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import Generation, Group, Interface, SsoMethod
from deskpro_sso_gui.setup.parts import ServiceProvider
from deskpro_sso_gui.setup.provenance import Settled
from deskpro_sso_gui.storage.folders import Folders, folders
from deskpro_sso_gui.tasks import (
    access,
    application,
    connect,
    deskpro_add,
    jumpcloud_sso,
    opened,
    picture,
    renew,
    unbind,
    validate,
)
from deskpro_sso_gui.tasks.services import Services
from deskpro_sso_gui.tasks.session import Session
from tests.support import visits
from tests.support.set_up import created
from tests.support.set_up_files import FOREIGN_ACS, told_by_a_stranger, write_file

Write = Callable[[Session], Awaitable[object]]


def everything(world: Store) -> bytes:
    """Return all of JumpCloud that can be changed."""
    known = world.world
    return msgspec.json.encode([known.applications, known.groups])


def kept(session: Session) -> tuple[object, ...]:
    return session._journal.entries


@pytest.fixture
async def hostile(services: Services, tmp_path: Path) -> AsyncIterator[Session]:
    """A set-up from a file that sends people elsewhere, opened."""
    assert services.sandbox is not None
    told = told_by_a_stranger(services.sandbox, practice=True)
    session = await services.open_file(write_file(tmp_path / "set-up.json", told))
    yield session
    await session.close()


async def confirm_helpdesk(session: Session) -> None:
    sandbox = session.services.sandbox
    assert sandbox is not None
    await connect.check_helpdesk(
        session, sandbox.deskpro, interface=Interface.AGENTS, generation=Generation.LEGACY
    )


async def sign_in(session: Session, key: Credential) -> None:
    await connect.sign_in_to_jumpcloud(session, key)


async def test_nothing_the_file_claims_is_there(hostile: Session) -> None:
    record = hostile.record
    assert record.id != "one"
    assert record.application is None
    assert record.account is None
    assert record.validation.sso_method is SsoMethod.UNKNOWN
    assert kept(hostile) == ()
    with pytest.raises(ProblemError) as refused:
        await hostile.services.jumpcloud(record)
    assert refused.value.problem.code is ProblemCode.KEY_MISSING


async def renewed(session: Session) -> None:
    await renew.renew_certificate(session)


async def unbound(session: Session) -> None:
    bound = await (await session.services.jumpcloud(session.record)).bound_groups(
        access.application_id(session.record)
    )
    await unbind.unbind_groups(session, bound)


async def pictured(session: Session) -> None:
    await picture.put_picture(session, picture.picture_of(b"\xff\xd8\xff and the rest"))


WRITES: dict[str, Write] = {
    "create": lambda session: application.create_application(
        session, application.Wish(suffix="another")
    ),
    "settings": jumpcloud_sso.apply_settings,
    "group": lambda session: access.create_group(session, "New ones"),
    "bind": lambda session: access.bind_groups(session, [Group(id="0" * 24, name="x")]),
    "unbind": unbound,
    "renew": renewed,
    "picture": pictured,
    "no picture": picture.remove_picture,
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES.keys())
async def test_no_write_leaves_before_the_addresses_were_confirmed(
    hostile: Session, key: Credential, world: Store, write: Write
) -> None:
    ours = await created(hostile.services, key)
    made = ours.record.application
    assert made is not None
    await access.bind_groups(ours, (await access.list_groups(ours)).groups[:1])
    await ours.close()
    await confirm_helpdesk(hostile)
    await sign_in(hostile, key)
    if write is not WRITES["create"]:
        await application.adopt_application(hostile, made.id)
    provider = hostile.record.opened
    assert provider is not None
    before = everything(world)
    if write is WRITES["settings"]:
        # as if it had found its way into the record all the same
        await hostile.commit(
            lambda record: replace(
                record,
                service_provider=ServiceProvider(
                    sp_entity_id=provider.sp_entity_id, acs_url=provider.acs_url
                ),
            )
        )
    # whatever else might refuse it
    await validate.set_back_to_disabled(hostile)
    with pytest.raises(ProblemError) as refused:
        await write(hostile)
    assert refused.value.problem.code is ProblemCode.ADDRESSES_NOT_CONFIRMED
    assert everything(world) == before
    assert kept(hostile) == ()


async def test_a_confirmed_helpdesk_alone_is_not_enough_nor_are_addresses_without_it(
    hostile: Session,
) -> None:
    for settle in (opened.read_again, opened.confirm_addresses):
        with pytest.raises(ProblemError) as refused:
            await settle(hostile)
        assert refused.value.problem.code is ProblemCode.STAGE_NOT_READY
    await confirm_helpdesk(hostile)
    assert not hostile.record.confirmed


async def test_a_foreign_address_is_not_kept_where_deskpro_gives_another(
    hostile: Session,
) -> None:
    await confirm_helpdesk(hostile)
    assert hostile.services.sandbox is not None
    acs_url, entity_id = await visits.add_in_deskpro(hostile.services.sandbox)
    await hostile.commit(
        lambda record: replace(
            record, opened=record.opened and replace(record.opened, sp_entity_id=entity_id)
        )
    )
    assert await opened.read_again(hostile) == acs_url
    before = hostile.record
    assert before.service_provider is None
    assert not before.confirmed
    await opened.confirm_addresses(hostile, acs_url=acs_url)
    provider = hostile.record.service_provider
    assert provider is not None
    assert (provider.acs_url, provider.metadata_read) == (acs_url, True)
    assert hostile.record.opened is not None
    assert hostile.record.opened.settled is Settled.READ


async def test_deskpros_own_metadata_is_asked_on_the_confirmed_helpdesk_only(
    services: Services, tmp_path: Path
) -> None:
    assert services.sandbox is not None
    # on this computer too, but not the helpdesk: its answer would prove nothing
    elsewhere = f"{services.sandbox.jumpcloud}/saml/metadata/3.xml"
    told = told_by_a_stranger(services.sandbox, entity_id=elsewhere, practice=True)
    session = await services.open_file(write_file(tmp_path / "x.json", told))
    await confirm_helpdesk(session)
    assert await opened.read_again(session) == ""
    assert not session.record.confirmed
    await session.close()


async def test_what_deskpro_confirms_is_kept_and_then_everything_works(
    services: Services, key: Credential, tmp_path: Path, world: Store
) -> None:
    assert services.sandbox is not None
    acs_url, entity_id = await visits.add_in_deskpro(services.sandbox)
    told = told_by_a_stranger(services.sandbox, acs_url=acs_url, entity_id=entity_id, practice=True)
    session = await services.open_file(write_file(tmp_path / "x.json", told))
    await confirm_helpdesk(session)
    assert await opened.read_again(session) == acs_url
    assert session.record.opened is not None
    assert session.record.opened.settled is Settled.READ
    await sign_in(session, key)
    await application.create_application(session, application.Wish())
    # how people sign in to DeskPRO is another question, which only the admin can answer
    with pytest.raises(ProblemError) as refused:
        await jumpcloud_sso.apply_settings(session)
    assert refused.value.problem.code is ProblemCode.AUTOMATIC_IS_ON
    await validate.set_back_to_disabled(session)
    await jumpcloud_sso.apply_settings(session)
    (made,) = world.world.applications.values()
    assert made.values["acsUrl"] == acs_url
    with pytest.raises(ProblemError) as refused:
        await opened.confirm_addresses(session)
    assert refused.value.problem.code is ProblemCode.ADDRESSES_NOT_CONFIRMED
    await session.close()


async def test_the_admins_word_for_the_hosts_is_enough(hostile: Session, key: Credential) -> None:
    await confirm_helpdesk(hostile)
    await opened.confirm_addresses(hostile)
    provider = hostile.record.service_provider
    assert provider is not None
    assert (provider.acs_url, provider.metadata_read) == (FOREIGN_ACS, False)
    assert hostile.record.opened is not None
    assert hostile.record.opened.settled is Settled.ADMIN
    await sign_in(hostile, key)
    await application.create_application(hostile, application.Wish())


async def test_addresses_that_are_left_out_are_gone_and_the_set_up_goes_on(
    hostile: Session, key: Credential
) -> None:
    await confirm_helpdesk(hostile)
    await opened.leave_out(hostile)
    await opened.leave_out(hostile)
    assert hostile.record.service_provider is None
    await sign_in(hostile, key)
    await application.create_application(hostile, application.Wish())


async def test_addresses_of_the_admins_own_settle_it_too(hostile: Session) -> None:
    await confirm_helpdesk(hostile)
    await deskpro_add.take_addresses(
        hostile, entity_id="https://own.example/3.xml", acs_url="https://own.example/acs/3"
    )
    assert hostile.record.opened is not None
    assert hostile.record.opened.settled is Settled.ADMIN


async def test_the_same_file_goes_on_where_it_stopped_and_never_over_another(
    services: Services, key: Credential, tmp_path: Path
) -> None:
    ours = await created(services, key)
    await ours.close()
    assert services.sandbox is not None
    told = told_by_a_stranger(services.sandbox, practice=True)
    path = write_file(tmp_path / "x.json", replace(told, id=ours.record.id))
    first = await services.open_file(path)
    await confirm_helpdesk(first)
    with pytest.raises(ProblemError) as refused:
        await services.open_file(path)
    assert refused.value.problem.code is ProblemCode.SETUP_IN_USE
    await first.close()
    again = await services.open_file(path)
    assert again.record == first.record
    assert again.record.id != ours.record.id
    await again.close()
    assert services.store.load(ours.record.id) == ours.record


async def test_a_copy_of_a_set_up_that_is_saved_here_continues_that_one(
    services: Services, key: Credential, tmp_path: Path
) -> None:
    ours = await created(services, key)
    copy = tmp_path / "copy.json"
    shutil.copy(services.store.folder(ours.record.id) / "setup.json", copy)
    await ours.commit(lambda record: replace(record, name="Later"))
    await ours.close()
    again = await services.open_file(copy)
    assert again.record == ours.record
    assert again.record.name == "Later"
    await again.close()


async def test_a_set_up_of_this_program_goes_on_on_another_computer(
    services: Services, key: Credential, tmp_path: Path
) -> None:
    ours = await created(services, key)
    assert services.sandbox is not None
    acs_url, entity_id = await visits.add_in_deskpro(services.sandbox)
    await deskpro_add.take_addresses(ours, entity_id=entity_id, acs_url=acs_url)
    await ours.close()
    there = Services(
        practice=True,
        places=_folders_in(tmp_path / "another computer"),
        credentials=SessionStore(),
        loopback=services.loopback,
    )
    there._sandbox = services._sandbox
    handed_over = services.store.folder(ours.record.id) / "setup.json"
    session = await there.open_file(handed_over)
    assert not session.record.confirmed
    await confirm_helpdesk(session)
    assert await opened.read_again(session) == acs_url
    await sign_in(session, key)
    assert ours.record.application is not None
    await application.adopt_application(session, ours.record.application.id)
    adopted = session.record.application
    assert adopted is not None
    assert not adopted.made_here
    await validate.set_back_to_disabled(session)
    assert await jumpcloud_sso.apply_settings(session)
    await session.close()
    there._sandbox = None
    await there.close()


def _folders_in(home: Path) -> Folders:
    usual = folders(practice=True)
    return replace(usual, data=home, setups=home / "setups")


@pytest.mark.parametrize("practice", [True, False])
async def test_practice_and_real_never_mix(
    services: Services,
    tmp_path: Path,
    practice: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    assert services.sandbox is not None
    told = told_by_a_stranger(services.sandbox, practice=not practice)
    path = write_file(tmp_path / "x.json", told)
    target = Services(
        practice=practice, places=folders(practice=practice), credentials=SessionStore()
    )
    with pytest.raises(ProblemError) as refused:
        await target.open_file(path)
    expected = (
        ProblemCode.SETUP_FILE_NOT_OF_PRACTICE if practice else ProblemCode.SETUP_FILE_OF_PRACTICE
    )
    assert refused.value.problem.code is expected
    assert target.store.list() == ()
    await target.close()
