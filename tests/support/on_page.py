"""What a story on a page of a practice set-up is told."""

from collections.abc import Awaitable, Callable

from deskpro_sso_gui.tasks.services import Services
from deskpro_sso_gui.tasks.session import Session
from deskpro_sso_gui.ui.pages.base import Page
from deskpro_sso_gui.ui.window import Window
from tests.support.window import click, settled, shown_texts


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


Story = Callable[[Stage], Awaitable[None]]
