"""Rules over what a sign-in message says: status, structure, values, times and account."""

from collections.abc import Iterator

from deskpro_sso_gui.diagnosis.conditions import found
from deskpro_sso_gui.diagnosis.evidence import Evidence, ResponseEvidence
from deskpro_sso_gui.diagnosis.finding import Finding, Side
from deskpro_sso_gui.diagnosis.placeholders import find_placeholder
from deskpro_sso_gui.saml.facts import SignatureTrouble, SignedElement
from deskpro_sso_gui.saml.names import METHOD_BEARER, STATUS_SUCCESS

_REQUESTER_AT_FAULT = "urn:oasis:names:tc:SAML:2.0:status:Requester"
_UNTRUSTED = frozenset(
    {
        SignatureTrouble.NOT_ITS_PARENT,
        SignatureTrouble.AMBIGUOUS,
        SignatureTrouble.UNUSUAL_TRANSFORM,
        SignatureTrouble.MALFORMED,
    }
)


def refused(evidence: ResponseEvidence, _all: Evidence) -> Iterator[Finding]:
    """S2: the status is not success."""
    status = evidence.response.status
    if status[:1] == (STATUS_SUCCESS,):
        return
    said = " / ".join(code.rsplit(":", 1)[-1] for code in status) or "-"
    message = evidence.response.status_message
    yield found(
        "S2",
        saw=f"{said}: {message}" if message else said,
        expected="Success",
        side=Side.DESKPRO if status[:1] == (_REQUESTER_AT_FAULT,) else None,
    )


def badly_built(evidence: ResponseEvidence, _all: Evidence) -> Iterator[Finding]:
    """S20 and S26: encrypted, or built so that the signed part is not surely the one read."""
    response = evidence.response
    if response.encrypted:
        yield found("S20")
    elif not response.assertions and not response.stray_assertions:
        yield found("S26", variant="nobody")
    doubtful = (
        len(response.assertions) > 1
        or response.stray_assertions
        or response.duplicate_ids
        or any(
            one.trouble in _UNTRUSTED or one.element is SignedElement.OTHER
            for one in evidence.signatures
        )
    )
    if doubtful:
        yield found("S26")


def other_sender(evidence: ResponseEvidence, everything: Evidence) -> Iterator[Finding]:
    """S4: the issuer of message or assertion is not the one DeskPRO knows."""
    expected = everything.idp_entity_ids
    response = evidence.response
    issuers = (response.issuer, *(assertion.issuer for assertion in response.assertions))
    other = [issuer for issuer in issuers if issuer and issuer not in expected]
    if expected and other:
        yield found("S4", saw=other[0], expected=expected[0])


def other_audience(evidence: ResponseEvidence, everything: Evidence) -> Iterator[Finding]:
    """S5 and S6: no audience is DeskPRO, or none is named."""
    expected = everything.sp_entity_ids
    for assertion in evidence.response.assertions:
        audiences = [audience for audience in assertion.audiences or () if audience.strip()]
        if not audiences:
            yield found("S6")
        elif expected and not set(audiences) & set(expected):
            yield found("S5", saw=audiences[0], expected=expected[0])


def other_destination(evidence: ResponseEvidence, everything: Evidence) -> Iterator[Finding]:
    """S7: the message goes to another address than DeskPRO's."""
    expected = everything.acs_urls
    destination = evidence.response.destination
    if expected and destination and destination not in expected:
        yield found("S7", saw=destination, expected=expected[0])


def other_recipient(evidence: ResponseEvidence, everything: Evidence) -> Iterator[Finding]:
    """S8: none of the addresses it may be used at is DeskPRO's."""
    expected = everything.acs_urls
    for assertion in evidence.response.assertions:
        recipients = [
            confirmation.recipient
            for confirmation in assertion.confirmations
            if confirmation.method == METHOD_BEARER and confirmation.recipient
        ]
        if expected and recipients and not set(recipients) & set(expected):
            yield found("S8", saw=recipients[0], expected=expected[0])


def placeholder_left(evidence: ResponseEvidence, _all: Evidence) -> Iterator[Finding]:
    """R1: a placeholder in what JumpCloud sends."""
    response = evidence.response
    values = [response.destination, response.issuer]
    for assertion in response.assertions:
        values += assertion.audiences or ()
        values += (confirmation.recipient for confirmation in assertion.confirmations)
    for value in dict.fromkeys(values):
        placeholder = find_placeholder(value)
        if placeholder:
            yield found("R1", saw=value, placeholder=placeholder)


def out_of_time(evidence: ResponseEvidence, everything: Evidence) -> Iterator[Finding]:
    """S9: used before it is valid, or from the moment it is not any more (core §2.5.1.2)."""
    moment = everything.judged_at(evidence)
    if moment is None:
        return
    saw = f"{moment:%Y-%m-%d %H:%M:%S} UTC"
    for assertion in evidence.response.assertions:
        begin, end = assertion.not_before, assertion.not_on_or_after
        if begin is not None and moment < begin:
            yield found("S9", variant="early", saw=saw, expected=f"{begin:%Y-%m-%d %H:%M:%S} UTC")
        elif end is not None and moment >= end:
            yield found("S9", variant="late", saw=saw, expected=f"{end:%Y-%m-%d %H:%M:%S} UTC")


def other_person(evidence: ResponseEvidence, everything: Evidence) -> Iterator[Finding]:
    """S24: the e-mail address is not that of the account in DeskPRO."""
    email = everything.expectations.email
    for assertion in evidence.response.assertions:
        if email is not None and assertion.name_id and assertion.name_id != email:
            yield found("S24", saw=assertion.name_id, expected=email)
