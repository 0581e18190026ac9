"""Page *Keep the summary*: write it to a folder, and show the key facts."""

from pathlib import Path
from typing import ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.parts import Export
from deskpro_sso_gui.setup.progress import Status, next_stage, progress
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.summary.export import (
    CALENDAR_FILE,
    CERTIFICATE_FILE,
    HTML_FILE,
    JSON_FILE,
    MARKDOWN_FILE,
    PDF_FILE,
    SET_UP_FILE,
    SETTINGS_FILE,
)
from deskpro_sso_gui.summary.model import Summary
from deskpro_sso_gui.tasks.summary import export
from deskpro_sso_gui.texts import date_time, t
from deskpro_sso_gui.texts.terms import Term
from deskpro_sso_gui.ui.document import to_pdf
from deskpro_sso_gui.ui.local_files import handover_folder, open_file
from deskpro_sso_gui.ui.pages.base import Page, PageContext, PrimaryAction
from deskpro_sso_gui.ui.pages.blocks.hand_over import HandOverBlock
from deskpro_sso_gui.ui.pages.blocks.health import HealthSection
from deskpro_sso_gui.ui.pages.blocks.key_facts import KeyFacts
from deskpro_sso_gui.ui.pages.blocks.missing_stages import go_to_button
from deskpro_sso_gui.ui.pages.blocks.stale import StaleNotice
from deskpro_sso_gui.ui.pages.blocks.undo import UndoBlock
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Space, set_kind
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.labels import IconLabel, PlainLabel, mark_value, value_label
from deskpro_sso_gui.ui.widgets.notice import Notice, Tone
from deskpro_sso_gui.ui.widgets.result_lines import ResultLine
from deskpro_sso_gui.ui.widgets.reveal import reveal
from deskpro_sso_gui.ui.widgets.section import Section

_FOLDER: Final = "folder"
_FILES: Final = {
    PDF_FILE: N_("the summary as a document, to file and print"),
    HTML_FILE: N_("the summary, to read and print"),
    MARKDOWN_FILE: N_("the same as plain text"),
    JSON_FILE: N_("the same for programs"),
    CALENDAR_FILE: N_("reminders for a calendar, until the certificate runs out"),
    SETTINGS_FILE: N_("what DeskPRO's form gets"),
    CERTIFICATE_FILE: N_("JumpCloud's certificate"),
    SET_UP_FILE: N_("this set-up, for a colleague to open in this program"),
}
"""What each file is, by its name."""


class SummaryPage(Page):
    """Where to, what was written, and what it says."""

    stage: ClassVar[StageId] = StageId.SUMMARY
    explanation: ClassVar[str] = N_(
        "The files say what was set up, with which values, who gets in, how it was tried, when the "
        "certificate runs out, and how to get back in if nobody can. They hold no password and no "
        "key, so you may hand them over and file them."
    )
    terms: ClassVar[tuple[Term, ...]] = (
        Term.CERTIFICATE,
        Term.FINGERPRINT,
        Term.METADATA,
        Term.IDP_URL,
        Term.ENTITY_ID,
        Term.ACS_URL,
        Term.SSO_METHOD,
        Term.KEYRING,
        Term.PORTAL,
        Term.TILE,
        Term.ORGANISATION,
    )

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._stale = StaleNotice(self.stage, t(N_("Save the summary again.")))
        self.body.addWidget(self._stale)
        self._headline = QVBoxLayout()
        self._headed: tuple[object, ...] = ()
        self._with_certificate: bool | None = None
        self.body.addLayout(self._headline)
        self.health = HealthSection(self, context.renew)
        self.body.addWidget(self.health)
        self.body.addWidget(self._build_folder())
        self._last_written: Export | None = None
        self.written = Section(t(N_("What was written")))
        self._written_rows = QVBoxLayout()
        self._written_rows.setSpacing(Space.TIGHT)
        self.written.after.addLayout(self._written_rows)
        self.body.addWidget(self.written)
        self.hand_over = HandOverBlock(self)
        self.body.addWidget(self.hand_over)
        self.facts = KeyFacts()
        self.body.addWidget(self.facts)
        self.undo = UndoBlock(self)
        self.body.addWidget(self.undo)

    def _build_folder(self) -> QFrame:
        card = QFrame()
        set_kind(card, Kind.CARD)
        column = QVBoxLayout(card)
        column.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.LARGE)
        column.setSpacing(Space.SMALL)
        label = PlainLabel(t(N_("Folder")), Role.HEADING)
        self.folder = QLineEdit(readOnly=True)
        self.folder.setAccessibleName(t(N_("Folder")))
        mark_value(self.folder)
        label.setBuddy(self.folder)
        self.choose_button = Button(
            t(N_("Choose another folder")), Kind.LINK, icon=Icon.FILE, on_click=self._choose
        )
        column.addWidget(label)
        column.addWidget(self.folder)
        column.addWidget(self.choose_button, 0, Qt.AlignmentFlag.AlignLeading)
        self._plan = QWidget()
        self._planned = QVBoxLayout(self._plan)
        self._planned.setContentsMargins(0, 0, 0, 0)
        self._planned.setSpacing(Space.TIGHT)
        column.addWidget(self._plan)
        return card

    def render(self, record: SetupRecord) -> None:  # type: ignore[override]
        """Show where it goes, what was written last, and the facts."""
        self._stale.show_record(record)
        self._show_folder(record)
        self._show_written(record.exports[-1] if record.exports else None)
        facts = self.facts.show_record(record, now=self.session.services.now())
        self._show_headline(facts)
        self.hand_over.show_record(record)
        self.health.show_record(record)
        self.undo.show_record(record)

    def _show_headline(self, facts: Summary) -> None:
        done = [each for each in facts.remaining if each.stage is not self.stage]
        if (shown := (facts.headline, *done)) == self._headed:
            return
        self._headed = shown
        _clear(self._headline)
        if not done:
            self._headline.addWidget(Notice(Tone.SUCCESS, facts.headline))
            return
        notice = Notice(Tone.ATTENTION, facts.headline)
        for each in done:
            notice.words.addWidget(PlainLabel(each.text))
        first = done[0].stage
        notice.add_button(go_to_button(first, self.context.go_to))
        self._headline.addWidget(notice)

    def _show_folder(self, record: SetupRecord) -> None:
        self.folder.setText(str(self._chosen(record)))
        self.folder.setCursorPosition(0)
        self._plan.setVisible(not record.exports or self._moved(record))
        self._show_planned(has_certificate=record.certificate is not None)

    def _show_planned(self, *, has_certificate: bool) -> None:
        if has_certificate is self._with_certificate:
            return
        self._with_certificate = has_certificate
        _clear(self._planned)
        self._planned.addWidget(PlainLabel(t(N_("These files will be written:")), Role.CAPTION))
        without = () if has_certificate else (CERTIFICATE_FILE, CALENDAR_FILE)
        for name, words in _FILES.items():
            if name in without:
                continue
            self._planned.addWidget(PlainLabel(f"{name}: {t(words)}", Role.CAPTION))

    def _chosen(self, record: SetupRecord) -> Path:
        kept = self.draft(_FOLDER)
        return Path(kept) if kept else handover_folder(record)

    def _show_written(self, last: Export | None) -> None:
        self.written.setVisible(last is not None)
        if last == self._last_written:
            return  # a button in it may have the focus
        self._last_written = last
        _clear(self._written_rows)
        if last is None:
            return

        self.written.show_done(
            [
                ResultLine(
                    text=t(N_("Written on {moment} to:"), moment=date_time(last.at)),
                    tone=Tone.SUCCESS,
                ),
                ResultLine(text=last.folder, value=True),
            ]
        )
        self.written.change_button.hide()
        folder = Path(last.folder)
        for name in last.files:
            self._written_rows.addLayout(self._file_row(folder / name))
        buttons = QHBoxLayout()
        self.show_button = Button(
            t(N_("Show in folder")), icon=Icon.FILE, on_click=lambda: open_file(folder)
        )
        self.again_button = Button(
            t(N_("Save it again")), Kind.LINK, icon=Icon.REFRESH, on_click=self.save
        )
        for button in (self.show_button, self.again_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self._written_rows.addLayout(buttons)

    def _file_row(self, path: Path) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.SMALL)
        row.addWidget(IconLabel(Icon.FILE, Role.MUTED), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(value_label(path.name), 0, Qt.AlignmentFlag.AlignVCenter)
        words = _FILES.get(path.name)  # older versions had other names
        caption = PlainLabel(t(words) if words else "", Role.CAPTION)
        row.addWidget(caption, 1, Qt.AlignmentFlag.AlignVCenter)
        button = Button(t(N_("Open")), Kind.LINK, on_click=lambda: open_file(path))
        button.setAccessibleName(t(N_("Open {file}"), file=path.name))
        row.addWidget(button)
        return row

    def entered(self) -> None:
        """Look for what changed since, where a finished set-up is opened."""
        if self.health.looks is None and next_stage(self.session.record) is None:
            self.health.look()

    def primary(self) -> PrimaryAction | None:
        """Save it, unless it was saved as it is now."""
        record = self.session.record
        if progress(record)[self.stage].status is Status.DONE and not self._moved(record):
            return None
        return PrimaryAction(label=t(N_("Save the summary")), run=self.save)

    def focus_target(self) -> QWidget | None:
        """Return what shows the folder, once everything is in it."""
        return self.show_button if self.primary() is None else None

    def open_folded(self) -> None:
        """Show what could be taken back."""
        self.undo.set_open(on=True)
        reveal(self.undo)

    def _moved(self, record: SetupRecord) -> bool:
        return bool(record.exports) and Path(record.exports[-1].folder) != self._chosen(record)

    def save(self) -> None:
        """Write the files."""
        folder = self._chosen(self.session.record)
        self.start(
            t(N_("Writing the summary…")),
            lambda: export(self.session, folder, to_pdf=to_pdf),
            lambda _files: reveal(self.written),
        )

    def _choose(self) -> None:
        dialog = QFileDialog(self, t(N_("Folder for the summary")), str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, on=True)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.use_folder)
        dialog.open()

    def use_folder(self, folder: str) -> None:
        """Write to ``folder`` from now on."""
        self.set_draft(_FOLDER, folder)
        self._show_folder(self.session.record)
        self.changed.emit()


def _clear(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner, QHBoxLayout):
            while (part := inner.takeAt(0)) is not None:
                if (held := part.widget()) is not None:
                    held.hide()
                    held.deleteLater()


PAGE: Final = SummaryPage
