from tests.support.talking_server import http, no_waiting, server, session_server

__all__ = ["http", "no_waiting", "server", "session_server"]
