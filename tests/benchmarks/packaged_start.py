"""How long the window takes from the packaged program, compared with the source.

``python -m tests.benchmarks.packaged_start [PROGRAM]``: the program of ``build/frozen`` by default.
Both are started in turn, on the same screen, until their window shows something; the ratio of the
medians is what counts, for both meet the same noise. Packaged it may take 1.3 times as long.
"""

# ruff: noqa: T201 - it is run for what it prints

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
PROGRAM: Final = ROOT / "build" / "frozen" / "deskpro-sso-gui" / "deskpro-sso-gui"
MOST: Final = 1.3
ROUNDS: Final = 15
_LOOK_S: Final = 0.002
_LIMIT_S: Final = 120.0


def seconds_until_shown(command: Sequence[str], home: Path) -> float:
    """Return how long the window of ``command`` takes to be there, in seconds.

    It is there when its first picture is: only then does the program begin its log.
    """
    log = home / "state"
    environment = {
        **os.environ,
        "HOME": str(home),
        **{f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("DATA", "CONFIG", "CACHE")},
        "XDG_STATE_HOME": str(log),
    }
    began = time.perf_counter()
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while not any(log.rglob("*.log")):
            if process.poll() is not None or time.perf_counter() - began > _LIMIT_S:
                raise SystemExit(f"{command[0]} showed no window")
            time.sleep(_LOOK_S)
        return time.perf_counter() - began
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(_LIMIT_S)


def main() -> int:
    """Measure, print, and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", nargs="?", type=Path, default=PROGRAM)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    commands = {
        "source": [sys.executable, "-m", "deskpro_sso_gui"],
        "packaged": [str(options.program.resolve())],
    }
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(options.rounds + 1):
        for name, command in commands.items():
            with tempfile.TemporaryDirectory() as home:
                seconds = seconds_until_shown(command, Path(home))
            if number:  # the first of each fills the system's cache
                taken[name].append(seconds)
    medians = {name: statistics.median(each) for name, each in taken.items()}
    for name, each in taken.items():
        print(f"{name:9} median {medians[name] * 1000:5.0f} ms, fastest {min(each) * 1000:5.0f} ms")
    ratio = medians["packaged"] / medians["source"]
    print(f"packaged / source: {ratio:.2f} (at most {MOST})")
    return 0 if ratio <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
