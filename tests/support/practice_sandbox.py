"""A sandbox that answers from a thread of this process, and goes back to what it was before.

A child process would take each test a second to start, and longer to make JumpCloud's large keys;
the child itself is walked through in ``tests/practice/server`` and ``tests/journeys``.
"""

import asyncio
import contextlib
import itertools
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, TypeVar
from unittest.mock import patch

import msgspec
from starlette.types import ASGIApp

from deskpro_sso_gui.credentials.session_store import SessionStore
from deskpro_sso_gui.jumpcloud.endpoints import Endpoints
from deskpro_sso_gui.practice import server
from deskpro_sso_gui.practice.child import SandboxAddress
from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.keys import KeyMaker
from deskpro_sso_gui.practice.server import ReadyLine, serving
from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.practice.world import World
from deskpro_sso_gui.storage.folders import folders
from deskpro_sso_gui.tasks.services import Services
from tests.support.jumpcloud_sandbox import small_key
from tests.support.signin_sandbox import private_key

T = TypeVar("T")
LIMIT_S: Final = 20.0


class PracticeSandbox:
    """Both products, in place of the child that services would start in practice.

    Attributes:
        address: where they answer.
    """

    def __init__(
        self, store: Store, ready: ReadyLine, call: Callable[[Callable[[], T]], T]
    ) -> None:
        self.address = msgspec.convert(msgspec.to_builtins(ready), SandboxAddress)
        self._store = store
        self._call: Callable[[Callable[[], Any]], Any] = call

    async def close(self) -> None:
        """Go on: the services that use it end, the tests do not."""

    def services(self) -> Services:
        """Return services in practice that use it, with keys in memory and folders of now."""
        services = Services(
            practice=True,
            places=folders(practice=True),
            credentials=SessionStore(),
            loopback=Endpoints.for_loopback(self.address.jumpcloud),
        )
        services._sandbox = self  # type: ignore[assignment]
        return services

    def state(self) -> bytes:
        """Return everything both products know."""
        state: bytes = self._call(lambda: msgspec.json.encode(self._store.world))
        return state

    def go_back(self, state: bytes) -> None:
        """Know ``state`` and nothing else, and behave well."""

        def work() -> None:
            self._store.world = msgspec.json.decode(state, type=World)
            self._store.set_faults(())

        self._call(work)

    def change(self, work: Callable[[Store], object]) -> None:
        """Change what both products know, as somebody else would."""
        self._call(lambda: work(self._store))

    def set_faults(self, *faults: Fault) -> None:
        """Behave badly in these ways and no others."""
        self._call(lambda: self._store.set_faults(faults))

    def do(self, work: Callable[[], None]) -> None:
        """Do ``work`` where the sandbox answers."""
        self._call(work)


@contextlib.contextmanager
def practice_sandbox(
    in_front: Callable[[ASGIApp], ASGIApp] = lambda app: app,
) -> Iterator[PracticeSandbox]:
    """Run a sandbox until the block ends; ``in_front`` wraps each of its applications."""
    loop = asyncio.new_event_loop()
    # its worker is there before any test looks which threads there are
    workers = ThreadPoolExecutor(1, thread_name_prefix="sandbox-worker")
    workers.submit(lambda: None).result(LIMIT_S)
    loop.set_default_executor(workers)
    thread = threading.Thread(target=loop.run_forever, name="sandbox", daemon=True)
    thread.start()

    def wait_for(work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, loop).result(LIMIT_S)

    def call(work: Callable[[], T]) -> T:
        async def called() -> T:
            return work()

        return wait_for(called())

    # two applications never have the same key
    keys = itertools.cycle([small_key(), private_key()])
    store, held = Store.create(), contextlib.AsyncExitStack()
    try:
        serves = serving(store, key_maker=KeyMaker(lambda: next(keys)))
        bare = server._origin
        with patch.object(server, "_origin", lambda *given: in_front(bare(*given))):
            ready = wait_for(held.enter_async_context(serves))
        try:
            yield PracticeSandbox(store, ready, call)
        finally:
            wait_for(held.aclose())
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(LIMIT_S)
        loop.close()
        workers.shutdown()
