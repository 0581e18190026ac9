"""A second start brings the first window forward, hands it its file, and is gone."""

import asyncio
import base64
import errno
import os
import socket
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from deskpro_sso_gui.setup.record import SetupRecord, encode
from deskpro_sso_gui.storage.folders import data_folder
from deskpro_sso_gui.storage.instance import _TOKENS, ANSWER, Instance, _within
from deskpro_sso_gui.tasks.session import Session
from deskpro_sso_gui.ui import loop
from deskpro_sso_gui.ui.setup_view import SetupView
from deskpro_sso_gui.ui.summons import Summons
from deskpro_sso_gui.ui.widgets.notice import ProblemNotice
from deskpro_sso_gui.ui.window import Window
from tests.support.records import NOW
from tests.support.running_window import LIMIT_S, ROOT, running_window
from tests.support.window import drive, settled, until, visible

pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(os.name == "nt", reason="sockets and signals are POSIX's here"),
]

DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
_TURNS = 30


def second(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "deskpro_sso_gui", *arguments],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "no-such-platform", "PYTHONWARNINGS": "error"},
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )


def set_up_file(folder: Path, name: str = "Acme helpdesk") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "acme.json"
    path.write_bytes(encode(SetupRecord(name=name, created_at=NOW, changed_at=NOW)))
    return path


def test_a_second_start_hands_its_file_over_and_never_loads_a_window(tmp_path: Path) -> None:
    file = set_up_file(tmp_path)
    with running_window(errors=tmp_path / "errors") as first:
        assert first.heard() == "shown"
        done = second()
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        assert first.heard() == "summoned None"
        assert second(str(file)).returncode == 0
        assert first.heard() == f"summoned {file}"
        assert first.heard() == "open Acme helpdesk"
        first.close()
    assert (tmp_path / "errors").read_text() == ""


def test_practice_and_another_home_are_windows_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running_window(errors=tmp_path / "errors") as first:
        assert first.heard() == "shown"
        with running_window("--practice", errors=tmp_path / "errors") as practice:
            assert practice.heard() == "shown"
            practice.close()
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "other"))
        with running_window(errors=tmp_path / "errors") as other:
            assert other.heard() == "shown"
            other.close()
        first.close()


def test_what_a_killed_window_left_behind_is_in_nobodys_way(tmp_path: Path) -> None:
    with running_window(errors=tmp_path / "errors") as first:
        assert first.heard() == "shown"
        left = Path(Instance(practice=False).address)
        first.process.kill()
        first.ended()
        assert left.is_socket()
    with running_window(errors=tmp_path / "errors") as following:
        assert following.heard().startswith("shown")
        assert second().returncode == 0
        assert following.heard() == "summoned None"
        following.close()
        assert not left.exists()


def test_only_this_user_can_reach_it(tmp_path: Path) -> None:
    with running_window(errors=tmp_path / "errors") as first:
        assert first.heard() == "shown"
        address = Path(Instance(practice=False).address)
        assert stat.S_IMODE(address.stat().st_mode) & 0o077 == 0
        assert stat.S_IMODE(address.parent.stat().st_mode) == 0o700
        first.close()


def test_a_folder_that_others_can_write_to_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert Instance(practice=False).address
    (tmp_path / "deskpro-sso-gui").chmod(0o777)
    assert Instance(practice=False).address == ""
    (tmp_path / "deskpro-sso-gui").rmdir()
    (tmp_path / "deskpro-sso-gui").symlink_to(tmp_path)
    assert Instance(practice=False).address == ""


def test_without_a_runtime_folder_it_is_the_temporary_one_and_still_private(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    address = Path(Instance(practice=False).address)
    assert address.parent.parent == tmp_path
    assert stat.S_IMODE(address.parent.stat().st_mode) == 0o700


@pytest.mark.skipif(sys.platform == "darwin", reason="names are text there")
def test_a_home_whose_name_is_no_text_has_an_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "caf\udce9"))
    assert Instance(practice=False).address


def test_who_is_first_lets_go_at_the_end() -> None:
    first = Instance(practice=False)
    assert first.claim(None)
    assert first.is_first
    first.release()
    following = Instance(practice=False)
    assert following.claim(None)
    assert following.is_first
    following.release()


def test_a_first_that_does_not_answer_is_not_waited_for_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("deskpro_sso_gui.storage.instance._PATIENCE_S", 0.0)
    first = Instance(practice=False)
    assert first.claim(None)
    following = Instance(practice=False)
    assert following.claim(None)
    assert not following.is_first
    first.release()


def test_a_data_folder_that_cannot_be_made_is_for_the_window_to_tell(home: Path) -> None:
    data_folder(practice=False).parent.mkdir(parents=True)
    data_folder(practice=False).write_text("in the way")
    del home
    instance = Instance(practice=False)
    assert instance.claim(None)
    assert not instance.is_first


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOTSUP, errno.EIO])
def test_where_nothing_can_be_locked_a_window_opens_at_once(
    number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_which: object) -> None:
        raise OSError(number, "no locks here")

    monkeypatch.setattr("fcntl.flock", refuse)
    monkeypatch.setattr(Instance, "_hand_over", lambda *_which: pytest.fail("nobody is there"))
    instance = Instance(practice=False)
    assert instance.claim(None)
    assert not instance.is_first


def test_one_that_never_answers_is_left_behind() -> None:
    never = threading.Event()
    with pytest.raises(TimeoutError):
        _within(0.01, lambda: bytes(never.wait()))
    never.set()
    with pytest.raises(TimeoutError):
        _within(60, lambda: os.read(-1, 1))
    assert _within(60, lambda: ANSWER) == ANSWER


NAMES = [
    ("/a/b.json", "/a/b.json"),
    ("/a/\udcff\udce4.json", "/a/\udcff\udce4.json"),
    ("/a/ü 語.json", "/a/ü 語.json"),
    ("/a" * 5_000, None),
    (None, None),
]
# of this test's two starts in one process, the first has the variables of the second
TOKENS = [
    ("", "_TIME42", "_TIME42"),
    ("one", "other", "one"),
    ("two words", "", "two words"),
    ("\udcff", "", "\udcff"),
    ("x" * 301, "good", "good"),
    ("x" * 30_000, "", "x" * 30_000),
    ("", "", ""),
]


def handed_over(wanted: Path | None) -> list[tuple[Path | None, str | None]]:
    heard: list[tuple[Path | None, str | None]] = []

    async def story(_window: Window) -> None:
        first = Instance(practice=False)
        assert first.claim(None)
        summons = Summons(first, lambda path: heard.append((path, os.environ.get(_TOKENS[0]))))
        await summons.listen()
        assert not await asyncio.to_thread(Instance(practice=False).claim, wanted)
        assert _TOKENS[0] not in os.environ
        summons.close()
        first.release()

    drive(story)
    return heard


@pytest.mark.parametrize(("name", "expected"), NAMES)
def test_any_name_is_handed_over_and_the_window_comes_forward_without_one(
    name: str | None, expected: str | None
) -> None:
    ((path, _),) = handed_over(Path(name) if name is not None else None)
    assert path == (Path(expected) if expected is not None else None)


@pytest.mark.parametrize(("wayland", "x11", "expected"), TOKENS)
def test_a_token_is_used_once_and_a_strange_one_not_at_all(
    wayland: str, x11: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", wayland)
    monkeypatch.setenv("DESKTOP_STARTUP_ID", x11)
    ((_, token),) = handed_over(None)
    assert token == expected


def word_of(path: bytes) -> bytes:
    return b'{"open": "' + base64.b64encode(path) + b'"}\n'


WORDS = [
    (word_of(b"/a/b.json"), [Path("/a/b.json")]),
    (word_of(b"/a/\xff.json"), [Path("/a/\udcff.json")]),
    (word_of(b""), [None]),
    (word_of(b"relative.json"), [None]),
    (word_of(b"/a\0b.json"), [None]),
    (word_of(b"/" + b"a" * 9_000), [None]),
    (b'{"token": "two\\nlines"}\n', [None]),
    (b"no json\n", []),
    (b'{"open": 5}\n', []),
    (b'{"open": "/a/no base64"}\n', []),
    (b"x" * 20_000, []),
]


@pytest.mark.parametrize(("word", "expected"), WORDS)
def test_what_comes_in_is_a_path_or_nothing(word: bytes, expected: list[Path | None]) -> None:
    heard: list[Path | None] = []
    answers: list[bytes] = []

    async def story(_window: Window) -> None:
        instance = Instance(practice=False)
        assert instance.claim(None)
        summons = Summons(instance, heard.append)
        await summons.listen()
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(0)
            connection.connect(instance.address)
            connection.sendall(word)

            def answered() -> bool:
                try:
                    answers.append(connection.recv(10))
                except BlockingIOError:
                    return False
                except ConnectionResetError:
                    answers.append(b"")
                return True

            await until(answered)
        summons.close()
        instance.release()

    drive(story)
    assert heard == expected
    assert answers == [ANSWER if expected else b""]


def test_a_double_clicked_file_is_opened_also_before_the_window_is_there(tmp_path: Path) -> None:
    file = set_up_file(tmp_path)
    wanted: list[str] = []

    async def story(window: Window) -> None:
        application = loop.application()
        QApplication.sendEvent(application, QFileOpenEvent(QUrl.fromLocalFile(str(file))))
        loop.open_files_with(wanted.append)
        QApplication.sendEvent(application, QFileOpenEvent(QUrl.fromLocalFile(str(file))))
        application.open_file = application.opened.append  # type: ignore[attr-defined]
        assert wanted == [str(file), str(file)]
        window.outside.summoned(Path(wanted[0]))
        await until(lambda: window.session is not None)
        await settled(window)
        assert window.session is not None
        assert window.session.record.name == "Acme helpdesk"

    drive(story)


def test_a_file_that_is_no_set_up_is_told_where_one_is(tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text("{}")

    async def story(window: Window) -> None:
        await window._new_setup()
        await settled(window)
        view = window.setup_view
        window.outside.summoned(other)
        await settled(window)
        (notice,) = visible(window, ProblemNotice)
        assert window.setup_view is view
        assert notice.isVisible()

    drive(story)


def test_of_two_files_at_once_the_later_one_is_open_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {name: set_up_file(tmp_path / name, name) for name in ("Early", "Late")}
    opened: list[Session] = []
    closed: list[Session] = []
    may_close = asyncio.Event()
    show, close = Window._show_session, Session.close

    async def noted_show(window: Window, session: Session) -> None:
        opened.append(session)
        await show(window, session)

    async def slow_close(session: Session) -> None:
        await may_close.wait()
        await close(session)
        closed.append(session)

    async def story(window: Window) -> None:
        await window._new_setup()
        await settled(window)
        monkeypatch.setattr(Window, "_show_session", noted_show)
        monkeypatch.setattr(Session, "close", slow_close)
        first = window.session
        window.outside.summoned(files["Early"])
        await until(lambda: window.session is None)
        window.outside.summoned(files["Late"])
        for _ in range(_TURNS):  # without a lock, the later one would be open by now
            await window._look_at_setup(files["Late"])
        may_close.set()
        await settled(window)
        assert window.session is not None
        assert window.session.record.name == "Late"
        assert closed == [first, *opened[:-1]]
        assert window._stack.findChildren(SetupView, options=DIRECT) == [window.setup_view]

    drive(story)


async def saved(window: Window) -> tuple[Session, Path]:
    """Begin a set-up that is on disk, and return it with its file."""
    await window._new_setup()
    await settled(window)
    session = window.session
    assert session is not None
    store = session.services.store
    await session.services.writer.run(store.save, session.record)
    return session, store.folder(session.record.id) / "setup.json"


def test_the_set_up_that_is_open_stays_as_it_is() -> None:
    async def story(window: Window) -> None:
        session, file = await saved(window)
        window.outside.summoned(file)
        await settled(window)
        assert visible(window, ProblemNotice) == []
        assert window.session is session

    drive(story)


def test_an_impatient_second_double_click_is_no_other_window() -> None:
    async def story(window: Window) -> None:
        first, file = await saved(window)
        await window._leave_session()
        window.outside.summoned(file)
        window.outside.summoned(file)
        await settled(window)
        assert visible(window, ProblemNotice) == []
        assert window.session is not None
        assert window.session.record.id == first.record.id

    drive(story)


@pytest.mark.parametrize("ways", [["open_settings"], ["open_settings", "open_about"]])
def test_the_set_up_that_is_open_comes_out_from_behind_the_settings(ways: list[str]) -> None:
    async def story(window: Window) -> None:
        session, file = await saved(window)
        view = window.setup_view
        for way in ways:
            getattr(window, way)()
            await settled(window)
        window.outside.summoned(file)
        await settled(window)
        assert view is not None
        assert view.isVisible()
        assert view.isAncestorOf(window.focusWidget())
        assert window.session is session
        assert (window.settings_view, window.about_view) == (None, None)

    drive(story)
