"""The report of ``check`` for the window, which words it itself and shows messages on demand.

Unlike the JSON for other programs it holds the messages. It goes through a pipe to the window that
started this process, and nowhere else.
"""

import json
from collections.abc import Iterator
from datetime import date
from typing import Final, TextIO

import msgspec
from msgspec.structs import replace

from deskpro_sso_gui.commands.check_conversation import told_hops
from deskpro_sso_gui.commands.check_json import file_report
from deskpro_sso_gui.commands.check_report import CheckedFile, Report
from deskpro_sso_gui.diagnosis.conversations import bare
from deskpro_sso_gui.diagnosis.recorded_proof import recorded_sign_in
from deskpro_sso_gui.diagnosis.told import (
    ToldFile,
    ToldHop,
    ToldMessage,
    ToldReport,
    ToldSentence,
)
from deskpro_sso_gui.diagnosis.verdict import notes, verdict
from deskpro_sso_gui.diagnosis.words import Sentence
from deskpro_sso_gui.saml.conversation import Conversation, Hop, MessageField
from deskpro_sso_gui.saml.facts import Kind
from deskpro_sso_gui.saml.pretty import as_text, pretty

_MESSAGES_TOLD: Final = 12
_LONGEST_MESSAGE: Final = 200_000
_KINDS: Final = {
    MessageField.REQUEST: Kind.AUTHN_REQUEST,
    MessageField.RESPONSE: Kind.SAML_RESPONSE,
}


def write(report: Report, out: TextIO) -> None:
    """Write a ``ToldReport`` as JSON, ASCII only."""
    headline = report.judgement.headline
    told = ToldReport(
        files=tuple(_file(file, report) for file in report.files),
        findings=tuple(report.judgement.findings),
        headline=headline.condition if headline is not None else None,
        all_seen=report.all_seen,
        verdict=tuple(map(_sentence, verdict(report.evidence, report.judgement))),
        notes=tuple(map(_sentence, notes(report.evidence))),
        sign_in=recorded_sign_in(report.evidence),
    )
    json.dump(msgspec.to_builtins(told), out)


def _sentence(sentence: Sentence) -> ToldSentence:
    values = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in sentence.values.items()
    }
    return ToldSentence(message=sentence.message, values=values)


def _file(file: CheckedFile, report: Report) -> ToldFile:
    about = file_report(file, report.evidence)
    told = ToldFile(
        path=file.path,
        kind=Kind(about["kind"]),
        facts=about["facts"],
        repairs=tuple(about["repairs"]),
        problem=file.problem,
    )
    reading = file.reading
    if reading is None:
        return told
    if isinstance(reading.facts, Conversation):
        conversation = reading.facts
        return replace(
            told,
            recorded=conversation.recorded,
            hops=tuple(map(_hop, told_hops(conversation))),
            messages=tuple(_carried(conversation)),
        )
    if reading.xml:
        return replace(told, messages=(_message(reading.kind, 0, reading.xml),))
    return told


def _hop(hop: Hop) -> ToldHop:
    sent = next((one for one in MessageField if hop.sent(one) is not None), None)
    built = next((one for one in map(hop.built, MessageField) if one is not None), None)
    return ToldHop(
        number=hop.number,
        method=hop.method,
        address=bare(hop.url),
        status=hop.status,
        location=bare(hop.location),
        sent=sent,
        built=built.field if built is not None else None,
        built_to=bare(built.sent_to) if built is not None else "",
        asks_password=hop.asks_password,
        said=hop.said,
        blocked=hop.blocked,
    )


def _carried(conversation: Conversation) -> Iterator[ToldMessage]:
    """Tell each message once, though the page built it and the browser then sent it."""
    seen = set[bytes]()
    for hop in conversation.hops:
        for message in hop.messages:
            if not message.xml or message.xml in seen or len(seen) >= _MESSAGES_TOLD:
                continue
            seen.add(message.xml)
            yield _message(_KINDS[message.field], hop.number, message.xml)


def _message(kind: Kind, hop: int, xml: bytes) -> ToldMessage:
    return ToldMessage(
        kind=kind,
        hop=hop,
        plain=as_text(xml)[:_LONGEST_MESSAGE],
        pretty=pretty(xml)[:_LONGEST_MESSAGE],
    )
