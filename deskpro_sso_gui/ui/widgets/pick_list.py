"""One out of many: a search line and a list to pick from."""

from collections.abc import Sequence
from typing import Final

import msgspec
from PySide6.QtCore import QEvent, QModelIndex, QObject, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget

from deskpro_sso_gui.ui.theme import Role, Size, Space
from deskpro_sso_gui.ui.widgets.labels import PlainLabel, mark_value
from deskpro_sso_gui.ui.widgets.search_field import SearchField

_SEARCH_DELAY_MS: Final = 300
_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class PickItem(msgspec.Struct, frozen=True, kw_only=True):
    """Something that can be picked; ``detail`` is shown after the text."""

    id: str
    text: str
    detail: str = ""

    @property
    def line(self) -> str:
        """What is shown."""
        return f"{self.text}   {self.detail}" if self.detail else self.text


class PickList(QWidget):
    """A searchable list of which one is picked: by a click, or by Enter.

    Args:
        name: what the list is of.
        search_hint: shown in the empty search line.
        search_here: the list is whole and searched here; without it whoever listens to
            ``searched`` brings what fits.
    """

    searched = Signal(str)
    """The admin stopped typing; only where the search is not done here."""

    picked = Signal(str)
    """The admin picked the item of this id."""

    current_changed = Signal()
    """``current`` would answer differently now."""

    def __init__(
        self,
        name: str,
        search_hint: str,
        *,
        search_here: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setMaximumWidth(Size.TEXT_COLUMN)
        self._search_here = search_here
        self._items: tuple[PickItem, ...] = ()
        self._shown: tuple[PickItem, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.TIGHT)
        label = PlainLabel(name, Role.STRONG)
        self.search = SearchField(search_hint)
        self.search.setAccessibleName(name)
        self.search.textChanged.connect(self._typed)
        self.search.installEventFilter(self)
        label.setBuddy(self.search)
        self._model = QStringListModel(self)
        self.view = QListView()
        self.view.setModel(self._model)
        self.view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.view.setUniformItemSizes(True)
        self.view.setFixedHeight(Size.LIST_LEAST)
        self.view.setAccessibleName(name)
        mark_value(self.view)
        self.view.clicked.connect(self._pick)
        self.view.selectionModel().currentChanged.connect(self.current_changed)
        self.view.installEventFilter(self)
        self.state = PlainLabel("", Role.CAPTION)
        for widget in (label, self.search, self.view, self.state):
            column.addWidget(widget)
        self.state.hide()
        self.setFocusProxy(self.search)
        self._wait = QTimer(self, singleShot=True, interval=_SEARCH_DELAY_MS)
        self._wait.timeout.connect(lambda: self.searched.emit(self.search.text().strip()))

    def set_items(self, items: Sequence[PickItem], state: str = "") -> None:
        """Show ``items``, and ``state`` under them."""
        self._items = tuple(items)
        self.state.setText(state)
        self.state.setVisible(bool(state))
        self._show()

    @property
    def shown(self) -> tuple[PickItem, ...]:
        """The items that are shown."""
        return self._shown

    @property
    def current(self) -> PickItem | None:
        """The marked item, which Enter would pick."""
        index = self.view.currentIndex()
        return self._shown[index.row()] if index.isValid() else None

    def pick_current(self) -> None:
        """Pick the marked item."""
        self._pick(self.view.currentIndex())

    def _typed(self, _text: str) -> None:
        if self._search_here:
            self._show()
        else:
            self._wait.start()

    def _show(self) -> None:
        term = self.search.text().strip().casefold() if self._search_here else ""
        self._shown = tuple(item for item in self._items if term in item.line.casefold())
        self._model.setStringList([item.line for item in self._shown])
        if len(self._shown) == 1:
            self.view.setCurrentIndex(self._model.index(0))
        self.current_changed.emit()  # a list filled anew forgets its mark without a word

    def _pick(self, index: QModelIndex) -> None:
        if index.isValid():
            self.picked.emit(self._shown[index.row()].id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Let Enter pick, and the arrow keys lead from the search line into the list."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.key() in _ENTER:
            self.pick_current()
            return True
        if watched is self.search and event.key() == Qt.Key.Key_Down and self._shown:
            self.view.setFocus(Qt.FocusReason.TabFocusReason)
            if not self.view.currentIndex().isValid():
                self.view.setCurrentIndex(self._model.index(0))
            return True
        return super().eventFilter(watched, event)
