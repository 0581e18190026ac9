"""User groups and their members, API v2 (jumpcloud-api.md §6)."""

from typing import Any

import msgspec
from starlette.responses import Response

from deskpro_sso_gui.practice.jumpcloud import errors
from deskpro_sso_gui.practice.jumpcloud.access import Call
from deskpro_sso_gui.practice.jumpcloud.paging import json_response, v2_long_page, v2_page
from deskpro_sso_gui.practice.seed import new_id
from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.practice.world import Group, MembershipMethod


class _GroupBody(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    name: str
    description: str = ""
    membership_method: MembershipMethod = MembershipMethod.STATIC


class LinkChange(msgspec.Struct, frozen=True, kw_only=True):
    """The body of a call that adds or removes a link between two objects."""

    op: str
    type: str
    id: str


class Groups:
    """The calls about user groups and who is in them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def list_all(self, call: Call) -> Response:
        """``GET /api/v2/usergroups``: leaves the membership method out."""
        groups = visible_groups(self._store, call).values()
        alike = frozenset({"id", "name", "description"})
        return v2_long_page(call.request, groups, _listed_json, named_alike=alike)

    async def create(self, call: Call) -> Response:
        """``POST /api/v2/usergroups``."""
        try:
            body = msgspec.convert(await call.json_object(), _GroupBody)
        except msgspec.ValidationError as error:
            raise errors.bad_request(str(error)) from None
        if not body.name.strip():
            raise errors.bad_request("name is required")
        if any(group.name == body.name for group in self._store.world.groups.values()):
            raise errors.already_exists()
        group = Group(
            id=new_id(),
            name=body.name,
            description=body.description,
            membership_method=body.membership_method,
        )
        self._store.world.groups[group.id] = group
        self._store.save()
        return json_response(_group_json(group), 201)

    async def read(self, call: Call) -> Response:
        """``GET /api/v2/usergroups/{id}``."""
        return json_response(_group_json(find_group(self._store, call)))

    async def delete(self, call: Call) -> Response:
        """``DELETE /api/v2/usergroups/{id}``: its links go with it."""
        group = find_group(self._store, call)
        for application in self._store.world.applications.values():
            if group.id in application.group_ids:
                application.group_ids.remove(group.id)
        del self._store.world.groups[group.id]
        self._store.save()
        return Response(status_code=204)

    async def list_members(self, call: Call) -> Response:
        """``GET /api/v2/usergroups/{id}/members``."""
        group = self._group_of_members(call)
        return v2_page(call.request, [connection("user", member) for member in group.member_ids])

    async def change_member(self, call: Call) -> Response:
        """``POST /api/v2/usergroups/{id}/members``.

        On a dynamic group it has no effect, and says nothing of that.
        """
        group = self._group_of_members(call)
        change = await read_change(call, "user")
        if change.id not in self._store.world.users:
            raise errors.bad_request("user not found")
        if group.membership_method is MembershipMethod.STATIC:
            change_link(group.member_ids, change)
            self._store.save()
        return Response(status_code=204)

    def _group_of_members(self, call: Call) -> Group:
        group = visible_groups(self._store, call).get(call.path("id"))
        if group is None:
            raise errors.bad_request("user_group not found")
        return group


def visible_groups(store: Store, call: Call) -> dict[str, Group]:
    """Return the groups of the organisation that ``call`` is about, by id."""
    return store.world.groups if call.is_home else {}


def find_group(store: Store, call: Call) -> Group:
    """Return the group that the path names as ``id``.

    Raises:
        ApiError: 404.
    """
    group = visible_groups(store, call).get(call.path("id"))
    if group is None:
        raise errors.not_found()
    return group


def connection(kind: str, object_id: str) -> dict[str, Any]:
    """Return a direct link as the API shows it (GraphConnection)."""
    return {"attributes": None, "to": {"attributes": None, "id": object_id, "type": kind}}


async def read_change(call: Call, kind: str) -> LinkChange:
    """Read a body that adds or removes a link to an object of ``kind``.

    Raises:
        ApiError: 400, another shape, or another kind of object.
    """
    try:
        change = msgspec.convert(await call.json_object(), LinkChange)
    except msgspec.ValidationError as error:
        raise errors.bad_request(str(error)) from None
    if change.type != kind or change.op not in {"add", "remove", "update"}:
        raise errors.bad_request("invalid operation")
    return change


def change_link(ids: list[str], change: LinkChange) -> None:
    """Add the changed object's id to ``ids``, or remove it.

    Raises:
        ApiError: 409, to be added and there already; 404, to be removed or updated and not there.
    """
    there = change.id in ids
    if change.op == "add":
        if there:
            raise errors.already_exists()
        ids.append(change.id)
    elif not there:
        raise errors.not_found()
    elif change.op == "remove":
        ids.remove(change.id)


def _listed_json(group: Group) -> dict[str, Any]:
    return {
        "attributes": None,
        "id": group.id,
        "name": group.name,
        "type": "user_group",
        "email": "",
        "description": group.description,
    }


def _group_json(group: Group) -> dict[str, Any]:
    return _listed_json(group) | {
        "membershipMethod": group.membership_method.value,
        "memberSuggestionsNotify": False,
    }
