"""The keys kept on this computer: which there are, and forgetting them."""

import asyncio
import itertools

import msgspec

from deskpro_sso_gui.credentials import CredentialName, CredentialState, SecretKind
from deskpro_sso_gui.jumpcloud.endpoints import Endpoints
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import Region
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.storage.kept_names import KeptName
from deskpro_sso_gui.storage.setups import SavedSetup
from deskpro_sso_gui.tasks.services import Services


class KeptKey(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept for one helpdesk, or one proxy, under one origin.

    Attributes:
        origin: the only one it goes to.
        label: the helpdesk's host, a proxy's user name, or a set-up's name where that is all there
            is.
        region: JumpCloud's region of ``origin``; None for a proxy, a helpdesk, and a JumpCloud on
            this computer.
        names: of its secrets; a service account has two.
    """

    origin: str
    label: str
    region: Region | None
    names: tuple[CredentialName, ...]

    @property
    def kinds(self) -> frozenset[SecretKind]:
        """What is kept."""
        return frozenset(name.kind for name in self.names)


async def kept_keys(services: Services) -> tuple[KeptKey, ...]:
    """Return what is kept, by origin and helpdesk.

    A keyring does not list what it holds: it is asked for each name under which something was
    kept, and for those that the saved set-ups would be kept under.

    Raises:
        ProblemError: the keyring can't be asked (``KEYRING_LOCKED``), or the folder of the set-ups
            can't be read (``FILE_UNREADABLE``).
    """
    found: dict[tuple[str, str], list[CredentialName]] = {}
    for name in await _candidates(services):
        if await services.credentials.get(name) is not None:
            found.setdefault((name.origin, name.account), []).append(name)
    if services.credentials.state is CredentialState.LOCKED:
        raise ProblemError(ProblemCode.KEYRING_LOCKED)
    names = {each.id: each.name for each in await _records(services)}
    regions = {Endpoints.for_region(region).origin: region for region in Region}
    return tuple(
        KeptKey(
            origin=origin,
            label=names.get(account) or account,
            region=regions.get(origin),
            names=tuple(secrets),
        )
        for (origin, account), secrets in sorted(found.items())
    )


async def _candidates(services: Services) -> tuple[CredentialName, ...]:
    kept = await asyncio.to_thread(services.kept_names.list)
    names = {name: None for name in map(_credential_name, kept) if name is not None}
    kinds = (SecretKind.API_KEY, SecretKind.CLIENT_ID, SecretKind.CLIENT_SECRET)
    for record in await _records(services):
        for region, kind in itertools.product(services.regions(), kinds):
            names[services.keys.name_of(record, region, kind)] = None
    return tuple(names)


async def _records(services: Services) -> tuple[SetupRecord, ...]:
    listed = await services.writer.run(services.store.list)
    return tuple(each.record for each in listed if isinstance(each, SavedSetup))


def _credential_name(name: KeptName) -> CredentialName | None:
    try:
        return CredentialName(origin=name.origin, kind=SecretKind(name.kind), account=name.account)
    except ValueError:  # a file that somebody changed
        return None


async def forget(services: Services, key: KeptKey) -> None:
    """Remove ``key`` from where this computer keeps keys, wherever else it may be used.

    Raises:
        ProblemError: the keyring can't be reached (``KEYRING_LOCKED``, ``KEYRING_UNAVAILABLE``).
    """
    for name in key.names:
        await services.credentials.forget(name)
        kept = KeptName(origin=name.origin, kind=name.kind.value, account=name.account)
        await asyncio.to_thread(services.kept_names.remove, kept)
