"""Say when a window was first painted, and how much memory it took until then.

Run as ``python -m tests.benchmarks.first_paint`` it is the real program, which says so besides, and
ends. It imports nothing that costs time: what it imports counts as the program's.
"""

import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any


def tell() -> None:
    """Print the moment, what was computed until then, and the peak memory.

    The moment is that of ``time.monotonic``; it and the time of the process are in seconds, the
    memory is in bytes.
    """
    now, own = time.monotonic(), time.process_time()
    peak = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
    sys.stdout.write(f"{now} {own} {int(peak) * 1024}\n")
    sys.stdout.flush()


def main() -> int:
    """Run the program until its first page is there and can be used."""
    from deskpro_sso_gui import cli  # noqa: PLC0415 - the floor does without

    def found(name: str) -> Any:
        module = import_module(name)
        if name == "deskpro_sso_gui.ui.app":
            _tell_when_painted(module.Window)
        return module

    vars(cli)["import_module"] = found
    return cli.main()


def _tell_when_painted(window: Any) -> None:
    painted = window.painted

    async def painted_and_told(self: Any) -> None:
        await painted(self)
        tell()
        page = self.start_page
        for button in (page.new_card, page.open_button, page.settings_button, page.drop_zone):
            assert button.isVisible(), f"{button} is not painted"
            assert button.isEnabled(), f"{button} is not to be used"
        self.close()

    window.painted = painted_and_told


if __name__ == "__main__":
    raise SystemExit(main())
