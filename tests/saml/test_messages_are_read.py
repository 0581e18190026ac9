"""Sign-in messages: the real one, every layer around them, and what is refused."""

import base64
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskpro_sso_gui.saml.decode import decode_message
from deskpro_sso_gui.saml.facts import Attribute, DecodeStep, SubjectConfirmation
from deskpro_sso_gui.saml.faults import MessageError, MessageFault, XmlFault
from deskpro_sso_gui.saml.message import read_authn_request, read_response
from deskpro_sso_gui.saml.names import BINDING_POST, FORMAT_EMAIL, METHOD_BEARER, STATUS_SUCCESS
from tests.support.saml_documents import (
    ACS_URL,
    EMAIL,
    IDP_URL,
    ISSUED_AT,
    SAMPLES,
    SP_ENTITY_ID,
    assertion_xml,
    metadata_xml,
    needs_samples,
    request_xml,
    response_xml,
    wrap,
)


def deflated(data: bytes, wbits: int = -15) -> bytes:
    engine = zlib.compressobj(wbits=wbits)
    return engine.compress(data) + engine.flush()


def b64(data: bytes) -> bytes:
    return base64.b64encode(data)


def with_plus() -> bytes:
    """Return a message whose base64 is sure to have a plus."""
    for count in range(200):
        document = wrap("<!--" + "~" * count + ">-->")
        if b"+" in b64(document):
            return document
    raise AssertionError


LAYERS: dict[str, tuple[Callable[[bytes], bytes], tuple[DecodeStep, ...]]] = {
    "raw": (lambda xml: xml, ()),
    "raw with a mark": (lambda xml: b"\xef\xbb\xbf" + xml, ()),
    "utf-16": (lambda xml: xml.decode().encode("utf-16"), (DecodeStep.UTF_16,)),
    "base64": (b64, (DecodeStep.BASE64,)),
    "base64 in lines": (base64.encodebytes, (DecodeStep.BASE64,)),
    "base64 in windows lines": (
        lambda xml: base64.encodebytes(xml).replace(b"\n", b"\r\n"),
        (DecodeStep.BASE64,),
    ),
    "twice base64": (lambda xml: b64(b64(xml)), (DecodeStep.BASE64,) * 2),
    "url-encoded": (
        lambda xml: quote(b64(xml), safe="").encode(),
        (DecodeStep.URL_ENCODED, DecodeStep.BASE64),
    ),
    "url-encoded twice": (
        lambda xml: quote(quote(b64(xml), safe=""), safe="").encode(),
        (DecodeStep.URL_ENCODED, DecodeStep.URL_ENCODED, DecodeStep.BASE64),
    ),
    "form": (
        lambda xml: f"SAMLResponse={quote_plus(b64(xml))}&RelayState=x%3Dy".encode(),
        (DecodeStep.PARAMETER, DecodeStep.URL_ENCODED, DecodeStep.BASE64),
    ),
    "address": (
        lambda xml: (
            f"https://a.example/x?RelayState=1&SAMLRequest={quote_plus(b64(deflated(xml)))}"
            "&SigAlg=y#top"
        ).encode(),
        (
            DecodeStep.PARAMETER,
            DecodeStep.URL_ENCODED,
            DecodeStep.BASE64,
            DecodeStep.DEFLATE,
        ),
    ),
    "deflated": (lambda xml: b64(deflated(xml)), (DecodeStep.BASE64, DecodeStep.DEFLATE)),
    "zlib": (lambda xml: b64(deflated(xml, 15)), (DecodeStep.BASE64, DecodeStep.ZLIB)),
    "plus became blank": (
        lambda xml: b64(xml).replace(b"+", b" "),
        (DecodeStep.BLANKS_TO_PLUS, DecodeStep.BASE64),
    ),
}


@pytest.mark.parametrize("name", LAYERS)
def test_every_layer_is_taken_off_and_named(name: str) -> None:
    layer, steps = LAYERS[name]
    document = with_plus()

    decoded = decode_message(layer(document))

    usual = tuple(step for step in decoded.steps if step is not DecodeStep.URL_ENCODED)
    # whether something has to be URL-encoded depends on the characters that base64 happened on
    assert usual == tuple(step for step in steps if step is not DecodeStep.URL_ENCODED)
    assert decoded.steps.count(DecodeStep.URL_ENCODED) <= steps.count(DecodeStep.URL_ENCODED)
    assert read_response(layer(document)).id == "_response"


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", MessageFault.EMPTY),
        (b"SAMLResponse=&RelayState=x", MessageFault.EMPTY),
        (b"hello, world!", MessageFault.NOT_DECODABLE),
        (b"eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.", MessageFault.NOT_DECODABLE),
        (b64(bytes(range(256))), MessageFault.NOT_DECODABLE),
        (b"A" * 9_000_000, MessageFault.TOO_LARGE),
    ],
)
def test_what_is_no_message_is_refused(data: bytes, fault: MessageFault) -> None:
    with pytest.raises(MessageError) as refused:
        decode_message(data)

    assert refused.value.fault is fault


@needs_samples
def test_the_real_response_has_the_facts_of_the_reference() -> None:
    facts = read_response((SAMPLES / "assertions/ssoready-jumpcloud-response.xml").read_bytes())

    # reference/jumpcloud-api.md §4.3
    made = datetime(2023, 11, 18, 16, 43, 5, 562000, tzinfo=UTC)
    assert facts.status == (STATUS_SUCCESS,)
    assert facts.issuer == "IdP Entity ID"
    assert facts.destination == "http://localhost"
    assert facts.issue_instant == made
    assert facts.in_response_to == ""
    assert not facts.signed
    assert not facts.encrypted
    assert (facts.stray_assertions, facts.duplicate_ids) == (0, ())
    [assertion] = facts.assertions
    assert assertion.signed
    assert assertion.audiences == ("ssoready-entity-id",)
    assert assertion.name_id_format == "urn:oasis:names:tc:SAML:1.0:nameid-format:unspecified"
    assert assertion.name_id is not None
    assert assertion.name_id.endswith("@codomaindata.com")
    assert assertion.not_before == made - timedelta(minutes=5)
    assert assertion.not_on_or_after == made + timedelta(minutes=5)
    [confirmation] = assertion.confirmations
    assert confirmation.recipient == "http://localhost"
    assert confirmation.not_on_or_after == made + timedelta(minutes=5)
    assert assertion.authn_context.endswith(":PasswordProtectedTransport")
    assert assertion.attributes == ()
    assert assertion.session_not_on_or_after is None


def test_all_of_a_response_is_read() -> None:
    facts = read_response(response_xml())

    window = timedelta(minutes=5)
    assert facts.destination == ACS_URL
    assert facts.issuer == IDP_URL
    [assertion] = facts.assertions
    assert (assertion.name_id, assertion.name_id_format) == (EMAIL, FORMAT_EMAIL)
    assert assertion.audiences == (SP_ENTITY_ID,)
    assert assertion.confirmations == (
        SubjectConfirmation(
            method=METHOD_BEARER,
            recipient=ACS_URL,
            in_response_to="",
            not_before=None,
            not_on_or_after=ISSUED_AT + window,
        ),
    )
    assert assertion.attributes == (
        Attribute(name="email", values=(EMAIL,)),
        Attribute(name="first_name", values=("Ann",)),
        Attribute(name="last_name", values=("Example",)),
    )
    assert not assertion.name_id_has_comment
    assert assertion.authn_instant == ISSUED_AT


def test_a_missing_audience_is_told_from_an_empty_one() -> None:
    assert read_response(response_xml(audience=None)).assertions[0].audiences is None
    assert read_response(response_xml(audience="")).assertions[0].audiences == ("",)


def test_a_blank_at_the_end_of_an_audience_is_kept() -> None:
    facts = read_response(response_xml(audience=f"{SP_ENTITY_ID} "))

    assert facts.assertions[0].audiences == (f"{SP_ENTITY_ID} ",)


def test_a_comment_does_not_cut_a_name_short() -> None:
    plain = assertion_xml(name_id="ann@acme.example.evil.example", signature=False)
    split = plain.replace("ann@acme.example.evil", "ann@acme.example<!-- x -->.evil", 1)

    [assertion] = read_response(wrap(split)).assertions

    assert assertion.name_id == "ann@acme.example.evil.example"


def test_nested_status_codes_and_their_message_are_read() -> None:
    document = wrap(
        status="urn:oasis:names:tc:SAML:2.0:status:Responder",
        nested_status="urn:oasis:names:tc:SAML:2.0:status:AuthnFailed",
    ).replace(b"</samlp:Status>", b"<samlp:StatusMessage>no</samlp:StatusMessage></samlp:Status>")

    facts = read_response(document)

    assert [code.rsplit(":", 1)[-1] for code in facts.status] == ["Responder", "AuthnFailed"]
    assert facts.status_message == "no"
    assert facts.assertions == ()


def test_strays_and_duplicates_are_counted() -> None:
    hidden = f"<samlp:Extensions>{assertion_xml(signature=False)}</samlp:Extensions>"

    facts = read_response(wrap(hidden, assertion_xml(signature=False)))

    assert len(facts.assertions) == 1
    assert facts.stray_assertions == 1
    assert facts.duplicate_ids == ("_assertion",)


def test_a_request_is_read() -> None:
    facts = read_authn_request(request_xml())

    assert facts.issuer == SP_ENTITY_ID
    assert facts.acs_url == ACS_URL
    assert facts.destination == IDP_URL
    assert facts.protocol_binding == BINDING_POST
    assert facts.name_id_format == FORMAT_EMAIL
    assert facts.issue_instant == ISSUED_AT
    assert not facts.force_authn
    assert not facts.signed


@pytest.mark.parametrize(
    ("data", "fault", "xml"),
    [
        (request_xml(), MessageFault.OTHER_MESSAGE, None),
        (metadata_xml(), MessageFault.OTHER_MESSAGE, None),
        (b"<html><p>Sign in</p></html>", MessageFault.HTML, None),
        (b"<!DOCTYPE html><p>", MessageFault.HTML, None),
        (wrap()[:-9], MessageFault.UNREADABLE, XmlFault.NOT_XML),
        (b"<!DOCTYPE a>" + wrap(), MessageFault.UNREADABLE, XmlFault.DOCTYPE),
        (wrap().replace(b'"2.0"', b'"1.1"'), MessageFault.NOT_SAML_2, None),
        (wrap().replace(b"SAML:2.0:protocol", b"SAML:1.0:protocol"), MessageFault.NOT_SAML_2, None),
    ],
)
def test_another_document_is_refused_with_its_reason(
    data: bytes, fault: MessageFault, xml: XmlFault | None
) -> None:
    with pytest.raises(MessageError) as refused:
        read_response(data)

    assert (refused.value.fault, refused.value.xml) == (fault, xml)


@pytest.mark.parametrize("written", ["soon", "2026-05-04", "", "0001-01-01T00:00:00+14:00"])
def test_a_time_that_is_none_is_left_open(written: str) -> None:
    document = wrap().replace(b"2026-05-04T09:30:00.000Z", written.encode())

    assert read_response(document).issue_instant is None


def test_times_of_another_zone_and_with_nanoseconds_become_utc() -> None:
    zoned = wrap().replace(b"09:30:00.000Z", b"11:30:00.123456789+02:00")

    assert read_response(zoned).issue_instant == ISSUED_AT.replace(microsecond=123456)


@settings(deadline=None, max_examples=300)
@given(data=st.data())
def test_mutated_messages_are_read_or_refused(data: st.DataObject) -> None:
    document = bytearray(response_xml())
    for _ in range(data.draw(st.integers(1, 6))):
        document[data.draw(st.integers(0, len(document) - 1))] = data.draw(st.integers(0, 255))

    try:
        facts = read_response(bytes(document))
    except MessageError:
        return
    assert facts.stray_assertions >= 0
    assert all(code is not None for code in facts.status)


@settings(deadline=None, max_examples=300)
@given(data=st.binary(max_size=600))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    try:
        decoded = decode_message(data)
    except MessageError:
        return
    assert decoded.xml.lstrip(b"\xef\xbb\xbf\0 \t\r\n").startswith(b"<")
