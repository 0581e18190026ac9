"""How long ``check --help`` takes against importing argparse alone.

Run as ``python -m tests.benchmarks.help``. The target is at most twice as long, as a whole process.
"""

from typing import Final

from tests.benchmarks.captures import measure

MOST: Final = 2.0


def main() -> int:
    """Print the ratio; 1 when the target is missed."""
    costs = measure(
        {
            "check --help": ["-m", "deskpro_sso_gui", "check", "--help"],
            "argparse alone": ["-c", "import argparse"],
        }
    )
    ratio = costs["check --help"].wall / costs["argparse alone"].wall
    for command, cost in costs.items():
        print(f"{command:16} {cost.wall * 1000:5.1f} ms")  # noqa: T201 - its answer
    verdict = "met" if ratio <= MOST else "missed"
    print(f"ratio {ratio:.2f}, at most {MOST:.0f}: {verdict}")  # noqa: T201 - its answer
    return int(ratio > MOST)


if __name__ == "__main__":
    raise SystemExit(main())
