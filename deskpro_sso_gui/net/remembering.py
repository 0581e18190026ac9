"""A sender that asks nothing twice while nothing has changed, for a run that nobody watches."""

import asyncio
from collections import defaultdict
from typing import Final
from urllib.parse import urlsplit

import msgspec

from deskpro_sso_gui.net.types import Request, Response, Sender
from deskpro_sso_gui.problems import ProblemError

_AUTHORISING: Final = frozenset({"authorization", "x-api-key"})
_SECOND_VERSION: Final = "v2"
_LEAST_ID: Final = 24
"""Digits of an id in JumpCloud's paths (reference/jumpcloud-api.md §1.4)."""

_Key = tuple[str, str, tuple[tuple[str, str], ...], bytes, tuple[tuple[str, str], ...]]


class Remembering:
    """Answers a read from memory where it had its answer already and nothing was written since.

    A write makes it forget what it may have changed: what was read at the same address or at one
    that lies in the other, and what names the same object. The two versions of JumpCloud's API
    keep apart: settings are the first one's, links the second one's.

    Within one step (``begin_step``) an answer is given once. Who asks twice in a step wants to
    know anew, because something is about to be written. That there was no answer is told once
    more too, so that nobody waits twice for a server that is away. What has a body of its own,
    such as the request for a service account's token, is always sent.

    For one credential: whose answer it was is not looked at.
    """

    def __init__(self, http: Sender) -> None:
        """Send nothing yet."""
        self._http = http
        self._kept: dict[_Key, Response | ProblemError] = {}
        self._told: set[_Key] = set()
        self._locks: defaultdict[_Key, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._written: list[str] = []

    def begin_step(self) -> None:
        """From now on each answer that is kept may be given once more."""
        self._told.clear()

    def ask_anew(self) -> None:
        """Forget every answer: something may have been written that did not come by here."""
        self._kept.clear()

    async def send(self, request: Request) -> Response:
        """Send ``request``, or return the answer it had.

        Raises:
            NetError: no usable answer came.
            ProblemError: the address may not be used (``ADDRESS_NOT_ALLOWED``).
        """
        if not request.idempotent:
            return await self._write(request)
        if request.body:
            return await self._http.send(request)
        return await self._read(request)

    async def _write(self, request: Request) -> Response:
        self._forget(request)
        try:
            return await self._http.send(request)
        finally:
            self._forget(request)

    async def _read(self, request: Request) -> Response:
        key = _key(request)
        async with self._locks[key]:  # what is under way already is waited for
            answer = None if key in self._told else self._kept.get(key)
            self._told.add(key)
            if answer is None:
                answer = await self._asked(request, key)
        if isinstance(answer, ProblemError):
            raise answer
        return answer

    async def _asked(self, request: Request, key: _Key) -> Response | ProblemError:
        before = len(self._written)
        answer: Response | ProblemError
        try:
            answer = await self._http.send(request)
        except ProblemError as error:  # NetError is one
            answer = error
        # what was written meanwhile may be in it or not
        if not any(_may_change(written, request.url) for written in self._written[before:]):
            self._kept[key] = answer
        return answer

    def _forget(self, request: Request) -> None:
        self._written.append(request.url)
        for key in tuple(self._kept):
            if _may_change(request.url, key[1]):
                del self._kept[key]


def _key(request: Request) -> _Key:
    headers = sorted((k, v) for k, v in request.headers.items() if k.lower() not in _AUTHORISING)
    body = msgspec.json.encode(request.json) if request.json is not None else b""
    return (request.method, request.url, request.query, body, tuple(headers))


def _may_change(written: str, read: str) -> bool:
    """Say whether a write to one address may change what another one answers."""
    writes, reads = urlsplit(written), urlsplit(read)
    if writes.netloc != reads.netloc:
        return False
    one, other = _segments(writes.path), _segments(reads.path)
    if (_SECOND_VERSION in one) is not (_SECOND_VERSION in other):
        return False
    shorter = min(len(one), len(other))
    same_object = {each for each in one if len(each) >= _LEAST_ID} & set(other)
    return one[:shorter] == other[:shorter] or bool(same_object)


def _segments(path: str) -> list[str]:
    return [each for each in path.split("/") if each]
