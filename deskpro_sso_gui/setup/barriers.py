"""Why the person who tries the sign-in would not get in, as far as JumpCloud has told."""

from enum import StrEnum, unique
from typing import Final

from deskpro_sso_gui.setup.facts import UserTrouble
from deskpro_sso_gui.setup.record import SetupRecord


@unique
class Barrier(StrEnum):
    """One thing that keeps people out (reference/jumpcloud-api.md §2.3, §3.3 and §6)."""

    INACTIVE = "inactive"
    STAGED = "staged"
    SUSPENDED = "suspended"
    LOCKED = "locked"
    PASSWORD_EXPIRED = "password-expired"  # noqa: S105 - a state, not a password
    NO_GROUP = "no-group"
    NOT_IN_A_GROUP = "not-in-a-group"


_OF_ACCOUNT: Final = {
    UserTrouble.STAGED: Barrier.STAGED,
    UserTrouble.SUSPENDED: Barrier.SUSPENDED,
    UserTrouble.LOCKED: Barrier.LOCKED,
    UserTrouble.PASSWORD_EXPIRED: Barrier.PASSWORD_EXPIRED,
}


def barriers(record: SetupRecord) -> tuple[Barrier, ...]:
    """Return what keeps the tester out, what keeps everybody out first; empty when nothing does.

    What JumpCloud did not tell keeps nobody out.
    """
    access, tester = record.access, record.tester
    if access is None:
        return ()
    found = []
    if access.application_active is False:
        found.append(Barrier.INACTIVE)
    if tester is not None and tester.trouble is not None:
        found.append(_OF_ACCOUNT[tester.trouble])
    if not access.groups:
        found.append(Barrier.NO_GROUP)
    elif tester is not None and access.tester_included is False:
        found.append(Barrier.NOT_IN_A_GROUP)
    return tuple(found)
