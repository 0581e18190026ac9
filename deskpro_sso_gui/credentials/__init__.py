"""Where keys are kept: the operating system's keyring, or this session's memory. Never a file.

``keyring_store.KeyringStore`` is the real one, ``session_store.SessionStore`` keeps nothing beyond
the session. Both are a ``CredentialStore``.
"""

import re
from collections.abc import Callable
from enum import StrEnum, unique
from typing import Final, Protocol

import msgspec

from deskpro_sso_gui.credentials.secret import Secret

__all__ = [
    "PRACTICE_SERVICE",
    "SERVICE",
    "CredentialName",
    "CredentialState",
    "CredentialStore",
    "Secret",
    "SecretKind",
    "Unsubscribe",
]

SERVICE: Final = "DeskPRO SSO Assistant"
"""What the keyring's own window calls our entries."""

PRACTICE_SERVICE: Final = "DeskPRO SSO Assistant practice"
"""The service of practice: real credentials are out of its reach."""

_ORIGIN: Final = re.compile(r"https?://[a-z0-9._\-\[\]:]+")
_ACCOUNT: Final = re.compile(r"[^\x00-\x1f\x7f]{1,300}")


@unique
class CredentialState(StrEnum):
    """Where credentials are kept at present."""

    CHECKING = "checking"
    SYSTEM_KEYRING = "system-keyring"
    SESSION_ONLY = "session-only"
    LOCKED = "locked"


@unique
class SecretKind(StrEnum):
    """What a kept secret is."""

    API_KEY = "api-key"
    CLIENT_ID = "client-id"
    CLIENT_SECRET = "client-secret"  # noqa: S105 - a kind, not a secret
    PROXY_PASSWORD = "proxy-password"  # noqa: S105 - as above
    DESKPRO_KEY = "deskpro-key"


class CredentialName(msgspec.Struct, frozen=True, kw_only=True):
    """What a secret is found by.

    Attributes:
        origin: the only origin it may be sent to, such as ``https://console.jumpcloud.com``.
        kind: what it is.
        account: the helpdesk's host and port, or a practice set-up's id, so that the keys of
            several clients of one admin do not replace each other; a proxy's user name.

    Raises:
        ValueError: ``origin`` is no lower-case origin, or ``account`` is empty or not one line.
    """

    origin: str
    kind: SecretKind
    account: str

    def __post_init__(self) -> None:
        """Refuse a name that could be mistaken for another."""
        if not _ORIGIN.fullmatch(self.origin):
            raise ValueError("a credential is named by an origin: scheme, host and port only")
        if not _ACCOUNT.fullmatch(self.account):
            raise ValueError("a credential's account is one line of text")

    @property
    def user_name(self) -> str:
        """The name of the keyring's entry; kind and origin hold no space, so it is unambiguous."""
        return f"{self.kind.value} {self.origin} {self.account}"


Unsubscribe = Callable[[], None]


class CredentialStore(Protocol):
    """Keeps secrets by name. Its methods belong to one asyncio loop and never block it."""

    @property
    def state(self) -> CredentialState:
        """Where secrets are kept at present."""
        ...

    async def probe(self) -> CredentialState:
        """Find out where secrets can be kept, once; when locked, try again."""
        ...

    async def put(self, name: CredentialName, secret: Secret) -> CredentialState:
        """Keep ``secret`` and return where it was kept; at worst in memory, never nowhere."""
        ...

    async def get(self, name: CredentialName) -> Secret | None:
        """Return the secret kept under ``name``, None when there is none or it is locked."""
        ...

    async def forget(self, name: CredentialName) -> None:
        """Remove the secret; that there is none is no error.

        Raises:
            ProblemError: the keyring still holds it and can't be reached (``KEYRING_LOCKED`` or
                ``KEYRING_UNAVAILABLE``). The secret is no longer given out all the same.
        """
        ...

    def subscribe(self, callback: Callable[[CredentialState], None]) -> Unsubscribe:
        """Call ``callback`` in the loop's thread whenever the state changes."""
        ...

    def close(self) -> None:
        """Be used no more. Never waits: a keyring that hangs must not hold up the end."""
        ...
