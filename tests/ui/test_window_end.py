"""The end: closing in the middle of anything is clean, and what was saved is there again."""

import asyncio
import gc
import os
import signal
import subprocess
import sys
import threading
import weakref
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent

from deskpro_sso_gui.storage.folders import folders
from deskpro_sso_gui.storage.settings import WindowGeometry, load_settings
from deskpro_sso_gui.storage.setups import SavedSetup, SetupStore
from deskpro_sso_gui.tasks.services import Services
from deskpro_sso_gui.ui import loop
from deskpro_sso_gui.ui.placement import place, placed
from deskpro_sso_gui.ui.window import Window, open_in_browser
from tests.support.window import click, drive, plain_services, settled, until

ROOT = Path(__file__).resolve().parents[2]


def test_closing_while_services_are_built_ends_them() -> None:
    begun, ended = asyncio.Event(), list[str]()

    async def never() -> Services:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("cancelled")
        raise AssertionError

    async def story(window: Window) -> None:
        assert window.isVisible()
        await begun.wait()

    drive(story, services=never)
    assert ended == ["cancelled"]


def test_closing_in_the_middle_of_a_task_cancels_it_and_closes_the_set_up() -> None:
    told = list[object]()

    async def work() -> None:
        await asyncio.Event().wait()

    async def story(window: Window) -> None:
        await settled(window)
        click(window.start_page.new_card)
        await until(lambda: window.session is not None)
        assert window.session is not None
        await window.session.commit(lambda record: replace(record, name="Acme"))
        window.runner.start("x", work, done=told.append, failed=told.append, owner=window)
        await asyncio.sleep(0)

    drive(story)
    assert told == []
    store = SetupStore(folders(practice=False).setups)
    saved = store.list()
    assert [each.record.name for each in saved if isinstance(each, SavedSetup)] == ["Acme"]
    assert isinstance(saved[0], SavedSetup)
    with store.lock(saved[0].record.id):
        pass  # it was given back


def test_a_thread_that_hangs_does_not_hold_up_the_end() -> None:
    release = threading.Event()

    async def main() -> int:
        waiting = asyncio.ensure_future(asyncio.to_thread(release.wait))
        await asyncio.sleep(0.01)
        waiting.cancel()
        return 7

    application = loop.application()
    assert application is not None
    assert loop.run(main) == 7
    release.set()


class _Knot:
    """Garbage that only the collector finds."""

    def __init__(self) -> None:
        self.itself = self


def test_garbage_ends_in_the_windows_thread_whoever_makes_it_be_collected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loop, "_COLLECT_MS", 10)
    ended: list[threading.Thread] = []

    async def main() -> int:
        weakref.finalize(_Knot(), lambda: ended.append(threading.current_thread()))
        made: list[list[int]] = await asyncio.to_thread(lambda: [[] for _ in range(100_000)])
        await until(lambda: ended)
        return len(made)

    gc.enable()
    try:
        assert loop.run(main) == 100_000
        assert gc.isenabled()
    finally:
        gc.disable()
    assert ended == [threading.current_thread()]


def test_an_error_in_the_main_coroutine_comes_out_of_run() -> None:
    async def main() -> int:
        raise KeyError("x")

    with pytest.raises(KeyError):
        loop.run(main)


def test_a_wish_to_quit_closes_the_window_instead_of_the_loop() -> None:
    async def story(window: Window) -> None:
        await settled(window)
        QCoreApplication.postEvent(loop.application(), QEvent(QEvent.Type.Quit))
        await asyncio.wait_for(window.closed(), 10)

    drive(story)


def test_the_place_of_the_window_is_kept_if_it_is_on_a_screen() -> None:
    async def story(window: Window) -> None:
        place(window, WindowGeometry(x=40, y=30, width=900, height=600))
        await until(lambda: placed(window).width == 900)
        assert placed(window).height == 600
        place(window, WindowGeometry(x=90_000, y=90_000, width=800, height=500))
        await until(lambda: placed(window).width == 800)
        assert placed(window).x < 10_000

    drive(story)


def test_a_window_too_large_for_the_screen_is_made_to_fit() -> None:
    async def story(window: Window) -> None:
        screen = window.screen().availableGeometry()
        place(window, WindowGeometry(x=100, y=20, width=screen.width() + 50, height=600))
        await until(lambda: placed(window).width == screen.width())
        assert placed(window).x == screen.left()
        assert placed(window).y == 20

    drive(story)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "javascript:alert(1)", "no address"])
def test_only_web_addresses_are_opened(address: str) -> None:
    assert not open_in_browser(address)


def test_the_services_are_built_once() -> None:
    built = list[int]()

    async def count() -> Services:
        built.append(1)
        return await plain_services()

    async def story(window: Window) -> None:
        one, other = await asyncio.gather(window.services(), window.services())
        assert one is other

    drive(story, services=count)
    assert built == [1]


@pytest.mark.window
@pytest.mark.skipif(os.name == "nt", reason="a signal is sent")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_program_opens_and_a_signal_ends_it_cleanly(number: signal.Signals, home: Path) -> None:
    environment = {**os.environ, "PYTHONWARNINGS": "error", "QT_QPA_PLATFORM": "xcb"}
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "shown\n"
        process.send_signal(number)
        _, errors = process.communicate(timeout=30)
    finally:
        process.kill()
        process.wait()
    assert (process.returncode, errors) == (0, "")
    del home
    window = load_settings(folders(practice=False).settings_file).window
    assert window is not None
    assert window.width == 1080


PROGRAM = """
import sys
from deskpro_sso_gui.ui import app, window

class Told(window.Window):
    def begin(self):
        super().begin()
        print("shown", flush=True)

app.Window = Told
sys.exit(app.run_window(practice=False))
"""


def test_a_bare_window_loads_nothing_heavy() -> None:
    heavy = {
        "httpx",
        "cryptography",
        "keyring",
        "lxml",
        "signxml",
        "babel",
        "jinja2",
        "PySide6.QtSvg",
        "PySide6.QtNetwork",
    }
    script = "import sys; import deskpro_sso_gui.ui.app; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert "deskpro_sso_gui.ui.window" in loaded
    assert loaded & heavy == set()


def test_the_end_waits_for_a_job_that_is_about_to_be_done() -> None:
    begun, go_on, done = threading.Event(), threading.Event(), list[str]()

    def job() -> None:
        begun.set()
        go_on.wait()
        done.append("done")

    async def main() -> int:
        asyncio.get_running_loop().run_in_executor(None, job)
        await until(begun.is_set)
        threading.Timer(0.2, go_on.set).start()
        return 0

    assert loop.run(main) == 0
    assert done == ["done"]


def test_the_end_does_not_wait_for_a_job_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "_END_S", 0.05)
    begun, go_on = threading.Event(), threading.Event()

    def job() -> None:
        begun.set()
        go_on.wait()

    async def main() -> int:
        asyncio.get_running_loop().run_in_executor(None, job)
        await until(begun.is_set)
        return 0

    try:
        assert loop.run(main) == 0
        assert not go_on.is_set()
    finally:
        go_on.set()
