"""The one truth about a set-up: an immutable record, saved as JSON.

It holds no secret: keys are in the keyring, under the origin they are for. What does not fit is
refused as a whole, so that a damaged or foreign file changes nothing.
"""

import re
from datetime import datetime
from enum import StrEnum, unique
from hashlib import sha256
from typing import Annotated, Final
from uuid import uuid4

import msgspec

from deskpro_sso_gui.setup.facts import (
    Administrator,
    Generation,
    Interface,
    Organization,
    Region,
    SsoMethod,
    User,
)
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.values import CONSOLE_URLS, STAGE_INPUTS, Basis, Value

VERSION: Final = 1

LINE_LENGTH: Final = 2048

Line = Annotated[str, msgspec.Meta(max_length=LINE_LENGTH, pattern=r"^[^\x00-\x1f\x7f]*\Z")]
"""One line of text: no control characters, at most 2,048 characters."""

Identifier = Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z_-]{1,64}\Z")]
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


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A part of the record: frozen, and strict about what it reads."""


class Helpdesk(_Part, frozen=True, kw_only=True):
    """Where the helpdesk lives, as normalised, and what it says of itself."""

    url: Line
    interface: Interface = Interface.AGENTS
    generation: Generation = Generation.HORIZON
    is_deskpro: bool = False
    reported_url: Line = ""


@unique
class CredentialKind(StrEnum):
    """How we show JumpCloud who we are."""

    API_KEY = "api-key"
    SERVICE_ACCOUNT = "service-account"


class Account(_Part, frozen=True, kw_only=True):
    """The JumpCloud side of *Before you start*. The key itself is in the keyring."""

    region: Region
    credential: CredentialKind = CredentialKind.API_KEY
    organization: Organization
    several_organizations: bool = False
    administrator: Administrator = Administrator()


class ApplicationState(_Part, frozen=True, kw_only=True):
    """The application in JumpCloud, as read back.

    Attributes:
        made_here: this program created it.
        lacks: settings we want that this connector does not have.
    """

    id: Identifier
    label: Line
    template: Line
    idp_url: Line
    idp_entity_id: Line = ""
    description: Line = ""
    hidden: bool = False
    made_here: bool = False
    lacks: tuple[Line, ...] = ()
    basis: Basis = msgspec.field(default_factory=dict)


class ServiceProvider(_Part, frozen=True, kw_only=True):
    """What DeskPRO's *SAML Details* show.

    Attributes:
        source_id: the number DeskPRO assigned, None where the addresses show none.
        metadata_read: DeskPRO's own metadata was read and says the same.
    """

    sp_entity_id: Line
    acs_url: Line
    source_id: int | None = None
    metadata_read: bool = False
    basis: Basis = msgspec.field(default_factory=dict)


class AppliedSettings(_Part, frozen=True, kw_only=True):
    """JumpCloud's settings are as planned; ``changed`` says how many had to be written."""

    at: Moment
    changed: int = 0
    basis: Basis = msgspec.field(default_factory=dict)


@unique
class Origin(StrEnum):
    """Where a certificate or a metadata document came from."""

    JUMPCLOUD = "jumpcloud"
    FILE = "file"
    ADDRESS = "address"


class CertificateState(_Part, frozen=True, kw_only=True):
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


class MetadataState(_Part, frozen=True, kw_only=True):
    """JumpCloud's metadata, as DeskPRO will read it; ``url`` is empty where only a file is."""

    url: Line = ""
    source: Origin
    entity_id: Line
    idp_url: Line
    certificate_sha256: Fingerprint
    redirect_declared: bool = False
    public: bool = False
    basis: Basis = msgspec.field(default_factory=dict)


class DeskproSettings(_Part, frozen=True, kw_only=True):
    """What the admin told us she filled in, and what DeskPRO lets us see of it.

    Attributes:
        ticked: names of the steps she ticked.
        saved: she says that everything is saved; the stage is done then.
        source_seen: DeskPRO lists the sign-in source as enabled; None when it can't be asked.
        request_agrees: the sign-in request DeskPRO really sends fits; None when not seen.
        differences: names of the values in that request that don't fit.
        found: what that request says for each of them.
        login_url: where DeskPRO starts the sign-in, empty when unknown.
    """

    ticked: frozenset[Line] = frozenset()
    saved: bool = False
    source_seen: bool | None = None
    request_agrees: bool | None = None
    differences: tuple[Value, ...] = ()
    found: Basis = msgspec.field(default_factory=dict)
    login_url: Line = ""
    basis: Basis = msgspec.field(default_factory=dict)


class BoundGroup(_Part, frozen=True, kw_only=True):
    """A user group whose members may use the application."""

    id: Identifier
    name: Line
    members: int | None = None
    made_here: bool = False


class Access(_Part, frozen=True, kw_only=True):
    """Who gets in. ``people`` counts users that reach the application; None when not known."""

    groups: tuple[BoundGroup, ...] = ()
    people: int | None = None
    tester_included: bool | None = None
    basis: Basis = msgspec.field(default_factory=dict)


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


class Trial(_Part, frozen=True, kw_only=True):
    """One sign-in that was tried, in its two halves.

    Attributes:
        started_at: when the admin was told to go ahead.
        issued_at: when JumpCloud issued the sign-in; None until then.
        issued_by: what tells us so.
        accepted_at: when DeskPRO let the person in; None until then.
        accepted_by: what tells us so.
        signed_in_as: the name DeskPRO showed.
        failure: JumpCloud's own words when it refused.
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
    basis: Basis = msgspec.field(default_factory=dict)

    @property
    def proven(self) -> bool:
        """Say whether both halves are there."""
        return self.issued_at is not None and self.accepted_at is not None


class Validation(_Part, frozen=True, kw_only=True):
    """The sign-ins tried and what DeskPRO does now.

    Attributes:
        sso_method: DeskPRO's *SSO Method* as the admin last told us.
        stays_with_button: she chose not to switch to *Automatic*; a finished set-up too.
    """

    trials: tuple[Trial, ...] = ()
    sso_method: SsoMethod = SsoMethod.DISABLED
    stays_with_button: bool = False

    def trial(self, flow: Flow) -> Trial | None:
        """Return the last trial of ``flow``, None when it was never tried."""
        return next((trial for trial in reversed(self.trials) if trial.flow is flow), None)


class Export(_Part, frozen=True, kw_only=True):
    """A summary that was written.

    Attributes:
        of: ``SetupRecord.digest`` of what it tells; empty where that was not noted.
    """

    at: Moment
    folder: Line
    files: tuple[FileName, ...]
    of: Line = ""
    basis: Basis = msgspec.field(default_factory=dict)


class SetupRecord(_Part, frozen=True, kw_only=True):
    """Everything that is known to be so about one set-up.

    Attributes:
        id: names it on disk, in the keyring and in the journal.
        name: what the admin calls it; the helpdesk's host until she does.
        practice: made in the sandbox; it never meets a real credential.
        created_at, changed_at: aware, UTC.
    """

    version: Annotated[int, msgspec.Meta(ge=1)] = VERSION
    id: Identifier = msgspec.field(default_factory=lambda: uuid4().hex)
    name: Line = ""
    practice: bool = False
    created_at: Moment
    changed_at: Moment
    helpdesk: Helpdesk | None = None
    account: Account | None = None
    tester: User | None = None
    application: ApplicationState | None = None
    service_provider: ServiceProvider | None = None
    applied: AppliedSettings | None = None
    certificate: CertificateState | None = None
    metadata: MetadataState | None = None
    deskpro: DeskproSettings | None = None
    access: Access | None = None
    validation: Validation = Validation()
    exports: tuple[Export, ...] = ()

    @property
    def slo_url(self) -> str:
        """DeskPRO's *Single Log Off URL*: JumpCloud's console, which is only a landing page.

        In practice it is the sandbox's, for nothing leaves this computer then.
        """
        if self.practice and self.application:
            origin, _, _ = self.application.idp_url.partition("/saml2/")
            return f"{origin}/userconsole/"
        region = self.account.region if self.account else Region.US
        return f"{CONSOLE_URLS[region]}/userconsole/"

    def digest(self) -> str:
        """Return a fingerprint of all a summary tells: everything but that summaries were written.

        The same in every process, whatever order its sets have there.
        """
        told = msgspec.structs.replace(self, exports=(), changed_at=self.created_at)
        return sha256(msgspec.json.encode(told, order="deterministic")).hexdigest()

    def values(self) -> dict[Value, str]:
        """Return the carried values of now; those not known yet are left out."""
        known: dict[Value, str] = {}
        if self.helpdesk:
            known[Value.HELPDESK_URL] = self.helpdesk.url
            known[Value.INTERFACE] = self.helpdesk.interface.value
        if self.account:
            known[Value.ORGANIZATION] = self.account.organization.id
            known[Value.SLO_URL] = self.slo_url
        if self.application:
            known[Value.APPLICATION] = self.application.id
            known[Value.IDP_URL] = self.application.idp_url
            known[Value.IDP_ENTITY_ID] = self.application.idp_entity_id
        if self.service_provider:
            known[Value.SP_ENTITY_ID] = self.service_provider.sp_entity_id
            known[Value.ACS_URL] = self.service_provider.acs_url
        if self.certificate:
            known[Value.CERTIFICATE] = self.certificate.sha256
        if self.metadata:
            known[Value.METADATA_URL] = self.metadata.url
        return {value: text for value, text in known.items() if text}

    def basis(self, stage: StageId) -> dict[Value, str]:
        """Return the values ``stage`` rests on, as they are now."""
        now = self.values()
        return {value: now[value] for value in STAGE_INPUTS[stage] if value in now}


@unique
class RecordFault(StrEnum):
    """Why a set-up file was refused."""

    DOES_NOT_FIT = "does-not-fit"
    NEWER_VERSION = "newer-version"


class RecordError(ValueError):
    """A set-up file was refused; ``fault`` says why."""

    def __init__(self, fault: RecordFault) -> None:
        """Refuse for the reason ``fault``."""
        super().__init__(fault.value)
        self.fault = fault


class _Header(msgspec.Struct):
    version: int


def encode(record: SetupRecord) -> bytes:
    """Return the record as indented JSON, UTF-8."""
    # version is written although it is the default: it is what a reader looks at first
    document = {"version": record.version, **msgspec.to_builtins(record)}
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def decode(data: bytes) -> SetupRecord:
    """Read a record from the JSON that ``encode`` writes.

    Raises:
        RecordError: it is no set-up file, it is damaged, or a newer version wrote it.
    """
    try:
        header = msgspec.json.decode(data, type=_Header)
        if header.version > VERSION:
            raise RecordError(RecordFault.NEWER_VERSION)
        return msgspec.json.decode(data, type=SetupRecord)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RecordError(RecordFault.DOES_NOT_FIT) from error
