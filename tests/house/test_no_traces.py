"""Nothing of the machine that made it stands in a file of the project."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# put together from parts, so that this file names none of them
REGISTRIES = ("py" + "pi", "python" + "hosted", "np" + "mjs", "crates", "deb" + "ian", "ubuntu")
HOSTS = re.compile(rf"\b(?:{'|'.join(REGISTRIES)})\.(?:org|com|io)\b", re.IGNORECASE)
PRIVATE = ("ro" + "ot", "wo" + "rk", r"home/\w+", r"Users/\w+")
PLACES = re.compile(rf"(?<![\w.])/(?:{'|'.join(PRIVATE)})/")


def _project_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("this is no git checkout, so the project's files can't be told from others")
    return [ROOT / name for name in listed.stdout.split("\0") if (ROOT / name).is_file()]


@pytest.mark.parametrize("pattern", [HOSTS, PLACES], ids=["package hosts", "private places"])
def test_no_file_names(pattern: re.Pattern[str]) -> None:
    found = []
    for path in _project_files():
        for number, line in enumerate(path.read_bytes().splitlines(), 1):
            if pattern.search(line.decode("utf-8", "replace")):
                found.append(f"{path.relative_to(ROOT)}:{number}")
    assert found == []


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        *((HOSTS, f"see https://files.{name}.org/simple") for name in REGISTRIES),
        (PLACES, "/".join(("", PRIVATE[0], "notes"))),
        (PLACES, f'"/{PRIVATE[2][:4]}/somebody/x.py'),
    ],
)
def test_the_search_finds(pattern: re.Pattern[str], line: str) -> None:
    assert pattern.search(line)
