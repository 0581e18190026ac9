"""What every page is: a function of the record. It renders; its intents go out through the runner.

Nothing is kept in a widget that is not in the record or in the session's draft.
"""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, ClassVar, TypeVar

import msgspec
from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from deskpro_sso_gui.problems import Problem
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.texts.terms import Term
from deskpro_sso_gui.ui.runner import Run, Runner
from deskpro_sso_gui.ui.theme import Kind, Space, set_kind
from deskpro_sso_gui.ui.widgets.announce import announce
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.notice import ProblemNotice
from deskpro_sso_gui.ui.widgets.reveal import reveal

if TYPE_CHECKING:
    from deskpro_sso_gui.tasks.session import Session

T = TypeVar("T")


class PrimaryAction(msgspec.Struct, frozen=True, kw_only=True):
    """What the page's main button does. Its label says what will happen."""

    label: str
    run: Callable[[], object]
    enabled: bool = True


class PageContext(msgspec.Struct, frozen=True, kw_only=True):
    """What a page may use.

    Attributes:
        session: the open set-up.
        runner: starts tasks.
        go_to: opens another stage's page.
        renew: opens the page on which the certificate is renewed, there.
        open_url: opens an address in the browser; says whether that worked.
        copy: puts a text on the clipboard. Never give it a secret.
        paste: returns the clipboard's text.
        open_settings: shows the program's settings.
        notify: tells the desktop of what was waited for, where the window is behind others: a
            title and a sentence that name nobody.
        place: what holds the pages; one that is built where it will be shown is styled once.
    """

    session: "Session"
    runner: Runner
    go_to: Callable[[StageId], object]
    renew: Callable[[], object]
    open_url: Callable[[str], bool]
    copy: Callable[[str], object]
    paste: Callable[[], str]
    open_settings: Callable[[], object]
    notify: Callable[[str, str], object]
    place: QWidget | None = None


class Page(QWidget):
    """One page. The shell shows its step, title and sentence above it, and its buttons below.

    A subclass sets ``stage``, builds its widgets into ``self.body`` in ``__init__``, and overrides
    ``render`` and perhaps ``primary``, ``entered`` and ``left``.

    Attributes:
        stage: which stage it is for.
        explanation: the text of "What is this?", marked for translation; empty for none.
        terms: the technical words on the page, which "What is this?" explains with it.
        body: the layout to put widgets into, from the top.
        session: the open set-up; ``self.session.record`` is the latest record.
    """

    stage: ClassVar[StageId]
    explanation: ClassVar[str] = ""
    terms: ClassVar[tuple[Term, ...]] = ()

    changed = Signal()
    """``primary`` would answer differently now."""

    problem_shown = Signal()
    """A problem is shown now, or no more."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.place)
        set_kind(self, Kind.PAGE)
        self.context = context
        self.session = context.session
        self.runner = context.runner
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(Space.LARGE)
        self._problem: ProblemNotice | None = None
        self._way_out: Button | None = None

    def render(self, record: SetupRecord) -> None:  # type: ignore[override] # QWidget's own draws
        """Show ``record``. Called when the page is opened and after each commit."""
        raise NotImplementedError

    def primary(self) -> PrimaryAction | None:
        """Return what the main button does; None while *Next* alone is right."""
        return None

    def focus_target(self) -> QWidget | None:
        """Return what gets the focus on entering, and when a task has ended and took it away.

        None for what is obvious: the first control on entering, the main button or *Next* after a
        task.
        """
        return None

    def entered(self) -> None:
        """Take notice that the page is shown now; it was rendered before."""

    def open_folded(self) -> None:
        """Open the folded part of the page that another place leads to; most have none."""

    def left(self) -> None:
        """Take notice that another page is shown, or the window closes."""

    def start(
        self,
        name: str,
        factory: Callable[[], Awaitable[T]],
        done: Callable[[T], None] | None = None,
        *,
        failed: Callable[[Problem], None] | None = None,
        place: QWidget | None = None,
        keep: bool = False,
    ) -> Run:
        """Begin a task of this page; leaving the page cancels it unless it is to be kept.

        Args:
            name: what is waited for, in the admin's language: ``t(N_("Asking JumpCloud…"))``.
            factory: makes the awaitable: ``lambda: connect(self.session, key)``.
            done: gets the result.
            failed: gets the problem; without it the problem is shown, with *Try again*.
            place: the widget of ``body`` under which a problem is shown; the top without it.
            keep: go on when the page is left.
        """
        self.clear_problem()

        def again() -> None:
            self.start(name, factory, done, failed=failed, place=place, keep=keep)

        def show(problem: Problem) -> None:
            self.show_problem(problem, retry=again, place=place)

        return self.runner.start(
            name, factory, done=done, failed=failed or show, owner=self, keep=keep
        )

    def way_out(self, place: QWidget | None) -> Button | None:  # noqa: ARG002 - for a page's own
        """Return a button for a problem shown under ``place``, to go on in another way."""
        return None

    def show_problem(
        self,
        problem: Problem,
        *,
        retry: Callable[[], object] | None = None,
        place: QWidget | None = None,
    ) -> None:
        """Show ``problem`` under ``place``, or at the top of the page."""
        self.clear_problem()
        notice = ProblemNotice(
            problem, retry=retry, copy=self.context.copy, settings=self.context.open_settings
        )
        self._way_out = self.way_out(place)
        if self._way_out is not None:
            notice.add_button(self._way_out)
        where = self.body.indexOf(place) + 1 if place is not None else 0
        self.body.insertWidget(where, notice)
        self._problem = notice
        self.problem_shown.emit()
        reveal(notice)
        announce(notice, notice.accessibleName())

    def retry_button(self) -> QWidget | None:
        """Return what tries again what went wrong; None where nothing did."""
        return self._problem.retry_button if self._problem is not None else None

    def clear_problem(self) -> None:
        """Take the shown problem away."""
        if self._problem is not None:
            self.body.removeWidget(self._problem)
            self._problem.hide()
            self._problem.deleteLater()
            self._problem = self._way_out = None
            self.problem_shown.emit()

    @property
    def offers_way_out(self) -> bool:
        """Say whether the problem that is shown has the button of ``way_out``."""
        return self._way_out is not None

    def draft(self, name: str) -> str:
        """Return what was kept under ``name`` for this page; empty if nothing was."""
        return self.session.draft.get(f"{self.stage}.{name}", "")

    def set_draft(self, name: str, text: str) -> None:
        """Keep ``text`` under ``name`` for this page. Never a secret."""
        self.session.set_draft(f"{self.stage}.{name}", text)

    def bind_draft(self, name: str, field: QLineEdit | QPlainTextEdit, initial: str = "") -> None:
        """Keep what is typed into ``field`` in the session's draft, and show what was kept.

        Args:
            name: names the field within the page.
            field: the field; never one for a secret.
            initial: what to show where nothing was kept.

        Raises:
            ValueError: the field hides what is typed, so it is for a secret.
        """
        if isinstance(field, QLineEdit) and field.echoMode() is not QLineEdit.EchoMode.Normal:
            message = "a secret is never kept in a draft"
            raise ValueError(message)
        text = self.draft(name) or initial
        with QSignalBlocker(field):
            if isinstance(field, QLineEdit):
                field.setText(text)
            else:
                field.setPlainText(text)
        if isinstance(field, QLineEdit):
            field.textChanged.connect(lambda typed: self.set_draft(name, typed))
        else:
            field.textChanged.connect(lambda: self.set_draft(name, field.toPlainText()))
