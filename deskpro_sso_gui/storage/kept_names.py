"""Under which names secrets are kept, for a keyring does not list them. Never the secrets."""

import hashlib
from pathlib import Path
from typing import Annotated

import msgspec

from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.storage.files import private_folder, read_limited, write_atomic

_LIMIT_BYTES = 4096
_Line = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]


class KeptName(msgspec.Struct, frozen=True, kw_only=True):
    """What a secret is found by: where it may go, what it is, and whose it is."""

    origin: _Line
    kind: _Line
    account: _Line


class KeptNames:
    """One small file per name, so that two programs at once lose none. Its methods block."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _path(self, name: KeptName) -> Path:
        digest = hashlib.sha256(msgspec.json.encode(name)).hexdigest()
        return self._folder / f"{digest[:32]}.json"

    def add(self, *names: KeptName) -> None:
        """Remember ``names``; done before the secrets are kept, so that none is forgotten.

        Raises:
            ProblemError: ``FILE_NOT_WRITABLE``.
        """
        private_folder(self._folder)
        for name in names:
            write_atomic(self._path(name), msgspec.json.encode(name))

    def remove(self, *names: KeptName) -> None:
        """Remember ``names`` no more.

        Raises:
            ProblemError: ``FILE_NOT_WRITABLE``.
        """
        for name in names:
            path = self._path(name)
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise ProblemError(ProblemCode.FILE_NOT_WRITABLE, path=str(path)) from error

    def list(self) -> tuple[KeptName, ...]:
        """Return all names; what can't be read is left out."""
        found = []
        for path in sorted(self._folder.glob("*.json")):
            try:
                found.append(msgspec.json.decode(read_limited(path, _LIMIT_BYTES), type=KeptName))
            except (ProblemError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                continue
        return tuple(found)
