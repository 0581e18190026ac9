"""A sign-in in the sandbox, as a browser records it."""

import contextlib
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

import httpx

from deskpro_sso_gui.practice.faults import Fault
from tests.support.captures import Step
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
