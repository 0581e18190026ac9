from datetime import UTC, datetime

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from deskpro_sso_gui.net.authorities import read_authorities
from deskpro_sso_gui.net.proxies import normalise_proxy, with_password, without_password
from deskpro_sso_gui.problems import ProblemCode, ProblemError

AUTHORITY = trustme.CA(organization_name="Acme Inc", organization_unit_name="Network Inspection")
OTHER = trustme.CA(organization_name="Other Inc")
PEM = AUTHORITY.cert_pem.bytes()
DER = x509.load_pem_x509_certificate(PEM).public_bytes(Encoding.DER)


@pytest.mark.parametrize("data", [PEM, DER, b"# our root\r\n" + PEM.replace(b"\n", b"\r\n")])
def test_an_authority_is_read_from_pem_and_der(data: bytes) -> None:
    found = read_authorities(data, "root.pem")
    (authority,) = found.authorities
    assert authority.owner == "Acme Inc"
    assert authority.name == "Acme Inc"
    assert authority.not_after > datetime.now(UTC)
    assert found.pem == PEM


def test_several_authorities_are_read_in_order_and_nothing_else_is_kept() -> None:
    data = b"hello\n" + PEM + b"between\n" + OTHER.cert_pem.bytes()
    found = read_authorities(data, "roots.pem")
    assert [each.owner for each in found.authorities] == ["Acme Inc", "Other Inc"]
    assert found.pem == PEM + OTHER.cert_pem.bytes()


LEAF = AUTHORITY.issue_cert("proxy.acme.example")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", ProblemCode.AUTHORITY_FILE_INVALID),
        (b"hello", ProblemCode.AUTHORITY_FILE_INVALID),
        (PEM[:200], ProblemCode.AUTHORITY_FILE_INVALID),
        (PEM.replace(b"MII", b"AAA"), ProblemCode.AUTHORITY_FILE_INVALID),
        (LEAF.cert_chain_pems[0].bytes(), ProblemCode.NOT_AN_AUTHORITY),
        (PEM + LEAF.cert_chain_pems[0].bytes(), ProblemCode.NOT_AN_AUTHORITY),
        (LEAF.private_key_pem.bytes(), ProblemCode.PRIVATE_KEY_REFUSED),
        (PEM + LEAF.private_key_pem.bytes(), ProblemCode.PRIVATE_KEY_REFUSED),
    ],
)
def test_what_holds_anything_else_is_refused(data: bytes, code: ProblemCode) -> None:
    with pytest.raises(ProblemError) as refused:
        read_authorities(data, "root.pem")
    assert refused.value.problem.code is code


@pytest.mark.parametrize(
    ("typed", "proxy"),
    [
        ("proxy.acme.example:3128", "http://proxy.acme.example:3128"),
        ("  HTTP://Proxy.acme.example:3128/ ", "http://proxy.acme.example:3128"),
        ("https://proxy.acme.example:8443", "https://proxy.acme.example:8443"),
        ("proxy", "http://proxy"),
        ("[::1]:3128", "http://[::1]:3128"),
    ],
)
def test_a_proxy_s_address_is_taken_in_any_form(typed: str, proxy: str) -> None:
    assert normalise_proxy(typed) == proxy


@pytest.mark.parametrize(
    "typed", ["", "socks5://proxy:1", "http://ann:hush@proxy:1", "proxy/path", "a b", "proxy:port"]
)
def test_what_is_no_proxy_s_address_is_refused_without_its_password(typed: str) -> None:
    with pytest.raises(ProblemError) as refused:
        normalise_proxy(typed)
    assert refused.value.problem.code is ProblemCode.PROXY_ADDRESS_INVALID
    assert "hush" not in str(refused.value.problem)


def test_a_password_stands_in_an_address_whatever_is_in_it_and_is_not_shown() -> None:
    address = with_password("http://proxy:3128", "acme\\ann", "a@b:c/d")
    assert address == "http://acme%5Cann:a%40b%3Ac%2Fd@proxy:3128"
    assert without_password(address) == "proxy:3128"
