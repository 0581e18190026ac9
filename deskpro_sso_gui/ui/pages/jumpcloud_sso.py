"""Page *JumpCloud sign-in*: what the app is set to, what it should be, and the change."""

from typing import ClassVar, Final

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.problems import Problem, ProblemCode
from deskpro_sso_gui.setup.plan import Difference, Moved
from deskpro_sso_gui.setup.progress import Status, progress
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks.jumpcloud_sso import (
    Look,
    apply_settings,
    look_at_settings,
    moved_since,
)
from deskpro_sso_gui.texts import date_time, plural, t
from deskpro_sso_gui.texts.terms import Term
from deskpro_sso_gui.ui.pages.base import Page, PageContext, PrimaryAction
from deskpro_sso_gui.ui.pages.blocks.by_hand import ByHandSwitch
from deskpro_sso_gui.ui.pages.blocks.gate import LockOutGate
from deskpro_sso_gui.ui.pages.blocks.live_app import LiveAppNotice
from deskpro_sso_gui.ui.pages.blocks.missing_stages import MissingStages, missing_before
from deskpro_sso_gui.ui.pages.blocks.plan_words import PlanWords
from deskpro_sso_gui.ui.pages.blocks.setting_rows import moved_rows, rows
from deskpro_sso_gui.ui.pages.blocks.settings_by_hand import (
    SettingsByHand,
    told_lines,
    waits_for_gate,
)
from deskpro_sso_gui.ui.pages.blocks.stale import StaleNotice
from deskpro_sso_gui.ui.theme import Icon, Kind, Role, Space, set_kind
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.comparison_table import ComparisonTable
from deskpro_sso_gui.ui.widgets.expander import Expander
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.notice import Tone
from deskpro_sso_gui.ui.widgets.result_lines import ResultLine, ResultLines
from deskpro_sso_gui.ui.widgets.reveal import reveal


class JumpcloudSsoPage(Page):
    """What differs in a table, what is right already folded, one button to put it right."""

    stage: ClassVar[StageId] = StageId.JUMPCLOUD_SSO
    explanation: ClassVar[str] = N_(
        "After a sign-in JumpCloud sends DeskPRO a signed message that says who the person is. "
        "These settings say where that message goes, whom it is for and what stands in it. Other "
        "settings of the app stay as they are, its certificate too."
    )
    terms: ClassVar[tuple[Term, ...]] = (
        Term.ENTITY_ID,
        Term.ACS_URL,
        Term.IDP_URL,
        Term.NAME_ID_FORMAT,
        Term.CERTIFICATE,
        Term.METADATA,
        Term.SSO_METHOD,
        Term.SAML,
    )

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._shown: Look | None = None
        self._applied = context.session.record.applied
        self._first = MissingStages(context.go_to)
        self.body.addWidget(self._first)
        self._stale = StaleNotice(
            self.stage, t(N_("Look again, then apply what differs from what DeskPRO needs."))
        )
        self.body.addWidget(self._stale)
        self.result = ResultLines()
        self._card = _card(self.result)
        self.body.addWidget(self._card)
        self.live = LiveAppNotice(self)
        self.gate = LockOutGate(self)
        self.body.addWidget(self.live)
        self.body.addWidget(self.gate)  # above what they hold up: a long table would hide them
        self._heading = PlainLabel("", Role.HEADING)
        self.body.addWidget(self._heading)
        titles = (t(N_("In JumpCloud now")), t(N_("Should be")))
        self.differing = ComparisonTable(*titles)
        self.body.addWidget(self.differing)
        self.plan = PlanWords()
        self.moved = ComparisonTable(t(N_("In JumpCloud now")), t(N_("When you looked")))
        for widget in (self.moved, self.plan):
            self.body.addWidget(widget)
        self.moved.hide()
        self._right_holder = QWidget()
        holder = QVBoxLayout(self._right_holder)
        holder.setContentsMargins(0, 0, 0, 0)
        holder.setSpacing(Space.TIGHT)
        self.right = Expander(t(N_("Settings that are right")))
        self._right_table = ComparisonTable(*titles)
        self.right.body.addWidget(self._right_table)
        holder.addWidget(self.right)
        self.body.addWidget(self._right_holder)
        self.again_button = Button(
            t(N_("Look again")), Kind.LINK, icon=Icon.REFRESH, on_click=self.compare
        )
        self.body.addWidget(self.again_button)
        self.by_hand = SettingsByHand(self, lambda: reveal(self.result))
        self.body.addWidget(self.by_hand)
        self.switch = ByHandSwitch(self, self.entered)
        self.body.addWidget(self.switch)
        self._show_table()

    def render(self, record: SetupRecord) -> None:  # type: ignore[override]
        """Show what was done, and what is known of JumpCloud now."""
        if record.applied != self._applied:
            self._applied = record.applied
            self._shown = None  # what was read before the change says nothing any more
        self.switch.show_record(record)
        self.by_hand.show_record(record)
        if record.is_by_hand(self.stage):
            self._shown = None
        status = progress(record)[self.stage].status
        lines: list[ResultLine] = []
        if status is Status.DONE and record.applied is not None and record.applied.by_hand:
            lines += told_lines(record)
        elif status is Status.DONE and record.applied is not None and not self._to_change():
            if self._shown is not None:
                words = t(N_("Everything is as it should be."))
                lines.append(ResultLine(text=words, tone=Tone.SUCCESS))
            lines.append(
                ResultLine(
                    text=_done_text(record.applied.changed, date_time(record.applied.at)),
                    tone=Tone.SUCCESS,
                )
            )
            unchanged = t(N_("The app's certificate is the same as before."))
            lines.append(ResultLine(text=unchanged, tone=Tone.SUCCESS))
        self._first.show_stages(() if _ready(record) else missing_before(self.stage, record))
        self.result.set_lines(lines)
        self._card.setVisible(bool(lines))
        self._stale.show_record(record)
        self._show_table()

    def _differences(self) -> tuple[Difference, ...]:
        return self._shown.differences if self._shown else ()

    def _to_change(self) -> tuple[Difference, ...]:
        return tuple(each for each in self._differences() if each.differs)

    def _show_table(self) -> None:
        shown = self._differences()
        to_change = self._to_change()
        self._heading.setText(
            plural(
                N_("One setting differs from what DeskPRO needs"),
                N_("{count} settings differ from what DeskPRO needs"),
                len(to_change),
            )
        )
        self._heading.setVisible(bool(to_change))
        self.differing.setVisible(bool(to_change))
        self.differing.set_rows(rows(to_change))
        self.plan.set_sentences(_sentences(len(to_change)))
        record = self.session.record
        self.gate.show_record(record, wanted=bool(to_change) or waits_for_gate(record))
        rest = [each for each in shown if not each.differs]
        self._right_holder.setVisible(bool(rest))
        self._right_table.set_rows(rows(rest))
        self.again_button.setVisible(bool(shown))

    def primary(self) -> PrimaryAction | None:
        """Write what differs; by hand, say that it is written."""
        if self.session.record.is_by_hand(self.stage):
            return self.by_hand.action()
        to_change = self._to_change()
        if not to_change:
            return None
        label = plural(N_("Apply 1 change"), N_("Apply {count} changes"), len(to_change))
        return PrimaryAction(
            label=label, run=self.apply, enabled=self.gate.is_open and self.live.is_open
        )

    def entered(self) -> None:
        """Look at JumpCloud, unless that is done by hand."""
        record = self.session.record
        if _ready(record) and not record.is_by_hand(self.stage):
            self.compare()

    def way_out(self, place: QWidget | None) -> Button | None:
        """Offer to do it by hand."""
        del place
        return self.switch.way_out()

    def compare(self) -> None:
        """Ask JumpCloud for the app's settings."""
        self.start(
            t(N_("Reading the app's settings from JumpCloud…")),
            lambda: look_at_settings(self.session),
            self._compared,
        )

    def _compared(self, found: Look) -> None:
        self._shown = found
        if self._to_change():
            self.live.look()
        else:
            self.live.hide()
        self.render(self.session.record)
        self.changed.emit()
        standing = progress(self.session.record)[self.stage]
        done = standing.status is Status.DONE and not standing.by_hand  # a word can be checked now
        if not self._to_change() and not done:
            self.apply()  # writes nothing, and notes that all is well

    def apply(self) -> None:
        """Write what is shown as differing, read it back, and compare the certificates."""
        shown = self._shown
        self.moved.hide()
        self.start(
            t(N_("Setting up the app in JumpCloud…")),
            lambda: apply_settings(self.session, shown),
            lambda _count: self.compare(),
            failed=self._failed,
        )

    def _failed(self, problem: Problem) -> None:
        # what was shown may not be there any more: look before it can be applied again
        seen, self._shown = self._shown, None
        self.render(self.session.record)
        self.changed.emit()
        if problem.code is ProblemCode.CHANGED_MEANWHILE and seen is not None:
            self._look_what_moved(problem, seen)
        else:
            self.show_problem(problem, retry=self.compare)

    def _look_what_moved(self, problem: Problem, seen: Look) -> None:
        def show(moves: tuple[Moved, ...]) -> None:
            self.moved.set_rows(moved_rows(moves))
            self.moved.setVisible(bool(moves))
            self.show_problem(problem, retry=self._look_anew)

        self.start(
            t(N_("Looking at what was changed…")), lambda: moved_since(self.session, seen), show
        )

    def _look_anew(self) -> None:
        self.moved.hide()
        self.compare()


def _card(content: QWidget) -> QFrame:
    card = QFrame()
    set_kind(card, Kind.CARD)
    column = QVBoxLayout(card)
    column.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.MEDIUM)
    column.addWidget(content)
    return card


def _ready(record: SetupRecord) -> bool:
    return record.application is not None and record.service_provider is not None


def _done_text(changed: int, at: str) -> str:
    if not changed:
        return t(N_("Nothing had to be changed ({time})."), time=at)
    return plural(
        N_("One setting was changed ({time})."),
        N_("{count} settings were changed ({time})."),
        changed,
        time=at,
    )


def _sentences(count: int) -> list[str]:
    if not count:
        return []
    written = plural(
        N_("The setting in this table is written, and nothing else of the app is changed."),
        N_("The {count} settings in this table are written, and nothing else of the app."),
        count,
    )
    return [
        written,
        t(
            N_(
                "Its certificate stays the same, and so does who may use it. If somebody changes "
                "the app in the meantime, nothing is written."
            )
        ),
    ]


PAGE: Final = JumpcloudSsoPage
