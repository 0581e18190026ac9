"""HAR entries to hops: what each browser and proxy writes in its own way."""

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Final

from deskpro_sso_gui.saml.capture_wire import (
    HarContent,
    HarEntry,
    HarRequest,
    HarResponse,
    loose,
    number,
    text,
)
from deskpro_sso_gui.saml.carried import form_fields, in_address, in_form, in_page
from deskpro_sso_gui.saml.conversation import CarriedMessage, Hop
from deskpro_sso_gui.saml.http_facts import (
    Headers,
    cookies_sent,
    cookies_set,
    header,
    headers,
    http_date,
    later,
    moment,
)
from deskpro_sso_gui.saml.limits import MAX_MESSAGE_BYTES
from deskpro_sso_gui.saml.pages import absolute, asks_password, message_forms, words_of

_REDIRECTS: Final = range(300, 400)
_NOT_MODIFIED: Final = 304
_FIRST_ERROR: Final = 400
_FRAMES: Final = frozenset({"iframe", "frame"})
_FORM: Final = "form-urlencoded"
# what a page loads for itself: it carries no sign-in
_PARTS_OF_PAGES: Final = re.compile(
    r"image/|font/|audio/|video/|text/css|(?:text|application)/(?:x-)?(?:java|ecma)script"
    r"|application/(?:[\w.+-]*json|wasm|font|octet-stream|manifest)"
)
_PART_TYPES: Final = frozenset(
    {"image", "font", "media", "stylesheet", "script", "xhr", "fetch", "ping", "websocket"}
)
_SIGN_OF_A_SITE: Final = "/favicon.ico"
"""Every browser asks for it by itself, and a site that has none answers with an error."""

_PAGE_TYPES: Final = ("text/html", "application/xhtml")


def hop_of(entry: HarEntry, place: int) -> Hop | None:
    """Return the hop that an entry records, None for one that can't matter to a sign-in."""
    request, response = entry.request, entry.response or HarResponse()
    if request is None or not _matters(entry, request, response):
        return None
    asked, answered = headers(loose(request.headers)), headers(loose(response.headers))
    address, status = text(request.url), number(response.status)
    # Firefox tells no type of the body of a page that was left at once
    told = _mime(response) or header(answered, "content-type").lower()
    is_page = told.startswith(_PAGE_TYPES)
    page = _page(response.content) if is_page else ""
    began = moment(text(entry.started))
    fields = _fields(request)
    went_on = header(answered, "location") or text(response.redirect_url)
    return Hop(
        number=place,
        method=text(request.method).upper(),
        url=address,
        status=status,
        started=began,
        answered=later(began, entry.time),
        date=http_date(header(answered, "date")),
        location=absolute(address, went_on) if went_on else "",
        is_page=is_page,
        asks_password=asks_password(page),
        said=words_of(page or _page(response.content)) if status >= _FIRST_ERROR else "",
        cookies_set=cookies_set(answered),
        cookies_sent=cookies_sent(asked),
        blocked=text(response.blocked) or text(response.error),
        framed=header(asked, "sec-fetch-dest") in _FRAMES,
        body_missing=_body_missing(request, asked, fields),
        messages=tuple(_messages(fields, address, page)),
    )


def _matters(entry: HarEntry, request: HarRequest, response: HarResponse) -> bool:
    address = text(request.url)
    if "SAMLRe" in address or b"SAMLRe" in bytes(request.post_data or b""):
        return True
    status = number(response.status)
    if entry.resource_type in _PART_TYPES or status == _NOT_MODIFIED:
        return False
    if address.endswith(_SIGN_OF_A_SITE):
        return False
    mime = _mime(response)
    if status in _REDIRECTS or entry.resource_type == "document":
        return True
    return not _PARTS_OF_PAGES.match(mime)


def _mime(response: HarResponse) -> str:
    return text(response.content.mime_type).lower() if response.content is not None else ""


def _page(content: HarContent | None) -> str:
    """Return the text of a body, empty where it is missing, too large or not text."""
    if content is None or not content.text or len(memoryview(content.text)) > MAX_MESSAGE_BYTES:
        return ""
    body = text(loose(content.text))
    if text(content.encoding).lower() != "base64":
        return body
    try:
        return base64.b64decode(body).decode("utf-8", errors="replace")
    except (binascii.Error, ValueError):
        return ""


def _fields(request: HarRequest) -> tuple[tuple[str, str], ...]:
    """Return the fields of a posted form, from its text, else from what was taken apart."""
    posted = loose(request.post_data)
    if not isinstance(posted, dict):
        return ()
    body = text(posted.get("text"))
    if text(posted.get("encoding")).lower() == "base64":
        try:
            body = base64.b64decode(body).decode("utf-8", errors="replace")
        except (binascii.Error, ValueError):
            body = ""
    if len(body) > MAX_MESSAGE_BYTES:
        return ()
    if "SAMLRe" in body:
        return form_fields(body)
    taken_apart = posted.get("params")
    parts = taken_apart if isinstance(taken_apart, list) else []
    named = tuple(
        (text(part.get("name")), text(part.get("value")))
        for part in parts
        if isinstance(part, dict)
    )
    return named or (form_fields(body) if body else ())


def _body_missing(request: HarRequest, asked: Headers, fields: tuple[tuple[str, str], ...]) -> bool:
    if text(request.method).upper() != "POST" or fields:
        return False
    announced = header(asked, "content-length") or "0"
    return (
        _FORM in header(asked, "content-type")
        or number(announced) > 0
        or number(request.body_size) > 0
    )


def _messages(
    fields: tuple[tuple[str, str], ...], address: str, page: str
) -> Iterator[CarriedMessage]:
    yield from in_address(address)
    yield from in_form(fields, address)
    yield from in_page(message_forms(page, address))
