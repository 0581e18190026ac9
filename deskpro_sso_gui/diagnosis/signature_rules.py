"""Rules over the signatures of a sign-in message: S13 to S19.

Each signature was checked twice, with the certificate DeskPRO was given and with the one it
carries. The pair of answers tells causes apart that look the same from DeskPRO.
"""

from collections.abc import Iterator

from deskpro_sso_gui.diagnosis.conditions import found
from deskpro_sso_gui.diagnosis.evidence import Evidence, KeySource, ResponseEvidence
from deskpro_sso_gui.diagnosis.finding import Finding, Level
from deskpro_sso_gui.saml.facts import CertificateFacts, SignatureFacts, SignatureTrouble

_NOT_CHECKED = frozenset({SignatureTrouble.NO_KEY, SignatureTrouble.UNKNOWN_ALGORITHM})


def nothing_signed(evidence: ResponseEvidence, _all: Evidence) -> Iterator[Finding]:
    """S13: neither the message nor the part about the person is signed."""
    if not evidence.signatures:
        yield found("S13")


def signature_fails(evidence: ResponseEvidence, _all: Evidence) -> Iterator[Finding]:
    """S15, S16 and S17: the content was changed, or the key is another."""
    pairs = zip(evidence.signatures, evidence.own_signatures, strict=True)
    for given, own in pairs:
        if given.trouble in _NOT_CHECKED:
            continue
        if evidence.key_source is KeySource.MESSAGE or evidence.certificate is None:
            if not own.good:
                yield found("S15")
        elif given.value_ok:
            yield from _right_key(given, evidence.certificate)
        else:
            yield from _other_key(given, own, evidence.certificate)


def wrong_part_signed(evidence: ResponseEvidence, everything: Evidence) -> Iterator[Finding]:
    """S14: only the outer part is signed, and DeskPRO wants the inner one to be."""
    wanted = any(provider.want_assertions_signed for provider in everything.sp_metadata)
    assertions = evidence.response.assertions
    if wanted and evidence.response.signed and not any(one.signed for one in assertions):
        yield found("S14")


def weak_signature(evidence: ResponseEvidence, _all: Evidence) -> Iterator[Finding]:
    """S18: SHA-1 in the signature or in the digest."""
    for one in evidence.signatures:
        if one.uses_sha1:
            names = (one.signature_algorithm, one.digest_algorithm)
            old = (name.rpartition("#")[2] for name in names if "sha1" in name.lower())
            yield found("S18", saw=", ".join(old))


def no_certificate_carried(evidence: ResponseEvidence, _all: Evidence) -> Iterator[Finding]:
    """S19: signed, but without KeyInfo. That is no fault."""
    if evidence.signatures and all(one.key_info is None for one in evidence.signatures):
        yield found("S19")


def _right_key(given: SignatureFacts, certificate: CertificateFacts) -> Iterator[Finding]:
    if not given.digest_ok:
        yield found("S15")
    carried = given.key_info
    if carried is None or carried.sha256 == certificate.sha256:
        return
    same_key = carried.public_key_sha256 == certificate.public_key_sha256
    yield found(
        "S17",
        variant="same-key" if same_key else "",
        level=Level.WORTH_KNOWING if same_key else Level.LIKELY,
        saw=carried.sha256,
        expected=certificate.sha256,
    )


def _other_key(
    given: SignatureFacts, own: SignatureFacts, certificate: CertificateFacts
) -> Iterator[Finding]:
    carried = given.key_info
    if carried is None:
        # without a second opinion the digest alone tells which is likelier
        if given.digest_ok:
            yield found("S16", variant="unnamed", level=Level.LIKELY, expected=certificate.sha256)
        else:
            yield found("S15", variant="unclear", level=Level.LIKELY)
        return
    same_key = carried.public_key_sha256 == certificate.public_key_sha256
    if own.value_ok:
        yield found("S16", saw=carried.sha256, expected=certificate.sha256)
    if not given.digest_ok or same_key:
        yield found("S15")
    elif not own.value_ok:
        yield found("S15", variant="unclear", level=Level.LIKELY)
    if not same_key:
        yield found("S17", saw=carried.sha256, expected=certificate.sha256)
