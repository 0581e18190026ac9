"""What is compared on both sides before anybody tries the sign-in."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks.before_test import TOLD, Check, CheckId
from deskpro_sso_gui.texts import plural, problem_text, t
from deskpro_sso_gui.ui.pages.base import Page
from deskpro_sso_gui.ui.pages.blocks.missing_stages import go_to_button
from deskpro_sso_gui.ui.theme import Role
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.expander import Expander
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.notice import Tone
from deskpro_sso_gui.ui.widgets.result_lines import ResultLine, ResultLines
from deskpro_sso_gui.ui.widgets.section import Section, SectionState

_GOOD: Final = {
    CheckId.SETTINGS: N_("JumpCloud's settings are as planned."),
    CheckId.CERTIFICATE: N_("The certificate is still JumpCloud's own."),
    CheckId.ACCESS: N_("A group has access."),
    CheckId.TESTER: N_("Whoever will try it gets in."),
    CheckId.DESKPRO: N_("DeskPRO lists the sign-in, and it is enabled."),
    CheckId.REQUEST: N_("The sign-in request DeskPRO really sends fits."),
    CheckId.METHOD: N_("DeskPRO still shows its own sign-in form."),
}
_BAD: Final = {
    CheckId.SETTINGS: N_("JumpCloud's settings are not as planned."),
    CheckId.CERTIFICATE: N_("JumpCloud signs with another certificate now."),
    CheckId.ACCESS: N_("No group has access."),
    CheckId.TESTER: N_("Whoever will try it does not get in."),
    CheckId.DESKPRO: N_("DeskPRO does not list the sign-in as enabled."),
    CheckId.REQUEST: N_("The sign-in request DeskPRO really sends does not fit."),
    CheckId.METHOD: N_("DeskPRO already sends everyone to JumpCloud (Automatic)."),
}
_UNKNOWN: Final = {
    CheckId.SETTINGS: N_("JumpCloud's settings could not be read."),
    CheckId.CERTIFICATE: N_("JumpCloud's certificate could not be read."),
    CheckId.ACCESS: N_("Who gets in could not be read."),
    CheckId.TESTER: N_("Whether the tester gets in could not be read."),
    CheckId.DESKPRO: N_("DeskPRO does not tell whether it is enabled. That is all right."),
    CheckId.REQUEST: N_("DeskPRO does not show the request it sends. The test will."),
    CheckId.METHOD: N_("Whether DeskPRO shows its own sign-in form can't be told from here."),
}
_TOLD: Final = {
    CheckId.SETTINGS: N_("JumpCloud's settings are by hand, as you told us."),
    CheckId.CERTIFICATE: N_("The certificate can't be compared without a key or the metadata."),
    CheckId.ACCESS: N_("Who gets in is by hand, as you told us."),
    CheckId.TESTER: N_("Whether the tester gets in, the test will show."),
}
"""What is said where JumpCloud is done by hand, and can't be asked."""

# what is done about a DeskPRO that sends everyone away is said on the page itself
_STAGES: Final = {
    CheckId.SETTINGS: StageId.JUMPCLOUD_SSO,
    CheckId.CERTIFICATE: StageId.CERTIFICATE,
    CheckId.ACCESS: StageId.ACCESS,
    CheckId.TESTER: StageId.ACCESS,
    CheckId.DESKPRO: StageId.DESKPRO_CONFIGURE,
    CheckId.REQUEST: StageId.DESKPRO_CONFIGURE,
}


class BeforeTestSection(Section):
    """The checks; open until they were made in this window.

    Attributes:
        checks: what came out, None while nobody looked.
    """

    def __init__(self, page: Page, check: Callable[[], object]) -> None:
        super().__init__(t(N_("Check before the test")))
        self._page = page
        self.checks: tuple[Check, ...] | None = None
        self.body.addWidget(
            PlainLabel(
                t(N_("We compare both sides once more, as far as each lets itself be asked.")),
                Role.MUTED,
            )
        )
        self.change_button.setText(t(N_("Check again")))
        self.change_button.setAccessibleName(t(N_("Check again")))
        self.change_wanted.connect(check)
        self._details = Expander(t(N_("What was compared")))
        self._all = ResultLines()
        self._details.body.addWidget(self._all)
        self._details.hide()
        self.after.addWidget(self._details)
        self._buttons: list[Button] = []

    @property
    def failed(self) -> bool:
        """Say whether a check found something wrong."""
        return any(check.passed is False for check in self.checks or ())

    def show_locked(self) -> None:
        """Show the title only; what came out no longer matters."""
        super().show_locked()
        self._details.hide()
        for button in self._buttons:
            button.hide()

    def show_checks(self, checks: Sequence[Check]) -> None:
        """Show what came out."""
        if tuple(checks) == self.checks and self.state is not SectionState.LOCKED:
            return
        self.checks = tuple(checks)
        lines = [_line(check) for check in checks]
        told = [line for line in lines if line.tone is not Tone.SUCCESS]
        good = len(lines) - len(told)
        if good:
            text = plural(
                N_("One thing fits on both sides."), N_("{count} things fit on both sides."), good
            )
            told.insert(0, ResultLine(text=text, tone=Tone.SUCCESS))
        self.show_done(told, attention=self.failed)
        self._all.set_lines(lines)
        self._details.show()
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        failed = [each.id for each in checks if each.passed is False]
        stages = dict.fromkeys(_STAGES[check] for check in failed if check in _STAGES)
        self._buttons = [go_to_button(stage, self._page.context.go_to) for stage in stages]
        for button in self._buttons:
            self.after.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)

    def show_not_compared(self) -> None:
        """Say that nobody looked since the window was opened; trials from before are there."""
        text = t(N_("Not compared since this page was opened."))
        self.show_resting([ResultLine(text=text, tone=Tone.INFO)])


def _line(check: Check) -> ResultLine:
    if check.passed:
        return ResultLine(text=t(_GOOD[check.id]), tone=Tone.SUCCESS)
    if check.passed is False:
        return ResultLine(text=t(_BAD[check.id]), tone=Tone.ATTENTION)
    if check.problem is not None and check.problem.code in TOLD:
        return ResultLine(text=t(_TOLD[check.id]), tone=Tone.INFO)
    text = t(_UNKNOWN[check.id])
    if check.problem is not None:
        text = f"{text} {problem_text(check.problem).title}"
    return ResultLine(text=text, tone=Tone.INFO)
