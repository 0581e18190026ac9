"""JumpCloud's response: like the genuine one, and good in the eyes of others."""

import base64
import shutil
import subprocess
import warnings
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from lxml import etree

from deskpro_sso_gui.practice.deskpro.addresses import acs_url, entity_id
from deskpro_sso_gui.practice.jumpcloud.metadata import metadata_document
from deskpro_sso_gui.practice.keys import SigningPair
from deskpro_sso_gui.practice.saml_xml import DS, SAML, SAMLP
from deskpro_sso_gui.practice.signin.answers import answer
from deskpro_sso_gui.practice.signin.response import Signing, Statement, build_response
from deskpro_sso_gui.practice.signin.settings import Attribute, SignInSettings
from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.practice.world import Interface, SignInSource
from tests.support.signin_sandbox import (
    make_application,
    other_pair,
    private_key,
    signing_pair,
)

DATA = Path(__file__).parents[4] / "shared" / "data" / "jumpcloud"
GENUINE = DATA / "assertions" / "ssoready-jumpcloud-response.xml"
ISSUED_AT = datetime(2026, 3, 4, 5, 6, 7, 89_000, UTC)


def statement(**changes: Any) -> Statement:
    plain = Statement(
        issuer="https://sso.jumpcloud.com/saml2/deskpro",
        acs_url="http://localhost:8001/agent/login/authenticate-callback/3",
        audience="http://localhost:8001/saml/metadata/3.xml",
        name_id="ann@acme.example",
        name_id_format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
        issued_at=ISSUED_AT,
    )
    return msgspec.structs.replace(plain, **changes)


def signing(**changes: Any) -> Signing:
    plain = Signing(key=private_key(), certificate_pem=signing_pair().certificate_pem)
    return msgspec.structs.replace(plain, **changes)


def attribute(document: bytes, path: str, name: str) -> str | None:
    found = etree.fromstring(document).find(path, {"s": SAML, "p": SAMLP, "ds": DS})
    assert found is not None, path
    return found.get(name)


def verifies(document: bytes, folder: Path, pair: SigningPair) -> bool:
    """Ask xmlsec1, which shares nothing with what made the signature."""
    if shutil.which("xmlsec1") is None:
        pytest.skip("xmlsec1 (Debian package of this name) is not installed")
    certificate, message = folder / "certificate.pem", folder / "response.xml"
    certificate.write_text(pair.certificate_pem)
    message.write_bytes(document)
    done = subprocess.run(
        [
            "xmlsec1",
            "--verify",
            "--pubkey-cert-pem",
            certificate,
            "--id-attr:ID",
            f"{SAML}:Assertion",
            "--id-attr:ID",
            f"{SAMLP}:Response",
            message,
        ],
        capture_output=True,
        check=False,
    )
    return done.returncode == 0


def shape(element: etree._Element) -> list[Any]:
    """Return what two documents have in common that only differ in what they say."""
    return [
        element.tag,
        element.prefix,
        dict(element.nsmap),
        list(element.attrib),
        element.get("Algorithm"),
        element.get("Method"),
        element.tail,
        (element.text or "").strip() == "",
        [shape(child) for child in element],
    ]


@pytest.mark.skipif(not GENUINE.exists(), reason="no genuine response: ../shared/data is absent")
def test_response_has_the_genuine_ones_elements_attributes_and_algorithms_in_its_order() -> None:
    genuine = GENUINE.read_bytes()
    ours = build_response(statement(), signing())
    assert shape(etree.fromstring(ours)) == shape(etree.fromstring(genuine))
    assert ours.startswith(genuine[: genuine.index(b"Destination")])
    for path, name in (
        (".//s:Issuer", "Format"),
        (".//p:StatusCode", "Value"),
        (".//s:SubjectConfirmation", "Method"),
    ):
        assert attribute(ours, path, name) == attribute(genuine, path, name)
    context = etree.fromstring(ours).findtext(f".//{{{SAML}}}AuthnContextClassRef")
    assert context == etree.fromstring(genuine).findtext(f".//{{{SAML}}}AuthnContextClassRef")


def test_times_are_five_minutes_around_the_moment_of_issue() -> None:
    document = build_response(statement(), signing())
    assert attribute(document, ".", "IssueInstant") == "2026-03-04T05:06:07.089Z"
    assert attribute(document, ".//s:Conditions", "NotBefore") == "2026-03-04T05:01:07.089Z"
    assert attribute(document, ".//s:Conditions", "NotOnOrAfter") == "2026-03-04T05:11:07.089Z"
    confirmed = attribute(document, ".//s:SubjectConfirmationData", "NotOnOrAfter")
    assert confirmed == "2026-03-04T05:11:07.089Z"


def test_request_is_named_only_when_there_was_one() -> None:
    unasked = build_response(statement(), signing())
    assert b"InResponseTo" not in unasked
    asked = build_response(statement(in_response_to="_r1"), signing())
    assert attribute(asked, ".", "InResponseTo") == "_r1"
    assert attribute(asked, ".//s:SubjectConfirmationData", "InResponseTo") == "_r1"


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"response": True},
        {"response": True, "assertion": False},
        {"algorithm": "RSA-SHA512"},
    ],
)
def test_xmlsec_verifies_every_signed_response(changes: dict[str, Any], tmp_path: Path) -> None:
    attributes = (Attribute(name="name", values=("Ann & <Bea> Exämple",)),)
    document = build_response(statement(attributes=attributes), signing(**changes))
    assert verifies(document, tmp_path, signing_pair())


def test_xmlsec_refuses_what_was_changed_and_what_another_key_signed(tmp_path: Path) -> None:
    document = build_response(statement(), signing())
    assert verifies(document, tmp_path, signing_pair())
    assert not verifies(document.replace(b"ann@acme", b"ben@acme"), tmp_path, signing_pair())
    assert not verifies(
        build_response(statement(), signing(tampered=True)), tmp_path, signing_pair()
    )
    assert not verifies(document, tmp_path, other_pair())


def test_sha1_is_used_where_the_application_asks_for_it() -> None:
    document = build_response(statement(), signing(algorithm="RSA-SHA1"))
    method = attribute(document, ".//ds:SignatureMethod", "Algorithm")
    assert method == "http://www.w3.org/2000/09/xmldsig#rsa-sha1"


def test_unsigned_response_has_no_signature_at_all() -> None:
    document = build_response(statement(), signing(assertion=False))
    assert b"Signature" not in document


@pytest.fixture
def sandboxed() -> tuple[Store, SignInSource]:
    store = Store.create()
    store.world.jumpcloud_origin = "http://127.0.0.1:8000"
    store.world.deskpro_origin = "http://localhost:8001"
    return store, SignInSource(id=3, interface=Interface.AGENTS)


def read_with_pysaml2(
    message: bytes, metadata: str, source: SignInSource, origin: str, outstanding: dict[str, str]
) -> Any:
    with warnings.catch_warnings():
        # pysaml2 7.5 itself imports and calls what newer releases of its dependencies deprecate.
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.simplefilter("ignore", UserWarning)
        from saml2 import BINDING_HTTP_POST  # noqa: PLC0415
        from saml2.client import Saml2Client  # noqa: PLC0415
        from saml2.config import SPConfig  # noqa: PLC0415

        acs = [(acs_url(origin, source), BINDING_HTTP_POST)]
        configuration = SPConfig().load(
            {
                "entityid": entity_id(origin, source),
                "service": {
                    "sp": {
                        "endpoints": {"assertion_consumer_service": acs},
                        "allow_unsolicited": True,
                        "want_assertions_signed": True,
                        "want_response_signed": False,
                    }
                },
                "metadata": {"inline": [metadata]},
                "xmlsec_binary": shutil.which("xmlsec1"),
                "allow_unknown_attributes": True,
            }
        )
        return Saml2Client(configuration).parse_authn_request_response(
            base64.b64encode(message).decode("ascii"), BINDING_HTTP_POST, outstanding=outstanding
        )


@pytest.mark.expects_log(r"^saml2\.")
@pytest.mark.skipif(shutil.which("xmlsec1") is None, reason="pysaml2 needs xmlsec1")
def test_pysaml2_accepts_the_answer_and_refuses_a_changed_one(
    sandboxed: tuple[Store, SignInSource],
) -> None:
    store, source = sandboxed
    application = make_application(
        store,
        source,
        databaseAttributes=[{"name": "email", "value": "email"}],
        declareRedirectEndpoint=True,
    )
    ann = store.user_by_login("ann")
    assert ann is not None
    made = answer(store, application, ann, in_response_to="_request1", relay_state="")
    known = {"_request1": "/"}
    origin, metadata = store.world.deskpro_origin, metadata_document(application)

    accepted = read_with_pysaml2(made.document, metadata, source, origin, known)
    assert accepted.name_id.text == "ann@acme.example"
    assert accepted.ava == {"email": ["ann@acme.example"]}
    assert accepted.in_response_to == "_request1"

    changed = made.document.replace(b"ann@acme", b"ben@acme")
    from saml2.sigver import SignatureError  # noqa: PLC0415 - see read_with_pysaml2

    with pytest.raises(SignatureError):
        read_with_pysaml2(changed, metadata, source, origin, known)


def test_settings_decide_what_the_answer_says(sandboxed: tuple[Store, SignInSource]) -> None:
    store, source = sandboxed
    application = make_application(
        store,
        source,
        subjectField="username",
        constantAttributes=[{"name": "company", "value": "Acme"}],
        databaseAttributes=[
            {"name": "first_name", "value": "firstname"},
            {"name": "nothing", "value": "unknownField"},
        ],
        includeGroups=True,
        groupsAttributeName="groups",
        defaultTargetUrl="https://start.example/",
    )
    ann = store.user_by_login("ann")
    assert ann is not None
    made = answer(store, application, ann, in_response_to=None, relay_state="")
    root = etree.fromstring(made.document)
    sent = {
        found.get("Name"): [value.text for value in found]
        for found in root.iter(f"{{{SAML}}}Attribute")
    }
    assert sent == {
        "first_name": ["Ann"],
        "nothing": [None],
        "company": ["Acme"],
        "groups": ["All Users", "DeskPRO agents"],
    }
    assert root.findtext(f".//{{{SAML}}}NameID") == "ann"
    assert made.relay_state == "https://start.example/"
    asked = answer(store, application, ann, in_response_to=None, relay_state="from the request")
    assert asked.relay_state == "from the request"


def test_of_several_acs_addresses_the_default_one_is_used(
    sandboxed: tuple[Store, SignInSource],
) -> None:
    store, source = sandboxed
    several = (
        '[{"index":"0","isDefault":"false","url":"http://localhost:1/first"},'
        '{"index":"1","isDefault":"true","url":"http://localhost:1/second"}]'
    )
    application = make_application(store, source, acsUrl=several)
    assert SignInSettings.of(application).acs_url == "http://localhost:1/second"


def test_connector_without_a_say_in_the_name_gets_jumpclouds_defaults(
    sandboxed: tuple[Store, SignInSource],
) -> None:
    store, source = sandboxed
    application = make_application(store, source)
    for key in ("subjectField", "overrideNameIdFormat"):
        del application.values[key]
    settings = SignInSettings.of(application)
    assert settings.subject_field == "email"
    assert settings.name_id_format == "urn:oasis:names:tc:SAML:1.0:nameid-format:unspecified"
    assert settings.sign_assertion
    assert not settings.sign_response


def test_answer_is_issued_now(sandboxed: tuple[Store, SignInSource]) -> None:
    store, source = sandboxed
    application = make_application(store, source)
    ann = store.user_by_login("ann")
    assert ann is not None
    store.now = lambda: ISSUED_AT + timedelta(days=1)
    made = answer(store, application, ann, in_response_to=None, relay_state="")
    assert attribute(made.document, ".", "IssueInstant") == "2026-03-05T05:06:07.089Z"
