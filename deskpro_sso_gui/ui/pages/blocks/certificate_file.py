"""The certificate on its way into DeskPRO's form: a clean copy on the disk, to drag or to find."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.tasks.certificate import FILE_NAME, save_certificate
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.local_files import handover_folder, make_folder, show_in_folder
from deskpro_sso_gui.ui.pages.base import Page
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Space
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.file_drag import FileDrag
from deskpro_sso_gui.ui.widgets.labels import PlainLabel, mark_value


class CertificateFile(QWidget):
    """``certificate.pem``, written when it is asked for."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SMALL)
        self.file = FileDrag(FILE_NAME, t(N_("Drag it from here onto DeskPRO's file field.")))
        self.file.wanted.connect(lambda: self._save(show=False))
        self.show_button = Button(
            t(N_("Show in folder")),
            Kind.LINK,
            icon=Icon.FILE,
            on_click=lambda: self._save(show=True),
        )
        self._where = PlainLabel("", Role.CAPTION)
        mark_value(self._where)
        self._where.hide()
        column.addWidget(self.file)
        column.addWidget(self.show_button, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self._where)
        self.setEnabled(page.session.record.certificate is not None)

    def _save(self, *, show: bool) -> None:
        session = self._page.session

        async def save() -> Path:
            folder = handover_folder(session.record)
            await make_folder(folder)
            return await save_certificate(session, folder)

        def saved(path: Path) -> None:
            self.file.set_path(path)
            self._where.setText(str(path))
            self._where.show()
            if show:
                show_in_folder(path)

        self._page.start(t(N_("Saving {file}…"), file=FILE_NAME), save, saved)
