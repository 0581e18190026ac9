"""The report of ``check`` as JSON, in the shape that the product's description fixes.

Facts are named one by one: no document as it was given, no name of the person who signed in.
"""

import json
from datetime import datetime
from typing import Any, TextIO

import msgspec

from deskpro_sso_gui.commands.check_conversation import conversation_facts
from deskpro_sso_gui.commands.check_report import CheckedFile, Report
from deskpro_sso_gui.commands.check_words import explanation, say
from deskpro_sso_gui.diagnosis.evidence import Evidence, ResponseEvidence
from deskpro_sso_gui.diagnosis.finding import Finding
from deskpro_sso_gui.diagnosis.words import words
from deskpro_sso_gui.saml.bundle import choose
from deskpro_sso_gui.saml.conversation import Conversation
from deskpro_sso_gui.saml.details import FileDetails
from deskpro_sso_gui.saml.facts import (
    Assertion,
    AuthnRequest,
    CertificateBundle,
    CertificateFacts,
    DecodeStep,
    Endpoint,
    IdpMetadata,
    Kind,
    SamlResponse,
    SignatureFacts,
    SpMetadata,
)
from deskpro_sso_gui.saml.faults import (
    CertificateError,
    MessageError,
    MetadataError,
    SamlError,
)

_USUAL_LAYERS = frozenset({DecodeStep.PARAMETER, DecodeStep.BASE64, DecodeStep.DEFLATE})


def write(report: Report, out: TextIO) -> None:
    """Write the report as one JSON document, ASCII only, and a line end."""
    headline = report.judgement.headline
    document = {
        "files": [file_report(file, report.evidence) for file in report.files],
        "findings": [_finding(finding) for finding in report.judgement.findings],
        "headline": headline.condition if headline is not None else None,
    }
    json.dump(document, out, indent=2)
    out.write("\n")


def _finding(finding: Finding) -> dict[str, str]:
    said = words(finding)
    return {
        "condition": finding.condition,
        "level": finding.level.value,
        "side": finding.side.value,
        "stage": finding.stage.value,
        "saw": finding.saw or say(said.saw),
        "expected": finding.expected or say(said.expected),
        "text": explanation(finding),
    }


def file_report(file: CheckedFile, evidence: Evidence) -> dict[str, Any]:
    """Return what is told of a file: ``path``, ``kind``, ``facts`` and ``repairs``."""
    reading = file.reading
    if reading is None:
        code = file.problem.code.value if file.problem is not None else ""
        facts: dict[str, Any] = {"problem": code}
        return {"path": file.path, "kind": Kind.UNKNOWN.value, "facts": facts, "repairs": []}
    repairs: list[str] = [step.value for step in reading.steps if step not in _USUAL_LAYERS]
    match reading.facts:
        case CertificateFacts() as found:
            facts = _certificate_file(found, evidence)
            repairs += _repairs(found)
        case CertificateBundle() as found:
            chosen = choose(found.certificates, evidence.published)
            inside = [_certificate(one) for one in found.certificates]
            facts = _certificate_file(chosen, evidence) | {"certificates": inside}
            repairs += _repairs(*found.certificates)
        case IdpMetadata() as found:
            facts = _idp_metadata(found)
        case SpMetadata() as found:
            facts = _sp_metadata(found)
        case AuthnRequest() as found:
            facts = _request(found) | _layers(reading.steps)
        case SamlResponse() as found:
            facts = _response(found, evidence) | _layers(reading.steps)
        case Conversation() as found:
            facts = conversation_facts(found) | _messages(found, evidence)
        case None:
            facts = _why(reading.error) | _details(reading.details)
    return {"path": file.path, "kind": reading.kind.value, "facts": facts, "repairs": repairs}


def _repairs(*certificates: CertificateFacts) -> list[str]:
    repairs = (repair.value for certificate in certificates for repair in certificate.repairs)
    return list(dict.fromkeys(repairs))


def _details(details: FileDetails | None) -> dict[str, Any]:
    """Tell what is known of a file that is not read, nothing of it that is secret."""
    if details is None:
        return {}
    told = msgspec.to_builtins(details)
    return {name: value for name, value in told.items() if value not in {None, ""}}


def _why(error: SamlError | None) -> dict[str, Any]:
    match error:
        case MetadataError() | MessageError():
            why = {"problem": error.fault.value}
            return why | ({"xml": error.xml.value} if error.xml is not None else {})
        case CertificateError():
            missing = {"missing_bytes": error.missing_bytes} if error.missing_bytes else {}
            return {"problem": error.fault.value} | missing
        case _:
            return {}


def _layers(steps: tuple[DecodeStep, ...]) -> dict[str, list[str]]:
    return {"layers": [step.value for step in steps]}


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment is not None else None


def _certificate_file(facts: CertificateFacts, evidence: Evidence) -> dict[str, Any]:
    """Tell a certificate with its clean text, which holds no secret, and the days it has left."""
    left = {"days_left": facts.days_left(evidence.moment), "pem": facts.pem}
    return _certificate(facts) | left


def _certificate(facts: CertificateFacts) -> dict[str, Any]:
    return {
        "subject": facts.subject,
        "common_name": facts.common_name,
        "organization": facts.organization,
        "organizational_unit": facts.organizational_unit,
        "issuer": facts.issuer,
        "not_before": _moment(facts.not_before),
        "not_after": _moment(facts.not_after),
        "serial": facts.serial,
        "sha1": facts.sha1,
        "sha256": facts.sha256,
        "public_key_sha256": facts.public_key_sha256,
        "key_type": facts.key_type,
        "key_size": facts.key_size,
        "signature_algorithm": facts.signature_algorithm,
        "self_signed": facts.self_signed,
        "is_authority": facts.is_authority,
        "server_names": list(facts.server_names),
    }


def _endpoints(endpoints: tuple[Endpoint, ...]) -> list[dict[str, str]]:
    return [{"binding": one.binding, "location": one.location} for one in endpoints]


def _idp_metadata(facts: IdpMetadata) -> dict[str, Any]:
    return {
        "entity_id": facts.entity_id,
        "want_authn_requests_signed": facts.want_authn_requests_signed,
        "name_id_formats": list(facts.name_id_formats),
        "sso": _endpoints(facts.sso),
        "has_single_log_out": facts.has_single_log_out,
        "valid_until": _moment(facts.valid_until),
        "certificates": [_certificate(certificate) for certificate in facts.certificates],
    }


def _sp_metadata(facts: SpMetadata) -> dict[str, Any]:
    return {
        "entity_id": facts.entity_id,
        "acs": _endpoints(facts.acs),
        "authn_requests_signed": facts.authn_requests_signed,
        "want_assertions_signed": facts.want_assertions_signed,
        "requested_attributes": list(facts.requested_attributes),
        "name_id_formats": list(facts.name_id_formats),
    }


def _request(facts: AuthnRequest) -> dict[str, Any]:
    return {
        "id": facts.id,
        "issue_instant": _moment(facts.issue_instant),
        "issuer": facts.issuer,
        "destination": facts.destination,
        "acs_url": facts.acs_url,
        "protocol_binding": facts.protocol_binding,
        "name_id_format": facts.name_id_format,
        "force_authn": facts.force_authn,
        "is_passive": facts.is_passive,
        "requested_contexts": list(facts.contexts),
        "signed": facts.signed,
    }


def _messages(conversation: Conversation, evidence: Evidence) -> dict[str, Any]:
    carried = [message.facts for hop in conversation.hops for message in hop.messages]
    told = (one.response for one in evidence.responses)
    responses = [one for one in told if any(one is fact for fact in carried)]
    return {
        "requests": [_request(one) for one in carried if isinstance(one, AuthnRequest)],
        "responses": [_response(one, evidence) for one in responses],
    }


def _response(facts: SamlResponse, evidence: Evidence) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": facts.id,
        "in_response_to": facts.in_response_to,
        "destination": facts.destination,
        "issuer": facts.issuer,
        "issue_instant": _moment(facts.issue_instant),
        "status": list(facts.status),
        "status_message": facts.status_message,
        "encrypted": facts.encrypted,
        "signed": facts.signed,
        "assertions": [_assertion(assertion) for assertion in facts.assertions],
    }
    examined = next((one for one in evidence.responses if one.response is facts), None)
    return told | (_examined(examined, evidence) if examined is not None else {})


def _examined(examined: ResponseEvidence, evidence: Evidence) -> dict[str, Any]:
    given = evidence.expectations.now is not None
    otherwise = "posted" if examined.posted_at is not None else "issue-instant"
    return {
        "signatures": [_signature(signature) for signature in examined.signatures],
        "signature_good": examined.is_good,
        "checked_with": examined.key_source.value,
        "judged_at": _moment(evidence.judged_at(examined)),
        "judged_at_is": "expected" if given else otherwise,
        "posted_to": examined.posted_to,
        "posted_at": _moment(examined.posted_at),
    }


def _signature(facts: SignatureFacts) -> dict[str, Any]:
    return {
        "element": facts.element.value,
        "good": facts.good,
        "content_unchanged": facts.digest_ok,
        "key_fits": facts.value_ok,
        "signature_algorithm": facts.signature_algorithm,
        "digest_algorithm": facts.digest_algorithm,
        "certificate_sha256": facts.checked_with,
        "key_info_sha256": facts.key_info.sha256 if facts.key_info is not None else None,
        "trouble": facts.trouble.value if facts.trouble is not None else None,
    }


def _assertion(facts: Assertion) -> dict[str, Any]:
    return {
        "id": facts.id,
        "issuer": facts.issuer,
        "issue_instant": _moment(facts.issue_instant),
        "name_id_format": facts.name_id_format,
        "audiences": list(facts.audiences) if facts.audiences is not None else None,
        "not_before": _moment(facts.not_before),
        "not_on_or_after": _moment(facts.not_on_or_after),
        "confirmations": [
            {
                "method": confirmation.method,
                "recipient": confirmation.recipient,
                "in_response_to": confirmation.in_response_to,
                "not_on_or_after": _moment(confirmation.not_on_or_after),
            }
            for confirmation in facts.confirmations
        ],
        "authn_instant": _moment(facts.authn_instant),
        "authn_context": facts.authn_context,
        "session_not_on_or_after": _moment(facts.session_not_on_or_after),
        "attributes": [attribute.name for attribute in facts.attributes],
        "signed": facts.signed,
    }
