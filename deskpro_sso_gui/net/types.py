"""A request and its answer, as light values."""

from collections.abc import Mapping
from typing import Any, Final, Protocol
from urllib.parse import urljoin

import msgspec

from deskpro_sso_gui.net.addresses import host_of, origin

LIST_LIMIT: Final = 16 * 1024 * 1024
"""Bytes accepted of an answer. A page of a hundred applications with their settings is 3 MB."""

DOCUMENT_LIMIT: Final = 1024 * 1024
"""Bytes accepted of a single document, such as metadata: a real one has 3 kB."""


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """A file that is sent as the one field of a form (``multipart/form-data``)."""

    field: str
    name: str
    media_type: str
    data: bytes


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be sent.

    Attributes:
        query: names and values, encoded when sent.
        json: the body as builtins, encoded when sent; None where there is none.
        body: the body as bytes, when it is no JSON.
        upload: a file that is the body.
        limit: how many bytes of an answer are accepted.
        idempotent: a read, which may be sent again when it fails. Anything else is sent once,
            and goes on when the caller is cancelled.
    """

    method: str
    url: str
    headers: Mapping[str, str] = msgspec.field(default_factory=dict)
    query: tuple[tuple[str, str], ...] = ()
    json: Any = None
    body: bytes = b""
    upload: Upload | None = None
    limit: int = LIST_LIMIT
    idempotent: bool = False

    def __repr__(self) -> str:
        """Name the request without its headers and values, for they hold credentials."""
        return f"<Request {self.method} {origin(self.url)}>"


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """An answer, whatever its status. Redirects are answers too.

    Attributes:
        headers: by lower-case name.
        url: what was asked.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str

    def __repr__(self) -> str:
        """Name the answer without its contents, for they may hold a token."""
        return f"<Response {self.status} of {origin(self.url)}>"

    @property
    def ok(self) -> bool:
        """Say whether the status is a success (2xx)."""
        return 200 <= self.status < 300  # noqa: PLR2004 - the class of successes in RFC 9110

    @property
    def redirect(self) -> str:
        """The absolute address that a redirect (3xx) leads to, empty where it is none."""
        target = self.headers.get("location", "")
        is_redirect = 300 <= self.status < 400  # noqa: PLR2004 - as above, of redirects
        return urljoin(self.url, target) if is_redirect and target else ""

    @property
    def host(self) -> str:
        """The host that answered, for texts."""
        return host_of(self.url)

    @property
    def is_web_page(self) -> bool:
        """Say whether the body is HTML, by its type or by how it begins."""
        kind = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        start = self.body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        return kind == "text/html" or start.startswith((b"<!doctype html", b"<html"))


class Sender(Protocol):
    """What the clients need of the transport: ``net.transport.Http``, or a test's own."""

    async def send(self, request: Request, /) -> Response:
        """Send ``request`` and return the answer, whatever its status.

        Raises:
            NetError: no usable answer came.
            ProblemError: the address may not be used (``ADDRESS_NOT_ALLOWED``).
        """
        ...
