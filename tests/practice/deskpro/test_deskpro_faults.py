"""What DeskPRO does while its sign-in apps are broken on purpose; its forms show what was saved."""

from typing import Any

import httpx
import pytest

from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.world import Interface
from tests.support.signin_sandbox import PASSWORD, SignInSandbox, Visitor, signin_sandbox


async def listed(sandbox: SignInSandbox, context: str) -> list[tuple[int, bool]]:
    """Return number and *is enabled* of each sign-in source of one side."""
    path = f"{sandbox.deskpro}/api/v2/api_tokens/user_sources/{context}"
    async with httpx.AsyncClient(trust_env=False) as client:
        answer: dict[str, Any] = (await client.get(path)).json()
    return [(each["id"], each["is_enabled"]) for each in answer["data"]]


async def sent_to(sandbox: SignInSandbox, path: str) -> str:
    """Return where a page sends a browser it does not know; empty where it is shown."""
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(f"{sandbox.deskpro}{path}")
    return str(answer.headers.get("location", "")).partition("?")[0]


async def test_not_enabled_is_listed_so_and_has_no_button() -> None:
    async with signin_sandbox(faults=[Fault.NOT_ENABLED]) as sandbox, Visitor() as visitor:
        number = sandbox.source.id
        assert await listed(sandbox, "agent") == [(number, False)]
        await visitor.open(f"{sandbox.deskpro}/agent/login")
        assert "sso-button" not in visitor.page.text
        sandbox.store.set_faults([])
        assert await listed(sandbox, "agent") == [(number, True)]


@pytest.mark.parametrize("side", Interface)
async def test_the_app_is_on_the_other_side(side: Interface) -> None:
    names = {Interface.AGENTS: "agent", Interface.USERS: "user"}
    (other,) = set(Interface) - {side}
    async with signin_sandbox(faults=[Fault.USERS_FORM], interface=side) as sandbox:
        assert await listed(sandbox, names[side]) == []
        assert await listed(sandbox, names[other]) == [(sandbox.source.id, True)]


async def test_automatic_sends_strangers_on_at_once() -> None:
    async with signin_sandbox() as sandbox:
        assert await sent_to(sandbox, "/agent/login") == ""
        sandbox.store.set_faults([Fault.AUTOMATIC_TOO_EARLY])
        assert await sent_to(sandbox, "/agent/login") == sandbox.application.sso_url


async def test_a_second_app_takes_everybody_and_leaves_the_first_as_it_is() -> None:
    async with signin_sandbox(faults=[Fault.SECOND_APP]) as sandbox:
        number = sandbox.source.id
        target = await sent_to(sandbox, "/agent/login")
        assert target.startswith(sandbox.jumpcloud)
        assert target != sandbox.application.sso_url
        assert await listed(sandbox, "agent") == [(number, True), (number + 1, True)]
        assert len(sandbox.store.world.helpdesk.sources) == 1


async def test_without_accounts_only_administrators_are_agents() -> None:
    async with signin_sandbox(faults=[Fault.NO_ACCOUNT]) as sandbox:
        headers = {"Authorization": f"key {sandbox.store.world.helpdesk.api_key}"}
        async with httpx.AsyncClient(trust_env=False) as client:
            answer = await client.get(f"{sandbox.deskpro}/api/v2/agents", headers=headers)
        assert [each["can_admin"] for each in answer.json()["data"]] == [True]
        assert len(sandbox.store.world.helpdesk.agents) > 1


async def test_the_forms_show_and_change_what_was_saved() -> None:
    faults = [Fault.NOT_ENABLED, Fault.USERS_FORM, Fault.AUTOMATIC_TOO_EARLY]
    async with signin_sandbox(faults=faults) as sandbox, Visitor() as administrator:
        await administrator.open(f"{sandbox.deskpro}/agent/login?next=/admin/")
        await administrator.send("login", email="admin@acme.example", password=PASSWORD)
        page = f"{sandbox.deskpro}/admin/legacy/agents/auth-sso/{sandbox.source.id}"
        await administrator.open(page)
        assert administrator.form_value("enabled")
        assert administrator.form_value("sso_method") == "disabled"
        await administrator.send("source", login_button_text="Other words")
        sandbox.store.set_faults([])
        assert sandbox.source.login_button_text == "Other words"
        assert sandbox.source.is_enabled
