"""Both products in one process and one event loop, each on an origin of its own.

JumpCloud answers on ``127.0.0.1`` and DeskPRO on ``localhost``: cookies ignore ports, so two
origins on one host name would share their sessions.
"""

import asyncio
import contextlib
import logging
import socket
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any, Final

import msgspec
import uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from deskpro_sso_gui.practice.deskpro.app import routes as deskpro_routes
from deskpro_sso_gui.practice.jumpcloud.app import routes as jumpcloud_routes
from deskpro_sso_gui.practice.keys import KeyMaker
from deskpro_sso_gui.practice.signin.app import routes as signin_routes
from deskpro_sso_gui.practice.store import Store

JUMPCLOUD_HOST: Final = "127.0.0.1"
DESKPRO_HOST: Final = "localhost"

_GRACE_SECONDS: Final = 1
"""How long an answer under way may take after the end was asked for."""
_PAIR_ATTEMPTS: Final = 50
_TOLD_USERS: Final = 4
_API_PREFIXES: Final = ("/api/", "/insights/", "/oauth2/")


class PortsTakenError(Exception):
    """The two neighbouring ports can't be had. The message is for whoever chose them."""


class ReadyUser(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who can be tried out."""

    email: str
    password: str


class ReadyLine(msgspec.Struct, frozen=True, kw_only=True):
    """What the sandbox prints when it answers (product.md, *Without a window*)."""

    jumpcloud: str
    deskpro: str
    api_key: str
    organization: str
    users: list[ReadyUser]


class Ports:
    """The bound sockets of both origins."""

    def __init__(self, jumpcloud: socket.socket, deskpro: Sequence[socket.socket]) -> None:
        self.jumpcloud = jumpcloud
        self.deskpro = list(deskpro)

    @property
    def port(self) -> int:
        """JumpCloud's port; DeskPRO's is the next."""
        return int(self.jumpcloud.getsockname()[1])

    @property
    def jumpcloud_origin(self) -> str:
        """Where JumpCloud answers."""
        return f"http://{JUMPCLOUD_HOST}:{self.port}"

    @property
    def deskpro_origin(self) -> str:
        """Where DeskPRO answers."""
        return f"http://{DESKPRO_HOST}:{self.port + 1}"

    @classmethod
    def bind(cls, port: int) -> "Ports":
        """Bind ``port`` and the next; 0 finds a free pair.

        Raises:
            PortsTakenError: one of them is in use, or there is no free pair.
        """
        for _ in range(1 if port else _PAIR_ATTEMPTS):
            with contextlib.suppress(OSError, OverflowError):
                return cls._bind_pair(port)
        if port:
            raise PortsTakenError(f"port {port} or {port + 1} is in use or not allowed")
        raise PortsTakenError("no two neighbouring ports are free")

    @classmethod
    def _bind_pair(cls, port: int) -> "Ports":
        with contextlib.ExitStack() as opened:
            jumpcloud = opened.enter_context(_bound(socket.AF_INET, JUMPCLOUD_HOST, port))
            second = int(jumpcloud.getsockname()[1]) + 1
            deskpro = [opened.enter_context(_bound(socket.AF_INET, "127.0.0.1", second))]
            if _has_ipv6_loopback():
                deskpro.append(opened.enter_context(_bound(socket.AF_INET6, "::1", second)))
            opened.pop_all()
            return cls(jumpcloud, deskpro)

    def close(self) -> None:
        """Let go of the ports."""
        for each in [self.jumpcloud, *self.deskpro]:
            each.close()


def bind_for(store: Store, port: int) -> Ports:
    """Bind the ports a sandbox shall use, and write their origins into its state.

    Without a wish (``port`` 0) a continued sandbox gets the ports it had, if they are free: its
    applications' addresses hold them.

    Raises:
        PortsTakenError: see :meth:`Ports.bind`.
    """
    remembered = store.world.jumpcloud_origin.rpartition(":")[2]
    ports = None
    if not port and remembered.isdecimal():
        with contextlib.suppress(PortsTakenError):
            ports = Ports.bind(int(remembered))
    ports = ports or Ports.bind(port)
    store.world.jumpcloud_origin = ports.jumpcloud_origin
    store.world.deskpro_origin = ports.deskpro_origin
    store.world.helpdesk.url = ports.deskpro_origin
    store.save()
    return ports


def ready_line(store: Store) -> ReadyLine:
    """Return what is told when the sandbox answers: the first few people, not thousands."""
    users = list(store.world.users.values())[:_TOLD_USERS]
    return ReadyLine(
        jumpcloud=store.world.jumpcloud_origin,
        deskpro=store.world.deskpro_origin,
        api_key=store.world.administrator.api_key,
        organization=store.world.organization.id,
        users=[ReadyUser(email=user.email, password=user.password) for user in users],
    )


@contextlib.asynccontextmanager
async def serving(
    store: Store, *, port: int = 0, latency: float = 0.0, key_maker: KeyMaker | None = None
) -> AsyncIterator[ReadyLine]:
    """Answer on both origins for as long as the context lasts.

    Args:
        store: the state; its origins are set.
        port: JumpCloud's port, DeskPRO gets the next; 0 finds a pair.
        latency: seconds that every API answer is held back.
        key_maker: makes the applications' keys.

    Raises:
        PortsTakenError: the ports can't be had.
    """
    ports = bind_for(store, port)
    maker = key_maker or KeyMaker()
    jumpcloud = _Server(_origin(ports.jumpcloud_origin, latency, _jumpcloud(store, maker)))
    deskpro = _Server(_origin(ports.deskpro_origin, latency, deskpro_routes(store)))
    tasks = [
        asyncio.create_task(jumpcloud.serve(sockets=[ports.jumpcloud])),
        asyncio.create_task(deskpro.serve(sockets=ports.deskpro)),
    ]
    try:
        await _until_answering([jumpcloud, deskpro], tasks)
        maker.prepare()
        yield ready_line(store)
    finally:
        jumpcloud.should_exit = deskpro.should_exit = True
        await asyncio.gather(*tasks)
        maker.close()
        ports.close()


async def _until_answering(servers: list["_Server"], tasks: list[asyncio.Task[None]]) -> None:
    """Wait for all servers; one that ends before it answers raises what ended it."""
    answering = asyncio.gather(*(server.answering.wait() for server in servers))
    either: list[asyncio.Future[Any]] = [answering, *tasks]
    await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        if task.done():
            answering.cancel()
            task.result()
    await answering


class _Server(uvicorn.Server):
    """A server that says when it answers, and leaves signals and logging alone."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                lifespan="off",
                ws="none",
                server_header=False,
                timeout_graceful_shutdown=_GRACE_SECONDS,
            )
        )
        self.answering = asyncio.Event()
        logger = logging.getLogger("uvicorn")
        if not logger.handlers:
            # Otherwise logging's last resort prints what goes wrong while stopping.
            logger.addHandler(logging.NullHandler())
            logger.propagate = False

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.answering.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        # Whoever runs the loop decides what a signal means.
        yield


class _Origin:
    """Answers for one origin alone, and holds back its API answers.

    A request that names another host is refused: a page on the web could otherwise reach this
    computer under a name of its own.
    """

    def __init__(self, app: ASGIApp, *, netloc: str, latency: float) -> None:
        self._app = app
        self._netloc = netloc.encode("ascii")
        self._latency = latency

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        if hosts != [self._netloc]:
            await Response("Misdirected Request", status_code=421)(scope, receive, send)
            return
        if self._latency and scope["path"].startswith(_API_PREFIXES):
            await asyncio.sleep(self._latency)
        await self._app(scope, receive, send)


def _origin(origin: str, latency: float, routes: list[Route]) -> ASGIApp:
    netloc = origin.removeprefix("http://")
    return _Origin(Starlette(routes=routes), netloc=netloc, latency=latency)


def _jumpcloud(store: Store, key_maker: KeyMaker) -> list[Route]:
    return [*jumpcloud_routes(store, key_maker), *signin_routes(store)]


def _bound(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    # asyncio sends small answers at once (TCP_NODELAY) only where the protocol is named
    found = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":
            # On Windows this option would let two programs share a port.
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            found.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        found.bind((host, port))
        # Two sockets with SO_REUSEADDR may both be bound; only one may listen.
        found.listen(128)
        found.settimeout(0)
    except BaseException:
        found.close()
        raise
    return found


def _has_ipv6_loopback() -> bool:
    if not socket.has_ipv6:
        return False
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True
