"""Before somebody else's app is changed for the first time: who uses it; it may be live."""

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.problems import Problem
from deskpro_sso_gui.tasks.application import Use, is_first_change, look_at_use
from deskpro_sso_gui.tasks.jumpcloud_sso import read_application
from deskpro_sso_gui.tasks.session import Session
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.pages.base import Page
from deskpro_sso_gui.ui.pages.blocks.existing_applications import use_text, use_title
from deskpro_sso_gui.ui.theme import Space
from deskpro_sso_gui.ui.widgets.notice import Notice, Tone


class LiveAppNotice(QWidget):
    """Says it and takes the admin's word; hidden where the app is our own or was changed before."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.SMALL)
        self._notice: Notice | None = None
        self.agreed = QCheckBox(t(N_("I know who uses it, and change it all the same")))
        self.agreed.toggled.connect(lambda _on: page.changed.emit())
        self._column.addWidget(self.agreed)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Say whether nothing stands in the way of a change."""
        return not is_first_change(self._page.session) or self.agreed.isChecked()

    def look(self) -> None:
        """Find out who uses the app, where it has to be said."""
        if not is_first_change(self._page.session):
            self.hide()
            return
        self._page.start(
            t(N_("Looking at who uses the app…")),
            lambda: _use_of(self._page.session),
            self._show,
            failed=self._not_told,
        )

    def _not_told(self, problem: Problem) -> None:
        self._show(None)
        self._page.show_problem(problem, retry=self.look, place=self)

    def _show(self, use: Use | None) -> None:
        if self._notice is not None:
            self._column.removeWidget(self._notice)
            self._notice.hide()
            self._notice.deleteLater()
        title = t(N_("This app was not made here. {use}"), use=use_title(use))
        text = use_text(use) if use else t(N_("JumpCloud does not show us who uses it."))
        self._notice = Notice(Tone.ATTENTION, title, text)
        self._column.insertWidget(0, self._notice)
        self.show()
        self._page.changed.emit()


async def _use_of(session: Session) -> Use:
    return await look_at_use(session, await read_application(session, session.record))
