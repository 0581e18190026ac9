"""The window with a set-up that is done to the end, and both products in a process of their own.

For benchmarks: a sandbox in a thread, as the tests have it, would take time from the window.
"""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

from deskpro_sso_gui.credentials.session_store import SessionStore
from deskpro_sso_gui.jumpcloud.endpoints import Endpoints
from deskpro_sso_gui.practice.child import SandboxAddress, start_sandbox
from deskpro_sso_gui.storage.folders import folders
from deskpro_sso_gui.tasks.services import Services
from deskpro_sso_gui.ui.window import Window
from tests.support.prepared import prepare
from tests.support.window import drive, start_screen

if TYPE_CHECKING:
    from tests.support.practice_sandbox import PracticeSandbox


class _Sandbox:
    """What ``prepare`` needs of the sandbox of the tests, of one that is another process."""

    def __init__(self, address: SandboxAddress) -> None:
        self.address = address

    async def close(self) -> None:
        """Go on: the services that use it end, it does not."""

    def state(self) -> bytes:
        """Return nothing: nobody goes back."""
        return b""

    def services(self) -> Services:
        services = Services(
            practice=True,
            places=folders(practice=True),
            credentials=SessionStore(),
            loopback=Endpoints.for_loopback(self.address.jumpcloud),
        )
        services._sandbox = self  # type: ignore[assignment]
        return services


@asynccontextmanager
async def _sandbox() -> AsyncIterator[_Sandbox]:
    async with await start_sandbox(state=None) as child:
        yield _Sandbox(child.address)


@contextmanager
def _home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        os.environ |= {f"XDG_{kind}_HOME": name for kind in ("DATA", "CONFIG", "STATE", "CACHE")}
        yield Path(name)


def with_full_window(story: Callable[[Window], Awaitable[None]]) -> None:
    """Play ``story`` in a window that shows a set-up which is done to the end."""
    with (
        contextmanager(start_screen)(),
        _home() as home,
        tempfile.TemporaryDirectory() as states,
        asyncio.Runner() as runner,
    ):
        held = _sandbox()
        sandbox = runner.run(held.__aenter__())
        try:
            made = prepare(cast("PracticeSandbox", sandbox), Path(states), home)

            async def services() -> Services:
                return sandbox.services()

            async def opened(window: Window) -> None:
                await window.open_setup(made.record_id)
                await story(window)

            drive(opened, services=services, practice=True)
        finally:
            runner.run(held.__aexit__(None, None, None))
