"""``/api/applications`` and ``/api/application-templates`` (jumpcloud-api.md §3)."""

from datetime import datetime
from typing import Any

from starlette.responses import Response

from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.jumpcloud import certificates, connectors, errors
from deskpro_sso_gui.practice.jumpcloud.access import Call, never_answer
from deskpro_sso_gui.practice.jumpcloud.application_body import (
    ApplicationBody,
    new_values,
    read_application_body,
)
from deskpro_sso_gui.practice.jumpcloud.metadata import metadata_response
from deskpro_sso_gui.practice.jumpcloud.paging import json_response, v1_page
from deskpro_sso_gui.practice.keys import KeyMaker
from deskpro_sso_gui.practice.seed import new_id, new_token
from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.practice.world import Application


class Applications:
    """The calls about applications and their connectors."""

    def __init__(self, store: Store, key_maker: KeyMaker) -> None:
        self._store = store
        self._keys = key_maker

    async def list_connectors(self, call: Call) -> Response:
        """``GET /api/application-templates``."""
        origin = self._store.world.jumpcloud_origin
        found = [connectors.connector_json(each, origin) for each in self._catalogue()]
        return v1_page(call.request, found, default_sort="name")

    async def read_connector(self, call: Call) -> Response:
        """``GET /api/application-templates/{id}``."""
        for connector in self._catalogue():
            if connector.id == call.path("id"):
                origin = self._store.world.jumpcloud_origin
                return json_response(connectors.connector_json(connector, origin))
        raise errors.not_found()

    async def list_all(self, call: Call) -> Response:
        """``GET /api/applications``."""
        return v1_page(
            call.request,
            [self.to_json(each) for each in visible_applications(self._store, call).values()],
            default_sort="name",
        )

    async def read(self, call: Call) -> Response:
        """``GET /api/applications/{id}``."""
        return json_response(self.to_json(find_application(self._store, call)))

    async def delete(self, call: Call) -> Response:
        """``DELETE /api/applications/{id}``: answers with what was deleted."""
        application = find_application(self._store, call)
        del self._store.world.applications[application.id]
        self._store.save()
        return json_response(self.to_json(application))

    async def create(self, call: Call) -> Response:
        """``POST /api/applications``: makes a key and a certificate, too.

        Inactive unless it says ``active: true``; settings that are not sent get the connector's
        values; the IdP URL need not be the only one of its kind.
        """
        if self._store.has_fault(Fault.CREATE_FORBIDDEN):
            raise errors.forbidden()
        body = read_application_body(await call.json_object())
        connector = connectors.find(self._store, body.name)
        if connector is None:
            raise errors.bad_application("The application name is not valid")
        body.check_url(connector)
        certificates.refuse_empty(body.certificate, body.private_key)
        application = await self.make(connector, body)
        if self._store.has_fault(Fault.CREATE_ANSWER_LOST):
            return await never_answer(call.request)
        return json_response(self.to_json(application))

    async def make(self, connector: connectors.Connector, body: ApplicationBody) -> Application:
        """Make an application from ``connector``, with a key and a certificate, and keep it.

        Raises:
            ApiError: 400, ``body`` holds a value that is none of its setting's.
        """
        application = Application(
            id=new_id(),
            name=connector.name,
            display_name="",
            display_label="",
            sso_url="",
            sso_type=connector.sso_type,
            created=self._store.now(),
            metadata_token=new_token(),
            values=new_values(connector.default_values(), body.values),
        )
        if connector.is_saml:
            await self._certify(application, body)
        application.created = self._store.now()
        _fill(application, body, default_name=connector.display_name)
        self._store.world.applications[application.id] = application
        self._store.save()
        return application

    async def update(self, call: Call) -> Response:
        """``PUT /api/applications/{id}``: replaces everything.

        What is not sent is reset, and without the certificate a new one is made. The connector
        can't be changed: another ``name`` is ignored.
        """
        application = find_application(self._store, call)
        body = read_application_body(await call.json_object())
        body.check_url(None)
        certificates.refuse_empty(body.certificate, None)
        values = new_values(
            connectors.reset_values(application.name, application.values), body.values
        )
        if application.sso_type == "saml":
            await self._certify(application, body)
        if application.id not in self._store.world.applications:
            raise errors.not_found()  # deleted while the key was made
        application.values = values
        application.foreign = {
            key: body.entries[key] for key in application.foreign if key in body.entries
        }
        _fill(application, body, default_name=application.display_name)
        self._store.save()
        return json_response(self.to_json(application))

    async def metadata(self, call: Call) -> Response:
        """``GET /api/organizations/{organization_id}/applications/{id}/metadata.xml``."""
        return metadata_response(self._store.published(find_application(self._store, call)))

    def to_json(self, application: Application) -> dict[str, Any]:
        """Return ``application`` as API v1 shows it; its private key never is."""
        application = self._store.in_effect(application)
        config = {
            key: connectors.config_entry(key, value) for key, value in application.values.items()
        }
        config |= application.foreign
        if application.sso_type == "saml":
            config[connectors.CERTIFICATE_KEY] = connectors.config_entry(
                connectors.CERTIFICATE_KEY, application.certificate_value
            )
            config[connectors.PRIVATE_KEY_KEY] = connectors.config_entry(
                connectors.PRIVATE_KEY_KEY, ""
            )
        return {
            "_id": application.id,
            "id": application.id,
            "active": application.active,
            "name": application.name,
            "displayName": application.display_name,
            "displayLabel": application.display_label,
            "beta": False,
            "color": None,
            "organization": self._store.world.organization.id,
            "logo": logo_json(application, self._store.world.jumpcloud_origin),
            "ssoUrl": application.sso_url,
            "learnMore": "",
            "description": application.description,
            "config": config,
            "databaseAttributes": [],
            "created": api_time(application.created),
            "sso": _sso_json(application),
        }

    def _catalogue(self) -> list[connectors.Connector]:
        return connectors.catalogue(self._store)

    async def _certify(self, application: Application, body: ApplicationBody) -> None:
        shown = self._store.in_effect(application).certificate_value
        await certificates.settle(
            application,
            # sent back as it was shown, it changes nothing
            certificate=application.certificate_value
            if body.certificate == shown
            else body.certificate,
            private_key=body.private_key,
            organization=self._store.world.organization.name,
            key_maker=self._keys,
            now=self._store.now,
        )


def visible_applications(store: Store, call: Call) -> dict[str, Application]:
    """Return the applications of the organisation that ``call`` is about, by id."""
    return store.world.applications if call.is_home else {}


def find_application(store: Store, call: Call) -> Application:
    """Return the application that the path names as ``id``.

    Raises:
        ApiError: 404.
    """
    application = visible_applications(store, call).get(call.path("id"))
    if application is None:
        raise errors.not_found()
    return application


def api_time(moment: datetime) -> str:
    """Write a UTC time as API v1 does: milliseconds and ``Z``."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def logo_json(application: Application, origin: str) -> dict[str, Any]:
    """Return the picture on an application's tile: a colour, or a picture's address."""
    if application.logo_image:
        return {"url": f"{origin}/logos/{application.id}"}
    if application.logo_color:
        return {"color": application.logo_color, "url": ""}
    return {"url": ""}


def _sso_json(application: Application) -> dict[str, Any]:
    sso: dict[str, Any] = {
        "type": application.sso_type,
        "hidden": application.hidden,
        "beta": False,
        "jit": False,
    }
    if application.certificate_expires is not None:
        sso["idpCertExpirationAt"] = api_time(application.certificate_expires)
    if application.certificate_created is not None:
        sso["idpCertificateUpdatedAt"] = api_time(application.certificate_created)
        sso["idpPrivateKeyUpdatedAt"] = api_time(application.certificate_created)
    return sso


def _fill(application: Application, body: ApplicationBody, *, default_name: str) -> None:
    application.display_name = body.display_name or default_name
    application.display_label = body.display_label or application.display_name
    application.description = body.description
    application.sso_url = body.sso_url
    application.active = body.active
    application.hidden = body.hidden
    application.logo_color = body.logo_color
