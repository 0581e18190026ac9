"""A column of text's width in the middle of the window, which scrolls."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from deskpro_sso_gui.ui.theme import Size, Space


class ColumnArea(QScrollArea):
    """What has no list at its side stands in one of these.

    It is filled in its place: what is laid out or styled before it is there is so twice. Whoever
    makes one keeps it in an attribute: with its parent alone to hold it, PySide 6.11 was seen to
    give it to the garbage collector, and all that is in it with it.

    Args:
        parent: what it stands in.
        above: the room above the column.
        between: the room between what is in it.

    Attributes:
        column: what it shows, from above to below.
    """

    def __init__(self, parent: QWidget, *, above: Space, between: Space) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        inner = QWidget()
        inner.setObjectName("scrolled")
        self.setWidget(inner)
        across = QHBoxLayout(inner)
        across.setContentsMargins(Space.WIDE, above, Space.WIDE, Space.HUGE)
        holder = QWidget(inner)
        holder.setMaximumWidth(Size.TEXT_COLUMN)
        self.column = QVBoxLayout(holder)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(between)
        across.addStretch(1)
        across.addWidget(holder, Size.TEXT_COLUMN)
        across.addStretch(1)
