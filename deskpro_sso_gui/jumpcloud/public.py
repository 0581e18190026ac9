"""Metadata at a public address, read without credentials, as DeskPRO will read it."""

import asyncio
import socket
from collections.abc import Collection
from http import HTTPStatus
from typing import Final

from deskpro_sso_gui.jumpcloud.applications import is_metadata
from deskpro_sso_gui.net import Request, Response, Sender
from deskpro_sso_gui.net.addresses import host_of, is_loopback, is_private, origin, split
from deskpro_sso_gui.net.follow import follow
from deskpro_sso_gui.net.types import DOCUMENT_LIMIT
from deskpro_sso_gui.problems import ProblemCode, ProblemError

_JUMPCLOUD_DOMAIN: Final = "jumpcloud.com"


async def public_metadata(
    http: Sender, url: str, *, confirmed_hosts: Collection[str] = (), loopback: bool = False
) -> bytes:
    """Return the metadata at ``url``.

    Args:
        http: the transport.
        url: https, at JumpCloud or at a confirmed host, and never at a private address.
        confirmed_hosts: hosts the admin confirmed, in small letters.
        loopback: JumpCloud is on this computer, so that its address may be too.

    Raises:
        ProblemError: the address may not be read (``ADDRESS_NOT_ALLOWED``,
            ``METADATA_HOST_NOT_CONFIRMED``, ``REDIRECT_REFUSED``), or there is no metadata at it
            (``METADATA_NEEDS_SIGN_IN``, ``METADATA_IS_A_WEB_PAGE``, ``METADATA_NOT_THERE``,
            ``METADATA_NOT_XML``, ``SERVER_FAILED``, ``TOO_MANY_REQUESTS``).
        NetError: no usable answer came.
    """
    await _admit(url, confirmed_hosts, loopback=loopback)
    request = Request(
        method="GET",
        url=url,
        headers={"accept": "application/samlmetadata+xml, application/xml, text/xml"},
        limit=DOCUMENT_LIMIT,
        idempotent=True,
    )
    response = await follow(http, request)
    _judge(response)
    return response.body


async def _admit(url: str, confirmed_hosts: Collection[str], *, loopback: bool) -> None:
    parts, host = split(url), host_of(url)
    if loopback and parts is not None and is_loopback(url):
        return
    if parts is None or parts.scheme != "https" or is_private(host):
        raise ProblemError(ProblemCode.ADDRESS_NOT_ALLOWED, address=origin(url) or url[:200])
    is_jumpcloud = host == _JUMPCLOUD_DOMAIN or host.endswith(f".{_JUMPCLOUD_DOMAIN}")
    if not is_jumpcloud and host not in confirmed_hosts:
        raise ProblemError(ProblemCode.METADATA_HOST_NOT_CONFIRMED, host=host)
    if any(is_private(address) for address in await _addresses(host)):
        raise ProblemError(ProblemCode.ADDRESS_NOT_ALLOWED, address=origin(url))


async def _addresses(host: str) -> set[str]:
    """Return the addresses of ``host``; none where only a proxy can look it up."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    except OSError:
        return set()
    return {str(address[0]).partition("%")[0] for *_, address in found}


def _judge(response: Response) -> None:
    """Raise what an answer that is no metadata means."""
    status, host = response.status, response.host
    if response.redirect:
        target = origin(response.redirect) or response.redirect[:200]
        raise ProblemError(ProblemCode.REDIRECT_REFUSED, host=host, target=target)
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        raise ProblemError(ProblemCode.METADATA_NEEDS_SIGN_IN, host=host)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise ProblemError(ProblemCode.TOO_MANY_REQUESTS, host=host)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise ProblemError(ProblemCode.SERVER_FAILED, host=host, status=str(status))
    if not response.ok:
        raise ProblemError(ProblemCode.METADATA_NOT_THERE, host=host)
    if response.is_web_page:
        raise ProblemError(ProblemCode.METADATA_IS_A_WEB_PAGE)
    if not is_metadata(response.body):
        raise ProblemError(ProblemCode.METADATA_NOT_XML, host=host)
