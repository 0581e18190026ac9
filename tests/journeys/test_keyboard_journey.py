"""The whole practice journey by keyboard alone, with keys from the X server itself."""

import shutil
import sys
from pathlib import Path

import pytest

from tests.support.keyring_session import needs_keyring, run_in_keyring_session
from tests.support.window import screen_environment

needs_window_manager = pytest.mark.skipif(
    shutil.which("cwm") is None, reason="cwm (Debian package of this name) is not installed"
)


@needs_keyring
@needs_window_manager
@pytest.mark.usefixtures("screen")
@pytest.mark.window
@pytest.mark.browser
@pytest.mark.keyring
def test_the_whole_journey_is_done_by_keyboard_alone(tmp_path: Path) -> None:
    home = tmp_path / "story"
    home.mkdir()
    words = [sys.executable, "-m", "tests.journeys.keyboard_journey", str(home)]
    told = run_in_keyring_session(words, screen_environment(), tmp_path, time_limit_s=900)
    assert told.returncode == 0, told.stderr
    (summary,) = tmp_path.rglob("summary.html")
    assert "Ann Example" in summary.read_text()
