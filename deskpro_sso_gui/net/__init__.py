"""The only door to the network: transport, trust, proxies, retries, and what a failure means.

Light on purpose. ``net.transport`` alone imports httpx; whoever needs it imports it late, in a
thread. Clients speak to a ``Sender`` and never see the library.
"""

from deskpro_sso_gui.net.errors import NetError
from deskpro_sso_gui.net.types import Request, Response, Sender

__all__ = ["NetError", "Request", "Response", "Sender"]
