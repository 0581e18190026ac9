"""Rules over DeskPRO's request: R2 to R12."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from deskpro_sso_gui.diagnosis.conditions import found
from deskpro_sso_gui.diagnosis.conversations import (
    Talk,
    bare,
    is_agent_path,
    is_sign_in_page,
    split,
)
from deskpro_sso_gui.diagnosis.evidence import Evidence, Rule, SentRequest
from deskpro_sso_gui.diagnosis.finding import Finding, Level
from deskpro_sso_gui.diagnosis.moments import written
from deskpro_sso_gui.saml.facts import DecodeStep, Kind
from deskpro_sso_gui.saml.faults import MessageError, MessageFault
from deskpro_sso_gui.saml.names import (
    BINDING_POST,
    CONTEXTS_OF_JUMPCLOUD,
    FORMATS_UNSPECIFIED,
    STATUS_SUCCESS,
    USUAL_CONTEXT,
)

CLOCK_TOLERANCE: Final = timedelta(minutes=5)
"""JumpCloud's messages are valid for so long before and after they are made."""

RELAY_STATE_BYTES: Final = 80
"""The most that SAML allows (bindings §3.4.3)."""

_UNDECODED: Final = frozenset({MessageFault.NOT_DECODABLE, MessageFault.UNREADABLE})


def other_name(evidence: Evidence) -> Iterator[Finding]:
    """R2: DeskPRO calls itself otherwise than JumpCloud was told, or writes to."""
    for sent in evidence.sent_requests:
        issuer, known = sent.request.issuer, evidence.sp_entity_ids
        told = known or _audiences(evidence, sent)
        if not issuer or not told or issuer in told:
            continue
        if known:
            yield found("R2", saw=issuer, expected=known[0])
        else:
            # DeskPRO gives itself its name, so what JumpCloud was told is the one to change
            yield found("R2", variant="answer", saw=told[0], expected=issuer)


def _audiences(evidence: Evidence, sent: SentRequest) -> tuple[str, ...]:
    return tuple(
        audience
        for one in evidence.responses
        if one.response.in_response_to in {"", sent.request.id}
        for assertion in one.response.assertions
        for audience in assertion.audiences or ()
    )


def other_answer_address(evidence: Evidence) -> Iterator[Finding]:
    """R3: DeskPRO wants the answer at another address than JumpCloud was told, or sends it to."""
    for sent in evidence.sent_requests:
        address, known = sent.request.acs_url, evidence.acs_urls
        told = known or _destinations(evidence, sent)
        if not address or not told or address in told:
            continue
        if known:
            yield found("R3", saw=address, expected=known[0])
        else:
            yield found("R3", variant="answer", saw=told[0], expected=address)


def _destinations(evidence: Evidence, sent: SentRequest) -> tuple[str, ...]:
    return tuple(
        one.response.destination
        for one in evidence.responses
        if one.response.destination and one.response.in_response_to in {"", sent.request.id}
    )


def other_sign_in_address(evidence: Evidence) -> Iterator[Finding]:
    """R4: the request goes to another address than JumpCloud's."""
    published = tuple(
        location for metadata in evidence.all_idp_metadata for location in metadata.locations
    )
    idp_url = evidence.expectations.idp_url
    expected = (idp_url,) if idp_url is not None else published
    for sent in evidence.sent_requests:
        goes_to = [one for one in (sent.sent_to, sent.request.destination) if one]
        other = [one for one in goes_to if one not in expected]
        if expected and other:
            yield found("R4", saw=other[0], expected=expected[0])
        elif len(set(goes_to)) > 1:
            yield found("R4", variant="inside", saw=goes_to[1], expected=goes_to[0])


def badly_encoded(evidence: Evidence) -> Iterator[Finding]:
    """R5: a request that is not encoded as an address has to carry it (bindings §3.4.4)."""
    for file in evidence.files:
        if file.kind is not Kind.AUTHN_REQUEST or not isinstance(file.error, MessageError):
            continue
        if file.error.fault in _UNDECODED:
            yield found("R5", variant="unreadable")
    for sent in evidence.sent_requests:
        yield from (found("R5", variant=variant) for variant in _odd_layers(sent))


def _odd_layers(sent: SentRequest) -> Iterator[str]:
    steps = sent.steps
    in_address = DecodeStep.PARAMETER in steps and bool(sent.sent_to)
    compressed = {DecodeStep.DEFLATE, DecodeStep.ZLIB} & set(steps)
    if steps.count(DecodeStep.URL_ENCODED) > 1 or steps.count(DecodeStep.BASE64) > 1:
        yield "twice"
    if DecodeStep.BLANKS_TO_PLUS in steps:
        yield "blanks"
    if in_address and DecodeStep.BASE64 in steps and not compressed:
        yield "not-deflated"
    if DecodeStep.ZLIB in steps:
        yield "zlib"
    if sent.escaped:
        yield "ampersand"


def signed(evidence: Evidence) -> Iterator[Finding]:
    """R6: a signed request. JumpCloud knows DeskPRO's key only where somebody gave it that."""
    asked_for = any(one.want_authn_requests_signed for one in evidence.all_idp_metadata)
    answered = any(_worked(evidence, one) for one in evidence.sent_requests)
    if any(one.signed for one in evidence.sent_requests) and not answered:
        yield found("R6", level=Level.WORTH_KNOWING if asked_for else None)


def _worked(evidence: Evidence, sent: SentRequest) -> bool:
    return any(
        one.response.in_response_to == sent.request.id
        and one.response.status[:1] == (STATUS_SUCCESS,)
        for one in evidence.responses
    )


def other_name_format(evidence: Evidence) -> Iterator[Finding]:
    """R7: DeskPRO asks for a form of name that is not among those JumpCloud sends."""
    offered = tuple(
        name for metadata in evidence.all_idp_metadata for name in metadata.name_id_formats
    )
    if set(offered) & FORMATS_UNSPECIFIED:
        return
    for sent in evidence.sent_requests:
        wanted = sent.request.name_id_format
        if not wanted or wanted in FORMATS_UNSPECIFIED or _worked(evidence, sent):
            continue
        if offered and wanted not in offered:
            yield found("R7", saw=wanted, expected=", ".join(offered))


def demands(evidence: Evidence) -> Iterator[Finding]:
    """R8: demands that JumpCloud may not be able to meet."""
    for sent in evidence.sent_requests:
        request = sent.request
        if _worked(evidence, sent):
            continue
        exact = request.context_comparison == "exact"
        if exact and request.contexts and not set(request.contexts) & CONTEXTS_OF_JUMPCLOUD:
            saw = ", ".join(context.rpartition(":")[2] for context in request.contexts)
            expected = USUAL_CONTEXT.rpartition(":")[2]
            yield found("R8", variant="context", saw=saw, expected=expected)
        if request.is_passive:
            yield found("R8", variant="passive")
        if request.force_authn:
            yield found("R8", variant="force", level=Level.WORTH_KNOWING)


def wrong_clock(evidence: Evidence) -> Iterator[Finding]:
    """R9: DeskPRO's time for its request is not the time at which it was sent."""
    for sent in evidence.sent_requests:
        made = sent.request.issue_instant
        if made is None:
            continue
        at = sent.sent_at or evidence.expectations.now
        if at is not None and abs(at - made) > CLOCK_TOLERANCE:
            yield found("R9", saw=written(made), expected=written(at))
            continue
        answers = (
            one.response.issue_instant
            for one in evidence.responses
            if sent.request.id and one.response.in_response_to == sent.request.id
        )
        early = [one for one in answers if one is not None and made - one > CLOCK_TOLERANCE]
        if early:
            yield found(
                "R9",
                variant="answer",
                saw=written(made),
                expected=written(early[0]),
            )


def relay_state(evidence: Evidence) -> Iterator[Finding]:
    """R10: where people want to go is missing, very long, or on another site."""
    for sent in evidence.sent_requests:
        if not sent.sent_to:
            continue
        state = sent.relay_state or ""
        site, home = _site(state), _site(sent.request.acs_url)
        if not state:
            yield found("R10", variant="missing")
        elif len(state.encode()) > RELAY_STATE_BYTES and not (site and site == home):
            yield found("R10", variant="long", saw=str(len(state)), expected=str(RELAY_STATE_BYTES))
        elif site and home and site != home:
            yield found("R10", variant="elsewhere", saw=site, expected=home)


def _site(address: str) -> str:
    try:
        split = urlsplit(address)
    except ValueError:
        return ""
    return split.hostname or "" if split.scheme in {"http", "https"} else ""


def other_binding(evidence: Evidence) -> Iterator[Finding]:
    """R11: the answer is to come in another way than by a form."""
    for sent in evidence.sent_requests:
        binding = sent.request.protocol_binding
        if binding and binding != BINDING_POST:
            yield found("R11", saw=binding, expected=BINDING_POST)


def nothing_asked(evidence: Evidence) -> Iterator[Finding]:
    """R12: a recording that ends at DeskPRO's own sign-in, without a request to JumpCloud."""
    for conversation in evidence.conversations:
        talk = Talk(conversation, evidence)
        if talk.visits or talk.messages or conversation.cut_off:
            continue
        forms = [hop for hop in talk.deskpro_pages(talk.hops) if is_sign_in_page(hop)]
        if forms:
            agents = is_agent_path(split(forms[-1].url).path)
            yield found("R12", variant="" if agents else "portal", saw=bare(forms[-1].url))


RULES: Final[tuple[Rule, ...]] = (
    other_name,
    other_answer_address,
    other_sign_in_address,
    badly_encoded,
    signed,
    other_name_format,
    demands,
    wrong_clock,
    relay_state,
    other_binding,
    nothing_asked,
)
