"""Bytes to evidence: every file is told, read and put together with what is expected.

Imports cryptography, lxml and signxml; import it when a file is there to be read.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import Final

from msgspec.structs import replace

from deskpro_sso_gui.diagnosis.conversations import RecordedResponse, recorded_responses
from deskpro_sso_gui.diagnosis.evidence import (
    Evidence,
    Facts,
    KeySource,
    Purpose,
    Reading,
    ResponseEvidence,
    SentRequest,
)
from deskpro_sso_gui.diagnosis.expectations import Baseline, Expectations
from deskpro_sso_gui.saml.bundle import choose
from deskpro_sso_gui.saml.capture import read_capture
from deskpro_sso_gui.saml.certificate import read_certificate, read_certificates
from deskpro_sso_gui.saml.conversation import Conversation, Hop, MessageField
from deskpro_sso_gui.saml.decode import decode_message
from deskpro_sso_gui.saml.details import describe
from deskpro_sso_gui.saml.facts import (
    AuthnRequest,
    CertificateBundle,
    CertificateFacts,
    IdpMetadata,
    Kind,
    SamlResponse,
    SignatureFacts,
    SpMetadata,
)
from deskpro_sso_gui.saml.faults import MessageError, MessageFault, SamlError
from deskpro_sso_gui.saml.identify import identify
from deskpro_sso_gui.saml.message import read_authn_request, read_response
from deskpro_sso_gui.saml.metadata import read_idp_metadata, read_sp_metadata
from deskpro_sso_gui.saml.signature import check_signatures
from deskpro_sso_gui.saml.transport import read_transport
from deskpro_sso_gui.setup.record import SetupRecord


def _certificate_file(data: bytes) -> CertificateFacts | CertificateBundle:
    """Read the only certificate of a file, or all of them."""
    certificates = read_certificates(data)
    if len(certificates) > 1:
        return CertificateBundle(certificates=certificates)
    return certificates[0]


def _bundle_file(data: bytes) -> CertificateBundle:
    return CertificateBundle(certificates=read_certificates(data))


_READERS: Final[Mapping[Kind, Callable[[bytes], Facts]]] = {
    Kind.CERTIFICATE: _certificate_file,
    Kind.PKCS7: _bundle_file,
    Kind.IDP_METADATA: read_idp_metadata,
    Kind.SP_METADATA: read_sp_metadata,
    Kind.AUTHN_REQUEST: read_authn_request,
    Kind.SAML_RESPONSE: read_response,
    Kind.HAR: partial(read_capture, kind=Kind.HAR),
    Kind.SAML_TRACER: partial(read_capture, kind=Kind.SAML_TRACER),
}
_WEB_TOKEN: Final = re.compile(rb"\s*eyJ[\w-]+\.[\w-]+\.[\w-]*\s*$")
"""A JSON Web Token (RFC 7519), which people take for a SAML message."""

_TOKEN_FIELD: Final = re.compile(rb"SAMLResponse=eyJ[\w-]+\.")
_MESSAGES: Final = frozenset({Kind.AUTHN_REQUEST, Kind.SAML_RESPONSE})


def read(data: bytes, name: str = "", *, purpose: Purpose | None = None) -> Reading:
    """Tell what ``data`` is and read it; what can't be read says why.

    Args:
        data: the whole file.
        name: what the file is called, without its folder.
        purpose: what it was given for, None where any file may stand.
    """
    kind = identify(data)
    told = Reading(kind=kind, name=name, size=len(data), purpose=purpose)
    reader = _READERS.get(kind)
    if reader is None:
        told = replace(told, details=describe(data, kind))
        token = kind is Kind.UNKNOWN and _WEB_TOKEN.match(data)
        return replace(told, error=MessageError(MessageFault.WEB_TOKEN)) if token else told
    try:
        if kind not in _MESSAGES:
            return replace(told, facts=reader(data))
        told = replace(told, transport=read_transport(data))
        if kind is Kind.SAML_RESPONSE and _TOKEN_FIELD.search(data):
            raise MessageError(MessageFault.WEB_TOKEN)
        message = decode_message(data)
        return replace(told, facts=reader(message.xml), xml=message.xml, steps=message.steps)
    except SamlError as error:
        return replace(told, error=error)


def gather(readings: Sequence[Reading], expectations: Expectations, *, now: datetime) -> Evidence:
    """Put the facts of all files together and check the messages' signatures.

    Args:
        readings: what the files turned out to be, in the order given.
        expectations: what it should be.
        now: the present time, aware; certificates are judged at it unless another is expected.
    """
    facts = [reading.facts for reading in readings]
    evidence = Evidence(
        expectations=expectations,
        now=now,
        files=tuple(readings),
        idp_metadata=tuple(one for one in facts if isinstance(one, IdpMetadata)),
        sp_metadata=tuple(one for one in facts if isinstance(one, SpMetadata)),
        requests=tuple(one for one in facts if isinstance(one, AuthnRequest)),
        conversations=tuple(one for one in facts if isinstance(one, Conversation)),
    )
    evidence = replace(evidence, certificates=tuple(_certificates(facts, evidence.published)))
    responses = tuple(
        _examine(reading.facts, reading.xml, evidence)
        for reading in readings
        if isinstance(reading.facts, SamlResponse)
    )
    responses += tuple(
        _examine_recorded(recorded, evidence)
        for conversation in evidence.conversations
        for recorded in recorded_responses(conversation)
    )
    return replace(evidence, responses=responses, sent_requests=_sent_requests(readings))


def _certificates(
    facts: Sequence[Facts | None], published: Collection[str]
) -> Iterator[CertificateFacts]:
    """Take the certificate of each file, and of a bundle the one to use."""
    for one in facts:
        if isinstance(one, CertificateFacts):
            yield one
        elif isinstance(one, CertificateBundle):
            yield choose(one.certificates, published)


def _sent_requests(readings: Sequence[Reading]) -> tuple[SentRequest, ...]:
    """Take DeskPRO's requests from files of their own and from recordings."""
    sent: list[SentRequest] = []
    for reading in readings:
        match reading.facts:
            case AuthnRequest() as request:
                beside = reading.transport
                sent.append(
                    SentRequest(
                        request=request,
                        steps=reading.steps,
                        sent_to=beside.address if beside else "",
                        relay_state=beside.relay_state if beside else None,
                        signed=request.signed or (beside is not None and beside.signed),
                        escaped=beside is not None and beside.escaped,
                    )
                )
            case Conversation() as conversation:
                sent += _recorded_requests(conversation)
    return tuple(sent)


def _recorded_requests(conversation: Conversation) -> Iterator[SentRequest]:
    for hop in conversation.sending(MessageField.REQUEST):
        carried = hop.sent(MessageField.REQUEST)
        if carried is None or not isinstance(carried.facts, AuthnRequest):
            continue
        yield SentRequest(
            request=carried.facts,
            steps=carried.steps,
            sent_to=carried.sent_to,
            relay_state=carried.relay_state,
            signed=carried.facts.signed or "Signature=" in hop.url,
            escaped="&amp;" in hop.url,
            refused=_is_refusal(hop),
            sent_at=hop.date or hop.started,
        )


def _is_refusal(hop: Hop) -> bool:
    is_error = hop.status >= HTTPStatus.BAD_REQUEST and hop.status != HTTPStatus.NOT_FOUND
    return is_error and hop.built(MessageField.RESPONSE) is None


def _examine(response: SamlResponse, xml: bytes, evidence: Evidence) -> ResponseEvidence:
    """Check a message's signatures with the certificate that fits best, and with its own.

    The expected certificate is the only one asked when there is one. Else, of several files the
    first that made every signature is taken, so that an unrelated one beside it does no harm.
    """
    own = check_signatures(xml)
    expected = evidence.expectations.certificate
    published = [one for metadata in evidence.all_idp_metadata for one in metadata.certificates]
    candidates = [expected] if expected else list(evidence.certificates) or published
    if not candidates:
        return ResponseEvidence(
            response=response,
            key_source=KeySource.MESSAGE,
            certificate=None,
            signatures=own,
            own_signatures=own,
        )
    checked = [(one, check_signatures(xml, one)) for one in candidates]
    certificate, signatures = next((pair for pair in checked if _all_fit(pair[1])), checked[0])
    from_metadata = not expected and not evidence.certificates
    return ResponseEvidence(
        response=response,
        key_source=KeySource.METADATA if from_metadata else KeySource.CERTIFICATE,
        certificate=certificate,
        signatures=signatures,
        own_signatures=own,
    )


def _examine_recorded(recorded: RecordedResponse, evidence: Evidence) -> ResponseEvidence:
    """Check a message of a recording, and keep what the recording says about its way."""
    return replace(
        _examine(recorded.response, recorded.xml, evidence),
        asked=recorded.asked,
        posted_to=recorded.posted_to,
        posted_at=recorded.posted_at,
        from_capture=recorded.seen_coming,
    )


def _all_fit(signatures: tuple[SignatureFacts, ...]) -> bool:
    return bool(signatures) and all(one.value_ok for one in signatures)


def _baseline(record: SetupRecord) -> Baseline | None:
    read = record.metadata
    if read is None:
        return None
    return Baseline(
        entity_id=read.entity_id,
        certificates=(read.certificate_sha256,),
        locations=(read.idp_url,),
    )


def expectations_from_record(record: SetupRecord) -> Expectations:
    """Return what a saved set-up says it should be; what it does not know yet stays open.

    Raises:
        CertificateError: the record's certificate can't be read.
    """
    provider, application = record.service_provider, record.application
    return Expectations(
        sp_entity_id=provider.sp_entity_id if provider else None,
        acs_url=provider.acs_url if provider else None,
        idp_url=application.idp_url if application else None,
        idp_entity_id=(application.idp_entity_id or None) if application else None,
        certificate=(
            read_certificate(record.certificate.pem.encode()) if record.certificate else None
        ),
        email=record.tester.email if record.tester else None,
        metadata_url=(record.metadata.url or None) if record.metadata else None,
        baseline=_baseline(record),
        organization=(record.account.organization.name or None) if record.account else None,
    )
