"""A walk through the gallery with open eyes: what is wrong with each exhibit.

python -m tests.support.gallery.tour FOLDER --language qps --font 1.5 --looks light dark

What has to be said to Qt before it begins, the scale and the system's font, wants a process of its
own. That one writes what it found to FOLDER/found.json.
"""

import argparse
import faulthandler
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication

from deskpro_sso_gui import texts
from deskpro_sso_gui.ui import loop
from deskpro_sso_gui.ui.theme import Scheme, Theme
from tests.support.gallery import BY_ID, EXHIBITS, Exhibit, Visit, building, rest, walk
from tests.support.looking import accessible, contrast, geometry
from tests.support.window import screen_environment, untranslated

SIZES: Final = ((1080, 760), (640, 480))
TALL: Final = 2600
"""A window in which no page has to be scrolled."""

LOOKS: Final = (Scheme.LIGHT, Scheme.DARK, Scheme.HIGH_CONTRAST)


@dataclass
class Found:
    """What is wrong with an exhibit."""

    cut_off: list[str] = field(default_factory=list)
    too_pale: list[str] = field(default_factory=list)
    badly_told: list[str] = field(default_factory=list)
    untranslated: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Way:
    """How the window is to be: what it speaks, and how large it is drawn.

    Attributes:
        language: a tag, see ``texts``; ``qps-rtl`` is right to left.
        scale: of the screen.
        font: the system's font is so many times its usual size.
        looks: in which the colours are measured; ``None`` takes another for each exhibit.
    """

    language: str = texts.PSEUDO
    scale: float = 1.0
    font: float = 1.0
    looks: tuple[Scheme, ...] | None = None

    def __str__(self) -> str:
        """Name it as a test is called."""
        return f"{self.language}-{self.scale:.0%}-font {self.font:.0%}"


class _Tour:
    def __init__(self, way: Way, exhibits: Sequence[Exhibit]) -> None:
        self.looks = way.looks
        self.found: dict[str, Found] = {}
        self._in_turn = dict(zip((each.id for each in exhibits), cycle(LOOKS), strict=False))

    def order(self, exhibits: Sequence[Exhibit]) -> list[Exhibit]:
        """Put together what is seen in the same looks: to change them takes a while."""
        if self.looks is not None:
            return list(exhibits)
        return sorted(exhibits, key=lambda each: self._in_turn[each.id])

    async def look(self, exhibit: Exhibit, visit: Visit) -> None:
        found = self.found.setdefault(exhibit.id, Found())
        window = visit.window
        if texts.language() == texts.PSEUDO:
            found.untranslated += untranslated(window)
        for size in SIZES:
            window.resize(*size)
            await rest()
            told = geometry.wrong_size(window, size) + geometry.cut_off(window)
            found.cut_off += [f"{size[0]} by {size[1]}: {each}" for each in told]
        window.resize(SIZES[0][0], TALL)
        await rest()
        for scheme in self.looks if self.looks is not None else (self._in_turn[exhibit.id],):
            if Theme.current().scheme is not scheme:
                Theme.current().use(scheme)
                await rest()
            found.too_pale += [f"{scheme}: {each}" for each in contrast.too_pale(window)]
        window.resize(*SIZES[0])
        await rest()
        found.badly_told += accessible.badly_told(window) + accessible.out_of_reach(window)


def take(way: Way, folder: Path, exhibits: Sequence[Exhibit] = EXHIBITS) -> dict[str, Found]:
    """Walk through the gallery in this process, and return what is wrong with each exhibit."""
    tour = _Tour(way, exhibits)
    complaints: list[str] = []

    def note(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        del context
        if kind not in {QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg}:
            complaints.append(message)

    application = loop.application()
    if way.font != 1.0:
        font = application.font()
        font.setPointSizeF(font.pointSizeF() * way.font)
        application.setFont(font)
    Theme.install(application)
    contrast.crisp()
    before = qInstallMessageHandler(note)
    try:
        with building(folder) as prepared:
            walk(tour.order(exhibits), prepared, folder / "walk", tour.look, language=way.language)
    finally:
        Theme.current().use(Scheme.LIGHT)
        qInstallMessageHandler(before)
    assert complaints == [], complaints
    return tour.found


def send(
    way: Way, folder: Path, exhibits: Sequence[Exhibit] = EXHIBITS, *, limit_s: float = 1800
) -> dict[str, Found]:
    """Walk through the gallery in a process of its own, which may be scaled."""
    words = [str(folder), "--language", way.language, "--font", str(way.font)]
    if way.looks is not None:
        words += ["--looks", *way.looks]
    words += ["--only", *(each.id for each in exhibits)]
    if QGuiApplication.instance() is not None:
        # what a test copied is this process's, which answers nobody while it waits for the other
        QGuiApplication.clipboard().clear()
    told = subprocess.run(
        [sys.executable, "-m", __name__, *words],
        env={**os.environ, **screen_environment(), "QT_SCALE_FACTOR": str(way.scale)},
        capture_output=True,
        text=True,
        timeout=limit_s,
        check=False,
    )
    assert told.returncode == 0, told.stderr[-5000:]
    return read(folder / "found.json")


def read(path: Path) -> dict[str, Found]:
    """Return what another process found."""
    document: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return {name: Found(**found) for name, found in document.items()}


def faults(found: Mapping[str, Found], kind: str) -> Iterator[str]:
    """Yield what is wrong of one kind, with where it is."""
    for name, each in found.items():
        for fault in getattr(each, kind):
            yield f"{name}: {fault}"


def main() -> int:
    """Walk as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--language", default=texts.PSEUDO)
    parser.add_argument("--font", type=float, default=1.0)
    parser.add_argument("--looks", nargs="*", type=Scheme)
    parser.add_argument("--only", nargs="*", default=list(BY_ID))
    told = parser.parse_args()
    faulthandler.enable()
    way = Way(
        language=told.language,
        font=told.font,
        looks=None if told.looks is None else tuple(told.looks),
    )
    found = take(way, told.folder, [BY_ID[each] for each in told.only])
    document = {name: asdict(each) for name, each in found.items()}
    (told.folder / "found.json").write_text(json.dumps(document, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
