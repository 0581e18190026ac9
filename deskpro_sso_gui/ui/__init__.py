"""The window. The only room that knows Qt."""

import ctypes
import sys


def _keep_none() -> None:
    """Keep the one ``None`` there is from being freed.

    PySide6 6.12.0 gives it away without having taken it in every call that returns nothing. Python
    counts its holders up to 3.11, so that it would be gone after some five thousand such calls, and
    the interpreter with it ("Fatal Python error: none_dealloc"). From 3.12 on it is not counted.
    """
    if sys.version_info < (3, 12):
        # the count is an object's first field (CPython, Include/object.h)
        ctypes.c_ssize_t.from_address(id(None)).value = 1 << 40


_keep_none()
