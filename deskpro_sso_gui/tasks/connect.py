"""Stage *Before you start*: the helpdesk, the JumpCloud account, and who will try the sign-in."""

from typing import Literal

from msgspec.structs import replace

from deskpro_sso_gui.jumpcloud.credential import ApiKey, Credential
from deskpro_sso_gui.net.addresses import normalise_helpdesk
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import Administrator, Generation, Interface, Organization, User
from deskpro_sso_gui.setup.record import Account, CredentialKind, Helpdesk, SetupRecord
from deskpro_sso_gui.tasks.services import load
from deskpro_sso_gui.tasks.session import Session


async def check_helpdesk(
    session: Session, address: str, *, interface: Interface, generation: Generation
) -> Helpdesk:
    """Ask the site at ``address`` (in any form people type) whether it is a DeskPRO.

    A site that can't be asked is kept too, as not seen to be a DeskPRO, and the error is raised
    after that: a firewall between us and the helpdesk must not end the set-up.

    Raises:
        ProblemError: it is no address at all (nothing is kept), or it did not answer as a DeskPRO.
    """
    url = normalise_helpdesk(address).url
    helpdesk = Helpdesk(url=url, interface=interface, generation=generation)
    await _keep_helpdesk(session, helpdesk)
    discovery = await (await session.services.deskpro(url)).discover()
    seen = replace(helpdesk, is_deskpro=True, reported_url=discovery.helpdesk_url)
    await _keep_helpdesk(session, seen)
    return seen


async def _keep_helpdesk(session: Session, helpdesk: Helpdesk) -> None:
    def update(record: SetupRecord) -> SetupRecord:
        host = helpdesk.url.partition("://")[2]
        return replace(record, helpdesk=helpdesk, name=record.name or host)

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
        return await session.services.kept_credential(session.record)
    except ProblemError:
        return None


async def sign_in_to_jumpcloud(
    session: Session,
    credential: Credential,
    *,
    organization: str = "",
    region: Literal["auto", "us", "eu", "in"] = "auto",
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
        JumpCloudError: not accepted (401) in any region, or JumpCloud can't be reached.
    """
    services = session.services
    jumpcloud = await load("deskpro_sso_gui.jumpcloud.client")
    candidates = [services.endpoints(each) for each in services.regions(region)]
    found = await jumpcloud.region_of(await services.http(), credential, candidates)
    client = await services.jumpcloud_for(credential, found)
    organizations = await client.organizations()
    administrator = await client.myself()
    await services.keep_credential(session.record, found, credential)
    chosen = _choose(organizations, organization)
    if chosen is not None:
        account = Account(
            region=found,
            credential=_kind(credential),
            organization=chosen,
            several_organizations=len(organizations) > 1,
            administrator=administrator or Administrator(),
        )
        await session.commit(lambda record: replace(record, account=account))
    elif organization or not organizations:
        raise ProblemError(ProblemCode.ORGANIZATION_NOT_CHOSEN)
    return organizations


def _kind(credential: Credential) -> CredentialKind:
    is_key = isinstance(credential, ApiKey)
    return CredentialKind.API_KEY if is_key else CredentialKind.SERVICE_ACCOUNT


def _choose(organizations: tuple[Organization, ...], wanted: str) -> Organization | None:
    if wanted:
        fitting = [each for each in organizations if wanted in {each.id, each.name}]
        return fitting[0] if len(fitting) == 1 else None
    return organizations[0] if len(organizations) == 1 else None


async def find_testers(session: Session, term: str) -> tuple[User, ...]:
    """Return at most 25 JumpCloud users whose name or e-mail address holds ``term``."""
    client = await session.services.jumpcloud(session.record)
    return await client.find_users(term)


async def choose_tester(session: Session, email: str) -> User:
    """Note which JumpCloud user will try the sign-in.

    Raises:
        ProblemError: JumpCloud has no such user; an administrator account is not one.
    """
    client = await session.services.jumpcloud(session.record)
    user = await client.user_by_email(email.strip())
    if user is None:
        raise ProblemError(ProblemCode.TESTER_NOT_FOUND, email=email.strip())
    await session.commit(lambda record: replace(record, tester=user))
    return user
