"""The report of ``check`` in plain words."""

import unicodedata
from collections.abc import Iterator
from datetime import datetime
from typing import Final, TextIO

from deskpro_sso_gui import texts
from deskpro_sso_gui.commands.check_conversation import conversation_lines
from deskpro_sso_gui.commands.check_report import CheckedFile, Report
from deskpro_sso_gui.diagnosis.descriptions import (
    KIND_ADVICE,
    LOOK_TEXTS,
    MESSAGE_FAULT_TEXTS,
    XML_FAULT_TEXTS,
)
from deskpro_sso_gui.diagnosis.evidence import Reading
from deskpro_sso_gui.diagnosis.finding import Finding
from deskpro_sso_gui.diagnosis.verdict import notes, verdict
from deskpro_sso_gui.diagnosis.words import Sentence
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.saml.conversation import Conversation
from deskpro_sso_gui.saml.facts import (
    AuthnRequest,
    CertificateBundle,
    CertificateFacts,
    IdpMetadata,
    SamlResponse,
    SpMetadata,
)
from deskpro_sso_gui.saml.faults import (
    CertificateError,
    MessageError,
    MessageFault,
    MetadataError,
    SamlError,
    XmlFault,
)

# control, format and surrogate characters could move a terminal's cursor or turn text around
_UNSAFE: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def plain(text: str) -> str:
    """Return ``text`` with every character that a terminal would act on replaced."""
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(character) in _UNSAFE else character
        for character in text
    )


def say(sentence: Sentence) -> str:
    """Return a sentence in the language in use, fit for a terminal."""
    return plain(texts.sentence_text(sentence))


def write(report: Report, out: TextIO) -> None:
    """Write what each file is, whether they belong together, and what is wrong."""
    for file in report.files:
        print(plain(file.path), file=out)
        for line in _file_lines(file, report.evidence.moment):
            print(f"  {plain(line)}", file=out)
    if report.set_up_problem is not None:
        wording = texts.problem_text(report.set_up_problem)
        print(f"\n{plain(wording.title)} {plain(wording.advice)}", file=out)
    result = [say(sentence) for sentence in verdict(report.evidence, report.judgement)]
    if result:
        print("\n" + " ".join(result), file=out)
    elif report.all_seen and report.judgement.headline is None:
        print("\n" + texts.t(N_("We found nothing wrong.")), file=out)
    for place, finding in enumerate(report.judgement.findings):
        print(file=out)
        _write_finding(finding, out, also=place > 0 and report.judgement.headline is not None)
    remarks = [say(note) for note in notes(report.evidence)]
    if remarks:
        print("\n" + "\n".join(remarks), file=out)


def explanation(finding: Finding) -> str:
    """Return all that is said about a finding, in one paragraph."""
    said = texts.finding_text(finding)
    return plain(" ".join((said.headline, *said.lines)))


def _write_finding(finding: Finding, out: TextIO, *, also: bool) -> None:
    said = texts.finding_text(finding)
    level = texts.t(N_("Also noticed")) if also else said.level
    print(f"{level} ({finding.condition}): {plain(said.headline)}", file=out)
    for line in said.lines:
        print(f"  {plain(line)}", file=out)


def _file_lines(file: CheckedFile, now: datetime) -> Iterator[str]:
    if file.problem is not None:
        wording = texts.problem_text(file.problem)
        yield wording.title
        yield wording.advice
    elif file.reading is not None:
        yield from _reading_lines(file.reading, now)


def _reading_lines(reading: Reading, now: datetime) -> Iterator[str]:
    kind = texts.kind_text(reading.kind)
    if reading.error is not None:
        reason = _reason(reading.error)
        yield texts.t(
            N_("This is {kind}, but it can't be read: {reason}."), kind=kind, reason=reason
        )
        return
    yield texts.t(N_("This is {kind}."), kind=kind)
    match reading.facts:
        case CertificateFacts() as facts:
            yield from _certificate_lines(facts, now)
        case CertificateBundle() as facts:
            yield from _bundle_lines(facts, now)
        case IdpMetadata() as facts:
            yield from _idp_lines(facts)
        case SpMetadata() as facts:
            yield from _sp_lines(facts)
        case Conversation() as facts:
            yield from conversation_lines(facts)
        case SamlResponse() as facts:
            yield from _response_lines(facts)
        case AuthnRequest() as facts:
            yield texts.t(N_("It comes from {name}."), name=facts.issuer)
            yield texts.t(N_("The answer is to go to {address}."), address=facts.acs_url)
        case None:
            yield from _unread_lines(reading)


def _reason(error: SamlError) -> str:
    match error:
        case CertificateError():
            return texts.certificate_fault_text(error.fault)
        case MetadataError(xml=XmlFault() as fault) | MessageError(xml=XmlFault() as fault):
            return texts.t(XML_FAULT_TEXTS[fault])
        case MetadataError():
            return texts.metadata_fault_text(error.fault)
        case MessageError():
            return texts.t(MESSAGE_FAULT_TEXTS[error.fault])
        case _:
            return texts.t(MESSAGE_FAULT_TEXTS[MessageFault.UNREADABLE])


def _unread_lines(reading: Reading) -> Iterator[str]:
    if reading.details is not None and reading.details.look is not None:
        yield texts.t(LOOK_TEXTS[reading.details.look])
    if reading.kind in KIND_ADVICE:
        yield texts.t(KIND_ADVICE[reading.kind])


def _bundle_lines(facts: CertificateBundle, now: datetime) -> Iterator[str]:
    for place, certificate in enumerate(facts.certificates, 1):
        yield texts.t(N_("Certificate {number}"), number=str(place))
        yield from (f"  {line}" for line in _certificate_lines(certificate, now))


def _certificate_lines(facts: CertificateFacts, now: datetime) -> Iterator[str]:
    owner = ", ".join(part for part in (facts.common_name, facts.organization) if part)
    yield texts.t(N_("Owner: {owner}"), owner=owner or facts.subject)
    yield texts.t(
        N_("Valid from {begin} until {end} ({left})"),
        begin=texts.date(facts.not_before),
        end=texts.date(facts.not_after),
        left=_days_left(facts.days_left(now)),
    )
    yield texts.t(
        N_("Key: {type} with {size} bits, signed with {algorithm}"),
        type=facts.key_type,
        size=str(facts.key_size),
        algorithm=facts.signature_algorithm,
    )
    yield texts.t(N_("Fingerprint (SHA-256): {fingerprint}"), fingerprint=facts.sha256)
    yield texts.t(N_("Fingerprint (SHA-1): {fingerprint}"), fingerprint=facts.sha1)
    if facts.repairs:
        listed = "; ".join(texts.repair_text(repair) for repair in facts.repairs)
        yield texts.t(N_("To read it: {repairs}"), repairs=listed)


def _days_left(days: int) -> str:
    if days < 0:
        return texts.plural(N_("run out 1 day ago"), N_("run out {count} days ago"), -days)
    return texts.plural(N_("1 day left"), N_("{count} days left"), days)


def _idp_lines(facts: IdpMetadata) -> Iterator[str]:
    yield texts.t(N_("Name (entity ID): {name}"), name=facts.entity_id)
    for location in facts.locations:
        yield texts.t(N_("Sign-in address: {address}"), address=location)
    for certificate in facts.certificates:
        yield texts.t(
            N_("Certificate of {owner}, valid until {end}, fingerprint (SHA-256): {fingerprint}"),
            owner=certificate.organization or certificate.subject,
            end=texts.date(certificate.not_after),
            fingerprint=certificate.sha256,
        )


def _sp_lines(facts: SpMetadata) -> Iterator[str]:
    yield texts.t(N_("Name (entity ID): {name}"), name=facts.entity_id)
    for endpoint in facts.acs:
        yield texts.t(
            N_("Address for sign-in messages (ACS): {address}"), address=endpoint.location
        )


def _response_lines(facts: SamlResponse) -> Iterator[str]:
    yield texts.t(N_("Sender: {name}"), name=facts.issuer)
    if facts.issue_instant is not None:
        made = f"{facts.issue_instant:%Y-%m-%d %H:%M:%S} UTC"
        yield texts.t(N_("Made at: {moment}"), moment=made)
    if facts.destination:
        yield texts.t(N_("Goes to: {address}"), address=facts.destination)
    for assertion in facts.assertions:
        for audience in assertion.audiences or ():
            yield texts.t(N_("Meant for: {name}"), name=audience)
