"""JumpCloud's refusals: one table from answer to Problem (reference/jumpcloud-api.md §1.5)."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final, TypeVar

import msgspec

from deskpro_sso_gui.jumpcloud.purposes import SEE_ORGANIZATIONS, Purpose
from deskpro_sso_gui.net import Response
from deskpro_sso_gui.net.addresses import origin
from deskpro_sso_gui.problems import ProblemCode, ProblemError

_DETAIL_LENGTH: Final = 500
_NO_ORGANIZATION: Final = "no organization selected"
_ORGANIZATION_GONE: Final = "organization not found"
_BLOCKED: Final = re.compile(
    rb"\bip\b.{0,80}\bblocked\b|\bsuspected abuse\b", re.IGNORECASE | re.DOTALL
)

_CODES: Final[Mapping[int, ProblemCode]] = {
    HTTPStatus.UNAUTHORIZED: ProblemCode.KEY_NOT_ACCEPTED,
    HTTPStatus.PAYMENT_REQUIRED: ProblemCode.PLAN_LACKS_FEATURE,
    HTTPStatus.FORBIDDEN: ProblemCode.NOT_PERMITTED,
    HTTPStatus.NOT_FOUND: ProblemCode.NOT_FOUND,
    HTTPStatus.GONE: ProblemCode.NOT_FOUND,
    HTTPStatus.CONFLICT: ProblemCode.ALREADY_THERE,
    HTTPStatus.TOO_MANY_REQUESTS: ProblemCode.TOO_MANY_REQUESTS,
}
"""What a status means; redirects and the server's own faults go by their class."""

_VALUES: Final[Mapping[ProblemCode, tuple[str, ...]]] = {
    ProblemCode.PLAN_LACKS_FEATURE: ("action",),
    ProblemCode.NOT_PERMITTED: ("action",),
    ProblemCode.NOT_FOUND: ("what",),
    ProblemCode.ALREADY_THERE: ("what",),
    ProblemCode.ANSWER_IS_A_WEB_PAGE: ("host", "status"),
    ProblemCode.TOO_MANY_REQUESTS: ("host",),
    ProblemCode.REDIRECT_REFUSED: ("host", "target"),
    ProblemCode.SERVER_FAILED: ("host", "status"),
    ProblemCode.REQUEST_REFUSED: ("host", "status", "detail"),
}
"""What the words of a problem name."""

T = TypeVar("T")


class JumpCloudError(ProblemError):
    """JumpCloud answered, but not with what was asked for.

    Attributes:
        status: of the answer.
        detail: JumpCloud's own words, plain text, at most 500 characters; may be empty.
    """

    def __init__(self, code: ProblemCode, status: int, said: str = "", /, **values: str) -> None:
        """Make the error of ``code``; ``values`` are shown to the admin."""
        super().__init__(code, **values)
        self.status = status
        self.detail = said


def detail(response: Response) -> str:
    """Return an error's own words: ``message``, then ``error``, then the raw text; never HTML."""
    if response.is_web_page:
        return ""
    text = response.body[: 8 * _DETAIL_LENGTH].decode("utf-8", "replace")
    try:
        body = msgspec.json.decode(response.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        body = None
    if isinstance(body, dict):
        said = (body.get("message"), body.get("error"))
        text = next((each for each in said if isinstance(each, str) and each.strip()), text)
    printable = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(printable.split())[:_DETAIL_LENGTH]


def refusal(response: Response, purpose: Purpose) -> JumpCloudError:
    """Return what an answer that is no success means."""
    status, host, words = response.status, response.host, detail(response)
    code = _code(response, words)
    known = {
        "host": host,
        "status": str(status),
        "detail": words or _phrase(status),
        "action": purpose.action,
        # a chosen organisation that is gone, whatever was asked of it (reference §1.4)
        "what": SEE_ORGANIZATIONS.what if _ORGANIZATION_GONE in words.lower() else purpose.what,
        "target": origin(response.redirect) or host,
    }
    shown = {name: known[name] for name in _VALUES.get(code, ())}
    return JumpCloudError(code, status, words, **shown)


def _code(response: Response, words: str) -> ProblemCode:
    status = response.status
    if status == HTTPStatus.UNAUTHORIZED and _NO_ORGANIZATION in words.lower():
        return ProblemCode.ORGANIZATION_NOT_CHOSEN
    if status == HTTPStatus.FORBIDDEN and _BLOCKED.search(response.body[: 64 * 1024]):
        return ProblemCode.ADDRESS_BLOCKED
    if status == HTTPStatus.FORBIDDEN and response.is_web_page:
        return ProblemCode.ANSWER_IS_A_WEB_PAGE  # JumpCloud says in JSON what a key may not do
    if 300 <= status < 400:  # noqa: PLR2004 - redirects, RFC 9110 §15.4
        return ProblemCode.REDIRECT_REFUSED
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return ProblemCode.SERVER_FAILED
    return _CODES.get(status, ProblemCode.REQUEST_REFUSED)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def decoded(response: Response, kind: type[T]) -> T:
    """Return the body of a success as ``kind``; fields it does not have are left out.

    Raises:
        JumpCloudError: it is something else (``ANSWER_IS_A_WEB_PAGE``, ``ANSWER_NOT_UNDERSTOOD``).
    """
    try:
        return msgspec.json.decode(response.body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise not_understood(response) from error


def not_understood(response: Response) -> JumpCloudError:
    """Return the error for a success that can't be read."""
    status, host = response.status, response.host
    if response.is_web_page:
        page = ProblemCode.ANSWER_IS_A_WEB_PAGE
        return JumpCloudError(page, status, host=host, status=str(status))
    return JumpCloudError(ProblemCode.ANSWER_NOT_UNDERSTOOD, status, host=host)
