"""A line for an address: one that is dropped on it takes the place of what stood there."""

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QLineEdit

from deskpro_sso_gui.ui.widgets.labels import mark_value


class AddressLine(QLineEdit):
    """Takes links and text by drop; files are left to what the line is on."""

    def __init__(self, placeholder: str = "") -> None:
        super().__init__(placeholderText=placeholder)
        mark_value(self)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Say whether it can be dropped here."""
        event.setAccepted(bool(self._text_of(event)))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802 - Qt's name
        """Keep saying so; a common line would show where in its text it went."""
        event.setAccepted(bool(self._text_of(event)))

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Hold what is dropped in place of what was there."""
        text = self._text_of(event)
        if text:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.selectAll()
            self.insert(text)  # as typed: it can be undone
            self.setFocus(Qt.FocusReason.MouseFocusReason)

    def _text_of(self, event: QDropEvent) -> str:
        return "" if self.isReadOnly() or not self.isEnabled() else _dropped(event.mimeData())


def _dropped(data: QMimeData) -> str:
    """Return the web address or the first line of text in ``data``; empty for files."""
    urls = data.urls()
    web = [each for each in urls if each.scheme() in {"http", "https"}]
    if web:
        return web[0].toString(QUrl.ComponentFormattingOption.FullyEncoded)
    if urls or not data.hasText():
        return ""
    return next((line.strip() for line in data.text().splitlines() if line.strip()), "")
