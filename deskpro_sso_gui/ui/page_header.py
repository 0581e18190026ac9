"""What stands above every page: its step, title, and why it is there."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.stages import STAGE_BY_ID, STAGES, StageId
from deskpro_sso_gui.texts import number, t
from deskpro_sso_gui.texts.terms import Term, term_name, term_text
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Space
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.labels import PlainLabel


class PageHeader(QWidget):
    """Step, title, one sentence; *What is this?* opens what the page is about and its words."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.TIGHT)
        self._wanted: tuple[Term, ...] = ()
        self._step = PlainLabel("", Role.CAPTION)
        self._title = PlainLabel("", Role.TITLE)
        self._why = PlainLabel("", Role.MUTED)
        self._help = Button(t(N_("What is this?")), Kind.FOLD, icon=Icon.CHEVRON_RIGHT)
        self._help.setCheckable(True)
        self._help.toggled.connect(self._toggle)
        row = QHBoxLayout()
        row.setSpacing(Space.LARGE)
        row.addWidget(self._title, 1)
        row.addWidget(self._help, 0, Qt.AlignmentFlag.AlignBottom)
        column.addWidget(self._step)
        column.addLayout(row)
        column.addWidget(self._why)
        column.addWidget(self._build_explained())

    def _build_explained(self) -> QWidget:
        self._explained = QWidget()
        column = QVBoxLayout(self._explained)
        column.setContentsMargins(0, Space.SMALL, 0, 0)
        column.setSpacing(Space.MEDIUM)
        self._explanation = PlainLabel("", Role.TEXT)
        column.addWidget(self._explanation)
        self._terms = QVBoxLayout()
        self._terms.setSpacing(Space.SMALL)
        column.addLayout(self._terms)
        self._explained.hide()
        return self._explained

    @property
    def title(self) -> str:
        """The title that is shown."""
        return self._title.text()

    def set_narrow(self, *, on: bool) -> None:
        """Leave the step out in a narrow window, whose folded list names it already."""
        self._step.setVisible(not on)

    def show_stage(self, stage: StageId, explanation: str, terms: Sequence[Term] = ()) -> None:
        """Show the words of ``stage``.

        Args:
            stage: whose page is shown.
            explanation: what the page is about, marked for translation.
            terms: the words on it that are explained with it.
        """
        words = STAGE_BY_ID[stage]
        place = STAGES.index(words) + 1
        self._step.setText(
            t(N_("Step {step} of {steps}"), step=number(place), steps=number(len(STAGES)))
        )
        self._title.setText(t(words.title))
        self._why.setText(t(words.why))
        self._explanation.setText(t(explanation))
        self._wanted = tuple(terms)
        self._help.setChecked(False)
        self._help.setVisible(bool(explanation))

    def _toggle(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._help.set_icon(Icon.CHEVRON_DOWN if on else Icon.CHEVRON_RIGHT)
        while (item := self._terms.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if on:  # most pages are left without having been asked
            for term in self._wanted:
                self._terms.addWidget(_definition(term))
        self._explained.setVisible(on)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Fold what is explained on Esc."""
        if event.key() == Qt.Key.Key_Escape and self._help.isChecked():
            self._help.setChecked(False)
        else:
            super().keyPressEvent(event)


def _definition(term: Term) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(Space.HAIR)
    column.addWidget(PlainLabel(term_name(term), Role.STRONG))
    column.addWidget(PlainLabel(term_text(term), Role.MUTED))
    return holder
