import signal
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.parts import Helpdesk
from deskpro_sso_gui.setup.record import RecordError, SetupRecord, encode
from deskpro_sso_gui.storage.journal import Journal, Operation
from deskpro_sso_gui.storage.setups import BrokenSetup, SavedSetup, SetupStore

NOW = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)


def record(record_id: str = "one", minutes: int = 0) -> SetupRecord:
    return SetupRecord(
        id=record_id,
        name="Acme",
        created_at=NOW,
        changed_at=NOW + timedelta(minutes=minutes),
        helpdesk=Helpdesk(url="https://acme.example"),
    )


@pytest.fixture
def store(tmp_path: Path) -> SetupStore:
    return SetupStore(tmp_path / "setups")


def code_of(refused: pytest.ExceptionInfo[ProblemError]) -> ProblemCode:
    return refused.value.problem.code


def test_a_saved_set_up_is_loaded_as_it_was(store: SetupStore) -> None:
    store.save(record())
    assert store.load("one") == record()


def test_what_is_saved_is_private(store: SetupStore, tmp_path: Path) -> None:
    store.save(record())
    store.save_draft("one", {"label": "Desk"})
    with store.lock("one"):
        pass
    modes = {
        path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "setups").rglob("*")
    }
    files = ("setup.json", "draft.json", "lock", "seal.key", "seal.lock")
    assert modes == {"one": 0o700, **dict.fromkeys(files, 0o600)}


def test_the_list_has_the_last_changed_first(store: SetupStore) -> None:
    for record_id, minutes in (("early", 0), ("late", 9), ("middle", 5)):
        store.save(record(record_id, minutes))
    names = [each.record.id for each in store.list() if isinstance(each, SavedSetup)]
    assert names == ["late", "middle", "early"]


def test_an_empty_or_missing_folder_has_no_set_ups(store: SetupStore) -> None:
    assert store.list() == ()
    store.save_draft("one", {})
    assert store.list() == ()


def test_files_that_do_not_fit_are_listed_and_never_touched(
    store: SetupStore, tmp_path: Path
) -> None:
    store.save(record("good"))
    bad = {"damaged": b'{"version": 1', "newer": b'{"version": 99}', "copied": encode(record())}
    for name, content in bad.items():
        (tmp_path / "setups" / name).mkdir()
        (tmp_path / "setups" / name / "setup.json").write_bytes(content)
    (tmp_path / "setups" / "folder" / "setup.json").mkdir(parents=True)
    found = store.list()
    assert isinstance(found[0], SavedSetup)
    faults = {
        each.path.parent.name: each.fault.code for each in found if isinstance(each, BrokenSetup)
    }
    assert faults == {
        "damaged": ProblemCode.SETUP_FILE_INVALID,
        "newer": ProblemCode.SETUP_FILE_NEWER,
        "copied": ProblemCode.SETUP_FILE_INVALID,
        "folder": ProblemCode.FILE_UNREADABLE,
    }
    for name, content in bad.items():
        assert (tmp_path / "setups" / name / "setup.json").read_bytes() == content


@pytest.mark.parametrize("record_id", ["", "..", "a/b", "/etc", "a\\b", "x" * 65, "a\n"])
def test_an_id_never_leads_out_of_the_folder(store: SetupStore, record_id: str) -> None:
    with pytest.raises(ProblemError) as refused:
        store.load(record_id)
    assert code_of(refused) is ProblemCode.SETUP_FILE_INVALID


def test_a_record_that_could_not_be_read_back_is_not_saved(store: SetupStore) -> None:
    store.save(record())
    with pytest.raises(RecordError):
        store.save(msgspec.structs.replace(record(), name="two\nlines"))
    assert store.load("one") == record()


def test_a_deleted_set_up_is_gone_with_all_that_belongs_to_it(
    store: SetupStore, tmp_path: Path
) -> None:
    store.save(record())
    store.save_draft("one", {"label": "Desk"})
    Journal(store.journal_path("one")).begin(
        Operation.CREATE_GROUP, target="x", sent={}, ids_before=(), time_limit_s=1, now=NOW
    )
    store.delete("one")
    store.delete("one")
    left = {path.name for path in (tmp_path / "setups").iterdir()}
    assert left <= {"seal.key", "seal.lock"}


def test_a_set_up_that_is_open_can_not_be_deleted(store: SetupStore) -> None:
    store.save(record())
    with store.lock("one"), pytest.raises(ProblemError) as refused:
        store.delete("one")
    assert code_of(refused) is ProblemCode.SETUP_IN_USE
    assert store.load("one") == record()


def test_a_draft_is_kept_and_a_damaged_one_is_empty(store: SetupStore) -> None:
    assert store.load_draft("one") == {}
    store.save_draft("one", {"application.label": "Désk\n2"})
    assert store.load_draft("one") == {"application.label": "Désk\n2"}
    (store.folder("one") / "draft.json").write_bytes(b'{"a": 1}')
    assert store.load_draft("one") == {}


def test_taking_the_lock_clears_what_a_killed_program_left_behind(store: SetupStore) -> None:
    store.save(record())
    (store.folder("one") / ".setup.json.abc.tmp").write_bytes(b"half")
    with store.lock("one"):
        assert sorted(path.name for path in store.folder("one").iterdir()) == ["lock", "setup.json"]


def test_the_lock_can_be_taken_again_after_it_was_let_go(store: SetupStore) -> None:
    for _ in range(2):
        with store.lock("one"), pytest.raises(ProblemError) as refused, store.lock("one"):
            pass
        assert code_of(refused) is ProblemCode.SETUP_IN_USE


HOLDER = """
import sys, time
from pathlib import Path
from deskpro_sso_gui.storage.setups import SetupStore
with SetupStore(Path(sys.argv[1])).lock("one"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_another_program_holds_the_lock_until_it_ends_even_by_a_kill(
    store: SetupStore, tmp_path: Path
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, tmp_path / "setups"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(ProblemError) as refused, store.lock("one"):
            pass
        assert code_of(refused) is ProblemCode.SETUP_IN_USE
        other.send_signal(signal.SIGKILL)
        other.wait(timeout=20)
    with store.lock("one"):
        pass


SAVER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from deskpro_sso_gui.setup.record import (SetupRecord)
from deskpro_sso_gui.storage.setups import SetupStore
store, now = SetupStore(Path(sys.argv[1])), datetime(2026, 11, 23, tzinfo=UTC)
for number in range(10**9):
    store.save(SetupRecord(id="one", name=str(number) * 100, created_at=now, changed_at=now))
    if number == 3:
        print("going", flush=True)
"""


def test_a_program_killed_while_it_saves_leaves_a_whole_record(
    store: SetupStore, tmp_path: Path
) -> None:
    for _ in range(5):
        with subprocess.Popen(
            [sys.executable, "-c", SAVER, tmp_path / "setups"], stdout=subprocess.PIPE
        ) as saver:
            assert saver.stdout
            assert saver.stdout.readline() == b"going\n"
            saver.send_signal(signal.SIGKILL)
        loaded = store.load("one")
        assert loaded.name == loaded.name[: len(loaded.name) // 100] * 100
