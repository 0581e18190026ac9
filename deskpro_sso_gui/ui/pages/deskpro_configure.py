"""Page *Fill in DeskPRO*: six settings and a file, carried over one by one, then looked at."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.deskpro_guide import (
    SECTIONS,
    admin_url,
    form_path,
    form_steps,
)
from deskpro_sso_gui.setup.facts import Generation, Interface
from deskpro_sso_gui.setup.instructions import Step
from deskpro_sso_gui.setup.parts import DeskproSettings
from deskpro_sso_gui.setup.progress import Status, progress
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.settings import Control, Setting
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.values import Value
from deskpro_sso_gui.tasks.connect import choose_screens
from deskpro_sso_gui.tasks.deskpro_configure import confirm_saved, read_back, tick
from deskpro_sso_gui.texts import number, t
from deskpro_sso_gui.texts.terms import Term
from deskpro_sso_gui.ui.pages.base import Page, PageContext, PrimaryAction
from deskpro_sso_gui.ui.pages.blocks.certificate_file import CertificateFile
from deskpro_sso_gui.ui.pages.blocks.evidence import FileLook
from deskpro_sso_gui.ui.pages.blocks.missing_stages import MissingStages, missing_before
from deskpro_sso_gui.ui.pages.blocks.read_back import ReadBackSection
from deskpro_sso_gui.ui.pages.blocks.stale import StaleNotice
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Space, set_kind
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.expander import Expander
from deskpro_sso_gui.ui.widgets.instruction import Instruction
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.notice import Tone
from deskpro_sso_gui.ui.widgets.result_lines import ResultLine, ResultLines
from deskpro_sso_gui.ui.widgets.reveal import reveal
from deskpro_sso_gui.ui.widgets.screen_map import ScreenMap
from deskpro_sso_gui.ui.widgets.side_by_side import SideBySide

_FIRST_FIELD: Final = 2
"""The number of the form's first field; step 1 is the way to the form."""

_VALUE_OF: Final[Mapping[str, Value]] = {
    Setting.SINGLE_SIGN_ON_URL: Value.IDP_URL,
    Setting.SINGLE_LOG_OFF_URL: Value.SLO_URL,
    Setting.METADATA_URL: Value.METADATA_URL,
    Control.CERTIFICATE: Value.CERTIFICATE,
}
"""The carried values that stand in the form, and so have to be entered again when they change."""

_OTHER: Final = {
    Generation.LEGACY: Generation.HORIZON,
    Generation.HORIZON: Generation.LEGACY,
}
_CAPTIONS: Final = {
    Generation.LEGACY: N_("The numbers are those of the steps. Yours may look a little different."),
    Generation.HORIZON: N_(
        "The numbers are those of the steps. What “may be called” so is not drawn: where newer "
        "screens have it we don't know."
    ),
}
_MAP_TEXTS: Final = {
    Generation.LEGACY: N_("Drawing of DeskPRO's older form, its fields numbered as here"),
    Generation.HORIZON: N_("Drawing of DeskPRO's newer form, its fields numbered as here"),
}


class DeskproConfigurePage(Page):
    """A numbered list with values to copy, a drawn map beside it, and what DeskPRO then tells."""

    stage: ClassVar[StageId] = StageId.DESKPRO_CONFIGURE
    explanation: ClassVar[str] = N_(
        "DeskPRO has no interface for this, so you carry the values over by hand. Copy each one, "
        "paste it into DeskPRO, and tick it here. SSO Method stays on Disabled: DeskPRO then shows "
        "an extra button, everybody can still sign in as before, and we can try the button first."
    )
    terms: ClassVar[tuple[Term, ...]] = (
        Term.SINGLE_SIGN_ON,
        Term.SAML,
        Term.IDP_URL,
        Term.SLO_URL,
        Term.METADATA,
        Term.CERTIFICATE,
        Term.NAME_ID_FORMAT,
        Term.LOGIN_BUTTON,
        Term.SSO_METHOD,
        Term.SIGNED_REQUEST,
        Term.RECORDING,
    )

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._stale = StaleNotice(
            self.stage, t(N_("Enter the marked values again in DeskPRO, then save there."))
        )
        self.body.addWidget(self._stale)
        self._first = MissingStages(context.go_to)
        self.body.addWidget(self._first)
        self.steps: dict[str, Instruction] = {}
        self._marks: dict[str, ResultLines] = {}
        self._built_for: tuple[object, ...] = ()
        self._holder = QWidget()
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.MEDIUM)
        self.result = ReadBackSection(self, self._look_again)
        self.body.addWidget(self.result)  # above: it would be out of sight below the long list
        self.again = Expander(t(N_("The steps once more")))
        self.again.toggled.connect(lambda _on: self._show_steps())
        self.body.addWidget(self.again)
        self.body.addWidget(self._holder)
        self.file = FileLook(self)
        self.body.addWidget(self.file)

    def render(self, record: SetupRecord) -> None:  # type: ignore[override]
        """Show the list for the screens the admin has, with her ticks, and what DeskPRO tells."""
        self._stale.show_record(record)
        locked = progress(record)[self.stage].status is Status.TO_DO
        self._first.show_stages(missing_before(self.stage, record) if locked else ())
        key = (_generation(record), _interface(record), form_steps(record))
        if key != self._built_for:
            self._built_for = key
            self._rebuild(record)
        settings = record.deskpro or DeskproSettings()
        for name, line in self.steps.items():
            line.set_ticked(on=name in settings.ticked)
            outdated = _VALUE_OF.get(name) in self._stale.changed
            note = ResultLine(text=t(N_("Changed: enter it again.")), tone=Tone.STALE)
            self._marks[name].set_lines((note,) if outdated else ())
        done = sum(name in settings.ticked for name in self.steps)
        self._count.setText(
            t(N_("{done} of {all} ticked"), done=number(done), all=number(len(self.steps)))
        )
        self.result.show_record(record)
        self._show_steps()

    def _show_steps(self) -> None:
        """Show the list until it is done; then it can be had again."""
        done = progress(self.session.record)[self.stage].status is Status.DONE
        self.again.setVisible(done)
        self._holder.setVisible(not done or self.again.open)

    def _rebuild(self, record: SetupRecord) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.steps, self._marks = {}, {}
        steps = QFrame()
        set_kind(steps, Kind.PAGE)
        column = QVBoxLayout(steps)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.NONE)
        column.addWidget(self._build_open(record))
        told = form_steps(record)
        for place, step in enumerate(told, start=_FIRST_FIELD):
            rule = QFrame()
            set_kind(rule, Kind.RULE)
            column.addWidget(rule)
            column.addWidget(self._build_step(place, step))
        self._count = PlainLabel("", Role.CAPTION)
        column.addWidget(self._count)
        column.addStretch(1)
        self._column.addWidget(SideBySide(steps, self._build_aside(record, told)))

    def _build_aside(self, record: SetupRecord, told: Sequence[Step]) -> QWidget:
        generation = _generation(record)
        section, place = SECTIONS[generation, _interface(record)]
        words = {"section": section, "place": place}
        words |= {
            f"n_{step.name.replace('-', '_')}": number(count)
            for count, step in enumerate(told, start=_FIRST_FIELD)
        }
        aside = QWidget()
        column = QVBoxLayout(aside)
        column.setContentsMargins(0, Space.SMALL, 0, 0)
        column.setSpacing(Space.SMALL)
        name = f"deskpro-form-{generation}"
        column.addWidget(ScreenMap(name, t(_MAP_TEXTS[generation]), words))
        column.addWidget(PlainLabel(t(_CAPTIONS[generation]), Role.CAPTION))
        self.other_screens_button = Button(
            t(N_("My screen looks different")), Kind.LINK, on_click=self._change_screens
        )
        column.addWidget(self.other_screens_button, 0, Qt.AlignmentFlag.AlignLeading)
        return aside

    def _build_open(self, record: SetupRecord) -> Instruction:
        first = Instruction(
            1,
            t(N_("In DeskPRO, open the form of the JumpCloud sign-in you added:")),
            path=form_path(_generation(record), _interface(record)),
            tickable=False,
        )
        self.open_button = Button(
            t(N_("Open DeskPRO")),
            icon=Icon.OPEN_OUTSIDE,
            on_click=self._open_deskpro,
        )
        self.open_button.setEnabled(record.helpdesk is not None)
        first.middle.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeading)
        return first

    def _build_step(self, place: int, step: Step) -> Instruction:
        line = Instruction(
            place,
            t(step.text),
            console_label=step.label,
            certain=step.certain,
            path=step.path,
            value=step.value,
            copy=self.context.copy,
            name=step.name,
        )
        if step.name == Control.CERTIFICATE:
            line.middle.addWidget(CertificateFile(self))
        mark = ResultLines()
        line.middle.addWidget(mark)
        line.ticked.connect(lambda on: self._tick(step.name, done=on))
        self.steps[step.name], self._marks[step.name] = line, mark
        return line

    def primary(self) -> PrimaryAction | None:
        """Say that it is saved, unless that was said of these very values."""
        record = self.session.record
        saved = record.deskpro is not None and record.deskpro.saved
        if saved and progress(record)[self.stage].status is not Status.STALE:
            return None
        return PrimaryAction(
            label=t(N_("I have saved it in DeskPRO")),
            run=self._confirm,
            enabled=record.application is not None,
        )

    def _tick(self, step: str, *, done: bool) -> None:
        # kept when the page is left: a tick is no waiting
        self.runner.start(
            t(N_("Saving…")),
            lambda: tick(self.session, step, done=done),
            failed=self.show_problem,
            owner=self,
            keep=True,
        )

    def _change_screens(self) -> None:
        other = _OTHER[_generation(self.session.record)]
        self.start(t(N_("Saving…")), lambda: choose_screens(self.session, other))

    def _confirm(self) -> None:
        self.start(
            t(N_("Looking at what DeskPRO shows…")),
            lambda: confirm_saved(self.session),
            lambda _seen: reveal(self.result),
        )

    def _open_deskpro(self) -> None:
        helpdesk = self.session.record.helpdesk
        if helpdesk is not None:
            self.context.open_url(admin_url(helpdesk.url, helpdesk.generation))

    def _look_again(self) -> None:
        self.start(t(N_("Looking at what DeskPRO shows…")), lambda: read_back(self.session))


def _generation(record: SetupRecord) -> Generation:
    return record.helpdesk.generation if record.helpdesk else Generation.HORIZON


def _interface(record: SetupRecord) -> Interface:
    return record.helpdesk.interface if record.helpdesk else Interface.AGENTS


PAGE: Final = DeskproConfigurePage
