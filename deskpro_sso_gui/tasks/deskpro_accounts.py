"""Who has an account in DeskPRO: asked of DeskPRO with an API key, or of the admin."""

from collections.abc import Sequence

from msgspec.structs import replace

from deskpro_sso_gui.credentials import Secret
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import DeskproAccount
from deskpro_sso_gui.setup.parts import DeskproAccounts, one_line
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks.session import Session


async def has_key(session: Session) -> bool:
    """Say whether this computer keeps a DeskPRO key for the helpdesk."""
    return await session.services.keys.deskpro_key(session.record) is not None


async def ask_deskpro(
    session: Session, key: Secret | None = None, *, agent: int | None = None
) -> DeskproAccounts:
    """Ask DeskPRO whether the tester is an agent, and whether the key's owner is an administrator.

    Args:
        session: the set-up; its helpdesk and tester are known.
        key: a new one, kept in the keyring once DeskPRO took it; None takes the kept one.
        agent: for a Superuser key, the id of the agent it is to act for.

    Raises:
        ProblemError: something has to be done first (``STAGE_NOT_READY``), no key is kept
            (``DESKPRO_KEY_MISSING``), DeskPRO refuses it, or can't be reached.
    """
    record, services = session.record, session.services
    if record.helpdesk is None or record.tester is None:
        raise ProblemError(ProblemCode.STAGE_NOT_READY, stage=StageId.PREREQUISITES)
    used = key or await services.keys.deskpro_key(record)
    if used is None:
        raise ProblemError(ProblemCode.DESKPRO_KEY_MISSING)
    client = await services.deskpro_accounts(record.helpdesk.url, used, agent=agent)
    owner = await client.me()
    if key is not None:
        await services.keys.keep_deskpro_key(record, key)
    agents = await client.agents()
    listed = _with_email(agents, record.tester.email)
    tester = listed or await client.by_email(record.tester.email)
    found = DeskproAccounts(
        by_key=True,
        acts_for=agent,
        tester=one_line(record.tester.email),
        tester_is_agent=True if listed else _is_agent(tester),
        tester_is_known=tester is not None,
        tester_disabled=tester is not None and tester.is_disabled,
        owner=one_line(owner.name or owner.email),
        owner_is_admin=_is_admin(owner, agents),
    )
    return await _keep(session, found, helpdesk_url=record.helpdesk.url)


async def forget_key(session: Session) -> None:
    """Remove the helpdesk's key from where this computer keeps keys.

    Raises:
        ProblemError: the keyring can't be reached (``KEYRING_LOCKED``, ``KEYRING_UNAVAILABLE``).
    """
    await session.services.keys.forget_deskpro_key(session.record)


def _with_email(agents: Sequence[DeskproAccount], email: str) -> DeskproAccount | None:
    wanted = email.casefold()
    return next((each for each in agents if wanted in each.emails), None)


def _is_admin(owner: DeskproAccount, agents: Sequence[DeskproAccount]) -> bool | None:
    """Say whether the key's owner is an administrator; ``/me`` is documented without that."""
    same = (each.is_admin for each in agents if each.id == owner.id)
    return next(same, None) if owner.is_admin is None else owner.is_admin


def _is_agent(account: DeskproAccount | None) -> bool | None:
    return False if account is None else account.is_agent


async def tell_accounts(
    session: Session, *, tester_is_agent: bool | None, is_admin: bool | None
) -> DeskproAccounts:
    """Note what the admin says of the two accounts; None is "I don't know".

    Raises:
        ProblemError: something has to be done first (``STAGE_NOT_READY``).
    """
    record = session.record
    if record.helpdesk is None or record.tester is None:
        raise ProblemError(ProblemCode.STAGE_NOT_READY, stage=StageId.PREREQUISITES)
    told = DeskproAccounts(
        tester=one_line(record.tester.email),
        tester_is_agent=tester_is_agent,
        owner_is_admin=is_admin,
    )
    return await _keep(session, told, helpdesk_url=record.helpdesk.url)


async def _keep(session: Session, found: DeskproAccounts, *, helpdesk_url: str) -> DeskproAccounts:
    def update(record: SetupRecord) -> SetupRecord:
        if record.helpdesk is None or record.helpdesk.url != helpdesk_url:
            return record  # it was said of another helpdesk
        return replace(record, accounts=found)

    await session.commit(update)
    return found
