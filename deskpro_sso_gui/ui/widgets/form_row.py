"""A label above its field, with a hint under it."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskpro_sso_gui.texts.terms import Term, console_term
from deskpro_sso_gui.ui.theme import Role, Size, Space, set_flag
from deskpro_sso_gui.ui.widgets.announce import announce
from deskpro_sso_gui.ui.widgets.labels import CONSOLE, PlainLabel
from deskpro_sso_gui.ui.widgets.term import explained


class FormRow(QWidget):
    """A field with its label (the field's buddy), a hint, and what is wrong with it.

    Args:
        label: what the field is called; with ``&`` before its mnemonic if it has one.
        field: the control.
        hint: a sentence under the field.
        console: ``label`` is a console's own, which is never translated.
        term: the word in ``label`` that is explained beside it; a console's is found by itself.
    """

    def __init__(
        self,
        label: str,
        field: QWidget,
        *,
        hint: str = "",
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
        self.label.setBuddy(field)
        term = term or (console_term(label) if console else None)
        column.addWidget(explained(self.label, term))
        column.addWidget(field)
        self.field = field
        self._hint = hint
        self._below = PlainLabel(hint, Role.CAPTION)
        self._below.setVisible(bool(hint))
        column.addWidget(self._below)
        self._wrong = PlainLabel("", Role.ERROR)
        self._wrong.hide()
        column.addWidget(self._wrong)
        if not field.accessibleName():
            field.setAccessibleName(label.replace("&", ""))
        field.setAccessibleDescription(hint)
        if term is None:  # else Tab would have to stop at two things inside of it
            self.setFocusProxy(field)

    def set_wrong(self, text: str) -> None:
        """Say under the field what is wrong with it; an empty text takes that back."""
        self._wrong.setText(text)
        self._wrong.setVisible(bool(text))
        self.field.setAccessibleDescription(text or self._hint)
        set_flag(self.field, "wrong", on=bool(text))
        if text:
            announce(self.field, text)
