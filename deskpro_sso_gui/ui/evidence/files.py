"""What a file is, in a few lines."""

import re
from datetime import datetime
from pathlib import Path
from typing import Final

from deskpro_sso_gui.diagnosis.descriptions import KIND_ADVICE
from deskpro_sso_gui.diagnosis.told import ToldFile
from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.saml.facts import Kind, Repair
from deskpro_sso_gui.texts import date, kind_text, number, problem_text, repair_text, t
from deskpro_sso_gui.ui.widgets.notice import Notice, Tone

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}(T|$)")
_FACTS_SHOWN: Final = {
    "common_name": N_("Owner: {value}"),
    "organization": N_("Organisation: {value}"),
    "not_after": N_("Valid until: {value}"),
    "sha256": N_("Fingerprint (SHA-256): {value}"),
    "entity_id": N_("Name (entity ID): {value}"),
    "issuer": N_("Made by: {value}"),
    "creator": N_("Recorded with: {value}"),
}
_REPAIRS: Final = {repair.value: repair for repair in Repair}


def file_notice(file: ToldFile, *, good: bool) -> Notice:
    """Say what ``file`` is; ``good`` where nothing is wrong with any of them."""
    name = Path(file.path).name
    if file.problem is not None:
        words = problem_text(file.problem)
        return Notice(Tone.ATTENTION, words.title, words.advice)
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
    tone = Tone.ATTENTION if unreadable else Tone.SUCCESS if good else Tone.INFO
    return Notice(tone, title, "\n".join(_lines(file)))


def _lines(file: ToldFile) -> list[str]:
    lines = [
        t(words, value=_shown(str(file.facts[fact])))
        for fact, words in _FACTS_SHOWN.items()
        if file.facts.get(fact)
    ]
    if file.recorded:
        lines.append(t(N_("Requests in it: {count}"), count=number(file.recorded)))
    mended = [repair_text(_REPAIRS[name]) for name in file.repairs if name in _REPAIRS]
    if mended:
        lines.append(t(N_("To read it: {repairs}"), repairs="; ".join(mended)))
    if file.kind in KIND_ADVICE:
        lines.append(t(KIND_ADVICE[file.kind]))
    return lines


def _shown(fact: str) -> str:
    """Return a fact as people write it: a moment as its day."""
    if not _DAY.match(fact):
        return fact
    return date(datetime.fromisoformat(fact))
