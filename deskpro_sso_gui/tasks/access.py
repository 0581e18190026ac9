"""Stage *Who gets in*: give user groups access to the application."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import Group
from deskpro_sso_gui.setup.parts import Access, BoundGroup, one_line
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.storage.journal import Operation
from deskpro_sso_gui.tasks.session import Intent, Session
from deskpro_sso_gui.tasks.settle import settle

if TYPE_CHECKING:
    from deskpro_sso_gui.jumpcloud.client import JumpCloud


class GroupChoice(msgspec.Struct, frozen=True, kw_only=True):
    """The groups to choose from.

    Attributes:
        bound: ids of those that have access already.
        of_tester: ids of those the tester is in; None where JumpCloud does not tell.
    """

    groups: tuple[Group, ...]
    bound: frozenset[str]
    of_tester: frozenset[str] | None = None


async def list_groups(session: Session) -> GroupChoice:
    """Return every user group of the organisation.

    Raises:
        ProblemError: the key may not see groups, or JumpCloud can't be reached.
    """
    client = await session.services.jumpcloud(session.record)
    groups = await client.groups()
    bound = await client.bound_groups(_application_id(session.record))
    return GroupChoice(
        groups=groups,
        bound=frozenset(bound),
        of_tester=await _groups_of_tester(session.record, client),
    )


async def _groups_of_tester(record: SetupRecord, client: "JumpCloud") -> frozenset[str] | None:
    if record.tester is None or not record.tester.id:
        return None
    try:
        return await client.groups_of_user(record.tester.id)
    except ProblemError:
        return None  # a help in choosing, no condition of it


async def create_group(session: Session, name: str) -> Group:
    """Make a user group, and return it; one that has this name already is returned instead.

    Raises:
        ProblemError: JumpCloud refused.
    """
    await settle(session)
    client = await session.services.jumpcloud(session.record)
    groups = await client.groups()
    present = next((group for group in groups if group.name == name), None)
    if present is not None:
        return present
    return await session.write(
        lambda: client.create_group(name, ""),
        intent=Intent(
            operation=Operation.CREATE_GROUP,
            target=name,
            sent={"name": name},
            ids_before=tuple(group.id for group in groups),
        ),
        result_id=lambda group: group.id,
    )


async def bind_groups(session: Session, groups: Sequence[Group]) -> Access:
    """Give the members of ``groups`` access to the application.

    Already bound groups count as done. Nothing is unbound. At most six calls run at a time.

    Raises:
        JumpCloudError: the key may not change associations (403), or JumpCloud can't be reached.
            What had been bound by then is in the record.
    """
    await settle(session)
    record = session.record
    application = _application_id(record)
    client = await session.services.jumpcloud(record)
    bound = await client.bound_groups(application)
    missing = tuple(group.id for group in groups if group.id not in bound)
    try:
        if missing:
            await session.write(
                lambda: client.bind(application, missing),
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


async def look_at_access(session: Session, *, known: Sequence[Group] = ()) -> Access:
    """Read back which groups are bound, how many people get in, and whether the tester does.

    Raises:
        ProblemError: the key may not see it, or JumpCloud can't be reached.
    """
    record = session.record
    application = _application_id(record)
    client = await session.services.jumpcloud(record)
    people = await client.users_with_access(application)
    groups = [
        await _bound_group(client, record, group_id, known)
        for group_id in await client.bound_groups(application)
    ]

    def update(latest: SetupRecord) -> SetupRecord:
        if latest.application is None or latest.application.id != application:
            return latest
        # a tester named by hand has no id to look for
        included = latest.tester.id in people if latest.tester and latest.tester.id else None
        access = Access(
            groups=tuple(groups),
            people=len(people),
            tester_included=included,
            basis=latest.basis(StageId.ACCESS),
        )
        return replace(latest, access=access)

    committed = await session.commit(update)
    return committed.access or Access()


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


def _application_id(record: SetupRecord) -> str:
    if record.application is None:
        raise ProblemError(ProblemCode.STAGE_NOT_READY, stage=StageId.APPLICATION)
    if record.application.by_hand:
        raise ProblemError(ProblemCode.APPLICATION_BY_HAND)
    return record.application.id
