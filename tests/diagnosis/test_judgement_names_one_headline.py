"""Steps silence those that rest on them, and of several findings one is the headline."""

import string
from collections.abc import Iterator
from typing import Any

import pytest

from deskpro_sso_gui.diagnosis.catalogue.entry import LABELS
from deskpro_sso_gui.diagnosis.conditions import CONDITIONS, found
from deskpro_sso_gui.diagnosis.judge import RESPONSE_RULES, RESTS_ON, STANDS_ALONE, Step
from deskpro_sso_gui.diagnosis.words import words
from tests.support.judged import ids, judged
from tests.support.saml_documents import (
    ACS_URL,
    EMAIL,
    IDP_URL,
    ISSUED_AT,
    SP_ENTITY_ID,
    assertion_xml,
    metadata_xml,
    request_xml,
    response_xml,
    sign,
    signer,
    wrap,
)

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

    assert set(ids(judgement.findings)) == {"S13", "M1", "M15"}


def test_the_finding_that_explains_most_comes_first() -> None:
    judgement = judged(metadata_xml(), signer("other").pem, response_xml())

    assert ids(judgement.findings) == ["S16", "M1", "S17", "M15"]


def test_a_changed_message_of_another_key_names_the_key_first() -> None:
    changed = response_xml().replace(EMAIL.encode(), b"bob@acme.example")

    judgement = judged(changed, signer("other").pem)

    assert ids(judgement.findings) == ["S16", "S15", "S17"]


def test_the_same_finding_is_named_once() -> None:
    second = response_xml(audience="x", wrapped={"identifier": "_second"})

    judgement = judged(response_xml(audience="x"), second, **EXPECTED)

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


@pytest.mark.parametrize("stands_alone", sorted(STANDS_ALONE))
def test_what_stands_alone_is_in_the_catalogue(stands_alone: str) -> None:
    assert stands_alone in CONDITIONS


def test_a_weak_signature_silences_nothing() -> None:
    judgement = judged(response_xml(sha1=True, audience="x"), signer().pem, **EXPECTED)

    assert ids(judgement.findings) == ["S5", "S18"]


def test_an_answer_to_another_request_does_not_hide_who_it_is_for() -> None:
    document = response_xml(audience="x", wrapped={"in_response_to": "_another"})

    assert ids(judged(document, request_xml(), **EXPECTED).findings) == ["S5", "S11"]


def test_metadata_of_another_app_explains_the_rest() -> None:
    judgement = judged(
        metadata_xml(signer("other"), location="https://sso.jumpcloud.com/saml2/x", entity_id="x"),
        signer().pem,
        idp_url=IDP_URL,
        idp_entity_id=IDP_URL,
    )

    assert ids(judgement.findings)[:2] == ["M8", "M1"]
