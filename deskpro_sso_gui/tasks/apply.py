"""The automatic parts of a set-up, unattended; what is left for a person stands in the summary.

Running it again changes nothing that is already so: each step looks first at the record and at
JumpCloud, and an interrupted write is looked up before anything is sent.
"""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from msgspec.structs import replace

from deskpro_sso_gui.credentials.secret import Secret
from deskpro_sso_gui.deskpro.addresses import AddressWarning, check_acs_url, check_entity_id
from deskpro_sso_gui.jumpcloud.credential import ApiKey, Credential
from deskpro_sso_gui.net.addresses import is_loopback, normalise_helpdesk
from deskpro_sso_gui.net.parallel import several
from deskpro_sso_gui.problems import Problem, ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import Application, Generation, Group, Organization
from deskpro_sso_gui.setup.parts import Helpdesk
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
from deskpro_sso_gui.tasks.ahead import look_ahead, look_at_bound
from deskpro_sso_gui.tasks.apply_plan import AccessTable, ApplyPlan, DeskproTable, JumpCloudTable
from deskpro_sso_gui.tasks.services import Services
from deskpro_sso_gui.tasks.session import Session

if TYPE_CHECKING:
    from deskpro_sso_gui.jumpcloud.client import JumpCloud

Report = Callable[[StageId | Problem], None]
"""Told of each stage that begins, and of each problem that does not end the run."""

PRACTICE_GROUP = "DeskPRO agents"


def practice_plan(services: Services, plan: ApplyPlan | None = None) -> ApplyPlan:
    """Return ``plan`` as it is practised: with the sandbox's helpdesk and key.

    Without one, the sandbox's own group and people are taken. No address of a plan that leads
    beyond this computer is asked in practice, and its key is not used.

    Raises:
        ProblemError: no sandbox is running (``PRACTICE_FAILED``).
    """
    sandbox = services.sandbox
    if sandbox is None:
        raise ProblemError(ProblemCode.PRACTICE_FAILED, reason="")
    if plan is None:
        return ApplyPlan(
            helpdesk=sandbox.deskpro,
            access=AccessTable(groups=(PRACTICE_GROUP,), tester=sandbox.users[0].email),
        )
    given = plan.deskpro
    return replace(
        plan,
        helpdesk=sandbox.deskpro,
        jumpcloud=JumpCloudTable(),
        deskpro=DeskproTable(
            acs_url=_if_here(given.acs_url),
            sp_entity_id=_if_here(given.sp_entity_id),
            metadata_url=_if_here(given.metadata_url),
        ),
    )


def _if_here(address: str) -> str:
    return address if is_loopback(address) else ""


async def apply(
    services: Services,
    plan: ApplyPlan,
    folder: Path,
    *,
    environment: Mapping[str, str],
    report: Report,
) -> tuple[Path, ...]:
    """Do all of ``plan`` that needs no person and write the summary to ``folder``.

    Once there is an application, a step that fails is reported and the others are done; before,
    it ends the run.

    Returns:
        The files written.

    Raises:
        ProblemError: something is wrong that a person has to mend first. What was done before is
            in the record, and the next run goes on from there.
    """
    url = normalise_helpdesk(plan.helpdesk).url
    if not plan.application.adopt:
        application.check_suffix(plan.application.idp_url_suffix)
    await summary.prepare(folder)
    report(StageId.PREREQUISITES)
    credential = await _credential(services, plan, url, environment)
    await services.remember()
    found = await connect.identify(
        services,
        credential,
        organization=plan.jumpcloud.organization,
        region=plan.jumpcloud.region,
        beside=partial(_look_ahead, services, plan, url),
    )
    if found.account is None:
        raise ProblemError(ProblemCode.ORGANIZATION_NOT_CHOSEN)
    session = await _session(services, plan, url, found.account.organization)
    try:
        _refuse_unconfirmed(session.record, plan.deskpro)
        services.next_step()
        await _prerequisites(session, plan, credential, found, report)
        services.next_step()
        report(StageId.APPLICATION)
        await _application(session, plan, report)
        await _carry_out(session, plan, report)
        report(StageId.SUMMARY)
        return await summary.export(session, folder)
    finally:
        await session.close()


def _refuse_unconfirmed(record: SetupRecord, given: DeskproTable) -> None:
    # what the plan gives is the admin's own word; what only a set-up file says is nobody's
    own_word = bool(given.acs_url and given.sp_entity_id)
    if not record.confirmed and not own_word:
        raise ProblemError(ProblemCode.ADDRESSES_NOT_CONFIRMED)


async def _credential(
    services: Services, plan: ApplyPlan, url: str, environment: Mapping[str, str]
) -> Credential:
    if services.sandbox is not None:
        return ApiKey(Secret(services.sandbox.api_key))
    if plan.jumpcloud.variable:
        key = environment.get(plan.jumpcloud.variable, "").strip()
        if not key:
            raise ProblemError(ProblemCode.KEY_MISSING)
        return ApiKey(Secret(key))
    now = services.now()
    asking = SetupRecord(created_at=now, changed_at=now, helpdesk=Helpdesk(url=url))
    return await services.keys.kept_credential(asking, plan.jumpcloud.region)


async def _look_ahead(
    services: Services,
    plan: ApplyPlan,
    url: str,
    client: "JumpCloud",
    organization: Organization,
) -> None:
    saved = await _saved(services, plan, _place(services, url), organization)
    known = saved.application.id if saved is not None and saved.application is not None else ""
    await look_ahead(services, plan, url, client, known or plan.application.adopt)


def _place(services: Services, url: str) -> str:
    # practice has one helpdesk, whose port may be another one today
    return "" if services.practice else url


async def _session(
    services: Services, plan: ApplyPlan, url: str, organization: Organization
) -> Session:
    """Continue the set-up of this helpdesk, organisation and IdP URL, or begin it.

    One that the wizard made is continued. Our own has an id made of the three, so that two runs at
    once want the same lock.
    """
    place = _place(services, url)
    saved = await _saved(services, plan, place, organization)
    wanted = plan.application.adopt or plan.application.idp_url_suffix
    key = f"{place}\n{plan.interface}\n{organization.id}\n{wanted}"
    return await services.session_of(saved.id if saved else uuid5(NAMESPACE_URL, key).hex)


async def _saved(
    services: Services, plan: ApplyPlan, place: str, organization: Organization
) -> SetupRecord | None:
    saved = await services.writer.run(services.store.list)
    fitting = [
        each.record
        for each in saved
        if isinstance(each, SavedSetup) and _is_for(each.record, plan, organization, place)
    ]
    # one that a stranger's file began never stands before our own
    return min(fitting, key=lambda record: not record.confirmed, default=None)


def _is_for(record: SetupRecord, plan: ApplyPlan, organization: Organization, place: str) -> bool:
    known, wanted = record.application, plan.application
    if known is None or record.helpdesk is None or record.account is None:
        return False
    if wanted.adopt:
        is_it = known.id == wanted.adopt
    else:
        is_it = known.idp_url.endswith(f"/{wanted.idp_url_suffix}")
    return (
        is_it
        and place in {"", record.helpdesk.url}
        and record.helpdesk.interface is plan.interface
        and record.account.organization.id == organization.id
    )


async def _prerequisites(
    session: Session,
    plan: ApplyPlan,
    credential: Credential,
    found: connect.Identity,
    report: Report,
) -> None:
    known = session.record.helpdesk
    # JumpCloud's half can be done while the helpdesk is away
    await _attempt(
        report,
        connect.check_helpdesk(
            session,
            plan.helpdesk,
            interface=plan.interface,
            generation=known.generation if known else Generation.HORIZON,
        ),
    )
    await connect.keep_identity(session, credential, found)
    if plan.access.tester:
        await _attempt(report, connect.choose_tester(session, plan.access.tester))


async def _attempt(report: Report, step: Awaitable[object]) -> None:
    """Do ``step``; what is wrong with it is reported and does not end the run."""
    try:
        await step
    except ProblemError as error:
        report(error.problem)


async def _application(session: Session, plan: ApplyPlan, report: Report) -> None:
    wish = plan.application
    await application.finish_interrupted(session)
    if wish.adopt:
        if session.record.application is None:
            await application.adopt_application(session, wish.adopt)
        return
    known = session.record.application
    if known is not None and not known.made_here:
        # used in the wizard, where its use was shown; here only the plan's own word counts
        await _name_what_is_there(session, known.idp_url, report)
        label = f"{known.label} ({known.id})" if known.id else known.label
        raise ProblemError(ProblemCode.IDP_URL_TAKEN, idp_url=known.idp_url, label=label)
    wanted = application.Wish(
        label=wish.label,
        suffix=wish.idp_url_suffix,
        description=wish.description,
        hidden=not wish.show_in_portal,
    )
    try:
        await application.create_application(session, wanted)
    except ProblemError as error:
        if error.problem.code is ProblemCode.IDP_URL_TAKEN:
            await _name_what_is_there(session, error.problem.values["idp_url"], report)
        raise


async def _name_what_is_there(session: Session, idp_url: str, report: Report) -> None:
    """Report each application with this IdP URL, and whether anybody depends on it."""
    seen = await application.survey(session)
    for there in seen.all_using(idp_url):
        values = {
            "idp_url": idp_url,
            "label": f"{there.label} ({there.id})",
            "setting": f'adopt = "{there.id}"',
            **await _use(session, there),
        }
        report(Problem(code=ProblemCode.APPLICATION_NOT_OURS, values=values))


async def _use(session: Session, there: Application) -> dict[str, str]:
    """Return what is known of an application's use; a question mark for what is not."""
    try:
        use = await application.look_at_use(session, there)
    except ProblemError:  # a key may see applications and not who may use them
        return {"groups": "?", "since": "?", "sign_ins": "?"}
    return {
        "groups": ", ".join(use.groups) or "0",
        "since": use.since.date().isoformat(),
        "sign_ins": "?" if use.sign_ins is None else str(use.sign_ins),
    }


async def _carry_out(session: Session, plan: ApplyPlan, report: Report) -> None:
    """Do what follows the application, each step whether or not another failed."""
    given = plan.deskpro
    session.services.next_step()
    if given.acs_url and given.sp_entity_id:
        report(StageId.DESKPRO_ADD)
        await _attempt(report, _addresses(session, given))
    if session.record.service_provider is not None:
        report(StageId.JUMPCLOUD_SSO)
        steps = [partial(_attempt, report, jumpcloud_sso.apply_settings(session, unattended=True))]
        if plan.access.groups:
            steps.append(partial(look_at_bound, session))
        await several(steps)
    session.services.next_step()
    report(StageId.CERTIFICATE)
    await _attempt(report, certificate.fetch_certificate(session))
    if given.metadata_url:
        report(StageId.METADATA)
        await _attempt(report, metadata.take_metadata_address(session, given.metadata_url))
    if plan.access.groups:
        session.services.next_step()
        report(StageId.ACCESS)
        await _attempt(report, _access(session, plan.access, report))


async def _addresses(session: Session, given: DeskproTable) -> None:
    helpdesk_url = session.record.helpdesk.url if session.record.helpdesk else ""
    checks = {
        deskpro_add.ENTITY_ID_LABEL: check_entity_id(given.sp_entity_id, helpdesk_url),
        deskpro_add.ACS_LABEL: check_acs_url(given.acs_url, helpdesk_url),
    }
    for label, check in checks.items():
        # the wizard warns of it; here nobody would read the warning
        if AddressWarning.PLACEHOLDER in check.warnings:
            raise ProblemError(ProblemCode.VALUE_INVALID, label=label, value=check.value)
    await deskpro_add.take_addresses(session, entity_id=given.sp_entity_id, acs_url=given.acs_url)


async def _access(session: Session, wish: AccessTable, report: Report) -> None:
    present = {group.name: group for group in await access.all_groups(session)}
    groups: list[Group] = []
    for name in dict.fromkeys(wish.groups):
        if name in present:
            groups.append(present[name])
        elif wish.create_missing_groups:
            groups.append(await access.create_group(session, name, known_absent=True))
        else:
            report(Problem(code=ProblemCode.GROUP_NOT_FOUND, values={"group": name}))
    await access.bind_groups(session, groups)
