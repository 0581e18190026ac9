"""Page *Choose who gets in*: user groups, and who that lets in."""

from collections.abc import Sequence
from typing import ClassVar, Final

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.problems import Problem, ProblemCode
from deskpro_sso_gui.setup.barriers import barriers
from deskpro_sso_gui.setup.facts import Group, Interface
from deskpro_sso_gui.setup.parts import Access
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks.access import (
    GroupChoice,
    GroupDetails,
    bind_groups,
    create_group,
    list_groups,
    look_at_access,
    look_into_groups,
)
from deskpro_sso_gui.texts import number, plural, t
from deskpro_sso_gui.texts.terms import Term
from deskpro_sso_gui.ui.pages.base import Page, PageContext, PrimaryAction
from deskpro_sso_gui.ui.pages.blocks.access_by_hand import AccessByHand
from deskpro_sso_gui.ui.pages.blocks.access_result import AccessSection
from deskpro_sso_gui.ui.pages.blocks.by_hand import ByHandSwitch
from deskpro_sso_gui.ui.pages.blocks.plan_words import PlanWords
from deskpro_sso_gui.ui.pages.blocks.stale import StaleNotice
from deskpro_sso_gui.ui.theme import Icon, Role, Space
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.check_list import CheckItem, CheckList
from deskpro_sso_gui.ui.widgets.enter_field import EnterField
from deskpro_sso_gui.ui.widgets.expander import Expander
from deskpro_sso_gui.ui.widgets.form_row import FormRow
from deskpro_sso_gui.ui.widgets.labels import PlainLabel, mark_value
from deskpro_sso_gui.ui.widgets.notice import Notice, Tone
from deskpro_sso_gui.ui.widgets.reveal import reveal

_TICKED: Final = "ticked"
_LOOKED_INTO_AT_ONCE: Final = 24
"""Groups of which it is asked who is in them before the list is told."""


class AccessPage(Page):
    """The groups to tick, one to make, and who gets in now."""

    stage: ClassVar[StageId] = StageId.ACCESS
    explanation: ClassVar[str] = N_(
        "JumpCloud lets nobody use an app unless a group they are in is connected to it. You "
        "choose groups here; who is in them is up to JumpCloud, now and later. Nobody is added to "
        "or taken out of a group, and no group loses access unless you take it away."
    )
    terms: ClassVar[tuple[Term, ...]] = (
        Term.USER_GROUP,
        Term.ACCESS,
    )

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._choice: GroupChoice | None = None
        self._details: dict[str, GroupDetails] = {}
        self._listed: tuple[object, ...] = ()
        self._refused = False
        self._stale = StaleNotice(
            self.stage, t(N_("The app is another one now. Give the groups access to it."))
        )
        self.body.addWidget(self._stale)
        self.result = AccessSection(self, self._look_again)
        self.result.take_access.taken.connect(self._was_taken)
        self.body.addWidget(self.result)
        self._seats = _seats_notice(self.session.record)
        self._choosing = QWidget()
        choosing = QVBoxLayout(self._choosing)
        choosing.setContentsMargins(0, 0, 0, 0)
        choosing.setSpacing(Space.LARGE)
        choosing.addWidget(self._seats)
        self.groups = CheckList(t(N_("User groups")), t(N_("Search groups")))
        self.groups.changed.connect(self._ticked)
        self.groups.looked_at.connect(self._look_into)
        choosing.addWidget(self.groups)
        self.people = PlainLabel("", Role.CAPTION)
        choosing.addWidget(self.people)
        self.plan = PlanWords()
        choosing.addWidget(self.plan)
        choosing.addWidget(self._build_new_group())
        self.more = Expander(t(N_("Give another group access")))
        self._folded: bool | None = None
        self.body.addWidget(self.more)
        self.body.addWidget(self._choosing)
        self.by_hand = AccessByHand(self, lambda: reveal(self.result))
        self.body.addWidget(self.by_hand)
        self.switch = ByHandSwitch(self, self.entered)
        self.body.addWidget(self.switch)

    def _build_new_group(self) -> Expander:
        self._new = Expander(t(N_("Make a new group")))
        self.name = EnterField()
        self.name.setMaxLength(100)
        mark_value(self.name)
        self.bind_draft("new_group", self.name)
        self.name.textChanged.connect(lambda _text: self._show_create())
        self.name.entered.connect(self._create)
        self.create_button = Button(
            t(N_("Make it in JumpCloud")), icon=Icon.NEW, on_click=self._create
        )
        self._new.body.addWidget(
            FormRow(
                t(N_("Name of the group")),
                self.name,
                hint=t(N_("It is empty at first. You add people to it in JumpCloud.")),
            )
        )
        self._new.body.addWidget(self.create_button, 0, Qt.AlignmentFlag.AlignLeading)
        self._show_create()
        return self._new

    def render(self, record: SetupRecord) -> None:  # type: ignore[override]
        """Show who gets in, and the groups with what is ticked."""
        self._stale.show_record(record)
        if record.application is None:
            self.result.show_missing()
        else:
            self.result.show_record(record)
        self._show_groups(record)
        self.by_hand.show_record(record)
        self.switch.show_record(record)

    def _fold_groups(self, record: SetupRecord) -> None:
        """Fold the groups away once enough of them have access; what is ticked stays in sight."""
        access = record.access
        chosen = access is not None and bool(access.groups) and not self._stale.changed
        folded = chosen and self._choice is not None and not barriers(record)
        self.more.setVisible(folded and not record.is_by_hand(self.stage))
        if folded is self._folded:
            return
        self._folded = folded
        if folded:
            self.more.body.addWidget(self._choosing)
        else:
            self.body.insertWidget(self.body.indexOf(self.more) + 1, self._choosing)
        self.more.set_open(on=bool(self._wanted()))

    def _show_groups(self, record: SetupRecord) -> None:
        self._fold_groups(record)
        ready = self._choice is not None
        if record.is_by_hand(self.stage):
            for widget in (self.groups, self.people, self.plan, self._new):
                widget.hide()
            self._seats.setVisible(record.application is not None and self.primary() is not None)
            return
        self.groups.setVisible(ready)
        self._new.setVisible(ready)
        if self._choice is None:
            self.people.hide()
            self._seats.hide()
            return
        bound = self._bound(record)
        # made anew only for another list: with ten thousand lines it can be felt
        listed = (self._choice, bound, record.tester)
        if listed != self._listed:
            self._listed = listed
            items = [self._item(group, bound) for group in self._sorted()]
            self.groups.set_items(items, self._wanted_ids() | bound)
        self._show_wanted()

    def _show_wanted(self) -> None:
        """Say what is known of the ticked groups, and what seats they may cost."""
        self._show_people()
        # in what unfolds it stands from the start: the list would move away under the pointer
        wanted = bool(self._folded) or self.primary() is not None
        self._seats.setVisible(self._choice is not None and wanted)
        self.plan.set_sentences(_sentences(self._wanted()))

    def _sorted(self) -> list[Group]:
        """Return the groups, those with the tester first: one of them is needed for the test."""
        if self._choice is None:
            return []
        first = self._choice.of_tester or frozenset()
        return sorted(self._choice.groups, key=lambda group: group.id not in first)

    def _item(self, group: Group, bound: frozenset[str]) -> CheckItem:
        return CheckItem(
            id=group.id,
            text=group.name,
            detail=self._detail(group.id, bound),
            locked=group.id in bound,
        )

    def _detail(self, group_id: str, bound: frozenset[str]) -> str:
        """Return what is known of a group; the number of people last, so that it has a column."""
        known = []
        if group_id in bound:
            known.append(t(N_("has access already")))
        tester = self.session.record.tester
        of_tester = self._choice.of_tester if self._choice else None
        if tester is not None and of_tester is not None and group_id in of_tester:
            known.append(t(N_("{person} is in it"), person=tester.name or tester.email))
        details = self._details.get(group_id)
        if details is not None and details.dynamic:
            known.append(t(N_("filled by a rule")))
        if details is not None and details.members is not None:
            known.append(plural(N_("one person"), N_("{count} people"), details.members))
        return " · ".join(known)

    def _look_into(self, in_sight: tuple[str, ...]) -> None:
        """Ask how many people are in the groups that are in sight or ticked, each once."""
        if self._choice is None or self.runner.busy(self.groups):
            return
        wanted = [*in_sight, *sorted(self._wanted_ids())]
        unknown = [each for each in dict.fromkeys(wanted) if each not in self._details]
        if not unknown:
            return
        now = unknown[:_LOOKED_INTO_AT_ONCE]
        # not the page's own: nobody waits for it, and the page can be used meanwhile
        self.runner.start(
            t(N_("Asking JumpCloud who is in the groups…")),
            lambda: look_into_groups(self.session, now),
            done=lambda found: self._looked_into(found, in_sight),
            failed=lambda _problem: None,
            owner=self.groups,
            quiet=True,
        )

    def _looked_into(self, found: tuple[GroupDetails, ...], in_sight: tuple[str, ...]) -> None:
        self._details |= {each.id: each for each in found}
        bound = self._bound(self.session.record)
        self.groups.set_details({each.id: self._detail(each.id, bound) for each in found})
        self._show_people()
        self._look_into(self.groups.in_sight() or in_sight)

    def _show_people(self) -> None:
        """Say how many people the ticked groups hold: each may become an account in DeskPRO."""
        wanted = self._wanted()
        details = [self._details.get(group.id) for group in wanted]
        counts = [one.members for one in details if one is not None and one.members is not None]
        if not counts or len(counts) < len(wanted):
            self.people.setText("")
        elif len(counts) == 1:
            told = plural(
                N_("One person is in the group you ticked."),
                N_("{count} people are in the group you ticked."),
                counts[0],
            )
            self.people.setText(told)
        else:
            text = N_(
                "{count} people are in the groups you ticked; who is in several is counted again."
            )
            self.people.setText(t(text, count=number(sum(counts))))
        self.people.setVisible(bool(self.people.text()))

    def _bound(self, record: SetupRecord) -> frozenset[str]:
        known = record.access.groups if record.access and not self._stale.changed else ()
        listed = self._choice.bound if self._choice else frozenset()
        return listed | {group.id for group in known}

    def _wanted_ids(self) -> set[str]:
        return set(self.draft(_TICKED).split())

    def _wanted(self) -> tuple[Group, ...]:
        """Return the groups that were ticked and have no access yet."""
        if self._choice is None:
            return ()
        wanted = self._wanted_ids() - self._bound(self.session.record)
        return tuple(group for group in self._choice.groups if group.id in wanted)

    def primary(self) -> PrimaryAction | None:
        """Give the ticked groups access; *Next* alone where some have it and none is ticked."""
        if self.session.record.is_by_hand(self.stage):
            return self.by_hand.action()
        if self._refused:
            return None  # the page says what to do instead; nothing is gained by waiting here
        wanted = self._wanted()
        access = self.session.record.access
        if not wanted and access is not None and access.groups:
            if not self._stale.changed:
                return None
            # the groups may have access to the app of now already: JumpCloud tells
            return PrimaryAction(label=t(N_("Look again")), run=self._look_again)
        label = plural(
            N_("Give 1 group access"), N_("Give {count} groups access"), max(1, len(wanted))
        )
        return PrimaryAction(
            label=label if wanted else t(N_("Give the groups access")),
            run=self._bind,
            enabled=bool(wanted),
        )

    def entered(self) -> None:
        """Ask JumpCloud for the groups, once, unless it is done by hand."""
        record = self.session.record
        if record.is_by_hand(self.stage):
            return
        if self._choice is None and record.application is not None:
            self._load()

    def focus_target(self) -> QWidget | None:
        """Return the search where groups are to be chosen still."""
        wanted = self.primary() is not None and not self._wanted()
        return self.groups.search if wanted and not self.groups.isHidden() else None

    def way_out(self, place: QWidget | None) -> Button | None:
        """Offer to do it by hand."""
        del place
        return self.switch.way_out()

    def left(self) -> None:
        """Ask no more who is in the groups."""
        self.runner.cancel_owned(self.groups)

    def _load(self) -> None:
        self._refused = False
        self.start(
            t(N_("Asking JumpCloud for its groups…")),
            lambda: list_groups(self.session),
            self._loaded,
            failed=self._not_loaded,
        )

    def _not_loaded(self, problem: Problem) -> None:
        self._refused = problem.code is ProblemCode.NOT_PERMITTED
        self.show_problem(problem, retry=self._load)
        self.changed.emit()

    def _loaded(self, choice: GroupChoice) -> None:
        first = self._choice is None
        self._choice = choice
        self.render(self.session.record)
        self.changed.emit()
        if first and choice.bound and self.session.record.access is None:
            self._look_again()

    def _ticked(self) -> None:
        bound = self._bound(self.session.record)
        ids = [each for each in self.groups.checked_ids() if each not in bound]
        self.set_draft(_TICKED, " ".join(ids))
        self._show_wanted()
        self._look_into(())
        self.changed.emit()

    def _bind(self) -> None:
        groups = self._wanted()

        def progress(done: int, total: int) -> None:
            run.report(done, total)

        run = self.start(
            plural(N_("Giving 1 group access…"), N_("Giving {count} groups access…"), len(groups)),
            lambda: bind_groups(self.session, groups, progress=progress),
            self._was_bound,
            keep=True,
        )

    def _was_bound(self, _access: Access) -> None:
        self.set_draft(_TICKED, "")
        self.more.set_open(on=False)
        self._listed = ()
        self.render(self.session.record)
        self.changed.emit()
        reveal(self.result)

    def _was_taken(self, access: Access) -> None:
        if self._choice is not None:
            bound = frozenset(group.id for group in access.groups)
            self._choice = replace(self._choice, bound=bound)
        self.render(self.session.record)
        self.changed.emit()

    def _look_again(self) -> None:
        known = self._choice.groups if self._choice else ()
        self.start(t(N_("Looking who gets in…")), lambda: look_at_access(self.session, known=known))

    def _show_create(self) -> None:
        self.create_button.setEnabled(bool(self.name.text().strip()))

    def _create(self) -> None:
        name = " ".join(self.name.text().split())
        if not name or self.runner.busy(self):
            return
        self.start(
            t(N_("Making the group {name}…"), name=name),
            lambda: create_group(self.session, name),
            self._created,
            failed=self._not_created,
            keep=True,
        )

    def _created(self, group: Group) -> None:
        if self._choice is None:
            return
        present = {each.id for each in self._choice.groups}
        if group.id not in present:
            groups = sorted((*self._choice.groups, group), key=lambda each: each.name.casefold())
            self._choice = GroupChoice(
                groups=tuple(groups), bound=self._choice.bound, of_tester=self._choice.of_tester
            )
        self.set_draft(_TICKED, " ".join((*sorted(self._wanted_ids()), group.id)))
        self._listed = ()
        self.name.clear()
        self._new.set_open(on=False)
        self.render(self.session.record)
        self.changed.emit()

    def _not_created(self, problem: Problem) -> None:
        self.show_problem(problem, retry=self._create, place=self._new)


def _sentences(groups: Sequence[Group]) -> list[str]:
    """Return in words what giving access to ``groups`` does."""
    if not groups:
        return []
    names = ", ".join(group.name for group in groups)
    return [
        t(N_("These groups get access to the app: {groups}."), groups=names),
        t(N_("Who is in them stays as it is, and no group loses access.")),
    ]


def _seats_notice(record: SetupRecord) -> Notice:
    if record.helpdesk is not None and record.helpdesk.interface is Interface.USERS:
        return Notice(
            Tone.INFO,
            t(N_("Whoever gets in becomes a user of your helpdesk.")),
            t(N_("DeskPRO makes an account at the first sign-in, where it allows new users.")),
        )
    return Notice(
        Tone.ATTENTION,
        t(N_("An agent in DeskPRO may cost a paid seat.")),
        t(
            N_(
                "Where DeskPRO makes agents by itself, everyone in these groups can become one. "
                "Choose small groups, and no more people than your licence allows."
            )
        ),
    )


PAGE: Final = AccessPage
