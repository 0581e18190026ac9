"""Practice set-ups at a chosen stage, and a window that shows one."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks import validate
from deskpro_sso_gui.tasks.services import Services
from deskpro_sso_gui.ui.window import Window
from tests.support.desk import Desk, Play, Story
from tests.support.practice_sandbox import practice_sandbox
from tests.support.prepared import Prepared, prepare
from tests.support.window import drive


@pytest.fixture(scope="session", autouse=True)
def _looks_for_sign_ins_often() -> Iterator[None]:
    """Ask the sandbox on this computer more often than JumpCloud may be asked."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(validate, "_POLL_S", 0.1)
        yield


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    home = tmp_path_factory.mktemp("prepared-home")
    with practice_sandbox() as sandbox:
        with pytest.MonkeyPatch.context() as patch:
            for name in ("DATA", "CONFIG", "STATE", "CACHE"):
                patch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
            made = prepare(sandbox, tmp_path_factory.mktemp("prepared"), home / "data")
        yield made


@pytest.fixture
def on_page(prepared: Prepared, home: Path) -> Play:
    """Return a function that plays a story on a page of a set-up done up to a stage."""

    def play(
        story: Story,
        *,
        page: StageId,
        after: StageId | None,
        outside: StageId | None = None,
        **window: Any,
    ) -> None:
        prepared.put(after, home / ".local/share")
        prepared.put_outside(outside or after)

        async def services() -> Services:
            return prepared.sandbox.services()

        async def main(opened: Window) -> None:
            if after is None:
                await opened._new_setup()
            else:
                await opened.open_setup(prepared.record_id)
            desk = Desk(opened, prepared.sandbox)
            await desk.open(page)
            await story(desk)

        drive(main, services=services, practice=True, **window)

    return play
