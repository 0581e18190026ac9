"""Cutting a list of records into the pages that JumpCloud answers with (jumpcloud-api.md §1.7)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any, Final, TypeVar

import msgspec
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from deskpro_sso_gui.practice.jumpcloud.errors import bad_request
from deskpro_sso_gui.practice.jumpcloud.filters import Predicate, v1_filter, v2_filter

DEFAULT_LIMIT: Final = 10
MAX_LIMIT: Final = 100

Record = Mapping[str, Any]
T = TypeVar("T")


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """Which part of a list is asked for.

    Attributes:
        limit: at most so many records.
        skip: so many are passed over.
        sort: field names, the first counts most; ``-`` before a name turns its order round.
        fields: which fields of each record; empty means all.
    """

    limit: int = DEFAULT_LIMIT
    skip: int = 0
    sort: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


def json_response(
    value: Any, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Answer with JSON, marked as JumpCloud marks it."""
    return Response(
        msgspec.json.encode(value),
        status_code=status,
        media_type="application/json; charset=utf-8",
        headers={"Cache-Control": "no-store"} | dict(headers or {}),
    )


def v1_window(query: QueryParams, *, default_sort: str = "") -> Window:
    """Read ``limit``, ``skip``, ``sort`` and ``fields`` of API v1: lists are space separated.

    Raises:
        ApiError: 400, a number is none.
    """
    return Window(
        limit=limit_of(query.get("limit")),
        skip=skip_of(query.get("skip")),
        sort=tuple(query.get("sort", default_sort).split()),
        fields=tuple(query.get("fields", "").split()),
    )


def v1_page(request: Request, records: Iterable[Record], *, default_sort: str = "") -> Response:
    """Answer a v1 list call with ``{"totalCount", "results"}``.

    Raises:
        ApiError: 400, the query can't be read.
    """
    window = v1_window(request.query_params, default_sort=default_sort)
    wanted = v1_filter(request.query_params.multi_items())
    return v1_answer(records, wanted, window)


def v1_answer(records: Iterable[Record], wanted: Predicate, window: Window) -> Response:
    """Answer with the ``wanted`` records in ``window``, in the shape of API v1."""
    found = [record for record in records if wanted(record)]
    results = _cut(found, window, always=("_id",))
    return json_response({"totalCount": len(found), "results": results})


def v2_page(request: Request, records: Iterable[Record]) -> Response:
    """Answer a v2 list call with a bare array, its size before paging in ``x-total-count``.

    Raises:
        ApiError: 400, the query can't be read.
    """
    query = request.query_params
    window = Window(
        limit=limit_of(query.get("limit")),
        skip=skip_of(query.get("skip")),
        sort=_comma_separated(query.get("sort", "")),
        fields=_comma_separated(query.get("fields", "")),
    )
    wanted = v2_filter(query.multi_items())
    everything = list(records)
    found = [record for record in everything if wanted(record)]
    headers = {"x-total-count": str(len(found))}
    if request.headers.get("x-unfiltered-total-count"):
        headers["x-unfiltered-total-count"] = str(len(everything))
    return json_response(_cut(found, window, always=("id",)), headers=headers)


def v2_long_page(
    request: Request,
    objects: Iterable[T],
    to_json: Callable[[T], Record],
    *,
    named_alike: frozenset[str],
) -> Response:
    """Answer as ``v2_page``, but make a record of what is on the page alone where that will do.

    A list of ten thousand is asked for a hundred times, and JumpCloud answers each time at once.

    Args:
        request: the request.
        objects: what the list is of.
        to_json: makes the record of an object.
        named_alike: fields that an object has under the same name, as text.

    Raises:
        ApiError: 400, the query can't be read.
    """
    query = request.query_params
    sort = _comma_separated(query.get("sort", ""))
    plain = not query.getlist("filter") and not query.get("fields")
    if not plain or not {name.removeprefix("-") for name in sort} <= named_alike:
        return v2_page(request, [to_json(each) for each in objects])
    ordered = list(objects)
    for name in reversed(sort):
        field = name.removeprefix("-")
        ordered.sort(key=attrgetter(field), reverse=name != field)
    skip, limit = skip_of(query.get("skip")), limit_of(query.get("limit"))
    count = str(len(ordered))
    headers = {"x-total-count": count}
    if request.headers.get("x-unfiltered-total-count"):
        headers["x-unfiltered-total-count"] = count
    page = [dict(to_json(each)) for each in ordered[skip : skip + limit]]
    return json_response(page, headers=headers)


def limit_of(text: str | int | None) -> int:
    """Read a page size; more than 100 gives 100.

    Raises:
        ApiError: 400, not a positive number.
    """
    return min(_number(text, DEFAULT_LIMIT, least=1), MAX_LIMIT)


def skip_of(text: str | int | None) -> int:
    """Read an offset.

    Raises:
        ApiError: 400, not a number from 0 on.
    """
    return _number(text, 0, least=0)


def _number(text: str | int | None, default: int, *, least: int) -> int:
    if text is None or text == "":
        return default
    try:
        number = int(text)
    except ValueError:
        raise bad_request("invalid limit or skip") from None
    if number < least:
        raise bad_request("invalid limit or skip")
    return number


def _comma_separated(text: str) -> tuple[str, ...]:
    return tuple(part for part in (part.strip() for part in text.split(",")) if part)


def _cut(
    records: Sequence[Record], window: Window, *, always: tuple[str, ...]
) -> list[dict[str, Any]]:
    ordered = list(records)
    for name in reversed(window.sort):
        field = name.removeprefix("-")
        ordered.sort(key=lambda record: _sort_key(record.get(field)), reverse=name != field)
    page = ordered[window.skip : window.skip + window.limit]
    if not window.fields:
        return [dict(record) for record in page]
    kept = {*always, *window.fields}
    return [{key: value for key, value in record.items() if key in kept} for record in page]


def _sort_key(value: Any) -> tuple[bool, str]:
    return (value is not None, str(value))
