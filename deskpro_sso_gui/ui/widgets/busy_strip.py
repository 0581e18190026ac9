"""The strip that names what is waited for, with *Cancel*."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.runner import Run, Runner
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Space, set_kind
from deskpro_sso_gui.ui.widgets.announce import announce
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.labels import IconLabel, PlainLabel


class BusyStrip(QFrame):
    """Shows the runner's oldest task; hidden while there is none."""

    def __init__(self, runner: Runner, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, Kind.BUSY)
        self._runner = runner
        self._run: Run | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.NONE)
        self._bar = QProgressBar(textVisible=False)
        self._bar.setAccessibleName(t(N_("Progress")))
        column.addWidget(self._bar)
        row = QHBoxLayout()
        row.setContentsMargins(Space.LARGE, Space.SMALL, Space.LARGE, Space.SMALL)
        row.setSpacing(Space.MEDIUM)
        row.addWidget(IconLabel(Icon.INFO, Role.ACCENT), 0, Qt.AlignmentFlag.AlignVCenter)
        self._label = PlainLabel()
        row.addWidget(self._label, 1, Qt.AlignmentFlag.AlignVCenter)
        self.cancel_button = Button(t(N_("Cancel")), Kind.QUIET, on_click=self._cancel)
        row.addWidget(self.cancel_button)
        column.addLayout(row)
        runner.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        runs = self._runner.runs
        latest = runs[0] if runs else None
        if latest is self._run and latest is not None:
            return
        if self._run is not None:
            self._run.progressed.disconnect(self._progress)
        self._run = latest
        self.setVisible(latest is not None)
        if latest is None:
            return
        latest.progressed.connect(self._progress)
        self._label.setText(latest.name)
        announce(self, latest.name)
        self._progress()

    def _progress(self) -> None:
        if self._run is not None:
            self._bar.setRange(0, self._run.total)
            self._bar.setValue(self._run.done_count)

    def _cancel(self) -> None:
        if self._run is not None:
            self._run.cancel()
