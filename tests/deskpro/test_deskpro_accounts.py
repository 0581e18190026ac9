"""The accounts in DeskPRO: documented answers, refusals, and where the key goes."""

import json
from pathlib import Path
from typing import Any

import pytest

from deskpro_sso_gui.credentials import Secret
from deskpro_sso_gui.deskpro.accounts import Accounts
from deskpro_sso_gui.net.transport import Http
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from tests.support.http_server import Answer, Seen, TalkingServer
from tests.support.signin_sandbox import signin_sandbox

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "deskpro"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the documented answers are not here")
KEY = Secret("12:SOMETHING")


def documented(name: str) -> Any:
    return json.loads((DATA / name).read_text())


@pytest.fixture
def accounts(http: Http, server: TalkingServer) -> Accounts:
    return Accounts(http, server.origin, KEY)


@needs_data
async def test_whose_key_it_is_is_understood_as_documented(
    accounts: Accounts, server: TalkingServer
) -> None:
    server.always(Answer(200, documented("me_api_key.json")))
    owner = await accounts.me()
    assert (owner.id, owner.is_agent, owner.is_admin) == (1, None, None)
    [seen] = server.seen
    assert (seen.method, seen.path) == ("GET", "/api/v2/me")
    assert seen.headers["authorization"] == "key 12:SOMETHING"
    assert "x-deskpro-agent-id" not in seen.headers


@needs_data
async def test_a_person_is_understood_as_seen_on_a_live_site(
    accounts: Accounts, server: TalkingServer
) -> None:
    person = documented("person_created_2024.json")["data"]
    pages = documented("collection_meta_pagination.json")["meta"]
    server.always(Answer(200, {"data": [person], "meta": pages, "linked": {}}))
    found = await accounts.by_email("Dave@test.com")
    assert found is not None
    assert (found.id, found.email, found.name) == (82, "dave@test.com", "dave testerson")
    assert (found.is_agent, found.is_admin, found.is_disabled) == (False, False, False)
    [seen] = server.seen
    assert (seen.path, seen.query) == ("/api/v2/people", (("primary_email", "Dave@test.com"),))
    assert await accounts.by_email("somebody@test.com") is None  # the filter was passed over


async def test_a_superuser_key_names_the_agent_it_acts_for(
    http: Http, server: TalkingServer
) -> None:
    server.always(Answer(200, {"data": {"person": {"id": 7}}}))
    await Accounts(http, server.origin, KEY, agent=7).me()
    assert server.seen[0].headers["x-deskpro-agent-id"] == "7"


async def test_agents_are_read_page_by_page(accounts: Accounts, server: TalkingServer) -> None:
    def handler(seen: Seen) -> Answer:
        page = int(seen.values("page")[0])
        data = [{"id": 2 * page + each, "primary_email": "a@b.example"} for each in (0, 1)]
        meta = {"pagination": {"current_page": page, "total_pages": 3}}
        return Answer(200, {"data": data, "meta": meta})

    server.handler = handler
    assert [each.id for each in await accounts.agents()] == [2, 3, 4, 5, 6, 7]
    assert len(server.seen) == 3
    server.reset()
    server.always(Answer(200, {"data": [{"id": 1}], "meta": []}))
    assert len(await accounts.agents()) == 1


@pytest.mark.usefixtures("no_waiting")
@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer(401, {"message": "Invalid API key."}), ProblemCode.DESKPRO_KEY_NOT_ACCEPTED),
        (Answer(403), ProblemCode.DESKPRO_KEY_NOT_PERMITTED),
        (Answer(423), ProblemCode.HELPDESK_BUSY),
        (Answer(429), ProblemCode.HELPDESK_BUSY),
        (Answer(503), ProblemCode.SERVER_FAILED),
        (Answer(404), ProblemCode.ANSWER_NOT_UNDERSTOOD),
        (Answer(200, {"data": []}), ProblemCode.ANSWER_NOT_UNDERSTOOD),
        (Answer(200, "<html>"), ProblemCode.ANSWER_NOT_UNDERSTOOD),
    ],
)
async def test_refusals_are_named(
    accounts: Accounts, server: TalkingServer, answer: Answer, code: ProblemCode
) -> None:
    server.always(answer)
    with pytest.raises(ProblemError) as refused:
        await accounts.me()
    assert refused.value.problem.code is code
    assert KEY.reveal() not in repr(refused.value)


async def test_the_key_never_follows_a_redirect(accounts: Accounts, server: TalkingServer) -> None:
    for target in ("https://evil.example/api/v2/me", "/api/v2/me/"):
        server.reset()
        server.always(Answer(302, headers={"location": target}))
        with pytest.raises(ProblemError) as refused:
            await accounts.me()
        assert refused.value.problem.code is ProblemCode.REDIRECT_REFUSED
        assert len(server.seen) == 1


@pytest.mark.parametrize(
    "url", ["http://acme.example", "https://acme.example/", "https://acme.example/x", "acme", ""]
)
def test_the_key_is_not_given_to_what_is_no_safe_origin(http: Http, url: str) -> None:
    with pytest.raises(ProblemError) as refused:
        Accounts(http, url, KEY)
    assert refused.value.problem.code is ProblemCode.ADDRESS_NOT_ALLOWED


async def test_the_sandbox_answers_as_documented_and_is_understood(http: Http) -> None:
    async with signin_sandbox() as sandbox:
        helpdesk = sandbox.store.world.helpdesk
        accounts = Accounts(http, sandbox.deskpro, Secret(helpdesk.api_key))
        owner = await accounts.me()
        assert (owner.name, owner.is_agent, owner.is_admin) == ("Alex Admin", True, True)
        ann = await accounts.by_email("ANN@acme.example")
        assert ann is not None
        assert (ann.name, ann.is_agent, ann.is_admin) == ("Ann Example", True, False)
        assert await accounts.by_email("dora@acme.example") is None
        assert len(await accounts.agents()) == len(helpdesk.agents)

        superuser = Secret(helpdesk.superuser_key)
        with pytest.raises(ProblemError) as refused:
            await Accounts(http, sandbox.deskpro, superuser).me()
        assert refused.value.problem.code is ProblemCode.DESKPRO_KEY_NOT_ACCEPTED
        ben = await Accounts(http, sandbox.deskpro, superuser, agent=3).me()
        assert (ben.name, ben.is_admin) == ("Ben Example", False)
        helpdesk.api_key = ""  # a state from before there were keys
        with pytest.raises(ProblemError):
            await Accounts(http, sandbox.deskpro, Secret("")).me()


@needs_data
async def test_the_sandboxs_people_have_the_documented_shape(http: Http) -> None:
    def kinds(person: dict[str, Any]) -> dict[str, str]:
        return {key: type(value).__name__ for key, value in person.items()}

    seen: list[dict[str, Any]] = []

    class Listening:
        async def send(self, request: Any, /) -> Any:
            response = await http.send(request)
            seen.append(json.loads(response.body))
            return response

    async with signin_sandbox() as sandbox:
        key = Secret(sandbox.store.world.helpdesk.api_key)
        accounts = Accounts(Listening(), sandbox.deskpro, key)
        await accounts.me()
        await accounts.agents()
    me, agents = seen
    wanted = documented("me_api_key.json")
    assert me.keys() == wanted.keys()
    assert me["data"].keys() == wanted["data"].keys()
    person = kinds(documented("person_created_2024.json")["data"])
    for found in (me["data"]["person"], agents["data"][0]):
        assert kinds(found).items() <= person.items()
    pages = documented("collection_meta_pagination.json")["meta"]["pagination"]
    assert pages.keys() <= agents["meta"]["pagination"].keys()
