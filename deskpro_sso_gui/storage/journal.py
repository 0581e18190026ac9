"""What was sent to JumpCloud, written down before it leaves.

After a crash an open entry says what may have happened: what was sent, what was there before, and
how long the request could still take effect. Undo reads the same entries. No secret is in it.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum, unique
from pathlib import Path
from typing import Annotated, Any, Final
from uuid import uuid4

import msgspec

from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.storage.files import read_limited, write_atomic
from deskpro_sso_gui.storage.seal import Seal, without_seal

VERSION: Final = 1
_LIMIT_BYTES: Final = 16 * 1024 * 1024


@unique
class Operation(StrEnum):
    """A write to JumpCloud."""

    CREATE_APPLICATION = "create-application"
    UPDATE_APPLICATION = "update-application"
    CREATE_GROUP = "create-group"
    BIND_GROUPS = "bind-groups"
    UPLOAD_LOGO = "upload-logo"
    REMOVE_LOGO = "remove-logo"
    UNBIND_GROUPS = "unbind-groups"
    RENEW_CERTIFICATE = "renew-certificate"
    DELETE_APPLICATION = "delete-application"
    DELETE_GROUP = "delete-group"


@unique
class Outcome(StrEnum):
    """What became of a write.

    ``ABSENT``: it was looked for after its time limit and is not there.
    """

    OPEN = "open"
    DONE = "done"
    FAILED = "failed"
    ABSENT = "absent"


class JournalEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One write.

    Attributes:
        opened_at: just before the request left; aware, UTC.
        target: IdP URL of the application to create, id of what is changed or deleted, or the
            name of a group to create.
        sent: what is sent, as JSON values; of a changed setting also what it was before.
        ids_before: ids of that kind which JumpCloud had before.
        time_limit_s: the request's own, in seconds; until then *not there* proves nothing.
        result_id: id of what was made, empty until known.
        digest: of the application as JumpCloud had it right afterwards (``plan.digest``), by
            which a later change of somebody else's shows; empty where that is not known.
    """

    id: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}\Z")]
    opened_at: Annotated[datetime, msgspec.Meta(tz=True)]
    operation: Operation
    target: str
    sent: Mapping[str, Any]
    ids_before: tuple[str, ...]
    time_limit_s: Annotated[float, msgspec.Meta(ge=0)]
    outcome: Outcome = Outcome.OPEN
    result_id: str = ""
    digest: str = ""


class _Document(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    version: int
    entries: tuple[JournalEntry, ...]


class _Header(msgspec.Struct, frozen=True):
    version: int


class Journal:
    """The journal of one set-up. One program at a time holds it, under the set-up's lock."""

    def __init__(self, path: Path, seal: Seal | None = None) -> None:
        """Read the journal at ``path``; none there is an empty one.

        Args:
            path: the file.
            seal: what it is sealed with. Undo believes the journal, so that one which we did not
                write is refused.

        Raises:
            ProblemError: ``FILE_UNREADABLE``, ``SETUP_FILE_INVALID``, ``SETUP_FILE_NEWER`` or
                ``SETUP_NOT_MADE_HERE``.
        """
        self._path = path
        self._seal = seal
        self._entries = _read(path, seal) if path.exists() else ()

    @property
    def entries(self) -> tuple[JournalEntry, ...]:
        """All entries, oldest first."""
        return self._entries

    def open_entries(self) -> tuple[JournalEntry, ...]:
        """Return the entries whose outcome is not known, oldest first."""
        return tuple(entry for entry in self._entries if entry.outcome is Outcome.OPEN)

    def begin(
        self,
        operation: Operation,
        *,
        target: str,
        sent: Mapping[str, Any],
        ids_before: Sequence[str],
        time_limit_s: float,
        now: datetime,
    ) -> JournalEntry:
        """Write an open entry and return it once it is on disk; only then may the request leave.

        Args:
            operation: what is about to be done.
            target: see ``JournalEntry``.
            sent: see ``JournalEntry``.
            ids_before: see ``JournalEntry``.
            time_limit_s: see ``JournalEntry``.
            now: the time, aware.

        Raises:
            ProblemError: ``FILE_NOT_WRITABLE``; there is no entry then.
        """
        entry = JournalEntry(
            id=uuid4().hex,
            opened_at=now.astimezone(UTC),
            operation=operation,
            target=target,
            sent=sent,
            ids_before=tuple(ids_before),
            time_limit_s=time_limit_s,
        )
        self._write((*self._entries, entry))
        return entry

    def finish(
        self, entry: JournalEntry, outcome: Outcome, result_id: str = "", digest: str = ""
    ) -> JournalEntry:
        """Write down what became of ``entry`` and return it so.

        Raises:
            KeyError: the journal has no such entry.
            ProblemError: ``FILE_NOT_WRITABLE``; the entry is still open then.
        """
        if all(each.id != entry.id for each in self._entries):
            raise KeyError(entry.id)
        finished = msgspec.structs.replace(
            entry, outcome=outcome, result_id=result_id, digest=digest
        )
        self._write(tuple(finished if each.id == entry.id else each for each in self._entries))
        return finished

    def _write(self, entries: tuple[JournalEntry, ...]) -> None:
        document = _Document(version=VERSION, entries=entries)
        data = msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"
        write_atomic(self._path, self._seal.put_on(data) if self._seal else data)
        self._entries = entries


def _read(path: Path, seal: Seal | None) -> tuple[JournalEntry, ...]:
    sealed = read_limited(path, _LIMIT_BYTES)
    if seal is not None and not seal.holds(sealed):
        raise ProblemError(ProblemCode.SETUP_NOT_MADE_HERE, path=str(path))
    data = without_seal(sealed)
    try:
        if msgspec.json.decode(data, type=_Header).version > VERSION:
            raise ProblemError(ProblemCode.SETUP_FILE_NEWER, path=str(path))
        return msgspec.json.decode(data, type=_Document).entries
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProblemError(ProblemCode.SETUP_FILE_INVALID, path=str(path)) from error
