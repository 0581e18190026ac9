"""Take a recording of the browser as the proof that DeskPRO let the tester in."""

from deskpro_sso_gui.diagnosis.recorded_proof import Doubt, RecordedSignIn, doubt_about
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import Interface
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.trials import Evidence, Flow
from deskpro_sso_gui.setup.values import Basis
from deskpro_sso_gui.tasks.session import Session
from deskpro_sso_gui.tasks.validate import change_trial


async def prove_by_recording(
    session: Session,
    flow: Flow,
    sign_in: RecordedSignIn,
    *,
    compared_with: Basis,
    events_available: bool = True,
) -> Doubt | None:
    """Note that DeskPRO let the tester in, if the recording proves it.

    JumpCloud's half waits for its event. Where there are none to see, the message with JumpCloud's
    signature stands for it.

    Args:
        session: the set-up.
        flow: the sign-in that is tried.
        sign_in: what the recording holds.
        compared_with: the values it was compared with.
        events_available: JumpCloud shows its sign-ins.

    Returns:
        Why it proves nothing; None where it was noted.

    Raises:
        ProblemError: this flow was never tried (``STAGE_NOT_READY``).
    """
    record = session.record
    trial = record.validation.trial(flow)
    if trial is None:
        raise ProblemError(ProblemCode.STAGE_NOT_READY, stage=StageId.VALIDATE)
    interface = record.helpdesk.interface if record.helpdesk else Interface.AGENTS
    doubt = doubt_about(sign_in, flow=flow, interface=interface, since=trial.started_at)
    if doubt is not None:
        return doubt
    if not dict(compared_with) == dict(trial.basis) == record.basis(StageId.VALIDATE):
        return Doubt.OTHER_VALUES  # they changed while it was read, or since the test began
    accepted: dict[str, object] = {
        "accepted_at": sign_in.posted_at,
        "accepted_by": Evidence.CAPTURE,
        "failure": "",
        "failure_by": None,
    }
    issued: dict[str, object] = {}
    if trial.issued_at is None and not events_available:
        issued = {"issued_at": sign_in.posted_at, "issued_by": Evidence.CAPTURE}
    await change_trial(session, flow, **accepted, **issued)
    return None
