"""What arrives in Downloads is offered while a page waits for it, and at no other time."""

import contextlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QFileSystemWatcher, QObject, QStandardPaths

from deskpro_sso_gui.setup.parts import Origin
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks.certificate import jumpcloud_certificate
from deskpro_sso_gui.ui import downloads
from deskpro_sso_gui.ui.downloads import Download, DownloadsWatch, downloads_folder
from deskpro_sso_gui.ui.pages.certificate import CertificatePage
from deskpro_sso_gui.ui.pages.metadata import MetadataPage
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.window import Window
from tests.support.desk import Desk, Play, Start, looks, well_made
from tests.support.window import click, drive, named, settled, until

pytestmark = pytest.mark.window
START: Start = {"page": StageId.CERTIFICATE, "after": StageId.APPLICATION}


@pytest.fixture
def folder(home: Path) -> Path:
    made = home / "Downloads"
    made.mkdir()
    assert downloads_folder() == made
    return made


def watchers(root: QObject) -> list[QFileSystemWatcher]:
    return root.findChildren(QFileSystemWatcher)


def taken(desk: Desk) -> Origin | None:
    certificate = desk.session.record.certificate
    return certificate.source if certificate is not None else None


def test_the_certificate_is_offered_and_read_only_on_a_yes(on_page: Play, folder: Path) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(CertificatePage)
        assert [each.directories() for each in watchers(desk.window)] == [[str(folder)]]
        own = await jumpcloud_certificate(desk.session)
        (folder / "certificate.pem").write_text(own.pem)
        await until(page.downloaded.isVisible)
        assert "certificate.pem arrived in Downloads" in desk.words
        await desk.settled()
        assert taken(desk) is None
        click(named(page, Button, "Use certificate.pem"))
        await until(lambda: taken(desk) is not None)
        await desk.settled()
        assert taken(desk) is Origin.FILE
        assert not page.downloaded.isVisible()
        await until(lambda: watchers(desk.window) == [])
        (folder / "another.pem").write_text(own.pem)
        await desk.settled()
        assert not page.downloaded.isVisible()

    on_page(story, **START)


def test_nothing_is_watched_once_the_page_is_left_or_covered(on_page: Play, folder: Path) -> None:
    async def story(desk: Desk) -> None:
        assert watchers(desk.window)[0].directories() == [str(folder)]
        desk.window.open_settings()
        await until(lambda: watchers(desk.window) == [])
        desk.window.close_settings()
        await until(lambda: bool(watchers(desk.window)))
        await desk.open(StageId.ACCESS)
        await until(lambda: watchers(desk.window) == [])

    on_page(story, **START)


def test_what_was_declined_is_not_offered_again(on_page: Play, folder: Path) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(CertificatePage)
        (folder / "certificate.pem").write_text("x")
        await until(page.downloaded.isVisible)
        click(named(page, Button, "Not this one"))
        assert not page.downloaded.isVisible()
        (folder / "certificate (1).pem").write_text("y")
        await until(page.downloaded.isVisible)
        assert "certificate (1).pem arrived in Downloads" in desk.words

    on_page(story, **START)


def test_metadata_is_waited_for_where_the_file_is_asked_for(on_page: Play, folder: Path) -> None:
    async def story(desk: Desk) -> None:
        page = desk.at(MetadataPage)
        assert watchers(desk.window) == []
        page._by_file.set_open(on=True)
        assert watchers(desk.window)
        (folder / "certificate.pem").write_text("x")
        (folder / "JumpCloud-saml2-metadata.xml").write_text("<x/>")
        await until(page.downloaded.isVisible)
        assert "JumpCloud-saml2-metadata.xml arrived in Downloads" in desk.words
        page._by_file.set_open(on=False)
        await until(lambda: watchers(desk.window) == [])

    on_page(story, page=StageId.METADATA, after=StageId.CERTIFICATE)


def test_without_a_folder_of_its_own_nothing_is_watched(
    on_page: Play, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _which: str(home))
    assert downloads_folder() is None

    async def story(desk: Desk) -> None:
        assert watchers(desk.window) == []

    on_page(story, **START)


@looks
def test_the_offer_is_whole_translated_and_reached(
    on_page: Play, folder: Path, language: str, size: tuple[int, int]
) -> None:
    async def story(desk: Desk) -> None:
        (folder / "certificate.pem").write_text("x")
        await until(desk.at(CertificatePage).downloaded.isVisible)
        await desk.settled()
        well_made(desk)

    on_page(story, **START, language=language, size=size)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "_SETTLES_MS", 20)


def watch_of(window: Window, arrived: list[Path]) -> DownloadsWatch:
    watch = DownloadsWatch(window.runner, {".pem"}, 100, lambda: datetime.now(UTC), window)
    watch.arrived.connect(lambda found: arrived.append(found.path))
    return watch


def aged(path: Path, by: timedelta) -> Path:
    moment = (datetime.now(UTC) - by).timestamp()
    os.utime(path, (moment, moment))
    return path


@pytest.mark.usefixtures("quick")
def test_old_files_are_left_alone_and_recent_ones_are_seen(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrived: list[Path] = []
    for name, minutes in (("old.pem", 60), ("recent.pem", 2)):
        (folder / name).write_text("x")
        aged(folder / name, timedelta(minutes=minutes))

    async def story(window: Window) -> None:
        watch = watch_of(window, arrived)
        watch.start()
        await until(lambda: arrived)
        with monkeypatch.context() as patched:  # as a folder that can't be looked into for once
            patched.setattr(downloads, "list_downloads", lambda *_wanted: {})
            (folder / "other.txt").touch()
            await until(lambda: watch._before == {})
        (folder / "new.pem").write_text("x")
        await until(lambda: len(arrived) > 1)
        watch.stop()
        assert not watch.watching

    drive(story)
    assert arrived == [folder / "recent.pem", folder / "new.pem"]


@pytest.mark.usefixtures("quick")
def test_a_download_under_way_counts_once_it_is_whole(folder: Path) -> None:
    arrived: list[Path] = []

    async def story(window: Window) -> None:
        watch = watch_of(window, arrived)
        watch.start()
        await settled(window)
        part, placeholder = folder / "a.pem.part", folder / "a.pem"
        placeholder.touch()  # as Firefox does
        part.write_text("half")
        for name in ("b.pem.crdownload", ".hidden.pem", "c.txt", "big.pem", "\u202egnp.pem"):
            (folder / name).write_text("x" * (101 if name == "big.pem" else 1))
        (folder / "link.pem").symlink_to(part)
        (folder / "folder.pem").mkdir()
        looked = watch._looks
        await until(lambda: watch._looks > looked + 3)
        assert arrived == []
        part.replace(placeholder)
        await until(lambda: arrived)
        watch.stop()

    drive(story)
    assert arrived == [folder / "a.pem"]


@pytest.mark.usefixtures("quick")
def test_a_file_that_still_grows_is_waited_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrived: list[Path] = []
    path = folder / "a.pem"
    sizes = iter([1, 2, 3, 4, 4, 4, 4, 4, 4, 4])
    counted: list[int] = []

    def grows(*_wanted: object) -> dict[Path, Download]:
        counted.append(next(sizes))
        return {path: Download(path=path, size=counted[-1], changed_ns=2**62)}

    monkeypatch.setattr(downloads, "list_downloads", grows)

    async def story(window: Window) -> None:
        watch = watch_of(window, arrived)
        watch.start()
        await until(lambda: arrived)
        watch.stop()

    drive(story)
    assert counted == [1, 2, 3, 4, 4]


class Entry:
    """What a folder says of a file, which may be gone by the time it is asked about it."""

    def __init__(self, path: Path) -> None:
        self.path, self.name = str(path), path.name

    def stat(self, *, follow_symlinks: bool) -> os.stat_result:
        return Path(self.path).stat(follow_symlinks=follow_symlinks)


def test_one_file_that_vanishes_does_not_end_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "b.pem").write_text("x")
    entries = [Entry(tmp_path / "a.pem"), Entry(tmp_path / "b.pem")]
    monkeypatch.setattr(os, "scandir", lambda _folder: contextlib.nullcontext(entries))
    found = downloads.list_downloads(tmp_path, {".pem"}, 100)
    monkeypatch.undo()
    assert list(found) == [tmp_path / "b.pem"]


def test_a_folder_that_vanishes_is_empty(tmp_path: Path) -> None:
    assert downloads.list_downloads(tmp_path / "gone", {".pem"}, 100) == {}
