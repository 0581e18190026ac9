"""Two parts beside each other, or below each other where the window is narrow."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from deskpro_sso_gui.ui.theme import Size, Space


class SideBySide(QWidget):
    """A main part and one that goes with it.

    Args:
        main: what is worked on; three fifths of the width.
        aside: what is looked at.
    """

    def __init__(self, main: QWidget, aside: QWidget, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(Space.WIDE)
        self._row.addWidget(main, 3)
        self._row.addWidget(aside, 2, Qt.AlignmentFlag.AlignTop)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Turn the row into a column and back."""
        narrow = event.size().width() < Size.BESIDE_LEAST
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._row.direction() is not direction:
            self._row.setDirection(direction)
        super().resizeEvent(event)
