"""Secrets in memory, for this session only."""

from collections.abc import Callable

from deskpro_sso_gui.credentials import CredentialName, CredentialState, Unsubscribe
from deskpro_sso_gui.credentials.secret import Secret


class SessionStore:
    """A ``CredentialStore`` that forgets everything when the program ends."""

    def __init__(self) -> None:
        self._secrets: dict[CredentialName, Secret] = {}

    @property
    def state(self) -> CredentialState:
        """Always this session only."""
        return CredentialState.SESSION_ONLY

    async def probe(self) -> CredentialState:
        """Return the state; there is nothing to find out."""
        return self.state

    async def put(self, name: CredentialName, secret: Secret) -> CredentialState:
        """Keep ``secret`` in memory."""
        self._secrets[name] = secret
        return self.state

    async def get(self, name: CredentialName) -> Secret | None:
        """Return the secret kept under ``name``, None when there is none."""
        return self._secrets.get(name)

    async def forget(self, name: CredentialName) -> None:
        """Remove the secret, if there is one."""
        self._secrets.pop(name, None)

    def subscribe(self, callback: Callable[[CredentialState], None]) -> Unsubscribe:  # noqa: ARG002 - the state never changes
        """Accept a subscriber, who is never called: the state never changes."""
        return lambda: None

    def close(self) -> None:
        """Forget everything."""
        self._secrets.clear()
