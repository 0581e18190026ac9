"""How long the window does not answer while ten thousand groups are scrolled and searched.

Run as ``python -m tests.benchmarks.groups_in_the_window``, with a screen. The page *Choose who gets
in* of the real window shows the groups of a sandbox that is a process of its own. A person scrolls
by wheel, page and end keys and types and deletes what is searched for, one letter at a time; people
in the groups that come to rest in sight are counted meanwhile. A timer ticks every millisecond in
the GUI's loop; an interaction's block is the longest gap between two ticks until it is painted.
The target is less than 16 ms for 99 of 100. An idle window is measured in the same way beside it.
"""

import asyncio
import os
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Final, NamedTuple

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from deskpro_sso_gui.credentials.secret import Secret
from deskpro_sso_gui.credentials.session_store import SessionStore
from deskpro_sso_gui.jumpcloud.credential import ApiKey
from deskpro_sso_gui.jumpcloud.endpoints import Endpoints
from deskpro_sso_gui.practice.child import SandboxChild, start_sandbox
from deskpro_sso_gui.setup.facts import Generation, Interface
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.storage.folders import folders
from deskpro_sso_gui.tasks import application, connect
from deskpro_sso_gui.tasks.services import Services
from deskpro_sso_gui.ui.pages.access import AccessPage
from deskpro_sso_gui.ui.window import Window
from tests.support.window import drive, settled, start_screen, until

TARGET_MS: Final = 16.0
GROUPS: Final = 10_000
_SEARCHES: Final = ("engineering 12", "s", "legal 16", "nobody has this", "o 1")
_WHEELS: Final = 150
_PAGES: Final = 60
_REST_S: Final = 0.02
"""A person's fastest: fifty events a second."""


class Block(NamedTuple):
    """The longest block of an interaction, in milliseconds.

    Attributes:
        clock: as a person at this machine saw it.
        own: what the GUI's thread computed in it, whatever else the machine was doing.
    """

    clock: float
    own: float


class Gaps:
    """Gaps between the ticks of a timer in the GUI's loop, in milliseconds."""

    def __init__(self) -> None:
        self.longest = 0.0
        self.worked = 0.0
        self._last = time.perf_counter()
        self._worked_last = time.thread_time()
        self._timer = QTimer(interval=1, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.tick)
        self._timer.start()

    def tick(self) -> None:
        """Take notice that the loop is here."""
        now, worked = time.perf_counter(), time.thread_time()
        self.longest = max(self.longest, (now - self._last) * 1000)
        self.worked = max(self.worked, (worked - self._worked_last) * 1000)
        self._last, self._worked_last = now, worked

    async def of(self, work: Callable[[], object]) -> Block:
        """Return the longest gap from ``work`` until what it changed is painted."""
        self.tick()
        self.longest = self.worked = 0.0
        work()
        await asyncio.sleep(_REST_S)
        self.tick()
        return Block(self.longest, self.worked)


def percentile(gaps: list[float], part: float) -> float:
    """Return the gap that ``part`` of all do not exceed."""
    return sorted(gaps)[min(int(len(gaps) * part), len(gaps) - 1)]


def _actions(page: AccessPage) -> Iterator[Callable[[], object]]:
    view, search = page.groups.view, page.groups.search
    for number in range(_WHEELS):
        yield lambda up=number % 10 == 9: _wheel(page, 360 if up else -360)  # type: ignore[misc]
    for key in (Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Home, *[Qt.Key.Key_PageDown] * _PAGES):
        yield lambda key=key: QTest.keyClick(view, key)  # type: ignore[misc]
    for term in _SEARCHES:
        for letter in term:
            yield lambda letter=letter: QTest.keyClicks(search, letter)  # type: ignore[misc]
        for _ in term:
            yield lambda: QTest.keyClick(search, Qt.Key.Key_Backspace)


def _wheel(page: AccessPage, turn: int) -> None:
    viewport = page.groups.view.viewport()
    middle = QPointF(viewport.rect().center())
    event = QWheelEvent(
        middle,
        QPointF(viewport.mapToGlobal(middle.toPoint())),
        QPoint(),
        QPoint(0, turn),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 - not inverted; Qt takes no name here
    )
    QApplication.sendEvent(viewport, event)


async def _measure(window: Window, record_id: str) -> tuple[list[Block], list[Block]]:
    await window.open_setup(record_id)
    view = window.setup_view
    assert view is not None
    view.go_to(StageId.ACCESS)
    page = view.page
    assert isinstance(page, AccessPage)
    await until(lambda: page.groups.view.model().rowCount() == GROUPS, seconds=60)
    await settled(window)
    gaps = Gaps()
    actions = list(_actions(page))
    idle = [await gaps.of(lambda: None) for _ in actions]
    used = [await gaps.of(action) for action in actions]
    bar = page.groups.view.verticalScrollBar()
    assert bar.maximum() > 0
    return idle, used


@asynccontextmanager
async def _set_up() -> AsyncIterator[tuple[SandboxChild, str]]:
    """Have a sandbox with the groups, and a set-up saved that is done up to the application."""
    async with await start_sandbox(state=None, extra=["--groups", str(GROUPS)]) as child:
        services = _services(child)
        session = await services.new_session()
        sandbox = child.address
        await connect.check_helpdesk(
            session, sandbox.deskpro, interface=Interface.AGENTS, generation=Generation.LEGACY
        )
        await connect.sign_in_to_jumpcloud(session, ApiKey(Secret(sandbox.api_key)))
        await connect.choose_tester(session, sandbox.users[0].email)
        await application.create_application(session, application.Wish())
        await session.close()
        services._sandbox = None  # it is ended here
        await services.close()
        yield child, session.record.id


def _services(child: SandboxChild) -> Services:
    services = Services(
        practice=True,
        places=folders(practice=True),
        credentials=SessionStore(),
        loopback=Endpoints.for_loopback(child.address.jumpcloud),
    )
    services._sandbox = child
    return services


def _told(name: str, blocks: list[Block]) -> None:
    for words, gaps in (("", [each.clock for each in blocks]), (", own", _own(blocks))):
        print(  # noqa: T201 - its answer
            f"{name + words:<24} p50 {percentile(gaps, 0.5):5.1f} ms   p99 "
            f"{percentile(gaps, 0.99):5.1f} ms   longest {max(gaps):5.1f} ms   of {len(gaps)}"
        )


def _own(blocks: list[Block]) -> list[float]:
    return [each.own for each in blocks]


def main() -> int:
    """Print both distributions; 1 when the target is missed."""
    with tempfile.TemporaryDirectory() as name, contextmanager(start_screen)():
        os.environ |= {f"XDG_{kind}_HOME": name for kind in ("DATA", "CONFIG", "STATE", "CACHE")}
        idle, used = _played()
    _told("idle window", idle)
    _told(f"{GROUPS:,} groups", used)
    found = percentile([each.clock for each in used], 0.99)
    if percentile([each.clock for each in idle], 0.99) >= TARGET_MS:
        print("the machine is too busy: even an idle window misses it; judged by own time")  # noqa: T201
        found = percentile(_own(used), 0.99)
    missed = found >= TARGET_MS
    print(f"p99 under {TARGET_MS:g} ms: {'missed' if missed else 'met'}")  # noqa: T201 - its answer
    return int(missed)


def _played() -> tuple[list[Block], list[Block]]:
    results: list[tuple[list[Block], list[Block]]] = []
    with asyncio.Runner() as runner:
        held = _set_up()
        child, record_id = runner.run(held.__aenter__())

        async def services() -> Services:
            return _services(child)

        async def story(window: Window) -> None:
            results.append(await _measure(window, record_id))

        try:
            drive(story, services=services, practice=True)
        finally:
            runner.run(held.__aexit__(None, None, None))
    return results[0]


if __name__ == "__main__":
    raise SystemExit(main())
