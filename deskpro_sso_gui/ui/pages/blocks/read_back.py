"""What DeskPRO lets us see of its settings: the sign-in it lists, the request it really sends."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from deskpro_sso_gui.diagnosis.finding import Level
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.parts import DeskproSettings
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.settings import OTHER_LABELS
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.values import Value
from deskpro_sso_gui.texts import t, value_name
from deskpro_sso_gui.ui.pages.base import Page
from deskpro_sso_gui.ui.theme import Icon, Kind
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.finding_list import FindingList, FindingView
from deskpro_sso_gui.ui.widgets.notice import Tone
from deskpro_sso_gui.ui.widgets.result_lines import ResultLine
from deskpro_sso_gui.ui.widgets.section import Section


class ReadBackSection(Section):
    """Hidden until the admin says that everything is saved."""

    def __init__(self, page: Page, look_again: Callable[[], object]) -> None:
        super().__init__(t(N_("What DeskPRO shows")))
        self.findings = FindingList()
        self.findings.go_to.connect(page.context.go_to)
        self.again_button = Button(
            t(N_("Look again")), Kind.LINK, icon=Icon.REFRESH, on_click=look_again
        )
        self.after.addWidget(self.findings)
        self.after.addWidget(self.again_button, 0, Qt.AlignmentFlag.AlignLeading)

    def show_record(self, record: SetupRecord) -> None:
        """Show what was seen the last time somebody looked."""
        settings = record.deskpro
        shown = settings is not None and settings.saved
        self.setVisible(shown)
        if settings is None or not shown:
            return
        wrong = settings.source_seen is False or settings.request_agrees is False
        self.show_done((_listed(record, settings), _request(settings)), attention=wrong)
        self.change_button.hide()
        self.findings.set_findings(
            [_finding(record, settings, each) for each in settings.differences]
        )


def _listed(record: SetupRecord, settings: DeskproSettings) -> ResultLine:
    if settings.source_seen:
        return ResultLine(
            text=t(N_("DeskPRO lists the sign-in, and it is enabled.")), tone=Tone.SUCCESS
        )
    if settings.source_seen is None:
        return ResultLine(
            text=t(N_("DeskPRO does not tell whether it is enabled. That is all right.")),
            tone=Tone.INFO,
        )
    labels = OTHER_LABELS[record.helpdesk.generation] if record.helpdesk else {}
    return ResultLine(
        text=t(
            N_("DeskPRO does not list it as enabled. Tick {enabled}, then press {saved}."),
            enabled=labels["enabled"].text if labels else "",
            saved=labels["saved"].text if labels else "",
        ),
        tone=Tone.ATTENTION,
    )


def _request(settings: DeskproSettings) -> ResultLine:
    if settings.request_agrees:
        return ResultLine(
            text=t(N_("The sign-in request DeskPRO really sends fits.")), tone=Tone.SUCCESS
        )
    if settings.request_agrees is None:
        return ResultLine(
            text=t(N_("DeskPRO does not show the request it sends. The test will.")),
            tone=Tone.INFO,
        )
    return ResultLine(
        text=t(N_("The sign-in request DeskPRO really sends does not fit.")), tone=Tone.ATTENTION
    )


_ADVICE = {
    Value.IDP_URL: N_("Enter JumpCloud's sign-in address again in the form, and save."),
    Value.SP_ENTITY_ID: N_("Copy DeskPRO's two addresses again from its SAML Details."),
    Value.ACS_URL: N_("Copy DeskPRO's two addresses again from its SAML Details."),
}
_STAGES = {
    Value.SP_ENTITY_ID: StageId.DESKPRO_ADD,
    Value.ACS_URL: StageId.DESKPRO_ADD,
}


def _finding(record: SetupRecord, settings: DeskproSettings, name: str) -> FindingView:
    value = Value(name)
    return FindingView(
        level=Level.CAUSE,
        headline=t(N_("DeskPRO sends something else: {name}"), name=value_name(value)),
        expected=record.values().get(value, ""),
        found=settings.found.get(value, ""),
        advice=t(_ADVICE[value]) if value in _ADVICE else "",
        stage=_STAGES.get(value),
    )
