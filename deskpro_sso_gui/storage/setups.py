"""Saved set-ups: one folder each, with record, draft, journal and lock.

What is in these folders is believed only under this computer's own seal (``storage.seal``). A
set-up file from anywhere else is looked at with ``look_at``, and goes on as a set-up of its own.
"""

import contextlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import msgspec
from filelock import FileLock, Timeout

from deskpro_sso_gui.problems import Problem, ProblemCode, ProblemError
from deskpro_sso_gui.setup.record import RecordError, RecordFault, SetupRecord, decode, encode
from deskpro_sso_gui.storage.files import (
    private_folder,
    read_limited,
    remove_leftovers,
    write_atomic,
)
from deskpro_sso_gui.storage.seal import Seal, SealKey, without_seal

RECORD_NAME: Final = "setup.json"
DRAFT_NAME: Final = "draft.json"
JOURNAL_NAME: Final = "journal.json"
LOCK_NAME: Final = "lock"

_LIMIT_BYTES: Final = 4 * 1024 * 1024
_ID: Final = re.compile(r"[0-9A-Za-z_-]{1,64}")

_PROBLEM_OF_FAULT: Final = {
    RecordFault.DOES_NOT_FIT: ProblemCode.SETUP_FILE_INVALID,
    RecordFault.NEWER_VERSION: ProblemCode.SETUP_FILE_NEWER,
}


class SavedSetup(msgspec.Struct, frozen=True, kw_only=True):
    """A set-up that can be continued."""

    path: Path
    record: SetupRecord


class BrokenSetup(msgspec.Struct, frozen=True, kw_only=True):
    """A set-up whose file can't be used; it is shown and left as it is."""

    path: Path
    fault: Problem


class SetupFile(msgspec.Struct, frozen=True, kw_only=True):
    """A set-up file, from anywhere.

    Attributes:
        record: what it says; to be believed only where ``made_here``.
        made_here: it is a set-up that is saved here, or a copy of one.
        id: of the set-up to go on with: the saved one, or one that only this content gets.
    """

    record: SetupRecord
    made_here: bool
    id: str


class SetupStore:
    """The set-ups of one folder. Its methods block: run them in the writer's thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = SealKey(folder)

    def list(self) -> tuple[SavedSetup | BrokenSetup, ...]:
        """Return all set-ups, last changed first, those that can't be used at the end.

        Raises:
            ProblemError: ``FILE_UNREADABLE``: the folder itself can't be read.
        """
        try:
            paths = sorted(self._folder.glob(f"*/{RECORD_NAME}"))
        except OSError as error:
            raise ProblemError(ProblemCode.FILE_UNREADABLE, path=str(self._folder)) from error
        found = [self._look_at(path) for path in paths]
        saved = [each for each in found if isinstance(each, SavedSetup)]
        broken = [each for each in found if isinstance(each, BrokenSetup)]
        saved.sort(key=lambda each: each.record.changed_at, reverse=True)
        return (*saved, *broken)

    def _look_at(self, path: Path) -> SavedSetup | BrokenSetup:
        try:
            return SavedSetup(path=path, record=self.load(path.parent.name))
        except ProblemError as error:
            return BrokenSetup(path=path, fault=error.problem)

    def folder(self, record_id: str) -> Path:
        """Return the folder of a set-up, whether it is there or not.

        Raises:
            ProblemError: ``SETUP_FILE_INVALID``: this is no set-up's id.
        """
        if not _ID.fullmatch(record_id):
            raise ProblemError(ProblemCode.SETUP_FILE_INVALID, path=record_id)
        return self._folder / record_id

    def journal_path(self, record_id: str) -> Path:
        """Return where the journal of a set-up is kept."""
        return self.folder(record_id) / JOURNAL_NAME

    def journal_seal(self, record_id: str) -> Seal:
        """Return the seal of the journal of a set-up."""
        return self._key.seal(record_id, JOURNAL_NAME)

    def is_saved(self, record_id: str) -> bool:
        """Say whether there is a set-up of this id, readable or not."""
        return (self.folder(record_id) / RECORD_NAME).exists()

    def load(self, record_id: str) -> SetupRecord:
        """Read a saved set-up.

        Raises:
            ProblemError: ``FILE_UNREADABLE``, ``SETUP_FILE_NEWER``, ``SETUP_FILE_INVALID``, also
                where the file is another set-up's, or ``SETUP_NOT_MADE_HERE``: it was not saved by
                this program on this computer.
        """
        path = self.folder(record_id) / RECORD_NAME
        data, record = _read(path)
        if record.id != record_id:
            raise ProblemError(ProblemCode.SETUP_FILE_INVALID, path=str(path))
        if not self._key.seal(record_id, RECORD_NAME).holds(data):
            raise ProblemError(ProblemCode.SETUP_NOT_MADE_HERE, path=str(path))
        return record

    def look_at(self, path: Path) -> SetupFile:
        """Read a set-up file from anywhere; nothing is saved.

        Raises:
            ProblemError: ``FILE_UNREADABLE``, ``SETUP_FILE_INVALID`` or ``SETUP_FILE_NEWER``.
        """
        data, record = _read(path)
        ours = self._key.seal(record.id, RECORD_NAME).holds(data) and self.is_saved(record.id)
        own_id = record.id if ours else self._key.id_of(data)
        return SetupFile(record=record, made_here=ours, id=own_id)

    def save(self, record: SetupRecord) -> None:
        """Write a set-up; it is on disk when this returns.

        Raises:
            RecordError: the record holds a value it could not be read back with. What was saved
                before is untouched.
            ProblemError: ``FILE_NOT_WRITABLE``, with what was saved before untouched.
        """
        data = encode(record)
        decode(data)  # types are checked on reading only: never save what the next start refuses
        self._write(record.id, RECORD_NAME, data)

    def _write(self, record_id: str, name: str, document: bytes) -> None:
        folder = private_folder(self.folder(record_id))
        write_atomic(folder / name, self._key.seal(record_id, name).put_on(document))

    def delete(self, record_id: str) -> None:
        """Delete a set-up with its draft and journal. That there is none is no error.

        Raises:
            ProblemError: ``SETUP_IN_USE``, or ``FILE_NOT_WRITABLE`` with the record still there.
        """
        folder = self.folder(record_id)
        if not folder.is_dir():
            return
        with self.lock(record_id):
            try:
                # the record goes last: until then the set-up is in the list and can be deleted
                for name in (DRAFT_NAME, JOURNAL_NAME, RECORD_NAME):
                    (folder / name).unlink(missing_ok=True)
            except OSError as error:
                raise ProblemError(ProblemCode.FILE_NOT_WRITABLE, path=str(folder)) from error
        # Windows lets nobody remove a lock that is held; an empty folder left behind does no harm
        with contextlib.suppress(OSError):
            (folder / LOCK_NAME).unlink(missing_ok=True)
            folder.rmdir()

    def load_draft(self, record_id: str) -> dict[str, str]:
        """Return what was typed here but not yet used; empty where that can't be told."""
        try:
            data = read_limited(self.folder(record_id) / DRAFT_NAME, _LIMIT_BYTES)
            if not self._key.seal(record_id, DRAFT_NAME).holds(data):
                return {}
            return msgspec.json.decode(without_seal(data), type=dict[str, str])
        except (ProblemError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return {}

    def save_draft(self, record_id: str, draft: Mapping[str, str]) -> None:
        """Write what is typed but not yet used. Never hand a secret to this.

        Raises:
            ProblemError: ``FILE_NOT_WRITABLE``.
        """
        data = msgspec.json.format(msgspec.json.encode(draft), indent=2)
        self._write(record_id, DRAFT_NAME, data + b"\n")

    @contextlib.contextmanager
    def lock(self, record_id: str) -> Iterator[None]:
        """Hold a set-up, so that no second window or command changes it.

        The system lets go of it when the program ends, however it ends.

        Raises:
            ProblemError: ``SETUP_IN_USE``, at once; or ``FILE_NOT_WRITABLE``.
        """
        folder = private_folder(self.folder(record_id))
        with hold(folder / LOCK_NAME):
            remove_leftovers(folder)
            yield


def _read(path: Path) -> tuple[bytes, SetupRecord]:
    data = read_limited(path, _LIMIT_BYTES)
    try:
        return data, decode(without_seal(data))
    except RecordError as error:
        raise ProblemError(_PROBLEM_OF_FAULT[error.fault], path=str(path)) from error


@contextlib.contextmanager
def hold(path: Path) -> Iterator[None]:
    """Hold the lock file ``path``; the system lets go of it when the program ends, however it ends.

    Raises:
        ProblemError: ``SETUP_IN_USE``, at once; or ``FILE_NOT_WRITABLE``.
    """
    lock = FileLock(path, mode=0o600, thread_local=False, is_singleton=False)
    try:
        lock.acquire(blocking=False)
    except Timeout as error:
        raise ProblemError(ProblemCode.SETUP_IN_USE) from error
    except OSError as error:
        raise ProblemError(ProblemCode.FILE_NOT_WRITABLE, path=str(path)) from error
    try:
        yield
    finally:
        lock.release()
