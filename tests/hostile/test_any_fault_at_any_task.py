"""What the window's buttons do, each with anything going wrong at any of its calls, then again.

The tasks are those of ``apply`` too, but here each is begun by itself, as the window does, and what
is done twice would show.
"""

import asyncio
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from itertools import product
from typing import Final

import msgspec
import pytest
import stamina

from deskpro_sso_gui.credentials.secret import Secret
from deskpro_sso_gui.jumpcloud.credential import ApiKey
from deskpro_sso_gui.practice.world import World
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.tasks import (
    access,
    application,
    certificate,
    deskpro_add,
    jumpcloud_sso,
    picture,
    unbind,
)
from deskpro_sso_gui.tasks.session import Session
from tests.support.front import Front
from tests.support.hurried import hurried
from tests.support.practice_sandbox import PracticeSandbox, practice_sandbox
from tests.support.set_up import acs_url, connected, created, entity_id
from tests.support.thorough import some
from tests.support.troubles import HARMS, TROUBLES, Case, Place, Trouble, places, troubled

MOST = 8
"""Troubles that each task meets, each at one call, where it does not meet all at all."""

BOUND: Final = ("DeskPRO agents", "Finance")
MADE: Final = "Night shift"
PICTURE: Final = picture.picture_of(b"\xff\xd8\xff and the rest")

Task = Callable[[Session], Awaitable[object]]


async def _bind(session: Session) -> None:
    present = (await access.list_groups(session)).groups
    await access.bind_groups(session, [each for each in present if each.name in BOUND])


async def _unbind(session: Session) -> None:
    present = (await access.list_groups(session)).groups
    await unbind.unbind_groups(session, [each.id for each in present if each.name in BOUND])


TASKS: Final[dict[str, Task]] = {
    "create": lambda session: application.create_application(session, application.Wish()),
    "settings": jumpcloud_sso.apply_settings,
    "bind": _bind,
    "unbind": _unbind,
    "picture": lambda session: picture.put_picture(session, PICTURE),
    "group": lambda session: access.create_group(session, MADE),
    "certificate": certificate.fetch_certificate,
}


async def _prepared(sandbox: PracticeSandbox, name: str) -> Session:
    """Return a set-up in which task ``name`` is the next."""
    services = sandbox.services()
    key = ApiKey(Secret(sandbox.address.api_key))
    if name == "create":
        return await connected(services, key)
    session = await created(services, key)
    if name == "unbind":
        await _bind(session)
    if name == "settings":
        await deskpro_add.take_addresses(
            session, entity_id=entity_id(services), acs_url=acs_url(services)
        )
    return session


def done_once(world: World, session: Session, name: str) -> bool:
    """Say whether what task ``name`` is to do is done in JumpCloud, and once."""
    (made,) = world.applications.values()
    groups = Counter(group.name for group in world.groups.values())
    record = session.record
    assert record.application is not None
    assert record.application.id == made.id
    bound = {world.groups[each].name for each in made.group_ids}
    return {
        "create": made.active,
        "settings": made.values["acsUrl"] == acs_url(session.services),
        "bind": bound == set(BOUND),
        "unbind": not bound,
        "picture": made.logo_image == PICTURE.data,
        "group": groups[MADE] == 1,
        "certificate": record.certificate is not None
        and record.certificate.pem.strip() == made.certificate_pem.strip(),
    }[name] and max(groups.values()) == 1


@pytest.fixture(scope="module")
def front() -> Front:
    return Front(HARMS)


@pytest.fixture(scope="module")
def sandbox(front: Front) -> Iterator[PracticeSandbox]:
    with practice_sandbox(front) as running:
        yield running


@pytest.fixture(scope="module")
def start(sandbox: PracticeSandbox) -> bytes:
    return sandbox.state()


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Place]]:
    with places(tmp_path_factory.mktemp("places")) as opened:
        yield opened


class Story:
    """A task that meets a trouble, and is begun again."""

    def __init__(self, sandbox: PracticeSandbox, front: Front, start: bytes, name: str) -> None:
        self._sandbox, self._front, self._start, self._name = sandbox, front, start, name

    async def play(self, case: Case) -> tuple[ProblemCode | None, list[str]]:
        """Return what was told, and the calls of the first attempt."""
        self._sandbox.go_back(self._start)
        chosen, case.number = case.number, 0
        session = await _prepared(self._sandbox, self._name)
        told = None
        try:
            case.calls.clear()
            case.number = chosen
            try:
                await TASKS[self._name](session)
            except ProblemError as error:
                told = error.problem.code
            calls, case.number = list(case.calls), 0
            await asyncio.to_thread(self._front.settled)
            before = self._world()
            await TASKS[self._name](session)
            assert done_once(self._world(), session, self._name)
            assert session.open_entries() == ()
            for known in before.applications.values():
                now = self._world().applications[known.id]
                assert now.certificate_pem == known.certificate_pem
            await TASKS[self._name](session)
            assert done_once(self._world(), session, self._name)
        finally:
            case.number = chosen
            await session.close()
            await session.services.close()
        return told, calls

    def _world(self) -> World:
        return msgspec.json.decode(self._sandbox.state(), type=World)


_NICETIES: Final = r"GET /api/(applications/\w+|systemusers)"
"""Who gets in is told without whether the app is on, and whether the tester's account is usable."""


def allowed(trouble: Trouble, call: str, name: str) -> set[ProblemCode | None]:
    """Return what ``trouble`` at ``call`` of the task ``name`` may be told as; None is nothing."""
    if name in {"bind", "unbind"} and re.fullmatch(_NICETIES, call):
        return {None}
    if call.endswith("/memberof"):
        return {None}  # a help in choosing, no condition of it
    if call == "POST /api/applications" and trouble.name == "402":
        return {ProblemCode.PLAN_LACKS_SSO}
    already = {"bind": "409", "unbind": "404"}.get(name)
    if call.startswith("POST") and call.endswith("/associations") and trouble.name == already:
        return {None}  # says JumpCloud (reference/jumpcloud-api.md §1.5)
    return {trouble.code}


@pytest.mark.expects_log("ASGI callable returned without completing response")
@pytest.mark.parametrize("name", TASKS)
def test_a_task_that_meets_a_trouble_is_done_once_when_tried_again(
    sandbox: PracticeSandbox,
    front: Front,
    start: bytes,
    where: dict[str, Place],
    name: str,
    say: Callable[[str], None],
) -> None:
    story = Story(sandbox, front, start, name)
    case = Case()
    failed = []
    with troubled(case, where), hurried(), stamina.set_testing(True, attempts=4, cap=True):
        told, calls = asyncio.run(story.play(case))
        assert told is None
        cells = list(product(TROUBLES, enumerate(calls, 1)))
        chosen = some(cells, most=MOST, kind=lambda cell: cell[0].name, salt=name)
        for case.trouble, (case.number, call) in chosen:
            try:
                told, _ = asyncio.run(story.play(case))
            except BaseException as error:
                error.add_note(f"{case.trouble.name} at call {case.number}, {call}")
                raise
            if told not in allowed(case.trouble, call, name):
                failed.append(f"{case.trouble.name} at {case.number}, {call}: told {told}")
    say(f"{name}: {len(chosen)} of {len(cells)} faults done to {len(calls)} calls")
    assert not failed, "\n".join(failed)
