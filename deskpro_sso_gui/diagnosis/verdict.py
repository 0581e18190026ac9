"""What can be said beyond the findings: what belongs together, and what could not be told.

A check that finds nothing says what it looked at, so that silence is not taken for a proof.
"""

from collections.abc import Iterator
from typing import Final

from deskpro_sso_gui.diagnosis.evidence import Evidence, KeySource, ResponseEvidence
from deskpro_sso_gui.diagnosis.judge import Judgement
from deskpro_sso_gui.diagnosis.words import Sentence
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.saml.conversation import Conversation

_STRANGERS: Final = frozenset({"M1", "S4", "S16", "S17"})
_DOUBTS: Final = frozenset({"S2", "S13", "S15", "S20", "S26"})
_TOGETHER: Final = {
    2: N_("These two belong together."),
    3: N_("These three belong together."),
}


def verdict(evidence: Evidence, judgement: Judgement) -> tuple[Sentence, ...]:
    """Say whether the files belong together and whether the signatures are good."""
    sentences = [*_belonging(evidence, judgement)]
    sentences += (
        Sentence(message=N_("The signature is good."))
        for response in evidence.responses
        if response.is_good
    )
    return tuple(sentences)


def _belonging(evidence: Evidence, judgement: Judgement) -> Iterator[Sentence]:
    compared = (evidence.certificates, evidence.idp_metadata, evidence.responses)
    if sum(1 for files in compared if files) < min(_TOGETHER):
        return
    wrong = {finding.condition for finding in judgement.findings if finding.is_wrong}
    count = sum(len(files) for files in compared)
    if wrong & _STRANGERS:
        yield Sentence(message=N_("These files do not belong together."))
    elif not wrong & _DOUBTS and all(one.is_good for one in evidence.responses):
        message = _TOGETHER.get(count, N_("These {count} files belong together."))
        yield Sentence(message=message, values={"count": str(count)})


def notes(evidence: Evidence) -> tuple[Sentence, ...]:
    """Say under which conditions the messages were judged, and what could not be told."""
    found = [note for response in evidence.responses for note in _notes(response, evidence)]
    found += (note for one in evidence.conversations for note in _recording_notes(one))
    return tuple({(one.message, tuple(one.values.items())): one for one in found}.values())


def _recording_notes(conversation: Conversation) -> Iterator[Sentence]:
    if conversation.hops and (conversation.masked or not conversation.has_cookies):
        yield Sentence(
            message=N_(
                "We can't tell whether the browser lost a cookie, because the recording holds no "
                "cookies. Browsers leave them out unless asked for them."
            )
        )
    if conversation.hops and all(hop.started is None for hop in conversation.hops):
        yield Sentence(
            message=N_(
                "We can't tell whether the clocks differ, because the recording does not hold the "
                "times of this computer."
            )
        )


def _notes(response: ResponseEvidence, evidence: Evidence) -> Iterator[Sentence]:
    yield _judged_at(response, evidence)
    yield from _checked_with(response)
    if response.response.encrypted:
        return
    if not evidence.sp_entity_ids:
        yield Sentence(
            message=N_(
                "We can't tell whether the message is meant for your DeskPRO, because DeskPRO's "
                "Entity ID was not given."
            )
        )
    if not evidence.acs_urls:
        yield Sentence(
            message=N_(
                "We can't tell whether the message goes to the right address, because DeskPRO's "
                "address for it (ACS) was not given."
            )
        )


def _judged_at(response: ResponseEvidence, evidence: Evidence) -> Sentence:
    moment = evidence.judged_at(response)
    if moment is None:
        return Sentence(
            message=N_(
                "We can't tell whether the message came in time, because it does not say when it "
                "was made."
            )
        )
    shown = f"{moment:%Y-%m-%d %H:%M:%S} UTC"
    if evidence.expectations.now is not None:
        return Sentence(
            message=N_("The message was judged at the time you gave, {moment}."),
            values={"moment": shown},
        )
    if response.posted_at is not None:
        return Sentence(
            message=N_("The message was judged at the time it was posted, {moment}."),
            values={"moment": shown},
        )
    return Sentence(
        message=N_(
            "The message was judged at the time it was made, {moment}, because nothing says when "
            "it was used."
        ),
        values={"moment": shown},
    )


def _checked_with(response: ResponseEvidence) -> Iterator[Sentence]:
    checkable = [one for one in response.signatures if one.checked_with]
    if response.signatures and not checkable:
        yield Sentence(
            message=N_(
                "We can't tell whether the signature is good, because neither a certificate nor "
                "metadata was given and the message carries none."
            )
        )
    elif response.signatures and response.key_source is KeySource.MESSAGE:
        yield Sentence(
            message=N_(
                "No certificate was given, so the signature was checked with the one in the "
                "message itself. That tells that nothing was changed, not who signed."
            )
        )
    elif response.signatures and response.key_source is KeySource.METADATA:
        yield Sentence(
            message=N_("The signature was checked with the certificate from the metadata.")
        )
    if any(one.uses_sha1 for one in response.signatures):
        yield Sentence(
            message=N_("The signature uses SHA-1, which is old and weak. SHA-256 is usual.")
        )
