"""Have JumpCloud make a new certificate, on explicit wish: nobody gets in until DeskPRO has it.

There is no call for it. A PUT without the certificate makes a new one (reference/jumpcloud-api.md
§3.5, §3.6); the old one can't be brought back.
"""

from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup import plan
from deskpro_sso_gui.setup.parts import CertificateState
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.storage.journal import Operation
from deskpro_sso_gui.tasks.certificate import jumpcloud_certificate, keep_own
from deskpro_sso_gui.tasks.gate import refuse_lock_out
from deskpro_sso_gui.tasks.jumpcloud_sso import read_application, still_as
from deskpro_sso_gui.tasks.session import Intent, Session
from deskpro_sso_gui.tasks.settle import settle


async def renew_certificate(session: Session) -> CertificateState:
    """Let JumpCloud make a new certificate, keep it, and return it.

    Everything else of the application stays as it is. DeskPRO's steps and what was tried are out
    of date afterwards, for they rest on the old certificate.

    Raises:
        ProblemError: there is no application yet (``STAGE_NOT_READY``), the change could lock
            people out (``AUTOMATIC_IS_ON``), somebody else changed the application meanwhile
            (``CHANGED_MEANWHILE``), JumpCloud kept the old certificate (``CERTIFICATE_KEPT``),
            refused, or can't be reached.
    """
    await settle(session)
    record = session.record
    before = await read_application(session, record)
    refuse_lock_out(record)
    old = await _fingerprint(session)
    client = await session.services.jumpcloud(record)
    config = plan.without_certificate(before.config)
    await session.write(
        lambda: client.update_application(before, active=before.active, config=config),
        intent=Intent(
            operation=Operation.RENEW_CERTIFICATE,
            target=before.id,
            sent={plan.FINGERPRINT: old, plan.FOUND: plan.digest(before)},
        ),
        digest=plan.digest,
        check=lambda: still_as(session, before),
    )
    basis = session.record.basis(StageId.CERTIFICATE)
    new = await jumpcloud_certificate(session)
    if new.sha256 == old:
        raise ProblemError(ProblemCode.CERTIFICATE_KEPT)
    return await keep_own(session, new, basis)


async def _fingerprint(session: Session) -> str:
    """Return the fingerprint of the certificate that is to go, empty where there is none."""
    try:
        return (await jumpcloud_certificate(session)).sha256
    except ProblemError as error:
        none = {ProblemCode.CERTIFICATE_MISSING, ProblemCode.CERTIFICATE_UNREADABLE}
        if error.problem.code not in none:
            raise
        return ""
