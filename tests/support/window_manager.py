"""A window manager for a screen that has none, so that windows get the keyboard as they do."""

import ctypes
import ctypes.util
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.support.accessibility_bus import wait

PROGRAM: Final = "cwm"
_CONFIGURATION: Final = "unbind-key all\nunbind-mouse all\n"
"""It keeps no key for itself: Alt with a letter is the program's."""

_ANY_TYPE: Final = 0
_END_S: Final = 10.0


@contextmanager
def window_manager() -> Iterator[None]:
    """Let a window manager look after the windows of ``DISPLAY``, unless one does already."""
    if _is_managed():
        yield
        return
    with tempfile.TemporaryDirectory() as folder:
        configuration = Path(folder) / "cwmrc"
        configuration.write_text(_CONFIGURATION)
        process = subprocess.Popen([PROGRAM, "-c", str(configuration)], env=_with_home(folder))
        try:
            wait(lambda: _is_managed() or None, lambda: f"{PROGRAM} does not manage the screen")
            yield
        finally:
            process.terminate()
            process.wait(_END_S)
            _take_note_away()


def _with_home(folder: str) -> dict[str, str]:
    return os.environ | {"HOME": folder}  # it remembers commands there


@contextmanager
def _note() -> Iterator[tuple[ctypes.CDLL, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong]]:
    """Reach the note of the window manager: library, display, root window and property."""
    name = ctypes.util.find_library("X11")
    assert name is not None, "libX11 (Debian package libx11-6) is not installed"
    x11 = ctypes.CDLL(name)
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    x11.XInternAtom.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    assert display, "there is no screen"
    try:
        root = ctypes.c_ulong(x11.XDefaultRootWindow(display))
        note = ctypes.c_ulong(x11.XInternAtom(display, b"_NET_SUPPORTING_WM_CHECK", 0))
        yield x11, display, root, note
    finally:
        x11.XCloseDisplay(display)


def _is_managed() -> bool:
    """Say whether a window manager has put its note on the screen's root window."""
    with _note() as (x11, display, root, note):
        kind, left, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_ulong()
        width, value = ctypes.c_int(), ctypes.c_void_p()
        x11.XGetWindowProperty(
            display, root, note, ctypes.c_long(0), ctypes.c_long(1), 0, ctypes.c_ulong(_ANY_TYPE),
            *map(ctypes.byref, (kind, width, count, left, value)),
        )  # fmt: skip
        if value:
            x11.XFree(value)
        return count.value > 0


def _take_note_away() -> None:
    """Leave the screen as unmanaged as it was; the program leaves its note there."""
    with _note() as (x11, display, root, note):
        x11.XDeleteProperty(display, root, note)
