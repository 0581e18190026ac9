import subprocess
import sys

import pytest

from deskpro_sso_gui.credentials import CredentialName, CredentialState, Secret, SecretKind
from deskpro_sso_gui.credentials.session_store import SessionStore

CONSOLE = "https://console.jumpcloud.com"


def named(account: str = "first", origin: str = CONSOLE) -> CredentialName:
    return CredentialName(origin=origin, kind=SecretKind.API_KEY, account=account)


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "console.jumpcloud.com",
        "https://console.jumpcloud.com/",
        "https://console.jumpcloud.com/api",
        "https://user@console.jumpcloud.com",
        "https://Console.jumpcloud.com",
        "ftp://console.jumpcloud.com",
        "https://console.jumpcloud.com x",
    ],
)
def test_a_name_needs_an_origin_and_nothing_more(origin: str) -> None:
    with pytest.raises(ValueError, match="origin"):
        named(origin=origin)


@pytest.mark.parametrize("account", ["", "two\nlines", "x" * 301])
def test_a_name_needs_an_account_of_one_line(account: str) -> None:
    with pytest.raises(ValueError, match="account"):
        named(account=account)


def test_names_that_differ_have_entries_that_differ() -> None:
    names = [
        named(account, origin)
        for account in ("a", "b", "a https://b")
        for origin in (CONSOLE, "http://127.0.0.1:8000", "http://[::1]:8000")
    ]
    assert len({name.user_name for name in names}) == len(names)


async def test_the_session_keeps_the_keys_of_two_clients_apart_and_forgets_one() -> None:
    store = SessionStore()
    assert await store.put(named("first"), Secret("one")) is CredentialState.SESSION_ONLY
    await store.put(named("second"), Secret("two"))
    await store.forget(named("first"))
    await store.forget(named("first"))
    assert await store.get(named("first")) is None
    assert await store.get(named("second")) == Secret("two")


def test_naming_credentials_loads_no_keyring() -> None:
    script = (
        "import sys, deskpro_sso_gui.credentials.keyring_store as k; "
        "k.KeyringStore('DeskPRO SSO Assistant'); "
        "sys.exit('keyring' in sys.modules or 'secretstorage' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
