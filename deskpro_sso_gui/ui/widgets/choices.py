"""One of a few: round buttons, each with a sentence that tells how to choose."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QVBoxLayout, QWidget

from deskpro_sso_gui.ui.theme import Role, Size, Space
from deskpro_sso_gui.ui.widgets.labels import CONSOLE, PlainLabel
from deskpro_sso_gui.ui.widgets.reveal import keep_in_sight


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One of them: ``id`` names it, ``description`` tells how to choose.

    ``console``: ``text`` is a console's own, or a language's own name, which is never translated.
    """

    id: str
    text: str
    description: str = ""
    console: bool = False


class _ClickLabel(PlainLabel):
    """Words that belong to a button: a click on them is a click on it. They wrap, it can't."""

    def __init__(self, text: str, role: Role, button: QRadioButton) -> None:
        super().__init__(text, role)
        self._button = button
        self.setBuddy(button)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Press the button."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.pos()):
            self._button.setFocus(Qt.FocusReason.MouseFocusReason)
            self._button.click()


class _Answer(QRadioButton):
    """A round button that the arrow keys lead to, also where it is out of sight."""

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Come into sight; Qt scrolls for Tab alone."""
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.MouseFocusReason:
            keep_in_sight(self)


class Choices(QWidget):
    """A question and its answers, one of which is chosen."""

    chosen = Signal(str)
    """The admin chose the answer with this id."""

    def __init__(
        self, question: str, choices: Sequence[Choice], *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setMaximumWidth(Size.TEXT_COLUMN)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.TIGHT)
        column.addWidget(PlainLabel(question, Role.STRONG))
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.TIGHT)
        grid.setVerticalSpacing(Space.HAIR)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QRadioButton] = {}
        for index, choice in enumerate(choices):
            self._add(grid, 2 * index, choice, question)

    def _add(self, grid: QGridLayout, line: int, choice: Choice, question: str) -> None:
        button = _Answer()
        button.setAccessibleName(f"{question} {choice.text}")
        button.setAccessibleDescription(choice.description)
        # not clicked: a screen reader turns a button on without pressing it
        button.toggled.connect(lambda on: self._toggled(choice.id, on=on))
        self._group.addButton(button)
        self._buttons[choice.id] = button
        grid.addWidget(button, line, 0, Qt.AlignmentFlag.AlignTop)
        label = _ClickLabel(choice.text, Role.TEXT, button)
        label.setProperty(CONSOLE, choice.console)
        grid.addWidget(label, line, 1, Qt.AlignmentFlag.AlignVCenter)
        if choice.description:
            grid.addWidget(_ClickLabel(choice.description, Role.CAPTION, button), line + 1, 1)
            grid.setRowMinimumHeight(line + 1, 0)

    def _toggled(self, choice: str, *, on: bool) -> None:
        if on:
            self.chosen.emit(choice)

    def button(self, choice: str) -> QRadioButton:
        """Return the button of the answer ``choice``."""
        return self._buttons[choice]

    def value(self) -> str:
        """Return the id of the answer; empty while there is none."""
        return next((name for name, each in self._buttons.items() if each.isChecked()), "")

    def set_value(self, choice: str) -> None:
        """Choose ``choice``; ``chosen`` is emitted for the admin's own choice only."""
        button = self._buttons[choice]
        with QSignalBlocker(button):
            button.setChecked(True)
