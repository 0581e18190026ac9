import pytest

from deskpro_sso_gui.credentials import PRACTICE_SERVICE, SERVICE
from deskpro_sso_gui.jumpcloud.endpoints import VARIABLE
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import Region
from deskpro_sso_gui.tasks.services import Options, build_services


@pytest.mark.parametrize("practice", [False, True])
async def test_an_address_of_another_computer_is_refused_before_anything_begins(
    monkeypatch: pytest.MonkeyPatch, *, practice: bool
) -> None:
    monkeypatch.setenv(VARIABLE, "https://console.jumpcloud.com.evil.example")
    with pytest.raises(ProblemError) as refused:
        await build_services(Options(practice=practice))
    problem = refused.value.problem
    assert problem.code is ProblemCode.ADDRESS_NOT_LOCAL
    assert problem.values["variable"] == VARIABLE


@pytest.mark.parametrize(
    ("address", "service"), [("http://127.0.0.1:8000", PRACTICE_SERVICE), ("", SERVICE)]
)
async def test_keys_of_the_real_jumpcloud_are_out_of_reach_with_a_loopback_address(
    monkeypatch: pytest.MonkeyPatch, address: str, service: str
) -> None:
    monkeypatch.setenv(VARIABLE, address)
    services = await build_services(Options())
    try:
        assert vars(services.credentials)["_service"] == service
        assert {services.endpoints(region).loopback for region in Region} == {bool(address)}
    finally:
        await services.close()
