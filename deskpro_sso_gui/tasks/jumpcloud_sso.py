"""Stage *JumpCloud sign-in*: compare the application with the plan and write the difference."""

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup import plan
from deskpro_sso_gui.setup.facts import Application
from deskpro_sso_gui.setup.parts import AppliedSettings, one_line
from deskpro_sso_gui.setup.plan import Difference, Moved
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.storage.journal import Operation
from deskpro_sso_gui.tasks.access import application_id
from deskpro_sso_gui.tasks.certificate import certificate_in, certificate_shown_elsewhere
from deskpro_sso_gui.tasks.gate import refuse_lock_out
from deskpro_sso_gui.tasks.session import Intent, Session
from deskpro_sso_gui.tasks.settle import settle


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """The application as it was looked at, whole, and every planned setting beside it."""

    application: Application
    differences: tuple[Difference, ...]


async def look_at_settings(session: Session) -> Look:
    """Return the application and every planned setting with what JumpCloud has now.

    Raises:
        ProblemError: application or DeskPRO's addresses are not known yet (``STAGE_NOT_READY``),
            JumpCloud refused, or can't be reached.
    """
    record = session.record
    application = await read_application(session, record)
    return Look(application=application, differences=_differences(record, application))


async def compare_settings(session: Session) -> tuple[Difference, ...]:
    """Return every planned setting with what JumpCloud has now.

    Raises:
        ProblemError: as for ``look_at_settings``.
    """
    return (await look_at_settings(session)).differences


async def moved_since(session: Session, look: Look) -> tuple[Moved, ...]:
    """Return what somebody else changed in the application since ``look``.

    Raises:
        ProblemError: as for ``look_at_settings``.
    """
    return plan.moved(look.application, await read_application(session, session.record))


async def apply_settings(
    session: Session, shown: Look | None = None, *, unattended: bool = False
) -> int:
    """Write what differs, read it back, and make sure that the certificate is the same.

    Args:
        session: the set-up.
        shown: what the admin saw and agreed to; if anything of the application is another by the
            time of the write, nothing is written.
        unattended: nobody looks, a plan agreed to it.

    Returns:
        How many settings were written.

    Raises:
        ProblemError: as for ``look_at_settings``; the connector lacks a setting that nobody gets
            in without (``CONNECTOR_LACKS_SETTINGS``, nothing is written); the change could lock
            people out (``AUTOMATIC_IS_ON``); JumpCloud does not show the certificate, so that it
            could not be sent back (``CERTIFICATE_NOT_SHOWN``); somebody else changed the
            application meanwhile (``CHANGED_MEANWHILE``); or JumpCloud made a new certificate
            (``CERTIFICATE_REPLACED``).
    """
    await settle(session)
    record = session.record
    before = shown.application if shown else await read_application(session, record)
    found = _differences(record, before)
    lacking = [key for key in plan.lacking(before) if key in plan.NEEDED_KEYS]
    if lacking:
        raise ProblemError(ProblemCode.CONNECTOR_LACKS_SETTINGS, settings=", ".join(lacking))
    changes = [difference for difference in found if difference.differs]
    if changes:
        refuse_lock_out(record, unattended=unattended)
        after = await change_application(session, before, changes)
    else:
        after = before
    left = [each for each in _differences(record, after) if each.differs]
    if left:
        moves = [Moved(setting=each.setting, was=each.wanted, now=each.now) for each in left]
        raise ProblemError(ProblemCode.CHANGED_MEANWHILE, settings=plan.told(moves))
    replaced = await is_replaced(before, after)
    await _commit(session, record, after, changed=len(changes), replaced=replaced)
    if replaced:
        raise ProblemError(ProblemCode.CERTIFICATE_REPLACED)
    return len(changes)


async def is_replaced(before: Application, after: Application) -> bool:
    """Say whether the certificate is another one: by its fingerprint, however it is packed."""
    if before.certificate_text == after.certificate_text:
        return False
    old, new = await certificate_in(before), await certificate_in(after)
    if old is None or new is None:
        return True
    return old.sha256 != new.sha256


async def read_application(session: Session, record: SetupRecord) -> Application:
    """Return the application of ``record`` as JumpCloud has it now.

    Raises:
        ProblemError: as for ``application_id``, JumpCloud refused, or can't be reached.
    """
    application = application_id(record)
    client = await session.services.jumpcloud(record)
    return await client.application(application)


def _differences(record: SetupRecord, application: Application) -> tuple[Difference, ...]:
    provider = record.service_provider
    if provider is None:
        raise ProblemError(ProblemCode.STAGE_NOT_READY, stage=StageId.DESKPRO_ADD)
    return plan.differences(
        application, sp_entity_id=provider.sp_entity_id, acs_url=provider.acs_url
    )


async def change_application(
    session: Session, before: Application, changes: Sequence[Difference]
) -> Application:
    """Write ``changes`` into an application that is still as ``before``; return it read back.

    Raises:
        ProblemError: JumpCloud does not show the certificate (``CERTIFICATE_NOT_SHOWN``), the
            application is another by now (``CHANGED_MEANWHILE``), JumpCloud refused, or can't be
            reached.
    """
    client = await session.services.jumpcloud(session.record)
    active, config = plan.merged(before, changes)
    if not before.certificate_text:
        # sent back without it, JumpCloud would make another one (reference §3.5)
        if await certificate_shown_elsewhere(session, before):
            raise ProblemError(ProblemCode.CERTIFICATE_NOT_SHOWN)
        config = plan.without_certificate(config)
    await session.write(
        lambda: client.update_application(before, active=active, config=config),
        intent=Intent(
            operation=Operation.UPDATE_APPLICATION,
            target=before.id,
            sent={
                plan.CHANGES: {
                    each.setting: {
                        "was": plan.value_of(before, each.setting),
                        "wanted": each.wanted,
                    }
                    for each in changes
                },
                plan.FOUND: plan.digest(before),
            },
        ),
        digest=plan.digest,
        check=lambda: still_as(session, before),
    )
    return await client.application(before.id)


async def still_as(session: Session, before: Application) -> None:
    """Look a last time before a write that sends everything back.

    Raises:
        ProblemError: somebody else changed something since ``before`` (``CHANGED_MEANWHILE``), or
            JumpCloud can't be asked.
    """
    client = await session.services.jumpcloud(session.record)
    moves = plan.moved(before, await client.application(before.id))
    if moves:
        raise ProblemError(ProblemCode.CHANGED_MEANWHILE, settings=plan.told(moves))


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
