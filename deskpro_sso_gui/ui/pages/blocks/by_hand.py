"""JumpCloud by hand: the steps in its Admin Portal, and the way there and back on every page."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.instructions import Step
from deskpro_sso_gui.setup.parts import PortalLabels
from deskpro_sso_gui.setup.progress import Status, progress
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks.by_hand import choose_labels, do_by_hand
from deskpro_sso_gui.texts import number, t
from deskpro_sso_gui.ui.pages.base import Page
from deskpro_sso_gui.ui.pages.blocks.consoles import jumpcloud_application_page
from deskpro_sso_gui.ui.pages.blocks.step_list import StepList
from deskpro_sso_gui.ui.tab_order import ASIDE
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Space
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.section import Section

_TICKED: Final = "by_hand_ticked"
_OTHER: Final = {PortalLabels.NEW: PortalLabels.OLD, PortalLabels.OLD: PortalLabels.NEW}
_DO_BY_HAND: Final = N_("Do this by hand in JumpCloud")


def other_labels_button(page: Page) -> Button:
    """Return the button for an admin whose portal has the other words."""

    def switch() -> None:
        other = _OTHER[page.session.record.by_hand.labels]
        page.start(t(N_("Saving…")), lambda: choose_labels(page.session, other))

    button = Button(
        t(N_("My screen looks different")), Kind.LINK, icon=Icon.REFRESH, on_click=switch
    )
    button.setProperty(ASIDE, True)  # noqa: FBT003 - Qt's signature
    return button


class JumpcloudSteps(QWidget):
    """Steps in the Admin Portal in the words it has, with the admin's ticks.

    Attributes:
        list: the steps.
        switch_button: changes to the portal's other words.
    """

    def __init__(self, page: Page, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = page
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SMALL)
        row = QHBoxLayout()
        row.setSpacing(Space.LARGE)
        self._count = PlainLabel("", Role.CAPTION, wrap=False)
        self.switch_button = other_labels_button(page)
        row.addWidget(self._count, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.switch_button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        column.addLayout(row)
        self.list = StepList(t(N_("Open JumpCloud")), self._open, page.context.copy)
        self.list.ticked.connect(self._ticked)
        column.addWidget(self.list)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show ``steps`` with the ticks made so far."""
        self.list.show_steps(steps, frozenset(self._page.draft(_TICKED).split(",")))
        self._show_count()

    def _show_count(self) -> None:
        done = sum(each.is_ticked for each in self.list.instructions)
        count = len(self.list.instructions)
        self._count.setText(t(N_("{done} of {all} ticked"), done=number(done), all=number(count)))

    def _ticked(self, names: frozenset[str]) -> None:
        self._page.set_draft(_TICKED, ",".join(sorted(names)))
        self._show_count()

    def _open(self) -> None:
        self._page.context.open_url(jumpcloud_application_page(self._page.session))


class FoldingSteps(Section):
    """Steps that fold once they are done, and open again with *Change*."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self._done = False
        self.change_wanted.connect(lambda: self.show_open(can_keep=True))
        self.keep_wanted.connect(lambda: self.show_done(()))
        self.show_open()

    def show_steps(self, *, done: bool) -> None:
        """Fold or open it where that has changed; else leave it as the admin has it."""
        if done is self._done:
            return
        self._done = done
        if done:
            self.show_done(())
        else:
            self.show_open()


class ByHandSwitch(QWidget):
    """The way from what the program does to what the admin does herself, and back.

    Args:
        page: a page of JumpCloud.
        back: begins again with what the program does, after the way back was taken.
        when_done: offer it even when all is done, for what can be done anew.
    """

    def __init__(self, page: Page, back: Callable[[], object], *, when_done: bool = False) -> None:
        super().__init__()
        self._when_done = when_done
        self._page = page
        self._back = back
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.button = Button("", Kind.LINK, on_click=self._switch)
        self.button.setProperty(ASIDE, True)  # noqa: FBT003 - Qt's signature
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)
        page.problem_shown.connect(lambda: self.show_record(page.session.record))

    def show_record(self, record: SetupRecord) -> None:
        """Offer the other way, unless all is done or a problem's notice offers it already."""
        page = self._page
        done = progress(record)[page.stage].status is Status.DONE and page.primary() is None
        done = done and not self._when_done
        by_hand = record.is_by_hand(page.stage)
        self.button.setVisible(by_hand or not (done or page.offers_way_out))
        if record.by_hand.without_key:
            words = N_("Give the program a key, so that it can do this")
        elif by_hand:
            words = N_("Let the program do this")
        else:
            words = _DO_BY_HAND
        self.button.setText(t(words))

    def way_out(self) -> Button | None:
        """Return a button for a problem's notice; None where it is done by hand already."""
        if self._page.session.record.is_by_hand(self._page.stage):
            return None
        return Button(t(_DO_BY_HAND), on_click=self._switch)

    def _switch(self) -> None:
        page = self._page
        if page.session.record.by_hand.without_key:
            page.context.go_to(StageId.PREREQUISITES)
            return
        on = not page.session.record.is_by_hand(page.stage)
        page.runner.cancel_owned(page)

        def switched(_done: None) -> None:
            page.changed.emit()
            if not on:
                self._back()

        page.start(t(N_("Saving…")), lambda: do_by_hand(page.session, page.stage, on=on), switched)
