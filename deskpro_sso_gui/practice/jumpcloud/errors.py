"""JumpCloud's error answers, in the several shapes it has (jumpcloud-api.md §1.5)."""

from typing import Any


class ApiError(Exception):
    """A call ends in an error answer.

    Attributes:
        status: the HTTP status.
        body: what is sent as JSON; ``None`` sends an empty body.
        headers: sent along.
    """

    def __init__(
        self, status: int, body: dict[str, Any] | None, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(status)
        self.status = status
        self.body = body
        self.headers = headers or {}


def bad_application(reason: str) -> ApiError:
    """400 as ``/api/applications`` words it."""
    return ApiError(400, {"status": 400, "error": reason})


def bad_request(reason: str) -> ApiError:
    """400 in the shape of API v2."""
    return ApiError(400, {"error": "INVALID_ARGUMENT", "message": reason})


def unauthorized(reason: str) -> ApiError:
    """401, the key or the organisation is missing or wrong."""
    if reason == "no organization selected":
        return ApiError(401, {"message": f"Unauthorized: {reason}"})
    return ApiError(401, {"error": "Unauthorized", "message": f"Unauthorized: {reason}"})


def forbidden() -> ApiError:
    """403, the key's role or the header does not fit the call."""
    return ApiError(403, {"message": "Forbidden"})


def not_found() -> ApiError:
    """404, an unknown id, or a link to remove that is not there."""
    return ApiError(404, {"message": "Not Found"})


def already_exists() -> ApiError:
    """409, a link to add that is there already."""
    return ApiError(409, {"message": "Already Exists"})


def unavailable() -> ApiError:
    """503, with nothing in it."""
    return ApiError(503, None)
