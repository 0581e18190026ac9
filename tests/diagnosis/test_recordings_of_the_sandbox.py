"""What really went over the wire in the sandbox, recorded and judged."""

import contextlib
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest

from deskpro_sso_gui.diagnosis.judge import Judgement
from deskpro_sso_gui.practice.faults import Fault
from tests.support.captures import Dialect, Step, har, tracer
from tests.support.judged import ids, judged
from tests.support.saml_documents import ISSUED_AT
from tests.support.signin_sandbox import SignInSandbox, Visitor, signin_sandbox


class Recorder(Visitor):
    """A visitor that keeps what it asked and was answered."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[Step] = []
        self._client.event_hooks = {"response": [self._record]}

    async def _record(self, response: httpx.Response) -> None:
        await response.aread()
        request = response.request
        content = request.content.decode() if request.method == "POST" else ""
        self.steps.append(
            Step(
                request.method,
                str(request.url),
                response.status_code,
                body=response.text,
                mime=response.headers.get("content-type", "").partition(";")[0],
                location=response.headers.get("location", ""),
                form=tuple(parse_qsl(content)),
                cookies=request.headers.get("cookie", ""),
                set_cookies=tuple(response.headers.get_list("set-cookie")),
                at=(datetime.now(UTC) - ISSUED_AT).total_seconds(),
            )
        )


@contextlib.asynccontextmanager
async def visiting(
    faults: Iterable[Fault] = (), **values: Any
) -> AsyncIterator[tuple[SignInSandbox, Recorder]]:
    async with signin_sandbox(faults=faults, **values) as sandbox, Recorder() as visitor:
        yield sandbox, visitor


def expected(sandbox: SignInSandbox) -> dict[str, Any]:
    values = sandbox.application.values
    return {
        "acs_url": str(values["acsUrl"]),
        "sp_entity_id": str(values["spEntityId"]),
        "idp_url": sandbox.application.sso_url,
    }


async def sign_in(sandbox: SignInSandbox, visitor: Recorder, name: str) -> None:
    """Begin at DeskPRO's button and go as far as JumpCloud and DeskPRO let one."""
    await visitor.open(f"{sandbox.deskpro}/agent/login")
    await visitor.follow("sso-button")
    if 'id="login"' in visitor.page.text:
        await visitor.sign_in(name)
    if 'name="SAMLResponse"' in visitor.page.text:
        await visitor.send("answer")


async def recorded(
    name: str = "ann", faults: Iterable[Fault] = (), **values: Any
) -> tuple[list[Step], dict[str, Any]]:
    async with visiting(faults, **values) as (sandbox, visitor):
        await sign_in(sandbox, visitor, name)
        return visitor.steps, expected(sandbox)


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
