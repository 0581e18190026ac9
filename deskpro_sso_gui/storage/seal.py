"""Tells what this program wrote on this computer from what came from elsewhere.

Every file of a set-up carries a seal: a keyed digest of its content, of the set-up it belongs to
and of what kind of file it is. The key is made once, kept beside the set-ups, and in no file that
anybody is given. So a file from another computer, one of ours that was edited, and one that was
put into another set-up's folder have no seal that fits, whatever they say of themselves. Whoever
can read the key can run this program too, so that a key in the keyring would protect no better,
and a locked keyring would lock the set-ups as well.

The seal stands in the file itself: a second file could be lost, or be older than the first.
"""

import hmac
import re
import secrets
from hashlib import sha256
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.storage.files import private_folder, read_limited, write_atomic

KEY_NAME: Final = "seal.key"

_KEY: Final = re.compile(rb"[0-9a-f]{64}\n")
_SEALED: Final = re.compile(rb'\{\n  "seal": "([0-9a-f]{64})",?')
_WAIT_S: Final = 10.0


class Seal:
    """The seal of one file of one set-up."""

    def __init__(self, key: bytes, *, record_id: str, name: str) -> None:
        """Seal the file ``name`` of the set-up ``record_id`` with ``key``."""
        self._key = key
        self._place = f"{record_id}\n{name}\n".encode()

    def put_on(self, document: bytes) -> bytes:
        """Return ``document``, a JSON object, with its seal as the first of its members."""
        comma = b"" if document[1:].lstrip().startswith(b"}") else b","
        return b'{\n  "seal": "%b"%b%b' % (self._of(document).encode(), comma, document[1:])

    def holds(self, data: bytes) -> bool:
        """Say whether ``data`` is as ``put_on`` returned it, here and for this very place."""
        found = _SEALED.match(data)
        return found is not None and hmac.compare_digest(
            found[1].decode(), self._of(without_seal(data))
        )

    def _of(self, document: bytes) -> str:
        return hmac.new(self._key, self._place + document, sha256).hexdigest()


def without_seal(data: bytes) -> bytes:
    """Return the document in ``data``, whether it has a seal or not, and whosever it is."""
    found = _SEALED.match(data)
    return b"{" + data[found.end() :] if found else data


class SealKey:
    """This computer's key, made at its first use. Its methods block."""

    def __init__(self, folder: Path) -> None:
        """Keep the key in ``folder``."""
        self._path = folder / KEY_NAME
        self._key = b""

    def seal(self, record_id: str, name: str) -> Seal:
        """Return the seal of the file ``name`` of the set-up ``record_id``.

        Raises:
            ProblemError: there is no key yet, and none can be kept (``FILE_NOT_WRITABLE``), or it
                can't be read (``FILE_UNREADABLE``).
        """
        return Seal(self._get(), record_id=record_id, name=name)

    def id_of(self, data: bytes) -> str:
        """Return an id for the content of a foreign file: the same each time, and here alone.

        Its maker can't choose it, and so can't aim at a set-up that is here already.

        Raises:
            ProblemError: as for ``seal``.
        """
        return hmac.new(self._get(), b"opened\n" + data, sha256).hexdigest()[:32]

    def _get(self) -> bytes:
        if not self._key:
            self._key = self._kept() or self._make()
        return self._key

    def _kept(self) -> bytes:
        if not self._path.exists():
            return b""
        data = read_limited(self._path, 1024)
        # one that is damaged fits no seal any more, and is made anew
        return bytes.fromhex(data.decode()) if _KEY.fullmatch(data) else b""

    def _make(self) -> bytes:
        private_folder(self._path.parent)
        try:
            # two windows that begin at once have to end up with the same key
            with FileLock(self._path.with_suffix(".lock"), mode=0o600, timeout=_WAIT_S):
                if kept := self._kept():
                    return kept
                made = secrets.token_bytes(32)
                write_atomic(self._path, made.hex().encode() + b"\n")
        except (Timeout, OSError) as error:
            raise ProblemError(ProblemCode.FILE_NOT_WRITABLE, path=str(self._path)) from error
        return made
