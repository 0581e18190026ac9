"""A real keyboard on the X screen: what it types, the program with the focus gets from the server.

The keys are pressed by the server's own extension for tests (XTEST); they come to the program as
those of a person do, with the window manager's and Qt's say in it.
"""

import ctypes
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject

from tests.support.xtest import xtest

_SHIFT: Final = "Shift_L"
_MODIFIERS: Final = {"Shift": _SHIFT, "Alt": "Alt_L", "Ctrl": "Control_L"}


class Keyboard:
    """Presses keys; what was pressed arrives some time later."""

    def __init__(self, x11: ctypes.CDLL, xtst: ctypes.CDLL, display: ctypes.c_void_p) -> None:
        self._x11 = x11
        self._xtst = xtst
        self._display = display

    def press(self, keys: str) -> int:
        """Press keys at once, such as ``Tab``, ``Shift+Tab`` or ``Alt+n``; return their number."""
        *modifiers, key = keys.split("+")
        held = [self._code(_MODIFIERS[each]) for each in modifiers]
        return self._strike([*held, self._code(key)])

    def type(self, text: str) -> int:
        """Type ``text``, of ASCII's letters and signs; return how many keys that took."""
        return sum(self._strike(self._of(letter)) for letter in text)

    def _of(self, letter: str) -> list[int]:
        symbol = ord(letter)  # X11 numbers ASCII's as ASCII does
        code = self._x11.XKeysymToKeycode(self._display, symbol)
        assert code, f"no key for {letter!r}"
        plain = self._x11.XkbKeycodeToKeysym(self._display, code, 0, 0) == symbol
        return [code] if plain else [self._code(_SHIFT), code]

    def _code(self, name: str) -> int:
        symbol = self._x11.XStringToKeysym(name.encode())
        assert symbol, f"there is no key {name}"
        return int(self._x11.XKeysymToKeycode(self._display, symbol))

    def _strike(self, codes: Sequence[int]) -> int:
        for code, down in [*((code, 1) for code in codes), *((code, 0) for code in codes[::-1])]:
            self._xtst.XTestFakeKeyEvent(self._display, code, down, 0)
        self._x11.XFlush(self._display)
        return len(codes)


@contextmanager
def keyboard() -> Iterator[Keyboard]:
    """Take hold of the keyboard of ``DISPLAY``; skips where XTEST can't be had."""
    with xtest() as (x11, xtst, display):
        x11.XStringToKeysym.restype = ctypes.c_ulong
        x11.XKeysymToKeycode.restype = ctypes.c_ubyte
        x11.XKeysymToKeycode.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
        x11.XkbKeycodeToKeysym.restype = ctypes.c_ulong
        x11.XkbKeycodeToKeysym.argtypes = [
            ctypes.c_void_p,
            ctypes.c_uint,
            ctypes.c_int,
            ctypes.c_int,
        ]
        xtst.XTestFakeKeyEvent.argtypes = [
            ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_ulong,
        ]  # fmt: skip
        yield Keyboard(x11, xtst, display)


class Arrivals(QObject):
    """Counts the keys that the program's windows saw let go, those that open meanwhile too."""

    def __init__(self) -> None:
        super().__init__()
        self._count = 0

    @contextmanager
    def expected(self, press: Callable[[], int]) -> Iterator[Callable[[], bool]]:
        """Let ``press`` press keys; what is yielded says whether all of them have arrived."""
        application = QCoreApplication.instance()
        assert application is not None
        application.installEventFilter(self)  # every event is looked at, so not for long
        wanted = self._count + press()
        try:
            yield lambda: self._count >= wanted
        finally:
            application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Count what comes to a window; from there it goes on to a widget."""
        if event.type() is QEvent.Type.KeyRelease and watched.isWindowType():
            self._count += 1
        return False
