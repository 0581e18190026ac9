"""Certificates, metadata and signed sign-in messages made for tests, and the real samples.

Messages are built and signed here without the code under test.
"""

import base64
import functools
import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode
from xml.sax.saxutils import escape, quoteattr

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID
from lxml import etree
from signxml.algorithms import (
    DigestAlgorithm,
    SignatureMethod,
)
from signxml.signer import XMLSigner

SAMPLES: Final = Path(__file__).parents[2].parent / "shared" / "data" / "jumpcloud"
needs_samples: Final = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="the samples in ../shared/data are not here"
)

ISSUED_AT: Final = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
IDP_URL: Final = "https://sso.jumpcloud.com/saml2/deskpro-acme"
SP_ENTITY_ID: Final = "https://acme.deskpro.com/saml/metadata/3.xml"
ACS_URL: Final = "https://acme.deskpro.com/agent/login/authenticate-callback/3"
EMAIL: Final = "ann@acme.example"
SUCCESS: Final = "urn:oasis:names:tc:SAML:2.0:status:Success"

_NAMESPACES = {
    "saml": "urn:oasis:names:tc:SAML:2.0:assertion",
    "ds": "http://www.w3.org/2000/09/xmldsig#",
}


# as long as JumpCloud's, which are 160 bits of chance
_SERIAL: Final = 0x4401020304050607080910111213141516171819


class Signer(NamedTuple):
    """A key and its certificate."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def private_pem(self) -> bytes:
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@functools.cache
def key(name: str) -> rsa.RSAPrivateKey:
    """Return the key called ``name``, made once."""
    del name
    return rsa.generate_private_key(65537, 2048)


@functools.cache
def signer(
    name: str = "jumpcloud",
    *,
    organization: str = "Acme",
    begin: datetime = datetime(2024, 1, 1, tzinfo=UTC),
    years: int = 5,
) -> Signer:
    """Return a self-signed certificate without extensions, as JumpCloud makes them."""
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "US"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "JumpCloudSAMLIdP"),
            x509.NameAttribute(NameOID.COMMON_NAME, "JumpCloudSAMLUser"),
        ]
    )
    private = key(name)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private.public_key())
        .serial_number(_SERIAL)
        .not_valid_before(begin)
        .not_valid_after(begin.replace(year=begin.year + years))
        .sign(private, hashes.SHA256())
    )
    return Signer(private, certificate)


def _instant(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.000Z"


BEARER: Final = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
FORMAT_EMAIL: Final = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
WINDOW: Final = timedelta(minutes=5)
"""For how long before and after it is made JumpCloud's message is valid."""

Attributes = Sequence[tuple[str, Sequence[str]]]
"""Names and values of attributes, in order."""


def person(email: str = EMAIL) -> Attributes:
    """Return the attributes that DeskPRO reads (reference/deskpro.md §3.4)."""
    return (("email", [email]), ("first_name", ["Ann"]), ("last_name", ["Example"]))


def assertion_xml(  # noqa: PLR0913 - each is one thing that goes wrong
    *,
    identifier: str = "_assertion",
    issuer: str = IDP_URL,
    name_id: str | None = EMAIL,
    name_id_format: str = FORMAT_EMAIL,
    audience: str | None = SP_ENTITY_ID,
    recipient: str = ACS_URL,
    issued_at: datetime = ISSUED_AT,
    signature: bool = True,
    confirmation: str | None = BEARER,
    usable_for: timedelta = WINDOW,
    in_response_to: str = "",
    signed_in_at: datetime | None = None,
    session_until: datetime | None = None,
    attributes: Attributes | None = None,
) -> str:
    """Return an assertion of the shape JumpCloud sends; a signature's place is marked.

    Args:
        confirmation: the method of the SubjectConfirmation, None for none at all.
        usable_for: how long the SubjectConfirmation lasts from ``issued_at``.
        attributes: those that DeskPRO reads by default.
        name_id: None leaves the element out; markup in it stays markup.
        others: as in the document.
    """
    restriction = (
        f"<saml:AudienceRestriction><saml:Audience>{escape(audience)}</saml:Audience>"
        "</saml:AudienceRestriction>"
        if audience is not None
        else ""
    )
    place = f'<ds:Signature xmlns:ds="{_NAMESPACES["ds"]}" Id="placeholder"/>' if signature else ""
    named = name_id if name_id is None or "<!--" in name_id else escape(name_id)
    name = (
        f'<saml:NameID Format="{name_id_format}">{named}</saml:NameID>' if named is not None else ""
    )
    session = f' SessionNotOnOrAfter="{_instant(session_until)}"' if session_until else ""
    told = person(name_id or EMAIL) if attributes is None else attributes
    return (
        f'<saml:Assertion xmlns:saml="{_NAMESPACES["saml"]}" ID="{identifier}" Version="2.0" '
        f'IssueInstant="{_instant(issued_at)}"><saml:Issuer>{escape(issuer)}</saml:Issuer>{place}'
        f"<saml:Subject>{name}"
        f"{_confirmation(confirmation, recipient, in_response_to, issued_at + usable_for)}"
        "</saml:Subject>"
        f'<saml:Conditions NotBefore="{_instant(issued_at - WINDOW)}" '
        f'NotOnOrAfter="{_instant(issued_at + WINDOW)}">{restriction}</saml:Conditions>'
        f'<saml:AuthnStatement AuthnInstant="{_instant(signed_in_at or issued_at)}"{session} '
        'SessionIndex="_s"><saml:AuthnContext><saml:AuthnContextClassRef>'
        "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"
        "</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>"
        f"{_attribute_statement(told)}</saml:Assertion>"
    )


def _confirmation(method: str | None, recipient: str, in_response_to: str, until: datetime) -> str:
    if method is None:
        return ""
    answers = f" InResponseTo={quoteattr(in_response_to)}" if in_response_to else ""
    return (
        f'<saml:SubjectConfirmation Method="{method}"><saml:SubjectConfirmationData{answers} '
        f'NotOnOrAfter="{_instant(until)}" Recipient={quoteattr(recipient)}/>'
        "</saml:SubjectConfirmation>"
    )


def _attribute_statement(attributes: Attributes) -> str:
    if not attributes:
        return ""
    told = "".join(
        f"<saml:Attribute Name={quoteattr(name)}>"
        + "".join(f"<saml:AttributeValue>{escape(value)}</saml:AttributeValue>" for value in values)
        + "</saml:Attribute>"
        for name, values in attributes
    )
    return f"<saml:AttributeStatement>{told}</saml:AttributeStatement>"


def wrap(
    *contents: str,
    issuer: str = IDP_URL,
    destination: str = ACS_URL,
    status: str = SUCCESS,
    nested_status: str = "",
    issued_at: datetime = ISSUED_AT,
    identifier: str = "_response",
    in_response_to: str = "",
) -> bytes:
    """Return a Response around ``contents``."""
    answers = f"InResponseTo={quoteattr(in_response_to)} " if in_response_to else ""
    nested = f'<samlp:StatusCode Value="{nested_status}"/>' if nested_status else ""
    return (
        '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" '
        f'ID="{identifier}" Version="2.0" Destination={quoteattr(destination)} {answers}'
        f'IssueInstant="{_instant(issued_at)}">'
        f'<saml:Issuer xmlns:saml="{_NAMESPACES["saml"]}">{escape(issuer)}</saml:Issuer>'
        f'<samlp:Status><samlp:StatusCode Value="{status}">{nested}</samlp:StatusCode>'
        f"</samlp:Status>{''.join(contents)}</samlp:Response>"
    ).encode()


def sign(
    element_xml: str | bytes,
    by: Signer,
    *,
    key_info: Signer | bool = True,
    sha1: bool = False,
) -> str:
    """Sign an element over its ID, as JumpCloud does.

    Args:
        element_xml: with or without a marked place for the signature.
        by: whose key.
        key_info: the certificate to carry; True is the signer's own, False none.
        sha1: use the old algorithms.
    """
    element = etree.fromstring(element_xml)
    xml_signer = _Signer(
        signature_algorithm=SignatureMethod.RSA_SHA1 if sha1 else SignatureMethod.RSA_SHA256,
        digest_algorithm=DigestAlgorithm.SHA1 if sha1 else DigestAlgorithm.SHA256,
        c14n_algorithm="http://www.w3.org/2001/10/xml-exc-c14n#",
    )
    carried = key_info if isinstance(key_info, Signer) else by
    signed = xml_signer.sign(
        element,
        key=by.key,
        cert=[carried.pem.decode()],
        reference_uri=element.get("ID"),
        id_attribute="ID",
    )
    if key_info is False:
        found = signed.find(".//ds:KeyInfo", _NAMESPACES)
        assert found is not None
        parent = found.getparent()
        assert parent is not None
        parent.remove(found)
    return etree.tostring(signed).decode()


class _Signer(XMLSigner):
    """Lets a test sign with SHA-1, which signxml refuses."""

    def check_deprecated_methods(self) -> None:
        return


def response_xml(
    by: Signer | None = None,
    *,
    key_info: Signer | bool = True,
    sha1: bool = False,
    wrapped: Mapping[str, Any] | None = None,
    **assertion: Any,
) -> bytes:
    """Return a response whose assertion is signed, as JumpCloud sends it.

    Args:
        by: whose key; the usual signer by default.
        key_info: as for ``sign``.
        sha1: as for ``sign``.
        wrapped: what is different in the Response.
        assertion: what is different in the assertion.
    """
    inside = sign(assertion_xml(**assertion), by or signer(), key_info=key_info, sha1=sha1)
    return wrap(inside, **(wrapped or {}))


def metadata_xml(
    *signers: Signer,
    entity_id: str = IDP_URL,
    location: str = IDP_URL,
    use: str = 'use="signing"',
    redirect: bool = True,
    name_id_format: str = FORMAT_EMAIL,
    wants_signed: bool = False,
    valid_until: datetime | None = None,
    log_out: bool = False,
) -> bytes:
    """Return JumpCloud's metadata in the shape it has."""
    keys = "".join(
        f'<md:KeyDescriptor {use}><ds:KeyInfo xmlns:ds="{_NAMESPACES["ds"]}"><ds:X509Data>'
        f"<ds:X509Certificate>{base64.b64encode(one.der).decode()}</ds:X509Certificate>"
        "</ds:X509Data></ds:KeyInfo></md:KeyDescriptor>"
        for one in signers or (signer(),)
    )
    bindings = ("POST", "Redirect") if redirect else ("POST",)
    services = "".join(
        f'<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-{binding}" '
        f"Location={quoteattr(location)}/>"
        for binding in bindings
    )
    end = f' validUntil="{_instant(valid_until)}"' if valid_until else ""
    log_outs = (
        '<md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" '
        f'Location="{IDP_URL}/logout"/>'
        if log_out
        else ""
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><md:EntityDescriptor '
        f'xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID={quoteattr(entity_id)}{end}>'
        f'<md:IDPSSODescriptor WantAuthnRequestsSigned="{str(wants_signed).lower()}" '
        f'protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">{keys}{log_outs}'
        f"<md:NameIDFormat>{name_id_format}"
        f"</md:NameIDFormat>{services}</md:IDPSSODescriptor></md:EntityDescriptor>"
    ).encode()


def sp_metadata_xml(
    *, entity_id: str = SP_ENTITY_ID, acs_url: str = ACS_URL, requested: Sequence[str] = ()
) -> bytes:
    """Return what DeskPRO may say of itself.

    Args:
        entity_id: its name.
        acs_url: where it takes messages.
        requested: names of the attributes it asks for.
    """
    asks = "".join(f"<md:RequestedAttribute Name={quoteattr(name)}/>" for name in requested)
    consumer = (
        '<md:AttributeConsumingService index="0"><md:ServiceName xml:lang="en">DeskPRO'
        f"</md:ServiceName>{asks}</md:AttributeConsumingService>"
        if requested
        else ""
    )
    return (
        f'<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" '
        f"entityID={quoteattr(entity_id)}>"
        '<md:SPSSODescriptor AuthnRequestsSigned="false" WantAssertionsSigned="true" '
        'protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">'
        "<md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
        '</md:NameIDFormat><md:AssertionConsumerService index="0" isDefault="true" '
        f'Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location={quoteattr(acs_url)}/>'
        f"{consumer}</md:SPSSODescriptor></md:EntityDescriptor>"
    ).encode()


def request_xml(  # noqa: PLR0913 - as above
    *,
    identifier: str = "_request",
    issuer: str = SP_ENTITY_ID,
    acs_url: str = ACS_URL,
    destination: str = IDP_URL,
    issued_at: datetime = ISSUED_AT,
    binding: str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST",
    name_id_format: str = FORMAT_EMAIL,
    context: str = "",
    flags: str = 'ForceAuthn="false"',
) -> bytes:
    """Return the request DeskPRO may send.

    Args:
        context: a way to sign in to insist on, exactly.
        flags: more attributes of the request.
        others: as in the document.
    """
    requested = (
        '<samlp:RequestedAuthnContext Comparison="exact"><saml:AuthnContextClassRef '
        f'xmlns:saml="{_NAMESPACES["saml"]}">{context}</saml:AuthnContextClassRef>'
        "</samlp:RequestedAuthnContext>"
        if context
        else ""
    )
    return (
        '<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" '
        f'ID="{identifier}" Version="2.0" IssueInstant="{_instant(issued_at)}" '
        f"Destination={quoteattr(destination)} AssertionConsumerServiceURL={quoteattr(acs_url)} "
        f'ProtocolBinding="{binding}" {flags}>'
        f'<saml:Issuer xmlns:saml="{_NAMESPACES["saml"]}">{escape(issuer)}</saml:Issuer>'
        f'<samlp:NameIDPolicy Format="{name_id_format}"/>{requested}'
        "</samlp:AuthnRequest>"
    ).encode()


def deflated(xml: bytes) -> bytes:
    """Return ``xml`` as an address carries it: deflated without a frame, then base64."""
    engine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return base64.b64encode(engine.compress(xml) + engine.flush())


def request_address(
    xml: bytes | None = None,
    *,
    address: str = IDP_URL,
    carried: bytes | None = None,
    relay_state: str | None = "https://acme.deskpro.com/agent/",
    signature: str = "",
) -> bytes:
    """Return the address by which DeskPRO sends its request.

    Args:
        xml: the request, the usual one by default.
        address: where it goes.
        carried: what stands for the request instead of what has to.
        relay_state: None for none.
        signature: base64 of a signature beside it.
    """
    message = carried if carried is not None else deflated(xml or request_xml())
    pairs = [("SAMLRequest", message.decode())]
    if relay_state is not None:
        pairs.append(("RelayState", relay_state))
    if signature:
        algorithm = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
        pairs += [("SigAlg", algorithm), ("Signature", signature)]
    return f"{address}?{urlencode(pairs)}".encode()
