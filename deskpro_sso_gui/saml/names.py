"""Names that SAML 2.0 and XML Signature define."""

from typing import Final

ASSERTION: Final = "urn:oasis:names:tc:SAML:2.0:assertion"
PROTOCOL: Final = "urn:oasis:names:tc:SAML:2.0:protocol"
METADATA: Final = "urn:oasis:names:tc:SAML:2.0:metadata"
SIGNATURE: Final = "http://www.w3.org/2000/09/xmldsig#"

NAMESPACES: Final = {"saml": ASSERTION, "samlp": PROTOCOL, "md": METADATA, "ds": SIGNATURE}
"""Prefixes used in the paths of this package."""

STATUS_SUCCESS: Final = "urn:oasis:names:tc:SAML:2.0:status:Success"
BINDING_POST: Final = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
BINDING_REDIRECT: Final = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
METHOD_BEARER: Final = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
FORMAT_EMAIL: Final = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"

JUMPCLOUD_UNIT: Final = "JumpCloudSAMLIdP"
"""The unit (OU) that JumpCloud's own certificates name (reference/jumpcloud-api.md §3.6)."""

JUMPCLOUD_COMMON_NAME: Final = "JumpCloudSAMLUser"
FORMATS_UNSPECIFIED: Final = frozenset(
    {
        "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
        # what JumpCloud writes by default, a name that no standard defines
        "urn:oasis:names:tc:SAML:1.0:nameid-format:unspecified",
    }
)
USUAL_CONTEXT: Final = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"
"""The way to sign in that JumpCloud's messages name."""

CONTEXTS_OF_JUMPCLOUD: Final = frozenset(
    {
        USUAL_CONTEXT,
        "urn:oasis:names:tc:SAML:2.0:ac:classes:Password",
        "urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified",
    }
)
