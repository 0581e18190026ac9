"""Several calls at a time, ending in one result or in one error."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Final, TypeVar, cast

AT_ONCE: Final = 6
"""Calls under way to one server at any time."""

T = TypeVar("T")
U = TypeVar("U")


async def several(calls: Iterable[Callable[[], Awaitable[T]]]) -> list[T]:
    """Make the calls, at most six at a time, and return their results in order.

    After a failure no further call begins, those under way are awaited, and the first error is
    raised as it is: a write that has left is not given up because another failed.
    """
    queue = enumerate(calls)
    results: dict[int, T] = {}
    errors: list[Exception] = []

    async def work() -> None:
        for index, call in queue:
            try:
                results[index] = await call()
            except Exception as error:  # noqa: BLE001 - raised below, as the one error
                errors.append(error)
            if errors:
                return

    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(work())
    if errors:
        raise errors[0]
    return [results[index] for index in sorted(results)]


async def both(
    first: Callable[[], Awaitable[T]], second: Callable[[], Awaitable[U]]
) -> tuple[T, U]:
    """Make two calls at once and return both results; a failure is as for ``several``."""
    calls: list[Callable[[], Awaitable[object]]] = [first, second]
    one, other = await several(calls)
    return cast("T", one), cast("U", other)
