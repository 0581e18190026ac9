"""A signature that vouches for other content than would be read is never taken for good.

The eight ways are those of "On Breaking SAML: Be Whoever You Want to Be" (USENIX Security 2012).
"""

import re
from collections.abc import Callable
from typing import Final

import pytest

from tests.support.judged import evidence_of, judged
from tests.support.saml_documents import (
    ACS_URL,
    EMAIL,
    IDP_URL,
    SP_ENTITY_ID,
    assertion_xml,
    sign,
    signer,
    wrap,
)

EVIL: Final = "admin@acme.example"
SIGNATURE: Final = re.compile(r"<ds:Signature .*?</ds:Signature>", re.DOTALL)
PLACE: Final = b'<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="placeholder"/>'


def parts(signed: str) -> tuple[str, str]:
    """Take a signed element apart: its signature, and the element without it."""
    found = SIGNATURE.search(signed)
    assert found is not None
    return found[0], signed.replace(found[0], "")


def evil(identifier: str = "_evil", inside: str = "") -> str:
    """Return an unsigned assertion about somebody else, with something after its issuer."""
    made = assertion_xml(identifier=identifier, name_id=EVIL, signature=False)
    return made.replace("</saml:Issuer>", f"</saml:Issuer>{inside}", 1)


def signed_assertion() -> str:
    return sign(assertion_xml(), signer())


def signed_response() -> str:
    unsigned = wrap(assertion_xml(signature=False))
    return sign(unsigned.replace(b"<samlp:Status>", PLACE + b"<samlp:Status>"), signer())


def evil_response(inside: str) -> bytes:
    made = wrap(evil(), identifier="_evil_response")
    return made.replace(b"<samlp:Status>", inside.encode() + b"<samlp:Status>", 1)


def within(signature: str, content: str) -> str:
    """Put content into a signature, as its Object."""
    end = "</ds:Signature>"
    return signature.replace(end, f"<ds:Object>{content}</ds:Object>{end}")


def first() -> bytes:
    signature, original = parts(signed_response())
    return evil_response(within(signature, original))


def second() -> bytes:
    signature, original = parts(signed_response())
    return evil_response(original + signature)


def third() -> bytes:
    return wrap(evil(), signed_assertion())


def fourth() -> bytes:
    return wrap(evil(inside=signed_assertion()))


def fifth() -> bytes:
    signature, original = parts(signed_assertion())
    return wrap(evil(inside=signature), original)


def sixth() -> bytes:
    signature, original = parts(signed_assertion())
    return wrap(evil(inside=within(signature, original)))


def seventh() -> bytes:
    extensions = f"<samlp:Extensions>{evil('_assertion')}</samlp:Extensions>"
    return wrap(extensions, signed_assertion())


def eighth() -> bytes:
    signature, original = parts(signed_assertion())
    return wrap(evil("_assertion", inside=within(signature, original)))


WAYS: Final[dict[str, Callable[[], bytes]]] = {
    "1: the signed message inside its signature": first,
    "2: the signed message beside its signature": second,
    "3: another assertion before the signed one": third,
    "4: the signed assertion inside another": fourth,
    "5: the signature moved to another assertion": fifth,
    "6: the signed assertion inside the moved signature": sixth,
    "7: another assertion of the same name in extensions": seventh,
    "8: the same name inside the moved signature": eighth,
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("with_certificate", [True, False], ids=["certificate", "alone"])
def test_a_wrapped_message_is_not_to_be_trusted(way: str, *, with_certificate: bool) -> None:
    documents = (WAYS[way](), *((signer().pem,) if with_certificate else ()))

    judgement = judged(*documents, sp_entity_id=SP_ENTITY_ID, acs_url=ACS_URL, email=EMAIL)

    assert judgement.headline is not None
    assert judgement.headline.condition == "S26"


@pytest.mark.parametrize("way", WAYS)
def test_nothing_that_a_wrapped_message_says_is_judged(way: str) -> None:
    judgement = judged(WAYS[way](), idp_entity_id=f"{IDP_URL}/", email=EMAIL)

    assert {finding.condition for finding in judgement.findings} == {"S26"}


def test_the_message_they_are_made_of_is_good() -> None:
    for document in (wrap(signed_assertion()), signed_response().encode()):
        [response] = evidence_of(document, signer().pem).responses

        assert response.is_good
