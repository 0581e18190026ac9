"""Every row of reference/jumpcloud-api.md §1.5 and the status codes JumpCloud lists."""

import pytest

from deskpro_sso_gui.credentials.secret import Secret
from deskpro_sso_gui.jumpcloud.client import JumpCloud
from deskpro_sso_gui.jumpcloud.credential import ApiKey
from deskpro_sso_gui.jumpcloud.endpoints import Endpoints
from deskpro_sso_gui.jumpcloud.errors import JumpCloudError
from deskpro_sso_gui.net.transport import Http
from deskpro_sso_gui.problems import PROBLEM_TEXTS, ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import Application, ApplicationRequest
from tests.support.http_server import HTML, Answer, TalkingServer

pytestmark = pytest.mark.usefixtures("no_waiting")

REQUEST = ApplicationRequest(
    template="saml2",
    template_display_name="SAML2.0",
    label="DeskPRO",
    sso_url="https://sso.jumpcloud.com/saml2/deskpro",
)
APPLICATION = Application(
    id="6710c0ffee0123456789abcd", name="saml2", label="DeskPRO", sso_url="", sso_type="saml"
)
BLOCKED = "Your IP has been blocked due to suspected abuse."


async def refused(call: object) -> JumpCloudError:
    with pytest.raises(JumpCloudError) as error:
        await call  # type: ignore[misc] # any call of the client
    words = PROBLEM_TEXTS[error.value.problem.code]
    values = error.value.problem.values
    (words.title + words.advice).format(**values)  # the words find all they name
    return error.value


async def test_a_wrong_key(jumpcloud: JumpCloud, server: TalkingServer) -> None:
    server.always(
        Answer(401, {"error": "Unauthorized", "message": "Unauthorized: api key user not found"})
    )
    error = await refused(jumpcloud.organizations())
    assert error.problem.code is ProblemCode.KEY_NOT_ACCEPTED
    assert error.status == 401
    assert error.detail == "Unauthorized: api key user not found"
    assert len(server.seen) == 1


async def test_a_key_of_several_organisations(jumpcloud: JumpCloud, server: TalkingServer) -> None:
    server.always(Answer(401, {"message": "Unauthorized: no organization selected"}))
    error = await refused(jumpcloud.groups())
    assert error.problem.code is ProblemCode.ORGANIZATION_NOT_CHOSEN


@pytest.mark.parametrize("said", ["The IdP URL is required", "ssoUrl is not allowed for OIDC apps"])
async def test_an_application_that_is_refused_says_why(
    jumpcloud: JumpCloud, server: TalkingServer, said: str
) -> None:
    server.always(Answer(400, {"status": 400, "error": said}))
    for call in (
        jumpcloud.create_application(REQUEST),
        jumpcloud.update_application(APPLICATION, active=True, config={}),
    ):
        error = await refused(call)
        assert error.problem.code is ProblemCode.REQUEST_REFUSED
        assert error.problem.values["detail"] == said
        assert error.problem.values["status"] == "400"


async def test_the_message_counts_before_the_error(
    jumpcloud: JumpCloud, server: TalkingServer
) -> None:
    server.always(Answer(400, {"error": "INVALID_ARGUMENT", "message": "user_group not found"}))
    error = await refused(jumpcloud.bind("a", ["g"]))
    assert error.problem.values["detail"] == "user_group not found"


async def test_what_is_not_there(jumpcloud: JumpCloud, server: TalkingServer) -> None:
    server.always(Answer(404, {"message": "Not Found"}))
    for call in (jumpcloud.application("x"), jumpcloud.group("x"), jumpcloud.bind("a", ["g"])):
        assert (await refused(call)).problem.code is ProblemCode.NOT_FOUND


async def test_a_link_that_is_there_already_is_a_success(
    jumpcloud: JumpCloud, server: TalkingServer
) -> None:
    server.always(Answer(409, {"message": "Already Exists"}))
    await jumpcloud.bind("a", ["g1", "g2"])
    assert len(server.seen) == 2


async def test_a_link_that_is_not_there_is_removed(
    jumpcloud: JumpCloud, server: TalkingServer
) -> None:
    server.always(Answer(404, {"message": "Not Found"}))
    await jumpcloud.unbind("a", ["g1"])
    assert server.seen[0].json == {"op": "remove", "type": "user_group", "id": "g1"}


async def test_an_error_of_the_second_version(jumpcloud: JumpCloud, server: TalkingServer) -> None:
    body = {"code": 3, "message": "invalid name", "status": "INVALID_ARGUMENT", "details": [{}]}
    server.always(Answer(400, body))
    error = await refused(jumpcloud.create_group("x"))
    assert error.problem.values["detail"] == "invalid name"


async def test_a_name_that_is_taken(jumpcloud: JumpCloud, server: TalkingServer) -> None:
    server.always(Answer(409, {"message": "Already Exists"}))
    error = await refused(jumpcloud.create_group("x"))
    assert (error.problem.code, error.status) == (ProblemCode.REQUEST_REFUSED, 409)


async def test_an_empty_certificate_is_answered_with_503_and_not_sent_again(
    jumpcloud: JumpCloud, server: TalkingServer
) -> None:
    server.always(Answer(503))
    error = await refused(jumpcloud.create_application(REQUEST))
    assert error.problem.code is ProblemCode.SERVER_FAILED
    assert error.problem.values["status"] == "503"
    assert len(server.seen) == 1


@pytest.mark.parametrize(
    "answer",
    [
        Answer(403, BLOCKED),
        Answer(403, f"<html><body><p>{BLOCKED}</p></body></html>", {"content-type": "text/html"}),
    ],
)
async def test_a_blocked_network(
    jumpcloud: JumpCloud, server: TalkingServer, answer: Answer
) -> None:
    server.always(answer)
    error = await refused(jumpcloud.organizations())
    assert error.problem.code is ProblemCode.ADDRESS_BLOCKED


async def test_a_role_that_may_not(jumpcloud: JumpCloud, server: TalkingServer) -> None:
    server.always(Answer(403, {"message": "Forbidden"}))
    error = await refused(jumpcloud.create_application(REQUEST))
    assert error.problem.code is ProblemCode.NOT_PERMITTED
    assert error.problem.values == {"action": "create an app"}
    error = await refused(jumpcloud.bind("a", ["g"]))
    assert error.problem.values == {"action": "change who may use the app"}


@pytest.mark.parametrize(
    "answer",
    [
        Answer(402),
        Answer(402, {"message": "Payment Required"}),
        Answer(403, {"message": "SSO is not included in your plan"}),
        Answer(403, {"message": "This feature requires the SSO Package or higher"}),
    ],
)
async def test_a_plan_without_sso(
    jumpcloud: JumpCloud, server: TalkingServer, answer: Answer
) -> None:
    server.always(answer)
    error = await refused(jumpcloud.create_application(REQUEST))
    assert error.problem.code is ProblemCode.PLAN_LACKS_SSO


async def test_a_plan_without_something_else(jumpcloud: JumpCloud, server: TalkingServer) -> None:
    server.always(Answer(402))
    error = await refused(jumpcloud.groups())
    assert error.problem.code is ProblemCode.PLAN_LACKS_FEATURE


@pytest.mark.parametrize("status", [406, 412, 415, 422, 428, 418, 499])
async def test_other_refusals_say_their_status(
    jumpcloud: JumpCloud, server: TalkingServer, status: int
) -> None:
    server.always(Answer(status))
    error = await refused(jumpcloud.applications())
    assert error.problem.code is ProblemCode.REQUEST_REFUSED
    assert error.problem.values["status"] == str(status)


async def test_too_many_requests(jumpcloud: JumpCloud, server: TalkingServer) -> None:
    server.always(Answer(429, headers={"retry-after": "1"}))
    error = await refused(jumpcloud.applications())
    assert error.problem.code is ProblemCode.TOO_MANY_REQUESTS
    assert len(server.seen) == 4


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_a_fault_of_the_server_shows_no_page(
    jumpcloud: JumpCloud, server: TalkingServer, status: int
) -> None:
    server.always(Answer(status, HTML, {"content-type": "text/html"}))
    error = await refused(jumpcloud.applications())
    assert error.problem.code is ProblemCode.SERVER_FAILED
    assert error.detail == ""


async def test_a_page_is_no_success_of_a_call_whose_answer_says_nothing(
    jumpcloud: JumpCloud, server: TalkingServer
) -> None:
    """A network's sign-in page would pass for JumpCloud's word that groups are bound."""
    server.always(Answer(200, HTML, {"content-type": "text/html"}))
    error = await refused(jumpcloud.bind("a", ["g"]))
    assert error.problem.code is ProblemCode.ANSWER_NOT_UNDERSTOOD
    assert error.status == 200


async def test_a_redirect_is_not_followed_with_the_key(
    jumpcloud: JumpCloud, server: TalkingServer
) -> None:
    server.always(Answer(302, headers={"location": "https://evil.example/collect"}))
    error = await refused(jumpcloud.organizations())
    assert error.problem.code is ProblemCode.REDIRECT_REFUSED
    assert error.problem.values == {"host": "127.0.0.1", "target": "https://evil.example"}
    assert len(server.seen) == 1


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ("plain words", "plain words"),
        ("two\nlines\x00 and\x1b[31m more", "two lines and [31m more"),
        ("x" * 2000, "x" * 500),
        ({"message": "", "error": "said"}, "said"),
        ({"message": {"odd": 1}, "error": ["odd"]}, '{"message": {"odd": 1}, "error": ["odd"]}'),
        (HTML, "Bad Request"),
        (b"\xff\xfe", "\ufffd\ufffd"),
        ("", "Bad Request"),
    ],
)
async def test_its_words_are_plain_and_short(
    jumpcloud: JumpCloud, server: TalkingServer, body: object, detail: str
) -> None:
    server.always(Answer(400, body))
    error = await refused(jumpcloud.application("x"))
    assert error.problem.values["detail"] == detail


async def test_a_key_that_is_repeated_to_us_is_not_shown(
    jumpcloud: JumpCloud, server: TalkingServer
) -> None:
    server.always(Answer(400, {"message": "bad header x-api-key: jca_hush"}))
    error = await refused(jumpcloud.application("x"))
    assert "jca_hush" not in f"{error.problem}{error.detail}"


@pytest.mark.parametrize(
    "answer",
    [
        Answer(200, HTML, {"content-type": "text/html"}),
        Answer(200, {"results": "none"}),
        Answer(200, []),
        Answer(200, b"\xff\xff"),
        Answer(200),
        Answer(200, "[" * 100_000),
    ],
)
async def test_a_success_that_is_none_is_not_believed(
    jumpcloud: JumpCloud, server: TalkingServer, answer: Answer
) -> None:
    server.always(answer)
    error = await refused(jumpcloud.applications())
    assert error.problem.code is ProblemCode.ANSWER_NOT_UNDERSTOOD


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("  ", ProblemCode.KEY_MISSING),
        ("jca_ä", ProblemCode.KEY_NOT_ACCEPTED),
        *((f"a{sign}b", ProblemCode.KEY_NOT_ACCEPTED) for sign in "\r\n\x00 "),
    ],
)
async def test_what_can_be_no_key_is_not_sent(
    server: TalkingServer, http: Http, endpoints: Endpoints, key: str, code: ProblemCode
) -> None:
    client = JumpCloud(http, endpoints, ApiKey(Secret(key)))
    with pytest.raises(ProblemError) as error:
        await client.organizations()
    assert error.value.problem.code is code
    assert server.seen == []
