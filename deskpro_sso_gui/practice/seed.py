"""The people, groups and accounts a new sandbox starts with."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from deskpro_sso_gui.practice.world import (
    Administrator,
    Agent,
    Application,
    Group,
    Helpdesk,
    Organization,
    User,
    World,
)

PASSWORD: Final = "practice"  # noqa: S105 - of invented people, told to everybody who practises
ORGANIZATION_NAME: Final = "Acme Inc (practice)"
DOMAIN: Final = "acme.example"
ADMINISTRATOR_EMAIL: Final = f"admin@{DOMAIN}"
SOMEBODY_EMAIL: Final = f"ann@{DOMAIN}"
"""Of the first user, whom the wizard proposes to try the sign-in."""

_FIRST_NAMES: Final = (
    "Ada", "Bo", "Cara", "Dev", "Eva", "Finn", "Gita", "Hugo", "Ines", "Jan",
    "Kim", "Leo", "Mona", "Nils", "Olga", "Pia", "Quin", "Rosa", "Sam", "Tara",
)  # fmt: skip
_MOST_MEMBERS: Final = 40  # of a generated group, so that thousands of them stay quick to save
_OTHER_CONNECTORS: Final = (("bookmark", "Bookmark"), ("oidc", "Custom OIDC App"))
_DEPARTMENTS: Final = ("Support", "Sales", "Engineering", "Legal", "Marketing", "Operations")


def new_id() -> str:
    """Return an id as JumpCloud's are: 24 hexadecimal digits."""
    return secrets.token_hex(12)


def new_token() -> str:
    """Return something that can't be guessed, for an address."""
    return secrets.token_urlsafe(24)


def new_world(
    *, groups: int, users: int, now: datetime, organizations: int = 1, applications: int = 0
) -> World:
    """Make the state a new sandbox starts with.

    Args:
        groups: how many user groups there are at least; three always are.
        users: how many users there are at least; four always are.
        now: the time that everything is dated by, UTC.
        organizations: how many the key sees; only the first has anything in it.
        applications: how many there are before anybody makes one: bookmarks and OIDC apps.
    """
    founded = now - timedelta(days=900)
    named = [
        _user("Ann", founded),
        _user("Ben", founded),
        _user("Cleo", founded, mfa_required=True),
        _user("Dora", founded),
    ]
    everybody = [*named, *_further_users(users - len(named), founded)]
    by_name = {user.username: user.id for user in named}
    basic = [
        Group(id=new_id(), name="All Users", member_ids=[user.id for user in everybody]),
        Group(
            id=new_id(),
            name="DeskPRO agents",
            description="People who answer tickets",
            member_ids=[by_name["ann"], by_name["ben"], by_name["cleo"]],
        ),
        Group(id=new_id(), name="Finance", member_ids=[by_name["dora"]]),
    ]
    all_groups = [*basic, *_further_groups(groups - len(basic), everybody)]
    return World(
        organization=Organization(id=new_id(), name=ORGANIZATION_NAME, created=founded),
        administrator=_administrator(now),
        users={user.id: user for user in everybody},
        groups={group.id: group for group in all_groups},
        applications={each.id: each for each in further_applications(applications, founded)},
        further_organizations=list(further_organizations(organizations - 1, founded)),
        helpdesk=_helpdesk(named[:3]),
    )


def _administrator(now: datetime) -> Administrator:
    return Administrator(
        id=new_id(),
        email=ADMINISTRATOR_EMAIL,
        firstname="Alex",
        lastname="Admin",
        role="Administrator With Billing",
        api_key=f"jca_{secrets.token_urlsafe(30)}",
        api_key_created=now,
        api_key_expires=now + timedelta(days=365),
        client_id=secrets.token_hex(16),
        client_secret=secrets.token_urlsafe(32),
    )


def _helpdesk(agents: list[User]) -> Helpdesk:
    accounts = [
        Agent(id=1, email=ADMINISTRATOR_EMAIL, name="Alex Admin", password=PASSWORD, is_admin=True),
        *(
            Agent(id=number, email=user.email, name=user.displayname, password=PASSWORD)
            for number, user in enumerate(agents, start=2)
        ),
    ]
    return Helpdesk(
        agents=accounts,
        api_key=f"1:{secrets.token_hex(16).upper()}",
        superuser_key=f"2:{secrets.token_hex(16).upper()}",
    )


def _user(firstname: str, created: datetime, *, mfa_required: bool = False) -> User:
    username = firstname.lower()
    return User(
        id=new_id(),
        email=f"{username}@{DOMAIN}",
        username=username,
        firstname=firstname,
        lastname="Example",
        displayname=f"{firstname} Example",
        password=PASSWORD,
        created=created,
        mfa_required=mfa_required,
    )


def _further_users(count: int, created: datetime) -> Iterator[User]:
    for number in range(count):
        firstname = _FIRST_NAMES[number % len(_FIRST_NAMES)]
        username = f"{firstname.lower()}{number + 1}"
        yield User(
            id=new_id(),
            email=f"{username}@{DOMAIN}",
            username=username,
            firstname=firstname,
            lastname=f"Sample {number + 1}",
            displayname=f"{firstname} Sample {number + 1}",
            password=PASSWORD,
            created=created,
        )


def _further_groups(count: int, users: list[User]) -> Iterator[Group]:
    for number in range(max(count, 0)):
        department = _DEPARTMENTS[number % len(_DEPARTMENTS)]
        members = users[number % len(users) :: 7][:_MOST_MEMBERS]
        yield Group(
            id=new_id(),
            name=f"{department} {number // len(_DEPARTMENTS) + 1}",
            member_ids=[user.id for user in members],
        )


def further_organizations(count: int, founded: datetime) -> Iterator[Organization]:
    """Make organisations with nothing in them, as a provider's key sees them."""
    for number in range(count):
        name = f"Client {number + 1} (practice)"
        yield Organization(id=new_id(), name=name, created=founded)


def further_applications(count: int, created: datetime) -> Iterator[Application]:
    """Make applications of the kinds that have no certificate, as a large organisation has them."""
    for number in range(count):
        kind, display_name = _OTHER_CONNECTORS[number % len(_OTHER_CONNECTORS)]
        label = f"{_DEPARTMENTS[number % len(_DEPARTMENTS)]} tool {number + 1}"
        yield Application(
            id=new_id(),
            name=kind,
            display_name=display_name,
            display_label=label,
            sso_url=f"https://tool-{number + 1}.{DOMAIN}/" if kind == "bookmark" else "",
            sso_type=kind,
            created=created,
            active=True,
            metadata_token=new_token(),
        )


def utc_now() -> datetime:
    """Return the present time, UTC."""
    return datetime.now(UTC)
