"""One page in one state, and what brings the window there."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum, unique
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QApplication

from deskpro_sso_gui.net import NetError, Request, Response
from deskpro_sso_gui.problems import ProblemCode
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.ui.widgets.busy_strip import BusyStrip
from deskpro_sso_gui.ui.window import Window
from tests.support.desk import Desk
from tests.support.prepared import Prepared
from tests.support.window import settled, until, visible

_TURNS: Final = 12
_TOLD: Final = {
    ProblemCode.SERVER_FAILED: {"status": "502"},
    ProblemCode.PROXY_FAILED: {"proxy": "proxy.acme.example:3128"},
    ProblemCode.CERTIFICATE_AUTHORITY_UNKNOWN: {"issuer": "Acme Network Inspection"},
}
"""What a refusal says besides the host."""


@unique
class Part(StrEnum):
    """The pages that belong to no stage."""

    START = "start"
    SETTINGS = "settings"


class _Network:
    """Stands in for the network: nothing answers, or all is refused."""

    def __init__(self, refusal: ProblemCode | None) -> None:
        self._refusal = refusal
        self._let_go = asyncio.Event()

    def let_go(self) -> None:
        self._let_go.set()

    async def send(self, _request: Request, /) -> Response:
        if self._refusal is None:
            await self._let_go.wait()
        refusal = self._refusal or ProblemCode.CONNECTION_LOST
        raise NetError(refusal, sent=False, **{"host": "acme.example", **_TOLD.get(refusal, {})})

    async def aclose(self) -> None:
        self.let_go()


class Visit(Desk):
    """The window while an exhibit is brought about in it.

    Attributes:
        folder: an empty folder for files.
        prepared: the set-up, and the sandbox it was made in.
    """

    def __init__(self, window: Window, prepared: Prepared, folder: Path) -> None:
        super().__init__(window, prepared.sandbox)
        self.prepared = prepared
        self.folder = folder
        self.cleaned = contextlib.ExitStack()

    async def network(self, refusal: ProblemCode | None) -> None:
        """Have no request answered from now on; with ``refusal`` each one fails at once."""
        services = await self.window.services()
        stand_in, real = _Network(refusal), await services.http()
        services.connections._http = stand_in  # type: ignore[assignment]
        services._client = None

        def again() -> None:
            services.connections._http = real
            stand_in.let_go()

        self.cleaned.callback(again)

    async def waiting(self) -> None:
        """Wait until the window says that it waits."""
        await until(lambda: visible(self.window, BusyStrip))
        await rest()

    def file(self, name: str, content: bytes) -> Path:
        """Return a new file with ``content``."""
        path = self.folder / name
        path.write_bytes(content)
        return path


async def rest() -> None:
    """Let the layout come to rest; what is under way may go on."""
    for _ in range(_TURNS):
        await asyncio.sleep(0)
    QApplication.sendPostedEvents()


Bring = Callable[[Visit], Awaitable[None]]


async def as_it_is(visit: Visit) -> None:
    """Leave the page as it is when it has looked around."""
    await settled(visit.window)


@dataclass(frozen=True)
class Exhibit:
    """A page in a state.

    Attributes:
        page: a stage, or another part of the window.
        state: empty, busy, failed, done, stale, or what else there is on this page.
        bring: does what brings it there; the window shows the page, or the first page.
        after: the last stage of the set-up that is done; None for a new one.
        outside: how far both products are; as far as the set-up unless told.
        before: does what has to be done before the window looks.
        practice: it is in the window of practice.
        busy: something is still under way when it is there.
    """

    page: StageId | Part
    state: str
    bring: Bring = as_it_is
    after: StageId | None = None
    outside: StageId | None = None
    before: Callable[[Prepared], None] | None = None
    practice: bool = True
    busy: bool = False

    @property
    def id(self) -> str:
        """Name it, also as a file."""
        return f"{self.page}-{self.state}"
