"""Recordings of a sign-in as browsers, proxies and SAML-tracer write them."""

import base64
import json
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import quote, urlencode

from tests.support.saml_documents import ACS_URL, IDP_URL, ISSUED_AT, request_xml, response_xml

DESKPRO = "https://acme.deskpro.com"
CONSOLE = "https://console.jumpcloud.com"
SESSION = "dp_session=secret-session-value; Path=/; HttpOnly; Secure; SameSite=None"
LOGIN_FORM = "<form><input name=email><input type='password' name=password></form>"


@dataclass(frozen=True)
class Step:
    """One request and its answer; times are seconds after the message's issue."""

    method: str
    url: str
    status: int = 200
    body: str = ""
    mime: str = "text/html"
    location: str = ""
    form: tuple[tuple[str, str], ...] = ()
    cookies: str = ""
    set_cookies: tuple[str, ...] = ()
    at: float = 0.0
    date: datetime | None = None
    headers: tuple[tuple[str, str], ...] = ()
    error: str = ""

    @property
    def started(self) -> datetime:
        return ISSUED_AT + timedelta(seconds=self.at)

    @property
    def request_headers(self) -> list[tuple[str, str]]:
        found = [*self.headers]
        if self.cookies:
            found.append(("Cookie", self.cookies))
        if self.form:
            found.append(("Content-Type", "application/x-www-form-urlencoded"))
            found.append(("Content-Length", str(len(urlencode(self.form)))))
        return found

    @property
    def response_headers(self) -> list[tuple[str, str]]:
        date = self.date or self.started
        found = [("Date", f"{date:%a, %d %b %Y %H:%M:%S} GMT"), ("Content-Type", self.mime)]
        if self.location:
            found.append(("Location", self.location))
        return [*found, *(("Set-Cookie", cookie) for cookie in self.set_cookies)]


def redirect_address(xml: bytes, relay_state: str = "") -> str:
    """Return the address by which a request goes to JumpCloud (bindings §3.4)."""
    engine = zlib.compressobj(9, zlib.DEFLATED, -15)
    deflated = engine.compress(xml) + engine.flush()
    value = quote(base64.b64encode(deflated).decode(), safe="")
    state = f"&RelayState={quote(relay_state, safe='')}" if relay_state else ""
    return f"{IDP_URL}?SAMLRequest={value}{state}"


def answered_xml(request_id: str = "_request", **changes: Any) -> bytes:
    """Return a good response that names the request it answers."""
    return response_xml(**changes).replace(
        b'ID="_response"', f'ID="_response" InResponseTo="{request_id}"'.encode(), 1
    )


def posting_page(xml: bytes, action: str = ACS_URL) -> str:
    """Return JumpCloud's page, which posts the message by a script."""
    value = base64.b64encode(xml).decode()
    return (
        f'<html><body onload="document.forms[0].submit()"><form method="post" action="{action}">'
        f'<input type="hidden" name="SAMLResponse" value="{value}">'
        '<input type="hidden" name="RelayState" value="/agent/"></form></body></html>'
    )


def message_form(xml: bytes) -> tuple[tuple[str, str], ...]:
    return (("SAMLResponse", base64.b64encode(xml).decode()), ("RelayState", "/agent/"))


def signed_in(
    response: bytes | None = None, *, request: bytes | None = None, acs_url: str = ACS_URL
) -> list[Step]:
    """Return the steps of a sign-in that works, begun at DeskPRO."""
    xml = answered_xml() if response is None else response
    asking = redirect_address(request_xml() if request is None else request, "/agent/")
    return [
        Step("GET", f"{DESKPRO}/agent/login", body=LOGIN_FORM, set_cookies=(SESSION,), at=-20),
        Step("GET", f"{DESKPRO}/static/app.js", mime="text/javascript", body="var x;", at=-19),
        Step("GET", f"{DESKPRO}/agent/login/authenticate/3", 302, location=asking, at=-10),
        Step("GET", asking, 302, location=f"{CONSOLE}/login?step=1", at=-9),
        Step("GET", f"{CONSOLE}/login?step=1", body=LOGIN_FORM, at=-8),
        Step("GET", asking, body=posting_page(xml, acs_url), at=0),
        Step(
            "POST",
            acs_url,
            302,
            form=message_form(xml),
            location="/agent/",
            cookies="dp_session=secret-session-value",
            at=1,
        ),
        Step("GET", f"{DESKPRO}/agent/", body="<h1>Tickets</h1>", at=2),
    ]


def changed(steps: Sequence[Step], beginning: str, /, **changes: Any) -> list[Step]:
    """Change the last step whose address begins so."""
    place = max(at for at, step in enumerate(steps) if step.url.startswith(beginning))
    return [replace(step, **changes) if at == place else step for at, step in enumerate(steps)]


class Dialect(StrEnum):
    """Who wrote a HAR file, as far as they differ in what is read."""

    CHROME = "Chrome"
    EDGE = "Edge"
    FIREFOX = "Firefox"
    SAFARI = "Safari"
    CHARLES = "Charles"
    MITMPROXY = "mitmproxy"


_CREATORS = {
    Dialect.CHROME: ("WebInspector", "537.36"),
    Dialect.EDGE: ("WebInspector", "537.36"),
    Dialect.FIREFOX: ("Firefox", "128.0"),
    Dialect.SAFARI: ("WebKit Web Inspector", "1.0"),
    Dialect.CHARLES: ("Charles Proxy", "4.6.4"),
    Dialect.MITMPROXY: ("mitmproxy", "10.1.1"),
}
_TAKES_APART_ENCODED = {Dialect.CHROME, Dialect.EDGE}
_ONLY_TEXT = {Dialect.SAFARI}
_ONLY_PARAMS = {Dialect.CHARLES}
_BASE64_BODIES = {Dialect.SAFARI, Dialect.MITMPROXY, Dialect.CHARLES}


def _pairs(found: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in found]


def _post_data(step: Step, dialect: Dialect) -> dict[str, Any]:
    text = urlencode(step.form)
    encoded = dialect in _TAKES_APART_ENCODED
    params = [
        {"name": name, "value": quote(value, safe="") if encoded else value}
        for name, value in step.form
    ]
    found: dict[str, Any] = {"mimeType": "application/x-www-form-urlencoded"}
    if dialect not in _ONLY_PARAMS:
        found["text"] = text
    if dialect not in _ONLY_TEXT:
        found["params"] = params
    return found


def _content(step: Step, dialect: Dialect) -> dict[str, Any]:
    content: dict[str, Any] = {"size": len(step.body), "mimeType": f"{step.mime}; charset=utf-8"}
    if dialect in _BASE64_BODIES:
        return content | {
            "text": base64.b64encode(step.body.encode()).decode(),
            "encoding": "base64",
        }
    return content | {"text": step.body}


def _entry(step: Step, dialect: Dialect) -> dict[str, Any]:
    names = str.lower if dialect in {Dialect.CHROME, Dialect.EDGE} else str
    request: dict[str, Any] = {
        "method": step.method,
        "url": step.url,
        "httpVersion": "HTTP/2",
        "headers": _pairs([(names(name), value) for name, value in step.request_headers]),
        "queryString": [],
        "cookies": [],
        "headersSize": -1,
        "bodySize": len(urlencode(step.form)),
    }
    if step.form:
        request["postData"] = _post_data(step, dialect)
    response = {
        "status": step.status,
        "statusText": "",
        "httpVersion": "HTTP/2",
        "headers": _pairs([(names(name), value) for name, value in step.response_headers]),
        "cookies": [],
        "content": _content(step, dialect),
        "redirectURL": step.location,
        "headersSize": -1,
        "bodySize": -1,
    }
    if step.error:
        response["_error"] = step.error
    entry: dict[str, Any] = {"startedDateTime": step.started.isoformat(), "time": 100.5}
    if dialect in {Dialect.CHROME, Dialect.EDGE}:
        entry["_resourceType"] = "script" if "script" in step.mime else "document"
    return entry | {"request": request, "response": response, "cache": {}, "timings": {}}


def har(steps: Sequence[Step], dialect: Dialect = Dialect.CHROME) -> bytes:
    """Write a recording as a program of ``dialect`` does."""
    name, version = _CREATORS[dialect]
    log = {
        "version": "1.2",
        "creator": {"name": name, "version": version},
        "pages": [],
        "entries": [_entry(step, dialect) for step in steps],
    }
    return json.dumps({"log": log}, indent=2).encode()


def sanitised(data: bytes, *, message: bool = False) -> bytes:
    """Take the cookies out of a HAR file, and the content of posted forms on request."""
    document = json.loads(data)
    for entry in document["log"]["entries"]:
        for half in ("request", "response"):
            entry[half]["headers"] = [
                one
                for one in entry[half]["headers"]
                if one["name"].lower() not in {"cookie", "set-cookie"}
            ]
        if message:
            entry["request"].pop("postData", None)
            entry["response"]["content"].pop("text", None)
    return json.dumps(document).encode()


def _masked(value: str) -> str:
    return f"{{obf:alternative_{len(value)}}}"


def tracer(steps: Sequence[Step], *, old: bool = False, masked: bool = False) -> bytes:
    """Write a SAML-tracer export, with headers as pairs as before its version 1.0 if ``old``."""
    requests: list[dict[str, Any]] = []
    for step in steps:
        posted = dict(step.form).get("SAMLResponse")
        sent, answered = step.request_headers, step.response_headers
        if masked:
            sent = [(name, _masked(value) if name == "Cookie" else value) for name, value in sent]
        entry: dict[str, Any] = {
            "method": step.method,
            "url": step.url,
            "requestHeaders": [list(one) for one in sent] if old else _pairs(sent),
            "responseHeaders": [list(one) for one in answered] if old else _pairs(answered),
            "responseStatus": step.status,
            "responseStatusText": f"HTTP/1.1 {step.status}",
            "id" if old else "requestId": str(len(requests)),
        }
        if step.form:
            entry["post"] = [
                [name, _masked(value) if masked else value] for name, value in step.form
            ]
        if posted:
            entry["saml"] = base64.b64decode(posted).decode()
            entry["protocol"] = "SAML-P"
        requests.append(entry)
    document = {"requests": requests, "timestamp": "2026-05-04T09:40:00.000Z"}
    return json.dumps(document, indent=2).encode()


def recorded(make: Callable[[], Sequence[Step]]) -> Callable[[], tuple[bytes, ...]]:
    """Return the documents of a case: one recording of the steps."""
    return lambda: (har(make()),)
