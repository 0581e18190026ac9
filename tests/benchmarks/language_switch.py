"""How long the window takes to speak another language, from the click to the painted answer.

Run as ``python -m tests.benchmarks.language_switch``, with a screen. A set-up is open that is done
to the end, on its first page, and the settings are shown over it; German and English are chosen in
turn, ten times. The time ends when the settings stand there anew and the window has painted them;
what was computed in the window's thread is told beside it. Going back to the set-up, which is then
made anew in that language, is a time of its own. The target is less than 200 ms for each. An idle
loop's own figure is the longest of a hundred of its turns, between which it sleeps a millisecond.
"""

import asyncio
import time
from statistics import median
from typing import Final

from PySide6.QtWidgets import QRadioButton

from deskpro_sso_gui import texts
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.ui.settings.taste import LanguageCard
from deskpro_sso_gui.ui.window import Window
from tests.benchmarks.groups_in_the_window import Block
from tests.support.full_window import with_full_window
from tests.support.window import click, settled

TARGET_MS: Final = 200.0
SWITCHES: Final = 10
_LANGUAGES: Final = ("de", "en")
_TURNS: Final = 100
_BUSY_MS: Final = 16.0
"""An idle loop whose turn takes this long waits for other programs."""


def _choice(window: Window, language: str) -> QRadioButton:
    assert window.settings_view is not None
    card = window.settings_view.findChild(LanguageCard)
    assert isinstance(card, LanguageCard)
    return card.language.button(language)


async def _switch(window: Window, language: str) -> Block:
    """Choose ``language`` and wait until the window that speaks it is painted."""
    button = _choice(window, language)
    before = window.settings_view
    begun, own = time.perf_counter(), time.thread_time()
    click(button)
    while window.settings_view is before or window.settings_view is None:  # noqa: ASYNC110
        await asyncio.sleep(0)
    window.repaint()
    taken = Block((time.perf_counter() - begun) * 1000, (time.thread_time() - own) * 1000)
    assert texts.language() == language
    return taken


async def _return(window: Window) -> Block:
    """Leave the settings and wait until the set-up behind them, made anew, is painted."""
    begun, own = time.perf_counter(), time.thread_time()
    window.close_settings()
    window.repaint()
    return Block((time.perf_counter() - begun) * 1000, (time.thread_time() - own) * 1000)


async def _idle() -> Block:
    turns: list[Block] = []
    for _ in range(_TURNS):
        begun, own = time.perf_counter(), time.thread_time()
        await asyncio.sleep(0.001)
        turns.append(Block((time.perf_counter() - begun) * 1000, (time.thread_time() - own) * 1000))
    return max(turns)


async def _measure(
    window: Window, switches: list[Block], returns: list[Block], idle: list[Block]
) -> None:
    view = window.setup_view
    assert view is not None
    view.go_to(StageId.PREREQUISITES)
    await settled(window)
    for number in range(SWITCHES):
        window.open_settings()
        await settled(window)
        switches.append(await _switch(window, _LANGUAGES[number % len(_LANGUAGES)]))
        await settled(window)
        returns.append(await _return(window))
        await settled(window)
        idle.append(await _idle())


def _told(name: str, blocks: list[Block]) -> None:
    for words, values in (
        ("", [each.clock for each in blocks]),
        (", own", [each.own for each in blocks]),
    ):
        print(  # noqa: T201 - its answer
            f"{name + words:<24} median {median(values):6.1f} ms   longest {max(values):6.1f} ms   "
            f"of {len(values)}"
        )


def main() -> int:
    """Print the figures; 1 when the target is missed."""
    switches: list[Block] = []
    returns: list[Block] = []
    idle: list[Block] = []

    async def story(window: Window) -> None:
        await _measure(window, switches, returns, idle)

    with_full_window(story)
    _told("idle loop", idle)
    _told("language switch", switches)
    _told("back to the set-up", returns)
    found = max(each.clock for each in (*switches, *returns))
    own = max(each.own for each in (*switches, *returns))
    if found >= TARGET_MS > own and max(each.clock for each in idle) >= _BUSY_MS:
        print("the machine is too busy: even an idle loop waits; judged by own time")  # noqa: T201
        found = own
    missed = found >= TARGET_MS
    print(f"under {TARGET_MS:g} ms: {'missed' if missed else 'met'}")  # noqa: T201 - its answer
    return int(missed)


if __name__ == "__main__":
    raise SystemExit(main())
