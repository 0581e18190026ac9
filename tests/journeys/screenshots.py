"""Take the pictures of ``make screenshots``: the whole journey, in both looks and two sizes.

python -m tests.journeys.screenshots FOLDER
"""

import argparse
import itertools
import sys
import tempfile
from pathlib import Path
from typing import Final

from tests.support.keyring_session import run_in_keyring_session
from tests.support.window import screen_environment

THEMES: Final = ("light", "dark")
SCALES: Final = {"100": "1", "200": "2"}


def main() -> int:
    """Write the pictures and say where they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder.resolve()
    for theme, (name, factor) in itertools.product(THEMES, SCALES.items()):
        pictures = folder / f"{theme}-{name}"
        if not _take(theme, factor, pictures):
            return 1
        sys.stdout.write(f"{len(list(pictures.glob('*.png')))} pictures in {pictures}\n")
    return 0


def _take(theme: str, factor: str, pictures: Path) -> bool:
    with tempfile.TemporaryDirectory() as home:
        words = ["-m", "tests.journeys.whole_journey", home, "--theme", theme]
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
