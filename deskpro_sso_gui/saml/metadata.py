"""Reading metadata of either side (SAML metadata §2.3 and §2.4)."""

import contextlib

from deskpro_sso_gui.saml.certificate import read_embedded_certificate
from deskpro_sso_gui.saml.facts import (
    CertificateFacts,
    Endpoint,
    IdpMetadata,
    Kind,
    SpMetadata,
)
from deskpro_sso_gui.saml.faults import (
    CertificateError,
    MetadataError,
    MetadataFault,
    XmlError,
)
from deskpro_sso_gui.saml.identify import identify
from deskpro_sso_gui.saml.xml import Element, every, first, flag, instant, name, parse, text, value


def read_idp_metadata(data: bytes) -> IdpMetadata:
    """Read what JumpCloud says about itself.

    Raises:
        MetadataError: not metadata, the service provider's, of several parties, without an
            entity ID or without a signing certificate that can be read.
    """
    entity = _entity(data)
    role = first(entity, "md:IDPSSODescriptor")
    if role is None:
        other = first(entity, "md:SPSSODescriptor") is not None
        raise MetadataError(MetadataFault.SERVICE_PROVIDER if other else MetadataFault.NO_ROLE)
    return IdpMetadata(
        entity_id=_entity_id(entity),
        want_authn_requests_signed=flag(role, "WantAuthnRequestsSigned"),
        certificates=_signing_certificates(role),
        name_id_formats=_name_id_formats(role),
        sso=_endpoints(role, "md:SingleSignOnService"),
        has_single_log_out=first(role, "md:SingleLogoutService") is not None,
        valid_until=min(
            (
                moment
                for element in (entity, role)
                if (moment := instant(element, "validUntil")) is not None
            ),
            default=None,
        ),
    )


def read_sp_metadata(data: bytes) -> SpMetadata:
    """Read what DeskPRO says about itself.

    Raises:
        MetadataError: not metadata, the identity provider's, of several parties, or without an
            entity ID.
    """
    entity = _entity(data)
    role = first(entity, "md:SPSSODescriptor")
    if role is None:
        other = first(entity, "md:IDPSSODescriptor") is not None
        raise MetadataError(MetadataFault.IDENTITY_PROVIDER if other else MetadataFault.NO_ROLE)
    return SpMetadata(
        entity_id=_entity_id(entity),
        acs=_endpoints(role, "md:AssertionConsumerService"),
        authn_requests_signed=flag(role, "AuthnRequestsSigned"),
        want_assertions_signed=flag(role, "WantAssertionsSigned"),
        name_id_formats=_name_id_formats(role),
        requested_attributes=tuple(
            element.get("Name", "")
            for element in every(role, "md:AttributeConsumingService/md:RequestedAttribute")
        ),
        certificates=_readable_certificates(role),
    )


def _entity(data: bytes) -> Element:
    try:
        root = parse(data)
    except XmlError as error:
        if identify(data) is Kind.HTML:
            raise MetadataError(MetadataFault.HTML) from error
        raise MetadataError(MetadataFault.UNREADABLE, xml=error.fault) from error
    if root.tag == name("md:EntitiesDescriptor"):
        inside = every(root, ".//md:EntityDescriptor")
        if len(inside) != 1:
            raise MetadataError(MetadataFault.SEVERAL_ENTITIES)
        return inside[0]
    if root.tag != name("md:EntityDescriptor"):
        html = identify(data) is Kind.HTML
        raise MetadataError(MetadataFault.HTML if html else MetadataFault.NOT_METADATA)
    return root


def _entity_id(entity: Element) -> str:
    entity_id = entity.get("entityID", "")
    if not entity_id.strip():
        raise MetadataError(MetadataFault.NO_ENTITY_ID)
    return entity_id


def _signing_certificates(role: Element) -> tuple[CertificateFacts, ...]:
    """Read the certificates for signing; a key without ``use`` is for both (metadata §2.4.1.1)."""
    found: dict[str, CertificateFacts] = {}
    for key in every(role, "md:KeyDescriptor"):
        if key.get("use", "signing") != "signing":
            continue
        for element in every(key, "ds:KeyInfo/ds:X509Data/ds:X509Certificate"):
            try:
                certificate = read_embedded_certificate(text(element))
            except CertificateError as error:
                raise MetadataError(
                    MetadataFault.BAD_CERTIFICATE, certificate=error.fault
                ) from error
            found.setdefault(certificate.sha256, certificate)
    if not found:
        raise MetadataError(MetadataFault.NO_CERTIFICATE)
    return tuple(found.values())


def _readable_certificates(role: Element) -> tuple[CertificateFacts, ...]:
    """Read DeskPRO's own certificates; one that can't be read matters to nobody here."""
    found: dict[str, CertificateFacts] = {}
    for element in every(role, "md:KeyDescriptor/ds:KeyInfo/ds:X509Data/ds:X509Certificate"):
        with contextlib.suppress(CertificateError):
            certificate = read_embedded_certificate(text(element))
            found.setdefault(certificate.sha256, certificate)
    return tuple(found.values())


def _name_id_formats(role: Element) -> tuple[str, ...]:
    return tuple(value(element) for element in every(role, "md:NameIDFormat"))


def _endpoints(role: Element, path: str) -> tuple[Endpoint, ...]:
    return tuple(
        Endpoint(binding=element.get("Binding", ""), location=element.get("Location", ""))
        for element in every(role, path)
    )
