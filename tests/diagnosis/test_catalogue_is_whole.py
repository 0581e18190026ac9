"""The catalogue has every condition that a file can show, as the reference has them."""

import pytest

from deskpro_sso_gui.diagnosis.catalogue.entry import Condition
from deskpro_sso_gui.diagnosis.conditions import CONDITIONS
from deskpro_sso_gui.diagnosis.finding import Level, Side
from tests.support.condition_cases.table import NEAR_MISSES, POSITIVE

# reference/conditions.md: 19 + 18 + 12 + 30 + 15, by id. The order mistakes W1 to W12 need no file;
# those that JumpCloud and DeskPRO show of themselves are in test_order_mistakes.py.
SIZES = {"C": 19, "M": 18, "R": 12, "S": 30, "H": 15}
IN_REFERENCE = [
    f"{group}{number}" for group, size in SIZES.items() for number in range(1, size + 1)
]

# "A fact, C cause" and "A info" are reported at C, "A fact, B cause" at B
LIKELY = {*"C16 C18 M14 R6 R11 R12 S12 S14 S18 S23 S24 S28 H1 H2 H7 H10 H11 H15".split()}  # noqa: SIM905 - ids
WORTH_KNOWING = {*"C14 C15 C17 M10 M13 M15 M17 R10 S19 S25 H8".split()}  # noqa: SIM905 - ids

SIDES = {
    Side.JUMPCLOUD: "C14 C15 M2 M5 M6 M9 M10 M12 M13 M14 R1 R2 R3 S5 S6 S7 S8 S10 S13 S14 S18 S20 "
    "S21 S22 S23 S25 S29 H1 H2 H5 H6",
    Side.DESKPRO: "C18 M1 M7 M17 M18 R4 R5 R6 R7 R8 R9 R10 R11 R12 S16 S17 H3 H4 H10 H11 H14 H15",
    Side.THIS_COMPUTER: "C1 C2 C3 C4 C5 C6 C7 C8 C9 C10 C11 C12 C13 C16 C17 C19 M3 M4 M8 M16 S1 "
    "S11 S15 S28 S30 H8 H9 H13",
    Side.NONE: "M15 S12 S19 S26 S27",
}


def expected_level(identifier: str) -> Level:
    if identifier in LIKELY:
        return Level.LIKELY
    return Level.WORTH_KNOWING if identifier in WORTH_KNOWING else Level.CAUSE


OF_FILES = {one: entry for one, entry in CONDITIONS.items() if not one.startswith("W")}


def test_the_catalogue_has_every_condition_of_the_reference() -> None:
    assert set(OF_FILES) == set(IN_REFERENCE)


@pytest.mark.parametrize("condition", OF_FILES.values(), ids=lambda condition: condition.id)
def test_levels_are_those_of_the_reference(condition: Condition) -> None:
    assert condition.level is expected_level(condition.id)


def test_sides_are_those_of_the_reference() -> None:
    for side, identifiers in SIDES.items():
        for identifier in identifiers.split():
            assert CONDITIONS[identifier].side is side, identifier


def test_every_condition_has_a_document_and_a_near_miss(
    capsys: pytest.CaptureFixture[str],
) -> None:
    shown = {case.condition for case in POSITIVE.values()}
    nearly = {case.condition for case in NEAR_MISSES.values()}
    covered = shown & nearly & set(OF_FILES)

    with capsys.disabled():
        print(  # noqa: T201 - the figure is asked for
            f" [{len(covered)} of {len(OF_FILES)} conditions covered: "
            f"{len(POSITIVE)} documents, {len(NEAR_MISSES)} near misses]",
            end="",
        )

    assert covered == set(IN_REFERENCE)


def test_every_wording_is_shown_by_a_document() -> None:
    shown = {(case.condition, case.variant) for case in POSITIVE.values()}
    worded = {(one.id, variant) for one in OF_FILES.values() for variant in one.wordings}

    assert worded - shown == set()
