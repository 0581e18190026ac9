"""A plain stand-in for JumpCloud's Admin Portal: what an administrator looks up there by hand."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.jumpcloud import errors
from deskpro_sso_gui.practice.jumpcloud.access import Gate, error_response
from deskpro_sso_gui.practice.jumpcloud.metadata import metadata_response
from deskpro_sso_gui.practice.pages import page
from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.practice.world import Application


class AdminPortal:
    """The pages under ``/admin/``, and the public metadata address they show."""

    def __init__(self, store: Store, gate: Gate) -> None:
        self._store = store
        self._gate = gate

    async def home(self, request: Request) -> Response:  # noqa: ARG002 - an endpoint
        """``GET /`` and ``GET /admin/``."""
        return RedirectResponse("/admin/applications", 303)

    async def applications(self, request: Request) -> Response:  # noqa: ARG002 - an endpoint
        """``GET /admin/applications``: the list of configured applications."""
        found = sorted(
            self._store.world.applications.values(), key=lambda app: app.display_label.casefold()
        )
        return page(
            "jumpcloud_admin_applications.html",
            organization=self._store.world.organization,
            applications=found,
        )

    async def application(self, request: Request) -> Response:
        """``GET /admin/applications/{id}``: its SSO tab and its User Groups tab."""
        application = self._find(request)
        if application is None:
            return self._missing()
        groups = sorted(self._store.world.groups.values(), key=lambda group: group.name.casefold())
        origin = self._store.world.jumpcloud_origin
        return page(
            "jumpcloud_admin_application.html",
            organization=self._store.world.organization,
            application=application,
            metadata_url=f"{origin}/metadata/{application.metadata_token}",
            groups=groups,
            certificate_state=self._certificate_state(application),
        )

    async def certificate(self, request: Request) -> Response:
        """``GET /admin/applications/{id}/certificate.pem``."""
        application = self._find(request)
        if application is None or not application.certificate_pem:
            return self._missing()
        return Response(
            application.certificate_pem,
            media_type="application/x-pem-file",
            headers={
                "Cache-Control": "no-store",
                "Content-Disposition": 'attachment; filename="certificate.pem"',
            },
        )

    async def export_metadata(self, request: Request) -> Response:
        """``GET /admin/applications/{id}/metadata.xml``."""
        application = self._find(request)
        if application is None:
            return self._missing()
        return metadata_response(application, as_file=True)

    async def public_metadata(self, request: Request) -> Response:
        """``GET /metadata/{token}``: what *Copy Metadata URL* gives, for everybody who has it."""
        token = request.path_params["token"]
        for application in self._store.world.applications.values():
            if application.metadata_token == token:
                break
        else:
            return self._missing()
        if self._store.has_fault(Fault.METADATA_NEEDS_KEY):
            try:
                self._gate.check_key(request)
            except errors.ApiError as error:
                return error_response(error)
        return metadata_response(application)

    def _find(self, request: Request) -> Application | None:
        return self._store.world.applications.get(request.path_params["id"])

    def _certificate_state(self, application: Application) -> str:
        """Name the certificate's state as the console's menu does."""
        expires = application.certificate_expires
        if expires is None:
            return "IDP Certificate Invalid"
        return "IDP Certificate Valid" if expires > self._store.now() else "IDP Certificate Expired"

    def _missing(self) -> Response:
        return page(
            "jumpcloud_admin_missing.html",
            status_code=404,
            organization=self._store.world.organization,
        )
