"""What DeskPRO believes of a response: nothing that is not signed, timely and meant for it.

Rules: SAML profiles §4.1.4.3, core §2.4 and §2.5, bindings §3.5. Every refusal has its reason, for
tests and for a debugger; the people at the browser are never told it.
"""

import base64
import binascii
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum, unique
from typing import Final

import msgspec
from cryptography import x509

from deskpro_sso_gui.practice.saml_xml import (
    BEARER,
    DS,
    MESSAGE_LIMIT,
    SAML,
    SAMLP,
    SUCCESS,
    Element,
    UnreadableXmlError,
    parse,
    read_instant,
)
from deskpro_sso_gui.practice.xml_signature import BadSignatureError, verify

TOLERANCE: Final = timedelta(seconds=60)
"""How far the clocks of the two servers may differ."""


@unique
class Refusal(StrEnum):
    """Why a response is not accepted."""

    NOT_BASE64 = "not base64"
    NOT_XML = "not XML"
    NOT_A_RESPONSE = "not a SAML 2.0 response"
    STATUS = "status is not success"
    DESTINATION = "destination"
    STRUCTURE = "not exactly one assertion with one signature"
    CERTIFICATE = "certificate has run out"
    SIGNATURE = "signature"
    ISSUER = "issuer"
    AUDIENCE = "audience"
    TIME = "time"
    SUBJECT = "subject confirmation"
    IN_RESPONSE_TO = "in response to"
    NAME_ID = "name ID"
    REPLAY = "replay"
    ACCOUNT = "account"


class RefusedResponseError(Exception):
    """The response is not accepted.

    Attributes:
        reason: why.
    """

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason)
        self.reason = reason


class Expectation(msgspec.Struct, frozen=True, kw_only=True):
    """What a response has to fit.

    Attributes:
        certificate: the one uploaded.
        entity_id: DeskPRO's own, the audience.
        acs_url: where the response was posted to.
        issuer: JumpCloud's entity ID; empty where DeskPRO does not know it.
        now: when the response arrived.
        is_open_request: tells whether an id is that of an unanswered request of ours.
    """

    certificate: x509.Certificate
    entity_id: str
    acs_url: str
    issuer: str
    now: datetime
    is_open_request: Callable[[str], bool]


class Accepted(msgspec.Struct, frozen=True, kw_only=True):
    """What a response has proven; all of it was signed.

    Attributes:
        assertion_id: to refuse it the second time.
        name_id: as sent, without blanks around it.
        attributes: first value of each.
        in_response_to: ``None`` where nobody asked.
    """

    assertion_id: str
    name_id: str
    attributes: dict[str, str]
    in_response_to: str | None


def verify_response(message: str, expected: Expectation) -> Accepted:
    """Check the form field ``SAMLResponse`` and return what it proves.

    Raises:
        RefusedResponseError: something does not fit.
    """
    response = _read(message)
    _demand(response.get("Destination") == expected.acs_url, Refusal.DESTINATION)
    # whether a real DeskPRO looks at the date is not known; many services do
    _demand(expected.certificate.not_valid_after_utc > expected.now, Refusal.CERTIFICATE)
    assertion = _signed_assertion(response, expected.certificate)
    for issuer in (response.find(f"{{{SAML}}}Issuer"), assertion.find(f"{{{SAML}}}Issuer")):
        _demand(not expected.issuer or _text(issuer) == expected.issuer, Refusal.ISSUER)
    _check_conditions(assertion, expected)
    in_response_to = _confirm_subject(assertion, expected)
    _demand(response.get("InResponseTo") == in_response_to, Refusal.IN_RESPONSE_TO)
    name_id = _text(assertion.find(f"{{{SAML}}}Subject/{{{SAML}}}NameID"))
    _demand(bool(name_id), Refusal.NAME_ID)
    return Accepted(
        assertion_id=assertion.get("ID", ""),
        name_id=name_id,
        attributes=_attributes(assertion),
        in_response_to=in_response_to,
    )


def _read(message: str) -> Element:
    _demand(len(message) <= 2 * MESSAGE_LIMIT, Refusal.NOT_BASE64)
    try:
        document = base64.b64decode("".join(message.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise RefusedResponseError(Refusal.NOT_BASE64) from error
    try:
        root = parse(document)
    except UnreadableXmlError as error:
        raise RefusedResponseError(Refusal.NOT_XML) from error
    is_response = root.tag == f"{{{SAMLP}}}Response" and root.get("Version") == "2.0"
    _demand(is_response, Refusal.NOT_A_RESPONSE)
    status = root.find(f"{{{SAMLP}}}Status/{{{SAMLP}}}StatusCode")
    _demand(status is not None and status.get("Value") == SUCCESS, Refusal.STATUS)
    return root


def _signed_assertion(response: Element, certificate: x509.Certificate) -> Element:
    """Return the assertion as it was signed, apart from the document it came in.

    Exactly one assertion, where it belongs, with exactly one signature: more would leave open
    which one the signature speaks for (signature wrapping).
    """
    found = list(response.iter(f"{{{SAML}}}Assertion", f"{{{SAML}}}EncryptedAssertion"))
    _demand(len(found) == 1 and found[0].getparent() is response, Refusal.STRUCTURE)
    _demand(found[0].tag == f"{{{SAML}}}Assertion", Refusal.STRUCTURE)
    _demand(len(found[0].findall(f"{{{DS}}}Signature")) == 1, Refusal.STRUCTURE)
    try:
        assertion = verify(response, certificate=certificate, location=f"./{{{SAML}}}Assertion/")
        if response.find(f"{{{DS}}}Signature") is not None:
            verify(response, certificate=certificate)
    except BadSignatureError as error:
        raise RefusedResponseError(Refusal.SIGNATURE) from error
    is_the_one = assertion.tag == found[0].tag and assertion.get("ID") == found[0].get("ID")
    _demand(is_the_one, Refusal.SIGNATURE)
    return assertion


def _check_conditions(assertion: Element, expected: Expectation) -> None:
    conditions = assertion.find(f"{{{SAML}}}Conditions")
    if conditions is None:
        raise RefusedResponseError(Refusal.AUDIENCE)
    _check_times(conditions, expected.now)
    restrictions = conditions.findall(f"{{{SAML}}}AudienceRestriction")
    _demand(bool(restrictions), Refusal.AUDIENCE)
    for restriction in restrictions:
        audiences = [_text(audience) for audience in restriction.iter(f"{{{SAML}}}Audience")]
        _demand(expected.entity_id in audiences, Refusal.AUDIENCE)


def _confirm_subject(assertion: Element, expected: Expectation) -> str | None:
    """Check the bearer confirmation and return the id of the request it answers."""
    path = f"{{{SAML}}}Subject/{{{SAML}}}SubjectConfirmation[@Method='{BEARER}']"
    data = assertion.find(f"{path}/{{{SAML}}}SubjectConfirmationData")
    if data is None or data.get("Recipient") != expected.acs_url:
        raise RefusedResponseError(Refusal.SUBJECT)
    _demand(data.get("NotOnOrAfter") is not None, Refusal.SUBJECT)
    _check_times(data, expected.now)
    in_response_to = data.get("InResponseTo")
    is_ours = in_response_to is None or expected.is_open_request(in_response_to)
    _demand(is_ours, Refusal.IN_RESPONSE_TO)
    return in_response_to


def _check_times(limits: Element, now: datetime) -> None:
    not_before, not_on_or_after = limits.get("NotBefore"), limits.get("NotOnOrAfter")
    try:
        too_early = not_before is not None and now + TOLERANCE < read_instant(not_before)
        too_late = not_on_or_after is not None and now - TOLERANCE >= read_instant(not_on_or_after)
    except ValueError as error:
        raise RefusedResponseError(Refusal.TIME) from error
    _demand(not too_early and not too_late, Refusal.TIME)


def _attributes(assertion: Element) -> dict[str, str]:
    return {
        attribute.get("Name", ""): _text(attribute.find(f"{{{SAML}}}AttributeValue"))
        for attribute in assertion.iter(f"{{{SAML}}}Attribute")
    }


def _text(element: Element | None) -> str:
    """Return all text of ``element``: a comment in it must not cut the rest off."""
    return "" if element is None else str(element.xpath("string()")).strip()


def _demand(fits: bool, reason: Refusal) -> None:  # noqa: FBT001 - reads as a sentence
    if not fits:
        raise RefusedResponseError(reason)
