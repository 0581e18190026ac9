"""Build the program for this system into a folder and print where it is.

The folder is ``build/frozen/`` unless another is named. A build that was made from the same inputs
is kept, so that asking again costs nothing. Beside the program lies its bill of materials.
"""

import argparse
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import licences
import project
import translations

ROOT: Final = project.ROOT
BILL: Final = "sbom.cdx.json"
MADE: Final = "made"
"""Below the build's folder: what is drawn and collected for it."""

_STAMP: Final = "made-from"
_SCRIPTS: Final = (
    "build_frozen.py",
    "bundled.py",
    "icons.py",
    "licences.py",
    "project.py",
    "sbom.py",
    "translations.py",
)


def inputs() -> Iterator[Path]:
    """Yield every file that the build depends on, in a fixed order."""
    yield ROOT / "requirements" / "test.txt"
    for script in _SCRIPTS:
        yield ROOT / "packaging" / script
    for folder in (
        *("deskpro_sso_gui", "resources"),
        *("packaging/pyinstaller", "packaging/licence_texts", "packaging/macos"),
    ):
        yield from sorted(
            path
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        )


def fingerprint() -> str:
    """Return what a build of now would be made from, as one hash."""
    digest = hashlib.sha256(f"{sys.version}\n{sys.base_prefix}\n".encode())
    for path in inputs():
        digest.update(f"{path.relative_to(ROOT).as_posix()}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def build(folder: Path) -> Path:
    """Return the program built into ``folder``, building it unless it is there already.

    Raises:
        subprocess.CalledProcessError: PyInstaller failed; it has said why.
    """
    translations.compile_all()
    program = folder / project.NAME / project.NAME
    if sys.platform == "win32":
        program = program.with_suffix(".exe")
    stamp = folder / _STAMP
    wanted = fingerprint()
    if program.is_file() and stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return program
    stamp.unlink(missing_ok=True)
    subprocess.run(
        [
            *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"),
            *("--distpath", str(folder), "--workpath", str(folder / "work")),
            str(ROOT / "packaging" / "pyinstaller" / f"{project.NAME}.spec"),
        ],
        check=True,
        env={
            **os.environ,
            "DESKPRO_SSO_MADE": str(folder / MADE),
            # the same input makes the same output: sets in a fixed order, one time for everything
            "PYTHONHASHSEED": "0",
            "SOURCE_DATE_EPOCH": str(project.source_date()),
        },
    )
    _write_bill(folder)
    stamp.write_text(wanted, encoding="ascii")
    return program


def _write_bill(folder: Path) -> None:
    import sbom  # noqa: PLC0415 - what it needs is not needed to find a build that is there

    parts = licences.read_parts(folder / MADE)
    (folder / BILL).write_text(sbom.make(parts, sys.platform), encoding="utf-8", newline="\n")


def main() -> None:
    """Build, and say where."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "build" / "frozen")
    print(build(parser.parse_args().folder.resolve()))


if __name__ == "__main__":
    main()
