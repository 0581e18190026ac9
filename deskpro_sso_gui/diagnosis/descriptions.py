"""Marked texts for files that can't be judged: what to do with them, and why they are unreadable.

What a kind of file and a fault of certificates or metadata are called is in ``texts``.
"""

from collections.abc import Mapping
from typing import Final

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.saml.facts import Kind
from deskpro_sso_gui.saml.faults import MessageFault, XmlFault

_RIGHT_FILE: Final = N_(
    "The file to use is certificate.pem, as JumpCloud lets you download it: SSO Applications, "
    "your DeskPRO app, tab SSO."
)

KIND_ADVICE: Final[Mapping[Kind, str]] = {
    Kind.PRIVATE_KEY: N_(
        "We did not keep it. Never send it to anybody: who has it can sign in as anyone. The file "
        "to use is JumpCloud's certificate.pem."
    ),
    Kind.PKCS12: N_(
        "It holds a private key, so we did not open it. Never send it to anybody. The file to use "
        "is JumpCloud's certificate.pem."
    ),
    Kind.PKCS7: _RIGHT_FILE,
    Kind.CSR: _RIGHT_FILE,
    Kind.PUBLIC_KEY: _RIGHT_FILE,
    Kind.HTML: N_("It may be a sign-in page. Sign in first, then download the file again."),
    Kind.EMPTY: N_("The download may not have finished. Download it again."),
    Kind.UNKNOWN: N_("It is neither certificate nor metadata nor sign-in message."),
}
"""What to say of the kinds that are told but not read."""

XML_FAULT_TEXTS: Final[Mapping[XmlFault, str]] = {
    XmlFault.EMPTY: N_("there is nothing in it"),
    XmlFault.TOO_LARGE: N_("it is far too large to be genuine, so it was not opened"),
    XmlFault.DOCTYPE: N_(
        "it has a document type (DOCTYPE); genuine files have none and it can be used for an "
        "attack, so it was not opened"
    ),
    XmlFault.TOO_DEEP: N_("it is nested far too deep to be genuine, so it was not opened"),
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
    MessageFault.NOT_SAML_2: N_("it is not of SAML 2.0, the kind that JumpCloud sends"),
}
"""Why a sign-in message was not read, to stand after "it can't be read:"."""
