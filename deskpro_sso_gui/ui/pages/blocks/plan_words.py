"""What a page's main button will do, in words, before anything is written."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.theme import Kind, Role, Space, set_kind
from deskpro_sso_gui.ui.widgets.labels import PlainLabel


class PlanWords(QFrame):
    """A few sentences; hidden while nothing is to be written.

    Not read out on every change: they change with each letter that is typed.
    """

    def __init__(self) -> None:
        super().__init__()
        set_kind(self, Kind.CARD)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.MEDIUM)
        column.setSpacing(Space.TIGHT)
        column.addWidget(PlainLabel(t(N_("What will be done")), Role.STRONG))
        self._labels: list[PlainLabel] = []
        self._column = column
        self.hide()

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is shown."""
        return tuple(label.text() for label in self._labels if not label.isHidden())

    def set_sentences(self, sentences: Sequence[str]) -> None:
        """Show ``sentences`` in place of what was shown."""
        while len(self._labels) < len(sentences):
            label = PlainLabel("")
            self._labels.append(label)
            self._column.addWidget(label)
        for place, label in enumerate(self._labels):
            label.setVisible(place < len(sentences))
            if place < len(sentences):
                label.setText(sentences[place])
        self.setVisible(bool(sentences))
