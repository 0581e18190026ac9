"""One call to JumpCloud: authorised, in the right organisation, refused with the right error."""

from collections.abc import Awaitable, Callable
from functools import partial
from http import HTTPStatus
from typing import Any, Final, Generic, Self, TypeVar

import msgspec

from deskpro_sso_gui.jumpcloud.credential import Authorizer
from deskpro_sso_gui.jumpcloud.endpoints import Endpoints
from deskpro_sso_gui.jumpcloud.errors import JumpCloudError, decoded, not_understood, refusal
from deskpro_sso_gui.jumpcloud.purposes import Purpose
from deskpro_sso_gui.net import Request, Response, Sender
from deskpro_sso_gui.net.parallel import several
from deskpro_sso_gui.net.types import LIST_LIMIT, Upload
from deskpro_sso_gui.problems import ProblemCode

PAGE: Final = 100
"""Items asked for at a time, the most JumpCloud gives (reference §1.7)."""

_MOST_ITEMS: Final = 100_000

_WITHOUT_ORGANIZATION: Final = (
    "/organizations",
    "/search/organizations",
    "/users",
    "/v2/organizations",
    "/v2/administrators",
    "/v2/providers",
    "/v2/integrations",
)
"""Routes that refuse ``x-org-id`` (reference §1.4)."""

T = TypeVar("T")


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """A call to be made.

    Attributes:
        path: below the API's base; the second version's begin with ``/v2``.
        purpose: what a refusal says.
        upload: a file to send, in place of ``json``.
        read: it changes nothing, so that it may be sent again.
        accepts: statuses that count as a success besides 2xx.
        names_organization: sends ``x-org-id`` where the route's rule says otherwise.
        expects: media type that is asked for.
    """

    method: str
    path: str
    purpose: Purpose
    query: tuple[tuple[str, str], ...] = ()
    json: Any = None
    upload: Upload | None = None
    read: bool = False
    accepts: frozenset[int] = frozenset()
    names_organization: bool = False
    expects: str = "application/json"
    limit: int = LIST_LIMIT


class Page(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """A part of a list; ``total`` is None where JumpCloud does not say how many there are."""

    items: list[T]
    total: int | None


class _V1Page(msgspec.Struct, Generic[T]):
    results: list[T]
    totalCount: int | None = None  # noqa: N815 - JumpCloud's spelling


class Caller:
    """Makes calls to one JumpCloud, for one organisation where the key sees several."""

    def __init__(
        self,
        http: Sender,
        endpoints: Endpoints,
        authorizer: Authorizer,
        organization: str | None,
    ) -> None:
        """Send nothing yet."""
        self._http = http
        self._endpoints = endpoints
        self._authorizer = authorizer
        self._organization = organization

    def with_organization(self, organization: str | None) -> Self:
        """Return a caller for another organisation; it shares the service account's token."""
        return type(self)(self._http, self._endpoints, self._authorizer, organization)

    async def call(self, call: Call) -> Response:
        """Make ``call`` on the API and return its answer, a success.

        Raises:
            JumpCloudError: JumpCloud refused.
            NetError: no usable answer came.
        """
        return await self._call(self._endpoints.api + call.path, call)

    async def call_events(self, call: Call) -> Response:
        """Make ``call`` on Directory Insights, which lives on a host of its own."""
        return await self._call(self._endpoints.events + call.path, call)

    async def _call(self, url: str, call: Call) -> Response:
        headers = await self._authorizer.headers()
        response = await self._send(url, call, headers)
        if self._is_not_accepted(response, call) and self._authorizer.expire(headers):
            # a refused token was not acted on, so that even a write may be sent once more
            headers = await self._authorizer.headers()
            response = await self._send(url, call, headers)
        if response.ok or response.status in call.accepts:
            if response.is_web_page:  # JumpCloud's API has none: somebody on the way answered
                raise not_understood(response)
            return response
        raise self._refused(response, call)

    def _is_not_accepted(self, response: Response, call: Call) -> bool:
        """Say whether it is the credential that was refused; no organisation is a 401 too."""
        if response.status != HTTPStatus.UNAUTHORIZED:
            return False
        return refusal(response, call.purpose).problem.code is ProblemCode.KEY_NOT_ACCEPTED

    async def _send(self, url: str, call: Call, authorization: dict[str, str]) -> Response:
        request = Request(
            method=call.method,
            url=url,
            headers={"accept": call.expects, **self._organization_header(call), **authorization},
            query=call.query,
            json=call.json,
            upload=call.upload,
            limit=call.limit,
            idempotent=call.read,
        )
        return await self._http.send(request)

    def _organization_header(self, call: Call) -> dict[str, str]:
        if self._organization is None:
            return {}
        path = call.path.partition("?")[0]
        forbidden = any(
            path == route or path.startswith(f"{route}/") for route in _WITHOUT_ORGANIZATION
        )
        if forbidden and not call.names_organization:
            return {}
        return {"x-org-id": self._organization}

    def _refused(self, response: Response, call: Call) -> JumpCloudError:
        error = refusal(response, call.purpose)
        values = {
            name: self._authorizer.redacted(value) for name, value in error.problem.values.items()
        }
        detail = self._authorizer.redacted(error.detail)
        code = error.problem.code
        if code is ProblemCode.KEY_NOT_ACCEPTED:
            code = self._authorizer.not_accepted
        return JumpCloudError(code, error.status, detail, **values)

    async def every(self, call: Call, kind: type[T], key: Callable[[T], str]) -> tuple[T, ...]:
        """Return all items of a list, each once, in JumpCloud's order.

        After the first page told how many there are, the others are read six at a time.

        Args:
            call: the list, without paging.
            kind: of an item.
            key: an item's identity; the list may shift while it is read.

        Raises:
            JumpCloudError: JumpCloud refused, or the list is not what it should be.
            NetError: no usable answer came.
        """
        second_version = call.path.startswith("/v2/")

        async def page(skip: int) -> Page[T]:
            response = await self.call(msgspec.structs.replace(call, query=_page(call, skip)))
            if second_version:
                items = decoded(response, list[kind])  # type: ignore[valid-type] # a value here
                return Page(items=items, total=total_count(response))
            v1 = decoded(response, _V1Page[kind])  # type: ignore[valid-type] # as above
            return Page(items=v1.results, total=v1.totalCount)

        items = await _all_items(page)
        return tuple({key(item): item for item in items}.values())


def first_page(call: Call) -> tuple[tuple[str, str], ...]:
    """Return the query with which ``Caller.every`` begins to read the list of ``call``."""
    return _page(call, 0)


def _page(call: Call, skip: int) -> tuple[tuple[str, str], ...]:
    return (*call.query, ("limit", str(PAGE)), ("skip", str(skip)))


def total_count(response: Response) -> int | None:
    """Return how long a list of the second version is, None where JumpCloud does not say."""
    text = response.headers.get("x-total-count", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None  # noqa: PLR2004 - an int64


async def _all_items(page: Callable[[int], Awaitable[Page[T]]]) -> list[T]:
    first = await page(0)
    items, total, size = list(first.items), first.total, len(first.items)
    if total is not None and size:
        skips = range(size, min(total, _MOST_ITEMS), size)
        pages = await several([partial(page, skip) for skip in skips])
        for each in pages:
            items += each.items
        return items
    while size >= PAGE and len(items) < _MOST_ITEMS:
        following = await page(len(items))
        size = len(following.items)
        items += following.items
    return items
