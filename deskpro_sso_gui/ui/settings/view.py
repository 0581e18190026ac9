"""The settings: a column of cards, reached from anywhere and left the way one came."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.settings.authorities import AuthoritiesCard
from deskpro_sso_gui.ui.settings.card import SettingsCard, SettingsContext
from deskpro_sso_gui.ui.settings.keys import KeysCard
from deskpro_sso_gui.ui.settings.proxy import ProxyCard
from deskpro_sso_gui.ui.settings.taste import LanguageCard, LooksCard
from deskpro_sso_gui.ui.tab_order import set_tab_order
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Space
from deskpro_sso_gui.ui.widgets.announce import announce
from deskpro_sso_gui.ui.widgets.busy_strip import BusyStrip
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.column_area import ColumnArea
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.notice import Notice, Tone


class SettingsView(QWidget):
    """What can be set. A further setting is a further card in ``_cards``."""

    back = Signal()
    """The admin wants to be where she was before."""

    def __init__(self, context: SettingsContext, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settings")
        self.cards: tuple[SettingsCard, ...] = _cards(context)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.NONE)
        outer.addWidget(self._build(context), 1)
        self._busy = BusyStrip(context.runner)
        outer.addWidget(self._busy)
        self._retab_timer = QTimer(self, singleShot=True, interval=0)
        self._retab_timer.timeout.connect(self._retab)
        for card in self.cards:
            card.installEventFilter(self)

    def _build(self, context: SettingsContext) -> QScrollArea:
        area = ColumnArea(self, above=Space.WIDE, between=Space.LARGE)
        column = area.column
        self.back_button = Button(
            t(N_("Back")), Kind.LINK, icon=Icon.ARROW_BACK, on_click=self.back.emit
        )
        column.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeading)
        self._title = PlainLabel(t(N_("Settings")), Role.TITLE)
        column.addWidget(self._title)
        if context.practice:
            words = N_("Network settings are not needed to practise: nothing leaves this computer.")
            column.addWidget(Notice(Tone.INFO, t(words)))
        for card in self.cards:
            column.addWidget(card)
        about = Button(
            t(N_("About this program")), Kind.LINK, icon=Icon.INFO, on_click=context.open_about
        )
        column.addWidget(about, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)
        self._area = area
        return area

    def entered(self) -> None:
        """Show what is set now."""
        for card in self.cards:
            card.entered()
        self._area.verticalScrollBar().setValue(0)
        self._retab()
        self.back_button.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, self._title.text())

    def _retab(self) -> None:
        set_tab_order((self._area, self._busy))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keep the order of Tab when a card's content changed."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._retab_timer.start()
        return super().eventFilter(watched, event)

    def left(self) -> None:
        """Stop what the cards were waiting for."""
        for card in self.cards:
            card.left()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go back on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.back.emit()
            return
        super().keyPressEvent(event)


def _cards(context: SettingsContext) -> tuple[SettingsCard, ...]:
    taste = LanguageCard(context), LooksCard(context)
    keys = KeysCard(context)
    if context.practice:
        return *taste, keys
    return *taste, ProxyCard(context), AuthoritiesCard(context), keys
