"""JumpCloud's three ways to say which records are wanted.

API v1 takes ``filter=field:$eq:value`` and indexed forms of it, API v2 ``filter=field:eq:value``,
and the search calls take objects in their body (jumpcloud-api.md §1.7 and §2.3). Values are text,
compared with case; booleans are written ``true`` and ``false``.
"""

import fnmatch
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from deskpro_sso_gui.practice.jumpcloud.errors import ApiError, bad_request

Record = Mapping[str, Any]
Predicate = Callable[[Record], bool]
Test = Callable[[str, str], bool]


def everything(record: Record) -> bool:  # noqa: ARG001 - a predicate
    """Accept every record."""
    return True


def field_text(record: Record, path: str) -> str:
    """Return the field at ``path`` (dots lead inside) as the text that filters compare."""
    value: Any = record
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def v1_filter(query: Iterable[tuple[str, str]]) -> Predicate:
    """Read ``filter``, ``filter[0]`` …, ``filter[and][0]`` … and ``filter[or][0]`` … of API v1.

    Raises:
        ApiError: 400, a filter that is not ``field:$operator:value``.
    """
    every: list[Predicate] = []
    some: list[Predicate] = []
    for name, value in query:
        if re.fullmatch(r"filter(\[(and\]\[)?\d*\])?", name):
            every.append(_v1_expression(value))
        elif re.fullmatch(r"filter\[or\]\[\d*\]", name):
            some.append(_v1_expression(value))
    return _all_and_any(every, some)


def v2_filter(query: Iterable[tuple[str, str]]) -> Predicate:
    """Read the repeatable ``filter=field:operator:value`` of API v2; all must hold.

    Raises:
        ApiError: 400, a filter that is not of this form.
    """
    return _all_and_any([_v2_expression(value) for name, value in query if name == "filter"], [])


def search_filter(body: Mapping[str, Any]) -> Predicate:
    """Read ``filter`` and ``searchFilter`` of a search call's body.

    Raises:
        ApiError: 400, one of them has another shape.
    """
    return _all_and_any(
        [_search_expressions(body.get("filter")), _search_terms(body.get("searchFilter"))], []
    )


def _all_and_any(every: Sequence[Predicate], some: Sequence[Predicate]) -> Predicate:
    def accepts(record: Record) -> bool:
        return all(test(record) for test in every) and (
            not some or any(test(record) for test in some)
        )

    return accepts


def _ordered(left: str, right: str) -> int:
    """Compare as numbers where both are, else as text: -1, 0 or 1."""
    try:
        first: float | str = float(left)
        second: float | str = float(right)
    except ValueError:
        first, second = left, right
    return (first > second) - (first < second)  # type: ignore[operator] # both of one kind


_V1_OPERATORS: Final[Mapping[str, Test]] = {
    "$eq": lambda found, wanted: found == wanted,
    "$ne": lambda found, wanted: found != wanted,
    "$gt": lambda found, wanted: _ordered(found, wanted) > 0,
    "$gte": lambda found, wanted: _ordered(found, wanted) >= 0,
    "$lt": lambda found, wanted: _ordered(found, wanted) < 0,
    "$lte": lambda found, wanted: _ordered(found, wanted) <= 0,
    "$in": lambda found, wanted: found in wanted.split("|"),
}


def _matches_wild_card(found: str, wanted: str) -> bool:
    # Only the star is a wild card; fnmatch's other signs are taken literally.
    return fnmatch.fnmatchcase(found, re.sub(r"([\[?])", r"[\1]", wanted))


def _between(found: str, wanted: str) -> bool:
    low, _, high = wanted.partition("|")
    return _ordered(found, low) >= 0 and _ordered(found, high) <= 0


_V2_OPERATORS: Final[Mapping[str, Test]] = {
    "eq": _matches_wild_card,
    "ne": lambda found, wanted: not _matches_wild_card(found, wanted),
    "gt": _V1_OPERATORS["$gt"],
    "ge": _V1_OPERATORS["$gte"],
    "lt": _V1_OPERATORS["$lt"],
    "le": _V1_OPERATORS["$lte"],
    "between": _between,
    "search": lambda found, wanted: wanted.casefold() in found.casefold(),
    "in": lambda found, wanted: found in wanted.split("|"),
}


def _v1_expression(text: str) -> Predicate:
    return _expression(text, _V1_OPERATORS)


def _v2_expression(text: str) -> Predicate:
    return _expression(text, _V2_OPERATORS)


def _expression(text: str, operators: Mapping[str, Test]) -> Predicate:
    field, _, rest = text.partition(":")
    operator, separator, wanted = rest.partition(":")
    test = operators.get(operator)
    if not field or not separator or test is None:
        raise bad_request("invalid filter")
    return lambda record: test(field_text(record, field), wanted)


def _search_expressions(given: Any) -> Predicate:
    """``[{"email": …}]`` and ``{"and": […]}`` mean all, ``{"or": […]}`` means any."""
    match given:
        case None:
            return everything
        case list():
            return _all_and_any([_equalities(part) for part in given], [])
        case {"or": list(parts)} if len(given) == 1:
            return _all_and_any([], [_equalities(part) for part in parts])
        case {"and": list(parts)} if len(given) == 1:
            return _all_and_any([_equalities(part) for part in parts], [])
        case dict():
            return _equalities(given)
    raise _bad_search()


def _equalities(given: Any) -> Predicate:
    if not isinstance(given, dict) or not all(
        isinstance(value, str | bool | int) for value in given.values()
    ):
        raise _bad_search()
    wanted = {field: field_text({"value": value}, "value") for field, value in given.items()}
    return lambda record: all(field_text(record, field) == text for field, text in wanted.items())


def _search_terms(given: Any) -> Predicate:
    if given is None:
        return everything
    if not isinstance(given, dict):
        raise _bad_search()
    term = given.get("searchTerm")
    folded = [text.casefold() for text in _texts([term] if isinstance(term, str) else term)]
    fields = _texts(given.get("fields"))
    return lambda record: any(
        term in field_text(record, field).casefold() for field in fields for term in folded
    )


def _texts(given: Any) -> list[str]:
    if not isinstance(given, list) or not all(isinstance(item, str) for item in given):
        raise _bad_search()
    return given


def _bad_search() -> ApiError:
    return ApiError(400, {"message": "Bad Request: invalid search"})
