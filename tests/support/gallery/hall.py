"""One window that shows exhibit after exhibit; made once for a language and a scale."""

import asyncio
import contextlib
import gc
import os
import shutil
from collections.abc import Awaitable, Callable, Iterator, Sequence
from io import StringIO
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import msgspec

from deskpro_sso_gui.commands import check_files
from deskpro_sso_gui.diagnosis.told import ToldReport
from deskpro_sso_gui.tasks import validate
from deskpro_sso_gui.tasks.services import Services
from deskpro_sso_gui.ui import own_program
from deskpro_sso_gui.ui.pages.blocks import evidence
from deskpro_sso_gui.ui.window import Window
from tests.support.gallery.exhibit import Exhibit, Part, Visit, rest
from tests.support.practice_sandbox import practice_sandbox
from tests.support.prepared import FOLDER, Prepared, prepare
from tests.support.window import drive, plain_services, settled, until

Look = Callable[[Exhibit, Visit], Awaitable[None]]
"""What is done with an exhibit once it is there."""

KINDS: Final = ("DATA", "CONFIG", "STATE", "CACHE")
_SECONDS_EACH: Final = 20.0
"""How long an exhibit may take, in three looks, on a machine that is busy."""


@contextlib.contextmanager
def own_home(folder: Path) -> Iterator[None]:
    """Let the program keep its files in ``folder``."""
    places = {f"XDG_{kind}_HOME": str(folder / kind.lower()) for kind in KINDS}
    with patch.dict(os.environ, places):
        yield


@contextlib.contextmanager
def building(folder: Path) -> Iterator[Prepared]:
    """Prepare, in ``folder``, the set-up of which the exhibits are made."""
    with practice_sandbox() as sandbox, own_home(folder / "made"):
        yield prepare(sandbox, folder / "states", folder / "made" / "data")


def walk(
    exhibits: Sequence[Exhibit], prepared: Prepared, folder: Path, look: Look, **window: Any
) -> None:
    """Bring about one exhibit after the other, and look at each.

    Args:
        exhibits: in this order, those outside of practice first.
        prepared: the set-up they are made of.
        folder: for files.
        look: sees each one.
        window: as for ``tests.support.window.drive``.
    """
    for practice in (False, True):
        chosen = [each for each in exhibits if each.practice is practice]
        if not chosen:
            continue
        hall = _Hall(prepared, folder / f"practice-{practice}", look)
        with own_home(hall.home), _quick():
            drive(
                lambda opened, hall=hall, chosen=chosen: hall.show(opened, chosen),  # type: ignore[misc]
                services=hall.services if practice else plain_services,
                practice=practice,
                seconds=_SECONDS_EACH * (len(chosen) + 3),
                **window,
            )
        gc.collect()


class _Hall:
    def __init__(self, prepared: Prepared, folder: Path, look: Look) -> None:
        self.home = folder / "home"
        self._prepared, self._folder, self._look = prepared, folder, look
        self._work = folder / "files"

    async def services(self) -> Services:
        return self._prepared.sandbox.services()

    async def show(self, window: Window, exhibits: Sequence[Exhibit]) -> None:
        await settled(window)
        for exhibit in exhibits:
            await _put_away(window)
            visit = self._begin(exhibit, window)
            await _in_front(window)
            try:
                await self._open(exhibit, visit)
                await exhibit.bring(visit)
                await (rest() if exhibit.busy else settled(window))
                await self._look(exhibit, visit)
            except BaseException as error:
                error.add_note(f"in the exhibit {exhibit.id}")
                raise
            finally:
                visit.cleaned.close()
        await _put_away(window)

    def _begin(self, exhibit: Exhibit, window: Window) -> Visit:
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.rmtree(self._work, ignore_errors=True)
        self._work.mkdir(parents=True)
        prepared = self._prepared
        if exhibit.practice:
            (self.home / "data" / FOLDER).mkdir(parents=True)
            prepared.put(exhibit.after, self.home / "data")
            prepared.put_outside(exhibit.outside or exhibit.after)
        if exhibit.before is not None:
            exhibit.before(prepared)
        return Visit(window, prepared, self._work)

    async def _open(self, exhibit: Exhibit, visit: Visit) -> None:
        window = visit.window
        if isinstance(exhibit.page, Part):
            window._renew_start()
            window._show_start(None)
            await settled(window)
            return
        if exhibit.after is None:
            await window._new_setup()
        else:
            await window.open_setup(self._prepared.record_id)
        await visit.open(exhibit.page)


async def _in_front(window: Window) -> None:
    """Give the window the focus, asking again: there is no window manager to see to it."""

    def is_there() -> bool:
        window.raise_()
        window.activateWindow()
        return window.isActiveWindow()

    await until(is_there)


async def _put_away(window: Window) -> None:
    """Leave nothing of the exhibit before: no task, no set-up, no key."""
    for run in window.runner.runs:
        run.cancel()
    await settled(window)
    window._drop_settings()
    await window._leave_session()
    window.start_page.left()
    task, window._services = window._services, None
    if task is not None:
        await (await task).close()


@contextlib.contextmanager
def _quick() -> Iterator[None]:
    """Ask the sandbox often, and look at files without a program of its own for each."""
    with (
        patch.object(validate, "_POLL_S", 0.05),
        patch.object(own_program, "check", _check),
        patch.object(evidence, "check", _check),
    ):
        yield


async def _check(paths: Sequence[Path], *, set_up: Path | None = None) -> ToldReport:
    out, complaints = StringIO(), StringIO()
    expectations = check_files.expected({}, complain=complaints)
    assert expectations is not None, complaints.getvalue()
    await asyncio.to_thread(
        check_files.check, paths, expectations, set_up, as_json=False, out=out, for_window=True
    )
    return msgspec.json.decode(out.getvalue(), type=ToldReport)
