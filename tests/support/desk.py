"""What a story on a page of a practice set-up is told, and what holds for every page."""

import contextlib
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, Protocol, TypedDict, TypeVar

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from deskpro_sso_gui import texts
from deskpro_sso_gui.practice.child import SandboxAddress
from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks.session import Session
from deskpro_sso_gui.texts import PSEUDO
from deskpro_sso_gui.ui.pages.base import Page
from deskpro_sso_gui.ui.setup_view import SetupView
from deskpro_sso_gui.ui.window import Window
from tests.support.practice_sandbox import PracticeSandbox
from tests.support.window import (
    click,
    clipped,
    name_of,
    nameless,
    reachable,
    settled,
    shown_texts,
    tab_walk,
    untranslated,
)

P = TypeVar("P", bound=Page)
LOOKS = [(PSEUDO, (640, 480)), (PSEUDO, (1080, 760)), ("en", (480, 400))]
"""Languages and window sizes in which nothing may be clipped."""

SANDBOX_THREADS = frozenset(f"asyncio_{number}" for number in range(8))
"""Threads in which the sandbox of these tests makes a key; it goes on after a window."""

looks = pytest.mark.parametrize(("language", "size"), LOOKS)


class Desk:
    """The window with an open set-up, and the sandbox behind it."""

    def __init__(self, window: Window, sandbox: PracticeSandbox) -> None:
        self.window = window
        self._sandbox = sandbox

    @property
    def sandbox(self) -> SandboxAddress:
        return self._sandbox.address

    @property
    def view(self) -> SetupView:
        assert self.window.setup_view is not None
        return self.window.setup_view

    @property
    def session(self) -> Session:
        assert self.window.session is not None
        return self.window.session

    @property
    def page(self) -> Page:
        assert self.view.page is not None
        return self.view.page

    def at(self, kind: type[P]) -> P:
        """Return the page, which is of ``kind``."""
        assert isinstance(self.page, kind)
        return self.page

    @property
    def words(self) -> str:
        """Everything that can be read on the page."""
        return "\n".join(text for _, text in shown_texts(self.page))

    @property
    def primary(self) -> str:
        """The main button's label; empty where there is none."""
        button = self.view.primary_button
        return button.text() if button.isVisible() else ""

    def can_go_on(self) -> bool:
        """Whether the main button can be pressed."""
        return self.view.primary_button.isEnabled()

    def press_primary(self) -> None:
        click(self.view.primary_button)

    async def open(self, stage: StageId) -> None:
        """Show the page of ``stage`` and wait until it has looked around."""
        self.view.go_to(stage)
        await self.settled()

    async def settled(self) -> None:
        await settled(self.window)

    def outside(self) -> bytes:
        """Return all that JumpCloud and DeskPRO know."""
        return self._sandbox.state()

    def change(self, work: Callable[[Store], object]) -> None:
        """Change what JumpCloud and DeskPRO know, as somebody else would."""
        self._sandbox.change(work)

    def set_faults(self, *faults: Fault) -> None:
        """Have the sandbox behave badly in these ways and no others."""
        self._sandbox.set_faults(*faults)


Story = Callable[[Desk], Awaitable[None]]


class Start(TypedDict):
    """Where a story begins, see ``Play``."""

    page: StageId
    after: StageId | None


class Play(Protocol):
    """Plays a story on a page of a set-up that is done up to a stage."""

    def __call__(
        self,
        story: Story,
        *,
        page: StageId,
        after: StageId | None,
        outside: StageId | None = None,
        **window: Any,
    ) -> None:
        """Open the window, play ``story``, close it.

        Args:
            story: what is done and expected.
            page: the page it begins on.
            after: the last stage of the set-up that is done; None for a new one.
            outside: how far JumpCloud and DeskPRO are; as far as the set-up unless told.
            window: as for ``tests.support.window.drive``.
        """


def well_made(desk: Desk) -> None:
    """Fail unless all of the page can be read, is translated, named and reached by Tab."""
    if texts.language() == PSEUDO:
        assert untranslated(desk.page) == []
    assert clipped(desk.window) == []
    assert nameless(desk.page) == []
    walked = tab_walk(desk.window)
    missed = [name_of(widget) for widget in reachable(desk.page) if widget not in walked]
    assert not missed, f"Tab does not come by {missed}"


class _Handler(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.paths: list[Path] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.paths.append(Path(url.toLocalFile()))


@contextlib.contextmanager
def opened_files() -> Iterator[list[Path]]:
    """Take the place of the programs that show files; collect what they would have opened."""
    handler = _Handler()
    # PySide takes the method's name as text, whatever its annotations say
    QDesktopServices.setUrlHandler("file", handler, "take")  # type: ignore[arg-type]
    try:
        yield handler.paths
    finally:
        QDesktopServices.unsetUrlHandler("file")
