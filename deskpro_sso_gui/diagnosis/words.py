"""The sentences of a finding, each a marked text with its values, ready for ``texts.t``."""

from collections.abc import Mapping
from datetime import date

import msgspec

from deskpro_sso_gui.diagnosis.catalogue.entry import LABELS
from deskpro_sso_gui.diagnosis.compare import PART_TEXTS, explain_difference
from deskpro_sso_gui.diagnosis.conditions import CONDITIONS
from deskpro_sso_gui.diagnosis.finding import Finding, Level
from deskpro_sso_gui.messages import N_


class Sentence(msgspec.Struct, frozen=True, kw_only=True):
    """A marked text and the values that its braces name; dates are worded by ``texts.date``."""

    message: str
    values: Mapping[str, str | date] = msgspec.field(default_factory=dict)


LEVEL_TEXTS: Mapping[Level, str] = {
    Level.CAUSE: N_("This is the cause"),
    Level.LIKELY: N_("Most likely"),
    Level.WORTH_KNOWING: N_("Worth knowing"),
}


class FindingWords(msgspec.Struct, frozen=True, kw_only=True):
    """All that is said about a finding.

    Attributes:
        differences: marked texts for what is different between the two values.
    """

    headline: Sentence
    saw: Sentence
    expected: Sentence
    advice: Sentence
    proof: Sentence
    differences: tuple[str, ...]


def words(finding: Finding) -> FindingWords:
    """Return what to say about ``finding``."""
    wording = CONDITIONS[finding.condition].wordings[finding.variant]
    values: dict[str, str | date] = {**LABELS, **finding.values}
    for name, value in (("saw", finding.saw), ("expected", finding.expected)):
        values[name] = date.fromisoformat(value) if wording.dates else value
    differences: tuple[str, ...] = ()
    if finding.saw and finding.expected and wording.compares:
        parts = explain_difference(finding.saw, finding.expected).parts
        differences = tuple(PART_TEXTS[part] for part in parts)

    def sentence(message: str) -> Sentence:
        return Sentence(message=message, values=values)

    return FindingWords(
        headline=sentence(wording.headline),
        saw=sentence(wording.saw),
        expected=sentence(wording.expected),
        advice=sentence(wording.advice),
        proof=sentence(wording.proof),
        differences=differences,
    )
