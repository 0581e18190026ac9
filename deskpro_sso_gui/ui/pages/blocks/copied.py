"""Offers what was copied elsewhere, where it is what the page waits for.

The clipboard is read when the window becomes active with the page on it, or the page is opened in
an active window, and at no other time. What does not fit is forgotten at once; what is offered is
forgotten when it is taken or declined, and when the page is left.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.pages.base import Page
from deskpro_sso_gui.ui.theme import Icon, Kind
from deskpro_sso_gui.ui.widgets.announce import announce
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.labels import value_label
from deskpro_sso_gui.ui.widgets.notice import Notice, Tone
from deskpro_sso_gui.ui.widgets.reveal import reveal

LONGEST_ADDRESS: Final = 2048


class CopiedOffer(QWidget):
    """Below a field: "You copied this. Use it?"; hidden while there is nothing to offer.

    Args:
        page: the page it is on.
        field: what would be filled in; never one for a secret.
        fits: says whether a text is such a value.
        only_empty: a field with something in it waits for nothing.
    """

    def __init__(
        self, page: Page, field: QLineEdit, fits: Callable[[str], bool], *, only_empty: bool = True
    ) -> None:
        super().__init__()
        self._page = page
        self._field = field
        self._fits = fits
        self._only_empty = only_empty
        self._declined = False
        title = t(N_("You copied this. Use it here?"))
        self._notice = Notice(Tone.INFO, title)
        self._shown = value_label("")
        self._notice.words.addWidget(self._shown)
        self.use_button = Button(t(N_("Use it")), icon=Icon.COPY, on_click=self._use)
        self.decline_button = Button(t(N_("No")), Kind.QUIET, on_click=self._decline)
        self._notice.add_button(self.use_button)
        self._notice.add_button(self.decline_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._notice)
        self.hide()
        field.textChanged.connect(lambda _text: self.forget())
        QGuiApplication.clipboard().dataChanged.connect(self._copied_anew)
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Look when the page comes to be used, and forget when it is left."""
        if watched is self._page:
            # a part of a window is told of WindowActivate alone, never of ActivationChange
            if event.type() in {QEvent.Type.WindowActivate, QEvent.Type.Show}:
                self.look()
            elif event.type() is QEvent.Type.Hide and not self._page.isVisible():
                self._declined = False
                self.forget()
        return super().eventFilter(watched, event)

    def look(self) -> None:
        """Offer what was copied, if the page waits for it and it fits."""
        if not (self._page.isVisible() and self._page.isActiveWindow() and self._waits()):
            return
        copied = self._page.context.paste().strip()
        if not copied.isprintable() or len(copied) > LONGEST_ADDRESS:
            copied = ""
        if copied and copied != self._field.text().strip() and self._fits(copied):
            self._shown.setText(copied)
            self.show()
            reveal(self)
            announce(self._notice, self._notice.accessibleName())
        else:
            self.forget()

    def _waits(self) -> bool:
        usable = self._field.isVisible() and self._field.isEnabled() and not self._declined
        return usable and not (self._only_empty and self._field.text().strip())

    def forget(self) -> None:
        """Offer nothing, and hold nothing."""
        self._shown.setText("")
        self.hide()

    def _use(self) -> None:
        copied = self._shown.text()
        self.forget()
        self._field.setText(copied)
        self._field.setFocus()

    def _decline(self) -> None:
        self._declined = True
        self.forget()
        self._field.setFocus()

    def _copied_anew(self) -> None:
        self._declined = False
