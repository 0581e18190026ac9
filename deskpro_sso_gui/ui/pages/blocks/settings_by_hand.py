"""The app's SSO tab, filled in by the admin: every field with its value, and her word for it."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.gate import breaks_sign_in
from deskpro_sso_gui.setup.jumpcloud_steps import sso_steps
from deskpro_sso_gui.setup.progress import Status, metadata_confirms, progress
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks.by_hand import confirm_settings
from deskpro_sso_gui.texts import date_time, t
from deskpro_sso_gui.ui.pages.base import Page, PrimaryAction
from deskpro_sso_gui.ui.pages.blocks.by_hand import FoldingSteps, JumpcloudSteps
from deskpro_sso_gui.ui.widgets.notice import Tone
from deskpro_sso_gui.ui.widgets.result_lines import ResultLine


class SettingsByHand(QWidget):
    """Hidden until the app and DeskPRO's addresses are known.

    Args:
        page: the page it is on.
        told: called when the admin's word was taken.

    Attributes:
        guide: holds the steps, folded once they are done.
        steps: what to do in JumpCloud.
    """

    def __init__(self, page: Page, told: Callable[[], object]) -> None:
        super().__init__()
        self._page = page
        self._told = told
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.guide = FoldingSteps(t(N_("In JumpCloud")))
        self.steps = JumpcloudSteps(page)
        self.guide.body.addWidget(self.steps)
        column.addWidget(self.guide)
        self.hide()

    def show_record(self, record: SetupRecord) -> None:
        """Show the steps with the values of now."""
        application, provider = record.application, record.service_provider
        by_hand = record.is_by_hand(StageId.JUMPCLOUD_SSO)
        if application is None or provider is None or not by_hand or waits_for_gate(record):
            self.hide()
            return
        self.steps.show_steps(
            sso_steps(
                record.by_hand.labels,
                record.by_hand.connector,
                label=application.label,
                idp_url=application.idp_url,
                sp_entity_id=provider.sp_entity_id,
                acs_url=provider.acs_url,
            )
        )
        status = progress(record)[StageId.JUMPCLOUD_SSO].status
        self.guide.show_steps(done=status is Status.DONE)
        self.show()

    def action(self) -> PrimaryAction | None:
        """Say that it is saved, unless that was said of these very values."""
        done = progress(self._page.session.record)[StageId.JUMPCLOUD_SSO].status is Status.DONE
        if done or self.isHidden():
            return None
        return PrimaryAction(label=t(N_("I have saved it in JumpCloud")), run=self._confirm)

    def _confirm(self) -> None:
        session = self._page.session
        self._page.start(
            t(N_("Looking at what can be checked…")),
            lambda: confirm_settings(session),
            self._confirmed,
        )

    def _confirmed(self, _done: None) -> None:
        self._page.changed.emit()
        self._told()


def waits_for_gate(record: SetupRecord) -> bool:
    """Say whether settings are to be changed by hand while that could lock people out."""
    known = record.application is not None and record.service_provider is not None
    to_do = progress(record)[StageId.JUMPCLOUD_SSO].status is not Status.DONE
    by_hand = record.is_by_hand(StageId.JUMPCLOUD_SSO)
    return known and by_hand and to_do and breaks_sign_in(record)


def told_lines(record: SetupRecord) -> list[ResultLine]:
    """Return what is known of settings that the admin made herself."""
    if record.applied is None:
        return []
    time = date_time(record.applied.at)
    lines = [
        ResultLine(
            text=t(N_("By hand, as you told us ({time}). JumpCloud was not asked."), time=time),
            tone=Tone.SUCCESS,
        )
    ]
    if metadata_confirms(record):
        words = t(N_("JumpCloud's metadata says the same of its address and its name."))
        lines.append(ResultLine(text=words, tone=Tone.SUCCESS))
    else:
        words = t(N_("JumpCloud's metadata will tell whether its address and its name are right."))
        lines.append(ResultLine(text=words, tone=Tone.INFO))
    words = t(N_("Whether DeskPRO's two addresses are right there, the test will show."))
    return [*lines, ResultLine(text=words, tone=Tone.INFO)]
