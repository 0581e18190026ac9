"""What there is to judge: facts of all files together, and what to compare them with."""

from collections.abc import Callable, Iterator
from datetime import datetime
from enum import StrEnum, unique
from typing import TypeAlias

import msgspec

from deskpro_sso_gui.diagnosis.expectations import Expectations
from deskpro_sso_gui.diagnosis.finding import Finding
from deskpro_sso_gui.saml.conversation import Conversation
from deskpro_sso_gui.saml.details import FileDetails
from deskpro_sso_gui.saml.facts import (
    AuthnRequest,
    CertificateBundle,
    CertificateFacts,
    DecodeStep,
    IdpMetadata,
    Kind,
    SamlResponse,
    SignatureFacts,
    SpMetadata,
)
from deskpro_sso_gui.saml.faults import SamlError
from deskpro_sso_gui.saml.transport import Transport

Facts: TypeAlias = (
    CertificateFacts
    | CertificateBundle
    | IdpMetadata
    | SpMetadata
    | AuthnRequest
    | SamlResponse
    | Conversation
)


@unique
class Purpose(StrEnum):
    """What a file was given for, where the person said so by where they dropped it."""

    CERTIFICATE = "certificate"
    METADATA = "metadata"


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What one file turned out to be.

    Attributes:
        name: the file's own name without its folder, empty when there is none.
        size: how many bytes were given.
        facts: what was read, None for a kind that is not read or when reading failed.
        error: why reading failed.
        details: what is told of a kind that is not read.
        xml, steps: a message's document, to check signatures in, and the layers taken off.
        transport: what stood beside a message.
        purpose: what it was given for, None where any file may stand.
    """

    kind: Kind
    name: str = ""
    size: int = 0
    facts: Facts | None = None
    error: SamlError | None = None
    details: FileDetails | None = None
    xml: bytes = b""
    steps: tuple[DecodeStep, ...] = ()
    transport: Transport | None = None
    purpose: Purpose | None = None


class SentRequest(msgspec.Struct, frozen=True, kw_only=True):
    """DeskPRO's request and how it came to JumpCloud.

    Attributes:
        steps: the layers taken off, empty where they are not known.
        sent_to: the address it went to, without parameters; empty where that is not known.
        relay_state: None where there was none, or where ``sent_to`` is not known.
        signed: it carries a signature, inside or beside it.
        escaped: its parameters were joined by ``&amp;``.
        refused: JumpCloud answered it with an error, and not that there is no such app.
        sent_at: when it was sent, by JumpCloud's clock where a recording has that, else by this
            computer's.
    """

    request: AuthnRequest
    steps: tuple[DecodeStep, ...] = ()
    sent_to: str = ""
    relay_state: str | None = None
    signed: bool = False
    escaped: bool = False
    refused: bool = False
    sent_at: datetime | None = None


@unique
class KeySource(StrEnum):
    """Where the key came from that signatures were checked with."""

    CERTIFICATE = "certificate"
    METADATA = "metadata"
    MESSAGE = "message"


class ResponseEvidence(msgspec.Struct, frozen=True, kw_only=True):
    """A sign-in message and what came of its signatures.

    Attributes:
        certificate: the one given, or the metadata's; None when there is neither.
        signatures: checked with ``certificate``, or with the message's own where it is None.
        own_signatures: the same signatures checked with the certificate that each carries.
        asked: DeskPRO's request that came before it in the same recording.
        posted_to: the address it was posted to in a recording, empty when it was not.
        posted_at: when it was posted, by DeskPRO's clock where the recording has that.
        from_capture: it comes from a recording that began before it, so that what is not there
            did not happen.
    """

    response: SamlResponse
    key_source: KeySource
    certificate: CertificateFacts | None
    signatures: tuple[SignatureFacts, ...]
    own_signatures: tuple[SignatureFacts, ...]
    asked: AuthnRequest | None = None
    posted_to: str = ""
    posted_at: datetime | None = None
    from_capture: bool = False

    @property
    def is_good(self) -> bool:
        """There is a signature, and every one is good."""
        return bool(self.signatures) and all(found.good for found in self.signatures)


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """All that is known.

    Attributes:
        now: the present time, aware, for the dates of certificates.
        files: every file in the order given, with those that could not be read.
        sent_requests: ``requests``, and those of recordings, with how each was sent.
    """

    expectations: Expectations
    now: datetime
    files: tuple[Reading, ...] = ()
    certificates: tuple[CertificateFacts, ...] = ()
    idp_metadata: tuple[IdpMetadata, ...] = ()
    sp_metadata: tuple[SpMetadata, ...] = ()
    responses: tuple[ResponseEvidence, ...] = ()
    requests: tuple[AuthnRequest, ...] = ()
    conversations: tuple[Conversation, ...] = ()
    sent_requests: tuple[SentRequest, ...] = ()

    @property
    def all_certificates(self) -> tuple[CertificateFacts, ...]:
        """The certificate files and the expected certificate, each once."""
        expected = self.expectations.certificate
        every = (*((expected,) if expected else ()), *self.certificates)
        return tuple({certificate.sha256: certificate for certificate in every}.values())

    @property
    def moment(self) -> datetime:
        """The time that certificates are judged at: the given one, else the present."""
        return self.expectations.now or self.now

    @property
    def published(self) -> frozenset[str]:
        """The fingerprints (SHA-256) of the certificates in JumpCloud's metadata."""
        return frozenset(
            certificate.sha256
            for metadata in self.all_idp_metadata
            for certificate in metadata.certificates
        )

    @property
    def all_idp_metadata(self) -> tuple[IdpMetadata, ...]:
        """The metadata files and the expected metadata."""
        expected = self.expectations.metadata
        return (*((expected,) if expected else ()), *self.idp_metadata)

    @property
    def sp_entity_ids(self) -> tuple[str, ...]:
        """What DeskPRO calls itself: as expected, else as its metadata says."""
        if self.expectations.sp_entity_id is not None:
            return (self.expectations.sp_entity_id,)
        return tuple(metadata.entity_id for metadata in self.sp_metadata)

    @property
    def acs_urls(self) -> tuple[str, ...]:
        """Where DeskPRO takes sign-in messages: as expected, else as its metadata says."""
        if self.expectations.acs_url is not None:
            return (self.expectations.acs_url,)
        return tuple(point.location for metadata in self.sp_metadata for point in metadata.acs)

    @property
    def idp_entity_ids(self) -> tuple[str, ...]:
        """What JumpCloud calls itself: as expected, else as its metadata says."""
        if self.expectations.idp_entity_id is not None:
            return (self.expectations.idp_entity_id,)
        return tuple(metadata.entity_id for metadata in self.all_idp_metadata)

    def judged_at(self, evidence: ResponseEvidence) -> datetime | None:
        """Return the time a message is judged at.

        The given one, else when it was posted, else its own IssueInstant.
        """
        return self.expectations.now or evidence.posted_at or evidence.response.issue_instant


Rule: TypeAlias = Callable[[Evidence], Iterator[Finding]]
"""Finds conditions in all evidence together."""

ResponseRule: TypeAlias = Callable[[ResponseEvidence, Evidence], Iterator[Finding]]
"""Finds conditions in one sign-in message, beside all evidence."""
