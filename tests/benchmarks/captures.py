"""How long ``check --json`` takes over two recordings of 100 MB, and how much memory.

Run as ``python -m tests.benchmarks.captures``. One recording has large bodies, the other small
ones under many headers; both hold a sign-in. Each process is measured as a whole. The target is
to take no longer than a process that does nothing but ``orjson.loads``, and at most the file's
size and 80 MB of memory. Where orjson is not installed, msgspec and Python's own json stand in.
"""

import importlib.util
import json
import os
import random
import statistics
import string
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from tests.support.captures import har, signed_in

SIZE: Final = 100_000_000
EXTRA_MEMORY: Final = 80_000_000
ROOT: Final = Path(__file__).parents[2]
_ROUNDS: Final = 12
_LARGE_BODY: Final = 400_000
_SMALL_BODY: Final = 500
_CODE: Final = 'function go(a) {\n\treturn a < 3 ? "one" : "\u00e9";\n}\n'
_LOADERS: Final = {
    "orjson": "import orjson, sys; orjson.loads(open(sys.argv[1], 'rb').read())",
    "msgspec": "import msgspec, sys; msgspec.json.decode(open(sys.argv[1], 'rb').read())",
    "json": "import json, sys; json.loads(open(sys.argv[1], 'rb').read())",
}


class Cost(NamedTuple):
    """What one process took: seconds by the clock and of the processor, bytes at its peak."""

    wall: float
    processor: float
    memory: int


def _body(length: int, chance: random.Random) -> str:
    """Return as much as a server may answer: scripts, and pictures as base64."""
    if chance.random() < 0.5:
        return "".join(chance.choices(string.ascii_letters + string.digits, k=1000)) * (
            length // 1000
        )
    return (_CODE * (length // len(_CODE) + 1))[:length]


def _entry(number: int, body: int, headers: int, chance: random.Random) -> dict[str, Any]:
    named = [
        {"name": f"x-header-{place}", "value": "".join(chance.choices(string.ascii_letters, k=40))}
        for place in range(headers)
    ]
    return {
        "startedDateTime": "2026-05-04T09:00:00.000Z",
        "time": 12.5,
        "request": {
            "method": "GET",
            "url": f"https://acme.deskpro.com/assets/{number}.js",
            "headers": named[: headers // 2],
            "cookies": [],
        },
        "response": {
            "status": 200,
            "headers": named[headers // 2 :],
            "content": {"mimeType": "text/javascript", "text": _body(body, chance)},
            "redirectURL": "",
        },
    }


def write(path: Path, *, body: int, headers: int) -> None:
    """Write a recording of ``SIZE`` bytes whose entries are alike, with a sign-in in the middle."""
    chance = random.Random(1)  # noqa: S311 - the same file every time
    entries = [json.dumps(one) for one in json.loads(har(signed_in()))["log"]["entries"]]
    written, number = 0, 0
    with path.open("w", encoding="utf-8") as file:
        file.write('{"log": {"version": "1.2", "creator": {"name": "WebInspector"}, "entries": [')
        while written < SIZE:
            text = json.dumps(_entry(number, body, headers, chance), ensure_ascii=False)
            written += file.write(text + ",")
            number += 1
            if entries and written > SIZE // 2:
                written += file.write(",".join(entries) + ",")
                entries = []
        file.write(json.dumps(_entry(number, body, headers, chance)) + "]}}")


def run(arguments: Sequence[str]) -> Cost:
    """Run Python with ``arguments`` and measure the whole process."""
    begin = time.perf_counter()
    with Path(os.devnull).open("wb") as nowhere:
        process = os.posix_spawn(
            sys.executable,
            [sys.executable, *arguments],
            os.environ | {"PYTHONPATH": str(ROOT)},
            file_actions=[(os.POSIX_SPAWN_DUP2, nowhere.fileno(), 1)],
        )
        _, _, used = os.wait4(process, 0)
    return Cost(time.perf_counter() - begin, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)


def measure(commands: dict[str, Sequence[str]]) -> dict[str, Cost]:
    """Run all in turn, again and again, so that what else goes on hits all alike.

    Returns:
        The shortest time, the median of the processor's, and the highest memory.
    """
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(_ROUNDS):
        for name, arguments in commands.items():
            costs[name].append(run(arguments))
    return {
        name: Cost(
            min(cost.wall for cost in found),
            statistics.median(cost.processor for cost in found),
            max(cost.memory for cost in found),
        )
        for name, found in costs.items()
    }


def compare(path: Path, reference: str) -> tuple[list[str], bool]:
    """Measure over one file; return the lines to print and whether both targets are met."""
    size = path.stat().st_size
    commands: dict[str, Sequence[str]] = {
        "check --json": ["-m", "deskpro_sso_gui", "check", "--json", str(path)]
    }
    for loader, code in _LOADERS.items():
        if importlib.util.find_spec(loader) is not None:
            commands[f"{loader} alone"] = ["-c", code, str(path)]
    costs = measure(commands)
    ours = costs["check --json"]
    quick = ours.wall <= costs[f"{reference} alone"].wall
    small = ours.memory <= size + EXTRA_MEMORY
    lines = [f"{path.stem}: {size / 1e6:.0f} MB"]
    lines += (
        f"  {command:16} {cost.wall:6.2f} s (processor {cost.processor:5.2f} s), "
        f"memory: file and {(cost.memory - size) / 1e6:5.0f} MB"
        for command, cost in costs.items()
    )
    lines.append(
        f"  time against {reference} alone: {'met' if quick else 'missed'}, "
        f"memory: {'met' if small else 'missed'}"
    )
    return lines, quick and small


def main() -> int:
    """Print the table; 1 when a target is missed."""
    reference = next(name for name in _LOADERS if importlib.util.find_spec(name) is not None)
    met = True
    with tempfile.TemporaryDirectory() as folder:
        for name, body, headers in (
            ("body-heavy", _LARGE_BODY, 24),
            ("header-heavy", _SMALL_BODY, 40),
        ):
            path = Path(folder) / f"{name}.har"
            write(path, body=body, headers=headers)
            lines, both = compare(path, reference)
            met = met and both
            print("\n".join(lines))  # noqa: T201 - its answer
    return int(not met)


if __name__ == "__main__":
    raise SystemExit(main())
