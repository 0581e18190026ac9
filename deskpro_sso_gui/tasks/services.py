"""Builds what tasks need: clients, credentials, storage, clock. For window, ``apply`` and tests.

Heavy libraries are imported at their first need, in a thread, so that the window is there first.
"""

import asyncio
import contextlib
import importlib
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import ModuleType
from typing import TYPE_CHECKING

import msgspec

from deskpro_sso_gui.credentials import (
    PRACTICE_SERVICE,
    SERVICE,
    CredentialName,
    CredentialStore,
    Secret,
    SecretKind,
)
from deskpro_sso_gui.jumpcloud.credential import ApiKey, Credential, ServiceAccount
from deskpro_sso_gui.jumpcloud.endpoints import Endpoints, from_environment
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import Region
from deskpro_sso_gui.setup.record import CredentialKind, SetupRecord
from deskpro_sso_gui.storage.folders import Folders, folders
from deskpro_sso_gui.storage.journal import Journal
from deskpro_sso_gui.storage.setups import SetupStore
from deskpro_sso_gui.storage.writer import Writer
from deskpro_sso_gui.tasks.session import Session

if TYPE_CHECKING:
    from deskpro_sso_gui.deskpro.client import DeskPro
    from deskpro_sso_gui.jumpcloud.client import JumpCloud
    from deskpro_sso_gui.net.transport import Http
    from deskpro_sso_gui.practice.child import SandboxAddress, SandboxChild


async def load(module: str) -> ModuleType:
    """Import a heavy module in a thread, so that nothing waits for it."""
    return await asyncio.to_thread(importlib.import_module, module)


class Services:
    """What the tasks of one run share.

    Attributes:
        practice: everything happens in the sandbox, with folders and a keyring of its own.
        loopback: the JumpCloud on this computer that is used instead of the real one, if any.
        sandbox: what the running sandbox said of itself; None outside practice.
    """

    def __init__(
        self,
        *,
        practice: bool,
        places: Folders,
        credentials: CredentialStore,
        loopback: Endpoints | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        proxy: str | None = None,
    ) -> None:
        """Share these among the tasks; ``proxy`` is the address of one, as the system names it."""
        self.practice = practice
        self.folders = places
        self.credentials = credentials
        self.loopback = loopback
        self.store = SetupStore(places.setups)
        self.writer = Writer()
        self.now = clock
        self._proxy = proxy
        self._http: Http | None = None
        self._http_lock = asyncio.Lock()
        self._sandbox: SandboxChild | None = None

    @property
    def sandbox(self) -> "SandboxAddress | None":
        """Return where the sandbox is; None outside practice."""
        return self._sandbox.address if self._sandbox else None

    async def start_practice(self) -> "SandboxAddress":
        """Start the sandbox from its saved state and use it instead of JumpCloud.

        Raises:
            ProblemError: it did not come up.
        """
        child = await load("deskpro_sso_gui.practice.child")
        try:
            self._sandbox = await child.start_sandbox(state=self.folders.sandbox_state)
        except child.SandboxError as error:
            raise ProblemError(ProblemCode.PRACTICE_FAILED, reason=error.detail[-300:]) from error
        self.loopback = Endpoints.for_loopback(self._sandbox.address.jumpcloud)
        return self._sandbox.address

    async def http(self) -> "Http":
        """Return the one HTTP client of this run."""
        async with self._http_lock:
            if self._http is not None:
                return self._http
            transport = await load("deskpro_sso_gui.net.transport")
            made: Http = await asyncio.to_thread(transport.Http, proxy=self._proxy)
            self._http = made
            return made

    def endpoints(self, region: Region) -> Endpoints:
        """Return where JumpCloud is: the region's hosts, or the one on this computer."""
        return self.loopback or Endpoints.for_region(region)

    def regions(self, wanted: str = "auto") -> tuple[Region, ...]:
        """Return the regions to ask: the one wanted, or all of them for ``auto``."""
        if self.loopback:
            return (Region.US,)
        return tuple(Region) if wanted == "auto" else (Region(wanted),)

    async def jumpcloud(self, record: SetupRecord) -> "JumpCloud":
        """Return a client for the account of ``record``.

        Raises:
            ProblemError: no account yet, or its key is not in the keyring any more.
        """
        if record.account is None:
            raise ProblemError(ProblemCode.KEY_MISSING)
        credential = await self.credential(record)
        return await self.jumpcloud_for(
            credential,
            record.account.region,
            organization=(
                record.account.organization.id if record.account.several_organizations else None
            ),
        )

    async def jumpcloud_for(
        self, credential: Credential, region: Region, *, organization: str | None = None
    ) -> "JumpCloud":
        """Return a client for ``credential``; ``organization`` only where the key sees several."""
        client = await load("deskpro_sso_gui.jumpcloud.client")
        result: JumpCloud = client.JumpCloud(
            await self.http(), self.endpoints(region), credential, organization=organization
        )
        return result

    async def deskpro(self, helpdesk_url: str) -> "DeskPro":
        """Return a client for the helpdesk at ``helpdesk_url``."""
        client = await load("deskpro_sso_gui.deskpro.client")
        result: DeskPro = client.DeskPro(await self.http(), helpdesk_url)
        return result

    def _name(self, record: SetupRecord, region: Region, kind: SecretKind) -> CredentialName:
        # by helpdesk, so that the set-ups for its agents and its users share one key
        host = record.helpdesk.url.partition("://")[2] if record.helpdesk else record.id
        account = record.id if self.practice else host
        return CredentialName(origin=self.endpoints(region).origin, kind=kind, account=account)

    async def keep_credential(
        self, record: SetupRecord, region: Region, credential: Credential
    ) -> None:
        """Put ``credential`` where this computer keeps keys, under the origin it is for."""
        if isinstance(credential, ApiKey):
            await self.credentials.put(
                self._name(record, region, SecretKind.API_KEY), credential.key
            )
            return
        identity = Secret(credential.client_id)
        await self.credentials.put(self._name(record, region, SecretKind.CLIENT_ID), identity)
        await self.credentials.put(
            self._name(record, region, SecretKind.CLIENT_SECRET), credential.client_secret
        )

    async def credential(self, record: SetupRecord) -> Credential:
        """Return the credential of ``record``'s account.

        Raises:
            ProblemError: it is not kept here.
        """
        account = record.account
        if account is None:
            raise ProblemError(ProblemCode.KEY_MISSING)
        if account.credential is CredentialKind.API_KEY:
            key = await self.credentials.get(self._name(record, account.region, SecretKind.API_KEY))
            if key is None and self.sandbox is not None:
                key = Secret(self.sandbox.api_key)  # its port, and so its origin, may have changed
            if key is None:
                raise ProblemError(ProblemCode.KEY_MISSING)
            return ApiKey(key)
        service_account = await self._service_account(record, account.region)
        if service_account is None:
            raise ProblemError(ProblemCode.KEY_MISSING)
        return service_account

    async def kept_credential(self, record: SetupRecord, region: str = "auto") -> Credential:
        """Return whatever is kept for the helpdesk of ``record``, an API key first.

        Raises:
            ProblemError: nothing is kept for it.
        """
        for candidate in self.regions(region):
            key = await self.credentials.get(self._name(record, candidate, SecretKind.API_KEY))
            if key is not None:
                return ApiKey(key)
            account = await self._service_account(record, candidate)
            if account is not None:
                return account
        raise ProblemError(ProblemCode.KEY_MISSING)

    async def _service_account(self, record: SetupRecord, region: Region) -> Credential | None:
        identity = await self.credentials.get(self._name(record, region, SecretKind.CLIENT_ID))
        secret = await self.credentials.get(self._name(record, region, SecretKind.CLIENT_SECRET))
        if identity is None or secret is None:
            return None
        return ServiceAccount(identity.reveal(), secret)

    async def forget_credential(self, record: SetupRecord) -> None:
        """Remove whatever is kept for ``record``'s account."""
        if record.account is None:
            return
        for kind in (SecretKind.API_KEY, SecretKind.CLIENT_ID, SecretKind.CLIENT_SECRET):
            await self.credentials.forget(self._name(record, record.account.region, kind))

    async def new_session(self, name: str = "") -> Session:
        """Begin a set-up; it is on disk from its first commit on."""
        now = self.now()
        record = SetupRecord(name=name, practice=self.practice, created_at=now, changed_at=now)
        return await self._open(record, draft={})

    async def open_session(self, record_id: str) -> Session:
        """Continue a saved set-up.

        Raises:
            ProblemError: it is damaged, made by a newer version, or open elsewhere.
        """
        record = await self.writer.run(self.store.load, record_id)
        draft = await self.writer.run(self.store.load_draft, record_id)
        return await self._open(record, draft=draft)

    async def _open(self, record: SetupRecord, *, draft: Mapping[str, str]) -> Session:
        held = contextlib.ExitStack()
        held.enter_context(self.store.lock(record.id))
        try:
            journal = await self.writer.run(Journal, self.store.journal_path(record.id))
        except BaseException:
            held.close()
            raise
        return Session(self, record, draft=draft, journal=journal, release=held.close)

    async def close(self) -> None:
        """End the sandbox and the connections, and finish what is being saved."""
        if self._sandbox is not None:
            await self._sandbox.close()
        if self._http is not None:
            await self._http.aclose()
        self.credentials.close()
        await asyncio.to_thread(self.writer.close)


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """How a run is to be: in practice or not, and through which proxy."""

    practice: bool = False
    proxy: str | None = None
    session_credentials_only: bool = False


async def build_services(options: Options) -> Services:
    """Return the services of one run; in practice with its sandbox running.

    Raises:
        ProblemError: the sandbox did not come up, or the JumpCloud address in the environment is
            not on this computer.
    """
    loopback = None if options.practice else from_environment(os.environ)
    services = Services(
        practice=options.practice,
        places=folders(practice=options.practice),
        credentials=await _credential_store(options, loopback),
        loopback=loopback,
        proxy=options.proxy,
    )
    if options.practice:
        await services.start_practice()
    return services


async def _credential_store(options: Options, loopback: Endpoints | None) -> CredentialStore:
    # with a loopback address or in practice, stored real credentials are never read
    apart = options.practice or loopback is not None
    if options.session_credentials_only:
        session_store = await load("deskpro_sso_gui.credentials.session_store")
        store: CredentialStore = session_store.SessionStore()
        return store
    keyring_store = await load("deskpro_sso_gui.credentials.keyring_store")
    kept: CredentialStore = keyring_store.KeyringStore(PRACTICE_SERVICE if apart else SERVICE)
    return kept
