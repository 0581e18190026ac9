"""What came out, line by line, where the value is: icon and words."""

from collections.abc import Sequence
from typing import Final

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskpro_sso_gui.ui.theme import Icon, Role, Size, Space
from deskpro_sso_gui.ui.widgets.announce import announce
from deskpro_sso_gui.ui.widgets.labels import IconLabel, PlainLabel, mark_value
from deskpro_sso_gui.ui.widgets.notice import Tone

_ICONS: Final = {
    Tone.INFO: (Icon.INFO, Role.MUTED),
    Tone.SUCCESS: (Icon.TICK, Role.SUCCESS),
    Tone.ATTENTION: (Icon.ATTENTION, Role.ATTENTION),
    Tone.ERROR: (Icon.ERROR, Role.ERROR),
    Tone.STALE: (Icon.STALE, Role.STALE),
}


class ResultLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line.

    Attributes:
        text: what it says.
        tone: its icon; None for a line without one.
        value: it shows a value as it is, which is in no language.
    """

    text: str
    tone: Tone | None = None
    value: bool = False


class ResultLines(QWidget):
    """A few lines; hidden while there are none."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.TIGHT)
        self._lines: tuple[ResultLine, ...] = ()
        self.hide()

    @property
    def lines(self) -> tuple[ResultLine, ...]:
        """What is shown."""
        return self._lines

    def set_lines(self, lines: Sequence[ResultLine]) -> None:
        """Show ``lines`` in place of what was shown, and have what is new read out."""
        new = tuple(lines)
        if new == self._lines:
            return
        added = [line.text for line in new if line not in self._lines]
        self._lines = new
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        with_icons = any(line.tone is not None for line in new)
        for line in new:
            self._column.addWidget(_row(line, indented=with_icons and line.tone is None))
        self.setVisible(bool(new))
        if added:
            announce(self, " ".join(added))


def _row(line: ResultLine, *, indented: bool) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    # what has no icon begins where the words beside the others' icons do
    row.setContentsMargins(Size.ICON + Space.SMALL if indented else 0, 0, 0, 0)
    row.setSpacing(Space.SMALL)
    if line.tone is not None:
        icon, role = _ICONS[line.tone]
        row.addWidget(IconLabel(icon, role), 0, Qt.AlignmentFlag.AlignTop)
    aside = line.tone is None and not line.value
    label = PlainLabel(line.text, Role.MUTED if aside else Role.TEXT)
    if line.value:
        mark_value(label)
    row.addWidget(label, 1)
    return holder
