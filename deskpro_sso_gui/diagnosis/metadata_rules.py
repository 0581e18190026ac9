"""Rules over JumpCloud's metadata and what is compared with it: M1, M7, M9 and R1."""

from collections.abc import Iterator
from typing import Final

from deskpro_sso_gui.diagnosis.conditions import found
from deskpro_sso_gui.diagnosis.evidence import Evidence, KeySource, Rule
from deskpro_sso_gui.diagnosis.finding import Finding, Level, Side
from deskpro_sso_gui.diagnosis.placeholders import find_placeholder, is_field_label
from deskpro_sso_gui.saml.facts import CertificateFacts
from deskpro_sso_gui.setup.stages import StageId


def certificate_differs(evidence: Evidence) -> Iterator[Finding]:
    """M1: the certificate is not in the metadata; one with the same key is harmless."""
    for metadata in evidence.all_idp_metadata:
        published = metadata.certificates
        for certificate in evidence.all_certificates:
            if certificate.sha256 in {one.sha256 for one in published}:
                continue
            saw, expected = certificate.sha256, published[0].sha256
            if certificate.public_key_sha256 in {one.public_key_sha256 for one in published}:
                yield found(
                    "M1",
                    variant="same-key",
                    level=Level.WORTH_KNOWING,
                    saw=saw,
                    expected=expected,
                )
            elif _signs(evidence, certificate):
                yield found(
                    "M1",
                    variant="old-metadata",
                    stage=StageId.METADATA,
                    saw=saw,
                    expected=expected,
                )
            else:
                yield found("M1", saw=saw, expected=expected)


def _signs(evidence: Evidence, certificate: CertificateFacts) -> bool:
    """Tell whether a message proves that JumpCloud signs with this certificate now."""
    return any(
        response.is_good
        and response.key_source is KeySource.CERTIFICATE
        and response.certificate is not None
        and response.certificate.sha256 == certificate.sha256
        for response in evidence.responses
    )


def sign_in_address_differs(evidence: Evidence) -> Iterator[Finding]:
    """M7: none of the metadata's sign-in addresses is the one DeskPRO has."""
    expected = evidence.expectations.idp_url
    if expected is None:
        return
    for metadata in evidence.all_idp_metadata:
        if metadata.locations and expected not in metadata.locations:
            yield found("M7", saw=metadata.locations[0], expected=expected)


def name_left_open(evidence: Evidence) -> Iterator[Finding]:
    """M9: the entity ID is the field's label or a placeholder.

    Where a sign-in message has the same name both sides agree, so that it can't be the cause.
    """
    for metadata in evidence.all_idp_metadata:
        name = metadata.entity_id
        if not (is_field_label(name) or find_placeholder(name)):
            continue
        if any(one.response.issuer == name for one in evidence.responses):
            yield found("M9", variant="agreed", level=Level.WORTH_KNOWING, saw=name)
        else:
            yield found("M9", saw=name)


def placeholder_left(evidence: Evidence) -> Iterator[Finding]:
    """R1: a placeholder in an address of either side's metadata or of DeskPRO's request."""
    values: list[tuple[str, Side]] = []
    for idp in evidence.all_idp_metadata:
        values += ((location, Side.JUMPCLOUD) for location in idp.locations)
    for sp in evidence.sp_metadata:
        values.append((sp.entity_id, Side.DESKPRO))
        values += ((point.location, Side.DESKPRO) for point in sp.acs)
    for request in evidence.requests:
        values += ((one, Side.DESKPRO) for one in (request.issuer, request.acs_url))
    for value, side in dict(values).items():
        placeholder = find_placeholder(value)
        if placeholder:
            yield found("R1", side=side, saw=value, placeholder=placeholder)


RULES: Final[tuple[Rule, ...]] = (
    certificate_differs,
    sign_in_address_differs,
    name_left_open,
    placeholder_left,
)
