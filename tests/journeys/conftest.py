"""A screen for the journeys that open the window."""

from collections.abc import Iterator

import pytest

from tests.support.window import start_screen


@pytest.fixture(scope="session")
def screen() -> Iterator[None]:
    yield from start_screen()
