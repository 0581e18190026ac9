"""Where the focus goes when a task ends: to what is obviously next, never somewhere by chance.

A button that is switched off or hidden loses the focus to whatever comes after it in the order of
Tab; on the way round that is often *Back*.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from shiboken6 import isValid

from deskpro_sso_gui.ui.pages.base import Page

_TYPED_INTO = (QLineEdit, QPlainTextEdit, QComboBox)


class FocusAfterwards:
    """Remembers what began a page's task, and puts the focus on when the task has ended.

    Args:
        primary: the main button.
        following: the button *Next*.
        back: the button *Back*, which the focus never falls to.
    """

    def __init__(self, primary: QPushButton, following: QPushButton, back: QPushButton) -> None:
        self._primary = primary
        self._following = following
        self._back = back
        self._busy = False
        self._acting: QWidget | None = None
        self._parked: QWidget | None = None

    def entered(self, *, busy: bool) -> None:
        """Take notice that another page is shown, with the focus at its beginning."""
        self._busy = busy
        self._acting = None
        self._parked = self._focus()

    def began(self, *, busy: bool) -> None:
        """Remember who has the focus; to be called before a button is switched off."""
        if busy and not self._busy:
            self._acting = self._focus()

    def shown(self, page: Page, *, busy: bool) -> None:
        """Put the focus on if the task has ended; to be called once the buttons are right."""
        if busy and not self._busy:
            self._parked = self._focus()
        ended, self._busy = self._busy and not busy, busy
        if ended and (target := self._target(page)) is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _target(self, page: Page) -> QWidget | None:
        """Return what gets the focus; None where it is to stay."""
        focus = self._focus()
        if isinstance(focus, _TYPED_INTO) and _usable(focus):
            return None
        lost = focus in {None, self._parked, self._back}
        if self._acting is None:  # the page began by itself
            moves_only = focus in {self._following, self._back}
            wanted = self._primary if _usable(self._primary) else page.focus_target()
            return wanted if lost and moves_only else None
        usable = _usable(self._acting)
        if usable and not lost:
            return None  # the admin has gone elsewhere meanwhile
        if (asked := page.focus_target()) is not None:
            return asked
        # neither begins a task: the focus fell there from a button that went with its notice
        if usable and self._acting not in {self._back, self._following}:
            return self._acting
        on: QWidget = self._primary
        if not on.isVisible():  # else it is what is needed, if not yet
            on = page.retry_button() or self._following
        return on if _usable(on) else None

    def _focus(self) -> QWidget | None:
        return self._primary.window().focusWidget()


def _usable(widget: QWidget) -> bool:
    return isValid(widget) and widget.isVisible() and widget.isEnabled()
