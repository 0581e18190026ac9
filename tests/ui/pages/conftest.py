"""Practice set-ups at a chosen stage, and a window that shows one."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks.services import Services
from deskpro_sso_gui.ui.window import Window
from tests.support.on_page import Stage, Story
from tests.support.prepared import Prepared, practice_services, prepare
from tests.support.window import drive, settled


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    home = tmp_path_factory.mktemp("prepared-home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DATA", "CONFIG", "STATE", "CACHE"):
            patch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
        yield prepare(tmp_path_factory.mktemp("prepared"), home / "data")


@pytest.fixture
def on_page(prepared: Prepared, own_home: Path) -> Callable[..., None]:
    """Return a function that plays a story on a page of a set-up done up to a stage."""

    def play(
        story: Story,
        *,
        after: StageId,
        page: StageId,
        size: tuple[int, int] = (1080, 760),
        language: str = "en",
        opened: list[str] | None = None,
        **more: object,
    ) -> None:
        record_id = prepared.put(after, own_home / "data")
        built: list[Services] = []

        async def build() -> Services:
            built.append(await practice_services())
            return built[0]

        async def main(window: Window) -> None:
            await window.services()
            await asyncio.sleep(0)
            await window.open_setup(record_id)
            assert window.setup_view is not None
            window.setup_view.go_to(page)
            await settled(window)
            await story(Stage(window, built[0]))

        drive(
            main,
            services=build,
            practice=True,
            size=size,
            language=language,
            opened=opened,
            **more,  # type: ignore[arg-type]
        )

    return play
