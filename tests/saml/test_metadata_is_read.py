"""Metadata of either side: the real files, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskpro_sso_gui.saml.certificate import read_certificate
from deskpro_sso_gui.saml.facts import Endpoint
from deskpro_sso_gui.saml.faults import CertificateFault, MetadataError, MetadataFault, XmlFault
from deskpro_sso_gui.saml.metadata import read_idp_metadata, read_sp_metadata
from deskpro_sso_gui.saml.names import BINDING_POST, BINDING_REDIRECT, FORMAT_EMAIL
from tests.support.saml_documents import (
    ACS_URL,
    IDP_URL,
    SAMPLES,
    SP_ENTITY_ID,
    metadata_xml,
    needs_samples,
    response_xml,
    signer,
    sp_metadata_xml,
)
from tests.support.thorough import thorough

UNSPECIFIED = "urn:oasis:names:tc:SAML:1.0:nameid-format:unspecified"

# reference/jumpcloud-api.md §4.2
REAL = {
    "01-filestorage-JumpCloud-saml2-metadata": (
        "strategicgroupnw",
        True,
        FORMAT_EMAIL,
        [BINDING_POST],
        "bitdefender",
    ),
    "02-JC_metadata-JumpCloud-saml2-metadata": (
        "https://gravityzone.bitdefender.com/sp/login",
        True,
        FORMAT_EMAIL,
        [BINDING_POST],
        "bitdefender",
    ),
    "03-react-samlify-JumpCloud-saml2-metadata": (
        "samlify",
        True,
        FORMAT_EMAIL,
        [BINDING_POST, BINDING_REDIRECT],
        "samlify",
    ),
    "05-ssoready-jumpcloud-metadata": (
        "IdP Entity ID",
        False,
        UNSPECIFIED,
        [BINDING_POST],
        "ucariontest",
    ),
}


@needs_samples
@pytest.mark.parametrize("name", REAL)
def test_a_real_file_has_the_facts_of_the_reference(name: str) -> None:
    entity_id, wants_signed, name_id_format, bindings, suffix = REAL[name]

    facts = read_idp_metadata((SAMPLES / "metadata" / f"{name}.xml").read_bytes())

    assert facts.entity_id == entity_id
    assert facts.want_authn_requests_signed is wants_signed
    assert facts.name_id_formats == (name_id_format,)
    assert [endpoint.binding for endpoint in facts.sso] == bindings
    assert facts.locations == (f"https://sso.jumpcloud.com/saml2/{suffix}",)
    assert not facts.has_single_log_out
    beside = SAMPLES / "certs" / f"{name}.cert0.pem"
    assert facts.certificates == (read_certificate(beside.read_bytes()),)


@needs_samples
def test_every_real_file_is_in_the_table() -> None:
    assert {path.stem for path in (SAMPLES / "metadata").glob("*.xml")} == set(REAL)


def test_jumpclouds_metadata_is_read() -> None:
    facts = read_idp_metadata(metadata_xml())

    assert facts.entity_id == IDP_URL
    assert facts.sso == (
        Endpoint(binding=BINDING_POST, location=IDP_URL),
        Endpoint(binding=BINDING_REDIRECT, location=IDP_URL),
    )
    assert [one.der for one in facts.certificates] == [signer().der]


def test_a_key_without_a_use_counts_for_signing() -> None:
    assert read_idp_metadata(metadata_xml(use="")).certificates[0].der == signer().der


def test_several_signing_certificates_are_all_read() -> None:
    facts = read_idp_metadata(metadata_xml(signer(), signer("other"), signer()))

    assert [one.der for one in facts.certificates] == [signer().der, signer("other").der]


def test_deskpros_metadata_is_read() -> None:
    facts = read_sp_metadata(sp_metadata_xml())

    assert facts.entity_id == SP_ENTITY_ID
    assert facts.acs == (Endpoint(binding=BINDING_POST, location=ACS_URL),)
    assert facts.want_assertions_signed
    assert not facts.authn_requests_signed
    assert facts.name_id_formats == (FORMAT_EMAIL,)


def inside(*entities: bytes) -> bytes:
    bare = b"".join(one[one.index(b"<md:EntityDescriptor") :] for one in entities)
    namespace = b"urn:oasis:names:tc:SAML:2.0:metadata"
    return (
        b'<md:EntitiesDescriptor xmlns:md="'
        + namespace
        + b'">'
        + bare
        + (b"</md:EntitiesDescriptor>")
    )


def test_a_single_party_in_a_list_is_read() -> None:
    assert read_idp_metadata(inside(metadata_xml())).entity_id == IDP_URL


CERTIFICATE = b"<ds:X509Certificate>"
REFUSED = {
    "nothing": (b"", MetadataFault.UNREADABLE, XmlFault.EMPTY),
    "page": (b"<!DOCTYPE html><html></html>", MetadataFault.HTML, None),
    "page without a document type": (b"<html><p>Sign in</p></html>", MetadataFault.HTML, None),
    "words": (b"Not found", MetadataFault.UNREADABLE, XmlFault.NOT_XML),
    "cut off": (sp_metadata_xml()[:-30], MetadataFault.UNREADABLE, XmlFault.NOT_XML),
    "document type": (
        b"<!DOCTYPE x>" + sp_metadata_xml(),
        MetadataFault.UNREADABLE,
        XmlFault.DOCTYPE,
    ),
    "the other side's": (sp_metadata_xml(), MetadataFault.SERVICE_PROVIDER, None),
    "no role": (
        b'<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="x"/>',
        MetadataFault.NO_ROLE,
        None,
    ),
    "another namespace": (b'<EntityDescriptor entityID="x"/>', MetadataFault.NOT_METADATA, None),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_metadata_of_jumpcloud_is_refused_with_its_reason(what: str) -> None:
    data, fault, xml = REFUSED[what]

    with pytest.raises(MetadataError) as refused:
        read_idp_metadata(data)

    assert (refused.value.fault, refused.value.xml) == (fault, xml)


def test_a_sign_in_message_is_no_metadata() -> None:
    with pytest.raises(MetadataError) as refused:
        read_idp_metadata(response_xml())

    assert refused.value.fault is MetadataFault.NOT_METADATA


def test_several_parties_are_refused() -> None:
    with pytest.raises(MetadataError) as refused:
        read_idp_metadata(inside(metadata_xml(), sp_metadata_xml()))

    assert refused.value.fault is MetadataFault.SEVERAL_ENTITIES


def test_metadata_without_a_name_is_refused() -> None:
    with pytest.raises(MetadataError) as refused:
        read_idp_metadata(metadata_xml(entity_id=" "))

    assert refused.value.fault is MetadataFault.NO_ENTITY_ID


def test_metadata_with_an_encryption_key_only_has_no_certificate() -> None:
    with pytest.raises(MetadataError) as refused:
        read_idp_metadata(metadata_xml(use='use="encryption"'))

    assert refused.value.fault is MetadataFault.NO_CERTIFICATE


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"TODO", CertificateFault.NOT_A_CERTIFICATE),
        (b"  ", CertificateFault.EMPTY),
        (b"MIIBcut", CertificateFault.NOT_A_CERTIFICATE),
    ],
)
def test_a_certificate_that_is_none_is_named(content: bytes, fault: CertificateFault) -> None:
    document = metadata_xml()
    begin = document.index(CERTIFICATE) + len(CERTIFICATE)
    broken = document[:begin] + content + document[document.index(b"</ds:X509Certificate>") :]

    with pytest.raises(MetadataError) as refused:
        read_idp_metadata(broken)

    assert refused.value.fault is MetadataFault.BAD_CERTIFICATE
    assert refused.value.certificate is fault


def test_jumpclouds_metadata_is_not_deskpros() -> None:
    with pytest.raises(MetadataError) as refused:
        read_sp_metadata(metadata_xml())

    assert refused.value.fault is MetadataFault.IDENTITY_PROVIDER


@thorough
@given(data=st.data())
def test_mutated_metadata_is_read_or_refused(data: st.DataObject) -> None:
    document = bytearray(metadata_xml())
    for _ in range(data.draw(st.integers(1, 6))):
        document[data.draw(st.integers(0, len(document) - 1))] = data.draw(st.integers(0, 255))

    try:
        facts = read_idp_metadata(bytes(document))
    except MetadataError:
        return
    assert facts.certificates
    assert facts.entity_id.strip()
