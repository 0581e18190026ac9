"""The program as it is handed out: built by PyInstaller, run where no Python is."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PyInstaller.archive.readers import CArchiveReader

import trimming
from tests.support.keyring_session import needs_keyring

ROOT = Path(__file__).parents[2]
PACKAGING = ROOT / "packaging"
INSIDE = "_internal"

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


def smoke_test(program: Path, check: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, str(PACKAGING / "smoke_test.py"), str(program), check],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "check",
    [
        "version",
        "check",
        "apply",
        "window",
        pytest.param("keyring", marks=[pytest.mark.keyring, needs_keyring]),
    ],
)
def test_the_built_program(program: Path, check: str) -> None:
    done = smoke_test(program, check)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{check}: fine\n"


def _without_a_screen(program: Path) -> None:
    """Take out the plug-in by which Qt opens windows under X11."""
    plugin = program.parent / INSIDE / "PySide6" / "Qt" / "plugins" / "platforms" / "libqxcb.so"
    plugin.unlink()


def _without_its_keyring(program: Path) -> None:
    """Have the module that speaks to the keyring carry a name that nobody imports."""
    name = b"keyring.backends.SecretService"
    content = program.read_bytes()
    assert name in content
    program.unlink()  # it may be a second name of the whole one's file
    program.write_bytes(content.replace(name, name[:-1] + b"X"))
    program.chmod(0o755)


def _talkative(program: Path) -> None:
    """Have the program say something on standard error, as a library that is missing does."""
    whole = program.with_name("whole")
    program.rename(whole)
    program.write_text(f'#!/bin/sh\necho "a complaint" >&2\nexec "{whole}" "$@"\n')
    program.chmod(0o755)


@pytest.mark.parametrize(
    ("break_it", "check"),
    [
        (_without_a_screen, "window"),
        pytest.param(_without_its_keyring, "keyring", marks=[pytest.mark.keyring, needs_keyring]),
        (_talkative, "version"),
        (_talkative, "window"),
    ],
)
def test_a_broken_program_fails_the_smoke_test(
    program: Path, tmp_path: Path, break_it: Callable[[Path], None], check: str
) -> None:
    copy = tmp_path / "copy"
    # the same files under other names: what breaks one has to put another in its place
    shutil.copytree(program.parent, copy, symlinks=True, copy_function=os.link)
    break_it(copy / program.name)
    done = smoke_test(copy / program.name, check)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{check}: ")


def test_it_holds_no_module_that_only_tests_need(program: Path) -> None:
    inside = {path.name for path in (program.parent / INSIDE).iterdir()}
    assert inside.isdisjoint({"pytest", "saml2", "selenium", "openapi_core", "mypy", "hypothesis"})
    assert {"PySide6", "deskpro_sso_gui"} <= inside


def test_it_takes_no_unused_part_of_qt_along(program: Path) -> None:
    names = {path.name.partition(".")[0] for path in program.parent.rglob("libQt6*")}
    assert "libQt6Widgets" in names
    assert not {name for name in names if name.startswith(("libQt6Qml", "libQt6Quick"))}
    plugins = {path.stem for path in program.parent.rglob("plugins/*/*")}
    assert {"libqxcb", "libqwayland", "libqoffscreen", "libqsvg", "libqjpeg"} <= plugins
    assert plugins.isdisjoint({"libqgtk3", "libqeglfs", "libqtiff", "libqsqlite", "libqpdf"})


@pytest.mark.skipif(sys.platform != "linux", reason="the bus is spoken to on Linux alone")
def test_it_holds_every_module_that_is_imported_by_name(program: Path) -> None:
    modules = CArchiveReader(str(program)).open_embedded_archive("PYZ.pyz").toc
    binaries = {
        path.relative_to(program.parent / INSIDE).as_posix().partition(".")[0].replace("/", ".")
        for path in (program.parent / INSIDE).rglob("*")
    }
    named = trimming.asked_by_name(ROOT / "deskpro_sso_gui")
    assert [each for each in named if each not in modules and each not in binaries] == []


def test_no_link_leads_nowhere(program: Path) -> None:
    links = [path for path in program.parent.rglob("*") if path.is_symlink()]
    assert links
    assert [path for path in links if not path.exists()] == []


def test_the_licences_of_everything_inside_are_there_to_read(program: Path) -> None:
    resources = program.parent / INSIDE / "deskpro_sso_gui" / "resources"
    index = json.loads((resources / "licences.json").read_text(encoding="utf-8"))
    named = {each["name"]: each for each in index}
    assert {"Qt", "PySide6_Essentials", "Python", "ICU", "httpx", "lxml", "pyinstaller"} <= {*named}
    assert list(named) == sorted(named, key=str.lower)
    assert named["Qt"]["licence"] == "LGPL-3.0-only"
    together = (resources / "licences.txt").read_text(encoding="utf-8")
    for each in index:
        assert set(each) == {"name", "version", "licence", "text"}
        assert each["licence"]
        assert (resources / each["text"]).read_text(encoding="utf-8") in together
    assert "may replace each of them" in " ".join(together.split())
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in together


def test_the_bill_of_materials_names_the_same_parts(program: Path) -> None:
    resources = program.parent / INSIDE / "deskpro_sso_gui" / "resources"
    index = json.loads((resources / "licences.json").read_text(encoding="utf-8"))
    bill = json.loads((program.parents[1] / "sbom.cdx.json").read_text(encoding="utf-8"))
    assert bill["bomFormat"] == "CycloneDX"
    assert bill["metadata"]["component"]["name"] == "deskpro-sso-gui"
    parts = {(part["name"], part.get("version", "")) for part in bill["components"]}
    assert parts == {(each["name"], each["version"]) for each in index}
    [cryptography] = [part for part in bill["components"] if part["name"] == "cryptography"]
    assert "openssl" in {inside["name"] for inside in cryptography["components"]}


@pytest.mark.skipif(sys.platform != "linux", reason="there are no such variables")
def test_what_it_starts_does_not_look_for_libraries_in_its_folder(program: Path) -> None:
    hook = (PACKAGING / "pyinstaller" / "children.py").read_text(encoding="utf-8")
    script = f"{hook}\nprint(os.environ.get('LD_LIBRARY_PATH', 'none'))"
    for before, after in (({}, "none"), ({"LD_LIBRARY_PATH_ORIG": "/theirs"}, "/theirs")):
        done = subprocess.run(
            [sys.executable, "-c", script],
            env={"LD_LIBRARY_PATH": str(program.parent / INSIDE), **before},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == after
