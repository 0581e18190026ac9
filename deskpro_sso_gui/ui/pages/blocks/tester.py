"""Block *Who will try it*: a JumpCloud user, found by name."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.facts import User, UserTrouble
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.tasks.by_hand import do_by_hand, name_tester
from deskpro_sso_gui.tasks.connect import choose_tester, find_testers
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.pages.base import Page, PrimaryAction
from deskpro_sso_gui.ui.pages.blocks.block import Block
from deskpro_sso_gui.ui.runner import Run
from deskpro_sso_gui.ui.theme import Kind, Role
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.enter_field import EnterField
from deskpro_sso_gui.ui.widgets.form_row import FormRow
from deskpro_sso_gui.ui.widgets.labels import PlainLabel, mark_value
from deskpro_sso_gui.ui.widgets.notice import Tone
from deskpro_sso_gui.ui.widgets.pick_list import PickItem, PickList
from deskpro_sso_gui.ui.widgets.result_lines import ResultLine

_MOST: Final = 25

TROUBLE_TEXTS: Final = {
    UserTrouble.STAGED: N_("This user is not activated in JumpCloud yet and can't sign in."),
    UserTrouble.SUSPENDED: N_("This user is suspended in JumpCloud and can't sign in."),
    UserTrouble.LOCKED: N_("This user is locked out of JumpCloud and can't sign in."),
    UserTrouble.PASSWORD_EXPIRED: N_("This user's JumpCloud password has run out."),
}
"""Why a user can't sign in."""


class TesterBlock(Block):
    """Asks who will try the sign-in."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, t(N_("Who will try it")))
        self.body.addWidget(
            PlainLabel(
                t(
                    N_(
                        "Choose someone from JumpCloud's list of users, perhaps yourself. An "
                        "administrator account alone can't sign in to DeskPRO."
                    )
                ),
                Role.MUTED,
            )
        )
        self.people = PickList(t(N_("JumpCloud user")), t(N_("Part of the name or e-mail address")))
        sandbox, opened = page.session.services.sandbox, page.session.record.opened
        proposed = sandbox.users[0].email if sandbox and sandbox.users else ""
        if opened is not None and opened.tester:
            proposed = opened.tester
        page.bind_draft("tester", self.people.search, proposed)
        self.people.searched.connect(self._search)
        self.people.picked.connect(self._choose)
        self.people.current_changed.connect(page.changed)
        self.body.addWidget(self.people)
        self.email = EnterField()
        self.email.setMaxLength(254)
        mark_value(self.email)
        page.bind_draft("tester_email", self.email, proposed)
        self.email.textChanged.connect(lambda _text: page.changed.emit())
        self.email.entered.connect(self._name)
        self._typed = FormRow(
            t(N_("E-mail address in JumpCloud")),
            self.email,
            hint=t(N_("As it stands in JumpCloud's list of users.")),
        )
        self.body.addWidget(self._typed)
        self.look_button = Button(
            t(N_("Look for people in JumpCloud")), Kind.LINK, on_click=self._look_there
        )
        self.body.addWidget(self.look_button, 0, Qt.AlignmentFlag.AlignLeading)
        self._search_run: Run | None = None

    @property
    def _by_hand(self) -> bool:
        return self.page.session.record.is_by_hand(self.page.stage)

    def way_out(self) -> Button | None:
        """Return a button for somebody whose key may not see users; None where none is used."""
        if self._by_hand:
            return None
        session, stage = self.page.session, self.page.stage

        def type_it() -> None:
            self.page.start(
                t(N_("Saving…")),
                lambda: do_by_hand(session, stage, on=True),
                lambda _done: self.page.changed.emit(),
            )

        return Button(t(N_("Type the e-mail address instead")), on_click=type_it)

    def _look_there(self) -> None:
        session, stage = self.page.session, self.page.stage

        def switched(_done: None) -> None:
            self.page.changed.emit()
            self.entered()

        self.page.start(t(N_("Saving…")), lambda: do_by_hand(session, stage, on=False), switched)

    def show_record(self, record: SetupRecord, *, free: bool) -> bool:
        """Show ``record``: a list to choose from, or a field where JumpCloud is not asked."""
        by_hand = record.is_by_hand(self.page.stage)
        self.people.setVisible(not by_hand)
        self._typed.setVisible(by_hand)
        self.look_button.setVisible(by_hand and not record.by_hand.without_key)
        return super().show_record(record, free=free)

    def _name(self) -> None:
        session, email = self.page.session, self.email.text()
        if self.under_way or not email.strip():
            return
        self._run = self.page.start(
            t(N_("Saving…")),
            lambda: name_tester(session, email),
            lambda _user: self.settled(),
            place=self,
        )

    def entered(self) -> None:
        """Look for what was typed before."""
        if not self._by_hand:
            self._search(self.people.search.text().strip())

    def _search(self, term: str) -> None:
        if self._search_run is not None:
            self._search_run.cancel()
        if not term:
            self.people.set_items(())
            return
        session = self.page.session
        self._search_run = self.page.start(
            t(N_("Looking for people in JumpCloud…")),
            lambda: find_testers(session, term),
            self._found,
            place=self,
        )

    def _found(self, users: Sequence[User]) -> None:
        if not users:
            state = t(N_("JumpCloud has no such user."))
        elif len(users) >= _MOST:
            state = t(N_("There are more. Type more of the name."))
        else:
            state = ""
        self.people.set_items([_item(user) for user in users], state)

    def _choose(self, email: str) -> None:
        session = self.page.session
        if self.under_way:
            return
        self._run = self.page.start(
            t(N_("Asking JumpCloud about {email}…"), email=email),
            lambda: choose_tester(session, email),
            lambda _user: self.settled(),
            place=self,
        )

    def is_done(self, record: SetupRecord) -> bool:
        """Say whether someone was chosen."""
        return record.tester is not None

    def action(self) -> PrimaryAction | None:
        """Take who is marked in the list: to be marked alone looks like being chosen."""
        if self.is_done(self.page.session.record) and not self.editing:
            return None  # chosen just now, and about to fold
        if self._by_hand:
            typed = bool(self.email.text().strip())
            return PrimaryAction(label=t(N_("Use this person")), run=self._name, enabled=typed)
        person = self.people.current
        if person is None:
            label = t(N_("Choose this person"))
            return PrimaryAction(label=label, run=self.people.pick_current, enabled=False)
        label = t(N_("Choose {person}"), person=person.text)
        return PrimaryAction(label=label, run=self.people.pick_current)

    def render_done(self, record: SetupRecord) -> None:
        """Fold to who it is, and why that may not work."""
        user = record.tester
        if user is None:
            return
        lines = [ResultLine(text=user.name or user.username or user.email, value=True)]
        if lines[0].text != user.email:
            lines.append(ResultLine(text=user.email, value=True))
        if not user.id:
            words = t(N_("As you told us. JumpCloud was not asked."))
            lines.append(ResultLine(text=words, tone=Tone.INFO))
        if user.trouble is not None:
            lines.append(ResultLine(text=t(TROUBLE_TEXTS[user.trouble]), tone=Tone.ATTENTION))
        self.show_done(lines, attention=user.trouble is not None)


def _item(user: User) -> PickItem:
    name = user.name or user.username
    return PickItem(id=user.email, text=name or user.email, detail=user.email if name else "")
