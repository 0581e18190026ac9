"""Two addresses that differ: in what, and where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskpro_sso_gui.diagnosis.compare import PART_TEXTS, Part, differing_spans, explain_difference
from deskpro_sso_gui.setup.placeholders import find_placeholder, is_field_label

URL = "https://acme.deskpro.com/agent/login/authenticate-callback/3"


@pytest.mark.parametrize(
    ("found", "parts"),
    [
        (URL, ()),
        (f"{URL} ", (Part.BLANKS,)),
        (f" {URL}", (Part.BLANKS,)),
        (URL.replace("https", "http"), (Part.SCHEME,)),
        (URL.replace("acme", "acme2"), (Part.HOST,)),
        (URL.replace("acme", "Acme"), (Part.CASE,)),
        (URL.replace(".com/", ".com:8443/"), (Part.PORT,)),
        (URL.replace("/agent", ""), (Part.PATH,)),
        (URL[:-1] + "4", (Part.NUMBER,)),
        (URL[:-1] + "33", (Part.NUMBER,)),
        (f"{URL}/", (Part.SLASH,)),
        (URL.replace("login", "Login"), (Part.CASE,)),
        (f"{URL}?x=1", (Part.QUERY,)),
        (URL.replace("https", "http")[:-1] + "1 ", (Part.BLANKS, Part.SCHEME, Part.NUMBER)),
        ("JumpCloud", (Part.TEXT,)),
        ("https://acme.deskpro.com:port/", (Part.TEXT,)),
    ],
)
def test_a_difference_is_named(found: str, parts: tuple[Part, ...]) -> None:
    assert explain_difference(found, URL).parts == parts


@pytest.mark.parametrize(
    ("found", "expected", "at"),
    [("abc", "abd", 2), ("abc", "abcd", 3), ("", "a", 0), ("same", "same", None)],
)
def test_the_first_differing_character_is_told(found: str, expected: str, at: int | None) -> None:
    assert explain_difference(found, expected).at == at


@pytest.mark.parametrize(
    ("found", "expected", "part"),
    [
        ("JumpCloud", "jumpcloud", Part.CASE),
        ("urn:x:1", "urn:x:2", Part.NUMBER),
        ("jumpcloud/", "jumpcloud", Part.SLASH),
    ],
)
def test_names_that_are_no_addresses_are_compared_too(
    found: str, expected: str, part: Part
) -> None:
    assert explain_difference(found, expected).parts == (part,)


@given(found=st.text(max_size=40), expected=st.text(max_size=40))
def test_any_two_texts_are_equal_or_differ_in_something(found: str, expected: str) -> None:
    difference = explain_difference(found, expected)

    assert (difference.parts == ()) is (found == expected)
    assert (difference.at is None) is (found == expected)


def test_every_part_has_a_text() -> None:
    assert set(PART_TEXTS) == set(Part)


@pytest.mark.parametrize(
    ("value", "placeholder"),
    [
        ("https://YOURDOMAIN.deskpro.com/x", "YOURDOMAIN"),
        ("https://yourdomain.deskpro.com/x", "yourdomain"),
        ("https://SUBDOMAIN.deskpro.com/", "SUBDOMAIN"),
        ("http://<Domain_Name>.deskpro.com/", "<Domain_Name>"),
        ("{audience}", "{audience}"),
        ("https://YOUR_ACS_URL/", "YOUR_ACS_URL"),
        ("placeholder", "placeholder"),
        ("https://helpdesk.example.com/x", "example.com"),
        ("TODO", "TODO"),
        (URL, None),
        ("https://subdomain.acme.example/", None),
        ("https://todo.acme.example/", None),
        ("https://myexample.com/", None),
        ("https://example.community/", None),
    ],
)
def test_placeholders_are_told_from_real_values(value: str, placeholder: str | None) -> None:
    assert find_placeholder(value) == placeholder


def test_a_label_is_told_from_a_name() -> None:
    assert is_field_label("IdP Entity ID")
    assert is_field_label(" idp entity id: ")
    assert not is_field_label("JumpCloud")


@pytest.mark.parametrize(
    ("found", "expected", "marked", "wanted"),
    [
        ("https://a.example/3", "https://a.example/4", ["3"], ["4"]),
        ("https://a.example/3/", "https://a.example/3", ["/"], []),
        ("http://a.example", "https://a.example", [], ["s"]),
        ("ann@acme.example ", "ann@acme.example", [" "], []),
        ("https://a:34390/x", "https://a:44678/x", ["34390"], ["44678"]),
        ("saml2/desk", "saml2/deskpro-old", [], ["pro-old"]),
        ("", "x", [], ["x"]),
        ("same", "same", [], []),
        ("<" + "ab" * 200 + ">", "<" + "ba" * 200 + ">", ["ab" * 200], ["ba" * 200]),
        ("x" * 3000 + "a", "x" * 3000 + "bc", ["a"], ["bc"]),
        ("x" * 3000, "x" * 3000, [], []),
        ("x" * 3000, "x" * 3001, [], ["x"]),
    ],
)
def test_the_differing_characters_are_found(
    found: str, expected: str, marked: list[str], wanted: list[str]
) -> None:
    ours, theirs = differing_spans(found, expected)

    assert [found[span.begin : span.end] for span in ours] == marked
    assert [expected[span.begin : span.end] for span in theirs] == wanted
