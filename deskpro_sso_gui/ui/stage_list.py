"""The list of stages: a map, and a memory of what each settled."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.progress import StageProgress, Status, progress
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.settings import SSO_METHOD_BUTTON
from deskpro_sso_gui.setup.stages import STAGE_BY_ID, STAGES, Stage, StageId
from deskpro_sso_gui.setup.upcoming import Upcoming, Work, upcoming
from deskpro_sso_gui.texts import status_text, t, value_name, work_text
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Size, Space, Theme, set_kind
from deskpro_sso_gui.ui.widgets.buttons import Button, CardButton, IconButton
from deskpro_sso_gui.ui.widgets.labels import ElidedLabel, IconLabel, PlainLabel, mark_value
from deskpro_sso_gui.ui.widgets.reveal import keep_in_sight

STATUS_LOOKS: Final[Mapping[Status, tuple[Icon, Role]]] = {
    Status.TO_DO: (Icon.TO_DO, Role.MUTED),
    Status.READY: (Icon.READY, Role.ACCENT),
    Status.NEEDS_ATTENTION: (Icon.ATTENTION, Role.ATTENTION),
    Status.DONE: (Icon.DONE, Role.SUCCESS),
    Status.STALE: (Icon.STALE, Role.STALE),
}


_ARROWS: Final = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Right: 1,
}
UNDO_TEXT: Final = N_("Undo…")


def step_name(following: StageId, *, back_first: bool) -> str:
    """Return what comes next: the page, or that *Automatic* has to be taken back there."""
    if back_first:
        return t(N_("set back to {method}"), method=SSO_METHOD_BUTTON)
    return t(STAGE_BY_ID[following].name)


def status_line(standing: StageProgress) -> str:
    """Return how a stage stands, in three words where it is out of date or told by the admin."""
    if standing.status is Status.STALE and standing.changed:
        return t(N_("out of date: {value}"), value=value_name(standing.changed[0]))
    if standing.status is Status.DONE and standing.by_hand:
        return t(N_("done by hand"))
    return status_text(standing.status)


def _wants_words(standing: StageProgress) -> bool:
    """Say whether the icon alone would not tell how a stage stands."""
    if standing.status is Status.DONE:
        return standing.by_hand and not standing.value
    return standing.status in {Status.NEEDS_ATTENTION, Status.STALE}


class StageItem(CardButton):
    """One stage in the list: icon, name, and its value or how it stands."""

    moved = Signal(int)
    """An arrow key leads so many stages on; by itself Qt would open every page on the way."""

    def __init__(self, stage: Stage) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(Space.SMALL, Space.SMALL, Space.SMALL, Space.SMALL)
        row.setSpacing(Space.SMALL)
        super().__init__(Kind.STAGE, row)
        self.stage = stage.id
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self._icon = IconLabel(Icon.TO_DO, Role.MUTED)
        self._name = PlainLabel(t(stage.name))
        self._standing = PlainLabel("", Role.CAPTION)
        self._value = ElidedLabel("", Role.CAPTION)
        mark_value(self._value)
        words = QVBoxLayout()
        words.setSpacing(Space.NONE)
        for label in (self._name, self._standing, self._value):
            words.addWidget(label)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.pass_clicks_through()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go up and down in the list with the arrow keys."""
        by = _ARROWS.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        else:
            self.moved.emit(by)

    def show_standing(self, standing: StageProgress) -> None:
        """Show how the stage stands."""
        self._icon.set_icon(*STATUS_LOOKS[standing.status])
        line = status_line(standing)
        done = standing.status is Status.DONE
        # the icon says most of it well enough; all of it is read out
        self._standing.setText(line)
        self._standing.setVisible(_wants_words(standing))
        self._value.setText(standing.value.partition("://")[2] or standing.value)
        self._value.setVisible(done and bool(standing.value))
        self.setAccessibleName(f"{self._name.text()}: {line}")
        settled = t(N_("value: {value}"), value=standing.value) if standing.value else ""
        self.setAccessibleDescription(settled if done else "")
        self.updateGeometry()


class StageList(QFrame):
    """The sidebar: whose set-up it is, its stages, what comes next, where the key is kept."""

    chosen = Signal(StageId)
    home = Signal()
    settings = Signal()
    undo = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, Kind.SIDEBAR)
        self._upcoming: Upcoming | None = None
        self._current: StageId | None = None
        self.setFixedWidth(Size.SIDEBAR)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.MEDIUM, Space.MEDIUM, Space.MEDIUM, Space.LARGE)
        column.setSpacing(Space.SMALL)
        self._home = Button(
            t(N_("All set-ups")), Kind.LINK, icon=Icon.ARROW_BACK, on_click=self.home.emit
        )
        top = QHBoxLayout()
        top.setSpacing(Space.SMALL)
        top.addWidget(self._home)
        top.addStretch(1)
        self.settings_button = IconButton(
            Icon.SETTINGS, t(N_("Settings")), on_click=self.settings.emit
        )
        top.addWidget(self.settings_button)
        column.addLayout(top)
        column.addWidget(self._heading())
        column.addWidget(self._list(), 1)
        self._next = PlainLabel("", Role.STRONG)
        self._work = PlainLabel("", Role.MUTED)
        self._key = PlainLabel("", Role.CAPTION)
        foot = QVBoxLayout()
        foot.setContentsMargins(Space.SMALL, Space.SMALL, Space.SMALL, 0)
        foot.setSpacing(Space.MEDIUM)
        coming = QVBoxLayout()
        coming.setSpacing(Space.HAIR)
        coming.addWidget(self._next)
        coming.addWidget(self._work)
        foot.addLayout(coming)
        key = QHBoxLayout()
        key.setSpacing(Space.SMALL)
        key.addWidget(
            IconLabel(Icon.KEY, Role.MUTED, Size.ICON_SMALL), 0, Qt.AlignmentFlag.AlignTop
        )
        key.addWidget(self._key, 1)
        foot.addLayout(key)
        column.addLayout(foot)
        self.undo_button = Button(t(UNDO_TEXT), Kind.LINK, on_click=self.undo.emit)
        self.undo_button.setAccessibleName(t(N_("Undo what was done in JumpCloud")))
        self.undo_button.hide()
        column.addWidget(self.undo_button, 0, Qt.AlignmentFlag.AlignLeading)

    def _heading(self) -> QWidget:
        heading = QWidget()
        column = QVBoxLayout(heading)
        column.setContentsMargins(Space.SMALL, 0, Space.SMALL, Space.SMALL)
        column.setSpacing(Space.HAIR)
        self._name = PlainLabel("", Role.HEADING)
        self._host = ElidedLabel("", Role.CAPTION)
        mark_value(self._host)
        column.addWidget(self._name)
        column.addWidget(self._host)
        return heading

    def _list(self) -> QScrollArea:
        inner = QWidget()
        inner.setObjectName("stages")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.HAIR)
        self.items = {stage.id: StageItem(stage) for stage in STAGES}
        for item in self.items.values():
            # not clicked: a screen reader turns a button on without pressing it
            item.toggled.connect(lambda on, stage=item.stage: self._toggled(stage, on=on))
            item.moved.connect(lambda by, stage=item.stage: self._move(stage, by))
            column.addWidget(item)
        column.addStretch(1)
        area = QScrollArea()
        area.setObjectName("stages")
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        inner.installEventFilter(self)
        area.viewport().installEventFilter(self)
        self._area = area
        return area

    def show_record(self, record: SetupRecord) -> None:
        """Show how every stage of ``record`` stands, and what comes next."""
        host = record.helpdesk.url.partition("://")[2] if record.helpdesk else ""
        named = bool(record.name) and record.name != host
        self._name.setText(record.name or t(N_("New set-up")))
        self._name.setProperty("value", bool(record.name))
        self._host.setText(host if named else "")
        self._host.setVisible(bool(host) and named)
        standings = progress(record)
        for stage, item in self.items.items():
            item.show_standing(standings[stage])
        self._upcoming = upcoming(record)
        self._show_next()

    def show_current(self, stage: StageId) -> None:
        """Mark the stage whose page is shown."""
        item = self.items[stage]
        with QSignalBlocker(item):
            item.setChecked(True)
        for each in self.items.values():  # Tab comes by one of them, arrow keys lead to the others
            policy = Qt.FocusPolicy.StrongFocus if each is item else Qt.FocusPolicy.ClickFocus
            each.setFocusPolicy(policy)
        self._current = stage
        self._show_next()
        self._scroll()

    def _toggled(self, stage: StageId, *, on: bool) -> None:
        if on:
            self.chosen.emit(stage)

    def _move(self, stage: StageId, by: int) -> None:
        order = list(self.items)
        place = order.index(stage) + by
        if 0 <= place < len(order):
            item = self.items[order[place]]
            item.setFocus(Qt.FocusReason.TabFocusReason)
            keep_in_sight(item)

    def _scroll(self) -> None:
        if self._current is not None:
            self._area.ensureWidgetVisible(self.items[self._current], Space.NONE, Space.LARGE)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keep the current stage in sight when it grows, or what stands below takes its room."""
        if event.type() is QEvent.Type.Resize:
            QTimer.singleShot(0, self, self._scroll)  # once the list has come to rest
        return super().eventFilter(watched, event)

    def _show_next(self) -> None:
        coming = self._upcoming
        self._work.setVisible(coming is not None)
        if coming is None:
            self._next.setText(t(N_("Everything is done")))
            return
        page = step_name(coming.stage, back_first=coming.work is Work.SET_BACK)
        here = coming.stage is self._current
        self._work.setText(work_text(coming))
        self._next.setText(t(N_("now: {page}") if here else N_("next: {page}"), page=page))

    @property
    def coming(self) -> str:
        """What comes next and its work, in one line."""
        shown = (self._next.text(), self._work.text() if self._upcoming else "")
        return " · ".join(filter(None, shown))

    def show_undo(self, *, on: bool) -> None:
        """Offer to take back what was done in JumpCloud, where anything was."""
        self.undo_button.setVisible(on)

    def show_key(self, text: str) -> None:
        """Show ``text``, which says whether there is a key and where."""
        self._key.setText(text)


def stage_menu(parent: QWidget, record: SetupRecord, current: StageId) -> QMenu:
    """Return the stages as a menu, for a window too narrow for the list."""
    menu = QMenu(parent)
    for standing in progress(record).values():
        icon, role = STATUS_LOOKS[standing.status]
        name = t(STAGE_BY_ID[standing.stage].name)
        action = menu.addAction(
            Theme.current().icon(icon, role), f"{name}  ·  {status_line(standing)}"
        )
        action.setData(standing.stage)
        action.setCheckable(False)
        if standing.stage is current:
            menu.setActiveAction(action)
    return menu
