"""Page *Try the sign-in*: compare, try both ways in, and only then decide how people sign in."""

from typing import ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.facts import SsoMethod
from deskpro_sso_gui.setup.progress import flows_needed, holds, may_switch
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.settings import SSO_METHOD_BUTTON
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.trials import Flow
from deskpro_sso_gui.tasks.automatic import look_for_automatic
from deskpro_sso_gui.tasks.before_test import Check, check_before_test
from deskpro_sso_gui.tasks.validate import set_back_to_disabled
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.texts.terms import Term
from deskpro_sso_gui.ui.pages.base import Page, PageContext, PrimaryAction
from deskpro_sso_gui.ui.pages.blocks.back_first import BackFirst
from deskpro_sso_gui.ui.pages.blocks.before_test import BeforeTestSection
from deskpro_sso_gui.ui.pages.blocks.missing_stages import MissingStages, missing_before
from deskpro_sso_gui.ui.pages.blocks.practise_failure import PractiseFailure
from deskpro_sso_gui.ui.pages.blocks.stale import StaleNotice
from deskpro_sso_gui.ui.pages.blocks.switch import SwitchSection, method_steps
from deskpro_sso_gui.ui.pages.blocks.trial import TrialSection
from deskpro_sso_gui.ui.pages.blocks.ways_back import WaysBack
from deskpro_sso_gui.ui.tab_order import ASIDE, focus_order
from deskpro_sso_gui.ui.widgets.notice import Notice, Tone
from deskpro_sso_gui.ui.widgets.reveal import reveal


class ValidatePage(Page):
    """The checks, a slot for each sign-in, the choice, and the sign-in after it."""

    stage: ClassVar[StageId] = StageId.VALIDATE
    explanation: ClassVar[str] = N_(
        "A sign-in has two halves: JumpCloud issues it, DeskPRO accepts it. We want to see both, "
        "with exactly today's values, before anything is switched. Until then DeskPRO only shows "
        "an extra button, so nobody can be locked out. Staying with the button is a finished "
        "set-up too."
    )
    terms: ClassVar[tuple[Term, ...]] = (
        Term.SSO_METHOD,
        Term.PORTAL,
        Term.RECORDING,
        Term.CERTIFICATE,
        Term.METADATA,
        Term.USER_GROUP,
        Term.ACCESS,
    )

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._back_tried = False
        self.back_first = BackFirst(context.copy)
        self.body.addWidget(self.back_first)
        self._stale = StaleNotice(
            self.stage, t(N_("What was seen before no longer counts. Try the sign-in again."))
        )
        self.body.addWidget(self._stale)
        self._first = MissingStages(context.go_to)
        self.body.addWidget(self._first)
        self._shown_active: Flow | None = None
        self.before = BeforeTestSection(self, self.check)
        self.body.addWidget(self.before)
        self.trials = {flow: TrialSection(self, flow) for flow in Flow}
        self.body.addWidget(self.trials[Flow.FROM_DESKPRO])
        self.body.addWidget(self.trials[Flow.FROM_JUMPCLOUD])
        self.switch = SwitchSection(self, self._set_back)
        self.body.addWidget(self.switch)
        self.body.addWidget(self.trials[Flow.AFTER_SWITCH])
        self.body.addWidget(self._build_back())
        if context.session.services.sandbox is not None:
            self.practise_failure = PractiseFailure(self)
            self.body.addWidget(self.practise_failure)
        self.runner.changed.connect(self._runs_changed)

    def _build_back(self) -> QWidget:
        record = self.session.record
        self._back = Notice(Tone.ATTENTION, t(N_("If it does not work, set DeskPRO back at once")))
        self._back.words.addWidget(method_steps(record, SSO_METHOD_BUTTON))
        heading = t(N_("If you can't get to that form any more"))
        self._back.words.addWidget(WaysBack(heading, record, self.context.copy))
        return self._back

    def render(self, record: SetupRecord) -> None:  # type: ignore[override]
        """Show each slot: what is proven folded, the next one open, the others locked."""
        self.back_first.show_record(record, tried=self._back_tried)
        back_first = self.back_first.wanted
        self._stale.show_record(record)
        if back_first:
            self._stale.hide()
        # nothing is to be done before it is set back
        self._first.show_stages(() if back_first else missing_before(self.stage, record))
        ready = not self._first.stages and not back_first
        needed = flows_needed(record)
        active = self._active(record)
        automatic = record.validation.sso_method is SsoMethod.AUTOMATIC
        if not ready:
            self.before.show_locked()
        elif self.before.checks is None and not self._begun(record):
            self.before.show_open()
        elif self.before.checks is not None:
            self.before.show_checks(self.before.checks)
        else:
            self.before.show_not_compared()
        for flow, section in self.trials.items():
            if flow not in needed and flow is Flow.FROM_JUMPCLOUD:
                section.show_unused()
                continue
            section.setVisible(flow in needed)
            section.show_record(
                record,
                active=ready and self._checked(record) and flow is active,
                # once everyone is sent to JumpCloud, what that rests on is not taken away
                again=ready and (not automatic or flow is Flow.AFTER_SWITCH),
            )
        self.switch.show_record(record)
        proven = holds(record, Flow.AFTER_SWITCH)
        self._back.setVisible(automatic and not proven and not back_first)
        self._reveal_next(active)

    def _reveal_next(self, active: Flow | None) -> None:
        """Bring what is next into sight when it has become another thing."""
        before, self._shown_active = self._shown_active, active
        if self.isVisible() and before is not active:
            reveal(self.trials[active] if active is not None else self.switch)

    @staticmethod
    def _active(record: SetupRecord) -> Flow | None:
        """Return the sign-in that is to be tried next, None when all are proven."""
        return next((flow for flow in flows_needed(record) if not holds(record, flow)), None)

    @staticmethod
    def _begun(record: SetupRecord) -> bool:
        return bool(record.validation.trials)

    def _checked(self, record: SetupRecord) -> bool:
        return self.before.checks is not None or self._begun(record)

    def primary(self) -> PrimaryAction | None:
        """Return the one next thing: check, start, confirm, decide, or take it back."""
        record = self.session.record
        back = self._taking_back(record)
        if back is not None or self._first.stages:
            return back
        active = self._active(record)
        if active is None or may_switch(record):
            return self.switch.action() if self.switch.is_open else None
        if not self._checked(record):
            return PrimaryAction(label=t(N_("Check both sides")), run=self.check)
        section = self.trials[active]
        if section.is_issued and not section.watching:
            return PrimaryAction(
                label=t(N_("Yes, they are in")),
                run=section.accept,
                enabled=bool(section.name.text().strip()),
            )
        return PrimaryAction(
            label=t(N_("Start the test")), run=section.begin, enabled=not section.watching
        )

    def _taking_back(self, record: SetupRecord) -> PrimaryAction | None:
        """Return what takes *Automatic* back, while nobody has seen that people get in with it."""
        if self.back_first.wanted:
            label = N_("I have set it back to {method}")
        elif self._active(record) is Flow.AFTER_SWITCH:  # whatever else there is to do
            label = N_("It didn't work: set back to {method}")
        else:
            return None
        return PrimaryAction(label=t(label, method=SSO_METHOD_BUTTON), run=self._set_back)

    def focus_target(self) -> QWidget | None:
        """Return what is to be filled in or pressed in the open slot; never what takes back."""
        active = self._active(self.session.record)
        if active is None or self._first.stages or self.back_first.wanted:
            return None
        section = self.trials[active]
        if section.name.isVisible() and not section.name.text().strip():
            return section.name
        if active is not Flow.AFTER_SWITCH:
            return None
        fields = (each for each in focus_order(section.content) if not each.property(ASIDE))
        return next((each for each in fields if each.isEnabled() and each.isVisible()), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Let Enter press the button it is on; it never takes the switch back by accident."""
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        takes_back = (
            self.back_first.wanted or self._active(self.session.record) is Flow.AFTER_SWITCH
        )
        if not is_enter or not takes_back:
            super().keyPressEvent(event)
            return
        focused = self.focusWidget()
        if isinstance(focused, QAbstractButton):
            focused.click()

    def left(self) -> None:
        """Wait no more for a sign-in."""
        for section in self.trials.values():
            section.stop()

    def check(self) -> None:
        """Compare both sides once more."""
        self.start(
            t(N_("Comparing both sides…")),
            lambda: check_before_test(self.session),
            self._was_checked,
            place=self.before,
        )

    def _was_checked(self, checks: tuple[Check, ...]) -> None:
        self.before.show_checks(checks)
        self.render(self.session.record)
        self.changed.emit()

    def _set_back(self) -> None:
        self.trials[Flow.AFTER_SWITCH].stop()
        self.start(t(N_("Saving…")), lambda: set_back_to_disabled(self.session), self._was_set_back)

    def _was_set_back(self, _nothing: None) -> None:
        self._back_tried = True
        self.start(t(N_("Looking at DeskPRO…")), lambda: look_for_automatic(self.session))

    def _runs_changed(self) -> None:
        if self.isVisible():
            for section in self.trials.values():
                section.runs_changed()


PAGE: Final = ValidatePage
