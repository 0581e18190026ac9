"""Everything the sandbox knows, as plain records that a state file can hold.

The records are mutable: the sandbox plays two products whose state changes. Whoever changes one
calls :meth:`deskpro_sso_gui.practice.store.Store.save` afterwards.
"""

from datetime import datetime
from enum import StrEnum, unique
from typing import Any

import msgspec


@unique
class UserState(StrEnum):
    """How far a JumpCloud user's account is (API field ``state``)."""

    STAGED = "STAGED"
    ACTIVATED = "ACTIVATED"
    SUSPENDED = "SUSPENDED"


@unique
class MembershipMethod(StrEnum):
    """How people get into a JumpCloud user group (API field ``membershipMethod``)."""

    STATIC = "STATIC"
    DYNAMIC_AUTOMATED = "DYNAMIC_AUTOMATED"


@unique
class Interface(StrEnum):
    """The side of DeskPRO that a sign-in source lets people into."""

    AGENTS = "agents"
    USERS = "users"


@unique
class SsoMethod(StrEnum):
    """What DeskPRO does with a sign-in source: a button, or a redirect of everybody."""

    DISABLED = "disabled"
    AUTOMATIC = "automatic"


class Organization(msgspec.Struct, kw_only=True):
    """A JumpCloud organisation.

    Attributes:
        id: 24 hexadecimal digits.
        name: also the O of every certificate JumpCloud makes.
        created: when it was founded, UTC.
    """

    id: str
    name: str
    created: datetime


class Administrator(msgspec.Struct, kw_only=True):
    """The JumpCloud administrator, with an API key and a service account."""

    id: str
    email: str
    firstname: str
    lastname: str
    role: str
    api_key: str
    api_key_created: datetime
    api_key_expires: datetime
    client_id: str
    client_secret: str


class User(msgspec.Struct, kw_only=True):
    """A JumpCloud user: somebody who can sign in, not an administrator."""

    id: str
    email: str
    username: str
    firstname: str
    lastname: str
    displayname: str
    password: str
    created: datetime
    description: str = ""
    state: UserState = UserState.ACTIVATED
    suspended: bool = False
    account_locked: bool = False
    password_expired: bool = False
    mfa_required: bool = False

    @property
    def is_usable(self) -> bool:
        """Whether JumpCloud lets this user sign in to anything."""
        return (
            self.state is UserState.ACTIVATED
            and not self.suspended
            and not self.account_locked
            and not self.password_expired
        )


class Group(msgspec.Struct, kw_only=True):
    """A JumpCloud user group."""

    id: str
    name: str
    description: str = ""
    membership_method: MembershipMethod = MembershipMethod.STATIC
    member_ids: list[str] = []


class Application(msgspec.Struct, kw_only=True):
    """A JumpCloud SSO application.

    Attributes:
        id: 24 hexadecimal digits.
        name: the connector it was made from (``deskpro``, ``saml2``), not its label.
        display_name: the connector's own name.
        display_label: the name administrators and users see.
        sso_url: the IdP URL exactly as it was given; people sign in at the end of its path.
        active: whether people can sign in.
        hidden: whether its tile is kept out of the user console.
        logo_color: the tile's colour, where no picture was uploaded.
        logo_image: the tile's picture, shown at ``/logos/<id>`` of JumpCloud; empty without one.
        logo_media_type: its kind, ``image/png`` or the like.
        created: when, UTC.
        values: the setting's key (``acsUrl`` …) to its value; only the keys that the connector
            has. Certificate and private key are not among them.
        foreign: entries of ``config`` that this sandbox does not know, whole: JumpCloud has keys
            that are in no description. What a PUT leaves out of them is gone.
        certificate_value: what the API shows as ``config.idpCertificate.value``: base64 of the
            PEM text, or whatever a client stored.
        certificate_pem: the certificate JumpCloud signs with, PEM; empty when
            ``certificate_value`` can't be read.
        private_key_pem: its key, PKCS #8 PEM, unencrypted; empty after a certificate was
            uploaded without its key.
        certificate_created: start of the certificate's life, UTC.
        certificate_expires: its end, UTC.
        group_ids: the bound user groups.
        metadata_token: the opaque end of the public metadata address.
    """

    id: str
    name: str
    display_name: str
    display_label: str
    sso_url: str
    created: datetime
    description: str = ""
    active: bool = False
    hidden: bool = False
    sso_type: str = "saml"
    logo_color: str | None = None
    logo_image: bytes = b""
    logo_media_type: str = ""
    values: dict[str, Any] = {}
    foreign: dict[str, Any] = {}
    certificate_value: str = ""
    certificate_pem: str = ""
    private_key_pem: str = ""
    certificate_created: datetime | None = None
    certificate_expires: datetime | None = None
    group_ids: list[str] = []
    metadata_token: str

    def value(self, key: str, default: Any = None) -> Any:
        """Return the setting ``key``, or ``default`` where it is absent, ``None`` or empty."""
        found = self.values.get(key)
        return default if found in (None, "") else found

    @property
    def suffix(self) -> str:
        """The end of the IdP URL, which names the application at sign-in."""
        return self.sso_url.rstrip("/").rpartition("/")[2]


class Event(msgspec.Struct, kw_only=True):
    """A JumpCloud Directory Insights event about one sign-in attempt.

    Attributes:
        timestamp: UTC, ISO 8601 with nanoseconds and ``Z``, as JumpCloud writes it.
        user_id: empty where nobody was recognised.
        username: what the user is called in JumpCloud.
        application_id: empty where JumpCloud could not tell the application.
        sso_url: always there, also when ``application_id`` is not.
        idp_initiated: began at the user console's tile rather than at the service.
        sso_token_success: JumpCloud issued an assertion.
        error_message: empty on success, and on the step before a second factor.
        mfa: a second factor was asked for.
    """

    id: str
    timestamp: str
    event_type: str = "sso_auth"
    user_id: str = ""
    username: str = ""
    email: str = ""
    application_id: str = ""
    application_name: str = ""
    application_label: str = ""
    sso_url: str = ""
    idp_initiated: bool = False
    sso_token_success: bool = False
    error_message: str = ""
    mfa: bool = False
    client_ip: str = "127.0.0.1"


class Agent(msgspec.Struct, kw_only=True):
    """Somebody with an account in DeskPRO."""

    id: int
    email: str
    name: str
    password: str
    is_admin: bool = False


class SignInSource(msgspec.Struct, kw_only=True):
    """A SAML app in DeskPRO's *Auth & SSO*.

    Attributes:
        id: the number in its ACS and entity ID addresses, given by DeskPRO when it is added.
        certificate_pem: what was uploaded; empty until then.
        fingerprint: SHA-1, as typed.
        idp_entity_id: found in JumpCloud's metadata; empty where that could not be read.
        installed: whether *Install App* has been pressed.
    """

    id: int
    interface: Interface
    title: str = "SAML"
    is_enabled: bool = False
    sso_method: SsoMethod = SsoMethod.DISABLED
    single_sign_on_url: str = ""
    single_log_off_url: str = ""
    metadata_url: str = ""
    metadata_xml: str = ""
    certificate_pem: str = ""
    fingerprint: str = ""
    idp_entity_id: str = ""
    name_id_format: str = ""
    sign_request: bool = False
    login_button_text: str = ""
    installed: bool = False


class Helpdesk(msgspec.Struct, kw_only=True):
    """DeskPRO. Sessions are not part of it: they are kept in memory.

    Attributes:
        users: people of the help centre, each made at the first sign-in.
        request_key_pem: signs requests where a source asks for that; empty until one does.
        request_certificate_pem: its certificate.
        api_key: of the first administrator, ``<id>:<code>``.
        superuser_key: acts for the agent that a header names.
    """

    url: str = ""
    agents: list[Agent] = []
    users: list[Agent] = []
    request_key_pem: str = ""
    request_certificate_pem: str = ""
    sources: list[SignInSource] = []
    next_source_id: int = 3
    api_key: str = ""
    superuser_key: str = ""


class World(msgspec.Struct, kw_only=True):
    """Both products, and where they answer.

    Attributes:
        version: of this record's shape.
        organization: the one with the people and applications.
        further_organizations: others that the key sees, as a provider's does; they are empty.
        jumpcloud_origin: set at each start, ``http://127.0.0.1:PORT``.
        deskpro_origin: set at each start, ``http://localhost:PORT``.
    """

    version: int = 1
    organization: Organization
    administrator: Administrator
    users: dict[str, User] = {}
    groups: dict[str, Group] = {}
    applications: dict[str, Application] = {}
    events: list[Event] = []
    helpdesk: Helpdesk
    further_organizations: list[Organization] = []
    jumpcloud_origin: str = ""
    deskpro_origin: str = ""
