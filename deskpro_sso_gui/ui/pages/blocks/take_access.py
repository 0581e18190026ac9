"""Take access away from groups, on wish: said who loses it, and never past the gate."""

from typing import Final

from PySide6.QtCore import Qt, Signal

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.parts import Access, BoundGroup
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks.unbind import unbind_groups
from deskpro_sso_gui.texts import plural, t
from deskpro_sso_gui.ui.pages.base import Page
from deskpro_sso_gui.ui.pages.blocks.gate import LockOutGate
from deskpro_sso_gui.ui.pages.blocks.plan_words import PlanWords
from deskpro_sso_gui.ui.theme import Size, Space
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.check_list import CheckItem, CheckList
from deskpro_sso_gui.ui.widgets.expander import Expander

_FEW: Final = 8
_ANY_HEIGHT: Final = 16_777_215
"""QWIDGETSIZE_MAX, which PySide does not name."""

_TESTER: Final = N_(
    "If {person}, who tries the sign-in, is in none of the groups that are left, it can't be tried."
)


class TakeAccess(Expander):
    """The bound groups to tick; hidden while none is bound."""

    taken = Signal(Access)
    """Access was taken away; who has it still."""

    def __init__(self, page: Page) -> None:
        super().__init__(t(N_("Take access away")))
        self._page = page
        self._groups: tuple[BoundGroup, ...] = ()
        self.groups = CheckList(t(N_("Groups with access")), t(N_("Search groups")))
        self.groups.changed.connect(self._show_plan)
        self.plan = PlanWords()
        self.gate = LockOutGate(page)
        self.gate.opened.connect(self._show_plan)
        self.button = Button("", on_click=self.take)
        for widget in (self.groups, self.plan, self.gate):
            self.body.addWidget(widget)
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)
        page.changed.connect(self._show_plan)
        self.hide()

    def show_record(self, record: SetupRecord) -> None:
        """Show the groups that have access in ``record``."""
        groups = record.access.groups if record.access else ()
        self.setVisible(bool(groups) and not record.is_by_hand(StageId.ACCESS))
        if groups != self._groups:
            kept = set(self.groups.checked_ids())
            self._groups = groups
            self.groups.set_items([_item(group) for group in groups], kept)
            self._fit(len(groups))
        self.gate.show_record(record)
        self._show_plan()

    def _fit(self, count: int) -> None:
        """Be no higher than the groups need, where they are few."""
        few = count <= _FEW
        self.groups.search.setVisible(not few)
        row = self.groups.view.sizeHintForRow(0)
        if few and row > 0:
            self.groups.view.setFixedHeight(count * row + 2 * Space.SMALL)
        else:
            self.groups.view.setMaximumHeight(_ANY_HEIGHT)
            self.groups.view.setMinimumHeight(Size.LIST_LEAST)

    def _wanted(self) -> tuple[BoundGroup, ...]:
        ticked = set(self.groups.checked_ids())
        return tuple(group for group in self._groups if group.id in ticked)

    def _show_plan(self) -> None:
        wanted = self._wanted()
        self.plan.set_sentences(self._sentences(wanted))
        self.button.setText(
            plural(
                N_("Take access from 1 group"),
                N_("Take access from {count} groups"),
                max(1, len(wanted)),
            )
            if wanted
            else t(N_("Take access away"))
        )
        busy = self._page.runner.busy(self._page)
        self.button.setEnabled(bool(wanted) and self.gate.is_open and not busy)

    def _sentences(self, wanted: tuple[BoundGroup, ...]) -> list[str]:
        if not wanted:
            return []
        names = ", ".join(group.name for group in wanted)
        sentences = [
            t(N_("These groups lose access to the app: {groups}."), groups=names),
            t(
                N_(
                    "Whoever is in none of the other groups does not get into DeskPRO with "
                    "JumpCloud any more. The groups themselves and who is in them stay as they are."
                )
            ),
        ]
        tester = self._page.session.record.tester
        if tester is not None:
            sentences.append(t(_TESTER, person=tester.name or tester.email))
        return sentences

    def take(self) -> None:
        """Take access from the ticked groups."""
        wanted = self._wanted()
        self._page.start(
            t(N_("Taking access away…")),
            lambda: unbind_groups(self._page.session, [group.id for group in wanted]),
            self._taken,
            keep=True,
        )

    def _taken(self, access: Access) -> None:
        self.set_open(on=False)
        self.taken.emit(access)


def _item(group: BoundGroup) -> CheckItem:
    if group.members is None:
        return CheckItem(id=group.id, text=group.name)
    people = plural(N_("one person"), N_("{count} people"), group.members)
    return CheckItem(id=group.id, text=group.name, detail=people)
