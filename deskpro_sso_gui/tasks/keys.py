"""The keys of a run: under which name each is kept, and so to which origin alone it goes."""

import asyncio
from collections.abc import Callable, Mapping

from deskpro_sso_gui.credentials import (
    CredentialName,
    CredentialState,
    CredentialStore,
    Secret,
    SecretKind,
)
from deskpro_sso_gui.jumpcloud.credential import ApiKey, Credential, ServiceAccount
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import Region
from deskpro_sso_gui.setup.parts import CredentialKind
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.storage.kept_names import KeptName, KeptNames


class Keys:
    """Keeps JumpCloud's and DeskPRO's keys, and gets them back.

    Args:
        store: where they are kept.
        names: under which names something was kept.
        practice: keys of the sandbox, each for its set-up alone.
        origin: the origin of JumpCloud in a region.
        regions: the regions to ask.
        practice_key: the running sandbox's own key; None outside practice.
    """

    def __init__(
        self,
        store: CredentialStore,
        names: KeptNames,
        *,
        practice: bool,
        origin: Callable[[Region], str],
        regions: Callable[[str], tuple[Region, ...]],
        practice_key: Callable[[], Secret | None],
    ) -> None:
        self._store = store
        self._names = names
        self._practice = practice
        self._origin = origin
        self._regions = regions
        self._practice_key = practice_key

    def _deskpro_name(self, record: SetupRecord) -> CredentialName | None:
        # by the helpdesk's origin, the only one that the key may be sent to
        if record.helpdesk is None:
            return None
        account = record.id if self._practice else record.helpdesk.url.partition("://")[2]
        return CredentialName(
            origin=record.helpdesk.url, kind=SecretKind.DESKPRO_KEY, account=account
        )

    async def deskpro_key(self, record: SetupRecord) -> Secret | None:
        """Return the kept DeskPRO key of ``record``'s helpdesk, None where there is none."""
        name = self._deskpro_name(record)
        return None if name is None else await self._store.get(name)

    async def keep_deskpro_key(self, record: SetupRecord, key: Secret) -> None:
        """Put a DeskPRO key where this computer keeps keys, under the helpdesk it is for.

        Raises:
            ProblemError: the names of what is kept can't be saved (``FILE_NOT_WRITABLE``).
        """
        name = self._deskpro_name(record)
        if name is not None:
            await self.keep({name: key})

    async def forget_deskpro_key(self, record: SetupRecord) -> None:
        """Remove the kept DeskPRO key of ``record``'s helpdesk.

        Raises:
            ProblemError: the keyring can't be reached (``KEYRING_LOCKED``,
                ``KEYRING_UNAVAILABLE``).
        """
        name = self._deskpro_name(record)
        if name is not None:
            await self._store.forget(name)

    def name_of(self, record: SetupRecord, region: Region, kind: SecretKind) -> CredentialName:
        """Return what the secret ``kind`` of ``record`` is kept under: its region's own origin."""
        # by helpdesk, so that the set-ups for its agents and its users share one key
        host = record.helpdesk.url.partition("://")[2] if record.helpdesk else record.id
        account = record.id if self._practice else host
        return CredentialName(origin=self._origin(region), kind=kind, account=account)

    async def keep_credential(
        self, record: SetupRecord, region: Region, credential: Credential
    ) -> None:
        """Put ``credential`` where this computer keeps keys, under the origin it is for.

        Raises:
            ProblemError: the names of what is kept can't be saved (``FILE_NOT_WRITABLE``).
        """
        if isinstance(credential, ApiKey):
            secrets = {SecretKind.API_KEY: credential.key}
        else:
            secrets = {
                SecretKind.CLIENT_ID: Secret(credential.client_id),
                SecretKind.CLIENT_SECRET: credential.client_secret,
            }
        await self.keep(
            {self.name_of(record, region, kind): each for kind, each in secrets.items()}
        )

    async def keep(self, secrets: Mapping[CredentialName, Secret]) -> None:
        """Keep ``secrets``, and under which names, for a keyring does not list what it holds.

        Raises:
            ProblemError: the names can't be saved (``FILE_NOT_WRITABLE``).
        """
        names = [
            KeptName(origin=each.origin, kind=each.kind.value, account=each.account)
            for each in secrets
        ]
        await asyncio.to_thread(self._names.add, *names)
        for name, secret in secrets.items():
            await self._store.put(name, secret)

    async def credential(self, record: SetupRecord) -> Credential:
        """Return the credential of ``record``'s account.

        Raises:
            ProblemError: it is not kept here (``KEY_MISSING``), or can't be got
                (``KEYRING_LOCKED``).
        """
        account = record.account
        if account is None:
            raise ProblemError(ProblemCode.KEY_MISSING)
        if account.credential is CredentialKind.API_KEY:
            key = await self._store.get(self.name_of(record, account.region, SecretKind.API_KEY))
            # the sandbox's port, and so its origin, may have changed
            key = key or self._practice_key()
            if key is None:
                raise self._no_credential()
            return ApiKey(key)
        service_account = await self._service_account(record, account.region)
        if service_account is None:
            raise self._no_credential()
        return service_account

    def _no_credential(self) -> ProblemError:
        locked = self._store.state is CredentialState.LOCKED
        return ProblemError(ProblemCode.KEYRING_LOCKED if locked else ProblemCode.KEY_MISSING)

    async def kept_credential(self, record: SetupRecord, region: str = "auto") -> Credential:
        """Return whatever is kept for the helpdesk of ``record``, an API key first.

        Raises:
            ProblemError: nothing is kept for it (``KEY_MISSING``), or it can't be got
                (``KEYRING_LOCKED``).
        """
        for candidate in self._regions(region):
            key = await self._store.get(self.name_of(record, candidate, SecretKind.API_KEY))
            if key is not None:
                return ApiKey(key)
            account = await self._service_account(record, candidate)
            if account is not None:
                return account
        raise self._no_credential()

    async def _service_account(self, record: SetupRecord, region: Region) -> Credential | None:
        identity = await self._store.get(self.name_of(record, region, SecretKind.CLIENT_ID))
        secret = await self._store.get(self.name_of(record, region, SecretKind.CLIENT_SECRET))
        if identity is None or secret is None:
            return None
        return ServiceAccount(identity.reveal(), secret)
