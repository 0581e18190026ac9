"""What has to be done before a page makes sense, with the way there."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.progress import Status, progress
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import STAGE_BY_ID, StageId
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.theme import Icon
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.notice import Notice, Tone

GoTo = Callable[[StageId], object]

_PASSABLE: Final = frozenset({Status.DONE, Status.NEEDS_ATTENTION})


def go_to_button(stage: StageId, go_to: GoTo) -> Button:
    """Return the button that opens the page of ``stage``."""
    return Button(
        t(N_("Go to “{page}”"), page=t(STAGE_BY_ID[stage].name)),
        icon=Icon.CHEVRON_RIGHT,
        on_click=lambda: go_to(stage),
    )


def missing_before(stage: StageId, record: SetupRecord) -> tuple[StageId, ...]:
    """Return the stages that ``stage`` rests on and that are not done, in order."""
    standings = progress(record)
    wanted = STAGE_BY_ID[stage].after
    return tuple(
        each for each in standings if each in wanted and standings[each].status not in _PASSABLE
    )


class MissingStages(QWidget):
    """Names the stages that have to be done first; hidden while there are none."""

    def __init__(self, go_to: GoTo) -> None:
        super().__init__()
        self._go_to = go_to
        self._shown: tuple[StageId, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()

    @property
    def stages(self) -> tuple[StageId, ...]:
        """The stages it names."""
        return self._shown

    def show_stages(self, missing: Sequence[StageId]) -> None:
        """Name ``missing``, with the way to the first of them."""
        self.setVisible(bool(missing))
        if tuple(missing) == self._shown:
            return
        self._shown = tuple(missing)
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if missing:
            names = ", ".join(t(STAGE_BY_ID[stage].name) for stage in missing)
            notice = Notice(Tone.INFO, t(N_("Something has to be done first")), names)
            notice.add_button(go_to_button(missing[0], self._go_to))
            self._column.addWidget(notice)
