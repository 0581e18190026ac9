"""Real servers for tests: any ASGI application on a free port, and one that answers as told."""

import asyncio
import contextlib
import json
import socket
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send


@contextlib.contextmanager
def serve(app: ASGIApp) -> Iterator[str]:
    """Serve ``app`` from a thread of its own and yield its origin."""
    # asyncio spares a connection the wait for full packets only where it is said to be TCP
    with socket.socket(proto=socket.IPPROTO_TCP) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(128)  # whoever connects before the server runs just waits
        config = uvicorn.Config(
            app, http="h11", ws="none", lifespan="off", log_level="critical", access_log=False
        )
        config.timeout_graceful_shutdown = 1
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=10)
            assert not thread.is_alive()


@dataclass(frozen=True)
class Seen:
    """A request as the server saw it."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    def values(self, name: str) -> list[str]:
        return [value for key, value in self.query if key == name]


@dataclass(frozen=True)
class Answer:
    """What the server says: ``body`` as JSON unless it is text or bytes."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)

    def encoded(self) -> tuple[bytes, str]:
        if isinstance(self.body, bytes):
            return self.body, "application/octet-stream"
        if isinstance(self.body, str):
            return self.body.encode(), "text/plain; charset=utf-8"
        return (b"" if self.body is None else json.dumps(self.body).encode()), "application/json"


HTML = Answer(body="<!DOCTYPE html><html><body><h1>Hello</h1></body></html>").body
Handler = Callable[[Seen], Answer | Awaitable[Answer]]


class TalkingServer:
    """An ASGI application that answers as ``handler`` says and remembers what it was asked.

    Attributes:
        gone: set when a client went away from a request that ``never`` answers.
        asked: set when such a request has arrived.
    """

    origin: str

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self.handler: Handler = lambda _: Answer(404, {"message": "Not Found"})
        self.seen: list[Seen] = []
        self.asked = threading.Event()
        self.gone = threading.Event()
        self.at_once = 0
        self.most_at_once = 0

    def always(self, answer: Answer) -> None:
        self.handler = lambda _: answer

    def in_turn(self, *answers: Answer) -> None:
        """Give ``answers`` one after the other, and the last one from then on."""
        left = list(answers)
        self.handler = lambda _: left.pop(0) if len(left) > 1 else left[0]

    def never(self) -> None:
        """Keep every request waiting until its client goes away."""
        self.handler = self._hang

    async def _hang(self, _: Seen) -> Answer:
        self.asked.set()
        raise _HangError

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        seen = Seen(
            method=scope["method"],
            path=scope["raw_path"].decode(),
            query=tuple(parse_qsl(scope["query_string"].decode(), keep_blank_values=True)),
            headers={name.decode(): value.decode() for name, value in scope["headers"]},
            body=body,
        )
        self.seen.append(seen)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            said = self.handler(seen)
            answer = said if isinstance(said, Answer) else await said
        except _HangError:
            while (await receive())["type"] != "http.disconnect":
                continue
            self.gone.set()
            return
        finally:
            self.at_once -= 1
        content, kind = answer.encoded()
        headers = {"content-type": kind, **answer.headers}
        await send(
            {
                "type": "http.response.start",
                "status": answer.status,
                "headers": [(key.encode(), value.encode()) for key, value in headers.items()],
            }
        )
        await send({"type": "http.response.body", "body": content})


class _HangError(Exception):
    pass


@contextlib.contextmanager
def talking() -> Iterator[TalkingServer]:
    server = TalkingServer()
    with serve(server) as origin:
        server.origin = origin
        yield server


@contextlib.asynccontextmanager
async def raw_server(
    conversation: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
    **options: Any,
) -> AsyncIterator[int]:
    """Serve what no HTTP library would send, from the test's own loop, and yield the port."""

    talks: set[asyncio.Task[None]] = set()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                await conversation(reader, writer)
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talks.add(asyncio.create_task(talk(reader, writer)))

    server = await asyncio.start_server(accept, "127.0.0.1", 0, **options)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in talks:
            task.cancel()
        ends = await asyncio.gather(*talks, return_exceptions=True)
        await server.wait_closed()
        for end in ends:
            if isinstance(end, Exception):  # what the conversation itself found wrong
                raise end


async def until(event: threading.Event) -> None:
    """Wait for something that happens in the server's thread."""
    assert await asyncio.to_thread(event.wait, 10), "it did not happen within ten seconds"
