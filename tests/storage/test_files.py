import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.storage.files import (
    private_folder,
    read_limited,
    remove_leftovers,
    write_atomic,
)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(autouse=True)
def _open_umask() -> Iterator[None]:
    """Let the program be the one who closes files to others."""
    before = os.umask(0)
    yield
    os.umask(before)


def test_a_written_file_is_its_owners_alone_whatever_was_there(tmp_path: Path) -> None:
    path = tmp_path / "setup.json"
    path.write_bytes(b"old")
    path.chmod(0o666)
    write_atomic(path, b"new")
    assert path.read_bytes() == b"new"
    assert mode(path) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_the_temporary_file_is_private_before_it_has_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    flush = os.fsync

    def watching(descriptor: int) -> None:
        status = os.fstat(descriptor)
        if stat.S_ISREG(status.st_mode):
            seen.append(stat.S_IMODE(status.st_mode))
        flush(descriptor)

    monkeypatch.setattr(os, "fsync", watching)
    write_atomic(tmp_path / "setup.json", b"new")
    assert seen == [0o600]


def test_file_and_folder_are_flushed_in_that_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[str] = []
    path = tmp_path / "setup.json"

    def watching(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            flushed.append("folder with it" if path.exists() else "folder without it")
        else:
            flushed.append("file")

    monkeypatch.setattr(os, "fsync", watching)
    write_atomic(path, b"new")
    assert flushed == ["file", "folder with it"]


def test_a_target_that_can_not_be_replaced_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "setup.json" / "inside").mkdir(parents=True)
    with pytest.raises(ProblemError) as failed:
        write_atomic(tmp_path / "setup.json", b"new")
    assert failed.value.problem.code is ProblemCode.FILE_NOT_WRITABLE
    assert failed.value.problem.values == {"path": str(tmp_path / "setup.json")}
    assert [path.name for path in tmp_path.iterdir()] == ["setup.json"]


def test_a_missing_folder_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(ProblemError) as failed:
        write_atomic(tmp_path / "missing" / "setup.json", b"new")
    assert failed.value.problem.code is ProblemCode.FILE_NOT_WRITABLE


def test_a_disk_that_fills_up_while_writing_leaves_the_old_file(tmp_path: Path) -> None:
    # a limit on file sizes is how a full disk looks to one process
    script = f"""
import resource, signal, sys
from pathlib import Path
from deskpro_sso_gui.problems import ProblemError
from deskpro_sso_gui.storage.files import write_atomic
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    write_atomic(Path({str(tmp_path / "setup.json")!r}), b"x" * 1_000_000)
except ProblemError as error:
    print(error.problem.code)
"""
    (tmp_path / "setup.json").write_bytes(b"old")
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=30
    )
    assert done.stdout.strip() == "file-not-writable"
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"setup.json": b"old"}


def test_a_disk_that_fails_at_the_flush_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_: int) -> None:
        raise OSError(5, "Input/output error")

    (tmp_path / "setup.json").write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(ProblemError):
        write_atomic(tmp_path / "setup.json", b"new")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"setup.json": b"old"}


def test_after_a_kill_in_the_middle_the_file_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "setup.json"
    script = f"""
from pathlib import Path
from deskpro_sso_gui.storage.files import write_atomic
for number in range(10**9):
    write_atomic(Path({str(path)!r}), bytes([65 + number % 26]) * 200_000)
    if number == 3:
        print("going", flush=True)
"""
    for _ in range(5):
        with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as child:
            assert child.stdout
            assert child.stdout.readline() == b"going\n"
            child.send_signal(signal.SIGKILL)
        content = path.read_bytes()
        assert len(content) == 200_000
        assert len(set(content)) == 1
    remove_leftovers(tmp_path)
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"12345")
    assert read_limited(path, 5) == b"12345"
    with pytest.raises(ProblemError) as refused:
        read_limited(path, 4)
    assert refused.value.problem.code is ProblemCode.FILE_UNREADABLE
    assert refused.value.problem.values == {"path": str(path)}


def test_what_is_no_regular_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, Path("/dev/zero"), tmp_path / "x", Path("a\0b")):
        refused: list[ProblemCode] = []

        def read(path: Path = path, refused: list[ProblemCode] = refused) -> None:
            try:
                read_limited(path, 100)
            except ProblemError as error:
                refused.append(error.problem.code)

        reading = threading.Thread(target=read, daemon=True)
        reading.start()
        reading.join(timeout=20)
        assert refused == [ProblemCode.FILE_UNREADABLE], path


def test_a_private_folder_is_private_with_all_that_was_missing_above_it(tmp_path: Path) -> None:
    folder = private_folder(tmp_path / "a" / "b")
    assert [mode(folder), mode(folder.parent)] == [0o700, 0o700]
    folder.chmod(0o755)
    assert mode(private_folder(folder)) == 0o700


def test_a_file_in_the_place_of_a_folder_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(ProblemError) as refused:
        private_folder(tmp_path / "a" / "b")
    assert refused.value.problem.code is ProblemCode.FILE_NOT_WRITABLE
