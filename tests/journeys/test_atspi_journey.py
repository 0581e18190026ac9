"""The whole practice journey from outside: over the accessibility bus, as a screen reader does."""

import shutil
import sys
from pathlib import Path

import pytest

from tests.support.keyring_session import needs_keyring, run_in_keyring_session
from tests.support.window import screen_environment

_BUS_SERVICE = Path("/usr/share/dbus-1/services/org.a11y.Bus.service")

needs_accessibility = pytest.mark.skipif(
    not (_BUS_SERVICE.is_file() and shutil.which("cwm")),
    reason="at-spi2-core or cwm (Debian packages of these names) is not installed",
)


@needs_keyring
@needs_accessibility
@pytest.mark.usefixtures("screen")
@pytest.mark.window
@pytest.mark.keyring
def test_a_screen_reader_can_do_the_whole_journey(tmp_path: Path) -> None:
    home = tmp_path / "story"
    home.mkdir()
    driver = [sys.executable, "-m", "tests.journeys.atspi_journey", str(home)]
    program = [sys.executable, "-m", "deskpro_sso_gui"]
    told = run_in_keyring_session(
        [*driver, *program], screen_environment(), tmp_path, time_limit_s=600
    )
    assert told.returncode == 0, told.stderr
    (summary,) = home.rglob("summary.html")
    assert "Ann Example" in summary.read_text()
