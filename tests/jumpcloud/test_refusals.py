"""The status codes JumpCloud lists, and what its answers may and may not bring into our words.

The rows of reference/jumpcloud-api.md §1.5 are in ``test_rows_of_the_reference``.
"""

from datetime import UTC, datetime

import pytest

from deskpro_sso_gui.credentials.secret import Secret
from deskpro_sso_gui.jumpcloud.client import JumpCloud
from deskpro_sso_gui.jumpcloud.credential import ApiKey
from deskpro_sso_gui.jumpcloud.endpoints import Endpoints
from deskpro_sso_gui.jumpcloud.errors import JumpCloudError
from deskpro_sso_gui.net.transport import Http
from deskpro_sso_gui.problems import PROBLEM_TEXTS, ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import ApplicationRequest
from tests.support.http_server import HTML, Answer, TalkingServer

pytestmark = pytest.mark.usefixtures("no_waiting")

REQUEST = ApplicationRequest(
    template="saml2",
    template_display_name="SAML2.0",
    label="DeskPRO",
    sso_url="https://sso.jumpcloud.com/saml2/deskpro",
)


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
    assert error.problem.code is ProblemCode.ANSWER_IS_A_WEB_PAGE
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
    page = answer.body == HTML
    assert error.problem.code is (
        ProblemCode.ANSWER_IS_A_WEB_PAGE if page else ProblemCode.ANSWER_NOT_UNDERSTOOD
    )


async def test_a_page_that_forbids_is_not_taken_for_jumpcloud_s_word(
    jumpcloud: JumpCloud, server: TalkingServer
) -> None:
    """A company's filter answers so; JumpCloud says in JSON what a key may not do."""
    server.always(Answer(403, HTML, {"content-type": "text/html"}))
    error = await refused(jumpcloud.create_application(REQUEST))
    assert error.problem.code is ProblemCode.ANSWER_IS_A_WEB_PAGE
    assert error.problem.values == {"host": "127.0.0.1", "status": "403"}
    error = await refused(jumpcloud.sign_ins(datetime(2026, 11, 24, tzinfo=UTC)))
    assert error.problem.code is ProblemCode.ANSWER_IS_A_WEB_PAGE


async def test_an_organisation_that_is_gone_is_called_so(
    jumpcloud: JumpCloud, server: TalkingServer
) -> None:
    server.always(Answer(404, {"message": "Organization not found"}))
    error = await refused(jumpcloud.with_organization("gone").application("x"))
    assert error.problem.code is ProblemCode.NOT_FOUND
    assert error.problem.values == {"what": "the organisation"}


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
