"""What ``check`` said about files, as widgets."""

import re
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QWidget

from deskpro_sso_gui.diagnosis.finding import Level
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.saml.facts import Kind
from deskpro_sso_gui.texts import date, kind_text, t
from deskpro_sso_gui.ui.own_program import CheckedFile, CheckedFinding, CheckReport
from deskpro_sso_gui.ui.widgets.finding_list import FindingList, FindingView
from deskpro_sso_gui.ui.widgets.notice import Notice, Tone

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}(T|$)")
_FACTS_SHOWN: Final = {
    "common_name": N_("Owner: {value}"),
    "organization": N_("Organisation: {value}"),
    "not_after": N_("Valid until: {value}"),
    "sha256": N_("Fingerprint (SHA-256): {value}"),
    "entity_id": N_("Name (entity ID): {value}"),
    "issuer": N_("Made by: {value}"),
}


def report_widgets(report: CheckReport) -> list[QWidget]:
    """Return a notice for each file and the findings, the worst first."""
    good = not report.findings
    widgets: list[QWidget] = [_file(each, good=good) for each in report.files]
    findings = FindingList()
    findings.set_findings([_view(finding) for finding in report.findings])
    if report.findings:
        widgets.append(findings)
    return widgets


def _file(file: CheckedFile, *, good: bool) -> Notice:
    unreadable = "problem" in file.facts
    name = Path(file.path).name
    if unreadable and file.kind == Kind.UNKNOWN:
        title = t(N_("{file}: we can't tell what this is."), file=name)
    else:
        title = t(N_("{file}: this is {kind}."), file=name, kind=kind_text(Kind(file.kind)))
    told = [
        t(words, value=_shown(str(file.facts[fact])))
        for fact, words in _FACTS_SHOWN.items()
        if file.facts.get(fact)
    ]
    tone = Tone.ATTENTION if unreadable else Tone.SUCCESS if good else Tone.INFO
    return Notice(tone, title, "\n".join(told))


def _shown(fact: str) -> str:
    """Return a fact as people write it: a moment as its day."""
    if not _DAY.match(fact):
        return fact
    return date(datetime.fromisoformat(fact))


def _view(finding: CheckedFinding) -> FindingView:
    headline, separator, rest = finding.text.partition(". ")
    # what the report says in a sentence, or as a day, its text has already; values are compared
    both = (finding.saw, finding.expected)
    comparable = not any(" " in value or _DAY.match(value) for value in both)
    return FindingView(
        level=Level(finding.level),
        headline=headline + separator.strip(),
        expected=finding.expected if comparable else "",
        found=finding.saw if comparable else "",
        advice=rest,
        condition=finding.condition,
    )
