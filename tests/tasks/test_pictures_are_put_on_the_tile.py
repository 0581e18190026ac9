"""The picture on the tile is a write of its own: journalled, and repeatable."""

from datetime import timedelta

import pytest

from deskpro_sso_gui.jumpcloud.credential import Credential
from deskpro_sso_gui.net import NetError
from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.storage.journal import Operation, Outcome
from deskpro_sso_gui.tasks.application import Wish
from deskpro_sso_gui.tasks.deskpro_add import take_addresses
from deskpro_sso_gui.tasks.jumpcloud_sso import apply_settings
from deskpro_sso_gui.tasks.picture import (
    Picture,
    create_with_picture,
    picture_of,
    put_picture,
    remove_picture,
)
from deskpro_sso_gui.tasks.services import Services
from deskpro_sso_gui.tasks.session import Intent
from tests.support.set_up import acs_url, connected, created, entity_id

PNG = picture_of(b"\x89PNG\r\n\x1a\n and the rest")
JPEG = picture_of(b"\xff\xd8\xff and the rest")


def image(world: Store) -> tuple[bytes, str]:
    (made,) = world.world.applications.values()
    return made.logo_image, made.logo_media_type


@pytest.mark.parametrize("picture", [PNG, JPEG], ids=["png", "jpeg"])
async def test_the_picture_arrives_as_it_is_and_the_record_keeps_its_digest_alone(
    services: Services, key: Credential, world: Store, picture: Picture
) -> None:
    session = await connected(services, key)
    await create_with_picture(session, Wish(), picture)
    assert image(world) == (picture.data, picture.media_type)
    assert session.record.application is not None
    assert session.record.application.picture == picture.digest
    entry = session._journal.entries[-1]
    assert (entry.operation, entry.outcome) == (Operation.UPLOAD_LOGO, Outcome.DONE)
    assert entry.target == session.record.application.id
    folder = services.store.folder(session.record.id)
    kept = b"".join(path.read_bytes() for path in folder.iterdir() if path.suffix == ".json")
    assert b"and the rest" not in kept
    await session.close()


async def test_a_refused_picture_leaves_the_app_and_is_simply_tried_again(
    services: Services, key: Credential, world: Store
) -> None:
    session = await connected(services, key)
    world.set_faults([Fault.LOGO_FORBIDDEN])
    with pytest.raises(ProblemError) as refused:
        await create_with_picture(session, Wish(), PNG)
    assert refused.value.problem.code is ProblemCode.NOT_PERMITTED
    made = session.record.application
    assert made is not None
    assert made.picture is None
    assert session._journal.entries[-1].outcome is Outcome.FAILED
    world.set_faults(())
    await create_with_picture(session, Wish(), PNG)
    assert list(world.world.applications) == [made.id]
    assert image(world) == (PNG.data, "image/png")
    await session.close()


async def test_an_upload_without_an_answer_is_repeated_after_its_time_limit(
    services: Services, key: Credential, world: Store
) -> None:
    session = await created(services, key)
    assert session.record.application is not None

    async def call() -> None:
        raise NetError(ProblemCode.CONNECTION_LOST, sent=True, host="localhost")

    intent = Intent(operation=Operation.UPLOAD_LOGO, target=session.record.application.id)
    with pytest.raises(NetError):
        await session.write(call, intent=intent)
    usual = services.now
    services.now = lambda: usual() + timedelta(minutes=2)
    await put_picture(session, PNG)
    assert session.open_entries() == ()
    assert image(world)[0] == PNG.data
    await session.close()


async def test_a_picture_is_replaced_and_taken_off(
    services: Services, key: Credential, world: Store
) -> None:
    session = await created(services, key)
    await put_picture(session, PNG)
    await put_picture(session, JPEG)
    assert image(world)[0] == JPEG.data
    for _ in range(2):
        await remove_picture(session)
        assert image(world) == (b"", "")
        assert session.record.application is not None
        assert session.record.application.picture is None
    await session.close()


async def test_the_settings_leave_the_picture_alone(
    services: Services, key: Credential, world: Store
) -> None:
    session = await created(services, key)
    await put_picture(session, PNG)
    await take_addresses(session, entity_id=entity_id(services), acs_url=acs_url(services))
    assert await apply_settings(session)
    assert image(world)[0] == PNG.data
    assert session.record.application is not None
    assert session.record.application.picture == PNG.digest
    await session.close()


async def test_without_an_app_there_is_no_tile(services: Services, key: Credential) -> None:
    session = await connected(services, key)
    for work in (put_picture(session, PNG), remove_picture(session)):
        with pytest.raises(ProblemError) as refused:
            await work
        assert refused.value.problem.code is ProblemCode.STAGE_NOT_READY
    await session.close()


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"<svg/>", b"\x89PNG", b"BM"])
def test_other_kinds_are_not_taken(data: bytes) -> None:
    with pytest.raises(ProblemError) as refused:
        picture_of(data)
    assert refused.value.problem.code is ProblemCode.PICTURE_NOT_USABLE
