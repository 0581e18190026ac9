"""Bytes to evidence: every file is told, read and put together with what is expected.

Imports cryptography, lxml and signxml; import it when a file is there to be read.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Final

from msgspec.structs import replace

from deskpro_sso_gui.diagnosis.conversations import RecordedResponse, recorded_responses
from deskpro_sso_gui.diagnosis.evidence import (
    Evidence,
    Facts,
    KeySource,
    Reading,
    ResponseEvidence,
)
from deskpro_sso_gui.diagnosis.expectations import Expectations
from deskpro_sso_gui.saml.capture import read_capture
from deskpro_sso_gui.saml.certificate import read_certificate
from deskpro_sso_gui.saml.conversation import Conversation
from deskpro_sso_gui.saml.decode import decode_message
from deskpro_sso_gui.saml.facts import (
    AuthnRequest,
    CertificateFacts,
    IdpMetadata,
    Kind,
    SamlResponse,
    SignatureFacts,
    SpMetadata,
)
from deskpro_sso_gui.saml.faults import SamlError
from deskpro_sso_gui.saml.identify import identify
from deskpro_sso_gui.saml.message import read_authn_request, read_response
from deskpro_sso_gui.saml.metadata import read_idp_metadata, read_sp_metadata
from deskpro_sso_gui.saml.signature import check_signatures
from deskpro_sso_gui.setup.record import SetupRecord

_READERS: Final[Mapping[Kind, Callable[[bytes], Facts]]] = {
    Kind.CERTIFICATE: read_certificate,
    Kind.IDP_METADATA: read_idp_metadata,
    Kind.SP_METADATA: read_sp_metadata,
    Kind.AUTHN_REQUEST: read_authn_request,
    Kind.SAML_RESPONSE: read_response,
    Kind.HAR: partial(read_capture, kind=Kind.HAR),
    Kind.SAML_TRACER: partial(read_capture, kind=Kind.SAML_TRACER),
}
_MESSAGES: Final = frozenset({Kind.AUTHN_REQUEST, Kind.SAML_RESPONSE})


def read(data: bytes, name: str = "") -> Reading:
    """Tell what ``data`` is and read it; what can't be read says why.

    Args:
        data: the whole file.
        name: what the file is called, without its folder.
    """
    kind = identify(data)
    told = Reading(kind=kind, name=name, size=len(data))
    reader = _READERS.get(kind)
    if reader is None:
        return told
    try:
        if kind not in _MESSAGES:
            return replace(told, facts=reader(data))
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
        certificates=tuple(one for one in facts if isinstance(one, CertificateFacts)),
        idp_metadata=tuple(one for one in facts if isinstance(one, IdpMetadata)),
        sp_metadata=tuple(one for one in facts if isinstance(one, SpMetadata)),
        requests=tuple(one for one in facts if isinstance(one, AuthnRequest)),
        conversations=tuple(one for one in facts if isinstance(one, Conversation)),
    )
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
    return replace(evidence, responses=responses)


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
    )
