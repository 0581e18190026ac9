"""How long the client takes to list ten thousand groups against a bare httpx script.

Run as ``python -m tests.benchmarks.groups_listed``. Both read the same sandbox, a process of its
own that holds back each answer by 50 ms, over at most six connections: the first page, which tells
how many there are, then the others six at a time. The script does nothing but decode the JSON. They
take turns, and medians are compared. The target is at most 1.3 times the script's time.
"""

import asyncio
import itertools
import statistics
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final

import httpx

from deskpro_sso_gui.credentials.secret import Secret
from deskpro_sso_gui.jumpcloud.client import JumpCloud
from deskpro_sso_gui.jumpcloud.credential import ApiKey
from deskpro_sso_gui.jumpcloud.endpoints import Endpoints
from deskpro_sso_gui.net.transport import Http
from deskpro_sso_gui.practice.child import SandboxAddress, start_sandbox

GROUPS: Final = 10_000
LATENCY_MS: Final = 50
MOST: Final = 1.3
_CONNECTIONS: Final = 6
_PAGE: Final = 100
_ROUNDS: Final = 7


async def _bare(sandbox: SandboxAddress) -> int:
    """List the groups as a script would."""
    limits = httpx.Limits(max_connections=_CONNECTIONS)
    async with httpx.AsyncClient(
        base_url=f"{sandbox.jumpcloud}/api/v2",
        headers={"x-api-key": sandbox.api_key},
        limits=limits,
        timeout=30,
        trust_env=False,
    ) as client:

        async def page(skip: int) -> tuple[list[Any], int]:
            query: dict[str, str | int] = {"sort": "name", "limit": _PAGE, "skip": skip}
            answer = await client.get("/usergroups", params=query)
            answer.raise_for_status()
            return answer.json(), int(answer.headers["x-total-count"])

        groups, total = await page(0)
        skips = itertools.count(_PAGE, _PAGE)

        async def worker() -> None:
            while (skip := next(skips)) < total:
                groups.extend((await page(skip))[0])

        await asyncio.gather(*(worker() for _ in range(_CONNECTIONS)))
    return len({each["id"] for each in groups})


async def _ours(sandbox: SandboxAddress) -> int:
    """List the groups as the program does, with a connection pool as new as the script's."""
    http = Http()
    client = JumpCloud(
        http, Endpoints.for_loopback(sandbox.jumpcloud), ApiKey(Secret(sandbox.api_key))
    )
    try:
        return len(await client.groups())
    finally:
        await http.aclose()


async def _seconds(work: Callable[[SandboxAddress], Awaitable[int]], at: SandboxAddress) -> float:
    begun = time.perf_counter()
    found = await work(at)
    taken = time.perf_counter() - begun
    if found != GROUPS:
        raise SystemExit(f"{found} groups were listed, {GROUPS} are there")
    return taken


async def _measure() -> tuple[list[float], list[float]]:
    options = ["--groups", str(GROUPS), "--latency", str(LATENCY_MS)]
    ours: list[float] = []
    bare: list[float] = []
    async with await start_sandbox(state=None, extra=options) as child:
        for number in range(_ROUNDS + 1):
            taken = await _seconds(_ours, child.address), await _seconds(_bare, child.address)
            if number:  # the first round imports and warms up
                ours.append(taken[0])
                bare.append(taken[1])
    return ours, bare


def main() -> int:
    """Print both times and their ratio; 1 when the target is missed."""
    ours, bare = asyncio.run(_measure())
    for name, taken in (("client.groups()", ours), ("bare httpx", bare)):
        median, least = statistics.median(taken), min(taken)
        print(f"{name:<16} median {median:6.2f} s   least {least:6.2f} s")  # noqa: T201 - its answer
    ratio = statistics.median(ours) / statistics.median(bare)
    verdict = "met" if ratio <= MOST else "missed"
    print(f"ratio {ratio:.2f}, at most {MOST}: {verdict}")  # noqa: T201 - its answer
    return int(ratio > MOST)


if __name__ == "__main__":
    raise SystemExit(main())
