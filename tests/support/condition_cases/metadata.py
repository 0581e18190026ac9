"""Documents that show conditions M1 to M18, and documents that nearly do."""

from datetime import UTC, datetime
from typing import Final

from deskpro_sso_gui.diagnosis.evidence import Purpose
from deskpro_sso_gui.diagnosis.finding import Level
from deskpro_sso_gui.saml.certificate import read_certificate
from deskpro_sso_gui.saml.metadata import read_idp_metadata
from tests.support.captures import Step, har, signed_in
from tests.support.condition_cases.case import Case
from tests.support.saml_documents import (
    FORMAT_EMAIL,
    IDP_URL,
    SP_ENTITY_ID,
    assertion_xml,
    metadata_xml,
    request_address,
    request_xml,
    response_xml,
    sign,
    signer,
    sp_metadata_xml,
    wrap,
)

OTHER_APP: Final = "https://sso.jumpcloud.com/saml2/deskpro"
UNSPECIFIED: Final = "urn:oasis:names:tc:SAML:1.0:nameid-format:unspecified"
PERSISTENT: Final = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
METADATA_URL: Final = "https://sso.jumpcloud.com/saml2/metadata/64f0"
PAGE: Final = b"<!doctype html><html><title>Sign in</title></html>"
NAMESPACE: Final = b'xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"'


def several() -> bytes:
    """Return metadata of two services."""
    one = metadata_xml().partition(b"?>")[2]
    return b"<md:EntitiesDescriptor " + NAMESPACE + b">" + one * 2 + b"</md:EntitiesDescriptor>"


def refused(status: int) -> list[Step]:
    """Return a sign-in at which JumpCloud answers the request with an error."""
    return [*signed_in()[:3], Step("GET", signed_in()[3].url, status, at=1)]


def with_certificate(content: bytes) -> bytes:
    """Return metadata with something else in place of the certificate."""
    before, _, rest = metadata_xml().partition(b"<ds:X509Certificate>")
    _, _, after = rest.partition(b"</ds:X509Certificate>")
    return before + b"<ds:X509Certificate>" + content + b"</ds:X509Certificate>" + after


POSITIVE: Final[dict[str, Case]] = {
    "certificate is not the metadata's": Case("M1", lambda: (signer("other").pem, metadata_xml())),
    "certificate renewed with the same key": Case(
        "M1",
        lambda: (signer(organization="Acme renewed").pem, metadata_xml()),
        level=Level.WORTH_KNOWING,
        variant="same-key",
        headline=False,
    ),
    "metadata is of another app than certificate and message": Case(
        "M1",
        lambda: (signer().pem, metadata_xml(signer("other")), response_xml()),
        variant="old-metadata",
    ),
    "expected certificate is not the metadata's": Case(
        "M1",
        lambda: (metadata_xml(),),
        {"certificate": lambda: read_certificate(signer("other").pem)},
    ),
    "a sign-in page in place of metadata": Case(
        "M2", lambda: (("metadata.xml", PAGE),), variant="page"
    ),
    "nothing in place of metadata": Case("M2", lambda: (("metadata.xml", b""),), variant="empty"),
    "metadata was cut off": Case("M2", lambda: (metadata_xml()[:-80],), variant="damaged"),
    "metadata of an attribute service": Case(
        "M2",
        lambda: (metadata_xml().replace(b"IDPSSODescriptor", b"AttributeAuthorityDescriptor"),),
        variant="nobody",
    ),
    "only DeskPRO's own metadata": Case(
        "M3", lambda: (sp_metadata_xml(),), level=Level.LIKELY, variant="alone"
    ),
    "DeskPRO's own metadata where JumpCloud's belongs": Case(
        "M3", lambda: (("3.xml", sp_metadata_xml(), Purpose.METADATA),)
    ),
    "several services in one file": Case("M4", lambda: (several(),)),
    "only a certificate for encryption": Case(
        "M5", lambda: (metadata_xml(use='use="encryption"'),)
    ),
    "no certificate at all": Case(
        "M5",
        lambda: (metadata_xml().replace(b"md:KeyDescriptor", b"md:Extensions"),),
    ),
    "TODO in place of the certificate": Case("M6", lambda: (with_certificate(b"TODO"),)),
    "nothing in place of the certificate": Case("M6", lambda: (with_certificate(b" "),)),
    "another host in DeskPRO than in the metadata": Case(
        "M7", lambda: (metadata_xml(),), {"idp_url": IDP_URL.replace("sso.", "sso.eu.")}
    ),
    "another address in DeskPRO than in the metadata": Case(
        "M7", lambda: (metadata_xml(),), {"idp_url": OTHER_APP}
    ),
    "metadata of another app, by its name": Case(
        "M8", lambda: (metadata_xml(),), {"idp_url": OTHER_APP, "idp_entity_id": OTHER_APP}
    ),
    "metadata of another app, by its certificate": Case(
        "M8",
        lambda: (metadata_xml(),),
        {"idp_url": OTHER_APP, "certificate": lambda: read_certificate(signer("other").pem)},
    ),
    "metadata of another app, by where DeskPRO goes": Case(
        "M8",
        lambda: (metadata_xml(), request_xml(destination=OTHER_APP)),
        {"idp_url": OTHER_APP},
    ),
    "label left as name": Case("M9", lambda: (metadata_xml(entity_id="IdP Entity ID"),)),
    "placeholder left in name": Case(
        "M9", lambda: (metadata_xml(entity_id="https://YOURDOMAIN.TLD"),)
    ),
    "label left as name, and agreed on": Case(
        "M9",
        lambda: (
            metadata_xml(entity_id="IdP Entity ID"),
            wrap(sign(assertion_xml(issuer="IdP Entity ID"), signer()), issuer="IdP Entity ID"),
        ),
        level=Level.WORTH_KNOWING,
        variant="agreed",
        headline=False,
    ),
    "no name": Case("M9", lambda: (metadata_xml(entity_id=""),), variant="empty"),
    "DeskPRO's name": Case(
        "M9",
        lambda: (metadata_xml(entity_id=SP_ENTITY_ID),),
        {"sp_entity_id": SP_ENTITY_ID},
        level=Level.LIKELY,
        variant="service-provider",
    ),
    "name with a slash more than its address": Case(
        "M9",
        lambda: (metadata_xml(entity_id=f"{IDP_URL}/"),),
        level=Level.LIKELY,
        variant="differs",
    ),
    "name with a capital letter more than expected": Case(
        "M9",
        lambda: (metadata_xml(),),
        {"idp_entity_id": IDP_URL.replace("deskpro", "DeskPRO")},
        level=Level.LIKELY,
        variant="differs",
    ),
    "no redirect endpoint": Case("M10", lambda: (metadata_xml(redirect=False),), headline=False),
    "no redirect endpoint, but used": Case(
        "M10",
        lambda: (metadata_xml(redirect=False), request_address()),
        variant="used",
        headline=False,
    ),
    "no redirect endpoint, and a redirected request is refused": Case(
        "M10",
        lambda: (metadata_xml(redirect=False, wants_signed=True), har(refused(400))),
        variant="used",
        level=Level.LIKELY,
    ),
    "sign-in address without TLS": Case(
        "M11",
        lambda: (metadata_xml(location=IDP_URL.replace("https:", "http:"), entity_id="acme"),),
    ),
    "name that begins with http": Case(
        "M11",
        lambda: (metadata_xml(entity_id="http://acme.deskpro.com"),),
        level=Level.WORTH_KNOWING,
        variant="name",
        headline=False,
    ),
    "DeskPRO's address without TLS": Case(
        "M11",
        lambda: (sp_metadata_xml(acs_url="http://acme.deskpro.com/login"), response_xml()),
        {"acs_url": "https://acme.deskpro.com/agent/login/authenticate-callback/3"},
        variant="deskpro",
    ),
    "metadata has run out": Case(
        "M12", lambda: (metadata_xml(valid_until=datetime(2026, 5, 4, 11, tzinfo=UTC)),)
    ),
    "metadata wants signed requests": Case(
        "M13", lambda: (metadata_xml(wants_signed=True),), headline=False
    ),
    "metadata wants signed requests, and this one is not": Case(
        "M13",
        lambda: (metadata_xml(wants_signed=True), request_address()),
        variant="unsigned",
        headline=False,
    ),
    "metadata wants signed requests, and this one is refused": Case(
        "M13",
        lambda: (metadata_xml(wants_signed=True), har(refused(400))),
        variant="refused",
        level=Level.LIKELY,
    ),
    "metadata wants signed requests, and the app is not there": Case(
        "M13",
        lambda: (metadata_xml(wants_signed=True), har(refused(404))),
        variant="unsigned",
        headline=False,
    ),
    "names are not e-mail addresses": Case(
        "M14", lambda: (metadata_xml(name_id_format=PERSISTENT),)
    ),
    "names of an unspecified form": Case(
        "M14",
        lambda: (metadata_xml(name_id_format=UNSPECIFIED),),
        level=Level.WORTH_KNOWING,
        variant="unspecified",
        headline=False,
    ),
    "no single log-out": Case("M15", lambda: (metadata_xml(),), headline=False),
    "metadata with a document type": Case(
        "M16",
        lambda: (
            metadata_xml().replace(b"?>", b'?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///x">]>'),
        ),
    ),
    "metadata on a private network": Case(
        "M17",
        lambda: (metadata_xml(),),
        {"metadata_url": "https://192.168.1.20/metadata.xml"},
        headline=False,
    ),
    "metadata on a host of the company's own": Case(
        "M17",
        lambda: (metadata_xml(),),
        {"metadata_url": "https://files.acme.local/metadata.xml"},
        headline=False,
    ),
    "certificate changed since the last check": Case(
        "M18",
        lambda: (metadata_xml(signer("other")),),
        {"metadata": lambda: read_idp_metadata(metadata_xml())},
        variant="certificate",
    ),
    "address changed since the last check": Case(
        "M18",
        lambda: (metadata_xml(location=OTHER_APP),),
        {"metadata": lambda: read_idp_metadata(metadata_xml())},
        variant="address",
    ),
    "name changed since the last check": Case(
        "M18",
        lambda: (metadata_xml(entity_id="acme"),),
        {"metadata": lambda: read_idp_metadata(metadata_xml())},
        variant="name",
    ),
}

NEAR_MISSES: Final[dict[str, Case]] = {
    "M1: the metadata has it beside another": Case(
        "M1", lambda: (signer().pem, metadata_xml(signer("other"), signer()))
    ),
    "M2: a saved page that nobody took for metadata": Case(
        "M2", lambda: (("certificate.pem", PAGE),)
    ),
    "M2: metadata with blanks before it": Case("M2", lambda: (b"\n\n" + metadata_xml()[38:],)),
    "M3: beside what can be compared with it": Case(
        "M3", lambda: (sp_metadata_xml(), response_xml())
    ),
    "M4: one service in a list": Case(
        "M4",
        lambda: (
            b"<md:EntitiesDescriptor "
            + NAMESPACE
            + b">"
            + metadata_xml().partition(b"?>")[2]
            + b"</md:EntitiesDescriptor>",
        ),
    ),
    "M5: a certificate for any use": Case("M5", lambda: (metadata_xml(use=""),)),
    "M6: line ends in the certificate": Case(
        "M6", lambda: (with_certificate(b"\n" + b"\n".join(signer().pem.splitlines()[1:-1])),)
    ),
    "M7: the same address": Case("M7", lambda: (metadata_xml(),), {"idp_url": IDP_URL}),
    "M8: the same end at another host": Case(
        "M8", lambda: (metadata_xml(),), {"idp_url": IDP_URL.replace("sso.", "sso.eu.")}
    ),
    "M9: a short name of one's own": Case("M9", lambda: (metadata_xml(entity_id="JumpCloud"),)),
    "M9: the address as name": Case("M9", lambda: (metadata_xml(),), {"idp_entity_id": IDP_URL}),
    "M10: both ways offered": Case("M10", lambda: (metadata_xml(),)),
    "M11: https": Case("M11", lambda: (metadata_xml(), sp_metadata_xml())),
    "M12: valid for another minute": Case(
        "M12", lambda: (metadata_xml(valid_until=datetime(2026, 5, 4, 12, 1, tzinfo=UTC)),)
    ),
    "M11: on this computer": Case(
        "M11",
        lambda: (
            metadata_xml(
                location="http://127.0.0.1:8400/saml2/deskpro", entity_id="http://localhost:8400/"
            ),
        ),
    ),
    "M13: the request is signed": Case(
        "M13", lambda: (metadata_xml(wants_signed=True), request_address(signature="c2lnbg=="))
    ),
    "M14: e-mail address beside another": Case(
        "M14",
        lambda: (
            metadata_xml().replace(
                b"<md:NameIDFormat>",
                f"<md:NameIDFormat>{PERSISTENT}</md:NameIDFormat><md:NameIDFormat>".encode(),
            ),
        ),
    ),
    "M14: the e-mail address": Case("M14", lambda: (metadata_xml(name_id_format=FORMAT_EMAIL),)),
    "M15: an address for single log-out": Case("M15", lambda: (metadata_xml(log_out=True),)),
    "M16: a comment that speaks of one": Case(
        "M16", lambda: (metadata_xml().replace(b"?>", b"?><!-- no document type here -->"),)
    ),
    "M17: JumpCloud's own address": Case(
        "M17", lambda: (metadata_xml(),), {"metadata_url": METADATA_URL}
    ),
    "M17: a public address by number": Case(
        "M17", lambda: (metadata_xml(),), {"metadata_url": "https://1.1.1.1/metadata.xml"}
    ),
    "M18: the same as at the last check": Case(
        "M18", lambda: (metadata_xml(),), {"metadata": lambda: read_idp_metadata(metadata_xml())}
    ),
    "M18: a second certificate beside the old one": Case(
        "M18",
        lambda: (metadata_xml(signer("other"), signer()),),
        {"metadata": lambda: read_idp_metadata(metadata_xml())},
    ),
}
