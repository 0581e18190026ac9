"""Who would be locked out: the people DeskPRO has, compared with those JumpCloud lets in.

With *SSO Method: Automatic* DeskPRO's own form is gone, so whoever JumpCloud does not let in has no
way in any more (reference/deskpro.md §3.5). E-mail addresses are what both sides know people by.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from deskpro_sso_gui.setup.facts import User, UserTrouble
from deskpro_sso_gui.setup.trials import Outsider, OutsideReason

MOST_PEOPLE: Final = 5_000
"""A longer list is not compared: no helpdesk's team is that large, so it is another list."""

_SEPARATORS: Final = re.compile(r"[\s<>\"'(),;:|\[\]]+")
_LONGEST: Final = 254  # RFC 5321 §4.5.3.1.3

_TROUBLES: Final[Mapping[UserTrouble, OutsideReason]] = {
    UserTrouble.STAGED: OutsideReason.STAGED,
    UserTrouble.SUSPENDED: OutsideReason.SUSPENDED,
    UserTrouble.LOCKED: OutsideReason.LOCKED,
    UserTrouble.PASSWORD_EXPIRED: OutsideReason.PASSWORD_EXPIRED,
}


def addresses_in(text: str) -> tuple[str, ...]:
    """Return the e-mail addresses in ``text``, each once, in its order.

    It may be a column of a table, a list with names, or an export: anything that is no address is
    passed over.
    """
    found = [word.strip(".") for word in _SEPARATORS.split(text)]
    return tuple({each.casefold(): each for each in found if _is_address(each)}.values())


def _is_address(word: str) -> bool:
    name, at, domain = word.partition("@")
    shaped = bool(name and at and "@" not in domain and "." in domain.strip("."))
    return shaped and len(word) <= _LONGEST


def left_outside(
    addresses: Iterable[str], users: Mapping[str, User], let_in: Collection[str]
) -> tuple[Outsider, ...]:
    """Return who of ``addresses`` would not get in, and why.

    Args:
        addresses: e-mail addresses of the people DeskPRO has.
        users: JumpCloud's users by e-mail address in small letters (``str.casefold``).
        let_in: the ids of the users that may use the application.
    """
    judged = ((each, _reason(users.get(each.casefold()), let_in)) for each in addresses)
    return tuple(Outsider(email=each, reason=reason) for each, reason in judged if reason)


def _reason(user: User | None, let_in: Collection[str]) -> OutsideReason | None:
    if user is None:
        return OutsideReason.NO_USER
    if user.id not in let_in:
        return OutsideReason.NO_GROUP
    return _TROUBLES[user.trouble] if user.trouble else None
