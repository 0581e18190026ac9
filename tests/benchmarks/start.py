"""How long the program takes to its first page, and how much memory, against a bare window.

Run as ``python -m tests.benchmarks.start``, with a screen. The floor (``floor``) and the program
(``first_paint``) are started in turn, the program with a home without saved set-ups and with one
that has ten. Each tells the moment it was painted; the time begins before its process does. The
targets are those of the medians: at most 1.3 times the floor's time and 1.4 times its peak memory.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple
from uuid import uuid4

from msgspec.structs import replace

from deskpro_sso_gui.storage.folders import folders
from deskpro_sso_gui.storage.setups import SetupStore
from tests.support.records import new_record
from tests.support.window import start_screen

MOST_TIME: Final = 1.3
MOST_MEMORY: Final = 1.4
RUNS: Final = 12
WARM_UPS: Final = 2
SETUPS: Final = 10
_WAIT_SECONDS: Final = 60


class Cost(NamedTuple):
    """What one start took until the window was painted.

    Attributes:
        wall: seconds by the clock, from before the process began.
        own: seconds the process computed, whatever else the machine was doing.
        peak: the most memory it had, in bytes.
    """

    wall: float
    own: float
    peak: float


def _started(module: str, home: Path, language: str) -> Cost:
    environment = {
        **os.environ,
        "HOME": str(home),
        "DESKPRO_SSO_LANGUAGE": language,
        **{f"XDG_{kind}_HOME": str(home) for kind in ("DATA", "CONFIG", "STATE", "CACHE")},
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled already
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", f"tests.benchmarks.{module}"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
        timeout=_WAIT_SECONDS,
    )
    moment, own, peak = map(float, done.stdout.split())
    return Cost(moment - begun, own, peak)


def _save_setups(home: Path) -> None:
    os.environ |= {f"XDG_{kind}_HOME": str(home) for kind in ("DATA", "CONFIG", "STATE", "CACHE")}
    store = SetupStore(folders(practice=False).setups)
    for number in range(SETUPS):
        store.save(replace(new_record(), id=uuid4().hex, name=f"help{number}.example.com"))


def _measured(contestants: Mapping[str, tuple[str, Path, str]]) -> dict[str, Cost]:
    """Start each in turn, and return the medians."""
    costs: dict[str, list[Cost]] = {name: [] for name in contestants}
    for turn in range(WARM_UPS + RUNS):
        for name, contestant in contestants.items():
            cost = _started(*contestant)
            if turn >= WARM_UPS:
                costs[name].append(cost)
    return {
        name: Cost(*(median(values) for values in zip(*each, strict=True)))
        for name, each in costs.items()
    }


def _judged(name: str, cost: Cost, floor: Cost) -> bool:
    """Print a line for ``cost``; say whether it is within what is allowed."""
    time_ratio, own_ratio = cost.wall / floor.wall, cost.own / floor.own
    memory_ratio = cost.peak / floor.peak
    print(  # noqa: T201 - its answer
        f"{name:<28} {cost.wall * 1000:6.0f} ms ({time_ratio:4.2f} x)   own "
        f"{cost.own * 1000:6.0f} ms ({own_ratio:4.2f} x)   {cost.peak / 1e6:5.1f} MB "
        f"({memory_ratio:4.2f} x)"
    )
    return time_ratio <= MOST_TIME and memory_ratio <= MOST_MEMORY


def main() -> int:
    """Print a line for each; 1 when a target is missed."""
    with tempfile.TemporaryDirectory() as name, contextmanager(start_screen)():
        empty, full = Path(name, "empty"), Path(name, "full")
        _save_setups(full)
        costs = _measured(
            {
                "floor: a label": ("floor", empty, "en"),
                "nothing saved": ("first_paint", empty, "en"),
                f"{SETUPS} set-ups saved": ("first_paint", full, "en"),
                "nothing saved, in German": ("first_paint", empty, "de"),
            }
        )
    floor = next(iter(costs.values()))
    judged = [_judged(name, cost, floor) for name, cost in costs.items()]
    met = all(judged)
    verdict = "met" if met else "missed"
    print(f"at most {MOST_TIME} x the time, {MOST_MEMORY} x the memory: {verdict}")  # noqa: T201
    return int(not met)


if __name__ == "__main__":
    raise SystemExit(main())
