"""A place to break the sandbox on purpose, and to see how that is explained."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.tasks.practice_faults import (
    PRACTISED,
    Practised,
    practise,
    stop_practising,
    surprise,
)
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.pages.base import Page
from deskpro_sso_gui.ui.theme import Role, Size, Space
from deskpro_sso_gui.ui.widgets.announce import announce
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.expander import Expander
from deskpro_sso_gui.ui.widgets.flow import FlowLayout
from deskpro_sso_gui.ui.widgets.form_row import FormRow
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.notice import Notice, Tone

WORDS: Final[Mapping[Fault, str]] = {
    Fault.NOT_IN_A_GROUP: N_("Nobody is in a group that may use the app"),
    Fault.NO_ACCOUNT: N_("The person has no account in DeskPRO"),
    Fault.NAME_ID_NOT_EMAIL: N_("JumpCloud sends a user name instead of the e-mail address"),
    Fault.OLD_CERTIFICATE: N_("DeskPRO has an older certificate"),
    Fault.EXPIRED_CERTIFICATE: N_("The certificate has run out"),
    Fault.WRONG_AUDIENCE: N_("JumpCloud has the wrong name for DeskPRO (Entity ID)"),
    Fault.WRONG_ACS_NUMBER: N_("JumpCloud has the wrong number in DeskPRO's address (ACS)"),
    Fault.PLACEHOLDER_LEFT: N_("JumpCloud still has a placeholder"),
    Fault.NOT_ENABLED: N_("The sign-in is not enabled in DeskPRO"),
    Fault.USERS_FORM: N_("The sign-in was added on DeskPRO's other side, users or agents"),
    Fault.SECOND_APP: N_("A second sign-in app of DeskPRO took this one's place"),
    Fault.AUTOMATIC_TOO_EARLY: N_("Automatic was switched on too early"),
    Fault.REDIRECT_NOT_DECLARED: N_("JumpCloud does not take DeskPRO's redirects"),
    Fault.SIGNED_REQUEST_DEMANDED: N_("JumpCloud wants signed requests"),
    Fault.CLOCK_OFF: N_("JumpCloud's clock is wrong"),
}
"""The failures in plain words, marked for translation."""


class PractiseFailure(QWidget):
    """Folded; what is practised stands beside the choice. Only for practice.

    Attributes:
        fold: the line that opens it.
        choice: what shall go wrong.
    """

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SMALL)
        self.fold = Expander(
            t(N_("Practise a failure")),
            t(
                N_(
                    "In practice you can break something on purpose. Choose what, try the sign-in, "
                    "and see how the failure is found and explained. What you set up stays as it "
                    "is, and both products' forms go on showing that: once you switch the failure "
                    "off, all is as before."
                )
            ),
        )
        column.addWidget(self.fold)
        self._told = QVBoxLayout()
        self.fold.body.addLayout(self._told)
        self.fold.body.addWidget(self._build_choice())
        self.show_practised()

    def _build_choice(self) -> QWidget:
        self._choose = QWidget()
        column = QVBoxLayout(self._choose)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SMALL)
        self.choice = QComboBox()
        self.choice.setMaximumWidth(Size.TEXT_COLUMN)
        # a long line may be cut off in a narrow window, the open list shows it whole
        self.choice.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        for fault in PRACTISED:
            self.choice.addItem(t(WORDS[fault]), fault.value)
        column.addWidget(FormRow(t(N_("What shall go wrong?")), self.choice))
        buttons = FlowLayout()
        services = self._page.session.services
        self.practise_button = Button(
            t(N_("Practise this failure")),
            on_click=lambda: self._run(lambda: practise(services, self._chosen())),
        )
        self.surprise_button = Button(
            t(N_("Surprise me")), on_click=lambda: self._run(lambda: surprise(services))
        )
        for button in (self.practise_button, self.surprise_button):
            buttons.addWidget(button)
        column.addLayout(buttons)
        return self._choose

    def _chosen(self) -> Fault:
        return Fault(self.choice.currentData())

    def _run(self, task: Callable[[], Awaitable[None]]) -> None:
        before = self._page.session.services.practised
        self._page.start(
            t(N_("Telling the sandbox…")),
            task,
            lambda _none: self._changed(before),
            place=self,
            keep=True,
        )

    def _changed(self, before: Practised | None) -> None:
        self.show_practised()
        if self._page.session.services.practised is not None:
            announce(self, _title())
            return
        well = t(N_("The sandbox behaves well again."))
        if before is not None and before.surprise:
            title = t(N_("It was: {failure}"), failure=t(WORDS[before.fault]))
            self._told.addWidget(Notice(Tone.INFO, title, well))
        announce(self, well)

    def show_practised(self) -> None:
        """Show what is practised now, or what can be."""
        while (item := self._told.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        practised = self._page.session.services.practised
        self._choose.setVisible(practised is None)
        if practised is not None:
            self.fold.set_open(on=True)
            self._told.addWidget(self._notice(practised))

    def _notice(self, practised: Practised) -> Notice:
        what = (
            t(N_("A surprise: find out what it is."))
            if practised.surprise
            else f"{t(WORDS[practised.fault])}."
        )
        notice = Notice(Tone.ATTENTION, _title(), what)
        notice.words.addWidget(
            PlainLabel(
                t(
                    N_(
                        "Have both sides checked above, or try the sign-in in a private window. If "
                        "it does not work, say so, and drop a recording of it if you are asked to."
                    )
                ),
                Role.MUTED,
            )
        )
        session = self._page.session
        self.stop_button = Button(
            t(N_("Switch it off")), on_click=lambda: self._run(lambda: stop_practising(session))
        )
        notice.add_button(self.stop_button)
        return notice


def _title() -> str:
    return t(N_("You are practising a failure"))
