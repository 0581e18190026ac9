"""The one XML parser: no document type, no entities, no network, bounded in size and depth."""

from datetime import UTC, datetime
from typing import Final, TypeAlias

from lxml import etree

from deskpro_sso_gui.saml.faults import XmlError, XmlFault
from deskpro_sso_gui.saml.limits import MAX_XML_BYTES, MAX_XML_DEPTH
from deskpro_sso_gui.saml.names import NAMESPACES
from deskpro_sso_gui.saml.text import plain_text

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml has no public name for an element

LibraryError: Final = etree.LxmlError
"""What lxml raises, also from within signxml."""

_DOCTYPE: Final = b"<!doctype"


def parse(data: bytes, *, keep_comments: bool = False) -> Element:
    """Parse one document and return its root.

    Args:
        data: UTF-8, UTF-16 or what the declaration says.
        keep_comments: leave comments and processing instructions in place, which checking a
            signature needs; without it the text around a comment is one piece, so that a comment
            can't cut a name short.

    Raises:
        XmlError: empty, too large or too deep, not XML, or it has a document type. Genuine
            metadata and messages have none, and entities come in by no other way.
    """
    if len(data) > MAX_XML_BYTES:
        raise XmlError(XmlFault.TOO_LARGE)
    plain = plain_text(data)
    if plain.utf_16:
        data = _declared_as_utf_8(plain.text.lstrip("\ufeff"))
    data = data.strip(b"\0 \t\r\n")
    if not data:
        raise XmlError(XmlFault.EMPTY)
    if _DOCTYPE in data.lower():
        raise XmlError(XmlFault.DOCTYPE)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=not keep_comments,
        remove_pis=not keep_comments,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise XmlError(_syntax_fault(error, data)) from error
    except (ValueError, LookupError) as error:
        raise XmlError(XmlFault.NOT_XML) from error
    if root.getroottree().docinfo.internalDTD is not None:
        # an encoding in which the check above could not see it
        raise XmlError(XmlFault.DOCTYPE)
    _check_depth(root)
    return root


def _syntax_fault(error: etree.XMLSyntaxError, data: bytes) -> XmlFault:
    if "depth" in str(error).lower():
        return XmlFault.TOO_DEEP
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        # a text that ends within a character was cut off, not written in another encoding
        cut_off = wrong.end == len(data) and wrong.reason == "unexpected end of data"
        return XmlFault.NOT_XML if cut_off else XmlFault.WRONG_ENCODING
    return XmlFault.NOT_XML


def _declared_as_utf_8(text: str) -> bytes:
    """Drop a declaration that names another encoding; without one XML is UTF-8."""
    if text.startswith("<?xml"):
        text = text[text.find("?>") + 2 :] if "?>" in text else text
    return text.encode("utf-8", errors="replace")


def _check_depth(root: Element) -> None:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_XML_DEPTH:
            raise XmlError(XmlFault.TOO_DEEP)


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace, empty for a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def name(prefixed: str) -> str:
    """Return ``prefix:Name`` as lxml writes it: ``{namespace}Name``."""
    prefix, _, local = prefixed.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def first(element: Element, path: str) -> Element | None:
    """Return the first element at ``path``, written with the prefixes of ``names``."""
    return element.find(path, NAMESPACES)


def every(element: Element, path: str) -> list[Element]:
    """Return all elements at ``path``, in document order."""
    return element.findall(path, NAMESPACES)


def text(element: Element | None) -> str:
    """Return the text of an element as written, empty where there is none."""
    return (element.text or "") if element is not None else ""


def value(element: Element | None) -> str:
    """Return the text of an element to be compared exactly: a blank around it counts.

    Blanks with a line end among them are a pretty-printer's and are dropped.
    """
    written = text(element)
    return written.strip() if "\n" in written else written


def value_at(element: Element, path: str) -> str:
    """Return the value of the first element at ``path``, empty where there is none."""
    return value(first(element, path))


def flag(element: Element, attribute: str) -> bool:
    """Read an xs:boolean attribute; absent is false, as in SAML."""
    return element.get(attribute, "").strip() in {"true", "1"}


def instant(element: Element | None, attribute: str) -> datetime | None:
    """Read an xs:dateTime attribute; None where it is absent or no time.

    SAML times are UTC (core §1.3.3), so one without a zone is taken as UTC.
    """
    written = element.get(attribute, "").strip() if element is not None else ""
    if "T" not in written:
        return None
    try:
        moment = datetime.fromisoformat(written)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
