"""What the set-up, or the person who asks, says it should be."""

from datetime import datetime

import msgspec

from deskpro_sso_gui.saml.facts import CertificateFacts, IdpMetadata


class Baseline(msgspec.Struct, frozen=True, kw_only=True):
    """What JumpCloud's metadata said at the last check.

    Attributes:
        certificates: SHA-256 fingerprints.
        locations: the sign-in addresses.
    """

    entity_id: str
    certificates: tuple[str, ...]
    locations: tuple[str, ...]


class Expectations(msgspec.Struct, frozen=True, kw_only=True):
    """The values to compare with; None is not known.

    Attributes:
        sp_entity_id, acs_url: what DeskPRO's SAML Details show.
        idp_url, idp_entity_id: JumpCloud's address and name for this application.
        certificate: the one that DeskPRO was given.
        metadata: what DeskPRO reads of JumpCloud.
        metadata_url: where DeskPRO reads it.
        baseline: what it said at the last check.
        organization: what JumpCloud calls the organisation.
        email: the account in DeskPRO that the sign-in is for.
        now: the aware time to judge at, instead of a message's own.
    """

    sp_entity_id: str | None = None
    acs_url: str | None = None
    idp_url: str | None = None
    idp_entity_id: str | None = None
    certificate: CertificateFacts | None = None
    metadata: IdpMetadata | None = None
    metadata_url: str | None = None
    baseline: Baseline | None = None
    organization: str | None = None
    email: str | None = None
    now: datetime | None = None

    def or_else(self, other: "Expectations") -> "Expectations":
        """Fill what is not known here from ``other``."""
        known = {
            field: getattr(other, field) if getattr(self, field) is None else getattr(self, field)
            for field in self.__struct_fields__
        }
        return Expectations(**known)
