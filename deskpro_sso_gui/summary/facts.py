"""What there is to say about a set-up, from its record and the moment alone."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

import deskpro_sso_gui
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.facts import SsoMethod
from deskpro_sso_gui.setup.parts import Access, BoundGroup
from deskpro_sso_gui.setup.progress import (
    StageProgress,
    Status,
    metadata_confirms,
    must_set_back,
    progress,
)
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.settings import SSO_METHOD_BUTTON
from deskpro_sso_gui.setup.stages import STAGE_BY_ID, StageId
from deskpro_sso_gui.summary.afterwards import dates, ways_back
from deskpro_sso_gui.summary.carried import values
from deskpro_sso_gui.summary.model import (
    AccessEntry,
    Entry,
    GroupEntry,
    Remaining,
    StageEntry,
    Summary,
)
from deskpro_sso_gui.summary.plain import plain
from deskpro_sso_gui.summary.proofs import proofs
from deskpro_sso_gui.summary.settings import alongside, deskpro_settings, sso_method
from deskpro_sso_gui.summary.unchecked import unchecked
from deskpro_sso_gui.summary.wording import HEADINGS, INTERFACE_NAMES, STAGE_TASKS
from deskpro_sso_gui.texts import date_time, language, plural, status_text, t, value_name


def summary_facts(record: SetupRecord, *, now: datetime) -> Summary:
    """Return every fact of ``record``, worded in the language in use.

    Args:
        record: the set-up.
        now: when the summary is made; aware.
    """
    stages = tuple(progress(record).values())
    remaining = (*_back_first(record), *_remaining(stages))
    name = set_up_name(record)
    return Summary(
        id=set_up_id(record),
        name=name,
        title=t(N_("DeskPRO sign-in through JumpCloud: {name}"), name=name),
        language=language(),
        program=deskpro_sso_gui.PROGRAM,
        program_version=deskpro_sso_gui.__version__,
        made_at=now.astimezone(UTC),
        made=date_time(now),
        practice=record.practice,
        practice_words=t(HEADINGS.practice) if record.practice else "",
        finished=not remaining,
        headline=_headline(record, remaining),
        about=tuple(_about(record)),
        stages=tuple(
            _stage_entry(record, stage, number) for number, stage in enumerate(stages, start=1)
        ),
        remaining=remaining,
        settings=deskpro_settings(record),
        alongside=alongside(record),
        values=values(record),
        access=_access(record),
        sso_method=record.validation.sso_method,
        proofs=proofs(record),
        unchecked=unchecked(record),
        ways_back=ways_back(record),
        dates=dates(record, now=now),
    )


def set_up_name(record: SetupRecord) -> str:
    """Return what the set-up is called: its name, else the helpdesk's host."""
    host = record.helpdesk.url.partition("://")[2] if record.helpdesk else ""
    return plain(record.name) or plain(host) or t(N_("new set-up"))


def set_up_id(record: SetupRecord) -> str:
    """Return what names the set-up on every computer: made of its helpdesk and its IdP URL.

    A calendar knows its events again by it. Until both are known it is this record's alone.
    """
    if record.helpdesk is None or record.application is None:
        return uuid5(NAMESPACE_URL, f"set-up:{record.id}").hex
    both = f"{record.helpdesk.url}\n{record.application.idp_url}"
    return uuid5(NAMESPACE_URL, both).hex


def _headline(record: SetupRecord, remaining: Sequence[Remaining]) -> str:
    if remaining:
        return plural(
            N_("Not finished: one step is left to do."),
            N_("Not finished: {count} steps are left to do."),
            len(remaining),
        )
    if record.validation.sso_method is SsoMethod.AUTOMATIC:
        return t(N_("Finished: DeskPRO sends everyone to JumpCloud to sign in (Automatic)."))
    return t(N_("Finished: people choose JumpCloud with a button on DeskPRO's sign-in page."))


def _about(record: SetupRecord) -> list[Entry]:
    known = []
    if record.helpdesk:
        people = t(INTERFACE_NAMES[record.helpdesk.interface])
        known.append(_entry("helpdesk", t(N_("Helpdesk")), record.helpdesk.url, verbatim=True))
        known.append(_entry("interface", t(N_("Sign-in for")), people))
    if record.by_hand.without_key:
        if record.by_hand.organization:
            name = record.by_hand.organization
            known.append(_entry("organization", t(N_("JumpCloud organisation")), name))
        how = t(N_("by hand in its Admin Portal, without a key"))
        known.append(_entry("jumpcloud", "JumpCloud", how))
    elif record.account:
        organization = record.account.organization
        name = organization.name or organization.id
        known.append(_entry("organization", t(N_("JumpCloud organisation")), name))
        administrator = record.account.administrator
        if administrator.email:
            who = f"{administrator.email} ({administrator.role})".removesuffix(" ()")
            known.append(_entry("administrator", t(N_("Set up with the key of")), who))
    if record.tester:
        known.append(_entry("tester", t(N_("Who tries it")), record.tester.email))
    return [
        *known,
        _entry("sso_method", t(N_("SSO Method in DeskPRO")), sso_method(record)),
        _entry("created", t(N_("Begun")), date_time(record.created_at)),
        _entry("changed", t(N_("Last change")), date_time(record.changed_at)),
    ]


def _entry(key: str, label: str, value: str, *, verbatim: bool = False) -> Entry:
    return Entry(key=key, label=label, value=plain(value), verbatim=verbatim)


def _stage_entry(record: SetupRecord, stage: StageProgress, number: int) -> StageEntry:
    return StageEntry(
        id=stage.stage,
        number=number,
        name=t(STAGE_BY_ID[stage.stage].name),
        status=stage.status,
        status_words=status_text(stage.status),
        value=plain(stage.value or _settled(record, stage)),
        note=_note(record, stage),
        by_hand=stage.by_hand,
    )


def _note(record: SetupRecord, stage: StageProgress) -> str:
    if stage.changed:
        return t(N_("changed since: {names}"), names=_changed_names(stage))
    if not stage.by_hand:
        return ""
    if stage.stage is StageId.PREREQUISITES:
        return t(N_("JumpCloud by hand, without a key"))
    if stage.stage is StageId.APPLICATION and metadata_confirms(record):
        return t(N_("by hand, as you told us; JumpCloud's metadata says the same"))
    return t(N_("by hand, as you told us"))


def _settled(record: SetupRecord, stage: StageProgress) -> str:
    """Return what a finished stage came to where its progress names no single value."""
    if stage.status not in {Status.DONE, Status.STALE}:
        return ""
    if stage.stage is StageId.JUMPCLOUD_SSO and record.applied and record.applied.by_hand:
        return date_time(record.applied.at)
    if stage.stage is StageId.JUMPCLOUD_SSO and record.applied:
        return plural(
            N_("one setting changed on {date}"),
            N_("{count} settings changed on {date}"),
            record.applied.changed,
            date=date_time(record.applied.at),
        )
    if stage.stage is StageId.VALIDATE:
        return t(N_("SSO Method: {method}"), method=sso_method(record))
    return ""


def _changed_names(stage: StageProgress) -> str:
    return ", ".join(value_name(value) for value in stage.changed)


def _back_first(record: SetupRecord) -> list[Remaining]:
    """Return what comes before all else, where everyone is sent to JumpCloud without a proof."""
    if not must_set_back(record):
        return []
    text = t(N_("First: set DeskPRO back to {method}"), method=SSO_METHOD_BUTTON)
    return [Remaining(stage=StageId.VALIDATE, text=text)]


def _remaining(stages: Sequence[StageProgress]) -> list[Remaining]:
    return [
        Remaining(stage=stage.stage, text=_task(stage))
        for stage in stages
        if stage.status is not Status.DONE and stage.stage in STAGE_TASKS
    ]


def _task(stage: StageProgress) -> str:
    task = t(STAGE_TASKS[stage.stage])
    if stage.status is Status.STALE:
        names = _changed_names(stage)
        return t(N_("Again, for something changed ({names}): {task}"), names=names, task=task)
    if stage.status is Status.NEEDS_ATTENTION:
        return t(N_("Look again, something does not fit yet: {task}"), task=task)
    return task


def _access(record: SetupRecord) -> AccessEntry:
    access = record.access or Access()
    return AccessEntry(
        groups=tuple(_group(group) for group in access.groups),
        people=access.people,
        tester_included=access.tester_included,
        notes=tuple(_access_notes(access)),
    )


def _group(group: BoundGroup) -> GroupEntry:
    name = plain(group.name)
    if group.members is None:
        return GroupEntry(name=name, members=None, words=name)
    words = plural(
        N_("{name}: one member"), N_("{name}: {count} members"), group.members, name=name
    )
    return GroupEntry(name=name, members=group.members, words=words)


def _access_notes(access: Access) -> list[str]:
    if not access.groups:
        return [t(N_("Nobody yet: no user group in JumpCloud is connected to the app."))]
    notes = []
    if access.people is not None:
        notes.append(
            plural(
                N_("One person reaches DeskPRO through JumpCloud."),
                N_("{count} people reach DeskPRO through JumpCloud."),
                access.people,
            )
        )
    if access.by_hand:
        notes.append(t(N_("So the administrator told us; JumpCloud was not asked.")))
    if access.tester_included is not None:
        notes.append(
            t(N_("Whoever tries the sign-in is among them."))
            if access.tester_included
            else t(N_("Whoever tries the sign-in is not among them."))
        )
    return notes
