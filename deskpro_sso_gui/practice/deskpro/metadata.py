"""Metadata on both sides: DeskPRO's own document, and JumpCloud's, which DeskPRO fetches itself."""

import asyncio
import base64
import http.client
from typing import Final
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from deskpro_sso_gui.practice.deskpro.addresses import acs_url, entity_id
from deskpro_sso_gui.practice.loopback import is_loopback
from deskpro_sso_gui.practice.saml_xml import (
    DS,
    HTTP_POST,
    MD,
    MESSAGE_LIMIT,
    NAME_ID_EMAIL,
    SAMLP,
    UnreadableXmlError,
    child,
    element,
    parse,
    serialize,
)
from deskpro_sso_gui.practice.world import SignInSource

FETCH_SECONDS: Final = 5.0


def service_metadata(source: SignInSource, *, origin: str, certificate_pem: str) -> bytes:
    """Return DeskPRO's metadata document for ``source`` (SAML metadata §2.4.4).

    No real one is public (deskpro.md §3.3); this is what the standard asks of a service.

    Args:
        source: whose number is in the addresses.
        origin: DeskPRO's own.
        certificate_pem: of the key that signs requests; used where ``source`` signs them.
    """
    root = element(MD, "EntityDescriptor", "md", entityID=entity_id(origin, source))
    descriptor = child(
        root,
        MD,
        "SPSSODescriptor",
        AuthnRequestsSigned="true" if source.sign_request else "false",
        WantAssertionsSigned="true",
        protocolSupportEnumeration=SAMLP,
    )
    if source.sign_request:
        key = child(descriptor, MD, "KeyDescriptor", use="signing")
        info = element(DS, "KeyInfo", "ds")
        key.append(info)
        certificate = x509.load_pem_x509_certificate(certificate_pem.encode("ascii"))
        der = base64.b64encode(certificate.public_bytes(Encoding.DER)).decode("ascii")
        child(child(info, DS, "X509Data"), DS, "X509Certificate", text=der)
    child(descriptor, MD, "NameIDFormat", text=source.name_id_format or NAME_ID_EMAIL)
    child(
        descriptor,
        MD,
        "AssertionConsumerService",
        Binding=HTTP_POST,
        Location=acs_url(origin, source),
        index="0",
        isDefault="true",
    )
    return serialize(root)


async def find_idp_entity_id(metadata_url: str, metadata_xml: str) -> str:
    """Return JumpCloud's entity ID from the address, else from the pasted text, else nothing."""
    fetched = await asyncio.to_thread(_fetch, metadata_url)
    return _entity_id(fetched) or _entity_id(metadata_xml.encode())


def _fetch(url: str) -> bytes:
    """Read ``url`` without credentials, proxies or redirects; empty when that is not possible.

    As a hosted DeskPRO would, it does not say why; unlike one, it only asks this computer.
    """
    if not is_loopback(url):
        return b""
    parts = urlsplit(url)
    if parts.scheme != "http" or parts.hostname is None:
        return b""
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=FETCH_SECONDS)
    try:
        target = parts.path or "/"
        connection.request("GET", f"{target}?{parts.query}" if parts.query else target)
        answer = connection.getresponse()
        return answer.read(MESSAGE_LIMIT + 1) if answer.status == http.HTTPStatus.OK else b""
    except (OSError, http.client.HTTPException, ValueError):
        return b""
    finally:
        connection.close()


def _entity_id(document: bytes) -> str:
    try:
        root = parse(document)
    except UnreadableXmlError:
        return ""
    if root.tag != f"{{{MD}}}EntityDescriptor" or root.find(f"{{{MD}}}IDPSSODescriptor") is None:
        return ""
    return root.get("entityID", "")
