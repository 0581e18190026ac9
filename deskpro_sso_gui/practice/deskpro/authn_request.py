"""DeskPRO's request for a sign-in, by HTTP-Redirect (SAML core §3.4.1, bindings §3.4)."""

import base64
import secrets
import zlib
from datetime import datetime
from urllib.parse import urlencode

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from deskpro_sso_gui.practice.deskpro.addresses import acs_url, entity_id
from deskpro_sso_gui.practice.saml_xml import (
    HTTP_POST,
    NAME_ID_UNSPECIFIED,
    SAML,
    SAMLP,
    child,
    element,
    serialize,
    write_instant,
)
from deskpro_sso_gui.practice.world import SignInSource


def new_request_id() -> str:
    """Return an id nobody can guess; an xs:ID may not begin with a digit."""
    return "_" + secrets.token_hex(20)


def request_address(
    source: SignInSource,
    *,
    origin: str,
    request_id: str,
    now: datetime,
    key: rsa.RSAPrivateKey | None,
) -> str:
    """Return the address at JumpCloud that carries the request.

    Args:
        source: where the request goes and what it asks for.
        origin: DeskPRO's own.
        request_id: named by the answer.
        now: when it is made.
        key: signs the request; ``None`` leaves it unsigned.
    """
    request = element(
        SAMLP,
        "AuthnRequest",
        "samlp",
        ID=request_id,
        Version="2.0",
        IssueInstant=write_instant(now),
        Destination=source.single_sign_on_url,
        ProtocolBinding=HTTP_POST,
        AssertionConsumerServiceURL=acs_url(origin, source),
    )
    request.append(element(SAML, "Issuer", "saml", text=entity_id(origin, source)))
    child(
        request,
        SAMLP,
        "NameIDPolicy",
        Format=source.name_id_format or NAME_ID_UNSPECIFIED,
        AllowCreate="true",
    )
    deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    message = deflate.compress(serialize(request)) + deflate.flush()
    query = urlencode({"SAMLRequest": base64.b64encode(message).decode("ascii")})
    if key is not None:
        query = _signed(query, key)
    separator = "&" if "?" in source.single_sign_on_url else "?"
    return f"{source.single_sign_on_url}{separator}{query}"


def _signed(query: str, key: rsa.RSAPrivateKey) -> str:
    """Sign the query string itself, as the Redirect binding wants it (bindings §3.4.4.1)."""
    algorithm = {"SigAlg": "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"}
    signed = f"{query}&{urlencode(algorithm)}"
    signature = key.sign(signed.encode("ascii"), padding.PKCS1v15(), hashes.SHA256())
    return f"{signed}&{urlencode({'Signature': base64.b64encode(signature).decode('ascii')})}"
