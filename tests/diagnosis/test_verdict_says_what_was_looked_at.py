"""What belongs together is said, and so is what could not be told."""

from typing import Any

from deskpro_sso_gui.diagnosis.judge import judge
from deskpro_sso_gui.diagnosis.reading import expectations_from_record
from deskpro_sso_gui.diagnosis.verdict import notes, verdict
from deskpro_sso_gui.saml.certificate import read_certificate
from deskpro_sso_gui.setup.facts import User
from deskpro_sso_gui.setup.parts import ApplicationState, CertificateState, Origin, ServiceProvider
from deskpro_sso_gui.setup.record import SetupRecord
from tests.support.judged import NOW, evidence_of
from tests.support.saml_documents import (
    ACS_URL,
    EMAIL,
    IDP_URL,
    ISSUED_AT,
    SP_ENTITY_ID,
    assertion_xml,
    metadata_xml,
    response_xml,
    signer,
    sp_metadata_xml,
    wrap,
)

GOOD = "The signature is good."


def said(*documents: bytes) -> list[str]:
    evidence = evidence_of(*documents)
    return [one.message.format(**one.values) for one in verdict(evidence, judge(evidence))]


def noted(*documents: bytes, **expected: Any) -> str:
    evidence = evidence_of(*documents, **expected)
    return "\n".join(one.message.format(**one.values) for one in notes(evidence))


def test_what_belongs_together_is_counted() -> None:
    three = (metadata_xml(), signer().pem, response_xml())

    assert said(*three) == ["These three belong together.", GOOD]
    assert said(*three[:2]) == ["These two belong together."]
    assert said(*three[1:]) == ["These two belong together.", GOOD]
    assert said(*three, response_xml()) == ["These 4 files belong together.", GOOD, GOOD]


def test_what_does_not_belong_together_is_said() -> None:
    assert said(metadata_xml(), signer("other").pem) == ["These files do not belong together."]


def test_a_single_file_belongs_to_nothing() -> None:
    assert said(signer().pem) == []
    assert said(response_xml()) == [GOOD]


def test_nothing_is_claimed_of_a_message_that_can_not_be_relied_on() -> None:
    assert said(wrap(assertion_xml(signature=False)), metadata_xml()) == []


def test_the_time_of_judgement_is_said() -> None:
    assert "at the time it was made, 2026-05-04 09:30:00 UTC" in noted(response_xml())
    given = noted(response_xml(), now=ISSUED_AT.replace(minute=31))
    assert "at the time you gave, 2026-05-04 09:31:00 UTC" in given


def test_a_message_without_a_time_is_said_to_have_none() -> None:
    timeless = response_xml().replace(b'IssueInstant="2026-05-04T09:30:00.000Z"', b"", 1)

    assert "does not say when it was made" in noted(timeless)


def test_the_key_is_said_when_no_certificate_was_given() -> None:
    assert "checked with the one in the message itself" in noted(response_xml())
    assert "certificate from the metadata" in noted(response_xml(), metadata_xml())
    assert "the message carries none" in noted(response_xml(key_info=False))
    assert "checked with" not in noted(response_xml(), signer().pem)


def test_what_could_not_be_compared_is_said() -> None:
    assert "Entity ID was not given" in noted(response_xml())
    assert "was not given" not in noted(response_xml(), signer().pem, sp_metadata_xml())


def test_a_saved_set_up_says_what_is_expected() -> None:
    facts = read_certificate(signer().pem)
    record = SetupRecord(
        created_at=NOW,
        changed_at=NOW,
        service_provider=ServiceProvider(sp_entity_id=SP_ENTITY_ID, acs_url=ACS_URL),
        application=ApplicationState(
            id="6710c0ffee0123456789abcd",
            label="DeskPRO",
            template="saml2",
            idp_url=IDP_URL,
            idp_entity_id=IDP_URL,
        ),
        certificate=CertificateState(
            pem=facts.pem,
            sha256=facts.sha256,
            sha1=facts.sha1,
            subject=facts.subject,
            not_before=facts.not_before,
            not_after=facts.not_after,
            source=next(iter(Origin)),
        ),
        tester=User(id="u1", email=EMAIL),
    )

    expected = expectations_from_record(record)

    assert expected.sp_entity_id == SP_ENTITY_ID
    assert expected.acs_url == ACS_URL
    assert expected.idp_url == expected.idp_entity_id == IDP_URL
    assert expected.email == EMAIL
    assert expected.certificate == facts


def test_a_set_up_just_begun_expects_nothing() -> None:
    expected = expectations_from_record(SetupRecord(created_at=NOW, changed_at=NOW))

    assert {getattr(expected, field) for field in expected.__struct_fields__} == {None}
