"""The program as it is handed out: built by PyInstaller, run where no Python is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGING = ROOT / "packaging"

pytestmark = pytest.mark.frozen


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    done = subprocess.run(
        [sys.executable, str(PACKAGING / "build_frozen.py")],
        env={**os.environ, "PYINSTALLER_CONFIG_DIR": str(tmp_path_factory.mktemp("pyinstaller"))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return Path(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("check", ["version", "check", "apply", "window"])
def test_the_built_program(program: Path, check: str) -> None:
    done = subprocess.run(
        [sys.executable, str(PACKAGING / "smoke_test.py"), str(program), check],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{check}: fine\n"


def test_it_holds_no_module_that_only_tests_need(program: Path) -> None:
    inside = {path.name for path in (program.parent / "_internal").iterdir()}
    assert inside.isdisjoint({"pytest", "saml2", "selenium", "openapi_core", "mypy", "hypothesis"})
    assert {"PySide6", "deskpro_sso_gui"} <= inside


def test_it_takes_no_unused_part_of_qt_along(program: Path) -> None:
    names = {path.name.partition(".")[0] for path in program.parent.rglob("libQt6*")}
    assert "libQt6Widgets" in names
    assert not {name for name in names if name.startswith(("libQt6Qml", "libQt6Quick"))}
