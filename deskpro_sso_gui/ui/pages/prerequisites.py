"""Page *Before you start*: the helpdesk, the JumpCloud account, and who will try the sign-in."""

from typing import ClassVar, Final

from PySide6.QtWidgets import QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.texts.terms import Term
from deskpro_sso_gui.ui.pages.base import Page, PageContext, PrimaryAction
from deskpro_sso_gui.ui.pages.blocks.account import AccountBlock
from deskpro_sso_gui.ui.pages.blocks.block import Block
from deskpro_sso_gui.ui.pages.blocks.desk_accounts import DeskAccountsBlock
from deskpro_sso_gui.ui.pages.blocks.helpdesk import HelpdeskBlock
from deskpro_sso_gui.ui.pages.blocks.opened_file import OpenedBlock
from deskpro_sso_gui.ui.pages.blocks.tester import TesterBlock
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.notice import Notice, Tone
from deskpro_sso_gui.ui.widgets.section import SectionState


class PrerequisitesPage(Page):
    """Three blocks; one is open at a time, the next one opens when it is done.

    A set-up that came from a file has one more, for what the file says.
    """

    stage: ClassVar[StageId] = StageId.PREREQUISITES
    explanation: ClassVar[str] = N_(
        "Single sign-on means: your people sign in to JumpCloud, and DeskPRO believes JumpCloud. "
        "For that each of the two has to learn a few values of the other. This program carries "
        "them across, checks them on both sides, and switches nothing over before one person was "
        "seen to get in. Have ready: an administrator of DeskPRO, an administrator of JumpCloud."
    )
    terms: ClassVar[tuple[Term, ...]] = (
        Term.SINGLE_SIGN_ON,
        Term.ORGANISATION,
        Term.API_KEY,
        Term.SERVICE_ACCOUNT,
        Term.KEYRING,
    )

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.helpdesk = HelpdeskBlock(self)
        self.account = AccountBlock(self)
        self.tester = TesterBlock(self)
        self._blocks: tuple[Block, ...] = (self.helpdesk, self.account, self.tester)
        opened = context.session.record.opened
        if opened is not None:
            self.body.addWidget(_from_file(opened.file))
            self.opened = OpenedBlock(self)
            self._blocks = (self.helpdesk, self.opened, self.account, self.tester)
        for block in self._blocks:
            self.body.addWidget(block)
        self.accounts = DeskAccountsBlock(self)
        self.body.addWidget(self.accounts)
        self.runner.changed.connect(self._runs_changed)

    def render(self, record: SetupRecord) -> None:  # type: ignore[override]
        """Show the blocks: what is done folded, the first that is not open."""
        free = True
        for block in self._blocks:
            free = block.show_record(record, free=free)
        self.accounts.show_record(record)

    def primary(self) -> PrimaryAction | None:
        """Return the action of the open block."""
        block = self._open_block()
        return block.action() if block is not None else None

    def focus_target(self) -> QWidget | None:
        """Return the first control of the open block."""
        block = self._open_block()
        return block.first_field() if block is not None else None

    def way_out(self, place: QWidget | None) -> Button | None:
        """Offer to go on without JumpCloud's answer."""
        if place is self.account:
            return self.account.way_out()
        return self.tester.way_out() if place is self.tester else None

    def _open_block(self) -> Block | None:
        return next((each for each in self._blocks if each.state is SectionState.OPEN), None)

    def entered(self) -> None:
        """Follow the keyring, and let the open block begin."""
        self.account.watch_keyring()
        for block in self._blocks:
            if block.state is SectionState.OPEN:
                block.entered()

    def left(self) -> None:
        """Forget typed secrets."""
        self.account.leave_keyring()
        self.accounts.forget_typed()

    def _runs_changed(self) -> None:
        if self.isVisible():  # a cancelled check leaves its block open again
            self.render(self.session.record)
            self.changed.emit()


def _from_file(name: str) -> Notice:
    return Notice(
        Tone.INFO,
        t(N_("This set-up came from a file: {file}"), file=name),
        t(
            N_(
                "What it says is proposed here, nothing of it counts as done. Your JumpCloud stays "
                "as it is until the addresses have been checked."
            )
        ),
    )


PAGE: Final = PrerequisitesPage
