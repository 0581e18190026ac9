"""Calls about people: user groups, who may use an application, and the users themselves."""

from collections.abc import Callable, Sequence
from functools import partial
from http import HTTPStatus
from typing import Final

from deskpro_sso_gui.jumpcloud import purposes
from deskpro_sso_gui.jumpcloud.applications import segment
from deskpro_sso_gui.jumpcloud.caller import PAGE, Call, Caller, total_count
from deskpro_sso_gui.jumpcloud.errors import decoded
from deskpro_sso_gui.jumpcloud.wire import WireGroup, WireLink, WireObject, WireUser, WireUsers
from deskpro_sso_gui.net.parallel import several
from deskpro_sso_gui.setup.facts import Group, User

_USER_FIELDS: Final = (
    "_id email username firstname lastname displayname state suspended account_locked"
    " password_expired"
)
_SEARCHED_FIELDS: Final = ("email", "username", "firstname", "lastname", "displayname")
_GROUP_TARGETS: Final = (
    *("active_directory", "application", "g_suite", "ldap_server"),
    *("office_365", "radius_server", "system", "system_group"),
)
"""What a user group can be linked to; one list, parted by commas (published description of
``GET /usergroups/{group_id}/associations``)."""

_FILTER_SIGNS: Final = frozenset(",:|*")


class DirectoryCalls:
    """The part of ``JumpCloud`` about people."""

    _caller: Caller

    async def groups(self, search: str = "") -> tuple[Group, ...]:
        """Return the user groups by name: all of them, or those whose name contains ``search``.

        Raises:
            JumpCloudError: JumpCloud refused.
            NetError: no usable answer came.
        """
        term = search.strip()
        query: tuple[tuple[str, str], ...] = (("sort", "name"),)
        # a filter's own signs can't be quoted in it, so such a name is looked for here
        if term and not _FILTER_SIGNS & set(term):
            query += (("filter", f"name:search:{term}"),)
        call = Call(
            method="GET",
            path="/v2/usergroups",
            purpose=purposes.SEE_GROUPS,
            query=query,
            read=True,
        )
        listed = await self._caller.every(call, WireGroup, lambda each: each.id)
        wanted = term.casefold()
        return tuple(each.fact() for each in listed if wanted in each.name.casefold())

    async def group(self, group_id: str) -> Group:
        """Return one user group.

        Raises:
            JumpCloudError: JumpCloud refused; ``NOT_FOUND`` when it is gone.
            NetError: no usable answer came.
        """
        call = Call(
            method="GET",
            path=f"/v2/usergroups/{segment(group_id)}",
            purpose=purposes.SEE_GROUPS,
            read=True,
        )
        return decoded(await self._caller.call(call), WireGroup).fact()

    async def create_group(self, name: str, description: str = "") -> Group:
        """Create a user group that people are put into by hand, and return it. Never sent twice.

        Raises:
            JumpCloudError: JumpCloud refused; the status is 409 where the name is taken.
            NetError: no usable answer came; when ``sent``, it may have been created.
        """
        call = Call(
            method="POST",
            path="/v2/usergroups",
            purpose=purposes.CREATE_GROUP,
            json={"name": name, "description": description, "membershipMethod": "STATIC"},
        )
        return decoded(await self._caller.call(call), WireGroup).fact()

    async def delete_group(self, group_id: str) -> None:
        """Delete a user group. Sent once; that it is gone already is no error.

        Raises:
            JumpCloudError: JumpCloud refused.
            NetError: no usable answer came; when ``sent``, it may have been deleted.
        """
        call = Call(
            method="DELETE",
            path=f"/v2/usergroups/{segment(group_id)}",
            purpose=purposes.DELETE_GROUP,
            accepts=frozenset({HTTPStatus.NOT_FOUND}),
        )
        await self._caller.call(call)

    async def group_uses(self, group_id: str) -> frozenset[str]:
        """Return the ids of everything the group is linked to: applications, devices and more.

        Raises:
            JumpCloudError: JumpCloud refused.
            NetError: no usable answer came.
        """
        call = Call(
            method="GET",
            path=f"/v2/usergroups/{segment(group_id)}/associations",
            purpose=purposes.SEE_GROUPS,
            query=(("targets", ",".join(_GROUP_TARGETS)),),
            read=True,
        )
        links = await self._caller.every(call, WireLink, lambda each: each.to.id)
        return frozenset(link.to.id for link in links)

    async def members_count(self, group_id: str) -> int:
        """Return how many users are in the group, nested and dynamic membership included.

        Raises:
            JumpCloudError: JumpCloud refused.
            NetError: no usable answer came.
        """
        membership = Call(
            method="GET",
            path=f"/v2/usergroups/{segment(group_id)}/membership",
            purpose=purposes.SEE_GROUPS,
            read=True,
        )
        first = Call(
            method=membership.method,
            path=membership.path,
            purpose=membership.purpose,
            query=(("limit", "1"),),
            read=True,
        )
        total = total_count(await self._caller.call(first))
        if total is not None:
            return total
        return len(await self._caller.every(membership, WireObject, lambda each: each.id))

    async def bind(
        self,
        application_id: str,
        group_ids: Sequence[str],
        *,
        done: Callable[[], object] = lambda: None,
    ) -> None:
        """Let the groups' members use the application, at most six calls at a time.

        Groups that were bound already count as done; ``done`` is called after each.

        Raises:
            JumpCloudError: JumpCloud refused; others may have been bound by then.
            NetError: no usable answer came; as above.
        """
        await self._link(application_id, group_ids, "add", HTTPStatus.CONFLICT, done)

    async def unbind(self, application_id: str, group_ids: Sequence[str]) -> None:
        """Take the application from the groups' members, at most six calls at a time.

        Groups that were not bound count as done.

        Raises:
            JumpCloudError: JumpCloud refused; others may have been unbound by then.
            NetError: no usable answer came; as above.
        """
        await self._link(application_id, group_ids, "remove", HTTPStatus.NOT_FOUND)

    async def _link(
        self,
        application_id: str,
        group_ids: Sequence[str],
        operation: str,
        so_already: HTTPStatus,
        done: Callable[[], object] = lambda: None,
    ) -> None:
        calls = [
            Call(
                method="POST",
                path=f"/v2/applications/{segment(application_id)}/associations",
                purpose=purposes.CHANGE_ACCESS,
                json={"op": operation, "type": "user_group", "id": group_id},
                accepts=frozenset({so_already}),
            )
            for group_id in group_ids
        ]

        async def made(call: Call) -> None:
            await self._caller.call(call)
            done()

        await several([partial(made, call) for call in calls])

    async def bound_groups(self, application_id: str) -> tuple[str, ...]:
        """Return the ids of the groups whose members may use the application.

        Raises:
            JumpCloudError: JumpCloud refused.
            NetError: no usable answer came.
        """
        call = Call(
            method="GET",
            path=f"/v2/applications/{segment(application_id)}/associations",
            purpose=purposes.SEE_ACCESS,
            query=(("targets", "user_group"),),
            read=True,
        )
        links = await self._caller.every(call, WireLink, lambda each: each.to.id)
        return tuple(link.to.id for link in links)

    async def users_with_access(self, application_id: str) -> frozenset[str]:
        """Return the ids of the users that reach the application through any bound group.

        Whether their accounts can be used is another question (``User.trouble``).

        Raises:
            JumpCloudError: JumpCloud refused.
            NetError: no usable answer came.
        """
        call = Call(
            method="GET",
            path=f"/v2/applications/{segment(application_id)}/users",
            purpose=purposes.SEE_ACCESS,
            read=True,
        )
        found = await self._caller.every(call, WireObject, lambda each: each.id)
        return frozenset(each.id for each in found)

    async def groups_of_user(self, user_id: str) -> frozenset[str]:
        """Return the ids of the user groups the user is in, nested and dynamic ones included.

        Raises:
            JumpCloudError: JumpCloud refused.
            NetError: no usable answer came.
        """
        call = Call(
            method="GET",
            path=f"/v2/users/{segment(user_id)}/memberof",
            purpose=purposes.SEE_GROUPS,
            read=True,
        )
        found = await self._caller.every(call, WireObject, lambda each: each.id)
        return frozenset(each.id for each in found)

    async def find_users(self, term: str, limit: int = 25) -> tuple[User, ...]:
        """Return users whose name, user name or e-mail address contains ``term``.

        Args:
            term: at least one character that is no blank; otherwise nobody is found.
            limit: how many at most, up to 100.

        Raises:
            JumpCloudError: JumpCloud refused.
            NetError: no usable answer came.
        """
        if not term.strip():
            return ()
        call = Call(
            method="POST",
            path="/search/systemusers",
            purpose=purposes.SEE_USERS,
            # the published description has paging as query parameters
            query=(("limit", str(max(1, min(limit, PAGE)))), ("skip", "0")),
            json={
                "searchFilter": {"searchTerm": term.strip(), "fields": list(_SEARCHED_FIELDS)},
                "fields": _USER_FIELDS,
            },
            read=True,
        )
        found = decoded(await self._caller.call(call), WireUsers)
        return tuple(each.fact() for each in found.results[:limit])

    async def users(self) -> tuple[User, ...]:
        """Return every user of the organisation.

        Raises:
            JumpCloudError: JumpCloud refused.
            NetError: no usable answer came.
        """
        call = Call(
            method="GET",
            path="/systemusers",
            purpose=purposes.SEE_USERS,
            query=(("fields", _USER_FIELDS), ("sort", "_id")),
            read=True,
        )
        listed = await self._caller.every(call, WireUser, lambda each: each.id)
        return tuple(each.fact() for each in listed)

    async def user_by_email(self, email: str) -> User | None:
        """Return the user with this e-mail address, capitals aside; None where there is none.

        Raises:
            JumpCloudError: JumpCloud refused.
            NetError: no usable answer came.
        """
        asked = email.strip()
        # filters mind capitals; addresses are nearly always kept in small letters
        for spelling in dict.fromkeys((asked.lower(), asked)):
            call = Call(
                method="GET",
                path="/systemusers",
                purpose=purposes.SEE_USERS,
                query=(
                    ("filter", f"email:$eq:{spelling}"),
                    ("fields", _USER_FIELDS),
                    ("limit", "2"),
                ),
                read=True,
            )
            for each in decoded(await self._caller.call(call), WireUsers).results:
                if (each.email or "").casefold() == asked.casefold():
                    return each.fact()
        return None
