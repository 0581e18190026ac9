"""Showing JumpCloud who we are: an API key, or a service account's token."""

import asyncio
import time
from base64 import b64encode
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

import msgspec

from deskpro_sso_gui.credentials.secret import Secret
from deskpro_sso_gui.jumpcloud.endpoints import Endpoints
from deskpro_sso_gui.jumpcloud.errors import JumpCloudError, decoded, refusal
from deskpro_sso_gui.jumpcloud.purposes import SIGN_IN
from deskpro_sso_gui.net import NetError, Request, Response, Sender
from deskpro_sso_gui.net.addresses import host_of
from deskpro_sso_gui.problems import ProblemCode, ProblemError

_EARLY: Final = 30.0
"""Seconds before its end that a token is renewed (reference §1.3)."""

_USUAL_LIFE: Final = 3600.0
_REFUSED: Final = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})

_NO_SUCH_HOST: Final = frozenset(
    {
        ProblemCode.NAME_NOT_FOUND,
        ProblemCode.CONNECTION_REFUSED,
        ProblemCode.SERVER_CERTIFICATE_OF_ANOTHER,
        ProblemCode.SAFE_CONNECTION_FAILED,
        ProblemCode.PROXY_REFUSED,
    }
)
"""How it shows that there is no token host where we guessed one, with and without a proxy."""


class ApiKey(msgspec.Struct, frozen=True):
    """An administrator's API key; white space around it does not count (reference §1.2)."""

    key: Secret


class ServiceAccount(msgspec.Struct, frozen=True):
    """A service account (reference §1.3)."""

    client_id: str
    client_secret: Secret


Credential = ApiKey | ServiceAccount


class _TokenAnswer(msgspec.Struct):
    access_token: str
    expires_in: float = _USUAL_LIFE


class _Token(msgspec.Struct, frozen=True):
    value: Secret
    renew_at: float


class Authorizer:
    """Makes the header that authorises a request, and keeps a service account's token fresh."""

    def __init__(
        self,
        http: Sender,
        endpoints: Endpoints,
        credential: Credential,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Ask for nothing yet. ``clock`` returns seconds."""
        self._http = http
        self._endpoints = endpoints
        self._credential = credential
        self._clock = clock
        self._token: _Token | None = None
        self._lock = asyncio.Lock()

    async def headers(self) -> dict[str, str]:
        """Return the authorising header of the next request.

        Raises:
            JumpCloudError: the service account is not accepted.
            ProblemError: there is no key (``KEY_MISSING``), or it can't be one.
            NetError: the token could not be fetched.
        """
        if isinstance(self._credential, ApiKey):
            return {"x-api-key": _usable(self._credential.key.reveal())}
        async with self._lock:  # calls made together share one token
            if self._token is None or self._clock() >= self._token.renew_at:
                self._token = await self._fetch(self._credential)
            return {"authorization": f"Bearer {self._token.value.reveal()}"}

    @property
    def not_accepted(self) -> ProblemCode:
        """What it is called when JumpCloud refuses the credential."""
        if isinstance(self._credential, ApiKey):
            return ProblemCode.KEY_NOT_ACCEPTED
        return ProblemCode.SERVICE_ACCOUNT_NOT_ACCEPTED

    def expire(self, headers: dict[str, str]) -> bool:
        """Forget the token in ``headers``, which was refused; say whether a new one may help."""
        if self._token is None:
            return isinstance(self._credential, ServiceAccount)
        if headers.get("authorization") == f"Bearer {self._token.value.reveal()}":
            self._token = None
        return True

    def redacted(self, text: str) -> str:
        """Return ``text`` without our secrets, should a server repeat them."""
        if isinstance(self._credential, ApiKey):
            secrets = [self._credential.key]
        else:
            secrets = [self._credential.client_secret]
            secrets += [self._token.value] if self._token else []
        for secret in secrets:
            if revealed := secret.reveal().strip():
                text = text.replace(revealed, "…")
        return text

    async def _fetch(self, account: ServiceAccount) -> _Token:
        names = (account.client_id, account.client_secret.reveal())
        pair = ":".join(_usable(each, ProblemCode.SERVICE_ACCOUNT_NOT_ACCEPTED) for each in names)
        asked_at = self._clock()
        response = await self._ask(b64encode(pair.encode("ascii")).decode("ascii"))
        if response.status in _REFUSED:
            raise JumpCloudError(ProblemCode.SERVICE_ACCOUNT_NOT_ACCEPTED, response.status)
        if response.status == HTTPStatus.NOT_FOUND and not self._endpoints.token_known:
            raise self._host_unknown()
        if not response.ok:
            raise refusal(response, SIGN_IN)
        answer = decoded(response, _TokenAnswer)
        renew_at = asked_at + max(0.0, answer.expires_in - _EARLY)
        return _Token(Secret(_usable(answer.access_token)), renew_at)

    async def _ask(self, basic: str) -> Response:
        request = Request(
            method="POST",
            url=self._endpoints.token,
            headers={
                "authorization": f"Basic {basic}",
                "content-type": "application/x-www-form-urlencoded",
                "accept": "application/json",
            },
            body=b"grant_type=client_credentials&scope=api",
            idempotent=True,  # a token asked for twice does no harm
        )
        try:
            return await self._http.send(request)
        except NetError as error:
            if self._endpoints.token_known or error.problem.code not in _NO_SUCH_HOST:
                raise
            raise self._host_unknown() from error

    def _host_unknown(self) -> ProblemError:
        host = host_of(self._endpoints.token)
        return ProblemError(ProblemCode.SERVICE_ACCOUNT_HOST_UNKNOWN, host=host)


def _usable(text: str, otherwise: ProblemCode = ProblemCode.KEY_NOT_ACCEPTED) -> str:
    """Return ``text`` trimmed, if it can stand in a header at all; ``otherwise`` where it can't.

    Its length is not judged: old and new keys differ (reference §1.2).
    """
    trimmed = text.strip()
    if not trimmed:
        raise ProblemError(ProblemCode.KEY_MISSING)
    if not trimmed.isascii() or not trimmed.isprintable() or " " in trimmed:
        raise ProblemError(otherwise)
    return trimmed
