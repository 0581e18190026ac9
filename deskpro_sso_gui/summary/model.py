"""What a summary says, as values: each fact worded once, beside the code a program may read."""

from datetime import date, datetime
from enum import StrEnum, unique

import msgspec

from deskpro_sso_gui.setup.facts import SsoMethod
from deskpro_sso_gui.setup.progress import Status
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.trials import Evidence, Flow


class _Fact(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the summary. Every text in it is plain text in the language then in use."""


class Entry(_Fact, frozen=True, kw_only=True):
    """One fact with its name.

    Attributes:
        key: its stable name.
        verbatim: the value is to be copied exactly, so it is set apart from prose.
    """

    key: str
    label: str
    value: str
    verbatim: bool = False


class StageEntry(_Fact, frozen=True, kw_only=True):
    """Where one of the ten stages stands.

    Attributes:
        value: what it settled; empty until then.
        note: why it is out of date, or that it rests on the administrator's word.
        by_hand: it rests on the administrator's word; JumpCloud was not asked.
    """

    id: StageId
    number: int
    name: str
    status: Status
    status_words: str
    value: str
    note: str
    by_hand: bool


class SettingEntry(_Fact, frozen=True, kw_only=True):
    """One control of DeskPRO's SAML form and what goes into it.

    Attributes:
        key: its stable name.
        legacy, horizon: the control's label in each generation of DeskPRO's screens, never
            translated.
        horizon_certain: False where DeskPRO's documents do not show the newer label.
        value: what to put in, empty while ``missing`` says where it will come from.
        note: what to know when filling it in.
    """

    key: str
    legacy: str
    horizon: str
    horizon_certain: bool
    value: str
    missing: str
    note: str
    verbatim: bool


class GroupEntry(_Fact, frozen=True, kw_only=True):
    """A user group that gets in; ``members`` is None where JumpCloud did not say."""

    name: str
    members: int | None
    words: str


class AccessEntry(_Fact, frozen=True, kw_only=True):
    """Who gets in: the groups, and sentences on how many people that is and on the tester."""

    groups: tuple[GroupEntry, ...]
    people: int | None
    tester_included: bool | None
    notes: tuple[str, ...]


@unique
class ProofState(StrEnum):
    """What is known of one way to sign in."""

    PROVEN = "proven"
    STALE = "stale"
    HALF = "half"
    FAILED = "failed"
    NOT_TRIED = "not-tried"


class Half(_Fact, frozen=True, kw_only=True):
    """One half of a proof: when it was seen and what tells us so. ``at`` is aware, UTC."""

    at: datetime
    evidence: Evidence | None
    words: str


class Proof(_Fact, frozen=True, kw_only=True):
    """One way to sign in and how far it is proven.

    Attributes:
        issued: JumpCloud issued the sign-in; None until then.
        accepted: DeskPRO let the person in; None until then.
        note: who it was, what failed, or which values changed since.
    """

    flow: Flow
    name: str
    state: ProofState
    state_words: str
    issued: Half | None
    accepted: Half | None
    note: str


class WayBack(_Fact, frozen=True, kw_only=True):
    """One way to get back in when the sign-in fails; ``command`` is to be typed as it stands."""

    key: str
    text: str
    command: str


class DateEntry(_Fact, frozen=True, kw_only=True):
    """A day to remember.

    Attributes:
        key: what happens on it.
        days_before: how long before the end it is; 0 on the day itself.
        past: it had gone by when the summary was made.
    """

    key: str
    on: date
    days_before: int
    past: bool
    label: str
    value: str


class Remaining(_Fact, frozen=True, kw_only=True):
    """Something that only a person can do; ``stage`` is the page to go to."""

    stage: StageId
    text: str


class Summary(_Fact, frozen=True, kw_only=True):
    """Everything the documents say, in their order.

    Attributes:
        id: names the set-up outside this computer: the same for whoever set up this helpdesk with
            this app.
        name: what the set-up is called.
        language: BCP 47 tag of all texts.
        made_at: aware, UTC.
        finished: every stage but the summary itself is done.
        alongside: what else DeskPRO's form wants besides the six settings.
        unchecked: what could not be checked, of what was done.
    """

    id: str
    name: str
    title: str
    language: str
    program: str
    program_version: str
    made_at: datetime
    made: str
    practice: bool
    practice_words: str
    finished: bool
    headline: str
    about: tuple[Entry, ...]
    stages: tuple[StageEntry, ...]
    remaining: tuple[Remaining, ...]
    settings: tuple[SettingEntry, ...]
    alongside: tuple[SettingEntry, ...]
    values: tuple[Entry, ...]
    access: AccessEntry
    sso_method: SsoMethod
    proofs: tuple[Proof, ...]
    unchecked: tuple[str, ...]
    ways_back: tuple[WayBack, ...]
    dates: tuple[DateEntry, ...]
