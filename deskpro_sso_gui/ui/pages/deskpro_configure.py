"""Page *Fill in DeskPRO*: six settings and a file, carried over one by one, then looked at."""

from typing import ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.facts import Generation, Interface
from deskpro_sso_gui.setup.parts import DeskproSettings
from deskpro_sso_gui.setup.progress import Status, progress
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.settings import (
    LABELS,
    OTHER_LABELS,
    SSO_METHOD_BUTTON,
    Label,
    Setting,
    setting_values,
)
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.values import Value
from deskpro_sso_gui.tasks.connect import choose_screens
from deskpro_sso_gui.tasks.deskpro_configure import Step, confirm_saved, read_back, tick
from deskpro_sso_gui.texts import number, t
from deskpro_sso_gui.ui.pages.base import Page, PageContext, PrimaryAction
from deskpro_sso_gui.ui.pages.blocks.certificate_file import CertificateFile
from deskpro_sso_gui.ui.pages.blocks.deskpro_steps import SECTIONS, admin_url
from deskpro_sso_gui.ui.pages.blocks.evidence import FileLook
from deskpro_sso_gui.ui.pages.blocks.read_back import ReadBackSection
from deskpro_sso_gui.ui.pages.blocks.stale import StaleNotice
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Space, set_kind
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.instruction import Instruction
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.notice import Tone
from deskpro_sso_gui.ui.widgets.result_lines import ResultLine, ResultLines
from deskpro_sso_gui.ui.widgets.reveal import reveal
from deskpro_sso_gui.ui.widgets.screen_map import ScreenMap
from deskpro_sso_gui.ui.widgets.side_by_side import SideBySide

_ORDER: Final[tuple[Setting | Step, ...]] = (
    Setting.SINGLE_SIGN_ON_URL,
    Setting.SINGLE_LOG_OFF_URL,
    Setting.METADATA_URL,
    Step.CERTIFICATE,
    Setting.NAME_ID_FORMAT,
    Setting.LOGIN_BUTTON_TEXT,
    Setting.SSO_METHOD,
    Step.ENABLED,
    Step.REQUEST_UNSIGNED,
    Step.INSTALLED,
    Step.SAVED,
)
"""The steps as the article has them; the maps bear the same numbers, one further on."""

_TEXTS: Final = {
    Setting.SINGLE_SIGN_ON_URL: N_("Put JumpCloud's sign-in address here:"),
    Setting.SINGLE_LOG_OFF_URL: N_("Where people land after they sign off:"),
    Setting.METADATA_URL: N_("Put the metadata address here:"),
    Step.CERTIFICATE: N_("Upload the certificate:"),
    Setting.NAME_ID_FORMAT: N_("Choose the e-mail address. If the field wants text, it is this:"),
    Setting.LOGIN_BUTTON_TEXT: N_("What stands on the button people will press:"),
    Setting.SSO_METHOD: N_(
        "Leave it on Disabled for now, even where JumpCloud's own guide says Automatic:"
    ),
    Step.ENABLED: N_("Tick it; without the tick nothing happens:"),
    Step.REQUEST_UNSIGNED: N_("Leave it off; JumpCloud does not have DeskPRO's key:"),
    Step.INSTALLED: N_("Press it, where the page still shows it:"),
    Step.SAVED: N_("Press it at the bottom of the page, or nothing is kept:"),
}
_NO_ADDRESS: Final = N_("There is only a metadata file. Paste its text here instead:")
_PASTE_XML: Final = "Custom Metadata XML"

_VALUE_OF: Final = {
    Setting.SINGLE_SIGN_ON_URL: Value.IDP_URL,
    Setting.SINGLE_LOG_OFF_URL: Value.SLO_URL,
    Setting.METADATA_URL: Value.METADATA_URL,
    Step.CERTIFICATE: Value.CERTIFICATE,
}
"""The carried values that stand in the form, and so have to be entered again when they change."""

_OTHER: Final = {
    Generation.LEGACY: Generation.HORIZON,
    Generation.HORIZON: Generation.LEGACY,
}
_MAP_TEXTS: Final = {
    Generation.LEGACY: N_("Drawing of DeskPRO's older form, its fields numbered as here"),
    Generation.HORIZON: N_("Drawing of DeskPRO's newer form, its fields numbered as here"),
}


def form_path(generation: Generation, interface: Interface) -> tuple[str, ...]:
    """Return the way to the form, as DeskPRO calls it (reference/deskpro.md §3.1)."""
    way = ("Admin", *SECTIONS[generation, interface])
    if generation is Generation.LEGACY:
        return (*way, "SAML Authentication")
    return (*way, "Manage", "Configuration Settings")


class DeskproConfigurePage(Page):
    """A numbered list with values to copy, a drawn map beside it, and what DeskPRO then tells."""

    stage: ClassVar[StageId] = StageId.DESKPRO_CONFIGURE
    explanation: ClassVar[str] = N_(
        "DeskPRO has no interface for this, so you carry the values over by hand. Copy each one, "
        "paste it into DeskPRO, and tick it here. SSO Method stays on Disabled: DeskPRO then shows "
        "an extra button, everybody can still sign in as before, and we can try the button first."
    )

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._stale = StaleNotice(
            self.stage, t(N_("Enter the marked values again in DeskPRO, then save there."))
        )
        self.body.addWidget(self._stale)
        self.steps: dict[Setting | Step, Instruction] = {}
        self._marks: dict[Setting | Step, ResultLines] = {}
        self._built_for: tuple[object, ...] = ()
        self._holder = QWidget()
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.MEDIUM)
        self.body.addWidget(self._holder)
        self.result = ReadBackSection(self, self._look_again)
        self.body.addWidget(self.result)
        self.file = FileLook(self)
        self.body.addWidget(self.file)

    def render(self, record: SetupRecord) -> None:  # type: ignore[override]
        """Show the list for the screens the admin has, with her ticks, and what DeskPRO tells."""
        self._stale.show_record(record)
        key = (_generation(record), _interface(record), tuple(setting_values(record).values()))
        if key != self._built_for:
            self._built_for = key
            self._rebuild(record)
        settings = record.deskpro or DeskproSettings()
        for step, line in self.steps.items():
            line.set_ticked(on=step.value in settings.ticked)
            outdated = _VALUE_OF.get(step) in self._stale.changed
            note = ResultLine(text=t(N_("Changed: enter it again.")), tone=Tone.STALE)
            self._marks[step].set_lines((note,) if outdated else ())
        done = sum(step.value in settings.ticked for step in _ORDER)
        self._count.setText(
            t(N_("{done} of {all} ticked"), done=number(done), all=number(len(_ORDER)))
        )
        self.result.show_record(record)

    def _rebuild(self, record: SetupRecord) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        generation = _generation(record)
        steps = QFrame()
        set_kind(steps, Kind.PAGE)
        column = QVBoxLayout(steps)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.NONE)
        column.addWidget(self._build_open(record))
        values = setting_values(record)
        for place, step in enumerate(_ORDER, start=2):
            rule = QFrame()
            set_kind(rule, Kind.RULE)
            column.addWidget(rule)
            column.addWidget(self._build_step(place, step, generation, values))
        self._count = PlainLabel("", Role.CAPTION)
        column.addWidget(self._count)
        column.addStretch(1)
        drawing = ScreenMap(f"deskpro-form-{generation}", t(_MAP_TEXTS[generation]))
        self._column.addWidget(SideBySide(steps, self._build_aside(drawing)))

    def _build_aside(self, drawing: ScreenMap) -> QWidget:
        aside = QWidget()
        column = QVBoxLayout(aside)
        column.setContentsMargins(0, Space.SMALL, 0, 0)
        column.setSpacing(Space.SMALL)
        column.addWidget(drawing)
        column.addWidget(
            PlainLabel(
                t(N_("The numbers are those of the steps. Yours may look a little different.")),
                Role.CAPTION,
            )
        )
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

    def _build_step(
        self,
        place: int,
        step: Setting | Step,
        generation: Generation,
        values: dict[Setting, str],
    ) -> Instruction:
        label, text = _label(step, generation), _TEXTS[step]
        value = values[step] if isinstance(step, Setting) else ""
        if step is Setting.METADATA_URL and not value:
            label, text = Label(text=_PASTE_XML, certain=False), _NO_ADDRESS
        is_fixed = step is Setting.SSO_METHOD
        line = Instruction(
            place,
            t(text),
            console_label="" if is_fixed else label.text,
            certain=label.certain,
            path=(label.text, SSO_METHOD_BUTTON) if is_fixed else (),
            value="" if is_fixed else value,
            copy=self.context.copy,
            name=step.value,
        )
        if step is Step.CERTIFICATE:
            line.middle.addWidget(CertificateFile(self))
        mark = ResultLines()
        line.middle.addWidget(mark)
        line.ticked.connect(lambda on: self._tick(step, done=on))
        self.steps[step], self._marks[step] = line, mark
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

    def _tick(self, step: Setting | Step, *, done: bool) -> None:
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


def _label(step: Setting | Step, generation: Generation) -> Label:
    if isinstance(step, Setting):
        return LABELS[generation][step]
    return OTHER_LABELS[generation][step.value]


PAGE: Final = DeskproConfigurePage
