"""A finding as the window shows it."""

from collections.abc import Sequence

from deskpro_sso_gui.diagnosis.conditions import CONDITIONS
from deskpro_sso_gui.diagnosis.finding import Finding
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.texts.findings import finding_text
from deskpro_sso_gui.ui.widgets.finding_list import FindingView


def finding_views(
    findings: Sequence[Finding], *, here: StageId | None, can_go: bool
) -> list[FindingView]:
    """Return ``findings`` in words.

    Args:
        findings: the worst first.
        here: the page that is shown, to which there is no way to offer.
        can_go: there is a set-up whose pages can be gone to.
    """
    return [_view(each, offered=can_go and each.stage is not here) for each in findings]


def _view(finding: Finding, *, offered: bool) -> FindingView:
    said = finding_text(finding)
    wording = CONDITIONS[finding.condition].wordings[finding.variant]
    side_by_side = bool(finding.saw and finding.expected and wording.compares)
    told = (said.advice, said.proof) if side_by_side else said.lines
    return FindingView(
        level=finding.level,
        headline=said.headline,
        expected=finding.expected if side_by_side else "",
        found=finding.saw if side_by_side else "",
        differences=said.differences if side_by_side else "",
        advice="\n".join(line for line in told if line),
        stage=finding.stage if offered else None,
        condition=finding.condition,
    )
