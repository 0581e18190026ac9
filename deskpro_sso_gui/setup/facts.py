"""What JumpCloud and DeskPRO told us, as types.

The clients return these; tasks, plan and diagnosis judge them. JumpCloud's ``config`` is the one
open map: what we do not know in it is kept and sent back as it came.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum, unique
from typing import Any

import msgspec


@unique
class Region(StrEnum):
    """Where JumpCloud keeps an organisation (reference/jumpcloud-api.md §1.1)."""

    US = "us"
    EU = "eu"
    INDIA = "in"


@unique
class Interface(StrEnum):
    """Whose sign-in is set up: DeskPRO keeps agents and users apart."""

    AGENTS = "agents"
    USERS = "users"


@unique
class Generation(StrEnum):
    """Which screens the admin's DeskPRO has (reference/deskpro.md §3.1)."""

    LEGACY = "legacy"
    HORIZON = "horizon"


@unique
class SsoMethod(StrEnum):
    """DeskPRO's *SSO Method* as far as we know it (reference/deskpro.md §3.5)."""

    DISABLED = "disabled"
    AUTOMATIC = "automatic"
    UNKNOWN = "unknown"


class Organization(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A JumpCloud organisation; ``name`` is empty where JumpCloud gives none."""

    id: str
    name: str = ""


class Administrator(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whose key it is. ``key_expires_at`` is aware, UTC, None where unknown."""

    email: str = ""
    role: str = ""
    key_expires_at: datetime | None = None


@unique
class UserTrouble(StrEnum):
    """Why a JumpCloud user can't sign in (reference/jumpcloud-api.md §2.3)."""

    STAGED = "staged"
    SUSPENDED = "suspended"
    LOCKED = "locked"
    PASSWORD_EXPIRED = "password-expired"  # noqa: S105 - a state, not a password


class User(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A JumpCloud user. ``trouble`` is None when nothing speaks against a sign-in."""

    id: str
    email: str
    username: str = ""
    name: str = ""
    trouble: UserTrouble | None = None


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """A JumpCloud user group.

    Attributes:
        dynamic: JumpCloud puts people into it by a rule; None where it does not say, as in its
            list of groups (reference/jumpcloud-api.md §6).
    """

    id: str
    name: str
    description: str = ""
    dynamic: bool | None = None


Config = Mapping[str, Any]
"""JumpCloud's application ``config``: key to an object of which ``value`` matters."""


class Template(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of JumpCloud's catalogue of applications (reference §3.1).

    Attributes:
        status: ``end_of_life``, ``end_of_support`` or ``beta``; empty for one without reserve.
    """

    id: str
    name: str
    display_name: str
    sso_type: str
    sso_url: str = ""
    keywords: tuple[str, ...] = ()
    status: str = ""
    config: Config = msgspec.field(default_factory=dict)


class Application(msgspec.Struct, frozen=True, kw_only=True):
    """A JumpCloud application as read back (reference §3.2).

    Attributes:
        name: the template's name, not the label.
        sso_url: the IdP URL.
        config: everything JumpCloud keeps, unknown keys too.
        certificate_text: ``config.idpCertificate.value`` as it came, base64 of PEM; may be empty.
        certificate_expires_at: aware, UTC; None where JumpCloud does not say.
    """

    id: str
    name: str
    label: str
    sso_url: str
    display_name: str = ""
    description: str = ""
    active: bool = False
    hidden: bool = False
    sso_type: str = ""
    logo_color: str = ""
    config: Config = msgspec.field(default_factory=dict)
    certificate_text: str = ""
    certificate_expires_at: datetime | None = None
    created_at: datetime | None = None

    def setting(self, key: str) -> Any:
        """Return the value of ``config`` entry ``key``, or None where there is none."""
        entry = self.config.get(key)
        return entry.get("value") if isinstance(entry, Mapping) else None


class ApplicationRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What is sent to create an application: ``config`` holds values by key."""

    template: str
    template_display_name: str
    label: str
    sso_url: str
    description: str = ""
    hidden: bool = False
    logo_color: str = ""
    config: Mapping[str, Any] = msgspec.field(default_factory=dict)


@unique
class SignInOutcome(StrEnum):
    """What an ``sso_auth`` event means (reference/jumpcloud-api.md §12)."""

    ISSUED = "issued"
    FAILED = "failed"
    STEP = "step"


class SignInEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One ``sso_auth`` event of JumpCloud. ``at`` is aware, UTC."""

    id: str
    at: datetime
    outcome: SignInOutcome
    user_id: str = ""
    username: str = ""
    application_id: str = ""
    sso_url: str = ""
    idp_initiated: bool = False
    error_message: str = ""


class Discovery(msgspec.Struct, frozen=True, kw_only=True):
    """What a helpdesk says of itself (reference/deskpro.md §1.1)."""

    helpdesk_url: str
    build: str = ""


class DeskproAccount(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's account in DeskPRO (reference/deskpro.md §1.3).

    Attributes:
        is_agent, is_admin: None where DeskPRO does not say.
        is_disabled: it can't be signed in to.
    """

    id: int
    email: str = ""
    other_emails: tuple[str, ...] = ()
    name: str = ""
    is_agent: bool | None = None
    is_admin: bool | None = None
    is_disabled: bool = False

    @property
    def emails(self) -> frozenset[str]:
        """All addresses of the account, in small letters."""
        return frozenset(each.casefold() for each in (self.email, *self.other_emails) if each)


class SignInSource(msgspec.Struct, frozen=True, kw_only=True):
    """A way to sign in that DeskPRO lists (reference/deskpro.md §2)."""

    id: int
    title: str
    source_type: str
    is_enabled: bool
    login_url: str = ""
