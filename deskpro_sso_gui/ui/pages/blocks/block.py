"""A section of a page that is filled in, one after the other."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.ui.pages.base import Page, PrimaryAction
from deskpro_sso_gui.ui.runner import Run
from deskpro_sso_gui.ui.tab_order import ASIDE, focus_order
from deskpro_sso_gui.ui.widgets.reveal import reveal
from deskpro_sso_gui.ui.widgets.section import Section, SectionState


class Block(Section):
    """A section that knows its page.

    Attributes:
        page: whose part it is; it starts the tasks.
        editing: the admin wants to change what was done.
    """

    def __init__(self, page: Page, title: str) -> None:
        super().__init__(title)
        self.page = page
        self.editing = False
        self._run: Run | None = None
        self.change_wanted.connect(lambda: self._edit(on=True))
        self.keep_wanted.connect(lambda: self._edit(on=False))

    def is_done(self, record: SetupRecord) -> bool:
        """Say whether ``record`` holds what this block is for."""
        raise NotImplementedError

    def render_done(self, record: SetupRecord) -> None:
        """Fold to what ``record`` says; called only while ``is_done``."""
        raise NotImplementedError

    def action(self) -> PrimaryAction | None:
        """Return what the page's main button does while this block is the open one."""
        raise NotImplementedError

    def entered(self) -> None:
        """Take notice that it is open now on a page that is shown."""

    def show_record(self, record: SetupRecord, *, free: bool) -> bool:
        """Show ``record``; ``free`` says that nothing before this block is open.

        Returns:
            Whether what comes after it may be open.
        """
        done = self.is_done(record)
        if done and not self.editing and not self.under_way:
            self.render_done(record)
            return free
        if not free:
            self.show_locked()
            return False
        was_open = self.state is SectionState.OPEN
        self.show_open(can_keep=done and self.editing)
        if not was_open and self.page.isVisible():
            self.entered()
        return False

    @property
    def under_way(self) -> bool:
        """Say whether the task that will settle it is running."""
        return self._run is not None and self._run in self.page.runner.runs

    def settled(self) -> None:
        """Fold, and go on with the next block."""
        self.editing = False
        self.page.render(self.page.session.record)
        self.page.changed.emit()
        for block in self.page.findChildren(Block):
            if block.state is SectionState.OPEN:
                block.take_focus()
                return

    def first_field(self) -> QWidget | None:
        """Return its first control that can be used; None while it is not open."""
        fields = (each for each in focus_order(self.content) if not each.property(ASIDE))
        return next((each for each in fields if each.isEnabled() and each.isVisibleTo(self)), None)

    def take_focus(self) -> None:
        """Put the focus on its first field, and bring it into sight."""
        if (first := self.first_field()) is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        reveal(self)

    def _edit(self, *, on: bool) -> None:
        self.editing = on
        self.page.clear_problem()
        self.page.render(self.page.session.record)
        self.page.changed.emit()
        if on:
            self.take_focus()
