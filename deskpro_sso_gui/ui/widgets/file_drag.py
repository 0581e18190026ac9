"""A file that can be dragged out of the window, for example into a browser's file field."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Size, Space, Theme, set_kind
from deskpro_sso_gui.ui.theme.icons import pixmap
from deskpro_sso_gui.ui.widgets.labels import IconLabel, PlainLabel, value_label


class FileDrag(QFrame):
    """Shows a file's name; pressing the mouse on it asks for the file, moving drags it.

    Args:
        name: the file's name.
        hint: what to do with it, in the admin's language.
    """

    wanted = Signal()
    """The file is about to be dragged: it has to be on the disk, and ``set_path`` called."""

    def __init__(self, name: str, hint: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, Kind.CARD)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setAccessibleName(t(N_("The file {name}"), name=name))
        self.setAccessibleDescription(hint)
        self._path: Path | None = None
        self._pressed_at: QPoint | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.MEDIUM, Space.SMALL)
        row.setSpacing(Space.MEDIUM)
        picture = IconLabel(Icon.CERTIFICATE, Role.ACCENT, Size.ICON_LARGE)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(Space.NONE)
        words.addWidget(value_label(name, Role.STRONG))
        words.addWidget(PlainLabel(hint, Role.CAPTION))
        row.addLayout(words, 1)

    def set_path(self, path: Path | None) -> None:
        """Say where the file is now; None while it is nowhere."""
        self._path = path

    def mime_data(self) -> QMimeData | None:
        """Return what a drag carries: the file as an address; None while there is no file."""
        if self._path is None:
            return None
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(self._path))])
        return data

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Have the file written: the drag begins some movements later."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()
            self.wanted.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Begin to drag once the mouse has really moved."""
        if self._pressed_at is None:
            return
        way = (event.position().toPoint() - self._pressed_at).manhattanLength()
        data = self.mime_data()
        if way >= QApplication.startDragDistance() and data is not None:
            self._pressed_at = None
            self._drag(data)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Drag no more."""
        self._pressed_at = None

    def _drag(self, data: QMimeData) -> None:
        drag = QDrag(self)
        drag.setMimeData(data)
        colour = Theme.current().colour(Role.ACCENT)
        drag.setPixmap(pixmap(Icon.CERTIFICATE, colour, Size.ICON_LARGE, self.devicePixelRatioF()))
        # A system's drag is modal and Qt offers it in no other form. It begins in a mouse event of
        # Qt's, never inside a step of a task, so no task is entered twice by it.
        drag.exec(Qt.DropAction.CopyAction)
