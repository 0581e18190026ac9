"""What is bound to what, and who reaches what through it, API v2 (jumpcloud-api.md §6)."""

from collections.abc import Set as AbstractSet
from typing import Any, Final

from starlette.responses import Response

from deskpro_sso_gui.practice.jumpcloud import errors
from deskpro_sso_gui.practice.jumpcloud.access import Call
from deskpro_sso_gui.practice.jumpcloud.applications import find_application, visible_applications
from deskpro_sso_gui.practice.jumpcloud.groups import (
    LinkChange,
    change_link,
    connection,
    find_group,
    read_change,
    visible_groups,
)
from deskpro_sso_gui.practice.jumpcloud.paging import v2_page
from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.practice.world import Application, Group

Step = dict[str, Any]

_GROUP_TARGETS: Final = frozenset(
    {
        *("active_directory", "application", "g_suite", "ldap_server"),
        *("office_365", "radius_server", "system", "system_group"),
    }
)
"""What a user group can be linked to in JumpCloud; the sandbox has applications alone."""


class Graph:
    """The calls that bind groups to applications, and those that follow the bindings."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def application_associations(self, call: Call) -> Response:
        """``GET /api/v2/applications/{id}/associations?targets=user_group``."""
        application = find_application(self._store, call)
        targets = _targets(call, {"user", "user_group"})
        ids = application.group_ids if "user_group" in targets else []
        return v2_page(call.request, [connection("user_group", each) for each in ids])

    async def bind_to_application(self, call: Call) -> Response:
        """``POST /api/v2/applications/{id}/associations``."""
        application = find_application(self._store, call)
        change = await read_change(call, "user_group")
        if change.id not in self._store.world.groups:
            raise errors.not_found()
        change_link(application.group_ids, change)
        self._store.save()
        return Response(status_code=204)

    async def group_associations(self, call: Call) -> Response:
        """``GET /api/v2/usergroups/{id}/associations?targets=application``."""
        group = find_group(self._store, call)
        targets = _targets(call, _GROUP_TARGETS)
        bound = self._bound_to(call, group) if "application" in targets else []
        return v2_page(call.request, [connection("application", each.id) for each in bound])

    async def bind_to_group(self, call: Call) -> Response:
        """``POST /api/v2/usergroups/{id}/associations``: the same link, from its other side."""
        group = find_group(self._store, call)
        change = await read_change(call, "application")
        application = self._store.world.applications.get(change.id)
        if application is None:
            raise errors.not_found()
        change_link(
            application.group_ids,
            LinkChange(op=change.op, type="user_group", id=group.id),
        )
        self._store.save()
        return Response(status_code=204)

    async def groups_of_application(self, call: Call) -> Response:
        """``GET /api/v2/applications/{id}/usergroups``."""
        groups = self._groups_bound(find_application(self._store, call))
        found = [_reached("user_group", each.id, [[_group_step(each)]], [each]) for each in groups]
        return v2_page(call.request, found)

    async def users_of_application(self, call: Call) -> Response:
        """``GET /api/v2/applications/{id}/users``: one path for each group that leads there."""
        through: dict[str, list[Group]] = {}
        for group in self._groups_bound(find_application(self._store, call)):
            for member in group.member_ids:
                through.setdefault(member, []).append(group)
        found = [
            _reached(
                "user",
                user_id,
                [[_group_step(group), connection("user", user_id)] for group in groups],
                groups,
            )
            for user_id, groups in through.items()
        ]
        return v2_page(call.request, found)

    async def applications_of_group(self, call: Call) -> Response:
        """``GET /api/v2/usergroups/{id}/applications``."""
        group = find_group(self._store, call)
        found = [
            _reached("application", each.id, [[connection("application", each.id)]])
            for each in self._bound_to(call, group)
        ]
        return v2_page(call.request, found)

    async def membership(self, call: Call) -> Response:
        """``GET /api/v2/usergroups/{id}/membership``."""
        group = find_group(self._store, call)
        found = [
            _reached("user", member, [[connection("user", member)]], [group])
            for member in group.member_ids
        ]
        return v2_page(call.request, found)

    async def applications_of_user(self, call: Call) -> Response:
        """``GET /api/v2/users/{id}/applications``; an unknown user has none."""
        groups = self._groups_of_user(call)
        found = []
        for application in visible_applications(self._store, call).values():
            through = [group for group in groups if group.id in application.group_ids]
            if through:
                step = connection("application", application.id)
                paths = [[_group_step(group), step] for group in through]
                found.append(_reached("application", application.id, paths, through))
        return v2_page(call.request, found)

    async def groups_of_user(self, call: Call) -> Response:
        """``GET /api/v2/users/{id}/memberof``; an unknown user is in none."""
        found = [
            _reached("user_group", each.id, [[_group_step(each)]], [each])
            for each in self._groups_of_user(call)
        ]
        return v2_page(call.request, found)

    def _groups_of_user(self, call: Call) -> list[Group]:
        user_id = call.path("id")
        groups = visible_groups(self._store, call).values()
        return [group for group in groups if user_id in group.member_ids]

    def _groups_bound(self, application: Application) -> list[Group]:
        groups = self._store.world.groups
        return [groups[each] for each in application.group_ids if each in groups]

    def _bound_to(self, call: Call, group: Group) -> list[Application]:
        applications = visible_applications(self._store, call).values()
        return [each for each in applications if group.id in each.group_ids]


def _targets(call: Call, allowed: AbstractSet[str]) -> set[str]:
    """Return the kinds of objects that are asked for, parted by commas; there is no default."""
    targets = set(call.request.query_params.get("targets", "").split(","))
    if not targets <= allowed:
        raise errors.bad_request("targets is required")
    return targets


def _attributes(groups: list[Group]) -> dict[str, Any]:
    return {"ldapGroups": [{"name": group.name} for group in groups]}


def _group_step(group: Group) -> Step:
    return {
        "attributes": None,
        "to": {"attributes": _attributes([group]), "id": group.id, "type": "user_group"},
    }


def _reached(
    kind: str, object_id: str, paths: list[list[Step]], groups: list[Group] | None = None
) -> dict[str, Any]:
    return {
        "id": object_id,
        "type": kind,
        "compiledAttributes": _attributes(groups) if groups else None,
        "paths": paths,
    }
