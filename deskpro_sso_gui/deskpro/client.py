"""The client of a helpdesk: a few reads that need no credential (reference/deskpro.md §5).

DeskPRO has no documented way to set up single sign-on from outside, so nothing is ever written.
"""

from http import HTTPStatus
from typing import Any, Final, TypeVar

import msgspec

from deskpro_sso_gui.net import NetError, Request, Response, Sender
from deskpro_sso_gui.net.addresses import host_of, origin, split
from deskpro_sso_gui.net.follow import follow
from deskpro_sso_gui.net.types import DOCUMENT_LIMIT
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import Discovery, Interface, SignInSource

_BUSY: Final = frozenset({HTTPStatus.LOCKED, HTTPStatus.TOO_MANY_REQUESTS})
SIGN_IN_PATHS: Final = {Interface.AGENTS: "/agent/", Interface.USERS: "/login"}
"""Where people begin to sign in; documented for both generations (reference §3.5, §5)."""

_CONTEXTS: Final = {Interface.AGENTS: "agent", Interface.USERS: "user"}

T = TypeVar("T")


class _WireDiscovery(msgspec.Struct):
    is_deskpro: bool
    helpdesk_url: str
    build: Any = None


class _WireDisplayOptions(msgspec.Struct):
    login_url: str | None = None


class _WireSource(msgspec.Struct):
    id: int
    title: str | None = None
    source_type: str | None = None
    is_enabled: bool | None = None
    display_options: Any = None

    def fact(self) -> SignInSource:
        """Return the source. PHP writes empty options as a list, which names no address.

        What is no address is left out.
        """
        try:
            options = msgspec.convert(self.display_options, _WireDisplayOptions)
        except msgspec.ValidationError:
            options = _WireDisplayOptions()
        login_url = options.login_url or ""
        return SignInSource(
            id=self.id,
            title=self.title or "",
            source_type=self.source_type or "",
            is_enabled=bool(self.is_enabled),
            login_url=login_url if split(login_url) else "",
        )


class _WireDiscoveryAnswer(msgspec.Struct):
    data: _WireDiscovery


class _WireSources(msgspec.Struct):
    data: list[_WireSource]


class DeskPro:
    """Asks one helpdesk."""

    def __init__(self, http: Sender, helpdesk_url: str) -> None:
        """Ask nothing yet. ``helpdesk_url`` is normalised: an origin without a slash."""
        self._http = http
        self._helpdesk_url = helpdesk_url

    async def discover(self) -> Discovery:
        """Return what the site says of itself (reference §1.1).

        Raises:
            ProblemError: it is busy (``HELPDESK_BUSY``), leads elsewhere (``REDIRECT_REFUSED``),
                has a fault (``SERVER_FAILED``), or is no DeskPRO (``NOT_A_DESKPRO``).
            NetError: no usable answer came.
        """
        response = await follow(
            self._http, _request(f"{self._helpdesk_url}/api/v2/helpdesk/discover")
        )
        host = response.host
        if response.status in _BUSY:
            raise ProblemError(ProblemCode.HELPDESK_BUSY, host=host)
        if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise ProblemError(ProblemCode.SERVER_FAILED, host=host, status=str(response.status))
        if response.redirect:
            target = origin(response.redirect) or response.redirect[:200]
            raise ProblemError(ProblemCode.REDIRECT_REFUSED, host=host, target=target)
        # documented in an envelope; the object alone was seen too
        answer = _decoded(response, _WireDiscoveryAnswer)
        found = answer.data if answer else _decoded(response, _WireDiscovery)
        if found is None or not found.is_deskpro or split(found.helpdesk_url) is None:
            raise ProblemError(ProblemCode.NOT_A_DESKPRO, host=host)
        build = found.build if isinstance(found.build, str | int) else ""
        return Discovery(helpdesk_url=found.helpdesk_url.rstrip("/"), build=str(build))

    async def sign_in_sources(self, interface: Interface) -> tuple[SignInSource, ...] | None:
        """Return the ways to sign in that the helpdesk lists; None where it does not tell.

        Documented until 2019; whether present sites answer is not known, so that no answer says
        nothing about the set-up (reference §2).
        """
        path = f"/api/v2/api_tokens/user_sources/{_CONTEXTS[interface]}"
        response = await self._try(self._helpdesk_url + path)
        found = _decoded(response, _WireSources) if response else None
        return tuple(each.fact() for each in found.data) if found else None

    async def sign_in_request_url(self, source: SignInSource) -> str | None:
        """Return where the helpdesk sends a browser that signs in through ``source``.

        The request it sends is in that address. None where it does not redirect, or where its
        address leads to another host than the helpdesk's.
        """
        parts = split(source.login_url)
        if parts is None or host_of(source.login_url) != host_of(self._helpdesk_url):
            return None
        # behind a proxy a helpdesk may believe that it is reached by http (reference §3.7)
        rest = source.login_url.partition("://")[2].partition("/")[2].partition("#")[0]
        url = f"{self._helpdesk_url}/{rest}"
        try:
            response = await self._http.send(_request(url))
        except NetError:
            return None
        return response.redirect or None

    async def sends_strangers_to(self, interface: Interface) -> str | None:
        """Return the other site to which DeskPRO sends a browser it does not know, by itself.

        Asked is the address at which people begin (reference §5, rows 6 and 7). Empty where it
        shows a sign-in page of its own; None where that can't be told, for a page may be a script.
        """
        response = await self._answer(self._helpdesk_url + SIGN_IN_PATHS[interface])
        if response is None:
            return None
        if response.redirect:
            elsewhere = origin(response.redirect) != self._helpdesk_url
            return response.redirect if elsewhere else None
        return "" if response.ok and b"password" in response.body.lower() else None

    async def service_provider_metadata(
        self, entity_id: str, *, confirmed: bool = False
    ) -> bytes | None:
        """Return the document at DeskPRO's *Metadata URL (Entity ID)*; None where there is none.

        That it can be read without signing in is likely, not known (reference §3.3), so that its
        absence is no error.

        Args:
            entity_id: the address, read only on the helpdesk's own origin.
            confirmed: the admin confirmed its host, so another origin is read as well.
        """
        parts = split(entity_id)
        elsewhere = origin(entity_id) != self._helpdesk_url
        if parts is None or (elsewhere and not confirmed):
            return None
        response = await self._try(entity_id)
        if response is None or response.is_web_page or b"EntityDescriptor" not in response.body:
            return None
        return response.body

    async def _try(self, url: str) -> Response | None:
        """Return the successful answer of an optional read, None where there is none."""
        response = await self._answer(url)
        return response if response and response.status == HTTPStatus.OK else None

    async def _answer(self, url: str) -> Response | None:
        """Return any answer of an optional read, None where none came."""
        try:
            return await follow(self._http, _request(url))
        except ProblemError:  # NetError is one
            return None


def _request(url: str) -> Request:
    return Request(
        method="GET",
        url=url,
        headers={"accept": "application/json, application/xml;q=0.9, */*;q=0.1"},
        limit=DOCUMENT_LIMIT,
        idempotent=True,
    )


def _decoded(response: Response, kind: type[T]) -> T | None:
    if not response.ok:
        return None
    try:
        return msgspec.json.decode(response.body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
