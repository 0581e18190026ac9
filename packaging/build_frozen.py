"""Build the program for this system into ``build/frozen/`` and print where it is.

A build that was made from the same inputs is kept, so that asking again costs nothing.
"""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NAME = "deskpro-sso-gui"
BUILT = ROOT / "build" / "frozen"
PROGRAM = BUILT / NAME / (f"{NAME}.exe" if sys.platform == "win32" else NAME)
STAMP = BUILT / "made-from"


def inputs() -> Iterator[Path]:
    """Yield every file that the build depends on, in a fixed order."""
    yield Path(__file__).resolve()
    yield ROOT / "requirements" / "test.txt"
    for folder in ("deskpro_sso_gui", "resources", "packaging/pyinstaller"):
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


def build() -> Path:
    """Return the built program, building it unless it is there already.

    Raises:
        subprocess.CalledProcessError: PyInstaller failed; it has said why.
    """
    wanted = fingerprint()
    if PROGRAM.is_file() and STAMP.is_file() and STAMP.read_text(encoding="ascii") == wanted:
        return PROGRAM
    STAMP.unlink(missing_ok=True)
    subprocess.run(
        [
            *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"),
            *("--distpath", str(BUILT), "--workpath", str(ROOT / "build" / "pyinstaller")),
            str(ROOT / "packaging" / "pyinstaller" / f"{NAME}.spec"),
        ],
        check=True,
    )
    STAMP.write_text(wanted, encoding="ascii")
    return PROGRAM


if __name__ == "__main__":
    print(build())
