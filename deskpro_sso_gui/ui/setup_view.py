"""One open set-up: the stages at the side, a page, and its buttons."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from deskpro_sso_gui import log
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.progress import Status, next_stage, progress
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import STAGE_BY_ID, STAGES, StageId
from deskpro_sso_gui.setup.upcoming import next_after
from deskpro_sso_gui.tasks.undo import has_written
from deskpro_sso_gui.texts import number, t
from deskpro_sso_gui.ui.focus_afterwards import FocusAfterwards
from deskpro_sso_gui.ui.kept_key import KeptKey
from deskpro_sso_gui.ui.mnemonics import letter_of
from deskpro_sso_gui.ui.page_header import PageHeader
from deskpro_sso_gui.ui.pages import page_class
from deskpro_sso_gui.ui.pages.base import Page, PageContext
from deskpro_sso_gui.ui.pages_ahead import PagesAhead
from deskpro_sso_gui.ui.setup_files import may_be_setup
from deskpro_sso_gui.ui.stage_list import UNDO_TEXT, StageList, stage_menu
from deskpro_sso_gui.ui.tab_order import ASIDE, focus_order, set_tab_order
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Size, Space, set_kind
from deskpro_sso_gui.ui.widgets.announce import announce
from deskpro_sso_gui.ui.widgets.busy_strip import BusyStrip
from deskpro_sso_gui.ui.widgets.buttons import Button, IconButton, MainButton
from deskpro_sso_gui.ui.widgets.expander import Expander
from deskpro_sso_gui.ui.widgets.labels import ElidedLabel

if TYPE_CHECKING:
    from deskpro_sso_gui.ui.pages.blocks.evidence import EvidencePlace

_UNDO: Final = "undo"
_ORDER: Final = tuple(stage.id for stage in STAGES)


class SetupView(QWidget):
    """The shell around the pages of one session.

    Signals:
        home: the admin wants to see all set-ups.
        renamed: the set-up's name or helpdesk changed.
    """

    home = Signal()
    renamed = Signal()

    def __init__(self, context: PageContext, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("setup")
        self.session = context.session
        self.runner = context.runner
        self._context = context
        self._pages: dict[StageId, Page] = {}
        self._page: Page | None = None
        self._build()
        self._retab_timer = QTimer(self, singleShot=True, interval=0)
        self._retab_timer.timeout.connect(self._retab)
        self._focus = FocusAfterwards(self.primary_button, self.next_button, self.back_button)
        self.ahead = PagesAhead(self.session, self.runner, self._make, self._unseen, parent=self)
        self._key = KeptKey(self.session, self.runner, self.stages.show_key, parent=self)
        self._unsubscribe = self.session.subscribe(self._published)
        self.runner.changed.connect(self._show_buttons)
        self.stages.show_record(self.session.record)
        self.stages.show_undo(on=has_written(self.session))

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.NONE)
        self.stages = StageList()
        self.stages.chosen.connect(self.go_to)
        self.stages.home.connect(self.home)
        self.stages.settings.connect(self._context.open_settings)
        self.stages.undo.connect(self.show_undo)
        row.addWidget(self.stages)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(Space.NONE)
        row.addLayout(right, 1)
        self._folded = self._build_folded()
        right.addWidget(self._folded)
        right.addWidget(self._build_content(), 1)
        self._busy = BusyStrip(self.runner)
        right.addWidget(self._busy)
        right.addWidget(self._build_footer())

    def _build_folded(self) -> QFrame:
        bar = QFrame()
        set_kind(bar, Kind.TOP)
        row = QHBoxLayout(bar)
        row.setContentsMargins(Space.MEDIUM, Space.TIGHT, Space.MEDIUM, Space.TIGHT)
        home = Button(
            t(N_("All set-ups")), Kind.LINK, icon=Icon.ARROW_BACK, on_click=self.home.emit
        )
        self.list_button = Button("", Kind.QUIET, icon=Icon.LIST, on_click=self._open_stage_menu)
        settings = IconButton(
            Icon.SETTINGS, t(N_("Settings")), on_click=self._context.open_settings
        )
        self._coming = ElidedLabel("", Role.CAPTION)
        self._coming.setAlignment(Qt.AlignmentFlag.AlignTrailing)
        row.addWidget(home)
        row.addWidget(self._coming, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(settings)
        row.addWidget(self.list_button)
        bar.hide()
        return bar

    def _build_content(self) -> QScrollArea:
        inner = QWidget()
        inner.setObjectName("scrolled")
        across = QHBoxLayout(inner)
        self._column = QVBoxLayout()
        self._column.setSpacing(Space.WIDE)
        holder = QWidget()
        holder.setMaximumWidth(Size.PAGE)
        holder.setLayout(self._column)
        self._column.setContentsMargins(0, 0, 0, 0)
        across.addWidget(holder, 1)
        across.addStretch(0)
        self._across = across
        self.header = PageHeader()
        self._column.addWidget(self.header)
        self._column.addStretch(1)
        self._area = QScrollArea()
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidgetResizable(True)
        self._area.setWidget(inner)
        return self._area

    def _build_footer(self) -> QFrame:
        footer = QFrame()
        set_kind(footer, Kind.FOOTER)
        self._footer_row = QHBoxLayout(footer)
        holder = QWidget()
        holder.setMaximumWidth(Size.PAGE)  # the buttons stand under what they belong to
        self._footer_row.addWidget(holder, 1)
        self._footer_row.addStretch(0)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.SMALL)
        self.back_button = Button(t(N_("&Back")), on_click=self._go_back)
        self.next_button = Button(t(N_("&Next")), on_click=self._go_on)
        beside = {letter_of(self.back_button.text()), letter_of(self.next_button.text())}
        self.primary_button = MainButton(taken=beside, on_click=self._run_primary)
        row.addWidget(self.back_button)
        row.addStretch(1)
        row.addWidget(self.primary_button)
        row.addWidget(self.next_button)
        self._footer = footer
        return footer

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        return self._page

    def open_next(self) -> None:
        """Show the first page that wants a hand."""
        self.go_to(next_stage(self.session.record) or _ORDER[-1])

    def show_undo(self) -> None:
        """Show what could be taken back of what was done in JumpCloud; it is with the summary."""
        self.go_to(StageId.SUMMARY)
        if self._page is not None:
            self._page.open_folded()

    def show_renewal(self) -> None:
        """Show how the certificate is renewed."""
        self.go_to(StageId.CERTIFICATE)
        if self._page is not None:
            self._page.open_folded()

    def go_to(self, stage: StageId) -> None:
        """Show the page of ``stage``; what the page before it was waiting for is cancelled."""
        if self._page is not None and self._page.stage is stage:
            self.stages.show_current(stage)
            return
        self._leave()
        page = self._pages.get(stage) or self.ahead.take(stage) or self._make(stage)
        self._page = self._pages[stage] = page
        self.header.show_stage(stage, page.explanation, page.terms)
        self.stages.show_current(stage)
        step = t(
            N_("Step {step} of {steps}"),
            step=number(_ORDER.index(stage) + 1),
            steps=number(len(_ORDER)),
        )
        self.list_button.setText(step)
        self._coming.setText(self.stages.coming)
        page.render(self.session.record)
        page.show()
        self._show_buttons()
        self._area.verticalScrollBar().setValue(0)
        log.event(log.Event.STAGE_SHOWN, stage=stage)
        announce(self, f"{step}: {self.header.title}")
        page.entered()
        self._retab_timer.start()  # the page is painted first, and it is in order for the next key
        wanted = self._focus_page() or self.next_button
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)
        self._focus.entered(busy=self.runner.busy(page))
        self.ahead.go_on()

    def takes(self, paths: list[Path]) -> bool:
        """Say whether something comes of dropping the files anywhere on it."""
        may_be_offered = len(paths) == 1 and may_be_setup(paths[0])
        return may_be_offered or (bool(paths) and self._evidence_place() is not None)

    def look(self, paths: list[Path]) -> bool:
        """Have the page say what the files are that were dropped on it; return whether it can."""
        place = self._evidence_place()
        if place is None:
            return False
        at = place.parentWidget()
        while at is not None and at is not self._page:
            if isinstance(at, Expander):
                at.set_open(on=True)
            at = at.parentWidget()
        place.look(paths)
        return True

    def _evidence_place(self) -> "EvidencePlace | None":
        from deskpro_sso_gui.ui.pages.blocks.evidence import EvidencePlace  # noqa: PLC0415 - heavy

        return self._page.findChild(EvidencePlace) if self._page is not None else None

    def _focus_page(self) -> QWidget | None:
        page = self._page
        if page is None:
            return None
        usable = (w for w in focus_order(page) if w.isEnabled() and w.isVisible())
        first = next((w for w in usable if not w.property(ASIDE)), None)
        return page.focus_target() or first

    def _make(self, stage: StageId) -> Page:
        page = page_class(stage)(replace(self._context, place=self.header.parentWidget()))
        page.hide()
        page.changed.connect(self._show_buttons)
        page.installEventFilter(self)
        self._column.insertWidget(self._column.count() - 1, page)
        return page

    def _unseen(self) -> Iterator[StageId]:
        """Yield the stages whose pages were never shown, the likeliest next one first."""
        here = self._page.stage if self._page is not None else _ORDER[0]
        place = _ORDER.index(here)
        following = next_after(self.session.record, here)
        order = (following, *_ORDER[place + 1 :], *reversed(_ORDER[:place]))
        return (stage for stage in order if stage is not None and stage not in self._pages)

    def shown_again(self) -> None:
        """Take notice that the settings, where a key may have been forgotten, are left."""
        self._key.look()
        (self._focus_page() or self.next_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self) -> None:
        if self._page is not None:
            self.runner.cancel_owned(self._page)
            self._page.left()
            self._page.hide()

    def _go_back(self) -> None:
        if self._page is not None and (place := _ORDER.index(self._page.stage)) > 0:
            self.go_to(_ORDER[place - 1])

    def _go_on(self) -> None:
        """Go to the next stage that wants a hand, past what has finished itself."""
        if self._page is not None:
            following = next_after(self.session.record, self._page.stage)
            if following is not None:
                self.go_to(following)

    def _run_primary(self) -> None:
        action = self._page.primary() if self._page else None
        if action is not None and action.enabled:
            action.run()

    def _show_buttons(self) -> None:
        page = self._page
        if page is None:
            return
        action = page.primary()
        busy = self.runner.busy(page)
        self._focus.began(busy=busy)
        self.primary_button.setVisible(action is not None)
        if action is not None:
            self.primary_button.set_words(action.label)
            self.primary_button.setEnabled(action.enabled and not busy)
        self.back_button.setVisible(page.stage is not _ORDER[0])
        following = next_after(self.session.record, page.stage)
        self.next_button.setVisible(following is not None)
        leads_to = t(STAGE_BY_ID[following].name) if following is not None else ""
        self.next_button.setToolTip(leads_to)
        self.next_button.setAccessibleDescription(leads_to)
        # where something is wrong, to go on is not what is meant
        onward = action is None and self._is_done(page)
        set_kind(self.next_button, Kind.PRIMARY if onward else Kind.PLAIN)
        self._focus.shown(page, busy=busy)

    def _is_done(self, page: Page) -> bool:
        status = progress(self.session.record)[page.stage].status
        return status is Status.DONE and page.retry_button() is None

    def _published(self, record: SetupRecord) -> None:
        self.stages.show_record(record)
        self.stages.show_undo(on=has_written(self.session))
        self._coming.setText(self.stages.coming)
        self._key.show_record(record)
        if self._page is not None:
            self._page.render(record)
        self._show_buttons()
        self.renamed.emit()
        self.ahead.wait()

    def _open_stage_menu(self) -> None:
        if self._page is None:
            return
        menu = stage_menu(self, self.session.record, self._page.stage)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if has_written(self.session):
            menu.addSeparator()
            menu.addAction(t(UNDO_TEXT)).setData(_UNDO)
        menu.triggered.connect(self._menu_chosen)
        button = self.list_button
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _menu_chosen(self, action: QAction) -> None:
        if action.data() == _UNDO:
            self.show_undo()
        else:
            self.go_to(StageId(action.data()))

    def _retab(self) -> None:
        page = (self._page,) if self._page else ()
        set_tab_order((self.stages, self._folded, self.header, *page, self._busy, self._footer))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keep the order of Tab when a page's content changed."""
        if event.type() is QEvent.Type.LayoutRequest and watched is self._page:
            self._retab_timer.start()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Let Enter do the obvious: the main button, else *Next*."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            primary = self.primary_button
            button = primary if primary.isVisibleTo(self) else self.next_button
            if button.isVisibleTo(self) and button.isEnabled():
                button.click()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fold the list into a header where the window is narrow."""
        narrow = event.size().width() < Size.FOLD_BELOW
        self.stages.setVisible(not narrow)
        self._folded.setVisible(narrow)
        self.header.set_narrow(on=narrow)
        side = Space.LARGE if narrow else Space.HUGE
        above = Space.MEDIUM if narrow else Space.WIDE
        self._across.setContentsMargins(side, above, side, Space.WIDE)
        self._footer_row.setContentsMargins(side, Space.MEDIUM, side, Space.MEDIUM)
        super().resizeEvent(event)

    def close_down(self) -> None:
        """Leave the page and stop listening; the session is closed by whoever opened it."""
        self.ahead.stop()
        self._leave()
        self._page = None
        self.runner.changed.disconnect(self._show_buttons)
        self._key.close()
        self._unsubscribe()
