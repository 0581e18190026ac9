"""Page *Add in DeskPRO*: the way through DeskPRO's screens, and the two addresses it shows."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QVBoxLayout

from deskpro_sso_gui.deskpro.addresses import (
    ERROR_TEXTS,
    WARNING_TEXTS,
    AddressCheck,
    AddressError,
    AddressWarning,
    check_acs_url,
    check_entity_id,
)
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.saml.facts import Kind as FileKind
from deskpro_sso_gui.setup.facts import Generation
from deskpro_sso_gui.setup.parts import ServiceProvider
from deskpro_sso_gui.setup.progress import Status, progress
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks.connect import choose_screens
from deskpro_sso_gui.tasks.deskpro_add import (
    ACS_LABEL,
    ENTITY_ID_LABEL,
    Description,
    read_description,
    take_addresses,
)
from deskpro_sso_gui.tasks.evidence import DeskproAddresses, deskpro_addresses
from deskpro_sso_gui.texts import number, t
from deskpro_sso_gui.texts.terms import Term
from deskpro_sso_gui.ui.pages.base import Page, PageContext, PrimaryAction
from deskpro_sso_gui.ui.pages.blocks.copied import CopiedOffer
from deskpro_sso_gui.ui.pages.blocks.deskpro_steps import DeskproSteps
from deskpro_sso_gui.ui.pages.blocks.evidence import FileLook
from deskpro_sso_gui.ui.pages.blocks.missing_stages import MissingStages, missing_before
from deskpro_sso_gui.ui.pages.blocks.save_first import SaveFirst
from deskpro_sso_gui.ui.pages.blocks.signing import signing_lines
from deskpro_sso_gui.ui.theme import Icon, Space
from deskpro_sso_gui.ui.widgets.address_line import AddressLine
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.form_row import FormRow
from deskpro_sso_gui.ui.widgets.notice import Notice, Tone
from deskpro_sso_gui.ui.widgets.result_lines import ResultLine, ResultLines
from deskpro_sso_gui.ui.widgets.reveal import reveal
from deskpro_sso_gui.ui.widgets.section import Section


class DeskproAddPage(Page):
    """A guided list beside a map; below it the two addresses, looked at as they are pasted."""

    stage: ClassVar[StageId] = StageId.DESKPRO_ADD
    explanation: ClassVar[str] = N_(
        "DeskPRO gives every sign-in app a number of its own, and puts it into two addresses: one "
        "that names this DeskPRO, and one that people are sent back to after the sign-in. Nobody "
        "can know them before the app is added, so they have to be copied from there."
    )
    terms: ClassVar[tuple[Term, ...]] = (
        Term.SINGLE_SIGN_ON,
        Term.SAML,
        Term.ACS_URL,
        Term.ENTITY_ID,
        Term.METADATA,
        Term.SSO_METHOD,
        Term.SIGNED_REQUEST,
        Term.IDP_URL,
        Term.CERTIFICATE,
    )

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._editing = False
        self._looked_up = ""
        self._first = MissingStages(context.go_to)
        self.body.addWidget(self._first)
        self.guide = Section(t(N_("In DeskPRO")))
        self.steps = DeskproSteps(copy=context.copy, open_url=context.open_url)
        self.steps.switch_wanted.connect(self._switch)
        self.steps.ticked.connect(self._ticked)
        self.guide.body.addWidget(self.steps)
        self.save_first = SaveFirst(self)
        self.guide.body.addWidget(self.save_first)
        self.addresses = Section(t(N_("The two addresses from DeskPRO")))
        self._build_addresses()
        for section in (self.guide, self.addresses):
            section.change_wanted.connect(lambda: self._edit(on=True))
            section.keep_wanted.connect(lambda: self._edit(on=False))
            self.body.addWidget(section)
        self.file = FileLook(
            self,
            t(N_("Use a file of DeskPRO's metadata")),
            t(
                N_(
                    "Where DeskPRO lets you save its metadata, drop it here and both addresses are "
                    "filled in. Of any other file we say what it is."
                )
            ),
            takes=frozenset({FileKind.SP_METADATA}),
            take=self._take_file,
        )
        self.body.addWidget(self.file)

    def _build_addresses(self) -> None:
        kept = self.session.record.service_provider
        self.acs_url = AddressLine()
        self.entity_id = AddressLine()
        for name, field, known in (
            ("acs_url", self.acs_url, kept.acs_url if kept else ""),
            ("entity_id", self.entity_id, kept.sp_entity_id if kept else ""),
        ):
            self.bind_draft(name, field, known)
            field.textChanged.connect(self._typed)
        self.acs_row = FormRow(ACS_LABEL, self.acs_url, console=True)
        self.acs_lines = ResultLines()
        self.entity_row = FormRow(ENTITY_ID_LABEL, self.entity_id, console=True)
        self.entity_lines = ResultLines()
        self.acs_copied = CopiedOffer(self, self.acs_url, self._is_acs_url)
        self.entity_copied = CopiedOffer(self, self.entity_id, self._is_entity_id)
        self.fill_button = Button(
            t(N_("Look the first address up in DeskPRO")), icon=Icon.REFRESH, on_click=self.fill_in
        )
        self.fill_lines = ResultLines()
        self.other = Notice(Tone.ATTENTION, t(N_("DeskPRO's own description says otherwise.")))
        self.use_other_button = Button(t(N_("Use what it says")), on_click=self._use_other)
        self.other.add_button(self.use_other_button)
        self.other_values = ResultLines()
        self.other.words.insertWidget(1, self.other_values)
        self.other.hide()
        self._other: Description | None = None
        self.shown_so = QCheckBox(t(N_("DeskPRO itself shows exactly these two")))
        self.shown_so.toggled.connect(lambda _on: self.changed.emit())
        self.shown_so.hide()
        body = self.addresses.body
        for row, lines, copied in (
            (self.acs_row, self.acs_lines, self.acs_copied),
            (self.entity_row, self.entity_lines, self.entity_copied),
        ):
            column = QVBoxLayout()
            column.setSpacing(Space.SMALL)
            column.addWidget(row)
            column.addWidget(copied)
            column.addWidget(lines)
            body.addLayout(column)
        body.addWidget(self.fill_button, 0, Qt.AlignmentFlag.AlignLeading)
        body.addWidget(self.fill_lines)
        body.addWidget(self.shown_so, 0, Qt.AlignmentFlag.AlignLeading)
        self.addresses.after.addWidget(self.other)

    def render(self, record: SetupRecord) -> None:  # type: ignore[override]
        """Show the way and the fields, or, when it is done, the addresses that are kept."""
        helpdesk, application = record.helpdesk, record.application
        locked = helpdesk is None or application is None
        self._first.show_stages(missing_before(self.stage, record) if locked else ())
        if helpdesk is None or application is None:
            self.guide.show_locked()
            self.addresses.show_locked()
            return
        self.steps.show_steps(
            helpdesk.generation,
            helpdesk.interface,
            helpdesk_url=helpdesk.url,
            idp_url=application.idp_url,
            ticked=frozenset(filter(None, self.draft("ticked").split(","))),
        )
        self.save_first.show_record(record)
        status = progress(record)[self.stage].status
        provider = record.service_provider
        if provider is None or status is Status.STALE or self._editing:
            can_keep = provider is not None and status is Status.DONE
            self.guide.show_open(can_keep=can_keep)
            self.addresses.show_open()
            self._look()
            return
        self.guide.show_done([ResultLine(text=t(N_("JumpCloud is added there.")))])
        self.addresses.show_done(
            _kept_lines(record, provider), attention=bool(provider.signs_requests)
        )

    def entered(self) -> None:
        """Take the file that another page handed over."""
        self.file.evidence.arrived()

    def _take_file(self, path: Path) -> None:
        self.start(
            t(N_("Reading {file}…"), file=path.name),
            lambda: deskpro_addresses(path),
            self._was_read,
            place=self.file,
        )

    def _was_read(self, found: DeskproAddresses) -> None:
        if self.addresses.content.isHidden():
            self._edit(on=True)
        self.entity_id.setText(found.entity_id)
        self.acs_url.setText(found.acs_url)
        words = t(N_("Filled in from DeskPRO's own description."))
        self.fill_lines.set_lines([ResultLine(text=words, tone=Tone.SUCCESS)])
        reveal(self.addresses)

    def _edit(self, *, on: bool) -> None:
        self._editing = on
        self.clear_problem()
        self.render(self.session.record)
        self.changed.emit()

    def _switch(self, generation: Generation) -> None:
        self.start(
            t(N_("Saving…")), lambda: choose_screens(self.session, generation), place=self.guide
        )

    def _ticked(self, names: frozenset[str]) -> None:
        self.set_draft("ticked", ",".join(sorted(names)))

    def _typed(self, _text: str) -> None:
        self.fill_lines.set_lines(())
        self.other.hide()
        self.shown_so.setChecked(False)
        self._look()
        self._fill_in_by_itself()
        self.changed.emit()

    def _fill_in_by_itself(self) -> None:
        """Look the other address up as soon as the entity ID is there, if it is still missing."""
        _, entity = self._checks()
        if self.acs_url.text().strip() or not entity.usable or entity.doubtful:
            return
        if entity.value != self._looked_up:
            self._looked_up = entity.value
            # not the page's own run: a DeskPRO that is slow must not hold up whoever copies by hand
            self.runner.cancel_owned(self.addresses)
            self.runner.start(
                t(N_("Looking at DeskPRO's own description…")),
                lambda: read_description(self.session, entity.value),
                done=self._found_by_itself,
                failed=lambda _problem: None,
                owner=self.addresses,
            )

    def _found_by_itself(self, found: Description | None) -> None:
        if not self.acs_url.text().strip():
            self._filled(found)

    def left(self) -> None:
        """Look nothing up for a page that nobody sees."""
        self.runner.cancel_owned(self.addresses)

    def _checks(self) -> tuple[AddressCheck, AddressCheck]:
        url = self._helpdesk_url()
        acs_url, entity_id = self.acs_url.text(), self.entity_id.text()
        return (
            check_acs_url(acs_url, url, entity_id=entity_id),
            check_entity_id(entity_id, url, acs_url=acs_url),
        )

    def _is_acs_url(self, text: str) -> bool:
        check = check_acs_url(text, self._helpdesk_url())
        return check.usable and not check.warnings

    def _is_entity_id(self, text: str) -> bool:
        check = check_entity_id(text, self._helpdesk_url())
        return check.usable and not check.warnings

    def _helpdesk_url(self) -> str:
        helpdesk = self.session.record.helpdesk
        return helpdesk.url if helpdesk else ""

    def _look(self) -> None:
        """Say of each address what is unusual about it."""
        acs, entity = self._checks()
        for check, row, lines in (
            (acs, self.acs_row, self.acs_lines),
            (entity, self.entity_row, self.entity_lines),
        ):
            wrong = check.error not in {None, AddressError.EMPTY}
            row.set_wrong(t(ERROR_TEXTS[check.error]) if check.error and wrong else "")
            lines.set_lines(_check_lines(check))
        self.fill_button.setEnabled(entity.usable)
        self.shown_so.setVisible(acs.doubtful or entity.doubtful)

    def primary(self) -> PrimaryAction | None:
        """Keep the addresses, while they can be changed; odd ones where DeskPRO shows them so."""
        if self.addresses.content.isHidden():
            return None
        checks = self._checks()
        doubtful = any(check.doubtful for check in checks)
        ready = all(check.usable for check in checks)
        ready = ready and (self.shown_so.isChecked() or not doubtful)
        return PrimaryAction(label=t(N_("Save the two addresses")), run=self.keep, enabled=ready)

    def keep(self) -> None:
        """Keep the two addresses, after a look at DeskPRO's own description."""
        acs_url, entity_id = self.acs_url.text(), self.entity_id.text()
        confirmed = self.shown_so.isChecked()
        self.start(
            t(N_("Looking at DeskPRO's own description…")),
            lambda: take_addresses(
                self.session, entity_id=entity_id, acs_url=acs_url, confirmed=confirmed
            ),
            lambda provider: self._kept(provider, confirmed=confirmed),
            place=self.addresses,
        )

    def _kept(self, provider: ServiceProvider, *, confirmed: bool) -> None:
        self.acs_url.setText(provider.acs_url)
        self.entity_id.setText(provider.sp_entity_id)
        self._edit(on=False)
        if not provider.metadata_read:
            self._compare(provider, confirmed=confirmed)

    def _compare(self, provider: ServiceProvider, *, confirmed: bool) -> None:
        def show(found: Description | None) -> None:
            if found is None or found.says(provider.sp_entity_id, provider.acs_url):
                return
            self._other = found
            said = (found.acs_url, found.entity_id)
            kept = (provider.acs_url, provider.sp_entity_id)
            self.other_values.set_lines(
                [
                    ResultLine(text=text, value=True)
                    for text, ours in zip(said, kept, strict=True)
                    if text and text != ours
                ]
            )
            self.other.show()

        self.start(
            t(N_("Looking at DeskPRO's own description…")),
            lambda: read_description(self.session, provider.sp_entity_id, confirmed=confirmed),
            show,
            place=self.addresses,
        )

    def _use_other(self) -> None:
        if self._other is not None:
            self.entity_id.setText(self._other.entity_id)
            self.acs_url.setText(self._other.acs_url or self.acs_url.text())
            self.shown_so.setChecked(True)  # its own description is DeskPRO's word too
            self.keep()

    def fill_in(self) -> None:
        """Read the address to return to from DeskPRO's own description."""
        entity_id, confirmed = self.entity_id.text(), self.shown_so.isChecked()
        self.start(
            t(N_("Looking at DeskPRO's own description…")),
            lambda: read_description(self.session, entity_id, confirmed=confirmed),
            self._filled,
            place=self.addresses,
        )

    def _filled(self, found: Description | None) -> None:
        if found is None or not found.acs_url:
            words = t(N_("DeskPRO's own description can't be read. Copy the address by hand."))
            self.fill_lines.set_lines([ResultLine(text=words, tone=Tone.INFO)])
            return
        self.acs_url.setText(found.acs_url)
        words = t(N_("Filled in from DeskPRO's own description."))
        self.fill_lines.set_lines(
            [
                ResultLine(text=words, tone=Tone.SUCCESS),
                *signing_lines(self.session.record, found.signs_requests, found.wants_signed),
            ]
        )


def _check_lines(check: AddressCheck) -> Sequence[ResultLine]:
    if not check.usable:
        return ()
    lines = [
        ResultLine(
            text=t(WARNING_TEXTS[warning]),
            tone=Tone.INFO if warning is AddressWarning.BLANKS_REMOVED else Tone.ATTENTION,
        )
        for warning in check.warnings
    ]
    if check.source_id is not None and all(line.tone is Tone.INFO for line in lines):
        words = t(N_("Looks right: number {number}"), number=number(check.source_id))
        lines.insert(0, ResultLine(text=words, tone=Tone.SUCCESS))
    return lines


def _kept_lines(record: SetupRecord, provider: ServiceProvider) -> Sequence[ResultLine]:
    witness = (
        N_("DeskPRO's own description says the same.")
        if provider.metadata_read
        else N_("Kept as you copied them: DeskPRO's own description does not confirm them.")
    )
    return (
        ResultLine(text=provider.acs_url, value=True),
        ResultLine(text=provider.sp_entity_id, value=True),
        ResultLine(text=t(witness)),
        *signing_lines(record, provider.signs_requests, provider.wants_signed),
    )


PAGE: Final = DeskproAddPage
