"""What nobody caught, and ends that were none: told calmly, saved before, and no value in it."""

import asyncio
import json
import os
import signal
import stat
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication

from deskpro_sso_gui import log
from deskpro_sso_gui.problems import Problem, ProblemCode
from deskpro_sso_gui.storage.crashes import MARK_NAME, CrashReport, Ending, RunningMark
from deskpro_sso_gui.storage.folders import folders
from deskpro_sso_gui.storage.setups import SavedSetup, SetupStore
from deskpro_sso_gui.texts import PSEUDO
from deskpro_sso_gui.ui.crashes import Hooks, Mark
from deskpro_sso_gui.ui.widgets.buttons import Button
from deskpro_sso_gui.ui.widgets.notice import Notice, ProblemNotice
from deskpro_sso_gui.ui.window import Window, copy_text
from tests.support.running_window import running_window
from tests.support.window import (
    click,
    clipped,
    drive,
    name_of,
    named,
    nameless,
    reachable,
    settled,
    tab_walk,
    until,
    untranslated,
    visible,
)

pytestmark = pytest.mark.window
SECRET = "jca_0123456789abcdef"
ENDED = "The program ended unexpectedly last time."


def fail() -> None:
    raise LookupError(SECRET)


def in_slot(_window: Window) -> None:
    QTimer.singleShot(0, fail)


def in_task(_window: Window) -> None:
    async def work() -> None:
        fail()

    asyncio.get_running_loop().create_task(work())


def in_callback(_window: Window) -> None:
    asyncio.get_running_loop().call_soon(fail)


def in_thread(_window: Window) -> None:
    threading.Thread(target=fail).start()


@pytest.mark.parametrize("break_it", [in_slot, in_task, in_callback, in_thread])
def test_what_nobody_caught_is_told_logged_and_saved(
    break_it: object, capsys: pytest.CaptureFixture[str]
) -> None:
    assert callable(break_it)

    async def story(window: Window) -> None:
        log.configure(folders(practice=False).log)
        hooks = Hooks(window.tell_mistake)
        hooks.install()
        try:
            await window._new_setup()
            await settled(window)
            assert window.session is not None
            window.session.set_draft("prerequisites.address", "acme")
            break_it(window)
            await until(lambda: visible(window, ProblemNotice))
            assert window.session._draft_timer is None
            await settled(window)
            (notice,) = visible(window, ProblemNotice)
            click(named(notice, Button, "Copy details"))
            break_it(window)
            for _ in range(20):
                await asyncio.sleep(0.01)
            assert visible(window, ProblemNotice) == [notice]
            click(named(notice, Button, "Close this message"))
            assert visible(window, ProblemNotice) == []
        finally:
            hooks.remove()
        copied = QGuiApplication.clipboard().text()
        assert "[unexpected]" in copied
        assert "Cause: LookupError" in copied
        assert "At: test_unexpected_ends.py:" in copied
        assert SECRET not in copied
        log.configure(folders(practice=False).data / "nowhere")

    drive(story)
    capsys.readouterr()  # the terminal of whoever started it has the traceback
    logged = (folders(practice=False).log / log.FILE_NAME).read_text()
    assert "LookupError" in logged
    assert SECRET not in logged


def test_a_flood_of_mistakes_does_not_fill_the_log() -> None:
    told: list[Problem] = []

    async def story(_window: Window) -> None:
        hooks = Hooks(told.append)
        hooks.install()
        loop = asyncio.get_running_loop()
        try:
            for _ in range(500):
                loop.call_exception_handler({"message": "x", "exception": LookupError(SECRET)})
        finally:
            hooks.remove()

    drive(story)
    assert 0 < len(told) < 100


@pytest.mark.skipif(os.name == "nt", reason="processes are ended as POSIX does")
@pytest.mark.parametrize(
    ("end", "ending", "cause"),
    [
        ("os.kill(os.getpid(), 9)", Ending.CUT_OFF, None),
        ("os.abort()", Ending.CRASH, "Aborted"),
        ("import ctypes; ctypes.string_at(0)", Ending.CRASH, "Segmentation fault"),
    ],
)
def test_an_end_that_was_none_is_told_at_the_next_start_and_nothing_is_lost(
    tmp_path: Path, end: str, ending: Ending, cause: str | None
) -> None:
    with running_window(errors=tmp_path / "errors") as first:
        assert first.heard() == "shown"
        first.tell("asyncio.ensure_future(shown._new_setup())")
        assert first.heard().startswith("open")
        first.tell(f"asyncio.ensure_future(keep(shown, {SECRET!r}))")
        assert first.heard() == "saved"
        first.tell(end)
        assert first.ended() < 0
    with running_window(errors=tmp_path / "errors") as following:
        assert following.heard() == f"shown {ENDED}"
        following.close()
    with running_window(errors=tmp_path / "errors") as third:
        assert third.heard() == "shown"
        third.close()
    places = folders(practice=False)
    told = json.loads((places.log / "crash.json").read_bytes())
    assert told["ending"] == ending
    assert told["cause"] == ([cause] if cause else [])
    if ending is Ending.CRASH:
        assert told["places"][0].startswith(("ui/", "cli.py")), told["places"]
    for file in (*places.log.iterdir(), places.data / MARK_NAME):
        assert not file.exists() or SECRET not in file.read_text()
        assert not file.exists() or str(Path.home()) not in file.read_text()
    (saved,) = SetupStore(places.setups).list()
    assert isinstance(saved, SavedSetup)
    draft = SetupStore(places.setups).load_draft(saved.record.id)
    assert draft["prerequisites.address"] == SECRET  # typed there, and so kept as a draft


@pytest.mark.skipif(os.name == "nt", reason="a signal is sent")
def test_a_signal_to_end_is_a_clean_end(tmp_path: Path) -> None:
    with running_window(errors=tmp_path / "errors") as first:
        assert first.heard() == "shown"
        first.process.send_signal(signal.SIGTERM)
        assert first.ended() == 0
    assert not (folders(practice=False).data / MARK_NAME).exists()
    assert not (folders(practice=False).log / "crash.json").exists()


def test_an_error_that_ends_the_program_is_told_at_the_next_start(tmp_path: Path) -> None:
    with running_window(errors=tmp_path / "errors") as first:
        assert first.heard() == "shown"
        first.tell("shown._closed.set = None; shown._closed._waiters[0].set_exception(OSError(5))")
        assert first.ended() == 1
    with running_window(errors=tmp_path / "errors") as following:
        assert following.heard() == f"shown {ENDED}"
        following.close()
    told = json.loads((folders(practice=False).log / "crash.json").read_bytes())
    assert told["ending"] == Ending.ERROR
    assert told["cause"] == ["OSError"]


def test_an_error_after_the_window_is_closed_is_told_as_well(tmp_path: Path) -> None:
    with running_window(errors=tmp_path / "errors") as first:
        assert first.heard() == "shown"
        first.tell("shown._drop_settings = lambda: {}['gone']; shown.close()")
        assert first.ended() == 1
    told = json.loads((folders(practice=False).data / MARK_NAME).read_bytes())
    assert told["ending"] == Ending.ERROR
    assert told["cause"] == ["KeyError"]
    assert "ended" in (folders(practice=False).log / log.FILE_NAME).read_text()


def cut_off(cause: tuple[str, ...] = ("LookupError",)) -> RunningMark:
    places = folders(practice=False)
    mark = RunningMark(places.data, places.log)
    assert mark.begin() is None
    if cause:
        try:
            fail()
        except LookupError as error:
            mark.note(error)
    mark.end(clean=False)
    return mark


@pytest.mark.parametrize(("language", "size"), [("en", (1080, 760)), ("qps", (640, 480))])
def test_the_notice_is_calm_whole_and_can_be_put_away(language: str, size: tuple[int, int]) -> None:
    cut_off()

    async def story(window: Window) -> None:
        await settled(window)
        mark = Mark(folders(practice=False))
        await mark.begin(window.show_ending, copy_text)
        await settled(window)
        (notice,) = visible(window, Notice)
        assert clipped(window) == []
        assert nameless(window) == []
        if language == "qps":
            assert untranslated(notice) == []
        else:
            click(named(notice, Button, "Copy details"))
            copied = QGuiApplication.clipboard().text()
            assert "[program-error]" in copied
            assert "At: test_unexpected_ends.py:" in copied
            assert SECRET not in copied
            assert [name_of(each) for each in visible(notice, Button)][2] == "Show the report"
        click(visible(notice, Button)[0])
        await settled(window)
        assert visible(window, Notice) == []
        mark.end(clean=True)

    drive(story, language=language, size=size)


def test_the_notice_is_told_anew_in_another_language_until_it_is_put_away() -> None:
    cut_off()

    async def story(window: Window) -> None:
        await settled(window)
        mark = Mark(folders(practice=False))
        await mark.begin(window.show_ending, copy_text)
        (notice,) = visible(window, Notice)
        assert untranslated(notice) != []
        for seen in (1, 0):
            window._speak(PSEUDO)
            await settled(window)
            window.close_settings()
            await settled(window)
            notices = visible(window, Notice)
            assert len(notices) == seen
            for each in notices:
                assert untranslated(each) == []
                click(visible(each, Button)[0])
        mark.end(clean=True)

    drive(story)


@pytest.mark.parametrize(("language", "size"), [("en", (1080, 760)), ("qps", (640, 480))])
def test_what_is_told_above_the_page_is_whole_and_reached_by_keyboard(
    language: str, size: tuple[int, int]
) -> None:
    async def story(window: Window) -> None:
        await settled(window)
        for _ in range(2):
            window.tell_mistake(Problem(code=ProblemCode.UNEXPECTED, values={"kind": "KeyError"}))
            await settled(window)
            (notice,) = visible(window, ProblemNotice)
            assert clipped(window) == []
            assert nameless(window) == []
            assert set(reachable(notice)) <= set(tab_walk(window))
            await window._new_setup()
            await settled(window)

    drive(story, language=language, size=size)


@pytest.mark.parametrize("damage", [b"", b"{", b'{"ending": "other"}', b"\xff" * 10])
def test_a_damaged_mark_is_no_hindrance(damage: bytes) -> None:
    cut_off()
    (folders(practice=False).data / MARK_NAME).write_bytes(damage)
    assert Mark(folders(practice=False))._mark is not None
    places = folders(practice=False)
    mark = RunningMark(places.data, places.log)
    assert mark.begin() is None
    mark.end()


def test_a_disk_that_refuses_costs_the_report_alone(tmp_path: Path) -> None:
    mark = RunningMark(tmp_path / "nowhere", tmp_path / "neither")
    assert mark.begin() is None
    mark.note(LookupError())
    mark.end()


@pytest.mark.skipif(os.name == "nt", reason="modes and links are POSIX's here")
@pytest.mark.parametrize("linked", [False, True])
def test_what_stands_where_the_interpreter_writes_makes_way(
    tmp_path: Path, *, linked: bool
) -> None:
    there, other = tmp_path / "faults.txt", tmp_path / "other.txt"
    other.write_text("another's")
    if linked:
        there.symlink_to(other)
    else:
        there.write_text("old")
        there.chmod(0o666)
    mark = RunningMark(tmp_path, tmp_path)
    mark.begin()
    seen = there.lstat()
    mark.end(clean=False)
    assert stat.S_ISREG(seen.st_mode)
    assert stat.S_IMODE(seen.st_mode) == 0o600
    assert there.read_bytes() == b""
    assert other.read_text() == "another's"


FAULTS = """Fatal Python error: none_dealloc: deallocating None: with jca_0123456789abcdef

Thread 0x00007f (most recent call first):
  File "/srv/jane/deskpro_sso_gui/net/other.py", line 1 in elsewhere

Current thread 0x00007f (most recent call first):
  File "/usr/lib/python3.11/asyncio/base.py", line 5 in run
  File "/srv/jane/deskpro_sso_gui/ui/loop.py", line 100 in _run
  File "deskpro_sso_gui/cli.py", line 60 in main
  ...
"""


def test_of_what_the_interpreter_wrote_only_our_own_places_are_kept() -> None:
    cut_off(())
    places = folders(practice=False)
    (places.log / "faults.txt").write_text(FAULTS)
    mark = RunningMark(places.data, places.log)
    report = mark.begin()
    mark.end()
    assert isinstance(report, CrashReport)
    assert report.cause == ("none",)
    assert report.places == ("ui/loop.py:100:_run", "cli.py:60:main")
    assert sys.excepthook is sys.__excepthook__
