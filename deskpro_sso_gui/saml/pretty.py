"""XML to read: as it was sent, and with line breaks."""

from lxml import etree

from deskpro_sso_gui.saml.faults import XmlError
from deskpro_sso_gui.saml.text import plain_text
from deskpro_sso_gui.saml.xml import parse


def as_text(xml: bytes) -> str:
    """Return a document as it was sent."""
    return plain_text(xml).text


def pretty(xml: bytes) -> str:
    """Return a document with a line for each element; one that is refused stays as it is."""
    try:
        root = parse(xml, keep_comments=True)
    except XmlError:
        return as_text(xml)
    etree.indent(root)
    return str(etree.tostring(root, encoding="unicode"))
