"""Certificates: the real ones, every dress they come in, and what is refused."""

import base64
import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    pkcs7,
    pkcs12,
)
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from deskpro_sso_gui.saml.certificate import read_certificate, read_embedded_certificate
from deskpro_sso_gui.saml.facts import Repair
from deskpro_sso_gui.saml.faults import CertificateError, CertificateFault
from tests.support.saml_documents import (
    SAMPLES,
    metadata_xml,
    needs_samples,
    response_xml,
    signer,
)
from tests.support.thorough import thorough

# reference/jumpcloud-api.md §3.6
REAL = {
    "unattributed/jumpcloud-2020-01-08": (
        "2020-01-08",
        "2025-01-08",
        "e6add49c84517fdfc037f2cbe23f7de7e49d291c",
        "JumpCloud",
    ),
    "02-JC_metadata-JumpCloud-saml2-metadata.cert0": (
        "2021-03-02",
        "2026-03-02",
        "13d95389e70bda3d0bd21327cda5a87d0ac6c70a",
        "Employee Zero",
    ),
    "06-twingate-kubernetes-operator": (
        "2021-11-29",
        "2026-11-29",
        "babc14f1d23bb0effe952569fc6f9add7e544292",
        "JumpCloud",
    ),
    "01-filestorage-JumpCloud-saml2-metadata.cert0": (
        "2022-03-23",
        "2027-03-23",
        "c28372f7de717d8cbe17a64aabd0c48810625d8d",
        "Strategic Group NW",
    ),
    "07-twingate-labs-saml-service-provider": (
        "2022-03-25",
        "2027-03-25",
        "04744c6dd797a6bdd549ba8d6baabe971cb0a370",
        "JumpCloud",
    ),
    "03-react-samlify-JumpCloud-saml2-metadata.cert0": (
        "2022-08-04",
        "2027-08-04",
        "376a7007a2060d7d67de5629c86a51d520f767c2",
        "Test",
    ),
    "05-ssoready-jumpcloud-metadata.cert0": (
        "2023-11-18",
        "2028-11-18",
        "e8d2b72ccccb24de5884e483578a8bc99b4d7257",
        "Codomain Data",
    ),
    "unattributed/stellen-2025-10-30": (
        "2025-10-30",
        "2030-10-30",
        "6542e28dcb13b90f37155399b9e9b342c81ce82b",
        "stellen infotech",
    ),
}


def pem() -> bytes:
    return signer().pem


@needs_samples
@pytest.mark.parametrize("name", REAL)
def test_a_real_certificate_has_the_facts_of_the_reference(name: str) -> None:
    begin, end, sha1, organization = REAL[name]

    facts = read_certificate((SAMPLES / "certs" / f"{name}.pem").read_bytes())

    assert f"{facts.not_before:%Y-%m-%d}" == begin
    assert f"{facts.not_after:%Y-%m-%d}" == end
    assert facts.sha1 == sha1
    assert facts.organization == organization
    assert facts.common_name == facts.issuer_common_name == "JumpCloudSAMLUser"
    assert facts.organizational_unit == "JumpCloudSAMLIdP"
    assert (facts.key_type, facts.key_size) == ("RSA", 4096)
    assert facts.signature_algorithm == "sha256WithRSAEncryption"
    assert facts.self_signed
    assert facts.not_before.tzinfo is UTC or facts.not_before.utcoffset() is not None
    assert facts.repairs == ()


@needs_samples
def test_every_real_certificate_is_in_the_table() -> None:
    folder = SAMPLES / "certs"

    found = {path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.pem")}

    assert found == set(REAL)


def test_a_clean_file_gives_its_facts_and_the_same_text() -> None:
    facts = read_certificate(pem())

    assert facts.pem.encode() == pem()
    assert facts.der == signer().der
    assert facts.sha256 == signer().certificate.fingerprint(hashes.SHA256()).hex()
    spki = signer().key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    digest = hashes.Hash(hashes.SHA256())
    digest.update(spki)
    assert facts.public_key_sha256 == digest.finalize().hex()
    assert facts.serial == f"{signer().certificate.serial_number:x}"
    assert "O=Acme" in facts.subject
    assert (facts.not_before, facts.not_after) == (
        datetime(2024, 1, 1, tzinfo=UTC),
        datetime(2029, 1, 1, tzinfo=UTC),
    )


def bare() -> str:
    return base64.b64encode(signer().der).decode()


def one_long_line() -> bytes:
    return f"-----BEGIN CERTIFICATE-----\n{bare()}\n-----END CERTIFICATE-----".encode()


DRESSES: dict[str, tuple[Callable[[], bytes], set[Repair]]] = {
    "byte order mark": (lambda: b"\xef\xbb\xbf" + pem(), {Repair.BYTE_ORDER_MARK}),
    "utf-16": (lambda: pem().decode().encode("utf-16"), {Repair.UTF_16}),
    "utf-16 big endian, no mark": (lambda: pem().decode().encode("utf-16-be"), {Repair.UTF_16}),
    "windows line ends": (lambda: pem().replace(b"\n", b"\r\n"), {Repair.LINE_ENDS}),
    "old mac line ends": (lambda: pem().replace(b"\n", b"\r"), {Repair.LINE_ENDS}),
    "character references": (
        lambda: pem().replace(b"\n", b"&#13;\n"),
        {Repair.CHARACTER_REFERENCES, Repair.BLANKS},
    ),
    "indented": (lambda: pem().replace(b"\n", b"\n  "), {Repair.BLANKS}),
    "empty lines": (lambda: pem().replace(b"\n", b"\n\n"), {Repair.BLANKS}),
    "one long line": (
        one_long_line,
        {Repair.LINE_LENGTH},
    ),
    "76 columns": (
        lambda: (
            b"-----BEGIN CERTIFICATE-----\n"
            + base64.encodebytes(signer().der)
            + b"-----END CERTIFICATE-----\n"
        ),
        {Repair.LINE_LENGTH},
    ),
    "long dashes": (
        lambda: pem().replace(b"-----", "\N{EM DASH}\N{EN DASH}".encode()),
        {Repair.TYPOGRAPHIC_DASHES},
    ),
    "text around": (
        lambda: b"Bag Attributes\n  localKeyID: 01\n" + pem() + b"thanks\n",
        {Repair.TEXT_AROUND},
    ),
    "no labels": (
        lambda: b"\n".join(pem().splitlines()[1:-1]) + b"\n",
        {Repair.LABELS_ADDED},
    ),
    "no end label": (lambda: b"\n".join(pem().splitlines()[:-1]), {Repair.LABELS_ADDED}),
    "bare base64": (lambda: bare().encode(), {Repair.LABELS_ADDED, Repair.LINE_LENGTH}),
    "base64 of pem": (lambda: base64.b64encode(pem()), {Repair.ENCODED_TWICE}),
    "binary": (lambda: signer().der, {Repair.FROM_BINARY}),
}


@pytest.mark.parametrize("dress", DRESSES)
def test_every_dress_gives_the_same_certificate_and_says_what_was_changed(dress: str) -> None:
    make, repairs = DRESSES[dress]

    facts = read_certificate(make())

    assert facts.der == signer().der
    assert facts.pem.encode() == pem()
    assert set(facts.repairs) == repairs


def test_jumpclouds_config_value_of_windows_text_says_both_repairs() -> None:
    facts = read_certificate(base64.b64encode(pem().replace(b"\n", b"\r\n")))

    assert facts.repairs == (Repair.ENCODED_TWICE, Repair.LINE_ENDS)


def test_a_certificate_inside_xml_is_not_called_repaired_for_being_bare() -> None:
    indented = "\n      " + "\n      ".join(re.findall(".{1,76}", bare())) + "\n    "

    facts = read_embedded_certificate(indented)

    assert facts.der == signer().der
    assert facts.repairs == ()


def elliptic_certificate() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "other")])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "authority")]))
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2024, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2025, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
        .public_bytes(Encoding.PEM)
    )


def test_a_certificate_that_jumpcloud_did_not_make_is_read_too() -> None:
    facts = read_certificate(elliptic_certificate())

    assert (facts.key_type, facts.key_size) == ("EC", 256)
    assert facts.signature_algorithm == "ecdsa-with-SHA256"
    assert facts.common_name == "other"
    assert facts.issuer_common_name == "authority"
    assert facts.organization == ""
    assert not facts.self_signed


def signing_request(encoding: Encoding) -> bytes:
    subject = signer().certificate.subject
    builder = x509.CertificateSigningRequestBuilder().subject_name(subject)
    return builder.sign(signer().key, hashes.SHA256()).public_bytes(encoding)


def private(encoding: Encoding, form: PrivateFormat, *, encrypted: bool = False) -> bytes:
    protection = BestAvailableEncryption(b"secret") if encrypted else NoEncryption()
    return signer().key.private_bytes(encoding, form, protection)


def key_store() -> bytes:
    return pkcs12.serialize_key_and_certificates(
        b"it", signer().key, signer().certificate, None, BestAvailableEncryption(b"secret")
    )


REFUSED: dict[str, tuple[Callable[[], bytes], CertificateFault]] = {
    "nothing": (lambda: b"", CertificateFault.EMPTY),
    "only blanks": (lambda: b"\xef\xbb\xbf \r\n\r\n", CertificateFault.EMPTY),
    "pkcs8 key": (
        lambda: private(Encoding.PEM, PrivateFormat.PKCS8),
        CertificateFault.PRIVATE_KEY,
    ),
    "pkcs1 key": (
        lambda: private(Encoding.PEM, PrivateFormat.TraditionalOpenSSL),
        CertificateFault.PRIVATE_KEY,
    ),
    "openssh key": (
        lambda: private(Encoding.PEM, PrivateFormat.OpenSSH),
        CertificateFault.PRIVATE_KEY,
    ),
    "encrypted key": (
        lambda: private(Encoding.PEM, PrivateFormat.PKCS8, encrypted=True),
        CertificateFault.PRIVATE_KEY,
    ),
    "binary pkcs8 key": (
        lambda: private(Encoding.DER, PrivateFormat.PKCS8),
        CertificateFault.PRIVATE_KEY,
    ),
    "binary pkcs1 key": (
        lambda: private(Encoding.DER, PrivateFormat.TraditionalOpenSSL),
        CertificateFault.PRIVATE_KEY,
    ),
    "binary encrypted key": (
        lambda: private(Encoding.DER, PrivateFormat.PKCS8, encrypted=True),
        CertificateFault.PRIVATE_KEY,
    ),
    "binary short key": (
        lambda: ed25519.Ed25519PrivateKey.generate().private_bytes(
            Encoding.DER, PrivateFormat.PKCS8, NoEncryption()
        ),
        CertificateFault.PRIVATE_KEY,
    ),
    "binary elliptic key": (
        lambda: ec.generate_private_key(ec.SECP256R1()).private_bytes(
            Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption()
        ),
        CertificateFault.PRIVATE_KEY,
    ),
    "base64 of a key": (
        lambda: base64.b64encode(private(Encoding.PEM, PrivateFormat.PKCS8)),
        CertificateFault.PRIVATE_KEY,
    ),
    "key beside the certificate": (
        lambda: pem() + private(Encoding.PEM, PrivateFormat.PKCS8),
        CertificateFault.PRIVATE_KEY,
    ),
    "putty key": (lambda: b"PuTTY-User-Key-File-3: ssh-rsa\n", CertificateFault.PRIVATE_KEY),
    "pkcs7": (
        lambda: pkcs7.serialize_certificates([signer().certificate], Encoding.PEM),
        CertificateFault.PKCS7,
    ),
    "binary pkcs7": (
        lambda: pkcs7.serialize_certificates([signer().certificate], Encoding.DER),
        CertificateFault.PKCS7,
    ),
    "pkcs12": (key_store, CertificateFault.PKCS12),
    "signing request": (lambda: signing_request(Encoding.PEM), CertificateFault.SIGNING_REQUEST),
    "binary signing request": (
        lambda: signing_request(Encoding.DER),
        CertificateFault.SIGNING_REQUEST,
    ),
    "public key": (
        lambda: (
            signer().key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        ),
        CertificateFault.PUBLIC_KEY,
    ),
    "ssh public key": (
        lambda: signer().key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH),
        CertificateFault.PUBLIC_KEY,
    ),
    "sign-in page": (
        lambda: b"<!DOCTYPE html><html><head><title>Sign in</title></head></html>",
        CertificateFault.HTML,
    ),
    "metadata": (metadata_xml, CertificateFault.METADATA),
    "sign-in message": (response_xml, CertificateFault.SAML_MESSAGE),
    "capture": (lambda: b'{"log": {"version": "1.2", "entries": []}}', CertificateFault.CAPTURE),
    "two certificates": (lambda: pem() + signer("other").pem, CertificateFault.SEVERAL),
    "cut off": (lambda: pem()[:700], CertificateFault.TRUNCATED),
    "binary, cut off": (lambda: signer().der[:-20], CertificateFault.TRUNCATED),
    "a letter changed into a sign": (
        lambda: pem().replace(b"M", b"!", 3),
        CertificateFault.DAMAGED,
    ),
    "far too large": (lambda: pem() + b" " * 300_000, CertificateFault.TOO_LARGE),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(64), CertificateFault.NOT_A_CERTIFICATE),
    "words": (lambda: b"see attachment", CertificateFault.NOT_A_CERTIFICATE),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_certificate_is_refused_with_its_own_reason(what: str) -> None:
    make, fault = REFUSED[what]

    with pytest.raises(CertificateError) as refused:
        read_certificate(make())

    assert refused.value.fault is fault


def test_an_error_never_shows_what_was_in_the_file() -> None:
    secret = private(Encoding.PEM, PrivateFormat.PKCS8)

    with pytest.raises(CertificateError) as refused:
        read_certificate(secret)

    assert secret.decode()[40:60] not in repr(refused.value) + str(refused.value)


@thorough
@given(data=st.data())
def test_damage_is_repaired_to_the_same_bytes_or_refused_with_a_reason(data: st.DataObject) -> None:
    text = pem().decode()
    lossy = False
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(text)))
        kind = data.draw(st.sampled_from(["insert", "insert", "delete", "cut"]))
        if kind == "insert":
            noise = data.draw(st.sampled_from([" ", "\t", "\r", "\n\n", "&#13;", "\ufeff", "\xa0"]))
            text = text[:place] + noise + text[place:]
        else:
            lossy = True
            end = place + data.draw(st.integers(1, 3)) if kind == "delete" else len(text)
            text = text[:place] + text[end:]
    encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))

    try:
        facts = read_certificate(text.encode(encoding))
    except CertificateError:
        return
    # where characters of the base64 were lost it may be another certificate, but a whole one
    assert facts.der == signer().der or lossy
    assert read_certificate(facts.pem.encode()).der == facts.der


@thorough
@given(
    noise=st.lists(
        st.tuples(st.integers(0, 1500), st.sampled_from([" ", "\r", "\n", "\t"])), max_size=6
    ),
    labels=st.booleans(),
    marked=st.booleans(),
)
def test_blanks_and_line_ends_anywhere_in_the_body_never_change_the_certificate(
    noise: list[tuple[int, str]],
    labels: bool,  # noqa: FBT001 - drawn by hypothesis
    marked: bool,  # noqa: FBT001 - as above
) -> None:
    body = "\n".join(pem().decode().splitlines()[1:-1])
    for place, blank in noise:
        body = body[:place] + blank + body[place:]
    text = f"-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----" if labels else body

    facts = read_certificate(text.encode("utf-8-sig" if marked else "utf-8"))

    assert facts.der == signer().der


@thorough
@given(
    changes=st.lists(st.tuples(st.integers(0, 900), st.integers(0, 255)), min_size=1, max_size=3)
)
def test_changed_binary_is_read_or_refused_and_nothing_else(changes: list[tuple[int, int]]) -> None:
    der = bytearray(signer().der)
    for place, value in changes:
        der[place % len(der)] = value

    try:
        facts = read_certificate(bytes(der))
    except CertificateError:
        return
    assert bytes(der).startswith(facts.der)


def test_an_impossible_version_is_damage() -> None:
    der = signer().der
    version = der.index(b"\xa0\x03\x02\x01\x02") + 4

    with pytest.raises(CertificateError) as refused:
        read_certificate(der[:version] + b"\x52" + der[version + 1 :])

    assert refused.value.fault is CertificateFault.DAMAGED


def test_a_serial_number_that_rfc_5280_forbids_is_read_without_a_warning() -> None:
    der = signer().der
    serial = signer().certificate.serial_number.to_bytes(20)
    negative = der.replace(serial, b"\xff" + serial[1:], 1)
    assert negative != der

    assert read_certificate(negative).serial.startswith("-")
