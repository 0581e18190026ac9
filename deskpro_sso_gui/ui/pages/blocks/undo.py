"""Block *Take back*: everything this program did in JumpCloud, listed before it is taken back."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.problems import Problem
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.undo import Caution, Leaving, Left, Step, StepKind, UndoPlan
from deskpro_sso_gui.tasks.undo import has_written, plan_undo, undo
from deskpro_sso_gui.texts import plural, setting_name, setting_value, t
from deskpro_sso_gui.ui.pages.base import Page
from deskpro_sso_gui.ui.pages.blocks.gate import LockOutGate
from deskpro_sso_gui.ui.theme import Icon, Role, Space
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.expander import Expander
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.notice import Notice, Tone
from deskpro_sso_gui.ui.widgets.result_lines import ResultLine, ResultLines
from deskpro_sso_gui.ui.widgets.reveal import reveal

_STEPS: Final = {
    StepKind.TAKE_ACCESS: N_("Take access to “{app}” from the group “{name}”"),
    StepKind.GIVE_ACCESS: N_("Give the group “{name}” access to “{app}” again"),
    StepKind.RESTORE: N_("Set the app “{name}” back to what it was:"),
    StepKind.DELETE_APPLICATION: N_("Delete the app “{name}”, and its certificate with it"),
    StepKind.DELETE_GROUP: N_("Delete the group “{name}”"),
}
_CAUTIONS: Final = {
    Caution.CHANGED: N_("Somebody changed it since in JumpCloud."),
    Caution.OTHER_GROUPS: N_("Somebody gave other groups access to it: people may depend on it."),
    Caution.MEMBERS: N_("There are people in it by now. This program added none of them."),
    Caution.OTHER_USES: N_("It is used for something else by now, not only for this app."),
    Caution.UNSURE: N_("We can't tell whether this program gave it, or somebody else."),
}
_LEFT: Final = {
    Left.DESKPRO: N_(
        "DeskPRO: this program changed nothing there. Take the JumpCloud sign-in out of Auth & SSO "
        "yourself."
    ),
    Left.CERTIFICATE: N_(
        "The certificate of “{name}”: it was renewed, and the old one can't be brought back."
    ),
    Left.PICTURE: N_(
        "The picture on the tile of “{name}”: which one was there before is not known, so it can't "
        "be brought back."
    ),
    Left.VALUES: N_("In “{name}”, what somebody else has changed since: {settings}"),
}


class UndoBlock(Expander):
    """Folded and not prominent; opened, it looks at JumpCloud and lists what would be done."""

    def __init__(self, page: Page) -> None:
        super().__init__(t(N_("Undo what was done in JumpCloud")))
        self._page = page
        self._plan: UndoPlan | None = None
        self._asked: dict[str, QCheckBox] = {}
        self._done: tuple[ResultLine, ...] = ()
        self.told = ResultLines()
        self._list = QVBoxLayout()
        self._list.setSpacing(Space.SMALL)
        self.gate = LockOutGate(page)
        self.gate.opened.connect(self._show_button)
        self.button = Button("", icon=Icon.ARROW_BACK, on_click=self.take_back)
        self.button.hide()
        self.body.addWidget(self.told)
        self.body.addLayout(self._list)
        self.body.addWidget(self.gate)
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)
        self.toggled.connect(self._opened)
        page.changed.connect(self._show_button)

    def show_record(self, record: SetupRecord) -> None:
        """Show it where something was written to JumpCloud."""
        self.setVisible(has_written(self._page.session) and record.account is not None)
        self.gate.show_record(record)
        self._show_button()

    def _opened(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        if on:
            self._done = ()
            self.look()

    def look(self) -> None:
        """List what would be taken back."""
        self._page.start(
            t(N_("Looking at what was done in JumpCloud…")),
            lambda: plan_undo(self._page.session),
            self._show,
            failed=self._look_failed,
        )

    def _look_failed(self, problem: Problem) -> None:
        self._page.show_problem(problem, retry=self.look, place=self)

    def _show(self, plan: UndoPlan) -> None:
        self._plan = plan
        self._clear()
        nothing = ResultLine(text=t(N_("There is nothing to take back.")), tone=Tone.INFO)
        self.told.set_lines([*self._done, *(() if plan.steps else (nothing,))])
        self._add_list(
            N_("This will be done:"), [self._step(each) for each in plan.steps if not each.cautions]
        )
        self._add_list(
            N_("This stays, unless you want it:"),
            [self._question(each) for each in plan.steps if each.cautions],
        )
        self._add_list(
            N_("This stays as it is:"), [_lines([_leaving(each)]) for each in plan.leaves]
        )
        self._show_button()
        reveal(self)

    def _add_list(self, heading: str, items: Sequence[QWidget]) -> None:
        if items:
            self._list.addWidget(PlainLabel(t(heading), Role.STRONG))
        for item in items:
            self._list.addWidget(item)

    def _step(self, step: Step) -> QWidget:
        details = [
            t(
                N_("{setting}: from “{now}” to “{before}”"),
                setting=setting_name(each.setting),
                now=setting_value(each.now),
                before=setting_value(each.wanted),
            )
            for each in step.changes
        ]
        head = ResultLine(text=_words(step), tone=Tone.INFO)
        return _lines([head, *(ResultLine(text=each) for each in details)])

    def _question(self, step: Step) -> QWidget:
        """Return what speaks against a step, and a way to want it all the same."""
        words = _words(step)
        notice = Notice(Tone.ATTENTION, words)
        for caution in step.cautions:
            notice.words.addWidget(PlainLabel(t(_CAUTIONS[caution])))
        ask = QCheckBox(t(N_("Do it all the same")))
        ask.setAccessibleName(t(N_("Do it all the same: {step}"), step=words))
        ask.toggled.connect(lambda _on: self._show_button())
        notice.words.addWidget(ask)
        self._asked[step.key] = ask
        return notice

    def _chosen(self) -> list[str]:
        return [key for key, ask in self._asked.items() if ask.isChecked()]

    def _show_button(self) -> None:
        steps = self._plan.steps if self._plan else ()
        count = sum(1 for step in steps if not step.cautions) + len(self._chosen())
        self.button.setVisible(count > 0)
        self.button.setText(plural(N_("Take 1 thing back"), N_("Take {count} things back"), count))
        busy = self._page.runner.busy(self._page)
        self.button.setEnabled(count > 0 and self.gate.is_open and not busy)

    def take_back(self) -> None:
        """Carry out what is listed, and what was asked for besides."""
        plan, also = self._plan, self._chosen()
        if plan is None:
            return
        self._page.start(
            t(N_("Taking it back in JumpCloud…")),
            lambda: undo(self._page.session, plan, also),
            self._taken,
            failed=self._failed,
            keep=True,
        )

    def _taken(self, steps: tuple[Step, ...]) -> None:
        done = plural(
            N_("One thing was taken back."), N_("{count} things were taken back."), len(steps)
        )
        self._plan = None
        self._clear()
        self._done = (ResultLine(text=done, tone=Tone.SUCCESS),)
        self.told.set_lines(self._done)
        self._page.changed.emit()
        self.look()

    def _failed(self, problem: Problem) -> None:
        # what was listed may not be there any more: it is looked at again before the next try
        self._plan = None
        self._clear()
        self._show_button()
        self._page.show_problem(problem, retry=self.look, place=self)

    def _clear(self) -> None:
        self._asked = {}
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()


def _words(step: Step) -> str:
    return t(_STEPS[step.kind], name=step.name, app=step.within)


def _lines(lines: list[ResultLine]) -> ResultLines:
    shown = ResultLines()
    shown.set_lines(lines)
    return shown


def _leaving(leaving: Leaving) -> ResultLine:
    settings = ", ".join(setting_name(each) for each in leaving.settings)
    return ResultLine(
        text=t(_LEFT[leaving.kind], name=leaving.name, settings=settings), tone=Tone.INFO
    )
