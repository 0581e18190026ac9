"""A list to tick things in, with a search line; made for ten thousand of them."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec
from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.texts import number, t
from deskpro_sso_gui.ui.theme import Icon, Role, Size, Space, Theme
from deskpro_sso_gui.ui.widgets.labels import PlainLabel, mark_value

AnyIndex = QModelIndex | QPersistentModelIndex
_NO_PARENT: Final = QModelIndex()


class CheckItem(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the list.

    Attributes:
        id: names it.
        text: what is shown.
        detail: shown after the text, for example "12 people".
        locked: its tick can't be changed.
    """

    id: str
    text: str
    detail: str = ""
    locked: bool = False


class _Model(QAbstractListModel):
    ticked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.items: tuple[CheckItem, ...] = ()
        self.checked: set[str] = set()

    def replace(self, items: Sequence[CheckItem], checked: Iterable[str]) -> None:
        self.beginResetModel()
        self.items = tuple(items)
        self.checked = set(checked)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = _NO_PARENT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self.items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{item.text}   {item.detail}" if item.detail else item.text
        if role == Qt.ItemDataRole.CheckStateRole:
            on = item.id in self.checked
            return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        if not self.items[index.row()].locked:
            flags |= Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def setData(  # noqa: N802 - Qt's name
        self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        item = self.items[index.row()]
        if Qt.CheckState(value) is Qt.CheckState.Checked:
            self.checked.add(item.id)
        else:
            self.checked.discard(item.id)
        self.dataChanged.emit(index, index, [role])
        self.ticked.emit()
        return True


class _TicksByRow(QStyledItemDelegate):
    """Lets a click anywhere in a row change its tick, not only one on the little box."""

    def editorEvent(  # noqa: N802 - Qt's name
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: AnyIndex,
    ) -> bool:
        if (
            event.type() is not QEvent.Type.MouseButtonRelease
            or not isinstance(event, QMouseEvent)
            or event.button() is not Qt.MouseButton.LeftButton
            or not index.flags() & Qt.ItemFlag.ItemIsEnabled
        ):
            return super().editorEvent(event, model, option, index)
        role = Qt.ItemDataRole.CheckStateRole
        ticked = Qt.CheckState(index.data(role)) is Qt.CheckState.Checked
        new = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
        return model.setData(index, new, role)


class CheckList(QWidget):
    """A searchable list of ticks.

    Args:
        name: what the list is of, read out.
        search_hint: shown in the empty search line.
    """

    changed = Signal()

    def __init__(self, name: str, search_hint: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SMALL)
        self.search = QLineEdit(placeholderText=search_hint, clearButtonEnabled=True)
        self.search.setAccessibleName(search_hint)
        self.search.addAction(
            Theme.current().icon(Icon.SEARCH, Role.MUTED),
            QLineEdit.ActionPosition.LeadingPosition,
        )
        self._model = _Model(self)
        self._model.ticked.connect(self._ticked)
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSourceModel(self._model)
        self._proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.view = QListView()
        self.view.setModel(self._proxy)
        self.view.setItemDelegate(_TicksByRow(self.view))
        self.view.setUniformItemSizes(True)  # ten thousand rows are laid out by one
        self.view.setMinimumHeight(Size.LIST_LEAST)
        self.view.setAccessibleName(name)
        mark_value(self.view)
        self._summary = PlainLabel("", Role.CAPTION)
        self.search.textChanged.connect(self._filter)
        column.addWidget(self.search)
        column.addWidget(self.view, 1)
        column.addWidget(self._summary)

    def set_items(self, items: Sequence[CheckItem], checked: Iterable[str] = ()) -> None:
        """Show ``items``, those with an id in ``checked`` ticked."""
        self._model.replace(items, checked)
        self._count()

    def checked_ids(self) -> tuple[str, ...]:
        """Return the ids that are ticked, in the list's order, hidden by the search or not."""
        return tuple(item.id for item in self._model.items if item.id in self._model.checked)

    def _filter(self, text: str) -> None:
        self._proxy.setFilterFixedString(text.strip())
        self._count()

    def _ticked(self) -> None:
        self._count()
        self.changed.emit()

    def _count(self) -> None:
        self._summary.setText(
            t(
                N_("{chosen} chosen · {shown} of {all} shown"),
                chosen=number(len(self._model.checked)),
                shown=number(self._proxy.rowCount()),
                all=number(len(self._model.items)),
            )
        )
