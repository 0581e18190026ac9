"""Each condition is found in a document that shows it, and not in one that nearly does."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import pytest

from deskpro_sso_gui.diagnosis.conditions import CONDITIONS
from deskpro_sso_gui.diagnosis.finding import Level, Side
from deskpro_sso_gui.saml.certificate import read_certificate
from deskpro_sso_gui.saml.metadata import read_idp_metadata
from tests.support.judged import NOW, ids, judged
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
    sp_metadata_xml,
    wrap,
)

STATUS = "urn:oasis:names:tc:SAML:2.0:status:"
ENCRYPTED = '<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"/>'


class Case(NamedTuple):
    """Documents and expectations, and which condition they show as which level."""

    condition: str
    documents: Callable[[], tuple[bytes, ...]]
    expected: dict[str, Any] = {}  # noqa: RUF012 - never changed
    level: Level | None = None
    variant: str = ""
    headline: bool = True


def changed(*parts: tuple[bytes, bytes]) -> bytes:
    document = response_xml()
    for old, new in parts:
        assert old in document
        document = document.replace(old, new)
    return document


POSITIVE = {
    "certificate is not the metadata's": Case("M1", lambda: (signer("other").pem, metadata_xml())),
    "certificate renewed with the same key": Case(
        "M1",
        lambda: (signer(organization="Acme renewed").pem, metadata_xml()),
        level=Level.WORTH_KNOWING,
        variant="same-key",
        headline=False,
    ),
    "metadata is of another app than certificate and message": Case(
        "M1",
        lambda: (signer().pem, metadata_xml(signer("other")), response_xml()),
        variant="old-metadata",
    ),
    "expected certificate is not the metadata's": Case(
        "M1",
        lambda: (metadata_xml(),),
        {"certificate": lambda: read_certificate(signer("other").pem)},
    ),
    "another address in DeskPRO than in the metadata": Case(
        "M7", lambda: (metadata_xml(),), {"idp_url": "https://sso.jumpcloud.com/saml2/deskpro"}
    ),
    "label left as name": Case("M9", lambda: (metadata_xml(entity_id="IdP Entity ID"),)),
    "placeholder left in name": Case(
        "M9", lambda: (metadata_xml(entity_id="https://YOURDOMAIN.TLD"),)
    ),
    "label left as name, and agreed on": Case(
        "M9",
        lambda: (
            metadata_xml(entity_id="IdP Entity ID"),
            wrap(sign(assertion_xml(issuer="IdP Entity ID"), signer()), issuer="IdP Entity ID"),
        ),
        level=Level.WORTH_KNOWING,
        variant="agreed",
        headline=False,
    ),
    "certificate has run out": Case(
        "C14",
        lambda: (signer(begin=datetime(2019, 1, 1, tzinfo=UTC)).pem,),
        variant="expired",
        headline=False,
    ),
    "certificate is not valid yet": Case(
        "C14",
        lambda: (signer(begin=datetime(2027, 1, 1, tzinfo=UTC)).pem,),
        variant="early",
        headline=False,
    ),
    "certificate runs out in 59 days": Case(
        "C14",
        lambda: (signer(begin=datetime(2021, 7, 2, tzinfo=UTC)).pem,),
        variant="soon",
        headline=False,
    ),
    "certificate in metadata has run out at the given time": Case(
        "C14",
        lambda: (metadata_xml(),),
        {"now": datetime(2031, 1, 1, tzinfo=UTC)},
        variant="expired",
        headline=False,
    ),
    "placeholder as audience": Case(
        "R1", lambda: (response_xml(audience="https://YOURDOMAIN.deskpro.com/saml/metadata/1.xml"),)
    ),
    "placeholder as recipient": Case(
        "R1", lambda: (response_xml(recipient="https://<Domain_Name>.deskpro.com/x"),)
    ),
    "placeholder in the metadata's address": Case(
        "R1", lambda: (metadata_xml(location="https://YOUR_ACS_URL/"),)
    ),
    "placeholder in DeskPRO's request": Case("R1", lambda: (request_xml(issuer="placeholder"),)),
    "placeholder in DeskPRO's metadata": Case(
        "R1", lambda: (sp_metadata_xml(acs_url="https://SUBDOMAIN.deskpro.com/login"),)
    ),
    "placeholder explains the wrong audience": Case(
        "R1",
        lambda: (response_xml(audience="https://SUBDOMAIN.deskpro.com/saml/metadata/3.xml"),),
        {"sp_entity_id": SP_ENTITY_ID},
    ),
    "JumpCloud refuses": Case("S2", lambda: (wrap(status=f"{STATUS}Responder"),)),
    "sender differs from the metadata's name": Case(
        "S4", lambda: (response_xml(issuer="JumpCloud"), metadata_xml())
    ),
    "sender of the outer message differs": Case(
        "S4", lambda: (response_xml(wrapped={"issuer": f"{IDP_URL}/"}), metadata_xml())
    ),
    "sender differs by a capital letter": Case(
        "S4", lambda: (response_xml(),), {"idp_entity_id": IDP_URL.replace("deskpro", "DeskPRO")}
    ),
    "audience differs by the number": Case(
        "S5",
        lambda: (response_xml(audience="https://acme.deskpro.com/saml/metadata/1.xml"),),
        {"sp_entity_id": SP_ENTITY_ID},
    ),
    "audience differs by a blank": Case(
        "S5", lambda: (response_xml(audience=f"{SP_ENTITY_ID} "),), {"sp_entity_id": SP_ENTITY_ID}
    ),
    "audience differs from DeskPRO's metadata": Case(
        "S5", lambda: (response_xml(audience="other"), sp_metadata_xml())
    ),
    "no audience": Case("S6", lambda: (response_xml(audience=None),)),
    "empty audience": Case("S6", lambda: (response_xml(audience=""),)),
    "destination differs": Case(
        "S7",
        lambda: (
            response_xml(wrapped={"destination": ACS_URL.replace("/agent", "")}),
            sp_metadata_xml(),
        ),
    ),
    "recipient differs": Case(
        "S8", lambda: (response_xml(recipient=ACS_URL[:-1] + "4"),), {"acs_url": ACS_URL}
    ),
    "too early": Case(
        "S9",
        lambda: (response_xml(),),
        {"now": ISSUED_AT - timedelta(minutes=5, seconds=1)},
        variant="early",
    ),
    "too late": Case(
        "S9", lambda: (response_xml(),), {"now": ISSUED_AT + timedelta(minutes=5)}, variant="late"
    ),
    "nothing signed": Case("S13", lambda: (wrap(assertion_xml(signature=False)),)),
    "changed, certificate given": Case(
        "S15",
        lambda: (changed((EMAIL.encode(), b"bob@acme.example")), signer().pem),
    ),
    "changed, no certificate given": Case(
        "S15", lambda: (changed((EMAIL.encode(), b"bob@acme.example")),)
    ),
    "tidied up by an editor": Case(
        "S15", lambda: (changed((b"<saml:Subject>", b"\n  <saml:Subject>")), signer().pem)
    ),
    "changed, and without its certificate": Case(
        "S15",
        lambda: (
            response_xml(key_info=False).replace(EMAIL.encode(), b"bob@acme.example"),
            signer("other").pem,
        ),
        level=Level.LIKELY,
        variant="unclear",
    ),
    "another key than the certificate's": Case(
        "S16", lambda: (response_xml(), signer("other").pem)
    ),
    "another key than the metadata's": Case(
        "S16", lambda: (response_xml(), metadata_xml(signer("other")))
    ),
    "another key, all three given": Case(
        "S16", lambda: (response_xml(), signer("other").pem, metadata_xml())
    ),
    "another key, not named in the message": Case(
        "S16",
        lambda: (response_xml(key_info=False), signer("other").pem),
        level=Level.LIKELY,
        variant="unnamed",
    ),
    "message names another certificate than the one that signed": Case(
        "S17",
        lambda: (response_xml(key_info=signer("other")), signer().pem),
        level=Level.LIKELY,
    ),
    "message names an older certificate of the same key": Case(
        "S17",
        lambda: (response_xml(key_info=signer(organization="Acme renewed")), signer().pem),
        level=Level.WORTH_KNOWING,
        variant="same-key",
        headline=False,
    ),
    "encrypted": Case("S20", lambda: (wrap(ENCRYPTED),)),
    "another person": Case(
        "S24", lambda: (response_xml(),), {"email": "Ann@acme.example"}, level=Level.LIKELY
    ),
    "two assertions": Case(
        "S26",
        lambda: (
            wrap(
                assertion_xml(identifier="_evil", signature=False), sign(assertion_xml(), signer())
            ),
        ),
    ),
    "success without a person": Case("S26", lambda: (wrap(),), variant="nobody"),
}

NEAR_MISSES = {
    "M1: the metadata has it beside another": Case(
        "M1", lambda: (signer().pem, metadata_xml(signer("other"), signer()))
    ),
    "M7: the same address": Case("M7", lambda: (metadata_xml(),), {"idp_url": IDP_URL}),
    "M9: a short name of one's own": Case("M9", lambda: (metadata_xml(entity_id="JumpCloud"),)),
    "C14: 61 days left": Case("C14", lambda: (signer(begin=datetime(2021, 7, 5, tzinfo=UTC)).pem,)),
    "C14: the last second": Case(
        "C14", lambda: (signer().pem,), {"now": datetime(2024, 1, 1, tzinfo=UTC)}
    ),
    "R1: a host that merely contains such words": Case(
        "R1",
        lambda: (
            response_xml(audience="https://todolist.acme.example/placeholders/subdomains.xml"),
        ),
    ),
    "R1: a site of the name of an example": Case(
        "R1", lambda: (response_xml(audience="https://acme-example.com/x"),)
    ),
    "S2: success": Case("S2", lambda: (response_xml(),)),
    "S4: the same sender": Case("S4", lambda: (response_xml(), metadata_xml())),
    "S4: nothing to compare with": Case("S4", lambda: (response_xml(issuer="JumpCloud"),)),
    "S5: one of several audiences": Case(
        "S5",
        lambda: (
            wrap(
                sign(
                    assertion_xml().replace(
                        "<saml:Audience>", "<saml:Audience>other</saml:Audience><saml:Audience>"
                    ),
                    signer(),
                )
            ),
        ),
        {"sp_entity_id": SP_ENTITY_ID},
    ),
    "S5: no audience is another condition": Case(
        "S5", lambda: (response_xml(audience=None),), {"sp_entity_id": SP_ENTITY_ID}
    ),
    "S6: an audience, whichever": Case("S6", lambda: (response_xml(audience="other"),)),
    "S7: the same address": Case("S7", lambda: (response_xml(),), {"acs_url": ACS_URL}),
    "S8: the same address": Case("S8", lambda: (response_xml(),), {"acs_url": ACS_URL}),
    "S9: the first moment": Case(
        "S9", lambda: (response_xml(),), {"now": ISSUED_AT - timedelta(minutes=5)}
    ),
    "S9: the last second": Case(
        "S9", lambda: (response_xml(),), {"now": ISSUED_AT + timedelta(minutes=4, seconds=59)}
    ),
    "S9: an old message without a given time": Case("S9", lambda: (response_xml(),)),
    "S13: only the outer message is signed": Case(
        "S13",
        lambda: (
            sign(
                wrap(assertion_xml(signature=False)).replace(
                    b"<samlp:Status>",
                    b'<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" '
                    b'Id="placeholder"/><samlp:Status>',
                ),
                signer(),
            ).encode(),
        ),
    ),
    "S15: another key is another condition": Case(
        "S15", lambda: (response_xml(), signer("other").pem)
    ),
    "S15: a changed unsigned part": Case(
        "S15", lambda: (changed((b'Version="2.0" Destination', b'Version="2.0"  Destination')),)
    ),
    "S16: the right certificate beside a wrong one": Case(
        "S16", lambda: (response_xml(), signer("other").pem, signer().pem)
    ),
    "S16: changed content is another condition": Case(
        "S16", lambda: (changed((EMAIL.encode(), b"bob@acme.example")), signer().pem)
    ),
    "S16: another certificate of the same key": Case(
        "S16", lambda: (response_xml(), signer(organization="Acme renewed").pem)
    ),
    "S17: no certificate in the message": Case(
        "S17", lambda: (response_xml(key_info=False), signer().pem)
    ),
    "S20: readable": Case("S20", lambda: (response_xml(),)),
    "S24: the same person": Case("S24", lambda: (response_xml(),), {"email": EMAIL}),
    "S26: as JumpCloud builds it": Case("S26", lambda: (response_xml(),)),
}


def expectations(case: Case) -> dict[str, Any]:
    return {key: value() if callable(value) else value for key, value in case.expected.items()}


@pytest.mark.parametrize("name", POSITIVE)
def test_a_document_that_shows_a_condition_gives_it(name: str) -> None:
    case = POSITIVE[name]

    judgement = judged(*case.documents(), **expectations(case))

    found = next(one for one in judgement.findings if one.condition == case.condition)
    condition = CONDITIONS[case.condition]
    assert found.level is (case.level or condition.level)
    assert found.variant == case.variant
    if case.headline:
        assert judgement.headline == found
    else:
        assert judgement.headline is None


@pytest.mark.parametrize("name", NEAR_MISSES)
def test_a_document_that_nearly_shows_a_condition_does_not_give_it(name: str) -> None:
    case = NEAR_MISSES[name]
    judgement = judged(*case.documents(), **expectations(case))

    assert case.condition not in ids(judgement.findings)


def test_every_condition_has_both_a_document_and_a_near_miss() -> None:
    assert {case.condition for case in POSITIVE.values()} == set(CONDITIONS)
    assert {case.condition for case in NEAR_MISSES.values()} == set(CONDITIONS)


def test_what_belongs_together_gives_nothing() -> None:
    judgement = judged(
        response_xml(),
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

    assert judgement.findings == ()
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
