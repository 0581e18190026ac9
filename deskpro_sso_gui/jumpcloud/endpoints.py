"""Where JumpCloud answers. A credential goes to these hosts and to no other."""

from collections.abc import Mapping
from typing import Final, Self

import msgspec

from deskpro_sso_gui.net.addresses import is_loopback, origin
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import Region
from deskpro_sso_gui.setup.values import CONSOLE_URLS

VARIABLE: Final = "DESKPRO_SSO_JUMPCLOUD_URL"
"""Environment variable that points the program at a JumpCloud on this computer."""

_HOST_PARTS: Final[Mapping[Region, str]] = {
    Region.US: "jumpcloud.com",
    Region.EU: "eu.jumpcloud.com",
    Region.INDIA: "in.jumpcloud.com",
}


class Endpoints(msgspec.Struct, frozen=True, kw_only=True):
    """The addresses of one JumpCloud (reference §1.1, §1.3).

    Attributes:
        api: base of the API; its second version is below ``/v2``.
        events: base of Directory Insights.
        token: where a service account gets its token.
        token_known: False where ``token`` follows the US address by analogy only.
        sso: the beginning of IdP URLs, with a slash at the end; None where it is not known and has
            to be read from a template or an application (reference §1.1).
        console: origin of the Admin Portal.
        loopback: it is on this computer.
    """

    region: Region
    api: str
    events: str
    token: str
    token_known: bool
    sso: str | None
    console: str
    loopback: bool = False

    @property
    def origin(self) -> str:
        """What a credential for this JumpCloud is stored under."""
        return origin(self.api)

    @classmethod
    def for_region(cls, region: Region) -> Self:
        """Return the addresses of a region of the real JumpCloud."""
        host, console = _HOST_PARTS[region], CONSOLE_URLS[region]
        american = region is Region.US
        return cls(
            region=region,
            api=f"{console}/api",
            events=f"https://api.{host}/insights/directory/v1",
            token=f"https://admin-oauth.id.{host}/oauth2/token",
            token_known=american,
            sso="https://sso.jumpcloud.com/saml2/" if american else None,
            console=console,
        )

    @classmethod
    def for_loopback(cls, address: str) -> Self:
        """Return the addresses of a JumpCloud on this computer.

        Raises:
            ProblemError: ``address`` leads to another computer (``ADDRESS_NOT_LOCAL``).
        """
        base = origin(address)
        if not base or not is_loopback(base):
            shown = base or address.rpartition("@")[2][:200]
            raise ProblemError(ProblemCode.ADDRESS_NOT_LOCAL, variable=VARIABLE, address=shown)
        return cls(
            region=Region.US,
            api=f"{base}/api",
            events=f"{base}/insights/directory/v1",
            token=f"{base}/oauth2/token",
            token_known=True,
            sso=f"{base}/saml2/",
            console=base,
            loopback=True,
        )


def from_environment(environment: Mapping[str, str]) -> Endpoints | None:
    """Return the JumpCloud on this computer that the environment names, None where it names none.

    Raises:
        ProblemError: it names another computer (``ADDRESS_NOT_LOCAL``).
    """
    address = environment.get(VARIABLE, "").strip()
    return Endpoints.for_loopback(address) if address else None
