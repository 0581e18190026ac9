"""Documents that show conditions S1 to S12, S27, S29 and S30, and documents that nearly do."""

import base64
import functools
from dataclasses import replace
from datetime import timedelta
from typing import Final
from urllib.parse import quote

from deskpro_sso_gui.diagnosis.finding import Level
from tests.support.captures import (
    Step,
    answered_xml,
    har,
    message_form,
    posting_page,
    signed_in,
)
from tests.support.captures import changed as changed_step
from tests.support.condition_cases.case import Case
from tests.support.saml_documents import (
    ACS_URL,
    IDP_URL,
    ISSUED_AT,
    SP_ENTITY_ID,
    assertion_xml,
    deflated,
    metadata_xml,
    request_xml,
    response_xml,
    sign,
    signer,
    sp_metadata_xml,
    wrap,
)

STATUS: Final = "urn:oasis:names:tc:SAML:2.0:status:"


WEB_TOKEN: Final = b"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJl"
REASONS: Final = (
    "AuthnFailed",
    "NoAuthnContext",
    "NoPassive",
    "RequestDenied",
    "InvalidNameIDPolicy",
    "UnknownPrincipal",
    "RequestUnsupported",
)


def refusal(reason: str) -> tuple[bytes, ...]:
    """Return JumpCloud's refusal for a reason that SAML names."""
    return (wrap(status=f"{STATUS}Responder", nested_status=f"{STATUS}{reason}"),)


def with_plus() -> bytes:
    """Return a message whose base64 has plus signs in the middle."""
    for number in range(200):
        carried = base64.b64encode(response_xml(audience=f"urn:{'~>?' * number}"))
        if b"+" in carried[10:-10]:
            return carried
    message = "no base64 with a plus sign"
    raise AssertionError(message)


def from_the_portal() -> list[Step]:
    """Return a sign-in that begins at JumpCloud, whose answer names a request all the same."""
    page = Step("GET", IDP_URL, body=posting_page(answered_xml()), at=0)
    return [page, *signed_in()[-2:]]


def sent_twice() -> list[Step]:
    """Return a sign-in whose message the browser sends once more."""
    steps = signed_in()
    again = next(step for step in steps if step.method == "POST")
    place = steps.index(again)
    return [*steps[: place + 1], replace(again, at=again.at + 2), *steps[place + 1 :]]


POSITIVE: Final[dict[str, Case]] = {
    "message cut off": Case(
        "S1", lambda: (base64.b64encode(response_xml()[:-200]),), variant="cut-off"
    ),
    "field that can't be decoded": Case(
        "S1", lambda: (b"SAMLResponse=PHNhbWxwOlJlc3!!!",), variant="unreadable"
    ),
    "message in Latin-1": Case(
        "S1",
        lambda: (response_xml().replace(b"</saml:Issuer>", b"\xe9</saml:Issuer>", 1),),
        variant="charset",
    ),
    "message encoded twice": Case(
        "S1",
        lambda: (base64.b64encode(base64.b64encode(response_xml())),),
        level=Level.LIKELY,
        variant="twice",
    ),
    "message escaped twice": Case(
        "S1",
        lambda: (quote(quote(base64.b64encode(response_xml()), safe=""), safe="").encode(),),
        level=Level.LIKELY,
        variant="escaped",
    ),
    "message compressed": Case(
        "S1", lambda: (deflated(response_xml()),), level=Level.LIKELY, variant="deflated"
    ),
    "plus signs of the message became blanks": Case(
        "S1",
        lambda: (with_plus().replace(b"+", b" "),),
        level=Level.LIKELY,
        variant="blanks",
    ),
    "a web token": Case("S1", lambda: (WEB_TOKEN,), variant="web-token"),
    "a web token in the field": Case(
        "S1", lambda: (b"SAMLResponse=" + WEB_TOKEN,), variant="web-token"
    ),
    "a request in the answer's field": Case(
        "S1",
        lambda: (b"SAMLResponse=" + quote(base64.b64encode(request_xml()), safe="").encode(),),
        variant="request",
    ),
    "JumpCloud does not take the request": Case(
        "S2", lambda: (wrap(status=f"{STATUS}Requester"),), variant="requester"
    ),
    "JumpCloud refuses for a reason of its own": Case(
        "S2", lambda: (wrap(status=f"{STATUS}Responder", nested_status="urn:example:other"),)
    ),
    **{
        f"JumpCloud says {reason}": Case(
            "S3",
            functools.partial(refusal, reason),
            variant=reason,
        )
        for reason in REASONS
    },
    "nobody is confirmed": Case(
        "S10", lambda: (response_xml(confirmation=None),), variant="missing"
    ),
    "not for a browser": Case(
        "S10",
        lambda: (response_xml(confirmation="urn:oasis:names:tc:SAML:2.0:cm:holder-of-key"),),
        variant="not-bearer",
    ),
    "permission ran out before the message": Case(
        "S10",
        lambda: (response_xml(usable_for=timedelta(minutes=1)),),
        {"now": ISSUED_AT + timedelta(minutes=1)},
        variant="expired",
    ),
    "answers another request": Case(
        "S11",
        lambda: (request_xml(), response_xml(wrapped={"in_response_to": "_another"})),
    ),
    "recorded answer to another request": Case(
        "S11",
        lambda: (
            har(changed_step(signed_in(), ACS_URL, form=message_form(answered_xml("_another")))),
        ),
    ),
    "answers no request though there was one": Case(
        "S12",
        lambda: (request_xml(), response_xml()),
        level=Level.LIKELY,
        variant="missing",
    ),
    "recorded answer to a request that was never made": Case(
        "S12", lambda: (har(from_the_portal()),), variant="unasked"
    ),
    "a document type": Case("S27", lambda: (b'<!DOCTYPE x [<!ENTITY e "x">]>' + response_xml(),)),
    "SAML 1.1": Case(
        "S29",
        lambda: (b'<Response xmlns="urn:oasis:names:tc:SAML:1.0:protocol" MajorVersion="1"/>',),
    ),
    "WS-Federation": Case(
        "S29",
        lambda: (
            b'<t:RequestSecurityTokenResponse xmlns:t="http://schemas.xmlsoap.org/ws/2005/02/trust"/>',
        ),
    ),
    "another version": Case(
        "S29",
        lambda: (
            response_xml().replace(b'Version="2.0" Destination', b'Version="2.1" Destination'),
        ),
    ),
    "the browser sent it twice": Case("S30", lambda: (har(sent_twice()),)),
    "two files hold the same": Case(
        "S30",
        lambda: (response_xml(), base64.b64encode(response_xml())),
        level=Level.WORTH_KNOWING,
        variant="files",
        headline=False,
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
}

NEAR_MISSES: Final[dict[str, Case]] = {
    "S1: base64 in lines": Case("S1", lambda: (base64.encodebytes(response_xml()),)),
    "S1: copied from the address of a form": Case(
        "S1",
        lambda: (b"SAMLResponse=" + quote(base64.b64encode(response_xml()), safe="").encode(),),
    ),
    "S1: a request in its own field": Case(
        "S1", lambda: (b"SAMLRequest=" + quote(base64.b64encode(request_xml()), safe="").encode(),)
    ),
    "S1: UTF-8 letters": Case("S1", lambda: (response_xml(audience="https://b\u00fcro.example/"),)),
    "S2: a reason that has its own words": Case(
        "S2", lambda: (wrap(status=f"{STATUS}Responder", nested_status=f"{STATUS}AuthnFailed"),)
    ),
    "S3: a refusal without a reason": Case("S3", lambda: (wrap(status=f"{STATUS}Responder"),)),
    "S10: one of two ways is a browser's": Case(
        "S10",
        lambda: (
            wrap(
                sign(
                    assertion_xml().replace(
                        "<saml:SubjectConfirmation ",
                        '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:'
                        'sender-vouches"/><saml:SubjectConfirmation ',
                    ),
                    signer(),
                )
            ),
        ),
    ),
    "S10: message and permission run out together": Case(
        "S10", lambda: (response_xml(),), {"now": ISSUED_AT + timedelta(minutes=6)}
    ),
    "S11: answers this request": Case(
        "S11",
        lambda: (
            request_xml(),
            response_xml(in_response_to="_request", wrapped={"in_response_to": "_request"}),
        ),
    ),
    "S11: nothing to compare with": Case(
        "S11", lambda: (response_xml(wrapped={"in_response_to": "_another"}),)
    ),
    "S12: begun at JumpCloud": Case("S12", lambda: (response_xml(),)),
    "S12: answers the recorded request": Case("S12", lambda: (har(signed_in()),)),
    "S27: a message that speaks of one": Case(
        "S27", lambda: (response_xml(audience="https://doctype.example/ENTITY"),)
    ),
    "S29: SAML 2.0": Case("S29", lambda: (response_xml(),)),
    "S30: two messages": Case(
        "S30", lambda: (response_xml(), response_xml(wrapped={"identifier": "_second"}))
    ),
    "S30: sent once": Case("S30", lambda: (har(signed_in()),)),
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
}
