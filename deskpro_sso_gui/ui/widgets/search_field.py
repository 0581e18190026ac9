"""The line above a list that is searched."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QLineEdit, QWidget

from deskpro_sso_gui.ui.theme import Icon, Role, Theme


class SearchField(QLineEdit):
    """A line with a magnifying glass before it, and a cross that empties it.

    Args:
        hint: shown while it is empty.
    """

    def __init__(self, hint: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent, placeholderText=hint, clearButtonEnabled=True)
        self._glass = self.addAction(_picture(), QLineEdit.ActionPosition.LeadingPosition)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Take the new colour when the looks change."""
        if event.type() is QEvent.Type.PaletteChange:
            self._glass.setIcon(_picture())
        super().changeEvent(event)


def _picture() -> QIcon:
    return Theme.current().icon(Icon.SEARCH, Role.MUTED)
