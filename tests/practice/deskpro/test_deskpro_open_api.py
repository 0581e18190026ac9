"""What DeskPRO tells anybody, in the documented shapes."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.saml_xml import DS, MD, parse
from deskpro_sso_gui.practice.world import Interface
from tests.support.signin_sandbox import other_pair, signin_sandbox

DATA = Path(__file__).parents[4] / "shared" / "data" / "deskpro"
DATA_ABSENT = "no documented answers: ../shared/data is absent"


def kinds(value: Any) -> Any:
    """Return the shape of a JSON value: its keys and types, without what it says."""
    if isinstance(value, dict):
        return {key: kinds(each) for key, each in value.items()}
    if isinstance(value, list):
        return [kinds(each) for each in value]
    return type(value).__name__


async def test_discover_says_that_it_is_a_deskpro_and_where() -> None:
    async with signin_sandbox() as sandbox, httpx.AsyncClient(trust_env=False) as client:
        answer = (await client.get(f"{sandbox.deskpro}/api/v2/helpdesk/discover")).json()
        assert answer["data"]["is_deskpro"] is True
        assert answer["data"]["helpdesk_url"] == f"{sandbox.deskpro}/"
        assert answer["data"]["base_api_url"] == f"{sandbox.deskpro}/api/v2/"


@pytest.mark.skipif(not DATA.exists(), reason=DATA_ABSENT)
async def test_discover_has_every_documented_key() -> None:
    documented = json.loads((DATA / "discover_docs_2016.json").read_text())
    seen = json.loads((DATA / "discover_field_2022.json").read_text())
    async with signin_sandbox() as sandbox, httpx.AsyncClient(trust_env=False) as client:
        answer = (await client.get(f"{sandbox.deskpro}/api/v2/helpdesk/discover")).json()
        assert answer.keys() == documented.keys()
        assert kinds(documented["data"]).items() <= kinds(answer["data"]).items()
        proxies = {"apps_oauth_proxy_url", "apps_http_proxy_url"}
        assert kinds(answer["data"]) == {
            key: kind for key, kind in kinds(seen).items() if key not in proxies
        }


@pytest.mark.skipif(not DATA.exists(), reason=DATA_ABSENT)
async def test_sign_in_sources_have_the_documented_shape() -> None:
    documented = json.loads((DATA / "user_sources_agent.json").read_text())
    async with signin_sandbox() as sandbox, httpx.AsyncClient(trust_env=False) as client:
        url = f"{sandbox.deskpro}/api/v2/api_tokens/user_sources/agent"
        assert kinds((await client.get(url)).json()) == kinds(documented)


@pytest.mark.parametrize("side", list(Interface))
async def test_sign_in_sources_are_listed_by_side_once_installed(side: Interface) -> None:
    async with (
        signin_sandbox(interface=side) as sandbox,
        httpx.AsyncClient(trust_env=False) as client,
    ):
        base = f"{sandbox.deskpro}/api/v2/api_tokens/user_sources"
        contexts = {Interface.AGENTS: "agent", Interface.USERS: "user"}
        for each, context in contexts.items():
            listed = (await client.get(f"{base}/{context}")).json()["data"]
            assert [(one["id"], one["type"]) for one in listed] == (
                [(sandbox.source.id, context)] if each is side else []
            )
        sandbox.source.is_enabled = False
        [listed_one] = (await client.get(f"{base}/{contexts[side]}")).json()["data"]
        assert listed_one["is_enabled"] is False
        sandbox.source.installed = False
        assert (await client.get(f"{base}/{contexts[side]}")).json()["data"] == []
        assert (await client.get(f"{base}/other")).status_code == 404


async def test_metadata_holds_the_addresses_with_the_sources_number() -> None:
    async with signin_sandbox() as sandbox, httpx.AsyncClient(trust_env=False) as client:
        entity_id = sandbox.application.values["spEntityId"]
        answer = await client.get(entity_id)
        root = parse(answer.content)
        assert root.get("entityID") == entity_id
        [descriptor] = root
        assert descriptor.get("WantAssertionsSigned") == "true"
        assert descriptor.get("AuthnRequestsSigned") == "false"
        service = descriptor.find(f"{{{MD}}}AssertionConsumerService")
        assert service is not None
        assert service.get("Location") == sandbox.application.values["acsUrl"]
        assert (await client.get(entity_id.replace("/3.", "/4."))).status_code == 404


async def test_metadata_carries_the_certificate_of_signed_requests() -> None:
    async with signin_sandbox() as sandbox, httpx.AsyncClient(trust_env=False) as client:
        sandbox.source.sign_request = True
        sandbox.store.world.helpdesk.request_certificate_pem = other_pair().certificate_pem
        root = parse((await client.get(sandbox.application.values["spEntityId"])).content)
        text = root.findtext(f".//{{{DS}}}X509Certificate")
        assert text == "".join(other_pair().certificate_pem.split("-----")[2].split())


async def test_faults_hide_sources_and_metadata() -> None:
    faults = [Fault.NO_SIGN_IN_SOURCES, Fault.NO_SP_METADATA]
    async with signin_sandbox(faults=faults) as sandbox, httpx.AsyncClient() as client:
        url = f"{sandbox.deskpro}/api/v2/api_tokens/user_sources/agent"
        assert (await client.get(url)).status_code == 404
        answer = await client.get(sandbox.application.values["spEntityId"])
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/html")


async def test_foreign_host_name_is_refused() -> None:
    async with signin_sandbox() as sandbox, httpx.AsyncClient(trust_env=False) as client:
        url = f"{sandbox.deskpro}/api/v2/helpdesk/discover"
        answer = await client.get(url, headers={"Host": "acme.example"})
        assert answer.status_code == 421
