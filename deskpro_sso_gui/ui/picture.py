"""Look at a picture for the tile. It may come from anywhere, so it is decoded with limits."""

import asyncio
from pathlib import Path
from typing import Final

import msgspec
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLoggingCategory, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from deskpro_sso_gui.storage.files import read_limited
from deskpro_sso_gui.tasks.picture import (
    LARGEST_BYTES,
    LARGEST_PIXELS,
    Picture,
    not_usable,
    picture_of,
    too_large,
)

_FORMATS: Final = {"image/png": b"png", "image/jpeg": b"jpeg"}
_SHOWN_PIXELS: Final = 256
_MEMORY_MB: Final = 64
"""What a decoder may take: the largest picture we accept has 32 MB at 16 bits a channel."""

_QUIET: Final = "qt.gui.imageio=false\nqt.gui.imageio.*=false"
"""A damaged picture is no fault of the program's; what is wrong with it is told in our words."""


class SeenPicture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture that can be shown: the file as it is, and a small image of it."""

    picture: Picture
    image: QImage


async def look_at_picture(path: Path) -> SeenPicture:
    """Read and decode the picture in ``path``, in a thread.

    Raises:
        ProblemError: it can't be read (``FILE_UNREADABLE``), has too many bytes
            (``PICTURE_TOO_LARGE``), or is no PNG or JPEG of a size we take
            (``PICTURE_NOT_USABLE``).
    """
    return await asyncio.to_thread(_look, path)


def _look(path: Path) -> SeenPicture:
    try:
        is_large = path.stat().st_size > LARGEST_BYTES
    except (OSError, ValueError):
        is_large = False  # reading it says why
    if is_large:
        raise too_large()
    picture = picture_of(read_limited(path, LARGEST_BYTES))
    return SeenPicture(picture=picture, image=decoded(picture))


def decoded(picture: Picture) -> QImage:
    """Return a small image of ``picture``.

    One decoder alone is tried, that of what the file says it is: Qt's others are no business of a
    file from outside. Its size is looked at before anything is decoded.

    Raises:
        ProblemError: it is damaged or has too many pixels (``PICTURE_NOT_USABLE``).
    """
    QImageReader.setAllocationLimit(_MEMORY_MB)
    QLoggingCategory.setFilterRules(_QUIET)
    buffer = QBuffer()
    buffer.setData(QByteArray(picture.data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(_FORMATS[picture.media_type]))
    reader.setAutoDetectImageFormat(False)
    size = reader.size()
    if size.isEmpty() or max(size.width(), size.height()) > LARGEST_PIXELS:
        raise not_usable()
    room = QSize(_SHOWN_PIXELS, _SHOWN_PIXELS)
    if max(size.width(), size.height()) > _SHOWN_PIXELS:
        reader.setScaledSize(size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise not_usable()
    return image
