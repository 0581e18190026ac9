"""Build the packages twice, far apart, and compare: ``reproducible.py [FOLDER FOLDER]``.

Without folders it builds into two of its own. The packages have to be the same, byte for byte: each
build has another working folder, another order of hashing, and another time on its clock. Where
they differ, it says which files within do.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import project


def build(folder: Path, seed: str) -> None:
    """Build both packages into ``folder``."""
    subprocess.run(
        [sys.executable, str(project.ROOT / "packaging" / "linux" / "package.py"), str(folder)],
        check=True,
        env={
            **os.environ,
            "SOURCE_DATE_EPOCH": str(project.source_date()),
            "PYTHONHASHSEED": seed,
            "TZ": "UTC" if seed == "1" else "Pacific/Auckland",
        },
    )


def contents(package: Path, scratch: Path) -> dict[str, str]:
    """Return the hash of each file in a package."""
    if package.suffix == ".deb":
        unpacked = scratch / f"{package.name}.tar"
        with unpacked.open("wb") as target:
            subprocess.run(["dpkg-deb", "--fsys-tarfile", str(package)], check=True, stdout=target)
        package = unpacked
    found = {}
    with tarfile.open(package) as archive:
        for entry in archive:
            content = archive.extractfile(entry) if entry.isfile() else None
            said = content.read() if content is not None else entry.linkname.encode()
            stamp = f"{entry.mode:o} {entry.mtime} {entry.uname}"
            found[entry.name] = f"{stamp} {hashlib.sha256(said).hexdigest()}"
    return found


def differences(first: Path, second: Path) -> list[str]:
    """Return what differs between the packages of two folders, and what is in one of them alone."""
    names = [{path.name for path in folder.iterdir()} for folder in (first, second)]
    told = sorted(f"only once: {name}" for name in names[0] ^ names[1])
    for name in sorted(names[0] & names[1]):
        if (first / name).read_bytes() == (second / name).read_bytes():
            continue
        with tempfile.TemporaryDirectory() as scratch:
            one, other = (contents(folder / name, Path(scratch)) for folder in (first, second))
        inside = sorted(each for each in {*one, *other} if one.get(each) != other.get(each))
        told.append(f"{name}: {', '.join(inside) or 'how it is packed'}")
    return told


def main() -> int:
    """Build if need be, and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    folders = parser.parse_args().folders
    with tempfile.TemporaryDirectory(prefix="deskpro-sso-twice-") as scratch:
        if not folders:
            folders = [Path(scratch) / "first", Path(scratch) / "much-further-away" / "second"]
            for number, folder in enumerate(folders, 1):
                build(folder, str(number))
        told = differences(*folders)
    for line in told:
        print(line, file=sys.stderr)
    if not told:
        print("Both builds are the same, byte for byte.")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
