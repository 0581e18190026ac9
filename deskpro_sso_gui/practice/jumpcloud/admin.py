"""A plain stand-in for JumpCloud's Admin Portal: what an administrator does there by hand."""

from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.jumpcloud import admin_forms, connectors, errors
from deskpro_sso_gui.practice.jumpcloud.access import Gate, error_response
from deskpro_sso_gui.practice.jumpcloud.admin_session import HOME, Doorkeeper, Handler, Turn
from deskpro_sso_gui.practice.jumpcloud.application_body import MAX_DESCRIPTION, ApplicationBody
from deskpro_sso_gui.practice.jumpcloud.applications import Applications
from deskpro_sso_gui.practice.jumpcloud.metadata import metadata_response
from deskpro_sso_gui.practice.seed import new_id
from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.practice.world import Application, Group

_NAMES: Final = {connectors.CUSTOM: "Custom SAML App"}
"""What the portal's list calls a connector, where that is another name than in the API."""


def routes(store: Store, gate: Gate, applications: Applications) -> list[Route]:
    """Return the routes of the portal, and of the public metadata address it shows."""
    door = Doorkeeper(store)
    portal = AdminPortal(store, door, applications)
    one = f"{HOME}/{{id}}"

    def get(path: str, handler: Handler) -> Route:
        return Route(path, door.guarded(handler), methods=["GET"])

    def post(path: str, handler: Handler) -> Route:
        return Route(path, door.guarded(handler), methods=["POST"])

    return [
        Route("/", _home, methods=["GET"]),
        Route("/admin/", _home, methods=["GET"]),
        Route("/admin/login", door.login_page, methods=["GET"]),
        Route("/admin/login", door.log_in, methods=["POST"]),
        Route("/admin/labels/{labels}", door.use_labels, methods=["GET"]),
        post("/admin/logout", door.log_out),
        get("/admin/groups", portal.groups),
        post("/admin/groups", portal.make_group),
        get(HOME, portal.applications),
        get(f"{HOME}/new", portal.catalogue),
        get(f"{HOME}/new/{{connector}}", portal.new_application),
        post(f"{HOME}/new/{{connector}}", portal.make_application),
        get(one, portal.application),
        post(f"{one}/sso", portal.save_settings),
        post(f"{one}/groups", portal.save_groups),
        get(f"{one}/certificate.pem", portal.certificate),
        get(f"{one}/metadata.xml", portal.export_metadata),
        Route("/metadata/{token}", PublicMetadata(store, gate).answer, methods=["GET"]),
    ]


async def _home(request: Request) -> Response:
    del request
    return RedirectResponse(HOME, 303)


class AdminPortal:
    """The pages under ``/admin/``."""

    def __init__(self, store: Store, door: Doorkeeper, applications: Applications) -> None:
        self._store = store
        self._door = door
        self._applications = applications

    async def applications(self, turn: Turn) -> Response:
        """``GET /admin/applications``: the list of configured applications."""
        found = sorted(
            self._store.world.applications.values(), key=lambda app: app.display_label.casefold()
        )
        return self._door.page(turn, "jumpcloud_admin_applications.html", applications=found)

    async def catalogue(self, turn: Turn) -> Response:
        """``GET /admin/applications/new``: what an application can be made from."""
        chosen = turn.request.query_params.get("connector", "")
        if connectors.find(self._store, chosen) is not None:
            return RedirectResponse(f"{HOME}/new/{chosen}", 303)
        search = turn.request.query_params.get("search", "").strip()
        found = [
            (each.name, _NAMES.get(each.name, each.display_name))
            for each in connectors.catalogue(self._store)
            if each.is_saml and search and _speaks_of(each, search)
        ]
        return self._door.page(
            turn, "jumpcloud_admin_catalogue.html", search=search, connectors=found
        )

    async def new_application(self, turn: Turn) -> Response:
        """``GET /admin/applications/new/{connector}``: name, tile and IdP URL."""
        return self._new_page(turn, label="", description="", shown=True, suffix="", mistake="")

    async def make_application(self, turn: Turn) -> Response:
        """``POST /admin/applications/new/{connector}``: as *Save Application* does."""
        connector = self._connector(turn)
        if connector is None:
            return self._missing(turn)
        label, suffix = turn.text("label"), turn.text("suffix") or connector.name
        description, shown = turn.text("description"), "shown" in turn.form
        mistake = ""
        if not label:
            mistake = "Display Label is required."
        elif len(description) > MAX_DESCRIPTION:
            mistake = f"Description is longer than {MAX_DESCRIPTION} characters."
        elif "/" in suffix or any(map(str.isspace, suffix)):
            mistake = "The end of the SSO IdP URL holds a character that can't be in it."
        if mistake:
            return self._new_page(
                turn,
                label=label,
                description=description,
                shown=shown,
                suffix=turn.text("suffix"),
                mistake=mistake,
            )
        made = await self._applications.make(
            connector,
            ApplicationBody(
                name=connector.name,
                sso_url=self._base + suffix,
                display_name=connector.display_name,
                display_label=label,
                description=description,
                active=True,
                hidden=not shown,
                logo_color=None,
                values={},
                entries={},
                certificate=None,
                private_key=None,
            ),
        )
        return RedirectResponse(f"{HOME}/{made.id}?done=created", 303)

    async def application(self, turn: Turn) -> Response:
        """``GET /admin/applications/{id}``: its SSO tab and its User Groups tab."""
        application = self._find(turn)
        if application is None:
            return self._missing(turn)
        return self._application_page(
            turn, application, done=turn.request.query_params.get("done", "")
        )

    async def save_settings(self, turn: Turn) -> Response:
        """``POST /admin/applications/{id}/sso``: certificate and key stay as they are."""
        application = self._find(turn)
        if application is None:
            return self._missing(turn)
        try:
            application.values = admin_forms.sent_values(application, turn)
        except errors.ApiError:
            return self._application_page(
                turn, application, mistake="A value is not one of those that can be chosen."
            )
        self._store.save()
        return RedirectResponse(f"{HOME}/{application.id}?done=saved", 303)

    async def save_groups(self, turn: Turn) -> Response:
        """``POST /admin/applications/{id}/groups``: bind exactly the ticked groups."""
        application = self._find(turn)
        if application is None:
            return self._missing(turn)
        ticked = set(map(str, turn.form.getlist("group")))
        application.group_ids = [each for each in self._store.world.groups if each in ticked]
        self._store.save()
        return RedirectResponse(f"{HOME}/{application.id}?done=saved", 303)

    async def groups(self, turn: Turn) -> Response:
        """``GET /admin/groups``: the user groups, and a form for one more."""
        return self._groups_page(turn, mistake="")

    async def make_group(self, turn: Turn) -> Response:
        """``POST /admin/groups``."""
        name = turn.text("name")
        if not name or any(each.name == name for each in self._store.world.groups.values()):
            return self._groups_page(turn, mistake="A group needs a name that no other has.")
        group = Group(id=new_id(), name=name, description=turn.text("description"))
        self._store.world.groups[group.id] = group
        self._store.save()
        return RedirectResponse("/admin/groups", 303)

    async def certificate(self, turn: Turn) -> Response:
        """``GET /admin/applications/{id}/certificate.pem``."""
        application = self._find(turn)
        if application is None or not application.certificate_pem:
            return self._missing(turn)
        return Response(
            self._store.in_effect(application).certificate_pem,
            media_type="application/x-pem-file",
            headers={
                "Cache-Control": "no-store",
                "Content-Disposition": 'attachment; filename="certificate.pem"',
            },
        )

    async def export_metadata(self, turn: Turn) -> Response:
        """``GET /admin/applications/{id}/metadata.xml``."""
        application = self._find(turn)
        if application is None:
            return self._missing(turn)
        return metadata_response(self._store.published(application), as_file=True)

    @property
    def _base(self) -> str:
        return f"{self._store.world.jumpcloud_origin}/saml2/"

    def _find(self, turn: Turn) -> Application | None:
        return self._store.world.applications.get(turn.path("id"))

    def _connector(self, turn: Turn) -> connectors.Connector | None:
        found = connectors.find(self._store, turn.path("connector"))
        return found if found is not None and found.is_saml else None

    def _new_page(
        self, turn: Turn, *, label: str, description: str, shown: bool, suffix: str, mistake: str
    ) -> Response:
        connector = self._connector(turn)
        if connector is None:
            return self._missing(turn)
        return self._door.page(
            turn,
            "jumpcloud_admin_new.html",
            status_code=422 if mistake else 200,
            connector=connector.name,
            connector_name=_NAMES.get(connector.name, connector.display_name),
            base=self._base,
            label=label,
            description=description,
            shown=shown,
            suffix=suffix,
            mistake=mistake,
        )

    def _application_page(
        self, turn: Turn, application: Application, *, done: str = "", mistake: str = ""
    ) -> Response:
        groups = sorted(self._store.world.groups.values(), key=lambda group: group.name.casefold())
        origin = self._store.world.jumpcloud_origin
        return self._door.page(
            turn,
            "jumpcloud_admin_application.html",
            status_code=422 if mistake else 200,
            application=self._store.in_effect(application),
            fields=admin_forms.fields(application),
            attribute_rows=admin_forms.attribute_rows(application),
            user_fields=admin_forms.USER_FIELDS,
            metadata_url=f"{origin}/metadata/{application.metadata_token}",
            groups=groups,
            certificate_state=self._certificate_state(self._store.in_effect(application)),
            done=done,
            mistake=mistake,
        )

    def _groups_page(self, turn: Turn, *, mistake: str) -> Response:
        groups = sorted(self._store.world.groups.values(), key=lambda group: group.name.casefold())
        return self._door.page(
            turn,
            "jumpcloud_admin_groups.html",
            status_code=422 if mistake else 200,
            groups=groups,
            mistake=mistake,
        )

    def _certificate_state(self, application: Application) -> str:
        """Name the certificate's state as the console's menu does."""
        expires = application.certificate_expires
        if expires is None:
            return "IDP Certificate Invalid"
        return "IDP Certificate Valid" if expires > self._store.now() else "IDP Certificate Expired"

    def _missing(self, turn: Turn) -> Response:
        return self._door.page(turn, "jumpcloud_admin_missing.html", status_code=404)


def _speaks_of(connector: connectors.Connector, search: str) -> bool:
    portal_name = _NAMES.get(connector.name, "")
    words = (connector.name, connector.display_name, portal_name, *connector.keywords)
    return any(search.casefold() in word.casefold() for word in words)


class PublicMetadata:
    """What *Copy Metadata URL* gives, for everybody who has the address."""

    def __init__(self, store: Store, gate: Gate) -> None:
        self._store = store
        self._gate = gate

    async def answer(self, request: Request) -> Response:
        """``GET /metadata/{token}``."""
        token = request.path_params["token"]
        for application in self._store.world.applications.values():
            if application.metadata_token == token:
                break
        else:
            return Response("Not Found", status_code=404, media_type="text/plain")
        if self._store.has_fault(Fault.METADATA_NEEDS_KEY):
            try:
                self._gate.check_key(request)
            except errors.ApiError as error:
                return error_response(error)
        return metadata_response(self._store.published(application))
