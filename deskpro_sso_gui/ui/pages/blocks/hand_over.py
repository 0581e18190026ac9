"""Block *Read, print, hand on*: the summary in the window, on paper, and for a colleague."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QFrame, QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.summary.export import SET_UP_ENDING, SET_UP_FILE
from deskpro_sso_gui.summary.facts import summary_facts
from deskpro_sso_gui.summary.model import Summary
from deskpro_sso_gui.tasks.services import load
from deskpro_sso_gui.tasks.summary import hand_on
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.document import page_layout, paint
from deskpro_sso_gui.ui.pages.base import Page
from deskpro_sso_gui.ui.setup_files import ENDINGS
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Space, set_kind
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.expander import Expander
from deskpro_sso_gui.ui.widgets.flow import FlowLayout
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.notice import Tone
from deskpro_sso_gui.ui.widgets.result_lines import ResultLine, ResultLines
from deskpro_sso_gui.ui.widgets.reveal import reveal
from deskpro_sso_gui.ui.widgets.summary_view import SummaryView

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_TEMPLATES: Final = "deskpro_sso_gui.summary.html"
"""Heavy, so that it is loaded in a thread before the window needs it."""

_NO_FILE_NAME: Final = re.compile(r'[/\\:*?"<>|]')


class HandOverBlock(QFrame):
    """A card with what can be done with the summary besides writing its files.

    Attributes:
        told: how printing or saving went.
    """

    def __init__(self, page: Page) -> None:
        super().__init__()
        set_kind(self, Kind.CARD)
        self._page = page
        self._printer: QPrinter | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.LARGE)
        column.setSpacing(Space.SMALL)
        column.addWidget(PlainLabel(t(N_("Read it, print it, hand it on")), Role.HEADING))
        column.addWidget(
            PlainLabel(
                t(
                    N_(
                        "A colleague opens the set-up file on the first page of this program: what "
                        "it says is proposed there, and checked anew. It holds no certificate, no "
                        "key, and nothing of what was tried."
                    )
                ),
                Role.MUTED,
            )
        )
        holder = QWidget()
        buttons = FlowLayout(holder)
        self.print_button = Button(t(N_("Print…")), icon=Icon.PRINT, on_click=self._prepare_print)
        self.set_up_button = Button(
            t(N_("Save a set-up file for a colleague…")),
            icon=Icon.FILE,
            on_click=self._choose_file,
        )
        buttons.addWidget(self.print_button)
        buttons.addWidget(self.set_up_button)
        column.addWidget(holder)
        self.told = ResultLines()
        column.addWidget(self.told)
        self.reading = Expander(t(N_("Read the summary here")))
        self.reading.body.setContentsMargins(0, 0, 0, 0)
        self.reading.toggled.connect(self._toggled)
        self.view: SummaryView | None = None
        column.addWidget(self.reading)

    def show_record(self, _record: SetupRecord) -> None:
        """Show what the record says now, where it is read."""
        if self.view is not None and self.reading.open:
            self.view.show_summary(self._summary())

    def _summary(self) -> Summary:
        session = self._page.session
        return summary_facts(session.record, now=session.services.now())

    def _toggled(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        if on:
            self._lay_out(self._read)

    def _lay_out(self, then: Callable[[], None]) -> None:
        name = t(N_("Laying out the summary…"))
        self._page.start(name, lambda: load(_TEMPLATES), lambda _module: then())

    def _read(self) -> None:
        if self.view is None:
            self.view = SummaryView()
            self.reading.body.addWidget(self.view)
        self.view.show_summary(self._summary())
        reveal(self.reading)

    def _prepare_print(self) -> None:
        self.told.set_lines(())
        self._lay_out(self._ask_printer)

    def _ask_printer(self) -> None:
        # only who prints needs it, and it asks the system for its printers
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - see above

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        # who prints to a file is proposed this as its name
        printer.setDocName(_NO_FILE_NAME.sub("-", self._summary().title))
        printer.setPageLayout(page_layout(printer.pageLayout().pageSize()))
        dialog = QPrintDialog(printer, self)
        for option in (
            QPrintDialog.PrintDialogOption.PrintPageRange,
            QPrintDialog.PrintDialogOption.PrintSelection,
            QPrintDialog.PrintDialogOption.PrintCurrentPage,
        ):
            dialog.setOption(option, on=False)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(self._print)
        self._printer = printer  # for as long as the dialog is open
        QDialog.open(dialog)  # its own ``open`` wants a receiver

    def _print(self, printer: "QPrinter") -> None:
        printed = paint(self._summary(), printer)
        self._printer = None
        if printed:
            self._tell(Tone.SUCCESS, t(N_("Handed to the printer.")))
        else:
            self._tell(
                Tone.ERROR, t(N_("The printer did not take it. Choose another, or print the PDF."))
            )

    def _tell(self, tone: Tone, words: str) -> None:
        self.told.set_lines([ResultLine(text=words, tone=tone)])
        reveal(self)

    def _choose_file(self) -> None:
        self.told.set_lines(())
        title = t(N_("Save a set-up file for a colleague"))
        dialog = QFileDialog(self, title, str(Path.home()), ENDINGS)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(SET_UP_ENDING.removeprefix("."))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.selectFile(SET_UP_FILE)
        dialog.fileSelected.connect(lambda name: self.save_set_up(Path(name)))
        dialog.open()

    def save_set_up(self, path: Path) -> None:
        """Write a set-up file for a colleague to ``path``."""
        self._page.start(
            t(N_("Saving {file}…"), file=path.name),
            lambda: hand_on(self._page.session, path),
            self._saved,
            place=self,
        )

    def _saved(self, path: Path) -> None:
        lines = [
            ResultLine(text=t(N_("The set-up file was saved as:")), tone=Tone.SUCCESS),
            ResultLine(text=str(path), value=True),
        ]
        self.told.set_lines(lines)
        reveal(self)
