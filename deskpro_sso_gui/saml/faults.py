"""Why bytes could not be turned into facts: one error per kind of document, each with a reason."""

from enum import StrEnum, unique


@unique
class CertificateFault(StrEnum):
    """Why no certificate was read (reference/conditions.md, C1 to C13)."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    PRIVATE_KEY = "private-key"
    PKCS7 = "pkcs7"
    PKCS12 = "pkcs12"
    SIGNING_REQUEST = "signing-request"
    PUBLIC_KEY = "public-key"
    HTML = "html"
    METADATA = "metadata"
    SAML_MESSAGE = "saml-message"
    CAPTURE = "capture"
    SEVERAL = "several"
    TRUNCATED = "truncated"
    DAMAGED = "damaged"
    NOT_A_CERTIFICATE = "not-a-certificate"


@unique
class XmlFault(StrEnum):
    """Why a document was not parsed at all."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    DOCTYPE = "doctype"
    TOO_DEEP = "too-deep"
    NOT_XML = "not-xml"
    WRONG_ENCODING = "wrong-encoding"


@unique
class MetadataFault(StrEnum):
    """Why metadata is of no use (reference/conditions.md, M2 to M6)."""

    UNREADABLE = "unreadable"
    HTML = "html"
    NOT_METADATA = "not-metadata"
    SEVERAL_ENTITIES = "several-entities"
    SERVICE_PROVIDER = "service-provider"
    IDENTITY_PROVIDER = "identity-provider"
    NO_ROLE = "no-role"
    NO_ENTITY_ID = "no-entity-id"
    NO_CERTIFICATE = "no-certificate"
    BAD_CERTIFICATE = "bad-certificate"


@unique
class MessageFault(StrEnum):
    """Why a sign-in message could not be read (reference/conditions.md, S1, S27, S29)."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    NOT_DECODABLE = "not-decodable"
    UNREADABLE = "unreadable"
    HTML = "html"
    OTHER_MESSAGE = "other-message"
    WEB_TOKEN = "web-token"  # noqa: S105 - a reason, no password
    NOT_SAML_2 = "not-saml-2"


class SamlError(ValueError):
    """Bytes that could not be turned into facts. The text is for developers only."""


class CertificateError(SamlError):
    """No certificate was read.

    Attributes:
        fault: why.
        missing_bytes: how many bytes of it are not there, where ``fault`` is ``TRUNCATED``.
    """

    def __init__(self, fault: CertificateFault, *, missing_bytes: int = 0) -> None:
        """Refuse for the reason ``fault``."""
        super().__init__(fault.value)
        self.fault = fault
        self.missing_bytes = missing_bytes


class XmlError(SamlError):
    """A document was not parsed; ``fault`` says why."""

    def __init__(self, fault: XmlFault) -> None:
        """Refuse for the reason ``fault``."""
        super().__init__(fault.value)
        self.fault = fault


class MetadataError(SamlError):
    """Metadata was not read.

    Attributes:
        fault: why.
        xml: what stopped the parser, where ``fault`` is ``UNREADABLE``.
        certificate: what is wrong with the certificate, where ``fault`` is ``BAD_CERTIFICATE``.
    """

    def __init__(
        self,
        fault: MetadataFault,
        *,
        xml: XmlFault | None = None,
        certificate: CertificateFault | None = None,
    ) -> None:
        """Refuse for the reason ``fault``."""
        super().__init__(fault.value)
        self.fault = fault
        self.xml = xml
        self.certificate = certificate


class MessageError(SamlError):
    """A sign-in message was not read.

    Attributes:
        fault: why.
        xml: what stopped the parser, where ``fault`` is ``UNREADABLE``.
    """

    def __init__(self, fault: MessageFault, *, xml: XmlFault | None = None) -> None:
        """Refuse for the reason ``fault``."""
        super().__init__(fault.value)
        self.fault = fault
        self.xml = xml
