"""Stage *JumpCloud sign-in*: compare the application with the plan and write the difference."""

from collections.abc import Sequence

from msgspec.structs import replace

from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup import plan
from deskpro_sso_gui.setup.facts import Application
from deskpro_sso_gui.setup.parts import AppliedSettings, one_line
from deskpro_sso_gui.setup.plan import Difference
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.storage.journal import Operation
from deskpro_sso_gui.tasks.session import Intent, Session
from deskpro_sso_gui.tasks.settle import settle


async def compare_settings(session: Session) -> tuple[Difference, ...]:
    """Return every planned setting with what JumpCloud has now.

    Raises:
        ProblemError: application or DeskPRO's addresses are not known yet (``STAGE_NOT_READY``),
            JumpCloud refused, or can't be reached.
    """
    record = session.record
    return _differences(record, await _application(session, record))


async def apply_settings(session: Session, shown: Sequence[Difference] | None = None) -> int:
    """Write what differs, read it back, and make sure that the certificate is the same.

    Args:
        session: the set-up.
        shown: the comparison the admin agreed to; if JumpCloud has something else by now, nothing
            is written.

    Returns:
        How many settings were written.

    Raises:
        ProblemError: as for ``compare_settings``; the connector lacks a setting that nobody gets
            in without (``CONNECTOR_LACKS_SETTINGS``, nothing is written); somebody else changed
            the application meanwhile (``CHANGED_MEANWHILE``); or JumpCloud made a new certificate
            (``CERTIFICATE_REPLACED``).
    """
    await settle(session)
    record = session.record
    before = await _application(session, record)
    found = _differences(record, before)
    if shown is not None and tuple(shown) != found:
        moved = [a.setting for a, b in zip(found, shown, strict=False) if a != b]
        raise ProblemError(ProblemCode.CHANGED_MEANWHILE, settings=", ".join(moved))
    lacking = [key for key in plan.lacking(before) if key in plan.NEEDED_KEYS]
    if lacking:
        raise ProblemError(ProblemCode.CONNECTOR_LACKS_SETTINGS, settings=", ".join(lacking))
    changes = [difference for difference in found if difference.differs]
    after = await _write(session, record, before, changes) if changes else before
    left = [each.setting for each in _differences(record, after) if each.differs]
    if left:
        raise ProblemError(ProblemCode.CHANGED_MEANWHILE, settings=", ".join(left))
    replaced = before.certificate_text != after.certificate_text
    await _commit(session, record, after, changed=len(changes), replaced=replaced)
    if replaced:
        raise ProblemError(ProblemCode.CERTIFICATE_REPLACED)
    return len(changes)


async def _application(session: Session, record: SetupRecord) -> Application:
    if record.application is None:
        raise ProblemError(ProblemCode.STAGE_NOT_READY, stage=StageId.APPLICATION)
    if record.application.by_hand:
        raise ProblemError(ProblemCode.APPLICATION_BY_HAND)
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
    session: Session, record: SetupRecord, before: Application, changes: Sequence[Difference]
) -> Application:
    client = await session.services.jumpcloud(record)
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


async def _commit(
    session: Session,
    written_for: SetupRecord,
    application: Application,
    *,
    changed: int,
    replaced: bool,
) -> None:
    # the basis is what was written: if DeskPRO's addresses are others by now, it shows
    applied = AppliedSettings(
        at=session.services.now(),
        changed=changed,
        basis=written_for.basis(StageId.JUMPCLOUD_SSO),
    )

    def update(record: SetupRecord) -> SetupRecord:
        if record.application is None or record.application.id != application.id:
            return record
        entity_id = one_line(str(application.setting("idpEntityId") or ""))
        certificate = record.certificate
        if replaced and certificate is not None:
            certificate = replace(certificate, matches_jumpcloud=False)
        return replace(
            record,
            application=replace(record.application, idp_entity_id=entity_id),
            applied=applied,
            certificate=certificate,
        )

    await session.commit(update)
