"""Services in practice with a real sandbox over HTTP, folders of their own and no keyring."""

import contextlib
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from deskpro_sso_gui.credentials.secret import Secret
from deskpro_sso_gui.credentials.session_store import SessionStore
from deskpro_sso_gui.jumpcloud.credential import ApiKey, Credential
from deskpro_sso_gui.practice import child
from deskpro_sso_gui.practice.keys import KeyMaker
from deskpro_sso_gui.practice.server import serving
from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.storage.folders import folders
from deskpro_sso_gui.tasks.services import Services
from tests.support.jumpcloud_sandbox import small_key


class SandboxHere:
    """A sandbox that answers over HTTP from this process, with keys that are quick to make.

    Starting a child and making JumpCloud's large keys would take a second for each test; the child
    itself is walked through in ``tests/practice/server`` and ``tests/journeys``.
    """

    def __init__(self, store: Store, address: child.SandboxAddress) -> None:
        self.store = store
        self.address = address
        self._serving = contextlib.AsyncExitStack()

    @classmethod
    async def start(cls, *, state: Path | None, extra: Sequence[str] = ()) -> "SandboxHere":
        """Stand in for ``practice.child.start_sandbox``."""
        assert not extra
        store = Store.open(state)
        held = contextlib.AsyncExitStack()
        ready = await held.enter_async_context(serving(store, key_maker=KeyMaker(small_key)))
        address = child.SandboxAddress(
            jumpcloud=ready.jumpcloud,
            deskpro=ready.deskpro,
            api_key=ready.api_key,
            organization=ready.organization,
            users=[child.SandboxUser(email=u.email, password=u.password) for u in ready.users],
        )
        started = cls(store, address)
        started._serving = held
        return started

    async def close(self) -> None:
        """Answer no more."""
        await self._serving.aclose()


@pytest.fixture
async def services(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Services]:
    monkeypatch.setattr(child, "start_sandbox", SandboxHere.start)
    made = Services(practice=True, places=folders(practice=True), credentials=SessionStore())
    await made.start_practice()
    yield made
    await made.close()


@pytest.fixture
def world(services: Services) -> Store:
    """The sandbox's own state, to change what JumpCloud has behind our back."""
    sandbox: Any = services._sandbox
    store: Store = sandbox.store
    return store


@pytest.fixture
def key(services: Services) -> Credential:
    assert services.sandbox is not None
    return ApiKey(Secret(services.sandbox.api_key))


@pytest.fixture(scope="session")
def other_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(scope="session")
def other_certificate(other_key: rsa.RSAPrivateKey) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Somebody else")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(other_key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=365))
        .sign(other_key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM)


@pytest.fixture(scope="session")
def private_key(other_key: rsa.RSAPrivateKey) -> bytes:
    return other_key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
