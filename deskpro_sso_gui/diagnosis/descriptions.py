"""Marked texts for files that can't be judged: what to do with them, and why they are unreadable.

What a kind of file and a fault of certificates or metadata are called is in ``texts``.
"""

from collections.abc import Mapping
from typing import Final

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.saml.details import Look
from deskpro_sso_gui.saml.facts import Kind
from deskpro_sso_gui.saml.faults import MessageFault, XmlFault

KIND_ADVICE: Final[Mapping[Kind, str]] = {
    Kind.UNKNOWN: N_("It is neither certificate nor metadata nor sign-in message."),
}
"""What to say of the kinds that no condition speaks of."""

LOOK_TEXTS: Final[Mapping[Look, str]] = {
    Look.PICTURE: N_("It looks like a picture."),
    Look.PDF: N_("It looks like a PDF document."),
    Look.OFFICE_DOCUMENT: N_("It looks like a document of an office program."),
    Look.RICH_TEXT: N_(
        "It looks like a document with formatting (RTF). Where a certificate was pasted into it, "
        "save it as plain text."
    ),
    Look.ARCHIVE: N_("It looks like an archive, such as a ZIP file. Unpack it first."),
    Look.PROGRAM: N_("It looks like a program."),
    Look.SOUND_OR_FILM: N_("It looks like sound or film."),
    Look.KEY_STORE: N_(
        "It looks like a key store of Java, which may hold a private key. Never send it to anybody."
    ),
    Look.REVOCATION_LIST: N_("It looks like a list of revoked certificates."),
    Look.JSON: N_("It looks like data of a program (JSON)."),
    Look.XML: N_("It looks like an XML document of another kind."),
    Look.TEXT: N_("It looks like plain text."),
    Look.BINARY: N_("It is no text."),
}
"""What a file of no kind of ours looks like."""

XML_FAULT_TEXTS: Final[Mapping[XmlFault, str]] = {
    XmlFault.EMPTY: N_("there is nothing in it"),
    XmlFault.TOO_LARGE: N_("it is far too large to be genuine, so it was not opened"),
    XmlFault.DOCTYPE: N_(
        "it has a document type (DOCTYPE); genuine files have none and it can be used for an "
        "attack, so it was not opened"
    ),
    XmlFault.TOO_DEEP: N_("it is nested far too deep to be genuine, so it was not opened"),
    XmlFault.WRONG_ENCODING: N_("its letters are written in another way than it says (encoding)"),
    XmlFault.NOT_XML: N_("it is damaged or cut off (no well-formed XML)"),
}
"""Why a document was not parsed, to stand after "it can't be read:"."""

MESSAGE_FAULT_TEXTS: Final[Mapping[MessageFault, str]] = {
    MessageFault.EMPTY: N_("there is nothing in it"),
    MessageFault.TOO_LARGE: N_("it is far too large to be genuine, so it was not opened"),
    MessageFault.NOT_DECODABLE: N_("it can't be decoded; it may have been cut off"),
    MessageFault.UNREADABLE: N_("it is damaged or cut off (no well-formed XML)"),
    MessageFault.HTML: N_("it is a web page"),
    MessageFault.OTHER_MESSAGE: N_("it is another kind of message"),
    MessageFault.WEB_TOKEN: N_("it is a token of another kind (JWT)"),
    MessageFault.NOT_SAML_2: N_("it is not of SAML 2.0, the kind that JumpCloud sends"),
}
"""Why a sign-in message was not read, to stand after "it can't be read:"."""
