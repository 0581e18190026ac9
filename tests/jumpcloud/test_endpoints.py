import pytest

from deskpro_sso_gui.jumpcloud.endpoints import VARIABLE, Endpoints, from_environment
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import Region


def test_the_regions_are_where_the_reference_says() -> None:
    us, eu, india = (Endpoints.for_region(region) for region in Region)
    assert us.api == "https://console.jumpcloud.com/api"
    assert us.events == "https://api.jumpcloud.com/insights/directory/v1"
    assert us.token == "https://admin-oauth.id.jumpcloud.com/oauth2/token"
    assert eu.api == "https://console.eu.jumpcloud.com/api"
    assert eu.events == "https://api.eu.jumpcloud.com/insights/directory/v1"
    assert india.api == "https://console.in.jumpcloud.com/api"
    assert india.origin == "https://console.in.jumpcloud.com"


def test_the_sign_in_host_is_guessed_for_no_region() -> None:
    assert Endpoints.for_region(Region.US).sso == "https://sso.jumpcloud.com/saml2/"
    assert Endpoints.for_region(Region.EU).sso is None
    assert Endpoints.for_region(Region.INDIA).sso is None


def test_the_environment_may_name_this_computer() -> None:
    found = from_environment({VARIABLE: " http://127.0.0.1:8080/ "})
    assert found is not None
    assert found.loopback
    assert found.api == "http://127.0.0.1:8080/api"
    assert found.events == "http://127.0.0.1:8080/insights/directory/v1"
    assert found.token == "http://127.0.0.1:8080/oauth2/token"
    assert found.sso == "http://127.0.0.1:8080/saml2/"
    assert found.origin == found.console == "http://127.0.0.1:8080"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example",
        "http://127.0.0.1.evil.example",
        "127.0.0.1:80",
        "http://10.0.0.1",
        "http://127.0.0.1@evil.example",
        "http://localhost\\@evil.example",
    ],
)
def test_the_environment_may_name_no_other_computer(address: str) -> None:
    with pytest.raises(ProblemError) as refused:
        from_environment({VARIABLE: address})
    assert refused.value.problem.code is ProblemCode.ADDRESS_NOT_LOCAL


def test_an_environment_that_names_none_gives_none() -> None:
    assert from_environment({}) is None
    assert from_environment({VARIABLE: " "}) is None
