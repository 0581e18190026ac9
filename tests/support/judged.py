"""Short ways to judge documents in tests."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from deskpro_sso_gui.diagnosis.evidence import Evidence
from deskpro_sso_gui.diagnosis.expectations import Expectations
from deskpro_sso_gui.diagnosis.finding import Finding
from deskpro_sso_gui.diagnosis.judge import Judgement, judge
from deskpro_sso_gui.diagnosis.reading import gather, read
from tests.support.condition_cases.case import Document

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
"""The present of the tests: the day on which the messages are issued."""


def evidence_of(*documents: Document, present: datetime = NOW, **expected: Any) -> Evidence:
    """Read ``documents`` and put them together with what is expected."""
    readings = [
        read(document)
        if isinstance(document, bytes)
        else read(document[1], document[0], purpose=next(iter(document[2:]), None))
        for document in documents
    ]
    return gather(readings, Expectations(**expected), now=present)


def judged(*documents: Document, present: datetime = NOW, **expected: Any) -> Judgement:
    """Judge ``documents``."""
    return judge(evidence_of(*documents, present=present, **expected))


def ids(findings: Sequence[Finding]) -> list[str]:
    """Return the conditions of findings, in their order."""
    return [finding.condition for finding in findings]
