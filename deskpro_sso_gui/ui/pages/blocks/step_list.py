"""The steps in a console, drawn from data: numbered, each with its place, value and tick."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskpro_sso_gui.setup.instructions import OPEN_STEP, Step
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.theme import Icon, Role, Space
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.instruction import Instruction
from deskpro_sso_gui.ui.widgets.labels import PlainLabel


class StepList(QWidget):
    """The steps, and the button that opens the console at the one called so.

    Args:
        open_text: what the button says.
        open_console: opens the console.
        copy: puts a text on the clipboard (``PageContext.copy``).

    Attributes:
        instructions: the steps that are shown, in order.
        open_button: the button; None where no step opens the console.
    """

    ticked = Signal(frozenset)
    """The names of the steps that are ticked now."""

    def __init__(
        self,
        open_text: str,
        open_console: Callable[[], object],
        copy: Callable[[str], object],
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._open_text = open_text
        self._open_console = open_console
        self._copy = copy
        self.steps: tuple[Step, ...] = ()
        self.instructions: list[Instruction] = []
        self.open_button: Button | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.NONE)

    def show_steps(self, steps: Sequence[Step], ticked: frozenset[str]) -> None:
        """Show ``steps``, those in ``ticked`` as done."""
        if tuple(steps) != self.steps:
            self.steps = tuple(steps)
            self._rebuild()
        for instruction in self.instructions:
            instruction.set_ticked(on=instruction.name in ticked)

    def _rebuild(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.open_button = None
        self.instructions = [
            self._instruction(number, step) for number, step in enumerate(self.steps, 1)
        ]
        for instruction in self.instructions:
            self._column.addWidget(instruction)
        self._column.addStretch(1)

    def _instruction(self, number: int, step: Step) -> Instruction:
        instruction = Instruction(
            number,
            t(step.text),
            console_label=step.label,
            certain=step.certain,
            path=step.path,
            value=step.value,
            copy=self._copy,
            name=step.name,
        )
        if step.note:
            instruction.middle.addWidget(PlainLabel(t(step.note), Role.CAPTION))
        if step.name == OPEN_STEP:
            self.open_button = Button(
                self._open_text, icon=Icon.OPEN_OUTSIDE, on_click=self._open_console
            )
            instruction.middle.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeading)
        instruction.ticked.connect(self._ticked)
        return instruction

    def _ticked(self, _on: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.ticked.emit(frozenset(each.name for each in self.instructions if each.is_ticked))
