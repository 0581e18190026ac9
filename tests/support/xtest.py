"""X's test extension, by which a program of ours plays the keyboard and the mouse of a screen."""

import ctypes
import ctypes.util
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest


@contextmanager
def xtest() -> Iterator[tuple[Any, Any, ctypes.c_void_p]]:
    """Yield libX11, libXtst and the connection to ``DISPLAY``; skips where they can't be had."""
    names = [ctypes.util.find_library(name) for name in ("X11", "Xtst")]
    if not all(names):
        pytest.skip("libX11 and libXtst (Debian packages libx11-6 and libxtst6) are not installed")
    x11, xtst = (ctypes.CDLL(name) for name in names)
    x11.XOpenDisplay.restype = ctypes.c_void_p
    for call in (x11.XFlush, x11.XCloseDisplay):
        call.argtypes = [ctypes.c_void_p]
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    try:
        yield x11, xtst, display
    finally:
        x11.XCloseDisplay(display)
