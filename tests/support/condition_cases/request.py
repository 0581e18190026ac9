"""Documents that show conditions R1 to R12, and documents that nearly do."""

import base64
import zlib
from dataclasses import replace
from datetime import timedelta
from typing import Final
from urllib.parse import quote

from deskpro_sso_gui.diagnosis.finding import Level
from tests.support.captures import DESKPRO, LOGIN_FORM, Step, har, signed_in
from tests.support.condition_cases.case import Case
from tests.support.saml_documents import (
    ACS_URL,
    IDP_URL,
    ISSUED_AT,
    SP_ENTITY_ID,
    deflated,
    metadata_xml,
    request_address,
    request_xml,
    response_xml,
    sp_metadata_xml,
)

OTHER_APP: Final = "https://sso.jumpcloud.com/saml2/deskpro"
X509: Final = "urn:oasis:names:tc:SAML:2.0:ac:classes:X509"
PASSWORD: Final = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"
PERSISTENT: Final = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
UNSPECIFIED: Final = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified"
ARTIFACT: Final = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact"


def answered() -> bytes:
    """Return the answer to the usual request."""
    return response_xml(in_response_to="_request", wrapped={"in_response_to": "_request"})


def with_plus() -> bytes:
    """Return a deflated request whose base64 has plus signs in the middle."""
    for number in range(200):
        carried = deflated(request_xml(identifier=f"_request{number}"))
        if b"+" in carried[10:-10]:
            return carried
    message = "no base64 with a plus sign"
    raise AssertionError(message)


def own_form(path: str) -> Step:
    """Return DeskPRO's own sign-in page."""
    return Step("GET", f"{DESKPRO}{path}", body=LOGIN_FORM)


def asked_late() -> list[Step]:
    """Return a sign-in whose request says that it was made six minutes before it was sent."""
    return signed_in(request=request_xml(issued_at=ISSUED_AT - timedelta(minutes=6, seconds=10)))


def with_a_wrong_clock_here() -> list[Step]:
    """Return a sign-in recorded on a computer that is an hour ahead of both servers."""
    return [replace(step, at=step.at + 3600, date=step.started) for step in signed_in()]


POSITIVE: Final[dict[str, Case]] = {
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
    "request of another name than JumpCloud was told": Case(
        "R2",
        lambda: (request_xml(issuer=SP_ENTITY_ID.replace("/3.", "/4.")),),
        {"sp_entity_id": SP_ENTITY_ID},
    ),
    "request of another name than the answer is meant for": Case(
        "R2",
        lambda: (request_xml(issuer=SP_ENTITY_ID.replace("/3.", "/4.")), answered()),
        variant="answer",
    ),
    "answer wanted at another number": Case(
        "R3", lambda: (request_xml(acs_url=f"{ACS_URL[:-1]}4"),), {"acs_url": ACS_URL}
    ),
    "answer wanted without TLS": Case(
        "R3",
        lambda: (request_xml(acs_url=ACS_URL.replace("https:", "http:")),),
        {"acs_url": ACS_URL},
    ),
    "answer sent elsewhere than wanted": Case(
        "R3", lambda: (request_xml(acs_url=f"{ACS_URL}/"), answered()), variant="answer"
    ),
    "request goes to another app": Case(
        "R4", lambda: (request_xml(destination=OTHER_APP),), {"idp_url": IDP_URL}
    ),
    "request goes elsewhere than the metadata says": Case(
        "R4", lambda: (request_address(address=OTHER_APP), metadata_xml())
    ),
    "request names another address than it goes to": Case(
        "R4", lambda: (request_address(address=OTHER_APP),), variant="inside"
    ),
    "request encoded twice": Case(
        "R5",
        lambda: (request_address(carried=quote(deflated(request_xml()), safe="").encode()),),
        variant="twice",
    ),
    "plus signs became blanks": Case(
        "R5",
        lambda: (b"SAMLRequest=" + with_plus().replace(b"+", b" "),),
        variant="blanks",
    ),
    "request not compressed": Case(
        "R5",
        lambda: (request_address(carried=base64.b64encode(request_xml())),),
        variant="not-deflated",
    ),
    "request compressed with a frame": Case(
        "R5",
        lambda: (request_address(carried=base64.b64encode(zlib.compress(request_xml()))),),
        variant="zlib",
    ),
    "address from a page's source": Case(
        "R5",
        lambda: (request_address().replace(b"&", b"&amp;"),),
        variant="ampersand",
    ),
    "request cut off": Case(
        "R5",
        lambda: (f"{IDP_URL}?SAMLRequest=".encode() + deflated(request_xml())[:-40],),
        variant="unreadable",
    ),
    "request with a signature beside it": Case(
        "R6", lambda: (request_address(signature="c2lnbg=="),), level=Level.LIKELY
    ),
    "signed because JumpCloud asks for it": Case(
        "R6",
        lambda: (request_address(signature="c2lnbg=="), metadata_xml(wants_signed=True)),
        level=Level.WORTH_KNOWING,
        headline=False,
    ),
    "a form of name that JumpCloud does not send": Case(
        "R7", lambda: (request_xml(name_id_format=PERSISTENT), metadata_xml())
    ),
    "a way to sign in that JumpCloud does not offer": Case(
        "R8", lambda: (request_xml(context=X509),), variant="context"
    ),
    "no page may be shown": Case(
        "R8", lambda: (request_xml(flags='IsPassive="true"'),), variant="passive"
    ),
    "sign in anew each time": Case(
        "R8",
        lambda: (request_xml(flags='ForceAuthn="true"'),),
        level=Level.WORTH_KNOWING,
        variant="force",
        headline=False,
    ),
    "request made six minutes after it was sent": Case(
        "R9", lambda: (request_xml(),), {"now": ISSUED_AT - timedelta(minutes=6)}
    ),
    "answer six minutes older than the request": Case(
        "R9",
        lambda: (request_xml(issued_at=ISSUED_AT + timedelta(minutes=6)), answered()),
        variant="answer",
    ),
    "no RelayState": Case(
        "R10", lambda: (request_address(relay_state=None),), variant="missing", headline=False
    ),
    "a very long RelayState": Case(
        "R10", lambda: (request_address(relay_state="x" * 81),), variant="long", headline=False
    ),
    "a RelayState of another site": Case(
        "R10",
        lambda: (request_address(relay_state="https://other.example.test/"),),
        variant="elsewhere",
        headline=False,
    ),
    "request recorded six minutes after it was made": Case("R9", lambda: (har(asked_late()),)),
    "answer wanted by artifact": Case("R11", lambda: (request_xml(binding=ARTIFACT),)),
    "recording that ends at the agents' sign-in": Case(
        "R12", lambda: (har([own_form("/agent/login")]),), headline=False
    ),
    "recording that ends at the users' sign-in": Case(
        "R12", lambda: (har([own_form("/login")]),), variant="portal", headline=False
    ),
}

NEAR_MISSES: Final[dict[str, Case]] = {
    "R1: a host that merely contains such words": Case(
        "R1",
        lambda: (
            response_xml(audience="https://todolist.acme.example/placeholders/subdomains.xml"),
        ),
    ),
    "R1: a site of the name of an example": Case(
        "R1", lambda: (response_xml(audience="https://acme-example.com/x"),)
    ),
    "R2: the same name": Case("R2", lambda: (request_xml(),), {"sp_entity_id": SP_ENTITY_ID}),
    "R2: nothing to compare with": Case("R2", lambda: (request_xml(issuer="other"),)),
    "R2: an answer to another request": Case(
        "R2",
        lambda: (
            request_xml(issuer="other"),
            response_xml(wrapped={"in_response_to": "_another"}),
        ),
    ),
    "R3: the same address": Case("R3", lambda: (request_xml(),), {"acs_url": ACS_URL}),
    "R3: one of several addresses": Case("R3", lambda: (request_xml(), sp_metadata_xml())),
    "R4: the same address": Case(
        "R4", lambda: (request_address(), metadata_xml()), {"idp_url": IDP_URL}
    ),
    "R5: as an address carries it": Case("R5", lambda: (request_address(),)),
    "R5: in a form, where nothing is compressed": Case(
        "R5", lambda: (b"SAMLRequest=" + quote(base64.b64encode(request_xml())).encode(),)
    ),
    "R6: not signed": Case("R6", lambda: (request_address(),)),
    "R6: signed, and answered with success": Case(
        "R6", lambda: (request_address(signature="c2lnbg=="), answered())
    ),
    "R7: the form JumpCloud sends": Case("R7", lambda: (request_xml(), metadata_xml())),
    "R7: any form": Case("R7", lambda: (request_xml(name_id_format=UNSPECIFIED), metadata_xml())),
    "R8: the way that JumpCloud names": Case("R8", lambda: (request_xml(context=PASSWORD),)),
    "R8: flags that say no": Case(
        "R8", lambda: (request_xml(flags='ForceAuthn="false" IsPassive="0"'),)
    ),
    "R9: five minutes": Case(
        "R9", lambda: (request_xml(),), {"now": ISSUED_AT + timedelta(minutes=5)}
    ),
    "R9: an old request without a given time": Case("R9", lambda: (request_xml(),)),
    "R9: only this computer's clock is wrong": Case(
        "R9", lambda: (har(with_a_wrong_clock_here()),)
    ),
    "R10: DeskPRO's own page": Case("R10", lambda: (request_address(),)),
    "R10: a request on its own": Case("R10", lambda: (request_xml(),)),
    "R10: exactly 80 bytes": Case("R10", lambda: (request_address(relay_state="x" * 80),)),
    "R11: by a form": Case("R11", lambda: (request_xml(),)),
    "R12: begun at JumpCloud": Case("R12", lambda: (har(signed_in()[5:]),)),
    "R12: the form, and then JumpCloud": Case("R12", lambda: (har(signed_in()),)),
}
