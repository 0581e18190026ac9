"""Messages on their way: found in an address, in a posted form, or in the form of a page.

Values are decoded as they are written in the recording, so that a layer too many is seen
(``DecodeStep``), wherever the recording stands between encoded and not.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import unquote_plus

from deskpro_sso_gui.saml.conversation import CarriedMessage, MessageField, Place
from deskpro_sso_gui.saml.decode import decode_message
from deskpro_sso_gui.saml.facts import AuthnRequest, DecodeStep, SamlResponse
from deskpro_sso_gui.saml.faults import MessageError, MessageFault
from deskpro_sso_gui.saml.message import read_authn_request, read_response
from deskpro_sso_gui.saml.pages import PageForm

_RELAY_STATE: Final = "RelayState"
_PARAMETER: Final = re.compile(r"([^&=]*)=?([^&]*)")
_MULTIPART_FIELD: Final = re.compile(
    r'name="(SAMLRequest|SAMLResponse|RelayState)"[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n(.*?)\r?\n--',
    re.DOTALL,
)


def without_parameters(address: str) -> str:
    """Return an address up to its question mark or number sign."""
    return re.split(r"[?#]", address, maxsplit=1)[0]


def in_address(address: str) -> Iterator[CarriedMessage]:
    """Find the messages in the parameters of an address (bindings §3.4)."""
    query = address.partition("?")[2].partition("#")[0]
    if "SAMLRe" in query:
        yield from _messages(_pairs(query), without_parameters(address), Place.ADDRESS)


def in_form(
    fields: Sequence[tuple[str, str]], address: str, decoded: str = ""
) -> Iterator[CarriedMessage]:
    """Find the messages among the fields that were posted to an address (bindings §3.5).

    Args:
        fields: names and values as recorded, encoded or not.
        address: where they were posted to.
        decoded: the message as SAML-tracer decoded it, for when the field was masked.
    """
    yield from _messages(fields, address.partition("#")[0], Place.FORM, decoded)


def in_page(forms: Sequence[PageForm]) -> Iterator[CarriedMessage]:
    """Find the messages in forms of a page."""
    for form in forms:
        yield from _messages(tuple(form.fields.items()), form.action, Place.PAGE)


def form_fields(text: str) -> tuple[tuple[str, str], ...]:
    """Split the text of a posted form, URL-encoded or in parts; values stay as they are."""
    parts = _MULTIPART_FIELD.findall(text) if 'name="SAML' in text else []
    return tuple((name, value) for name, value in parts) or _pairs(text)


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    pairs = (_PARAMETER.match(part) for part in text.split("&"))
    return tuple((unquote_plus(pair[1]), pair[2]) for pair in pairs if pair is not None)


def _messages(
    fields: Sequence[tuple[str, str]], sent_to: str, place: Place, decoded: str = ""
) -> Iterator[CarriedMessage]:
    known: Mapping[str, str] = dict(reversed(fields))
    relay_state = unquote_plus(known[_RELAY_STATE]) if _RELAY_STATE in known else None
    for field in MessageField:
        if field.value in known:
            yield _read(field, place, sent_to, known[field.value], relay_state, decoded)


def _read(
    field: MessageField,
    place: Place,
    sent_to: str,
    carried: str,
    relay_state: str | None,
    decoded: str,
) -> CarriedMessage:
    xml = b""
    steps: tuple[DecodeStep, ...] = ()
    facts: AuthnRequest | SamlResponse | None = None
    fault: MessageFault | None = None
    try:
        try:
            message = decode_message(carried.encode("utf-8", errors="replace"))
        except MessageError:
            if not decoded:
                raise
            message = decode_message(decoded.encode("utf-8", errors="replace"))
        xml, steps = message.xml, message.steps
        reader = read_authn_request if field is MessageField.REQUEST else read_response
        facts = reader(xml)
    except MessageError as error:
        fault = error.fault
    return CarriedMessage(
        field=field,
        place=place,
        sent_to=sent_to,
        carried=carried,
        xml=xml,
        steps=steps,
        facts=facts,
        fault=fault,
        relay_state=relay_state,
    )
