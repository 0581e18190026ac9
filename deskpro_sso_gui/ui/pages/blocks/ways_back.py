"""The way back, shown before anything can lock anybody out."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.summary.afterwards import ways_back
from deskpro_sso_gui.texts import number, t
from deskpro_sso_gui.ui.theme import Role, Space
from deskpro_sso_gui.ui.widgets.copy_field import CopyField
from deskpro_sso_gui.ui.widgets.labels import PlainLabel, value_label


class WaysBack(QWidget):
    """How to get in when the sign-in fails, the easiest first.

    Args:
        heading: what stands above them.
        record: the set-up; what its address tells of where DeskPRO runs decides which ways.
        copy: puts a text on the clipboard.
    """

    def __init__(self, heading: str, record: SetupRecord, copy: Callable[[str], object]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.SMALL, 0, 0)
        column.setSpacing(Space.SMALL)
        column.addWidget(PlainLabel(heading, Role.STRONG))
        for place, way in enumerate(ways_back(record), start=1):
            row = QHBoxLayout()
            row.setSpacing(Space.SMALL)
            count = value_label(f"{number(place)}.", Role.MUTED)
            row.addWidget(count, 0, Qt.AlignmentFlag.AlignTop)
            words = QVBoxLayout()
            words.setSpacing(Space.SMALL)
            words.addWidget(PlainLabel(way.text))
            if way.command:
                command = CopyField(t(N_("Command")), way.command, copy=copy)
                command.label.hide()
                words.addWidget(command)
            row.addLayout(words, 1)
            column.addLayout(row)
