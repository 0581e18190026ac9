"""How long the window does not answer while a person goes from page to page.

Run as ``python -m tests.benchmarks.page_change``, with a screen. The set-up is done to the end and
both products answer from a process of their own. The first page is read for as long as it takes to
build the others ahead; how long one step of that blocks the window, which has rested by then, is
told beside it. Clicks on *Back* lead from the last page to the
first, a click on the last in the list begins anew, ten times. A timer ticks every millisecond in
the GUI's loop; a page change's block is the longest gap between two ticks until it is painted.
The target is less than 16 ms for 99 of 100, first visits included. An idle window is measured in
the same way beside it.
"""

from typing import Final

from PySide6.QtWidgets import QPushButton

from deskpro_sso_gui.setup.stages import STAGES
from deskpro_sso_gui.ui.window import Window
from tests.benchmarks.groups_in_the_window import Block, Gaps, percentile
from tests.support.full_window import with_full_window
from tests.support.window import click, settled

TARGET_MS: Final = 16.0
ROUNDS: Final = 10


class _Blocks:
    def __init__(self) -> None:
        self.first: list[Block] = []
        self.again: list[Block] = []
        self.idle: list[Block] = []
        self.ahead: list[Block] = []


async def _go_through(window: Window, blocks: _Blocks) -> None:
    view = window.setup_view
    assert view is not None
    await settled(window)
    gaps = Gaps()
    while not view.ahead.finished:
        blocks.ahead.append(await gaps.of(lambda: None))
    for number in range(ROUNDS):
        for stage in reversed(STAGES):
            button: QPushButton = view.back_button
            if stage is STAGES[-1]:
                if not number:
                    continue  # it is shown already
                button = view.stages.items[stage.id]
            block = await gaps.of(lambda button=button: click(button))  # type: ignore[misc]
            assert view.page is not None
            assert view.page.stage == stage.id
            (blocks.again if number else blocks.first).append(block)
            await settled(window)
            blocks.idle.append(await gaps.of(lambda: None))


def _told(name: str, blocks: list[Block]) -> None:
    for words, gaps in (
        ("", [each.clock for each in blocks]),
        (", own", [each.own for each in blocks]),
    ):
        print(  # noqa: T201 - its answer
            f"{name + words:<24} p50 {percentile(gaps, 0.5):5.1f} ms   p99 "
            f"{percentile(gaps, 0.99):5.1f} ms   longest {max(gaps):5.1f} ms   of {len(gaps)}"
        )


def main() -> int:
    """Print the distributions; 1 when the target is missed."""
    blocks = _Blocks()

    async def story(window: Window) -> None:
        await _go_through(window, blocks)

    with_full_window(story)
    _told("idle window", blocks.idle)
    _told("building ahead", blocks.ahead)
    _told("first visits", blocks.first)
    _told("visits after that", blocks.again)
    both = blocks.first + blocks.again
    found = percentile([each.clock for each in both], 0.99)
    if percentile([each.clock for each in blocks.idle], 0.99) >= TARGET_MS:
        print("the machine is too busy: even an idle window misses it; judged by own time")  # noqa: T201
        found = percentile([each.own for each in both], 0.99)
    missed = found >= TARGET_MS
    print(f"p99 under {TARGET_MS:g} ms: {'missed' if missed else 'met'}")  # noqa: T201 - its answer
    return int(missed)


if __name__ == "__main__":
    raise SystemExit(main())
