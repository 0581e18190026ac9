"""Collect the licences of everything in a frozen program, for its users to read.

``licences.json``, among the program's resources, is a list of objects ``{"name", "version",
"licence", "text"}``, sorted by name: what a part is called, its version (may be empty), an SPDX
expression or words, and the path of the licence's text below the resources. ``licences.txt``,
beside it, has all texts in one file.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

import project
from bundled import Part

INDEX: Final = "licences.json"
TOGETHER: Final = "licences.txt"
FOLDER: Final = "licences"
PARTS: Final = "parts.json"


def write(parts: Sequence[Part], folder: Path) -> list[Path]:
    """Write the licences of ``parts`` into ``folder``; return the files that users are to get.

    What is known of the parts goes into ``parts.json`` there, which is for the bill of materials.
    """
    texts = folder / FOLDER
    texts.mkdir(parents=True, exist_ok=True)
    index, together = [], [_introduction()]
    for part in parts:
        path = texts / f"{re.sub(r'[^a-z0-9.]+', '-', part.name.lower()).strip('-')}.txt"
        path.write_text(part.text, encoding="utf-8", newline="\n")
        index.append(
            {
                "name": part.name,
                "version": part.version,
                "licence": part.licence,
                "text": path.relative_to(folder).as_posix(),
            }
        )
        title = f"{part.name} {part.version}".strip()
        inside = "".join(
            f"contains {' '.join(filter(None, (each.name, each.version, each.licence)))}\n"
            for each in part.inside
        )
        line = "=" * 100
        together.append(f"{line}\n{title}\nLicence: {part.licence}\n{inside}{line}\n{part.text}")
    made = [*(folder / each["text"] for each in index), folder / INDEX, folder / TOGETHER]
    made[-2].write_bytes(msgspec.json.format(msgspec.json.encode(index), indent=2) + b"\n")
    made[-1].write_text("\n\n".join(together), encoding="utf-8", newline="\n")
    (folder / PARTS).write_bytes(msgspec.json.encode(parts))
    return made


def _introduction() -> str:
    own = (project.ROOT / "LICENSE").read_text(encoding="utf-8")
    return (
        f"{project.TITLE} {project.version()}\n\n{own}\n"
        "It contains the work of others, each under the licence that follows. The libraries of Qt\n"
        "and of Qt for Python are files of their own and may be replaced, see there.\n"
    )


def read_parts(folder: Path) -> list[Part]:
    """Return the parts that ``write`` was given."""
    return msgspec.json.decode((folder / PARTS).read_bytes(), type=list[Part])
