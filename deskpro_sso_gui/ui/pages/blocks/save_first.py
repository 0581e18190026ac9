"""What to do where DeskPRO shows its two addresses only after the app was saved once."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.deskpro_guide import CERTIFICATE_STEP, DETAILS, save_first_steps
from deskpro_sso_gui.setup.instructions import Step
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.tasks.certificate import fetch_certificate
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.pages.base import Page
from deskpro_sso_gui.ui.pages.blocks.certificate_file import CertificateFile
from deskpro_sso_gui.ui.theme import Icon, Role, Space
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.expander import Expander
from deskpro_sso_gui.ui.widgets.instruction import Instruction
from deskpro_sso_gui.ui.widgets.labels import PlainLabel


class SaveFirst(Expander):
    """A folded list of steps: save the app *Disabled*, open it again, then copy.

    Attributes:
        instructions: the steps that are shown.
    """

    def __init__(self, page: Page) -> None:
        super().__init__(t(N_("I see no box called “{label}”"), label=DETAILS))
        self._page = page
        self._shown: tuple[object, ...] = ()
        self.instructions: list[Instruction] = []
        self.body.addWidget(
            PlainLabel(
                t(N_("Some DeskPROs make the two addresses when the app is saved. Save it first:")),
                Role.MUTED,
            )
        )
        self._list = QVBoxLayout()
        self._list.setSpacing(Space.NONE)
        self.body.addLayout(self._list)

    def show_record(self, record: SetupRecord) -> None:
        """Show the steps for the admin's screens, the certificate as far as it is there."""
        if record.helpdesk is None or record.application is None:
            return
        steps = save_first_steps(
            record.helpdesk.generation, record.helpdesk.interface, record.application.idp_url
        )
        wanted = (steps, record.certificate)
        if wanted == self._shown:
            return
        self._shown = wanted
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.instructions = [self._line(place, step) for place, step in enumerate(steps, 1)]
        for line in self.instructions:
            self._list.addWidget(line)

    def _line(self, place: int, step: Step) -> Instruction:
        line = Instruction(
            place,
            t(step.text),
            console_label=step.label,
            certain=step.certain,
            path=step.path,
            value=step.value,
            copy=self._page.context.copy,
            tickable=False,
            name=step.name,
        )
        if step.name == CERTIFICATE_STEP:
            line.middle.addWidget(self._certificate(), 0, Qt.AlignmentFlag.AlignLeading)
        return line

    def _certificate(self) -> QWidget:
        if self._page.session.record.certificate is not None:
            return CertificateFile(self._page)
        self.fetch_button = Button(
            t(N_("Get the certificate from JumpCloud")), icon=Icon.CERTIFICATE, on_click=self._fetch
        )
        return self.fetch_button

    def _fetch(self) -> None:
        session = self._page.session
        self._page.start(
            t(N_("Asking JumpCloud for the certificate…")), lambda: fetch_certificate(session)
        )
