"""Any file is told from its bytes; nothing is ever raised."""

import base64
import zlib
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, pkcs7
from hypothesis import given
from hypothesis import strategies as st

from deskpro_sso_gui.saml.facts import Kind
from deskpro_sso_gui.saml.identify import identify
from tests.support.saml_documents import (
    SAMPLES,
    metadata_xml,
    needs_samples,
    request_xml,
    response_xml,
    signer,
    sp_metadata_xml,
)
from tests.support.thorough import thorough


def deflated(data: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-15)
    return engine.compress(data) + engine.flush()


def redirect() -> bytes:
    value = quote_plus(base64.b64encode(deflated(request_xml())))
    return f"https://sso.jumpcloud.com/saml2/x?SAMLRequest={value}&RelayState=abc".encode()


def public(encoding: Encoding) -> bytes:
    return signer().key.public_key().public_bytes(encoding, PublicFormat.SubjectPublicKeyInfo)


CASES: dict[str, tuple[Callable[[], bytes], Kind]] = {
    "pem": (lambda: signer().pem, Kind.CERTIFICATE),
    "der": (lambda: signer().der, Kind.CERTIFICATE),
    "base64 of pem": (lambda: base64.b64encode(signer().pem), Kind.CERTIFICATE),
    "bare base64": (lambda: base64.encodebytes(signer().der), Kind.CERTIFICATE),
    "truncated der": (lambda: signer().der[:300], Kind.CERTIFICATE),
    "private key": (lambda: signer().private_pem, Kind.PRIVATE_KEY),
    "both": (lambda: signer().pem + signer().private_pem, Kind.PRIVATE_KEY),
    "pkcs7": (
        lambda: pkcs7.serialize_certificates([signer().certificate], Encoding.DER),
        Kind.PKCS7,
    ),
    "public key": (lambda: public(Encoding.PEM), Kind.PUBLIC_KEY),
    "binary public key": (lambda: public(Encoding.DER), Kind.PUBLIC_KEY),
    "idp metadata": (metadata_xml, Kind.IDP_METADATA),
    "idp metadata, marked": (lambda: b"\xef\xbb\xbf\n" + metadata_xml(), Kind.IDP_METADATA),
    "idp metadata, utf-16": (
        lambda: metadata_xml().decode().replace("UTF-8", "UTF-16").encode("utf-16"),
        Kind.IDP_METADATA,
    ),
    "sp metadata": (sp_metadata_xml, Kind.SP_METADATA),
    "metadata after a comment": (
        lambda: b"<!-- <html> --><?note <x>?>" + sp_metadata_xml(),
        Kind.SP_METADATA,
    ),
    "metadata with a document type": (
        lambda: b'<!DOCTYPE x [<!ENTITY a "b">]>' + sp_metadata_xml(),
        Kind.SP_METADATA,
    ),
    "request": (request_xml, Kind.AUTHN_REQUEST),
    "request in an address": (redirect, Kind.AUTHN_REQUEST),
    "response": (response_xml, Kind.SAML_RESPONSE),
    "response in base64": (lambda: base64.b64encode(response_xml()), Kind.SAML_RESPONSE),
    "response in a form": (
        lambda: b"SAMLResponse=" + quote(base64.b64encode(response_xml()), safe="").encode(),
        Kind.SAML_RESPONSE,
    ),
    "har": (lambda: b'{\n "log" : {"version": "1.2", "entries": []}}', Kind.HAR),
    "marked har": (lambda: b'\xef\xbb\xbf{"log":{"version":"1.2"}}', Kind.HAR),
    "large har": (lambda: b'{"log": {"entries": [' + b" " * 9_000_000, Kind.HAR),
    "saml-tracer": (lambda: b'{"requests": [], "timestamp": "x"}', Kind.SAML_TRACER),
    "other json": (lambda: b'{"name": "x"}', Kind.UNKNOWN),
    "html": (lambda: b"\n<!doctype HTML><p>", Kind.HTML),
    "html without a document type": (lambda: b"<HTML><body>", Kind.HTML),
    "empty": (lambda: b"", Kind.EMPTY),
    "zeros": (lambda: b"\0\0\0\0", Kind.EMPTY),
    "words": (lambda: b"hello", Kind.UNKNOWN),
    "other xml": (lambda: b"<note/>", Kind.UNKNOWN),
    "large text": (lambda: b"A" * 9_000_000, Kind.UNKNOWN),
}


@pytest.mark.parametrize("case", CASES)
def test_a_file_is_told_by_its_bytes(case: str) -> None:
    make, kind = CASES[case]

    assert identify(make()) is kind


@needs_samples
@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("certs", Kind.CERTIFICATE),
        ("metadata", Kind.IDP_METADATA),
    ],
)
def test_every_real_file_is_told(folder: str, kind: Kind) -> None:
    found = [
        identify(path.read_bytes())
        for path in (SAMPLES / folder).rglob("*")
        if path.suffix in {".pem", ".xml"}
    ]

    assert len(found) >= 4
    assert set(found) == {kind}


@thorough
@given(data=st.binary(max_size=2000))
def test_any_bytes_give_a_kind(data: bytes) -> None:
    assert identify(data) in Kind


@thorough
@given(
    start=st.sampled_from(
        [
            b"\x30\x82",
            b"-----BEGIN CERTIFICATE-----\n",
            b"<",
            b"<!DOCTYPE",
            b"<?",
            b"{",
            b"SAMLResponse=",
            b"\xff\xfe<\0",
            b"MII",
        ]
    ),
    rest=st.binary(max_size=400) | st.text(max_size=400).map(str.encode),
)
def test_bytes_that_begin_like_a_known_kind_give_a_kind(start: bytes, rest: bytes) -> None:
    assert identify(start + rest) in Kind


@thorough
@given(data=st.data())
def test_mutated_documents_give_a_kind(data: st.DataObject) -> None:
    document = bytearray(
        data.draw(st.sampled_from([signer().der, signer().pem, metadata_xml(), request_xml()]))
    )
    for _ in range(data.draw(st.integers(1, 8))):
        document[data.draw(st.integers(0, len(document) - 1))] = data.draw(st.integers(0, 255))

    assert identify(bytes(document)) in Kind
