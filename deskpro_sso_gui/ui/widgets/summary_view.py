"""The summary as a document, laid out in the window and as high as it is long."""

from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QTextEdit, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.summary.model import Summary
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.document import SummaryDocument, preview_document
from deskpro_sso_gui.ui.theme import Kind, Space, Theme, set_kind
from deskpro_sso_gui.ui.widgets.labels import mark_value

_MARGIN: Final = Space.LARGE


class SummaryView(QTextEdit):
    """Shows a summary to be read and copied from. It follows no link and loads nothing.

    It has no scroll bar of its own: the page around it scrolls.
    """

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._summary: Summary | None = None
        self._shown: SummaryDocument | None = None
        set_kind(self, Kind.CARD)
        mark_value(self)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAcceptDrops(False)
        self.setAccessibleName(t(N_("The summary")))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )

    def show_summary(self, summary: Summary) -> None:
        """Show ``summary``; nothing is laid out anew where it says the same as before."""
        if summary != self._summary:
            self._summary = summary
            self._lay_out()

    def _lay_out(self) -> None:
        if self._summary is None:
            return
        document = preview_document(self._summary)
        document.setParent(self)
        document.setDocumentMargin(_MARGIN)
        self.setDocument(document)
        if self._shown is not None:
            self._shown.deleteLater()  # Qt deletes only the one that it made itself
        self._shown = document
        self._fit()

    def _fit(self) -> None:
        room = 2 * self.frameWidth()
        self.document().setTextWidth(self.width() - room)
        self.setFixedHeight(round(self.document().size().height() + 0.5) + room)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the width there is, and the height of the whole document."""
        return QSize(self.width(), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Be as high as the document is in the new width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Take the new colours when the looks change."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and Theme.current():
            self._lay_out()
