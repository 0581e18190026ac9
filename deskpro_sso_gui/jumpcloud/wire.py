"""JumpCloud's JSON as it is on the wire, and how it becomes facts.

What decides something is typed; what is only shown is taken where it has the right type. Unknown
fields are left out, except in ``config``, which is kept whole.
"""

from datetime import UTC, datetime
from typing import Any

import msgspec

from deskpro_sso_gui.setup.facts import (
    Administrator,
    Application,
    ApplicationRequest,
    Group,
    Organization,
    SignInEvent,
    SignInOutcome,
    Template,
    User,
    UserTrouble,
)


def text(value: Any) -> str:
    """Return ``value`` if it is a text, else an empty one: JumpCloud sends null for unset ones."""
    return value if isinstance(value, str) else ""


def moment(value: Any) -> datetime | None:
    """Return an ISO 8601 time as aware UTC, None where ``value`` is none."""
    try:
        found = msgspec.convert(value, datetime)
    except msgspec.ValidationError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


class WireSso(msgspec.Struct, rename="camel"):
    """``sso`` of an application or a template."""

    type: str | None = None
    hidden: bool | None = None
    idp_cert_expiration_at: Any = None


class WireLogo(msgspec.Struct):
    """``logo`` of an application."""

    color: str | None = None


class WireOrganization(msgspec.Struct, rename="camel"):
    """An entry of ``/organizations`` (reference §2.1)."""

    id: str = msgspec.field(name="_id")
    display_name: str | None = None

    def fact(self) -> Organization:
        """Return the organisation."""
        return Organization(id=self.id, name=self.display_name or "")


class _WireSettings(msgspec.Struct):
    name: Any = None


class WireOrganizationDetails(msgspec.Struct):
    """``/organizations/{id}``, of which we want the name."""

    settings: _WireSettings | None = None


class _WireKeyHash(msgspec.Struct, rename="camel"):
    expire_at: Any = None


class WireAdministrator(msgspec.Struct, rename="camel"):
    """``/users/getSelf``, whose shape is not documented (reference §2.2)."""

    email: str
    role: Any = None
    role_name: Any = None
    api_key_hash: _WireKeyHash | None = None

    def fact(self) -> Administrator:
        """Return the administrator."""
        return Administrator(
            email=self.email,
            role=text(self.role_name) or text(self.role),
            key_expires_at=moment(self.api_key_hash.expire_at) if self.api_key_hash else None,
        )


class WireTemplate(msgspec.Struct, rename="camel"):
    """An entry of ``/application-templates`` (reference §3.1)."""

    id: str = msgspec.field(name="_id")
    name: str
    display_name: str | None = None
    sso: WireSso | None = None
    sso_url: str | None = None
    keywords: list[Any] | None = None
    status: Any = None
    config: dict[str, Any] | None = None

    def fact(self) -> Template:
        """Return the template."""
        return Template(
            id=self.id,
            name=self.name,
            display_name=self.display_name or "",
            sso_type=(self.sso.type if self.sso else None) or "",
            sso_url=self.sso_url or "",
            keywords=tuple(word for word in self.keywords or () if isinstance(word, str)),
            status=text(self.status),
            config=self.config or {},
        )


class WireApplication(msgspec.Struct, rename="camel"):
    """An application (reference §3.2)."""

    id: str = msgspec.field(name="_id")
    name: str
    sso_url: str | None = None
    display_name: str | None = None
    display_label: str | None = None
    description: str | None = None
    active: bool | None = None
    sso: WireSso | None = None
    logo: WireLogo | None = None
    config: dict[str, Any] | None = None
    created: Any = None

    def fact(self) -> Application:
        """Return the application, its ``config`` as it came."""
        sso, config = self.sso or WireSso(), self.config or {}
        certificate = config.get("idpCertificate")
        return Application(
            id=self.id,
            name=self.name,
            label=self.display_label or "",
            sso_url=self.sso_url or "",
            display_name=self.display_name or "",
            description=self.description or "",
            active=bool(self.active),
            hidden=bool(sso.hidden),
            sso_type=sso.type or "",
            logo_color=(self.logo.color if self.logo else None) or "",
            config=config,
            certificate_text=text(certificate.get("value"))
            if isinstance(certificate, dict)
            else "",
            certificate_expires_at=moment(sso.idp_cert_expiration_at),
            created_at=moment(self.created),
        )


class WireGroup(msgspec.Struct, rename="camel"):
    """A user group (reference §6); the list leaves ``membershipMethod`` out."""

    id: str
    name: str
    description: str | None = None
    membership_method: Any = None

    def fact(self) -> Group:
        """Return the group."""
        method = text(self.membership_method)
        return Group(
            id=self.id,
            name=self.name,
            description=self.description or "",
            dynamic=method.startswith("DYNAMIC") if method else None,
        )


class WireObject(msgspec.Struct):
    """An end of a link in JumpCloud's graph."""

    id: str


class WireLink(msgspec.Struct):
    """A link in JumpCloud's graph (``GraphConnection``)."""

    to: WireObject


class WireUser(msgspec.Struct):
    """A JumpCloud user (reference §2.3)."""

    id: str = msgspec.field(name="_id")
    email: str | None = None
    username: str | None = None
    firstname: str | None = None
    lastname: str | None = None
    displayname: str | None = None
    state: str | None = None
    suspended: bool | None = None
    account_locked: bool | None = None
    password_expired: bool | None = None

    def fact(self) -> User:
        """Return the user, with the first thing that keeps them from signing in."""
        full_name = " ".join(part for part in (self.firstname, self.lastname) if part)
        return User(
            id=self.id,
            email=self.email or "",
            username=self.username or "",
            name=self.displayname or full_name,
            trouble=self._trouble(),
        )

    def _trouble(self) -> UserTrouble | None:
        # ``activated`` says nothing: it is false for people who do sign in (reference §2.3)
        if self.suspended or self.state == "SUSPENDED":
            return UserTrouble.SUSPENDED
        if self.state == "STAGED":
            return UserTrouble.STAGED
        if self.account_locked:
            return UserTrouble.LOCKED
        return UserTrouble.PASSWORD_EXPIRED if self.password_expired else None


class WireUsers(msgspec.Struct):
    """The answer of a search for users."""

    results: list[WireUser]


class _WireEventApplication(msgspec.Struct):
    id: str | None = None
    sso_url: str | None = None


class _WireInitiator(msgspec.Struct):
    id: str | None = None
    username: str | None = None


class WireEvent(msgspec.Struct):
    """An ``sso_auth`` event of Directory Insights (reference §12)."""

    id: str
    timestamp: datetime
    event_type: str
    initiated_by: _WireInitiator | None = None
    application: _WireEventApplication | None = None
    sso_token_success: bool | None = None
    error_message: str | None = None
    idp_initiated: bool | None = None

    def fact(self) -> SignInEvent:
        """Return the event. ``success`` is not read: it is empty on every one of them."""
        initiator = self.initiated_by or _WireInitiator()
        application = self.application or _WireEventApplication()
        aware = self.timestamp if self.timestamp.tzinfo else self.timestamp.replace(tzinfo=UTC)
        return SignInEvent(
            id=self.id,
            at=aware.astimezone(UTC),
            outcome=self._outcome(),
            user_id=initiator.id or "",
            username=initiator.username or "",
            application_id=application.id or "",
            sso_url=application.sso_url or "",
            idp_initiated=bool(self.idp_initiated),
            error_message=self.error_message or "",
        )

    def _outcome(self) -> SignInOutcome:
        if self.sso_token_success:
            return SignInOutcome.ISSUED
        return SignInOutcome.FAILED if self.error_message else SignInOutcome.STEP


def creation(request: ApplicationRequest) -> dict[str, Any]:
    """Return the body that creates an application (reference §3.3).

    ``active`` is sent, for JumpCloud leaves it off otherwise. Neither certificate nor key is:
    empty ones are answered with 503 (reference §3.6).
    """
    body: dict[str, Any] = {
        "active": True,
        "name": request.template,
        "displayName": request.template_display_name,
        "displayLabel": request.label,
        "description": request.description,
        "ssoUrl": request.sso_url,
        "sso": {"type": "saml", "hidden": request.hidden},
        "config": {key: {"value": value} for key, value in request.config.items()},
    }
    if request.logo_color:
        body["logo"] = {"color": request.logo_color}
    return body


def replacement(application: Application, *, active: bool, config: Any) -> dict[str, Any]:
    """Return the body that replaces an application's settings (reference §3.5).

    What is left out JumpCloud resets, so everything goes back, the tile's colour too where it has
    one; ``config`` has to be whole.
    """
    body: dict[str, Any] = {
        "active": active,
        "name": application.name,
        "displayName": application.display_name,
        "displayLabel": application.label,
        "description": application.description,
        "ssoUrl": application.sso_url,
        "sso": {"type": application.sso_type, "hidden": application.hidden},
        "config": dict(config),
    }
    if application.logo_color:
        body["logo"] = {"color": application.logo_color}
    return body
