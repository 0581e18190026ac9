"""The app, made by the admin in JumpCloud: its name, the steps, and what she brings back."""

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.problems import ProblemError
from deskpro_sso_gui.setup.jumpcloud_steps import application_steps
from deskpro_sso_gui.setup.parts import Connector
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.tasks.application import DEFAULT_LABEL, DEFAULT_SUFFIX
from deskpro_sso_gui.tasks.by_hand import (
    check_idp_url,
    choose_connector,
    confirm_application,
    idp_url_base,
)
from deskpro_sso_gui.texts import problem_text, t
from deskpro_sso_gui.ui.pages.base import Page, PrimaryAction
from deskpro_sso_gui.ui.pages.blocks.by_hand import JumpcloudSteps
from deskpro_sso_gui.ui.theme import Role, Space
from deskpro_sso_gui.ui.widgets.choices import Choice, Choices
from deskpro_sso_gui.ui.widgets.form_row import FormRow
from deskpro_sso_gui.ui.widgets.labels import PlainLabel, mark_value, value_label
from deskpro_sso_gui.ui.widgets.section import Section

_LONGEST_ADDRESS: Final = 2048
_LABEL_LIMIT: Final = 128


class ApplicationByHand(QWidget):
    """Name and address first, for the steps hold them; outside the US the address comes back.

    Args:
        page: the page it is on.
        told: called when the admin's word was taken.

    Attributes:
        connector: from which entry of JumpCloud's catalogue.
        label: the app's name.
        suffix: the end of its address.
        address: the whole address, where its beginning is not known.
        steps: what to do in JumpCloud.
    """

    def __init__(self, page: Page, told: Callable[[], object]) -> None:
        super().__init__()
        self._page = page
        self._told = told
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.LARGE)
        self.connector = self._build_connector()
        column.addWidget(self.connector)
        self.label = QLineEdit()
        self.label.setMaxLength(_LABEL_LIMIT)
        self.suffix = QLineEdit()
        self.address = QLineEdit(placeholderText="https://…/saml2/…")
        self.address.setMaxLength(_LONGEST_ADDRESS)
        for name, field, initial in (
            ("label", self.label, DEFAULT_LABEL),
            ("suffix", self.suffix, DEFAULT_SUFFIX),
            ("address", self.address, ""),
        ):
            mark_value(field)
            page.bind_draft(name, field, initial)
            field.textChanged.connect(self._typed)
        column.addWidget(FormRow(t(N_("Name in the portal")), self.label))
        self._suffix_row = FormRow(
            t(N_("End of the address (IdP URL)")),
            self.suffix,
            hint=t(N_("Small letters, digits and hyphens. It can't be changed later.")),
        )
        column.addWidget(self._suffix_row)
        column.addWidget(self._build_whole())
        guide = Section(t(N_("In JumpCloud")))
        self.steps = JumpcloudSteps(page)
        guide.body.addWidget(self.steps)
        guide.show_open()
        column.addWidget(guide)
        self._address_row = FormRow(
            t(N_("The whole address that JumpCloud shows (IdP URL)")),
            self.address,
            hint=t(
                N_(
                    "It stands on the SSO tab of the app. We know its beginning for the US region "
                    "only, and never guess it."
                )
            ),
        )
        column.addWidget(self._address_row)

    def _build_connector(self) -> Choices:
        connector = Choices(
            t(N_("Which entry of JumpCloud's list do you use?")),
            [
                Choice(
                    id=Connector.CUSTOM,
                    text=t(N_("The one for any SAML app (recommended)")),
                    description=t(N_("It has every setting that DeskPRO needs.")),
                ),
                Choice(
                    id=Connector.DESKPRO,
                    text=t(N_("JumpCloud's own entry for DeskPRO")),
                    description=t(
                        N_(
                            "It shows DeskPRO's picture. We can't tell which settings it has; some "
                            "may be missing."
                        )
                    ),
                ),
            ],
        )
        connector.chosen.connect(self._choose_connector)
        return connector

    def _build_whole(self) -> QWidget:
        self._whole = QWidget()
        column = QVBoxLayout(self._whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.TIGHT)
        column.addWidget(PlainLabel(t(N_("The whole address")), Role.CAPTION))
        self._whole_address = value_label("")
        column.addWidget(self._whole_address)
        return self._whole

    def take_over(self, label: str, suffix: str) -> None:
        """Begin with what was typed for the program to create."""
        for field, text in ((self.label, label), (self.suffix, suffix)):
            if text:
                field.setText(text)

    def show_record(self, record: SetupRecord) -> None:
        """Show the steps with what is typed, in the words the admin's portal has."""
        self.connector.set_value(record.by_hand.connector)
        base = idp_url_base(self._page.session)
        self._whole.setVisible(bool(base))
        self._address_row.setVisible(not base)
        suffix = self.suffix.text().strip()
        self._whole_address.setText(base + suffix)
        self.steps.show_steps(
            application_steps(
                record.by_hand.labels,
                record.by_hand.connector,
                label=self.label.text().strip(),
                suffix=suffix,
            )
        )
        wrong = self._fault()
        self._suffix_row.set_wrong(wrong if base else "")
        self._address_row.set_wrong(wrong if not base and self.address.text().strip() else "")

    def _idp_url(self) -> str:
        base = idp_url_base(self._page.session)
        return base + self.suffix.text().strip() if base else self.address.text().strip()

    def _fault(self) -> str:
        try:
            check_idp_url(self._page.session, self._idp_url())
        except ProblemError as error:
            words = problem_text(error.problem)
            return f"{words.title} {words.advice}"
        return ""

    def action(self) -> PrimaryAction:
        """Say that it was made."""
        return PrimaryAction(
            label=t(N_("I have created it in JumpCloud")),
            run=self._confirm,
            enabled=bool(self.label.text().strip()) and not self._fault(),
        )

    def _confirm(self) -> None:
        session, label, idp_url = self._page.session, self.label.text().strip(), self._idp_url()
        self._page.start(
            t(N_("Looking at what can be checked…")),
            lambda: confirm_application(session, label=label, idp_url=idp_url),
            self._confirmed,
        )

    def _confirmed(self, _done: None) -> None:
        self._told()

    def _choose_connector(self, connector: str) -> None:
        session = self._page.session
        self._page.start(t(N_("Saving…")), lambda: choose_connector(session, Connector(connector)))

    def _typed(self, _text: str) -> None:
        self.show_record(self._page.session.record)
        self._page.changed.emit()
