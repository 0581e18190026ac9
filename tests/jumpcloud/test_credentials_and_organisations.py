import asyncio
from base64 import b64encode

import pytest

from deskpro_sso_gui.credentials.secret import Secret
from deskpro_sso_gui.jumpcloud.caller import Call, Caller
from deskpro_sso_gui.jumpcloud.client import JumpCloud, region_of
from deskpro_sso_gui.jumpcloud.credential import ApiKey, Authorizer, ServiceAccount
from deskpro_sso_gui.jumpcloud.endpoints import Endpoints
from deskpro_sso_gui.jumpcloud.errors import JumpCloudError
from deskpro_sso_gui.jumpcloud.purposes import SEE_ORGANIZATIONS
from deskpro_sso_gui.net import NetError, Request, Response
from deskpro_sso_gui.net.transport import Http
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import Region
from tests.support.http_server import Answer, Seen, TalkingServer
from tests.support.jumpcloud_tour import ORGANIZATION, answers, every_call

ACCOUNT = ServiceAccount("client", Secret("hush"))
EMPTY = Answer(200, {"totalCount": 0, "results": []})


class Tokens:
    """A token host and an API that takes only its newest token."""

    def __init__(self, *, expires_in: object = 3600) -> None:
        self.given = 0
        self.expires_in = expires_in

    def __call__(self, seen: Seen) -> Answer:
        if seen.path == "/oauth2/token":
            self.given += 1
            answer: dict[str, object] = {
                "access_token": f"token-{self.given}",
                "token_type": "bearer",
            }
            if self.expires_in is not None:
                answer["expires_in"] = self.expires_in
            return Answer(200, answer)
        if seen.headers.get("authorization") == f"Bearer token-{self.given}":
            return EMPTY
        return Answer(401, {"message": "Unauthorized"})


async def test_a_service_account_asks_for_its_token_once(
    http: Http, endpoints: Endpoints, server: TalkingServer
) -> None:
    server.handler = Tokens()
    client = JumpCloud(http, endpoints, ACCOUNT)
    await asyncio.gather(*(client.applications() for _ in range(5)))
    await client.with_organization(ORGANIZATION).applications()
    asked = [seen for seen in server.seen if seen.path == "/oauth2/token"]
    assert len(asked) == 1
    assert asked[0].method == "POST"
    assert asked[0].body == b"grant_type=client_credentials&scope=api"
    assert asked[0].headers["content-type"] == "application/x-www-form-urlencoded"
    assert asked[0].headers["authorization"] == "Basic " + b64encode(b"client:hush").decode()
    assert all("x-api-key" not in seen.headers for seen in server.seen)


@pytest.mark.parametrize(("expires_in", "renewed_after"), [(3600, 3570), (None, 3570), (20, 0)])
async def test_a_token_is_renewed_half_a_minute_before_its_end(
    http: Http,
    endpoints: Endpoints,
    server: TalkingServer,
    expires_in: object,
    renewed_after: int,
) -> None:
    server.handler = tokens = Tokens(expires_in=expires_in)
    now = 1000.0
    authorizer = Authorizer(http, endpoints, ACCOUNT, clock=lambda: now)
    await authorizer.headers()
    if renewed_after:
        now = 1000.0 + renewed_after - 1
        assert await authorizer.headers() == {"authorization": "Bearer token-1"}
    now = 1000.0 + renewed_after
    assert await authorizer.headers() == {"authorization": "Bearer token-2"}
    assert tokens.given == 2


async def test_a_token_that_was_revoked_is_replaced_once(
    http: Http, endpoints: Endpoints, server: TalkingServer
) -> None:
    server.handler = tokens = Tokens()
    client = JumpCloud(http, endpoints, ACCOUNT)
    await client.applications()
    tokens.given += 1  # the first is no longer good
    await client.applications()
    assert tokens.given == 3
    server.handler = lambda seen: (
        Answer(401) if seen.path != "/oauth2/token" else Answer(200, {"access_token": "x"})
    )
    before = len(server.seen)
    with pytest.raises(JumpCloudError) as refused:
        await client.applications()
    assert refused.value.problem.code is ProblemCode.SERVICE_ACCOUNT_NOT_ACCEPTED
    assert len(server.seen) - before == 3  # refused, a new token, refused again


async def test_a_token_is_not_replaced_where_an_organisation_is_missing(
    http: Http, endpoints: Endpoints, server: TalkingServer
) -> None:
    server.handler = lambda seen: (
        Answer(200, {"access_token": "x"})
        if seen.path == "/oauth2/token"
        else Answer(401, {"message": "Unauthorized: no organization selected"})
    )
    with pytest.raises(JumpCloudError) as refused:
        await JumpCloud(http, endpoints, ACCOUNT).applications()
    assert refused.value.problem.code is ProblemCode.ORGANIZATION_NOT_CHOSEN
    assert [seen.path for seen in server.seen] == ["/oauth2/token", "/api/applications"]


@pytest.mark.parametrize("status", [400, 401, 403])
async def test_a_service_account_that_is_refused(
    http: Http, endpoints: Endpoints, server: TalkingServer, status: int
) -> None:
    server.always(Answer(status, {"error": "invalid_client"}))
    with pytest.raises(JumpCloudError) as error:
        await JumpCloud(http, endpoints, ACCOUNT).applications()
    assert error.value.problem.code is ProblemCode.SERVICE_ACCOUNT_NOT_ACCEPTED
    assert [seen.path for seen in server.seen] == ["/oauth2/token"]


async def test_no_credential_shows_itself(http: Http, endpoints: Endpoints) -> None:
    for credential in (ACCOUNT, ApiKey(Secret("hush"))):
        client = JumpCloud(http, endpoints, credential)
        assert "hush" not in f"{credential!r}{client!r}{vars(client)!r}"


async def test_white_space_around_a_key_does_not_count(
    http: Http, endpoints: Endpoints, server: TalkingServer
) -> None:
    server.always(EMPTY)
    await JumpCloud(http, endpoints, ApiKey(Secret(" \tjca_hush\r\n"))).applications()
    assert server.seen[0].headers["x-api-key"] == "jca_hush"


# x-org-id, reference §1.4


async def test_one_organisation_is_never_named(jumpcloud: JumpCloud, server: TalkingServer) -> None:
    server.handler = answers
    await every_call(jumpcloud)
    assert len(server.seen) >= 20
    assert all("x-org-id" not in seen.headers for seen in server.seen)


async def test_a_chosen_organisation_is_named_where_it_may_be(
    jumpcloud: JumpCloud, server: TalkingServer
) -> None:
    server.handler = answers
    await every_call(jumpcloud.with_organization(ORGANIZATION))
    for seen in server.seen:
        forbidden = seen.path.startswith(("/api/organizations", "/api/users/"))
        expected = None if forbidden else ORGANIZATION
        assert seen.headers.get("x-org-id") == expected, seen.path


ROUTES = {
    "/organizations": False,
    f"/organizations/{ORGANIZATION}": False,
    "/organizations?limit=1": False,
    "/search/organizations": False,
    "/users": False,
    "/users/getSelf": False,
    "/v2/organizations": False,
    f"/v2/organizations/{ORGANIZATION}/x": False,
    "/v2/administrators": False,
    "/v2/providers": False,
    "/v2/providers/x/administrators": False,
    "/v2/integrations/x": False,
    "/applications": True,
    "/application-templates": True,
    "/systemusers": True,
    "/search/systemusers": True,
    "/usersx": True,
    "/v2/usergroups": True,
    "/v2/users/x/applications": True,
    "/v2/applications/x/associations": True,
}
"""Paths below ``/api``, and whether ``x-org-id`` may go with them (reference §1.4)."""


@pytest.mark.parametrize("path", ROUTES)
async def test_the_organisation_goes_with_the_routes_that_take_it(
    http: Http, endpoints: Endpoints, server: TalkingServer, path: str
) -> None:
    server.always(EMPTY)
    authorizer = Authorizer(http, endpoints, ApiKey(Secret("jca_hush")))
    caller = Caller(http, endpoints, authorizer, ORGANIZATION)
    await caller.call(Call(method="GET", path=path, purpose=SEE_ORGANIZATIONS, read=True))
    assert ("x-org-id" in server.seen[0].headers) is ROUTES[path]


@pytest.mark.parametrize("status", [400, 401, 403, 404])
async def test_whose_key_it_is_need_not_be_known(
    jumpcloud: JumpCloud, server: TalkingServer, status: int
) -> None:
    """The call is not documented (reference §2.2)."""
    server.always(Answer(status, {"message": "no"}))
    assert await jumpcloud.myself() is None


@pytest.mark.parametrize("key", ["a" * 40, "jca_" + "b" * 36, "jca_short", "c" * 400])
async def test_a_key_of_any_age_and_length_is_sent_as_it_is(
    http: Http, endpoints: Endpoints, server: TalkingServer, key: str
) -> None:
    server.always(EMPTY)
    await JumpCloud(http, endpoints, ApiKey(Secret(f"\n {key}\t"))).applications()
    assert server.seen[0].headers["x-api-key"] == key


async def test_choosing_leaves_the_other_client_as_it_was(
    jumpcloud: JumpCloud, server: TalkingServer
) -> None:
    server.always(EMPTY)
    jumpcloud.with_organization(ORGANIZATION)
    await jumpcloud.applications()
    assert "x-org-id" not in server.seen[0].headers


async def test_metadata_names_the_organisation_only_when_asked_to(
    jumpcloud: JumpCloud, server: TalkingServer
) -> None:
    server.in_turn(
        Answer(401, {"message": "Unauthorized: no organization selected"}),
        Answer(200, "<md:EntityDescriptor/>"),
    )
    found = await jumpcloud.metadata(ORGANIZATION, "a")
    assert found == b"<md:EntityDescriptor/>"
    assert [seen.headers.get("x-org-id") for seen in server.seen] == [None, ORGANIZATION]


# the region, found by asking


class Regions:
    """JumpCloud's three regions; each answers ``GET /organizations`` with a status of its own."""

    def __init__(self, us: object, eu: object, india: object) -> None:
        self.answers = {
            "console.jumpcloud.com": us,
            "console.eu.jumpcloud.com": eu,
            "console.in.jumpcloud.com": india,
            "admin-oauth.id.jumpcloud.com": 401,
            "admin-oauth.id.eu.jumpcloud.com": ProblemCode.NAME_NOT_FOUND,
            "admin-oauth.id.in.jumpcloud.com": ProblemCode.NAME_NOT_FOUND,
        }
        self.asked: list[str] = []

    async def send(self, request: Request, /) -> Response:
        host = request.url.split("/")[2]
        self.asked.append(host)
        answer = self.answers[host]
        if isinstance(answer, ProblemCode):
            raise NetError(answer, sent=False, host=host)
        assert isinstance(answer, int)
        return Response(status=answer, headers={}, body=b"{}", url=request.url)


ALL = [Endpoints.for_region(region) for region in Region]
KEY = ApiKey(Secret("jca_hush"))


@pytest.mark.parametrize(
    ("answers", "region", "asked"),
    [
        ((200, 200, 200), Region.US, 1),
        ((401, 200, 401), Region.EU, 2),
        ((401, 401, 200), Region.INDIA, 3),
        ((403, 200, 401), Region.EU, 2),
        ((ProblemCode.TOOK_TOO_LONG, 401, 200), Region.INDIA, 3),
    ],
)
async def test_the_region_that_accepts_the_key_is_its_region(
    answers: tuple[object, object, object], region: Region, asked: int
) -> None:
    regions = Regions(*answers)
    assert await region_of(regions, KEY, ALL) is region
    assert len(regions.asked) == asked


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ((401, 401, 401), ProblemCode.KEY_NOT_ACCEPTED),
        ((403, 401, 401), ProblemCode.NOT_PERMITTED),
        ((401, 503, 401), ProblemCode.SERVER_FAILED),
        ((401, ProblemCode.NAME_NOT_FOUND, 401), ProblemCode.NAME_NOT_FOUND),
        ((ProblemCode.NAME_NOT_FOUND, 403, 401), ProblemCode.NOT_PERMITTED),
    ],
)
async def test_a_key_is_called_wrong_only_when_every_region_says_so(
    answers: tuple[object, object, object], code: ProblemCode
) -> None:
    with pytest.raises(ProblemError) as error:
        await region_of(Regions(*answers), KEY, ALL)
    assert error.value.problem.code is code


async def test_that_the_token_host_of_a_region_is_not_known_is_said() -> None:
    with pytest.raises(ProblemError) as error:
        await region_of(Regions(401, 401, 401), ACCOUNT, ALL)
    assert error.value.problem.code is ProblemCode.SERVICE_ACCOUNT_HOST_UNKNOWN
