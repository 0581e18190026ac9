"""Fixtures for clients: a server that says what a test wants, and the transport that asks it."""

from collections.abc import AsyncIterator, Iterator

import pytest
import stamina

from deskpro_sso_gui.net.transport import Http
from tests.support.http_server import TalkingServer, talking


@pytest.fixture(scope="session")
def session_server() -> Iterator[TalkingServer]:
    with talking() as server:
        yield server


@pytest.fixture
def server(session_server: TalkingServer) -> TalkingServer:
    session_server.reset()
    return session_server


@pytest.fixture
async def http() -> AsyncIterator[Http]:
    client = Http()
    yield client
    await client.aclose()


@pytest.fixture
def no_waiting() -> Iterator[None]:
    """Let retries follow at once; how often they happen stays as it is."""
    with stamina.set_testing(True, attempts=4, cap=True):
        yield
