"""Rules over certificates: C14."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from deskpro_sso_gui.diagnosis.conditions import found
from deskpro_sso_gui.diagnosis.evidence import Evidence, Rule
from deskpro_sso_gui.diagnosis.finding import Finding

WARN_BEFORE: Final = timedelta(days=60)
"""JumpCloud's own first notice (reference/jumpcloud-api.md §3.6)."""


def validity(evidence: Evidence) -> Iterator[Finding]:
    """C14: a certificate that has run out, is about to, or is not valid yet.

    JumpCloud's certificates are pinned, so many service providers ignore their dates: a fact
    worth knowing, not a cause.
    """
    now = evidence.expectations.now or evidence.now
    given = evidence.all_certificates
    published = (one for metadata in evidence.all_idp_metadata for one in metadata.certificates)
    for certificate in {one.sha256: one for one in (*given, *published)}.values():
        begin, end = certificate.not_before, certificate.not_after
        day = f"{now:%Y-%m-%d}"
        if now > end:
            yield found("C14", variant="expired", saw=f"{end:%Y-%m-%d}", expected=day)
        elif now < begin:
            yield found("C14", variant="early", saw=f"{begin:%Y-%m-%d}", expected=day)
        elif end - now <= WARN_BEFORE:
            days = str((end - now).days)
            yield found("C14", variant="soon", saw=f"{end:%Y-%m-%d}", expected=day, days=days)


RULES: Final[tuple[Rule, ...]] = (validity,)
