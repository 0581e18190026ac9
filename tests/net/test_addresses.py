import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskpro_sso_gui.net.addresses import (
    CHANGE_TEXTS,
    AddressChange,
    is_loopback,
    is_private,
    normalise_helpdesk,
    origin,
    split,
)
from deskpro_sso_gui.problems import ProblemCode, ProblemError


@pytest.mark.parametrize(
    ("typed", "url", "changes"),
    [
        ("acme.deskpro.com", "https://acme.deskpro.com", ()),
        ("https://acme.deskpro.com", "https://acme.deskpro.com", ()),
        ("https://acme.deskpro.com/", "https://acme.deskpro.com", ()),
        ("acme", "https://acme.deskpro.com", ("domain-added",)),
        ("ACME.DeskPRO.com", "https://acme.deskpro.com", ()),
        ("https://support.acme.com/agent/#/x", "https://support.acme.com", ("path-dropped",)),
        ("support.acme.com/app?x=1", "https://support.acme.com", ("path-dropped",)),
        ("http://acme.deskpro.com/", "https://acme.deskpro.com", ("https",)),
        ("http://acme.example:8080", "https://acme.example:8080", ("https",)),
        ("http://acme.example:80", "https://acme.example", ("https",)),
        ("help.acme.example:8443", "https://help.acme.example:8443", ()),
        ("help.acme.example:443", "https://help.acme.example", ()),
        ("  «acme.example» \n", "https://acme.example", ("cleaned",)),
        ("“https://acme.example/”", "https://acme.example", ("cleaned",)),
        ("<https://acme.example>", "https://acme.example", ("cleaned",)),
        ("https://helpdesk", "https://helpdesk", ()),
        ("bücher.example", "https://xn--bcher-kva.example", ("international",)),
        ("straße.example", "https://xn--strae-oqa.example", ("international",)),
        ("https:/acme.deskpro.com", "https://acme.deskpro.com", ("beginning-mended",)),
        ("https//acme.deskpro.com", "https://acme.deskpro.com", ("beginning-mended",)),
        ("HTTPS:///acme.deskpro.com", "https://acme.deskpro.com", ("beginning-mended",)),
        ("http:acme.deskpro.com", "https://acme.deskpro.com", ("beginning-mended", "https")),
        ("https.example", "https://https.example", ()),
        ("https://https.example", "https://https.example", ()),
        ("help.acme.example.", "https://help.acme.example", ()),
        ("http://localhost:8081/agent", "http://localhost:8081", ("path-dropped",)),
        ("http://127.0.0.1:9", "http://127.0.0.1:9", ()),
        ("http://[::1]:8081", "http://[::1]:8081", ()),
        ("10.1.2.3", "https://10.1.2.3", ()),
        ("http://10.1.2.3", "https://10.1.2.3", ("https",)),
    ],
)
def test_an_address_in_any_form_becomes_one(typed: str, url: str, changes: tuple[str, ...]) -> None:
    address = normalise_helpdesk(typed)
    assert address.url == url
    assert tuple(change.value for change in address.changes) == changes


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "https://",
        "ann@acme.example",
        "https://acme.example@evil.example/",
        "https://user:pass@acme.example/",
        "ftp://acme.example",
        "javascript:alert(1)",
        "acme example.com",
        "acme..example",
        "-acme.example",
        "acme.example:port",
        "acme.example:99999",
        "300.1.2.3",
        "https://acme.example\\@evil.example",
        "a" * 64 + ".example",
        "x." * 130 + "example",
        "h" * 3000,
        "https://[::1",
        "\u2488.example",
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(ProblemError) as refused:
        normalise_helpdesk(typed)
    assert refused.value.problem.code is ProblemCode.HELPDESK_ADDRESS_INVALID


@given(st.text(max_size=60))
def test_whatever_is_typed_gives_an_origin_or_a_problem(typed: str) -> None:
    try:
        address = normalise_helpdesk(typed)
    except ProblemError:
        return
    assert origin(address.url) == address.url
    assert address.url.startswith("https://") or is_loopback(address.url)
    assert normalise_helpdesk(address.url).url == address.url


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://Acme.Example:443/x", "https://acme.example"),
        ("http://acme.example:80/", "http://acme.example"),
        ("http://acme.example:443/", "http://acme.example:443"),
        ("https://[2001:DB8::1]:8443/x", "https://[2001:db8::1]:8443"),
        ("https://a@acme.example/", ""),
        ("acme.example", ""),
    ],
)
def test_the_origin_is_scheme_host_and_port(url: str, expected: str) -> None:
    assert origin(url) == expected


@pytest.mark.parametrize(
    "url", ["http://localhost:1", "http://127.9.9.9", "http://[::1]", "http://[::ffff:127.0.0.1]"]
)
def test_this_computer_is_known(url: str) -> None:
    assert is_loopback(url)


@pytest.mark.parametrize(
    "url",
    ["http://localhost.evil.example", "http://127.0.0.1.evil.example", "http://128.0.0.1", "", "x"],
)
def test_another_computer_is_not_taken_for_this_one(url: str) -> None:
    assert not is_loopback(url)


@pytest.mark.parametrize(
    "host",
    [
        "10.0.0.1",
        "192.168.1.1",
        "172.16.0.1",
        "169.254.169.254",
        "127.0.0.1",
        "0.0.0.0",  # noqa: S104 - looked at, not bound
        "100.64.0.1",
        "224.0.0.1",
        "::1",
        "[::1]",
        "fe80::1",
        "fd00::1",
        "::ffff:10.0.0.1",
        "localhost",
        "x.localhost",
    ],
)
def test_private_addresses_are_known(host: str) -> None:
    assert is_private(host)


@pytest.mark.parametrize("host", ["8.8.8.8", "2606:4700::1111", "sso.jumpcloud.com"])
def test_public_addresses_are_not_private(host: str) -> None:
    assert not is_private(host)


def test_a_control_character_makes_an_address_none() -> None:
    assert split("https://acme.example/\r\nx-evil: 1") is None


def test_every_change_has_its_words() -> None:
    assert set(CHANGE_TEXTS) == set(AddressChange)
