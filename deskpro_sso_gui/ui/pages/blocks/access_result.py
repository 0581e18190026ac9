"""Who gets in, as JumpCloud tells it: the groups, how many people, and whether the tester does."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.parts import Access, BoundGroup
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.texts import plural, t
from deskpro_sso_gui.ui.pages.base import Page
from deskpro_sso_gui.ui.pages.blocks.take_access import TakeAccess
from deskpro_sso_gui.ui.pages.blocks.tester import TROUBLE_TEXTS
from deskpro_sso_gui.ui.theme import Icon, Kind
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.notice import Tone
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
        for button in (self.again_button, self.go_button):
            self.after.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        self.take_access = TakeAccess(page)
        self.after.addWidget(self.take_access)
        self.hide()

    def show_missing(self) -> None:
        """Say that there is no app yet."""
        line = ResultLine(text=t(N_("There is no app in JumpCloud yet.")), tone=Tone.ATTENTION)
        self._show_lines([line], attention=True)
        self.again_button.hide()
        self.take_access.hide()
        self.go_button.show()

    def show_record(self, record: SetupRecord) -> None:
        """Show what is known."""
        access = record.access
        self.setVisible(access is not None)
        self.go_button.hide()
        self.again_button.setVisible(not record.is_by_hand(StageId.ACCESS))
        self.take_access.show_record(record)
        if access is not None:
            self._show_lines(
                [
                    *map(_group, access.groups),
                    *_people(access),
                    *_tester(record, access),
                    *_told(access),
                ],
                attention=not access.groups or access.tester_included is False,
            )

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
        return [ResultLine(text=t(N_("Nobody yet: no group has access.")), tone=Tone.ATTENTION)]
    if access.people is None:
        return []
    text = plural(
        N_("One person in all can use JumpCloud to get into DeskPRO."),
        N_("{count} people in all can use JumpCloud to get into DeskPRO."),
        access.people,
    )
    return [ResultLine(text=text, tone=Tone.SUCCESS if access.people else Tone.ATTENTION)]


def _tester(record: SetupRecord, access: Access) -> list[ResultLine]:
    tester = record.tester
    if tester is None or access.tester_included is None or not access.groups:
        return []
    person = tester.name or tester.email
    if not access.tester_included:
        text = t(
            N_(
                "{person}, who will try it, does not get in: in none of these groups. Add a group "
                "with this person below, or add the person to a group in JumpCloud."
            ),
            person=person,
        )
        return [ResultLine(text=text, tone=Tone.ATTENTION)]
    lines = [
        ResultLine(
            text=t(N_("{person}, who will try it, is among them."), person=person),
            tone=Tone.SUCCESS,
        )
    ]
    if tester.trouble is not None:
        lines.append(ResultLine(text=t(TROUBLE_TEXTS[tester.trouble]), tone=Tone.ATTENTION))
    return lines
