"""Take the pictures of ``make screenshots``: every page in every state, in all looks.

python -m tests.support.gallery.screenshots FOLDER --languages en de --scales 1 2

``--journey`` takes those of the whole journey through practice instead;
``--readme`` the few that README and the software centres show.
"""

import argparse
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from deskpro_sso_gui import texts
from tests.support.keyring_session import run_in_keyring_session
from tests.support.window import screen_environment

LANGUAGES: Final = (
    *(each for each in ("en", "de", "ja") if each in texts.LANGUAGES),
    texts.PSEUDO_RTL,
)
SCALES: Final = ("1", "2")
THEMES: Final = ("light", "dark")
README: Final = {
    "start-empty": "start",
    "deskpro-configure-empty": "fill-in-deskpro",
    "certificate-done": "certificate",
    "certificate-diagnosis": "diagnosis",
}
"""The exhibits that introduce the program, and how their files are called."""

README_FOLDER: Final = Path(__file__).parents[3] / "packaging" / "pictures"


def main() -> int:
    """Write the pictures and say where they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--languages", nargs="+", default=LANGUAGES)
    parser.add_argument("--scales", nargs="+", default=SCALES)
    parser.add_argument("--journey", action="store_true")
    parser.add_argument("--readme", action="store_true")
    told = parser.parse_args()
    folder = told.folder.resolve()
    if told.readme:
        return _readme(folder)
    if told.journey:
        return _journeys(folder / "journey")
    for language, scale in itertools.product(told.languages, told.scales):
        if code := _exhibits(folder, language, scale):
            return code
    sys.stdout.write(f"in {folder}\n")
    return 0


def _exhibits(folder: Path, language: str, scale: str, *more: str) -> int:
    words = ["-m", "tests.support.gallery.pictures", str(folder), "--language", language, *more]
    environment = {**os.environ, **screen_environment(), "QT_SCALE_FACTOR": scale}
    sys.stdout.write(f"{language}, {scale}00 %: ")
    sys.stdout.flush()
    return subprocess.run([sys.executable, *words], env=environment, check=False).returncode


def _readme(folder: Path) -> int:
    code = _exhibits(folder, "en", "2", "--looks", "light", "--only", *README)
    README_FOLDER.mkdir(exist_ok=True)
    for exhibit, name in README.items():
        taken = folder / "en" / "light-200" / f"{exhibit}.png"
        shutil.copyfile(taken, README_FOLDER / f"{name}.png")
    return code


def _journeys(folder: Path) -> int:
    for theme, scale in itertools.product(THEMES, SCALES):
        pictures = folder / f"{theme}-{scale}00"
        if not _journey(theme, scale, pictures):
            return 1
        sys.stdout.write(f"{_count(pictures)} pictures in {pictures}\n")
    return 0


def _count(pictures: Path) -> int:
    return len(list(pictures.glob("*.png")))


def _journey(theme: str, factor: str, pictures: Path) -> bool:
    with tempfile.TemporaryDirectory() as home:
        words: Sequence[str] = ["-m", "tests.journeys.whole_journey", home, "--theme", theme]
        told = run_in_keyring_session(
            [sys.executable, *words, "--pictures", str(pictures)],
            {**screen_environment(), "QT_SCALE_FACTOR": factor},
            Path(home),
            time_limit_s=600,
        )
    if told.returncode:
        sys.stderr.write(told.stderr)
    return told.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
