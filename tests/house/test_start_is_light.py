import os
import subprocess
import sys
from contextlib import contextmanager

import pytest

from tests.support.window import start_screen

XDG = ("DATA", "CONFIG", "STATE", "CACHE")
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


NOT_FOR_THE_FIRST_PAGE = {
    "deskpro_sso_gui.log_file",
    "deskpro_sso_gui.setup.plan",
    "deskpro_sso_gui.setup.progress",
    "deskpro_sso_gui.setup.record",
    "deskpro_sso_gui.texts.evidence",
    "deskpro_sso_gui.texts.terms",
    "deskpro_sso_gui.texts.wording",
    "deskpro_sso_gui.ui.setup_view",
    "deskpro_sso_gui.ui.stage_list",
    "deskpro_sso_gui.ui.system_proxy",
    "hashlib",
    "html.entities",
    "json",
    "logging.handlers",
}

FIRST_PAGE = """
import asyncio, gc, linecache, sys
from deskpro_sso_gui import cli
from deskpro_sso_gui.ui.window import Window

async def painted(self, wait=Window.painted):
    await wait(self)
    print(*sys.modules)
    print(*linecache.cache)
    print(gc.isenabled())
    self.close()

Window.painted = painted
sys.exit(cli.main([]))
"""


@pytest.fixture(scope="module")
def first_page(tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """Return what is loaded, whose sources were read and whether garbage is looked for by then."""
    home = str(tmp_path_factory.mktemp("home"))
    with contextmanager(start_screen)():
        done = subprocess.run(
            [sys.executable, "-c", FIRST_PAGE],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
            env={**os.environ, "HOME": home, **{f"XDG_{kind}_HOME": home for kind in XDG}},
        )
    return [line.split() for line in done.stdout.splitlines()[-3:]]


def test_the_first_page_is_painted_before_what_it_does_not_show_is_loaded(
    first_page: list[list[str]],
) -> None:
    modules = set(first_page[0])
    assert modules & NOT_FOR_THE_FIRST_PAGE == set()
    assert {name.partition(".")[0] for name in modules} & HEAVY == set()


def test_no_source_of_ours_is_read_on_the_way_to_the_first_page(
    first_page: list[list[str]],
) -> None:
    assert [name for name in first_page[1] if "deskpro_sso_gui" in name] == []


def test_no_garbage_is_looked_for_on_the_way_to_the_first_page(
    first_page: list[list[str]],
) -> None:
    assert first_page[2] == ["False"]


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_saying_what_it_is_loads_nothing_heavy(option: str) -> None:
    statement = (
        "import contextlib\n"
        "from deskpro_sso_gui.cli import main\n"
        f"with contextlib.suppress(SystemExit): main([{option!r}])"
    )
    assert _loaded_by(statement) & (HEAVY | QT) == set()
