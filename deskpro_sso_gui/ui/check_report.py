"""What ``check`` said about files, as widgets."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from deskpro_sso_gui.diagnosis.finding import Level
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.saml.facts import Kind
from deskpro_sso_gui.texts import kind_text, t
from deskpro_sso_gui.ui.own_program import CheckedFile, CheckedFinding, CheckReport
from deskpro_sso_gui.ui.widgets.finding_list import FindingList, FindingView
from deskpro_sso_gui.ui.widgets.notice import Notice, Tone

_FACTS_SHOWN = {
    "common_name": N_("Owner: {value}"),
    "organization": N_("Organisation: {value}"),
    "not_after": N_("Valid until: {value}"),
    "sha256": N_("Fingerprint (SHA-256): {value}"),
    "entity_id": N_("Name (entity ID): {value}"),
    "issuer": N_("Made by: {value}"),
}


def report_widgets(report: CheckReport) -> list[QWidget]:
    """Return a notice for each file and the findings, the worst first."""
    wrong = any(finding.level != Level.WORTH_KNOWING for finding in report.findings)
    widgets: list[QWidget] = [_file(each, wrong=wrong) for each in report.files]
    findings = FindingList()
    findings.set_findings([_view(finding) for finding in report.findings])
    if report.findings:
        widgets.append(findings)
    return widgets


def _file(file: CheckedFile, *, wrong: bool) -> Notice:
    unreadable = "problem" in file.facts
    name = Path(file.path).name
    if unreadable and file.kind == Kind.UNKNOWN:
        title = t(N_("{file}: we can't tell what this is."), file=name)
    else:
        title = t(N_("{file}: this is {kind}."), file=name, kind=kind_text(Kind(file.kind)))
    told = [
        t(words, value=str(file.facts[fact]))
        for fact, words in _FACTS_SHOWN.items()
        if file.facts.get(fact)
    ]
    tone = Tone.ATTENTION if unreadable else Tone.INFO if wrong else Tone.SUCCESS
    return Notice(tone, title, "\n".join(told))


def _view(finding: CheckedFinding) -> FindingView:
    headline, separator, rest = finding.text.partition(". ")
    # a value has no blanks; where the report says it in a sentence, the text has it already
    comparable = " " not in f"{finding.saw}{finding.expected}"
    return FindingView(
        level=Level(finding.level),
        headline=headline + separator.strip(),
        expected=finding.expected if comparable else "",
        found=finding.saw if comparable else "",
        advice=rest,
        condition=finding.condition,
    )
