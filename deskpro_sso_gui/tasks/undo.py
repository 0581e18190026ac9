"""Take back what this program did in JumpCloud: what it made goes, what it changed is put back.

Everything is read from the journal and from JumpCloud, shown, and only then carried out. Each step
is a write like any other: journalled, settled after a crash, never done twice. What others use by
now, or have changed since, stays unless it is asked for by name.
"""

from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from deskpro_sso_gui.net.parallel import several
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup import plan
from deskpro_sso_gui.setup.facts import Application
from deskpro_sso_gui.setup.undo import (
    Caution,
    Leaving,
    Left,
    Step,
    StepKind,
    UndoPlan,
    is_changed_by_others,
    links_changed,
    settings_changed,
    to_restore,
    without_application,
)
from deskpro_sso_gui.storage.journal import JournalEntry, Operation, Outcome
from deskpro_sso_gui.tasks.gate import refuse_lock_out
from deskpro_sso_gui.tasks.jumpcloud_sso import change_application, is_replaced
from deskpro_sso_gui.tasks.session import Intent, Session
from deskpro_sso_gui.tasks.settle import settle
from deskpro_sso_gui.tasks.unbind import unbind

if TYPE_CHECKING:
    from deskpro_sso_gui.jumpcloud.client import JumpCloud

T = TypeVar("T")

_LINKS = {Operation.BIND_GROUPS, Operation.UNBIND_GROUPS}
_CHANGES = {Operation.UPDATE_APPLICATION, Operation.RENEW_CERTIFICATE}
_PICTURES = {Operation.UPLOAD_LOGO, Operation.REMOVE_LOGO}
_ABOUT_ONE = _LINKS | _CHANGES | _PICTURES


def has_written(session: Session) -> bool:
    """Say whether this set-up ever wrote anything to JumpCloud."""
    return bool(session.entries)


async def plan_undo(session: Session) -> UndoPlan:
    """Look at what this set-up made and changed, and at what has become of it.

    Raises:
        ProblemError: an earlier write is still undecided, JumpCloud refused, or can't be reached.
    """
    await settle(session)
    client = await session.services.jumpcloud(session.record)
    made = _made(session.entries, Operation.CREATE_APPLICATION)
    steps: list[Step] = []
    leaves: list[Leaving] = []
    for application_id in _applications(session.entries):
        application = await _or_none(client.application, application_id)
        if application is None:
            continue
        writes = [each for each in session.entries if _is_about(each, application_id)]
        links = await _links(client, application, writes)
        steps += links
        if application_id in made:
            steps.append(await _deletion(client, application, writes, links))
        else:
            restoring, left = _restoring(application, writes)
            steps += restoring
            leaves += left
    for group_id in _made(session.entries, Operation.CREATE_GROUP):
        steps += await _group(client, group_id, _applications(session.entries))
    if steps and session.record.service_provider is not None:
        leaves.append(Leaving(kind=Left.DESKPRO))
    order = list(StepKind)
    return UndoPlan(
        steps=tuple(sorted(steps, key=lambda step: order.index(step.kind))), leaves=tuple(leaves)
    )


async def undo(session: Session, shown: UndoPlan, also: Iterable[str] = ()) -> tuple[Step, ...]:
    """Carry out ``shown``, and return the steps taken.

    Args:
        session: the set-up.
        shown: what the admin saw; if JumpCloud has something else by now, nothing is done.
        also: keys of the steps to be taken whatever speaks against them.

    Raises:
        ProblemError: there is something else by now than was shown (``UNDO_CHANGED``), it could
            lock people out (``AUTOMATIC_IS_ON``), JumpCloud refused, or can't be reached. What was
            taken back by then stays so, and the next look shows the rest.
    """
    asked = frozenset(also)
    steps = tuple(step for step in shown.steps if not step.cautions or step.key in asked)
    if not steps:
        return ()
    refuse_lock_out(session.record)
    now = await plan_undo(session)
    if any(step not in now.steps for step in steps):
        raise ProblemError(ProblemCode.UNDO_CHANGED)
    client = await session.services.jumpcloud(session.record)
    taken: list[Step] = []
    try:
        for kind in (StepKind.TAKE_ACCESS, StepKind.GIVE_ACCESS):
            linked = [step for step in steps if step.kind is kind]
            await _change_links(session, client, linked)
            taken += linked
        for step in steps[len(taken) :]:  # links come first
            await _take(session, client, step, shown)
            taken.append(step)
    finally:
        await _note(session, taken, is_whole=len(taken) == len(shown.steps))
    return steps


def _made(entries: Iterable[JournalEntry], operation: Operation) -> tuple[str, ...]:
    done = (each for each in entries if each.outcome is Outcome.DONE)
    return tuple(each.result_id for each in done if each.operation is operation and each.result_id)


def _applications(entries: Iterable[JournalEntry]) -> tuple[str, ...]:
    """Return the ids of all applications that were made or written to, the first first."""
    made = _made(entries, Operation.CREATE_APPLICATION)
    written = (each.target for each in entries if each.operation in _ABOUT_ONE)
    return tuple(dict.fromkeys((*made, *written)))


def _is_about(entry: JournalEntry, application_id: str) -> bool:
    if entry.operation is Operation.CREATE_APPLICATION:
        return entry.result_id == application_id
    return entry.operation in _ABOUT_ONE and entry.target == application_id


async def _or_none(read: Callable[[str], Awaitable[T]], identifier: str) -> T | None:
    try:
        return await read(identifier)
    except ProblemError as error:
        if error.problem.code is not ProblemCode.NOT_FOUND:
            raise
        return None


async def _links(
    client: "JumpCloud", application: Application, writes: Iterable[JournalEntry]
) -> list[Step]:
    written = [each for each in writes if each.operation in _LINKS]
    if not written:
        return []
    bound = frozenset(await client.bound_groups(application.id))
    # a write that failed as a whole may have been carried out for some of its groups
    unsure = {
        group
        for each in written
        if each.outcome is not Outcome.DONE
        for group in each.sent.get("groups", ())
    }
    changed = links_changed(
        (each.sent.get("groups", ()), each.operation is Operation.BIND_GROUPS) for each in written
    )
    wanted = [
        group
        for group, change in changed.items()
        if change.original != change.left and (group in bound) is change.left
    ]
    found = await several([partial(_or_none, client.group, group) for group in wanted])
    return [
        Step(
            kind=StepKind.TAKE_ACCESS if changed[group.id].left else StepKind.GIVE_ACCESS,
            application=application.id,
            group=group.id,
            name=group.name,
            within=application.label,
            cautions=(Caution.UNSURE,) if group.id in unsure else (),
        )
        for group in found
        if group is not None
    ]


async def _deletion(
    client: "JumpCloud",
    application: Application,
    writes: Iterable[JournalEntry],
    links: Iterable[Step],
) -> Step:
    cautions = []
    written = [each for each in writes if each.outcome is Outcome.DONE and each.digest]
    digests = [(str(each.sent.get(plan.FOUND, "")), each.digest) for each in written]
    if is_changed_by_others(digests, application):
        cautions.append(Caution.CHANGED)
    ours = {step.group for step in links if step.kind is StepKind.TAKE_ACCESS}
    if set(await client.bound_groups(application.id)) - ours:
        cautions.append(Caution.OTHER_GROUPS)
    return Step(
        kind=StepKind.DELETE_APPLICATION,
        application=application.id,
        name=application.label,
        cautions=tuple(cautions),
        digest=plan.digest(application),
    )


def _restoring(
    application: Application, writes: Iterable[JournalEntry]
) -> tuple[list[Step], list[Leaving]]:
    done = [each for each in writes if each.outcome is Outcome.DONE]
    changed = settings_changed(each.sent.get(plan.CHANGES, {}) for each in done)
    back, theirs = to_restore(application, changed)
    steps, leaves = [], []
    if back:
        steps.append(
            Step(
                kind=StepKind.RESTORE,
                application=application.id,
                name=application.label,
                changes=back,
            )
        )
    if theirs:
        leaves.append(Leaving(kind=Left.VALUES, name=application.label, settings=theirs))
    if any(each.operation is Operation.RENEW_CERTIFICATE for each in done):
        leaves.append(Leaving(kind=Left.CERTIFICATE, name=application.label))
    if any(each.operation in _PICTURES for each in done):
        # which one was there before can't be read (reference/jumpcloud-api.md §3.4)
        leaves.append(Leaving(kind=Left.PICTURE, name=application.label))
    return steps, leaves


async def _group(client: "JumpCloud", group_id: str, ours: Iterable[str]) -> list[Step]:
    group = await _or_none(client.group, group_id)
    if group is None:
        return []
    cautions = await _uses(client, group_id, ours)
    return [Step(kind=StepKind.DELETE_GROUP, group=group_id, name=group.name, cautions=cautions)]


async def _uses(client: "JumpCloud", group_id: str, ours: Iterable[str]) -> tuple[Caution, ...]:
    """Return what speaks against deleting a group: nobody was put into it by this program."""
    found = []
    if await client.members_count(group_id):
        found.append(Caution.MEMBERS)
    if await client.group_uses(group_id) - set(ours):
        found.append(Caution.OTHER_USES)
    return tuple(found)


async def _change_links(session: Session, client: "JumpCloud", steps: list[Step]) -> None:
    for application in dict.fromkeys(step.application for step in steps):
        groups = tuple(step.group for step in steps if step.application == application)
        if steps[0].kind is StepKind.TAKE_ACCESS:
            await unbind(session, application, groups)
        else:
            await session.write(
                partial(client.bind, application, groups),
                intent=Intent(
                    operation=Operation.BIND_GROUPS,
                    target=application,
                    sent={"groups": list(groups)},
                ),
            )


async def _take(session: Session, client: "JumpCloud", step: Step, shown: UndoPlan) -> None:
    match step.kind:
        case StepKind.RESTORE:
            await _restore(session, client, step)
        case StepKind.DELETE_APPLICATION:
            await session.write(
                partial(client.delete_application, step.application),
                intent=Intent(
                    operation=Operation.DELETE_APPLICATION,
                    target=step.application,
                    sent={"label": step.name, plan.FOUND: step.digest},
                ),
                check=partial(_is_still, client, step, shown),
            )
        case StepKind.DELETE_GROUP:
            await session.write(
                partial(client.delete_group, step.group),
                intent=Intent(
                    operation=Operation.DELETE_GROUP, target=step.group, sent={"name": step.name}
                ),
                check=partial(_is_used_as, client, step, _applications(session.entries)),
            )


async def _restore(session: Session, client: "JumpCloud", step: Step) -> None:
    """Put former values back, and make sure that they are there and the certificate still is."""
    before = await client.application(step.application)
    if not all(plan.is_set(before, each.setting, each.now) for each in step.changes):
        raise ProblemError(ProblemCode.UNDO_CHANGED)
    after = await change_application(session, before, step.changes)
    # what was not set before gets whatever JumpCloud has for that
    moves = [
        plan.Moved(setting=each.setting, was=each.wanted, now=plan.value_of(after, each.setting))
        for each in step.changes
        if each.wanted is not None and not plan.is_set(after, each.setting, each.wanted)
    ]
    if moves:
        raise ProblemError(ProblemCode.CHANGED_MEANWHILE, settings=plan.told(moves))
    if await is_replaced(before, after):
        raise ProblemError(ProblemCode.CERTIFICATE_REPLACED)


async def _is_still(client: "JumpCloud", step: Step, shown: UndoPlan) -> None:
    application = await client.application(step.application)
    ours = {each.group for each in shown.steps if each.application == step.application}
    used = bool(set(await client.bound_groups(step.application)) - ours)
    if plan.digest(application) != step.digest or used != (Caution.OTHER_GROUPS in step.cautions):
        raise ProblemError(ProblemCode.UNDO_CHANGED)


async def _is_used_as(client: "JumpCloud", step: Step, ours: Iterable[str]) -> None:
    if await _uses(client, step.group, ours) != step.cautions:
        raise ProblemError(ProblemCode.UNDO_CHANGED)


async def _note(session: Session, taken: list[Step], *, is_whole: bool) -> None:
    """Note what the set-up has no more: an app that is gone, or that was only lent to it."""
    application = session.record.application
    if application is None or application.by_hand or not taken:
        return  # one that the admin made herself was never lent, and nothing of it was taken
    deleted = {step.application for step in taken if step.kind is StepKind.DELETE_APPLICATION}
    ours = application.id in _made(session.entries, Operation.CREATE_APPLICATION)
    if application.id in deleted or (is_whole and not ours):
        await session.commit(without_application)
        return
    # who gets in is looked up again where it is shown
    await session.commit(lambda record: replace(record, access=None))
