"""The wheel: what an installation gets."""

import os
import subprocess
import sys
import sysconfig
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


def test_the_wheel_holds_every_translation_ready_to_be_read(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    catalogues = [name for name in _relative(ROOT / "resources") if name.endswith(".po")]
    assert catalogues
    for name in catalogues:
        assert f"deskpro_sso_gui/resources/{name.removesuffix('.po')}.mo" in inside


class Installation:
    """The wheel in an environment of its own, which sees the requirements and nothing else."""

    def __init__(self, folder: Path, wheel: Path) -> None:
        self.folder = folder
        environment = folder / "venv"
        venv.create(environment, symlinks=True, with_pip=False)
        self._scripts = environment / ("Scripts" if os.name == "nt" else "bin")
        self.site = Path(
            self.run("python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
        )
        # the folder alone: the link to this checkout that lies in there is not followed from here
        (self.site / "requirements.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
        subprocess.run(
            [
                *(sys.executable, "-m", "pip", "--python", str(self._scripts / "python")),
                *("install", "--quiet", "--disable-pip-version-check"),
                *("--no-index", "--no-deps", "--force-reinstall", str(wheel)),
            ],
            check=True,
        )

    def run(self, command: str, *arguments: str) -> str:
        done = subprocess.run(
            [self._scripts / command, *arguments],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert done.stderr == ""
        return done.stdout.strip()


@pytest.fixture(scope="module")
def installation(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    return Installation(tmp_path_factory.mktemp("installation"), wheel)


def test_an_installation_finds_its_resources(installation: Installation) -> None:
    told = installation.run(
        "python", "-c", "from deskpro_sso_gui import resources; print(resources.root())"
    )
    place = installation.site / "deskpro_sso_gui" / "resources"
    assert Path(told) == place
    assert _relative(place) >= _relative(ROOT / "resources")


def test_an_installation_applies_in_practice_and_checks_what_came_of_it(
    installation: Installation,
) -> None:
    assert installation.run("deskpro-sso-gui", "--version").startswith("deskpro-sso-gui ")
    installation.run("deskpro-sso-gui", "apply", "--practice", "--out", "out")
    certificate = installation.folder / "out" / "certificate.pem"
    assert "certificate" in installation.run("deskpro-sso-gui", "check", str(certificate))


def test_an_installation_imports_every_part_of_its_own(installation: Installation) -> None:
    script = (
        "import pkgutil, importlib, deskpro_sso_gui as package\n"
        "for module in pkgutil.walk_packages(package.__path__, 'deskpro_sso_gui.'):\n"
        "    if not module.name.endswith('__main__'):\n"
        "        importlib.import_module(module.name)\n"
        "print(package.__file__)"
    )
    told = installation.run("python", "-c", script)
    assert Path(told).is_relative_to(installation.site)
