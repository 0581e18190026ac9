"""The one HTTP client of a run, made anew when the network settings are changed."""

import asyncio
import importlib
from pathlib import Path
from typing import TYPE_CHECKING

from deskpro_sso_gui.credentials import CredentialName, CredentialStore, SecretKind
from deskpro_sso_gui.net.proxies import (
    ProxyFinder,
    direct,
    from_environment,
    normalise_proxy,
    with_password,
)
from deskpro_sso_gui.storage.settings import Network, ProxyUse

if TYPE_CHECKING:
    from deskpro_sso_gui.net.transport import Http


def proxy_password_name(network: Network) -> CredentialName:
    """Return what the password of the proxy in ``network`` is kept under: the proxy's own origin.

    Raises:
        ProblemError: it names no proxy (``PROXY_ADDRESS_INVALID``).
    """
    return CredentialName(
        origin=normalise_proxy(network.proxy),
        kind=SecretKind.PROXY_PASSWORD,
        account=network.proxy_user,
    )


class Connections:
    """Makes the HTTP client at its first need, in a thread, as the network settings say.

    Attributes:
        network: the settings that the next client is made with.
    """

    def __init__(
        self, network: Network, credentials: CredentialStore, system_proxy: ProxyFinder | None
    ) -> None:
        """Open nothing yet; ``system_proxy`` asks the system, the environment without it."""
        self.network = network
        self._credentials = credentials
        self._system_proxy = system_proxy or from_environment
        self._http: Http | None = None
        self._lock = asyncio.Lock()
        self._retired: list[Http] = []

    async def http(self) -> "Http":
        """Return the client.

        Raises:
            ProblemError: the extra authorities can't be read (``AUTHORITY_FILE_UNUSABLE``).
        """
        async with self._lock:
            if self._http is None:
                transport = await asyncio.to_thread(
                    importlib.import_module, "deskpro_sso_gui.net.transport"
                )
                authorities = Path(self.network.ca_file) if self.network.ca_file else None
                made: Http = await asyncio.to_thread(
                    transport.Http, proxy=self._finder(self.network), ca_file=authorities
                )
                self._http = made
            return self._http

    async def use(self, network: Network) -> None:
        """Follow ``network`` from the next request on; what is under way goes on as it began."""
        async with self._lock:
            self.network = network
            if self._http is not None:
                # a write under way must not be cut off, so it is closed with the others at the end
                self._retired.append(self._http)
                self._http = None

    def _finder(self, network: Network) -> ProxyFinder:
        if network.proxy_use is ProxyUse.NONE:
            return direct
        if network.proxy_use is ProxyUse.SYSTEM:
            return self._system_proxy

        async def own(_url: str) -> str | None:
            proxy = normalise_proxy(network.proxy)
            if not network.proxy_user:
                return proxy
            # asked for each time: a locked keyring may have been unlocked meanwhile
            password = await self._credentials.get(proxy_password_name(network))
            if password is None:
                return proxy
            return with_password(proxy, network.proxy_user, password.reveal())

        return own

    async def close(self) -> None:
        """Close all connections."""
        made, self._http, self._retired = [*self._retired, self._http], None, []
        for http in made:
            if http is not None:
                await http.aclose()
