"""A real mouse on the X screen of the tests: what it does, every program on it sees."""

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.support.program import wait_until
from tests.support.xtest import xtest

Point = tuple[int, int]
_LEFT = 1
_HELD_STEPS = 40
_STEP_MS = 20
"""The X server itself lets so much pass before a movement: a hand takes its time."""


class Mouse:
    """Moves and presses as the X server's own extension for tests (XTEST) lets it."""

    def __init__(self, x11: ctypes.CDLL, xtst: ctypes.CDLL, display: ctypes.c_void_p) -> None:
        self._x11 = x11
        self._xtst = xtst
        self._display = display

    def move(self, x: int, y: int) -> None:
        self._xtst.XTestFakeMotionEvent(self._display, -1, x, y, _STEP_MS)
        self._x11.XFlush(self._display)

    def press(self, *, down: bool) -> None:
        self._xtst.XTestFakeButtonEvent(self._display, _LEFT, int(down), 0)
        self._x11.XFlush(self._display)

    def drag(self, begin: Point, end: Point, accepted: Callable[[], bool], steps: int = 60) -> None:
        """Press at ``begin``, move as slowly as a hand does, let go at ``end``. Blocks.

        It is let go once ``accepted`` says that whoever is there would take it.
        """
        self.move(*begin)
        self.press(down=True)
        for step in range(1, steps + 1):
            x, y = (round(a + (b - a) * step / steps) for a, b in zip(begin, end, strict=True))
            self.move(x, y)

        def taken() -> bool:
            self.move(*end)
            return accepted()

        wait_until(taken, "what is dragged would be taken")
        for _ in range(_HELD_STEPS):  # until the answer is back where the drag began
            self.move(*end)
        self.press(down=False)


@contextmanager
def mouse() -> Iterator[Mouse]:
    """Take hold of the mouse of ``DISPLAY``; skips where XTEST can't be had."""
    with xtest() as (x11, xtst, display):
        xtst.XTestFakeMotionEvent.argtypes = [
            ctypes.c_void_p,
            *([ctypes.c_int] * 3),
            ctypes.c_ulong,
        ]
        xtst.XTestFakeButtonEvent.argtypes = [
            ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_ulong,
        ]  # fmt: skip
        yield Mouse(x11, xtst, display)
