"""Recordings of every kind give the same conversation; damaged ones give what is whole."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskpro_sso_gui.saml.capture import read_capture
from deskpro_sso_gui.saml.conversation import Conversation, MessageField, Place
from deskpro_sso_gui.saml.facts import AuthnRequest, DecodeStep, Kind, SamlResponse
from deskpro_sso_gui.saml.identify import identify
from tests.support.captures import (
    DESKPRO,
    Dialect,
    Step,
    changed,
    har,
    sanitised,
    signed_in,
    tracer,
)
from tests.support.saml_documents import ACS_URL, EMAIL, IDP_URL, ISSUED_AT

ENTRIES = len(signed_in())


def read(data: bytes) -> Conversation:
    return read_capture(data, identify(data))


def story(conversation: Conversation) -> list[Any]:
    """Return what happened, without what recordings may lack."""
    return [
        (hop.method, hop.url, hop.status, hop.location, [one.field for one in hop.messages])
        for hop in conversation.hops
    ]


def entry_of(document: dict[str, Any], url: str) -> dict[str, Any]:
    entries = document["log"]["entries"]
    return next(one for one in reversed(entries) if one["request"]["url"].startswith(url))


def posted(conversation: Conversation) -> SamlResponse:
    message = conversation.sending(MessageField.RESPONSE)[0].sent(MessageField.RESPONSE)
    assert message is not None
    assert isinstance(message.facts, SamlResponse)
    return message.facts


@pytest.mark.parametrize("dialect", Dialect)
def test_every_program_s_recording_tells_the_same_story(dialect: Dialect) -> None:
    conversation = read(har(signed_in(), dialect))

    assert conversation.kind is Kind.HAR
    assert story(conversation) == story(read(har(signed_in())))
    assert conversation.recorded == ENTRIES
    assert posted(conversation).assertions[0].name_id == EMAIL
    assert not conversation.cut_off


def test_a_recording_tells_who_asked_who_answered_and_where_it_ended() -> None:
    conversation = read(har(signed_in()))

    asking = conversation.sending(MessageField.REQUEST)
    post = conversation.sending(MessageField.RESPONSE)[0]
    request, answer = asking[0].sent(MessageField.REQUEST), post.sent(MessageField.RESPONSE)
    built = asking[1].built(MessageField.RESPONSE)
    assert request is not None
    assert isinstance(request.facts, AuthnRequest)
    assert request.steps == (DecodeStep.URL_ENCODED, DecodeStep.BASE64, DecodeStep.DEFLATE)
    assert request.sent_to == IDP_URL
    assert request.relay_state == "/agent/"
    assert built is not None
    assert built.place is Place.PAGE
    assert built.sent_to == ACS_URL
    assert answer is not None
    assert answer.carried
    assert post.started == ISSUED_AT + timedelta(seconds=1)
    assert post.date == ISSUED_AT + timedelta(seconds=1)
    assert post.location == f"{DESKPRO}/agent/"
    assert conversation.hops[-1].url == f"{DESKPRO}/agent/"
    assert conversation.hops[0].asks_password
    assert conversation.hops[0].cookies_set[0].same_site == "none"
    assert post.cookies_sent == ("dp_session",)


def test_parts_of_pages_are_counted_but_not_kept() -> None:
    conversation = read(har(signed_in()))

    assert "/static/app.js" not in "".join(hop.url for hop in conversation.hops)
    assert conversation.recorded == len(conversation.hops) + 1


@pytest.mark.parametrize("old", [True, False])
def test_exports_of_saml_tracer_are_read_old_and_new(old: bool) -> None:  # noqa: FBT001
    conversation = read(tracer(signed_in(), old=old))

    assert conversation.kind is Kind.SAML_TRACER
    assert posted(conversation).assertions[0].name_id == EMAIL
    assert conversation.sending(MessageField.RESPONSE)[0].date is not None
    assert not conversation.decoded_kept


def test_a_masked_export_still_holds_the_decoded_message() -> None:
    conversation = read(tracer(signed_in(), masked=True))

    assert conversation.masked
    assert conversation.decoded_kept
    assert posted(conversation).assertions[0].name_id == EMAIL


def test_a_sanitised_recording_has_no_cookies() -> None:
    assert read(har(signed_in())).has_cookies
    assert not read(sanitised(har(signed_in()))).has_cookies


def test_a_message_that_was_taken_out_is_missed() -> None:
    conversation = read(sanitised(har(signed_in()), message=True))

    assert not conversation.sending(MessageField.RESPONSE)
    assert [hop.url for hop in conversation.hops if hop.body_missing] == [ACS_URL]


@pytest.mark.parametrize("value", ["", "***", "[redacted]", "{obf:alternative_3}", "REMOVED"])
def test_a_replaced_value_is_masked(value: str) -> None:
    steps = changed(signed_in(), ACS_URL, form=(("SAMLResponse", value),))

    assert read(har(steps)).masked


@pytest.mark.parametrize(
    "dress",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.decode().encode("utf-16"),
        lambda data: data.decode().encode("utf-16-le"),
        lambda data: data.replace(b"Tickets", b"Tick\xffets"),
        lambda data: data.replace(b"Tickets", rb"\ud83d Tickets"),
        lambda data: data.replace(b"Tickets", rb"\\ud83d \udc00"),
    ],
)
def test_odd_encodings_do_not_matter(dress: Callable[[bytes], bytes]) -> None:
    data = dress(har(signed_in()))

    conversation = read(data)

    assert story(conversation) == story(read(har(signed_in())))
    assert not conversation.cut_off


def test_of_a_recording_that_was_cut_off_every_whole_entry_is_read() -> None:
    data = har(signed_in())
    places = range(0, len(data), 97)

    counts = [read_capture(data[:end], Kind.HAR).recorded for end in places]
    told = [read_capture(data[:end], Kind.HAR).cut_off for end in places]

    assert counts == sorted(counts)
    assert counts[-1] == ENTRIES - 1
    assert all(told)


def test_an_entry_of_another_shape_is_passed_over() -> None:
    document = json.loads(har(signed_in()))
    document["log"]["entries"][0] = {"request": {"url": 5}}
    document["log"]["entries"][1]["response"] = None
    document["log"]["entries"][2]["request"]["headers"] = "none"

    conversation = read(json.dumps(document).encode())

    assert posted(conversation)
    assert not conversation.cut_off


@pytest.mark.parametrize("content_type", ["multipart/form-data; boundary=x", ""])
def test_a_form_in_parts_is_read(content_type: str) -> None:
    document = json.loads(har(signed_in()))
    request = entry_of(document, ACS_URL)["request"]
    value = dict(signed_in()[-2].form)["SAMLResponse"]
    request["postData"] = {
        "mimeType": content_type,
        "text": '--x\r\nContent-Disposition: form-data; name="SAMLResponse"\r\n\r\n'
        f"{value}\r\n--x--",
    }

    assert posted(read(json.dumps(document).encode())).assertions[0].name_id == EMAIL


def test_messages_in_huge_or_hostile_pages_are_left_alone() -> None:
    steps = [
        Step("GET", IDP_URL, body="SAMLResponse" + "<form>" * 200_000),
        Step("GET", IDP_URL, body="SAMLResponse" + "x" * 5_000_000),
        Step("GET", f"{IDP_URL}?SAMLRequest=" + "A" * 1_000_000),
        Step("POST", "https://[bad", form=(("SAMLResponse", "PD94"),)),
    ]

    conversation = read(har(steps))

    assert conversation.recorded == len(steps)
    assert all(one.facts is None for hop in conversation.hops for one in hop.messages)


def test_only_so_many_hops_are_kept_but_every_message() -> None:
    steps = [Step("GET", f"{DESKPRO}/page/{number}") for number in range(4100)]

    conversation = read(har([*steps, *signed_in()]))

    assert len(conversation.hops) < 4100
    assert posted(conversation)


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_a_damaged_recording_never_raises(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([har(signed_in()), tracer(signed_in())]))
    kind = identify(whole)
    begin = data.draw(st.integers(0, len(whole)))
    length = data.draw(st.integers(0, 40))
    put = data.draw(st.one_of(st.binary(max_size=8), st.sampled_from([b"null", b"{}", b"[", b'"'])))

    conversation = read_capture(whole[:begin] + put + whole[begin + length :], kind)

    assert conversation.recorded <= ENTRIES + 1


@given(st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_a_conversation(data: bytes) -> None:
    for kind in (Kind.HAR, Kind.SAML_TRACER):
        for begin in (b"", b'{"log":{"entries":[', b'{"requests":['):
            assert read_capture(begin + data, kind).kind is kind
