"""What the packages say of the program: to menus, software centres, Windows and macOS."""

import ast
import importlib.util
import os
import plistlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from lxml import etree

import deskpro_sso_gui
import package
import project
import trimming
import windows_version
from deskpro_sso_gui.storage.setups import RECORD_NAME
from deskpro_sso_gui.summary.export import SET_UP_FILE
from deskpro_sso_gui.texts import LANGUAGES

ROOT = Path(__file__).parents[2]
PACKAGING = ROOT / "packaging"
SHARE = PACKAGING / "linux" / "share"
DESKTOP = SHARE / "deskpro-sso-gui.desktop"
MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"


@pytest.fixture(scope="module")
def metainfo() -> bytes:
    return package.metainfo().encode()


def _needs(tool: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(tool) is None, reason=f"{tool} is not installed")


def _accepted(*command: str | Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_version_is_said_in_one_place(metainfo: bytes) -> None:
    assert project.version() == deskpro_sso_gui.__version__
    root = etree.fromstring(metainfo)
    assert [each.get("version") for each in root.iter("release")] == [deskpro_sso_gui.__version__]


@_needs("desktop-file-validate")
def test_the_menu_entry_is_valid() -> None:
    _accepted("desktop-file-validate", DESKTOP)


def test_the_menu_entry_speaks_every_language() -> None:
    said = DESKTOP.read_text(encoding="utf-8")
    for language in LANGUAGES:
        if language != "en":
            locale = language.replace("-", "_")
            assert said.count(f"[{locale}]=") == 3, locale
    assert "\nStartupWMClass=deskpro-sso-gui\n" in said


@_needs("appstreamcli")
def test_the_description_for_software_centres_is_valid(metainfo: bytes, tmp_path: Path) -> None:
    identifier = etree.fromstring(metainfo).findtext("id")
    path = tmp_path / f"{identifier}.metainfo.xml"
    path.write_bytes(metainfo)
    _accepted("appstreamcli", "validate", "--pedantic", "--no-net", path)


def test_software_centres_see_pictures_and_what_is_new(metainfo: bytes) -> None:
    root = etree.fromstring(metainfo)
    pictures = [each.text or "" for each in root.iter("image")]
    assert pictures
    assert all(re.fullmatch(r"https://[^/]+/pictures/[\w-]+\.png", each) for each in pictures)
    assert len(list(root.iterfind("releases/release/description/ul/li"))) > 5


def test_set_up_files_have_a_type_that_the_menu_entry_opens() -> None:
    root = etree.parse(SHARE / "deskpro-sso-gui.xml").getroot()
    kind = root.find(f"{MIME}mime-type")
    assert kind is not None
    assert kind.get("type") == project.SET_UP_TYPE
    assert RECORD_NAME in {glob.get("pattern") for glob in kind.iter(f"{MIME}glob")}
    assert f"MimeType={project.SET_UP_TYPE};" in DESKTOP.read_text(encoding="utf-8")


@_needs("update-mime-database")
@_needs("gio")
@pytest.mark.parametrize("name", [SET_UP_FILE, RECORD_NAME])
def test_the_desktop_knows_a_set_up_by_its_name(tmp_path: Path, name: str) -> None:
    packages = tmp_path / "mime" / "packages"
    packages.mkdir(parents=True)
    shutil.copy(SHARE / "deskpro-sso-gui.xml", packages)
    _accepted("update-mime-database", tmp_path / "mime")
    path = tmp_path / name
    path.write_text('{\n  "version": 1\n}\n')
    done = subprocess.run(
        ["gio", "info", "--attributes=standard::content-type", path],
        env={**os.environ, "XDG_DATA_HOME": str(tmp_path), "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert f"content-type: {project.SET_UP_TYPE}" in done.stdout


@_needs("man")
def test_the_manual_page_is_read_without_a_warning() -> None:
    done = subprocess.run(
        ["man", "--warnings", "--local-file", str(SHARE / "deskpro-sso-gui.1")],
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MANWIDTH": "80"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert done.stderr == ""
    assert "sandbox" in done.stdout


def test_the_icon_is_drawn_in_each_format() -> None:
    script = (
        "import icons, sys\n"
        "assert icons.png(16).startswith(b'\\x89PNG')\n"
        "assert icons.ico().startswith(b'\\0\\0\\1\\0\\6\\0')\n"
        "made = icons.icns()\n"
        "assert made[:4] == b'icns' and int.from_bytes(made[4:8], 'big') == len(made)\n"
        "ours = b'currentColor' not in icons.scalable()\n"
        "sys.exit(not ours)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=PACKAGING, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_what_is_imported_by_name_is_found_for_the_frozen_program(tmp_path: Path) -> None:
    (tmp_path / "part.py").write_text(
        "import_module('one.two')\n"
        "async def late():\n"
        "    await to_thread(importlib.import_module, 'three')\n"
        "    await load('four')\n"
        "    await to_thread(read, 'a file')\n"
        "import_module(name)\n"
    )
    assert trimming.asked_by_name(tmp_path) == ["four", "one.two", "three"]


@pytest.mark.skipif(sys.platform != "linux", reason="its bus is spoken to on Linux alone")
def test_every_module_that_is_imported_by_name_is_there() -> None:
    ours = trimming.asked_by_name(ROOT / "deskpro_sso_gui")
    assert "jeepney.io.asyncio" in ours
    assert [each for each in ours if importlib.util.find_spec(each) is None] == []


def test_windows_is_told_the_version() -> None:
    said = windows_version.describe()
    ast.parse(said)
    assert f"'ProductVersion', '{deskpro_sso_gui.__version__}'" in said
    assert "filevers=(0, " in said


def test_macos_is_told_what_the_program_may_do() -> None:
    with (PACKAGING / "macos" / "entitlements.plist").open("rb") as file:
        allowed = plistlib.load(file)
    assert "com.apple.security.cs.disable-library-validation" in allowed


def test_actions_are_named_by_the_hash_of_a_commit() -> None:
    for path in (ROOT / ".github" / "workflows").glob("*.yml"):
        jobs = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]
        used = [step["uses"] for job in jobs.values() for step in job["steps"] if "uses" in step]
        assert used
        assert [each for each in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", each)] == []


def _entered_in_the_menu(folder: Path, home: Path) -> "subprocess.CompletedProcess[str]":
    shutil.copytree(SHARE, folder / "share")
    (folder / "share" / "deskpro-sso-gui.svg").write_bytes(b"<svg/>")
    script = shutil.copy(SHARE / "install-menu-entry.sh", folder)
    return subprocess.run(
        ["sh", script],
        env={"HOME": str(home), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )


@_needs("desktop-file-validate")
@pytest.mark.parametrize("name", ["plain", "with spaces", "50% & more | é", "it's=(1);#~*?"])
def test_the_portable_folder_is_entered_in_the_menu(tmp_path: Path, name: str) -> None:
    done = _entered_in_the_menu(tmp_path / name, tmp_path / "home")
    assert done.returncode == 0, done.stderr
    entry = tmp_path / "home" / ".local" / "share" / "applications" / "deskpro-sso-gui.desktop"
    program = str(tmp_path / name / "deskpro-sso-gui").replace("%", "%%")
    lines = entry.read_text(encoding="utf-8").splitlines()
    assert [each for each in lines if each.startswith("Exec=")] == [
        f'Exec="{program}" %f',
        f'Exec="{program}" --practice',
    ]
    _accepted("desktop-file-validate", entry)


@pytest.mark.parametrize("sign", ["\\", '"', "$", "`", "\n"])
def test_a_folder_that_menus_can_not_name_is_refused(tmp_path: Path, sign: str) -> None:
    done = _entered_in_the_menu(tmp_path / f"a{sign}b", tmp_path / "home")
    assert done.returncode == 1
    assert "Move or rename the folder" in done.stderr
    assert not (tmp_path / "home" / ".local" / "share" / "applications").exists()


def test_every_picture_that_is_named_is_there() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"!\[[^]]*\]\(([^)]+)\)", readme)
    assert shown
    named = {ROOT / each for each in shown} | {package.PICTURES / each for each in package.CAPTIONS}
    assert [each for each in sorted(named) if not each.is_file()] == []


def test_every_script_is_fit_for_a_shell() -> None:
    found = [*PACKAGING.rglob("*.sh")]
    assert found
    for path in found:
        _accepted("bash", "-n", path)
        assert path.stat().st_mode & 0o100, f"{path} can't be run"
