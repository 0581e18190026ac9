"""What a frozen program is made of: the parts of others, their versions and licences."""

import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from enum import StrEnum, unique
from functools import cache
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path
from typing import Final

import msgspec
from msgspec import structs

TEXTS: Final = Path(__file__).parent / "licence_texts"
"""Licence texts that no package brings along."""

_TEXT_NAMES: Final = re.compile(r"(?i)(licen[cs]e|copying|notice|authors)[^/]*$")
_QT_CHOICE: Final = "LGPL-3.0-only"
_UNSAID: Final = "see its text"
_START_PROGRAM: Final = "GPL-2.0-or-later WITH Bootloader-exception"


@unique
class Kind(StrEnum):
    """Where a part comes from, as package addresses (purl) call it."""

    PYPI = "pypi"
    DEBIAN = "deb"
    GENERIC = "generic"


class Inside(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a part itself is made of, as its own bill of materials says.

    Attributes:
        name: what it is called.
        version: its version.
        licence: an SPDX expression; empty where the bill names none.
        purl: its package address; may be empty.
    """

    name: str
    version: str
    licence: str
    purl: str


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Something of others that is in the program.

    Attributes:
        name: what it is called.
        version: its version; empty where it can't be told.
        licence: an SPDX expression, or words where there is none.
        text: its licence's text with everything that is to be passed on.
        kind: where it comes from.
        inside: what it is made of in turn, where it says so.
    """

    name: str
    version: str
    licence: str
    text: str
    kind: Kind
    inside: tuple[Inside, ...] = ()


def parts(entries: Iterable[tuple[str, str, str]]) -> list[Part]:
    """Return the parts that PyInstaller's entries (target, source, kind) come from, by name.

    Raises:
        ValueError: of something bundled no licence can be found.
    """
    sources = {Path(source) for _, source, kind in entries if source and kind != "SYMLINK"}
    libraries = {Path(sysconfig.get_path(name)) for name in ("purelib", "platlib")}
    found = {part.name: part for part in _always(sources)}
    owners = _owners()
    for source in sources:
        if any(source.is_relative_to(library) for library in libraries):
            owner = owners.get(source)
            if owner is not None and owner.name not in found:
                found[owner.name] = _of_distribution(owner)
        elif _is_of_the_system(source):
            part = _of_the_system(source)
            found.setdefault(part.name, part)
    return sorted(found.values(), key=lambda part: part.name.lower())


def _always(sources: Iterable[Path]) -> Iterator[Part]:
    yield _python()
    yield structs.replace(_of_distribution(distribution("pyinstaller")), licence=_START_PROGRAM)
    version = distribution("pyside6-essentials").version
    yield Part(
        name="Qt",
        version=version,
        licence=_QT_CHOICE,
        text="\n\n".join(map(_ours, ("qt.txt", "LGPL-3.0.txt", "GPL-3.0.txt"))),
        kind=Kind.GENERIC,
    )
    icu = {each.name.rpartition(".")[2] for each in sources if each.name.startswith("libicuuc.so")}
    if icu:
        yield Part(
            name="ICU",
            version=icu.pop(),
            licence="Unicode-3.0",
            text=_ours("icu.txt"),
            kind=Kind.GENERIC,
        )


def _ours(name: str) -> str:
    return (TEXTS / name).read_text(encoding="utf-8")


def _python() -> Part:
    version = ".".join(map(str, sys.version_info[:3]))
    places = (
        Path(sysconfig.get_path("stdlib")) / "LICENSE.txt",
        Path(sys.base_prefix) / "LICENSE.txt",
        Path(f"/usr/share/doc/python3.{sys.version_info[1]}/copyright"),
    )
    for place in places:
        if place.is_file():
            text = place.read_text(encoding="utf-8")
            return Part(
                name="Python", version=version, licence="PSF-2.0", text=text, kind=Kind.GENERIC
            )
    raise ValueError(f"Python's own licence is in none of {', '.join(map(str, places))}")


def _owners() -> dict[Path, Distribution]:
    """Return which distribution each installed file belongs to."""
    return {
        Path(str(each.locate_file(file))): each
        for each in distributions()
        for file in each.files or ()
    }


def _of_distribution(owner: Distribution) -> Part:
    said = owner.metadata
    texts = [
        Path(str(owner.locate_file(file))).read_text(encoding="utf-8", errors="replace")
        for file in sorted(owner.files or (), key=str)
        if ".dist-info/" in file.as_posix() and _TEXT_NAMES.search(file.as_posix())
    ]
    named = (
        *(said.get_all("License-Expression") or ()),
        _of_classifiers(said.get_all("Classifier") or ()),
        *(said.get_all("License") or ()),
        _UNSAID,
    )
    licence = next(filter(None, named))
    if "LGPL" in licence:
        # of the licences Qt for Python offers, this is the one it is passed on under
        licence = _QT_CHOICE
        texts = [_ours("qt.txt"), _ours("LGPL-3.0.txt"), _ours("GPL-3.0.txt")]
    if owner.name == "lxml":
        texts.append(_ours("LGPL-2.1.txt"))  # of libiconv, which its wheels hold
    if not texts:
        raise ValueError(f"{owner.name} brings no licence; put its text into {TEXTS}")
    return Part(
        name=owner.name,
        version=owner.version,
        licence=licence.splitlines()[0],
        text="\n\n".join(texts),
        kind=Kind.PYPI,
        inside=tuple(_inside(owner)),
    )


def _inside(owner: Distribution) -> Iterator[Inside]:
    """Yield what the bills in a wheel name (PEP 770)."""
    for file in sorted(owner.files or (), key=str):
        if ".dist-info/sboms/" not in file.as_posix():
            continue
        bill = msgspec.json.decode(Path(str(owner.locate_file(file))).read_bytes())
        for each in bill.get("components", ()):
            licences = [
                said.get("expression") or said.get("license", {}).get("id", "")
                for said in each.get("licenses", ())
            ]
            yield Inside(
                name=each["name"],
                version=each.get("version", ""),
                licence=licences[0] if licences else "",
                purl=each.get("purl", ""),
            )


def _of_classifiers(classifiers: Iterable[str]) -> str:
    known = {
        "MIT License": "MIT",
        "BSD License": "BSD-3-Clause",
        "Apache Software License": "Apache-2.0",
        "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    }
    names = [each.rpartition(" :: ")[2] for each in classifiers if each.startswith("License ::")]
    return " OR ".join(known[name] for name in names if name in known)


def _is_of_the_system(source: Path) -> bool:
    """Say whether this is a library that is neither Python's nor of a package of Python's."""
    places = {
        *(sysconfig.get_path(name) for name in ("stdlib", "platstdlib")),
        sys.prefix,
        *([sys.base_prefix] if sys.base_prefix != "/usr" else []),
    }
    is_library = re.search(r"\.(so(\.[\d.]+)?|dll|dylib)$", source.name) is not None
    return is_library and not any(source.is_relative_to(place) for place in places)


def _of_the_system(source: Path) -> Part:
    package = debian_package(source)
    if package is None:
        # where nobody keeps account of what belongs to what, its name is all there is
        return Part(name=source.name, version="", licence=_UNSAID, text="", kind=Kind.GENERIC)
    name, version = package
    text = Path("/usr/share/doc", name, "copyright").read_text(encoding="utf-8", errors="replace")
    return Part(name=name, version=version, licence=_UNSAID, text=text, kind=Kind.DEBIAN)


@cache
def debian_package(path: Path) -> tuple[str, str] | None:
    """Return the name and the version of the Debian package that ``path`` belongs to."""
    # /lib is a link to /usr/lib where dpkg remembers one or the other
    real = path.resolve()
    for each in (path, real, Path("/usr", *path.parts[1:]), Path("/", *real.parts[2:])):
        try:
            asked = subprocess.run(
                ["dpkg-query", "--search", str(each)], capture_output=True, text=True, check=False
            )
        except FileNotFoundError:
            return None
        if asked.returncode == 0:
            name = asked.stdout.partition(": ")[0]
            version = subprocess.run(
                ["dpkg-query", "--show", "--showformat", "${Version}", name],
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            return name.partition(":")[0], version
    return None
