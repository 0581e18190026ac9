"""Runs the rules in the order in which one thing rests on another, and names one headline.

A message is judged step by step: what can't be relied on is not judged further, so that a wrong
key does not drown in everything else that may follow from it (reference/conditions.md §7).
Decoding, parsing and telling the kind come before: what fails there is no evidence at all.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum, unique
from typing import Final

import msgspec

from deskpro_sso_gui.diagnosis import (
    capture_rules,
    certificate_rules,
    file_rules,
    metadata_content_rules,
    metadata_rules,
    order_rules,
    person_rules,
    request_rules,
    response_rules,
    signature_rules,
)
from deskpro_sso_gui.diagnosis.conditions import CONDITIONS
from deskpro_sso_gui.diagnosis.evidence import Evidence, ResponseEvidence, ResponseRule, Rule
from deskpro_sso_gui.diagnosis.finding import Finding, Level


@unique
class Step(StrEnum):
    """A step in judging a message."""

    STATUS = "status"
    STRUCTURE = "structure"
    SIGNATURE = "signature"
    VALUES = "values"
    TIMES = "times"
    ACCOUNT = "account"


RESTS_ON: Final[Mapping[Step, frozenset[Step]]] = {
    Step.STATUS: frozenset(),
    Step.STRUCTURE: frozenset({Step.STATUS}),
    Step.SIGNATURE: frozenset({Step.STRUCTURE}),
    Step.VALUES: frozenset({Step.SIGNATURE}),
    Step.TIMES: frozenset({Step.VALUES}),
    Step.ACCOUNT: frozenset({Step.TIMES}),
}
"""A step is silent when one it rests on has failed or was silent itself."""

RULES: Final[tuple[Rule, ...]] = (
    *file_rules.RULES,
    *certificate_rules.RULES,
    *metadata_rules.RULES,
    *metadata_content_rules.RULES,
    *request_rules.RULES,
    *order_rules.RULES,
    *capture_rules.RULES,
    response_rules.same_message_again,
)
RESPONSE_RULES: Final[Mapping[Step, tuple[ResponseRule, ...]]] = {
    Step.STATUS: (response_rules.refused,),
    Step.STRUCTURE: (response_rules.badly_built,),
    Step.SIGNATURE: (
        signature_rules.nothing_signed,
        signature_rules.signature_fails,
        signature_rules.wrong_part_signed,
        signature_rules.weak_signature,
        signature_rules.no_certificate_carried,
    ),
    Step.VALUES: (
        response_rules.other_sender,
        response_rules.placeholder_left,
        response_rules.other_audience,
        response_rules.other_destination,
        response_rules.other_recipient,
        response_rules.not_for_its_bearer,
        response_rules.answers_another_request,
    ),
    Step.TIMES: (response_rules.out_of_time, response_rules.old_session),
    Step.ACCOUNT: (
        person_rules.name_of_person,
        person_rules.email_attribute,
        person_rules.names_of_person,
        person_rules.other_person,
        person_rules.groups,
    ),
}
STANDS_ALONE: Final = frozenset({"S12", "S14", "S18", "S28"})
"""Conditions that leave the rest of a message as believable as it was: they silence no step."""

_LEVEL_ORDER: Final = {level: place for place, level in enumerate(Level)}


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """What the evidence shows.

    Attributes:
        findings: the headline first, then by level and by how much each explains.
    """

    findings: tuple[Finding, ...]

    @property
    def headline(self) -> Finding | None:
        """The one cause to name; None when nothing is wrong, at most worth knowing."""
        first = next(iter(self.findings), None)
        return first if first is not None and first.is_wrong else None


def judge(evidence: Evidence) -> Judgement:
    """Run every rule that the evidence allows."""
    findings = [finding for rule in RULES for finding in rule(evidence)]
    for response in evidence.responses:
        findings += _judge_response(response, evidence)
    distinct = [one for place, one in enumerate(findings) if one not in findings[:place]]
    return Judgement(findings=tuple(_ranked(distinct)))


def _judge_response(response: ResponseEvidence, evidence: Evidence) -> Iterator[Finding]:
    silent: set[Step] = set()
    for step in Step:
        if RESTS_ON[step] & silent:
            silent.add(step)
            continue
        found = [finding for rule in RESPONSE_RULES[step] for finding in rule(response, evidence)]
        if any(one.is_wrong and one.condition not in STANDS_ALONE for one in found):
            silent.add(step)
        yield from found


def _ranked(findings: list[Finding]) -> list[Finding]:
    """Put first what we are surest of, and of those what explains most of the others.

    A finding that another of the same level explains is a consequence and comes after it, and so
    does a symptom beside any cause, and what we could mend ourselves. A symptom is a fact, so it
    may be surer than the likely cause that explains it; that cause is named first all the same.
    The rest keeps the order of the rules.
    """

    def order(finding: Finding) -> int:
        own = _LEVEL_ORDER[finding.level]
        if not CONDITIONS[finding.condition].symptom:
            return own
        causes = (
            _LEVEL_ORDER[other.level]
            for other in findings
            if other.is_wrong and finding.condition in CONDITIONS[other.condition].explains
        )
        return max(own, min(causes, default=own))

    def explained(finding: Finding) -> int:
        explains = CONDITIONS[finding.condition].explains
        return sum(1 for other in findings if other.condition in explains)

    def is_consequence(finding: Finding) -> bool:
        symptom = CONDITIONS[finding.condition].symptom
        return any(
            (
                finding.condition in CONDITIONS[other.condition].explains
                or (symptom and not CONDITIONS[other.condition].symptom)
            )
            and _LEVEL_ORDER[other.level] <= order(finding)
            for other in findings
        )

    def is_mended(finding: Finding) -> bool:
        return CONDITIONS[finding.condition].mended

    return sorted(
        findings,
        key=lambda one: (
            order(one),
            is_consequence(one),
            is_mended(one),
            -explained(one),
        ),
    )
