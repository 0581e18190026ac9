import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deskpro_sso_gui.practice.faults import Fault
from tests.support.jumpcloud_sandbox import Json, JumpCloudSandbox

pytestmark = pytest.mark.asyncio(loop_scope="session")

PATH = "/insights/directory/v1/events"
LONG_AGO = "2020-01-01T00:00:00Z"
REAL = Path(__file__).parents[3].parent / "shared/data/jumpcloud/events/sso_auth.json"


def attempts(sandbox: JumpCloudSandbox, count: int) -> None:
    for number in range(count):
        sandbox.store.record_event(
            user=sandbox.user("ann" if number % 2 else "ben"),
            application=None,
            sso_url=f"{sandbox.ready.jumpcloud}/saml2/{number}",
            idp_initiated=False,
            sso_token_success=False,
            error_message="application unreachable",
        )


async def query(sandbox: JumpCloudSandbox, **body: Json) -> list[Json]:
    body = {"service": ["sso"], "start_time": LONG_AGO} | body
    answer = await sandbox.client.post(PATH, json=body)
    assert answer.status_code == 200, answer.text
    return list(answer.json())


async def test_an_issued_sign_in_is_told_without_a_field_named_success(
    sandbox: JumpCloudSandbox,
) -> None:
    application = sandbox.application((await sandbox.create())["_id"])
    sandbox.store.record_event(
        user=sandbox.user("ann"),
        application=application,
        sso_url=application.sso_url,
        idp_initiated=True,
        sso_token_success=True,
    )
    [event] = await query(sandbox)

    assert "success" not in event
    assert (event["sso_token_success"], event["error_message"]) == (True, "")
    assert event["idp_initiated"] is True
    assert event["event_type"] == "sso_auth"
    assert event["initiated_by"] == {
        "id": sandbox.user("ann").id,
        "type": "user",
        "username": "ann",
    }
    assert event["application"] == {
        "display_label": "DeskPRO",
        "id": application.id,
        "name": "saml2",
        "sso_type": "saml",
        "sso_url": application.sso_url,
    }
    assert event["organization"] == sandbox.ready.organization


async def test_times_carry_nanoseconds(sandbox: JumpCloudSandbox) -> None:
    attempts(sandbox, 1)
    [event] = await query(sandbox)
    whole, _, fraction = event["timestamp"].partition(".")

    assert datetime.fromisoformat(whole)
    assert len(fraction) == len("123456789Z")
    assert not fraction.endswith("000Z")


async def test_an_unknown_application_is_known_by_its_address_alone(
    sandbox: JumpCloudSandbox,
) -> None:
    attempts(sandbox, 1)
    [event] = await query(sandbox)

    assert event["application"]["id"] == event["application"]["name"] == ""
    assert event["application"]["sso_url"].endswith("/saml2/0")


async def test_events_come_in_the_order_asked_for(sandbox: JumpCloudSandbox) -> None:
    attempts(sandbox, 5)
    newest_first = await query(sandbox, sort="DESC")
    oldest_first = await query(sandbox, sort="ASC")

    times = [event["timestamp"] for event in oldest_first]
    assert times == sorted(times)
    assert newest_first == oldest_first[::-1]


async def test_the_start_and_end_of_time_are_kept(sandbox: JumpCloudSandbox) -> None:
    attempts(sandbox, 3)
    first, middle, last = await query(sandbox, sort="ASC")
    tomorrow = datetime(2999, 1, 1, tzinfo=UTC).isoformat()
    # Microseconds are what a client can say; the middle one is after its own.
    since = middle["timestamp"][:26] + "Z"

    assert await query(sandbox, sort="ASC", start_time=since) == [middle, last]
    assert await query(sandbox, end_time=since) == [first]
    assert await query(sandbox, start_time=tomorrow) == []


async def test_pages_are_continued_with_what_the_headers_say(sandbox: JumpCloudSandbox) -> None:
    attempts(sandbox, 5)
    everything = await query(sandbox)
    body: dict[str, Json] = {"service": ["sso"], "start_time": LONG_AGO, "limit": 2, "sort": "DESC"}
    found = []
    for count in (2, 2, 1):
        answer = await sandbox.client.post(PATH, json=body)
        assert answer.headers["X-Result-Count"] == str(count)
        assert answer.headers["X-Limit"] == "2"
        found += answer.json()
        body["search_after"] = json.loads(answer.headers["X-Search_after"])
    beyond = await sandbox.client.post(PATH, json=body)

    assert found == everything
    assert beyond.json() == []
    assert beyond.headers["X-Result-Count"] == "0"


async def test_only_sign_ins_are_recorded(sandbox: JumpCloudSandbox) -> None:
    attempts(sandbox, 1)

    assert len(await query(sandbox, service=["all"])) == 1
    assert await query(sandbox, service=["directory"]) == []


async def test_events_can_be_narrowed_down_by_terms(sandbox: JumpCloudSandbox) -> None:
    attempts(sandbox, 4)
    ann = {"initiated_by.username": "ann"}

    assert len(await query(sandbox, search_term={"and": ann})) == 2
    assert len(await query(sandbox, search_term={"not": ann})) == 2
    both = {"initiated_by.username": ["ann", "ben"]}
    assert len(await query(sandbox, search_term={"or": both})) == 4
    assert len(await query(sandbox, search_term={"and": {"sso_token_success": "true"}})) == 0


async def test_only_the_fields_asked_for_are_given(sandbox: JumpCloudSandbox) -> None:
    attempts(sandbox, 1)

    assert set((await query(sandbox, fields=["timestamp", "mfa"]))[0]) == {"timestamp", "mfa"}


@pytest.mark.parametrize(
    "body",
    [
        {"start_time": LONG_AGO},
        {"service": ["sso"]},
        {"service": [], "start_time": LONG_AGO},
        {"service": ["sso"], "start_time": "yesterday"},
        {"service": ["sso"], "start_time": "2026-11-23T17:00:00"},
        {"service": ["sso"], "start_time": LONG_AGO, "limit": 0},
        {"service": ["sso"], "start_time": LONG_AGO, "sort": "newest"},
        {"service": ["sso"], "start_time": LONG_AGO, "search_term": {"and": {"mfa": False}}},
    ],
)
async def test_a_query_of_another_shape_is_refused(sandbox: JumpCloudSandbox, body: Json) -> None:
    assert (await sandbox.client.post(PATH, json=body)).status_code == 400


async def test_events_may_be_out_of_reach(sandbox: JumpCloudSandbox) -> None:
    sandbox.store.set_faults([Fault.NO_EVENTS])
    answer = await sandbox.client.post(PATH, json={"service": ["sso"], "start_time": LONG_AGO})

    assert answer.status_code == 403


async def test_an_event_has_every_field_of_the_real_ones(sandbox: JumpCloudSandbox) -> None:
    if not REAL.exists():
        pytest.skip("../shared is absent: it holds real sign-in events to compare with")
    application = sandbox.application((await sandbox.create())["_id"])
    sandbox.store.record_event(
        user=sandbox.user("ann"),
        application=application,
        sso_url=application.sso_url,
        idp_initiated=False,
        sso_token_success=True,
    )
    [ours] = await query(sandbox)

    for real in json.loads(REAL.read_text("utf-8")):
        assert set(real) - {"_case"} <= set(ours)
        assert set(real["application"]) == set(ours["application"])
