"""What a second start of the program asks of this window: to come forward, and to open a file."""

import asyncio
import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from deskpro_sso_gui.storage.instance import (
    ANSWER,
    LONGEST_PATH,
    LONGEST_WORD,
    Instance,
    usable_token,
)

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

Summoned = Callable[[Path | None], object]
_TOKEN_VARIABLE: Final = "XDG_ACTIVATION_TOKEN"  # noqa: S105 - what lets a window come forward


class _Word(msgspec.Struct, frozen=True, kw_only=True):
    open: bytes = b""
    token: str = ""

    @property
    def path(self) -> Path | None:
        """The file to open; None for none, and for what can't be one."""
        try:
            path = Path(os.fsdecode(self.open))
        except UnicodeDecodeError:  # on Windows, which knows names as text
            return None
        usable = len(self.open) <= LONGEST_PATH and b"\0" not in self.open
        return path if usable and path.is_absolute() else None


class Summons:
    """Listens where ``Instance`` says, if this is the first window.

    Args:
        instance: this run's claim; None listens nowhere.
        summoned: called with the file to open, or None.
    """

    def __init__(self, instance: Instance | None, summoned: Summoned) -> None:
        self._instance = instance
        self._summoned = summoned
        self._server: QLocalServer | None = None

    async def listen(self) -> None:
        """Begin, once the window is there: what this needs is not needed to show it."""
        instance = self._instance
        if instance is None or not instance.is_first or not instance.address:
            return
        await asyncio.to_thread(import_module, "PySide6.QtNetwork")
        from PySide6.QtNetwork import QLocalServer  # noqa: PLC0415 - loaded by now

        server = QLocalServer()
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        # a socket that is there was left behind by a run that was cut off: the lock is ours
        QLocalServer.removeServer(instance.address)
        server.newConnection.connect(self._connected)
        if server.listen(instance.address):
            self._server = server

    def close(self) -> None:
        """Listen no more; whoever starts from now on waits until this run has ended."""
        server, self._server = self._server, None
        if server is not None:
            server.close()
            server.deleteLater()

    def _connected(self) -> None:
        while self._server is not None and self._server.hasPendingConnections():
            connection = self._server.nextPendingConnection()
            connection.setReadBufferSize(LONGEST_WORD)
            connection.readyRead.connect(lambda each=connection: self._read(each))
            connection.disconnected.connect(connection.deleteLater)
            self._read(connection)

    def _read(self, connection: "QLocalSocket") -> None:
        if not connection.canReadLine():
            if connection.bytesAvailable() >= LONGEST_WORD:
                connection.abort()
            return
        try:
            word = msgspec.json.decode(connection.readLine().data(), type=_Word)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            connection.abort()
            return
        connection.write(ANSWER)
        connection.flush()
        connection.disconnectFromServer()
        try:
            if usable_token(word.token):
                os.environ[_TOKEN_VARIABLE] = word.token  # where Qt looks for it
            self._summoned(word.path)
        finally:
            # Qt takes it away on Wayland alone, and it is good for one time
            os.environ.pop(_TOKEN_VARIABLE, None)
