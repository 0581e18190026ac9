"""What Windows shows of the program under *Properties*, *Details*."""

from pathlib import Path
from typing import Final

import project

_ENGLISH: Final = 0x0409
_UNICODE: Final = 1200


def write(folder: Path) -> Path:
    """Write the version information as PyInstaller reads it; return the file, made in ``folder``.

    It is text and not made of PyInstaller's own classes, which can be imported on Windows alone.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "version-information.txt"
    path.write_text(describe(), encoding="utf-8")
    return path


def describe() -> str:
    """Return the version information, made from what ``project`` says."""
    version = project.version()
    numbers = (*(int(part) for part in version.split(".")), 0, 0, 0)[:4]
    words = {
        "CompanyName": f"{project.TITLE} contributors",
        "FileDescription": project.TITLE,
        "FileVersion": version,
        "InternalName": project.NAME,
        "LegalCopyright": "MIT licence",
        "OriginalFilename": f"{project.NAME}.exe",
        "ProductName": project.TITLE,
        "ProductVersion": version,
    }
    said = ", ".join(f"StringStruct({name!r}, {value!r})" for name, value in words.items())
    table = f"StringTable({f'{_ENGLISH:04X}{_UNICODE:04X}'!r}, [{said}])"
    return (
        f"VSVersionInfo(\n"
        f"    ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}),\n"
        f"    kids=[\n"
        f"        StringFileInfo([{table}]),\n"
        f"        VarFileInfo([VarStruct('Translation', [{_ENGLISH}, {_UNICODE}])]),\n"
        f"    ],\n"
        f")\n"
    )
