"""Which proxy leads to a server: the answer of a function, for each address anew.

The window asks the system through Qt and hands that function down; everywhere else the environment
and what Python knows of the system are asked.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Final
from urllib.parse import quote

from deskpro_sso_gui.net.addresses import cleaned, host_of, origin, split
from deskpro_sso_gui.problems import ProblemCode, ProblemError

ProxyFinder = Callable[[str], Awaitable[str | None]]
"""From an address to its proxy's, with user name and password where it wants them; None for none.
"""

_SHOWN_LENGTH: Final = 200


def normalise_proxy(text: str) -> str:
    """Return the origin of the proxy that ``text`` names: scheme, host and port.

    Raises:
        ProblemError: it names none, or holds a user name or a password, which are kept elsewhere
            (``PROXY_ADDRESS_INVALID``).
    """
    trimmed = cleaned(text)
    parts = split(trimmed if "://" in trimmed else f"http://{trimmed}")
    if parts is None or parts.path.strip("/") or parts.query or parts.fragment:
        shown = trimmed.rpartition("@")[2][:_SHOWN_LENGTH]
        raise ProblemError(ProblemCode.PROXY_ADDRESS_INVALID, address=shown)
    return origin(parts.geturl())


def with_password(proxy: str, user: str, password: str) -> str:
    """Return the address of ``proxy``, an origin, with a user name and a password in it."""
    scheme, _, rest = proxy.partition("://")
    return f"{scheme}://{quote(user, safe='')}:{quote(password, safe='')}@{rest}"


def without_password(proxy: str) -> str:
    """Return what may be shown of a proxy's address."""
    return origin(proxy) or proxy.rpartition("@")[2][:_SHOWN_LENGTH]


async def direct(_url: str) -> str | None:
    """Use no proxy, whatever environment and system say."""
    return None


def always(proxy: str) -> ProxyFinder:
    """Use ``proxy`` for every address."""

    async def find(_url: str) -> str | None:
        return proxy

    return find


async def from_environment(url: str) -> str | None:
    """Return what environment variables say, and the system as far as Python asks it.

    httpx has a reading of its own, which leaves out the system's exclusions.
    """
    from urllib.request import getproxies, proxy_bypass  # noqa: PLC0415 - not light

    proxies: Mapping[str, str] = getproxies()
    found = proxies.get("https") or proxies.get("all")
    # Windows and macOS may look the host up to compare it with their exclusions
    if not found or await asyncio.to_thread(proxy_bypass, host_of(url)):
        return None
    return found if "://" in found else f"http://{found}"
