"""Who would be locked out by *Automatic*: DeskPRO's people compared with those who get in."""

from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.facts import Interface
from deskpro_sso_gui.setup.progress import comparison_holds
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.trials import Outsider, OutsideReason, PeopleComparison, PeopleSource
from deskpro_sso_gui.tasks.people import (
    accept_outside,
    accept_unknown,
    compare_agents,
    compare_pasted,
    without_list,
)
from deskpro_sso_gui.texts import plural, t
from deskpro_sso_gui.ui.pages.base import Page
from deskpro_sso_gui.ui.theme import Kind, Role, Size, Space
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.check_list import CheckItem, CheckList
from deskpro_sso_gui.ui.widgets.flow import FlowLayout
from deskpro_sso_gui.ui.widgets.form_row import FormRow
from deskpro_sso_gui.ui.widgets.labels import PlainLabel, mark_value
from deskpro_sso_gui.ui.widgets.notice import Notice, Tone
from deskpro_sso_gui.ui.widgets.result_lines import ResultLine, ResultLines
from deskpro_sso_gui.ui.widgets.reveal import reveal

REASONS: Final = {
    OutsideReason.NO_USER: N_("JumpCloud has no user with this address"),
    OutsideReason.NO_GROUP: N_("in none of the groups that have access"),
    OutsideReason.STAGED: N_("not activated in JumpCloud yet"),
    OutsideReason.SUSPENDED: N_("suspended in JumpCloud"),
    OutsideReason.LOCKED: N_("locked out of JumpCloud"),
    OutsideReason.PASSWORD_EXPIRED: N_("the JumpCloud password has run out"),
}
"""Why somebody would not get in."""

_WITH_A_KEY: Final = N_(
    "With an API key of DeskPRO's we can ask for the list. Give it on the page “Before you start”."
)

_NOT_COMPARABLE: Final = N_(
    "Without a JumpCloud key DeskPRO's people can't be compared with those who get in. So look "
    "yourself."
)
_LIST: Final = "people"
_NO_LIST: Final = N_("I have no such list")
_LOOK: Final = N_("I look myself")


class LeftOutside(QWidget):
    """Asks for DeskPRO's people, names who would be locked out, and asks about each of them."""

    def __init__(self, page: Page, place: QWidget) -> None:
        """Ask on ``page``; what goes wrong is shown under ``place``."""
        super().__init__()
        self._page = page
        self._place = place
        self._asking_again = False
        self._listed: tuple[Outsider, ...] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.MEDIUM)
        column.addWidget(self._build_question())
        column.addWidget(self._build_answer())

    def _build_question(self) -> QWidget:
        self._question = QWidget()
        column = QVBoxLayout(self._question)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SMALL)
        hint = t(
            N_(
                "Paste their e-mail addresses, as DeskPRO or a table has them. Names may stand "
                "with them. Think of administrators and shared accounts too. The list stays on "
                "this computer."
            )
        )
        self.people = QPlainTextEdit(tabChangesFocus=True)
        self.people.setFixedHeight(Size.LIST_LEAST)
        mark_value(self.people)
        self._page.bind_draft(_LIST, self.people)
        self.people.textChanged.connect(self._typed)
        self._list = FormRow(t(_question(self._page.session.record)), self.people, hint=hint)
        self._not_comparable = PlainLabel(t(_NOT_COMPARABLE))
        for widget in (self._list, self._not_comparable):
            column.addWidget(widget)
        buttons = QWidget()
        row = FlowLayout(buttons, spacing=Space.SMALL)
        self.compare_button = Button(t(N_("Compare with JumpCloud")), on_click=self._compare)
        self.ask_button = Button(t(N_("Get the list from DeskPRO")), on_click=self._ask_deskpro)
        self.no_list_button = Button(t(_NO_LIST), Kind.LINK, on_click=self._without_list)
        for button in (self.compare_button, self.ask_button, self.no_list_button):
            row.addWidget(button)
        column.addWidget(buttons)
        self._no_list_from_deskpro = PlainLabel(t(_WITH_A_KEY), Role.CAPTION)
        column.addWidget(self._no_list_from_deskpro)
        self._typed()
        return self._question

    def _build_answer(self) -> QWidget:
        self._answer = QWidget()
        column = QVBoxLayout(self._answer)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SMALL)
        self.result = ResultLines()
        column.addWidget(self.result)
        self._unknown = Notice(
            Tone.ATTENTION,
            t(N_("We can't tell who would be locked out.")),
            t(N_("DeskPRO's people were not compared with those who get in.")),
        )
        column.addWidget(self._unknown)
        self.unknown_accepted = QCheckBox(
            t(N_("I have looked myself: nobody is missing who must get in"))
        )
        self.unknown_accepted.toggled.connect(self._accepted_unknown)
        column.addWidget(self.unknown_accepted)
        self._outside = self._build_outside()
        column.addWidget(self._outside)
        self.again_button = Button(
            t(N_("Use another list")), Kind.LINK, on_click=lambda: self._ask(on=True)
        )
        column.addWidget(self.again_button, 0, Qt.AlignmentFlag.AlignLeading)
        return self._answer

    def _build_outside(self) -> QWidget:
        outside = QWidget()
        column = QVBoxLayout(outside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SMALL)
        name = t(N_("Who would be locked out"))
        explained = t(
            N_(
                "Give them access on the page “Who gets in”, then compare again. Or tick those who "
                "may be locked out."
            )
        )
        column.addWidget(PlainLabel(explained, Role.MUTED))
        self.outsiders = CheckList(name, t(N_("Search these people")))
        self.outsiders.changed.connect(self._accepted)
        column.addWidget(self.outsiders)
        return outside

    def show_record(self, record: SetupRecord) -> None:
        """Ask, or show what the comparison found."""
        known = record.validation.people if comparison_holds(record) else None
        comparable = record.account is not None and not record.by_hand.without_key
        for_agents = record.helpdesk is None or record.helpdesk.interface is Interface.AGENTS
        has_key = record.accounts is not None and record.accounts.by_key
        for widget in (self._list, self.compare_button, self.again_button):
            widget.setVisible(comparable)
        self.ask_button.setVisible(comparable and for_agents and has_key)
        self._no_list_from_deskpro.setVisible(comparable and for_agents and not has_key)
        self._not_comparable.setVisible(not comparable)
        self.no_list_button.setText(t(_NO_LIST if comparable else _LOOK))
        self._question.setVisible(known is None or self._asking_again)
        self._answer.setVisible(known is not None and not self._asking_again)
        if known is not None:
            self._show_known(known)

    def _show_known(self, known: PeopleComparison) -> None:
        unknown = known.source is PeopleSource.NONE
        self._unknown.setVisible(unknown)
        self.unknown_accepted.setVisible(unknown)
        with QSignalBlocker(self.unknown_accepted):
            self.unknown_accepted.setChecked(known.unknown_accepted)
        self._outside.setVisible(bool(known.outside))
        self.result.set_lines([] if unknown else [_result(known)])
        if self._listed != known.outside:
            accepted = {each.email for each in known.outside if each not in known.open}
            self.outsiders.set_items([_item(each) for each in known.outside], accepted)
            self._listed = known.outside

    def _typed(self) -> None:
        self.compare_button.setEnabled(bool(self.people.toPlainText().strip()))

    def _ask(self, *, on: bool) -> None:
        self._asking_again = on
        self.show_record(self._page.session.record)

    def _compare(self) -> None:
        session, text = self._page.session, self.people.toPlainText()
        self._page.start(
            t(N_("Comparing with JumpCloud…")),
            lambda: compare_pasted(session, text),
            self._compared,
            place=self._place,
        )

    def _ask_deskpro(self) -> None:
        session = self._page.session
        self._page.start(
            t(N_("Asking DeskPRO for its agents…")),
            lambda: compare_agents(session),
            self._compared,
            place=self._place,
        )

    def _without_list(self) -> None:
        session = self._page.session
        self._page.start(
            t(N_("Saving…")),
            lambda: without_list(session),
            self._compared,
            place=self._place,
        )

    def _compared(self, _found: PeopleComparison) -> None:
        self._asking_again = False
        self._listed = None
        self._changed()
        reveal(self.outsiders)  # the focus goes there where somebody would be locked out

    def _accepted(self) -> None:
        session, chosen = self._page.session, self.outsiders.checked_ids()
        self._page.start(
            t(N_("Saving…")),
            lambda: accept_outside(session, chosen),
            lambda _nothing: self._changed(),
            keep=True,
        )

    def _accepted_unknown(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        session = self._page.session
        self._page.start(
            t(N_("Saving…")),
            lambda: accept_unknown(session, accepted=on),
            lambda _nothing: self._changed(),
            keep=True,
        )

    def _changed(self) -> None:
        self._page.render(self._page.session.record)
        self._page.changed.emit()


def _question(record: SetupRecord) -> str:
    is_agents = record.helpdesk is None or record.helpdesk.interface is Interface.AGENTS
    if is_agents:
        return N_("Which people sign in to DeskPRO as agents today?")
    return N_("Which people sign in to your help centre today?")


def _item(person: Outsider) -> CheckItem:
    return CheckItem(id=person.email, text=person.email, detail=t(REASONS[person.reason]))


def _result(known: PeopleComparison) -> ResultLine:
    if not known.outside:
        text = plural(
            N_("The one person of your list gets in through JumpCloud."),
            N_("All {count} people of your list get in through JumpCloud."),
            known.compared,
        )
        return ResultLine(text=text, tone=Tone.SUCCESS)
    text = plural(
        N_("One person of your list would be locked out."),
        N_("{count} people of your list would be locked out."),
        len(known.outside),
    )
    return ResultLine(text=text, tone=Tone.ATTENTION if known.open else Tone.INFO)
