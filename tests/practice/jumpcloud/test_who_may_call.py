from datetime import UTC, datetime, timedelta

import httpx
import pytest

from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.store import Store
from tests.support.jumpcloud_sandbox import JumpCloudSandbox, jumpcloud_sandbox

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def token_of(sandbox: JumpCloudSandbox, **changes: str) -> httpx.Response:
    administrator = sandbox.store.world.administrator
    form = {"grant_type": "client_credentials", "scope": "api"} | changes
    return await sandbox.client.post(
        "/oauth2/token", data=form, auth=(administrator.client_id, administrator.client_secret)
    )


async def test_a_wrong_key_is_refused_with_the_observed_body(sandbox: JumpCloudSandbox) -> None:
    answer = await sandbox.client.get("/api/organizations", headers={"x-api-key": "jca_wrong"})

    assert answer.status_code == 401
    assert answer.json() == {
        "error": "Unauthorized",
        "message": "Unauthorized: api key user not found",
    }


@pytest.mark.parametrize(
    "path",
    ["/api/applications", "/api/v2/usergroups", "/api/users/getSelf", "/api/systemusers"],
)
async def test_no_call_works_without_a_key(sandbox: JumpCloudSandbox, path: str) -> None:
    async with httpx.AsyncClient(base_url=sandbox.ready.jumpcloud, trust_env=False) as stranger:
        assert (await stranger.get(path)).status_code == 401


async def test_a_service_account_gets_a_token_that_works_instead_of_a_key(
    sandbox: JumpCloudSandbox,
) -> None:
    answer = await token_of(sandbox)
    bearer = {"Authorization": f"Bearer {answer.json()['access_token']}", "x-api-key": ""}

    assert answer.json()["expires_in"] == 3600
    assert (await sandbox.client.get("/api/applications", headers=bearer)).status_code == 200


async def test_a_token_expires_after_its_hour() -> None:
    moment = datetime(2026, 11, 23, 12, tzinfo=UTC)
    store = Store.create(now=lambda: moment)
    async with jumpcloud_sandbox(store=store) as sandbox:
        token = (await token_of(sandbox)).json()["access_token"]
        bearer = {"Authorization": f"Bearer {token}", "x-api-key": ""}
        moment += timedelta(seconds=3599)
        in_time = await sandbox.client.get("/api/applications", headers=bearer)
        moment += timedelta(seconds=2)
        too_late = await sandbox.client.get("/api/applications", headers=bearer)

    assert (in_time.status_code, too_late.status_code) == (200, 401)


async def test_a_token_is_refused_for_a_wrong_secret_grant_or_scope(
    sandbox: JumpCloudSandbox,
) -> None:
    form = {"grant_type": "client_credentials", "scope": "api"}
    wrong_secret = await sandbox.client.post("/oauth2/token", data=form, auth=("someone", "else"))

    assert wrong_secret.status_code == 401
    assert wrong_secret.json()["error"] == "invalid_client"
    assert (await token_of(sandbox, grant_type="password")).json() == {
        "error": "unsupported_grant_type"
    }
    assert (await token_of(sandbox, scope="all")).json() == {"error": "invalid_scope"}


@pytest.mark.parametrize("path", ["/api/organizations", "/api/users/getSelf"])
async def test_calls_that_name_no_organisation_refuse_the_header(
    sandbox: JumpCloudSandbox, path: str
) -> None:
    headers = {"x-org-id": sandbox.ready.organization}

    assert (await sandbox.client.get(path, headers=headers)).status_code == 403
    assert (await sandbox.client.get(path)).status_code == 200


async def test_the_organisation_header_is_checked_where_it_is_taken(
    sandbox: JumpCloudSandbox,
) -> None:
    async def status(organization: str) -> int:
        headers = {"x-org-id": organization}
        return (await sandbox.client.get("/api/applications", headers=headers)).status_code

    assert await status(sandbox.ready.organization) == 200
    assert await status("") == 200
    assert await status("not-an-id") == 400
    assert await status("a" * 24) == 404


async def test_a_provider_sees_as_many_organisations_as_it_was_given() -> None:
    store = Store.create(organizations=40)
    async with jumpcloud_sandbox(store=store) as sandbox:
        pages = [
            (await sandbox.client.get(f"/api/organizations?limit=25&skip={skip}")).json()
            for skip in (0, 25)
        ]
        silent = await sandbox.client.get("/api/systemusers")

    names = [each["displayName"] for page in pages for each in page["results"]]
    assert pages[0]["totalCount"] == len(set(names)) == 40
    assert silent.json() == {"message": "Unauthorized: no organization selected"}


async def test_a_role_without_groups_may_still_see_who_reaches_an_application() -> None:
    async with jumpcloud_sandbox(faults=[Fault.GROUPS_FORBIDDEN]) as sandbox:
        made = await sandbox.create()
        [group, *_] = sandbox.store.world.groups.values()
        denied = [
            await sandbox.client.get("/api/v2/usergroups"),
            await sandbox.client.get(f"/api/v2/usergroups/{group.id}"),
            await sandbox.client.post("/api/v2/usergroups", json={"name": "New"}),
            await sandbox.client.get(f"/api/v2/users/{group.member_ids[0]}/memberof"),
        ]
        reached = await sandbox.client.get(f"/api/v2/applications/{made['_id']}/users")

    assert [each.status_code for each in denied] == [403] * 4
    assert reached.status_code == 200
    assert all(each.name != "New" for each in sandbox.store.world.groups.values())


async def test_a_key_of_several_organisations_has_to_choose_one() -> None:
    async with jumpcloud_sandbox(faults=[Fault.SEVERAL_ORGANIZATIONS]) as sandbox:
        listed = (await sandbox.client.get("/api/organizations")).json()
        home, other = (each["_id"] for each in listed["results"])
        silent = await sandbox.client.get("/api/systemusers")
        at_home = await sandbox.client.get("/api/systemusers", headers={"x-org-id": home})
        elsewhere = await sandbox.client.get("/api/systemusers", headers={"x-org-id": other})
        group_there = await sandbox.client.post(
            "/api/v2/usergroups", json={"name": "New"}, headers={"x-org-id": other}
        )

    assert listed["totalCount"] == 2
    assert all(each["displayName"] for each in listed["results"])
    assert silent.status_code == 401
    assert silent.json() == {"message": "Unauthorized: no organization selected"}
    assert at_home.json()["totalCount"] == 4
    assert elsewhere.json()["totalCount"] == 0
    assert group_there.status_code == 403


async def test_every_third_call_is_refused_while_calls_are_limited() -> None:
    async with jumpcloud_sandbox(faults=[Fault.RATE_LIMITED]) as sandbox:
        answers = [await sandbox.client.get("/api/organizations") for _ in range(6)]

    assert [answer.status_code for answer in answers] == [200, 200, 429, 200, 200, 429]
    assert answers[2].headers["retry-after"] == "1"


async def test_the_server_fails_now_and_then_and_always_at_the_same_calls() -> None:
    async with jumpcloud_sandbox(faults=[Fault.SERVER_ERROR]) as sandbox:
        answers = [await sandbox.client.get("/api/organizations") for _ in range(10)]

    assert [n for n, answer in enumerate(answers, 1) if answer.status_code == 503] == [5, 10]


async def test_faults_are_switched_at_run_time_with_the_key_alone(
    sandbox: JumpCloudSandbox,
) -> None:
    refused = await sandbox.client.post(
        "/practice/faults", json=["no-getself"], headers={"x-api-key": "wrong"}
    )
    unknown = await sandbox.client.post("/practice/faults", json=["no-such-fault"])
    assert (await sandbox.client.get("/api/users/getSelf")).status_code == 200
    switched = await sandbox.client.post("/practice/faults", json=["no-getself"])

    assert (refused.status_code, unknown.status_code, switched.status_code) == (401, 400, 204)
    assert (await sandbox.client.get("/api/users/getSelf")).status_code == 404
    await sandbox.client.post("/practice/faults", json=[])
    assert (await sandbox.client.get("/api/users/getSelf")).status_code == 200


async def test_no_fault_is_named_in_what_it_breaks(sandbox: JumpCloudSandbox) -> None:
    sandbox.store.set_faults(Fault)
    texts = []
    for path in ("/api/organizations", "/api/users/getSelf", "/api/application-templates"):
        for _ in range(5):
            answer = await sandbox.client.get(path)
            texts.append(f"{answer.headers} {answer.text}".lower())

    names = [fault.value for fault in Fault]
    assert not [name for name in names for text in texts if name in text]


async def test_a_body_that_is_no_object_is_refused(sandbox: JumpCloudSandbox) -> None:
    for content in (b"", b"[]", b"{"):
        answer = await sandbox.client.post("/api/applications", content=content)
        assert answer.status_code == 400


async def test_a_huge_body_is_refused(sandbox: JumpCloudSandbox) -> None:
    answer = await sandbox.client.post("/api/applications", content=b" " * 1_500_000)

    assert answer.status_code == 413
