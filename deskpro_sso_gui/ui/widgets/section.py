"""A part of a page: locked, being worked on, or done and folded to its result."""

from collections.abc import Sequence
from enum import StrEnum, unique
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Space, set_kind, set_role
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.labels import IconLabel, PlainLabel
from deskpro_sso_gui.ui.widgets.result_lines import ResultLine, ResultLines


@unique
class SectionState(StrEnum):
    """Where a section stands."""

    LOCKED = "locked"
    OPEN = "open"
    DONE = "done"
    ATTENTION = "attention"
    """Done, but something in its result wants to be looked at."""

    RESTING = "resting"
    """Nothing has to be done here, and nothing is known: it was not looked at."""


_LOOKS: Final = {
    SectionState.LOCKED: (Icon.TO_DO, Role.MUTED, N_("not yet")),
    SectionState.OPEN: (Icon.READY, Role.ACCENT, N_("to do")),
    SectionState.DONE: (Icon.DONE, Role.SUCCESS, N_("done")),
    SectionState.ATTENTION: (Icon.ATTENTION, Role.ATTENTION, N_("needs attention")),
    SectionState.RESTING: (Icon.TO_DO, Role.MUTED, N_("not looked at")),
}


class Section(QFrame):
    """A card with a title. What is done folds to its result, with *Change* beside it.

    Attributes:
        body: the layout of what is shown while it is open.
        after: the layout of what is shown below in every state.
    """

    change_wanted = Signal()
    """*Change* was pressed."""

    keep_wanted = Signal()
    """*Leave it as it is* was pressed."""

    def __init__(self, title: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, Kind.CARD)
        self._title = title
        self.state = SectionState.LOCKED
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.LARGE)
        column.setSpacing(Space.MEDIUM)
        column.addLayout(self._build_header(title))
        self._result = ResultLines()
        self._result.setContentsMargins(Space.WIDE + Space.TIGHT, 0, 0, 0)
        column.addWidget(self._result)
        self.content = QWidget()
        self.body = QVBoxLayout(self.content)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(Space.LARGE)
        column.addWidget(self.content)
        self.after = QVBoxLayout()
        self.after.setSpacing(Space.SMALL)
        column.addLayout(self.after)
        self._show(SectionState.LOCKED)

    def _build_header(self, title: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.SMALL)
        self._icon = IconLabel(Icon.TO_DO, Role.MUTED)
        self._heading = PlainLabel(title, Role.HEADING)
        self.change_button = Button(t(N_("Change")), Kind.LINK, on_click=self.change_wanted.emit)
        self.change_button.setAccessibleName(t(N_("Change: {what}"), what=title))
        self.keep_button = Button(
            t(N_("Leave it as it is")), Kind.LINK, on_click=self.keep_wanted.emit
        )
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._heading, 1, Qt.AlignmentFlag.AlignVCenter)
        for button in (self.change_button, self.keep_button):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    @property
    def result(self) -> tuple[ResultLine, ...]:
        """The lines it is folded to; empty unless it is done."""
        return self._result.lines

    def show_locked(self) -> None:
        """Show the title only: something has to be done before."""
        self._result.set_lines(())
        self._show(SectionState.LOCKED)

    def show_open(self, *, can_keep: bool = False) -> None:
        """Show its content; ``can_keep`` where it was done before and may be folded again."""
        self._result.set_lines(())
        self._show(SectionState.OPEN)
        self.keep_button.setVisible(can_keep)

    def show_done(self, lines: Sequence[ResultLine], *, attention: bool = False) -> None:
        """Fold it to ``lines``."""
        self._result.set_lines(lines)
        self._show(SectionState.ATTENTION if attention else SectionState.DONE)

    def show_resting(self, lines: Sequence[ResultLine]) -> None:
        """Fold it to ``lines`` without claiming that anything is done."""
        self._result.set_lines(lines)
        self._show(SectionState.RESTING)

    def _show(self, state: SectionState) -> None:
        self.state = state
        icon, role, word = _LOOKS[state]
        self._icon.set_icon(icon, role)
        self._icon.setToolTip(t(word))
        self.setAccessibleName(f"{self._title}: {t(word)}")
        set_role(self._heading, Role.HEADING)
        self._heading.setEnabled(state is not SectionState.LOCKED)
        self.content.setVisible(state is SectionState.OPEN)
        folded = state in {SectionState.DONE, SectionState.ATTENTION, SectionState.RESTING}
        self.change_button.setVisible(folded)
        self.keep_button.hide()
