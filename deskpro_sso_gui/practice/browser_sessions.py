"""Browser sessions and other short-lived facts, kept in memory under unguessable tokens."""

import secrets
import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Tokens(Generic[T]):
    """Values by token, forgotten after ``lifetime`` seconds.

    At most ``limit`` are kept: a further one drives out the oldest.
    """

    def __init__(
        self, lifetime: float, limit: int = 1000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._lifetime = lifetime
        self._limit = limit
        self._clock = clock
        self._kept: dict[str, tuple[float, T]] = {}

    def issue(self, value: T) -> str:
        """Keep ``value`` and return the new token it is found by."""
        token = secrets.token_urlsafe(24)
        self.keep(token, value)
        return token

    def keep(self, token: str, value: T) -> None:
        """Keep ``value`` under a ``token`` that the caller chose."""
        self._forget_old()
        while len(self._kept) >= self._limit:
            del self._kept[next(iter(self._kept))]
        self._kept[token] = (self._clock() + self._lifetime, value)

    def get(self, token: str | None) -> T | None:
        """Return what ``token`` stands for, or nothing when it is unknown or too old."""
        self._forget_old()
        found = self._kept.get(token) if token else None
        return None if found is None else found[1]

    def take(self, token: str | None) -> T | None:
        """Return what ``token`` stands for and forget it: it works once."""
        value = self.get(token)
        if value is not None and token:
            del self._kept[token]
        return value

    def _forget_old(self) -> None:
        now = self._clock()
        for token in [token for token, (until, _) in self._kept.items() if until <= now]:
            del self._kept[token]
