"""The network settings: which proxy, whom to believe; saved, and used from the next request on."""

import asyncio
from pathlib import Path

from msgspec.structs import replace

from deskpro_sso_gui.credentials import CredentialState, Secret
from deskpro_sso_gui.net.authorities import FILE_LIMIT, AuthorityFile, read_authorities
from deskpro_sso_gui.net.proxies import normalise_proxy
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.storage.files import read_limited, write_atomic
from deskpro_sso_gui.storage.settings import Network, ProxyUse, load_settings, save_settings
from deskpro_sso_gui.tasks.connections import proxy_password_name
from deskpro_sso_gui.tasks.services import Services


async def use_proxy(
    services: Services,
    use: ProxyUse,
    *,
    address: str = "",
    user: str = "",
    password: Secret | None = None,
) -> Network:
    """Save how the internet is reached, and reach it so from the next request on.

    Args:
        services: those of this run.
        use: the system's way, none, or a proxy of its own.
        address: of that proxy, in any form people type; not looked at for another ``use``.
        user: its user name, empty where it wants none.
        password: goes to the keyring, under the proxy's origin; None leaves what is kept there.

    Raises:
        ProblemError: the address is none (``PROXY_ADDRESS_INVALID``), or the settings can't be
            saved (``FILE_NOT_WRITABLE``).
    """
    network = replace(services.connections.network, proxy_use=use)
    if use is ProxyUse.ADDRESS:
        network = replace(network, proxy=normalise_proxy(address), proxy_user=user.strip())
        if network.proxy_user and password is not None:
            await services.keys.keep({proxy_password_name(network): password})
    await _save(services, network)
    return network


async def password_kept(services: Services) -> CredentialState | None:
    """Return where the password of the named proxy is kept, None where there is none."""
    network = services.connections.network
    if not network.proxy_user:
        return None
    try:
        kept = await services.credentials.get(proxy_password_name(network))
    except ProblemError:
        return None
    return None if kept is None else services.credentials.state


async def choose_authorities(services: Services, path: Path) -> AuthorityFile:
    """Believe the certificate authorities in the file ``path`` besides the system's.

    They are copied beside the settings, so that what was looked at is what is believed, also when
    the file is moved or changed.

    Raises:
        ProblemError: the file can't be read (``FILE_UNREADABLE``), holds none
            (``AUTHORITY_FILE_INVALID``, ``NOT_AN_AUTHORITY``, ``PRIVATE_KEY_REFUSED``), or nothing
            can be saved (``FILE_NOT_WRITABLE``).
    """
    found = await asyncio.to_thread(_read, path, path.name)
    copy = services.folders.authorities_file
    await services.writer.run(write_atomic, copy, found.pem)
    network = services.connections.network
    await _save(services, replace(network, ca_file=str(copy), ca_name=path.name[:300]))
    return found


async def believed_authorities(services: Services) -> AuthorityFile | None:
    """Return the extra certificate authorities, None where there are none.

    Raises:
        ProblemError: they can't be read any more (``AUTHORITY_FILE_UNUSABLE``).
    """
    network = services.connections.network
    if not network.ca_file:
        return None
    path = Path(network.ca_file)
    try:
        return await asyncio.to_thread(_read, path, network.ca_name or path.name)
    except ProblemError as error:
        raise ProblemError(ProblemCode.AUTHORITY_FILE_UNUSABLE, path=str(path)) from error


async def remove_authorities(services: Services) -> None:
    """Believe the system's authorities alone.

    Raises:
        ProblemError: the settings can't be saved (``FILE_NOT_WRITABLE``).
    """
    await _save(services, replace(services.connections.network, ca_file="", ca_name=""))


def _read(path: Path, name: str) -> AuthorityFile:
    return read_authorities(read_limited(path, FILE_LIMIT), name)


async def _save(services: Services, network: Network) -> None:
    def save(path: Path) -> None:
        save_settings(path, replace(load_settings(path), network=network))

    await services.writer.run(save, services.folders.settings_file)
    await services.connections.use(network)
