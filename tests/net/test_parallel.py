import asyncio
from collections.abc import Awaitable, Callable

import pytest

from deskpro_sso_gui.net.parallel import AT_ONCE, several


async def test_at_most_six_run_at_a_time_and_results_keep_their_order() -> None:
    running = most = 0

    def call(number: int) -> Callable[[], Awaitable[int]]:
        async def run() -> int:
            nonlocal running, most
            running += 1
            most = max(most, running)
            for _ in range(20 - number):  # the later ones end first
                await asyncio.sleep(0)
            running -= 1
            return number

        return run

    assert await several(call(number) for number in range(20)) == list(range(20))
    assert most == AT_ONCE == 6


async def test_the_first_error_is_raised_as_it_is_and_what_runs_is_awaited() -> None:
    done: list[int] = []

    def call(number: int) -> Callable[[], Awaitable[None]]:
        async def run() -> None:
            if number == 1:
                raise LookupError(number)
            for _ in range(5):
                await asyncio.sleep(0)
            done.append(number)

        return run

    with pytest.raises(LookupError):
        await several([call(number) for number in range(50)])
    assert sorted(done) == [0, 2, 3, 4, 5]


async def test_no_call_is_no_result() -> None:
    assert await several([]) == []
