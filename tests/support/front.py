"""What stands between the program and the sandbox, and does harm where a request asks for it.

The header is put on by a test's own transport and says how the request is to fail, so that its
repetitions fail alike and no other request does.
"""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum, unique
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.support.program import wait_until

HEADER: Final = "x-harm"
SLEPT: Final = "/harm/slept"
"""Asked when a second has passed for a program whose time is not waited for."""

_MOST_BYTES: Final = 1_000_000


@unique
class Death(StrEnum):
    """When the program is killed, seen from JumpCloud; its process's number follows in the header.

    ``LATE``: JumpCloud carries the request out when the next start of the program has already
    looked whether it did.
    """

    THEN_COMMIT = "dies, then JumpCloud carries it out"
    COMMIT_FIRST = "dies after JumpCloud has carried it out, before the answer"
    LATE = "dies, and JumpCloud carries it out while the next start looks for it"


Harm = Callable[["Exchange"], Awaitable[None]]


class Exchange:
    """One request with its body read, and the ways it can go on."""

    def __init__(
        self, app: ASGIApp, scope: Scope, body: bytes, receive: Receive, send: Send
    ) -> None:
        """Hold what ``app`` would be called with."""
        self._app, self._scope, self._body = app, scope, body
        self._receive, self._send = receive, send

    async def commit(self) -> list[Message]:
        """Have it carried out, and return the answer instead of sending it."""
        said: list[Message] = []

        async def keep(message: Message) -> None:
            said.append(message)

        await self._app(self._scope, self._again(), keep)
        return said

    async def answer(
        self, status: int, body: bytes, headers: Mapping[str, str], *, cut: bool = False
    ) -> None:
        """Answer so; ``cut`` promises more than comes."""
        length = len(body) + (100 if cut else 0)
        named = {"content-length": str(length), **headers}
        encoded = [(name.encode(), value.encode()) for name, value in named.items()]
        await self._send({"type": "http.response.start", "status": status, "headers": encoded})
        await self._send({"type": "http.response.body", "body": body, "more_body": cut})

    async def gone(self) -> None:
        """Wait until whoever asked went away."""
        while (await self._receive())["type"] != "http.disconnect":
            continue

    def _again(self) -> Receive:
        messages: list[Message] = [
            {"type": "http.request", "body": self._body, "more_body": False},
        ]

        async def receive() -> Message:
            return messages.pop(0) if messages else {"type": "http.disconnect"}

        return receive


class Front:
    """Wraps the sandbox's applications, of all its origins.

    Attributes:
        harms: what the header's words mean, besides deaths.
        seen: method and path of every request, in order.
        under_way: how many are being answered.
        held: how many of these are held back until ``release``.
    """

    def __init__(self, harms: Mapping[str, Harm] | None = None) -> None:
        self.harms: Mapping[str, Harm] = harms or {}
        self.seen: list[str] = []
        self.under_way = 0
        self.held = 0
        self._released = asyncio.Event()

    def __call__(self, app: ASGIApp) -> ASGIApp:
        """Return ``app`` with this in front."""

        async def fronted(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["path"] == SLEPT:
                self.release()
                await send({"type": "http.response.start", "status": 204, "headers": []})
                await send({"type": "http.response.body", "body": b""})
                return
            self.seen.append(f"{scope['method']} {scope['path']}")
            self.under_way += 1
            try:
                await self._answer(app, scope, receive, send)
            finally:
                self.under_way -= 1

        return fronted

    async def _answer(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        words = [value.decode() for name, value in scope["headers"] if name.decode() == HEADER]
        if not words:
            await app(scope, receive, send)
            return
        exchange = Exchange(app, scope, await _whole(receive), receive, send)
        what, _, process = words[0].partition(":")
        if process:
            await self._kill(Death(what), int(process), exchange)
        else:
            await self.harms[what](exchange)

    async def _kill(self, death: Death, process: int, exchange: Exchange) -> None:
        if death is Death.COMMIT_FIRST:
            await exchange.commit()
        self._released.clear()
        os.kill(process, signal.SIGKILL)
        await exchange.gone()
        if death is Death.LATE:
            self.held += 1
            await self._released.wait()
            self.held -= 1
        if death is not Death.COMMIT_FIRST:
            await exchange.commit()

    def settled(self) -> None:
        """Wait, in another thread, until all is done that was asked for but what is held back."""
        wait_until(lambda: self.under_way == self.held, "JumpCloud is done")

    def release(self) -> None:
        """Have carried out what was held back; from the sandbox's own loop."""
        self._released.set()


async def _whole(receive: Receive) -> bytes:
    body = b""
    while len(body) < _MOST_BYTES:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    return body
