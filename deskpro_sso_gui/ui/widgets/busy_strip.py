"""The strip that names what is waited for, with *Cancel*."""

from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.texts import number, t
from deskpro_sso_gui.ui.runner import Run, Runner
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Space, set_kind
from deskpro_sso_gui.ui.widgets.announce import announce
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.labels import IconLabel, PlainLabel

_SHOWN_AFTER_MS: Final = 150
"""What is over sooner, such as saving a tick, would only flicker."""


class BusyStrip(QFrame):
    """Shows the runner's oldest task once it takes a moment; hidden while there is none."""

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
        self._patience = QTimer(self, singleShot=True, interval=_SHOWN_AFTER_MS)
        self._patience.timeout.connect(self._appear)
        self.hide()
        runner.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        runs = self._runner.waited_for
        latest = runs[0] if runs else None
        if latest is self._run and latest is not None:
            return
        if self._run is not None:
            self._run.progressed.disconnect(self._progress)
        self._run = latest
        if latest is None:
            self._patience.stop()
            self.hide()
            return
        latest.progressed.connect(self._progress)
        self._progress()
        if self.isVisible():
            announce(self, latest.name)
        elif not self._patience.isActive():
            self._patience.start()

    def _appear(self) -> None:
        self.show()
        announce(self, self._label.text())

    def _progress(self) -> None:
        run = self._run
        if run is None:
            return
        self._bar.setRange(0, run.total)
        self._bar.setValue(run.done_count)
        counted = t(N_("{done} of {all}"), done=number(run.done_count), all=number(run.total))
        self._label.setText(f"{run.name} {counted}" if run.total else run.name)

    def _cancel(self) -> None:
        if self._run is not None:
            self._run.cancel()
