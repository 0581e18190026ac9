"""Block *Who will try it*: a JumpCloud user, found by name."""

from collections.abc import Sequence
from typing import Final

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.facts import User, UserTrouble
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.tasks.connect import choose_tester, find_testers
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.pages.base import Page, PrimaryAction
from deskpro_sso_gui.ui.pages.blocks.block import Block
from deskpro_sso_gui.ui.runner import Run
from deskpro_sso_gui.ui.theme import Role
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
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
        self._search_run: Run | None = None

    def entered(self) -> None:
        """Look for what was typed before."""
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
        if user.trouble is not None:
            lines.append(ResultLine(text=t(TROUBLE_TEXTS[user.trouble]), tone=Tone.ATTENTION))
        self.show_done(lines, attention=user.trouble is not None)


def _item(user: User) -> PickItem:
    name = user.name or user.username
    return PickItem(id=user.email, text=name or user.email, detail=user.email if name else "")
