"""The addresses of JumpCloud's administration."""

from functools import partial
from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.jumpcloud import errors
from deskpro_sso_gui.practice.jumpcloud.access import (
    Endpoint,
    Gate,
    OrganizationHeader,
    error_response,
    read_body,
)
from deskpro_sso_gui.practice.jumpcloud.admin import routes as admin_routes
from deskpro_sso_gui.practice.jumpcloud.applications import Applications
from deskpro_sso_gui.practice.jumpcloud.directory import Directory
from deskpro_sso_gui.practice.jumpcloud.events import Events
from deskpro_sso_gui.practice.jumpcloud.graph import Graph
from deskpro_sso_gui.practice.jumpcloud.groups import Groups
from deskpro_sso_gui.practice.jumpcloud.v2_applications import V2Applications
from deskpro_sso_gui.practice.keys import KeyMaker
from deskpro_sso_gui.practice.store import Store

_V1: Final = "/api"
_V2: Final = "/api/v2"
_APPLICATION: Final = f"{_V2}/applications/{{id}}"
_GROUP: Final = f"{_V2}/usergroups/{{id}}"


def routes(store: Store, key_maker: KeyMaker | None = None) -> list[Route]:
    """Return the addresses of JumpCloud's API, events, tokens and admin pages.

    Args:
        store: the sandbox's state.
        key_maker: makes the applications' keys.
    """
    gate = Gate(store)
    applications = Applications(store, key_maker or KeyMaker())
    return [
        *_v1_routes(store, gate, applications),
        *_v2_routes(store, gate),
        *_other_routes(store, gate),
        *admin_routes(store, gate, applications),
    ]


def _v1_routes(store: Store, gate: Gate, applications: Applications) -> list[Route]:
    directory = Directory(store, gate)
    guard = gate.guard
    refused, optional = OrganizationHeader.REFUSED, OrganizationHeader.OPTIONAL
    organization = f"{_V1}/organizations/{{organization_id}}"
    return [
        _get(f"{_V1}/organizations", guard(directory.list_organizations, refused)),
        _get(organization, guard(directory.read_organization, refused)),
        _get(
            f"{organization}/applications/{{id}}/metadata.xml",
            guard(applications.metadata, optional),
        ),
        _get(f"{_V1}/users/getSelf", guard(directory.read_self, refused)),
        _get(f"{_V1}/systemusers", guard(directory.list_users)),
        _post(f"{_V1}/search/systemusers", guard(directory.search_users)),
        _get(f"{_V1}/application-templates", guard(applications.list_connectors)),
        _get(f"{_V1}/application-templates/{{id}}", guard(applications.read_connector)),
        _get(f"{_V1}/applications", guard(applications.list_all)),
        _post(f"{_V1}/applications", guard(applications.create, writes=True)),
        _get(f"{_V1}/applications/{{id}}", guard(applications.read)),
        _route("PUT", f"{_V1}/applications/{{id}}", guard(applications.update, writes=True)),
        _delete(f"{_V1}/applications/{{id}}", guard(applications.delete, writes=True)),
    ]


def _v2_routes(store: Store, gate: Gate) -> list[Route]:
    groups, graph, applications = Groups(store), Graph(store), V2Applications(store)
    guard, of_groups = gate.guard, partial(gate.guard, forbidden_by=Fault.GROUPS_FORBIDDEN)
    return [
        _get(f"{_V2}/applications", guard(applications.list_all)),
        _get(_APPLICATION, guard(applications.read)),
        _post(f"{_APPLICATION}/logo", guard(applications.set_logo, writes=True)),
        _delete(f"{_APPLICATION}/logo", guard(applications.delete_logo, writes=True)),
        _get(f"{_APPLICATION}/associations", guard(graph.application_associations)),
        _post(f"{_APPLICATION}/associations", guard(graph.bind_to_application, writes=True)),
        _get(f"{_APPLICATION}/usergroups", guard(graph.groups_of_application)),
        _get(f"{_APPLICATION}/users", guard(graph.users_of_application)),
        _get(f"{_V2}/usergroups", of_groups(groups.list_all)),
        _post(f"{_V2}/usergroups", of_groups(groups.create, writes=True)),
        _get(_GROUP, of_groups(groups.read)),
        _delete(_GROUP, of_groups(groups.delete, writes=True)),
        _get(f"{_GROUP}/members", of_groups(groups.list_members)),
        _post(f"{_GROUP}/members", of_groups(groups.change_member, writes=True)),
        _get(f"{_GROUP}/membership", of_groups(graph.membership)),
        _get(f"{_GROUP}/users", of_groups(graph.membership)),
        _get(f"{_GROUP}/applications", of_groups(graph.applications_of_group)),
        _get(f"{_GROUP}/associations", of_groups(graph.group_associations)),
        _post(f"{_GROUP}/associations", of_groups(graph.bind_to_group, writes=True)),
        _get(f"{_V2}/users/{{id}}/applications", guard(graph.applications_of_user)),
        _get(f"{_V2}/users/{{id}}/memberof", of_groups(graph.groups_of_user)),
    ]


def _other_routes(store: Store, gate: Gate) -> list[Route]:
    return [
        _post("/insights/directory/v1/events", gate.guard(Events(store).query)),
        _post("/oauth2/token", gate.token),
        _get("/logos/{id}", V2Applications(store).show_logo),
        _post("/practice/faults", _faults_endpoint(store, gate)),
    ]


def _faults_endpoint(store: Store, gate: Gate) -> Endpoint:
    """``POST /practice/faults``: switch on exactly the faults of a JSON list; not JumpCloud's."""

    async def endpoint(request: Request) -> Response:
        try:
            gate.check_key(request)
            faults = msgspec.json.decode(await read_body(request), type=list[Fault])
        except errors.ApiError as error:
            return error_response(error)
        except msgspec.DecodeError as error:
            return error_response(errors.bad_request(str(error)))
        store.set_faults(faults)
        return Response(status_code=204)

    return endpoint


def _route(method: str, path: str, endpoint: Endpoint) -> Route:
    return Route(path, endpoint, methods=[method])


def _get(path: str, endpoint: Endpoint) -> Route:
    return _route("GET", path, endpoint)


def _post(path: str, endpoint: Endpoint) -> Route:
    return _route("POST", path, endpoint)


def _delete(path: str, endpoint: Endpoint) -> Route:
    return _route("DELETE", path, endpoint)
