"""Stage *JumpCloud sign-in*: compare the application with the plan and write the difference."""

import hashlib
from collections.abc import Sequence

from msgspec.structs import replace

from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup import plan
from deskpro_sso_gui.setup.facts import Application
from deskpro_sso_gui.setup.plan import Difference
from deskpro_sso_gui.setup.record import AppliedSettings, SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.storage.journal import Operation
from deskpro_sso_gui.tasks.session import Intent, Session
from deskpro_sso_gui.tasks.settle import settle


async def compare_settings(session: Session) -> tuple[Difference, ...]:
    """Return every planned setting with what JumpCloud has now.

    Raises:
        ProblemError: application or DeskPRO's addresses are not known yet, or JumpCloud can't be
            reached.
    """
    return _differences(session.record, await _application(session))


async def apply_settings(session: Session, shown: Sequence[Difference] | None = None) -> int:
    """Write what differs, read it back, and make sure that the certificate is the same.

    Args:
        session: the set-up.
        shown: the comparison the admin agreed to; if JumpCloud has something else by now, nothing
            is written.

    Returns:
        How many settings were written.

    Raises:
        ProblemError: somebody else changed the application meanwhile, JumpCloud refused, or it
            made a new certificate.
    """
    await settle(session)
    before = await _application(session)
    found = _differences(session.record, before)
    if shown is not None and tuple(shown) != found:
        moved = [a.setting for a, b in zip(found, shown, strict=False) if a != b]
        raise ProblemError(ProblemCode.CHANGED_MEANWHILE, settings=", ".join(moved))
    changes = [difference for difference in found if difference.differs]
    after = await _write(session, before, changes) if changes else before
    left = [each.setting for each in _differences(session.record, after) if each.differs]
    if left:
        raise ProblemError(ProblemCode.CHANGED_MEANWHILE, settings=", ".join(left))
    await _commit(session, after, changed=len(changes))
    if _fingerprint(before) != _fingerprint(after):
        raise ProblemError(ProblemCode.CERTIFICATE_REPLACED)
    return len(changes)


async def _application(session: Session) -> Application:
    record = session.record
    if record.application is None:
        raise ProblemError(ProblemCode.STAGE_NOT_READY, stage=StageId.APPLICATION)
    client = await session.services.jumpcloud(record)
    return await client.application(record.application.id)


def _differences(record: SetupRecord, application: Application) -> tuple[Difference, ...]:
    provider = record.service_provider
    if provider is None:
        raise ProblemError(ProblemCode.STAGE_NOT_READY, stage=StageId.DESKPRO_ADD)
    return plan.differences(
        application, sp_entity_id=provider.sp_entity_id, acs_url=provider.acs_url
    )


async def _write(
    session: Session, before: Application, changes: Sequence[Difference]
) -> Application:
    client = await session.services.jumpcloud(session.record)
    active, config = plan.merged(before, changes)
    await session.write(
        lambda: client.update_application(before, active=active, config=config),
        intent=Intent(
            operation=Operation.UPDATE_APPLICATION,
            target=before.id,
            sent={
                change.setting: {"now": change.now, "wanted": change.wanted} for change in changes
            },
        ),
    )
    return await client.application(before.id)


def _fingerprint(application: Application) -> str:
    return hashlib.sha256(application.certificate_text.encode()).hexdigest()


async def _commit(session: Session, application: Application, *, changed: int) -> None:
    written_for = session.record.basis(StageId.JUMPCLOUD_SSO)
    now = session.services.now()

    def update(record: SetupRecord) -> SetupRecord:
        if record.application is None or record.application.id != application.id:
            return record
        state = replace(
            record.application, idp_entity_id=str(application.setting("idpEntityId") or "")
        )
        applied = AppliedSettings(at=now, changed=changed, basis=written_for)
        return replace(record, application=state, applied=applied)

    await session.commit(update)
