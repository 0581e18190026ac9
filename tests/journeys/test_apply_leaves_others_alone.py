"""``apply`` as a process: what others made or depend on is named, and never touched unasked."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from msgspec.structs import replace

from deskpro_sso_gui.setup.facts import SsoMethod
from deskpro_sso_gui.storage.setups import SetupStore
from tests.support.program import Sandbox, run, sandbox

PLAN = """
helpdesk = "{helpdesk}"
[jumpcloud]
credential = "env:PRACTICE_KEY"
[application]
idp_url_suffix = "{suffix}"
adopt = "{adopt}"
[deskpro]
acs_url = "{helpdesk}/agent/login/authenticate-callback/{number}"
sp_entity_id = "{helpdesk}/saml/metadata/{number}.xml"
[access]
groups = ["DeskPRO agents"]
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with sandbox(tmp_path_factory.mktemp("sandbox")) as running:
        yield running


def apply(
    place: Sandbox, home: Path, *, suffix: str, adopt: str = "", number: int = 3
) -> tuple[int, str]:
    """Carry a plan out; return the exit code and what was said of problems."""
    plan = PLAN.format(helpdesk=place.deskpro, suffix=suffix, adopt=adopt, number=number)
    (home / "plan.toml").write_text(plan)
    told = {"DESKPRO_SSO_JUMPCLOUD_URL": place.jumpcloud, "PRACTICE_KEY": place.api_key}
    done = run("apply", "plan.toml", "--out", "out", home=home, extra=told)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


def call(place: Sandbox, method: str, path: str, body: object) -> None:
    httpx.request(
        method,
        f"{place.jumpcloud}{path}",
        json=body,
        headers={"x-api-key": place.api_key},
        timeout=20,
    ).raise_for_status()


def of_somebody_else(place: Sandbox, suffix: str) -> str:
    """Make an application by hand, let a group use it, and return its id."""
    url = f"{place.jumpcloud}/saml2/{suffix}"
    body = {
        "name": "saml2",
        "displayLabel": "Bob's desk",
        "ssoUrl": url,
        "active": True,
        "config": {"idpEntityId": {"value": url}, "acsUrl": {"value": "https://bob.example"}},
    }
    call(place, "POST", "/api/applications", body)
    (made,) = (each for each in place.applications() if each["ssoUrl"] == url)
    groups = place.get("/api/v2/usergroups?limit=100")
    finance = next(each["id"] for each in groups if each["name"] == "Finance")
    bind = {"op": "add", "type": "user_group", "id": finance}
    call(place, "POST", f"/api/v2/applications/{made['_id']}/associations", bind)
    return str(made["_id"])


def test_somebody_elses_app_is_listed_with_its_use_and_left_alone_until_adopted(
    tmp_path: Path, place: Sandbox
) -> None:
    theirs = of_somebody_else(place, "theirs")
    before = place.applications()
    code, said = apply(place, tmp_path, suffix="theirs")
    assert code == 1
    assert f"Bob's desk ({theirs})" in said
    assert "User groups that may use it: Finance." in said
    assert "Sign-ins since" in said
    assert f'write adopt = "{theirs}" under [application]' in said
    assert place.applications() == before

    code, said = apply(place, tmp_path, suffix="theirs", adopt=theirs)
    assert (code, said) == (0, "")
    (after,) = (each for each in place.applications() if each["_id"] == theirs)
    assert after["config"]["acsUrl"]["value"].startswith(place.deskpro)
    certificates = [each["config"]["idpCertificate"] for each in (*before, after)]
    assert certificates[-1] in certificates[:-1]


def test_a_set_up_recorded_as_automatic_is_not_changed(tmp_path: Path, place: Sandbox) -> None:
    assert apply(place, tmp_path, suffix="ours") == (0, "")
    (saved,) = (tmp_path / "data").rglob("setup.json")
    store = SetupStore(saved.parent.parent)
    record = store.load(saved.parent.name)
    automatic = replace(record.validation, sso_method=SsoMethod.AUTOMATIC)
    store.save(replace(record, validation=automatic))
    before = place.applications()
    code, said = apply(place, tmp_path, suffix="ours", number=4)
    assert code == 1
    assert "This could lock people out of DeskPRO" in said
    assert "set SSO Method to Disabled and save" in said
    assert place.applications() == before
    # what changes nothing is not refused
    assert apply(place, tmp_path, suffix="ours", number=3) == (0, "")
