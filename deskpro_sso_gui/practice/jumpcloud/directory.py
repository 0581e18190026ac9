"""Organisations, administrators and users (jumpcloud-api.md §2)."""

from typing import Any

from starlette.responses import Response

from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.jumpcloud import errors
from deskpro_sso_gui.practice.jumpcloud.access import Call, Gate
from deskpro_sso_gui.practice.jumpcloud.applications import api_time
from deskpro_sso_gui.practice.jumpcloud.filters import search_filter
from deskpro_sso_gui.practice.jumpcloud.paging import (
    Window,
    json_response,
    limit_of,
    skip_of,
    v1_answer,
    v1_page,
)
from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.practice.world import Organization, User, UserState


class Directory:
    """The calls about organisations and people."""

    def __init__(self, store: Store, gate: Gate) -> None:
        self._store = store
        self._gate = gate

    async def list_organizations(self, call: Call) -> Response:
        """``GET /api/organizations``: names are null, as observed, unless there are several."""
        organizations = self._gate.organizations()
        named = len(organizations) > 1
        found = [
            {
                "_id": each.id,
                "id": each.id,
                "displayName": each.name if named else None,
                "logoUrl": None,
                "created": api_time(each.created),
            }
            for each in organizations
        ]
        return v1_page(call.request, found)

    async def read_organization(self, call: Call) -> Response:
        """``GET /api/organizations/{organization_id}``."""
        return json_response(self._organization_json(call.organization))

    async def read_self(self, call: Call) -> Response:
        """``GET /api/users/getSelf``: undocumented, so it may be absent.

        What it answers to a service account is unknown; here it does not know it.
        """
        if self._store.has_fault(Fault.NO_GETSELF) or call.by_token:
            raise errors.not_found()
        fields = call.request.query_params.get("fields", "").split()
        whole = self._administrator_json()
        kept = {key: whole[key] for key in whole if key in {"_id", *fields}} if fields else whole
        return json_response(kept)

    async def list_users(self, call: Call) -> Response:
        """``GET /api/systemusers``."""
        return v1_page(call.request, self._users_json(call), default_sort="_id")

    async def search_users(self, call: Call) -> Response:
        """``POST /api/search/systemusers``: paging may stand in the body or in the query."""
        query = call.request.query_params
        body = dict(query) | await call.json_object()
        for key, kind in (
            ("fields", str),
            ("sort", str),
            ("limit", str | int),
            ("skip", str | int),
        ):
            if key in body and not isinstance(body[key], kind):
                raise errors.ApiError(400, {"message": "Bad Request: invalid search"})
        window = Window(
            limit=limit_of(body.get("limit")),
            skip=skip_of(body.get("skip")),
            sort=tuple(body.get("sort", "_id").split()),
            fields=tuple(body.get("fields", "").split()),
        )
        return v1_answer(self._users_json(call), search_filter(body), window)

    def _users_json(self, call: Call) -> list[dict[str, Any]]:
        if not call.is_home:
            return []
        users = self._store.world.users.values()
        return [
            _user_json(user, number, self._store.world.organization.id)
            for number, user in enumerate(users)
        ]

    def _organization_json(self, organization: Organization) -> dict[str, Any]:
        administrator = self._store.world.administrator
        return {
            "_id": organization.id,
            "id": organization.id,
            "displayName": organization.name,
            "logoUrl": None,
            "created": api_time(organization.created),
            "entitlement": {
                "billingModel": "PER_USER",
                "entitlementProducts": [],
                "isManuallyBilled": False,
            },
            "settings": {
                "name": organization.name,
                "contactName": f"{administrator.firstname} {administrator.lastname}",
                "contactEmail": administrator.email,
                "logo": "",
                "disableUM": False,
            },
        }

    def _administrator_json(self) -> dict[str, Any]:
        administrator = self._store.world.administrator
        return {
            "_id": administrator.id,
            "email": administrator.email,
            "firstname": administrator.firstname,
            "lastname": administrator.lastname,
            "organization": self._store.world.organization.id,
            "role": administrator.role,
            "roleName": administrator.role,
            "suspended": False,
            "enableMultiFactor": False,
            "totpEnrolled": False,
            "apiKeyAllowed": True,
            "apiKeySet": True,
            "apiKeyUpdatedAt": api_time(administrator.api_key_created),
            "apiKeyHash": {
                "createdAt": api_time(administrator.api_key_created),
                "expireAt": api_time(administrator.api_key_expires),
                "prefix": administrator.api_key[:8],
            },
        }


def _user_json(user: User, number: int, organization: str) -> dict[str, Any]:
    """Return ``user`` as a real record looks (``responses/v1-systemusers.json``).

    ``activated`` tells something else than ``state``: the real record of an active user has it
    false.
    """
    return {
        "_id": user.id,
        "id": user.id,
        "account_locked": user.account_locked,
        "account_locked_date": None,
        "activated": False,
        "addresses": [],
        "allow_public_key": True,
        "attributes": [],
        "company": "",
        "costCenter": "",
        "created": api_time(user.created),
        "department": "",
        "description": user.description,
        "displayname": user.displayname,
        "email": user.email,
        "employeeIdentifier": None,
        "employeeType": "",
        "enable_managed_uid": False,
        "enable_user_portal_multifactor": user.mfa_required,
        "external_dn": "",
        "external_source_type": "",
        "externally_managed": False,
        "firstname": user.firstname,
        "jobTitle": "",
        "lastname": user.lastname,
        "ldap_binding_user": False,
        "location": "",
        "mfa": {"exclusion": False, "configured": user.mfa_required},
        "middlename": "",
        "organization": organization,
        "password_expired": user.password_expired,
        "password_never_expires": False,
        "passwordless_sudo": False,
        "phoneNumbers": [],
        "samba_service_user": False,
        "ssh_keys": [],
        "state": user.state.value,
        "sudo": False,
        "suspended": user.suspended or user.state is UserState.SUSPENDED,
        "totp_enabled": user.mfa_required,
        "unix_guid": 5001 + number,
        "unix_uid": 5001 + number,
        "username": user.username,
    }
