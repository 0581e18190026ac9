"""Directory Insights: who tried to sign in, and what came of it (jumpcloud-api.md §7 and §12)."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal

import msgspec
from starlette.responses import Response

from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.jumpcloud import errors
from deskpro_sso_gui.practice.jumpcloud.access import Call
from deskpro_sso_gui.practice.jumpcloud.filters import Record, field_text
from deskpro_sso_gui.practice.jumpcloud.paging import json_response
from deskpro_sso_gui.practice.seed import new_id
from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.practice.world import Event

DEFAULT_LIMIT: Final = 1000
MAX_LIMIT: Final = 10_000

Terms = dict[str, str | list[str]]


class _Query(msgspec.Struct, frozen=True, kw_only=True):
    service: Annotated[list[str], msgspec.Meta(min_length=1)]
    start_time: datetime
    end_time: datetime | None = None
    sort: Literal["ASC", "DESC", "asc", "desc"] = "DESC"
    limit: Annotated[int, msgspec.Meta(ge=1)] = DEFAULT_LIMIT
    skip: Annotated[int, msgspec.Meta(ge=0)] = 0
    fields: list[str] = []
    search_after: list[str] = []
    search_term: dict[Literal["and", "or", "not"], Terms] = {}


class Events:
    """The one call about sign-in events."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def query(self, call: Call) -> Response:
        """``POST /insights/directory/v1/events``."""
        if self._store.has_fault(Fault.NO_EVENTS):
            raise errors.forbidden()
        try:
            query = msgspec.convert(await call.json_object(), _Query)
        except msgspec.ValidationError as error:
            raise errors.ApiError(400, {"message": f"Bad Request: {error}"}) from None
        if query.start_time.tzinfo is None:
            raise errors.ApiError(400, {"message": "Bad Request: start_time has no time zone"})
        rows = self._rows(call, query)
        limit = min(query.limit, MAX_LIMIT)
        page = rows[query.skip : query.skip + limit]
        headers = {
            "X-Result-Count": str(len(page)),
            "X-Limit": str(limit),
            "X-Sort": query.sort.upper(),
            "X-Request-Id": new_id(),
        }
        if page:
            headers["X-Search_after"] = msgspec.json.encode(_cursor(page[-1])).decode("ascii")
        if query.fields:
            page = [{key: row[key] for key in query.fields if key in row} for row in page]
        return json_response(page, headers=headers)

    def _rows(self, call: Call, query: _Query) -> list[dict[str, Any]]:
        if not call.is_home or not {"sso", "all"} & set(query.service):
            return []
        wanted = _matcher(query)
        organization = self._store.world.organization.id
        rows = [
            row
            for row in (_event_json(each, organization) for each in self._store.world.events)
            if wanted(row)
        ]
        descending = query.sort.upper() == "DESC"
        rows.sort(key=_cursor, reverse=descending)
        if not query.search_after:
            return rows
        after = query.search_after
        return [
            row for row in rows if (_cursor(row) < after if descending else _cursor(row) > after)
        ]


def _cursor(row: Record) -> list[str]:
    """Return the place of ``row`` in the order of time; its id makes it unique."""
    return [row["timestamp"], row["id"]]


def _matcher(query: _Query) -> Callable[[Record], bool]:
    """Tell which events are within the time and match the search term.

    Times are compared as text: both are UTC, and those of events have more digits than a datetime
    can hold.
    """
    earliest = _text(query.start_time)
    latest = _text(query.end_time) if query.end_time else None

    def matches(row: Record) -> bool:
        in_time = earliest <= row["timestamp"] and (latest is None or row["timestamp"] <= latest)
        return in_time and all(
            _holds(row, conjunction, terms) for conjunction, terms in query.search_term.items()
        )

    return matches


def _holds(row: Record, conjunction: str, terms: Terms) -> bool:
    results = [
        field_text(row, field) in ([wanted] if isinstance(wanted, str) else wanted)
        for field, wanted in terms.items()
    ]
    match conjunction:
        case "and":
            return all(results)
        case "or":
            return any(results)
    return not any(results)


def _text(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}000Z"


def _event_json(event: Event, organization: str) -> dict[str, Any]:
    """Return ``event`` as Directory Insights does: there is no ``success``."""
    allowed = [
        {"metadata": {"resource_type": "APPLICATION", "action": "ALLOW"}, "name": "Global Policy"}
    ]
    row: dict[str, Any] = {
        "@version": "1",
        "application": {
            "display_label": event.application_label,
            "id": event.application_id,
            "name": event.application_name,
            "sso_type": "saml",
            "sso_url": event.sso_url,
        },
        "auth_context": {"auth_methods": {}}
        | ({"policies_applied": allowed} if event.sso_token_success else {}),
        "client_ip": event.client_ip,
        "error_message": event.error_message,
        "event_type": event.event_type,
        "id": event.id,
        "idp_initiated": event.idp_initiated,
        "initiated_by": {"id": event.user_id, "type": "user", "username": event.username},
        "mfa": event.mfa,
        "organization": organization,
        "provider": "",
        "server_timestamp": event.timestamp,
        "service": "sso",
        "sso_token_success": event.sso_token_success,
        "target_resource": {"type": "APPLICATION"},
        "timestamp": event.timestamp,
        "timestamp_source": "server",
    }
    if event.email:
        row["email"] = event.email
    return row
