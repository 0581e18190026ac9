"""Draw the program's icon, from the one in ``resources/icons``, in the sizes each system wants."""

import os
import re
import sys
from pathlib import Path
from typing import Final

import project

sys.path.insert(0, str(project.ROOT))

SIZES: Final = (16, 22, 24, 32, 48, 64, 128, 256, 512)
_MAC_SIZES: Final = {16: "icp4", 32: "icp5", 128: "ic07", 256: "ic08", 512: "ic09", 1024: "ic10"}
_WINDOWS_SIZES: Final = (16, 24, 32, 48, 64, 256)
_ICNS_HEADER: Final = 8
_ICO_HEADER: Final = 6
_ICO_ENTRY: Final = 16


def scalable() -> bytes:
    """Return the icon as SVG: the one of the program in its accent, on a plate of its own.

    Inside the program the icon takes the colours of the theme and lets the window shine through;
    on a desktop nobody knows what is behind it.
    """
    from deskpro_sso_gui.ui.theme.tokens import LIGHT  # noqa: PLC0415 - it needs no Qt, but time

    drawn = (project.ROOT / "resources" / "icons" / "app.svg").read_text(encoding="utf-8")
    outline = re.search(r'<path d="([^"z]*z)', drawn)
    if outline is None:
        raise ValueError("resources/icons/app.svg has another shape than this expects")
    plate = f'<path fill="{LIGHT.on_accent}" d="{outline[1]}"/>'
    drawn = drawn.replace("currentColor", LIGHT.accent).replace("<path", f"{plate}<path", 1)
    return drawn.encode() if drawn.endswith("\n") else f"{drawn}\n".encode()


def png(size: int) -> bytes:
    """Return the icon as PNG, ``size`` pixels wide and high."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt  # noqa: PLC0415 - late, it is big
    from PySide6.QtGui import QImage, QPainter  # noqa: PLC0415 - as above
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415 - as above

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(scalable())).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def for_program(platform: str, folder: Path) -> Path:
    """Draw the icon that goes into the program itself; return its file, made in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / ("app.icns" if platform == "darwin" else "app.ico")
    path.write_bytes(icns() if platform == "darwin" else ico())
    return path


def icns() -> bytes:
    """Return the icon in Apple's format: sizes one after the other, each as PNG."""
    parts = []
    for size, kind in _MAC_SIZES.items():
        picture = png(size)
        parts.append(kind.encode() + (len(picture) + _ICNS_HEADER).to_bytes(4, "big") + picture)
    body = b"".join(parts)
    return b"icns" + (len(body) + _ICNS_HEADER).to_bytes(4, "big") + body


def ico() -> bytes:
    """Return the icon in Windows' format: a table of sizes, then each as PNG."""
    pictures = [(size, png(size)) for size in _WINDOWS_SIZES]
    header = b"\0\0\1\0" + len(pictures).to_bytes(2, "little")
    offset = _ICO_HEADER + _ICO_ENTRY * len(pictures)
    table = b""
    for size, picture in pictures:
        side = (size % 256).to_bytes(1, "little")  # 256 is written as 0
        table += side * 2 + b"\0\0\1\0\x20\0" + len(picture).to_bytes(4, "little")
        table += offset.to_bytes(4, "little")
        offset += len(picture)
    return header + table + b"".join(picture for _, picture in pictures)
