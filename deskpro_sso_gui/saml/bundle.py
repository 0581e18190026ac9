"""Which of several certificates is the one to use."""

from collections.abc import Collection

from deskpro_sso_gui.saml.facts import CertificateFacts
from deskpro_sso_gui.saml.names import JUMPCLOUD_UNIT


def choose(
    certificates: Collection[CertificateFacts], fingerprints: Collection[str]
) -> CertificateFacts:
    """Pick the certificate to use of several.

    Args:
        certificates: at least one.
        fingerprints: SHA-256 of those that JumpCloud's metadata has.

    Returns:
        The one in the metadata; else the leaf, which signs none of the others; of several leaves
        one that JumpCloud made, and of those the youngest.
    """
    for certificate in certificates:
        if certificate.sha256 in fingerprints:
            return certificate
    issuers = {one.issuer for one in certificates if one.issuer != one.subject}
    leaves = [one for one in certificates if one.subject not in issuers]
    return max(
        leaves or certificates,
        key=lambda one: (one.organizational_unit == JUMPCLOUD_UNIT, one.not_before),
    )
