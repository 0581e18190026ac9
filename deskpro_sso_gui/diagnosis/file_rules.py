"""Rules over files that can't be read as what they are: M2 to M6, M16, S1, S27 and S29.

What fails here is no evidence for any other rule, so it silences all that would rest on it.
"""

from collections.abc import Iterator
from typing import Final

from deskpro_sso_gui.diagnosis.conditions import found
from deskpro_sso_gui.diagnosis.evidence import Evidence, Purpose, Reading, Rule
from deskpro_sso_gui.diagnosis.finding import Finding, Level
from deskpro_sso_gui.diagnosis.names import file_name
from deskpro_sso_gui.saml.facts import DecodeStep, Kind, SpMetadata
from deskpro_sso_gui.saml.faults import (
    MessageError,
    MessageFault,
    MetadataError,
    MetadataFault,
    XmlFault,
)

_METADATA_FAULTS: Final = {
    MetadataFault.SEVERAL_ENTITIES: ("M4", ""),
    MetadataFault.NO_CERTIFICATE: ("M5", ""),
    MetadataFault.BAD_CERTIFICATE: ("M6", ""),
    MetadataFault.NO_ENTITY_ID: ("M9", "empty"),
    MetadataFault.NO_ROLE: ("M2", "nobody"),
    MetadataFault.HTML: ("M2", "page"),
}
_MESSAGE_FAULTS: Final = {
    MessageFault.WEB_TOKEN: ("S1", "web-token"),
    MessageFault.NOT_SAML_2: ("S29", ""),
    MessageFault.UNREADABLE: ("S1", "cut-off"),
}
_MESSAGES: Final = frozenset({Kind.SAML_RESPONSE, Kind.UNKNOWN})


def is_for_metadata(reading: Reading) -> bool:
    """Tell whether a file was given as metadata, by where it was dropped or by its name."""
    if reading.purpose is not None:
        return reading.purpose is Purpose.METADATA
    name = reading.name.lower()
    return name.endswith(".xml") or "metadata" in name


def no_metadata(evidence: Evidence) -> Iterator[Finding]:
    """M2: a web page or nothing in place of metadata."""
    for file in evidence.files:
        if not is_for_metadata(file):
            continue
        name = file_name(file)
        if file.kind is Kind.HTML:
            yield found("M2", variant="page", file=name)
        elif file.kind is Kind.EMPTY:
            yield found("M2", variant="empty", file=name)


def unusable_metadata(evidence: Evidence) -> Iterator[Finding]:
    """M2, M4, M5, M6, M9 and M16: metadata that was refused, each for its reason."""
    for file in evidence.files:
        error = file.error
        if not isinstance(error, MetadataError):
            continue
        name = file_name(file)
        if error.xml is XmlFault.DOCTYPE:
            yield found("M16", file=name)
            continue
        condition, variant = _METADATA_FAULTS.get(error.fault, ("M2", "damaged"))
        yield found(condition, variant=variant, file=name)


def other_sides_metadata(evidence: Evidence) -> Iterator[Finding]:
    """M3: DeskPRO's metadata in place of JumpCloud's.

    On its own nothing can be compared with it, so that JumpCloud's was probably meant; beside a
    message, a request or JumpCloud's metadata it is what they are compared with.
    """
    compared = evidence.responses or evidence.requests or evidence.all_idp_metadata
    for file in evidence.files:
        if not isinstance(file.facts, SpMetadata):
            continue
        saw = file.facts.entity_id
        if file.purpose is Purpose.METADATA:
            yield found("M3", saw=saw)
        elif file.purpose is None and not compared and not evidence.conversations:
            yield found("M3", variant="alone", level=Level.LIKELY, saw=saw)


def unreadable_message(evidence: Evidence) -> Iterator[Finding]:
    """S1, S27 and S29: a sign-in message that can't be read."""
    for file in evidence.files:
        error = file.error
        if not isinstance(error, MessageError) or file.kind not in _MESSAGES:
            continue
        if error.xml is XmlFault.DOCTYPE:
            yield found("S27")
        elif error.xml is XmlFault.WRONG_ENCODING:
            yield found("S1", variant="charset")
        else:
            condition, variant = _MESSAGE_FAULTS.get(error.fault, ("S1", "unreadable"))
            yield found(condition, variant=variant)


def oddly_wrapped_message(evidence: Evidence) -> Iterator[Finding]:
    """S1: a message that can be read, but not as JumpCloud sends it.

    How a message is written in a file is not surely how it was sent, so this is likely at most.
    """
    for file in evidence.files:
        field = file.transport.field if file.transport is not None else ""
        if file.kind is Kind.AUTHN_REQUEST and field == "SAMLResponse":
            yield found("S1", variant="request")
        if file.kind is not Kind.SAML_RESPONSE or file.facts is None:
            continue
        for variant, saw in _odd_layers(file):
            yield found("S1", variant=variant, level=Level.LIKELY, saw=saw)


def _odd_layers(file: Reading) -> Iterator[tuple[str, str]]:
    steps = file.steps
    escaped = steps.count(DecodeStep.URL_ENCODED)
    in_address = file.transport is not None and file.transport.address
    if steps.count(DecodeStep.BASE64) > 1:
        yield "twice", ""
    if escaped > 1:
        yield "escaped", str(escaped)
    if DecodeStep.BLANKS_TO_PLUS in steps:
        yield "blanks", ""
    if {DecodeStep.DEFLATE, DecodeStep.ZLIB} & set(steps) and not in_address:
        yield "deflated", ""


RULES: Final[tuple[Rule, ...]] = (
    no_metadata,
    unusable_metadata,
    other_sides_metadata,
    unreadable_message,
    oddly_wrapped_message,
)
