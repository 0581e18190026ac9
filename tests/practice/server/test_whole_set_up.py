"""Both products together: what the program and its user do, from creation to a sign-in."""

import html
import re
from pathlib import Path
from typing import Any

import httpx

from deskpro_sso_gui.practice.server import ReadyLine, serving
from deskpro_sso_gui.practice.store import Store
from tests.support.signin_sandbox import PASSWORD, Visitor
from tests.support.visits import sign_in_to_portal

EMAIL = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"


async def test_an_application_made_by_the_api_can_be_signed_in_to(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    async with (
        serving(Store.open(state)) as ready,
        api(ready) as client,
        Visitor() as administrator,
    ):
        made = await create(client, ready)
        source = await add_in_deskpro(administrator, ready)
        await point_at_deskpro(client, made, source)
        await fill_in_deskpro(administrator, ready, made)
        await bind(client, made["_id"], "DeskPRO agents")
        await signs_in_both_ways(ready)
    async with serving(Store.open(state)) as again, api(again) as client:
        assert again == ready
        await signs_in_both_ways(again)
        query = {"service": ["sso"], "start_time": "2020-01-01T00:00:00Z", "sort": "ASC"}
        events = (await client.post("/insights/directory/v1/events", json=query)).json()

    issued = [event for event in events if event["sso_token_success"]]
    assert [event["idp_initiated"] for event in issued] == [False, True, False, True]
    assert {event["application"]["id"] for event in events} == {made["_id"]}
    assert {event["initiated_by"]["username"] for event in events} == {"ann"}


def api(ready: ReadyLine) -> httpx.AsyncClient:
    headers = {"x-api-key": ready.api_key}
    return httpx.AsyncClient(base_url=ready.jumpcloud, headers=headers, trust_env=False, timeout=60)


async def create(client: httpx.AsyncClient, ready: ReadyLine) -> Any:
    sso_url = f"{ready.jumpcloud}/saml2/deskpro"
    body = {
        "active": True,
        "name": "saml2",
        "displayLabel": "DeskPRO",
        "ssoUrl": sso_url,
        "config": {"idpEntityId": {"value": sso_url}},
    }
    return (await client.post("/api/applications", json=body)).raise_for_status().json()


async def add_in_deskpro(administrator: Visitor, ready: ReadyLine) -> dict[str, str]:
    """Add the app with the older screens, and copy its two addresses."""
    await administrator.open(f"{ready.deskpro}/agent/login?next=/admin/")
    await administrator.send("login", email="admin@acme.example", password=PASSWORD)
    await administrator.open(f"{ready.deskpro}/admin/legacy/agents/auth-sso")
    await administrator.follow("add")
    await administrator.send()
    return {each: shown(administrator, each) for each in ("acs_url", "entity_id")}


def shown(visitor: Visitor, element_id: str) -> str:
    found = re.search(rf'<input [^>]*id="{element_id}"[^>]*value="([^"]*)"', visitor.page.text)
    assert found, element_id
    return html.unescape(found[1])


async def point_at_deskpro(client: httpx.AsyncClient, made: Any, source: dict[str, str]) -> None:
    """Read, merge, write."""
    path = f"/api/applications/{made['_id']}"
    whole = (await client.get(path)).json()
    for key, value in {
        "acsUrl": source["acs_url"],
        "spEntityId": source["entity_id"],
        "overrideNameIdFormat": EMAIL,
        "declareRedirectEndpoint": True,
    }.items():
        whole["config"][key]["value"] = value
    after = (await client.put(path, json=whole)).raise_for_status().json()

    assert after["config"]["idpCertificate"] == made["config"]["idpCertificate"]


async def fill_in_deskpro(administrator: Visitor, ready: ReadyLine, made: Any) -> None:
    """Take certificate and metadata address from JumpCloud's admin page, as a person would."""
    form = administrator.url
    page = f"{ready.jumpcloud}/admin/applications/{made['_id']}"
    await sign_in_to_portal(administrator, ready.jumpcloud)
    await administrator.open(page)
    sso_url, metadata_url = shown(administrator, "idp-url"), shown(administrator, "metadata-url")
    certificate = await administrator.follow("download-certificate")
    await administrator.open(form)
    await administrator.send(
        "source",
        files={"certificate": ("certificate.pem", certificate.content)},
        single_sign_on_url=sso_url,
        single_log_off_url=f"{ready.jumpcloud}/userconsole/",
        metadata_url=metadata_url,
        login_button_text="Sign in with JumpCloud",
        enabled="1",
    )

    assert "The metadata was read." in administrator.text


async def bind(client: httpx.AsyncClient, application: str, name: str) -> None:
    query = {"filter": f"name:eq:{name}"}
    [group] = (await client.get("/api/v2/usergroups", params=query)).json()
    link = {"op": "add", "type": "user_group", "id": group["id"]}
    path = f"/api/v2/applications/{application}/associations"
    (await client.post(path, json=link)).raise_for_status()


async def signs_in_both_ways(ready: ReadyLine) -> None:
    async with Visitor() as from_deskpro:
        await from_deskpro.open(f"{ready.deskpro}/agent/")
        await from_deskpro.follow("sso-button")
        await from_deskpro.sign_in("ann")
        await from_deskpro.send("answer")
        assert "Signed in as Ann Example" in from_deskpro.text
    async with Visitor() as from_the_tile:
        await from_the_tile.open(f"{ready.jumpcloud}/saml2/deskpro")
        await from_the_tile.sign_in("ann")
        await from_the_tile.send("answer")
        assert "Signed in as Ann Example" in from_the_tile.text
