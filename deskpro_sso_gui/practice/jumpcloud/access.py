"""Who calls, and for which organisation; and what every API call has in common.

Keys and tokens: jumpcloud-api.md §1.2 and §1.3. The ``x-org-id`` header: §1.4.
"""

import base64
import binascii
import hmac
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from enum import Enum, auto, unique
from typing import Any, Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from deskpro_sso_gui.practice.browser_sessions import Tokens
from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.jumpcloud import errors
from deskpro_sso_gui.practice.jumpcloud.paging import json_response
from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.practice.world import Organization

TOKEN_LIFETIME: Final = timedelta(hours=1)
MAX_BODY: Final = 1_000_000

_SECOND_ORGANIZATION_NAME: Final = "Acme Holding (practice)"


@unique
class OrganizationHeader(Enum):
    """What a call does with ``x-org-id``."""

    EXPECTED = auto()
    """Names the organisation; needed where the key sees several."""

    REFUSED = auto()
    """403 when it is sent."""

    OPTIONAL = auto()
    """The path names the organisation; a header has to say the same."""


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """An admitted API call.

    Attributes:
        request: the HTTP request.
        organization: the organisation it is about.
        is_home: whether that is the organisation with the sandbox's people and applications. The
            other one, of the fault "several organisations", is empty and can only be read.
        by_token: admitted by a service account's token rather than an administrator's key.
    """

    request: Request
    organization: Organization
    is_home: bool
    by_token: bool

    def path(self, name: str) -> str:
        """Return a part of the path."""
        return str(self.request.path_params[name])

    async def json_object(self) -> dict[str, Any]:
        """Return the body.

        Raises:
            ApiError: 400, the body is no JSON object, or too long.
        """
        try:
            return msgspec.json.decode(await read_body(self.request), type=dict[str, Any])
        except msgspec.DecodeError:
            raise errors.bad_application("Bad Request") from None


Handler = Callable[[Call], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]


async def read_body(request: Request) -> bytes:
    """Return the body of ``request``.

    Raises:
        ApiError: 413, more than a megabyte.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise errors.ApiError(413, {"message": "Payload Too Large"})
    return bytes(body)


class Gate:
    """Admits API calls, and turns :class:`ApiError` into its answer."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._calls = 0
        self._tokens: Tokens[str] = Tokens(
            lifetime=TOKEN_LIFETIME.total_seconds(), clock=lambda: store.now().timestamp()
        )

    def organizations(self) -> list[Organization]:
        """Return the organisations that the key sees, its home first."""
        home, further = self._store.world.organization, self._store.world.further_organizations
        if further or not self._store.has_fault(Fault.SEVERAL_ORGANIZATIONS):
            return [home, *further]
        # Made from the first one's id, so that it is the same after a restart.
        other = Organization(id=home.id[::-1], name=_SECOND_ORGANIZATION_NAME, created=home.created)
        return [home, other]

    def guard(
        self,
        handler: Handler,
        header: OrganizationHeader = OrganizationHeader.EXPECTED,
        *,
        writes: bool = False,
        forbidden_by: Fault | None = None,
    ) -> Endpoint:
        """Make an endpoint that calls ``handler`` with what was admitted.

        Args:
            handler: answers the call, or raises ApiError.
            header: what the call does with ``x-org-id``.
            writes: whether it changes anything.
            forbidden_by: the fault with which the key's role may not make this call.
        """

        async def endpoint(request: Request) -> Response:
            try:
                self._trip()
                call = self._admit(request, header)
                denied = forbidden_by is not None and self._store.has_fault(forbidden_by)
                if denied or (writes and not call.is_home):
                    raise errors.forbidden()
                return await handler(call)
            except errors.ApiError as error:
                return error_response(error)

        return endpoint

    def check_key(self, request: Request) -> None:
        """Refuse a request that has not the administrator's API key.

        Raises:
            ApiError: 401.
        """
        if not self._has_key(request):
            raise errors.unauthorized("api key user not found")

    async def token(self, request: Request) -> Response:
        """``POST /oauth2/token``: a service account's bearer token (RFC 6749 §4.4)."""
        form = await request.form()
        if form.get("grant_type") != "client_credentials":
            return json_response({"error": "unsupported_grant_type"}, 400)
        if not self._is_service_account(request.headers.get("authorization", "")):
            return json_response(
                {"error": "invalid_client", "error_description": "Client authentication failed"},
                401,
                {"WWW-Authenticate": 'Basic realm="oauth2"'},
            )
        if form.get("scope") != "api":
            return json_response({"error": "invalid_scope"}, 400)
        return json_response(
            {
                "access_token": self._tokens.issue("service account"),
                "expires_in": int(TOKEN_LIFETIME.total_seconds()),
                "scope": "api",
                "token_type": "bearer",
            }
        )

    def _trip(self) -> None:
        """Count the call, and fail it where a fault says so."""
        self._calls += 1
        if self._store.has_fault(Fault.RATE_LIMITED) and self._calls % 3 == 0:
            raise errors.ApiError(429, {"message": "Too Many Requests"}, {"Retry-After": "1"})
        if self._store.has_fault(Fault.SERVER_ERROR) and self._calls % 5 == 0:
            raise errors.unavailable()

    def _admit(self, request: Request, header: OrganizationHeader) -> Call:
        by_token = self._has_token(request)
        if not by_token:
            self.check_key(request)
        organization = self._organization(request, header)
        return Call(
            request=request,
            organization=organization,
            is_home=organization.id == self._store.world.organization.id,
            by_token=by_token,
        )

    def _organization(self, request: Request, header: OrganizationHeader) -> Organization:
        organizations = {organization.id: organization for organization in self.organizations()}
        # An empty header was accepted (jumpcloud-api.md §1.4).
        sent = request.headers.get("x-org-id", "")
        if header is OrganizationHeader.REFUSED and sent:
            raise errors.forbidden()
        if sent and not re.fullmatch(r"[0-9a-f]{24}", sent):
            raise errors.ApiError(400, {"message": "Bad Request: invalid organization id"})
        if sent and sent not in organizations:
            raise errors.not_found()
        named = request.path_params.get("organization_id", "")
        if sent and named and sent != named:
            raise errors.ApiError(400, {"message": "Bad Request: organization does not match"})
        wanted = sent or named
        if not wanted and header is OrganizationHeader.EXPECTED and len(organizations) > 1:
            raise errors.unauthorized("no organization selected")
        if wanted and wanted not in organizations:
            raise errors.not_found()
        return organizations[wanted] if wanted else self._store.world.organization

    def _has_key(self, request: Request) -> bool:
        return _same(request.headers.get("x-api-key", ""), self._store.world.administrator.api_key)

    def _has_token(self, request: Request) -> bool:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        return scheme.lower() == "bearer" and self._tokens.get(token) is not None

    def _is_service_account(self, authorization: str) -> bool:
        scheme, _, encoded = authorization.partition(" ")
        try:
            given = base64.b64decode(encoded, validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            return False
        administrator = self._store.world.administrator
        wanted = f"{administrator.client_id}:{administrator.client_secret}"
        return scheme.lower() == "basic" and _same(given, wanted)


def error_response(error: errors.ApiError) -> Response:
    """Answer with ``error``."""
    if error.body is None:
        return Response(status_code=error.status, headers=error.headers)
    return json_response(error.body, error.status, error.headers)


async def never_answer(request: Request) -> Response:
    """Wait until the client has gone; what is returned reaches nobody."""
    while True:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            return Response(status_code=503)


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8"), wanted.encode("utf-8"))
