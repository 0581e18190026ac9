"""What each call sends and what becomes of the answer."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deskpro_sso_gui.jumpcloud.client import JumpCloud
from deskpro_sso_gui.jumpcloud.errors import JumpCloudError
from deskpro_sso_gui.net import NetError
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import (
    Application,
    ApplicationRequest,
    Organization,
    SignInOutcome,
    UserTrouble,
)
from tests.support.http_server import HTML, Answer, Seen, TalkingServer, until

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "jumpcloud"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the recorded answers are not here")

Json = dict[str, object]


def numbered_groups(count: int) -> list[Json]:
    return [{"id": f"{number:024x}", "name": f"Group {number:04}"} for number in range(count)]


def paged(items: list[Json], *, total: bool = True, cap: int = 100) -> Callable[[Seen], Answer]:
    def handler(seen: Seen) -> Answer:
        skip, limit = int(seen.values("skip")[0]), min(cap, int(seen.values("limit")[0]))
        headers = {"x-total-count": str(len(items))} if total else {}
        return Answer(200, items[skip : skip + limit], headers)

    return handler


# paging


@pytest.mark.parametrize("count", [0, 1, 99, 100, 101, 250])
@pytest.mark.parametrize("total", [True, False])
async def test_all_groups_are_listed(
    jumpcloud: JumpCloud, server: TalkingServer, count: int, *, total: bool
) -> None:
    server.handler = paged(numbered_groups(count), total=total)
    groups = await jumpcloud.groups()
    assert [group.name for group in groups] == [f"Group {number:04}" for number in range(count)]
    if total:
        assert len(server.seen) == max(1, -(-count // 100))


async def test_pages_after_the_first_are_read_six_at_a_time(
    jumpcloud: JumpCloud, server: TalkingServer
) -> None:
    everyone = paged(numbered_groups(1500))
    together = 0
    gate = asyncio.Event()  # belongs to the server's loop from its first use on

    async def handler(seen: Seen) -> Answer:
        nonlocal together
        if seen.values("skip") != ["0"] and not gate.is_set():
            together += 1
            if together == 6:
                gate.set()
            await gate.wait()
        return everyone(seen)

    server.handler = handler
    assert len(await asyncio.wait_for(jumpcloud.groups(), 10)) == 1500
    assert server.most_at_once == 6


async def test_a_smaller_page_than_asked_for_loses_nothing(
    jumpcloud: JumpCloud, server: TalkingServer
) -> None:
    server.handler = paged(numbered_groups(25), cap=10)
    assert len(await jumpcloud.groups()) == 25


async def test_a_list_that_shifts_while_it_is_read_gives_each_item_once(
    jumpcloud: JumpCloud, server: TalkingServer
) -> None:
    items = numbered_groups(150)
    server.handler = lambda seen: Answer(
        200,
        items[:100] if seen.values("skip") == ["0"] else items[99:],
        {"x-total-count": "150"},
    )
    assert len(await jumpcloud.groups()) == 150


async def test_a_search_for_groups_is_left_to_jumpcloud_where_it_can_be(
    jumpcloud: JumpCloud, server: TalkingServer
) -> None:
    items: list[Json] = [{"id": "1", "name": "DeskPRO, agents"}, {"id": "2", "name": "Finance"}]
    server.handler = paged(items)
    await jumpcloud.groups("finance")
    assert server.seen[0].values("filter") == ["name:search:finance"]
    found = await jumpcloud.groups("PRO, a")  # a comma would split the filter
    assert server.seen[1].values("filter") == []
    assert [group.id for group in found] == ["1"]


async def test_cancelling_a_long_list_ends_its_calls(
    jumpcloud: JumpCloud, server: TalkingServer
) -> None:
    server.never()
    task = asyncio.create_task(jumpcloud.groups())
    await until(server.asked)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await until(server.gone)


# organisations and whose key it is


@needs_data
async def test_a_recorded_organisation_is_read_and_asked_for_its_name(
    jumpcloud: JumpCloud, server: TalkingServer
) -> None:
    recorded = json.loads((DATA / "responses/v1-organizations.json").read_text())["body"]
    server.in_turn(Answer(200, recorded), Answer(200, {"settings": {"name": "Acme"}}))
    assert await jumpcloud.organizations() == (
        Organization(id="60259a2ad81e1a474d4e7c83", name="Acme"),
    )
    assert server.seen[1].path == "/api/organizations/60259a2ad81e1a474d4e7c83"


async def test_a_name_that_can_not_be_read_is_left_out(
    jumpcloud: JumpCloud, server: TalkingServer
) -> None:
    server.in_turn(
        Answer(200, {"totalCount": 1, "results": [{"_id": "a", "displayName": None}]}),
        Answer(403, {"message": "Forbidden"}),
    )
    assert await jumpcloud.organizations() == (Organization(id="a", name=""),)


async def test_whose_key_it_is(jumpcloud: JumpCloud, server: TalkingServer) -> None:
    body = {
        "email": "ann@acme.example",
        "roleName": "Administrator",
        "apiKeyHash": {"expireAt": "2027-01-01T00:00:00.000Z", "prefix": "jca_"},
    }
    server.always(Answer(200, body))
    administrator = await jumpcloud.myself()
    assert administrator is not None
    assert (administrator.email, administrator.role) == ("ann@acme.example", "Administrator")
    assert administrator.key_expires_at == datetime(2027, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "answer", [Answer(404), Answer(403), Answer(401), Answer(200, HTML), Answer(200, [])]
)
async def test_whose_key_it_is_may_stay_unknown(
    jumpcloud: JumpCloud, server: TalkingServer, answer: Answer
) -> None:
    server.always(answer)
    assert await jumpcloud.myself() is None


# templates


def template(name: str, display: str, **more: object) -> Json:
    return {
        "_id": f"id-{name}",
        "name": name,
        "displayName": display,
        "sso": {"type": "saml"},
        "config": {"acsUrl": {"value": ""}},
        **more,
    }


async def test_templates_known_by_name_take_one_request(
    jumpcloud: JumpCloud, server: TalkingServer
) -> None:
    results = [template("deskpro", "DeskPRO"), template("saml2", "SAML2.0", keywords=None)]
    server.always(Answer(200, {"totalCount": 2, "results": results}))
    found = await jumpcloud.templates()
    assert [each.name for each in found] == ["deskpro", "saml2"]
    assert found[0].sso_type == "saml"
    assert "acsUrl" in found[0].config
    [seen] = server.seen
    assert seen.values("filter[or][0]") == ["name:$eq:deskpro"]
    assert seen.values("filter[or][1]") == ["name:$eq:saml2"]


async def test_a_template_known_by_a_keyword_is_found(
    jumpcloud: JumpCloud, server: TalkingServer
) -> None:
    catalogue = [template(f"app{number}", f"App {number}") for number in range(120)]
    catalogue += [template("helpdesk", "Helpdesk", keywords=["Deskpro", 3]), template("saml2", "")]

    def handler(seen: Seen) -> Answer:
        if seen.path != "/api/application-templates":
            return Answer(200, next(each for each in catalogue if str(each["_id"]) in seen.path))
        if seen.values("filter[or][0]"):
            return Answer(200, {"totalCount": 1, "results": [catalogue[-1]]})
        skip = int(seen.values("skip")[0])
        return Answer(200, {"totalCount": 122, "results": catalogue[skip : skip + 100]})

    server.handler = handler
    found = await jumpcloud.templates()
    assert [each.name for each in found] == ["helpdesk", "saml2"]
    assert found[0].keywords == ("Deskpro",)
    assert len(server.seen) == 5


async def test_what_jumpcloud_says_of_a_templates_future_is_read(
    jumpcloud: JumpCloud, server: TalkingServer
) -> None:
    marked = [
        template("deskpro", "DeskPRO", status=status) for status in ("end_of_life", None, ["beta"])
    ]
    server.always(Answer(200, {"totalCount": 3, "results": marked[:1]}))
    (found,) = await jumpcloud.templates()
    assert found.status == "end_of_life"
    for odd in marked[1:]:
        server.always(Answer(200, {"totalCount": 1, "results": [odd]}))
        (found,) = await jumpcloud.templates()
        assert found.status == ""


@pytest.mark.parametrize(
    ("media_type", "name"), [("image/png", "logo.png"), ("image/jpeg", "logo.jpg")]
)
async def test_a_picture_is_sent_as_the_one_file_of_a_form(
    jumpcloud: JumpCloud, server: TalkingServer, media_type: str, name: str
) -> None:
    server.always(Answer(204))
    await jumpcloud.upload_logo("6710c0ff", b"\x00picture\r\n--", media_type)
    [seen] = server.seen
    assert (seen.method, seen.path) == ("POST", "/api/v2/applications/6710c0ff/logo")
    kind, _, boundary = seen.headers["content-type"].partition("; boundary=")
    assert kind == "multipart/form-data"
    head, _, rest = seen.body.partition(b"\r\n\r\n")
    assert f'name="image"; filename="{name}"'.encode() in head
    assert f"Content-Type: {media_type}".encode() in head
    assert rest == b"\x00picture\r\n--\r\n--" + boundary.encode() + b"--\r\n"


@pytest.mark.usefixtures("no_waiting")
@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_picture_is_sent_once(
    jumpcloud: JumpCloud, server: TalkingServer, status: int
) -> None:
    server.always(Answer(status, headers={"retry-after": "0"}))
    for call in (jumpcloud.upload_logo("a", b"x", "image/png"), jumpcloud.delete_logo("a")):
        server.seen.clear()
        with pytest.raises(JumpCloudError):
            await call
        assert len(server.seen) == 1


@pytest.mark.parametrize("status", [401, 403, 404])
async def test_a_refused_picture_says_what_was_refused(
    jumpcloud: JumpCloud, server: TalkingServer, status: int
) -> None:
    server.always(Answer(status, {"message": "no"}))
    with pytest.raises(JumpCloudError) as error:
        await jumpcloud.upload_logo("a", b"x", "image/png")
    told = {401: "KEY_NOT_ACCEPTED", 403: "NOT_PERMITTED", 404: "NOT_FOUND"}
    assert error.value.problem.code is ProblemCode[told[status]]


# applications


@needs_data
async def test_a_recorded_application_is_read(jumpcloud: JumpCloud, server: TalkingServer) -> None:
    body = json.loads((DATA / "responses/v1-applications-page0.json").read_text())["body"]
    body["results"][0]["config"] = {"idpCertificate": {"value": "LS0t"}, "mystery": {"value": 1}}
    server.always(Answer(200, body))
    [application] = await jumpcloud.applications()
    assert application.id == "617c3664e6f8ae27f7e1201e"
    assert application.label == "AWS SSO"
    assert application.sso_url == "https://sso.jumpcloud.com/saml2/aws-sso"
    assert application.certificate_text == "LS0t"
    assert application.certificate_expires_at == datetime(2026, 10, 29, 17, 58, 59, tzinfo=UTC)
    assert application.config["mystery"] == {"value": 1}
    assert application.active
    assert not application.hidden


async def test_an_application_of_another_kind_does_not_spoil_the_list(
    jumpcloud: JumpCloud, server: TalkingServer
) -> None:
    bookmark = {"_id": "b", "name": "bookmark", "config": None, "sso": None, "logo": None}
    odd = {"_id": "o", "name": "oidc", "config": {"idpCertificate": "text"}, "created": "soon"}
    server.always(Answer(200, {"totalCount": 2, "results": [bookmark, odd]}))
    found = await jumpcloud.applications()
    assert [each.config for each in found] == [{}, {"idpCertificate": "text"}]
    assert found[1].certificate_text == ""
    assert found[1].created_at is None


REQUEST = ApplicationRequest(
    template="saml2",
    template_display_name="SAML2.0",
    label="DeskPRO",
    sso_url="https://sso.jumpcloud.com/saml2/deskpro",
    description="Helpdesk",
    hidden=True,
    config={"idpEntityId": "https://sso.jumpcloud.com/saml2/deskpro", "signAssertion": True},
)
CREATED: Json = {"_id": "6710c0ffee0123456789abcd", "name": "saml2", "active": True}


async def test_creating_sends_what_is_known_to_work(
    jumpcloud: JumpCloud, server: TalkingServer
) -> None:
    server.always(Answer(200, CREATED))
    application = await jumpcloud.create_application(REQUEST)
    assert application.id == "6710c0ffee0123456789abcd"
    [seen] = server.seen
    assert (seen.method, seen.path) == ("POST", "/api/applications")
    assert seen.json == {
        "active": True,
        "name": "saml2",
        "displayName": "SAML2.0",
        "displayLabel": "DeskPRO",
        "description": "Helpdesk",
        "ssoUrl": "https://sso.jumpcloud.com/saml2/deskpro",
        "sso": {"type": "saml", "hidden": True},
        "config": {
            "idpEntityId": {"value": "https://sso.jumpcloud.com/saml2/deskpro"},
            "signAssertion": {"value": True},
        },
    }


@pytest.mark.usefixtures("no_waiting")
@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
async def test_creating_is_never_repeated(
    jumpcloud: JumpCloud, server: TalkingServer, status: int
) -> None:
    server.always(Answer(status, headers={"retry-after": "0"}))
    with pytest.raises(JumpCloudError):
        await jumpcloud.create_application(REQUEST)
    assert len(server.seen) == 1


async def test_a_creation_whose_answer_is_lost_may_have_happened(
    jumpcloud: JumpCloud, server: TalkingServer
) -> None:
    server.always(Answer(200, CREATED, {"content-length": "5000"}))
    with pytest.raises(NetError) as error:
        await jumpcloud.create_application(REQUEST)
    assert error.value.sent
    assert len(server.seen) == 1


async def test_changing_sends_everything_back(jumpcloud: JumpCloud, server: TalkingServer) -> None:
    application = Application(
        id="a/b",
        name="saml2",
        label="DeskPRO",
        sso_url="https://sso.jumpcloud.com/saml2/deskpro",
        display_name="SAML2.0",
        description="Helpdesk",
        hidden=True,
        sso_type="saml",
        logo_color="#3E8696",
    )
    config = {"idpCertificate": {"value": "LS0t", "type": "file"}, "mystery": {"value": [1.5]}}
    server.always(Answer(200, CREATED))
    await jumpcloud.update_application(application, active=True, config=config)
    [seen] = server.seen
    assert (seen.method, seen.path) == ("PUT", "/api/applications/a%2Fb")
    assert seen.json == {
        "active": True,
        "name": "saml2",
        "displayName": "SAML2.0",
        "displayLabel": "DeskPRO",
        "description": "Helpdesk",
        "ssoUrl": "https://sso.jumpcloud.com/saml2/deskpro",
        "sso": {"type": "saml", "hidden": True},
        "config": config,
        "logo": {"color": "#3E8696"},
    }


async def test_deleting_what_is_gone_is_no_error(
    jumpcloud: JumpCloud, server: TalkingServer
) -> None:
    await jumpcloud.delete_application("a")
    assert server.seen[0].method == "DELETE"


@pytest.mark.parametrize(
    "body",
    [
        '<?xml version="1.0"?><md:EntityDescriptor/>',
        b"\xef\xbb\xbf\n<EntityDescriptor/>",
        '<?xml version="1.0" encoding="UTF-16"?><EntityDescriptor/>'.encode("utf-16"),
    ],
)
async def test_metadata_is_returned_as_it_came(
    jumpcloud: JumpCloud, server: TalkingServer, body: str | bytes
) -> None:
    server.always(Answer(200, body))
    expected = body if isinstance(body, bytes) else body.encode()
    assert await jumpcloud.metadata("o", "a") == expected


@pytest.mark.parametrize("body", [HTML, {"error": "EntityDescriptor"}, "", "<x/>"])
async def test_what_is_no_metadata_is_not_taken_for_it(
    jumpcloud: JumpCloud, server: TalkingServer, body: object
) -> None:
    server.always(Answer(200, body))
    with pytest.raises(JumpCloudError) as error:
        await jumpcloud.metadata("o", "a")
    assert error.value.problem.code is (
        ProblemCode.ANSWER_IS_A_WEB_PAGE if body == HTML else ProblemCode.ANSWER_NOT_UNDERSTOOD
    )


# access


async def test_at_most_six_groups_are_bound_at_a_time(
    jumpcloud: JumpCloud, server: TalkingServer
) -> None:
    server.always(Answer(204))
    await jumpcloud.bind("a", [f"g{number}" for number in range(20)])
    assert [seen.path for seen in server.seen] == ["/api/v2/applications/a/associations"] * 20
    assert {seen.json["id"] for seen in server.seen} == {f"g{number}" for number in range(20)}
    assert server.most_at_once <= 6


async def test_who_reaches_the_application(jumpcloud: JumpCloud, server: TalkingServer) -> None:
    server.always(Answer(200, [{"id": "u1", "type": "user", "paths": []}], {"x-total-count": "1"}))
    assert await jumpcloud.users_with_access("a") == {"u1"}
    server.always(Answer(200, [{"to": {"id": "g1", "type": "user_group"}}]))
    assert await jumpcloud.bound_groups("a") == ("g1",)
    assert server.seen[-1].values("targets") == ["user_group"]


async def test_members_are_counted_without_being_read(
    jumpcloud: JumpCloud, server: TalkingServer
) -> None:
    server.always(Answer(200, [{"id": "u1"}], {"x-total-count": "12345"}))
    assert await jumpcloud.members_count("g") == 12345
    assert len(server.seen) == 1
    server.handler = paged(numbered_groups(120), total=False)
    server.seen.clear()

    def handler(seen: Seen) -> Answer:
        if not seen.values("skip"):
            return Answer(200, [{"id": "u1"}])
        return paged(numbered_groups(120), total=False)(seen)

    server.handler = handler
    assert await jumpcloud.members_count("g") == 120


# users


@needs_data
async def test_a_recorded_user_is_read(jumpcloud: JumpCloud, server: TalkingServer) -> None:
    recorded = json.loads((DATA / "responses/v1-systemusers.json").read_text())["body"]
    server.always(Answer(200, recorded))
    user = await jumpcloud.user_by_email("Masked@Example.com")
    assert user is not None
    assert (user.email, user.name) == ("masked@example.com", "Masked")
    assert user.trouble is None  # although ``activated`` is false


@pytest.mark.parametrize(
    ("fields", "trouble"),
    [
        ({"state": "ACTIVATED", "activated": False}, None),
        ({"state": "STAGED"}, UserTrouble.STAGED),
        ({"state": "SUSPENDED"}, UserTrouble.SUSPENDED),
        ({"state": "ACTIVATED", "suspended": True}, UserTrouble.SUSPENDED),
        ({"state": "ACTIVATED", "account_locked": True}, UserTrouble.LOCKED),
        ({"state": "ACTIVATED", "password_expired": True}, UserTrouble.PASSWORD_EXPIRED),
    ],
)
async def test_why_a_user_can_not_sign_in(
    jumpcloud: JumpCloud, server: TalkingServer, fields: Json, trouble: UserTrouble | None
) -> None:
    results = [{"_id": "u", "email": "ann@acme.example", "firstname": "Ann", **fields}]
    server.always(Answer(200, {"totalCount": 1, "results": results}))
    [user] = await jumpcloud.find_users("ann")
    assert user.trouble is trouble
    assert user.name == "Ann"


async def test_a_search_for_users_asks_as_the_reference_says(
    jumpcloud: JumpCloud, server: TalkingServer
) -> None:
    server.always(Answer(200, {"totalCount": 0, "results": []}))
    assert await jumpcloud.find_users(" ann ", limit=500) == ()
    [seen] = server.seen
    assert (seen.method, seen.path) == ("POST", "/api/search/systemusers")
    assert seen.json["searchFilter"]["searchTerm"] == "ann"
    assert "email" in seen.json["searchFilter"]["fields"]
    assert seen.values("limit") == ["100"]
    assert await jumpcloud.find_users("  ") == ()
    assert len(server.seen) == 1


async def test_a_user_is_found_whatever_the_capitals(
    jumpcloud: JumpCloud, server: TalkingServer
) -> None:
    def handler(seen: Seen) -> Answer:
        found = seen.values("filter") == ["email:$eq:Ann+x@Acme.example"]
        results = [{"_id": "u", "email": "Ann+x@Acme.example"}] if found else []
        return Answer(200, {"totalCount": len(results), "results": results})

    server.handler = handler
    user = await jumpcloud.user_by_email("Ann+x@Acme.example ")
    assert user is not None
    assert user.id == "u"
    assert await jumpcloud.user_by_email("ben@acme.example") is None


async def test_a_user_somebody_else_is_not_taken_for_the_tester(
    jumpcloud: JumpCloud, server: TalkingServer
) -> None:
    """A filter that is ignored returns everybody."""
    results = [{"_id": "u", "email": "other@acme.example"}]
    server.always(Answer(200, {"totalCount": 1, "results": results}))
    assert await jumpcloud.user_by_email("ann@acme.example") is None


# sign-ins

SINCE = datetime(2026, 11, 23, 17, 0, 0, 123456, tzinfo=UTC)


def event(identifier: str, **more: object) -> Json:
    return {
        "id": identifier,
        "timestamp": "2026-11-23T17:00:01.123456789Z",
        "event_type": "sso_auth",
        **more,
    }


@needs_data
async def test_recorded_sign_ins_are_understood(
    jumpcloud: JumpCloud, server: TalkingServer
) -> None:
    server.always(Answer(200, json.loads((DATA / "events/sso_auth.json").read_text())))
    events = await jumpcloud.sign_ins(SINCE)
    assert [each.outcome for each in events] == [
        SignInOutcome.ISSUED,
        SignInOutcome.FAILED,
        SignInOutcome.FAILED,
        SignInOutcome.ISSUED,
    ]
    assert [each.idp_initiated for each in events] == [True, False, False, False]
    assert events[1].error_message == "not authorized"
    assert events[1].username == "john.doe"
    assert events[2].application_id == ""
    assert events[2].sso_url == "https://sso.jumpcloud.com/saml2/google"
    assert events[2].at == datetime(2023, 6, 15, 14, 21, 10, 343344, tzinfo=UTC)


async def test_sign_ins_are_asked_for_as_documented(
    jumpcloud: JumpCloud, server: TalkingServer
) -> None:
    server.always(Answer(200, [event("1"), event("2", event_type="other")]))
    [found] = await jumpcloud.sign_ins(SINCE)
    assert found.outcome is SignInOutcome.STEP
    [seen] = server.seen
    assert (seen.method, seen.path) == ("POST", "/insights/directory/v1/events")
    assert seen.json == {
        "service": ["sso"],
        "start_time": "2026-11-23T17:00:00.123Z",
        "sort": "DESC",
        "limit": 1000,
    }


async def test_more_sign_ins_than_a_page_are_all_read(
    jumpcloud: JumpCloud, server: TalkingServer
) -> None:
    def handler(seen: Seen) -> Answer:
        after = seen.json.get("search_after")
        if after is None:
            page = [event(str(number)) for number in range(1000)]
            return Answer(200, page, {"X-Search_after": '[1700000000, "x"]'})
        assert after == [1700000000, "x"]
        return Answer(200, [event("last")])

    server.handler = handler
    assert len(await jumpcloud.sign_ins(SINCE)) == 1001


@pytest.mark.parametrize("status", [401, 402, 403, 404])
async def test_events_may_be_out_of_reach(
    jumpcloud: JumpCloud, server: TalkingServer, status: int
) -> None:
    server.always(Answer(status, {"message": "no"}))
    with pytest.raises(ProblemError) as error:
        await jumpcloud.sign_ins(SINCE)
    assert error.value.problem.code is ProblemCode.EVENTS_NOT_AVAILABLE


async def test_a_fault_of_the_events_is_a_fault(
    jumpcloud: JumpCloud, server: TalkingServer
) -> None:
    server.always(Answer(400, {"message": "search_term must be a string"}))
    with pytest.raises(JumpCloudError) as error:
        await jumpcloud.sign_ins(SINCE)
    assert error.value.problem.code is ProblemCode.REQUEST_REFUSED
