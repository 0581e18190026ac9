"""A place to drop a file on, or to choose one."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Size, Space, set_flag, set_kind
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.labels import IconLabel, PlainLabel


class DropZone(QFrame):
    """Takes files by drop or by *Choose a file*, and emits ``dropped`` with their paths.

    Args:
        title: "Drop certificate.pem here".
        several: more than one file may come.
        filters: the file dialog's filter, in Qt's form; all files without it.
        low: it is not what the page is for, and takes little height.
    """

    dropped = Signal(list)

    def __init__(
        self,
        title: str,
        *,
        several: bool = False,
        filters: str = "",
        low: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        set_kind(self, Kind.DROP)
        self.setAcceptDrops(True)
        self.setAccessibleName(title)
        self.setMinimumHeight(Size.DROP_ZONE_LOW if low else Size.DROP_ZONE)
        self._title = title
        self._several = several
        self._filters = filters
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.LARGE, Space.LARGE, Space.LARGE, Space.LARGE)
        column.setSpacing(Space.SMALL)
        column.addStretch(1)
        if not low:
            picture = IconLabel(Icon.DROP, Role.ACCENT, Size.ICON_LARGE)
            column.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        label = PlainLabel(title)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(label)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(Space.SMALL)
        self._actions.addStretch(1)
        self._actions.addStretch(1)
        column.addLayout(self._actions)
        column.addStretch(1)
        self.choose_button = Button(
            t(N_("Choose a file")), Kind.LINK, icon=Icon.FILE, on_click=self.choose
        )
        self.add_action(self.choose_button)

    def add_action(self, button: Button) -> None:
        """Put another way to get the file beside *Choose a file*."""
        self._actions.insertWidget(self._actions.count() - 1, button)

    def choose(self) -> None:
        """Open the file dialog; it does not hold up the window."""
        dialog = QFileDialog(self, self._title, "", self._filters)
        many = QFileDialog.FileMode.ExistingFiles
        dialog.setFileMode(many if self._several else QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: self.dropped.emit([Path(n) for n in names]))
        dialog.open()

    def _paths(self, event: QDropEvent) -> list[Path]:
        urls = event.mimeData().urls()
        paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        return paths if self._several else paths[:1]

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Show that a file may be dropped."""
        if self._paths(event):
            set_flag(self, "over", on=True)
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802 - Qt's name
        """Keep showing it."""
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        """Stop showing it."""
        set_flag(self, "over", on=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Take the files."""
        set_flag(self, "over", on=False)
        if paths := self._paths(event):
            event.acceptProposedAction()
            self.dropped.emit(paths)
