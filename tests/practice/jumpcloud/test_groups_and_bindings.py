import pytest

from deskpro_sso_gui.practice.world import MembershipMethod
from tests.support.jumpcloud_sandbox import Json, JumpCloudSandbox

pytestmark = pytest.mark.asyncio(loop_scope="session")

UNKNOWN = "0" * 24


async def ids(sandbox: JumpCloudSandbox, path: str) -> list[str]:
    answer = await sandbox.client.get(f"/api/v2{path}")
    assert answer.status_code == 200, answer.text
    return [each["id"] if "id" in each else each["to"]["id"] for each in answer.json()]


async def change_member(
    sandbox: JumpCloudSandbox, group_id: str, user_id: str, op: str
) -> tuple[int, Json]:
    answer = await sandbox.client.post(
        f"/api/v2/usergroups/{group_id}/members", json={"op": op, "type": "user", "id": user_id}
    )
    return answer.status_code, answer.json() if answer.content else None


async def test_a_group_can_be_made_read_and_deleted(sandbox: JumpCloudSandbox) -> None:
    made = await sandbox.client.post(
        "/api/v2/usergroups", json={"name": "Helpdesk", "description": "New"}
    )
    path = f"/api/v2/usergroups/{made.json()['id']}"

    assert made.status_code == 201
    assert made.json()["type"] == "user_group"
    assert (await sandbox.client.get(path)).json() == made.json()
    assert (await sandbox.client.delete(path)).status_code == 204
    assert (await sandbox.client.get(path)).status_code == 404


async def test_a_group_name_is_given_once_and_not_empty(sandbox: JumpCloudSandbox) -> None:
    again = await sandbox.client.post("/api/v2/usergroups", json={"name": "Finance"})
    empty = await sandbox.client.post("/api/v2/usergroups", json={"name": " "})
    without = await sandbox.client.post("/api/v2/usergroups", json={})

    assert (again.status_code, again.json()) == (409, {"message": "Already Exists"})
    assert (empty.status_code, without.status_code) == (400, 400)


async def test_only_reading_a_group_tells_how_people_get_in(sandbox: JumpCloudSandbox) -> None:
    group = sandbox.group("Finance")
    listed = (await sandbox.client.get("/api/v2/usergroups")).json()
    read = (await sandbox.client.get(f"/api/v2/usergroups/{group.id}")).json()

    assert all("membershipMethod" not in each for each in listed)
    assert read["membershipMethod"] == "STATIC"


async def test_members_can_be_added_and_removed_once(sandbox: JumpCloudSandbox) -> None:
    group, ann = sandbox.group("Finance"), sandbox.user("ann")
    members = f"/usergroups/{group.id}/members"

    assert await change_member(sandbox, group.id, ann.id, "add") == (204, None)
    assert await change_member(sandbox, group.id, ann.id, "add") == (
        409,
        {"message": "Already Exists"},
    )
    assert await ids(sandbox, members) == [sandbox.user("dora").id, ann.id]
    assert await change_member(sandbox, group.id, ann.id, "remove") == (204, None)
    assert await change_member(sandbox, group.id, ann.id, "remove") == (
        404,
        {"message": "Not Found"},
    )
    assert await ids(sandbox, f"/usergroups/{group.id}/membership") == [sandbox.user("dora").id]


async def test_members_of_an_unknown_group_are_a_bad_request(sandbox: JumpCloudSandbox) -> None:
    expected = {"error": "INVALID_ARGUMENT", "message": "user_group not found"}
    ann = sandbox.user("ann")

    assert await change_member(sandbox, UNKNOWN, ann.id, "add") == (400, expected)
    status, _ = await change_member(sandbox, sandbox.group("Finance").id, UNKNOWN, "add")
    assert status == 400


async def test_adding_to_a_dynamic_group_says_yes_and_does_nothing(
    sandbox: JumpCloudSandbox,
) -> None:
    group = sandbox.group("Finance")
    group.membership_method = MembershipMethod.DYNAMIC_AUTOMATED
    before = list(group.member_ids)

    assert await change_member(sandbox, group.id, sandbox.user("ann").id, "add") == (204, None)
    assert group.member_ids == before


async def test_binding_twice_is_a_conflict_and_unbinding_twice_not_found(
    sandbox: JumpCloudSandbox,
) -> None:
    application, group = (await sandbox.create())["_id"], sandbox.group("Finance")
    answers = [
        await sandbox.bind(application, group, op) for op in ("add", "add", "remove", "remove")
    ]

    assert [answer.status_code for answer in answers] == [204, 409, 204, 404]
    assert answers[0].content == b""
    assert answers[1].json() == {"message": "Already Exists"}
    assert answers[3].json() == {"message": "Not Found"}


async def test_a_binding_is_the_same_from_both_sides(sandbox: JumpCloudSandbox) -> None:
    application, group = (await sandbox.create())["_id"], sandbox.group("Finance")
    bound = await sandbox.client.post(
        f"/api/v2/usergroups/{group.id}/associations",
        json={"op": "add", "type": "application", "id": application},
    )

    assert bound.status_code == 204
    assert (await sandbox.bind(application, group)).status_code == 409
    by_application = f"/applications/{application}/associations?targets=user_group"
    by_group = f"/usergroups/{group.id}/associations?targets=application"
    assert await ids(sandbox, by_application) == [group.id]
    assert await ids(sandbox, by_group) == [application]
    assert await ids(sandbox, f"/applications/{application}/associations?targets=user") == []


@pytest.mark.parametrize("query", ["", "?targets=", "?targets=policy"])
async def test_the_target_of_associations_has_to_be_named(
    sandbox: JumpCloudSandbox, query: str
) -> None:
    application, group = (await sandbox.create())["_id"], sandbox.group("Finance")
    for path in (f"applications/{application}", f"usergroups/{group.id}"):
        answer = await sandbox.client.get(f"/api/v2/{path}/associations{query}")
        assert answer.status_code == 400


async def test_several_targets_are_parted_by_commas(sandbox: JumpCloudSandbox) -> None:
    application, group = (await sandbox.create())["_id"], sandbox.group("Finance")
    await sandbox.bind(application, group)
    several = f"/usergroups/{group.id}/associations?targets=system,application,radius_server"
    assert await ids(sandbox, several) == [application]
    assert await ids(sandbox, f"/usergroups/{group.id}/associations?targets=system") == []


async def test_only_groups_can_be_bound(sandbox: JumpCloudSandbox) -> None:
    application = (await sandbox.create())["_id"]
    path = f"/api/v2/applications/{application}/associations"
    a_user = {"op": "add", "type": "user", "id": sandbox.user("ann").id}
    nothing = {"op": "add", "type": "user_group", "id": UNKNOWN}

    assert (await sandbox.client.post(path, json=a_user)).status_code == 400
    assert (await sandbox.client.post(path, json=nothing)).status_code == 404
    assert (await sandbox.client.post(path, json={"op": "add"})).status_code == 400


async def test_who_reaches_an_application_follows_its_groups(sandbox: JumpCloudSandbox) -> None:
    application = (await sandbox.create())["_id"]
    agents, finance = sandbox.group("DeskPRO agents"), sandbox.group("Finance")
    await sandbox.bind(application, agents)
    await sandbox.bind(application, finance)
    users = await ids(sandbox, f"/applications/{application}/users")

    assert set(users) == set(agents.member_ids) | set(finance.member_ids)
    assert await ids(sandbox, f"/applications/{application}/usergroups") == [agents.id, finance.id]
    assert await ids(sandbox, f"/usergroups/{agents.id}/applications") == [application]
    ann = sandbox.user("ann")
    assert await ids(sandbox, f"/users/{ann.id}/applications") == [application]
    member_of = await ids(sandbox, f"/users/{ann.id}/memberof")
    assert member_of == [sandbox.group("All Users").id, agents.id]


async def test_a_user_reached_through_two_groups_is_listed_once_with_two_paths(
    sandbox: JumpCloudSandbox,
) -> None:
    application = (await sandbox.create())["_id"]
    groups = [sandbox.group("All Users"), sandbox.group("DeskPRO agents")]
    for group in groups:
        await sandbox.bind(application, group)
    listed = (await sandbox.client.get(f"/api/v2/applications/{application}/users")).json()
    [ann] = [each for each in listed if each["id"] == sandbox.user("ann").id]

    assert len(listed) == 4
    assert [[step["to"]["type"] for step in path] for path in ann["paths"]] == [
        ["user_group", "user"],
        ["user_group", "user"],
    ]
    assert [path[0]["to"]["id"] for path in ann["paths"]] == [group.id for group in groups]


async def test_the_users_of_an_application_are_paged(sandbox: JumpCloudSandbox) -> None:
    application = (await sandbox.create())["_id"]
    await sandbox.bind(application, sandbox.group("All Users"))
    path = f"/api/v2/applications/{application}/users"
    page = await sandbox.client.get(path, params={"limit": 3, "skip": 3})

    assert (len(page.json()), page.headers["x-total-count"]) == (1, "4")


async def test_an_unknown_user_reaches_nothing_and_unknown_objects_are_not_found(
    sandbox: JumpCloudSandbox,
) -> None:
    assert await ids(sandbox, f"/users/{UNKNOWN}/applications") == []
    assert await ids(sandbox, f"/users/{UNKNOWN}/memberof") == []
    for path in (f"applications/{UNKNOWN}/users", f"usergroups/{UNKNOWN}/applications"):
        assert (await sandbox.client.get(f"/api/v2/{path}")).status_code == 404


async def test_deleting_a_group_ends_its_bindings(sandbox: JumpCloudSandbox) -> None:
    application, group = (await sandbox.create())["_id"], sandbox.group("Finance")
    await sandbox.bind(application, group)
    await sandbox.client.delete(f"/api/v2/usergroups/{group.id}")

    assert await ids(sandbox, f"/applications/{application}/users") == []
