"""Find the files shipped with the program, from checkout, wheel and frozen program alike."""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@cache
def root() -> Path:
    """Return the folder that holds the resources.

    In a wheel and in the frozen program they lie inside the package, in a checkout beside it.

    Raises:
        FileNotFoundError: the program is incomplete.
    """
    for folder in (_PACKAGE / "resources", _PACKAGE.parent / "resources"):
        if (folder / "icons").is_dir():
            return folder
    message = "the program's resources are missing; install it again"
    raise FileNotFoundError(message)


def path(*parts: str) -> Path:
    """Return the path of one resource, for example ``path("icons", "done.svg")``."""
    return root().joinpath(*parts)
