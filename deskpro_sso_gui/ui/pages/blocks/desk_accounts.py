"""Block *Accounts in DeskPRO*: does the tester have one, and is the admin an administrator there.

Nothing waits for it: it is asked of the admin, or of DeskPRO where she has a key, or left open.
"""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from deskpro_sso_gui.credentials import Secret
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.facts import Interface
from deskpro_sso_gui.setup.parts import DeskproAccounts
from deskpro_sso_gui.setup.progress import lacks_an_account
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.tasks.deskpro_accounts import (
    ask_deskpro,
    forget_key,
    has_key,
    tell_accounts,
)
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.pages.base import Page
from deskpro_sso_gui.ui.theme import Icon, Kind, Role
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.choices import Choice, Choices
from deskpro_sso_gui.ui.widgets.expander import Expander
from deskpro_sso_gui.ui.widgets.form_row import FormRow
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.notice import Tone
from deskpro_sso_gui.ui.widgets.result_lines import ResultLine
from deskpro_sso_gui.ui.widgets.secret_field import SecretField
from deskpro_sso_gui.ui.widgets.section import Section

_ANSWERS: Final = {"yes": True, "no": False, "unknown": None}
_ANSWER_TEXTS: Final = {"yes": N_("Yes"), "no": N_("No"), "unknown": N_("I don't know")}


class DeskAccountsBlock(Section):
    """Two questions, and a key for those who would rather have DeskPRO asked.

    Attributes:
        tester, admin: the questions.
        key, agent: a DeskPRO API key, and for a Superuser key whom it acts for.
    """

    def __init__(self, page: Page) -> None:
        super().__init__(t(N_("Accounts in DeskPRO (optional)")))
        self._page = page
        self._editing = False
        words = N_("You may leave this open. It tells early why somebody would not get in.")
        self.body.addWidget(PlainLabel(t(words), Role.MUTED))
        self.tell_button = Button(t(N_("Note this")), on_click=self._tell)
        self.tell_button.setEnabled(False)
        self.tester = _question(
            t(
                N_(
                    "Does the person who will try it have an agent's account in DeskPRO, with the "
                    "same e-mail address?"
                )
            )
        )
        self.admin = _question(t(N_("Are you an administrator of DeskPRO?")))
        for question in (self.tester, self.admin):
            question.chosen.connect(lambda _answer: self.tell_button.setEnabled(self._answered))
            self.body.addWidget(question)
        self.body.addWidget(self.tell_button, 0, Qt.AlignmentFlag.AlignLeading)
        self.body.addWidget(self._build_key())
        self.change_wanted.connect(lambda: self._edit(on=True))
        self.keep_wanted.connect(lambda: self._edit(on=False))

    def _build_key(self) -> Expander:
        self.by_key = Expander(t(N_("Have DeskPRO asked instead, with an API key")))
        self.key = SecretField()
        self.key.changed.connect(self._key_changed)
        where = t(
            N_(
                "In DeskPRO, open {horizon} (older screens: {legacy}). The key is sent to this "
                "helpdesk alone, and kept where this computer keeps keys."
            ),
            horizon="Admin > Apps & Integrations > API Keys",
            legacy="Admin > Apps > API Keys",
        )
        self.agent = QLineEdit()
        self.by_key.body.addWidget(FormRow(t(N_("DeskPRO API key")), self.key, hint=where))
        self.by_key.body.addWidget(
            FormRow(
                t(N_("Number of an agent")),
                self.agent,
                hint=t(N_("Only for a Superuser key: the agent it acts for.")),
            )
        )
        self.ask_button = Button(t(N_("Ask DeskPRO")), icon=Icon.REFRESH, on_click=self._ask)
        self.kept_button = Button(
            t(N_("Ask with the key kept on this computer")),
            icon=Icon.KEY,
            on_click=self._ask_with_kept,
        )
        self.forget_button = Button(t(N_("Forget the kept key")), Kind.LINK, on_click=self._forget)
        self._show_kept(kept=False)
        self.ask_button.setEnabled(False)
        for button in (self.ask_button, self.kept_button, self.forget_button):
            self.by_key.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        self.by_key.toggled.connect(self._look_for_key)
        return self.by_key

    @property
    def _answered(self) -> bool:
        return bool(self.admin.value()) and bool(self.tester.value() or self.tester.isHidden())

    def show_record(self, record: SetupRecord) -> None:
        """Show what is known, or ask, once it is known who will try it."""
        if record.helpdesk is None or record.tester is None:
            self.show_locked()
            return
        self.tester.setVisible(record.helpdesk.interface is Interface.AGENTS)
        accounts = record.accounts
        of_tester = accounts is not None and accounts.tester == record.tester.email
        if accounts is None or not of_tester or self._editing:
            self.show_open(can_keep=of_tester)
            return
        self.show_done(_lines(record, accounts), attention=lacks_an_account(record))

    def forget_typed(self) -> None:
        """Forget a typed key: the page is left."""
        self.key.take()
        self._page.runner.cancel_owned(self)

    def _edit(self, *, on: bool) -> None:
        self._editing = on
        self._page.clear_problem()
        self._page.render(self._page.session.record)

    def _key_changed(self) -> None:
        self.ask_button.setEnabled(self.key.filled)

    def _look_for_key(self, opened: bool) -> None:  # noqa: FBT001 - Qt's signal
        if not opened:
            return
        session = self._page.session
        # nobody waits for a keyring
        self._page.runner.start(
            t(N_("Looking for a kept key…")),
            lambda: has_key(session),
            done=lambda kept: self._show_kept(kept=kept),
            owner=self,
        )

    def _show_kept(self, *, kept: bool) -> None:
        self.kept_button.setVisible(kept)
        self.forget_button.setVisible(kept)

    def _forget(self) -> None:
        session = self._page.session
        self._page.start(
            t(N_("Forgetting the key…")),
            lambda: forget_key(session),
            lambda _nothing: self._show_kept(kept=False),
            place=self,
        )

    def _tell(self) -> None:
        session = self._page.session
        tester = _ANSWERS.get(self.tester.value()) if self.tester.isVisible() else None
        admin = _ANSWERS[self.admin.value()]
        self._page.start(
            t(N_("Saving…")),
            lambda: tell_accounts(session, tester_is_agent=tester, is_admin=admin),
            self._known,
            place=self,
        )

    def _ask(self) -> None:
        self._ask_with(Secret(self.key.take()))

    def _ask_with_kept(self) -> None:
        self._ask_with(None)

    def _ask_with(self, key: Secret | None) -> None:
        session, typed = self._page.session, self.agent.text().strip()
        agent = int(typed) if typed.isascii() and typed.isdecimal() else None
        self._page.start(
            t(N_("Asking DeskPRO about the accounts…")),
            lambda: ask_deskpro(session, key, agent=agent),
            self._known,
            place=self,
        )

    def _known(self, _accounts: DeskproAccounts) -> None:
        self._edit(on=False)


def _question(text: str) -> Choices:
    return Choices(text, [Choice(id=each, text=t(words)) for each, words in _ANSWER_TEXTS.items()])


def _lines(record: SetupRecord, accounts: DeskproAccounts) -> list[ResultLine]:
    lines = [_tester_line(record, accounts), _admin_line(accounts)]
    words = N_("DeskPRO itself says so.") if accounts.by_key else N_("As you told us.")
    return [*lines, ResultLine(text=t(words))]


def _tester_line(record: SetupRecord, accounts: DeskproAccounts) -> ResultLine:
    for_agents = record.helpdesk is None or record.helpdesk.interface is Interface.AGENTS
    email = accounts.tester
    if accounts.tester_disabled:
        words = t(N_("The account of {email} is switched off in DeskPRO."), email=email)
        return ResultLine(text=words, tone=Tone.ATTENTION)
    if not for_agents:
        words = (
            t(N_("{email} has an account."), email=email)
            if accounts.by_key and accounts.tester_is_known
            else t(N_("A user without an account gets one at the first sign-in."))
        )
        return ResultLine(text=words)
    if accounts.tester_is_agent:
        return ResultLine(text=t(N_("{email} is an agent."), email=email), tone=Tone.SUCCESS)
    if accounts.tester_is_agent is None:
        words = t(N_("Whether {email} is an agent is not known; the test will show."), email=email)
        return ResultLine(text=words, tone=Tone.INFO)
    words = t(
        N_(
            "{email} is no agent in DeskPRO. Make an agent with this e-mail address there, or have "
            "DeskPRO make agents by itself ({label}), which uses up paid seats."
        ),
        email=email,
        label="Auto Agent",
    )
    return ResultLine(text=words, tone=Tone.ATTENTION)


def _admin_line(accounts: DeskproAccounts) -> ResultLine:
    if accounts.owner_is_admin is None:
        words = t(N_("Whether you are an administrator of DeskPRO is not known."))
        return ResultLine(text=words, tone=Tone.INFO)
    if not accounts.owner_is_admin:
        words = t(N_("Only an administrator of DeskPRO can add the sign-in. Ask one to help."))
        return ResultLine(text=words, tone=Tone.ATTENTION)
    if accounts.owner:
        words = t(N_("{name}, whose key this is, is an administrator."), name=accounts.owner)
        return ResultLine(text=words, tone=Tone.SUCCESS)
    return ResultLine(text=t(N_("You are an administrator of DeskPRO.")), tone=Tone.SUCCESS)
