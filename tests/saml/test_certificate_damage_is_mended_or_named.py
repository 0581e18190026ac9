"""Whatever happens to a certificate file, the same certificate comes out, or a reason."""

import base64
import re
from collections.abc import Callable
from typing import Final

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from deskpro_sso_gui.diagnosis.judge import judge
from deskpro_sso_gui.saml.certificate import read_certificate, read_certificates
from deskpro_sso_gui.saml.details import describe
from deskpro_sso_gui.saml.facts import Kind, Repair
from deskpro_sso_gui.saml.faults import CertificateError
from deskpro_sso_gui.saml.identify import identify
from tests.support.certificate_files import (
    PRIVATE_KEYS,
    authority,
    bundle,
    indefinite,
    key_store,
    pem,
    signing_request,
    web_server,
)
from tests.support.judged import evidence_of
from tests.support.saml_documents import metadata_xml, signer
from tests.support.thorough import thorough

LINE: Final = re.compile(r"(?<=\n)(?=.)", re.DOTALL)
DASHES: Final = "\N{EN DASH}\N{EM DASH}\N{HYPHEN}\N{MINUS SIGN}\N{HORIZONTAL BAR}"


def _in_body(text: str, place: int, noise: str) -> str:
    begin, end = text.index("\n"), text.rindex("-----END")
    position = begin + place % (end - begin)
    return text[:position] + noise + text[position:]


TEXT_DAMAGE: Final[dict[str, Callable[[str, int], str]]] = {
    "windows line ends": lambda text, _: text.replace("\n", "\r\n"),
    "old mac line ends": lambda text, _: text.replace("\n", "\r"),
    "doubled line ends": lambda text, _: text.replace("\n", "\n\n"),
    "one long line": lambda text, _: re.sub(r"(?<=[\w+/=])\n(?=[\w+/=])", "", text),
    "no line ends": lambda text, _: text.replace("\n", ""),
    "blanks for line ends": lambda text, _: text.replace("\n", " "),
    "indented": lambda text, place: LINE.sub(" " * (1 + place % 8), text),
    "blanks after lines": lambda text, place: text.replace("\n", " " * (1 + place % 8) + "\n"),
    "blank inside": lambda text, place: _in_body(text, place, " "),
    "fixed blank inside": lambda text, place: _in_body(text, place, "\N{NO-BREAK SPACE}"),
    "invisible blank inside": lambda text, place: _in_body(text, place, "\N{ZERO WIDTH SPACE}"),
    "soft hyphen inside": lambda text, place: _in_body(text, place, "\N{SOFT HYPHEN}"),
    "line end inside": lambda text, place: _in_body(text, place, "\n"),
    "blank lines around": lambda text, place: "\n" * (place % 3 + 1) + text + "\r\n",
    "no last line end": lambda text, _: text.rstrip("\n"),
    "XML's carriage returns": lambda text, _: text.replace("\n", "&#13;\n"),
    "XML's line ends": lambda text, _: text.replace("\n", "&#xA;"),
    "XML's plus": lambda text, _: text.replace("+", "&#43;"),
    "written-out line ends": lambda text, _: text.replace("\n", "\\n"),
    "written-out windows line ends": lambda text, _: text.replace("\n", "\\r\\n"),
    "quoted in a mail": lambda text, _: "\n" + LINE.sub("> ", "\n" + text),
    "smart dashes": lambda text, place: text.replace("-----", DASHES[place % 5] * 3),
    "fewer dashes": lambda text, _: text.replace("-----", "---"),
    "no first line": lambda text, _: text.partition("\n")[2],
    "no last line": lambda text, _: text[: text.rindex("-----END")],
    "neither line": lambda text, _: text[text.index("\n") : text.rindex("-----END")],
    "old label": lambda text, _: text.replace(" CERTIFICATE", " X509 CERTIFICATE"),
    "text before": lambda text, _: f"Bag Attributes\n    localKeyID: 01\nsubject=CN = x\n{text}",
    "text after": lambda text, _: f"{text}\nKind regards, Ann\n",
}
ENCODINGS: Final[dict[str, Callable[[str], bytes]]] = {
    "UTF-8": lambda text: text.encode(),
    "UTF-8 with a mark": lambda text: text.encode("utf-8-sig"),
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-16, big end first": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "encoded twice": lambda text: base64.b64encode(text.encode()),
    "encoded twice in lines": lambda text: base64.encodebytes(text.encode()),
}
# these leave nothing by which the certificate could be told from the text around it
_HIDES_ITS_PLACE: Final = {"no first line", "no last line", "neither line"}
_STANDS_AROUND: Final = {"text before", "text after"}
_ALONE: Final = {"quoted in a mail"}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("damage", TEXT_DAMAGE)
def test_each_damage_alone_is_mended_to_the_same_bytes_and_told(damage: str, encoding: str) -> None:
    text = TEXT_DAMAGE[damage](pem().decode(), 700)

    facts = read_certificate(ENCODINGS[encoding](text))

    assert facts.der == signer().der
    clean = damage == "no last line end" and encoding == "UTF-8"
    assert bool(facts.repairs) is not clean


@thorough
@given(
    damages=st.lists(
        st.tuples(st.sampled_from(sorted(TEXT_DAMAGE)), st.integers(0, 5000)), max_size=4
    ),
    encoding=st.sampled_from(sorted(ENCODINGS)),
)
def test_damages_together_are_mended_to_the_same_bytes_or_refused_with_a_reason(
    damages: list[tuple[str, int]], encoding: str
) -> None:
    text = pem().decode()
    for name, place in damages:
        try:
            text = TEXT_DAMAGE[name](text, place)
        except ValueError:  # what this one changes is gone already
            continue

    try:
        facts = read_certificate(ENCODINGS[encoding](text))
    except CertificateError:
        return
    assert facts.der == signer().der
    assert (facts.repairs == ()) == (ENCODINGS[encoding](text) in {pem(), pem().rstrip(b"\n")})


@thorough
@given(
    damages=st.lists(
        st.tuples(
            st.sampled_from(sorted(set(TEXT_DAMAGE) - _HIDES_ITS_PLACE - _STANDS_AROUND - _ALONE)),
            st.integers(0, 5000),
        ),
        max_size=2,
        unique_by=lambda one: one[0],
    ),
    encoding=st.sampled_from(sorted(ENCODINGS)),
)
def test_two_damages_that_leave_both_labels_are_always_mended(
    damages: list[tuple[str, int]], encoding: str
) -> None:
    text = pem().decode()
    # a blank inside comes first: later it could stand in the middle of a character's code
    for name, place in sorted(damages, key=lambda one: not one[0].endswith("inside")):
        if "\n" in text and "-----END" in text:
            text = TEXT_DAMAGE[name](text, place)

    assert read_certificate(ENCODINGS[encoding](text)).der == signer().der


def _documents() -> list[bytes]:
    return [
        pem(),
        signer().der,
        pem() + signer("other").pem,
        bundle(signer(), authority(), encoding=Encoding.DER),
        bundle(web_server()),
        indefinite(bundle(encoding=Encoding.DER)),
        key_store(),
        signing_request(),
        metadata_xml(),
        *(PRIVATE_KEYS[form][0]() for form in ("PKCS #8", "OpenSSH", "PuTTY", "JSON Web Key")),
    ]


@thorough
@given(data=st.data())
def test_mutated_files_are_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    document = bytearray(data.draw(st.sampled_from(_documents())))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, max(len(document) - 1, 0)))
        match data.draw(st.sampled_from(["change", "insert", "delete", "cut"])):
            case "change" if document:
                document[place] = data.draw(st.integers(0, 255))
            case "insert":
                document[place:place] = data.draw(st.binary(max_size=4))
            case "delete":
                del document[place : place + 3]
            case "cut":
                del document[place:]

    try:
        certificates = read_certificates(bytes(document))
    except CertificateError:
        return
    assert all(read_certificate(one.pem.encode()).der == one.der for one in certificates)


@thorough
@given(data=st.data())
def test_any_bytes_are_told_described_and_judged(data: st.DataObject) -> None:
    start = data.draw(
        st.sampled_from(
            [
                b"",
                b"\x30\x82",
                b"\x30\x80\x06\x09",
                b"-----BEGIN CERTIFICATE-----\n",
                b"-----END PRIVATE KEY-----",
                b"openssh-key-v1\0",
                b"<html><title>",
                b"PK\3\4",
                b"{",
                b"[",
                b"MII",
            ]
        )
    )
    document = start + data.draw(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))

    kind = identify(document)

    assert kind in Kind
    describe(document, kind)
    judge(evidence_of(("certificate.pem", document)))


@thorough
@given(
    form=st.sampled_from(sorted(PRIVATE_KEYS)),
    cut=st.integers(0, 400),
    encoding=st.sampled_from(["as it is", "with a mark", "encoded twice"]),
)
def test_a_private_key_is_never_taken_for_anything_else(form: str, cut: int, encoding: str) -> None:
    document = PRIVATE_KEYS[form][0]()
    if len(document) > 900:
        document = document[: len(document) - cut]
    if encoding == "encoded twice":
        document = base64.b64encode(document)
    elif encoding == "with a mark" and document.isascii():
        document = b"\xef\xbb\xbf" + document

    found = evidence_of(("certificate.pem", document))

    assert found.files[0].kind is Kind.PRIVATE_KEY
    assert found.certificates == ()
    kept = repr(found)
    lines = (line.decode("latin-1") for line in document.splitlines() if len(line) > 40)
    assert not any(line in kept for line in lines)


def test_repairs_of_a_bundle_say_that_it_was_one() -> None:
    [facts] = read_certificates(bundle(encoding=Encoding.DER))

    assert facts.der == signer().der
    assert facts.repairs == (Repair.FROM_BINARY, Repair.FROM_BUNDLE)
