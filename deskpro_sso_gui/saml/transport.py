"""What travels beside a sign-in message: the address it goes to and the other parameters.

Read from a whole address or from the body of a form (SAML bindings §3.4.4 and §3.5.4).
"""

import re
from typing import Final
from urllib.parse import unquote_plus

import msgspec

from deskpro_sso_gui.saml.limits import MAX_MESSAGE_BYTES
from deskpro_sso_gui.saml.text import plain_text

_FIELD: Final = re.compile(r"SAML(?:Request|Response)(?==)")
_ESCAPED_AMPERSAND: Final = "&amp;"


class Transport(msgspec.Struct, frozen=True, kw_only=True):
    """How a message was given.

    Attributes:
        field: ``SAMLRequest`` or ``SAMLResponse``.
        address: where it goes, without parameters; empty where only the parameters are there.
        relay_state: None where there is none.
        signed: a signature stands beside it, as in an address (bindings §3.4.4.1).
        escaped: the parameters are joined by ``&amp;``, so that only the first arrives.
    """

    field: str
    address: str
    relay_state: str | None
    signed: bool
    escaped: bool


def read_transport(data: bytes) -> Transport | None:
    """Read what travels beside a message; None for a message on its own."""
    if len(data) > MAX_MESSAGE_BYTES:
        return None
    text = plain_text(data).text.strip()
    found = _FIELD.search(text)
    if found is None or text.startswith("<"):
        return None
    before, separator, query = text.partition("?")
    whole = bool(separator) and before.startswith(("https://", "http://"))
    parameters = query if whole else text
    pairs = dict(
        pair.partition("=")[::2]
        # the first of several of a name is what counts
        for pair in reversed(parameters.replace(_ESCAPED_AMPERSAND, "&").split("&"))
    )
    relay_state = pairs.get("RelayState")
    return Transport(
        field=found[0],
        address=before if whole else "",
        relay_state=unquote_plus(relay_state) if relay_state is not None else None,
        signed="Signature" in pairs,
        escaped=_ESCAPED_AMPERSAND in parameters,
    )
