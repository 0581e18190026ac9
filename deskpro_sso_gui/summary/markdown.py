"""The summary as Markdown (CommonMark), with text from outside escaped."""

import re
from collections.abc import Iterator
from typing import Final

from deskpro_sso_gui.setup.progress import Status
from deskpro_sso_gui.summary.model import Entry, Half, Proof, SettingEntry, StageEntry, Summary
from deskpro_sso_gui.summary.plain import plain
from deskpro_sso_gui.summary.wording import HEADINGS, labels
from deskpro_sso_gui.texts import t

_MEANINGFUL: Final = re.compile(
    r"""[\\`*_\[\]<>&~|!$]   # emphasis, links, markup, entities, tables
    | (?<=\w)@(?=\w) | :(?=//)  # what readers make a link of by themselves
    | (?<=www)\.
    | ^[-+\#=]               # a list, a heading, a rule
    | (?<=^\d)[.)] | (?<=^\d\d)[.)] | (?<=^\d\d\d)[.)]
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BACKTICKS: Final = re.compile(r"`+")


def escaped(text: str) -> str:
    """Return ``text`` so that Markdown shows it as it is, on one line."""
    return _MEANINGFUL.sub(r"\\\g<0>", plain(text))


def code(text: str) -> str:
    """Return ``text`` as a code span, whatever backticks it holds."""
    shown = plain(text)
    fence = "`" * (max(map(len, _BACKTICKS.findall(shown)), default=0) + 1)
    padding = " " if "`" in shown else ""
    return f"{fence}{padding}{shown}{padding}{fence}"


def to_markdown(summary: Summary) -> str:
    """Return the summary as Markdown."""
    return "\n".join(_lines(summary)) + "\n"


def _lines(summary: Summary) -> Iterator[str]:
    yield f"# {escaped(summary.title)}"
    yield ""
    if summary.practice_words:
        yield f"**{escaped(summary.practice_words)}**"
        yield ""
    yield escaped(summary.headline)
    yield ""
    yield from map(_entry, summary.about)
    yield from _heading(HEADINGS.remaining)
    yield from (f"- [ ] {escaped(task.text)}" for task in summary.remaining)
    if not summary.remaining:
        yield escaped(t(HEADINGS.nothing_remaining))
    yield from _heading(HEADINGS.stages)
    yield from map(_stage, summary.stages)
    yield from _heading(HEADINGS.settings)
    yield escaped(t(HEADINGS.settings_why))
    yield ""
    for setting in summary.settings:
        yield from _setting(setting)
    yield ""
    yield f"{escaped(t(HEADINGS.alongside))}:"
    yield ""
    for setting in summary.alongside:
        yield from _setting(setting)
    yield from _heading(HEADINGS.values)
    yield from map(_entry, summary.values)
    yield from _heading(HEADINGS.access)
    yield from (f"- {escaped(group.words)}" for group in summary.access.groups)
    yield from (f"- {escaped(note)}" for note in summary.access.notes)
    yield from _heading(HEADINGS.proofs)
    for proof in summary.proofs:
        yield from _proof(proof)
    if summary.unchecked:
        yield from _heading(HEADINGS.unchecked)
        yield from (f"- {escaped(words)}" for words in summary.unchecked)
    yield from _heading(HEADINGS.ways_back)
    for way in summary.ways_back:
        command = f" {code(way.command)}" if way.command else ""
        yield f"- {escaped(way.text)}{command}"
    yield from _heading(HEADINGS.dates)
    for day in summary.dates:
        past = f" ({escaped(t(HEADINGS.past))})" if day.past else ""
        yield f"- **{escaped(day.value)}**{past}: {escaped(day.label)}"
    if not summary.dates:
        yield escaped(t(HEADINGS.no_dates))
    yield ""
    yield "---"
    yield ""
    yield escaped(
        t(
            HEADINGS.made,
            moment=summary.made,
            program=summary.program,
            version=summary.program_version,
        )
    )
    yield escaped(t(HEADINGS.no_secret))


def _heading(text: str) -> tuple[str, str, str]:
    return ("", f"## {escaped(t(text))}", "")


def _entry(entry: Entry) -> str:
    value = code(entry.value) if entry.verbatim else escaped(entry.value)
    return f"- **{escaped(entry.label)}:** {value}"


def _stage(stage: StageEntry) -> str:
    mark = "x" if stage.status is Status.DONE else " "
    value = f": {escaped(stage.value)}" if stage.value else ""
    note = f" ({escaped(stage.note)})" if stage.note else ""
    words = escaped(stage.status_words)
    return f"- [{mark}] {stage.number}\\. {escaped(stage.name)}: {words}{note}{value}"


def _setting(setting: SettingEntry) -> Iterator[str]:
    value = code(setting.value) if setting.verbatim else escaped(setting.value)
    names = " / ".join(f"**{escaped(label)}**" for label in labels(setting))
    yield f"- {names}: {value if setting.value else escaped(setting.missing)}"
    if setting.note:
        yield f"  - {escaped(setting.note)}"


def _proof(proof: Proof) -> Iterator[str]:
    yield f"- **{escaped(proof.name)}:** {escaped(proof.state_words)}"
    yield f"  - {escaped(t(HEADINGS.issued))}: {_half(proof.issued)}"
    yield f"  - {escaped(t(HEADINGS.accepted))}: {_half(proof.accepted)}"
    if proof.note:
        yield f"  - {escaped(proof.note)}"


def _half(half: Half | None) -> str:
    return escaped(half.words if half else t(HEADINGS.not_seen))
