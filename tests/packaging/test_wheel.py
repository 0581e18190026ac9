"""The wheel: what an installation gets."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "build", "--wheel", "--no-isolation"),
            *("--outdir", str(out), str(ROOT)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    [made] = out.glob("*.whl")
    return made


def _relative(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_the_package_its_resources_and_the_sandbox_pages(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    package = {f"deskpro_sso_gui/{name}" for name in _relative(ROOT / "deskpro_sso_gui")}
    resources = {f"deskpro_sso_gui/resources/{name}" for name in _relative(ROOT / "resources")}
    assert package | resources <= inside
    assert "deskpro_sso_gui/practice/templates/base.html" in inside
    assert "deskpro_sso_gui/resources/templates/summary.html.j2" in inside
    assert "deskpro_sso_gui/resources/schemas/summary.schema.json" in inside
    assert not {name for name in inside if name.startswith(("tests/", "packaging/"))}


def test_the_wheel_names_its_command_and_its_licence(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    [entry_points] = [name for name in archive.namelist() if name.endswith("entry_points.txt")]
    assert "deskpro-sso-gui = deskpro_sso_gui.cli:main" in archive.read(entry_points).decode()
    assert any(name.endswith("licenses/LICENSE") for name in archive.namelist())


def test_an_installation_finds_its_resources(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "venv"
    venv.create(environment, symlinks=True, with_pip=False)
    scripts = "Scripts" if os.name == "nt" else "bin"
    python = environment / scripts / "python"
    site = Path(
        subprocess.run(
            [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
    )
    zipfile.ZipFile(wheel).extractall(site)
    done = subprocess.run(
        [python, "-c", "from deskpro_sso_gui import resources; print(resources.root())"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.strip()) == site / "deskpro_sso_gui" / "resources"
