"""Rules over what a sign-in message says: its status, structure, values and times."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from deskpro_sso_gui.diagnosis.conditions import CONDITIONS, found
from deskpro_sso_gui.diagnosis.evidence import Evidence, ResponseEvidence
from deskpro_sso_gui.diagnosis.finding import Finding, Level, Side
from deskpro_sso_gui.diagnosis.moments import written
from deskpro_sso_gui.saml.conversation import MessageField
from deskpro_sso_gui.saml.facts import SamlResponse, SignatureTrouble, SignedElement
from deskpro_sso_gui.saml.names import METHOD_BEARER, STATUS_SUCCESS
from deskpro_sso_gui.setup.placeholders import find_placeholder

_REQUESTER_AT_FAULT: Final = "urn:oasis:names:tc:SAML:2.0:status:Requester"
_DESKPROS_DEMANDS: Final = frozenset(
    {"NoAuthnContext", "NoPassive", "InvalidNameIDPolicy", "RequestUnsupported"}
)
OLD_SIGN_IN: Final = timedelta(hours=24)
"""How long ago a person may have signed in before some sites want it anew."""

_UNTRUSTED: Final = frozenset(
    {
        SignatureTrouble.NOT_ITS_PARENT,
        SignatureTrouble.AMBIGUOUS,
        SignatureTrouble.UNUSUAL_TRANSFORM,
        SignatureTrouble.MALFORMED,
    }
)


def refused(evidence: ResponseEvidence, _all: Evidence) -> Iterator[Finding]:
    """S2 and S3: the status is not success; the inner code tells what JumpCloud refused."""
    status = evidence.response.status
    if status[:1] == (STATUS_SUCCESS,):
        return
    names = [code.rsplit(":", 1)[-1] for code in status]
    said = " / ".join(names) or "-"
    message = evidence.response.status_message
    saw = f"{said}: {message}" if message else said
    asked_wrongly = status[:1] == (_REQUESTER_AT_FAULT,)
    reason = next((name for name in names[1:] if name in CONDITIONS["S3"].wordings), None)
    if reason is not None:
        side = Side.DESKPRO if reason in _DESKPROS_DEMANDS else None
        yield found("S3", variant=reason, saw=saw, expected="Success", side=side)
    else:
        yield found(
            "S2",
            variant="requester" if asked_wrongly else "",
            saw=saw,
            expected="Success",
            side=Side.DESKPRO if asked_wrongly else None,
        )


def badly_built(evidence: ResponseEvidence, _all: Evidence) -> Iterator[Finding]:
    """S20 and S26: encrypted, or built so that the signed part is not surely the one read."""
    response = evidence.response
    if response.encrypted:
        yield found("S20")
    elif not response.assertions and not response.stray_assertions:
        yield found("S26", variant="nobody")
    if any(assertion.name_id_has_comment for assertion in response.assertions):
        yield found("S26", variant="comment")
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


def not_for_its_bearer(evidence: ResponseEvidence, _all: Evidence) -> Iterator[Finding]:
    """S10: nobody is named who may use it, or not the browser that brings it (core §2.4.1.1)."""
    for assertion in evidence.response.assertions:
        methods = [confirmation.method for confirmation in assertion.confirmations]
        if not methods:
            yield found("S10", variant="missing")
        elif METHOD_BEARER not in methods:
            yield found("S10", variant="not-bearer", saw=methods[0], expected=METHOD_BEARER)


def answers_another_request(evidence: ResponseEvidence, everything: Evidence) -> Iterator[Finding]:
    """S11 and S12: the answer does not belong to DeskPRO's request."""
    response = evidence.response
    confirmations = (one for each in response.assertions for one in each.confirmations)
    named = {response.in_response_to, *(one.in_response_to for one in confirmations)} - {""}
    asked = (
        (evidence.asked,)
        if evidence.asked is not None
        else tuple(one.request for one in everything.sent_requests)
    )
    ids = tuple(request.id for request in asked if request.id)
    other = sorted(named - set(ids))
    if ids and not named:
        yield found("S12", variant="missing", expected=ids[0])
    elif ids and other:
        yield found("S11", saw=other[0], expected=ids[0])
    elif other and evidence.from_capture:
        yield found("S12", variant="unasked", saw=other[0])


def out_of_time(evidence: ResponseEvidence, everything: Evidence) -> Iterator[Finding]:
    """S9 and S10: used before it is valid, or from the moment it is not any more (core §2.5.1.2).

    Where both the message and the permission to use it have run out, the first is named alone.
    """
    moment = everything.judged_at(evidence)
    if moment is None:
        return
    saw = written(moment)
    for assertion in evidence.response.assertions:
        begin, end = assertion.not_before, assertion.not_on_or_after
        ends = [
            confirmation.not_on_or_after
            for confirmation in assertion.confirmations
            if confirmation.method == METHOD_BEARER and confirmation.not_on_or_after is not None
        ]
        if begin is not None and moment < begin:
            yield found("S9", variant="early", saw=saw, expected=written(begin))
        elif end is not None and moment >= end:
            yield found("S9", variant="late", saw=saw, expected=written(end))
        elif ends and moment >= max(ends):
            yield found("S10", variant="expired", saw=saw, expected=written(max(ends)))


def old_session(evidence: ResponseEvidence, everything: Evidence) -> Iterator[Finding]:
    """S28: the person's session at JumpCloud had run out, or began long ago."""
    moment = everything.judged_at(evidence)
    if moment is None:
        return
    for assertion in evidence.response.assertions:
        end, signed_in = assertion.session_not_on_or_after, assertion.authn_instant
        if end is not None and moment >= end:
            yield found("S28", variant="session", saw=written(moment), expected=written(end))
        elif signed_in is not None and moment - signed_in > OLD_SIGN_IN:
            yield found("S28", variant="old", saw=written(signed_in), expected=written(moment))


def same_message_again(evidence: Evidence) -> Iterator[Finding]:
    """S30: the browser sent a message more than once, or two files hold the same."""
    posted = Counter(
        carried.facts.id
        for conversation in evidence.conversations
        for hop in conversation.sending(MessageField.RESPONSE)
        if (carried := hop.sent(MessageField.RESPONSE)) is not None
        and isinstance(carried.facts, SamlResponse)
    )
    for identifier, times in posted.items():
        if identifier and times > 1:
            yield found("S30", saw=identifier, times=str(times))
    given = Counter(
        file.facts.id for file in evidence.files if isinstance(file.facts, SamlResponse)
    )
    for identifier, times in given.items():
        if identifier and times > 1:
            yield found("S30", variant="files", level=Level.WORTH_KNOWING, saw=identifier)
