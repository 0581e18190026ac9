"""From the first window to the exported summary: everything real, in one go."""

import re
import sys
from pathlib import Path

import pytest

from tests.support.keyring_session import needs_keyring, run_in_keyring_session
from tests.support.secrets import leaks, sandbox_secrets
from tests.support.window import screen_environment

_BUS = re.compile(r"dbus-daemon\[\d+\]: ")
"""The private session's bus speaks of what it starts; that is not the program."""


def unexpected(errors: str) -> list[str]:
    return [line for line in errors.splitlines() if line and not _BUS.match(line)]


@needs_keyring
@pytest.mark.usefixtures("screen")
@pytest.mark.window
@pytest.mark.browser
@pytest.mark.keyring
def test_the_wizard_leads_from_the_first_window_to_a_summary(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "tests.journeys.whole_journey", str(tmp_path / "story")]
    (tmp_path / "story").mkdir()
    told = run_in_keyring_session(words, screen_environment(), tmp_path, time_limit_s=600)
    assert told.returncode == 0, told.stderr
    assert unexpected(told.stderr) == []

    (state,) = tmp_path.rglob("sandbox*.json")
    places = [tmp_path / name for name in ("data", "state", "config", "story/summary")]
    assert list(leaks(places, sandbox_secrets(state), but=state)) == []
    assert (tmp_path / "story" / "summary" / "summary.html").is_file()
