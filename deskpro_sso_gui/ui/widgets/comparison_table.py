"""Settings beside each other: what is there now, and what should be."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.texts.terms import console_term
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Size, Space, set_kind
from deskpro_sso_gui.ui.widgets.labels import CONSOLE, IconLabel, PlainLabel, value_label
from deskpro_sso_gui.ui.widgets.term import TermButton


class ComparisonRow(msgspec.Struct, frozen=True, kw_only=True):
    """One setting: as the console calls it, what it is now, what it should be.

    Attributes:
        available: False where there is no such setting; ``now`` says so in words then.
    """

    setting: str
    now: str
    should: str
    differs: bool
    available: bool = True


class ComparisonTable(QFrame):
    """A grid of rows that wraps; a row that differs is marked by icon and words."""

    def __init__(self, now_title: str, should_title: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, Kind.CARD)
        self._titles = (t(N_("Setting")), now_title, should_title)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.MEDIUM)
        self._grid.setHorizontalSpacing(Space.LARGE)
        self._grid.setVerticalSpacing(Space.SMALL)
        self._grid.setColumnMinimumWidth(0, Size.ICON)
        for column in (1, 2, 3):
            self._grid.setColumnStretch(column, 1)
        self._rows: tuple[ComparisonRow, ...] | None = None

    def set_rows(self, rows: Sequence[ComparisonRow]) -> None:
        """Show ``rows`` in place of what was shown."""
        if self._rows == tuple(rows):
            return  # a page shows its record anew each time it is opened
        self._rows = tuple(rows)
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for column, title in enumerate(self._titles, 1):
            self._grid.addWidget(PlainLabel(title, Role.CAPTION), 0, column)
        for line, row in enumerate(rows, 1):
            rule = QFrame()
            set_kind(rule, Kind.RULE)
            self._grid.addWidget(rule, 3 * line - 2, 0, 1, 4)
            self._add(3 * line - 1, row)

    def _add(self, line: int, row: ComparisonRow) -> None:
        mark, role, words = _mark(row)
        icon = IconLabel(mark, role)
        icon.setAccessibleName(t(words))
        icon.setToolTip(t(words))
        setting = PlainLabel(row.setting, Role.STRONG)
        setting.setProperty(CONSOLE, True)  # noqa: FBT003 - Qt's signature
        now = value_label(row.now) if row.available else PlainLabel(row.now, Role.MUTED)
        cells = (icon, self._setting(setting, line), now, value_label(row.should))
        for column, cell in enumerate(cells):
            self._grid.addWidget(cell, line, column, Qt.AlignmentFlag.AlignTop)

    def _setting(self, label: PlainLabel, line: int) -> QWidget:
        """Return ``label``, beside what explains its word in a row of its own under ``line``."""
        term = console_term(label.text())
        if term is None:
            return label
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.TIGHT)
        button = TermButton(term)
        row.addWidget(label, 1)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(button.note, line + 1, 1, 1, 3)
        return holder


def _mark(row: ComparisonRow) -> tuple[Icon, Role, str]:
    if not row.available:
        return Icon.INFO, Role.MUTED, N_("not there")
    if row.differs:
        return Icon.ATTENTION, Role.ATTENTION, N_("differs")
    return Icon.TICK, Role.SUCCESS, N_("as it should be")
