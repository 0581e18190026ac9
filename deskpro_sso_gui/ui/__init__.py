"""The window. The only room that knows Qt."""

import ctypes
import sys
from typing import Final

_MANY: Final = 1 << 40


def _keep_singletons() -> None:
    """Keep ``None``, ``True`` and the like from being freed.

    PySide6 6.12.0 gives them away without having taken them: ``None`` in every call that returns
    nothing, ``True`` in every ``emit``. Up to Python 3.11 their holders are counted, so that they
    would be gone after some thousand calls, and the interpreter with them ("Fatal Python error:
    none_dealloc"). From 3.12 on they are not counted (PEP 683).
    """
    if sys.version_info < (3, 12):
        for singleton in (None, True, False, NotImplemented, Ellipsis):
            # the count is an object's first field (CPython, Include/object.h)
            ctypes.c_ssize_t.from_address(id(singleton)).value = _MANY


_keep_singletons()
