"""One sign-in that is tried, in its two halves: JumpCloud issued it, DeskPRO let the person in."""

from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskpro_sso_gui.diagnosis.recorded_proof import Doubt, RecordedSignIn
from deskpro_sso_gui.diagnosis.told import ToldReport
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.problems import Problem, ProblemCode
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.trials import Flow, Trial
from deskpro_sso_gui.setup.values import Basis, changed
from deskpro_sso_gui.summary.model import Proof, ProofState
from deskpro_sso_gui.summary.proofs import proofs
from deskpro_sso_gui.tasks.after_failure import find_cause
from deskpro_sso_gui.tasks.recorded import prove_by_recording
from deskpro_sso_gui.tasks.validate import (
    Noticed,
    Watch,
    confirm_accepted,
    confirm_issued,
    start_trial,
    watch_sign_in,
)
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.ui.pages.base import Page
from deskpro_sso_gui.ui.pages.blocks.recording import RecordingSearch
from deskpro_sso_gui.ui.pages.blocks.stale import names
from deskpro_sso_gui.ui.pages.blocks.trial_failure import failure_view
from deskpro_sso_gui.ui.pages.blocks.trial_halves import NOTICED, half_lines, halves
from deskpro_sso_gui.ui.pages.blocks.trial_steps import TrialSteps
from deskpro_sso_gui.ui.theme import Kind, Role, Space
from deskpro_sso_gui.ui.widgets.announce import announce
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.enter_field import EnterField
from deskpro_sso_gui.ui.widgets.expander import Expander
from deskpro_sso_gui.ui.widgets.form_row import FormRow
from deskpro_sso_gui.ui.widgets.instruction import path_chips
from deskpro_sso_gui.ui.widgets.labels import PlainLabel, mark_value
from deskpro_sso_gui.ui.widgets.notice import Notice, Tone
from deskpro_sso_gui.ui.widgets.result_lines import ResultLine, ResultLines
from deskpro_sso_gui.ui.widgets.reveal import reveal
from deskpro_sso_gui.ui.widgets.section import Section

_TITLES: Final = {
    Flow.FROM_DESKPRO: N_("From DeskPRO's button"),
    Flow.FROM_JUMPCLOUD: N_("From the JumpCloud portal"),
    Flow.AFTER_SWITCH: N_("Once more, after the switch"),
}
_WAITING: Final = {
    Flow.FROM_DESKPRO: N_("Waiting for the sign-in from DeskPRO…"),
    Flow.FROM_JUMPCLOUD: N_("Waiting for the sign-in from the JumpCloud portal…"),
    Flow.AFTER_SWITCH: N_("Waiting for the sign-in after the switch…"),
}
_NOTHING_SHOWS: Final = N_("Nothing shows up here?")
_HAS_PASSED: Final = N_("Has JumpCloud let them pass?")
_LAGS_BEHIND: Final = N_(
    "JumpCloud's list of sign-ins can lag behind by minutes. If JumpCloud let the person pass, say "
    "so yourself; it is kept as your word."
)
_TELL_US: Final = N_(
    "Without a key we can't see JumpCloud's list of sign-ins. When JumpCloud has let the person "
    "pass, say so here; it is kept as your word."
)


_OWN_LOG: Final = N_(
    "DeskPRO keeps a log of its own. Where the app's settings have this, it may say more:"
)
_OWN_LOG_PATH: Final = ("Test Settings", "View Log")
"""Documented beside the filter of an app (reference/deskpro.md §3.6)."""


class TrialSection(Section):
    """A slot of *Try it*: how to begin, what was seen of each half, and what the admin says.

    Attributes:
        flow: which sign-in it is.
        watching: what is waited for, None while nothing is.
    """

    def __init__(self, page: Page, flow: Flow) -> None:
        super().__init__(t(_TITLES[flow]))
        self._page = page
        self.flow = flow
        self.watching = False
        self._watch: Watch | None = None
        self._noticed: Noticed | None = None
        self._changing = False
        self.change_button.setText(t(N_("Try it again")))
        self.change_button.setAccessibleName(t(N_("Try it again: {what}"), what=t(_TITLES[flow])))
        self.change_wanted.connect(lambda: self._change(on=True))
        self.keep_wanted.connect(lambda: self._change(on=False))
        self._told = QVBoxLayout()
        self._told.setSpacing(Space.MEDIUM)
        self.body.addLayout(self._told)
        self._steps = TrialSteps(flow, page.context.copy)
        self.body.addWidget(self._steps)
        self.halves = ResultLines()
        self.body.addWidget(self.halves)
        self.body.addWidget(self._build_accept())
        self.body.addWidget(self._build_not_seen())
        self.body.addWidget(self._build_failed())
        self.recording = RecordingSearch(page)
        self.recording.looked.connect(self._recorded)
        self.body.addWidget(self.recording)

    def _build_accept(self) -> QWidget:
        self._accept = QWidget()
        column = QVBoxLayout(self._accept)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SMALL)
        self.name = EnterField()
        self.name.setMaxLength(200)
        mark_value(self.name)
        self._page.bind_draft(f"name.{self.flow}", self.name)
        self.name.entered.connect(self._name_entered)
        self.name.textChanged.connect(lambda _text: self._name_typed())
        self._which_name = FormRow(
            t(N_("Which name does DeskPRO show?")),
            self.name,
            hint=t(N_("It stands in a corner of DeskPRO's window, or behind its picture.")),
        )
        column.addWidget(self._which_name)
        buttons = QHBoxLayout()
        self.accept_button = Button(t(N_("Yes, they are in")), on_click=self.accept)
        self.failed_button = Button(t(N_("It didn't work")), on_click=self._open_failed)
        for button in (self.accept_button, self.failed_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        return self._accept

    def _build_not_seen(self) -> QWidget:
        self._not_seen = QWidget()
        column = QVBoxLayout(self._not_seen)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SMALL)
        self._missing = Expander(t(_NOTHING_SHOWS))
        self._why_missing = PlainLabel("", Role.MUTED)
        self._missing.body.addWidget(self._why_missing)
        self.issued_button = Button(t(N_("JumpCloud let them pass")), on_click=self._confirm_issued)
        self._missing.body.addWidget(self.issued_button, 0, Qt.AlignmentFlag.AlignLeading)
        self.start_button = Button(t(N_("Start the test")), Kind.PRIMARY, on_click=self.begin)
        self.start_button.setVisible(self.flow is Flow.AFTER_SWITCH)
        column.addWidget(self.start_button, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self._missing)
        return self._not_seen

    def _build_failed(self) -> QWidget:
        self._failed = QWidget()
        column = QVBoxLayout(self._failed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SMALL)
        self.note_button = Button(t(N_("Find the cause")), on_click=self._note_failure)
        self.saw = EnterField()
        self.saw.setMaxLength(500)
        mark_value(self.saw)
        self._page.bind_draft(f"saw.{self.flow}", self.saw)
        self.saw.entered.connect(self.note_button.click)
        self.saw.textChanged.connect(lambda text: self.note_button.setEnabled(bool(text.strip())))
        column.addWidget(
            FormRow(
                t(N_("What did you see?")),
                self.saw,
                hint=t(N_("The message on the page, or where it ended. No password.")),
            )
        )
        column.addWidget(PlainLabel(t(_OWN_LOG), Role.MUTED))
        column.addWidget(path_chips(_OWN_LOG_PATH))
        self.note_button.setEnabled(bool(self.saw.text().strip()))
        column.addWidget(self.note_button, 0, Qt.AlignmentFlag.AlignLeading)
        self._failed.hide()
        return self._failed

    def show_record(self, record: SetupRecord, *, active: bool, again: bool) -> None:
        """Fold what is proven, open the one that is next, lock the others.

        ``again`` says that what is proven may be tried once more.
        """
        self._changing = self._changing and again
        proof = next((each for each in proofs(record) if each.flow is self.flow), None)
        trial = record.validation.trial(self.flow)
        if proof is not None and proof.state is ProofState.PROVEN and not self._changing:
            self.show_done(half_lines(proof))
            self.change_button.setVisible(again)
            return
        if not active and not self._changing:
            self.show_locked()
            return
        self.show_open(can_keep=self._changing)
        self._show_told(record, proof, trial)
        issued = self.is_issued
        begun = self.watching or issued
        self._steps.show_record(record)
        self._steps.setVisible(self.watching or not issued)
        self.halves.set_lines(halves(proof, self._waiting_for()) if begun else ())
        self._accept.setVisible(begun)
        self._which_name.setVisible(issued)
        self.accept_button.setVisible(issued and self.flow is Flow.AFTER_SWITCH)
        self.accept_button.setEnabled(issued and bool(self.name.text().strip()))
        self._missing.setVisible(self.watching)
        by_hand = record.by_hand.without_key
        self._missing.set_title(t(_HAS_PASSED if by_hand else _NOTHING_SHOWS))
        self._why_missing.setText(t(_TELL_US if by_hand else _LAGS_BEHIND))
        by_itself = self.flow is Flow.AFTER_SWITCH or self._changing
        self.start_button.setVisible(by_itself and not begun)
        self._not_seen.setVisible(self.watching or not self.start_button.isHidden())
        if not begun:
            self._failed.hide()
        failed = trial is not None and bool(trial.failure) and not trial.proven
        self.recording.setVisible(failed or begun)
        self.recording.show_purpose(failed=failed)

    def _waiting_for(self) -> str:
        """Return what is waited for at JumpCloud, empty while nothing is."""
        if not self.watching:
            return ""
        if self._watch is not None and not self._watch.events_available:
            return t(N_("JumpCloud does not show us its sign-ins; tell us below what you saw."))
        return t(NOTICED[self._noticed]) if self._noticed else t(N_("waiting…"))

    def show_unused(self) -> None:
        """Say that people never begin this way."""
        text = t(N_("Not used: the tile is hidden in JumpCloud's portal."))
        self.show_done([ResultLine(text=text, tone=Tone.INFO)])
        self.change_button.hide()

    def _show_told(self, record: SetupRecord, proof: Proof | None, trial: Trial | None) -> None:
        while (item := self._told.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if trial is None:
            return
        if proof is not None and proof.state is ProofState.STALE:
            differing = changed(trial.basis, record.basis(StageId.VALIDATE))
            title = t(N_("It worked before. Changed since: {names}"), names=names(differing))
            self._told.addWidget(Notice(Tone.STALE, title, t(N_("Try it again."))))
        elif trial.failure and not trial.proven:
            self._told.addWidget(failure_view(record, trial, self._page.context.go_to))

    @property
    def is_issued(self) -> bool:
        """Say whether JumpCloud's half is there and DeskPRO's is still to be told."""
        trial = self._page.session.record.validation.trial(self.flow)
        if trial is None or trial.failure:
            return False
        return trial.issued_at is not None and not trial.proven

    def begin(self) -> None:
        """Start the test: from now on a sign-in counts."""
        self._changing = False
        self._noticed = None
        self._page.clear_problem()
        self._set_watching(on=True)
        self._missing.set_open(on=False)
        self._failed.hide()
        reveal(self)
        session = self._page.session

        async def try_it() -> Trial | None:
            self._watch = await start_trial(session, self.flow)
            if not self._watch.events_available:
                return None
            return await watch_sign_in(session, self._watch, noticed=self._notice)

        self._run = self._page.runner.start(
            t(_WAITING[self.flow]),
            try_it,
            done=self._seen,
            failed=self._could_not_watch,
            owner=self,
        )

    def _seen(self, trial: Trial | None) -> None:
        if trial is None:
            # JumpCloud does not show its sign-ins to this key: the admin tells
            self._missing.set_open(on=True)
            self._refresh()
            return
        self._set_watching(on=False)
        came = N_("The sign-in has arrived") if self.is_issued else N_("The sign-in was refused")
        self._page.context.notify(t(came), t(_TITLES[self.flow]))
        if self.is_issued:
            self.name.setFocus()
            reveal(self)

    def _notice(self, noticed: Noticed) -> None:
        self._noticed = noticed
        announce(self, t(NOTICED[noticed]))
        self._refresh()

    def _could_not_watch(self, problem: Problem) -> None:
        if problem.code is ProblemCode.EVENTS_NOT_AVAILABLE and self._watch is not None:
            # the right to see them was taken away meanwhile: the trial goes on with her word
            self._watch = replace(self._watch, events_available=False)
            self._seen(None)
            return
        self._set_watching(on=False)
        self._page.show_problem(problem, retry=self.begin, place=self)

    def runs_changed(self) -> None:
        """Take notice that a task ended: a cancelled one leaves the slot as it was."""
        available = self._watch is None or self._watch.events_available
        if self.watching and available and not self._page.runner.busy(self):
            self._set_watching(on=False)

    def stop(self) -> None:
        """Wait no more."""
        if not self.watching:
            return
        self._page.runner.cancel_owned(self)
        self._set_watching(on=False)

    def _set_watching(self, *, on: bool) -> None:
        self.watching = on
        self._refresh()

    def _refresh(self) -> None:
        self._page.render(self._page.session.record)
        self._page.changed.emit()

    def _name_typed(self) -> None:
        self.accept_button.setEnabled(self.is_issued and bool(self.name.text().strip()))
        self._page.changed.emit()

    def _name_entered(self) -> None:
        if self.is_issued and self.name.text().strip() and not self._page.runner.busy(self._page):
            self.accept()

    def _confirm_issued(self) -> None:
        self.stop()
        self._page.start(
            t(N_("Saving…")),
            lambda: confirm_issued(self._page.session, self.flow),
            lambda _trial: self.name.setFocus(),
            place=self,
        )

    def accept(self) -> None:
        """Take the admin's word that DeskPRO let the person in."""
        self._page.start(
            t(N_("Saving…")),
            lambda: confirm_accepted(self._page.session, self.flow, self.name.text()),
            self._accepted,
            place=self,
        )

    def _accepted(self, _trial: Trial) -> None:
        self._page.set_draft(f"name.{self.flow}", "")
        self._refresh()

    def _recorded(self, report: ToldReport, compared_with: Basis) -> None:
        """See whether a recording proves the sign-in that is tried."""
        trial = self._page.session.record.validation.trial(self.flow)
        sign_in = report.sign_in
        if sign_in is None or trial is None or trial.accepted_at is not None:
            return
        seen = self._watch is None or self._watch.events_available
        self._page.start(
            t(N_("Saving…")),
            lambda: prove_by_recording(
                self._page.session,
                self.flow,
                sign_in,
                compared_with=compared_with,
                events_available=seen and not self._page.session.record.by_hand.without_key,
            ),
            lambda doubt: self._judged(doubt, sign_in),
            place=self,
        )

    def _judged(self, doubt: Doubt | None, sign_in: RecordedSignIn) -> None:
        trial = self._page.session.record.validation.trial(self.flow)
        if doubt is None:
            if trial is not None and trial.proven:
                self.stop()
            self._refresh()
        elif trial is not None and not trial.failure:
            self.recording.show_doubt(doubt, sign_in.differing)

    def _open_failed(self) -> None:
        self._failed.show()
        self.saw.setFocus()
        reveal(self._failed)

    def _note_failure(self) -> None:
        self.stop()
        self._page.start(
            t(N_("Saving…")),
            lambda: find_cause(self._page.session, self.flow, self.saw.text()),
            self._noted,
            place=self,
        )

    def _noted(self, _trial: Trial) -> None:
        self.saw.clear()
        self._failed.hide()
        self._refresh()

    def _change(self, *, on: bool) -> None:
        self._changing = on
        self._refresh()
