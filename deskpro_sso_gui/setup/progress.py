"""How far a set-up is: from the record alone, the status of each stage and what comes next."""

from collections.abc import Mapping
from enum import StrEnum, unique

import msgspec

from deskpro_sso_gui.setup.facts import Interface, SsoMethod
from deskpro_sso_gui.setup.parts import ApplicationState, MetadataState, Origin
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import STAGES, StageId
from deskpro_sso_gui.setup.trials import Flow
from deskpro_sso_gui.setup.values import STAGE_INPUTS, Basis, Value, changed


@unique
class Status(StrEnum):
    """Where a stage stands."""

    TO_DO = "to-do"
    READY = "ready"
    NEEDS_ATTENTION = "needs-attention"
    DONE = "done"
    STALE = "stale"


class StageProgress(msgspec.Struct, frozen=True, kw_only=True):
    """Where one stage stands.

    Attributes:
        value: what it settled, to show beside it; empty until done.
        changed: the values that made it stale.
        by_hand: it rests on the admin's word; JumpCloud was not asked.
    """

    stage: StageId
    status: Status
    value: str = ""
    changed: tuple[Value, ...] = ()
    by_hand: bool = False


class _Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What the record says of a stage by itself, before others are looked at."""

    present: bool = False
    attention: bool = False
    value: str = ""
    basis: Basis = msgspec.field(default_factory=dict)
    by_hand: bool = False


def _prerequisites(record: SetupRecord) -> _Finding:
    if record.helpdesk is None or not record.knows_jumpcloud or record.tester is None:
        return _Finding()
    return _Finding(
        present=True,
        value=record.helpdesk.url.partition("://")[2],
        attention=not record.helpdesk.is_deskpro
        or record.tester.trouble is not None
        or lacks_an_account(record),
        by_hand=record.by_hand.without_key,
    )


def lacks_an_account(record: SetupRecord) -> bool:
    """Say whether the tester, or the admin, is known not to have the account in DeskPRO needed."""
    accounts = record.accounts
    if accounts is None or record.helpdesk is None or record.tester is None:
        return False
    for_agents = record.helpdesk.interface is Interface.AGENTS
    about_tester = accounts.tester == record.tester.email
    tester_is_out = (for_agents and accounts.tester_is_agent is False) or accounts.tester_disabled
    return (about_tester and tester_is_out) or accounts.owner_is_admin is False


def _application(record: SetupRecord) -> _Finding:
    application = record.application
    if application is None:
        return _Finding()
    return _Finding(
        present=True,
        value=application.idp_url,
        basis=application.basis,
        by_hand=application.by_hand,
    )


def _deskpro_add(record: SetupRecord) -> _Finding:
    provider = record.service_provider
    if provider is None:
        return _Finding()
    return _Finding(present=True, value=provider.sp_entity_id, basis=provider.basis)


def _jumpcloud_sso(record: SetupRecord) -> _Finding:
    applied = record.applied
    if applied is None:
        return _Finding()
    return _Finding(present=True, basis=applied.basis, by_hand=applied.by_hand)


def _certificate(record: SetupRecord) -> _Finding:
    certificate = record.certificate
    if certificate is None:
        return _Finding()
    return _Finding(
        present=True,
        attention=certificate.matches_jumpcloud is False or contradicts_metadata(record),
        value=certificate.organization or certificate.subject,
        basis=certificate.basis,
    )


def contradicts_metadata(record: SetupRecord) -> bool:
    """Say whether the certificate may be the wrong one because the metadata holds another.

    Not where it is JumpCloud's own and the metadata was read before it: then only the metadata is
    out of date, as after a renewal, and its stage says so.
    """
    certificate = record.certificate
    if certificate is None or certificate.matches_metadata is not False:
        return False
    own = certificate.source is Origin.JUMPCLOUD or certificate.matches_jumpcloud is True
    return not (own and metadata_is_older(record))


def metadata_is_older(record: SetupRecord) -> bool:
    """Say whether the metadata was read before the certificate of now was there."""
    metadata = record.metadata
    return metadata is not None and Value.CERTIFICATE in changed(metadata.basis, record.values())


def _metadata(record: SetupRecord) -> _Finding:
    metadata = record.metadata
    if metadata is None:
        return _Finding()
    certificate, application = record.certificate, record.application
    differs = (
        certificate is not None and metadata.certificate_sha256 != certificate.sha256,
        application is not None and metadata.idp_url != application.idp_url,
        application is not None and entity_id_differs(application, metadata),
    )
    return _Finding(present=True, attention=any(differs), value=metadata.url, basis=metadata.basis)


def entity_id_differs(application: ApplicationState, metadata: MetadataState) -> bool:
    """Say whether the metadata names JumpCloud otherwise than we know it.

    An application made by hand has no such name before the admin says that she entered it.
    """
    if application.by_hand and not application.idp_entity_id:
        return False
    return metadata.entity_id != application.idp_entity_id


def metadata_confirms(record: SetupRecord) -> bool:
    """Say whether JumpCloud's metadata says what the admin told of an application by hand.

    It is public and JumpCloud's own, so it proves her address, JumpCloud's name and, where there
    is one, the certificate without a key.
    """
    application, metadata, certificate = record.application, record.metadata, record.certificate
    return (
        application is not None
        and application.by_hand
        and metadata is not None
        and metadata.idp_url == application.idp_url
        and metadata.entity_id == application.idp_entity_id
        and (certificate is None or certificate.sha256 == metadata.certificate_sha256)
    )


def _deskpro_configure(record: SetupRecord) -> _Finding:
    settings = record.deskpro
    if settings is None or not settings.saved:
        return _Finding()
    return _Finding(
        present=True,
        attention=settings.request_agrees is False or settings.source_seen is False,
        basis=settings.basis,
    )


def _access(record: SetupRecord) -> _Finding:
    access = record.access
    if access is None or not access.groups:
        return _Finding()
    return _Finding(
        present=True,
        # the tester's own account is the first stage's concern
        attention=access.tester_included is False or access.application_active is False,
        value=", ".join(group.name for group in access.groups),
        basis=access.basis,
        by_hand=access.by_hand,
    )


def holds(record: SetupRecord, flow: Flow) -> bool:
    """Say whether ``flow`` is proven with exactly the values of now."""
    trial = record.validation.trial(flow)
    return trial is not None and trial.proven and trial.basis == record.basis(StageId.VALIDATE)


def flows_needed(record: SetupRecord) -> tuple[Flow, ...]:
    """Return the sign-ins that have to be proven; a hidden tile makes the portal's one unused."""
    hidden = record.application is not None and record.application.hidden
    flows = [Flow.FROM_DESKPRO] if hidden else [Flow.FROM_DESKPRO, Flow.FROM_JUMPCLOUD]
    if record.validation.sso_method is SsoMethod.AUTOMATIC:
        flows.append(Flow.AFTER_SWITCH)
    return tuple(flows)


def may_switch(record: SetupRecord) -> bool:
    """Say whether *Automatic* may be offered: what can be proven before is, with today's values.

    Not once JumpCloud is known to sign with another certificate than the one that was tried.
    """
    if record.certificate is not None and record.certificate.matches_jumpcloud is False:
        return False
    before = (flow for flow in flows_needed(record) if flow is not Flow.AFTER_SWITCH)
    return all(holds(record, flow) for flow in before)


def must_set_back(record: SetupRecord) -> bool:
    """Say whether *SSO Method* has to be *Disabled* before anything else is done.

    DeskPRO sends everyone to JumpCloud, and nobody knows that they get in with today's values: it
    was switched too early, or a value was changed afterwards (reference/conditions.md §6, W2, W10).
    """
    if record.validation.sso_method is SsoMethod.AUTOMATIC:
        return not may_switch(record)
    return record.validation.seen_automatic and not may_switch_to_automatic(record)


def comparison_holds(record: SetupRecord) -> bool:
    """Say whether DeskPRO's people were compared with those who get in now."""
    people = record.validation.people
    if people is None:
        return False
    same_groups = people.groups == (record.access.named if record.access else frozenset())
    return same_groups and not changed(people.basis, record.values())


def everyone_known(record: SetupRecord) -> bool:
    """Say whether all who would be locked out by *Automatic* are known and accepted, as of now."""
    people = record.validation.people
    return people is not None and people.settled and comparison_holds(record)


def may_switch_to_automatic(record: SetupRecord) -> bool:
    """Say whether *Automatic* may be switched on: it is proven, and nobody is left outside."""
    return may_switch(record) and everyone_known(record)


def _validate(record: SetupRecord) -> _Finding:
    validation = record.validation
    settled = validation.stays_with_button or validation.sso_method is SsoMethod.AUTOMATIC
    trials = [validation.trial(flow) for flow in flows_needed(record)]
    if not settled or not all(trial is not None and trial.proven for trial in trials):
        failed = any(trial is not None and trial.failure for trial in trials)
        return _Finding(attention=failed or must_set_back(record))
    stale = next((t for t in trials if t and t.basis != record.basis(StageId.VALIDATE)), None)
    if stale is None:
        return _Finding(
            present=True,
            attention=must_set_back(record),
            basis=record.basis(StageId.VALIDATE),
        )
    # a value that was not known at the time of the trial was not part of what it proves either
    tried = {value: stale.basis.get(value, "") for value in STAGE_INPUTS[StageId.VALIDATE]}
    return _Finding(present=True, basis=tried)


def _summary(record: SetupRecord) -> _Finding:
    if not record.exports:
        return _Finding()
    last = record.exports[-1]
    current = not last.of or last.of == record.digest()
    if not current and not changed(last.basis, record.values()):
        return _Finding()  # more was done since; it has to be written once more
    return _Finding(present=True, value=last.folder, basis=last.basis)


_FINDINGS = {
    StageId.PREREQUISITES: _prerequisites,
    StageId.APPLICATION: _application,
    StageId.DESKPRO_ADD: _deskpro_add,
    StageId.JUMPCLOUD_SSO: _jumpcloud_sso,
    StageId.CERTIFICATE: _certificate,
    StageId.METADATA: _metadata,
    StageId.DESKPRO_CONFIGURE: _deskpro_configure,
    StageId.ACCESS: _access,
    StageId.VALIDATE: _validate,
    StageId.SUMMARY: _summary,
}


def progress(record: SetupRecord) -> Mapping[StageId, StageProgress]:
    """Return where each stage stands, in order."""
    now = record.values()
    result: dict[StageId, StageProgress] = {}
    for stage in STAGES:
        finding = _FINDINGS[stage.id](record)
        differing = changed(finding.basis, now) if finding.present else ()
        if differing:
            status = Status.STALE
        elif finding.attention:
            status = Status.NEEDS_ATTENTION
        elif finding.present:
            status = Status.DONE
        elif all(result[earlier].status in _PASSABLE for earlier in stage.after):
            status = Status.READY
        else:
            status = Status.TO_DO
        result[stage.id] = StageProgress(
            stage=stage.id,
            status=status,
            value=finding.value,
            changed=differing,
            by_hand=finding.by_hand,
        )
    return result


_PASSABLE = frozenset({Status.DONE, Status.NEEDS_ATTENTION})


def next_stage(record: SetupRecord) -> StageId | None:
    """Return the first stage that wants a hand, None when the set-up is finished.

    While everyone is sent to JumpCloud without a proof, that is where it is taken back.
    """
    if must_set_back(record):
        return StageId.VALIDATE
    stages = progress(record).values()
    return next((each.stage for each in stages if each.status is not Status.DONE), None)
