"""Notices: something that went well, wants attention, or went wrong, in icon and words."""

from collections.abc import Callable
from enum import StrEnum, unique
from typing import Final, Self

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from deskpro_sso_gui import texts
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.problems import Problem
from deskpro_sso_gui.problems.network import SETTINGS_HELP
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.texts.details import problem_details
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Space, set_kind
from deskpro_sso_gui.ui.widgets.announce import announce
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.flow import FlowLayout
from deskpro_sso_gui.ui.widgets.labels import IconLabel, PlainLabel


@unique
class Tone(StrEnum):
    """How a notice is meant."""

    INFO = "info"
    SUCCESS = "success"
    ATTENTION = "attention"
    ERROR = "error"
    STALE = "stale"


_LOOKS: Final = {
    Tone.INFO: (Icon.INFO, Role.ACCENT, Kind.INFO),
    Tone.SUCCESS: (Icon.DONE, Role.SUCCESS, Kind.SUCCESS),
    Tone.ATTENTION: (Icon.ATTENTION, Role.ATTENTION, Kind.ATTENTION),
    Tone.ERROR: (Icon.ERROR, Role.ERROR, Kind.ERROR),
    Tone.STALE: (Icon.STALE, Role.STALE, Kind.STALE),
}
_TONE_WORDS: Final = {
    Tone.INFO: N_("Note"),
    Tone.SUCCESS: N_("Done"),
    Tone.ATTENTION: N_("Attention"),
    Tone.ERROR: N_("Problem"),
    Tone.STALE: N_("Out of date"),
}
_PAGES: Final = frozenset({"start", "settings", "about"})
"""Places beside the pages of a set-up, by their object's name."""


class Notice(QFrame):
    """An icon, a headline, perhaps a sentence, perhaps buttons."""

    def __init__(
        self, tone: Tone, title: str, text: str = "", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        icon, role, kind = _LOOKS[tone]
        set_kind(self, kind)
        self.setAccessibleName(f"{t(_TONE_WORDS[tone])}: {title}")
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.MEDIUM)
        row.setSpacing(Space.MEDIUM)
        row.addWidget(IconLabel(icon, role), 0, Qt.AlignmentFlag.AlignTop)
        self.words = QVBoxLayout()
        self.words.setSpacing(Space.TIGHT)
        self.title = PlainLabel(title, Role.STRONG)
        self.words.addWidget(self.title)
        if text:
            self.words.addWidget(PlainLabel(text))
        row.addLayout(self.words, 1)
        self._buttons: FlowLayout | None = None

    def add_button(self, button: Button) -> None:
        """Put ``button`` under the words."""
        if self._buttons is None:
            holder = QWidget()
            self._buttons = FlowLayout(holder)  # three of them are wider than a narrow window
            self.words.addSpacing(Space.TIGHT)
            self.words.addWidget(holder)
        self._buttons.addWidget(button)


class ProblemNotice(Notice):
    """A ``Problem``: what we saw, what to do, *Try again*, *Network settings…*, *Copy details*."""

    def __init__(
        self,
        problem: Problem,
        *,
        retry: Callable[[], object] | None = None,
        copy: Callable[[str], object] | None = None,
        settings: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        words = texts.problem_text(problem)  # not imported before there is a problem
        super().__init__(Tone.ERROR, words.title, words.advice, parent=parent)
        self.retry_button: Button | None = None
        if retry is not None:
            self.retry_button = Button(t(N_("Try again")), icon=Icon.REFRESH, on_click=retry)
            self.add_button(self.retry_button)
        if settings is not None and problem.code in SETTINGS_HELP:
            self.add_button(
                Button(t(N_("Network settings…")), icon=Icon.SETTINGS, on_click=settings)
            )
        if copy is not None:
            self.add_button(CopyDetails.of(problem, copy))


class CopyDetails(Button):
    """*Copy details*: what can be passed on without telling whom it is about.

    Args:
        details: returns them, given our name for the page.
        copy: puts them on the clipboard.
    """

    def __init__(self, details: Callable[[str], str], copy: Callable[[str], object]) -> None:
        super().__init__(t(N_("Copy details")), Kind.QUIET, icon=Icon.COPY)
        self._details = details
        self._copy = copy
        self.clicked.connect(self._run)

    @classmethod
    def of(cls, problem: Problem, copy: Callable[[str], object]) -> Self:
        """Return the button for ``problem``."""
        return cls(lambda page: problem_details(problem, page=page, qt=qVersion()), copy)

    def _run(self) -> None:
        self._copy(self._details(page_of(self)))
        self.setText(t(N_("Copied")))
        announce(self, t(N_("Copied")))


def page_of(widget: QWidget) -> str:
    """Return our name for the page that ``widget`` is on; empty where it is on none."""
    at: QWidget | None = widget
    while at is not None:
        stage = getattr(at, "stage", None)
        if isinstance(stage, StageId):
            return str(stage)
        if at.objectName() in _PAGES:
            return at.objectName()
        at = at.parentWidget()
    return ""
