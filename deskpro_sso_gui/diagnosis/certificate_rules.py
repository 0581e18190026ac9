"""Rules over certificates: whether one is good, and whether it is the right one (C14 to C19)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from msgspec.structs import replace

from deskpro_sso_gui.diagnosis import certificate_file_rules
from deskpro_sso_gui.diagnosis.conditions import found
from deskpro_sso_gui.diagnosis.conversations import Talk
from deskpro_sso_gui.diagnosis.evidence import Evidence, KeySource, Reading, Rule
from deskpro_sso_gui.diagnosis.finding import Finding, Level, Side
from deskpro_sso_gui.diagnosis.names import file_name, without_number
from deskpro_sso_gui.saml.facts import CertificateFacts
from deskpro_sso_gui.saml.names import JUMPCLOUD_COMMON_NAME, JUMPCLOUD_UNIT

WARN_BEFORE: Final = timedelta(days=60)
"""JumpCloud's own first notice (reference/jumpcloud-api.md §3.6)."""

_LAST_WEEK: Final = 7
_CLOCK_TOLERANCE: Final = timedelta(minutes=5)
_LEAST_BITS: Final = {"RSA": 2048, "DSA": 2048, "EC": 256}
_OLD_DIGESTS: Final = ("md5", "sha1")


def _all(evidence: Evidence) -> tuple[CertificateFacts, ...]:
    """Return the certificates given and those in JumpCloud's metadata, each once."""
    published = (one for metadata in evidence.all_idp_metadata for one in metadata.certificates)
    every = (*evidence.all_certificates, *published)
    return tuple({one.sha256: one for one in every}.values())


def _proven(certificate: CertificateFacts, evidence: Evidence) -> bool:
    """Tell whether JumpCloud itself shows that the certificate is its own of today.

    It is in the metadata, or it made the signature of a sign-in message.
    """
    return certificate.sha256 in evidence.published or any(
        response.is_good
        and response.key_source is KeySource.CERTIFICATE
        and response.certificate is not None
        and response.certificate.sha256 == certificate.sha256
        for response in evidence.responses
    )


def _of_jumpcloud(certificate: CertificateFacts) -> bool:
    """Tell whether JumpCloud made it, by its names."""
    return (
        certificate.common_name == JUMPCLOUD_COMMON_NAME
        or certificate.organizational_unit == JUMPCLOUD_UNIT
    )


def _of_deskpro(certificate: CertificateFacts, evidence: Evidence) -> bool:
    """Tell whether it is the one in DeskPRO's own metadata."""
    own = {one.public_key_sha256 for sp in evidence.sp_metadata for one in sp.certificates}
    return certificate.public_key_sha256 in own and certificate.sha256 not in evidence.published


def validity(evidence: Evidence) -> Iterator[Finding]:
    """C14: a certificate that has run out, is about to, or is not valid yet.

    JumpCloud's certificates are pinned, so many service providers ignore their dates: a fact
    worth knowing, not a cause, unless DeskPRO is seen to refuse the message.
    """
    now = evidence.moment
    day = f"{now:%Y-%m-%d}"
    certificates = tuple({one.sha256: one for one in (*_all(evidence), *_used(evidence))}.values())
    refused = any(Talk(one, evidence).is_refused for one in evidence.conversations)
    slow, fast = _clock_is_slow(evidence, certificates), _clock_is_fast(evidence, certificates)
    for certificate in certificates:
        begin, end = certificate.not_before, certificate.not_after
        if now > end:
            variant = "clock-late" if fast else "expired"
            finding = _dated(variant, saw=end, day=day, clock=fast)
            if refused and not fast:
                finding = replace(finding, variant="refused", level=Level.LIKELY)
            yield finding
        elif now < begin:
            variant = "clock-early" if slow else "early"
            yield _dated(variant, saw=begin, day=day, clock=slow)
        elif end - now <= WARN_BEFORE:
            # days of the calendar: whatever ends in the next hours ends today or tomorrow
            days = (end.date() - now.date()).days
            yield found(
                "C14", variant=_how_soon(days), saw=f"{end:%Y-%m-%d}", expected=day, days=str(days)
            )


def _used(evidence: Evidence) -> Iterator[CertificateFacts]:
    """Return the certificates that came along with good signatures."""
    for response in evidence.responses:
        for signature in response.own_signatures:
            if signature.good and signature.key_info is not None:
                yield signature.key_info


def _dated(variant: str, *, saw: datetime, day: str, clock: bool) -> Finding:
    return found(
        "C14",
        variant=variant,
        saw=f"{saw:%Y-%m-%d}",
        expected=day,
        side=Side.THIS_COMPUTER if clock else None,
    )


def _how_soon(days: int) -> str:
    if days > _LAST_WEEK:
        return "soon"
    return {0: "today", 1: "tomorrow"}.get(days, "week")


def _clock_is_slow(evidence: Evidence, certificates: tuple[CertificateFacts, ...]) -> bool:
    """Suspect this computer's clock where everything seems to come from the future.

    A given time is nobody's clock, and one file alone may be wrong itself.
    """
    if evidence.expectations.now is not None:
        return False
    moments = [one.not_before for one in certificates]
    moments += [moment - _CLOCK_TOLERANCE for moment in _made_at(evidence)]
    return len(moments) > 1 and all(moment > evidence.now for moment in moments)


def _made_at(evidence: Evidence) -> Iterator[datetime]:
    """Return when servers say that they made a message or an answer."""
    for response in evidence.responses:
        if response.response.issue_instant is not None:
            yield response.response.issue_instant
    for request in evidence.requests:
        if request.issue_instant is not None:
            yield request.issue_instant
    for conversation in evidence.conversations:
        yield from (hop.date for hop in conversation.hops if hop.date is not None)


def _clock_is_fast(evidence: Evidence, certificates: tuple[CertificateFacts, ...]) -> bool:
    """Suspect this computer's clock where several certificates have run out, and none has not."""
    if evidence.expectations.now is not None:
        return False
    return len(certificates) > 1 and all(one.not_after < evidence.now for one in certificates)


def weak(evidence: Evidence) -> Iterator[Finding]:
    """C15: a short key, or a signature that rests on SHA-1 or MD5."""
    for certificate in _all(evidence):
        least = _LEAST_BITS.get(certificate.key_type, 0)
        if certificate.key_size < least:
            yield found(
                "C15",
                variant="key",
                type=certificate.key_type,
                bits=str(certificate.key_size),
                least=str(least),
            )
        algorithm = certificate.signature_algorithm
        if any(digest in algorithm.lower() for digest in _OLD_DIGESTS):
            yield found("C15", variant="signature", algorithm=algorithm)


def of_deskpro(evidence: Evidence) -> Iterator[Finding]:
    """C19: DeskPRO's own certificate."""
    for certificate in evidence.all_certificates:
        if _of_deskpro(certificate, evidence):
            yield found("C19", saw=certificate.sha256)


def of_another_kind(evidence: Evidence) -> Iterator[Finding]:
    """C16: a certificate that JumpCloud did not make and that nothing proves to be in use."""
    for certificate in evidence.all_certificates:
        if (
            _of_jumpcloud(certificate)
            or _proven(certificate, evidence)
            or _of_deskpro(certificate, evidence)
        ):
            continue
        owner = certificate.common_name or certificate.subject
        if certificate.server_names or certificate.for_web_servers:
            site = next(iter(certificate.server_names), owner)
            yield found("C16", variant="web-server", owner=owner, site=site)
        elif certificate.is_authority:
            yield found("C16", variant="authority", owner=owner)
        else:
            # customers may give JumpCloud a certificate of their own
            yield found("C16", variant="other", level=Level.WORTH_KNOWING, owner=owner)


def of_another_organization(evidence: Evidence) -> Iterator[Finding]:
    """C17: JumpCloud made it for somebody else, as far as its name tells."""
    expected = evidence.expectations.organization
    if expected is not None:
        for certificate in _all(evidence):
            if _differs(certificate, {_plain(expected)}):
                yield found("C17", saw=certificate.organization, expected=expected)
        return
    published = [one for metadata in evidence.all_idp_metadata for one in metadata.certificates]
    names = {_plain(one.organization): one.organization for one in published if _names(one)}
    for certificate in evidence.all_certificates:
        if names and certificate.sha256 not in evidence.published:
            [first, *_] = names.values()
            if _differs(certificate, set(names)):
                yield found("C17", variant="metadata", saw=certificate.organization, expected=first)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _names(certificate: CertificateFacts) -> bool:
    """Tell whether it names an organisation: some of JumpCloud's name JumpCloud itself."""
    return _of_jumpcloud(certificate) and _plain(certificate.organization) not in {"", "jumpcloud"}


def _differs(certificate: CertificateFacts, expected: set[str]) -> bool:
    return _names(certificate) and _plain(certificate.organization) not in expected


def old_download(evidence: Evidence) -> Iterator[Finding]:
    """C18: JumpCloud has a younger certificate than the one in the file."""
    files = [(file_name(one), certificate) for one, certificate in _files(evidence)]
    for reading, certificate in _files(evidence):
        if _proven(certificate, evidence):
            continue
        file = file_name(reading)
        present = _younger(certificate, _present(evidence))
        other = _younger_download(file, certificate, files)
        if present is not None:
            yield found(
                "C18",
                saw=f"{certificate.not_before:%Y-%m-%d}",
                expected=f"{present.not_before:%Y-%m-%d}",
                file=file,
            )
        elif other is not None:
            name, younger = other
            yield found(
                "C18",
                variant="other-file",
                saw=f"{certificate.not_before:%Y-%m-%d}",
                expected=f"{younger.not_before:%Y-%m-%d}",
                file=file,
                other=name,
            )
        elif without_number(file) is not None and not evidence.published and len(files) == 1:
            yield found("C18", variant="named", level=Level.WORTH_KNOWING, file=file)


def _files(evidence: Evidence) -> Iterator[tuple[Reading, CertificateFacts]]:
    """Return the files with one certificate, and the certificate."""
    for reading in evidence.files:
        if isinstance(reading.facts, CertificateFacts):
            yield reading, reading.facts


def _present(evidence: Evidence) -> Iterator[CertificateFacts]:
    """Return the certificates that JumpCloud shows to be its own of today."""
    for metadata in evidence.all_idp_metadata:
        yield from metadata.certificates
    yield from _used(evidence)


def _younger(
    certificate: CertificateFacts, others: Iterator[CertificateFacts]
) -> CertificateFacts | None:
    """Return one of ``others`` that took the place of ``certificate``."""
    return next(
        (
            other
            for other in others
            if other.not_before > certificate.not_before
            and other.public_key_sha256 != certificate.public_key_sha256
            and _plain(other.organization) == _plain(certificate.organization)
        ),
        None,
    )


def _younger_download(
    file: str, certificate: CertificateFacts, files: list[tuple[str, CertificateFacts]]
) -> tuple[str, CertificateFacts] | None:
    """Return a later download under the same name that holds a younger certificate."""
    bare = without_number(file) or file
    for name, other in files:
        same = name != file and (without_number(name) or name) == bare
        if same and _younger(certificate, iter((other,))) is not None:
            return name, other
    return None


RULES: Final[tuple[Rule, ...]] = (
    *certificate_file_rules.RULES,
    of_deskpro,
    of_another_kind,
    old_download,
    of_another_organization,
    validity,
    weak,
)
