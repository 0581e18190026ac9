"""A value to carry over by hand: label, value, *Copy*."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.texts.terms import Term
from deskpro_sso_gui.ui.theme import Icon, Role, Size, Space
from deskpro_sso_gui.ui.widgets.announce import announce
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.labels import CONSOLE, PlainLabel, mark_value
from deskpro_sso_gui.ui.widgets.term import explained

_FEEDBACK_MS = 2000


class CopyButton(Button):
    """Copies what ``value`` returns and says so for two seconds."""

    copied = Signal()

    def __init__(
        self,
        value: Callable[[], str],
        copy: Callable[[str], object],
        *,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(t(N_("Copy")), icon=Icon.COPY, parent=parent)
        self.setAccessibleName(t(N_("Copy {name}"), name=name))
        self._value = value
        self._copy = copy
        self._back = QTimer(self, singleShot=True, interval=_FEEDBACK_MS)
        self._back.timeout.connect(self._calm)
        self.clicked.connect(self._run)
        self._keep_width()

    def _keep_width(self) -> None:
        # the button must not jump when its word changes
        wide = self.sizeHint().width()
        self.setText(t(N_("Copied")))
        self.setMinimumWidth(max(wide, self.sizeHint().width()))
        self.setText(t(N_("Copy")))

    def _run(self) -> None:
        self._copy(self._value())
        self.setText(t(N_("Copied")))
        self.set_icon(Icon.TICK)
        self._back.start()
        announce(self, t(N_("Copied")))
        self.copied.emit()

    def _calm(self) -> None:
        self.setText(t(N_("Copy")))
        self.set_icon(Icon.COPY)


class CopyField(QWidget):
    """A value that can be copied.

    Args:
        label: what it is called.
        value: the value, plain text.
        copy: puts a text on the clipboard (``PageContext.copy``).
        console: ``label`` is a console's own, which is never translated.
        term: the word in ``label`` that is explained beside it.
    """

    copied = Signal()

    def __init__(
        self,
        label: str,
        value: str = "",
        *,
        copy: Callable[[str], object],
        console: bool = False,
        term: Term | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setMaximumWidth(Size.TEXT_COLUMN)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.TIGHT)
        self.label = PlainLabel(label, Role.STRONG)
        self.label.setProperty(CONSOLE, console)
        self.label.setVisible(bool(label))
        self._line = QLineEdit(value, readOnly=True)
        self._line.setCursorPosition(0)
        self._line.setAccessibleName(label)
        mark_value(self._line)
        self.label.setBuddy(self._line)
        self._button = CopyButton(self.value, copy, name=label)
        self._button.copied.connect(self.copied)
        row = QHBoxLayout()
        row.setSpacing(Space.SMALL)
        row.addWidget(self._line, 1)
        row.addWidget(self._button)
        column.addWidget(explained(self.label, term))
        column.addLayout(row)
        self.set_value(value)

    def value(self) -> str:
        """Return the value."""
        return self._line.text()

    def set_value(self, value: str) -> None:
        """Show another value."""
        self._line.setText(value)
        self._line.setCursorPosition(0)
        self._button.setEnabled(bool(value))
