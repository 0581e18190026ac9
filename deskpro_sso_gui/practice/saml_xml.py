"""What both sides of the sandbox say in SAML: names, instants, and a parser that trusts nothing.

The names are those of the OASIS SAML 2.0 standard (core, bindings, metadata) and of XML Signature.
"""

from datetime import UTC, datetime
from typing import Final

from lxml import etree

SAML: Final = "urn:oasis:names:tc:SAML:2.0:assertion"
SAMLP: Final = "urn:oasis:names:tc:SAML:2.0:protocol"
MD: Final = "urn:oasis:names:tc:SAML:2.0:metadata"
DS: Final = "http://www.w3.org/2000/09/xmldsig#"

SUCCESS: Final = "urn:oasis:names:tc:SAML:2.0:status:Success"
BEARER: Final = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
HTTP_POST: Final = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
NAME_ID_EMAIL: Final = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
NAME_ID_UNSPECIFIED_1_0: Final = "urn:oasis:names:tc:SAML:1.0:nameid-format:unspecified"
NAME_ID_UNSPECIFIED: Final = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified"

MESSAGE_LIMIT: Final = 256 * 1024
"""Longest message either side reads, in bytes, after inflating."""

Element = etree._Element  # noqa: SLF001 - lxml publishes the type under this name only


class UnreadableXmlError(ValueError):
    """The bytes are no XML document that may be trusted to be looked at."""


def parse(data: bytes) -> Element:
    """Return the root of ``data``, read without entities, DTD or network.

    Raises:
        UnreadableXmlError: it is not well-formed, is longer than ``MESSAGE_LIMIT``, or has a DTD.
    """
    if len(data) > MESSAGE_LIMIT:
        raise UnreadableXmlError("too long")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableXmlError("not well-formed") from error
    information = root.getroottree().docinfo
    if information.internalDTD is not None or information.doctype:
        raise UnreadableXmlError("has a document type")
    return root


def serialize(root: Element) -> bytes:
    """Return the document in UTF-8 with the declaration that JumpCloud writes."""
    return b'<?xml version="1.0" encoding="UTF-8"?>' + etree.tostring(root, encoding="UTF-8")


def element(
    namespace: str, name: str, prefix: str, *, text: str | None = None, **attributes: str
) -> Element:
    """Return a new element that declares its own ``prefix``, as JumpCloud's do."""
    created = etree.Element(f"{{{namespace}}}{name}", attributes, nsmap={prefix: namespace})
    created.text = text
    return created


def child(
    parent: Element, namespace: str, name: str, *, text: str | None = None, **attributes: str
) -> Element:
    """Append an element whose prefix ``parent`` or one above it declares."""
    created = etree.SubElement(parent, f"{{{namespace}}}{name}", attributes)
    created.text = text
    return created


def write_instant(moment: datetime) -> str:
    """Return ``moment`` as SAML writes it, in UTC with milliseconds."""
    return (
        moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
    )


def read_instant(text: str) -> datetime:
    """Return the instant that ``text`` names; it must say its time zone.

    Raises:
        ValueError: it is not an ISO 8601 instant, or has no time zone.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("an instant without a time zone")
    return moment
