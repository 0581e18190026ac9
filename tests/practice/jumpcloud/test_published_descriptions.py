"""The sandbox's answers against JumpCloud's published API descriptions.

Where an answer differs from the description on purpose, the difference is named below with what
it was observed in. A difference that is not named fails, and so does a name nobody needs.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft4Validator

from tests.support.jumpcloud_sandbox import Json, JumpCloudSandbox

SPECS = Path(__file__).parents[3].parent / "shared" / "data" / "jumpcloud" / "specs"
FILES = {
    "/api/v2": "jcapi-powershell_JumpCloud.SDK.V2.json",
    "/api": "jcapi-powershell_JumpCloud.SDK.V1.json",
    "/insights/directory/v1": "jcapi-powershell_JumpCloud.SDK.DirectoryInsights.json",
}

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.skipif(
        not SPECS.exists(), reason="../shared is absent: it holds JumpCloud's API descriptions"
    ),
]

# Where an answer differs from its schema, and why it is right.
RECORDED = "a recorded answer of the real service has it so (jumpcloud-api.md, HAR)"
OBSERVED = "the maintained third-party provider observed it (jumpcloud-api.md §3.3, LS)"
DIFFERENCES = {
    "displayName is null": f"organisations: {RECORDED}, §2.1",
    "logoUrl is null": f"organisations: {RECORDED}, §2.1",
    "color is null": f"applications: {RECORDED}, responses/v1-applications-page0.json",
    "account_locked_date is null": f"users: {RECORDED}, responses/v1-systemusers.json",
    "employeeIdentifier is null": f"users: {RECORDED}, responses/v1-systemusers.json",
    "attributes is null": f"groups and links: {RECORDED}, responses/v2-usergroups.json",
    "compiledAttributes is null": "links without groups; groups and links have null attributes in"
    " recorded answers (responses/v2-usergroups.json)",
}

# Calls the description has no operation for, and who uses them (jumpcloud-api.md §8).
UNDESCRIBED = {
    "GET /api/users/getSelf": "path only; called by JumpCloud's own PowerShell module (§2.2)",
    "GET /api/organizations/{id}/applications/{id}/metadata.xml": "path only; used by four"
    " third-party providers (§4.1)",
    "GET /api/v2/applications": "undocumented, observed in a Go client (§3.4)",
    "GET /api/v2/applications/{id}": "in the description of 2023, dropped since (§3.4)",
    "POST /api/v2/applications/{id}/logo": "in the description of 2023, dropped since (§3.4)",
}


@cache
def description(file: str) -> Json:
    return json.loads((SPECS / file).read_text("utf-8"))


def base_of(path: str) -> str:
    return next(base for base in FILES if path.startswith(f"{base}/"))


def operation(method: str, path: str) -> Json:
    """Find what is described for a path of ours; parameters may be called otherwise."""
    base = base_of(path)
    paths = description(FILES[base])["paths"]
    wanted = path.removeprefix(base).split("/")
    for described, operations in paths.items():
        parts = described.split("/")
        fits = len(parts) == len(wanted) and all(
            ours == theirs or (ours.startswith("{") and theirs.startswith("{"))
            for ours, theirs in zip(wanted, parts, strict=True)
        )
        if fits:
            return operations.get(method.lower())
    return None


def differences(answer: Json, schema: Json, file: str) -> Iterator[str]:
    document = description(file)
    validator = Draft4Validator({"definitions": document["definitions"], "allOf": [schema]})
    for error in validator.iter_errors(answer):
        for leaf in error.context or [error]:
            name = next(
                (part for part in reversed(leaf.absolute_path) if isinstance(part, str)), ""
            )
            yield f"{name} is null" if leaf.instance is None else f"{name}: {leaf.message}"


class Walk:
    """Calls the sandbox and collects how its answers differ."""

    def __init__(self, sandbox: JumpCloudSandbox) -> None:
        self.sandbox = sandbox
        self.found: set[str] = set()
        self.undescribed: set[str] = set()

    async def call(
        self, method: str, path: str, *, body: Json = None, query: str = "", **ids: str
    ) -> Json:
        described = operation(method, path)
        answer = await self.sandbox.client.request(method, path.format(**ids) + query, json=body)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        if described is None:
            name = path
            for each in ids:
                name = name.replace(f"{{{each}}}", "{id}")
            self.undescribed.add(f"{method} {name}")
            return None
        response = described["responses"][str(answer.status_code)]
        if "schema" not in response:
            assert answer.content == b""
            return None
        value = answer.json()
        self.found |= set(differences(value, response["schema"], FILES[base_of(path)]))
        return value


async def test_answers_fit_what_jumpcloud_publishes(sandbox: JumpCloudSandbox) -> None:
    walk = Walk(sandbox)
    organization, ann = sandbox.ready.organization, sandbox.user("ann").id
    await walk.call("GET", "/api/organizations")
    await walk.call("GET", "/api/organizations/{id}", id=organization)
    await walk.call("GET", "/api/users/getSelf")
    templates = await walk.call("GET", "/api/application-templates", query="?limit=100")
    first = templates["results"][0]["_id"]
    await walk.call("GET", "/api/application-templates/{id}", id=first)
    made = await walk.call("POST", "/api/applications", body=sandbox.body())
    app = made["_id"]
    await walk.call("GET", "/api/applications")
    await walk.call("GET", "/api/applications/{id}", id=app)
    await walk.call("PUT", "/api/applications/{id}", id=app, body=made)
    metadata = "/api/organizations/{org}/applications/{id}/metadata.xml"
    await walk.call("GET", metadata, org=organization, id=app)
    await walk.call("GET", "/api/v2/applications")
    await walk.call("GET", "/api/v2/applications/{id}", id=app)
    await walk.call("GET", "/api/systemusers")
    await walk.call("POST", "/api/search/systemusers", body={"filter": [{"username": "ann"}]})
    await walk.call("GET", "/api/v2/usergroups")
    group = (await walk.call("POST", "/api/v2/usergroups", body={"name": "New"}))["id"]
    await walk.call("GET", "/api/v2/usergroups/{id}", id=group)
    members, links = "/api/v2/usergroups/{id}/members", "/api/v2/applications/{id}/associations"
    await walk.call("POST", members, id=group, body={"op": "add", "type": "user", "id": ann})
    await walk.call("GET", members, id=group)
    await walk.call("GET", "/api/v2/usergroups/{id}/membership", id=group)
    bind = {"op": "add", "type": "user_group", "id": group}
    await walk.call("POST", links, id=app, body=bind)
    await walk.call("GET", links, id=app, query="?targets=user_group")
    groups_links = "/api/v2/usergroups/{id}/associations"
    await walk.call("GET", groups_links, id=group, query="?targets=application")
    unbind = {"op": "remove", "type": "application", "id": app}
    await walk.call("POST", groups_links, id=group, body=unbind)
    await walk.call("POST", links, id=app, body=bind)
    for path in ("usergroups", "users"):
        await walk.call("GET", f"/api/v2/applications/{{id}}/{path}", id=app)
    for path in ("applications", "memberof"):
        await walk.call("GET", f"/api/v2/users/{{id}}/{path}", id=ann)
    await walk.call("GET", "/api/v2/usergroups/{id}/applications", id=group)
    sandbox.store.record_event(
        user=sandbox.user("ann"),
        application=sandbox.application(app),
        sso_url=made["ssoUrl"],
        idp_initiated=True,
        sso_token_success=True,
    )
    events = {"service": ["sso"], "start_time": "2020-01-01T00:00:00Z"}
    await walk.call("POST", "/insights/directory/v1/events", body=events)
    await walk.call("DELETE", "/api/v2/applications/{id}/logo", id=app)
    await walk.call("DELETE", "/api/applications/{id}", id=app)
    await walk.call("DELETE", "/api/v2/usergroups/{id}", id=group)

    logo = "POST /api/v2/applications/{id}/logo"
    assert operation("POST", "/api/v2/applications/{id}/logo") is None
    assert walk.found == set(DIFFERENCES)
    assert walk.undescribed | {logo} == set(UNDESCRIBED)


async def test_the_check_would_see_a_wrong_answer() -> None:
    schema = {"$ref": "#/definitions/application"}
    answer = {"name": 5, "ssoUrl": "x", "config": {"acsUrl": {"value": True}}}
    found = set(differences(answer, schema, FILES["/api"]))

    assert found == {"name: 5 is not of type 'string'", "value: True is not of type 'string'"}
