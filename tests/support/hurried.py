"""Time for the tasks that is not waited for: what they sleep has passed at once.

"Not there" is believed after 45 seconds, and a matrix of hundreds of cases can't wait for them.
"""

import asyncio
import contextlib
import sys
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from unittest.mock import patch

from deskpro_sso_gui.tasks.services import Services

_WHOSE: Final = "deskpro_sso_gui.tasks"


async def _nothing() -> None:
    pass


@contextlib.contextmanager
def hurried(slept: Callable[[], Awaitable[None]] = _nothing) -> Iterator[None]:
    """Let what a task sleeps pass at once, on the clock of its services too.

    Args:
        slept: awaited each time, for what goes on elsewhere meanwhile.
    """
    ahead = timedelta()
    sleep = asyncio.sleep
    begin = Services.__init__

    async def pass_by(delay: float) -> None:
        nonlocal ahead
        ahead += timedelta(seconds=delay)
        await slept()

    def asked(delay: float, result: Any = None) -> Coroutine[Any, Any, Any]:
        caller = str(sys._getframe(1).f_globals.get("__name__"))
        ours = delay > 0 and caller.startswith(_WHOSE)
        return pass_by(delay) if ours else sleep(delay, result)

    def begun(self: Services, **options: Any) -> None:
        begin(self, **({"clock": lambda: datetime.now(UTC) + ahead} | options))

    with patch.object(asyncio, "sleep", asked), patch.object(Services, "__init__", begun):
        yield
