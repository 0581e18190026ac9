"""What this program wrote here is told from what came from elsewhere, whatever a file claims."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.record import SetupRecord, encode
from deskpro_sso_gui.storage.journal import Journal, Operation
from deskpro_sso_gui.storage.seal import KEY_NAME
from deskpro_sso_gui.storage.setups import BrokenSetup, SetupStore

NOW = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)


def record(record_id: str = "one", name: str = "Acme") -> SetupRecord:
    return SetupRecord(id=record_id, name=name, created_at=NOW, changed_at=NOW)


@pytest.fixture
def store(tmp_path: Path) -> SetupStore:
    return SetupStore(tmp_path / "here")


@pytest.fixture
def elsewhere(tmp_path: Path) -> SetupStore:
    return SetupStore(tmp_path / "elsewhere")


def path_of(store: SetupStore, record_id: str = "one") -> Path:
    return store.folder(record_id) / "setup.json"


def refused(store: SetupStore, record_id: str = "one") -> ProblemCode:
    with pytest.raises(ProblemError) as error:
        store.load(record_id)
    return error.value.problem.code


def journal_with_an_app(store: SetupStore, record_id: str) -> None:
    Journal(store.journal_path(record_id), store.journal_seal(record_id)).begin(
        Operation.CREATE_APPLICATION,
        target="https://sso.jumpcloud.com/saml2/x",
        sent={},
        ids_before=(),
        time_limit_s=1,
        now=NOW,
    )


def test_what_is_saved_stays_json_that_people_can_read(store: SetupStore) -> None:
    store.save(record())
    document = json.loads(path_of(store).read_text())
    assert (document["version"], document["name"]) == (1, "Acme")
    assert len(document["seal"]) == 64


def test_the_seal_outlives_the_program(store: SetupStore, tmp_path: Path) -> None:
    store.save(record())
    assert SetupStore(tmp_path / "here").load("one") == record()


def test_two_programs_that_begin_at_once_make_one_key(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from deskpro_sso_gui.storage.seal import SealKey\n"
        "sys.stdin.readline(); print(SealKey(Path(sys.argv[1])).id_of(b''))"
    )
    begun = [
        subprocess.Popen(
            [sys.executable, "-c", code, tmp_path / "setups"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for _ in range(3)
    ]
    for each in begun:
        assert each.stdin is not None
        each.stdin.write(b"\n")
        each.stdin.flush()
    assert len({each.communicate(timeout=30)[0] for each in begun}) == 1


@pytest.mark.parametrize(
    "edit",
    [
        lambda data: data.replace(b"Acme", b"Evil"),
        lambda data: data.replace(b'"seal": "', b'"seal": "0', 1)[:-1],
        lambda data: b"{" + data.partition(b",")[2],
        lambda data: data + b" ",
    ],
    ids=["a value", "the seal", "no seal", "a blank"],
)
def test_a_set_up_edited_outside_is_listed_as_such_and_left_as_it_is(
    store: SetupStore, edit: Callable[[bytes], bytes]
) -> None:
    store.save(record())
    path = path_of(store)
    edited = edit(path.read_bytes())
    path.write_bytes(edited)
    (listed,) = store.list()
    assert isinstance(listed, BrokenSetup)
    assert listed.fault.code in {ProblemCode.SETUP_NOT_MADE_HERE, ProblemCode.SETUP_FILE_INVALID}
    assert path.read_bytes() == edited


def test_a_set_up_put_into_the_folder_is_not_taken_for_ours(
    store: SetupStore, elsewhere: SetupStore
) -> None:
    elsewhere.save(record())
    shutil.copytree(elsewhere.folder("one"), store.folder("one"))
    assert refused(store) is ProblemCode.SETUP_NOT_MADE_HERE
    store.save(record())
    assert store.load("one") == record()


def test_a_seal_holds_for_its_own_place_alone(store: SetupStore) -> None:
    store.save(record("one"))
    store.save(record("two"))
    path_of(store, "two").write_bytes(path_of(store, "one").read_bytes())
    assert refused(store, "two") is ProblemCode.SETUP_FILE_INVALID
    store.save(record("two"))
    (store.folder("two") / "draft.json").write_bytes(path_of(store, "two").read_bytes())
    assert store.load_draft("two") == {}


def test_a_draft_or_journal_from_elsewhere_is_not_believed(
    store: SetupStore, elsewhere: SetupStore
) -> None:
    for each in (store, elsewhere):
        each.save(record())
        each.save_draft("one", {"deskpro-add.acs_url": "https://evil.example/acs"})
        journal_with_an_app(each, "one")
    for name in ("draft.json", "journal.json"):
        shutil.copy(elsewhere.folder("one") / name, store.folder("one") / name)
    assert store.load_draft("one") == {}
    with pytest.raises(ProblemError) as error:
        Journal(store.journal_path("one"), store.journal_seal("one"))
    assert error.value.problem.code is ProblemCode.SETUP_NOT_MADE_HERE


def test_the_journal_of_another_set_up_of_ours_is_not_believed_either(store: SetupStore) -> None:
    for record_id in ("one", "two"):
        store.save(record(record_id))
        journal_with_an_app(store, record_id)
    shutil.copy(store.journal_path("one"), store.journal_path("two"))
    with pytest.raises(ProblemError):
        Journal(store.journal_path("two"), store.journal_seal("two"))
    assert Journal(store.journal_path("one"), store.journal_seal("one")).open_entries()


def test_an_empty_draft_is_sealed_too(store: SetupStore) -> None:
    store.save_draft("one", {})
    assert json.loads((store.folder("one") / "draft.json").read_bytes()).keys() == {"seal"}
    assert store.load_draft("one") == {}


def test_a_file_of_ours_is_known_wherever_it_is_copied_to(
    store: SetupStore, tmp_path: Path
) -> None:
    store.save(record())
    copy = tmp_path / "copy.json"
    shutil.copy(path_of(store), copy)
    store.save(record(name="Acme, later"))
    assert (store.look_at(copy).made_here, store.look_at(copy).id) == (True, "one")
    store.delete("one")
    assert store.look_at(copy).made_here is False


def test_a_strangers_file_gets_an_id_that_its_maker_could_not_choose(
    store: SetupStore, elsewhere: SetupStore, tmp_path: Path
) -> None:
    store.save(record())
    elsewhere.save(record(name="Evil"))
    sealed, bare = path_of(elsewhere), tmp_path / "bare.json"
    bare.write_bytes(encode(record(name="Evil")))
    ids = {}
    for path in (sealed, bare):
        found = store.look_at(path)
        assert found.record.name == "Evil"
        assert not found.made_here
        assert found.id not in {"one", elsewhere.look_at(path).id}
        assert store.look_at(path).id == found.id
        ids[path] = found.id
    assert ids[sealed] != ids[bare]
    assert store.load("one") == record()


@pytest.mark.parametrize("damage", [b"", b"short\n", b"\xff" * 65], ids=["empty", "short", "bytes"])
def test_a_damaged_key_is_made_anew_and_what_it_sealed_is_not_ours_any_more(
    store: SetupStore, tmp_path: Path, damage: bytes
) -> None:
    store.save(record())
    (tmp_path / "here" / KEY_NAME).write_bytes(damage)
    again = SetupStore(tmp_path / "here")
    assert refused(again) is ProblemCode.SETUP_NOT_MADE_HERE
    again.save(record())
    assert SetupStore(tmp_path / "here").load("one") == record()
