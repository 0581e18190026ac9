"""Builds what tasks need: clients, credentials, storage, clock. For window, ``apply`` and tests.

Heavy libraries are imported at their first need, in a thread, so that the window is there first.
"""

import asyncio
import contextlib
import importlib
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import msgspec

from deskpro_sso_gui.credentials import (
    PRACTICE_SERVICE,
    SERVICE,
    CredentialState,
    CredentialStore,
    Secret,
)
from deskpro_sso_gui.jumpcloud.credential import Credential
from deskpro_sso_gui.jumpcloud.endpoints import Endpoints, from_environment
from deskpro_sso_gui.net.proxies import ProxyFinder
from deskpro_sso_gui.net.remembering import Remembering
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import Region
from deskpro_sso_gui.setup.from_file import as_opened
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.storage.folders import Folders, folders
from deskpro_sso_gui.storage.journal import Journal
from deskpro_sso_gui.storage.kept_names import KeptNames
from deskpro_sso_gui.storage.settings import Network, load_settings
from deskpro_sso_gui.storage.setups import SetupStore, hold
from deskpro_sso_gui.storage.writer import Writer
from deskpro_sso_gui.tasks.connections import Connections
from deskpro_sso_gui.tasks.keys import Keys
from deskpro_sso_gui.tasks.session import Session

if TYPE_CHECKING:
    from deskpro_sso_gui.deskpro.accounts import Accounts
    from deskpro_sso_gui.deskpro.client import DeskPro
    from deskpro_sso_gui.jumpcloud.client import JumpCloud
    from deskpro_sso_gui.net import Sender
    from deskpro_sso_gui.net.transport import Http
    from deskpro_sso_gui.practice.child import SandboxAddress, SandboxChild
    from deskpro_sso_gui.tasks.practice_faults import Practised


async def load(module: str) -> ModuleType:
    """Import a heavy module in a thread, so that nothing waits for it."""
    return await asyncio.to_thread(importlib.import_module, module)


class Services:
    """What the tasks of one run share.

    Attributes:
        practice: everything happens in the sandbox, with folders and a keyring of its own.
        loopback: the JumpCloud on this computer that is used instead of the real one, if any.
        sandbox: what the running sandbox said of itself; None outside practice.
        practised: the failure that the sandbox was asked for; None while it behaves well.
    """

    def __init__(
        self,
        *,
        practice: bool,
        places: Folders,
        credentials: CredentialStore,
        loopback: Endpoints | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        network: Network | None = None,
        system_proxy: ProxyFinder | None = None,
    ) -> None:
        """Share these among the tasks; ``system_proxy`` asks the system which proxy to use."""
        self.practice = practice
        self.folders = places
        self.credentials = credentials
        self.loopback = loopback
        self.store = SetupStore(places.setups)
        self.writer = Writer()
        self.now = clock
        self.connections = Connections(network or Network(), credentials, system_proxy)
        self.kept_names = KeptNames(places.kept_names)
        self.keys = Keys(
            credentials,
            self.kept_names,
            practice=practice,
            origin=lambda region: self.endpoints(region).origin,
            regions=self.regions,
            practice_key=lambda: Secret(self.sandbox.api_key) if self.sandbox else None,
        )
        self._memory: Remembering | None = None
        self._client: tuple[tuple[Sender, Endpoints, Credential], JumpCloud] | None = None
        self.practised: Practised | None = None
        self._sandbox: SandboxChild | None = None
        self._probe: asyncio.Task[CredentialState] | None = None
        self._practising = contextlib.ExitStack()

    @property
    def sandbox(self) -> "SandboxAddress | None":
        """Return where the sandbox is; None outside practice."""
        return self._sandbox.address if self._sandbox else None

    async def start_practice(self) -> "SandboxAddress":
        """Start the sandbox from its saved state and use it instead of JumpCloud.

        Raises:
            ProblemError: it did not come up (``PRACTICE_FAILED``), or somebody practises already
                (``SETUP_IN_USE``): two sandboxes would overwrite each other's state.
        """
        child = await load("deskpro_sso_gui.practice.child")
        self._practising.enter_context(hold(self.folders.sandbox_state.with_suffix(".lock")))
        try:
            self._sandbox = await child.start_sandbox(state=self.folders.sandbox_state)
        except child.SandboxError as error:
            self._practising.close()
            raise ProblemError(ProblemCode.PRACTICE_FAILED, reason=error.detail[-300:]) from error
        except BaseException:
            self._practising.close()
            raise
        self.loopback = Endpoints.for_loopback(self._sandbox.address.jumpcloud)
        return self._sandbox.address

    async def http(self) -> "Http":
        """Return the one HTTP client of this run.

        Raises:
            ProblemError: the extra authorities can't be read (``AUTHORITY_FILE_UNUSABLE``).
        """
        return await self.connections.http()

    async def remember(self) -> None:
        """Ask nothing twice from now on while nothing was written.

        For a run that nobody watches. In the window "look again" has to mean it.
        """
        if self._memory is None:
            self._memory, self._client = Remembering(await self.http()), None

    def next_step(self) -> None:
        """Say that what follows may be told what was read before, see ``Remembering``."""
        if self._memory is not None:
            self._memory.begin_step()

    def ask_anew(self) -> None:
        """Say that what was read before may not be so any more, see ``Remembering``."""
        if self._memory is not None:
            self._memory.ask_anew()

    async def sender(self) -> "Sender":
        """Return what the clients send with: the HTTP client, or what remembers its answers."""
        return self._memory or await self.http()

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
            ProblemError: no account yet (``KEY_MISSING``), JumpCloud is done by hand
                (``BY_HAND``), or as for ``credential``.
        """
        if record.by_hand.without_key:
            raise ProblemError(ProblemCode.BY_HAND)
        if record.account is None:
            raise ProblemError(ProblemCode.KEY_MISSING)
        credential = await self.keys.credential(record)
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
        module = await load("deskpro_sso_gui.jumpcloud.client")
        sender, endpoints = await self.sender(), self.endpoints(region)
        # the same one again has its service account's token already
        made_with = (sender, endpoints, credential)
        if self._client is None or self._client[0] != made_with:
            self._client = (made_with, module.JumpCloud(*made_with))
        return self._client[1].with_organization(organization)

    async def deskpro(self, helpdesk_url: str) -> "DeskPro":
        """Return a client for the helpdesk at ``helpdesk_url``."""
        client = await load("deskpro_sso_gui.deskpro.client")
        result: DeskPro = client.DeskPro(await self.sender(), helpdesk_url)
        return result

    async def deskpro_accounts(
        self, helpdesk_url: str, key: Secret, *, agent: int | None = None
    ) -> "Accounts":
        """Return a client for the accounts of the helpdesk at ``helpdesk_url``.

        Raises:
            ProblemError: the key would leave this computer unprotected (``ADDRESS_NOT_ALLOWED``).
        """
        accounts = await load("deskpro_sso_gui.deskpro.accounts")
        result: Accounts = accounts.Accounts(await self.http(), helpdesk_url, key, agent=agent)
        return result

    async def new_session(self, name: str = "") -> Session:
        """Begin a set-up; it is on disk from its first commit on.

        Raises:
            ProblemError: nothing can be kept on this disk (``FILE_NOT_WRITABLE``).
        """
        now = self.now()
        return await self._open(
            SetupRecord(name=name, practice=self.practice, created_at=now, changed_at=now)
        )

    async def open_session(self, record_id: str) -> Session:
        """Continue a saved set-up.

        Raises:
            ProblemError: it is gone (``FILE_UNREADABLE``), damaged (``SETUP_FILE_INVALID``), made
                by a newer version (``SETUP_FILE_NEWER``), not saved here
                (``SETUP_NOT_MADE_HERE``), or open elsewhere (``SETUP_IN_USE``).
        """
        return await self._open(await self.writer.run(self.store.load, record_id))

    async def open_file(self, path: Path) -> Session:
        """Go on with the set-up of a file, from anywhere.

        One that is saved here is continued as it is saved, whatever a copy of it says. Any other
        becomes a set-up of its own that believes nothing of it (``setup.from_file``), on disk from
        its first commit on; the same file opened again continues that one.

        Raises:
            ProblemError: it is no set-up file (``FILE_UNREADABLE``, ``SETUP_FILE_INVALID``,
                ``SETUP_FILE_NEWER``), one of practice outside of it or the other way round
                (``SETUP_FILE_OF_PRACTICE``, ``SETUP_FILE_NOT_OF_PRACTICE``), or as for
                ``open_session``.
        """
        found = await self.writer.run(self.store.look_at, path)
        if found.record.practice is not self.practice:
            code = (
                ProblemCode.SETUP_FILE_NOT_OF_PRACTICE
                if self.practice
                else ProblemCode.SETUP_FILE_OF_PRACTICE
            )
            raise ProblemError(code, path=str(path))
        if found.made_here:
            return await self.open_session(found.id)
        now = self.now()
        return await self._open(as_opened(found.record, record_id=found.id, at=now, file=path.name))

    async def session_of(self, record_id: str) -> Session:
        """Continue the set-up ``record_id``, or begin it where there is none yet.

        Raises:
            ProblemError: as for ``open_session`` and ``new_session``.
        """
        now = self.now()
        return await self._open(
            SetupRecord(id=record_id, practice=self.practice, created_at=now, changed_at=now)
        )

    async def _open(self, record: SetupRecord) -> Session:
        held = contextlib.ExitStack()
        held.enter_context(self.store.lock(record.id))
        try:
            # only now: whoever held it until a moment ago may have changed it
            if await self.writer.run(self.store.is_saved, record.id):
                record = await self.writer.run(self.store.load, record.id)
            draft = await self.writer.run(self.store.load_draft, record.id)
            seal = await self.writer.run(self.store.journal_seal, record.id)
            journal = await self.writer.run(Journal, self.store.journal_path(record.id), seal)
        except BaseException:
            held.close()
            raise
        return Session(self, record, draft=draft, journal=journal, release=held.close)

    def look_for_keyring(self) -> None:
        """Find out in the background where keys can be kept; ``credentials`` tells when it is so.

        A keyring that is locked, or hangs, holds up nothing but the tasks that need a key.
        """
        self._probe = asyncio.get_running_loop().create_task(self.credentials.probe())

    async def close(self) -> None:
        """End the sandbox and the connections, and finish what is being saved."""
        if self._probe is not None:
            self._probe.cancel()
            await asyncio.gather(self._probe, return_exceptions=True)
        if self._sandbox is not None:
            await self._sandbox.close()
        self._practising.close()
        await self.connections.close()
        self.credentials.close()
        await asyncio.to_thread(self.writer.close)


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """How a run is to be.

    Attributes:
        practice: in the sandbox.
        system_proxy: asks the system which proxy leads to an address; without it the environment
            is asked.
        session_credentials_only: the keyring is neither read nor written.
    """

    practice: bool = False
    system_proxy: ProxyFinder | None = None
    session_credentials_only: bool = False


async def build_services(options: Options) -> Services:
    """Return the services of one run; in practice with its sandbox running.

    Raises:
        ProblemError: as for ``start_practice``; the JumpCloud address in the environment is not on
            this computer (``ADDRESS_NOT_LOCAL``); or nothing can be kept on this disk
            (``FILE_NOT_WRITABLE``).
    """
    named = from_environment(os.environ)  # refused in practice too, which has a sandbox of its own
    loopback = None if options.practice else named
    places = folders(practice=options.practice)
    settings = await asyncio.to_thread(load_settings, places.settings_file)
    services = Services(
        practice=options.practice,
        places=places,
        credentials=await _credential_store(options, loopback),
        loopback=loopback,
        network=settings.network,
        system_proxy=options.system_proxy,
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
