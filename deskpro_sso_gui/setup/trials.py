"""The parts of a record about trying the sign-in: what was seen, and who would be left outside."""

from enum import StrEnum, unique

import msgspec

from deskpro_sso_gui.setup.facts import SsoMethod
from deskpro_sso_gui.setup.parts import Line, Moment, Part
from deskpro_sso_gui.setup.values import Basis


@unique
class Flow(StrEnum):
    """A sign-in that is tried."""

    FROM_DESKPRO = "from-deskpro"
    FROM_JUMPCLOUD = "from-jumpcloud"
    AFTER_SWITCH = "after-switch"


@unique
class Evidence(StrEnum):
    """What a half of a proof rests on."""

    EVENT = "event"
    CAPTURE = "capture"
    ADMIN = "admin"


class Trial(Part, frozen=True, kw_only=True):
    """One sign-in that was tried, in its two halves.

    Attributes:
        started_at: when the admin was told to go ahead.
        issued_at: when JumpCloud issued the sign-in; None until then.
        issued_by: what tells us so.
        accepted_at: when DeskPRO let the person in; None until then.
        accepted_by: what tells us so.
        signed_in_as: the name DeskPRO showed.
        failure: why it did not work: JumpCloud's own words, or the admin's.
        failure_by: whose words they are.
        basis: the values of then; the trial proves nothing for others.
    """

    flow: Flow
    started_at: Moment
    issued_at: Moment | None = None
    issued_by: Evidence | None = None
    accepted_at: Moment | None = None
    accepted_by: Evidence | None = None
    signed_in_as: Line = ""
    failure: Line = ""
    failure_by: Evidence | None = None
    basis: Basis = msgspec.field(default_factory=dict)

    @property
    def proven(self) -> bool:
        """Say whether both halves are there."""
        return self.issued_at is not None and self.accepted_at is not None


@unique
class OutsideReason(StrEnum):
    """Why a person that DeskPRO has would not get in through JumpCloud."""

    NO_USER = "no-user"
    NO_GROUP = "no-group"
    STAGED = "staged"
    SUSPENDED = "suspended"
    LOCKED = "locked"
    PASSWORD_EXPIRED = "password-expired"  # noqa: S105 - a state, not a password


class Outsider(Part, frozen=True, kw_only=True):
    """Somebody DeskPRO has who would not get in any more, and why."""

    email: Line
    reason: OutsideReason


@unique
class PeopleSource(StrEnum):
    """Where the list of DeskPRO's people came from."""

    DESKPRO = "deskpro"
    PASTED = "pasted"
    NONE = "none"


class PeopleComparison(Part, frozen=True, kw_only=True):
    """DeskPRO's people compared with those JumpCloud lets in.

    Attributes:
        source: ``NONE`` where the admin has no list, so that nobody can tell.
        compared: how many people were compared.
        outside: who would be locked out.
        accepted: addresses of those that she lets be locked out; casefolded.
        unknown_accepted: without a list, she takes it upon herself.
        groups: the groups that had access then, as ``Access.named`` has them.
    """

    at: Moment
    source: PeopleSource
    compared: int = 0
    outside: tuple[Outsider, ...] = ()
    accepted: frozenset[Line] = frozenset()
    unknown_accepted: bool = False
    groups: frozenset[Line] = frozenset()
    basis: Basis = msgspec.field(default_factory=dict)

    @property
    def open(self) -> tuple[Outsider, ...]:
        """Who would be locked out without anybody having said that this is meant."""
        return tuple(each for each in self.outside if each.email.casefold() not in self.accepted)

    @property
    def settled(self) -> bool:
        """Say whether everyone outside is known and accepted, or that nobody knows is."""
        return self.unknown_accepted if self.source is PeopleSource.NONE else not self.open


class Validation(Part, frozen=True, kw_only=True):
    """The sign-ins tried and what DeskPRO does now.

    Attributes:
        sso_method: DeskPRO's *SSO Method* as the admin last told us.
        stays_with_button: she chose not to switch to *Automatic*; a finished set-up too.
        seen_automatic: DeskPRO was seen to send strangers to JumpCloud by itself, whatever she
            told us.
        people: who would be locked out by *Automatic*; None when it was not looked at.
        app_changed_at: when we last changed how people sign in with the app; a trial from before
            proves nothing.
    """

    trials: tuple[Trial, ...] = ()
    sso_method: SsoMethod = SsoMethod.DISABLED
    stays_with_button: bool = False
    seen_automatic: bool = False
    people: PeopleComparison | None = None
    app_changed_at: Moment | None = None

    def trial(self, flow: Flow) -> Trial | None:
        """Return the last trial of ``flow``, None when it was never tried."""
        return next((trial for trial in reversed(self.trials) if trial.flow is flow), None)
