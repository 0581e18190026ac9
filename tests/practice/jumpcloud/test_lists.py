"""Paging, order, fields, filters and search, on people, groups and applications."""

import pytest

from deskpro_sso_gui.practice.seed import new_world, utc_now
from deskpro_sso_gui.practice.world import UserState
from tests.support.jumpcloud_sandbox import Json, JumpCloudSandbox

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
def crowd(sandbox: JumpCloudSandbox) -> JumpCloudSandbox:
    """Make it a sandbox with 123 users and 25 groups."""
    world = new_world(groups=25, users=123, now=utc_now())
    sandbox.store.world.users, sandbox.store.world.groups = world.users, world.groups
    return sandbox


async def people(sandbox: JumpCloudSandbox, **query: Json) -> Json:
    answer = await sandbox.client.get("/api/systemusers", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def names(sandbox: JumpCloudSandbox, **query: Json) -> list[str]:
    return [each["username"] for each in (await people(sandbox, **query))["results"]]


async def group_names(sandbox: JumpCloudSandbox, **query: Json) -> list[str]:
    answer = await sandbox.client.get("/api/v2/usergroups", params=query)
    assert answer.status_code == 200, answer.text
    return [each["name"] for each in answer.json()]


@pytest.mark.parametrize(
    ("limit", "count"), [(None, 10), ("", 10), (1, 1), (50, 50), (100, 100), (5000, 100)]
)
async def test_a_page_has_ten_records_or_what_was_asked_up_to_a_hundred(
    crowd: JumpCloudSandbox, limit: Json, count: int
) -> None:
    query = {} if limit is None else {"limit": limit}
    page = await people(crowd, **query)

    assert (page["totalCount"], len(page["results"])) == (123, count)


async def test_pages_follow_each_other_without_gap_or_repetition(
    crowd: JumpCloudSandbox,
) -> None:
    pages = [await people(crowd, limit=50, skip=skip, sort="_id") for skip in (0, 50, 100, 150)]
    ids = [each["_id"] for page in pages for each in page["results"]]

    assert [len(page["results"]) for page in pages] == [50, 50, 23, 0]
    assert pages[3] == {"totalCount": 123, "results": []}
    assert ids == sorted(crowd.store.world.users)


async def test_version_two_lists_are_bare_with_the_total_in_a_header(
    crowd: JumpCloudSandbox,
) -> None:
    first = await crowd.client.get("/api/v2/usergroups", params={"limit": 20})
    second = await crowd.client.get("/api/v2/usergroups", params={"limit": 20, "skip": 20})
    beyond = await crowd.client.get("/api/v2/usergroups", params={"skip": 100})

    assert (len(first.json()), len(second.json()), beyond.json()) == (20, 5, [])
    assert {each.headers["x-total-count"] for each in (first, second, beyond)} == {"25"}


async def test_the_unfiltered_total_is_told_when_it_is_asked_for(
    crowd: JumpCloudSandbox,
) -> None:
    answer = await crowd.client.get(
        "/api/v2/usergroups",
        params={"filter": "name:eq:Finance"},
        headers={"x-unfiltered-total-count": "1"},
    )

    assert answer.headers["x-total-count"] == "1"
    assert answer.headers["x-unfiltered-total-count"] == "25"


@pytest.mark.parametrize("query", [{"limit": "0"}, {"limit": "many"}, {"skip": "-1"}])
@pytest.mark.parametrize("path", ["/api/systemusers", "/api/v2/usergroups"])
async def test_a_page_size_that_is_none_is_refused(
    sandbox: JumpCloudSandbox, path: str, query: dict[str, str]
) -> None:
    assert (await sandbox.client.get(path, params=query)).status_code == 400


async def test_lists_are_ordered_as_asked(sandbox: JumpCloudSandbox) -> None:
    assert await names(sandbox, sort="username") == ["ann", "ben", "cleo", "dora"]
    assert await names(sandbox, sort="-username") == ["dora", "cleo", "ben", "ann"]
    assert await names(sandbox, sort="lastname -email") == ["dora", "cleo", "ben", "ann"]
    assert await group_names(sandbox, sort="-name") == ["Finance", "DeskPRO agents", "All Users"]
    assert await group_names(sandbox, sort="type,name")  # several, comma separated


async def test_applications_are_ordered_by_connector_unless_asked_otherwise(
    sandbox: JumpCloudSandbox,
) -> None:
    await sandbox.create()
    await sandbox.create("aws", name="aws-sso")
    listed = (await sandbox.client.get("/api/applications")).json()["results"]

    assert [each["name"] for each in listed] == ["aws-sso", "saml2"]


async def test_only_the_fields_asked_for_are_given(sandbox: JumpCloudSandbox) -> None:
    page = await people(sandbox, fields="email state")
    groups = await sandbox.client.get("/api/v2/usergroups", params={"fields": "name,description"})

    assert set(page["results"][0]) == {"_id", "email", "state"}
    assert set(groups.json()[0]) == {"id", "name", "description"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"filter": "email:$eq:ann@acme.example"}, ["ann"]),
        ({"filter": "email:$eq:Ann@acme.example"}, []),
        ({"filter": "username:$ne:ann"}, ["ben", "cleo", "dora"]),
        ({"filter": "username:$in:ann|dora"}, ["ann", "dora"]),
        ({"filter": "username:$gt:ben"}, ["cleo", "dora"]),
        ({"filter": "username:$gte:ben"}, ["ben", "cleo", "dora"]),
        ({"filter": "username:$lt:ben"}, ["ann"]),
        ({"filter": "username:$lte:ben"}, ["ann", "ben"]),
        ({"filter": "unix_uid:$gt:5003"}, ["dora"]),
        ({"filter": "suspended:$eq:true"}, ["ben"]),
        ({"filter": "mfa.configured:$eq:true"}, ["cleo"]),
        ({"filter[0]": "lastname:$eq:Example", "filter[1]": "username:$eq:ann"}, ["ann"]),
        ({"filter[0]": "username:$eq:ben", "filter[1]": "username:$eq:ann"}, []),
        (
            {"filter[or][0]": "username:$eq:ben", "filter[or][1]": "username:$eq:ann"},
            ["ann", "ben"],
        ),
    ],
)
async def test_version_one_filters(
    sandbox: JumpCloudSandbox, query: dict[str, str], found: list[str]
) -> None:
    sandbox.user("ben").suspended = True

    assert await names(sandbox, **query, sort="username") == found


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (["name:eq:DeskPRO agents"], ["DeskPRO agents"]),
        (["name:eq:deskpro agents"], []),
        (["name:eq:Desk*"], ["DeskPRO agents"]),
        (["name:ne:Finance"], ["All Users", "DeskPRO agents"]),
        (["name:in:Finance|All Users"], ["All Users", "Finance"]),
        (["name:search:USERS"], ["All Users"]),
        (["name:between:B|E"], ["DeskPRO agents"]),
        (["name:gt:B", "name:lt:E"], ["DeskPRO agents"]),
        (["name:ge:Finance"], ["Finance"]),
        (["name:le:All Users"], ["All Users"]),
        (["description:eq:"], ["All Users", "Finance"]),
    ],
)
async def test_version_two_filters(
    sandbox: JumpCloudSandbox, filters: list[str], found: list[str]
) -> None:
    assert await group_names(sandbox, filter=filters, sort="name") == found


async def test_spaces_in_a_filter_may_be_written_as_plus(sandbox: JumpCloudSandbox) -> None:
    answer = await sandbox.client.get("/api/v2/usergroups?filter=name:eq:DeskPRO+agents")

    assert [each["name"] for each in answer.json()] == ["DeskPRO agents"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/api/systemusers", "email:eq:ann@acme.example"),
        ("/api/systemusers", "email"),
        ("/api/systemusers", "email:$like:ann"),
        ("/api/v2/usergroups", "name:$eq:Finance"),
        ("/api/v2/usergroups", "name=Finance"),
    ],
)
async def test_a_filter_of_another_grammar_is_refused(
    sandbox: JumpCloudSandbox, path: str, text: str
) -> None:
    assert (await sandbox.client.get(path, params={"filter": text})).status_code == 400


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({"searchFilter": {"searchTerm": "ANN", "fields": ["email"]}}, ["ann"]),
        ({"searchFilter": {"searchTerm": ["ann", "ben"], "fields": ["username"]}}, ["ann", "ben"]),
        ({"searchFilter": {"searchTerm": "xyz", "fields": ["email", "username"]}}, []),
        ({"filter": [{"email": "ann@acme.example"}]}, ["ann"]),
        ({"filter": [{"lastname": "Example"}, {"username": "ben"}]}, ["ben"]),
        ({"filter": {"or": [{"username": "ann"}, {"email": "ben@acme.example"}]}}, ["ann", "ben"]),
        ({"filter": {"and": [{"username": "ann"}, {"username": "ben"}]}}, []),
        ({"filter": [{"suspended": True}]}, ["dora"]),
        (
            {
                "filter": [{"suspended": False}],
                "searchFilter": {"searchTerm": "o", "fields": ["username"]},
            },
            ["cleo"],
        ),
    ],
)
async def test_searching_for_people(
    sandbox: JumpCloudSandbox, body: Json, found: list[str]
) -> None:
    sandbox.user("dora").suspended = True
    answer = await sandbox.client.post(
        "/api/search/systemusers", json=body | {"sort": "username", "limit": 25}
    )

    assert [each["username"] for each in answer.json()["results"]] == found
    assert answer.json()["totalCount"] == len(found)


async def test_a_search_is_paged_and_cut_to_fields_from_the_body_or_the_query(
    crowd: JumpCloudSandbox,
) -> None:
    path = "/api/search/systemusers"
    in_body = await crowd.client.post(path, json={"limit": 2, "skip": 1, "fields": "email"})
    in_query = await crowd.client.post(
        path, params={"limit": 2, "skip": 1, "fields": "email"}, json={}
    )
    default = await crowd.client.post(path, json={})

    assert in_body.json() == in_query.json()
    assert [set(each) for each in in_body.json()["results"]] == [{"_id", "email"}] * 2
    assert len(default.json()["results"]) == 10


@pytest.mark.parametrize(
    "body",
    [
        {"filter": "email:$eq:a@b.c"},
        {"filter": {"or": [{"email": {"$eq": "a@b.c"}}]}},
        {"searchFilter": {"searchTerm": "ann"}},
        {"searchFilter": ["ann"]},
        {"fields": ["email"]},
        {"limit": "all"},
    ],
)
async def test_a_search_of_another_shape_is_refused(sandbox: JumpCloudSandbox, body: Json) -> None:
    assert (await sandbox.client.post("/api/search/systemusers", json=body)).status_code == 400


async def test_a_user_record_tells_the_state_apart_from_activated(
    sandbox: JumpCloudSandbox,
) -> None:
    sandbox.user("ben").state = UserState.STAGED
    found = {each["username"]: each for each in (await people(sandbox))["results"]}

    assert (found["ann"]["state"], found["ann"]["activated"]) == ("ACTIVATED", False)
    assert found["ben"]["state"] == "STAGED"
    assert found["cleo"]["mfa"]["configured"] is True


async def test_the_organisation_is_named_only_when_it_is_read(sandbox: JumpCloudSandbox) -> None:
    listed = (await sandbox.client.get("/api/organizations")).json()
    read = await sandbox.client.get(f"/api/organizations/{sandbox.ready.organization}")

    assert listed["totalCount"] == 1
    assert listed["results"][0]["displayName"] is None
    assert read.json()["settings"]["name"] == "Acme Inc (practice)"
    assert (await sandbox.client.get(f"/api/organizations/{'0' * 24}")).status_code == 404


async def test_the_key_tells_whose_it_is_and_when_it_ends(sandbox: JumpCloudSandbox) -> None:
    found = (await sandbox.client.get("/api/users/getSelf")).json()
    few = (await sandbox.client.get("/api/users/getSelf?fields=roleName")).json()

    assert (found["email"], found["roleName"]) == (
        "admin@acme.example",
        "Administrator With Billing",
    )
    assert found["apiKeyHash"]["expireAt"] > found["apiKeyHash"]["createdAt"]
    assert sandbox.ready.api_key.startswith(found["apiKeyHash"]["prefix"])
    assert sandbox.ready.api_key not in str(found)
    assert set(few) == {"_id", "roleName"}


@pytest.mark.parametrize(
    "query",
    [
        "",
        "limit=3&skip=1",
        "sort=name",
        "sort=-name&limit=100",
        "sort=description,-name",
        "skip=99",
    ],
)
async def test_a_long_list_is_the_same_however_it_is_cut(
    sandbox: JumpCloudSandbox, query: str
) -> None:
    for number in (3, 1, 2):
        name, description = f"Group {number}", f"{number % 2}"
        body = {"name": name, "description": description}
        assert (await sandbox.client.post("/api/v2/usergroups", json=body)).is_success
    quick = await sandbox.client.get(f"/api/v2/usergroups?{query}")
    # a filter that lets everything through is answered record by record
    slow = await sandbox.client.get(f"/api/v2/usergroups?filter=type:eq:user_group&{query}")
    assert quick.json() == slow.json()
    assert quick.headers["x-total-count"] == slow.headers["x-total-count"] == "6"
