"""Following redirects without being led astray."""

from typing import Final

from msgspec.structs import replace

from deskpro_sso_gui.net.addresses import origin
from deskpro_sso_gui.net.types import Request, Response, Sender

_MOST_REDIRECTS: Final = 3


async def follow(http: Sender, request: Request) -> Response:
    """Send a read, and again wherever it leads on the same origin, at most three times.

    A redirect to another origin, and one too many, is returned as it is.

    Raises:
        NetError: no usable answer came.
        ProblemError: the address may not be used (``ADDRESS_NOT_ALLOWED``).
    """
    response = await http.send(request)
    for _ in range(_MOST_REDIRECTS):
        target = response.redirect
        if not target or origin(target) != origin(request.url):
            break
        response = await http.send(replace(request, url=target, query=()))
    return response
