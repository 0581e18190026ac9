import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from deskpro_sso_gui.credentials.session_store import SessionStore
from deskpro_sso_gui.jumpcloud.errors import JumpCloudError
from deskpro_sso_gui.net import NetError
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.storage.folders import folders
from deskpro_sso_gui.storage.journal import Operation, Outcome
from deskpro_sso_gui.tasks.services import Services
from deskpro_sso_gui.tasks.session import Intent, Session, Update


@pytest.fixture
async def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Session]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    services = Services(practice=False, places=folders(practice=False), credentials=SessionStore())
    opened = await services.new_session("Acme")
    yield opened
    await opened.close()
    await services.close()


def renamed(name: str) -> Update:
    return lambda record: msgspec.structs.replace(record, name=name)


async def test_a_commit_is_on_disk_before_anyone_is_told(session: Session) -> None:
    told: list[SetupRecord] = []
    store = session.services.store

    def check(record: SetupRecord) -> None:
        assert store.load(record.id) == record
        told.append(record)

    session.subscribe(check)
    await session.commit(renamed("Acme helpdesk"))
    assert [record.name for record in told] == ["Acme helpdesk"]


def appended(text: str) -> Update:
    return lambda record: msgspec.structs.replace(record, name=record.name + text)


async def test_two_commits_in_any_order_do_not_overwrite_each_other(session: Session) -> None:
    await asyncio.gather(*(session.commit(appended(str(number))) for number in range(8)))
    assert session.record.name == "Acme01234567"


async def test_a_cancelled_commit_is_finished(session: Session) -> None:
    task = asyncio.create_task(session.commit(renamed("kept")))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await session.commit(lambda record: record)
    assert session.record.name == "kept"
    assert session.services.store.load(session.record.id).name == "kept"


async def test_what_could_not_be_read_back_is_not_saved(session: Session) -> None:
    await session.commit(renamed("good"))
    with pytest.raises(ValueError, match="does-not-fit"):
        await session.commit(renamed("two\nlines"))
    assert session.record.name == "good"
    assert session.services.store.load(session.record.id).name == "good"


async def test_nothing_is_published_when_nothing_changed(session: Session) -> None:
    told: list[SetupRecord] = []
    session.subscribe(told.append)
    await session.commit(lambda record: record)
    assert told == []


async def test_a_draft_is_there_at_the_next_start(session: Session) -> None:
    await session.commit(renamed("Acme"))
    await session.commit(renamed("Acme helpdesk"))
    services, record_id = session.services, session.record.id
    session.set_draft("deskpro-add.acs_url", "https://acme")
    await session.close()
    again = await services.open_session(record_id)
    assert again.draft == {"deskpro-add.acs_url": "https://acme"}
    await again.close()


async def test_an_open_set_up_cannot_be_opened_twice(session: Session) -> None:
    await session.commit(renamed("Acme helpdesk"))
    with pytest.raises(ProblemError) as caught:
        await session.services.open_session(session.record.id)
    assert caught.value.problem.code is ProblemCode.SETUP_IN_USE


INTENT = Intent(operation=Operation.CREATE_APPLICATION, target="https://x/saml2/deskpro")


async def test_the_journal_entry_is_on_disk_before_the_write_leaves(session: Session) -> None:
    async def call() -> str:
        (entry,) = session.open_entries()
        assert entry.target == INTENT.target
        path = session.services.store.journal_path(session.record.id)
        assert entry.id in path.read_text()
        return "made"

    assert await session.write(call, intent=INTENT, result_id=lambda made: made) == "made"
    assert session.open_entries() == ()
    assert session.created(Operation.CREATE_APPLICATION) == "made"


async def test_a_refused_write_closes_its_entry(session: Session) -> None:
    async def call() -> str:
        raise ProblemError(ProblemCode.NOT_PERMITTED, action="create")

    with pytest.raises(ProblemError):
        await session.write(call, intent=INTENT)
    assert session.open_entries() == ()


@pytest.mark.parametrize(
    ("error", "is_open"),
    [
        (NetError(ProblemCode.CONNECTION_REFUSED, sent=False, host="localhost"), False),
        (NetError(ProblemCode.CONNECTION_LOST, sent=True, host="localhost"), True),
        (JumpCloudError(ProblemCode.NOT_PERMITTED, 403, action="create"), False),
        (JumpCloudError(ProblemCode.TOO_MANY_REQUESTS, 429, host="localhost"), False),
        (JumpCloudError(ProblemCode.SERVER_FAILED, 504, host="localhost", status="504"), True),
        # a success in words we do not understand is a success all the same
        (JumpCloudError(ProblemCode.ANSWER_NOT_UNDERSTOOD, 200, host="localhost"), True),
    ],
    ids=lambda value: value.problem.code if isinstance(value, ProblemError) else str(value),
)
async def test_only_a_refusal_tells_that_nothing_was_written(
    session: Session, error: ProblemError, *, is_open: bool
) -> None:
    async def call() -> str:
        raise error

    with pytest.raises(ProblemError):
        await session.write(call, intent=INTENT)
    assert bool(session.open_entries()) is is_open


async def test_without_an_answer_nothing_else_is_written(session: Session) -> None:
    async def lost() -> str:
        raise NetError(ProblemCode.TOOK_TOO_LONG, sent=True, host="localhost")

    async def never() -> str:
        raise AssertionError("a second write left")

    with pytest.raises(NetError):
        await session.write(lost, intent=INTENT)
    (entry,) = session.open_entries()
    with pytest.raises(ProblemError) as caught:
        await session.write(never, intent=INTENT)
    assert caught.value.problem.code is ProblemCode.WRITE_UNDECIDED
    await session.finish(entry, Outcome.ABSENT)
    assert session.created(Operation.CREATE_APPLICATION) == ""


async def test_cancelling_does_not_cancel_a_write_that_has_left(session: Session) -> None:
    left, answered = asyncio.Event(), asyncio.Event()

    async def call() -> str:
        left.set()
        await answered.wait()
        return "made"

    task = asyncio.create_task(session.write(call, intent=INTENT, result_id=lambda made: made))
    await left.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    answered.set()
    await session.close()
    assert session.created(Operation.CREATE_APPLICATION) == "made"


async def test_a_set_up_is_read_only_once_nobody_else_can_change_it(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    await session.commit(renamed("before"))
    services, record_id = session.services, session.record.id
    lock = services.store.lock

    def lock_after_the_other(wanted: str) -> object:
        changed = msgspec.structs.replace(session.record, name="changed by the other")
        services.store.save(changed)
        return lock(wanted)

    await session.close()
    monkeypatch.setattr(services.store, "lock", lock_after_the_other)
    again = await services.open_session(record_id)
    assert again.record.name == "changed by the other"
    await again.close()
