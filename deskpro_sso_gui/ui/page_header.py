"""What stands above every page: its step, title, and why it is there."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.stages import STAGE_BY_ID, STAGES, StageId
from deskpro_sso_gui.texts import number, t
from deskpro_sso_gui.ui.theme import Role, Space
from deskpro_sso_gui.ui.widgets.expander import Expander
from deskpro_sso_gui.ui.widgets.labels import PlainLabel


class PageHeader(QWidget):
    """Step, title, one sentence, and *What is this?*, folded."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.TIGHT)
        self._step = PlainLabel("", Role.CAPTION)
        self._title = PlainLabel("", Role.TITLE)
        self._why = PlainLabel("", Role.MUTED)
        self._help = Expander(t(N_("What is this?")), "")
        self._explanation = PlainLabel("", Role.MUTED)
        self._help.body.addWidget(self._explanation)
        for widget in (self._step, self._title, self._why, self._help):
            column.addWidget(widget)

    @property
    def title(self) -> str:
        """The title that is shown."""
        return self._title.text()

    def set_narrow(self, *, on: bool) -> None:
        """Leave the step out in a narrow window, whose folded list names it already."""
        self._step.setVisible(not on)

    def show_stage(self, stage: StageId, explanation: str) -> None:
        """Show the words of ``stage``; ``explanation`` is marked for translation."""
        words = STAGE_BY_ID[stage]
        place = STAGES.index(words) + 1
        self._step.setText(
            t(N_("Step {step} of {steps}"), step=number(place), steps=number(len(STAGES)))
        )
        self._title.setText(t(words.title))
        self._why.setText(t(words.why))
        self._explanation.setText(t(explanation))
        self._help.set_open(on=False)
        self._help.setVisible(bool(explanation))
