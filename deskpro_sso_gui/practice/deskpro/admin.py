"""DeskPRO's admin screens for *Auth & SSO*, in both generations."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from deskpro_sso_gui.practice.deskpro.addresses import acs_url, entity_id
from deskpro_sso_gui.practice.deskpro.desk import Desk
from deskpro_sso_gui.practice.deskpro.screens import LABELS, NAME_ID_FORMATS, SSO_METHODS, Screens
from deskpro_sso_gui.practice.deskpro.sources import (
    SourceForm,
    add_source,
    change_source,
    delete_source,
)
from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.pages import page
from deskpro_sso_gui.practice.world import Interface, SignInSource

_Handler = Callable[[Request, Screens, Interface], Awaitable[Response]]


def routes(desk: Desk) -> list[Route]:
    """Return the routes of the admin screens."""
    admin = Admin(desk)
    base = "/admin/{screens}/{side}/auth-sso"
    return [
        Route("/admin/", admin.start),
        Route("/admin/{screens}/", admin.guarded(admin.home)),
        Route("/admin/{screens}/api-keys", admin.guarded(admin.api_keys)),
        Route(base, admin.guarded(admin.list_page)),
        Route(f"{base}/add", admin.guarded(admin.add_page), methods=["GET"]),
        Route(f"{base}/add", admin.guarded(admin.add), methods=["POST"]),
        Route(f"{base}/{{source_id:int}}", admin.guarded(admin.source_page), methods=["GET"]),
        Route(f"{base}/{{source_id:int}}", admin.guarded(admin.change), methods=["POST"]),
        Route(f"{base}/{{source_id:int}}/delete", admin.guarded(admin.delete), methods=["POST"]),
    ]


class Admin:
    """The handlers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def guarded(self, handler: _Handler) -> Callable[[Request], Awaitable[Response]]:
        """Let ``handler`` see administrators only, on screens that this DeskPRO has."""

        async def answer(request: Request) -> Response:
            account = self._desk.signed_in(request, Interface.AGENTS)
            if account is None:
                back = request.url.path if request.method == "GET" else "/admin/"
                return RedirectResponse(f"/agent/login?next={back}", 303)
            if not account.is_admin:
                return page("deskpro_no_admin.html", status_code=403, account=account)
            try:
                screens = Screens(request.path_params["screens"])
                side = Interface(request.path_params.get("side", Interface.AGENTS))
            except ValueError:
                return page("deskpro_missing.html", status_code=404)
            if screens is Screens.HORIZON and self._only_legacy:
                path = request.url.path.replace("/horizon/", "/legacy/", 1)
                return RedirectResponse(path, 303)
            return await handler(request, screens, side)

        return answer

    async def start(self, request: Request) -> Response:
        """Go to the screens this DeskPRO shows first."""
        del request
        first = Screens.LEGACY if self._only_legacy else Screens.HORIZON
        return RedirectResponse(f"/admin/{first}/", 303)

    async def home(self, request: Request, screens: Screens, side: Interface) -> Response:
        """Show the menu."""
        del request, side
        return self._page(
            "deskpro_admin.html", screens, Interface.AGENTS, switch=f"/{screens.other}/"
        )

    async def api_keys(self, request: Request, screens: Screens, side: Interface) -> Response:
        """Show the two keys there are."""
        del request, side
        helpdesk = self._desk.store.world.helpdesk
        return self._page(
            "deskpro_api_keys.html",
            screens,
            Interface.AGENTS,
            switch=f"/{screens.other}/api-keys",
            api_key=helpdesk.api_key,
            superuser_key=helpdesk.superuser_key,
        )

    async def list_page(self, request: Request, screens: Screens, side: Interface) -> Response:
        """List the sign-in sources of one side."""
        del request
        sources = [one for one in self._desk.store.world.helpdesk.sources if one.interface is side]
        return self._page("deskpro_sources.html", screens, side, sources=sources)

    async def add_page(self, request: Request, screens: Screens, side: Interface) -> Response:
        """Offer what can be added: the older screens add first and ask later."""
        del request
        if screens is Screens.LEGACY:
            return self._page("deskpro_add.html", screens, side)
        # Only the guides to the older form speak of a tick that has to be set first.
        return self._form_page(screens, side, None, SourceForm(enabled=True))

    async def add(self, request: Request, screens: Screens, side: Interface) -> Response:
        """Add a SAML app; Horizon wants its settings at once."""
        if screens is Screens.LEGACY:
            return self._to(screens, side, add_source(self._desk, side))
        async with request.form() as fields:
            form = await SourceForm.sent(fields)
        mistakes = form.mistakes(LABELS[screens])
        if mistakes:
            return self._form_page(screens, side, None, form, mistakes=mistakes)
        source = add_source(self._desk, side)
        await change_source(self._desk, source, form)
        return self._to(screens, side, source, done="added")

    async def source_page(self, request: Request, screens: Screens, side: Interface) -> Response:
        """Show one sign-in app: its settings and its *SAML Details*."""
        source = self._source(request, side)
        if source is None:
            return page("deskpro_missing.html", status_code=404)
        form = SourceForm.of(source)
        return self._form_page(
            screens, side, source, form, done=request.query_params.get("done", "")
        )

    async def change(self, request: Request, screens: Screens, side: Interface) -> Response:
        """Install the app, or save its settings."""
        source = self._source(request, side)
        if source is None:
            return page("deskpro_missing.html", status_code=404)
        async with request.form() as fields:
            form = await SourceForm.sent(fields)
        mistakes = form.mistakes(LABELS[screens])
        if mistakes:
            return self._form_page(screens, side, source, form, mistakes=mistakes)
        done = "saved" if source.installed else "installed"
        await change_source(self._desk, source, form)
        return self._to(screens, side, source, done=done)

    async def delete(self, request: Request, screens: Screens, side: Interface) -> Response:
        """Take the app away."""
        source = self._source(request, side)
        if source is not None:
            delete_source(self._desk, source)
        return RedirectResponse(f"/admin/{screens}/{side}/auth-sso", 303)

    @property
    def _only_legacy(self) -> bool:
        return self._desk.store.has_fault(Fault.LEGACY_SCREENS_ONLY)

    def _source(self, request: Request, side: Interface) -> SignInSource | None:
        source = self._desk.saved_source(request.path_params["source_id"])
        return source if source is not None and source.interface is side else None

    def _to(
        self, screens: Screens, side: Interface, source: SignInSource, *, done: str = ""
    ) -> Response:
        query = f"?done={done}" if done else ""
        return RedirectResponse(f"/admin/{screens}/{side}/auth-sso/{source.id}{query}", 303)

    def _form_page(
        self,
        screens: Screens,
        side: Interface,
        source: SignInSource | None,
        form: SourceForm,
        *,
        mistakes: list[str] | None = None,
        done: str = "",
    ) -> Response:
        origin = self._desk.origin
        return self._page(
            "deskpro_source.html",
            screens,
            side,
            status_code=422 if mistakes else 200,
            switch=f"/{screens.other}/{side}/auth-sso" + (f"/{source.id}" if source else ""),
            source=source,
            form=form,
            mistakes=mistakes or [],
            done=done,
            action=f"/admin/{screens}/{side}/auth-sso/{source.id if source else 'add'}",
            acs_url=acs_url(origin, source) if source else "",
            entity_id=entity_id(origin, source) if source else "",
            sso_methods=SSO_METHODS,
            name_id_formats=NAME_ID_FORMATS,
        )

    def _page(
        self, template: str, screens: Screens, side: Interface, *, switch: str = "", **values: Any
    ) -> Response:
        section, title = LABELS[screens].sections[side]
        return page(
            template,
            screens=screens,
            side=side,
            labels=LABELS[screens],
            section=section,
            page_title=title,
            base=f"/admin/{screens}/{side}/auth-sso",
            switch=""
            if self._only_legacy
            else f"/admin{switch or f'/{screens.other}/{side}/auth-sso'}",
            **values,
        )
