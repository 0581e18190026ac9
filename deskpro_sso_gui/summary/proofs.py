"""How each way to sign in was tried, and what the proof of it rests on."""

from datetime import UTC, datetime

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.progress import flows_needed, holds
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.trials import Evidence, Flow, Trial
from deskpro_sso_gui.setup.values import STAGE_INPUTS, changed
from deskpro_sso_gui.summary.model import Half, Proof, ProofState
from deskpro_sso_gui.summary.plain import plain
from deskpro_sso_gui.summary.wording import EVIDENCE_WORDS, FLOW_NAMES, PROOF_STATES
from deskpro_sso_gui.texts import date_time, t, value_name


def proofs(record: SetupRecord) -> tuple[Proof, ...]:
    """Return every way to sign in that this set-up needs or that was tried, in their order."""
    needed = flows_needed(record)
    return tuple(
        _proof(record, flow)
        for flow in Flow
        if flow in needed or record.validation.trial(flow) is not None
    )


def _proof(record: SetupRecord, flow: Flow) -> Proof:
    trial = record.validation.trial(flow)
    state = _state(record, trial)
    return Proof(
        flow=flow,
        name=t(FLOW_NAMES[flow]),
        state=state,
        state_words=t(PROOF_STATES[state]),
        issued=_half(trial.issued_at, trial.issued_by) if trial else None,
        accepted=_half(trial.accepted_at, trial.accepted_by) if trial else None,
        note=_note(record, trial) if trial else "",
    )


def _state(record: SetupRecord, trial: Trial | None) -> ProofState:
    if trial is None:
        return ProofState.NOT_TRIED
    if trial.proven:
        return ProofState.PROVEN if holds(record, trial.flow) else ProofState.STALE
    if trial.failure:
        return ProofState.FAILED
    return ProofState.HALF if trial.issued_at or trial.accepted_at else ProofState.NOT_TRIED


def _half(at: datetime | None, evidence: Evidence | None) -> Half | None:
    if at is None:
        return None
    moment = date_time(at)
    words = t(EVIDENCE_WORDS[evidence], moment=moment) if evidence else moment
    return Half(at=at.astimezone(UTC), evidence=evidence, words=words)


def _note(record: SetupRecord, trial: Trial) -> str:
    notes = []
    if trial.signed_in_as:
        notes.append(t(N_("Signed in as {name}."), name=plain(trial.signed_in_as)))
    if trial.failure:
        words = (
            N_("What was seen: {words}")
            if trial.failure_by is Evidence.ADMIN
            else N_("JumpCloud said: {words}")
        )
        notes.append(t(words, words=plain(trial.failure)))
    # a value that was not known at the time of the trial was not part of what it proves either
    tried = {value: trial.basis.get(value, "") for value in STAGE_INPUTS[StageId.VALIDATE]}
    differing = changed(tried, record.values())
    if trial.proven and differing:
        names = ", ".join(value_name(value) for value in differing)
        notes.append(t(N_("Changed since: {names}."), names=names))
    return " ".join(notes)
