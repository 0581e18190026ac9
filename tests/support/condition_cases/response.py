"""Documents that show conditions S1 to S30, and documents that nearly do."""

from datetime import timedelta
from typing import Final

from deskpro_sso_gui.diagnosis.finding import Level
from tests.support.condition_cases.case import Case
from tests.support.saml_documents import (
    ACS_URL,
    EMAIL,
    IDP_URL,
    ISSUED_AT,
    SP_ENTITY_ID,
    assertion_xml,
    metadata_xml,
    response_xml,
    sign,
    signer,
    sp_metadata_xml,
    wrap,
)

STATUS: Final = "urn:oasis:names:tc:SAML:2.0:status:"
ENCRYPTED: Final = '<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"/>'


def changed(*parts: tuple[bytes, bytes]) -> bytes:
    """Return a signed message with parts of it replaced afterwards."""
    document = response_xml()
    for old, new in parts:
        assert old in document
        document = document.replace(old, new)
    return document


POSITIVE: Final[dict[str, Case]] = {
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

NEAR_MISSES: Final[dict[str, Case]] = {
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
