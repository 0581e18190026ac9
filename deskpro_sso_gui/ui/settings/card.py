"""What every card of the settings is: a title, what is set, and its own tasks and problems."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

import msgspec
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from deskpro_sso_gui.problems import Problem
from deskpro_sso_gui.storage.settings import Theme
from deskpro_sso_gui.ui.runner import Runner
from deskpro_sso_gui.ui.theme import Kind, Role, Space, set_kind
from deskpro_sso_gui.ui.widgets.announce import announce
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.notice import Notice, ProblemNotice, Tone
from deskpro_sso_gui.ui.widgets.reveal import reveal

if TYPE_CHECKING:
    from deskpro_sso_gui.tasks.services import Services

T = TypeVar("T")


class SettingsContext(msgspec.Struct, frozen=True, kw_only=True):
    """What a card may use.

    Attributes:
        services: returns the services, once they are there.
        practice: this window practises.
        copy: puts a text on the clipboard.
        use_language: has the window speak a language (BCP 47 tag, empty for the system's).
        use_theme: gives the window these looks.
        open_about: shows what this program is.
    """

    runner: Runner
    services: Callable[[], Awaitable["Services"]]
    practice: bool
    copy: Callable[[str], object]
    use_language: Callable[[str], object]
    use_theme: Callable[[Theme], object]
    open_about: Callable[[], object]


class SettingsCard(QFrame):
    """A card with a title and a sentence; a subclass fills ``body``."""

    def __init__(self, context: SettingsContext, title: str, why: str) -> None:
        super().__init__()
        set_kind(self, Kind.CARD)
        self.setAccessibleName(title)
        self.context = context
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.LARGE, Space.LARGE, Space.LARGE, Space.LARGE)
        column.setSpacing(Space.MEDIUM)
        words = QVBoxLayout()
        words.setSpacing(Space.TIGHT)
        words.addWidget(PlainLabel(title, Role.HEADING))
        words.addWidget(PlainLabel(why, Role.MUTED))
        column.addLayout(words)
        self.body = QVBoxLayout()
        self.body.setSpacing(Space.LARGE)
        column.addLayout(self.body)
        self._told: QWidget | None = None
        self._below = column

    def entered(self) -> None:
        """Look up what is set; called when the settings are shown."""
        raise NotImplementedError

    def left(self) -> None:
        """Stop what the card was waiting for, and forget what was typed and not saved."""
        self.context.runner.cancel_owned(self)
        self.tell(None)

    def start(
        self,
        name: str,
        work: Callable[["Services"], Awaitable[T]],
        done: Callable[[T], None],
        *,
        keep: bool = False,
    ) -> None:
        """Begin a task with the services; a problem is shown in this card, with *Try again*."""
        self.tell(None)

        async def make() -> T:
            return await work(await self.context.services())

        def failed(problem: Problem) -> None:
            def again() -> None:
                self.start(name, work, done, keep=keep)

            self.tell(ProblemNotice(problem, retry=again, copy=self.context.copy))

        self.context.runner.start(name, make, done=done, failed=failed, owner=self, keep=keep)

    def tell(self, notice: Notice | None) -> None:
        """Show ``notice`` at the card's end in place of the one before it."""
        if self._told is not None:
            self._below.removeWidget(self._told)
            self._told.hide()
            self._told.deleteLater()
        self._told = notice
        if notice is not None:
            self._below.addWidget(notice)
            reveal(notice)
            announce(notice, notice.accessibleName())

    def tell_done(self, title: str) -> None:
        """Say that something was saved."""
        self.tell(Notice(Tone.SUCCESS, title))
