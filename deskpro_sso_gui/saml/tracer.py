"""SAML-tracer's requests to hops.

An export holds no times of its own: only the servers' Date headers tell when. Its masks replace
cookies and posted values, but not the message it had decoded already (reference/peers.md §4.8).
"""

from typing import Any, Final

from deskpro_sso_gui.saml.capture_wire import TracerEntry, loose, number, text
from deskpro_sso_gui.saml.carried import in_address, in_form
from deskpro_sso_gui.saml.conversation import Hop
from deskpro_sso_gui.saml.http_facts import (
    cookies_sent,
    cookies_set,
    header,
    headers,
    http_date,
)
from deskpro_sso_gui.saml.pages import absolute

_PAGE_TYPES: Final = ("text/html", "application/xhtml")
_FRAMES: Final = frozenset({"iframe", "frame"})


def hop_of(entry: TracerEntry, place: int) -> Hop:
    """Return the hop that an exported request records."""
    asked, answered = headers(loose(entry.request_headers)), headers(loose(entry.response_headers))
    address, location = text(entry.url), header(answered, "location")
    fields = _pairs(loose(entry.post))
    date = http_date(header(answered, "date"))
    return Hop(
        number=place,
        method=text(entry.method).upper(),
        url=address,
        status=number(entry.status),
        date=date,
        location=absolute(address, location) if location else "",
        is_page=header(answered, "content-type").lower().startswith(_PAGE_TYPES),
        cookies_set=cookies_set(answered),
        cookies_sent=cookies_sent(asked),
        framed=header(asked, "sec-fetch-dest") in _FRAMES,
        messages=(*in_address(address), *in_form(fields, address, text(entry.saml))),
    )


def _pairs(found: Any) -> tuple[tuple[str, str], ...]:
    pairs = found if isinstance(found, list) else []
    return tuple(
        (text(pair[0]), text(pair[1])) for pair in pairs if isinstance(pair, list) and len(pair) > 1
    )
