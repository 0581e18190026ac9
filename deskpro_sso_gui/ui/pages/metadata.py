"""Page *Copy the metadata address*: read it as DeskPRO will, and compare it with what we know."""

from pathlib import Path
from typing import ClassVar, Final
from urllib.parse import urlsplit

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskpro_sso_gui.diagnosis.finding import Level
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.net.addresses import is_loopback
from deskpro_sso_gui.problems import Problem, ProblemCode
from deskpro_sso_gui.saml.facts import Kind as FileKind
from deskpro_sso_gui.setup.jumpcloud_steps import metadata_way
from deskpro_sso_gui.setup.parts import MetadataState, Origin
from deskpro_sso_gui.setup.progress import (
    Status,
    entity_id_differs,
    metadata_confirms,
    progress,
)
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks.metadata import take_metadata_address, take_metadata_file
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.texts.terms import Term
from deskpro_sso_gui.ui.pages.base import Page, PageContext, PrimaryAction
from deskpro_sso_gui.ui.pages.blocks.by_hand import other_labels_button
from deskpro_sso_gui.ui.pages.blocks.consoles import jumpcloud_application_page
from deskpro_sso_gui.ui.pages.blocks.copied import LONGEST_ADDRESS, CopiedOffer
from deskpro_sso_gui.ui.pages.blocks.downloaded import DownloadedOffer
from deskpro_sso_gui.ui.pages.blocks.evidence import EvidencePlace
from deskpro_sso_gui.ui.pages.blocks.missing_stages import go_to_button
from deskpro_sso_gui.ui.pages.blocks.stale import StaleNotice
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Space
from deskpro_sso_gui.ui.widgets.address_line import AddressLine
from deskpro_sso_gui.ui.widgets.announce import announce
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.drop_zone import DropZone
from deskpro_sso_gui.ui.widgets.expander import Expander
from deskpro_sso_gui.ui.widgets.finding_list import FindingList, FindingView
from deskpro_sso_gui.ui.widgets.form_row import FormRow
from deskpro_sso_gui.ui.widgets.instruction import Instruction
from deskpro_sso_gui.ui.widgets.labels import PlainLabel, chip, value_label
from deskpro_sso_gui.ui.widgets.notice import Notice, Tone
from deskpro_sso_gui.ui.widgets.result_lines import ResultLine
from deskpro_sso_gui.ui.widgets.reveal import reveal
from deskpro_sso_gui.ui.widgets.section import Section

_LARGEST_FILE: Final = 1_000_000
_PASTE_XML: Final = "Custom Metadata XML"
_TAKEN: Final = frozenset({FileKind.IDP_METADATA, FileKind.HTML, FileKind.EMPTY, FileKind.UNKNOWN})
"""What is metadata, or refused as such in words that fit."""


class MetadataPage(Page):
    """Where to find the address, a field for it, and what it leads to."""

    stage: ClassVar[StageId] = StageId.METADATA
    explanation: ClassVar[str] = N_(
        "Metadata is a short public document in which JumpCloud describes itself: its name, where "
        "people sign in, and its certificate. DeskPRO fetches it without a password, and so does "
        "this program, to see what DeskPRO will see. It holds no secret."
    )
    terms: ClassVar[tuple[Term, ...]] = (
        Term.METADATA,
        Term.ENTITY_ID,
        Term.IDP_URL,
        Term.CERTIFICATE,
        Term.SINGLE_SIGN_ON,
        Term.ACCESS,
    )

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._stale = StaleNotice(
            self.stage, t(N_("Read the metadata again, to see whether it still fits."))
        )
        self.body.addWidget(self._stale)
        self._where = QVBoxLayout()
        self.body.addLayout(self._where)
        self._way: tuple[str, ...] = ()
        self._show_where(self.session.record)
        self.body.addWidget(self._build_address())
        self._confirm = QWidget()
        column = QVBoxLayout(self._confirm)
        column.setContentsMargins(0, 0, 0, 0)
        self._confirm.hide()
        self.body.addWidget(self._confirm)
        self.result = Section(t(N_("What DeskPRO will read")))
        self.result.change_button.hide()
        self.findings = FindingList()
        self.findings.go_to.connect(context.go_to)
        self.again_button = Button(
            t(N_("Read it again")), Kind.LINK, icon=Icon.REFRESH, on_click=self._read
        )
        self.result.after.addWidget(self.findings)
        self.result.after.addWidget(self.again_button, 0, Qt.AlignmentFlag.AlignLeading)
        self.body.addWidget(self.result)
        self.body.addWidget(self._build_file())
        self.body.addWidget(self.evidence)

    def _show_where(self, record: SetupRecord) -> None:
        """Show the way in the words that the admin's portal has."""
        label = record.application.label if record.application else ""
        way = metadata_way(record.by_hand.labels, label=label)
        if way == self._way:
            return
        self._way = way
        while (item := self._where.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._where.addWidget(self._build_where())

    def _build_where(self) -> Instruction:
        where = Instruction(
            1,
            t(N_("In the JumpCloud Admin Portal, go this way, and press the button at its end:")),
            path=self._way,
            tickable=False,
        )
        self.open_button = Button(
            t(N_("Open JumpCloud")), icon=Icon.OPEN_OUTSIDE, on_click=self._open_jumpcloud
        )
        row = QHBoxLayout()
        row.setSpacing(Space.LARGE)
        self.other_labels = other_labels_button(self)
        row.addWidget(self.open_button)
        row.addWidget(self.other_labels)
        row.addStretch(1)
        where.middle.addLayout(row)
        return where

    def _build_address(self) -> Instruction:
        self._paste = Instruction(
            2, t(N_("JumpCloud puts the address on the clipboard. Paste it here:")), tickable=False
        )
        self.address = AddressLine("https://…")
        self.address.setMaxLength(LONGEST_ADDRESS)
        record = self.session.record
        self.bind_draft("address", self.address, record.metadata.url if record.metadata else "")
        self.address.textChanged.connect(self._typed)
        row = FormRow(t(N_("Metadata address")), self.address, term=Term.METADATA)
        self.copied = CopiedOffer(self, self.address, self._looks_right, only_empty=False)
        self._paste.middle.addWidget(row)
        self._paste.middle.addWidget(self.copied)
        return self._paste

    def _build_file(self) -> Expander:
        self._by_file = Expander(t(N_("Use the exported file instead")))
        self._by_file.body.setSpacing(Space.MEDIUM)
        self._by_file.body.addWidget(
            PlainLabel(
                t(
                    N_(
                        "Where nobody can read the address without signing in, save the file in "
                        "JumpCloud with the button beside it:"
                    )
                ),
                Role.MUTED,
            )
        )
        self._by_file.body.addWidget(chip("Export Metadata"), 0, Qt.AlignmentFlag.AlignLeading)
        self.drop_zone = DropZone(
            t(N_("Drop the exported metadata file here")),
            filters=f"XML (*.xml);;{t(N_('All files'))} (*)",
        )
        self.evidence = EvidencePlace(self, self.drop_zone, takes=_TAKEN, take=self._take_file)
        self._by_file.body.addWidget(self.drop_zone)
        self.downloaded = DownloadedOffer(
            self, {".xml"}, _LARGEST_FILE, waits=self._waits_for_file, take=self.evidence.look
        )
        self._by_file.toggled.connect(lambda _on: self.downloaded.follow())
        self._by_file.body.addWidget(self.downloaded)
        return self._by_file

    def render(self, record: SetupRecord) -> None:  # type: ignore[override]
        """Show what was read, and whether it still fits."""
        self._stale.show_record(record)
        self._show_where(record)
        metadata = record.metadata
        self.downloaded.follow()
        self.result.setVisible(metadata is not None)
        if metadata is None:
            return
        findings = tuple(_findings(record, metadata))
        self.result.show_done(tuple(_lines(record, metadata)), attention=bool(findings))
        self.result.change_button.hide()
        self.findings.set_findings(findings)
        self.again_button.setVisible(metadata.source is Origin.ADDRESS)

    def primary(self) -> PrimaryAction | None:
        """Read the address, unless what stands there was read already."""
        typed = self.address.text().strip()
        record = self.session.record
        is_stale = progress(record)[self.stage].status is Status.STALE
        if record.metadata is not None and not is_stale:
            from_file = record.metadata.source is Origin.FILE
            if typed == record.metadata.url or (from_file and not typed):
                return None
        return PrimaryAction(
            label=t(N_("Read it as DeskPRO will")), run=self._read, enabled=bool(typed)
        )

    def entered(self) -> None:
        """Take the file that another page handed over; see whether the address was copied."""
        self.evidence.arrived()
        self.copied.look()

    def _waits_for_file(self) -> bool:
        record = self.session.record
        is_stale = progress(record)[self.stage].status is Status.STALE
        return self._by_file.open and (record.metadata is None or is_stale)

    def _looks_right(self, text: str) -> bool:
        if any(map(str.isspace, text)):
            return False
        try:
            parts = urlsplit(text)
        except ValueError:
            return False
        here = self.session.services.loopback is not None and is_loopback(text)
        return bool(parts.hostname) and (parts.scheme == "https" or here) and "metadata" in text

    def _typed(self, _text: str) -> None:
        self.clear_problem()
        self._show_confirm(None)
        self.changed.emit()

    def _open_jumpcloud(self) -> None:
        self.context.open_url(jumpcloud_application_page(self.session))

    def _read(self) -> None:
        self._start_reading(confirmed=False)

    def _start_reading(self, *, confirmed: bool) -> None:
        self._show_confirm(None)
        address = self.address.text().strip()
        self.start(
            t(N_("Reading the metadata as DeskPRO will…")),
            lambda: take_metadata_address(self.session, address, confirmed=confirmed),
            self._was_read,
            failed=self._not_read,
        )

    def _was_read(self, _state: MetadataState) -> None:
        self.changed.emit()
        reveal(self.result)

    def _not_read(self, problem: Problem) -> None:
        if problem.code is ProblemCode.METADATA_HOST_NOT_CONFIRMED:
            self._show_confirm(problem.values["host"])
            return
        self.show_problem(problem, retry=self._read, place=self._paste)
        application = self.session.record.application
        told = application is not None and application.by_hand
        if problem.code is ProblemCode.METADATA_DIFFERS and told and self._problem is not None:
            # the address she told us may be the wrong one of the two
            self._problem.add_button(go_to_button(StageId.APPLICATION, self.context.go_to))
        if problem.code is ProblemCode.METADATA_NEEDS_SIGN_IN:
            self._by_file.set_open(on=True)

    def _show_confirm(self, host: str | None) -> None:
        column = self._confirm.layout()
        while column is not None and (item := column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._confirm.setVisible(host is not None)
        if host is None or column is None:
            return
        title = t(N_("Is this host right?"))
        notice = Notice(Tone.ATTENTION, title)
        notice.words.addWidget(value_label(host, Role.STRONG))
        notice.words.addWidget(
            PlainLabel(
                t(
                    N_(
                        "JumpCloud's own hosts end in jumpcloud.com. This one does not. Say yes "
                        "only if JumpCloud itself shows this address."
                    )
                )
            )
        )
        notice.add_button(
            Button(t(N_("Yes, read it")), on_click=lambda: self._start_reading(confirmed=True))
        )
        notice.add_button(
            Button(t(N_("No")), Kind.QUIET, on_click=lambda: self._show_confirm(None))
        )
        column.addWidget(notice)
        announce(notice, f"{title} {host}")
        reveal(notice)

    def _take_file(self, path: Path) -> None:
        self.start(
            t(N_("Reading {file}…"), file=path.name),
            lambda: take_metadata_file(self.session, path),
            self._was_read,
            place=self._by_file,
        )


def _lines(record: SetupRecord, metadata: MetadataState) -> list[ResultLine]:
    lines = []
    application, certificate = record.application, record.certificate
    if application is not None and metadata.idp_url == application.idp_url:
        lines.append(_good(t(N_("It belongs to this app: {address}"), address=metadata.idp_url)))
    if application is None or not entity_id_differs(application, metadata):
        lines.append(
            _good(t(N_("JumpCloud's own name in it (entity ID): {name}"), name=metadata.entity_id))
        )
    if certificate is not None and certificate.sha256 == metadata.certificate_sha256:
        lines.append(_good(t(N_("It holds the same certificate as the page before."))))
    if metadata_confirms(record):
        lines.append(_good(t(N_("So JumpCloud itself says what you told us by hand."))))
    if certificate is None:
        lines.append(
            ResultLine(text=t(N_("There is no certificate to compare with yet.")), tone=Tone.INFO)
        )
    lines.append(
        _good(t(N_("DeskPRO may send people straight to JumpCloud.")))
        if metadata.redirect_declared
        else ResultLine(
            text=t(
                N_(
                    "It does not say that DeskPRO may send people directly. If JumpCloud shows an "
                    "error in the test, tick {label} on the SSO tab."
                ),
                label="Declare Redirect Endpoint",
            ),
            tone=Tone.INFO,
        )
    )
    lines.append(_how_read(metadata))
    return lines


def _how_read(metadata: MetadataState) -> ResultLine:
    if metadata.source is Origin.ADDRESS:
        return _good(t(N_("Read without signing in, so DeskPRO can read it too.")))
    return ResultLine(
        text=t(
            N_(
                "Read from a file. If DeskPRO can't read an address, paste the file's text into "
                "its field; it may be called “{label}”."
            ),
            label=_PASTE_XML,
        ),
        tone=Tone.INFO,
    )


def _good(text: str) -> ResultLine:
    return ResultLine(text=text, tone=Tone.SUCCESS)


def _findings(record: SetupRecord, metadata: MetadataState) -> list[FindingView]:
    found = []
    application, certificate = record.application, record.certificate
    if application is not None and metadata.idp_url != application.idp_url:
        found.append(
            FindingView(
                level=Level.CAUSE,
                headline=t(N_("The metadata names another sign-in address.")),
                expected=application.idp_url,
                found=metadata.idp_url,
                advice=t(N_("Copy the address again from this app's SSO tab in JumpCloud.")),
                condition="M8",
            )
        )
    if application is not None and entity_id_differs(application, metadata):
        found.append(
            FindingView(
                level=Level.LIKELY,
                headline=t(N_("JumpCloud's own name (entity ID) is another one in the metadata.")),
                expected=application.idp_entity_id,
                found=metadata.entity_id,
                advice=t(N_("Apply the settings in JumpCloud again, then read the metadata.")),
                stage=StageId.JUMPCLOUD_SSO,
                condition="M9",
            )
        )
    if certificate is not None and certificate.sha256 != metadata.certificate_sha256:
        found.append(
            FindingView(
                level=Level.CAUSE,
                headline=t(N_("The metadata holds another certificate.")),
                expected=certificate.sha256,
                found=metadata.certificate_sha256,
                advice=t(
                    N_("Get the certificate again from JumpCloud, then read the metadata again.")
                ),
                stage=StageId.CERTIFICATE,
                condition="M1",
            )
        )
    return found


PAGE: Final = MetadataPage
