"""What DeskPRO tells anybody: ``discover``, sign-in sources, metadata (deskpro.md §1.1, §2)."""

from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from deskpro_sso_gui.practice.deskpro.desk import Desk
from deskpro_sso_gui.practice.deskpro.metadata import service_metadata
from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.loopback import is_web_address
from deskpro_sso_gui.practice.pages import page
from deskpro_sso_gui.practice.world import Interface, SignInSource

_BUILD: Final = "1767225600"
# The API says "agent" and "user", the admin screens speak of agents and users.
_CONTEXTS: Final = {"agent": Interface.AGENTS, "user": Interface.USERS}


def routes(desk: Desk) -> list[Route]:
    """Return the routes of what needs no login."""
    api = OpenApi(desk)
    sources = "/api/v2/api_tokens/user_sources"
    return [
        Route("/api/v2/helpdesk/discover", api.discover),
        Route(f"{sources}/{{source_id:int}}/login", api.login),
        Route(f"{sources}/{{context}}", api.sign_in_sources),
        Route("/saml/metadata/{source_id:int}.xml", api.metadata),
    ]


class OpenApi:
    """The handlers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def discover(self, request: Request) -> Response:
        """Say that this is a DeskPRO, and what address it believes it has."""
        del request
        url = f"{self._desk.store.world.helpdesk.url or self._desk.origin}".rstrip("/")
        return _data(
            {
                "helpdesk_uuid": "00000000-0000-4000-8000-000000000001",
                "is_deskpro": True,
                "is_cloud": False,
                "helpdesk_url": f"{url}/",
                "base_api_url": f"{url}/api/v2/",
                "build": _BUILD,
                "build_id": 1,
                "build_name": "practice",
            }
        )

    async def sign_in_sources(self, request: Request) -> Response:
        """List the installed sign-in sources of one side."""
        if self._desk.store.has_fault(Fault.NO_SIGN_IN_SOURCES):
            return _error(404, "not_found", "Not found")
        side = _CONTEXTS.get(request.path_params["context"])
        if side is None:
            return _error(404, "not_found", "Not found")
        return _data(
            [
                self._described(source, position)
                for position, source in enumerate(self._desk.sources)
                if source.interface is side and source.installed
            ]
        )

    async def login(self, request: Request) -> Response:
        """Begin a sign-in by way of a source, as ``login_url`` promises."""
        source = self._desk.source(request.path_params["source_id"])
        if (
            source is None
            or not (source.installed and source.is_enabled)
            or not is_web_address(source.single_sign_on_url)
        ):
            return _error(404, "not_found", "Not found")
        return_to = "/agent/" if source.interface is Interface.AGENTS else "/"
        return RedirectResponse(self._desk.begin(source, return_to), 302)

    async def metadata(self, request: Request) -> Response:
        """Answer with DeskPRO's metadata for one source."""
        source = self._desk.source(request.path_params["source_id"])
        if source is None or self._desk.store.has_fault(Fault.NO_SP_METADATA):
            return page("deskpro_missing.html", status_code=404 if source is None else 200)
        document = service_metadata(
            source,
            origin=self._desk.origin,
            certificate_pem=self._desk.store.world.helpdesk.request_certificate_pem,
        )
        return Response(document, media_type="application/samlmetadata+xml")

    def _described(self, source: SignInSource, position: int) -> dict[str, Any]:
        login_url = f"{self._desk.origin}/api/v2/api_tokens/user_sources/{source.id}/login"
        return {
            "id": source.id,
            "title": source.title,
            "type": next(name for name, side in _CONTEXTS.items() if side is source.interface),
            "source_type": "saml",
            "display_type": "button",
            "display_order": position,
            "display_options": {"login_url": f"{login_url}?format=default"},
            "is_enabled": source.is_enabled,
        }


def _data(data: Any) -> Response:
    return JSONResponse({"data": data, "meta": {}, "linked": {}})


def _error(status: int, code: str, message: str) -> Response:
    return JSONResponse({"status": status, "code": code, "message": message}, status)
