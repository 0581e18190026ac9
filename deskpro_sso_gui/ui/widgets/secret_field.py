"""A field for a key or password: hidden, shown on demand, never kept in a draft."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.theme import Icon, Space
from deskpro_sso_gui.ui.widgets.buttons import IconButton


class SecretField(QWidget):
    """A password line with *Show*. Put it into a ``FormRow`` for its label.

    What was typed is taken with ``take``, which empties the field.
    """

    changed = Signal()
    submitted = Signal()

    def __init__(self, placeholder: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.TIGHT)
        self.line = QLineEdit(placeholderText=placeholder)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.textChanged.connect(lambda _text: self.changed.emit())
        self.line.returnPressed.connect(self.submitted)
        self._eye = IconButton(Icon.SHOW, t(N_("Show")), on_click=self._toggle)
        row.addWidget(self.line, 1)
        row.addWidget(self._eye)
        self.setFocusProxy(self.line)

    def setAccessibleName(self, name: str) -> None:  # noqa: N802 - Qt's name
        """Name the line, which is what has the focus."""
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    def setAccessibleDescription(self, description: str) -> None:  # noqa: N802 - Qt's name
        """Describe the line, which is what has the focus."""
        super().setAccessibleDescription(description)
        self.line.setAccessibleDescription(description)

    @property
    def filled(self) -> bool:
        """Say whether something was typed."""
        return bool(self.line.text().strip())

    def take(self) -> str:
        """Return what was typed, without blanks around it, and empty the field."""
        text = self.line.text().strip()
        self.line.clear()
        return text

    def _toggle(self) -> None:
        hidden = self.line.echoMode() is QLineEdit.EchoMode.Password
        mode = QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password
        self.line.setEchoMode(mode)
        self._eye.set_icon(Icon.HIDE if hidden else Icon.SHOW)
        self._eye.set_name(t(N_("Hide")) if hidden else t(N_("Show")))
