"""JumpCloud by hand: what the admin tells us she did there, and the checks that need no key.

Where there is a key that may look, JumpCloud is asked whether it is so, and its answer is kept
instead of her word.
"""

import re
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from deskpro_sso_gui.net.addresses import cleaned, host_of, split
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import Region, User
from deskpro_sso_gui.setup.gate import app_changed
from deskpro_sso_gui.setup.parts import (
    Access,
    ApplicationState,
    AppliedSettings,
    BoundGroup,
    Connector,
    PortalLabels,
    one_line,
)
from deskpro_sso_gui.setup.placeholders import find_placeholder
from deskpro_sso_gui.setup.plan import CUSTOM_TEMPLATE, DESKPRO_TEMPLATE
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks.access import look_at_access
from deskpro_sso_gui.tasks.application import adopt_application
from deskpro_sso_gui.tasks.jumpcloud_sso import apply_settings, look_at_settings
from deskpro_sso_gui.tasks.session import Session

_DOMAIN: Final = "jumpcloud.com"
_SUFFIX: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62}[A-Za-z0-9])?")
"""What was seen to end an IdP URL (reference/jumpcloud-api.md §5); she tells what is there."""

_EXAMPLES: Final = frozenset({"applicationname", "custom_value"})
"""What JumpCloud's articles write in place of an ending (reference/article.txt)."""

_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_TEMPLATES: Final = {Connector.CUSTOM: CUSTOM_TEMPLATE, Connector.DESKPRO: DESKPRO_TEMPLATE}


async def go_without_key(session: Session, region: Region, organization: str = "") -> None:
    """Do all of JumpCloud by hand; a key that is kept stays where it is, unused.

    Args:
        session: the set-up.
        region: where she says her JumpCloud is; it tells the console's address.
        organization: what she says it is called; may be empty.
    """
    name = one_line(" ".join(organization.split()))

    def update(record: SetupRecord) -> SetupRecord:
        told = replace(record.by_hand, without_key=True, region=region, organization=name)
        return replace(record, by_hand=told)

    await session.commit(update)


async def do_by_hand(session: Session, stage: StageId, *, on: bool) -> None:
    """Note that the admin does the JumpCloud part of ``stage`` herself, or does so no more."""

    def update(record: SetupRecord) -> SetupRecord:
        stages = record.by_hand.stages | {stage} if on else record.by_hand.stages - {stage}
        return replace(record, by_hand=replace(record.by_hand, stages=stages))

    await session.commit(update)


async def choose_labels(session: Session, labels: PortalLabels) -> None:
    """Note which words the admin's portal uses, once she has seen it."""
    await session.commit(
        lambda record: replace(record, by_hand=replace(record.by_hand, labels=labels))
    )


async def choose_connector(session: Session, connector: Connector) -> None:
    """Note which entry of JumpCloud's catalogue the admin makes the app from."""
    await session.commit(
        lambda record: replace(record, by_hand=replace(record.by_hand, connector=connector))
    )


async def name_tester(session: Session, email: str) -> User:
    """Note who will try the sign-in, as the admin says.

    Raises:
        ProblemError: it is no e-mail address (``EMAIL_INVALID``).
    """
    address = email.strip()
    if not _EMAIL.fullmatch(address):
        raise ProblemError(ProblemCode.EMAIL_INVALID, email=one_line(address)[:200])
    user = User(id="", email=one_line(address))

    def update(record: SetupRecord) -> SetupRecord:
        access = record.access
        if access is not None and (record.tester is None or record.tester.email != user.email):
            access = replace(access, tester_included=None)  # it was said of somebody else
        return replace(record, tester=user, access=access)

    await session.commit(update)
    return user


def idp_url_base(session: Session) -> str:
    """Return the beginning of IdP URLs where she is; empty where it is not known.

    Outside the US it is not, and is never guessed (reference/jumpcloud-api.md §1.1).
    """
    loopback, region = session.services.loopback, session.record.region
    if loopback is not None:
        return loopback.sso or ""
    return (session.services.endpoints(region).sso or "") if region is not None else ""


def check_idp_url(session: Session, typed: str) -> str:
    """Return the IdP URL that the admin typed or pasted, if it can be one.

    Raises:
        ProblemError: it has another form (``IDP_URL_INVALID``), leads to another host than
            JumpCloud's (``IDP_URL_NOT_JUMPCLOUD``), or a part of it still has to be replaced
            (``IDP_URL_UNFINISHED``).
    """
    url = cleaned(typed).rstrip("/")
    shown = one_line(url)[:200]
    part = find_placeholder(typed)  # before its brackets are taken for quotation marks
    head, found, suffix = url.partition("/saml2/")
    if part is not None or suffix.lower() in _EXAMPLES:
        raise ProblemError(ProblemCode.IDP_URL_UNFINISHED, part=part or suffix, idp_url=shown)
    parts = split(url)
    if parts is None or not found or parts.query or parts.fragment:
        raise ProblemError(ProblemCode.IDP_URL_INVALID, idp_url=shown)
    if not _SUFFIX.fullmatch(suffix) or parts.path != found + suffix:
        raise ProblemError(ProblemCode.IDP_URL_INVALID, idp_url=shown)
    loopback = session.services.loopback
    if loopback is not None:
        ours = head + found == loopback.sso
    else:
        public = parts.scheme == "https" and parts.port is None
        ours = public and f".{host_of(url)}".endswith(f".{_DOMAIN}")
    if not ours:
        raise ProblemError(ProblemCode.IDP_URL_NOT_JUMPCLOUD, host=host_of(url))
    return url


async def confirm_application(session: Session, *, label: str, idp_url: str) -> None:
    """Take the admin's word for the app she made; with a key, look for it in JumpCloud.

    Raises:
        ProblemError: as for ``check_idp_url``; the key sees that JumpCloud has no such app
            (``APP_NOT_THERE``) or several of them (``SEVERAL_CANDIDATES``).
    """
    url = check_idp_url(session, idp_url)
    found = await _in_jumpcloud(session, url)
    if found is not None:
        await adopt_application(session, found, told_new=True)
        return
    name = one_line(" ".join(label.split()))

    def update(record: SetupRecord) -> SetupRecord:
        before = record.application
        same = before is not None and before.by_hand and before.idp_url == url
        application = ApplicationState(
            id="",
            label=name,
            template=_TEMPLATES[record.by_hand.connector],
            idp_url=url,
            idp_entity_id=before.idp_entity_id if before is not None and same else "",
            basis=record.basis(StageId.APPLICATION),
        )
        return replace(record, application=application)

    await session.commit(update)


async def _in_jumpcloud(session: Session, idp_url: str) -> str | None:
    """Return the id of the app with this address; None where no key may look."""
    try:
        client = await session.services.jumpcloud(session.record)
        applications = await client.applications()
    except ProblemError:
        return None  # her word stands, as without a key
    wanted = idp_url.casefold()
    found = [each for each in applications if each.sso_url.rstrip("/").casefold() == wanted]
    if len(found) > 1:
        labels = ", ".join(f"{each.label} ({each.id})" for each in found)
        raise ProblemError(ProblemCode.SEVERAL_CANDIDATES, labels=labels)
    if not found:
        raise ProblemError(ProblemCode.APP_NOT_THERE, idp_url=idp_url)
    return found[0].id


async def confirm_settings(session: Session) -> None:
    """Take the admin's word that the app is set up; with a key, compare what JumpCloud has.

    Raises:
        ProblemError: the app or DeskPRO's addresses are not known yet (``STAGE_NOT_READY``), or
            the key sees that something is still otherwise (``NOT_SET_YET``).
    """
    record = session.record
    if record.application is None:
        raise ProblemError(ProblemCode.STAGE_NOT_READY, stage=StageId.APPLICATION)
    if record.service_provider is None:
        raise ProblemError(ProblemCode.STAGE_NOT_READY, stage=StageId.DESKPRO_ADD)
    if await _settings_were_seen(session):
        return
    idp_url, told = record.application.idp_url, record.basis(StageId.JUMPCLOUD_SSO)

    def update(latest: SetupRecord) -> SetupRecord:
        if latest.application is None or latest.application.idp_url != idp_url:
            return latest
        applied = AppliedSettings(at=session.services.now(), by_hand=True, basis=told)
        # the instructions give the address as JumpCloud's own name
        named = replace(latest.application, idp_entity_id=idp_url)
        return app_changed(replace(latest, application=named, applied=applied), applied.at)

    await session.commit(update)


async def _settings_were_seen(session: Session) -> bool:
    try:
        found = await look_at_settings(session)
    except ProblemError:
        return False
    left = [each.setting for each in found.differences if each.differs]
    if left:
        raise ProblemError(ProblemCode.NOT_SET_YET, settings=", ".join(left))
    await apply_settings(session, found)  # writes nothing, and notes that all is well
    return True


async def confirm_access(
    session: Session, names: Sequence[str], *, tester_included: bool
) -> Access:
    """Take the admin's word for who gets in; with a key, look at what JumpCloud has.

    Args:
        session: the set-up.
        names: the groups she ticked.
        tester_included: she says that the tester is in one of them; else that is not known.

    Raises:
        ProblemError: there is no app yet (``STAGE_NOT_READY``), no group was named
            (``NO_GROUP_NAMED``), or the key sees that none has access (``NO_GROUP_HAS_ACCESS``).
    """
    if session.record.application is None:
        raise ProblemError(ProblemCode.STAGE_NOT_READY, stage=StageId.APPLICATION)
    plain = dict.fromkeys(one_line(" ".join(name.split())) for name in names)
    groups = tuple(BoundGroup(id="", name=name) for name in plain if name)
    if not groups:
        raise ProblemError(ProblemCode.NO_GROUP_NAMED)
    try:
        seen = await look_at_access(session)
    except ProblemError:
        seen = None
    if seen is not None:
        if not seen.groups:
            raise ProblemError(ProblemCode.NO_GROUP_HAS_ACCESS)
        return seen

    def update(record: SetupRecord) -> SetupRecord:
        access = Access(
            groups=groups,
            tester_included=True if tester_included else None,
            by_hand=True,
            basis=record.basis(StageId.ACCESS),
        )
        return replace(record, access=access)

    committed = await session.commit(update)
    return committed.access or Access()
