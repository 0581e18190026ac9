import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskpro_sso_gui.deskpro.addresses import (
    ERROR_TEXTS,
    WARNING_TEXTS,
    AddressError,
    AddressWarning,
    check_acs_url,
    check_entity_id,
)

HELPDESK = "https://acme.deskpro.com"
ENTITY_ID = f"{HELPDESK}/saml/metadata/3.xml"
ACS = f"{HELPDESK}/agent/login/authenticate-callback/3"


@pytest.mark.parametrize(
    "text", [ACS, f"{HELPDESK}/login/authenticate-callback/3", f"{ACS}/", ACS.upper().lower()]
)
def test_the_published_forms_of_the_return_address_are_as_expected(text: str) -> None:
    check = check_acs_url(text, HELPDESK, entity_id=ENTITY_ID)
    assert (check.value, check.source_id, check.warnings, check.error) == (text, 3, (), None)
    assert check.usable


def test_the_published_form_of_the_name_is_as_expected() -> None:
    check = check_entity_id(ENTITY_ID, HELPDESK, acs_url=ACS)
    assert (check.value, check.source_id, check.warnings, check.error) == (ENTITY_ID, 3, (), None)


@pytest.mark.parametrize(
    ("text", "warnings"),
    [
        (f"  {ENTITY_ID}\n", {"blanks-removed"}),
        (f"“{ENTITY_ID}”", {"blanks-removed"}),
        ("https://other.example/saml/metadata/3.xml", {"other-host"}),
        ("https://acme.deskpro.com:8443/saml/metadata/3.xml", {"other-host"}),
        ("https://acme.deskpro.com:443/saml/metadata/3.xml", set()),
        (f"{HELPDESK}/saml/metadata/4.xml", {"numbers-differ"}),
        (f"{HELPDESK}/saml/metadata.xml", {"no-number"}),
        (f"{HELPDESK}/custom/3", {"unexpected-shape"}),
        (f"{ENTITY_ID}?x=1", {"unexpected-shape"}),
        ("https://YOURDOMAIN.deskpro.com/saml/metadata/3.xml", {"placeholder", "other-host"}),
        ("https://SUBDOMAIN.deskpro.com/saml/metadata/3.xml", {"placeholder", "other-host"}),
        ("https://<Domain>.deskpro.com/saml/metadata/3.xml", {"placeholder", "other-host"}),
        (f"{HELPDESK}/saml/metadata/YOUR_ID.xml", {"placeholder", "no-number"}),
        (ACS, {"both-alike"}),
        (ACS.replace("/3", "/4"), {"the-other-one", "numbers-differ"}),
        (f"{HELPDESK}/agent/login/authenticate-callback/3", {"both-alike"}),
        (f"{HELPDESK}/login/authenticate-callback/3", {"the-other-one"}),
        ("https://placeholder/saml/metadata/3.xml", {"placeholder", "other-host"}),
        (f"{HELPDESK}/saml/metadata/TODO.xml", {"placeholder", "no-number"}),
        ("https://example.com/saml/metadata/3.xml", {"placeholder", "other-host"}),
    ],
)
def test_what_is_unusual_is_warned_of_and_taken(text: str, warnings: set[str]) -> None:
    check = check_entity_id(text, HELPDESK, acs_url=ACS)
    assert check.usable
    assert {warning.value for warning in check.warnings} == warnings
    assert check.doubtful is bool(warnings - {"blanks-removed"})


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", AddressError.EMPTY),
        (" \n\u200b", AddressError.EMPTY),
        ("acme.deskpro.com/saml/metadata/3.xml", AddressError.NOT_AN_ADDRESS),
        ("javascript:alert(3)", AddressError.NOT_AN_ADDRESS),
        ("https://ann@acme.deskpro.com/saml/metadata/3.xml", AddressError.NOT_AN_ADDRESS),
        (f"{HELPDESK}/saml/\nmetadata/3.xml", AddressError.NOT_AN_ADDRESS),
        (f"{ENTITY_ID} {ACS}", AddressError.NOT_AN_ADDRESS),
        ("https:///saml/metadata/3.xml", AddressError.NOT_AN_ADDRESS),
        ("http://acme.deskpro.com/saml/metadata/3.xml", AddressError.HTTP),
    ],
)
def test_what_is_no_address_is_not_taken(text: str, error: AddressError) -> None:
    check = check_entity_id(text, HELPDESK)
    assert check.error is error
    assert not check.usable


def test_practice_has_no_safe_connection_and_needs_none() -> None:
    helpdesk = "http://localhost:8081"
    assert check_entity_id(f"{helpdesk}/saml/metadata/3.xml", helpdesk).warnings == ()


def test_nothing_of_the_value_is_changed() -> None:
    """Both are compared by JumpCloud and DeskPRO letter by letter."""
    text = "https://ACME.deskpro.com:443/saml/metadata/3.xml"
    assert check_entity_id(text, HELPDESK).value == text


@given(st.text(max_size=80))
def test_whatever_is_pasted_is_judged(text: str) -> None:
    for check in (check_entity_id(text, HELPDESK), check_acs_url(text, HELPDESK)):
        assert check.usable or check.value in text


def test_every_warning_and_error_has_its_words() -> None:
    assert set(WARNING_TEXTS) == set(AddressWarning)
    assert set(ERROR_TEXTS) == set(AddressError)
