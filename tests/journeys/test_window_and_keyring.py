"""What the window says of the keyring, and that no keyring holds it up."""

import subprocess
import sys
from pathlib import Path

import pytest

from deskpro_sso_gui.credentials import CredentialState
from tests.support.keyring_session import (
    needs_keyring,
    run_in_keyring_session,
    run_to_the_end,
    session_environment,
)
from tests.support.window import screen_environment

pytestmark = [pytest.mark.window, pytest.mark.keyring, pytest.mark.usefixtures("screen")]


def words(state: CredentialState) -> list[str]:
    return [sys.executable, "-m", "tests.journeys.window_and_keyring", state]


def said(told: subprocess.CompletedProcess[str]) -> str:
    assert told.returncode == 0, told.stderr
    return told.stdout


@needs_keyring
def test_a_keyring_that_works_is_named(tmp_path: Path) -> None:
    told = run_in_keyring_session(
        words(CredentialState.SYSTEM_KEYRING), screen_environment(), tmp_path
    )
    assert "kept in this computer's keyring" in said(told)


@needs_keyring
def test_a_locked_keyring_is_told(tmp_path: Path) -> None:
    told = run_in_keyring_session(
        words(CredentialState.LOCKED), screen_environment(), tmp_path, locked=True
    )
    assert "locked" in said(told)


def test_without_a_keyring_the_key_lasts_until_the_window_closes(tmp_path: Path) -> None:
    environment = {
        **session_environment(tmp_path),
        **screen_environment(),
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent/bus",
    }
    told = run_to_the_end(words(CredentialState.SESSION_ONLY), environment)
    assert "until you close the window" in said(told)


@needs_keyring
def test_a_hanging_keyring_holds_up_neither_the_window_nor_its_end(tmp_path: Path) -> None:
    """The window is used and closed while the keyring's first answer is still outstanding."""
    told = run_in_keyring_session(
        words(CredentialState.CHECKING), screen_environment(), tmp_path, hanging=True
    )
    assert said(told)
