"""What has to be made before a wheel is put together: the compiled translation catalogues."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileTranslations(BuildHookInterface[Any]):
    """Compile the catalogues, and take the ``.mo`` files along although git ignores them."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Do so; hatchling calls this before it looks for files."""
        del version
        root = Path(self.root)
        # beside the package of the same name that may be installed, so by its place
        sys.path.insert(0, str(root / "packaging"))
        try:
            import translations  # noqa: PLC0415 - found just now
        finally:
            sys.path.pop(0)
        translations.compile_all()
        for path in translations.files().values():
            made = path.with_suffix(".mo").relative_to(root).as_posix()
            build_data["artifacts"].append(made)
