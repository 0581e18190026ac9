"""Pictures for a tile, and files that only look like some."""

import struct
import zlib
from pathlib import Path
from typing import Final

from PySide6.QtGui import QColor, QImage

PNG: Final = b"\x89PNG\r\n\x1a\n"


def picture(path: Path, *, width: int = 96, height: int = 96, colour: str = "#9E2F00") -> Path:
    """Write a picture of one colour; the name's end says of which kind."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    assert image.save(str(path))
    return path


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """Return a small PNG that says it is a very large picture."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        PNG
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(bytes(1000)))
        + _chunk(b"IEND", b"")
    )
