"""Watches the folder that browsers put downloads into, for the one file a page waits for.

Only names, sizes and times are looked at. Nothing is read, and what was there before is left
alone, but for the last minutes: the file may have come while the page was on its way.
"""

import asyncio
import contextlib
import os
import stat
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec
from PySide6.QtCore import QFileSystemWatcher, QObject, QStandardPaths, QTimer, Signal

from deskpro_sso_gui.ui.runner import Runner

RECENT: Final = timedelta(minutes=5)
_SETTLES_MS: Final = 400
_MOST_LOOKS: Final = 300
"""How often an unfinished file is looked at by itself: two minutes."""


class Download(msgspec.Struct, frozen=True, kw_only=True):
    """A file that arrived, as its folder has it."""

    path: Path
    size: int
    changed_ns: int

    @property
    def changed_at(self) -> datetime:
        """When it was last written to, aware."""
        return datetime.fromtimestamp(self.changed_ns / 1_000_000_000, UTC)


def downloads_folder() -> Path | None:
    """Return where downloads go; None where that is nowhere of its own."""
    name = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
    folder = Path(name)
    # who turned the folder off has the home folder named, which is nobody's to watch
    return folder if name and folder != Path.home() else None


def list_downloads(
    folder: Path, suffixes: Collection[str], most_bytes: int
) -> dict[Path, Download]:
    """Return the plain files of these endings and at most that size; it blocks.

    A file that vanishes meanwhile is left out, and nothing else.
    """
    found: dict[Path, Download] = {}
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                path = Path(entry.path)
                if path.suffix.lower() in suffixes and _is_plain(entry.name):
                    with contextlib.suppress(OSError):
                        seen = _seen(path, entry.stat(follow_symlinks=False), most_bytes)
                        found |= {path: seen} if seen is not None else {}
    except OSError:
        return found  # the folder vanished meanwhile, or may not be looked into
    return found


def _seen(path: Path, seen: os.stat_result, most_bytes: int) -> Download | None:
    if not stat.S_ISREG(seen.st_mode) or seen.st_size > most_bytes:
        return None
    return Download(path=path, size=seen.st_size, changed_ns=seen.st_mtime_ns)


def _is_plain(name: str) -> bool:
    return not name.startswith(".") and name.isprintable()


class DownloadsWatch(QObject):
    """Emits ``arrived`` with each whole new file, the newest last, between ``start`` and ``stop``.

    Args:
        runner: looks into the folder beside the window's work.
        suffixes: the endings that fit, in small letters.
        most_bytes: a bigger file is another one.
        now: tells the time, aware.
    """

    arrived = Signal(object)

    def __init__(
        self,
        runner: Runner,
        suffixes: Collection[str],
        most_bytes: int,
        now: Callable[[], datetime],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._suffixes = frozenset(suffixes)
        self._most_bytes = most_bytes
        self._now = now
        self._watcher: QFileSystemWatcher | None = None
        self._folder = Path()
        self._since = now()
        self._before: Mapping[Path, Download] | None = None
        self._fresh: set[Path] = set()
        self._told: set[Download] = set()
        self._looks = 0
        self._again = QTimer(self, singleShot=True, interval=_SETTLES_MS)
        self._again.timeout.connect(self._look)

    @property
    def watching(self) -> bool:
        """Say whether the folder is watched."""
        return self._watcher is not None

    def start(self) -> None:
        """Watch; does nothing while it does already."""
        folder = downloads_folder()
        if self._watcher is not None or folder is None or not folder.is_dir():
            return
        self._folder = folder
        self._since = self._now() - RECENT
        self._watcher = QFileSystemWatcher([str(folder)], self)
        self._watcher.directoryChanged.connect(self._changed)
        self._look()

    def stop(self) -> None:
        """Watch no more, and forget what was there."""
        self._again.stop()
        self._runner.cancel_owned(self)
        watcher, self._watcher = self._watcher, None
        if watcher is not None:
            watcher.directoryChanged.disconnect(self._changed)
            watcher.removePaths(watcher.directories())
            watcher.deleteLater()
        self._before = None
        self._fresh.clear()

    def _changed(self, _folder: str) -> None:
        self._looks = 0
        self._look()

    def _look(self) -> None:
        if self._watcher is None or self._runner.busy(self):
            self._again.start()
            return
        self._looks += 1
        wanted = self._folder, self._suffixes, self._most_bytes
        self._runner.start(
            "",
            lambda: asyncio.to_thread(list_downloads, *wanted),
            done=self._looked,
            failed=lambda _problem: None,
            owner=self,
            quiet=True,
        )

    def _looked(self, found: Mapping[Path, Download]) -> None:
        if self._watcher is None:
            return
        before, self._before = self._before, found
        # one that a look missed is no new one when the next look finds it: it has its old time
        self._fresh |= {
            path
            for path, each in found.items()
            if each.changed_at >= self._since and (before is None or before.get(path) != each)
        }
        fresh = [found[path] for path in self._fresh if path in found]
        whole = [each for each in fresh if each.size and before and before.get(each.path) == each]
        for each in sorted(whole, key=lambda each: each.changed_ns):
            if each not in self._told:
                self._told.add(each)
                self.arrived.emit(each)
        if len(whole) < len(fresh) and self._looks < _MOST_LOOKS:
            self._again.start()
