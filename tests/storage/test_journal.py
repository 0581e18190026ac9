import json
import stat
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.storage.journal import Journal, JournalEntry, Operation, Outcome

NOW = datetime(2026, 11, 23, 14, 5, tzinfo=timezone(timedelta(hours=2)))


def begin(
    journal: Journal, target: str = "https://sso.jumpcloud.com/saml2/deskpro"
) -> JournalEntry:
    return journal.begin(
        Operation.CREATE_APPLICATION,
        target=target,
        sent={"label": "DeskPRO", "config": {"acsUrl": None, "rows": [1, 2]}},
        ids_before=["a", "b"],
        time_limit_s=30,
        now=NOW,
    )


def test_an_entry_is_on_disk_before_begin_returns(tmp_path: Path) -> None:
    entry = begin(Journal(tmp_path / "journal.json"))
    assert Journal(tmp_path / "journal.json").open_entries() == (entry,)
    assert entry.opened_at == NOW
    assert entry.opened_at.tzinfo is UTC
    assert stat.S_IMODE((tmp_path / "journal.json").stat().st_mode) == 0o600


@pytest.mark.parametrize("outcome", [Outcome.DONE, Outcome.FAILED, Outcome.ABSENT])
def test_a_finished_entry_is_kept_and_no_longer_open(tmp_path: Path, outcome: Outcome) -> None:
    journal = Journal(tmp_path / "journal.json")
    first, second = begin(journal), begin(journal, "another")
    finished = journal.finish(first, outcome, "id-of-it")
    again = Journal(tmp_path / "journal.json")
    assert again.entries == journal.entries == (finished, second)
    assert (finished.outcome, finished.result_id) == (outcome, "id-of-it")
    assert again.open_entries() == (second,)


def test_an_entry_that_could_not_be_written_is_not_in_the_journal(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "missing" / "journal.json")
    with pytest.raises(ProblemError) as failed:
        begin(journal)
    assert failed.value.problem.code is ProblemCode.FILE_NOT_WRITABLE
    assert journal.entries == ()


def test_an_outcome_that_could_not_be_written_leaves_the_entry_open(tmp_path: Path) -> None:
    folder = tmp_path / "setup"
    folder.mkdir()
    journal = Journal(folder / "journal.json")
    entry = begin(journal)
    folder.rename(tmp_path / "elsewhere")
    with pytest.raises(ProblemError):
        journal.finish(entry, Outcome.DONE)
    assert journal.open_entries() == (entry,)


def test_another_journals_entry_is_refused(tmp_path: Path) -> None:
    entry = begin(Journal(tmp_path / "one.json"))
    with pytest.raises(KeyError):
        Journal(tmp_path / "two.json").finish(entry, Outcome.DONE)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", ProblemCode.SETUP_FILE_INVALID),
        (b"[]", ProblemCode.SETUP_FILE_INVALID),
        (b'{"version": 1, "entries": [{}]}', ProblemCode.SETUP_FILE_INVALID),
        (b'{"version": 1, "entries": [], "more": 1}', ProblemCode.SETUP_FILE_INVALID),
        (b"[" * 100_000, ProblemCode.SETUP_FILE_INVALID),
        (b'{"version": 2, "unknown": true}', ProblemCode.SETUP_FILE_NEWER),
    ],
)
def test_a_journal_that_does_not_fit_is_refused_and_left_alone(
    tmp_path: Path, content: bytes, code: ProblemCode
) -> None:
    path = tmp_path / "journal.json"
    path.write_bytes(content)
    with pytest.raises(ProblemError) as refused:
        Journal(path)
    assert refused.value.problem.code is code
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("opened_at", "2026-11-23T14:05:00"),
        ("operation", "delete-everything"),
        ("outcome", "perhaps"),
        ("time_limit_s", -1),
        ("ids_before", "a"),
        ("sent", []),
        ("id", "x"),
    ],
)
def test_an_entry_that_does_not_fit_is_refused(tmp_path: Path, field: str, value: object) -> None:
    path = tmp_path / "journal.json"
    begin(Journal(path))
    document = json.loads(path.read_bytes())
    document["entries"][0][field] = value
    path.write_text(json.dumps(document))
    with pytest.raises(ProblemError):
        Journal(path)
