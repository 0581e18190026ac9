"""A list to tick things in, with a search line; made for ten thousand of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec
from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    QStringListModel,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.texts import number, t
from deskpro_sso_gui.ui.theme import Role, Size, Space, Theme
from deskpro_sso_gui.ui.widgets.labels import PlainLabel, mark_value
from deskpro_sso_gui.ui.widgets.search_field import SearchField

AnyIndex = QModelIndex | QPersistentModelIndex
_DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
_CHECK: Final = int(Qt.ItemDataRole.CheckStateRole)
_DETAIL: Final = int(Qt.ItemDataRole.UserRole)
"""As numbers: each line that is painted asks for nine roles."""

_ROLES: Final = frozenset({_DISPLAY, _CHECK, _DETAIL})
_LOOKED_AT_AFTER_MS: Final = 200
"""What is scrolled past sooner was not looked at."""


_LINES_LEAST: Final = 3
_BESIDE_CHARACTERS: Final = 80
"""A name and its detail stand beside each other where so many letters have room."""


class CheckItem(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the list.

    Attributes:
        id: names it.
        text: what is shown.
        detail: shown at the end of the line, for example "12 people".
        locked: its tick can't be changed.
    """

    id: str
    text: str
    detail: str = ""
    locked: bool = False


class _Model(QStringListModel):
    """The items that the search lets through.

    It filters by itself: Qt's proxy would come back into Python for each of ten thousand rows, and
    the list's layout would for their number. So the number is kept by Qt's own list, of empty
    texts, and what is shown comes from here.
    """

    ticked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.items: tuple[CheckItem, ...] = ()
        self.checked: set[str] = set()
        self.shown: Sequence[CheckItem] = ()
        self._term = ""
        self._searched: list[tuple[str, CheckItem]] = []
        self._details: dict[str, str] = {}

    def replace(self, items: Sequence[CheckItem], checked: Iterable[str]) -> None:
        self.checked = set(checked)
        before, self.items = self.items, tuple(items)
        self._details = {}
        self._searched = [(each.text.casefold(), each) for each in self.items]
        self._let_through()
        if [each.id for each in before] != [each.id for each in self.items]:
            self._show()
        elif self.shown:  # the same lines: whoever scrolled stays where she is
            self.dataChanged.emit(self.index(0), self.index(len(self.shown) - 1))

    def search(self, text: str) -> None:
        term = text.strip().casefold()
        if term != self._term:
            self._term = term
            self._let_through()
            self._show()

    def _let_through(self) -> None:
        term = self._term
        self.shown = [each for text, each in self._searched if term in text] if term else self.items

    def _show(self) -> None:
        self.setStringList([""] * len(self.shown))

    def tell(self, details: Mapping[str, str]) -> None:
        self._details |= details
        for row, item in enumerate(self.shown):
            if item.id in details:
                index = self.index(row)
                self.dataChanged.emit(index, index)

    def detail(self, item: CheckItem) -> str:
        return self._details.get(item.id, item.detail)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in _ROLES:
            return None
        item = self.shown[index.row()]
        if role == _DISPLAY:  # what is read out, too
            detail = self.detail(item)
            return f"{item.text}   {detail}" if detail else item.text
        if role == _CHECK:
            on = item.id in self.checked
            return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        return self.detail(item)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        # a locked line is told as ticked, too; it is not enabled, so it can't be changed
        flags = (
            Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsUserCheckable
            | Qt.ItemFlag.ItemNeverHasChildren
        )
        return flags if self.shown[index.row()].locked else flags | Qt.ItemFlag.ItemIsEnabled

    def setData(  # noqa: N802 - Qt's name
        self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        item = self.shown[index.row()]
        if Qt.CheckState(value) is Qt.CheckState.Checked:
            self.checked.add(item.id)
        else:
            self.checked.discard(item.id)
        self.dataChanged.emit(index, index, [role])
        self.ticked.emit()
        return True


class _Rows(QStyledItemDelegate):
    """Paints the detail at the end of a line, and lets a click anywhere in it change its tick.

    Attributes:
        stacked: the detail stands under the name, for there is no room beside it.
    """

    stacked = False

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: N802 - Qt's name
        """Return room for one line, or for two."""
        hint = super().sizeHint(option, index)
        wants_line = self.stacked and not index.data(_DETAIL)  # one with a detail has its own
        more = option.fontMetrics.lineSpacing() if wants_line else 0
        return QSize(hint.width(), hint.height() + more)

    def initStyleOption(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: AnyIndex
    ) -> None:
        """Leave the detail out of the text, and cut the name short before it."""
        super().initStyleOption(option, index)
        detail = index.data(_DETAIL)
        if not detail:
            return
        name = option.text.removesuffix(f"   {detail}")
        if self.stacked:
            room = option.rect.width() - self._indent()
            shown = option.fontMetrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
            # a second line, for the detail: begun as Qt's layouts begin one, not empty, to count
            option.text = f"{shown}\u2028\u00a0"
            return
        taken = self._detail_rect(option, detail).width() + Size.INDICATOR + 4 * Space.SMALL
        room = max(option.rect.width() - taken, 0)
        option.text = option.fontMetrics.elidedText(name, Qt.TextElideMode.ElideRight, room)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint the line, then its detail over the end that is left free."""
        super().paint(painter, option, index)
        detail = index.data(_DETAIL)
        if not detail:
            return
        where = self._detail_rect(option, detail)
        painter.save()
        painter.setPen(QColor(Theme.current().colour(Role.MUTED)))
        shown = option.fontMetrics.elidedText(detail, Qt.TextElideMode.ElideRight, where.width())
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()

    @staticmethod
    def _indent() -> int:
        """Return how far the words stand from the line's beginning: behind the tick."""
        return Size.INDICATOR + 2 * Space.SMALL + Space.TIGHT

    def _detail_rect(self, option: QStyleOptionViewItem, detail: str) -> QRect:
        """Return where the detail goes: at most two thirds of the line, for a name is needed."""
        line = option.rect.adjusted(0, 0, -Space.SMALL, 0)
        if self.stacked:
            height = option.fontMetrics.lineSpacing()
            room = QSize(line.width() - self._indent(), height)
            below = line.adjusted(0, 0, 0, -Space.TIGHT)
            at = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
            return QStyle.alignedRect(option.direction, at, room, below)
        width = min(option.fontMetrics.horizontalAdvance(detail) + 1, line.width() * 2 // 3)
        return QStyle.alignedRect(
            option.direction,
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            QSize(width, line.height()),
            line,
        )

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
        name: what the list is of; stands above it.
        search_hint: shown in the empty search line.
    """

    changed = Signal()

    looked_at = Signal(tuple)
    """The ids of the lines that have been in sight for a moment."""

    def __init__(self, name: str, search_hint: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SMALL)
        label = PlainLabel(name, Role.STRONG)
        self.search = SearchField(search_hint)
        self.search.setAccessibleName(search_hint)
        self._model = _Model(self)
        self._model.ticked.connect(self._ticked)
        self.view = QListView()
        self.view.setModel(self._model)
        self._rows = _Rows(self.view)
        self.view.setItemDelegate(self._rows)
        self.view.setUniformItemSizes(True)  # ten thousand rows are laid out by one
        self.view.setFixedHeight(Size.LIST_TALL)
        self.view.setAccessibleName(name)
        label.setBuddy(self.view)
        mark_value(self.view)
        self._summary = PlainLabel("", Role.CAPTION)
        self.search.textChanged.connect(self._search)
        column.addWidget(label)
        column.addWidget(self.search)
        column.addWidget(self.view, 1)
        column.addWidget(self._summary)
        self._rest = QTimer(self, singleShot=True, interval=_LOOKED_AT_AFTER_MS)
        self._rest.timeout.connect(self._tell_looked_at)
        # not the timer's own start: it would take the scroll bar's value for milliseconds
        self.view.verticalScrollBar().valueChanged.connect(lambda _value: self._wait_for_rest())
        self._model.modelReset.connect(self._wait_for_rest)
        self.view.viewport().installEventFilter(self)

    def set_items(self, items: Sequence[CheckItem], checked: Iterable[str] = ()) -> None:
        """Show ``items``, those with an id in ``checked`` ticked."""
        self._model.replace(items, checked)
        self._fit()
        self._count()

    def set_details(self, details: Mapping[str, str]) -> None:
        """Show another detail in the lines of these ids."""
        self._model.tell(details)

    def checked_ids(self) -> tuple[str, ...]:
        """Return the ids that are ticked, in the list's order, hidden by the search or not."""
        return tuple(item.id for item in self._model.items if item.id in self._model.checked)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take notice of lines that come into sight by another size of the list."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Show}:
            self._stack()
            self._wait_for_rest()
        return super().eventFilter(watched, event)

    def _stack(self) -> None:
        """Put the details under the names where the list is too narrow for both."""
        stacked = self.view.viewport().width() < self.view.fontMetrics().averageCharWidth() * (
            _BESIDE_CHARACTERS
        )
        if stacked is not self._rows.stacked:
            self._rows.stacked = stacked
            self.view.scheduleDelayedItemsLayout()
            self._fit()

    def _fit(self) -> None:
        """Leave no empty room under a few lines; while one searches, nothing jumps."""
        rows = max(len(self._model.items), _LINES_LEAST)
        line = self.view.sizeHintForRow(0)
        if line > 0:  # else the search lets nothing through
            frame = 2 * (Space.TIGHT + Size.FOCUS)
            self.view.setFixedHeight(min(rows * line + frame, Size.LIST_TALL))

    def in_sight(self) -> tuple[str, ...]:
        """Return the ids of the lines that can be seen now."""
        if not self.view.isVisible() or not self._model.shown:
            return ()
        first = max(self.view.indexAt(QPoint(Space.SMALL, Space.SMALL)).row(), 0)
        height = max(self.view.sizeHintForRow(0), 1)
        last = first + self.view.viewport().height() // height + 2
        return tuple(item.id for item in self._model.shown[first:last])

    def _wait_for_rest(self) -> None:
        self._rest.start()

    def _tell_looked_at(self) -> None:
        if ids := self.in_sight():
            self.looked_at.emit(ids)

    def _search(self, text: str) -> None:
        self._model.search(text)
        self._count()

    def _ticked(self) -> None:
        self._count()
        self.changed.emit()

    def _count(self) -> None:
        self._summary.setText(
            t(
                N_("{chosen} chosen · {shown} of {all} shown"),
                chosen=number(len(self._model.checked)),
                shown=number(len(self._model.shown)),
                all=number(len(self._model.items)),
            )
        )
