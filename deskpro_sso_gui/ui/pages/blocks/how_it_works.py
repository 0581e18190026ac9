"""What will happen, in three pictures' worth of words: for whoever opens the program first."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.texts import number, t
from deskpro_sso_gui.ui.theme import Kind, Role, Size, Space, set_kind
from deskpro_sso_gui.ui.widgets.labels import PlainLabel, value_label

_STEPS: Final = (
    (N_("We set JumpCloud up"), N_("It gets an app for DeskPRO. You see each change first.")),
    (N_("You fill in DeskPRO"), N_("A few values to copy. We show where, and check them.")),
    (N_("One person tries it"), N_("Only then you switch over, so nobody is locked out.")),
)


class HowItWorks(QWidget):
    """Three numbered steps beside each other, or below each other where it is narrow."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(Space.WIDE)
        for place, (title, text) in enumerate(_STEPS, 1):
            self._row.addWidget(_step(place, t(title), t(text)), 1)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Turn the row into a column and back."""
        narrow = event.size().width() < Size.BESIDE_LEAST
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._row.direction() is not direction:
            self._row.setDirection(direction)
            self._row.setSpacing(Space.MEDIUM if narrow else Space.WIDE)
        super().resizeEvent(event)


def _step(place: int, title: str, text: str) -> QWidget:
    step = QWidget()
    row = QHBoxLayout(step)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(Space.MEDIUM)
    count = value_label(number(place))
    set_kind(count, Kind.COUNT)
    count.setFixedSize(Size.COUNT, Size.COUNT)
    count.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
    words = QVBoxLayout()
    words.setSpacing(Space.HAIR)
    words.addWidget(PlainLabel(title, Role.STRONG))
    words.addWidget(PlainLabel(text, Role.MUTED))
    words.addStretch(1)
    row.addWidget(count, 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(words, 1)
    return step
