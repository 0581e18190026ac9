import pytest

from deskpro_sso_gui.credentials.secret import Secret
from deskpro_sso_gui.jumpcloud.client import JumpCloud
from deskpro_sso_gui.jumpcloud.credential import ApiKey
from deskpro_sso_gui.jumpcloud.endpoints import Endpoints
from deskpro_sso_gui.net.transport import Http
from tests.support.http_server import TalkingServer
from tests.support.talking_server import http, no_waiting, server, session_server

__all__ = ["http", "no_waiting", "server", "session_server"]


@pytest.fixture
def endpoints(server: TalkingServer) -> Endpoints:
    return Endpoints.for_loopback(server.origin)


@pytest.fixture
def jumpcloud(http: Http, endpoints: Endpoints) -> JumpCloud:
    return JumpCloud(http, endpoints, ApiKey(Secret("jca_hush")))
