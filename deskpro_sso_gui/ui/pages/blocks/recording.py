"""Find out from the sign-in message, as the browser recorded it, why a sign-in failed."""

from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.storage.setups import RECORD_NAME
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.check_report import report_widgets
from deskpro_sso_gui.ui.own_program import CheckReport, check
from deskpro_sso_gui.ui.pages.base import Page
from deskpro_sso_gui.ui.theme import Space
from deskpro_sso_gui.ui.widgets.drop_zone import DropZone
from deskpro_sso_gui.ui.widgets.expander import Expander
from deskpro_sso_gui.ui.widgets.reveal import reveal


class RecordingSearch(Expander):
    """A place for the recorded message, and what this set-up's values make of it."""

    def __init__(self, page: Page) -> None:
        super().__init__(
            t(N_("Find the cause in the sign-in message")),
            t(
                N_(
                    "Try once more with the network tab of the browser's developer tools open, or "
                    "with SAML-tracer. Copy the value of {field} from the form that was sent to "
                    "DeskPRO into a file, and drop that here. It stays on this computer."
                ),
                field="SAMLResponse",
            ),
        )
        self._page = page
        self.body.setSpacing(Space.MEDIUM)
        self.drop_zone = DropZone(t(N_("Drop the sign-in message here")))
        self.drop_zone.dropped.connect(self._look)
        self.body.addWidget(self.drop_zone)
        self._found = QVBoxLayout()
        self._found.setSpacing(Space.MEDIUM)
        self.body.addLayout(self._found)

    def _look(self, paths: list[Path]) -> None:
        session = self._page.session
        set_up = session.services.store.folder(session.record.id) / RECORD_NAME
        self._page.start(
            t(N_("Looking at {file}…"), file=paths[0].name),
            lambda: check(paths, set_up=set_up),
            self._show,
        )

    def _show(self, report: CheckReport) -> None:
        while (item := self._found.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for each in report_widgets(report):
            self._found.addWidget(each)
        reveal(self)
