"""The one table from a transport's fault to what the admin is told.

httpx names nearly every failure ``ConnectError``; what it was is in the chain of causes.
"""

import re
import socket
import ssl
from collections.abc import Iterator
from typing import Final

import httpx

from deskpro_sso_gui.net.errors import NetError
from deskpro_sso_gui.net.proxies import without_password
from deskpro_sso_gui.problems import ProblemCode

_NOT_SENT: Final = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
)
"""Raised before a byte of the request has left."""

# OpenSSL's codes (x509_vfy.h), then those that truststore passes on: Windows, macOS
_OUT_OF_DATE: Final = frozenset({9, 10, 0x800B0101, -67818, -67819})
_ANOTHER_NAME: Final = frozenset({62, 64, 0x800B010F, -67602})

_PROXY_AUTHENTICATION_REQUIRED: Final = "407"
_STATUS: Final = re.compile(r"([1-5]\d\d)\b")


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield ``error`` and what led to it, the parts of a group included."""
    pending: list[BaseException | None] = [error]
    seen: set[int] = set()
    while pending:
        each = pending.pop(0)
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        if isinstance(each, BaseExceptionGroup):
            pending.extend(each.exceptions)
        pending += [each.__cause__, each.__context__]


def net_error(error: Exception, *, host: str, proxy: str | None) -> NetError:
    """Return what ``error`` means.

    Args:
        error: raised by httpx.
        host: the server that was to be reached, for the text.
        proxy: address of the proxy that the way there leads through, so that what refused us before
            it was passed is the proxy; None where there is none.
    """
    sent = not isinstance(error, _NOT_SENT)
    if isinstance(error, httpx.ProxyError):
        return _refused_by_proxy(error, host, proxy or "")
    if isinstance(error, httpx.ConnectTimeout) and proxy is not None:
        return NetError(
            ProblemCode.PROXY_FAILED, sent=False, host=host, proxy=without_password(proxy)
        )
    if isinstance(error, httpx.TimeoutException):
        return NetError(ProblemCode.TOOK_TOO_LONG, sent=sent, host=host)
    if isinstance(error, httpx.DecodingError):
        return NetError(ProblemCode.ANSWER_NOT_UNDERSTOOD, sent=sent, host=host)
    if isinstance(error, httpx.ConnectError):
        return _connecting(error, host, proxy)
    return NetError(ProblemCode.CONNECTION_LOST, sent=sent, host=host)


def _refused_by_proxy(error: httpx.ProxyError, host: str, proxy: str) -> NetError:
    shown = without_password(proxy)
    status = _STATUS.match(str(error))  # httpx tells the proxy's status line and nothing else
    if status is None:
        return NetError(ProblemCode.PROXY_FAILED, sent=False, host=host, proxy=shown)
    if status[1] == _PROXY_AUTHENTICATION_REQUIRED:
        gave_one = "@" in proxy
        code = ProblemCode.PROXY_PASSWORD_REFUSED if gave_one else ProblemCode.PROXY_WANTS_PASSWORD
        return NetError(code, sent=False, host=host, proxy=shown)
    return NetError(ProblemCode.PROXY_REFUSED, sent=False, host=host, proxy=shown, status=status[1])


def _connecting(error: httpx.ConnectError, host: str, proxy: str | None) -> NetError:
    for cause in _chain(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _distrusted(cause, host)
        if isinstance(cause, ssl.SSLError):
            return NetError(ProblemCode.SAFE_CONNECTION_FAILED, sent=False, host=host)
        if isinstance(cause, socket.gaierror) and proxy is None:
            return NetError(ProblemCode.NAME_NOT_FOUND, sent=False, host=host)
    if proxy is not None:
        shown = without_password(proxy)
        return NetError(ProblemCode.PROXY_FAILED, sent=False, host=host, proxy=shown)
    return NetError(ProblemCode.CONNECTION_REFUSED, sent=False, host=host)


def _distrusted(error: ssl.SSLCertVerificationError, host: str) -> NetError:
    number = getattr(error, "verify_code", 0)
    # Windows codes come signed or unsigned, depending on how they were read
    number = number & 0xFFFFFFFF if number < -(2**30) else number
    if number in _OUT_OF_DATE:
        return NetError(ProblemCode.SERVER_CERTIFICATE_OUT_OF_DATE, sent=False, host=host)
    if number in _ANOTHER_NAME:
        return NetError(ProblemCode.SERVER_CERTIFICATE_OF_ANOTHER, sent=False, host=host)
    issuer = getattr(error, "issuer", "")
    if not issuer:
        return NetError(ProblemCode.CERTIFICATE_NOT_TRUSTED, sent=False, host=host)
    return NetError(ProblemCode.CERTIFICATE_AUTHORITY_UNKNOWN, sent=False, host=host, issuer=issuer)
