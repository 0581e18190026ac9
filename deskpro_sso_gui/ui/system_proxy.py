"""Which proxy the system uses for an address, asked through Qt: scripts and exceptions included."""

import asyncio
import sys
import time
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from deskpro_sso_gui.net.addresses import origin
from deskpro_sso_gui.net.proxies import from_environment

if TYPE_CHECKING:
    from PySide6.QtNetwork import QNetworkProxy

_REMEMBERED_S: Final = 20.0
"""Windows can take 15 seconds to answer, for it may look for a script in the network first; and who
changed the system's settings and comes back to try again must not meet the old ones."""


class SystemProxy:
    """Asks the system in a thread, and remembers the answer for a moment.

    Qt asks Windows and macOS behind a lock of its own, and lets Python's other threads go on
    meanwhile, so that the window is not held up.
    """

    def __init__(self) -> None:
        """Ask for nothing yet."""
        self._answers: dict[str, tuple[float, asyncio.Task[str | None]]] = {}

    async def __call__(self, url: str) -> str | None:
        """Return the address of the proxy that leads to ``url``, None for none."""
        server = origin(url)
        asked_at, answer = self._answers.get(server, (0.0, None))
        if answer is None or time.monotonic() - asked_at > _REMEMBERED_S:
            answer = asyncio.ensure_future(_find(server))
            self._answers[server] = (time.monotonic(), answer)
        return await asyncio.shield(answer)


async def _find(server: str) -> str | None:
    found = await asyncio.to_thread(_ask, server)
    # Qt's own Linux build reads the environment alone, and misses proxies without http:// before
    if not found and sys.platform == "linux":
        return await from_environment(server)
    return found


def _ask(server: str) -> str | None:
    """Return what the system says of ``server``."""
    # not needed for the first second, nor without a network
    from PySide6.QtCore import QUrl  # noqa: PLC0415 - as said above
    from PySide6.QtNetwork import (  # noqa: PLC0415 - as said above
        QNetworkProxy,
        QNetworkProxyFactory,
        QNetworkProxyQuery,
    )

    kinds = QNetworkProxy.ProxyType
    schemes = {
        kinds.HttpProxy: "http",
        kinds.HttpCachingProxy: "http",
        kinds.Socks5Proxy: "socks5",  # which is told to be of no use
    }
    answer = QNetworkProxyFactory.systemProxyForQuery(QNetworkProxyQuery(QUrl(server)))
    for proxy in answer:
        if proxy.type() == kinds.NoProxy:
            return None
        if proxy.type() in schemes:
            return _address(proxy, schemes[proxy.type()])
    return None


def _address(proxy: "QNetworkProxy", scheme: str) -> str | None:
    host, user = proxy.hostName(), proxy.user()
    if not host:
        return None
    host = f"[{host}]" if ":" in host else host
    password = f"{quote(user, safe='')}:{quote(proxy.password(), safe='')}@" if user else ""
    return f"{scheme}://{password}{host}:{proxy.port()}"
