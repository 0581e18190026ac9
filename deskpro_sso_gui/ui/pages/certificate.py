"""Page *Certificate*: what it is, whether it is the right one, and a clean copy to upload."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.problems import Problem, ProblemCode
from deskpro_sso_gui.saml.facts import Kind as FileKind
from deskpro_sso_gui.saml.facts import Repair
from deskpro_sso_gui.setup.jumpcloud_steps import certificate_steps
from deskpro_sso_gui.setup.parts import CertificateState, Origin
from deskpro_sso_gui.setup.progress import Status, contradicts_metadata, metadata_is_older, progress
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks.certificate import (
    FILE_NAME,
    fetch_certificate,
    save_certificate,
    take_certificate_file,
)
from deskpro_sso_gui.texts import date, plural, problem_text, repair_text, t
from deskpro_sso_gui.texts.terms import Term
from deskpro_sso_gui.ui.pages.base import Page, PageContext, PrimaryAction
from deskpro_sso_gui.ui.pages.blocks.by_hand import ByHandSwitch, JumpcloudSteps
from deskpro_sso_gui.ui.pages.blocks.downloaded import DownloadedOffer
from deskpro_sso_gui.ui.pages.blocks.evidence import EvidencePlace
from deskpro_sso_gui.ui.pages.blocks.renew import RenewCertificate
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Space, set_kind
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.copy_field import CopyField
from deskpro_sso_gui.ui.widgets.drop_zone import DropZone
from deskpro_sso_gui.ui.widgets.expander import Expander
from deskpro_sso_gui.ui.widgets.labels import IconLabel, PlainLabel, value_label
from deskpro_sso_gui.ui.widgets.notice import CopyDetails, Notice, Tone
from deskpro_sso_gui.ui.widgets.result_lines import ResultLine, ResultLines
from deskpro_sso_gui.ui.widgets.reveal import reveal
from deskpro_sso_gui.ui.widgets.section import Section

_SOON_DAYS: Final = 60
"""JumpCloud's own first notice (reference/jumpcloud-api.md §3.6)."""

_YEAR_DAYS: Final = 365.25
_SUFFIXES: Final = frozenset({".pem", ".crt", ".cer"})
_LARGEST_FILE: Final = 64 * 1024
_TAKEN: Final = frozenset(
    {
        FileKind.CERTIFICATE,
        FileKind.PKCS7,
        FileKind.PRIVATE_KEY,
        FileKind.PKCS12,
        FileKind.CSR,
        FileKind.PUBLIC_KEY,
        FileKind.HTML,
        FileKind.EMPTY,
        FileKind.UNKNOWN,
    }
)
"""What is a certificate, or refused as one in words that fit."""


_MARKS: Final = {
    Tone.ERROR: (Icon.ERROR, Role.ERROR),
    Tone.STALE: (Icon.STALE, Role.STALE),
    Tone.ATTENTION: (Icon.ATTENTION, Role.ATTENTION),
}
_GOOD: Final = (Icon.DONE, Role.SUCCESS)


class CertificatePage(Page):
    """A place to drop the file; then what it is."""

    stage: ClassVar[StageId] = StageId.CERTIFICATE
    explanation: ClassVar[str] = N_(
        "A certificate is a public stamp. JumpCloud stamps every sign-in with the secret part, "
        "which never leaves JumpCloud; DeskPRO checks the stamp with this public part. It is no "
        "secret, but it has to be exactly the right one, and it runs out one day."
    )
    terms: ClassVar[tuple[Term, ...]] = (
        Term.CERTIFICATE,
        Term.FINGERPRINT,
        Term.METADATA,
    )

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._stale = Notice(
            Tone.STALE, t(N_("This certificate was taken for another app. Take it again."))
        )
        self._card = self._build_card()
        self._other = Expander(t(N_("Use another file")))
        self.drop = DropZone(
            t(N_("Drop {file} here"), file=FILE_NAME),
            filters=f"{t(N_('Certificates'))} (*.pem *.crt *.cer *.der *.txt);;"
            f"{t(N_('All files'))} (*)",
        )
        self.fetch_button = Button(
            t(N_("Get it from JumpCloud")), Kind.LINK, icon=Icon.CERTIFICATE, on_click=self.fetch
        )
        self.drop.add_action(self.fetch_button)
        self.evidence = EvidencePlace(self, self.drop, takes=_TAKEN, take=self._take_file)
        self.downloaded = DownloadedOffer(
            self, _SUFFIXES, _LARGEST_FILE, waits=self._waits, take=self.evidence.look
        )
        where = t(
            N_("In JumpCloud: open the app, then {tab}, then {menu}, {entry}."),
            tab="SSO",
            menu="IDP Certificate Valid",
            entry="Download certificate",
        )
        self._where = PlainLabel(where, Role.MUTED)
        self._guide = Section(t(N_("In JumpCloud")))
        self.steps = JumpcloudSteps(self)
        self._guide.body.addWidget(self.steps)
        self._guide.show_open()
        self._folded: bool | None = None
        parts = (self._stale, self._card, self._other, self._guide, self.drop, self._where)
        for widget in parts:
            self.body.addWidget(widget)
            widget.hide()
        self.renew = RenewCertificate(self, self._renewed)
        self.switch = ByHandSwitch(self, self.entered, when_done=True)  # it is renewed so, too

    def _build_card(self) -> QFrame:
        card = QFrame()
        set_kind(card, Kind.CARD)
        column = QVBoxLayout(card)
        column.setContentsMargins(Space.LARGE, Space.LARGE, Space.LARGE, Space.LARGE)
        column.setSpacing(Space.MEDIUM)
        head = QHBoxLayout()
        head.setSpacing(Space.SMALL)
        self._icon = IconLabel(Icon.CERTIFICATE, Role.ACCENT)
        self._owner = PlainLabel("", Role.HEADING)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._owner, 1, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(head)
        self.lines = ResultLines()
        column.addWidget(self.lines)
        self._differs = Notice(Tone.ERROR, "", "")
        self._differs_text = PlainLabel("")
        self._differs.words.addWidget(self._differs_text)
        differs = Problem(code=ProblemCode.CERTIFICATE_DIFFERS)
        self._differs.add_button(CopyDetails.of(differs, self.context.copy))
        column.addWidget(self._differs)
        self.details = Expander(t(N_("Fingerprints and key")))
        self._sha256 = CopyField(
            "SHA-256", copy=self.context.copy, console=True, term=Term.FINGERPRINT
        )
        self._sha1 = CopyField("SHA-1", copy=self.context.copy, console=True)
        self._key = value_label("", Role.MUTED)
        self._subject = value_label("", Role.MUTED)
        for widget in (self._sha256, self._sha1, self._key, self._subject):
            self.details.body.addWidget(widget)
        column.addWidget(self.details)
        self.save_button = Button(
            t(N_("Save a clean copy…")), icon=Icon.FILE, on_click=self.choose_where_to_save
        )
        column.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignLeading)
        self.saved = ResultLines()
        column.addWidget(self.saved)
        return card

    def render(self, record: SetupRecord) -> None:  # type: ignore[override]
        """Show the certificate, or the place to drop it."""
        certificate = record.certificate
        status = progress(record)[self.stage].status
        self._stale.setVisible(status is Status.STALE)
        self._card.setVisible(certificate is not None)
        folded = certificate is not None and status is not Status.STALE
        if folded is not self._folded:
            self._folded = folded
            self._place_drop(folded=folded)
        self._other.setVisible(folded)
        by_hand = record.is_by_hand(self.stage)
        self.fetch_button.setEnabled(record.application is not None)
        self.fetch_button.setVisible(
            self.primary() is None and not by_hand  # else the main button says it
        )
        self._where.setVisible(not by_hand)
        self._guide.setVisible(by_hand)
        self.steps.show_steps(
            certificate_steps(
                record.by_hand.labels,
                label=record.application.label if record.application else "…",
            )
        )
        self.switch.show_record(record)
        self.renew.show_record(record)
        self.downloaded.follow()
        if certificate is not None:
            self._show(certificate)

    def _place_drop(self, *, folded: bool) -> None:
        """Put the drop zone on the page, or into *Use another file* once there is one."""
        self._other.set_open(on=False)
        target = self._other.body if folded else self.body
        for widget in (self._guide, self.drop, self._where):
            target.addWidget(widget)
            widget.show()
        for below in (self.downloaded, self.evidence, self.renew, self.switch):
            self.body.addWidget(below)  # what else can be done stays below it

    def _show(self, certificate: CertificateState) -> None:
        owner = certificate.organization or certificate.subject
        self._owner.setText(t(N_("JumpCloud certificate of {owner}"), owner=owner))
        record = self.session.record
        older = metadata_is_older(record) and not contradicts_metadata(record)
        lines = [
            self._validity(certificate),
            *_comparisons(
                certificate,
                by_hand=record.is_by_hand(self.stage),
                metadata_older=older and certificate.matches_metadata is False,
            ),
            *_repairs(certificate),
        ]
        self.lines.set_lines(lines)
        stale = progress(record)[self.stage].status is Status.STALE
        self._icon.set_icon(*(_MARKS[Tone.STALE] if stale else _mark(lines)))
        self._differs.setVisible(certificate.matches_jumpcloud is False)
        words = problem_text(Problem(code=ProblemCode.CERTIFICATE_DIFFERS))
        self._differs.title.setText(words.title)
        self._differs_text.setText(words.advice)
        self._sha256.set_value(_colons(certificate.sha256))
        self._sha1.set_value(_colons(certificate.sha1))
        self._key.setText(certificate.key)
        self._subject.setText(certificate.subject)

    def _validity(self, certificate: CertificateState) -> ResultLine:
        today = self.session.services.now().date()
        end = certificate.not_after
        left = (end.date() - today).days
        if left < 0:
            words = t(N_("It ran out on {date}. DeskPRO may refuse it."), date=date(end))
            return ResultLine(text=words, tone=Tone.ERROR)
        if certificate.not_before.date() > today:
            words = t(N_("It is valid only from {date} on."), date=date(certificate.not_before))
            return ResultLine(text=words, tone=Tone.ERROR)
        words = t(N_("Valid until {date}, {left}"), date=date(end), left=_left(left))
        return ResultLine(text=words, tone=Tone.ATTENTION if left <= _SOON_DAYS else Tone.SUCCESS)

    def primary(self) -> PrimaryAction | None:
        """Get it from JumpCloud, until there is one for this app."""
        record = self.session.record
        if record.is_by_hand(self.stage):
            return None
        if not self._waits() or record.application is None or record.account is None:
            return None
        return PrimaryAction(label=self.fetch_button.text(), run=self.fetch)

    def fetch(self) -> None:
        """Take JumpCloud's own copy."""
        self.saved.set_lines(())
        self.start(
            t(N_("Getting the certificate from JumpCloud…")),
            lambda: fetch_certificate(self.session),
            self._taken,
        )

    def way_out(self, place: QWidget | None) -> Button | None:
        """Offer to do it by hand."""
        del place
        return self.switch.way_out()

    def entered(self) -> None:
        """Take the file that another page handed over."""
        self.evidence.arrived()

    def _waits(self) -> bool:
        return self.session.record.certificate is None or not self._stale.isHidden()

    def _take_file(self, path: Path) -> None:
        self.saved.set_lines(())
        self.start(
            t(N_("Reading {file}…"), file=path.name),
            lambda: take_certificate_file(self.session, path),
            self._taken,
        )

    def _taken(self, _certificate: CertificateState) -> None:
        self._other.set_open(on=False)
        self.changed.emit()

    def open_folded(self) -> None:
        """Show how the certificate is renewed."""
        self.renew.set_open(on=True)
        reveal(self.renew)

    def _renewed(self, _certificate: CertificateState) -> None:
        self.saved.set_lines(())
        self.changed.emit()

    def choose_where_to_save(self) -> None:
        """Ask where the clean copy is to go; the window is not held up."""
        dialog = QFileDialog(self, t(N_("Save the certificate")), "")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.selectFile(FILE_NAME)
        dialog.fileSelected.connect(lambda name: self.save(Path(name)))
        dialog.open()

    def save(self, path: Path) -> None:
        """Write the clean copy to ``path``."""
        self.start(
            t(N_("Saving {file}…"), file=path.name),
            lambda: save_certificate(self.session, path.parent, path.name),
            self._saved,
        )

    def _saved(self, path: Path) -> None:
        words = t(N_("Saved as {path}. This is the file to upload to DeskPRO."), path=path)
        self.saved.set_lines([ResultLine(text=words, tone=Tone.SUCCESS)])


def _mark(lines: Sequence[ResultLine]) -> tuple[Icon, Role]:
    """Return the mark of the worst of ``lines``."""
    tones = {line.tone for line in lines}
    return next((mark for tone, mark in _MARKS.items() if tone in tones), _GOOD)


def _left(days: int) -> str:
    if days < 2 * _YEAR_DAYS:
        return plural(N_("one day left"), N_("{count} days left"), days)
    years = round(days / _YEAR_DAYS)
    return plural(N_("about one year left"), N_("about {count} years left"), years)


def _comparisons(
    certificate: CertificateState, *, by_hand: bool, metadata_older: bool
) -> list[ResultLine]:
    lines = [
        _comparison(
            certificate.matches_jumpcloud,
            same=N_("The same as JumpCloud's own copy"),
            other=N_("Another one than JumpCloud signs with"),
            unknown=N_("Not compared with JumpCloud's own copy: JumpCloud could not be asked"),
        )
    ]
    if by_hand and certificate.matches_jumpcloud is None:
        words = N_("Can't be compared with JumpCloud's own copy: that needs a key.")
        if certificate.matches_metadata is None:
            words = N_(
                "Can't be compared with JumpCloud's own copy: that needs a key. The metadata on "
                "the next page will tell as much."
            )
        lines = [ResultLine(text=t(words), tone=Tone.INFO)]
    if certificate.source is Origin.JUMPCLOUD:
        lines = [ResultLine(text=t(N_("JumpCloud's own copy")), tone=Tone.SUCCESS)]
    if metadata_older:
        words = N_("The metadata was read before this certificate. Read it again on its page.")
        lines.append(ResultLine(text=t(words), tone=Tone.STALE))
    elif certificate.matches_metadata is not None:
        lines.append(
            _comparison(
                certificate.matches_metadata,
                same=N_("The same as in JumpCloud's metadata"),
                other=N_("Another one than in JumpCloud's metadata"),
                unknown="",
            )
        )
    return lines


def _comparison(agrees: bool | None, *, same: str, other: str, unknown: str) -> ResultLine:  # noqa: FBT001 - a value
    if agrees is None:
        return ResultLine(text=t(unknown), tone=Tone.ATTENTION)
    return ResultLine(
        text=t(same if agrees else other), tone=Tone.SUCCESS if agrees else Tone.ERROR
    )


def _repairs(certificate: CertificateState) -> list[ResultLine]:
    if certificate.source is Origin.JUMPCLOUD:
        return []  # how JumpCloud's API packs it is nobody's mistake
    known = {repair.value: repair for repair in Repair}
    made = [repair_text(known[name]) for name in certificate.repairs if name in known]
    if not made:
        return []
    words = t(N_("Repaired in the clean copy: {repairs}"), repairs=", ".join(made))
    return [ResultLine(text=words, tone=Tone.INFO)]


def _colons(fingerprint: str) -> str:
    """Return a fingerprint as consoles show it."""
    return ":".join(fingerprint[at : at + 2].upper() for at in range(0, len(fingerprint), 2))


PAGE: Final = CertificatePage
