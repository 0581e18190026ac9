"""Before *Automatic*: compare DeskPRO's people with those JumpCloud lets in."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from deskpro_sso_gui.net.parallel import several
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import User
from deskpro_sso_gui.setup.parts import one_line
from deskpro_sso_gui.setup.people import MOST_PEOPLE, addresses_in, left_outside
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.trials import PeopleComparison, PeopleSource
from deskpro_sso_gui.setup.values import Value
from deskpro_sso_gui.tasks.access import look_at_access
from deskpro_sso_gui.tasks.session import Session

if TYPE_CHECKING:
    from deskpro_sso_gui.jumpcloud.client import JumpCloud

_ASKED_ONE_BY_ONE: Final = 50
"""Up to so many people are looked up singly; for more, reading the whole list is quicker."""


async def compare_pasted(session: Session, text: str) -> PeopleComparison:
    """Compare the people whose e-mail addresses stand in ``text``.

    Raises:
        ProblemError: as for ``compare_people``.
    """
    return await compare_people(session, addresses_in(text), source=PeopleSource.PASTED)


async def compare_agents(session: Session) -> PeopleComparison:
    """Compare DeskPRO's agents, as it lists them with the API key that is kept.

    Who can't sign in to DeskPRO anyway is left out.

    Raises:
        ProblemError: there is no key (``DESKPRO_KEY_MISSING``), DeskPRO refuses it or can't be
            reached, or as for ``compare_people``.
    """
    record, services = session.record, session.services
    if record.helpdesk is None:
        raise ProblemError(ProblemCode.STAGE_NOT_READY, stage=StageId.PREREQUISITES)
    key = await services.keys.deskpro_key(record)
    if key is None:
        raise ProblemError(ProblemCode.DESKPRO_KEY_MISSING)
    acts_for = record.accounts.acts_for if record.accounts else None
    client = await services.deskpro_accounts(record.helpdesk.url, key, agent=acts_for)
    agents = [each for each in await client.agents() if not each.is_disabled and each.email]
    others = {each.email: each.other_emails for each in agents}
    addresses = tuple(each.email for each in agents)
    return await compare_people(session, addresses, source=PeopleSource.DESKPRO, others=others)


async def compare_people(
    session: Session,
    addresses: Sequence[str],
    *,
    source: PeopleSource,
    others: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> PeopleComparison:
    """Find out who of ``addresses`` would be locked out, and note it.

    Who was accepted before stays accepted.

    Args:
        session: the set-up.
        addresses: one for each person.
        source: where the list came from.
        others: further addresses of a person; DeskPRO knows them by any.

    Raises:
        ProblemError: there is no address (``PEOPLE_LIST_EMPTY``) or far too many
            (``PEOPLE_LIST_TOO_LONG``), the key may not see users, or JumpCloud can't be reached.
    """
    if not addresses:
        raise ProblemError(ProblemCode.PEOPLE_LIST_EMPTY)
    if len(addresses) > MOST_PEOPLE:
        raise ProblemError(
            ProblemCode.PEOPLE_LIST_TOO_LONG, count=str(len(addresses)), most=str(MOST_PEOPLE)
        )
    access = await look_at_access(session)
    record = session.record
    if record.application is None:
        raise ProblemError(ProblemCode.STAGE_NOT_READY, stage=StageId.APPLICATION)
    client = await session.services.jumpcloud(record)
    let_in = await client.users_with_access(record.application.id)
    every = (*addresses, *(each for them in others.values() for each in them))
    users = await _users(client, every)
    found = left_outside(addresses, users, let_in)
    compared = PeopleComparison(
        at=session.services.now(),
        source=source,
        compared=len(addresses),
        outside=tuple(
            replace(each, email=one_line(each.email))
            for each in found
            if not _gets_in_as_another(others.get(each.email, ()), users, let_in)
        ),
        groups=access.named,
        basis=_basis(record),
    )
    return await _keep(session, compared)


def _gets_in_as_another(
    addresses: Sequence[str], users: Mapping[str, User], let_in: Collection[str]
) -> bool:
    return len(left_outside(addresses, users, let_in)) < len(addresses)


async def _users(client: "JumpCloud", addresses: Sequence[str]) -> dict[str, User]:
    if len(addresses) <= _ASKED_ONE_BY_ONE:
        asked = await several([partial(client.user_by_email, each) for each in addresses])
        found: Sequence[User] = [each for each in asked if each is not None]
    else:
        found = await client.users()
    return {each.email.casefold(): each for each in found if each.email}


async def without_list(session: Session) -> PeopleComparison:
    """Note that there is no list of DeskPRO's people, so that nobody can tell who is left outside.

    Raises:
        ProblemError: the record can't be saved (``FILE_NOT_WRITABLE``).
    """
    record = session.record
    unknown = PeopleComparison(
        at=session.services.now(),
        source=PeopleSource.NONE,
        groups=record.access.named if record.access else frozenset(),
        basis=_basis(record),
    )
    return await _keep(session, unknown)


async def accept_outside(session: Session, emails: Collection[str]) -> None:
    """Note that exactly ``emails`` may be locked out, whoever was accepted before.

    Raises:
        ProblemError: the record can't be saved (``FILE_NOT_WRITABLE``).
    """
    accepted = frozenset(each.casefold() for each in emails)

    def update(record: SetupRecord) -> SetupRecord:
        people = record.validation.people
        if people is None:
            return record
        known = frozenset(each.email.casefold() for each in people.outside)
        return _with(record, replace(people, accepted=accepted & known))

    await session.commit(update)


async def accept_unknown(session: Session, *, accepted: bool) -> None:
    """Note whether the admin takes it upon herself that nobody knows who is left outside.

    Raises:
        ProblemError: the record can't be saved (``FILE_NOT_WRITABLE``).
    """

    def update(record: SetupRecord) -> SetupRecord:
        people = record.validation.people
        if people is None or people.source is not PeopleSource.NONE:
            return record
        return _with(record, replace(people, unknown_accepted=accepted))

    await session.commit(update)


def _basis(record: SetupRecord) -> dict[Value, str]:
    now = record.values()
    return {
        value: now[value]
        for value in (Value.HELPDESK_URL, Value.INTERFACE, Value.ORGANIZATION, Value.APPLICATION)
        if value in now
    }


async def _keep(session: Session, compared: PeopleComparison) -> PeopleComparison:
    outside = frozenset(each.email.casefold() for each in compared.outside)

    def update(record: SetupRecord) -> SetupRecord:
        before = record.validation.people
        accepted = before.accepted & outside if before else frozenset()
        return _with(record, replace(compared, accepted=accepted))

    record = await session.commit(update)
    return record.validation.people or compared


def _with(record: SetupRecord, people: PeopleComparison) -> SetupRecord:
    return replace(record, validation=replace(record.validation, people=people))
