"""What DeskPRO lets us see of its settings: the sign-in it lists, the request it really sends."""

from collections.abc import Callable
from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import Qt

from deskpro_sso_gui.diagnosis.conditions import CONDITIONS
from deskpro_sso_gui.diagnosis.finding import Finding, Level
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.parts import DeskproSettings, Noticed
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.settings import OTHER_LABELS, Control
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.texts import t
from deskpro_sso_gui.texts.findings import finding_text
from deskpro_sso_gui.ui.evidence.findings import finding_views
from deskpro_sso_gui.ui.pages.base import Page
from deskpro_sso_gui.ui.theme import Icon, Kind
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.finding_list import FindingList, FindingView
from deskpro_sso_gui.ui.widgets.notice import Tone
from deskpro_sso_gui.ui.widgets.result_lines import ResultLine
from deskpro_sso_gui.ui.widgets.section import Section

_AGAIN: Final = N_("Look again")


class ReadBackSection(Section):
    """Hidden until the admin says that everything is saved."""

    def __init__(self, page: Page, look_again: Callable[[], object]) -> None:
        super().__init__(t(N_("What DeskPRO shows")))
        self.findings = FindingList()
        self.findings.go_to.connect(page.context.go_to)
        self.again_button = Button(t(_AGAIN), Kind.LINK, icon=Icon.REFRESH, on_click=look_again)
        self.after.addWidget(self.findings)
        self.after.addWidget(self.again_button, 0, Qt.AlignmentFlag.AlignLeading)

    def show_record(self, record: SetupRecord) -> None:
        """Show what was seen the last time somebody looked."""
        settings = record.deskpro
        shown = settings is not None and settings.saved
        self.setVisible(shown)
        if settings is None or not shown:
            return
        wrong = settings.source_seen is False or any(
            finding.is_wrong for finding in noticed_findings(settings)
        )
        self.show_done((_listed(record, settings), _request(settings)), attention=wrong)
        self.change_button.hide()
        self.findings.set_findings(_views(settings))


def noticed_findings(settings: DeskproSettings | None) -> list[Finding]:
    """Return what was noticed when DeskPRO was looked at the last time, the worst first."""
    noticed = settings.noticed if settings is not None else ()
    return [_finding(each) for each in noticed if each.condition in CONDITIONS]


def _views(settings: DeskproSettings) -> list[FindingView]:
    noticed = noticed_findings(settings)
    views = finding_views(noticed, here=StageId.DESKPRO_CONFIGURE, can_go=True)
    how_to_see = t(N_("To see that it worked, press “{button}”."), button=t(_AGAIN))
    # elsewhere one has to sign in to see that; here DeskPRO can be asked at once
    return [
        replace(view, advice=view.advice.replace(finding_text(finding).proof, how_to_see))
        for view, finding in zip(views, noticed, strict=True)
    ]


def _finding(noticed: Noticed) -> Finding:
    return Finding(
        condition=noticed.condition,
        variant=noticed.variant,
        level=Level(noticed.level),
        side=CONDITIONS[noticed.condition].side,
        stage=noticed.stage,
        saw=noticed.saw,
        expected=noticed.expected,
        values={each.name: each.text for each in noticed.values},
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
            enabled=labels[Control.ENABLED].text if labels else "",
            saved=labels[Control.SAVED].text if labels else "",
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
