"""The automatic parts of a set-up, unattended; what is left for a person stands in the summary.

Running it again changes nothing that is already so: each step looks first at the record and at
JumpCloud, and an interrupted write is looked up before anything is sent.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from deskpro_sso_gui.credentials.secret import Secret
from deskpro_sso_gui.jumpcloud.credential import ApiKey, Credential
from deskpro_sso_gui.net.addresses import normalise_helpdesk
from deskpro_sso_gui.problems import Problem, ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import Generation, Group
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.storage.setups import SavedSetup
from deskpro_sso_gui.tasks import (
    access,
    application,
    certificate,
    connect,
    deskpro_add,
    jumpcloud_sso,
    metadata,
    summary,
)
from deskpro_sso_gui.tasks.apply_plan import AccessTable, ApplyPlan
from deskpro_sso_gui.tasks.services import Services
from deskpro_sso_gui.tasks.session import Session

Report = Callable[[StageId | Problem], None]
"""Told of each stage that begins, and of each problem that does not end the run."""

PRACTICE_GROUP = "DeskPRO agents"


def practice_plan(services: Services) -> ApplyPlan:
    """Return the plan that is used when there is none: the sandbox's own helpdesk and people."""
    sandbox = services.sandbox
    if sandbox is None:
        raise ProblemError(ProblemCode.PRACTICE_FAILED, reason="-")
    return ApplyPlan(
        helpdesk=sandbox.deskpro,
        access=AccessTable(groups=(PRACTICE_GROUP,), tester=sandbox.users[0].email),
    )


async def apply(
    services: Services,
    plan: ApplyPlan,
    folder: Path,
    *,
    environment: Mapping[str, str],
    report: Report,
) -> tuple[Path, ...]:
    """Do all of ``plan`` that needs no person and write the summary to ``folder``.

    Returns:
        The files written.

    Raises:
        ProblemError: something is wrong that a person has to mend first. What was done before is
            in the record, and the next run goes on from there.
    """
    session = await _session(services, plan)
    try:
        await _carry_out(session, plan, environment, report)
        report(StageId.SUMMARY)
        return await summary.export(session, folder)
    finally:
        await session.close()


async def _session(services: Services, plan: ApplyPlan) -> Session:
    """Continue the set-up of this helpdesk, organisation and IdP URL, or begin one."""
    saved = await services.writer.run(services.store.list)
    fitting = [
        each.record for each in saved if isinstance(each, SavedSetup) and _is_for(each.record, plan)
    ]
    if fitting:
        return await services.open_session(fitting[0].id)
    return await services.new_session()


def _is_for(record: SetupRecord, plan: ApplyPlan) -> bool:
    helpdesk, account, app = record.helpdesk, record.account, record.application
    wanted = plan.jumpcloud.organization
    return (
        helpdesk is not None
        and helpdesk.url == normalise_helpdesk(plan.helpdesk).url
        and helpdesk.interface is plan.interface
        and (
            not wanted
            or account is None
            or wanted in {account.organization.id, account.organization.name}
        )
        and (app is None or app.idp_url.endswith(f"/{plan.application.idp_url_suffix}"))
    )


async def _carry_out(
    session: Session, plan: ApplyPlan, environment: Mapping[str, str], report: Report
) -> None:
    report(StageId.PREREQUISITES)
    await _prerequisites(session, plan, environment, report)
    report(StageId.APPLICATION)
    await _application(session, plan)
    if plan.deskpro.acs_url and plan.deskpro.sp_entity_id:
        report(StageId.DESKPRO_ADD)
        await deskpro_add.take_addresses(
            session, entity_id=plan.deskpro.sp_entity_id, acs_url=plan.deskpro.acs_url
        )
    if session.record.service_provider is not None:
        report(StageId.JUMPCLOUD_SSO)
        await jumpcloud_sso.apply_settings(session)
    report(StageId.CERTIFICATE)
    await certificate.fetch_certificate(session)
    if plan.deskpro.metadata_url:
        report(StageId.METADATA)
        await metadata.take_metadata_address(session, plan.deskpro.metadata_url)
    if plan.access.groups:
        report(StageId.ACCESS)
        await _access(session, plan.access)


async def _prerequisites(
    session: Session, plan: ApplyPlan, environment: Mapping[str, str], report: Report
) -> None:
    try:
        await connect.check_helpdesk(
            session,
            plan.helpdesk,
            interface=plan.interface,
            generation=_generation(session.record),
        )
    except ProblemError as error:
        if error.problem.code is ProblemCode.HELPDESK_ADDRESS_INVALID:
            raise
        report(error.problem)  # JumpCloud's half can be done while the helpdesk is away
    credential = await _credential(session, plan, environment)
    await connect.sign_in_to_jumpcloud(
        session,
        credential,
        organization=plan.jumpcloud.organization,
        region=plan.jumpcloud.region,
    )
    if session.record.account is None:
        raise ProblemError(ProblemCode.ORGANIZATION_NOT_CHOSEN)
    if plan.access.tester:
        await connect.choose_tester(session, plan.access.tester)


def _generation(record: SetupRecord) -> Generation:
    return record.helpdesk.generation if record.helpdesk else Generation.HORIZON


async def _credential(
    session: Session, plan: ApplyPlan, environment: Mapping[str, str]
) -> Credential:
    services = session.services
    _, by_environment, name = plan.jumpcloud.credential.partition("env:")
    if by_environment:
        key = environment.get(name, "").strip()
        if not key:
            raise ProblemError(ProblemCode.KEY_MISSING)
        return ApiKey(Secret(key))
    if services.sandbox is not None:
        return ApiKey(Secret(services.sandbox.api_key))
    return await services.kept_credential(session.record, plan.jumpcloud.region)


async def _application(session: Session, plan: ApplyPlan) -> None:
    wish = plan.application
    await application.finish_interrupted(session)
    if wish.adopt and session.record.application is None:
        await application.adopt_application(session, wish.adopt)
        return
    await application.create_application(
        session,
        application.Wish(
            label=wish.label,
            suffix=wish.idp_url_suffix,
            description=wish.description,
            hidden=not wish.show_in_portal,
        ),
    )


async def _access(session: Session, wish: AccessTable) -> None:
    present = {group.name: group for group in (await access.list_groups(session)).groups}
    groups: list[Group] = []
    for name in wish.groups:
        if name in present:
            groups.append(present[name])
        elif wish.create_missing_groups:
            groups.append(await access.create_group(session, name))
        else:
            raise ProblemError(ProblemCode.GROUP_NOT_FOUND, group=name)
    await access.bind_groups(session, groups)
