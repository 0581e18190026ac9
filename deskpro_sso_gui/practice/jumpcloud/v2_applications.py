"""``/api/v2/applications`` and an application's picture (jumpcloud-api.md §3.4)."""

from typing import Any, Final

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.jumpcloud import errors
from deskpro_sso_gui.practice.jumpcloud.access import MAX_BODY, Call
from deskpro_sso_gui.practice.jumpcloud.applications import (
    find_application,
    logo_json,
    visible_applications,
)
from deskpro_sso_gui.practice.jumpcloud.paging import json_response, v2_page
from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.practice.world import Application

# Told by their first bytes. SVG is left out: it can hold scripts.
_PICTURES: Final = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
}


class V2Applications:
    """The v2 view of applications, without SAML settings, and their pictures."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def list_all(self, call: Call) -> Response:
        """``GET /api/v2/applications`` (undocumented, observed)."""
        applications = visible_applications(self._store, call).values()
        return v2_page(call.request, [self._to_json(each) for each in applications])

    async def read(self, call: Call) -> Response:
        """``GET /api/v2/applications/{id}``."""
        return json_response(self._to_json(find_application(self._store, call)))

    async def set_logo(self, call: Call) -> Response:
        """``POST /api/v2/applications/{id}/logo``: one file named ``image``."""
        if self._store.has_fault(Fault.LOGO_FORBIDDEN):
            raise errors.forbidden()
        application = find_application(self._store, call)
        async with call.request.form(max_files=1, max_part_size=MAX_BODY) as form:
            upload = form.get("image")
            if not isinstance(upload, UploadFile):
                raise errors.bad_request("image is required")
            picture = await upload.read(MAX_BODY + 1)
        if len(picture) > MAX_BODY:
            raise errors.ApiError(413, {"message": "Payload Too Large"})
        media_type = next(
            (_PICTURES[start] for start in _PICTURES if picture.startswith(start)), ""
        )
        if not media_type:
            raise errors.bad_request("image is not a picture")
        application.logo_image = picture
        application.logo_media_type = media_type
        self._store.save()
        return Response(status_code=204)

    async def delete_logo(self, call: Call) -> Response:
        """``DELETE /api/v2/applications/{id}/logo``."""
        application = find_application(self._store, call)
        application.logo_image = b""
        application.logo_media_type = ""
        self._store.save()
        return Response(status_code=204)

    async def show_logo(self, request: Request) -> Response:
        """``GET /logos/{id}``: the picture itself, for everybody."""
        application = self._store.world.applications.get(request.path_params["id"])
        if application is None or not application.logo_image:
            return Response(status_code=404)
        return Response(
            application.logo_image,
            media_type=application.logo_media_type,
            headers={"X-Content-Type-Options": "nosniff"},
        )

    def _to_json(self, application: Application) -> dict[str, Any]:
        return {
            "_id": application.id,
            "id": application.id,
            "name": application.name,
            "catalogItem": None,
            "displayName": application.display_name,
            "displayLabel": application.display_label,
            "description": application.description,
            "logo": logo_json(application, self._store.world.jumpcloud_origin),
            "provision": None,
            "sso": {
                "type": application.sso_type.upper(),
                "hidden": application.hidden,
                "active": application.active,
                "beta": False,
                "url": application.sso_url,
                "jit": {"supported": False, "enabled": False},
                "spErrorFlow": bool(application.value("spErrorFlow", default=False)),
                "bookmark": application.sso_type == "bookmark",
            },
            "status": "active",
            "organization": self._store.world.organization.id,
        }
