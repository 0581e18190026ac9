"""The window. The only room that knows Qt."""

import builtins

import PySide6.QtCore  # noqa: F401 - it puts an import of its own in place of Python's

# PySide's reads the source of each module that is imported from then on, to see whether it could
# say `from __feature__ import …` (PYSIDE-2029). None of ours does, and a tenth of the start went by
# with reading.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
