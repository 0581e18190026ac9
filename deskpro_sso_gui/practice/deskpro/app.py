"""All of DeskPRO's routes."""

from collections.abc import Awaitable, Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from deskpro_sso_gui.practice.deskpro import accounts_api, admin, api, signin
from deskpro_sso_gui.practice.deskpro.desk import Desk
from deskpro_sso_gui.practice.store import Store


def routes(store: Store) -> list[Route]:
    """Return the routes of DeskPRO's origin."""
    desk = Desk(store)
    return [
        *api.routes(desk),
        *accounts_api.routes(desk),
        *signin.routes(desk),
        *admin.routes(desk),
        *(Route(path, _elsewhere(target)) for path, target in _REDIRECTS.items()),
    ]


# `/app` is where Horizon's agents work; here both generations share one agent page.
_REDIRECTS: Final = {
    "/app": "/agent/",
    "/app/": "/agent/",
    "/agent": "/agent/",
    "/admin": "/admin/",
    "/admin/login": "/agent/login?next=/admin/",
}


def _elsewhere(target: str) -> Callable[[Request], Awaitable[Response]]:
    async def redirect(request: Request) -> Response:
        del request
        return RedirectResponse(target, 307)

    return redirect
