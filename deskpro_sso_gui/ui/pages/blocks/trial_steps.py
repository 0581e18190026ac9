"""How a sign-in is tried: what stays open, where to begin, and what to press there."""

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.settings import LOGIN_BUTTON_TEXT
from deskpro_sso_gui.setup.trials import Flow
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.pages.blocks.consoles import start_address
from deskpro_sso_gui.ui.theme import Space
from deskpro_sso_gui.ui.widgets.instruction import Instruction

_LEAVE_OPEN: Final = N_(
    "Leave a DeskPRO window open in which an administrator is signed in. It is the way back."
)
_PRIVATE: Final = N_(
    "Open a private window of your browser, and this address in it. Another window may be signed "
    "in already, which would prove nothing."
)
_FRESH: Final = N_(
    "Close all private windows, open a new one, and this address in it. One that was signed in "
    "before would prove nothing."
)
_FIRST_STEPS: Final = {
    Flow.FROM_DESKPRO: _PRIVATE,
    Flow.FROM_JUMPCLOUD: _FRESH,
    Flow.AFTER_SWITCH: _FRESH,
}
_LAST_STEPS: Final = {
    Flow.FROM_DESKPRO: N_("Press this button, and sign in to JumpCloud as {person}:"),
    Flow.FROM_JUMPCLOUD: N_("Sign in as {person}, and choose this tile:"),
    Flow.AFTER_SWITCH: N_("JumpCloud appears by itself. Sign in as {person}."),
}


class TrialSteps(QWidget):
    """The three steps of one flow, with the values of the set-up."""

    def __init__(self, flow: Flow, copy: Callable[[str], object]) -> None:
        """Show nothing yet; ``copy`` puts a text on the clipboard."""
        super().__init__()
        self._flow = flow
        self._copy = copy
        self._shown: tuple[str, str, str] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.NONE)

    def show_record(self, record: SetupRecord) -> None:
        """Show the steps as the values of ``record`` make them."""
        person = record.tester.email if record.tester else ""
        tile = record.application.label if record.application else ""
        address = start_address(record, self._flow)
        if self._shown == (person, tile, address):
            return
        self._shown = (person, tile, address)
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        chips = {Flow.FROM_DESKPRO: LOGIN_BUTTON_TEXT, Flow.FROM_JUMPCLOUD: tile}
        for line in (
            Instruction(1, t(_LEAVE_OPEN), tickable=False),
            Instruction(
                2, t(_FIRST_STEPS[self._flow]), value=address, copy=self._copy, tickable=False
            ),
            Instruction(
                3,
                t(_LAST_STEPS[self._flow], person=person),
                console_label=chips.get(self._flow, ""),
                tickable=False,
            ),
        ):
            self._column.addWidget(line)
