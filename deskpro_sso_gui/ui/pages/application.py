"""Page *JumpCloud app*: what it is to be, how it will look, and its creation."""

from typing import ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.problems import Problem, ProblemError
from deskpro_sso_gui.setup.facts import Application, Interface
from deskpro_sso_gui.setup.progress import Status, progress
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks.application import (
    DEFAULT_LABEL,
    DESCRIPTION_LIMIT,
    Survey,
    Wish,
    adopt_application,
    check_suffix,
    finish_interrupted,
    look_at_use,
    survey,
)
from deskpro_sso_gui.tasks.picture import create_with_picture
from deskpro_sso_gui.texts import number, problem_text, t
from deskpro_sso_gui.texts.terms import Term
from deskpro_sso_gui.ui.pages.base import Page, PageContext, PrimaryAction
from deskpro_sso_gui.ui.pages.blocks.application_by_hand import ApplicationByHand
from deskpro_sso_gui.ui.pages.blocks.application_made import MadeApplication
from deskpro_sso_gui.ui.pages.blocks.by_hand import ByHandSwitch
from deskpro_sso_gui.ui.pages.blocks.existing_applications import ExistingApplications
from deskpro_sso_gui.ui.pages.blocks.missing_stages import go_to_button
from deskpro_sso_gui.ui.pages.blocks.plan_words import PlanWords
from deskpro_sso_gui.ui.pages.blocks.tile_picture import TilePicture
from deskpro_sso_gui.ui.theme import Role, Space
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.expander import Expander
from deskpro_sso_gui.ui.widgets.form_row import FormRow
from deskpro_sso_gui.ui.widgets.labels import PlainLabel, mark_value, value_label
from deskpro_sso_gui.ui.widgets.notice import Notice, Tone
from deskpro_sso_gui.ui.widgets.side_by_side import SideBySide
from deskpro_sso_gui.ui.widgets.term import explained
from deskpro_sso_gui.ui.widgets.tile import ColourChoice, TilePreview

_LABEL_LIMIT: Final = 128
_DESCRIPTION_LINES: Final = 3


class ApplicationPage(Page):
    """The form beside the tile it makes; once created, what was created."""

    stage: ClassVar[StageId] = StageId.APPLICATION
    explanation: ClassVar[str] = N_(
        "In JumpCloud every program that people sign in to is an app: it says who may use it and "
        "where people are sent after the sign-in. Its address (the IdP URL) is what DeskPRO will "
        "be told. JumpCloud also makes a certificate for the app, by which DeskPRO recognises it."
    )
    terms: ClassVar[tuple[Term, ...]] = (
        Term.PORTAL,
        Term.TILE,
        Term.CONNECTOR,
        Term.IDP_URL,
        Term.CERTIFICATE,
        Term.ACCESS,
    )

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._survey: Survey | None = None
        self._surveyed_for = ""
        self._stale = Notice(
            Tone.STALE,
            t(N_("The app belongs to another JumpCloud organisation.")),
            t(N_("Create one in the organisation that is chosen now.")),
        )
        self._first = Notice(
            Tone.INFO,
            t(N_("Sign in to JumpCloud first.")),
            t(N_("Without that the app can't be created.")),
        )
        self.before_button = go_to_button(StageId.PREREQUISITES, context.go_to)
        self._first.add_button(self.before_button)
        self._unconfirmed = Notice(
            Tone.ATTENTION,
            t(N_("Check the addresses from the file first.")),
            t(N_("Until then nothing is created or changed in JumpCloud.")),
        )
        self._unconfirmed.add_button(go_to_button(StageId.PREREQUISITES, context.go_to))
        self.existing = ExistingApplications()
        self.existing.use_wanted.connect(self._look_at_use)
        self.existing.adopted.connect(self._adopt)
        self._form = SideBySide(self._build_form(), self._build_preview())
        self.plan = PlanWords()
        self.made = MadeApplication(self, self.picture, self._tell_again)
        self.by_hand = ApplicationByHand(self, self._was_told)
        self._retelling = False
        parts = (
            self._stale,
            self._first,
            self._unconfirmed,
            self.existing,
            self._form,
            self.plan,
            self.by_hand,
            self.made,
        )
        for widget in parts:
            self.body.addWidget(widget)
            widget.hide()
        self.switch = ByHandSwitch(self, self.entered)
        self.body.addWidget(self.switch)

    def _build_form(self) -> QWidget:
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.LARGE)
        told = self.session.record.opened
        if told is not None and told.label:
            words = t(N_("Filled in from the file. Change what you like."))
            column.addWidget(PlainLabel(words, Role.CAPTION))
        self.label = QLineEdit()
        self.label.setMaxLength(_LABEL_LIMIT)
        mark_value(self.label)
        self.bind_draft("label", self.label, (told and told.label) or DEFAULT_LABEL)
        self.label.textChanged.connect(self._typed)
        column.addWidget(FormRow(t(N_("Name in the portal")), self.label, term=Term.PORTAL))
        self.description = QPlainTextEdit(tabChangesFocus=True)
        lines = self.description.fontMetrics().lineSpacing() * _DESCRIPTION_LINES
        self.description.setFixedHeight(lines + 2 * Space.LARGE)
        self.bind_draft("description", self.description, told.description if told else "")
        self.description.textChanged.connect(self._typed)
        self._description_row = FormRow(t(N_("Description (may stay empty)")), self.description)
        self._counter = PlainLabel("", Role.CAPTION)
        described = QVBoxLayout()
        described.setSpacing(Space.TIGHT)
        described.addWidget(self._description_row)
        described.addWidget(self._counter)
        self.shown = QCheckBox(t(N_("Show it in the portal")))
        usual = "yes" if told is not None and told.hidden else "no"
        self.shown.setChecked((self.draft("hidden") or usual) != "yes")
        self.shown.toggled.connect(self._toggled)
        column.addWidget(self.shown)
        self.colour = ColourChoice()
        self.colour.set_value(self.draft("colour"))
        self.colour.chosen.connect(self._chose_colour)
        self.picture = TilePicture(self)
        self.picture.changed.connect(lambda: self.render(self.session.record))
        column.addWidget(self._build_address())
        self.more = Expander(t(N_("Description, colour, picture")))
        self.more.body.setSpacing(Space.LARGE)
        self.more.body.addLayout(described)
        self.more.body.addWidget(self.colour)
        self.more.body.addWidget(self.picture)
        column.addWidget(self.more)
        return form

    def _build_address(self) -> QWidget:
        """Show the whole address at all times, for it stays; its end is changed in *Advanced*."""
        self.address = value_label("")
        self.advanced = Expander(t(N_("Advanced: another end of the address")))
        self.suffix = QLineEdit()
        mark_value(self.suffix)
        told = self.session.record.opened
        self.bind_draft("suffix", self.suffix, told.suffix if told else "")
        self.suffix.textChanged.connect(self._typed)
        self._suffix_row = FormRow(
            t(N_("End of the address (IdP URL)")),
            self.suffix,
            hint=t(N_("Small letters, digits and hyphens. It can't be changed later.")),
        )
        self.advanced.body.addWidget(self._suffix_row)
        self._address_part = QWidget()
        column = QVBoxLayout(self._address_part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.TIGHT)
        heading = PlainLabel(t(N_("Its address (IdP URL)")), Role.STRONG)
        column.addWidget(explained(heading, Term.IDP_URL))
        column.addWidget(self.address)
        column.addWidget(self.advanced)
        return self._address_part

    def _build_preview(self) -> TilePreview:
        self.preview = TilePreview()
        return self.preview

    def render(self, record: SetupRecord) -> None:  # type: ignore[override]
        """Show what was created, or else the form."""
        status = progress(record)[self.stage].status
        made = record.application if status is Status.DONE else None
        self._stale.setVisible(status is Status.STALE)
        self.switch.show_record(record)
        self.switch.setVisible(made is None or made.by_hand)
        telling = record.is_by_hand(self.stage) and (made is None or self._retelling)
        if telling and self.by_hand.isHidden():
            self.by_hand.take_over(self.label.text().strip(), self.suffix.text().strip())
        self.by_hand.setVisible(telling)
        self._first.setVisible(made is None and record.account is None and not telling)
        self._unconfirmed.setVisible(not record.confirmed and not telling)
        self._form.setVisible(made is None and not telling)
        self.plan.setVisible(made is None and not telling)
        self.made.setVisible(made is not None and not telling)
        if telling:
            self.existing.hide()
            self.by_hand.show_record(record)
            return
        if made is not None:
            self.existing.hide()
            self.made.show_record(record, made)
            return
        organization = record.account.organization.id if record.account else ""
        if organization != self._surveyed_for:
            self._survey = None
            self.existing.set_applications(())
        self._show_form()

    def _show_form(self) -> None:
        description = self._description()
        self._counter.setText(
            t(
                N_("{count} of {limit} characters"),
                count=number(len(description)),
                limit=number(DESCRIPTION_LIMIT),
            )
        )
        too_long = len(description) > DESCRIPTION_LIMIT
        self._description_row.set_wrong(
            t(N_("JumpCloud takes at most {limit} characters."), limit=number(DESCRIPTION_LIMIT))
            if too_long
            else ""
        )
        if too_long or self.picture.troubled:
            self.more.set_open(on=True)
        self.preview.show_app(
            label=self.label.text(),
            description=description,
            colour=self.colour.value(),
            hidden=not self.shown.isChecked(),
            picture=self.picture.seen.image if self.picture.seen else None,
        )
        base = self._survey.base if self._survey else ""
        suffix = self.suffix.text().strip()
        self.address.setText(f"{base or '…/'}{suffix}")
        self._address_part.setVisible(bool(base) or self.session.record.account is not None)
        wrong = self._suffix_fault()
        self._suffix_row.set_wrong(wrong)
        if wrong:
            self.advanced.set_open(on=True)
        self.plan.set_sentences(self._sentences())
        self.changed.emit()

    def _sentences(self) -> list[str]:
        """Say what *Create in JumpCloud* will do, as far as it can be done."""
        seen = self._survey
        if seen is None or not seen.base or self._suffix_fault():
            return []
        label, address = self.label.text().strip(), seen.base + self.suffix.text().strip()
        where = (
            N_("Everybody who may use it sees it in the JumpCloud portal.")
            if self.shown.isChecked()
            else N_("It is not shown in the JumpCloud portal.")
        )
        created = t(
            N_("JumpCloud gets a new app “{label}” from its connector “{template}”, switched on."),
            label=label,
            template=seen.template.display_name or seen.template.name,
        )
        return [
            created,
            t(N_("Its address is {address}, for good."), address=address),
            t(where),
            *self._picture_sentence(),
            t(
                N_(
                    "JumpCloud makes its certificate. Nobody may use it until you give a group "
                    "access, on a later page. Nothing that is there already is changed."
                )
            ),
        ]

    def _picture_sentence(self) -> list[str]:
        if self.picture.picture is None:
            return []
        return [t(N_("The picture {file} is put on its tile."), file=self.picture.file_name)]

    def _description(self) -> str:
        return " ".join(self.description.toPlainText().split())

    def _suffix_fault(self) -> str:
        if self._survey is None:
            return ""
        suffix = self.suffix.text().strip()
        try:
            check_suffix(suffix)
        except ProblemError as error:
            words = problem_text(error.problem)
            return f"{words.title} {words.advice}"
        taken = self._survey.using(self._survey.base + suffix)
        if taken is not None:
            return t(
                N_("Another app in JumpCloud has this address already: {app}"), app=taken.label
            )
        return ""

    def primary(self) -> PrimaryAction | None:
        """Create it, until it is there; by hand, say that it is."""
        if not self.by_hand.isHidden():
            return self.by_hand.action()
        if self._form.isHidden():
            return None
        ready = (
            self._survey is not None
            and self.session.record.confirmed
            and bool(self._survey.base)
            and bool(self.label.text().strip())
            and len(self._description()) <= DESCRIPTION_LIMIT
            and not self._suffix_fault()
        )
        return PrimaryAction(label=t(N_("Create in JumpCloud")), run=self.create_app, enabled=ready)

    def focus_target(self) -> QWidget | None:
        """Return the safe answer where it is asked whether an app is to be used."""
        return None if self.existing.isHidden() else self.existing.stay_button()

    def way_out(self, place: QWidget | None) -> Button | None:
        """Offer to do it by hand."""
        del place
        return self.switch.way_out()

    def _was_told(self) -> None:
        self._retelling = False
        self.render(self.session.record)
        self.changed.emit()

    def _tell_again(self) -> None:
        self._retelling = True
        if not self.session.record.is_by_hand(self.stage):
            self.switch.button.click()
            return
        self.render(self.session.record)
        self.changed.emit()

    def entered(self) -> None:
        """Take up what was interrupted, and look at what JumpCloud has, unless it is done."""
        self.picture.load()
        record = self.session.record
        if self._form.isHidden() or record.account is None:
            return
        self.start(
            t(N_("Looking at your apps in JumpCloud…")),
            lambda: finish_interrupted(self.session),
            lambda _done: self._look_around(),
            failed=self._look_around,
        )

    def _look_around(self, unsettled: Problem | None = None) -> None:
        """See what JumpCloud has; ``unsettled`` says why an interrupted creation stays open."""
        account = self.session.record.account
        if self._form.isHidden() or account is None:
            self.changed.emit()
            return

        def seen(found: Survey) -> None:
            self._surveyed(found, account.organization.id)
            if unsettled is not None:
                self.show_problem(unsettled, retry=self.entered)

        self.start(t(N_("Looking at your apps in JumpCloud…")), lambda: survey(self.session), seen)

    def _surveyed(self, found: Survey, organization: str) -> None:
        self._survey, self._surveyed_for = found, organization
        if not self.suffix.text().strip():
            helpdesk = self.session.record.helpdesk
            interface = helpdesk.interface if helpdesk else Interface.AGENTS
            self.suffix.setText(found.free_suffix(interface))
        self.existing.set_applications(found.for_deskpro())
        if not found.base:
            self.advanced.set_open(on=True)
        self._show_form()
        self._begin_with_existing()

    def _begin_with_existing(self) -> None:
        """Take the focus from a field that is pushed out of sight before anything was typed."""
        first = self.existing.first_button()
        if first is not None and self.label.hasFocus() and not self.label.isModified():
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self) -> None:
        self._show_form()

    def _toggled(self, shown: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.set_draft("hidden", "no" if shown else "yes")
        self._show_form()

    def _chose_colour(self, colour: str) -> None:
        self.set_draft("colour", colour)
        self._show_form()

    def create_app(self) -> None:
        """Create the application as the form says."""
        wish = Wish(
            label=self.label.text().strip(),
            suffix=self.suffix.text().strip(),
            description=self._description(),
            hidden=not self.shown.isChecked(),
            color=self.colour.value(),
        )
        picture = self.picture.picture
        self.start(
            t(N_("Creating the app in JumpCloud…")),
            lambda: create_with_picture(self.session, wish, picture),
            lambda _done: self.changed.emit(),
        )

    def _look_at_use(self, application: Application) -> None:
        self.start(
            t(N_("Looking at who uses the app…")),
            lambda: look_at_use(self.session, application),
            lambda use: self.existing.show_use(application.id, use),
            place=self.existing,
        )

    def _adopt(self, application_id: str) -> None:
        self.start(
            t(N_("Reading the app from JumpCloud…")),
            lambda: adopt_application(self.session, application_id),
            lambda _done: self.changed.emit(),
            place=self.existing,
        )


PAGE: Final = ApplicationPage
