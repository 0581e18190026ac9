"""Block of *JumpCloud app*: the app that is there, its address and its tile."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.parts import ApplicationState
from deskpro_sso_gui.setup.progress import metadata_confirms
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.texts import setting_name, t
from deskpro_sso_gui.texts.terms import Term
from deskpro_sso_gui.ui.pages.base import Page
from deskpro_sso_gui.ui.pages.blocks.tile_picture import MadePicture, TilePicture
from deskpro_sso_gui.ui.theme import Kind, Space, set_kind
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.copy_field import CopyField
from deskpro_sso_gui.ui.widgets.notice import Tone
from deskpro_sso_gui.ui.widgets.result_lines import ResultLine, ResultLines
from deskpro_sso_gui.ui.widgets.side_by_side import SideBySide
from deskpro_sso_gui.ui.widgets.tile import NO_COLOUR, TilePreview


class MadeApplication(QWidget):
    """What became of the app, beside the tile as people see it.

    Args:
        page: the page it is on.
        chosen: knows the chosen picture.
        tell_again: what the admin told of an app made by hand was wrong.
    """

    def __init__(self, page: Page, chosen: TilePicture, tell_again: Callable[[], object]) -> None:
        super().__init__()
        self._page = page
        self._chosen = chosen
        made = QFrame()
        set_kind(made, Kind.CARD)
        column = QVBoxLayout(made)
        column.setContentsMargins(Space.LARGE, Space.LARGE, Space.LARGE, Space.LARGE)
        column.setSpacing(Space.LARGE)
        self.lines = ResultLines()
        self.idp_url = CopyField(
            t(N_("Its address (IdP URL)")), copy=page.context.copy, term=Term.IDP_URL
        )
        self.picture = MadePicture(page, chosen)
        for widget in (self.lines, self.picture, self.idp_url):
            column.addWidget(widget)
        self.tell_button = Button(t(N_("I told it wrong")), Kind.LINK, on_click=tell_again)
        column.addWidget(self.tell_button, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)
        self.preview = TilePreview()
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(SideBySide(made, self.preview))

    def show_record(self, record: SetupRecord, application: ApplicationState) -> None:
        """Show ``application`` of ``record``."""
        self.tell_button.setVisible(application.by_hand)
        self.lines.set_lines(
            _told_lines(record, application) if application.by_hand else _lines(application)
        )
        self.picture.show_application(application)
        self.idp_url.set_value(application.idp_url)
        self.preview.show_app(
            label=application.label,
            description=application.description,
            # JumpCloud does not tell us the colour of an app that we did not make
            colour=self._page.draft("colour") if application.made_here else NO_COLOUR,
            hidden=application.hidden,
            picture=self._chosen.image_of(application.picture),
        )


def _lines(application: ApplicationState) -> list[ResultLine]:
    origin = (
        N_("“{app}” was created in JumpCloud.")
        if application.made_here
        else N_("“{app}” was there in JumpCloud, and is used.")
    )
    place = (
        N_("Not shown in the portal: people begin at DeskPRO.")
        if application.hidden
        else N_("Shown in the portal.")
    )
    lines = [
        ResultLine(text=t(origin, app=application.label), tone=Tone.SUCCESS),
        ResultLine(text=t(place), tone=Tone.SUCCESS),
    ]
    if application.lacks:
        lacking = ", ".join(setting_name(key) for key in application.lacks)
        lines.append(
            ResultLine(
                text=t(N_("This connector has no such setting: {settings}"), settings=lacking),
                tone=Tone.INFO,
            )
        )
    return lines


def _told_lines(record: SetupRecord, application: ApplicationState) -> list[ResultLine]:
    created = t(N_("“{app}” was created by hand, as you told us."), app=application.label)
    lines = [ResultLine(text=created, tone=Tone.SUCCESS)]
    if metadata_confirms(record):
        words = t(N_("JumpCloud's metadata says the same of its address and its name."))
        return [*lines, ResultLine(text=words, tone=Tone.SUCCESS)]
    words = t(N_("JumpCloud was not asked. Its metadata will tell whether the address is right."))
    return [*lines, ResultLine(text=words, tone=Tone.INFO)]
