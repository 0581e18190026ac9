"""Documents that show conditions S13 to S26 and S28, and documents that nearly do."""

from datetime import timedelta
from typing import Final

from deskpro_sso_gui.diagnosis.finding import Level
from tests.support.condition_cases.case import Case
from tests.support.saml_documents import (
    EMAIL,
    ISSUED_AT,
    assertion_xml,
    metadata_xml,
    person,
    response_xml,
    sign,
    signer,
    sp_metadata_xml,
    wrap,
)

ENCRYPTED: Final = '<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"/>'


def changed(*parts: tuple[bytes, bytes]) -> bytes:
    """Return a signed message with parts of it replaced afterwards."""
    document = response_xml()
    for old, new in parts:
        assert old in document
        document = document.replace(old, new)
    return document


def outer_signed() -> bytes:
    """Return a message whose outer part alone is signed."""
    place = b'<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="placeholder"/>'
    unsigned = wrap(assertion_xml(signature=False))
    return sign(unsigned.replace(b"<samlp:Status>", place + b"<samlp:Status>"), signer()).encode()


POSITIVE: Final[dict[str, Case]] = {
    "only the outer message is signed": Case(
        "S14", lambda: (outer_signed(), sp_metadata_xml()), level=Level.LIKELY
    ),
    "signed with SHA-1": Case("S18", lambda: (response_xml(sha1=True),), level=Level.LIKELY),
    "no certificate beside the signature": Case(
        "S19", lambda: (response_xml(key_info=False), signer().pem), headline=False
    ),
    "no name": Case("S21", lambda: (response_xml(name_id=None),), variant="missing"),
    "an empty name": Case("S21", lambda: (response_xml(name_id=""),), variant="empty"),
    "a user name": Case(
        "S21", lambda: (response_xml(name_id="ann"),), level=Level.LIKELY, variant="not-email"
    ),
    "a name said to be something else": Case(
        "S21",
        lambda: (
            response_xml(name_id_format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"),
        ),
        level=Level.LIKELY,
        variant="format",
    ),
    "a name of an unspecified form": Case(
        "S21",
        lambda: (
            response_xml(name_id_format="urn:oasis:names:tc:SAML:1.0:nameid-format:unspecified"),
        ),
        level=Level.WORTH_KNOWING,
        variant="unspecified",
        headline=False,
    ),
    "no attributes, but an e-mail address as name": Case(
        "S22",
        lambda: (response_xml(attributes=()),),
        level=Level.WORTH_KNOWING,
        variant="missing",
        headline=False,
    ),
    "no e-mail address anywhere": Case(
        "S22", lambda: (response_xml(name_id="ann", attributes=person()[1:]),), variant="missing"
    ),
    "e-mail attribute with a capital letter": Case(
        "S22",
        lambda: (response_xml(attributes=(("Email", [EMAIL]), *person()[1:])),),
        variant="misspelt",
    ),
    "e-mail attribute by its long name": Case(
        "S22",
        lambda: (
            response_xml(
                attributes=(
                    ("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress", [EMAIL]),
                    *person()[1:],
                )
            ),
        ),
        variant="misspelt",
    ),
    "e-mail attribute twice": Case(
        "S22", lambda: (response_xml(attributes=(*person(), person()[0])),), variant="duplicate"
    ),
    "e-mail attribute with two values": Case(
        "S22",
        lambda: (response_xml(attributes=(("email", [EMAIL, "ann@old.example"]), *person()[1:])),),
        variant="several",
    ),
    "e-mail attribute with a blank": Case(
        "S22",
        lambda: (response_xml(attributes=(("email", [f"{EMAIL} "]), *person()[1:])),),
        variant="blanks",
    ),
    "e-mail attribute without a value": Case(
        "S22",
        lambda: (response_xml(attributes=(("email", [""]), *person()[1:])),),
        variant="empty",
    ),
    "no last name": Case(
        "S23",
        lambda: (response_xml(attributes=person()[:2]),),
        level=Level.WORTH_KNOWING,
        headline=False,
    ),
    "neither names nor an e-mail address": Case(
        "S23",
        lambda: (response_xml(name_id="ann", attributes=person()[:1]),),
        headline=False,
        level=Level.LIKELY,
    ),
    "first name under another name": Case(
        "S23",
        lambda: (response_xml(attributes=(person()[0], ("firstName", ["Ann"]), person()[2])),),
        level=Level.WORTH_KNOWING,
        variant="misspelt",
        headline=False,
    ),
    "groups in two places": Case(
        "S25",
        lambda: (response_xml(attributes=(*person(), ("memberOf", ["a"]), ("memberOf", ["b"]))),),
        variant="duplicate",
        headline=False,
    ),
    "groups without a value": Case(
        "S25",
        lambda: (response_xml(attributes=(*person(), ("memberOf", [""]))),),
        variant="empty",
        headline=False,
    ),
    "groups that DeskPRO asks for": Case(
        "S25",
        lambda: (response_xml(), sp_metadata_xml(requested=("email", "groups"))),
        variant="missing",
        headline=False,
    ),
    "a comment in the name": Case(
        "S26",
        lambda: (response_xml(name_id="ann@acme.example<!-- -->.evil.example"),),
        variant="comment",
    ),
    "the session had run out": Case(
        "S28",
        lambda: (response_xml(session_until=ISSUED_AT),),
        {"now": ISSUED_AT + timedelta(seconds=1)},
        level=Level.LIKELY,
        variant="session",
    ),
    "signed in the day before": Case(
        "S28",
        lambda: (response_xml(signed_in_at=ISSUED_AT - timedelta(hours=24, seconds=1)),),
        level=Level.LIKELY,
        variant="old",
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

NEAR_MISSES: Final[dict[str, Case]] = {
    "S14: both parts are signed": Case("S14", lambda: (response_xml(), sp_metadata_xml())),
    "S14: nobody asks for another part": Case("S14", lambda: (outer_signed(),)),
    "S18: SHA-256": Case("S18", lambda: (response_xml(),)),
    "S19: nothing signed is another condition": Case(
        "S19", lambda: (wrap(assertion_xml(signature=False)),)
    ),
    "S21: an e-mail address": Case("S21", lambda: (response_xml(),)),
    "S22: one e-mail address": Case("S22", lambda: (response_xml(),)),
    "S22: broken by a pretty-printer": Case(
        "S22",
        lambda: (response_xml(attributes=(("email", [f"\n  {EMAIL}\n"]), *person()[1:])),),
    ),
    "S23: both names": Case("S23", lambda: (response_xml(),)),
    "S25: groups with values": Case(
        "S25",
        lambda: (
            response_xml(attributes=(*person(), ("groups", ["a", "b"]))),
            sp_metadata_xml(requested=("groups",)),
        ),
    ),
    "S25: no groups, and nobody asks": Case("S25", lambda: (response_xml(), sp_metadata_xml())),
    "S26: a comment elsewhere": Case(
        "S26",
        lambda: (
            wrap(sign(assertion_xml(), signer())).replace(
                b"<samlp:Status>", b"<!-- made by hand --><samlp:Status>"
            ),
        ),
    ),
    "S28: a sign-in of the morning": Case(
        "S28",
        lambda: (
            response_xml(
                signed_in_at=ISSUED_AT - timedelta(hours=8),
                session_until=ISSUED_AT + timedelta(hours=8),
            ),
        ),
    ),
    "S13: only the outer message is signed": Case("S13", lambda: (outer_signed(),)),
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
