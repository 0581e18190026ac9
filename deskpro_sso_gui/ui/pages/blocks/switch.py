"""Stay with DeskPRO's button or switch to *Automatic*: offered once the sign-in is proven."""

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.facts import Generation, Interface, SsoMethod
from deskpro_sso_gui.setup.gate import method_in_effect
from deskpro_sso_gui.setup.progress import holds, may_switch, may_switch_to_automatic
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.settings import (
    LABELS,
    OTHER_LABELS,
    SSO_METHOD_AUTOMATIC,
    SSO_METHOD_BUTTON,
    Control,
    Setting,
)
from deskpro_sso_gui.setup.trials import Flow
from deskpro_sso_gui.tasks.validate import stay_with_button, switched_to_automatic
from deskpro_sso_gui.texts import plural, t
from deskpro_sso_gui.ui.pages.base import Page, PrimaryAction
from deskpro_sso_gui.ui.pages.blocks.left_outside import LeftOutside
from deskpro_sso_gui.ui.pages.blocks.ways_back import WaysBack
from deskpro_sso_gui.ui.theme import Space
from deskpro_sso_gui.ui.widgets.choices import Choice, Choices
from deskpro_sso_gui.ui.widgets.instruction import path_chips
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.notice import Notice, Tone
from deskpro_sso_gui.ui.widgets.result_lines import ResultLine
from deskpro_sso_gui.ui.widgets.reveal import reveal
from deskpro_sso_gui.ui.widgets.section import Section, SectionState

BUTTON: Final = "button"
AUTOMATIC: Final = "automatic"
_CHOICE: Final = "sign_in"


class SwitchSection(Section):
    """The way back, who is affected, and the choice."""

    def __init__(self, page: Page, set_back: Callable[[], object]) -> None:
        """Offer it on ``page``; ``set_back`` notes that DeskPRO was set back to its button."""
        super().__init__(t(N_("How people sign in from now on")))
        self._page = page
        self._set_back = set_back
        record = page.session.record
        heading = t(N_("First: if nobody gets in, the way back"))
        self.body.addWidget(WaysBack(heading, record, page.context.copy))
        self.choices = Choices(
            t(N_("How should people sign in?")),
            [
                Choice(
                    id=BUTTON,
                    text=t(N_("With the button")),
                    description=t(
                        N_(
                            "DeskPRO's own form stays, with the JumpCloud button beside it. Nobody "
                            "can be locked out. A finished set-up."
                        )
                    ),
                ),
                Choice(
                    id=AUTOMATIC,
                    text=t(N_("Automatically")),
                    description=t(
                        N_(
                            "DeskPRO's own form disappears: everyone is sent to JumpCloud. Whoever "
                            "has no access there is locked out."
                        )
                    ),
                ),
            ],
        )
        self.choices.set_value(page.draft(_CHOICE) or BUTTON)
        self.choices.chosen.connect(self._chose)
        self.body.addWidget(self.choices)
        self.body.addWidget(self._build_switching(record))
        self._back_steps = method_steps(record, SSO_METHOD_BUTTON)
        self.body.addWidget(self._back_steps)
        self.change_wanted.connect(lambda: self._change(on=True))
        self.keep_wanted.connect(lambda: self._change(on=False))
        self._changing = False
        self._show_switching()

    def _build_switching(self, record: SetupRecord) -> QWidget:
        self._switching = QWidget()
        column = QVBoxLayout(self._switching)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.MEDIUM)
        self._affected = QWidget()
        self._affected_column = QVBoxLayout(self._affected)
        self._affected_column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._affected)
        self.outside = LeftOutside(self._page, self)
        column.addWidget(self.outside)
        self._last_steps = method_steps(record, SSO_METHOD_AUTOMATIC)
        column.addWidget(self._last_steps)
        return self._switching

    def show_record(self, record: SetupRecord) -> None:
        """Fold to what was chosen, or offer the choice where it may be made."""
        validation = record.validation
        automatic = validation.sso_method is SsoMethod.AUTOMATIC
        settled = automatic or validation.stays_with_button
        offered = may_switch(record)
        self.setVisible(True)
        self._show_affected(record)
        self.outside.show_record(record)
        self._last_steps.setVisible(may_switch_to_automatic(record))
        # with the last sign-in still to be seen, the page's main button takes it back
        may_change = offered and not (automatic and not holds(record, Flow.AFTER_SWITCH))
        self._changing = self._changing and may_change
        self._show_switching()
        if settled and not self._changing:
            self._show_settled(record, automatic=automatic)
        elif offered:
            self.show_open(can_keep=settled)
        else:
            self.show_locked()

    def _show_settled(self, record: SetupRecord, *, automatic: bool) -> None:
        if not automatic:
            text = t(N_("People choose JumpCloud with a button on DeskPRO's sign-in page."))
            self.show_done([ResultLine(text=text, tone=Tone.SUCCESS)])
            return
        proven = holds(record, Flow.AFTER_SWITCH)
        text = t(N_("DeskPRO sends everyone to JumpCloud ({method})."), method=SSO_METHOD_AUTOMATIC)
        self.show_done(
            [ResultLine(text=text, tone=Tone.SUCCESS if proven else Tone.ATTENTION)],
            attention=not proven,
        )
        self.change_button.setVisible(proven)

    def _show_affected(self, record: SetupRecord) -> None:
        while (item := self._affected_column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._affected_column.addWidget(_affected(record))

    @property
    def is_open(self) -> bool:
        """Say whether there is something to choose."""
        return self.state is SectionState.OPEN

    def action(self) -> PrimaryAction | None:
        """Return what the main button does while the choice is open."""
        record = self._page.session.record
        if self.choices.value() == AUTOMATIC:
            if record.validation.sso_method is SsoMethod.AUTOMATIC:
                return None
            return PrimaryAction(
                label=t(N_("I have switched to {method}"), method=SSO_METHOD_AUTOMATIC),
                run=self._switched,
                enabled=may_switch_to_automatic(record),
            )
        if method_in_effect(record) is SsoMethod.AUTOMATIC:
            label = t(N_("I have set it back to {method}"), method=SSO_METHOD_BUTTON)
            return PrimaryAction(label=label, run=self._set_back)
        return PrimaryAction(label=t(N_("Stay with the button")), run=self._stay)

    def _chose(self, choice: str) -> None:
        self._page.set_draft(_CHOICE, choice)
        self._show_switching()
        self._page.changed.emit()
        reveal(self.choices)  # what is shown above it by now may push it out of sight

    def _show_switching(self) -> None:
        record = self._page.session.record
        switches = self.choices.value() == AUTOMATIC
        told = record.validation.sso_method is SsoMethod.AUTOMATIC
        self._switching.setVisible(switches and not told)
        is_on = method_in_effect(record) is SsoMethod.AUTOMATIC
        self._back_steps.setVisible(not switches and is_on)

    def _change(self, *, on: bool) -> None:
        record = self._page.session.record
        self._changing = on
        if on and record.validation.sso_method is SsoMethod.AUTOMATIC:
            self.choices.set_value(BUTTON)
        self.show_record(record)
        self._page.changed.emit()

    def _stay(self) -> None:
        self._page.start(t(N_("Saving…")), lambda: stay_with_button(self._page.session), self._done)

    def _switched(self) -> None:
        self._page.start(
            t(N_("Saving…")), lambda: switched_to_automatic(self._page.session), self._done
        )

    def _done(self, _nothing: None) -> None:
        self._changing = False
        self._page.render(self._page.session.record)
        self._page.changed.emit()


def method_steps(record: SetupRecord, method: str) -> QWidget:
    """Return how to set DeskPRO's *SSO Method* to ``method`` and save."""
    generation = record.helpdesk.generation if record.helpdesk else Generation.HORIZON
    save = OTHER_LABELS[generation][Control.SAVED]
    steps = QWidget()
    column = QVBoxLayout(steps)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(Space.SMALL)
    column.addWidget(PlainLabel(t(N_("In DeskPRO's form, set and save:"))))
    column.addWidget(path_chips((LABELS[generation][Setting.SSO_METHOD].text, method, save.text)))
    return steps


def _affected(record: SetupRecord) -> Notice:
    access = record.access
    groups = ", ".join(group.name for group in access.groups) if access else ""
    is_agents = record.helpdesk is None or record.helpdesk.interface is Interface.AGENTS
    title = (
        t(N_("Every agent outside these groups is locked out."))
        if is_agents
        else t(N_("Every user outside these groups is locked out, and visitors see nothing."))
    )
    if access is None or access.people is None:
        return Notice(Tone.ATTENTION, title, groups)
    text = plural(
        N_("One person gets in, through: {groups}."),
        N_("{count} people get in, through: {groups}."),
        access.people,
        groups=groups,
    )
    return Notice(Tone.ATTENTION, title, text)
