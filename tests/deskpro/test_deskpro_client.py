import json
from pathlib import Path

import pytest

from deskpro_sso_gui.deskpro.client import DeskPro
from deskpro_sso_gui.net.transport import Http
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import Interface, SignInSource
from tests.support.http_server import HTML, Answer, Seen, TalkingServer

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "deskpro"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the documented answers are not here")
FOUND = {"is_deskpro": True, "helpdesk_url": "https://acme.example/", "build": "7"}


@pytest.fixture
def deskpro(http: Http, server: TalkingServer) -> DeskPro:
    return DeskPro(http, server.origin)


async def refusal(deskpro: DeskPro) -> ProblemError:
    with pytest.raises(ProblemError) as error:
        await deskpro.discover()
    return error.value


@needs_data
@pytest.mark.parametrize(
    ("name", "url", "build"),
    [
        ("discover_docs_2016.json", "https://example.com", "1477995658"),
        ("discover_container_2026.json", "https://deskpro.test", "0"),
        ("discover_field_2022.json", "https://deskpro.mybiz.com", "1622578176"),
    ],
)
async def test_the_documented_shapes_are_understood(
    deskpro: DeskPro, server: TalkingServer, name: str, url: str, build: str
) -> None:
    server.always(Answer(200, json.loads((DATA / name).read_text())))
    discovery = await deskpro.discover()
    assert (discovery.helpdesk_url, discovery.build) == (url, build)
    [seen] = server.seen
    assert (seen.method, seen.path) == ("GET", "/api/v2/helpdesk/discover")
    assert not {"authorization", "cookie", "x-api-key"} & set(seen.headers)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(404, {"message": "Not Found"}),
        Answer(401),
        Answer(403),
        Answer(200, HTML, {"content-type": "text/html"}),
        Answer(200, {"data": {**FOUND, "is_deskpro": False}}),
        Answer(200, {"data": {"is_deskpro": True}}),
        Answer(200, {"data": {**FOUND, "helpdesk_url": "javascript:alert(1)"}}),
        Answer(200, []),
        Answer(200),
    ],
)
async def test_what_is_no_deskpro_is_not_taken_for_one(
    deskpro: DeskPro, server: TalkingServer, answer: Answer
) -> None:
    server.always(answer)
    assert (await refusal(deskpro)).problem.code is ProblemCode.NOT_A_DESKPRO


@pytest.mark.usefixtures("no_waiting")
@pytest.mark.parametrize(
    ("status", "code"),
    [
        (423, ProblemCode.HELPDESK_BUSY),
        (429, ProblemCode.HELPDESK_BUSY),
        (503, ProblemCode.SERVER_FAILED),
    ],
)
async def test_a_helpdesk_that_is_updated_is_busy(
    deskpro: DeskPro, server: TalkingServer, status: int, code: ProblemCode
) -> None:
    server.always(Answer(status))
    assert (await refusal(deskpro)).problem.code is code


async def test_a_helpdesk_that_moved_is_told_as_such(
    deskpro: DeskPro, server: TalkingServer
) -> None:
    target = "https://help.acme.example/api/v2/helpdesk/discover"
    server.always(Answer(301, headers={"location": target}))
    problem = (await refusal(deskpro)).problem
    assert problem.code is ProblemCode.REDIRECT_REFUSED
    assert problem.values["target"] == "https://help.acme.example"


async def test_a_redirect_on_the_same_site_is_followed(
    deskpro: DeskPro, server: TalkingServer
) -> None:
    def handler(seen: Seen) -> Answer:
        if seen.path.endswith("/"):
            return Answer(200, {"data": FOUND})
        return Answer(301, headers={"location": f"{seen.path}/"})

    server.handler = handler
    assert (await deskpro.discover()).build == "7"


@needs_data
async def test_the_documented_sources_are_understood(
    deskpro: DeskPro, server: TalkingServer
) -> None:
    server.always(Answer(200, json.loads((DATA / "user_sources_agent.json").read_text())))
    assert await deskpro.sign_in_sources(Interface.AGENTS) == (
        SignInSource(
            id=5,
            title="Google+ Sign-In",
            source_type="googleplus",
            is_enabled=True,
            login_url="http://example.com/api/v2/api_tokens/user_sources/5/login?format=default",
        ),
    )
    await deskpro.sign_in_sources(Interface.USERS)
    assert [seen.path for seen in server.seen] == [
        "/api/v2/api_tokens/user_sources/agent",
        "/api/v2/api_tokens/user_sources/user",
    ]


@pytest.mark.parametrize(
    "options",
    [
        [],
        None,
        {},
        {"login_url": None},
        {"login_url": "javascript:alert(1)"},
        {"login_url": "https://acme.example/login\nand more"},
        {"login_url": f"https://acme.example/{'x' * 3000}"},
        "text",
    ],
)
async def test_a_source_may_have_no_address(
    deskpro: DeskPro, server: TalkingServer, options: object
) -> None:
    server.always(Answer(200, {"data": [{"id": 3, "display_options": options}]}))
    [source] = await deskpro.sign_in_sources(Interface.AGENTS) or ()
    assert (source.id, source.login_url, source.is_enabled) == (3, "", False)


async def test_no_source_is_an_answer_too(deskpro: DeskPro, server: TalkingServer) -> None:
    server.always(Answer(200, {"data": []}))
    assert await deskpro.sign_in_sources(Interface.AGENTS) == ()


@pytest.mark.usefixtures("no_waiting")
@pytest.mark.parametrize(
    "answer",
    [
        Answer(404),
        Answer(401),
        Answer(503),
        Answer(200, HTML, {"content-type": "text/html"}),
        Answer(200, {"data": [{"id": "three"}]}),
        Answer(302, headers={"location": "https://elsewhere.example/"}),
    ],
)
async def test_a_helpdesk_need_not_list_its_sources(
    deskpro: DeskPro, server: TalkingServer, answer: Answer
) -> None:
    server.always(answer)
    assert await deskpro.sign_in_sources(Interface.AGENTS) is None


def source(login_url: str) -> SignInSource:
    return SignInSource(
        id=3, title="SAML", source_type="saml", is_enabled=True, login_url=login_url
    )


async def test_the_request_deskpro_sends_is_where_it_redirects_to(
    deskpro: DeskPro, server: TalkingServer
) -> None:
    target = "https://sso.jumpcloud.com/saml2/deskpro?SAMLRequest=abc"
    server.always(Answer(302, headers={"location": target}))
    login = f"{server.origin}/api/v2/api_tokens/user_sources/3/login?format=default"
    assert await deskpro.sign_in_request_url(source(login)) == target
    [seen] = server.seen
    assert seen.path == "/api/v2/api_tokens/user_sources/3/login"
    assert seen.query == (("format", "default"),)


async def test_a_login_address_is_read_at_the_helpdesks_own_origin(
    deskpro: DeskPro, server: TalkingServer
) -> None:
    server.always(Answer(302, headers={"location": "/x"}))
    without_port = "http://127.0.0.1/login/3"  # as a helpdesk behind a proxy may believe
    assert await deskpro.sign_in_request_url(source(without_port)) == f"{server.origin}/x"


@pytest.mark.parametrize("url", ["https://evil.example/login/3", "/login/3", "", "javascript:x"])
async def test_a_login_address_elsewhere_is_not_read(
    deskpro: DeskPro, server: TalkingServer, url: str
) -> None:
    assert await deskpro.sign_in_request_url(source(url)) is None
    assert server.seen == []


@pytest.mark.parametrize("answer", [Answer(200, HTML), Answer(404), Answer(302)])
async def test_a_helpdesk_need_not_redirect(
    deskpro: DeskPro, server: TalkingServer, answer: Answer
) -> None:
    server.always(answer)
    assert await deskpro.sign_in_request_url(source(f"{server.origin}/login/3")) is None


async def test_its_metadata_is_read(deskpro: DeskPro, server: TalkingServer) -> None:
    server.always(Answer(200, "<md:EntityDescriptor/>", {"content-type": "text/xml"}))
    found = await deskpro.service_provider_metadata(f"{server.origin}/saml/metadata/3.xml")
    assert found == b"<md:EntityDescriptor/>"


@pytest.mark.usefixtures("no_waiting")
@pytest.mark.parametrize(
    "answer",
    [
        Answer(404),
        Answer(401),
        Answer(503),
        Answer(200, "<html>EntityDescriptor</html>"),
        Answer(200, "{}"),
        Answer(302, headers={"location": "https://elsewhere.example/"}),
    ],
)
async def test_metadata_that_can_not_be_read_is_no_error(
    deskpro: DeskPro, server: TalkingServer, answer: Answer
) -> None:
    server.always(answer)
    assert await deskpro.service_provider_metadata(f"{server.origin}/saml/3.xml") is None


@pytest.mark.usefixtures("no_waiting")
async def test_metadata_elsewhere_is_read_only_when_confirmed(
    deskpro: DeskPro, server: TalkingServer
) -> None:
    server.always(Answer(200, "<md:EntityDescriptor/>"))
    elsewhere = server.origin.replace("127.0.0.1", "localhost") + "/saml/metadata/3.xml"
    assert await deskpro.service_provider_metadata(elsewhere) is None
    assert server.seen == []
    assert await deskpro.service_provider_metadata(elsewhere, confirmed=True)
    assert await deskpro.service_provider_metadata("http://acme.example/x", confirmed=True) is None


@pytest.mark.usefixtures("no_waiting")
async def test_a_helpdesk_that_is_not_there_is_a_fault_only_where_it_matters(http: Http) -> None:
    nowhere = DeskPro(http, "https://no-such-helpdesk.invalid")
    assert (await refusal(nowhere)).problem.code is ProblemCode.NAME_NOT_FOUND
    assert await nowhere.sign_in_sources(Interface.AGENTS) is None
    login = source("https://no-such-helpdesk.invalid/login")
    assert await nowhere.sign_in_request_url(login) is None
    entity_id = "https://no-such-helpdesk.invalid/saml/metadata/3.xml"
    assert await nowhere.service_provider_metadata(entity_id) is None


async def test_nothing_is_ever_written_to_deskpro(deskpro: DeskPro, server: TalkingServer) -> None:
    server.always(Answer(200, {"data": FOUND}))
    await deskpro.discover()
    await deskpro.sign_in_sources(Interface.AGENTS)
    await deskpro.sign_in_request_url(source(f"{server.origin}/login/3"))
    await deskpro.service_provider_metadata(f"{server.origin}/saml/metadata/3.xml")
    assert {(seen.method, seen.body) for seen in server.seen} == {("GET", b"")}
    assert len(server.seen) == 4


@pytest.mark.parametrize(
    ("interface", "path"), [(Interface.AGENTS, "/agent/"), (Interface.USERS, "/login")]
)
async def test_a_helpdesk_that_sends_strangers_away_is_seen(
    deskpro: DeskPro, server: TalkingServer, interface: Interface, path: str
) -> None:
    away = "https://sso.jumpcloud.com/saml2/deskpro?SAMLRequest=x"
    server.always(Answer(302, headers={"location": away}))
    assert await deskpro.sends_strangers_to(interface) == away
    [seen] = server.seen
    assert (seen.method, seen.path) == ("GET", path)
    assert not {"authorization", "cookie", "x-api-key"} & set(seen.headers)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Answer(200, b"<html><input type='password'></html>", {"content-type": "text/html"}), ""),
        (Answer(200, b"<html><script src='/app.js'></html>", {"content-type": "text/html"}), None),
        (Answer(404), None),
        (Answer(503), None),
        (Answer(302, headers={"location": "/agent/"}), None),
    ],
)
async def test_what_does_not_tell_where_strangers_go_is_no_answer(
    deskpro: DeskPro, server: TalkingServer, answer: Answer, told: str | None
) -> None:
    server.always(answer)
    assert await deskpro.sends_strangers_to(Interface.AGENTS) == told
