"""Give what the program starts the environment that the program was started with.

PyInstaller's start program has Linux look for libraries in the program's folder first. That has
been read by now and is of no more use here; but a browser or a desktop's ``xdg-open`` started from
the window would load our Qt instead of its own, and end.
"""

import os

_PLACE = "LD_LIBRARY_PATH"
_BEFORE = "LD_LIBRARY_PATH_ORIG"

if _BEFORE in os.environ:
    os.environ[_PLACE] = os.environ.pop(_BEFORE)
else:
    os.environ.pop(_PLACE, None)
