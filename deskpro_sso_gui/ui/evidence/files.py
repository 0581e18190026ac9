"""What a file is, in a few lines."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from deskpro_sso_gui.diagnosis.descriptions import KIND_ADVICE, LOOK_TEXTS
from deskpro_sso_gui.diagnosis.told import ToldFile
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.saml.facts import Kind, Repair
from deskpro_sso_gui.texts import date, kind_text, number, plural, problem_text, repair_text, t
from deskpro_sso_gui.ui.widgets.notice import CopyDetails, Notice, Tone

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}(T|$)")
_FACTS_SHOWN: Final = {
    "common_name": N_("Owner: {value}"),
    "organization": N_("Organisation: {value}"),
    "not_before": N_("Valid from: {value}"),
    "not_after": N_("Valid until: {value}"),
    "sha256": N_("Fingerprint (SHA-256): {value}"),
    "sha1": N_("Fingerprint (SHA-1): {value}"),
    "entity_id": N_("Name (entity ID): {value}"),
    "issuer": N_("Made by: {value}"),
    "creator": N_("Recorded with: {value}"),
}
_REPAIRS: Final = {repair.value: repair for repair in Repair}
_LOOKS: Final = {look.value: words for look, words in LOOK_TEXTS.items()}


def file_notice(file: ToldFile, *, good: bool, copy: Callable[[str], object]) -> Notice:
    """Say what ``file`` is; ``good`` where nothing is wrong with any of them."""
    name = Path(file.path).name
    if file.problem is not None:
        words = problem_text(file.problem)
        notice = Notice(Tone.ATTENTION, words.title, words.advice)
        notice.add_button(CopyDetails.of(file.problem, copy))
        return notice
    unreadable = "problem" in file.facts
    if file.kind is Kind.UNKNOWN:
        title = t(N_("{file}: we can't tell what this is."), file=name)
    elif unreadable:
        title = t(
            N_("{file}: this is {kind}, but it can't be read."),
            file=name,
            kind=kind_text(file.kind),
        )
    else:
        title = t(N_("{file}: this is {kind}."), file=name, kind=kind_text(file.kind))
    fine = good and file.kind is not Kind.UNKNOWN
    tone = Tone.ATTENTION if unreadable else Tone.SUCCESS if fine else Tone.INFO
    return Notice(tone, title, "\n".join(_lines(file)))


def _lines(file: ToldFile) -> list[str]:
    facts = file.facts
    lines = []
    for fact, words in _FACTS_SHOWN.items():
        if facts.get(fact):
            lines.append(t(words, value=_shown(str(facts[fact]))))
        if fact == "not_after" and facts.get("days_left") is not None:
            lines.append(_days_left(facts["days_left"]))
    if facts.get("key_size"):
        lines.append(
            t(
                N_("Key: {type} with {size} bits, signed with {algorithm}"),
                type=facts["key_type"],
                size=str(facts["key_size"]),
                algorithm=facts["signature_algorithm"],
            )
        )
    if file.recorded:
        lines.append(t(N_("Requests in it: {count}"), count=number(file.recorded)))
    if facts.get("decoded_kept"):
        lines.append(
            t(
                N_(
                    "Its values are masked, but the decoded sign-in message with the person's data "
                    "is still in it. Don't pass it on as it is."
                )
            )
        )
    mended = [repair_text(_REPAIRS[name]) for name in file.repairs if name in _REPAIRS]
    if mended:
        lines.append(t(N_("To read it: {repairs}"), repairs="; ".join(mended)))
    if facts.get("look") in _LOOKS:
        lines.append(t(_LOOKS[facts["look"]]))
    if file.kind in KIND_ADVICE:
        lines.append(t(KIND_ADVICE[file.kind]))
    return lines


def _days_left(days: int) -> str:
    if days < 0:
        return plural(N_("It ran out 1 day ago."), N_("It ran out {count} days ago."), -days)
    return plural(N_("It has 1 day left."), N_("It has {count} days left."), days)


def _shown(fact: str) -> str:
    """Return a fact as people write it: a moment as its day."""
    if not _DAY.match(fact):
        return fact
    return date(datetime.fromisoformat(fact))
