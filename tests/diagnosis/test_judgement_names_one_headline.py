"""Steps silence those that rest on them, and of several findings one is the headline."""

import string
from collections.abc import Iterator
from typing import Any

import pytest

from deskpro_sso_gui.diagnosis.catalogue.entry import LABELS
from deskpro_sso_gui.diagnosis.conditions import CONDITIONS, found
from deskpro_sso_gui.diagnosis.finding import Level
from deskpro_sso_gui.diagnosis.judge import RESPONSE_RULES, RESTS_ON, Step
from deskpro_sso_gui.diagnosis.words import words
from tests.support.judged import ids, judged
from tests.support.saml_documents import (
    ACS_URL,
    EMAIL,
    ISSUED_AT,
    SP_ENTITY_ID,
    assertion_xml,
    metadata_xml,
    response_xml,
    sign,
    signer,
    wrap,
)

# reference/conditions.md, where "A fact, C cause" is reported at C
_CAUSES = "M1 M7 M9 R1 S2 S4 S5 S6 S7 S8 S9 S13 S15 S16 S17 S20 S26".split()  # noqa: SIM905 - a list of ids

WRONG: dict[str, Any] = {
    "audience": "other",
    "recipient": "https://other.example/",
    "name_id": "bob@acme.example",
}
EXPECTED: dict[str, Any] = {"sp_entity_id": SP_ENTITY_ID, "acs_url": ACS_URL, "email": EMAIL}


def test_a_wrong_key_silences_values_times_and_account() -> None:
    document = response_xml(signer("other"), **WRONG)

    judgement = judged(document, signer().pem, **EXPECTED, now=ISSUED_AT.replace(year=2027))

    assert ids(judgement.findings) == ["S16", "S17"]


def test_an_unsigned_message_is_judged_no_further() -> None:
    judgement = judged(wrap(assertion_xml(signature=False, **WRONG)), **EXPECTED)

    assert ids(judgement.findings) == ["S13"]


def test_a_doubtful_structure_silences_the_signature() -> None:
    evil = assertion_xml(identifier="_evil", signature=False)

    judgement = judged(wrap(evil, sign(assertion_xml(), signer("other"))), signer().pem)

    assert ids(judgement.findings) == ["S26"]


def test_wrong_values_silence_times_and_account() -> None:
    judgement = judged(response_xml(**WRONG), **EXPECTED, now=ISSUED_AT.replace(year=2027))

    assert ids(judgement.findings) == ["S5", "S8"]


def test_what_is_only_worth_knowing_silences_nothing() -> None:
    older = signer(organization="Acme renewed")
    judgement = judged(response_xml(key_info=older, audience="x"), signer().pem, **EXPECTED)

    assert ids(judgement.findings) == ["S5", "S17"]


def test_other_files_are_judged_whatever_a_message_shows() -> None:
    judgement = judged(wrap(assertion_xml(signature=False)), signer("other").pem, metadata_xml())

    assert set(ids(judgement.findings)) == {"S13", "M1"}


def test_the_finding_that_explains_most_comes_first() -> None:
    judgement = judged(metadata_xml(), signer("other").pem, response_xml())

    assert ids(judgement.findings) == ["S16", "M1", "S17"]


def test_a_changed_message_of_another_key_names_the_key_first() -> None:
    changed = response_xml().replace(EMAIL.encode(), b"bob@acme.example")

    judgement = judged(changed, signer("other").pem)

    assert ids(judgement.findings) == ["S16", "S15", "S17"]


def test_the_same_finding_is_named_once() -> None:
    judgement = judged(response_xml(audience="x"), response_xml(audience="x"), **EXPECTED)

    assert ids(judgement.findings) == ["S5"]


def test_what_is_only_worth_knowing_is_no_headline() -> None:
    judgement = judged(signer().pem, now=ISSUED_AT.replace(year=2035))

    assert ids(judgement.findings) == ["C14"]
    assert judgement.headline is None


def test_the_graph_has_every_step_and_no_circle() -> None:
    assert set(RESTS_ON) == set(Step) == set(RESPONSE_RULES)
    order = list(Step)
    for step, earlier in RESTS_ON.items():
        assert all(order.index(one) < order.index(step) for one in earlier)


def wordings() -> Iterator[tuple[str, str]]:
    for condition in CONDITIONS.values():
        yield from ((condition.id, variant) for variant in condition.wordings)


@pytest.mark.parametrize(("condition", "variant"), [*wordings()])
def test_every_wording_names_only_values_that_exist(condition: str, variant: str) -> None:
    wording = CONDITIONS[condition].wordings[variant]
    texts = (wording.headline, wording.saw, wording.expected, wording.advice, wording.proof)
    named = {field for text in texts for _, field, _, _ in string.Formatter().parse(text) if field}
    own: dict[str, Any] = dict.fromkeys(named - set(LABELS) - {"saw", "expected"}, "x")
    date = "2026-05-04" if wording.dates else "x"

    said = words(found(condition, variant=variant, saw=date, expected=date, **own))

    assert not own.keys() & {"level", "side", "stage", "variant", "identifier"}
    for sentence in (said.headline, said.saw, said.expected, said.advice, said.proof):
        assert sentence.message
        assert sentence.message.format(**sentence.values)


def test_what_a_condition_explains_is_in_the_catalogue() -> None:
    assert {one for entry in CONDITIONS.values() for one in entry.explains} <= set(CONDITIONS)


@pytest.mark.parametrize(
    ("condition", "level"),
    [
        *((identifier, Level.CAUSE) for identifier in _CAUSES),
        ("S24", Level.LIKELY),
        ("C14", Level.WORTH_KNOWING),
    ],
)
def test_levels_are_those_of_the_reference(condition: str, level: Level) -> None:
    assert CONDITIONS[condition].level is level
