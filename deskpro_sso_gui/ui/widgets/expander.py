"""A line that opens to show more, in place."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskpro_sso_gui.ui.tab_order import ASIDE
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Space
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.unfold import unfold


class Expander(QWidget):
    """A title; what belongs to it is shown when it is pressed.

    Attributes:
        body: the layout to put more into.
    """

    toggled = Signal(bool)

    def __init__(self, title: str, text: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.TIGHT)
        self._button = Button(title, Kind.FOLD, icon=Icon.CHEVRON_RIGHT)
        self._button.setCheckable(True)
        self._button.setProperty(ASIDE, True)  # noqa: FBT003 - Qt's signature
        self._button.toggled.connect(self._toggle)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeading)
        self._content = QWidget()
        self.body = QVBoxLayout(self._content)
        self.body.setContentsMargins(Space.WIDE, 0, 0, Space.SMALL)
        self.body.setSpacing(Space.SMALL)
        if text:
            self.body.addWidget(PlainLabel(text, Role.MUTED))
        self._content.hide()
        column.addWidget(self._content)

    def set_title(self, title: str) -> None:
        """Show another title."""
        self._button.setText(title)

    @property
    def open(self) -> bool:
        """Say whether it shows what belongs to it."""
        return self._button.isChecked()

    def set_open(self, *, on: bool) -> None:
        """Open or fold it."""
        self._button.setChecked(on)

    def _toggle(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._button.set_icon(Icon.CHEVRON_DOWN if on else Icon.CHEVRON_RIGHT)
        if on:
            unfold(self._content)
        else:
            self._content.hide()
        self.toggled.emit(on)
