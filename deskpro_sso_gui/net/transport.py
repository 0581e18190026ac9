"""The transport: the one place that opens connections. Importing it is slow, so import it late."""

import asyncio
import logging
import random
import ssl
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlencode

import httpx
import msgspec
import stamina
import stamina.instrumentation

from deskpro_sso_gui import __version__
from deskpro_sso_gui.net import trust
from deskpro_sso_gui.net.addresses import host_of, is_loopback, origin, split
from deskpro_sso_gui.net.errors import NetError
from deskpro_sso_gui.net.faults import net_error
from deskpro_sso_gui.net.proxies import ProxyFinder, always, from_environment, without_password
from deskpro_sso_gui.net.types import Request, Response
from deskpro_sso_gui.problems import ProblemCode, ProblemError

_RETRIED_STATUSES: Final = frozenset({429, 500, 502, 503, 504})
_RETRIED_FAULTS: Final = frozenset(
    {
        ProblemCode.CONNECTION_REFUSED,
        ProblemCode.CONNECTION_LOST,
        ProblemCode.TOOK_TOO_LONG,
        ProblemCode.PROXY_FAILED,
    }
)
_ATTEMPTS: Final = 4
_LONGEST_PAUSE: Final = 30.0
"""Seconds waited at most because a server asked for it (``Retry-After``)."""

_WRITES_GRACE: Final = 5.0
"""Seconds that closing waits for writes under way."""

# our log is a whitelist; these two would write addresses with people's names, and headers
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)
stamina.instrumentation.set_on_retry_hooks(())


class Timeouts(msgspec.Struct, frozen=True, kw_only=True):
    """How long is waited, in seconds: for a connection, for the next bytes, for one answer."""

    connect: float = 10.0
    read: float = 30.0
    answer: float = 120.0


class _TryAgainError(Exception):
    """An answer that a read is sent again for."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status)
        self.response = response


class Http:
    """Sends requests. One for the whole program; its connections belong to one asyncio loop.

    Certificates are always verified. Redirects are returned, not followed. No cookie is kept.
    Plain http, and a way around the proxy, is for this computer only.
    """

    def __init__(
        self,
        *,
        proxy: ProxyFinder | str | None = None,
        ca_file: Path | None = None,
        timeouts: Timeouts | None = None,
    ) -> None:
        """Read the trust store, which takes a tenth of a second; open nothing yet.

        Args:
            proxy: its address, or what finds it for an address; None takes what environment and
                system say. This computer is never reached through one.
            ca_file: PEM file of authorities to believe besides the system's.
            timeouts: how long is waited.

        Raises:
            ProblemError: ``ca_file`` can't be read (``AUTHORITY_FILE_UNUSABLE``).
        """
        self._find_proxy = always(proxy) if isinstance(proxy, str) else proxy or from_environment
        self._timeouts = timeouts or Timeouts()
        self._context: ssl.SSLContext = trust.context(ca_file)
        self._clients: dict[str | None, httpx.AsyncClient] = {}
        self._writes: set[asyncio.Task[Response]] = set()

    async def send(self, request: Request, /) -> Response:
        """Send ``request`` and return the answer, whatever its status.

        A read is sent again, up to four times, on 429, 5xx and connection faults; ``Retry-After``
        is honoured up to 30 s. A write is sent once, and cancelling only stops the waiting for it.

        Raises:
            NetError: no usable answer came.
            ProblemError: http to another computer, or no address (``ADDRESS_NOT_ALLOWED``).
        """
        parts = split(request.url)
        if parts is None or (parts.scheme != "https" and not is_loopback(request.url)):
            raise ProblemError(
                ProblemCode.ADDRESS_NOT_ALLOWED, address=origin(request.url) or request.url[:200]
            )
        if request.idempotent:
            return await self._read(request)
        task = asyncio.create_task(self._once(request))
        self._writes.add(task)
        task.add_done_callback(self._written)
        return await asyncio.shield(task)

    def _written(self, task: asyncio.Task[Response]) -> None:
        self._writes.discard(task)
        if not task.cancelled():
            task.exception()  # whoever waited may be gone; asyncio complains of an unread error

    async def _read(self, request: Request) -> Response:
        try:
            async for attempt in stamina.retry_context(
                on=_pause, attempts=_ATTEMPTS, timeout=45.0, wait_initial=0.2, wait_jitter=0.5
            ):
                with attempt:
                    response = await self._once_or_again(request)
        except _TryAgainError as last:
            return last.response
        return response

    async def _once_or_again(self, request: Request) -> Response:
        response = await self._once(request)
        if response.status in _RETRIED_STATUSES:
            raise _TryAgainError(response)
        return response

    async def _once(self, request: Request) -> Response:
        host = host_of(request.url)
        proxy = await self._proxy_for(request.url)
        try:
            async with asyncio.timeout(self._timeouts.answer):
                return await self._exchange(self._client(proxy), request)
        except TimeoutError as error:
            raise NetError(ProblemCode.TOOK_TOO_LONG, sent=True, host=host) from error
        except httpx.InvalidURL as error:
            raise ProblemError(ProblemCode.ADDRESS_NOT_ALLOWED, address=host) from error
        except httpx.HTTPError as error:
            raise net_error(error, host=host, proxy=proxy) from error

    async def _exchange(self, client: httpx.AsyncClient, request: Request) -> Response:
        url, headers, content = request.url, dict(request.headers), request.body
        if request.query:
            url = f"{url}?{urlencode(request.query, quote_via=quote)}"
        if request.json is not None:
            content = msgspec.json.encode(request.json)
            headers.setdefault("content-type", "application/json")
        upload = request.upload
        async with client.stream(
            request.method,
            url,
            headers=headers,
            content=content or None,
            files={upload.field: (upload.name, upload.data, upload.media_type)} if upload else None,
        ) as answer:
            body = bytearray()
            async for chunk in answer.aiter_bytes():
                body += chunk
                if len(body) > request.limit:
                    raise NetError(ProblemCode.ANSWER_TOO_LARGE, sent=True, host=host_of(url))
            return Response(
                status=answer.status_code,
                headers={name.lower(): value for name, value in answer.headers.items()},
                body=bytes(body),
                url=url,
            )

    async def _proxy_for(self, url: str) -> str | None:
        return None if is_loopback(url) else await self._find_proxy(url)

    def _client(self, proxy: str | None) -> httpx.AsyncClient:
        if proxy not in self._clients:
            try:
                self._clients[proxy] = httpx.AsyncClient(
                    verify=self._context,
                    proxy=self._through(proxy),
                    trust_env=False,
                    cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
                    headers={"user-agent": f"deskpro-sso-gui/{__version__}"},
                    timeout=httpx.Timeout(self._timeouts.read, connect=self._timeouts.connect),
                )
            except (ImportError, ValueError, httpx.InvalidURL) as error:  # a SOCKS proxy, or none
                shown = without_password(proxy or "")
                raise ProblemError(ProblemCode.PROXY_NOT_SUPPORTED, proxy=shown) from error
        return self._clients[proxy]

    def _through(self, proxy: str | None) -> httpx.Proxy | None:
        if proxy is None:
            return None
        # a proxy that is itself reached by TLS is believed by the same rules as a server
        secure = proxy.lower().startswith("https://")
        return httpx.Proxy(proxy, ssl_context=self._context if secure else None)

    async def aclose(self) -> None:
        """Close all connections, after giving writes under way five seconds to be answered."""
        if self._writes:
            _, late = await asyncio.wait(self._writes, timeout=_WRITES_GRACE)
            for task in late:
                task.cancel()
        clients, self._clients = self._clients, {}
        for client in clients.values():
            await client.aclose()


def _pause(error: Exception) -> bool | float:
    """Say whether a read is sent again after ``error``, and after how many seconds if asked."""
    if isinstance(error, NetError):
        passing = error.problem.values.get("status", "").startswith("5")
        refused = error.problem.code is ProblemCode.PROXY_REFUSED
        return error.problem.code in _RETRIED_FAULTS or (refused and passing)
    if not isinstance(error, _TryAgainError):
        return False
    asked = _retry_after(error.response.headers.get("retry-after", ""), datetime.now(UTC))
    if asked is None:
        return True
    # calls that were refused together do not come back together
    return min(asked, _LONGEST_PAUSE) + random.uniform(0, 0.5)  # noqa: S311 - no secret


def _retry_after(value: str, now: datetime) -> float | None:
    """Return the seconds a ``Retry-After`` header asks for (RFC 9110 §10.2.3)."""
    if value.strip().isdecimal():
        return float(value)
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (until - now).total_seconds()) if until.tzinfo else None
