"""What a recording of a browser holds of a sign-in, as values.

Times are aware UTC datetimes. Addresses are as recorded. What a recording leaves out is an empty
string, zero or None, never invented.
"""

import re
from datetime import datetime
from enum import StrEnum, unique
from typing import Final
from urllib.parse import unquote_plus

import msgspec

from deskpro_sso_gui.saml.facts import AuthnRequest, DecodeStep, Kind, SamlResponse
from deskpro_sso_gui.saml.faults import MessageFault

# SAML-tracer's three ways of masking, and what other programs put in a value's place
_MASK: Final = re.compile(
    r"\{(?:hash:|obf:|overwritten).*\}|\W*|\W*x{3,}\W*"
    r"|\W*(?:redacted|removed|masked|saniti[sz]ed|hidden|filtered|omitted)\b.{0,80}",
    re.IGNORECASE,
)


@unique
class MessageField(StrEnum):
    """The form field or parameter that carries a message (SAML bindings §3.4 and §3.5)."""

    REQUEST = "SAMLRequest"
    RESPONSE = "SAMLResponse"


@unique
class Place(StrEnum):
    """Where in a hop a message was found.

    ADDRESS and FORM were sent by the browser. PAGE is a form in the page that was answered, which
    says what the browser was to send, not that it did.
    """

    ADDRESS = "address"
    FORM = "form"
    PAGE = "page"


class CarriedMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A message on its way.

    Attributes:
        sent_to: the address it went to, or was to go to; of ADDRESS without the parameters.
        carried: the value of the field as recorded, empty when only the decoded text is there.
        xml, steps: its document and the layers taken off; empty where it can't be decoded.
        facts: what it says, None where it can't be read.
        fault: why it can't be read.
        relay_state: the RelayState sent with it, None when there was none.
    """

    field: MessageField
    place: Place
    sent_to: str
    carried: str
    xml: bytes = b""
    steps: tuple[DecodeStep, ...] = ()
    facts: AuthnRequest | SamlResponse | None = None
    fault: MessageFault | None = None
    relay_state: str | None = None

    @property
    def masked(self) -> bool:
        """The field's value was replaced by something that is no message."""
        return _MASK.fullmatch(unquote_plus(self.carried)) is not None


class SetCookie(msgspec.Struct, frozen=True, kw_only=True):
    """A cookie that a site set; its value is not kept."""

    name: str
    same_site: str
    secure: bool


class Hop(msgspec.Struct, frozen=True, kw_only=True):
    """One request of the browser and its answer.

    Attributes:
        number: its place in the recording, from 1.
        started: when the browser asked, by this computer's clock.
        answered: when the answer had come, by this computer's clock.
        date: when the server answered, by the server's clock (Date header).
        status: zero when no answer was recorded.
        location: where the answer sends the browser, absolute; empty when it does not.
        is_page: the answer is a web page.
        asks_password: the page has a field for a password.
        said: the words of a page that reports an error, shortened, else empty.
        cookies_sent: names only.
        blocked: why the browser did not carry it out, in the browser's own words.
        framed: the page was asked for by a frame in another page.
        body_missing: a form was sent, but the recording does not hold what was in it.
    """

    number: int
    method: str
    url: str
    status: int
    started: datetime | None = None
    answered: datetime | None = None
    date: datetime | None = None
    location: str = ""
    is_page: bool = False
    asks_password: bool = False
    said: str = ""
    cookies_set: tuple[SetCookie, ...] = ()
    cookies_sent: tuple[str, ...] = ()
    blocked: str = ""
    framed: bool = False
    body_missing: bool = False
    messages: tuple[CarriedMessage, ...] = ()

    def sent(self, field: MessageField) -> CarriedMessage | None:
        """Return the message of this kind that the browser sent with this hop."""
        return next(
            (one for one in self.messages if one.field is field and one.place is not Place.PAGE),
            None,
        )

    def built(self, field: MessageField) -> CarriedMessage | None:
        """Return the message of this kind in a form of the page that was answered."""
        return next(
            (one for one in self.messages if one.field is field and one.place is Place.PAGE), None
        )


class Conversation(msgspec.Struct, frozen=True, kw_only=True):
    """A recording: what the browser asked and what it was answered, in order of time.

    Attributes:
        kind: HAR or SAML-tracer.
        creator: the program that made it, empty where it does not say.
        hops: those that can matter to a sign-in: pages, redirects, forms, errors and whatever
            carries a message. Pictures, scripts and data that arrived are left out.
        recorded: how many requests the recording holds altogether.
        cut_off: its end is missing; what was whole has been read.
        has_cookies: it holds cookies; a sanitised one does not.
        masked: values of forms were replaced before it was saved.
        decoded_kept: it holds messages decoded, which masking did not touch (SAML-tracer).
    """

    kind: Kind
    creator: str
    hops: tuple[Hop, ...]
    recorded: int
    cut_off: bool = False
    has_cookies: bool = False
    masked: bool = False
    decoded_kept: bool = False

    def sending(self, field: MessageField) -> tuple[Hop, ...]:
        """Return the hops that sent a message of this kind."""
        return tuple(hop for hop in self.hops if hop.sent(field) is not None)
