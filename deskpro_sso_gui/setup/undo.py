"""What taking a set-up back means: what was made and changed, by the journal, and what was before.

Only the net effect counts: what was changed twice is put back once, and what is as it was before
needs nothing. What somebody else has changed since is theirs (product, "Plan, apply, verify,
undo").
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum, unique
from typing import Any

import msgspec
from msgspec.structs import replace

from deskpro_sso_gui.setup import plan
from deskpro_sso_gui.setup.facts import Application
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.trials import Validation


@unique
class StepKind(StrEnum):
    """What is done to take something back, in the order it is done in."""

    TAKE_ACCESS = "take-access"
    GIVE_ACCESS = "give-access"
    RESTORE = "restore"
    DELETE_APPLICATION = "delete-application"
    DELETE_GROUP = "delete-group"


@unique
class Caution(StrEnum):
    """Why a step is not taken unless it is asked for by name."""

    CHANGED = "changed"
    OTHER_GROUPS = "other-groups"
    MEMBERS = "members"
    OTHER_USES = "other-uses"
    UNSURE = "unsure"


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to take back.

    Attributes:
        application: id of the application it is about; empty for a group of its own.
        group: id of the group it is about; empty where it is about none.
        name: what that is called.
        within: what the application is called, where ``name`` is a group's.
        changes: for ``RESTORE``, every setting with what it is and what it was before.
        cautions: what speaks against it; without any it is taken.
        digest: of the application to be deleted, as it was when this was shown.
    """

    kind: StepKind
    application: str = ""
    group: str = ""
    name: str
    within: str = ""
    changes: tuple[plan.Difference, ...] = ()
    cautions: tuple[Caution, ...] = ()
    digest: str = ""

    @property
    def key(self) -> str:
        """Names the step among the others."""
        return f"{self.kind}:{self.application}:{self.group}"


@unique
class Left(StrEnum):
    """What is left as it is."""

    DESKPRO = "deskpro"
    CERTIFICATE = "certificate"
    PICTURE = "picture"
    VALUES = "values"


class Leaving(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is left, and of which application; ``settings`` were changed by others."""

    kind: Left
    name: str = ""
    settings: tuple[str, ...] = ()


class UndoPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What would be taken back, and what would not."""

    steps: tuple[Step, ...] = ()
    leaves: tuple[Leaving, ...] = ()


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What a value was before we changed it first, and what we left it at."""

    original: Any
    left: Any


def settings_changed(writes: Iterable[Mapping[str, Any]]) -> dict[str, Change]:
    """Return the settings that several writes changed, oldest first, and how.

    Args:
        writes: for each the settings with what each ``was`` and what was ``wanted``.
    """
    found: dict[str, Change] = {}
    for write in writes:
        for setting, change in write.items():
            was, wanted = change["was"], change["wanted"]
            known = found.get(setting)
            theirs = known is None or not plan.is_same(setting, known.left, was)
            restored = known is not None and plan.is_same(setting, known.left, known.original)
            original = was if known is None or theirs or restored else known.original
            found[setting] = Change(original=original, left=wanted)
    return found


def links_changed(writes: Iterable[tuple[Sequence[str], bool]]) -> dict[str, Change]:
    """Return the groups whose link several writes changed, oldest first, and how.

    Args:
        writes: for each the groups, and whether they were bound; else they were unbound.
    """
    found: dict[str, Change] = {}
    for groups, bound in writes:
        for group in groups:
            known = found.get(group)
            mine = known is not None and known.left is not bound and known.left != known.original
            original = known.original if known is not None and mine else not bound
            found[group] = Change(original=original, left=bound)
    return found


def to_restore(
    application: Application, changed: Mapping[str, Change]
) -> tuple[tuple[plan.Difference, ...], tuple[str, ...]]:
    """Return which settings are put back, and which somebody else has changed since."""
    back: list[plan.Difference] = []
    theirs: list[str] = []
    for setting, change in changed.items():
        if plan.is_set(application, setting, change.original):
            continue
        if not plan.is_set(application, setting, change.left):
            theirs.append(setting)
        else:
            now = plan.value_of(application, setting)
            back.append(plan.Difference(setting=setting, now=now, wanted=change.original))
    return tuple(back), tuple(theirs)


def is_changed_by_others(links: Sequence[tuple[str, str]], application: Application) -> bool:
    """Say whether somebody else changed an application between our writes or after the last.

    Args:
        links: for each write of ours, oldest first, the digest it found and the one it left; empty
            where that is not known.
        application: as it is now.
    """
    last = ""
    for found, left in (*links, (plan.digest(application), "")):
        if last and found and found != last:
            return True
        last = left
    return False


def without_application(record: SetupRecord) -> SetupRecord:
    """Return ``record`` without its app: it is gone, or was only lent to the set-up.

    What DeskPRO has stays, and shows as out of date.
    """
    return replace(
        record,
        application=None,
        applied=None,
        certificate=None,
        metadata=None,
        access=None,
        validation=Validation(sso_method=record.validation.sso_method),
    )
