"""The store of one open set-up: its latest record, its journal, its drafts, its readers."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec

from deskpro_sso_gui.jumpcloud.errors import JumpCloudError
from deskpro_sso_gui.net import NetError
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.gate import app_changed
from deskpro_sso_gui.setup.record import SetupRecord, decode, encode
from deskpro_sso_gui.storage.journal import Journal, JournalEntry, Operation, Outcome

if TYPE_CHECKING:
    from deskpro_sso_gui.tasks.services import Services

Update = Callable[[SetupRecord], SetupRecord]
"""From the latest record to the next; returns it unchanged when its inputs no longer hold."""

T = TypeVar("T")

_DRAFT_DELAY_S: Final = 0.5
_LEAVE_WRITES_AFTER_S: Final = 2.0
WRITE_TIME_LIMIT_S: Final = 45.0
"""After this long a write that got no answer is taken as not carried out, if nothing is found."""


_CHANGES_SIGN_IN: Final = frozenset(
    {
        Operation.UPDATE_APPLICATION,
        Operation.RENEW_CERTIFICATE,
        Operation.UNBIND_GROUPS,
        Operation.DELETE_APPLICATION,
    }
)


class Intent(msgspec.Struct, frozen=True, kw_only=True):
    """What a write is about to do, as the journal keeps it; ``sent`` holds no secret.

    Attributes:
        target: the IdP URL, application id or group name it is about.
        ids_before: the ids of its kind that were there before.
    """

    operation: Operation
    target: str
    sent: Mapping[str, Any] = msgspec.field(default_factory=dict)
    ids_before: tuple[str, ...] = ()


class Session:
    """One open set-up. Made by ``Services``, which holds its lock on disk.

    The record is on disk before anyone is told of it, and changes only through ``commit``.
    """

    def __init__(
        self,
        services: "Services",
        record: SetupRecord,
        *,
        draft: Mapping[str, str],
        journal: Journal,
        release: Callable[[], None],
    ) -> None:
        """Hold ``record`` open; ``release`` gives its lock back."""
        self.services = services
        self.record = record
        self.draft: dict[str, str] = dict(draft)
        self._journal = journal
        self._release = release
        self._subscribers: list[Callable[[SetupRecord], None]] = []
        self._commit_lock = asyncio.Lock()
        self._write_lock = asyncio.Lock()
        self._commits: set[asyncio.Task[SetupRecord]] = set()
        self._writes: set[asyncio.Task[Any]] = set()
        self._draft_timer: asyncio.TimerHandle | None = None
        self._draft_saves: set[asyncio.Task[None]] = set()

    def subscribe(self, callback: Callable[[SetupRecord], None]) -> Callable[[], None]:
        """Call ``callback`` with each new record; returns the function that ends it."""
        self._subscribers.append(callback)

        def unsubscribe() -> None:
            with contextlib.suppress(ValueError):
                self._subscribers.remove(callback)

        return unsubscribe

    async def commit(self, update: Update) -> SetupRecord:
        """Apply ``update`` to the latest record, save it, then publish it.

        A commit once begun is finished even if the task that asked for it is cancelled.

        Raises:
            ProblemError: the record can't be written; nothing changed then.
        """
        task = asyncio.get_running_loop().create_task(self._commit(update))
        self._commits.add(task)
        task.add_done_callback(self._commits.discard)
        return await asyncio.shield(task)

    async def _commit(self, update: Update) -> SetupRecord:
        async with self._commit_lock:
            updated = update(self.record)
            if updated == self.record:
                return self.record
            updated = msgspec.structs.replace(updated, changed_at=self.services.now())
            updated = decode(encode(updated))  # what could not be read back is never saved
            await self.services.writer.run(self.services.store.save, updated)
            self.record = updated
        for subscriber in tuple(self._subscribers):
            subscriber(updated)
        return updated

    def set_draft(self, key: str, value: str) -> None:
        """Keep what the admin typed; saved within a second. Never give it a secret."""
        if self.draft.get(key, "") == value:
            return
        self.draft[key] = value
        if self._draft_timer is None:
            loop = asyncio.get_running_loop()
            self._draft_timer = loop.call_later(_DRAFT_DELAY_S, self._begin_draft_save)

    def save_draft_now(self) -> None:
        """Begin to save what was typed and is not saved yet."""
        if self._draft_timer is not None:
            self._draft_timer.cancel()
            self._begin_draft_save()

    def _begin_draft_save(self) -> None:
        self._draft_timer = None
        task = asyncio.get_running_loop().create_task(self._save_draft())
        self._draft_saves.add(task)
        task.add_done_callback(self._draft_saves.discard)

    async def _save_draft(self) -> None:
        store, draft = self.services.store, dict(self.draft)
        # a draft that can't be saved is typed again; the record's own save tells of a full disk
        with contextlib.suppress(ProblemError):
            await self.services.writer.run(store.save_draft, self.record.id, draft)

    def open_entries(self) -> tuple[JournalEntry, ...]:
        """Return the writes of which we do not know yet whether they were carried out."""
        return self._journal.open_entries()

    def created(self, operation: Operation) -> str:
        """Return the id of the last thing that ``operation`` made, empty where it made none.

        What was deleted again by ourselves does not count.
        """
        done = [each for each in self._journal.entries if each.outcome is Outcome.DONE]
        deletions = {Operation.DELETE_APPLICATION, Operation.DELETE_GROUP}
        deleted = {each.target for each in done if each.operation in deletions}
        made = [each.result_id for each in done if each.operation is operation]
        return next((each for each in reversed(made) if each not in deleted), "")

    @property
    def entries(self) -> tuple[JournalEntry, ...]:
        """Every write of this set-up, oldest first."""
        return self._journal.entries

    async def finish(
        self, entry: JournalEntry, outcome: Outcome, result_id: str = "", digest: str = ""
    ) -> None:
        """Note on disk how a write ended.

        Where the sign-in may not have survived it, that what was tried before proves nothing any
        more is noted first: whoever asked for the write may be gone by now, and so may we.
        """
        if outcome is Outcome.DONE and entry.operation in _CHANGES_SIGN_IN:
            await self.commit(partial(_app_changed, entry.target, self.services.now()))
        await self.services.writer.run(self._journal.finish, entry, outcome, result_id, digest)

    async def write(
        self,
        call: Callable[[], Coroutine[Any, Any, T]],
        *,
        intent: Intent,
        result_id: Callable[[T], str] = lambda _: "",
        digest: Callable[[T], str] = lambda _: "",
        check: Callable[[], Awaitable[None]] | None = None,
    ) -> T:
        """Carry out one write to JumpCloud: journal first, then the call, then how it ended.

        One write at a time. A write that has left is never cancelled: cancelling the task that
        asked for it only stops the waiting.

        Args:
            call: sends it.
            intent: what the journal keeps of it.
            result_id: tells the id of what was made.
            digest: tells how JumpCloud has the application now.
            check: looks a last time, right before it leaves; when it raises, nothing is sent and
                nothing stands in the journal.

        Raises:
            ProblemError: JumpCloud refused, or there was no answer that tells. Then the journal
                entry stays open, and the truth has to be looked up (``settle``) before anything
                else is written: until then ``WRITE_UNDECIDED``. Nothing at all is written while
                an address is only a file's word (``ADDRESSES_NOT_CONFIRMED``).
        """
        work = self._write(call, intent, check, lambda made: (result_id(made), digest(made)))
        task = asyncio.get_running_loop().create_task(work)
        self._writes.add(task)
        task.add_done_callback(self._writes.discard)
        return await asyncio.shield(task)

    async def _write(
        self,
        call: Callable[[], Coroutine[Any, Any, T]],
        intent: Intent,
        check: Callable[[], Awaitable[None]] | None,
        outcome: Callable[[T], tuple[str, str]],
    ) -> T:
        async with self._write_lock:
            if not self.record.confirmed:
                raise ProblemError(ProblemCode.ADDRESSES_NOT_CONFIRMED)
            if self.open_entries():
                raise ProblemError(ProblemCode.WRITE_UNDECIDED)
            if check is not None:
                await check()
            entry = await self.services.writer.run(self._begin, intent)
            try:
                result = await call()
            except ProblemError as error:
                if _is_refusal(error):
                    await self.finish(entry, Outcome.FAILED)
                raise
            await self.finish(entry, Outcome.DONE, *outcome(result))
            return result

    def _begin(self, intent: Intent) -> JournalEntry:
        return self._journal.begin(
            intent.operation,
            target=intent.target,
            sent=intent.sent,
            ids_before=intent.ids_before,
            time_limit_s=WRITE_TIME_LIMIT_S,
            now=self.services.now(),
        )

    async def writes_ended(self) -> None:
        """Return once no write of this session is under way any more, however they end."""
        if self._writes:
            await asyncio.wait(self._writes)

    async def close(self) -> None:
        """Save the draft, finish what is being saved, and give the set-up's lock back.

        A write to JumpCloud that has left is waited for a moment only: its journal entry is on
        disk, and the next start looks up how it ended.
        """
        self._subscribers.clear()
        self.save_draft_now()
        try:
            if self._writes:
                _, waiting = await asyncio.wait(self._writes, timeout=_LEAVE_WRITES_AFTER_S)
                for task in waiting:
                    task.cancel()
                await asyncio.gather(*waiting, return_exceptions=True)
            await asyncio.gather(*self._commits, *self._draft_saves, return_exceptions=True)
        finally:
            self._release()


def _app_changed(application_id: str, now: datetime, record: SetupRecord) -> SetupRecord:
    if record.application is None or record.application.id != application_id:
        return record
    return app_changed(record, now)


def _is_refusal(error: ProblemError) -> bool:
    """Say whether ``error`` tells that a write was not carried out.

    An answer that can't be read and a server's own fault do not: what was sent may be there.
    """
    if isinstance(error, NetError):
        return not error.sent
    if isinstance(error, JumpCloudError):
        return HTTPStatus.MULTIPLE_CHOICES <= error.status < HTTPStatus.INTERNAL_SERVER_ERROR
    return True
