"""Pictures of every exhibit, in files of their own and on sheets.

python -m tests.support.gallery.pictures FOLDER --language de

Writes FOLDER/de/light-100/certificate-done.png and so on, and a sheet of each page beside them. The
scale is Qt's, which wants to know it before it begins: QT_SCALE_FACTOR.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from deskpro_sso_gui import texts
from deskpro_sso_gui.ui.theme import Scheme, Theme
from tests.support.gallery import BY_ID, EXHIBITS, Exhibit, Visit, building, rest, walk
from tests.support.gallery.tour import LOOKS
from tests.support.window import screenshot

COLUMNS: Final = 4
WIDTH: Final = 540
CAPTION: Final = 24
GAP: Final = 12


class Camera:
    """Takes a picture of each exhibit in each of the looks."""

    def __init__(self, folder: Path, looks: Sequence[Scheme] = LOOKS) -> None:
        """Write into a folder for each of the looks, below ``folder``."""
        self._folder, self._looks = folder, looks
        scale = float(os.environ.get("QT_SCALE_FACTOR", "1"))
        self._scale = f"{scale:.0%}".removesuffix("%")

    def place(self, scheme: Scheme) -> Path:
        """Return the folder for pictures in ``scheme``."""
        return self._folder / f"{scheme}-{self._scale}"

    async def take(self, exhibit: Exhibit, visit: Visit) -> None:
        """Take the pictures of ``exhibit``, which is there."""
        # the next exhibit begins in the looks of this one's end: to change them takes a while
        begins_last = Theme.current().scheme is self._looks[-1]
        for scheme in reversed(self._looks) if begins_last else self._looks:
            if Theme.current().scheme is not scheme:
                Theme.current().use(scheme)
            await rest()
            screenshot(visit.window, self.place(scheme) / f"{exhibit.id}.png")

    def sheets(self, exhibits: Sequence[Exhibit]) -> Iterator[Path]:
        """Put the pictures of each page on a sheet, and yield where it is."""
        for scheme in self._looks:
            for page in dict.fromkeys(each.page for each in exhibits):
                names = [each.id for each in exhibits if each.page is page]
                pictures = [self.place(scheme) / f"{name}.png" for name in names]
                target = self.place(scheme) / "sheets" / f"{page}.png"
                target.parent.mkdir(exist_ok=True)
                sheet(pictures, target)
                yield target


def sheet(pictures: Sequence[Path], target: Path) -> None:
    """Put ``pictures`` beside each other on one, with their names as captions."""
    small = [
        QImage(str(path)).scaledToWidth(WIDTH, Qt.TransformationMode.SmoothTransformation)
        for path in pictures
    ]
    for each in small:
        each.setDevicePixelRatio(1)
    cell = QSize(WIDTH + GAP, max(each.height() for each in small) + CAPTION + GAP)
    lines = -(-len(small) // COLUMNS)
    whole = QImage(
        COLUMNS * cell.width() + GAP, lines * cell.height() + GAP, QImage.Format.Format_RGB32
    )
    whole.fill(QColor(Qt.GlobalColor.lightGray))
    painter = QPainter(whole)
    painter.setPen(Qt.GlobalColor.black)
    font = painter.font()
    font.setPixelSize(CAPTION * 2 // 3)
    painter.setFont(font)
    for number, (image, path) in enumerate(zip(small, pictures, strict=True)):
        line, column = divmod(number, COLUMNS)
        at = QPoint(GAP + column * cell.width(), GAP + line * cell.height())
        painter.drawText(QRect(at, QSize(WIDTH, CAPTION)), 0, path.stem)
        painter.drawImage(at + QPoint(0, CAPTION), image)
    painter.end()
    if not whole.save(str(target)):
        raise OSError(f"{target} can't be written")


def main() -> int:
    """Take the pictures as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--language", default=texts.PSEUDO)
    parser.add_argument("--looks", nargs="*", type=Scheme, default=LOOKS)
    parser.add_argument("--only", nargs="*", default=list(BY_ID))
    told = parser.parse_args()
    chosen = [each for each in EXHIBITS if each.id in told.only]
    camera = Camera(told.folder / told.language, told.looks)
    with tempfile.TemporaryDirectory() as folder, building(Path(folder)) as prepared:
        walk(chosen, prepared, Path(folder) / "walk", camera.take, language=told.language)
    written = list(camera.sheets(chosen))
    sys.stdout.write(f"{len(chosen) * len(told.looks)} pictures, {len(written)} sheets\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
