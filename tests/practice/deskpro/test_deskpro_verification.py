"""What DeskPRO believes of a response, one refusal at a time."""

import base64
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from cryptography import x509
from lxml import etree

from deskpro_sso_gui.practice.deskpro.verification import (
    Accepted,
    Expectation,
    Refusal,
    RefusedResponseError,
    verify_response,
)
from deskpro_sso_gui.practice.saml_xml import DS, SAML, SAMLP, Element
from deskpro_sso_gui.practice.signin.response import Signing, Statement, build_response
from deskpro_sso_gui.practice.signin.settings import Attribute
from deskpro_sso_gui.practice.xml_signature import sign
from tests.support.signin_sandbox import other_pair, private_key, signing_pair

NOW = datetime.now(UTC).replace(microsecond=0)
ACS = "http://localhost:8001/agent/login/authenticate-callback/3"
ENTITY_ID = "http://localhost:8001/saml/metadata/3.xml"
ISSUER = "https://sso.jumpcloud.com/saml2/deskpro"
STATEMENT = Statement(
    issuer=ISSUER,
    acs_url=ACS,
    audience=ENTITY_ID,
    name_id="ann@acme.example",
    name_id_format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
    attributes=(Attribute(name="name", values=("Ann Example",)),),
    issued_at=NOW,
)


def signing(**changes: Any) -> Signing:
    plain = Signing(key=private_key(), certificate_pem=signing_pair().certificate_pem)
    return msgspec.structs.replace(plain, **changes)


def message(statement: Statement = STATEMENT, **changes: Any) -> str:
    return base64.b64encode(build_response(statement, signing(**changes))).decode("ascii")


def said(**changes: Any) -> str:
    return message(msgspec.structs.replace(STATEMENT, **changes))


def bent(change: Callable[[Element], object], *, signed: bool = True) -> str:
    """Return a response that ``change`` altered, signed after that (or before)."""
    root = etree.fromstring(build_response(STATEMENT, signing(assertion=not signed)))
    change(root)
    assertion = root.find(f"{{{SAML}}}Assertion")
    if signed and assertion is not None:
        root.replace(
            assertion,
            sign(
                deepcopy(assertion),
                key=private_key(),
                certificate_pem=signing_pair().certificate_pem,
                algorithm="RSA-SHA256",
            ),
        )
    return base64.b64encode(etree.tostring(root)).decode("ascii")


def verified(text: str, **changes: Any) -> Accepted:
    expected = Expectation(
        certificate=x509.load_pem_x509_certificate(signing_pair().certificate_pem.encode()),
        entity_id=ENTITY_ID,
        acs_url=ACS,
        issuer=ISSUER,
        now=NOW,
        is_open_request=lambda request_id: request_id == "_open",
    )
    return verify_response(text, msgspec.structs.replace(expected, **changes))


def refusal(text: str, **changes: Any) -> Refusal:
    with pytest.raises(RefusedResponseError) as caught:
        verified(text, **changes)
    return caught.value.reason


def find(root: Element, name: str) -> Element:
    found = next(root.iter(f"{{{SAML}}}{name}", f"{{{SAMLP}}}{name}"), None)
    assert found is not None
    return found


def remove(root: Element, name: str) -> None:
    found = find(root, name)
    parent = found.getparent()
    assert parent is not None
    parent.remove(found)


def test_good_answer_is_accepted_with_what_it_says() -> None:
    accepted = verified(said(in_response_to="_open"))
    assert accepted.name_id == "ann@acme.example"
    assert accepted.attributes == {"name": "Ann Example"}
    assert accepted.in_response_to == "_open"
    assert accepted.assertion_id


def test_answer_nobody_asked_for_is_accepted() -> None:
    assert verified(message()).in_response_to is None


def test_issuer_is_not_judged_where_it_is_unknown() -> None:
    assert verified(said(issuer="anything"), issuer="").name_id == "ann@acme.example"


def test_response_signature_is_verified_where_there_is_one() -> None:
    assert verified(message(response=True)).name_id == "ann@acme.example"

    def spoil(root: Element) -> None:
        find(root, "StatusCode").set("Extra", "1")

    both = base64.b64decode(message(response=True))
    root = etree.fromstring(both)
    spoil(root)
    text = base64.b64encode(etree.tostring(root)).decode("ascii")
    assert refusal(text) is Refusal.SIGNATURE


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Refusal.NOT_XML),
        ("§", Refusal.NOT_BASE64),
        ("A" * 2_000_000, Refusal.NOT_BASE64),
        (base64.b64encode(b"<html>").decode(), Refusal.NOT_XML),
        (base64.b64encode(b"<html/>").decode(), Refusal.NOT_A_RESPONSE),
        (
            base64.b64encode(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>').decode(),
            Refusal.NOT_XML,
        ),
    ],
)
def test_what_is_no_response_is_refused(text: str, reason: Refusal) -> None:
    assert refusal(text) is reason


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"acs_url": ACS.replace("/agent", "")}, Refusal.DESTINATION),
        ({"audience": f"{ENTITY_ID}/"}, Refusal.AUDIENCE),
        ({"audience": ""}, Refusal.AUDIENCE),
        ({"issuer": ISSUER.upper()}, Refusal.ISSUER),
        ({"in_response_to": "_closed"}, Refusal.IN_RESPONSE_TO),
        ({"name_id": " "}, Refusal.NAME_ID),
        ({"issued_at": NOW - timedelta(minutes=10)}, Refusal.TIME),
        ({"issued_at": NOW + timedelta(minutes=10)}, Refusal.TIME),
    ],
)
def test_answer_that_does_not_fit_is_refused(changes: dict[str, Any], reason: Refusal) -> None:
    assert refusal(said(**changes)) is reason


@pytest.mark.parametrize("direction", [-1, 1])
def test_clocks_may_differ_by_a_minute_and_no_more(direction: int) -> None:
    limit = direction * timedelta(minutes=6)
    inside = limit - direction * timedelta(seconds=1)
    outside = limit + direction * timedelta(seconds=1)
    assert verified(said(issued_at=NOW + inside)).name_id
    assert refusal(said(issued_at=NOW + outside)) is Refusal.TIME


def test_signature_of_another_key_is_refused() -> None:
    certificate = x509.load_pem_x509_certificate(other_pair().certificate_pem.encode())
    assert refusal(message(), certificate=certificate) is Refusal.SIGNATURE


def test_changed_content_is_refused() -> None:
    assert refusal(message(tampered=True)) is Refusal.SIGNATURE
    assert (
        refusal(bent(lambda root: find(root, "NameID").set("Format", "x"), signed=False))
        is Refusal.SIGNATURE
    )


def test_unsigned_assertion_is_refused_even_in_a_signed_response() -> None:
    assert refusal(message(assertion=False)) is Refusal.STRUCTURE
    assert refusal(message(assertion=False, response=True)) is Refusal.STRUCTURE


def test_sha1_signature_is_refused() -> None:
    assert refusal(message(algorithm="RSA-SHA1")) is Refusal.SIGNATURE


def test_broken_signature_parts_are_refused() -> None:
    def empty(root: Element) -> None:
        next(root.iter(f"{{{DS}}}SignatureValue")).text = None

    def unknown(root: Element) -> None:
        next(root.iter(f"{{{DS}}}SignatureMethod")).set("Algorithm", "urn:unknown")

    def elsewhere(root: Element) -> None:
        next(root.iter(f"{{{DS}}}Reference")).set("URI", f"#{root.get('ID')}")

    for change in (empty, unknown, elsewhere):
        assert refusal(bent(change, signed=False)) is Refusal.SIGNATURE


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Status", Refusal.STATUS),
        ("Assertion", Refusal.STRUCTURE),
        ("Conditions", Refusal.AUDIENCE),
        ("AudienceRestriction", Refusal.AUDIENCE),
        ("SubjectConfirmation", Refusal.SUBJECT),
        ("NameID", Refusal.NAME_ID),
    ],
)
def test_answer_that_lacks_something_is_refused(name: str, reason: Refusal) -> None:
    assert refusal(bent(lambda root: remove(root, name))) is reason


@pytest.mark.parametrize(
    ("name", "attribute", "value", "reason"),
    [
        ("Response", "Version", "1.1", Refusal.NOT_A_RESPONSE),
        ("Response", "Destination", f"{ACS}/", Refusal.DESTINATION),
        ("Response", "InResponseTo", "_open", Refusal.IN_RESPONSE_TO),
        ("StatusCode", "Value", "urn:oasis:names:tc:SAML:2.0:status:Responder", Refusal.STATUS),
        ("SubjectConfirmation", "Method", "urn:oasis:names:tc:SAML:2.0:cm:x", Refusal.SUBJECT),
        ("SubjectConfirmationData", "Recipient", f"{ACS}4", Refusal.SUBJECT),
        ("Conditions", "NotBefore", "yesterday", Refusal.TIME),
        ("Conditions", "NotOnOrAfter", "2026-01-01T00:00:00", Refusal.TIME),
    ],
)
def test_answer_with_a_wrong_part_is_refused(
    name: str, attribute: str, value: str, reason: Refusal
) -> None:
    assert refusal(bent(lambda root: find(root, name).set(attribute, value))) is reason


def test_confirmation_has_to_say_when_it_ends() -> None:
    def endless(root: Element) -> None:
        del find(root, "SubjectConfirmationData").attrib["NotOnOrAfter"]

    assert refusal(bent(endless)) is Refusal.SUBJECT


def test_second_assertion_is_refused_wherever_it_hides() -> None:
    def beside(root: Element) -> None:
        root.append(deepcopy(find(root, "Assertion")))

    def inside(root: Element) -> None:
        status = find(root, "Status")
        status.append(deepcopy(find(root, "Assertion")))

    def wrapped(root: Element) -> None:
        signed = find(root, "Assertion")
        forged = deepcopy(signed)
        find(forged, "NameID").text = "admin@acme.example"
        forged.set("ID", "FORGED")
        root.replace(signed, forged)
        find(root, "Status").append(signed)

    for change in (beside, inside, wrapped):
        assert refusal(bent(change, signed=False)) is Refusal.STRUCTURE


def test_comment_does_not_cut_the_name_short() -> None:
    def commented(root: Element) -> None:
        name = find(root, "NameID")
        name.text = "ann@acme.example"
        comment = etree.Comment("")
        comment.tail = ".evil.example"
        name.append(comment)

    assert verified(bent(commented)).name_id == "ann@acme.example.evil.example"
