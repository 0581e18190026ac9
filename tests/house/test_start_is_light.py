import subprocess
import sys

import pytest

HEAVY = {"httpx", "cryptography", "keyring", "lxml", "signxml", "babel", "jinja2", "uvicorn"}
QT = {"PySide6", "shiboken6", "qasync"}

LIGHT = [
    "cli",
    "problems",
    "log",
    "resources",
    "texts",
    "setup.record",
    "setup.plan",
    "setup.progress",
    "setup.settings",
    "saml",
    "net",
    "storage.setups",
    "credentials",
    "diagnosis",
    "summary.facts",
    "summary.export",
    "tasks.services",
    "tasks.session",
]

WITHOUT_A_WINDOW = ["cli", "commands.apply", "commands.check", "practice.command"]


def _loaded_by(statement: str) -> set[str]:
    """Return the top-level names of all modules that a fresh interpreter has after it."""
    script = f"{statement}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    return {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()}


@pytest.mark.parametrize("module", LIGHT)
def test_importing_it_loads_nothing_heavy(module: str) -> None:
    assert _loaded_by(f"import deskpro_sso_gui.{module}") & (HEAVY | QT) == set()


@pytest.mark.parametrize("module", WITHOUT_A_WINDOW)
def test_a_command_without_a_window_does_not_load_qt(module: str) -> None:
    assert _loaded_by(f"import deskpro_sso_gui.{module}") & QT == set()


def test_the_window_opens_before_anything_heavy_is_needed() -> None:
    loaded = _loaded_by("import deskpro_sso_gui.ui.app, deskpro_sso_gui.ui.window")
    assert loaded & HEAVY == set()
    assert "PySide6" in loaded


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_saying_what_it_is_loads_nothing_heavy(option: str) -> None:
    statement = (
        "import contextlib\n"
        "from deskpro_sso_gui.cli import main\n"
        f"with contextlib.suppress(SystemExit): main([{option!r}])"
    )
    assert _loaded_by(statement) & (HEAVY | QT) == set()
