"""Everything that can be wrong between the program and JumpCloud, done to one chosen request.

What a server can do is done by what stands before the sandbox (``tests.support.front``), before or
after the sandbox has carried the request out. What happens on the way happens on a real way: the
request is sent to a name that is not there, through a proxy that is down, to a TLS server whose
certificate is no good.
"""

import asyncio
import contextlib
import ssl
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, Final
from unittest.mock import patch
from urllib.parse import urlsplit

import trustme
from msgspec.structs import replace

from deskpro_sso_gui.net import Request, Response, transport
from deskpro_sso_gui.net.transport import Timeouts
from deskpro_sso_gui.problems import ProblemCode
from tests.support.front import HEADER, Exchange, Harm
from tests.support.http_server import raw_server

LIMIT_S: Final = 20.0
IMPATIENT: Final = Timeouts(connect=5.0, read=0.5, answer=5.0)
"""Of the request in trouble alone, for no answer is one of the troubles."""

_PAGE: Final = b"<!DOCTYPE html><html><body><h1>Sign in to the network</h1></body></html>"
_HTML: Final = {"content-type": "text/html"}
_JSON: Final = {"content-type": "application/json"}


@dataclass(frozen=True)
class Trouble:
    """One thing that is wrong.

    Attributes:
        code: what it is told as, if a call does not know better.
        harm: done in front of the sandbox; None where the request does not get there.
        place: which of ``Places`` it gets to instead.
        acted: the sandbox carries it out all the same.
    """

    name: str
    code: ProblemCode
    harm: Harm | None = None
    place: str = ""
    acted: bool = False


def _answer(
    status: int, body: bytes, headers: Mapping[str, str] = _JSON, *, acted: bool, cut: bool = False
) -> Harm:
    async def harm(exchange: Exchange) -> None:
        if acted:
            await exchange.commit()
        await exchange.answer(status, body, headers, cut=cut)

    return harm


def _silence(*, acted: bool) -> Harm:
    async def harm(exchange: Exchange) -> None:
        if acted:
            await exchange.commit()
        await exchange.gone()

    return harm


def _refusals() -> Iterator[Trouble]:
    """Yield the answers that say that nothing was done (reference/jumpcloud-api.md §1.5)."""
    said: list[tuple[str, int, bytes, ProblemCode]] = [
        (
            "401, no such key",
            401,
            b'{"error":"Unauthorized","message":"Unauthorized: api key user not found"}',
            ProblemCode.KEY_NOT_ACCEPTED,
        ),
        (
            "401, no organisation",
            401,
            b'{"message":"Unauthorized: no organization selected"}',
            ProblemCode.ORGANIZATION_NOT_CHOSEN,
        ),
        ("402", 402, b'{"message":"Payment Required"}', ProblemCode.PLAN_LACKS_FEATURE),
        ("403", 403, b'{"message":"Forbidden"}', ProblemCode.NOT_PERMITTED),
        (
            "403, blocked",
            403,
            b"Your IP has been blocked due to suspected abuse",
            ProblemCode.ADDRESS_BLOCKED,
        ),
        ("404", 404, b'{"message":"Not Found"}', ProblemCode.NOT_FOUND),
        ("409", 409, b'{"message":"Already Exists"}', ProblemCode.ALREADY_THERE),
        ("422", 422, b'{"message":"Unprocessable"}', ProblemCode.REQUEST_REFUSED),
        ("429", 429, b"", ProblemCode.TOO_MANY_REQUESTS),
    ]
    for name, status, body, code in said:
        yield Trouble(name, code, _answer(status, body, acted=False))
    later = _answer(429, b"", {**_JSON, "retry-after": "2"}, acted=False)
    yield Trouble("429 with Retry-After", ProblemCode.TOO_MANY_REQUESTS, later)


def _uncertain() -> Iterator[Trouble]:
    """Yield what leaves open whether anything was done, both ways."""
    for acted in (False, True):
        when = "after it was done" if acted else "before it was done"
        harms = {
            "500": (ProblemCode.SERVER_FAILED, _answer(500, b"", acted=acted)),
            "503": (ProblemCode.SERVER_FAILED, _answer(503, b"{}", acted=acted)),
            "502 with a page": (
                ProblemCode.SERVER_FAILED,
                _answer(502, _PAGE, _HTML, acted=acted),
            ),
            "a page instead of JSON": (
                ProblemCode.ANSWER_IS_A_WEB_PAGE,
                _answer(200, _PAGE, _HTML, acted=acted),
            ),
            "a body that is cut": (
                ProblemCode.CONNECTION_LOST,
                _answer(200, b'{"_id": "60', acted=acted, cut=True),
            ),
            "no answer": (ProblemCode.TOOK_TOO_LONG, _silence(acted=acted)),
        }
        for name, (code, harm) in harms.items():
            yield Trouble(f"{name}, {when}", code, harm, acted=acted)


def _on_the_way() -> Iterator[Trouble]:
    told = {
        "a name nobody knows": ProblemCode.NAME_NOT_FOUND,
        "a connection refused": ProblemCode.CONNECTION_REFUSED,
        "a proxy that is down": ProblemCode.PROXY_FAILED,
        "a proxy that wants a password": ProblemCode.PROXY_WANTS_PASSWORD,
        "an authority nobody knows": ProblemCode.CERTIFICATE_AUTHORITY_UNKNOWN,
        "a certificate out of date": ProblemCode.SERVER_CERTIFICATE_OUT_OF_DATE,
        "another host's certificate": ProblemCode.SERVER_CERTIFICATE_OF_ANOTHER,
    }
    for place, code in told.items():
        yield Trouble(place, code, place=place)


TROUBLES: Final = (*_on_the_way(), *_refusals(), *_uncertain())
HARMS: Final = {each.name: each.harm for each in TROUBLES if each.harm is not None}


@dataclass(frozen=True)
class Place:
    """Where a request ends up instead of the sandbox, and the transport that takes it there."""

    origin: str
    options: Mapping[str, Any] = field(default_factory=dict)


@contextlib.contextmanager
def places(folder: Path) -> Iterator[dict[str, Place]]:
    """Have all places where requests go wrong, by the name of their trouble."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="places", daemon=True)
    thread.start()
    held = contextlib.AsyncExitStack()
    try:
        opened = asyncio.run_coroutine_threadsafe(_open(held, folder), loop)
        yield opened.result(LIMIT_S)
    finally:
        asyncio.run_coroutine_threadsafe(held.aclose(), loop).result(LIMIT_S)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(LIMIT_S)
        loop.close()


async def _open(held: contextlib.AsyncExitStack, folder: Path) -> dict[str, Place]:
    authority = trustme.CA(organization_name="Acme Network Inspection")
    known = folder / "authority.pem"
    known.write_bytes(authority.cert_pem.bytes())

    async def tls(certificate: trustme.LeafCert) -> str:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        return f"https://localhost:{await held.enter_async_context(raw_server(_ok, ssl=context))}"

    wants_password = await held.enter_async_context(raw_server(_ask_for_password))
    async with raw_server(_ok) as closed:
        pass
    old = authority.issue_cert(
        "localhost",
        not_before=datetime(2020, 1, 1, tzinfo=UTC),
        not_after=datetime(2021, 1, 1, tzinfo=UTC),
    )
    believed = {"ca_file": known}
    return {
        "a name nobody knows": Place("https://jumpcloud.invalid"),
        "a connection refused": Place(f"http://127.0.0.1:{closed}"),
        "a proxy that is down": Place(
            "https://jumpcloud.invalid", {"proxy": f"http://127.0.0.1:{closed}"}
        ),
        "a proxy that wants a password": Place(
            "https://jumpcloud.invalid", {"proxy": f"http://127.0.0.1:{wants_password}"}
        ),
        "an authority nobody knows": Place(await tls(authority.issue_cert("localhost"))),
        "a certificate out of date": Place(await tls(old), believed),
        "another host's certificate": Place(
            await tls(authority.issue_cert("other.example")), believed
        ),
    }


async def _ok(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}")
    await writer.drain()


async def _ask_for_password(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(
        b"HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic\r\n"
        b"content-length: 0\r\nconnection: close\r\n\r\n"
    )
    await writer.drain()


@dataclass
class Case:
    """What is done to which request.

    Attributes:
        number: of the request, from 1; 0 does nothing to any.
        calls: the requests so far, in order, without the query.
    """

    number: int = 0
    trouble: Trouble = TROUBLES[0]
    calls: list[str] = field(default_factory=list)


_PLAIN: Final = transport.Http


class _TroubledHttp(transport.Http):
    """The product's transport, with one request that does not get through."""

    case: ClassVar[Case]
    places: ClassVar[Mapping[str, Place]]

    async def send(self, request: Request, /) -> Response:
        case = self.case
        case.calls.append(f"{request.method} {urlsplit(request.url).path}")
        if len(case.calls) != case.number:
            return await super().send(request)
        parts, place = urlsplit(request.url), self.places.get(case.trouble.place)
        if place is None:
            headers = {**request.headers, HEADER: case.trouble.name}
            request = replace(request, headers=headers)
        else:
            request = replace(request, url=place.origin + parts.path)
        http = _PLAIN(timeouts=IMPATIENT, **(place.options if place else {}))
        try:
            return await http.send(request)
        finally:
            await http.aclose()


@contextlib.contextmanager
def troubled(case: Case, where: Mapping[str, Place]) -> Iterator[None]:
    """Let every transport that is made until the block ends do to its requests what is said."""
    _TroubledHttp.case, _TroubledHttp.places = case, where
    with patch.object(transport, "Http", _TroubledHttp):
        yield
