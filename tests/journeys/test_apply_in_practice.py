"""``apply --practice``: nothing given, everything done that needs no person."""

import json
from pathlib import Path

import pytest

from tests.support.keyring_session import run_in_keyring_session
from tests.support.program import command, environment, run
from tests.support.secrets import change_passwords, leaks, sandbox_secrets


def sandbox_state(home: Path) -> Path:
    (state,) = (home / "data").rglob("sandbox*.json")
    return state


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("apply")


@pytest.fixture(scope="module")
def said(home: Path) -> str:
    done = run("apply", "--practice", "--out", "out", home=home)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def test_it_says_where_the_summary_is(said: str, home: Path) -> None:
    assert "The summary is in out" in said
    assert {path.name for path in (home / "out").iterdir()} == {
        "summary.html",
        "summary.md",
        "summary.json",
        "deskpro-settings.txt",
        "certificate.pem",
        "dates.ics",
        "setup-for-a-colleague.deskpro-sso",
    }


@pytest.mark.usefixtures("said")
def test_deskpros_six_values_are_there_and_the_missing_one_says_where_to_get_it(
    home: Path,
) -> None:
    settings = (home / "out" / "deskpro-settings.txt").read_text()
    for label in (
        "Single Sign On URL",
        "Single Log Off URL",
        "Issuer XML metadata URL",
        "Name ID Format",
        "Login Button Text",
        "SSO Method",
    ):
        assert label in settings
    assert "/saml2/deskpro" in settings
    assert "Copy Metadata URL" in settings


@pytest.mark.usefixtures("said")
def test_the_certificate_is_one_that_check_reads(home: Path) -> None:
    checked = run("check", "out/certificate.pem", "--json", home=home)
    assert checked.returncode == 0, checked.stderr
    (file,) = json.loads(checked.stdout)["files"]
    assert file["kind"] == "certificate"


@pytest.mark.usefixtures("said")
def test_doing_it_again_changes_nothing(home: Path) -> None:
    before = json.loads(sandbox_state(home).read_text())
    again = run("apply", "--practice", "--out", "out", home=home)
    assert again.returncode == 0, again.stderr
    after = json.loads(sandbox_state(home).read_text())
    for part in ("applications", "groups"):
        assert after[part] == before[part]
    assert len(list((home / "data").rglob("setup.json"))) == 1


@pytest.mark.usefixtures("said")
def test_no_secret_is_left_behind(home: Path) -> None:
    state = sandbox_state(home)
    change_passwords(state, "a-password-nobody-else-has")
    again = run("apply", "--practice", "--out", "out", home=home)
    assert again.returncode == 0, again.stderr
    checked = run("check", "out/certificate.pem", "--json", home=home)
    (home / "out" / "check.json").write_text(checked.stdout)
    (home / "out" / "said.txt").write_text(again.stdout + again.stderr)
    secrets = sandbox_secrets(state)
    assert len(secrets) == 5
    assert all(secret in state.read_bytes() for secret in secrets)  # the search would find them
    assert list(leaks([home], secrets, but=state)) == []


@pytest.mark.keyring
def test_with_a_real_keyring_the_key_is_in_it_and_nowhere_else(tmp_path: Path) -> None:
    done = run_in_keyring_session(
        command("apply", "--practice", "--out", "out"), environment(tmp_path), tmp_path
    )
    assert done.returncode == 0, done.stderr
    state = sandbox_state(tmp_path)
    keyrings = list(tmp_path.rglob("*.keyring"))
    assert keyrings, "the daemon wrote its keyring"
    assert list(leaks([tmp_path], sandbox_secrets(state), but=state)) == []


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        ("helpdesk = ", 2),
        ('helpdesk = "acme.deskpro.com"\nunknown = 1', 2),
        ('helpdesk = "acme.deskpro.com"\n[jumpcloud]\ncredential = "jca_secret"', 2),
        ('helpdesk = "http://localhost:9"\n[jumpcloud]\ncredential = "env:NOT_SET"', 1),
    ],
)
def test_a_plan_that_cannot_be_used_is_told(tmp_path: Path, plan: str, code: int) -> None:
    (tmp_path / "plan.toml").write_text(plan)
    done = run("apply", "plan.toml", "--out", "out", home=tmp_path)
    assert done.returncode == code
    assert done.stderr
    assert "Traceback" not in done.stderr
    assert "jca_secret" not in done.stderr
