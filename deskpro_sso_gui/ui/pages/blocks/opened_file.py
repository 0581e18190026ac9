"""Block *Addresses from the file*: settles whether a stranger's two addresses are DeskPRO's."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QVBoxLayout

from deskpro_sso_gui.deskpro.addresses import WARNING_TEXTS, check_acs_url, check_entity_id
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.provenance import Opened, Settled
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.tasks.deskpro_add import ACS_LABEL, ENTITY_ID_LABEL
from deskpro_sso_gui.tasks.opened import confirm_addresses, leave_out, read_again
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.pages.base import Page, PrimaryAction
from deskpro_sso_gui.ui.pages.blocks.block import Block
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Space
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.foreign_address import ForeignAddress
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.notice import Notice, Tone
from deskpro_sso_gui.ui.widgets.result_lines import ResultLine, ResultLines

NOT_CHECKED: Final = N_("From the file, not checked yet")
_HOW: Final = {
    Settled.READ: N_("DeskPRO itself gives the same addresses."),
    Settled.ADMIN: N_("You said that DeskPRO shows these addresses."),
}


class OpenedBlock(Block):
    """Reads both addresses again from DeskPRO; where that tells nothing, the admin looks."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, t(N_("Addresses from the file")))
        self._found: str | None = None
        self._asked = ""
        self.body.addWidget(
            PlainLabel(
                t(
                    N_(
                        "JumpCloud will send every sign-in to the first of them. Whoever has that "
                        "host gets in as your people, so it must be DeskPRO's own."
                    )
                ),
                Role.MUTED,
            )
        )
        self.acs_url = ForeignAddress(ACS_LABEL)
        self.entity_id = ForeignAddress(ENTITY_ID_LABEL)
        self.acs_lines, self.entity_lines = ResultLines(), ResultLines()
        for address, lines in (
            (self.acs_url, self.acs_lines),
            (self.entity_id, self.entity_lines),
        ):
            column = QVBoxLayout()
            column.setSpacing(Space.TIGHT)
            column.addWidget(address)
            column.addWidget(lines)
            self.body.addLayout(column)
        self.outcome = ResultLines()
        self.body.addWidget(self.outcome)
        self.other = Notice(Tone.ATTENTION, t(N_("DeskPRO itself gives another address.")))
        self.other_address = ForeignAddress()
        self.other.words.addWidget(self.other_address)
        self.other.hide()
        self.body.addWidget(self.other)
        self.seen = QCheckBox(t(N_("DeskPRO shows exactly these two")))
        self.seen.toggled.connect(lambda _on: page.changed.emit())
        self.body.addWidget(self.seen)
        self.again_button = Button(
            t(N_("Read them again from DeskPRO")), Kind.LINK, icon=Icon.REFRESH, on_click=self.read
        )
        self.body.addWidget(self.again_button, 0, Qt.AlignmentFlag.AlignLeading)

    @property
    def _opened(self) -> Opened | None:
        return self.page.session.record.opened

    def is_done(self, record: SetupRecord) -> bool:
        """Say whether it is settled."""
        return record.opened is None or not record.opened.pending

    def show_record(self, record: SetupRecord, *, free: bool) -> bool:
        """Show ``record``; a file without addresses leaves nothing to settle."""
        opened = record.opened
        self.setVisible(opened is not None and bool(opened.acs_url))
        if opened is not None:
            self._show_addresses(opened, record.helpdesk.url if record.helpdesk else "")
        return super().show_record(record, free=free)

    def _show_addresses(self, opened: Opened, helpdesk_url: str) -> None:
        if helpdesk_url != self._asked:  # what another helpdesk said is no word of this one's
            self._found = None
            self._asked = helpdesk_url
            self.seen.setChecked(False)
            self.other.hide()
        self.acs_url.show_address(opened.acs_url)
        self.entity_id.show_address(opened.sp_entity_id)
        acs = check_acs_url(opened.acs_url, helpdesk_url, entity_id=opened.sp_entity_id)
        entity = check_entity_id(opened.sp_entity_id, helpdesk_url, acs_url=opened.acs_url)
        for check, lines in ((acs, self.acs_lines), (entity, self.entity_lines)):
            lines.set_lines(
                [
                    ResultLine(text=t(WARNING_TEXTS[each]), tone=Tone.ATTENTION)
                    for each in check.warnings
                ]
            )
        self.seen.setEnabled(acs.usable and entity.usable)

    def entered(self) -> None:
        """Ask DeskPRO at once: its own word is better than anybody's look."""
        if self._found is None:
            self.read()

    def read(self) -> None:
        """Read the two addresses again from DeskPRO."""
        session = self.page.session
        self._run = self.page.start(
            t(N_("Looking at DeskPRO's own description…")),
            lambda: read_again(session),
            self._was_read,
            place=self,
        )
        self.page.changed.emit()

    def _was_read(self, found: str) -> None:
        self._found = found
        opened = self._opened
        if opened is None or not opened.pending:
            self.settled()
            return
        self.other.setVisible(bool(found))
        self.other_address.show_address(found)
        self.seen.setVisible(not found)
        words = N_(
            "DeskPRO's own description can't be read. Look into DeskPRO's SAML Details yourself."
        )
        self.outcome.set_lines(() if found else [ResultLine(text=t(words), tone=Tone.INFO)])
        self.page.render(self.page.session.record)
        self.page.changed.emit()

    def action(self) -> PrimaryAction | None:
        """Use DeskPRO's own, or what the admin has compared; else leave them out."""
        if self._found:
            return PrimaryAction(label=t(N_("Use DeskPRO's own address")), run=self.confirm)
        if self.seen.isChecked() and self.seen.isEnabled():
            return PrimaryAction(label=t(N_("Use these two addresses")), run=self.confirm)
        return PrimaryAction(label=t(N_("Leave them out")), run=self.leave_out)

    def confirm(self) -> None:
        """Keep the addresses."""
        session, found = self.page.session, self._found or ""
        self._run = self.page.start(
            t(N_("Saving…")),
            lambda: confirm_addresses(session, acs_url=found),
            lambda _nothing: self.settled(),
            place=self,
        )

    def leave_out(self) -> None:
        """Go on without them."""
        session = self.page.session
        self._run = self.page.start(
            t(N_("Saving…")),
            lambda: leave_out(session),
            lambda _nothing: self.settled(),
            place=self,
        )

    def render_done(self, record: SetupRecord) -> None:
        """Fold to what is kept."""
        self.show_done(_kept_lines(record))
        self.change_button.hide()  # from here on they are changed where they belong


def _kept_lines(record: SetupRecord) -> Sequence[ResultLine]:
    opened, provider = record.opened, record.service_provider
    how = opened.settled if opened else None
    if how not in _HOW or provider is None:
        words = t(N_("They are not used. You copy them from DeskPRO a little later."))
        return (ResultLine(text=words),)
    return (
        ResultLine(text=provider.acs_url, value=True),
        ResultLine(text=provider.sp_entity_id, value=True),
        ResultLine(text=t(_HOW[how])),
    )
