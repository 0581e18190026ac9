"""Stage *Who gets in*: give user groups access to the application."""

import contextlib
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

import msgspec
from msgspec.structs import replace

from deskpro_sso_gui.net.parallel import both, several
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import Group, User
from deskpro_sso_gui.setup.parts import Access, BoundGroup, one_line
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.storage.journal import Operation
from deskpro_sso_gui.tasks.session import Intent, Session
from deskpro_sso_gui.tasks.settle import settle

if TYPE_CHECKING:
    from deskpro_sso_gui.jumpcloud.client import JumpCloud

Progress = Callable[[int, int], object]
"""Told how many of how many are done."""

_Read = Callable[[], Awaitable[object]]


class GroupChoice(msgspec.Struct, frozen=True, kw_only=True):
    """The groups to choose from.

    Attributes:
        bound: ids of those that have access already.
        of_tester: ids of those the tester is in; None where JumpCloud does not tell.
    """

    groups: tuple[Group, ...]
    bound: frozenset[str]
    of_tester: frozenset[str] | None = None


class GroupDetails(msgspec.Struct, frozen=True, kw_only=True):
    """What the list of groups leaves out; None where JumpCloud does not tell.

    Attributes:
        members: how many people are in it.
        dynamic: JumpCloud puts people into it by a rule.
    """

    id: str
    members: int | None
    dynamic: bool | None


async def list_groups(session: Session) -> GroupChoice:
    """Return every user group of the organisation.

    Raises:
        ProblemError: the key may not see groups, or JumpCloud can't be reached.
    """
    record = session.record
    client = await session.services.jumpcloud(record)
    application = application_id(record)
    groups, (bound, of_tester) = await both(
        client.groups,
        lambda: both(
            partial(client.bound_groups, application), lambda: _groups_of_tester(record, client)
        ),
    )
    return GroupChoice(groups=groups, bound=frozenset(bound), of_tester=of_tester)


async def _groups_of_tester(record: SetupRecord, client: "JumpCloud") -> frozenset[str] | None:
    if record.tester is None or not record.tester.id:
        return None
    try:
        return await client.groups_of_user(record.tester.id)
    except ProblemError:
        return None  # a help in choosing, no condition of it


async def all_groups(session: Session) -> tuple[Group, ...]:
    """Return every user group of the organisation, and nothing of who is in it.

    Raises:
        ProblemError: the key may not see groups, or JumpCloud can't be reached.
    """
    client = await session.services.jumpcloud(session.record)
    return await client.groups()


async def look_into_groups(session: Session, group_ids: Sequence[str]) -> tuple[GroupDetails, ...]:
    """Return how many people are in each group, and whether by a rule: two calls for each.

    For the few that are looked at, never for all of ten thousand. What JumpCloud does not tell of
    one says nothing of the others.

    Raises:
        ProblemError: there is no key any more.
    """
    client = await session.services.jumpcloud(session.record)

    async def look(group_id: str) -> GroupDetails:
        members: int | None = None
        dynamic: bool | None = None
        with contextlib.suppress(ProblemError):
            members = await client.members_count(group_id)
        with contextlib.suppress(ProblemError):
            dynamic = (await client.group(group_id)).dynamic
        return GroupDetails(id=group_id, members=members, dynamic=dynamic)

    return tuple(await several([partial(look, each) for each in group_ids]))


async def create_group(session: Session, name: str, *, known_absent: bool = False) -> Group:
    """Make a user group, and return it; one that has this name already is returned instead.

    Args:
        session: the set-up.
        name: of the group.
        known_absent: the list of groups was just read, and none has this name.

    Raises:
        ProblemError: JumpCloud refused.
    """
    await settle(session)
    client = await session.services.jumpcloud(session.record)
    if not known_absent:
        named = (group for group in await client.groups(name) if group.name == name)
        if (present := next(named, None)) is not None:
            return present
    return await session.write(
        lambda: client.create_group(name, ""),
        # nothing has this name, so whatever is found under it later is what was made here
        intent=Intent(operation=Operation.CREATE_GROUP, target=name, sent={"name": name}),
        result_id=lambda group: group.id,
    )


async def bind_groups(
    session: Session,
    groups: Sequence[Group],
    *,
    progress: Progress = lambda _done, _total: None,
) -> Access:
    """Give the members of ``groups`` access to the application.

    Already bound groups count as done. Nothing is unbound. At most six calls run at a time, and
    ``progress`` is told after each.

    Raises:
        JumpCloudError: the key may not change associations (403), or JumpCloud can't be reached.
            What had been bound by then is in the record.
    """
    await settle(session)
    record = session.record
    application = application_id(record)
    client = await session.services.jumpcloud(record)
    bound = await client.bound_groups(application)
    missing = tuple(group.id for group in groups if group.id not in bound)
    if not missing:
        return await look_at_access(session, known=groups, bound=bound)
    count = _Count(len(missing), progress)
    try:
        await session.write(
            lambda: client.bind(application, missing, done=count.one_more),
            intent=Intent(
                operation=Operation.BIND_GROUPS,
                target=application,
                sent={"groups": list(missing)},
                ids_before=tuple(bound),
            ),
        )
    finally:
        access = await look_at_access(session, known=groups)
    return access


class _Count:
    """How many of ``total`` are done."""

    def __init__(self, total: int, progress: Progress) -> None:
        self._done, self._total, self._progress = 0, total, progress
        progress(0, total)

    def one_more(self) -> None:
        self._done += 1
        self._progress(self._done, self._total)


class _Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What JumpCloud says of who gets in; ``tester`` and ``active`` None where it does not say."""

    people: frozenset[str]
    tester: User | None
    active: bool | None


async def look_at_access(
    session: Session, *, known: Sequence[Group] = (), bound: Sequence[str] | None = None
) -> Access:
    """Read back which groups are bound, how many people get in, and whether the tester does.

    Args:
        session: the set-up.
        known: groups whose names are known.
        bound: ids of the bound groups, where they were just read.

    Raises:
        ProblemError: the key may not see it, or JumpCloud can't be reached.
    """
    record = session.record
    application = application_id(record)
    client = await session.services.jumpcloud(record)
    seen, groups = await _look(client, record, bound, known)

    def update(latest: SetupRecord) -> SetupRecord:
        if latest.application is None or latest.application.id != application:
            return latest
        tester = latest.tester
        if tester is not None and seen.tester is not None and seen.tester.id == tester.id:
            tester = seen.tester
        access = Access(
            groups=groups,
            people=len(seen.people),
            # a tester named by hand has no id to look for
            tester_included=tester.id in seen.people if tester and tester.id else None,
            application_active=seen.active,
            basis=latest.basis(StageId.ACCESS),
        )
        return replace(latest, tester=tester, access=access)

    committed = await session.commit(update)
    return committed.access or Access()


async def _look(
    client: "JumpCloud", record: SetupRecord, bound: Sequence[str] | None, known: Sequence[Group]
) -> tuple[_Seen, tuple[BoundGroup, ...]]:
    application = application_id(record)
    reads: list[_Read] = [
        partial(client.users_with_access, application),
        partial(_tester_now, client, record),
        partial(_active_now, client, application),
    ]
    answers: list[object] = []
    if bound is None:
        links: _Read = partial(client.bound_groups, application)
        first, *answers = await several([links, *reads])
        bound, reads = cast("tuple[str, ...]", first), []
    counts: list[_Read] = [partial(_bound_group, client, record, each, known) for each in bound]
    answers += await several([*reads, *counts])
    seen = _Seen(
        people=cast("frozenset[str]", answers[0]),
        tester=cast("User | None", answers[1]),
        active=cast("bool | None", answers[2]),
    )
    return seen, cast("tuple[BoundGroup, ...]", tuple(answers[3:]))


async def _tester_now(client: "JumpCloud", record: SetupRecord) -> User | None:
    """Return the tester as JumpCloud has them now: they may have been suspended since."""
    if record.tester is None or not record.tester.email:
        return None
    try:
        return await client.user_by_email(record.tester.email)
    except ProblemError:
        return None  # the key may see groups and no users


async def _active_now(client: "JumpCloud", application: str) -> bool | None:
    try:
        return (await client.application(application)).active
    except ProblemError:
        return None


async def _bound_group(
    client: "JumpCloud", record: SetupRecord, group_id: str, known: Sequence[Group]
) -> BoundGroup:
    before = record.access.groups if record.access else ()
    named = next((group.name for group in known if group.id == group_id), None) or next(
        (group.name for group in before if group.id == group_id), None
    )
    name = named or (await client.group(group_id)).name
    return BoundGroup(
        id=group_id, name=one_line(name), members=await client.members_count(group_id)
    )


def application_id(record: SetupRecord) -> str:
    """Return the id of the application of ``record``.

    Raises:
        ProblemError: there is none yet (``STAGE_NOT_READY``), or only the admin's word for it
            (``APPLICATION_BY_HAND``).
    """
    if record.application is None:
        raise ProblemError(ProblemCode.STAGE_NOT_READY, stage=StageId.APPLICATION)
    if record.application.by_hand:
        raise ProblemError(ProblemCode.APPLICATION_BY_HAND)
    return record.application.id
