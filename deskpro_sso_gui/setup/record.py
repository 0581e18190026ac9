"""The one truth about a set-up: an immutable record, saved as JSON.

It holds no secret: keys are in the keyring, under the origin they are for. What does not fit is
refused as a whole, so that a damaged or foreign file changes nothing.
"""

from enum import StrEnum, unique
from hashlib import sha256
from typing import Annotated, Final
from uuid import uuid4

import msgspec

from deskpro_sso_gui.setup.facts import Region, User
from deskpro_sso_gui.setup.parts import (
    Access,
    Account,
    ApplicationState,
    AppliedSettings,
    ByHand,
    CertificateState,
    DeskproAccounts,
    DeskproSettings,
    Export,
    Helpdesk,
    Identifier,
    Line,
    MetadataState,
    Moment,
    Part,
    ServiceProvider,
)
from deskpro_sso_gui.setup.provenance import Opened
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.trials import Validation
from deskpro_sso_gui.setup.values import CONSOLE_URLS, STAGE_INPUTS, Value

VERSION: Final = 1


class SetupRecord(Part, frozen=True, kw_only=True):
    """Everything that is known to be so about one set-up.

    Attributes:
        id: names it on disk, in the keyring and in the journal.
        name: what the admin calls it; the helpdesk's host until she does.
        practice: made in the sandbox; it never meets a real credential.
        created_at, changed_at: aware, UTC.
        opened: it came from somebody else's file, which said this; None for one that began here.
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
    accounts: DeskproAccounts | None = None
    application: ApplicationState | None = None
    service_provider: ServiceProvider | None = None
    applied: AppliedSettings | None = None
    certificate: CertificateState | None = None
    metadata: MetadataState | None = None
    deskpro: DeskproSettings | None = None
    access: Access | None = None
    validation: Validation = Validation()
    exports: tuple[Export, ...] = ()
    opened: Opened | None = None
    by_hand: ByHand = ByHand()

    @property
    def confirmed(self) -> bool:
        """Say whether JumpCloud may be changed: no address is only a file's word any more."""
        if self.opened is None:
            return True
        return self.helpdesk is not None and not self.opened.pending

    @property
    def region(self) -> Region | None:
        """Where the organisation is: as the key showed, or as the admin told; None until then."""
        if self.account is not None and not self.by_hand.without_key:
            return self.account.region
        return self.by_hand.region

    @property
    def knows_jumpcloud(self) -> bool:
        """Say whether it is settled how JumpCloud is worked with: by a key, or by hand."""
        if self.by_hand.without_key:
            return self.by_hand.region is not None
        return self.account is not None

    def is_by_hand(self, stage: StageId) -> bool:
        """Say whether the admin does the JumpCloud part of ``stage`` herself."""
        return self.by_hand.without_key or stage in self.by_hand.stages

    @property
    def slo_url(self) -> str:
        """DeskPRO's *Single Log Off URL*: JumpCloud's console, which is only a landing page.

        In practice it is the sandbox's, for nothing leaves this computer then.
        """
        if self.practice and self.application:
            origin, _, _ = self.application.idp_url.partition("/saml2/")
            return f"{origin}/userconsole/"
        return f"{CONSOLE_URLS[self.region or Region.US]}/userconsole/"

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
        if self.region is not None:
            known[Value.SLO_URL] = self.slo_url
        if self.application:
            # an organisation knows its applications by these, too (reference/jumpcloud-api.md §5)
            known[Value.APPLICATION] = self.application.id or self.application.idp_url
            known[Value.IDP_URL] = self.application.idp_url
            known[Value.IDP_ENTITY_ID] = self.application.idp_entity_id
        if self.service_provider:
            known[Value.SP_ENTITY_ID] = self.service_provider.sp_entity_id
            known[Value.ACS_URL] = self.service_provider.acs_url
        if self.certificate:
            known[Value.CERTIFICATE] = self.certificate.sha256
        if self.metadata:
            known[Value.METADATA_URL] = self.metadata.url
        if self.validation.app_changed_at:
            known[Value.APP_CHANGED] = self.validation.app_changed_at.isoformat()
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
