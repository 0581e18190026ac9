"""Copies to pass on: what explains a failed sign-in, without what lets anybody in.

A copy is built anew from what was understood, so that whatever was not understood is not in it.
A changed message no longer fits its signature: nobody can use it, and nobody can check it.
"""

import base64
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum, unique
from html import escape
from typing import Any, Final
from urllib.parse import quote, unquote_plus, urlsplit, urlunsplit

import msgspec
from lxml import etree

from deskpro_sso_gui import PROGRAM
from deskpro_sso_gui.saml.conversation import CarriedMessage, Conversation, Hop, Place
from deskpro_sso_gui.saml.facts import DecodeStep
from deskpro_sso_gui.saml.faults import XmlError
from deskpro_sso_gui.saml.xml import Element, local_name, parse

GONE: Final = "removed"
_GONE_EMAIL: Final = "removed@removed.invalid"
_EMAIL: Final = re.compile(r"[\w.+'%-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+")
# a part of a path that is no word: long, or a mixture of digits and letters
_TOKEN: Final = re.compile(r"(?=[^/]*\d)[A-Za-z0-9_.~%=-]{20,}|[A-Za-z0-9_~%=-]{40,}")
_PERSONAL_ELEMENTS: Final = frozenset(
    {"NameID", "AttributeValue", "StatusMessage", "CipherValue", "BaseID", "StatusDetail"}
)
_PERSONAL_ATTRIBUTES: Final = frozenset({"SessionIndex", "Address", "DNSName", "SPProvidedID"})
_HTTP_DATE: Final = "%a, %d %b %Y %H:%M:%S GMT"


@unique
class Removed(StrEnum):
    """A kind of thing that a copy is without."""

    COOKIES = "cookies"
    PARAMETERS = "parameters"
    FIELDS = "fields"
    PERSONAL = "personal"
    BODIES = "bodies"
    REQUESTS = "requests"
    MESSAGES = "messages"


class Redaction(msgspec.Struct, frozen=True, kw_only=True):
    """A copy to pass on and what is not in it.

    Attributes:
        data: the copy: a HAR file or a message in XML.
        removed: how many of each kind were removed; kinds of which there were none are left out.
        from_tracer: the original is SAML-tracer's, the copy a HAR file.
    """

    data: bytes
    removed: dict[Removed, int]
    from_tracer: bool = False


def redact_message(xml: bytes) -> Redaction:
    """Copy a message without the values that tell who signed in.

    Raises:
        XmlError: the document is refused.
    """
    removed = Counter[Removed]()
    return Redaction(data=_message(xml, removed), removed=dict(removed))


def redact_capture(conversation: Conversation) -> Redaction:
    """Copy a recording as far as a sign-in goes, without cookies, tokens and personal values."""
    removed = Counter[Removed]()
    removed[Removed.REQUESTS] = conversation.recorded - len(conversation.hops)
    entries = [_entry(hop, removed) for hop in conversation.hops]
    document = {
        "log": {
            "version": "1.2",
            "creator": {"name": PROGRAM, "version": "1"},
            "comment": f"Prepared for support from a recording of {conversation.creator or '-'}",
            "entries": entries,
        }
    }
    return Redaction(
        data=json.dumps(document, indent=2).encode(),
        removed={kind: count for kind, count in removed.items() if count > 0},
        from_tracer=conversation.kind.value == "saml-tracer",
    )


def _message(xml: bytes, removed: Counter[Removed]) -> bytes:
    root = parse(xml)
    for element in root.iter():
        if local_name(element) in _PERSONAL_ELEMENTS:
            _empty(element, removed)
        for name, written in [(str(key), str(value)) for key, value in element.attrib.items()]:
            if name in _PERSONAL_ATTRIBUTES or _EMAIL.search(written):
                element.set(name, GONE)
                removed[Removed.PERSONAL] += 1
        if _EMAIL.search(element.text or "") and element.text != _GONE_EMAIL:
            _empty(element, removed)
    return bytes(etree.tostring(root))


def _empty(element: Element, removed: Counter[Removed]) -> None:
    """Replace all that an element holds; an address stays recognisable as one."""
    written = "".join(str(part) for part in element.itertext())
    for child in list(element):
        element.remove(child)
    element.text = _GONE_EMAIL if _EMAIL.fullmatch(written.strip()) else GONE
    removed[Removed.PERSONAL] += 1


def _entry(hop: Hop, removed: Counter[Removed]) -> dict[str, Any]:
    removed[Removed.COOKIES] += len(hop.cookies_sent) + len(hop.cookies_set)
    removed[Removed.BODIES] += int(hop.is_page or bool(hop.said))
    time = (
        (hop.answered - hop.started).total_seconds() * 1000
        if hop.started is not None and hop.answered is not None
        else -1
    )
    request: dict[str, Any] = {
        "method": hop.method,
        "url": _address(hop.url, removed, hop.messages),
        "httpVersion": "",
        "headers": [*_request_headers(hop)],
        "queryString": [],
        "cookies": [],
        "headersSize": -1,
        "bodySize": -1,
    }
    location = _address(hop.location, removed)
    posted = [one for one in hop.messages if one.place is Place.FORM]
    if posted:
        request["postData"] = {
            "mimeType": "application/x-www-form-urlencoded",
            "params": [*_fields(posted, removed)],
        }
    response: dict[str, Any] = {
        "status": hop.status,
        "statusText": "",
        "httpVersion": "",
        "headers": [*_response_headers(hop, location)],
        "cookies": [],
        "content": _content(hop, removed),
        "redirectURL": location,
        "headersSize": -1,
        "bodySize": -1,
    }
    if hop.blocked:
        response["_error"] = _EMAIL.sub(GONE, hop.blocked)
    entry: dict[str, Any] = {"time": time, "request": request, "response": response}
    if hop.started is not None:
        entry["startedDateTime"] = hop.started.isoformat()
    return entry | {"cache": {}, "timings": {"send": -1, "wait": -1, "receive": -1}}


def _header(name: str, value: str) -> dict[str, str]:
    return {"name": name, "value": value}


def _request_headers(hop: Hop) -> Iterator[dict[str, str]]:
    if hop.cookies_sent:
        yield _header("Cookie", "; ".join(f"{name}={GONE}" for name in hop.cookies_sent))
    if hop.framed:
        yield _header("Sec-Fetch-Dest", "iframe")
    if hop.body_missing:
        yield _header("Content-Type", "application/x-www-form-urlencoded")


def _response_headers(hop: Hop, location: str) -> Iterator[dict[str, str]]:
    if hop.date is not None:
        yield _header("Date", _http_date(hop.date))
    if location:
        yield _header("Location", location)
    for cookie in hop.cookies_set:
        same_site = f"; SameSite={cookie.same_site}" if cookie.same_site else ""
        secure = "; Secure" if cookie.secure else ""
        yield _header("Set-Cookie", f"{cookie.name}={GONE}{same_site}{secure}")


def _http_date(moment: datetime) -> str:
    return moment.strftime(_HTTP_DATE)


def _content(hop: Hop, removed: Counter[Removed]) -> dict[str, Any]:
    """Write the page anew: only that it asks for a password, and its message forms."""
    if not hop.is_page:
        return {"size": 0, "mimeType": ""}
    parts = ["<input type=password>"] if hop.asks_password else []
    for message in hop.messages:
        if message.place is Place.PAGE:
            fields = "".join(
                f'<input name="{escape(one["name"])}" value="{escape(one["value"])}">'
                for one in _fields([message], removed)
            )
            action = escape(_address(message.sent_to, removed))
            parts.append(f'<form action="{action}">{fields}</form>')
    text = "".join(parts)
    return {"size": len(text), "mimeType": "text/html", "text": text}


def _fields(
    messages: Sequence[CarriedMessage], removed: Counter[Removed]
) -> Iterator[dict[str, str]]:
    for message in messages:
        yield _header(message.field.value, _carried(message, removed))
        if message.relay_state is not None:
            removed[Removed.FIELDS] += 1
            yield _header("RelayState", GONE)


def _carried(message: CarriedMessage, removed: Counter[Removed]) -> str:
    """Encode a message again as it was sent; one that can't be read is left out altogether."""
    try:
        xml = _message(message.xml, removed)
    except XmlError:
        removed[Removed.MESSAGES] += 1
        return GONE
    if DecodeStep.DEFLATE in message.steps:
        engine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        xml = engine.compress(xml) + engine.flush()
    return base64.b64encode(xml).decode()


def _address(
    address: str, removed: Counter[Removed], messages: Sequence[CarriedMessage] = ()
) -> str:
    """Keep site, path and the names of parameters; of their values only messages, redacted."""
    try:
        split = urlsplit(address)
    except ValueError:
        return GONE
    site = split.netloc.rpartition("@")[2]
    carried = {one.field.value: one for one in messages if one.place is Place.ADDRESS}
    pairs = []
    for part in filter(None, split.query.split("&")):
        name = unquote_plus(part.partition("=")[0])
        if name in carried:
            pairs.append(f"{name}={quote(_carried(carried[name], removed), safe='')}")
        else:
            pairs.append(f"{quote(_EMAIL.sub(GONE, name), safe='')}={GONE}")
            removed[Removed.PARAMETERS] += 1
    path = "/".join(_path_part(part) for part in split.path.split("/"))
    return urlunsplit((split.scheme, site, path, "&".join(pairs), ""))


def _path_part(part: str) -> str:
    return GONE if _TOKEN.fullmatch(part) else _EMAIL.sub(GONE, part)
