"""Rules over JumpCloud's metadata and what is compared with it: M1, M7 to M9, M18 and R1."""

from collections.abc import Iterator
from typing import Final, overload

from deskpro_sso_gui.diagnosis.conditions import found
from deskpro_sso_gui.diagnosis.evidence import Evidence, KeySource, Rule
from deskpro_sso_gui.diagnosis.expectations import Baseline
from deskpro_sso_gui.diagnosis.finding import Finding, Level, Side
from deskpro_sso_gui.saml.facts import CertificateFacts, IdpMetadata
from deskpro_sso_gui.setup.placeholders import find_placeholder, is_field_label
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
    """M7 and M8: none of the metadata's sign-in addresses is the one expected.

    Where only the end differs the metadata may be of another app. That is sure when its name or
    its certificate is not the expected one either, or when DeskPRO goes to the right address.
    """
    expected = evidence.expectations.idp_url
    if expected is None:
        return
    for metadata in evidence.all_idp_metadata:
        if not metadata.locations or expected in metadata.locations:
            continue
        saw = metadata.locations[0]
        if _without_suffix(saw) != _without_suffix(expected):
            yield found("M7", saw=saw, expected=expected)
        elif _is_of_another_app(metadata, expected, evidence):
            yield found("M8", saw=saw, expected=expected)
        else:
            yield found("M7", saw=saw, expected=expected)
            yield found("M8", level=Level.LIKELY, saw=saw, expected=expected)


def _without_suffix(address: str) -> str:
    return address.rstrip("/").rpartition("/")[0]


def _is_of_another_app(metadata: IdpMetadata, idp_url: str, evidence: Evidence) -> bool:
    name = evidence.expectations.idp_entity_id
    certificate = evidence.expectations.certificate
    keys = {one.public_key_sha256 for one in metadata.certificates}
    return (
        (name is not None and metadata.entity_id != name)
        or (certificate is not None and certificate.public_key_sha256 not in keys)
        or any(idp_url in {one.sent_to, one.request.destination} for one in evidence.sent_requests)
    )


def name_is_wrong(evidence: Evidence) -> Iterator[Finding]:
    """M9: the entity ID is a label, a placeholder, DeskPRO's own name, or not quite the right one.

    Where a sign-in message has the same name both sides agree, so that it can't be the cause.
    """
    for metadata in evidence.all_idp_metadata:
        name = metadata.entity_id
        open_name = is_field_label(name) or find_placeholder(name)
        borrowed = name in evidence.sp_entity_ids
        if open_name and any(one.response.issuer == name for one in evidence.responses):
            yield found("M9", variant="agreed", level=Level.WORTH_KNOWING, saw=name)
        elif open_name:
            yield found("M9", saw=name)
        elif borrowed:
            yield found("M9", variant="service-provider", level=Level.LIKELY, saw=name)
        else:
            expected = _expected_name(metadata, evidence)
            if expected is not None:
                yield found(
                    "M9", variant="differs", level=Level.LIKELY, saw=name, expected=expected
                )


def _expected_name(metadata: IdpMetadata, evidence: Evidence) -> str | None:
    """Return what the name should have been; without an expectation, the address it resembles."""
    expected = evidence.expectations.idp_entity_id
    if expected is not None:
        return expected if expected != metadata.entity_id else None
    alike = (one for one in metadata.locations if _bare(one) == _bare(metadata.entity_id))
    resembled = next(alike, None)
    return resembled if metadata.entity_id not in metadata.locations else None


def _bare(name: str) -> str:
    return name.strip().lower().removeprefix("https://").removeprefix("http://").rstrip("/")


def changed_since_last_check(evidence: Evidence) -> Iterator[Finding]:
    """M18: certificate, address or name are not what they were."""
    before = evidence.expectations.baseline or _as_baseline(evidence.expectations.metadata)
    if before is None:
        return
    for metadata in evidence.idp_metadata:
        now = _as_baseline(metadata)
        for variant, old, new in (
            ("certificate", before.certificates, now.certificates),
            ("address", before.locations, now.locations),
            ("name", (before.entity_id,), (now.entity_id,)),
        ):
            if old and new and not set(old) & set(new):
                yield found("M18", variant=variant, saw=new[0], expected=old[0])


@overload
def _as_baseline(metadata: IdpMetadata) -> Baseline: ...
@overload
def _as_baseline(metadata: None) -> None: ...
def _as_baseline(metadata: IdpMetadata | None) -> Baseline | None:
    if metadata is None:
        return None
    return Baseline(
        entity_id=metadata.entity_id,
        certificates=tuple(one.sha256 for one in metadata.certificates),
        locations=metadata.locations,
    )


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
    name_is_wrong,
    changed_since_last_check,
    placeholder_left,
)
