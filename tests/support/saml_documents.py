"""Certificates, metadata and signed sign-in messages made for tests, and the real samples.

Messages are built and signed here without the code under test.
"""

import base64
import functools
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple
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


def assertion_xml(
    *,
    identifier: str = "_assertion",
    issuer: str = IDP_URL,
    name_id: str = EMAIL,
    audience: str | None = SP_ENTITY_ID,
    recipient: str = ACS_URL,
    issued_at: datetime = ISSUED_AT,
    signature: bool = True,
) -> str:
    """Return an assertion of the shape JumpCloud sends; a signature's place is marked."""
    window = timedelta(minutes=5)
    restriction = (
        f"<saml:AudienceRestriction><saml:Audience>{escape(audience)}</saml:Audience>"
        "</saml:AudienceRestriction>"
        if audience is not None
        else ""
    )
    place = f'<ds:Signature xmlns:ds="{_NAMESPACES["ds"]}" Id="placeholder"/>' if signature else ""
    return (
        f'<saml:Assertion xmlns:saml="{_NAMESPACES["saml"]}" ID="{identifier}" Version="2.0" '
        f'IssueInstant="{_instant(issued_at)}"><saml:Issuer>{escape(issuer)}</saml:Issuer>{place}'
        f'<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:'
        f'emailAddress">{escape(name_id)}</saml:NameID><saml:SubjectConfirmation '
        'Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData '
        f'NotOnOrAfter="{_instant(issued_at + window)}" Recipient={quoteattr(recipient)}/>'
        "</saml:SubjectConfirmation></saml:Subject>"
        f'<saml:Conditions NotBefore="{_instant(issued_at - window)}" '
        f'NotOnOrAfter="{_instant(issued_at + window)}">{restriction}</saml:Conditions>'
        f'<saml:AuthnStatement AuthnInstant="{_instant(issued_at)}" SessionIndex="_s">'
        "<saml:AuthnContext><saml:AuthnContextClassRef>"
        "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"
        "</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>"
        '<saml:AttributeStatement><saml:Attribute Name="email"><saml:AttributeValue>'
        f"{escape(name_id)}</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>"
        "</saml:Assertion>"
    )


def wrap(
    *contents: str,
    issuer: str = IDP_URL,
    destination: str = ACS_URL,
    status: str = SUCCESS,
    issued_at: datetime = ISSUED_AT,
    identifier: str = "_response",
) -> bytes:
    """Return a Response around ``contents``."""
    return (
        '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" '
        f'ID="{identifier}" Version="2.0" Destination={quoteattr(destination)} '
        f'IssueInstant="{_instant(issued_at)}">'
        f'<saml:Issuer xmlns:saml="{_NAMESPACES["saml"]}">{escape(issuer)}</saml:Issuer>'
        f'<samlp:Status><samlp:StatusCode Value="{status}"/></samlp:Status>'
        f"{''.join(contents)}</samlp:Response>"
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
    return (
        '<?xml version="1.0" encoding="UTF-8"?><md:EntityDescriptor '
        f'xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID={quoteattr(entity_id)}>'
        '<md:IDPSSODescriptor WantAuthnRequestsSigned="false" '
        f'protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">{keys}'
        "<md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
        f"</md:NameIDFormat>{services}</md:IDPSSODescriptor></md:EntityDescriptor>"
    ).encode()


def sp_metadata_xml(*, entity_id: str = SP_ENTITY_ID, acs_url: str = ACS_URL) -> bytes:
    """Return what DeskPRO may say of itself."""
    return (
        f'<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" '
        f"entityID={quoteattr(entity_id)}>"
        '<md:SPSSODescriptor AuthnRequestsSigned="false" WantAssertionsSigned="true" '
        'protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">'
        "<md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
        '</md:NameIDFormat><md:AssertionConsumerService index="0" isDefault="true" '
        f'Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location={quoteattr(acs_url)}/>'
        "</md:SPSSODescriptor></md:EntityDescriptor>"
    ).encode()


def request_xml(*, issuer: str = SP_ENTITY_ID, acs_url: str = ACS_URL) -> bytes:
    """Return the request DeskPRO may send."""
    return (
        '<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_request" '
        f'Version="2.0" IssueInstant="{_instant(ISSUED_AT)}" Destination={quoteattr(IDP_URL)} '
        f"AssertionConsumerServiceURL={quoteattr(acs_url)} "
        'ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" ForceAuthn="false">'
        f'<saml:Issuer xmlns:saml="{_NAMESPACES["saml"]}">{escape(issuer)}</saml:Issuer>'
        '<samlp:NameIDPolicy Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"/>'
        "</samlp:AuthnRequest>"
    ).encode()
