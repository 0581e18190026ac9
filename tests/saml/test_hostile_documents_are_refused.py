"""Documents made to hurt are refused within set limits."""

import base64
import contextlib
import gzip
import time
import zlib
from collections.abc import Callable

import pytest

from deskpro_sso_gui.saml.certificate import read_certificate
from deskpro_sso_gui.saml.decode import decode_message
from deskpro_sso_gui.saml.faults import (
    CertificateError,
    MessageError,
    MessageFault,
    MetadataError,
    SamlError,
    XmlError,
    XmlFault,
)
from deskpro_sso_gui.saml.identify import identify
from deskpro_sso_gui.saml.message import read_response
from deskpro_sso_gui.saml.metadata import read_idp_metadata
from deskpro_sso_gui.saml.xml import parse
from tests.support.saml_documents import metadata_xml, response_xml, wrap

LIMIT_SECONDS = 8
"""Far above what any of these takes, far below what an attack would."""


def bomb() -> bytes:
    lines = [b'<!ENTITY a0 "ha">'] + [
        b'<!ENTITY a%d "%s">' % (level, b"&a%d;" % (level - 1) * 10) for level in range(1, 10)
    ]
    return b"<!DOCTYPE x [" + b"".join(lines) + b"]><x>&a9;</x>"


def quadratic() -> bytes:
    return b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 50_000 + b'">]><x>' + b"&a;" * 50_000 + b"</x>"


REFUSED: dict[str, tuple[Callable[[], bytes], XmlFault]] = {
    "document type": (lambda: b"<!DOCTYPE x><x/>", XmlFault.DOCTYPE),
    "document type in small letters": (lambda: b"<!doctype x><x/>", XmlFault.DOCTYPE),
    "document type in utf-16": (
        lambda: "<!DOCTYPE x><x/>".encode("utf-16"),
        XmlFault.DOCTYPE,
    ),
    "external entity": (
        lambda: b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
        XmlFault.DOCTYPE,
    ),
    "entity bomb": (bomb, XmlFault.DOCTYPE),
    "quadratic entities": (quadratic, XmlFault.DOCTYPE),
    "undeclared entity": (lambda: b"<x>&passwd;</x>", XmlFault.NOT_XML),
    "deep nesting": (lambda: b"<a>" * 100 + b"</a>" * 100, XmlFault.TOO_DEEP),
    "very deep nesting": (lambda: b"<a>" * 100_000 + b"</a>" * 100_000, XmlFault.TOO_DEEP),
    "too much": (lambda: b"<a>" + b" " * 2_200_000 + b"</a>", XmlFault.TOO_LARGE),
    "unknown encoding": (
        lambda: b'<?xml version="1.0" encoding="nonsense"?><a/>',
        XmlFault.NOT_XML,
    ),
    "broken utf-8": (lambda: b"<a>\xff\xfe\xfd</a>", XmlFault.WRONG_ENCODING),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_hostile_document_is_refused_by_the_parser(what: str) -> None:
    make, fault = REFUSED[what]
    document = make()
    begun = time.process_time()

    with pytest.raises(XmlError) as refused:
        parse(document)

    assert refused.value.fault is fault
    assert time.process_time() - begun < LIMIT_SECONDS


def test_an_encoding_that_hides_a_document_type_is_refused() -> None:
    hidden = '<?xml version="1.0" encoding="UTF-7"?>+ADw-+ACE-DOCTYPE x+AD4-+ADw-x/+AD4-'

    with pytest.raises(XmlError):
        parse(hidden.encode())


def test_an_ebcdic_document_type_is_refused() -> None:
    text = '<?xml version="1.0" encoding="IBM037"?><!DOCTYPE x [<!ENTITY e "x">]><x>&e;</x>'

    with pytest.raises(XmlError) as refused:
        parse(text.encode("cp037"))

    assert refused.value.fault in {XmlFault.DOCTYPE, XmlFault.NOT_XML, XmlFault.WRONG_ENCODING}


def deflated(data: bytes) -> bytes:
    engine = zlib.compressobj(9, wbits=-15)
    return engine.compress(data) + engine.flush()


def test_a_message_that_inflates_without_end_is_refused() -> None:
    packed = base64.b64encode(deflated(b"<" + b" " * 50_000_000))
    begun = time.process_time()

    with pytest.raises(MessageError) as refused:
        decode_message(packed)

    assert refused.value.fault is MessageFault.TOO_LARGE
    assert time.process_time() - begun < LIMIT_SECONDS


def test_endless_layers_of_base64_are_refused() -> None:
    data = wrap()
    for _ in range(20):
        data = base64.b64encode(data)

    with pytest.raises(MessageError) as refused:
        decode_message(data)

    assert refused.value.fault is MessageFault.NOT_DECODABLE


SLOW: dict[str, Callable[[], bytes]] = {
    "much base64": lambda: b"QUJD" * 1_000_000,
    "much more base64": lambda: b"QUJD" * 16_000_000,
    "hyphens": lambda: b"-" * 3_000_000,
    "label beginnings": lambda: b"-----BEGIN " * 100_000,
    "certificate beginnings": lambda: b"-----BEGIN CERTIFICATE-----\n" * 40_000,
    "opened tags": lambda: b"<" * 3_000_000,
    "comments": lambda: b"<!--" * 1_000_000,
    "declarations": lambda: b"<!DOCTYPE [" * 300_000,
    "escapes": lambda: b"%41" * 400_000,
    "escaped escapes": lambda: b"%2525252525" * 100_000,
    "fields": lambda: b"SAMLResponse=" * 500_000,
    "blanks": lambda: b" " * 5_000_000 + b"x",
    "blanks between letters": lambda: b"A " * 500_000,
    "json": lambda: b'{"log" ' * 500_000,
    "der promising much": lambda: b"\x30\x84\xff\xff\xff\xff" * 100_000,
    "compressed": lambda: gzip.compress(b"<" * 3_000_000),
    "attributes": lambda: metadata_xml().replace(
        b"entityID", b" ".join(b'a%d="x"' % number for number in range(50_000)) + b" entityID"
    ),
    "signatures": lambda: wrap(
        '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/>' * 20_000
    ),
}


@pytest.mark.parametrize("what", SLOW)
def test_large_nonsense_is_finished_with_in_time(what: str) -> None:
    data = SLOW[what]()
    begun = time.process_time()

    identify(data)
    for reader in (read_certificate, read_idp_metadata, read_response):
        with contextlib.suppress(SamlError):
            reader(data)

    assert time.process_time() - begun < LIMIT_SECONDS


def test_each_reader_refuses_a_document_type_with_its_own_error() -> None:
    prefix = b'<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:9/">]>'

    with pytest.raises(MetadataError) as metadata:
        read_idp_metadata(prefix + metadata_xml())
    with pytest.raises(MessageError) as message:
        read_response(prefix + response_xml())
    with pytest.raises(CertificateError):
        read_certificate(prefix + metadata_xml())

    assert metadata.value.xml is XmlFault.DOCTYPE
    assert message.value.xml is XmlFault.DOCTYPE
