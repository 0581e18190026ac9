"""All ten pages with JumpCloud by hand: without a key, and where a key may not create the app."""

import sys
from pathlib import Path

import pytest

from tests.support.keyring_session import run_to_the_end, session_environment
from tests.support.window import screen_environment

pytestmark = [pytest.mark.window, pytest.mark.browser, pytest.mark.usefixtures("screen")]
LIMIT_S = 600


def tell(tmp_path: Path, *options: str) -> Path:
    """Tell a story in a program of its own; return the folder with its summary."""
    folder = tmp_path / "story"
    folder.mkdir()
    words = [sys.executable, "-m", "tests.journeys.by_hand_journey", str(folder), *options]
    environment = {**session_environment(tmp_path), **screen_environment()}
    told = run_to_the_end(words, environment, LIMIT_S)
    assert told.returncode == 0, told.stderr
    assert told.stderr == ""
    return folder / "summary"


def test_all_ten_pages_are_done_with_no_key_at_all(tmp_path: Path) -> None:
    summary = tell(tmp_path)
    assert (summary / "certificate.pem").is_file()
    assert (summary / "summary.html").is_file()


def test_one_page_is_done_by_hand_after_a_refused_create(tmp_path: Path) -> None:
    summary = tell(tmp_path, "--refused")
    assert "Administrator With Billing" in (summary / "summary.md").read_text(encoding="utf-8")
