"""Stage *JumpCloud app*: create the application, or use one that is there."""

import re
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import msgspec
from msgspec.structs import replace

from deskpro_sso_gui.net.parallel import both, several
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup import plan
from deskpro_sso_gui.setup.facts import Application, Interface, SignInOutcome, Template
from deskpro_sso_gui.setup.gate import method_unknown
from deskpro_sso_gui.setup.parts import ApplicationState, one_line
from deskpro_sso_gui.setup.plan import Difference
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.values import changed
from deskpro_sso_gui.storage.journal import JournalEntry, Operation, Outcome
from deskpro_sso_gui.tasks.session import Intent, Session
from deskpro_sso_gui.tasks.settle import settle

DEFAULT_LABEL: Final = "DeskPRO"
DEFAULT_SUFFIX: Final = "deskpro"
DESCRIPTION_LIMIT: Final = 256
"""Characters JumpCloud takes of a description (reference/jumpcloud-api.md §3.2)."""

_LATELY: Final = timedelta(days=30)
_SUFFIX: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What the admin wants the application to be; ``suffix`` ends the IdP URL."""

    label: str = DEFAULT_LABEL
    suffix: str = DEFAULT_SUFFIX
    description: str = ""
    hidden: bool = False
    color: str = ""


class Survey(msgspec.Struct, frozen=True, kw_only=True):
    """What JumpCloud has before we create anything.

    Attributes:
        template: what the application would be made from.
        base: the IdP URL up to its suffix, as read from JumpCloud; empty where it is not known.
        applications: all applications of the organisation.
    """

    template: Template
    base: str
    applications: tuple[Application, ...]

    def using(self, idp_url: str) -> Application | None:
        """Return the application that has this IdP URL already, capitals and end slash aside.

        Whether JumpCloud minds those is not documented (reference/jumpcloud-api.md §5).
        """
        return next(iter(self.all_using(idp_url)), None)

    def all_using(self, idp_url: str) -> tuple[Application, ...]:
        """Return every application that has this IdP URL, as ``using``."""
        return tuple(each for each in self.applications if _plain(each.sso_url) == _plain(idp_url))

    def for_deskpro(self) -> tuple[Application, ...]:
        """Return the applications that look as if they were for DeskPRO."""
        return tuple(
            each
            for each in self.applications
            if plan.DESKPRO_TEMPLATE in f"{each.name} {each.label} {each.sso_url}".lower()
        )

    def free_suffix(self, interface: Interface) -> str:
        """Return an ending of the IdP URL that no application has yet, to propose it."""
        names = [DEFAULT_SUFFIX, f"{DEFAULT_SUFFIX}-{interface.value}"]
        names += [f"{names[-1]}-{count}" for count in range(2, len(self.applications) + 3)]
        return next(name for name in names if self.using(self.base + name) is None)


def _plain(address: str) -> str:
    return address.rstrip("/").casefold()


class Use(msgspec.Struct, frozen=True, kw_only=True):
    """How an application that is there already is used.

    Attributes:
        groups: the names of the user groups that may use it.
        sign_ins: how many sign-ins were issued lately; None where JumpCloud does not say.
        since: the moment ``sign_ins`` counts from.
        changes: what would be changed in it, as far as that is known by now.
        addresses_known: DeskPRO's two addresses are among them; else they follow once they are.
    """

    groups: tuple[str, ...]
    sign_ins: int | None
    since: datetime
    changes: tuple[Difference, ...] = ()
    addresses_known: bool = False


async def survey(session: Session) -> Survey:
    """Look at JumpCloud's templates and applications.

    Raises:
        ProblemError: no template fits (``TEMPLATE_NOT_FOUND``), the key is gone or may not see
            applications, or JumpCloud can't be reached.
    """
    client = await session.services.jumpcloud(session.record)
    templates, applications = await both(client.templates, client.applications)
    template = plan.choose_template(templates)
    if template is None:
        raise ProblemError(ProblemCode.TEMPLATE_NOT_FOUND)
    return Survey(
        template=template,
        base=client.endpoints.sso or _base(template, applications),
        applications=applications,
    )


async def look_at_use(session: Session, application: Application) -> Use:
    """Find out whether ``application`` is live before it is used for something else.

    Raises:
        ProblemError: JumpCloud refused, or can't be reached.
    """
    client = await session.services.jumpcloud(session.record)
    bound = await client.bound_groups(application.id)
    names = await several([partial(client.group, group) for group in bound])
    since = session.services.now() - _LATELY
    try:
        events = await client.sign_ins(since)
    except ProblemError:
        count = None  # plan or role do not include events
    else:
        issued = [each for each in events if each.outcome is SignInOutcome.ISSUED]
        count = sum(each.application_id == application.id for each in issued)
    provider = session.record.service_provider
    compared = plan.differences(
        application,
        sp_entity_id=provider.sp_entity_id if provider else "",
        acs_url=provider.acs_url if provider else "",
    )
    return Use(
        groups=tuple(group.name for group in names),
        sign_ins=count,
        since=since,
        changes=tuple(each for each in compared if each.differs),
        addresses_known=provider is not None,
    )


def is_first_change(session: Session) -> bool:
    """Say whether the application is somebody else's and nothing of it was changed from here yet.

    Then its use is shown before it is changed, once more after it was adopted.
    """
    application = session.record.application
    if application is None or application.made_here:
        return False
    return not any(
        entry.target == application.id and entry.outcome is Outcome.DONE
        for entry in session.entries
        if entry.operation in {Operation.UPDATE_APPLICATION, Operation.RENEW_CERTIFICATE}
    )


def _base(template: Template, applications: tuple[Application, ...]) -> str:
    # outside the US the host is read from what JumpCloud itself says, never built
    # and a bookmark's address is whatever somebody typed (reference/jumpcloud-api.md §5)
    saml = (each.sso_url for each in applications if each.sso_type == "saml")
    addresses = (template.sso_url, *saml)
    for address in addresses:
        head, found, _ = address.partition("/saml2/")
        if found and head.startswith("https://"):
            return head + found
    return ""


def check_suffix(suffix: str) -> str:
    """Return ``suffix`` if it may end an IdP URL (reference/jumpcloud-api.md §5).

    Raises:
        ProblemError: it holds something else than small letters, digits and hyphens, or is longer
            than 40 characters (``IDP_URL_SUFFIX_INVALID``).
    """
    if not _SUFFIX.fullmatch(suffix):
        raise ProblemError(ProblemCode.IDP_URL_SUFFIX_INVALID, suffix=suffix)
    return suffix


async def create_application(session: Session, wish: Wish) -> None:
    """Create the application in JumpCloud and read it back.

    If an earlier attempt got no answer, what it made is found and used instead. With an
    application of the chosen organisation in the record already, nothing is done.

    Raises:
        ProblemError: the IdP URL may not end so (``IDP_URL_SUFFIX_INVALID``), is taken
            (``IDP_URL_TAKEN``) or can't be built (``SSO_HOST_UNKNOWN``); no template fits
            (``TEMPLATE_NOT_FOUND``); several applications could be the one that an interrupted
            attempt made (``SEVERAL_CANDIDATES``); JumpCloud refused, or can't be reached.
    """
    suffix = check_suffix(wish.suffix)
    await finish_interrupted(session)
    if _still_ours(session.record):
        return
    seen = await survey(session)
    if not seen.base:
        raise ProblemError(ProblemCode.SSO_HOST_UNKNOWN)
    idp_url = seen.base + suffix
    taken = seen.using(idp_url)
    if taken is not None:
        label = f"{taken.label} ({taken.id})"
        raise ProblemError(ProblemCode.IDP_URL_TAKEN, idp_url=idp_url, label=label)
    request = plan.request(
        seen.template,
        label=wish.label,
        idp_url=idp_url,
        description=wish.description,
        hidden=wish.hidden,
        color=wish.color,
    )
    client = await session.services.jumpcloud(session.record)
    created = await session.write(
        lambda: client.create_application(request),
        intent=Intent(
            operation=Operation.CREATE_APPLICATION,
            target=idp_url,
            sent=msgspec.to_builtins(request),
            ids_before=tuple(each.id for each in seen.applications),
        ),
        result_id=lambda application: application.id,
        digest=plan.digest,
    )
    await _read_back(session, created.id, made_here=True)


def _still_ours(record: SetupRecord) -> bool:
    # an application of the organisation that was chosen before is no use in this one
    return record.application is not None and not changed(record.application.basis, record.values())


async def finish_interrupted(session: Session) -> None:
    """Take up an application that an interrupted run of ours made, if there is one.

    One that is gone from JumpCloud by now is passed over.

    Raises:
        ProblemError: several applications could be it (``SEVERAL_CANDIDATES``), JumpCloud refused,
            or can't be reached.
    """
    await settle(session)
    made, record = session.created(Operation.CREATE_APPLICATION), session.record
    known = record.application is not None and record.application.id == made
    if not made or known or _still_ours(record):
        return
    try:
        await _read_back(session, made, made_here=True)
    except ProblemError as error:
        if error.problem.code is not ProblemCode.NOT_FOUND:
            raise


async def adopt_application(
    session: Session, application_id: str, *, told_new: bool = False
) -> None:
    """Use an application that is there already.

    It also answers which of several it was that an interrupted attempt of ours made.

    Args:
        session: the set-up.
        application_id: the application's.
        told_new: the admin says that she made it for this set-up, so DeskPRO does not use it yet.

    Raises:
        ProblemError: JumpCloud has no such application (``NOT_FOUND``), refused, or can't be
            reached.
    """
    client = await session.services.jumpcloud(session.record)
    application = await client.application(application_id)
    made_here = session.created(Operation.CREATE_APPLICATION) == application_id
    for entry in session.open_entries():
        if _could_be(application, entry):
            await session.finish(entry, Outcome.DONE, application_id, plan.digest(application))
            made_here = True
    await _keep(session, application, made_here=made_here, told_new=told_new)


def _could_be(application: Application, entry: JournalEntry) -> bool:
    return (
        entry.operation is Operation.CREATE_APPLICATION
        and entry.target == application.sso_url
        and application.id not in entry.ids_before
    )


async def _read_back(session: Session, application_id: str, *, made_here: bool) -> None:
    client = await session.services.jumpcloud(session.record)
    await _keep(session, await client.application(application_id), made_here=made_here)


async def _keep(
    session: Session, application: Application, *, made_here: bool, told_new: bool = False
) -> None:
    organization = session.record.account and session.record.account.organization.id

    def update(record: SetupRecord) -> SetupRecord:
        if record.account is None or record.account.organization.id != organization:
            return record
        known = record.application is not None and record.application.id == application.id
        updated = replace(record, application=_state(record, application, made_here=made_here))
        # somebody else's may be in use: what DeskPRO does with it we do not know
        return updated if made_here or known or told_new else method_unknown(updated)

    await session.commit(update)


def _state(record: SetupRecord, application: Application, *, made_here: bool) -> ApplicationState:
    before = record.application
    same = before is not None and before.id == application.id
    return ApplicationState(
        id=application.id,
        label=one_line(application.label),
        template=one_line(application.name),
        idp_url=one_line(application.sso_url),
        idp_entity_id=one_line(str(application.setting("idpEntityId") or "")),
        description=one_line(application.description),
        hidden=application.hidden,
        made_here=made_here,
        picture=before.picture if before is not None and same else None,
        lacks=plan.lacking(application),
        basis=record.basis(StageId.APPLICATION),
    )
