"""Small facts of recorded HTTP messages: headers, dates, cookies."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeAlias

from deskpro_sso_gui.saml.conversation import SetCookie

Headers: TypeAlias = Sequence[tuple[str, str]]
"""Names in small letters, and values."""

_MONTHS: Final = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
# the one form that senders use today (RFC 9110 §5.6.7)
_HTTP_DATE: Final = re.compile(
    r"\s*[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT\s*"
)


def headers(found: Any) -> Headers:
    """Read a list of headers: objects of name and value, or pairs as old SAML-tracers wrote."""
    return tuple(_headers(found)) if isinstance(found, list) else ()


def _headers(found: list[Any]) -> Iterator[tuple[str, str]]:
    for one in found:
        pair = (one.get("name"), one.get("value")) if isinstance(one, dict) else one
        match pair:
            case (str(name), str(value)) | [str(name), str(value)]:
                yield name.lower(), value


def header(found: Headers, name: str) -> str:
    """Return the first value of a header, empty where there is none."""
    return next((value for known, value in found if known == name), "")


def http_date(text: str) -> datetime | None:
    """Read a ``Date`` header."""
    match = _HTTP_DATE.fullmatch(text)
    if match is None or match[2] not in _MONTHS:
        return None
    day, month, year, hour, minute, second = match.groups()
    try:
        return datetime(
            int(year),
            _MONTHS.index(month) + 1,
            int(day),
            int(hour),
            int(minute),
            int(second),
            tzinfo=UTC,
        )
    except ValueError:
        return None


def moment(text: str) -> datetime | None:
    """Read an ISO 8601 time; one without a zone says nothing that could be compared."""
    try:
        found = datetime.fromisoformat(text.strip())
        return found.astimezone(UTC) if found.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def later(begin: datetime | None, milliseconds: object) -> datetime | None:
    """Return the time so many milliseconds after ``begin``."""
    if begin is None or not isinstance(milliseconds, (int, float)) or milliseconds < 0:
        return begin
    try:
        return begin + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return begin


def cookies_sent(found: Headers) -> tuple[str, ...]:
    """Return the names of the cookies that a request carried."""
    values = (value for name, value in found if name == "cookie")
    pairs = (pair.partition("=") for value in values for pair in value.split(";"))
    return tuple(name.strip() for name, separator, _ in pairs if separator and name.strip())


def cookies_set(found: Headers) -> tuple[SetCookie, ...]:
    """Return the cookies that an answer set; recordings put several on lines of one header."""
    values = (value for name, value in found if name == "set-cookie")
    return tuple(_cookie(line) for value in values for line in value.split("\n") if "=" in line)


def _cookie(line: str) -> SetCookie:
    pair, *attributes = line.split(";")
    known = {
        name.strip().lower(): value.strip()
        for name, _, value in (attribute.partition("=") for attribute in attributes)
    }
    return SetCookie(
        name=pair.partition("=")[0].strip(),
        same_site=known.get("samesite", "").lower(),
        secure="secure" in known,
    )
