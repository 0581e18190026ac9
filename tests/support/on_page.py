"""What a story on a page of a practice set-up is told."""

import contextlib
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from deskpro_sso_gui.tasks.services import Services
from deskpro_sso_gui.tasks.session import Session
from deskpro_sso_gui.ui.pages.base import Page
from deskpro_sso_gui.ui.window import Window
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


class Stage:
    """What a story on a page is told: the window, the page, the session, the services."""

    def __init__(self, window: Window, services: Services) -> None:
        self.window = window
        self.services = services

    @property
    def session(self) -> Session:
        assert self.window.session is not None
        return self.window.session

    @property
    def page(self) -> Page:
        assert self.window.setup_view is not None
        assert self.window.setup_view.page is not None
        return self.window.setup_view.page

    @property
    def primary(self) -> str:
        """The main button's label; empty where there is none."""
        assert self.window.setup_view is not None
        button = self.window.setup_view.primary_button
        return button.text() if button.isVisible() else ""

    def press_primary(self) -> None:
        assert self.window.setup_view is not None
        click(self.window.setup_view.primary_button)

    async def settled(self) -> None:
        await settled(self.window)

    @property
    def words(self) -> str:
        """Everything that can be read on the page."""
        return "\n".join(text for _, text in shown_texts(self.page))


def well_made(stage: Stage) -> None:
    """Fail unless all of the page is translated, named, whole, and reached by Tab."""
    assert untranslated(stage.page) == []
    assert nameless(stage.page) == []
    assert clipped(stage.window) == []
    walked = tab_walk(stage.window)
    missed = [name_of(widget) for widget in reachable(stage.page) if widget not in walked]
    assert not missed, f"Tab does not come by {missed}"


Story = Callable[[Stage], Awaitable[None]]


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
