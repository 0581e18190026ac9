"""What really went over the wire in the sandbox, recorded and judged."""

import pytest

from deskpro_sso_gui.diagnosis.judge import Judgement
from deskpro_sso_gui.practice.faults import Fault
from tests.support.captures import Dialect, har, tracer
from tests.support.judged import ids, judged
from tests.support.sandbox_recordings import expected, recorded, sign_in, visiting


def wrong(judgement: Judgement) -> list[str]:
    return ids([finding for finding in judgement.findings if finding.is_wrong])


@pytest.mark.parametrize("dialect", Dialect)
async def test_a_sign_in_that_worked_has_nothing_wrong(dialect: Dialect) -> None:
    steps, values = await recorded()

    assert steps[-1].url.endswith("/agent/")
    # the sandbox speaks http on loopback, which is no fault of the sign-in
    assert set(wrong(judged(har(steps, dialect), **values))) <= {"M11"}


async def test_saml_tracer_s_export_of_it_has_nothing_wrong() -> None:
    steps, values = await recorded()

    assert set(wrong(judged(tracer(steps), **values))) <= {"M11"}


@pytest.mark.parametrize(
    ("fault", "conditions"),
    [
        (Fault.WRONG_AUDIENCE, {"S5"}),
        (Fault.UNSIGNED_ASSERTION, {"S13"}),
        (Fault.TAMPERED_ASSERTION, {"S15"}),
        (Fault.CLOCK_OFF, {"R9", "S9"}),
        (Fault.NAME_ID_NOT_EMAIL, {"S21", "S22"}),
    ],
)
async def test_a_sign_in_that_was_broken_on_purpose_is_explained(
    fault: Fault, conditions: set[str]
) -> None:
    steps, values = await recorded(faults=[fault])

    judgement = judged(har(steps), **values)

    assert judgement.headline is not None
    assert judgement.headline.condition in conditions


async def test_somebody_without_access_is_sent_to_the_portal() -> None:
    steps, values = await recorded("dora")

    assert wrong(judged(har(steps), **values))[0] == "H1"


async def test_somebody_without_an_account_is_refused_by_deskpro() -> None:
    async with visiting() as (sandbox, visitor):
        groups = sandbox.store.world.groups.values()
        sandbox.application.group_ids = [group.id for group in groups]
        await sign_in(sandbox, visitor, "dora")
        judgement = judged(har(visitor.steps), **expected(sandbox))

    assert wrong(judgement)[0] in {"H15", "H4"}


async def test_an_app_that_is_off_lets_nobody_in() -> None:
    async with visiting() as (sandbox, visitor):
        sandbox.application.active = False
        await sign_in(sandbox, visitor, "ann")
        judgement = judged(har(visitor.steps), **expected(sandbox))

    assert wrong(judgement)[0] in {"H1", "H2"}


async def test_only_deskpro_s_own_form_was_opened() -> None:
    async with visiting() as (sandbox, visitor):
        await visitor.open(f"{sandbox.deskpro}/agent/login")
        judgement = judged(har(visitor.steps), **expected(sandbox))

    assert wrong(judgement)[0] == "H10"
