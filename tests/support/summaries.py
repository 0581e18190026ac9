"""Set-ups to summarise, and what a summary of them has to say to every reader."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from deskpro_sso_gui.setup.facts import Administrator, Organization, User
from deskpro_sso_gui.setup.parts import Access, BoundGroup, one_line
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.summary.model import Summary
from tests.support.records import NOW, by_hand_until, done_until, new_record

HOSTILE: Final = (
    '<b onclick="x">&amp;</b> `*_[x](https://evil.example)|  \n# h\r\n\u202e\u200b{0}%s\\'
)
LONG: Final = "Helpdesk-of-the-Department-without-a-blank-" * 6
NAMES: Final[Mapping[str, str]] = {
    "japanese": "株式会社アクメ サポート窓口",
    "cyrillic": "Служба поддержки «Ромашка»",
    "accents": "Größe & Façade, Żółć",
    "hebrew": "מוקד תמיכה",
    "long": LONG,
    "hostile": HOSTILE,
}

_CODES: Final = frozenset(
    {"key", "id", "status", "state", "flow", "evidence", "language", "sso_method", "stage"}
)
"""Fields that only a program reads."""

_UNSEEN: Final = re.compile(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd]+")
_FROM_RIGHT: Final = re.compile(r"[\u0590-\u08ff]")
_RUNS: Final = re.compile(r"[\u0590-\u08ff]+|[^\W\u0590-\u08ff]+")
"""What is written from right to left, and other words."""


def named(name: str) -> SetupRecord:
    """Return a finished set-up in which everything that has a name has this one."""
    name = one_line(name)
    record = lasting(done_until(StageId.VALIDATE))
    assert record.account is not None
    organization = Organization(id="org", name=name)
    administrator = Administrator(email="admin@acme.example", role=name)
    trials = tuple(replace(trial, signed_in_as=name) for trial in record.validation.trials)
    return replace(
        record,
        name=name,
        account=replace(record.account, organization=organization, administrator=administrator),
        tester=User(id="u", email=f"{name[:40]}@acme.example"),
        access=Access(
            groups=(BoundGroup(id="g", name=name, members=1200),),
            people=1200,
            tester_included=False,
            basis=record.basis(StageId.ACCESS),
        ),
        validation=replace(record.validation, trials=trials),
    )


def lasting(record: SetupRecord) -> SetupRecord:
    """Return ``record`` with a certificate that runs out in five years."""
    assert record.certificate is not None
    ends = NOW + timedelta(days=5 * 365)
    return replace(record, certificate=replace(record.certificate, not_after=ends))


def _stale() -> SetupRecord:
    record = lasting(done_until(StageId.SUMMARY))
    assert record.metadata is not None
    metadata = replace(record.metadata, url=f"{record.metadata.url}0")
    return replace(record, metadata=metadata)


def _with_a_key_that_ends() -> SetupRecord:
    record = lasting(done_until(StageId.SUMMARY))
    assert record.account is not None
    ends = datetime(2027, 3, 1, tzinfo=UTC)
    administrator = Administrator(email="admin@acme.example", key_expires_at=ends)
    return replace(record, account=replace(record.account, administrator=administrator))


RECORDS: Final[Mapping[str, Callable[[], SetupRecord]]] = {
    "fresh": new_record,
    "half": lambda: lasting(done_until(StageId.METADATA)),
    "finished": _with_a_key_that_ends,
    "by-hand": lambda: lasting(by_hand_until(StageId.VALIDATE)),
    "practice": lambda: replace(lasting(done_until(StageId.SUMMARY)), practice=True),
    "stale": _stale,
    "over": lambda: done_until(StageId.SUMMARY),
    **{which: partial(named, name) for which, name in NAMES.items()},
}
"""Set-ups by what is special about them."""


def words_of(value: Any, field: str = "") -> Iterator[str]:
    """Yield every text of a summary that a person reads; ``value`` is built in types."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from words_of(inner, key)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from words_of(inner, field)
    elif isinstance(value, str) and value and field not in _CODES:
        yield value


def facts_of(summary: Summary) -> list[str]:
    """Return every text of ``summary`` that a document for people has to show."""
    document = msgspec.to_builtins(summary)
    for only_for_programs in ("made_at", "name"):
        del document[only_for_programs]
    for proof in document["proofs"]:
        for half in ("issued", "accepted"):
            (proof[half] or {}).pop("at", None)
    for day in document["dates"]:
        del day["on"]
    for group in document["access"]["groups"]:
        del group["name"]
    return list(words_of(document))


def squeezed(text: str) -> str:
    """Return ``text`` as it is compared: without blanks, breaks and the size of its letters.

    A page's end of line is a blank or nothing, and a line begins with a capital. A PDF file knows
    shapes: two letters joined in one, or a radical drawn like the letter, are that letter.
    """
    return unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).casefold()


def missing(facts: list[str], shown: str) -> list[str]:
    """Return those of ``facts`` that ``shown`` does not say.

    Where letters of both directions meet, readers of PDF files do not agree on what comes first.
    """
    text = squeezed(shown)
    return [fact for fact in facts if not all(part in text for part in _parts(fact))]


def _parts(fact: str) -> list[str]:
    parts = _RUNS.findall(fact) if _FROM_RIGHT.search(fact) else [fact]
    return [squeezed(part) for part in parts]
