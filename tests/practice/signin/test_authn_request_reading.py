"""How JumpCloud reads a service's request, signed or not, and what it refuses."""

import base64
import zlib
from datetime import UTC, datetime
from urllib.parse import quote, unquote, urlsplit

import pytest

from deskpro_sso_gui.practice.deskpro.authn_request import new_request_id, request_address
from deskpro_sso_gui.practice.saml_xml import SAML, SAMLP, element, serialize
from deskpro_sso_gui.practice.signin.authn_request import (
    RefusedRequestError,
    from_post,
    from_redirect,
)
from deskpro_sso_gui.practice.world import Interface, SignInSource
from deskpro_sso_gui.practice.xml_signature import sign
from tests.support.signin_sandbox import other_pair, private_key, signing_pair

SOURCE = SignInSource(
    id=7,
    interface=Interface.AGENTS,
    single_sign_on_url="http://127.0.0.1:8000/saml2/deskpro",
)


def query_of_deskpro(*, signed: bool = False) -> tuple[str, bytes]:
    request_id = new_request_id()
    address = request_address(
        SOURCE,
        origin="http://localhost:8001",
        request_id=request_id,
        now=datetime.now(UTC),
        key=private_key() if signed else None,
    )
    return request_id, urlsplit(address).query.encode()


def post_message(*, signed: bool = False) -> str:
    root = element(SAMLP, "AuthnRequest", "samlp", ID="_posted", Version="2.0")
    root.append(element(SAML, "Issuer", "saml", text="http://localhost:8001/saml/metadata/7.xml"))
    if signed:
        root = sign(
            root,
            key=private_key(),
            certificate_pem=signing_pair().certificate_pem,
            algorithm="RSA-SHA256",
        )
    return base64.b64encode(serialize(root)).decode("ascii")


def redirect_of(message: bytes) -> bytes:
    return b"SAMLRequest=" + quote(base64.b64encode(message)).encode()


def deflated(message: bytes) -> bytes:
    deflate = zlib.compressobj(wbits=-15)
    return deflate.compress(message) + deflate.flush()


def test_request_by_redirect_is_read() -> None:
    request_id, query = query_of_deskpro()
    read = from_redirect(query, "")
    assert read.id == request_id
    assert read.issuer == "http://localhost:8001/saml/metadata/7.xml"


def test_request_by_post_is_read() -> None:
    read = from_post(post_message(), "")
    assert read.id == "_posted"
    assert read.issuer == "http://localhost:8001/saml/metadata/7.xml"


def test_signed_requests_are_read_with_the_services_certificate() -> None:
    trusted = signing_pair().certificate_value
    request_id, query = query_of_deskpro(signed=True)
    assert from_redirect(query, trusted).id == request_id
    assert from_redirect(query.replace(b"&SigAlg", b"&Other=1&SigAlg"), trusted).id == request_id
    assert from_post(post_message(signed=True), trusted).id == "_posted"


@pytest.mark.parametrize("trusted", ["", other_pair().certificate_value, "no certificate"])
def test_request_signed_with_an_unknown_key_is_refused(trusted: str) -> None:
    with pytest.raises(RefusedRequestError):
        from_redirect(query_of_deskpro(signed=True)[1], trusted)
    with pytest.raises(RefusedRequestError):
        from_post(post_message(signed=True), trusted)


def test_relay_state_and_algorithm_belong_to_what_is_signed() -> None:
    trusted = signing_pair().certificate_value
    query = query_of_deskpro(signed=True)[1]
    with pytest.raises(RefusedRequestError):
        from_redirect(query.replace(b"&SigAlg", b"&RelayState=x&SigAlg"), trusted)
    with pytest.raises(RefusedRequestError):
        from_redirect(query.replace(b"rsa-sha256", b"rsa-sha512"), trusted)
    with pytest.raises(RefusedRequestError):
        from_redirect(query.replace(b"rsa-sha256", b"unknown"), trusted)


@pytest.mark.parametrize(
    "query",
    [
        b"SAMLRequest=%C3%A4",
        b"SAMLRequest=abc",
        redirect_of(b"not deflated"),
        redirect_of(zlib.compress(b"<a/>")),
        redirect_of(deflated(b"<a>")),
        redirect_of(deflated(b"<a ID='x'/>")),
        redirect_of(deflated(b"<!DOCTYPE a><a ID='x'/>")),
        redirect_of(deflated(b'<p:AuthnRequest xmlns:p="%b"/>' % SAMLP.encode())),
        redirect_of(deflated(b" " * 3_000_000)),
        redirect_of(deflated(b"<a>" * 1000)[:20]),
    ],
)
def test_unreadable_request_is_refused(query: bytes) -> None:
    with pytest.raises(RefusedRequestError):
        from_redirect(query, "")


def test_policy_asks_for_the_chosen_name_id_format() -> None:
    chosen = SignInSource(
        id=7,
        interface=Interface.AGENTS,
        single_sign_on_url="http://127.0.0.1:8000/saml2/deskpro?tenant=1",
        name_id_format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
    )
    address = request_address(
        chosen, origin="http://localhost:8001", request_id="_1", now=datetime.now(UTC), key=None
    )
    query = dict(part.split("=", 1) for part in urlsplit(address).query.split("&"))
    assert query["tenant"] == "1"
    message = zlib.decompress(base64.b64decode(unquote(query["SAMLRequest"])), -15)
    assert b'Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"' in message
    assert b'Destination="http://127.0.0.1:8000/saml2/deskpro?tenant=1"' in message
