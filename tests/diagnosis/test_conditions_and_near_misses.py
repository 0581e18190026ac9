"""Each condition is found in a document that shows it, and not in one that nearly does."""

import pytest

from deskpro_sso_gui.diagnosis.conditions import CONDITIONS
from deskpro_sso_gui.diagnosis.finding import Side
from deskpro_sso_gui.diagnosis.words import words
from deskpro_sso_gui.saml.certificate import read_certificate
from deskpro_sso_gui.saml.metadata import read_idp_metadata
from tests.support.condition_cases import response
from tests.support.condition_cases.table import NEAR_MISSES, POSITIVE
from tests.support.judged import NOW, ids, judged
from tests.support.saml_documents import (
    ACS_URL,
    EMAIL,
    IDP_URL,
    SP_ENTITY_ID,
    metadata_xml,
    request_xml,
    response_xml,
    signer,
    sp_metadata_xml,
    wrap,
)

STATUS = response.STATUS


@pytest.mark.parametrize("name", POSITIVE)
def test_a_document_that_shows_a_condition_gives_it(name: str) -> None:
    case = POSITIVE[name]

    judgement = judged(*case.documents(), **case.expectations())

    found = next(one for one in judgement.findings if one.condition == case.condition)
    condition = CONDITIONS[case.condition]
    assert found.level is (case.level or condition.level)
    assert found.variant == case.variant
    said = words(found)
    for sentence in (said.headline, said.saw, said.expected, said.advice, said.proof):
        assert sentence.message.format(**sentence.values)
    if case.headline:
        assert judgement.headline == found
    else:
        assert judgement.headline != found


@pytest.mark.parametrize("name", NEAR_MISSES)
def test_a_document_that_nearly_shows_a_condition_does_not_give_it(name: str) -> None:
    case = NEAR_MISSES[name]
    judgement = judged(*case.documents(), **case.expectations())

    assert case.condition not in ids(judgement.findings)


def test_what_belongs_together_gives_nothing() -> None:
    judgement = judged(
        response_xml(in_response_to="_request", wrapped={"in_response_to": "_request"}),
        signer().pem,
        metadata_xml(),
        sp_metadata_xml(),
        request_xml(),
        sp_entity_id=SP_ENTITY_ID,
        acs_url=ACS_URL,
        idp_url=IDP_URL,
        idp_entity_id=IDP_URL,
        email=EMAIL,
        certificate=read_certificate(signer().pem),
        metadata=read_idp_metadata(metadata_xml()),
        now=NOW.replace(hour=9, minute=31),
    )

    # JumpCloud's metadata never has single log-out, which is said each time
    assert ids(judgement.findings) == ["M15"]
    assert judgement.headline is None


def test_a_refused_request_is_deskpros_to_mend() -> None:
    [found] = judged(wrap(status=f"{STATUS}Requester")).findings

    assert found.side is Side.DESKPRO
    assert found.saw == "Requester"


def test_the_two_values_are_kept_exactly_as_found() -> None:
    [found] = judged(response_xml(audience=f"{SP_ENTITY_ID}/ "), sp_entity_id=SP_ENTITY_ID).findings

    assert (found.saw, found.expected) == (f"{SP_ENTITY_ID}/ ", SP_ENTITY_ID)
    assert found.side is Side.JUMPCLOUD


def test_an_expected_certificate_goes_before_the_files() -> None:
    judgement = judged(
        response_xml(), signer().pem, certificate=read_certificate(signer("other").pem)
    )

    assert judgement.headline is not None
    assert judgement.headline.condition == "S16"
    assert judgement.headline.expected == read_certificate(signer("other").pem).sha256
