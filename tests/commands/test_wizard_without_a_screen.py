"""The wizard where no window can appear."""

import os
import subprocess
import sys

import pytest

SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is a screen")
def test_without_a_screen_the_wizard_says_so_and_what_there_is_instead() -> None:
    environment = {name: value for name, value in os.environ.items() if name not in SCREENS}
    ended = subprocess.run(
        [sys.executable, "-m", "deskpro_sso_gui"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 2
    assert "There is no screen here" in ended.stderr
    assert "apply" in ended.stderr
    assert "qt" not in ended.stderr.lower()


def test_a_mistyped_command_is_told_and_starts_no_wizard() -> None:
    ended = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "deskpro_sso_gui", "nonsense"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 2
    assert "no command and no file called 'nonsense'" in ended.stderr
    assert all(command in ended.stderr for command in ("apply", "check", "sandbox"))
    assert "PySide6" not in ended.stderr
