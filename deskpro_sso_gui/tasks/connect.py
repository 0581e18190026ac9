"""Stage *Before you start*: the helpdesk, the JumpCloud account, and who will try the sign-in."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Literal, cast

import msgspec
from msgspec.structs import replace

from deskpro_sso_gui.jumpcloud.credential import ApiKey, Credential
from deskpro_sso_gui.net.addresses import normalise_helpdesk
from deskpro_sso_gui.net.parallel import several
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import (
    Administrator,
    Generation,
    Interface,
    Organization,
    Region,
    User,
)
from deskpro_sso_gui.setup.parts import Account, CredentialKind, Helpdesk, one_line
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.tasks.services import Services, load
from deskpro_sso_gui.tasks.session import Session

if TYPE_CHECKING:
    from deskpro_sso_gui.jumpcloud.client import JumpCloud

RegionChoice = Literal["auto", "us", "eu", "in"]
"""A region's own name, or ``auto`` for asking each."""


async def check_helpdesk(
    session: Session, address: str, *, interface: Interface, generation: Generation
) -> Helpdesk:
    """Ask the site at ``address`` (in any form people type) whether it is a DeskPRO.

    A site that can't be asked is kept too, as not seen to be a DeskPRO, and the error is raised
    after that: a firewall between us and the helpdesk must not end the set-up.

    Raises:
        ProblemError: it is no address at all (``HELPDESK_ADDRESS_INVALID``, nothing is kept), or it
            did not answer as a DeskPRO.
    """
    url = normalise_helpdesk(address).url
    helpdesk = Helpdesk(url=url, interface=interface, generation=generation)
    await _keep_helpdesk(session, helpdesk)
    discovery = await (await session.services.deskpro(url)).discover()

    def seen(record: SetupRecord) -> SetupRecord:
        if record.helpdesk is None or record.helpdesk.url != url:
            return record  # another one was named meanwhile
        answered = replace(
            record.helpdesk, is_deskpro=True, reported_url=one_line(discovery.helpdesk_url)
        )
        return replace(record, helpdesk=answered)

    await session.commit(seen)
    return replace(helpdesk, is_deskpro=True, reported_url=one_line(discovery.helpdesk_url))


async def _keep_helpdesk(session: Session, helpdesk: Helpdesk) -> None:
    credential = await _credential_to_move(session, helpdesk)

    def update(record: SetupRecord) -> SetupRecord:
        before = record.helpdesk
        named_after_it = before is not None and record.name == _host(before)
        name = _host(helpdesk) if named_after_it or not record.name else record.name
        moved = before is not None and before.url != helpdesk.url
        accounts = None if moved else record.accounts  # it was said of another helpdesk
        return replace(record, helpdesk=helpdesk, name=name, accounts=accounts)

    record = await session.commit(update)
    if credential is not None and record.account is not None:
        await session.services.keys.keep_credential(record, record.account.region, credential)


async def _credential_to_move(session: Session, helpdesk: Helpdesk) -> Credential | None:
    """Return the key in use if it is kept under another helpdesk's name than ``helpdesk``'s."""
    record = session.record
    if record.account is None or record.helpdesk is None or record.helpdesk.url == helpdesk.url:
        return None
    try:
        return await session.services.keys.credential(record)
    except ProblemError:
        return None


def _host(helpdesk: Helpdesk) -> str:
    return helpdesk.url.partition("://")[2]


async def keep_address(session: Session) -> None:
    """Note that the helpdesk's address stays as it was typed, whatever it calls itself."""

    def update(record: SetupRecord) -> SetupRecord:
        if record.helpdesk is None:
            return record
        return replace(record, helpdesk=replace(record.helpdesk, keeps_url=True))

    await session.commit(update)


async def choose_screens(session: Session, generation: Generation) -> None:
    """Note which admin screens the helpdesk has, once the admin has seen them."""

    def update(record: SetupRecord) -> SetupRecord:
        if record.helpdesk is None:
            return record
        return replace(record, helpdesk=replace(record.helpdesk, generation=generation))

    await session.commit(update)


async def kept_credential(session: Session) -> Credential | None:
    """Return what this computer keeps for the helpdesk, perhaps from another set-up of it."""
    try:
        return await session.services.keys.kept_credential(session.record)
    except ProblemError:
        return None


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """What JumpCloud says of a credential.

    Attributes:
        organizations: those it sees.
        account: None while it is open which of several organisations is meant.
    """

    region: Region
    organizations: tuple[Organization, ...]
    account: Account | None


async def sign_in_to_jumpcloud(
    session: Session,
    credential: Credential,
    *,
    organization: str = "",
    region: RegionChoice = "auto",
) -> tuple[Organization, ...]:
    """Try ``credential`` at JumpCloud, keep it, and settle the organisation if there is one only.

    Args:
        session: the set-up; its helpdesk is known already, for the key is kept under it.
        credential: a key or a service account. It goes to JumpCloud's hosts and the keyring only.
        organization: id or name of the one to use where the key sees several.
        region: where JumpCloud keeps the organisation; ``auto`` asks each.

    Returns:
        The organisations the credential sees. With several and no ``organization`` given, one has
        to be chosen and given as ``organization``.

    Raises:
        ProblemError: not accepted in any region (``KEY_NOT_ACCEPTED``), no such organisation
            (``ORGANIZATION_NOT_CHOSEN``), or JumpCloud can't be reached.
    """
    found = await identify(
        session.services,
        credential,
        organization=organization,
        region=region,
        first=session.record.opened.region if session.record.opened else None,
    )
    await keep_identity(session, credential, found)
    if found.account is None and (organization or not found.organizations):
        raise ProblemError(ProblemCode.ORGANIZATION_NOT_CHOSEN)
    return found.organizations


async def keep_identity(session: Session, credential: Credential, found: Identity) -> None:
    """Keep ``credential`` in the keyring, and what JumpCloud said of it in the record.

    Raises:
        ProblemError: the record can't be saved (``FILE_NOT_WRITABLE``).
    """
    await session.services.keys.keep_credential(session.record, found.region, credential)
    account = found.account
    if account is not None:
        await session.commit(lambda record: _with_account(record, account))


def _with_account(record: SetupRecord, account: Account) -> SetupRecord:
    before = record.account
    if before is not None and before.organization.id != account.organization.id:
        record = replace(record, tester=None)  # a user of the organisation chosen before
    by_hand = replace(record.by_hand, without_key=False)
    return replace(record, account=account, by_hand=by_hand)


Beside = Callable[["JumpCloud", Organization], Awaitable[object]]
"""What is asked of an organisation as soon as it is known."""


async def identify(
    services: Services,
    credential: Credential,
    *,
    organization: str,
    region: RegionChoice,
    first: Region | None = None,
    beside: Beside | None = None,
) -> Identity:
    """Ask JumpCloud whose ``credential`` is; nothing is kept.

    Args:
        services: those of this run.
        credential: see ``sign_in_to_jumpcloud``.
        organization: see ``sign_in_to_jumpcloud``.
        region: see ``sign_in_to_jumpcloud``.
        first: the region to ask first, as a set-up file may propose it.
        beside: asked at the same time as whose key it is.

    Raises:
        ProblemError: not accepted in any region, or JumpCloud can't be reached.
    """
    jumpcloud = await load("deskpro_sso_gui.jumpcloud.client")
    ordered = sorted(services.regions(region), key=lambda each: each is not first)
    candidates = [services.endpoints(each) for each in ordered]
    found = await jumpcloud.region_of(await services.sender(), credential, candidates)
    client = await services.jumpcloud_for(credential, found)
    services.next_step()
    listed = await client.listed_organizations()
    several_seen = len(listed) > 1
    if organization and listed and not several_seen:
        listed = (await client.named(listed[0]),)  # it may be meant by its name
    chosen = _choose(listed, organization)
    if chosen is None:
        return Identity(region=found, organizations=listed, account=None)
    calls: list[Callable[[], Awaitable[object]]] = [client.myself, partial(client.named, chosen)]
    if beside is not None:
        inside = client.with_organization(chosen.id if several_seen else None)
        calls.append(partial(beside, inside, chosen))
    administrator, named, *_ = await several(calls)
    account = Account(
        region=found,
        credential=_kind(credential),
        organization=cast("Organization", named),
        several_organizations=several_seen,
        administrator=cast("Administrator | None", administrator) or Administrator(),
    )
    organizations = listed if several_seen else (account.organization,)
    return Identity(region=found, organizations=organizations, account=account)


def _kind(credential: Credential) -> CredentialKind:
    is_key = isinstance(credential, ApiKey)
    return CredentialKind.API_KEY if is_key else CredentialKind.SERVICE_ACCOUNT


def _choose(organizations: tuple[Organization, ...], wanted: str) -> Organization | None:
    if wanted:
        fitting = [each for each in organizations if wanted in {each.id, each.name}]
        return fitting[0] if len(fitting) == 1 else None
    return organizations[0] if len(organizations) == 1 else None


async def find_testers(session: Session, term: str) -> tuple[User, ...]:
    """Return at most 25 JumpCloud users whose name or e-mail address holds ``term``.

    Raises:
        ProblemError: the key may not see users, or JumpCloud can't be reached.
    """
    client = await session.services.jumpcloud(session.record)
    return await client.find_users(term)


async def choose_tester(session: Session, email: str) -> User:
    """Note which JumpCloud user will try the sign-in.

    Raises:
        ProblemError: JumpCloud has no such user (``TESTER_NOT_FOUND``; an administrator account
            is not one), refused, or can't be reached.
    """
    organization = _organization_id(session.record)
    client = await session.services.jumpcloud(session.record)
    user = await client.user_by_email(email.strip())
    if user is None:
        raise ProblemError(ProblemCode.TESTER_NOT_FOUND, email=email.strip())

    def update(record: SetupRecord) -> SetupRecord:
        if _organization_id(record) != organization:
            return record
        access = record.access
        if access is not None and (record.tester is None or record.tester.id != user.id):
            access = replace(access, tester_included=None)  # it was said of somebody else
        return replace(record, tester=user, access=access)

    await session.commit(update)
    return user


def _organization_id(record: SetupRecord) -> str:
    return record.account.organization.id if record.account else ""
