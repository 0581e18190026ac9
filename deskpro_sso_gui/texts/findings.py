"""Words for what a diagnosis found, alike in the window and on the command line."""

from datetime import date

import msgspec

from deskpro_sso_gui.diagnosis.finding import Finding, Level
from deskpro_sso_gui.diagnosis.words import LEVEL_TEXTS, Sentence, words
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.texts.language import date as written_date
from deskpro_sso_gui.texts.language import t


class SpokenFinding(msgspec.Struct, frozen=True, kw_only=True):
    """All that is said about a finding, in the language in use.

    Values from files stand in it as they are, so it has to be shown as plain text.

    Attributes:
        level: how sure we are, in words.
        differences: in what the two values differ, empty where that is not worth a sentence.
        proof: how to see that it worked.
    """

    level: str
    headline: str
    saw: str
    expected: str
    differences: str
    advice: str
    proof: str

    @property
    def lines(self) -> tuple[str, ...]:
        """The sentences below the headline, in their order."""
        every = (self.saw, self.expected, self.differences, self.advice, self.proof)
        return tuple(line for line in every if line)


def sentence_text(sentence: Sentence) -> str:
    """Return a sentence in the language in use, dates as people write them."""
    values = {
        name: written_date(value) if isinstance(value, date) else value
        for name, value in sentence.values.items()
    }
    return t(sentence.message, **values)


def level_text(level: Level) -> str:
    """Return how sure a finding makes us."""
    return t(LEVEL_TEXTS[level])


def finding_text(finding: Finding) -> SpokenFinding:
    """Return all that is said about a finding."""
    said = words(finding)
    return SpokenFinding(
        level=level_text(finding.level),
        headline=sentence_text(said.headline),
        saw=sentence_text(said.saw),
        expected=sentence_text(said.expected),
        differences=_differences(said.differences),
        advice=sentence_text(said.advice),
        proof=sentence_text(said.proof),
    )


def _differences(parts: tuple[str, ...]) -> str:
    if not parts:
        return ""
    return t(N_("The difference: {parts}."), parts=", ".join(t(part) for part in parts))
