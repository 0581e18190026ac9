"""JumpCloud's metadata document, in the shape of four real ones (jumpcloud-api.md §4.2)."""

import base64
from typing import Final
from xml.sax.saxutils import escape

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from starlette.responses import Response

from deskpro_sso_gui.practice.jumpcloud.connectors import NAME_ID_UNSPECIFIED
from deskpro_sso_gui.practice.world import Application

_BINDINGS: Final = "urn:oasis:names:tc:SAML:2.0:bindings:"


class UnreadableCertificateError(Exception):
    """The certificate was stored in a form that JumpCloud itself can't read."""


def metadata_document(application: Application) -> str:
    """Write the metadata of ``application``: one line, without a line end.

    Raises:
        UnreadableCertificateError: its certificate can't be read.
    """
    if not application.certificate_pem:
        raise UnreadableCertificateError
    certificate = x509.load_pem_x509_certificate(application.certificate_pem.encode("ascii"))
    encoded = base64.b64encode(certificate.public_bytes(Encoding.DER)).decode("ascii")
    entity_id = _attribute(application.value("idpEntityId", ""))
    name_id_format = escape(application.value("overrideNameIdFormat", NAME_ID_UNSPECIFIED))
    bindings = ["HTTP-POST"]
    if application.value("declareRedirectEndpoint", default=False):
        bindings.append("HTTP-Redirect")
    location = _attribute(application.sso_url)
    services = "".join(
        f'<md:SingleSignOnService Binding="{_BINDINGS}{binding}" Location="{location}"/>'
        for binding in bindings
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"'
        f' entityID="{entity_id}">'
        '<md:IDPSSODescriptor WantAuthnRequestsSigned="true"'
        ' protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">'
        '<md:KeyDescriptor use="signing">'
        '<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>'
        f"<ds:X509Certificate>{encoded}</ds:X509Certificate>"
        "</ds:X509Data></ds:KeyInfo></md:KeyDescriptor>"
        f"<md:NameIDFormat>{name_id_format}</md:NameIDFormat>"
        f"{services}</md:IDPSSODescriptor></md:EntityDescriptor>"
    )


def metadata_response(application: Application, *, as_file: bool = False) -> Response:
    """Answer with the metadata; 500 where the certificate can't be read, as JumpCloud does.

    Args:
        application: whose metadata.
        as_file: whether the browser shall save it, as *Export Metadata* makes it.
    """
    try:
        document = metadata_document(application)
    except UnreadableCertificateError:
        return Response("Internal Server Error", status_code=500, media_type="text/plain")
    headers = {"Cache-Control": "no-store"}
    if as_file:
        name = f"JumpCloud-{application.name}-metadata.xml"
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return Response(document, media_type="application/xml", headers=headers)


def _attribute(value: str) -> str:
    return escape(value, {'"': "&quot;"})
