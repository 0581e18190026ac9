"""Who gets in, as JumpCloud tells it: the groups, how many people, and whether the tester does."""

from collections.abc import Callable, Sequence
from typing import Final

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import Qt

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.barriers import Barrier, barriers
from deskpro_sso_gui.setup.parts import Access, BoundGroup
from deskpro_sso_gui.setup.progress import Status, progress
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.texts import plural, t
from deskpro_sso_gui.ui.pages.base import Page
from deskpro_sso_gui.ui.pages.blocks.missing_stages import go_to_button
from deskpro_sso_gui.ui.pages.blocks.take_access import TakeAccess
from deskpro_sso_gui.ui.theme import Icon, Kind
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.notice import Notice, Tone
from deskpro_sso_gui.ui.widgets.result_lines import ResultLine
from deskpro_sso_gui.ui.widgets.section import Section


class AccessSection(Section):
    """Hidden until something is known."""

    def __init__(self, page: Page, look_again: Callable[[], object]) -> None:
        super().__init__(t(N_("Who gets in now")))
        self._page = page
        self.again_button = Button(
            t(N_("Look again")), Kind.LINK, icon=Icon.REFRESH, on_click=look_again
        )
        self.go_button = Button(
            t(N_("Create the app first")),
            icon=Icon.CHEVRON_RIGHT,
            on_click=lambda: page.context.go_to(StageId.APPLICATION),
        )
        self.go_button.hide()
        self._barriers: Notice | None = None
        self._shown: tuple[object, ...] = ()
        for button in (self.again_button, self.go_button):
            self.after.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        self.take_access = TakeAccess(page)
        self.after.addWidget(self.take_access)
        self.hide()

    def show_missing(self) -> None:
        """Say that there is no app yet."""
        line = ResultLine(text=t(N_("There is no app in JumpCloud yet.")), tone=Tone.ATTENTION)
        self._show_lines([line], attention=True)
        self._show_barriers(self._page.session.record, ())
        self.again_button.hide()
        self.take_access.hide()
        self.go_button.show()

    def show_record(self, record: SetupRecord) -> None:
        """Show what is known."""
        access = record.access
        self.setVisible(access is not None)
        self.go_button.hide()
        stale = progress(record)[StageId.ACCESS].status is Status.STALE
        # where it is stale, the page's main button does the same
        self.again_button.setVisible(not stale and not record.is_by_hand(StageId.ACCESS))
        self.take_access.show_record(record)
        if access is None:
            return
        found = barriers(record)
        lines = [
            *map(_group, access.groups),
            *_people(access),
            *_tester(record, access),
            *_told(access),
        ]
        if stale:  # it was so before; a tick would say that it is
            lines = [replace(line, tone=Tone.STALE) for line in lines]
        self._show_lines(lines, attention=bool(found) or stale)
        self._show_barriers(record, found)

    def _show_barriers(self, record: SetupRecord, found: Sequence[Barrier]) -> None:
        shown = (found, record.tester)
        if shown == self._shown:
            return
        self._shown = shown
        if self._barriers is not None:
            self.after.removeWidget(self._barriers)
            self._barriers.hide()
            self._barriers.deleteLater()
            self._barriers = None
        if found:
            self._barriers = barrier_notice(record, found, self._page.context.go_to)
            self.after.insertWidget(0, self._barriers)

    def _show_lines(self, lines: list[ResultLine], *, attention: bool) -> None:
        self.show_done(lines, attention=attention)
        self.change_button.hide()
        self.show()


def _told(access: Access) -> list[ResultLine]:
    if not access.by_hand:
        return []
    words = t(N_("By hand, as you told us. JumpCloud was not asked."))
    return [ResultLine(text=words, tone=Tone.INFO)]


def _group(group: BoundGroup) -> ResultLine:
    if group.members is None:
        return ResultLine(text=group.name, tone=Tone.SUCCESS, value=True)
    text = plural(
        N_("{name}: one person"), N_("{name}: {count} people"), group.members, name=group.name
    )
    return ResultLine(text=text, tone=Tone.SUCCESS if group.members else Tone.INFO)


def _people(access: Access) -> list[ResultLine]:
    if not access.groups:
        return []
    if access.people is None or access.application_active is False:
        return []  # with the app switched off nobody gets in
    text = plural(
        N_("One person in all can use JumpCloud to get into DeskPRO."),
        N_("{count} people in all can use JumpCloud to get into DeskPRO."),
        access.people,
    )
    return [ResultLine(text=text, tone=Tone.SUCCESS if access.people else Tone.ATTENTION)]


def _tester(record: SetupRecord, access: Access) -> list[ResultLine]:
    tester = record.tester
    if tester is None or not access.tester_included or barriers(record):
        return []
    text = t(N_("{person}, who will try it, is among them."), person=_person(record))
    return [ResultLine(text=text, tone=Tone.SUCCESS)]


def _person(record: SetupRecord) -> str:
    tester = record.tester
    return (tester.name or tester.email) if tester is not None else ""


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """Why somebody does not get in, and what to do; marked for translation."""

    title: str
    advice: str


_IN_USERS: Final = N_("In the JumpCloud Admin Portal, open the list of users and {person} in it.")

EXPLANATIONS: Final = {
    Barrier.INACTIVE: Explanation(
        title=N_("Nobody gets in: the app is switched off in JumpCloud."),
        advice=N_("Compare JumpCloud's settings on the page for them; that switches it on."),
    ),
    Barrier.STAGED: Explanation(
        title=N_("{person} does not get in: the account is not activated in JumpCloud yet."),
        advice=N_("Activate the user there, or choose someone else to try it on the first page."),
    ),
    Barrier.SUSPENDED: Explanation(
        title=N_("{person} does not get in: the account is suspended in JumpCloud."),
        advice=N_("End the suspension there, or choose someone else to try it on the first page."),
    ),
    Barrier.LOCKED: Explanation(
        title=N_("{person} does not get in: the account is locked in JumpCloud."),
        advice=N_(
            "It happens after too many wrong passwords. Unlock the user there, or wait until "
            "JumpCloud does it."
        ),
    ),
    Barrier.PASSWORD_EXPIRED: Explanation(
        title=N_("{person} does not get in: the JumpCloud password has run out."),
        advice=N_("Let them choose a new password in JumpCloud, or set one there."),
    ),
    Barrier.NO_GROUP: Explanation(
        title=N_("Nobody gets in yet: no group has access."),
        advice=N_("Tick a group below and give it access."),
    ),
    Barrier.NOT_IN_A_GROUP: Explanation(
        title=N_("{person}, who will try it, does not get in: in none of these groups."),
        advice=N_("Add a group with this person below, or add the person to a group in JumpCloud."),
    ),
}
"""What each barrier means."""

_OF_ACCOUNT: Final = frozenset(
    {Barrier.STAGED, Barrier.SUSPENDED, Barrier.LOCKED, Barrier.PASSWORD_EXPIRED}
)


def barrier_notice(
    record: SetupRecord, found: Sequence[Barrier], go_to: Callable[[StageId], object]
) -> Notice:
    """Explain the first of ``found``, and name the others under it."""
    first, *others = found
    person = _person(record)
    explanation = EXPLANATIONS[first]
    advice = t(explanation.advice)
    if first in _OF_ACCOUNT:
        where = t(_IN_USERS, person=person)
        advice = f"{where} {advice}"
    notice = Notice(Tone.ATTENTION, t(explanation.title, person=person), advice)
    for other in others:
        notice.words.addWidget(PlainLabel(t(EXPLANATIONS[other].title, person=person)))
    if first is Barrier.INACTIVE:
        notice.add_button(go_to_button(StageId.JUMPCLOUD_SSO, go_to))
    elif first in _OF_ACCOUNT:
        notice.add_button(go_to_button(StageId.PREREQUISITES, go_to))
    return notice
