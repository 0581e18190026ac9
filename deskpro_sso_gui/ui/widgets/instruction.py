"""One line of a guided page: what to do, where, with which value, and a tick when done."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.texts import number, t
from deskpro_sso_gui.texts.terms import Term, console_term
from deskpro_sso_gui.ui.theme import Icon, Role, Size, Space
from deskpro_sso_gui.ui.widgets.copy_field import CopyButton
from deskpro_sso_gui.ui.widgets.flow import FlowLayout
from deskpro_sso_gui.ui.widgets.labels import IconLabel, PlainLabel, chip, mark_value, value_label
from deskpro_sso_gui.ui.widgets.term import explained


class Instruction(QWidget):
    """A numbered step.

    Args:
        step: its number, from 1.
        text: what to do.
        console_label: what the console calls the control, shown as a chip.
        certain: without it the chip is shown as "may be called".
        path: what the console calls the places on the way, shown as chips one after the other.
        value: what to put there, shown with *Copy*; copying ticks nothing by itself.
        copy: puts a text on the clipboard (``PageContext.copy``); needed where there is a value.
        tickable: show a tick.
        name: names the step in a record of ticks.

    Attributes:
        middle: the layout of what the step shows, to put more into.
    """

    ticked = Signal(bool)
    copied = Signal()

    def __init__(  # noqa: PLR0913 - each is a part of the line
        self,
        step: int,
        text: str,
        *,
        console_label: str = "",
        certain: bool = True,
        path: Sequence[str] = (),
        value: str = "",
        copy: Callable[[str], object] | None = None,
        tickable: bool = True,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.name = name
        row = QHBoxLayout(self)
        row.setContentsMargins(0, Space.SMALL, 0, Space.SMALL)
        row.setSpacing(Space.MEDIUM)
        count = value_label(f"{number(step)}.", Role.MUTED)
        count.setFixedWidth(count.fontMetrics().horizontalAdvance("00.") + Space.TIGHT)
        row.addWidget(count, 0, Qt.AlignmentFlag.AlignTop)
        middle = QVBoxLayout()
        middle.setSpacing(Space.SMALL)
        middle.addLayout(self._text_row(step, text, tickable=tickable))
        if path:
            way = path_chips(path)
            middle.addWidget(explained(way, _setting_term(path)))
        if console_label:
            label = _label(console_label, certain=certain)
            middle.addWidget(explained(label, console_term(console_label)))
        if value and copy is not None:
            middle.addLayout(self._value_row(value, copy, console_label or text))
        self.middle = middle
        row.addLayout(middle, 1)
        row.addStretch(0)  # takes what is left where what is in the middle grows no wider

    def _text_row(self, step: int, text: str, *, tickable: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.MEDIUM)
        row.addWidget(PlainLabel(text), 1)
        self._tick = QCheckBox(t(N_("Done")))
        self._tick.setAccessibleName(t(N_("Step {number} is done"), number=number(step)))
        self._tick.setAccessibleDescription(text)
        self._tick.setVisible(tickable)
        # not clicked: a screen reader ticks a box without pressing it
        self._tick.toggled.connect(self.ticked)
        row.addWidget(self._tick, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _value_row(self, value: str, copy: Callable[[str], object], name: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.SMALL)
        line = QLineEdit(value, readOnly=True)
        line.setCursorPosition(0)
        line.setAccessibleName(name)
        mark_value(line)
        button = CopyButton(lambda: value, copy, name=name)
        button.copied.connect(self.copied)
        row.addWidget(line, 1)
        row.addWidget(button)
        return row

    @property
    def is_ticked(self) -> bool:
        """Say whether it is ticked."""
        return self._tick.isChecked()

    def set_ticked(self, *, on: bool) -> None:
        """Tick it or not; ``ticked`` is emitted for the admin's own ticks only."""
        with QSignalBlocker(self._tick):
            self._tick.setChecked(on)


def _setting_term(path: Sequence[str]) -> Term | None:
    """Return the term of a way that is a setting and its value; a way through menus has none."""
    term = console_term(path[0])
    return term if term is Term.SSO_METHOD else None


def _label(text: str, *, certain: bool) -> QWidget:
    holder = QWidget()
    flow = FlowLayout(holder, spacing=Space.SMALL)
    if not certain:
        flow.addWidget(PlainLabel(t(N_("may be called")), Role.CAPTION))
    flow.addWidget(chip(text))
    return holder


def path_chips(path: Sequence[str]) -> QWidget:
    """Return what a console calls the places on a way, as chips one after the other."""
    holder = QWidget()
    flow = FlowLayout(holder, spacing=Space.TIGHT)
    for index, place in enumerate(path):
        link = QWidget()
        row = QHBoxLayout(link)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.TIGHT)
        if index:
            row.addWidget(IconLabel(Icon.CHEVRON_RIGHT, Role.MUTED, Size.ICON_SMALL))
        row.addWidget(chip(place))
        flow.addWidget(link)
    return holder
