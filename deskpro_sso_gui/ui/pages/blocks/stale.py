"""What says that something was done with values that have changed since."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.progress import progress
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.values import Value
from deskpro_sso_gui.texts import t, value_name
from deskpro_sso_gui.ui.widgets.notice import Notice, Tone


def names(values: tuple[Value, ...]) -> str:
    """Return what ``values`` are called, in one line."""
    return ", ".join(value_name(value) for value in values)


class StaleNotice(QWidget):
    """Names the values that made a stage stale, and what to do; hidden while none did.

    Args:
        stage: the stage it speaks of.
        advice: what to do, in the admin's language.
    """

    def __init__(self, stage: StageId, advice: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stage = stage
        self._advice = advice
        self._shown: tuple[Value, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()

    @property
    def changed(self) -> tuple[Value, ...]:
        """The values it names."""
        return self._shown

    def show_record(self, record: SetupRecord) -> None:
        """Say what changed in ``record`` since the stage was done."""
        differing = progress(record)[self._stage].changed
        self.setVisible(bool(differing))
        if differing == self._shown:
            return
        self._shown = differing
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if differing:
            title = t(N_("Changed since: {names}"), names=names(differing))
            self._column.addWidget(Notice(Tone.STALE, title, self._advice))
