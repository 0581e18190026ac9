"""*What is this?* beside a word that not everybody knows: it opens in place."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.texts.terms import Term, term_name, term_text
from deskpro_sso_gui.ui.tab_order import ASIDE
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Size, Space, set_kind
from deskpro_sso_gui.ui.widgets.announce import announce
from deskpro_sso_gui.ui.widgets.buttons import IconButton
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.unfold import unfold


class TermNote(QFrame):
    """What a term means; hidden until it is asked for."""

    def __init__(self, term: Term, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, Kind.INFO)
        self.setMaximumWidth(Size.TEXT_COLUMN)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.MEDIUM, Space.SMALL)
        column.setSpacing(Space.HAIR)
        column.addWidget(PlainLabel(term_name(term), Role.STRONG))
        column.addWidget(PlainLabel(term_text(term)))
        self.hide()


class TermButton(IconButton):
    """Opens and closes the note of a term; Esc closes it, too.

    Attributes:
        term: what it explains.
        note: what it opens; whoever makes the button puts the note under the word.
    """

    def __init__(self, term: Term, *, parent: QWidget | None = None) -> None:
        name = t(N_("What is this: {term}?"), term=term_name(term))
        super().__init__(Icon.HELP, name, on_click=self._toggle, small=True, parent=parent)
        self.term = term
        self.note = TermNote(term)
        self.setProperty(ASIDE, True)  # noqa: FBT003 - Qt's signature

    def _toggle(self) -> None:
        self.set_open(on=self.note.isHidden())

    def set_open(self, *, on: bool) -> None:
        """Show the note or hide it."""
        if on:
            unfold(self.note)
        else:
            self.note.hide()
        self.setAccessibleDescription(term_text(self.term) if on else "")
        if on:
            announce(self, term_text(self.term))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Close the note on Esc."""
        if event.key() == Qt.Key.Key_Escape and not self.note.isHidden():
            self.set_open(on=False)
        else:
            super().keyPressEvent(event)


class Explained(QWidget):
    """A label, the button that explains its word, and the note under both."""

    def __init__(self, label: QWidget, term: Term, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.TIGHT)
        self.button = TermButton(term)
        row = QHBoxLayout()
        row.setSpacing(Space.TIGHT)
        row.addWidget(label, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.button.note)


def explained(label: QWidget, term: Term | None) -> QWidget:
    """Return ``label``, with what explains ``term`` where there is one."""
    return label if term is None else Explained(label, term)
