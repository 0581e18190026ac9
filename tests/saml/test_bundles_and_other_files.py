"""Bundles give up their certificates, and whatever else it is gets its name."""

import base64
import io
import zipfile
from collections.abc import Callable
from typing import Final

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat

from deskpro_sso_gui.saml.bundle import choose
from deskpro_sso_gui.saml.certificate import read_certificate, read_certificates
from deskpro_sso_gui.saml.details import FileDetails, Look, describe
from deskpro_sso_gui.saml.facts import Kind, Repair
from deskpro_sso_gui.saml.faults import CertificateError, CertificateFault
from deskpro_sso_gui.saml.identify import identify
from deskpro_sso_gui.saml.metadata import read_sp_metadata
from deskpro_sso_gui.saml.pem import scan
from deskpro_sso_gui.saml.private_keys import KeyForm, find_private_key
from tests.support.certificate_files import (
    PICTURE,
    PRIVATE_KEYS,
    SIGN_IN_PAGE,
    authority,
    bundle,
    deskpros_metadata,
    foreign,
    indefinite,
    key_store,
    pem,
    private,
    signing_request,
    web_server,
)
from tests.support.saml_documents import Signer, signer


def _chain() -> tuple[Signer, Signer]:
    """Return a leaf and the authority that made it."""
    return foreign("leaf", issuer="Example authority"), authority()


BUNDLES: Final[dict[str, Callable[[], bytes]]] = {
    "text": lambda: bundle(*_chain()),
    "binary": lambda: bundle(*_chain(), encoding=Encoding.DER),
    "without lengths": lambda: indefinite(bundle(*_chain(), encoding=Encoding.DER)),
    "under a certificate's label": lambda: bundle(*_chain()).replace(b"PKCS7", b"CERTIFICATE"),
    "base64 alone": lambda: base64.b64encode(bundle(*_chain(), encoding=Encoding.DER)),
}


@pytest.mark.parametrize("form", BUNDLES)
def test_a_bundle_gives_up_its_certificates(form: str) -> None:
    data = BUNDLES[form]()

    found = read_certificates(data)

    assert identify(data) is Kind.PKCS7
    assert {one.der for one in found} == {one.der for one in _chain()}
    assert all(Repair.FROM_BUNDLE in one.repairs for one in found)


def test_who_wants_exactly_one_certificate_gets_no_bundle() -> None:
    with pytest.raises(CertificateError) as refused:
        read_certificate(bundle())

    assert refused.value.fault is CertificateFault.PKCS7


def test_an_impossible_version_inside_a_bundle_is_damage() -> None:
    data = bundle(encoding=Encoding.DER)
    version = data.index(b"\xa0\x03\x02\x01\x02") + 4

    with pytest.raises(CertificateError) as refused:
        read_certificates(data[:version] + b"\x01" + data[version + 1 :])

    assert refused.value.fault is CertificateFault.DAMAGED


def test_every_certificate_of_a_chain_is_read_in_its_order() -> None:
    leaf, root = _chain()

    found = read_certificates(root.pem.replace(b"\n", b"\r\n") + leaf.pem)

    assert [one.der for one in found] == [root.der, leaf.der]
    assert found[0].repairs == (Repair.LINE_ENDS,)


def test_other_blocks_beside_one_certificate_are_text_around_it() -> None:
    facts = read_certificate(signing_request() + pem())

    assert facts.der == signer().der
    assert facts.repairs == (Repair.TEXT_AROUND,)


def test_the_published_certificate_is_chosen_then_the_leaf_then_jumpclouds_youngest() -> None:
    leaf, root = (read_certificate(one.pem) for one in _chain())
    jumpclouds = read_certificate(pem())

    assert choose((leaf, root), {root.sha256}) is root
    assert choose((root, leaf), ()) is leaf
    assert choose((leaf, jumpclouds, root), ()) is jumpclouds
    assert choose((root,), ()) is root


def test_a_cut_off_file_says_how_many_bytes_are_missing() -> None:
    for data in (signer().der[:-20], base64.b64encode(signer().der[:-20])):
        with pytest.raises(CertificateError) as refused:
            read_certificates(data)

        assert refused.value.fault is CertificateFault.TRUNCATED
        assert refused.value.missing_bytes == 20


@pytest.mark.parametrize("form", PRIVATE_KEYS)
def test_a_private_key_is_told_by_its_form_and_whether_it_is_locked(form: str) -> None:
    make, name, locked = PRIVATE_KEYS[form]
    data = make()

    assert identify(data) is Kind.PRIVATE_KEY
    assert describe(data, Kind.PRIVATE_KEY) == FileDetails(key_form=KeyForm(name), encrypted=locked)


@pytest.mark.parametrize("form", PRIVATE_KEYS)
def test_an_error_about_a_private_key_holds_nothing_of_it(form: str) -> None:
    data = PRIVATE_KEYS[form][0]()

    with pytest.raises(CertificateError) as refused:
        read_certificates(data)

    assert refused.value.fault is CertificateFault.PRIVATE_KEY
    assert refused.value.args == ("private-key",)


def test_a_private_key_below_very_much_else_is_told() -> None:
    data = b"-----BEGIN X-----\n" * 2000 + private(Encoding.PEM, PrivateFormat.PKCS8)

    assert identify(data) is Kind.PRIVATE_KEY


def test_no_more_blocks_are_looked_at_than_a_genuine_file_has() -> None:
    assert len(scan("-----BEGIN X-----\n" * 100_000).blocks) <= 1000
    assert len(read_certificates(pem() * 100)) == 100


def test_what_only_speaks_of_private_keys_is_none() -> None:
    for data in (b"Never send a PRIVATE KEY.", b'{"kty": "RSA", "n": "d"}', pem(), b"", b"AAAA"):
        assert find_private_key(data) is None


def test_key_stores_are_told_however_their_lengths_are_written() -> None:
    assert identify(key_store()) is Kind.PKCS12
    assert identify(key_store(locked=False)) is Kind.PKCS12
    assert identify(indefinite(key_store())) is Kind.PKCS12


def _zipped(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "x")
    return out.getvalue()


LOOKS: Final[dict[str, tuple[Callable[[], bytes], Look]]] = {
    "PNG": (lambda: PICTURE, Look.PICTURE),
    "JPEG": (lambda: b"\xff\xd8\xff\xe0" + bytes(20), Look.PICTURE),
    "WebP": (lambda: b"RIFF\0\0\0\0WEBPVP8 ", Look.PICTURE),
    "HEIC": (lambda: b"\0\0\0\x18ftypheic" + bytes(20), Look.PICTURE),
    "film": (lambda: b"\0\0\0\x18ftypisom" + bytes(20), Look.SOUND_OR_FILM),
    "PDF": (lambda: b"%PDF-1.7\n", Look.PDF),
    "ZIP": (lambda: _zipped("certificate.pem"), Look.ARCHIVE),
    "document in a ZIP": (lambda: _zipped("[Content_Types].xml"), Look.OFFICE_DOCUMENT),
    "old document": (lambda: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(9), Look.OFFICE_DOCUMENT),
    "RTF": (lambda: b"{\\rtf1\\ansi " + pem(), Look.RICH_TEXT),
    "program": (lambda: b"\x7fELF" + bytes(60), Look.PROGRAM),
    "Java's key store": (lambda: b"\xfe\xed\xfe\xed\0\0\0\2" + bytes(20), Look.KEY_STORE),
    "revoked": (
        lambda: b"-----BEGIN X509 CRL-----\nMIIB\n-----END X509 CRL-----\n",
        Look.REVOCATION_LIST,
    ),
    "JSON": (lambda: b'{"name": "x"}', Look.JSON),
    "XML": (lambda: b"<note/>", Look.XML),
    "words": (lambda: b"see attachment", Look.TEXT),
    "noise": (lambda: bytes(range(128, 256)) + bytes(range(1, 32)), Look.BINARY),
}


@pytest.mark.parametrize("name", LOOKS)
def test_what_is_none_of_ours_is_called_by_what_it_looks_like(name: str) -> None:
    make, look = LOOKS[name]

    assert identify(make()) is Kind.UNKNOWN
    assert describe(make(), Kind.UNKNOWN) == FileDetails(look=look)


def test_a_web_page_is_told_by_its_title_on_one_line() -> None:
    page = b"<html><title lang='en'>\n Sign in &amp;\n go </title>"

    assert describe(SIGN_IN_PAGE, Kind.HTML) == FileDetails(title="Sign in")
    assert describe(page, Kind.HTML) == FileDetails(title="Sign in & go")
    assert describe(b"<html>", Kind.HTML) == FileDetails()


def test_a_web_servers_certificate_says_so() -> None:
    facts = read_certificate(web_server().pem)

    assert facts.server_names == ("www.acme.example",)
    assert facts.for_web_servers
    assert not facts.is_authority
    assert read_certificate(authority().pem).is_authority


def test_extensions_that_break_the_rules_count_as_none() -> None:
    # JumpCloud's early certificates end with an empty sequence of extensions
    certificate = x509.load_pem_x509_certificate(pem())
    body = certificate.tbs_certificate_bytes
    grown = body[4:] + bytes.fromhex("a3023000")
    tbs = b"\x30\x82" + len(grown).to_bytes(2) + grown
    rest = signer().der[4 + len(body) :]
    whole = tbs + rest

    facts = read_certificate(b"\x30\x82" + len(whole).to_bytes(2) + whole)

    assert facts.organization == "Acme"
    assert not facts.is_authority


def test_deskpros_own_certificate_is_read_from_its_metadata() -> None:
    metadata = deskpros_metadata(signer("deskpro"))

    assert [one.der for one in read_sp_metadata(metadata).certificates] == [signer("deskpro").der]
    broken = metadata.replace(base64.b64encode(signer("deskpro").der), b"TODO")
    assert read_sp_metadata(broken).certificates == ()


def test_a_key_in_base64_without_labels_is_refused() -> None:
    der = private(Encoding.DER, PrivateFormat.PKCS8)

    for data in (base64.b64encode(der), base64.encodebytes(base64.b64encode(der))):
        assert identify(data) is Kind.PRIVATE_KEY
