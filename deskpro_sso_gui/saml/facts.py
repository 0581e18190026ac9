"""What was read, as values. Times are aware UTC datetimes; fingerprints lower-case hex of DER.

An attribute that a document leaves out is an empty string or None, never invented.
"""

from datetime import datetime
from enum import StrEnum, unique

import msgspec


@unique
class Kind(StrEnum):
    """What a file is, told from its bytes alone."""

    CERTIFICATE = "certificate"
    PRIVATE_KEY = "private-key"
    PKCS7 = "pkcs7"
    PKCS12 = "pkcs12"
    CSR = "csr"
    PUBLIC_KEY = "public-key"
    IDP_METADATA = "idp-metadata"
    SP_METADATA = "sp-metadata"
    AUTHN_REQUEST = "authn-request"
    SAML_RESPONSE = "saml-response"
    HAR = "har"
    SAML_TRACER = "saml-tracer"
    HTML = "html"
    EMPTY = "empty"
    UNKNOWN = "unknown"


@unique
class Repair(StrEnum):
    """What was changed in a certificate file before it could be read."""

    BYTE_ORDER_MARK = "byte-order-mark"
    UTF_16 = "utf-16"
    CHARACTER_REFERENCES = "character-references"
    WRITTEN_OUT_LINE_ENDS = "written-out-line-ends"
    TYPOGRAPHIC_DASHES = "typographic-dashes"
    LINE_ENDS = "line-ends"
    BLANKS = "blanks"
    LINE_LENGTH = "line-length"
    TEXT_AROUND = "text-around"
    LABELS_ADDED = "labels-added"
    LABELS_CORRECTED = "labels-corrected"
    ENCODED_TWICE = "encoded-twice"
    FROM_BINARY = "from-binary"
    FROM_BUNDLE = "from-bundle"


class CertificateFacts(msgspec.Struct, frozen=True, kw_only=True):
    """An X.509 certificate.

    Attributes:
        der: its bytes, as they were in the file.
        pem: the clean text to upload: 64 columns, LF, one final line end.
        subject, issuer: the full names, RFC 4514.
        common_name, organization, organizational_unit: of the subject, empty where absent.
        issuer_common_name, issuer_organization: of the issuer.
        not_before, not_after: the second it begins and the last second it is valid.
        serial: hex without leading zeros.
        sha1, sha256: fingerprints of the DER bytes.
        public_key_sha256: SHA-256 of the SubjectPublicKeyInfo; equal means the same key.
        key_type: RSA, EC, Ed25519 …; ``key_size`` in bits.
        signature_algorithm: by its usual name, or the dotted OID of an unusual one.
        self_signed: subject and issuer are equal and its own key verifies it.
        is_authority: it may sign other certificates (RFC 5280 §4.2.1.9).
        server_names: the sites it is for, as a web server's certificate names them.
        for_web_servers: it says that it is meant for them (RFC 5280 §4.2.1.12).
        repairs: what was changed to read it, in the order done.
    """

    der: bytes
    pem: str
    subject: str
    common_name: str
    organization: str
    organizational_unit: str
    issuer: str
    issuer_common_name: str
    issuer_organization: str
    not_before: datetime
    not_after: datetime
    serial: str
    sha1: str
    sha256: str
    public_key_sha256: str
    key_type: str
    key_size: int
    signature_algorithm: str
    self_signed: bool
    is_authority: bool = False
    server_names: tuple[str, ...] = ()
    for_web_servers: bool = False
    repairs: tuple[Repair, ...] = ()

    def days_left(self, now: datetime) -> int:
        """Return the days of the calendar until it runs out, negative once it has."""
        return (self.not_after.date() - now.date()).days


class CertificateBundle(msgspec.Struct, frozen=True, kw_only=True):
    """Several certificates in one file, or those of a PKCS #7 structure.

    Attributes:
        certificates: in the order of the file, at least one.
    """

    certificates: tuple[CertificateFacts, ...]


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """An address in metadata and the binding it is for, both as written."""

    binding: str
    location: str


class IdpMetadata(msgspec.Struct, frozen=True, kw_only=True):
    """What JumpCloud says about itself (reference/jumpcloud-api.md §4.2).

    Attributes:
        certificates: those marked for signing or for any use; at least one.
        sso: the sign-in addresses in document order.
        has_single_log_out: JumpCloud's metadata has none.
        valid_until: the earliest date it gives itself; JumpCloud's gives none.
    """

    entity_id: str
    want_authn_requests_signed: bool
    certificates: tuple[CertificateFacts, ...]
    name_id_formats: tuple[str, ...]
    sso: tuple[Endpoint, ...]
    has_single_log_out: bool
    valid_until: datetime | None = None

    @property
    def locations(self) -> tuple[str, ...]:
        """The sign-in addresses, each once."""
        return tuple(dict.fromkeys(endpoint.location for endpoint in self.sso))


class SpMetadata(msgspec.Struct, frozen=True, kw_only=True):
    """What DeskPRO says about itself (reference/deskpro.md §3.3).

    Attributes:
        acs: the addresses sign-in messages may be posted to, in document order.
        certificates: DeskPRO's own, those of them that can be read.
        requested_attributes: the names of what it wants to be told of a person.
    """

    entity_id: str
    acs: tuple[Endpoint, ...]
    authn_requests_signed: bool
    want_assertions_signed: bool
    name_id_formats: tuple[str, ...]
    certificates: tuple[CertificateFacts, ...] = ()
    requested_attributes: tuple[str, ...] = ()


@unique
class DecodeStep(StrEnum):
    """A layer that was taken off a sign-in message, from the outside in."""

    UTF_16 = "utf-16"
    PARAMETER = "parameter"
    URL_ENCODED = "url-encoded"
    BLANKS_TO_PLUS = "blanks-to-plus"
    BASE64 = "base64"
    DEFLATE = "deflate"
    ZLIB = "zlib"


class DecodedMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A sign-in message laid bare.

    Attributes:
        xml: the document's bytes, not yet parsed.
        steps: the layers taken off.
    """

    xml: bytes
    steps: tuple[DecodeStep, ...] = ()


class AuthnRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What DeskPRO asks of JumpCloud (SAML core §3.4.1).

    Attributes:
        contexts: the ways to sign in that it asks for (RequestedAuthnContext).
        context_comparison: how they are to be taken; exact where it does not say.
    """

    id: str
    issue_instant: datetime | None
    issuer: str
    destination: str
    acs_url: str
    protocol_binding: str
    name_id_format: str
    force_authn: bool
    is_passive: bool
    signed: bool
    contexts: tuple[str, ...] = ()
    context_comparison: str = ""


class SubjectConfirmation(msgspec.Struct, frozen=True, kw_only=True):
    """To whom and until when an assertion may be shown (SAML core §2.4.1.1)."""

    method: str
    recipient: str
    in_response_to: str
    not_before: datetime | None
    not_on_or_after: datetime | None


class Attribute(msgspec.Struct, frozen=True, kw_only=True):
    """A named attribute of the person, values in document order."""

    name: str
    values: tuple[str, ...]


class Assertion(msgspec.Struct, frozen=True, kw_only=True):
    """JumpCloud's word on who signed in (SAML core §2.3).

    Attributes:
        name_id: None where there is no NameID element; may be empty.
        name_id_has_comment: a comment stands in it, which makes some readers cut it short.
        audiences: every Audience, None where there is no AudienceRestriction.
        attributes: one entry per Attribute element, so that duplicates are seen.
    """

    id: str
    issuer: str
    issue_instant: datetime | None
    name_id: str | None
    name_id_format: str
    audiences: tuple[str, ...] | None
    not_before: datetime | None
    not_on_or_after: datetime | None
    confirmations: tuple[SubjectConfirmation, ...]
    authn_instant: datetime | None
    authn_context: str
    session_not_on_or_after: datetime | None
    attributes: tuple[Attribute, ...]
    signed: bool
    name_id_has_comment: bool = False


class SamlResponse(msgspec.Struct, frozen=True, kw_only=True):
    """JumpCloud's answer (SAML core §3.3.3).

    Attributes:
        status: the StatusCode values from the outer to the inner.
        assertions: those directly below the Response, readable ones only.
        encrypted: there is an EncryptedAssertion, whose content can't be read.
        stray_assertions: assertions at any other place; a genuine message has none.
        duplicate_ids: identifiers that more than one element carries; a genuine one has none.
        signed: the Response element itself carries a signature.
    """

    id: str
    in_response_to: str
    destination: str
    issuer: str
    issue_instant: datetime | None
    status: tuple[str, ...]
    status_message: str
    assertions: tuple[Assertion, ...]
    encrypted: bool
    stray_assertions: int
    duplicate_ids: tuple[str, ...]
    signed: bool


@unique
class SignedElement(StrEnum):
    """What a signature stands in."""

    RESPONSE = "response"
    ASSERTION = "assertion"
    OTHER = "other"


@unique
class SignatureTrouble(StrEnum):
    """Why a signature can't be relied on, apart from key and content.

    NOT_ITS_PARENT and AMBIGUOUS are the marks of signature wrapping: what is signed is not what
    would be read.
    """

    NOT_ITS_PARENT = "not-its-parent"
    AMBIGUOUS = "ambiguous"
    UNUSUAL_TRANSFORM = "unusual-transform"
    UNKNOWN_ALGORITHM = "unknown-algorithm"
    MALFORMED = "malformed"
    NO_KEY = "no-key"


class SignatureFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One signature, checked with one key.

    Attributes:
        element, element_id: what the signature stands in.
        digest_ok: the content is what was signed; None where that could not be computed.
        value_ok: the key made this signature; None where that could not be computed.
        signature_algorithm, digest_algorithm: the identifiers as written.
        key_info: the certificate that the message carries, None where it has none to read.
        checked_with: SHA-256 of the certificate used, empty where there was none.
        trouble: what keeps the signature from being relied on.
    """

    element: SignedElement
    element_id: str
    digest_ok: bool | None
    value_ok: bool | None
    signature_algorithm: str
    digest_algorithm: str
    key_info: CertificateFacts | None
    checked_with: str
    trouble: SignatureTrouble | None = None

    @property
    def good(self) -> bool:
        """The element it stands in is unchanged and was signed by the key."""
        return self.trouble is None and self.digest_ok is True and self.value_ok is True

    @property
    def uses_sha1(self) -> bool:
        """Signature or digest rests on SHA-1."""
        return "sha1" in f"{self.signature_algorithm} {self.digest_algorithm}".lower()
