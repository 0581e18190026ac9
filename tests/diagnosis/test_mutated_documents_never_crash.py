"""Whatever happens to metadata, requests and messages, they are judged or refused."""

import base64
from typing import Any, Final
from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st

from deskpro_sso_gui.diagnosis.judge import judge
from deskpro_sso_gui.texts.findings import finding_text
from tests.support.judged import evidence_of
from tests.support.saml_documents import (
    ACS_URL,
    EMAIL,
    IDP_URL,
    ISSUED_AT,
    SP_ENTITY_ID,
    deflated,
    metadata_xml,
    request_address,
    request_xml,
    response_xml,
    signer,
    sp_metadata_xml,
)
from tests.support.thorough import thorough

EXPECTED: Final[dict[str, Any]] = {
    "sp_entity_id": SP_ENTITY_ID,
    "acs_url": ACS_URL,
    "idp_url": IDP_URL,
    "idp_entity_id": IDP_URL,
    "email": EMAIL,
    "metadata_url": "https://sso.jumpcloud.com/saml2/metadata/64f0",
    "now": ISSUED_AT,
}
PIECES: Final = (
    b"",
    b"<",
    b">",
    b"&",
    b'"',
    b"\0",
    b"\xff",
    b"%",
    b"%25",
    b"+",
    b"=",
    b"://",
    b"]",
    b"<!--",
    b"-->",
    b"<?x ?>",
    b"<!DOCTYPE x>",
    b"&amp;",
    b"Signature",
    b"saml:Assertion",
    b"9999-99-99T99:99:99Z",
    b"0001-01-01T00:00:00+23:59",
    b"9999-12-31T23:59:59-23:59",
    b"http://[",
)
"""What hurts a reader of XML, addresses, dates and base64."""

METADATA: Final = (metadata_xml(), sp_metadata_xml(requested=("email", "groups")))
MESSAGES: Final = (
    response_xml(),
    response_xml(in_response_to="_request", session_until=ISSUED_AT),
    base64.b64encode(response_xml()),
    b"SAMLResponse=" + quote(base64.b64encode(response_xml()), safe="").encode(),
    request_xml(context="urn:x"),
    request_address(signature="c2lnbg=="),
    deflated(request_xml()),
)

mutations = st.lists(
    st.tuples(
        st.integers(0, 1 << 20), st.integers(0, 40), st.sampled_from(PIECES) | st.binary(max_size=4)
    ),
    min_size=1,
    max_size=6,
)
Mutations = list[tuple[int, int, bytes]]


def mutated(document: bytes, changes: Mutations) -> bytes:
    """Replace some bytes at each place by others."""
    for place, length, piece in changes:
        at = place % (len(document) + 1)
        document = document[:at] + piece + document[at + length :]
    return document


def judge_and_speak(*documents: bytes) -> None:
    """Judge documents beside good ones, and say all that there is to say."""
    evidence = evidence_of(*documents, signer().pem, **EXPECTED)
    for finding in judge(evidence).findings:
        assert finding_text(finding).headline


@thorough
@given(st.sampled_from(METADATA), mutations)
def test_mutated_metadata_is_judged_or_refused(document: bytes, changes: Mutations) -> None:
    judge_and_speak(mutated(document, changes), response_xml())


@thorough
@given(st.sampled_from(MESSAGES), mutations)
def test_a_mutated_message_is_judged_or_refused(document: bytes, changes: Mutations) -> None:
    judge_and_speak(mutated(document, changes), metadata_xml())


@thorough
@given(st.binary(max_size=400))
def test_any_bytes_are_told_and_judged(data: bytes) -> None:
    judge_and_speak(data)
