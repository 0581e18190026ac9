"""Secrets in the operating system's keyring. The only import of ``keyring``, and a late one.

Every call to the keyring runs in one daemon thread, in order, and is waited for with a time limit:
a locked keyring asks its owner and can hang for minutes. A call that outlasts its limit is not
given up: when it ends after all, the keyring is in use again. What could not be written waits in
memory until then, and goes nowhere else.
"""

# ruff: noqa: PLC0415 - keyring is heavy, so it is imported here alone and when needed

import asyncio
import contextlib
import os
import secrets
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final, Protocol, TypeVar

from deskpro_sso_gui.credentials import CredentialName, CredentialState, Unsubscribe
from deskpro_sso_gui.credentials.secret import Secret
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.storage.writer import Writer, waiter

DEFAULT_TIME_LIMIT_S: Final = 10.0

MAX_UTF16_BYTES: Final = 2560
"""What Windows keeps per credential, in UTF-16. Held to everywhere: one behaviour, tested."""

_T = TypeVar("_T")

_CHAINER: Final = "keyring.backends.chainer.ChainerBackend"

# by name, because these classes come from libraries that only some systems have
_LOCKED_ERRORS: Final = frozenset({"KeyringLocked", "LockedException", "PromptDismissedException"})


class Backend(Protocol):
    """What we use of a keyring backend."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return the secret, None when there is none."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep the secret."""
        ...

    def delete_password(self, service: str, username: str) -> None:
        """Remove the secret; an error when there is none."""
        ...


def _allowed_backends() -> tuple[Any, ...]:
    if sys.platform == "win32":
        from keyring.backends.Windows import WinVaultKeyring

        return (WinVaultKeyring,)
    if sys.platform == "darwin":
        from keyring.backends.macOS import Keyring

        return (Keyring,)
    from keyring.backends import SecretService, kwallet, libsecret

    return (SecretService.Keyring, libsecret.Keyring, kwallet.DBusKeyring)


def system_backends() -> Sequence[Backend]:
    """Return this system's real keyrings that answer, best first. Blocks.

    Only classes named above are ever used: what else ``keyring`` may find (plug-ins, chains, files
    in plain text) is not looked at. ``PYTHON_KEYRING_BACKEND`` can narrow the choice, never widen
    it: a backend that is not allowed leaves none.
    """
    chosen = os.environ.get("PYTHON_KEYRING_BACKEND", "")
    found: list[tuple[float, Backend]] = []
    for kind in _allowed_backends():
        if chosen not in {"", _CHAINER, f"{kind.__module__}.{kind.__qualname__}"}:
            continue
        # one that can't work here says so by an error of its own or of its library
        with contextlib.suppress(Exception):
            priority = float(kind.priority)
            found.append((priority, kind()))
    found.sort(key=lambda each: each[0], reverse=True)
    return [backend for _, backend in found]


class KeyringStore:
    """A ``CredentialStore`` on the system's keyring, in memory where that fails.

    A secret longer than Windows' keyring can hold is kept in memory only, on every system, and
    ``put`` says so by returning ``SESSION_ONLY``.
    """

    def __init__(
        self,
        service: str,
        *,
        time_limit_s: float = DEFAULT_TIME_LIMIT_S,
        backends: Callable[[], Sequence[Backend]] = system_backends,
    ) -> None:
        """Keep secrets under ``service``; nothing is called or imported before ``probe``.

        Args:
            service: what the keyring's own window shows; practice has another one.
            time_limit_s: how long a call to the keyring is waited for, in seconds.
            backends: finds the keyrings to try, called in the keyring's thread.
        """
        self._service = service
        self._time_limit_s = time_limit_s
        self._backends = backends
        self._thread = Writer("keyring")
        self._state = CredentialState.CHECKING
        self._backend: Backend | None = None
        self._probing: asyncio.Future[None] | None = None
        self._overdue = 0
        self._pending: dict[str, Secret | None] = {}
        """What the keyring does not hold yet, by user name; None is to be removed from it."""
        self._subscribers: list[Callable[[CredentialState], None]] = []

    @property
    def state(self) -> CredentialState:
        """Where secrets are kept at present."""
        return self._state

    def subscribe(self, callback: Callable[[CredentialState], None]) -> Unsubscribe:
        """Call ``callback`` in the loop's thread whenever the state changes."""
        self._subscribers.append(callback)

        def unsubscribe() -> None:
            with contextlib.suppress(ValueError):
                self._subscribers.remove(callback)

        return unsubscribe

    async def probe(self) -> CredentialState:
        """Write, read back and delete a trial entry, once; again only if that may help.

        Returns at the latest after the time limit, also while the keyring still asks its owner.
        """
        hopeless = self._state is CredentialState.SESSION_ONLY and self._backend is None
        if self._state is CredentialState.SYSTEM_KEYRING or hopeless:
            return self._state
        if self._probing is None:
            if self._overdue:
                return self._state
            self._probing = self._start(self._find, self._found)
            self._probing.add_done_callback(self._probed)
        await asyncio.shield(self._probing)
        return self._state

    def close(self) -> None:
        """Take no more calls; the thread ends by itself once the keyring has answered the last."""
        self._thread.close(wait=False)

    async def put(self, name: CredentialName, secret: Secret) -> CredentialState:
        """Keep ``secret`` in the keyring, or in memory, and return which."""
        key = name.user_name
        backend = await self._ready()
        self._pending[key] = secret
        if backend:
            await asyncio.shield(self._write(backend, key))
        if key not in self._pending:
            return CredentialState.SYSTEM_KEYRING
        locked = self._state is CredentialState.LOCKED
        return CredentialState.LOCKED if locked else CredentialState.SESSION_ONLY

    async def get(self, name: CredentialName) -> Secret | None:
        """Return the secret, None when there is none or the keyring does not give it out."""
        key = name.user_name
        backend = await self._ready()
        if key in self._pending:
            return self._pending[key]
        if backend is None:
            return None
        answers: list[str | None] = []

        def answered(answer: str | None) -> None:
            answers.append(answer)
            self._works()

        read = partial(backend.get_password, self._service, key)
        await asyncio.shield(self._start(read, answered))
        value = answers[0] if answers else None
        return None if value is None else Secret(value)

    async def forget(self, name: CredentialName) -> None:
        """Remove the secret from keyring and memory.

        Raises:
            ProblemError: ``KEYRING_LOCKED`` or ``KEYRING_UNAVAILABLE``: the keyring may still hold
                it. It is no longer given out, and removed should the keyring answer again.
        """
        key = name.user_name
        backend = await self._ready()
        self._pending[key] = None
        if backend:
            await asyncio.shield(self._write(backend, key))
        if key not in self._pending:
            return
        if self._state is CredentialState.LOCKED:
            raise ProblemError(ProblemCode.KEYRING_LOCKED)
        if self._backend is not None:
            raise ProblemError(ProblemCode.KEYRING_UNAVAILABLE)
        del self._pending[key]

    async def _ready(self) -> Backend | None:
        """Return the keyring to use, None while there is none or it does not answer."""
        if self._state is CredentialState.CHECKING:
            await self.probe()
        usable = self._state is CredentialState.SYSTEM_KEYRING and not self._overdue
        return self._backend if usable else None

    def _start(self, job: Callable[[], _T], settle: Callable[[_T], None]) -> "asyncio.Future[None]":
        """Run ``job`` in the keyring's thread and hand its result to ``settle`` in the loop's.

        Returns:
            a future that is done when the result was settled, or the time limit has passed, and
            never fails. The result is settled however late it is.
        """
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def outlasted() -> None:
            self._overdue += 1
            turn.set_result(None)
            self._change(CredentialState.LOCKED)

        def ended(answer: "asyncio.Future[_T]") -> None:
            timer.cancel()
            if turn.done():
                self._overdue -= 1
            error = answer.exception()
            if error is None:
                settle(answer.result())
            else:
                self._change(_state_after(error))
            if not turn.done():
                turn.set_result(None)

        timer = asyncio.get_running_loop().call_later(self._time_limit_s, outlasted)
        waiter(self._thread.submit(job)).add_done_callback(ended)
        return turn

    def _find(self) -> tuple[CredentialState, Backend | None]:
        for backend in self._backends():
            try:
                _try_out(backend, self._service)
            except Exception as error:  # noqa: BLE001 - backends raise what their libraries raise
                if _state_after(error) is CredentialState.LOCKED:
                    # another backend would only ask the owner of the same keyring again
                    return CredentialState.LOCKED, None
            else:
                return CredentialState.SYSTEM_KEYRING, backend
        return CredentialState.SESSION_ONLY, None

    def _found(self, found: tuple[CredentialState, Backend | None]) -> None:
        state, backend = found
        if backend is not None:
            self._backend = backend
        self._change(state)

    def _probed(self, _: "asyncio.Future[None]") -> None:
        self._probing = None

    def _write(self, backend: Backend, key: str) -> "asyncio.Future[None]":
        secret = self._pending[key]

        def written(kept: bool) -> None:  # noqa: FBT001 - a job's result
            if kept and key in self._pending and self._pending[key] is secret:
                del self._pending[key]
            self._works()

        return self._start(partial(_write_entry, backend, self._service, key, secret), written)

    def _works(self) -> None:
        if not self._overdue:
            self._change(CredentialState.SYSTEM_KEYRING)

    def _change(self, state: CredentialState) -> None:
        if state is self._state:
            return
        self._state = state
        if state is CredentialState.SYSTEM_KEYRING and self._backend is not None:
            for key in self._pending:
                self._write(self._backend, key)
        for callback in tuple(self._subscribers):
            callback(state)


def _state_after(error: BaseException) -> CredentialState:
    """Return what a failed call says of the keyring."""
    seen: BaseException | None = error
    while seen is not None:
        if type(seen).__name__ in _LOCKED_ERRORS:
            return CredentialState.LOCKED
        seen = seen.__cause__
    return CredentialState.SESSION_ONLY


def _try_out(backend: Backend, service: str) -> None:
    """Make sure that a keyring really keeps, gives back and removes; an error when not."""
    name = f"probe {secrets.token_hex(8)}"
    _write_entry(backend, service, name, Secret(secrets.token_hex(16)))
    _write_entry(backend, service, name, None)


def _write_entry(backend: Backend, service: str, name: str, secret: Secret | None) -> bool:
    """Bring an entry to ``secret``, or remove it, and see that it is so.

    Returns:
        False where ``secret`` is too long to be kept; an older one is removed all the same.
    """
    fits = secret is not None and len(secret.reveal().encode("utf-16-le")) <= MAX_UTF16_BYTES
    if secret is not None and fits:
        backend.set_password(service, name, secret.reveal())
        expected: str | None = secret.reveal()
    else:
        expected = None
        if backend.get_password(service, name) is not None:
            backend.delete_password(service, name)
    if backend.get_password(service, name) != expected:
        raise RuntimeError("the keyring does not hold what was written")
    return secret is None or fits
