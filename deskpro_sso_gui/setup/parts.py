"""The parts of a set-up's record: frozen, and strict about what they read."""

import re
from datetime import datetime
from enum import StrEnum, unique
from typing import Annotated, Final

import msgspec

from deskpro_sso_gui.setup.facts import (
    Administrator,
    Generation,
    Interface,
    Organization,
    Region,
)
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.values import Basis

LINE_LENGTH: Final = 2048

Line = Annotated[str, msgspec.Meta(max_length=LINE_LENGTH, pattern=r"^[^\x00-\x1f\x7f]*\Z")]
"""One line of text: no control characters, at most 2,048 characters."""

Identifier = Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z_-]{1,64}\Z")]
PerhapsIdentifier = Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z_-]{0,64}\Z")]
"""Empty where only the admin's word is known: without a key JumpCloud tells nobody its ids."""

Fingerprint = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]
FileName = Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z][0-9A-Za-z._-]{0,99}\Z")]
"""A file's name without a folder, for the window offers to open it."""

Pem = Annotated[str, msgspec.Meta(max_length=65536, pattern=r"^-----BEGIN CERTIFICATE-----\n")]

_NOT_ONE_LINE: Final = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def one_line(text: str) -> str:
    """Return ``text`` from outside as a ``Line``, so that it is never why a record is refused.

    Line breaks and tabs become blanks, other control characters U+FFFD.
    """
    return _NOT_ONE_LINE.sub("\ufffd", re.sub(r"[\t\n\r]+", " ", text))[:LINE_LENGTH]


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A part of the record: frozen, and strict about what it reads."""


class Helpdesk(Part, frozen=True, kw_only=True):
    """Where the helpdesk lives, as normalised, and what it says of itself.

    Attributes:
        keeps_url: the admin was asked, and ``url`` is right although it calls itself otherwise.
    """

    url: Line
    interface: Interface = Interface.AGENTS
    generation: Generation = Generation.HORIZON
    is_deskpro: bool = False
    reported_url: Line = ""
    keeps_url: bool = False


@unique
class CredentialKind(StrEnum):
    """How we show JumpCloud who we are."""

    API_KEY = "api-key"
    SERVICE_ACCOUNT = "service-account"


class Account(Part, frozen=True, kw_only=True):
    """The JumpCloud side of *Before you start*. The key itself is in the keyring."""

    region: Region
    credential: CredentialKind = CredentialKind.API_KEY
    organization: Organization
    several_organizations: bool = False
    administrator: Administrator = Administrator()


class ApplicationState(Part, frozen=True, kw_only=True):
    """The application in JumpCloud, as read back.

    Attributes:
        id: JumpCloud's own; empty where the admin made it by hand and no key may see it.
        made_here: this program created it.
        lacks: settings we want that this connector does not have.
        picture: SHA-256 of the picture we put on its tile; None where we put none.
    """

    id: PerhapsIdentifier
    label: Line
    template: Line
    idp_url: Line
    idp_entity_id: Line = ""
    description: Line = ""
    hidden: bool = False
    made_here: bool = False
    picture: Fingerprint | None = None
    lacks: tuple[Line, ...] = ()
    basis: Basis = msgspec.field(default_factory=dict)

    @property
    def by_hand(self) -> bool:
        """Say whether it is the admin's word alone; JumpCloud was not asked."""
        return not self.id


class ServiceProvider(Part, frozen=True, kw_only=True):
    """What DeskPRO's *SAML Details* show.

    Attributes:
        source_id: the number DeskPRO assigned, None where the addresses show none.
        metadata_read: DeskPRO's own metadata was read and says the same.
        signs_requests, wants_signed: what that metadata says of signatures: that DeskPRO signs
            its requests, and that it wants JumpCloud's message signed; None where it was not read.
    """

    sp_entity_id: Line
    acs_url: Line
    source_id: int | None = None
    metadata_read: bool = False
    signs_requests: bool | None = None
    wants_signed: bool | None = None
    basis: Basis = msgspec.field(default_factory=dict)


class AppliedSettings(Part, frozen=True, kw_only=True):
    """JumpCloud's settings are as planned; ``changed`` says how many had to be written.

    ``by_hand``: the admin says that she set them; JumpCloud was not asked.
    """

    at: Moment
    changed: int = 0
    by_hand: bool = False
    basis: Basis = msgspec.field(default_factory=dict)


@unique
class Origin(StrEnum):
    """Where a certificate or a metadata document came from."""

    JUMPCLOUD = "jumpcloud"
    FILE = "file"
    ADDRESS = "address"


class CertificateState(Part, frozen=True, kw_only=True):
    """The certificate DeskPRO is to be given. Dates are aware, UTC.

    Attributes:
        matches_jumpcloud: equal to the one JumpCloud holds; None when nothing to compare with.
        matches_metadata: equal to the one in the metadata; None when there is none yet.
    """

    pem: Pem
    sha256: Fingerprint
    sha1: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{40}\Z")]
    subject: Line
    organization: Line = ""
    key: Line = ""
    not_before: Moment
    not_after: Moment
    source: Origin
    repairs: tuple[Line, ...] = ()
    matches_jumpcloud: bool | None = None
    matches_metadata: bool | None = None
    basis: Basis = msgspec.field(default_factory=dict)


class MetadataState(Part, frozen=True, kw_only=True):
    """JumpCloud's metadata, as DeskPRO will read it; ``url`` is empty where only a file is."""

    url: Line = ""
    source: Origin
    entity_id: Line
    idp_url: Line
    certificate_sha256: Fingerprint
    redirect_declared: bool = False
    public: bool = False
    basis: Basis = msgspec.field(default_factory=dict)


class NamedValue(Part, frozen=True, kw_only=True):
    """A value that the words of a finding name."""

    name: Line
    text: Line


class Noticed(Part, frozen=True, kw_only=True):
    """A finding of the diagnosis as it is kept: its words are made when it is shown.

    Attributes:
        condition, variant: as in the diagnosis' catalogue.
        level: how sure it is, by the catalogue's letter.
        stage: the page to put it right on.
        saw, expected: the two values to set side by side, where there are two.
        values: what the words name besides.
    """

    condition: Line
    variant: Line = ""
    level: Line
    stage: StageId
    saw: Line = ""
    expected: Line = ""
    values: tuple[NamedValue, ...] = ()


class DeskproSettings(Part, frozen=True, kw_only=True):
    """What the admin told us she filled in, and what DeskPRO lets us see of it.

    Attributes:
        ticked: names of the steps she ticked.
        saved: she says that everything is saved; the stage is done then.
        source_seen: DeskPRO lists the sign-in source as enabled; None when it can't be asked.
        request_agrees: the sign-in request DeskPRO really sends fits; None when not seen.
        noticed: what that request shows, the worst first; also what is only worth knowing.
        login_url: where DeskPRO starts the sign-in, empty when unknown.
    """

    ticked: frozenset[Line] = frozenset()
    saved: bool = False
    source_seen: bool | None = None
    request_agrees: bool | None = None
    noticed: tuple[Noticed, ...] = ()
    login_url: Line = ""
    basis: Basis = msgspec.field(default_factory=dict)


class BoundGroup(Part, frozen=True, kw_only=True):
    """A user group whose members may use the application."""

    id: PerhapsIdentifier
    name: Line
    members: int | None = None
    made_here: bool = False


class Access(Part, frozen=True, kw_only=True):
    """Who gets in. ``people`` counts users that reach the application; None when not known.

    ``by_hand``: the admin says so; JumpCloud was not asked.
    """

    groups: tuple[BoundGroup, ...] = ()
    people: int | None = None
    tester_included: bool | None = None
    by_hand: bool = False
    application_active: bool | None = None
    basis: Basis = msgspec.field(default_factory=dict)

    @property
    def group_keys(self) -> frozenset[str]:
        """What tells its groups from others: their ids, or the names where no key told an id."""
        return frozenset(group.id or group.name for group in self.groups)


class Export(Part, frozen=True, kw_only=True):
    """A summary that was written.

    Attributes:
        of: ``SetupRecord.digest`` of what it tells; empty where that was not noted.
    """

    at: Moment
    folder: Line
    files: tuple[FileName, ...]
    of: Line = ""
    basis: Basis = msgspec.field(default_factory=dict)


@unique
class PortalLabels(StrEnum):
    """Which words JumpCloud's Admin Portal uses; they moved (reference/conditions.md, Traps 14)."""

    NEW = "new"
    OLD = "old"


@unique
class Connector(StrEnum):
    """Which entry of JumpCloud's catalogue the app is made from (reference/jumpcloud-api.md §3.1).

    ``CUSTOM`` is known to have every setting we want; what DeskPRO's own has is not known.
    """

    CUSTOM = "custom"
    DESKPRO = "deskpro"


class ByHand(Part, frozen=True, kw_only=True):
    """What the admin does in JumpCloud's Admin Portal herself.

    Attributes:
        without_key: all of it; no key is used even if one is kept.
        stages: those she does by hand although there is a key. *Before you start* means that she
            names the tester.
        region: where she says her JumpCloud is; None until then.
        organization: what she says it is called; may stay empty.
        labels: the words her portal uses.
        connector: what she makes the app from.
    """

    without_key: bool = False
    stages: frozenset[StageId] = frozenset()
    region: Region | None = None
    organization: Line = ""
    labels: PortalLabels = PortalLabels.NEW
    connector: Connector = Connector.CUSTOM


class DeskproAccounts(Part, frozen=True, kw_only=True):
    """What is known of the accounts in DeskPRO of whoever tries the sign-in, and of the admin.

    Attributes:
        by_key: DeskPRO was asked with an API key; otherwise the admin said so.
        acts_for: for a Superuser key, the id of the agent it acts for.
        tester: the e-mail address this was said of.
        tester_is_agent, owner_is_admin: None where nobody knows.
        tester_is_known: DeskPRO has an account with that address.
        owner: whose key it is, as DeskPRO calls them.
    """

    by_key: bool = False
    acts_for: int | None = None
    tester: Line = ""
    tester_is_agent: bool | None = None
    tester_is_known: bool = True
    tester_disabled: bool = False
    owner: Line = ""
    owner_is_admin: bool | None = None
