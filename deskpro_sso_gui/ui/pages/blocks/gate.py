"""What comes first in DeskPRO before a change that the sign-in may not survive.

The one gate for all of them: while DeskPRO has no form of its own, whoever is locked out by the
change could not even get in to mend it.
"""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.facts import SsoMethod
from deskpro_sso_gui.setup.gate import breaks_sign_in, method_in_effect
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.settings import SSO_METHOD_AUTOMATIC, SSO_METHOD_BUTTON
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks.validate import set_back_to_disabled
from deskpro_sso_gui.texts import number, t
from deskpro_sso_gui.ui.pages.base import Page
from deskpro_sso_gui.ui.pages.blocks.missing_stages import go_to_button
from deskpro_sso_gui.ui.pages.blocks.switch import method_steps
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Space
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.notice import Notice, Tone

_TITLES: Final = {
    SsoMethod.AUTOMATIC: N_("First: DeskPRO sends everyone to JumpCloud ({method})."),
    SsoMethod.UNKNOWN: N_("First: we don't know whether DeskPRO is set to {method}."),
}
_WHY: Final = N_(
    "Until the change has been seen to work, nobody might get in, you neither. So give DeskPRO its "
    "own sign-in form back:"
)


class LockOutGate(QWidget):
    """Leads to *Disabled*; once that is confirmed, says what comes after the change.

    A page asks ``is_open`` before its button can be pressed, and ``render`` calls ``show_record``.
    """

    opened = Signal()
    """What was in the way is not any more."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._shown: SsoMethod | None = None
        self._was_closed = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.confirm_button = self._confirm_button()
        self._afterwards = Notice(
            Tone.INFO,
            t(N_("Afterwards, try the sign-in again.")),
            t(N_("Only then go back to {method}."), method=SSO_METHOD_AUTOMATIC),
        )
        self._afterwards.add_button(go_to_button(StageId.VALIDATE, page.context.go_to))
        self._column.addWidget(self._afterwards)
        self._afterwards.hide()
        self._notice: Notice | None = None
        self.hide()

    def _confirm_button(self) -> Button:
        words = t(N_("{method} is set and saved"), method=SSO_METHOD_BUTTON)
        return Button(words, icon=Icon.TICK, on_click=self._confirm)

    @property
    def is_open(self) -> bool:
        """Say whether nothing stands in the way of the change."""
        return not breaks_sign_in(self._page.session.record)

    def show_record(self, record: SetupRecord, *, wanted: bool = True) -> None:
        """Show what has to be done first, if anything has and there is something to change."""
        method = method_in_effect(record) if breaks_sign_in(record) else None
        if method is not self._shown:
            self._was_closed = self._was_closed or self._shown is not None
            self._shown = method
            self._rebuild(record, method)
        after = method is None and self._was_closed
        self._afterwards.setVisible(after)
        self.setVisible(after or (wanted and method is not None))

    def _rebuild(self, record: SetupRecord, method: SsoMethod | None) -> None:
        if self._notice is not None:
            self._column.removeWidget(self._notice)
            self._notice.hide()
            self._notice.deleteLater()
            self._notice = None
        if method is not None:
            self._notice = self._build(record, method)
            self._column.insertWidget(0, self._notice)
            self._notice.show()

    def _build(self, record: SetupRecord, method: SsoMethod) -> Notice:
        title = t(_TITLES[method], method=SSO_METHOD_AUTOMATIC)
        notice = Notice(Tone.ATTENTION, title, t(_WHY))
        sign_in = t(
            N_("Open DeskPRO and sign in as an administrator. Keep that window open until the end.")
        )
        steps = (
            self._step_with_button(sign_in, record),
            method_steps(record, SSO_METHOD_BUTTON),
            PlainLabel(t(N_("Then say so here:"))),
        )
        for place, step in enumerate(steps, start=1):
            notice.words.addLayout(_numbered(place, step))
        self.confirm_button = self._confirm_button()
        notice.add_button(self.confirm_button)
        return notice

    def _step_with_button(self, words: str, record: SetupRecord) -> QWidget:
        step = QWidget()
        column = QVBoxLayout(step)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.NONE)
        column.addWidget(PlainLabel(words))
        if record.helpdesk is not None:
            address = record.helpdesk.url
            button = Button(
                t(N_("Open DeskPRO")),
                Kind.LINK,
                icon=Icon.OPEN_OUTSIDE,
                on_click=lambda: self._page.context.open_url(address),
            )
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        return step

    def _confirm(self) -> None:
        page = self._page
        page.start(t(N_("Saving…")), lambda: set_back_to_disabled(page.session), self._confirmed)

    def _confirmed(self, _nothing: None) -> None:
        self._page.changed.emit()
        self.opened.emit()


def _numbered(place: int, step: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(Space.SMALL)
    row.addWidget(PlainLabel(f"{number(place)}.", Role.STRONG), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(step, 1)
    return row
