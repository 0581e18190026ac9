"""What the client sends is what JumpCloud's published descriptions allow.

Version 1 and 2 are checked against the OpenAPI documents closest to JumpCloud's own, the events
against the Swagger document of Directory Insights. Where the descriptions lack something
(reference/jumpcloud-api.md §8), the exception is named here, one by one.
"""

import inspect
import json
import re
from collections.abc import Mapping
from typing import Any, Final

import jsonschema
import pytest
import yaml
from referencing import Registry
from referencing.jsonschema import DRAFT4

from deskpro_sso_gui.jumpcloud.client import JumpCloud
from tests.support.http_server import Answer, Seen, TalkingServer
from tests.support.jumpcloud_tour import ORGANIZATION, SPECS, answers, every_call

pytestmark = pytest.mark.skipif(
    not SPECS.is_dir(), reason="the published descriptions are not here"
)

Json = Mapping[str, Any]

WITHOUT_OPERATIONS: Final = {
    # listed without operations; used by JumpCloud's own module (reference §2.2)
    "GET /users/getSelf",
    # listed without operations; used by every automation we know of (reference §4.1)
    "GET /organizations/{organizationId}/applications/{applicationId}/metadata.xml",
}
UNLISTED_PARAMETERS: Final = {
    # described in the text of ``filter``, which the document has as a plain string (reference §1.7)
    ("GET /application-templates", "filter[or][0]"),
    ("GET /application-templates", "filter[or][1]"),
    ("GET /application-templates", "filter[or][2]"),
    ("GET /application-templates", "filter[or][3]"),
}
HEADERS_OF_HTTP: Final = {
    *("host", "accept", "accept-encoding", "connection", "user-agent"),
    *("content-type", "content-length"),
}


class Description:
    """One published document."""

    def __init__(self, document: Json, base: str) -> None:
        self.document = document
        self.base = base
        resource = DRAFT4.create_resource(document)
        self.registry: Registry[Any] = Registry().with_resource("urn:description", resource)

    def path(self, seen: Seen) -> str | None:
        """Return the template of the path that was asked, a fixed one before a variable one."""
        asked = seen.path.removeprefix(self.base)
        matches = [
            template
            for template in self.document["paths"]
            if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), asked)
        ]
        return min(matches, key=lambda template: template.count("{"), default=None)

    def resolved(self, schema: Json) -> Json:
        """Return ``schema``, or what it refers to within the document."""
        if "$ref" not in schema:
            return schema
        found: Any = self.document
        for step in schema["$ref"].split("/")[1:]:
            found = found[step]
        return dict(found)

    def check_schema(self, value: Any, pointer: str) -> None:
        """Raise unless ``value`` fits the schema at ``pointer``."""
        schema = {"$ref": f"urn:description#{pointer}"}
        jsonschema.Draft4Validator(schema, registry=self.registry).validate(value)


def pointer(*steps: str) -> str:
    return "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in steps)


@pytest.fixture(scope="session")
def descriptions() -> dict[str, Description]:
    def openapi(version: int) -> Json:
        text = (SPECS / f"baton-jumpcloud_jcapi{version}_openapi.yaml").read_bytes()
        return dict(yaml.load(text, Loader=yaml.CSafeLoader))

    events = json.loads(
        (SPECS / "jcapi-powershell_JumpCloud.SDK.DirectoryInsights.json").read_bytes()
    )
    return {
        "/api/v2/": Description(openapi(2), "/api/v2"),
        "/api/": Description(openapi(1), "/api"),
        "/insights/directory/v1/": Description(events, events["basePath"]),
    }


def description_of(seen: Seen, descriptions: Mapping[str, Description]) -> Description:
    return next(each for base, each in descriptions.items() if seen.path.startswith(base))


def check(seen: Seen, description: Description) -> str:
    """Check one request and return the operation it is."""
    template = description.path(seen)
    assert template is not None, f"{seen.path} is not in the description"
    name = f"{seen.method} {template}"
    operations = description.document["paths"][template]
    if name in WITHOUT_OPERATIONS:
        assert seen.method.lower() not in operations, f"{name} is no exception any more"
        assert "x-org-id" not in seen.headers
        return name
    operation = operations[seen.method.lower()]
    parameters = {each["name"]: each for each in operation.get("parameters", [])}
    check_query(seen, name, parameters)
    own_headers = set(seen.headers) - HEADERS_OF_HTTP
    assert own_headers <= {"x-api-key", "x-org-id"}
    is_events = "swagger" in description.document  # its security names both headers
    assert ("x-org-id" in own_headers) == (is_events or "x-org-id" in parameters), name
    check_body(seen, description, operation, template)
    return name


def check_query(seen: Seen, name: str, parameters: Json) -> None:
    allowed = {key for key, each in parameters.items() if each["in"] == "query"}
    needed = {key for key in allowed if parameters[key].get("required")}
    sent = {key for key, _ in seen.query}
    assert needed <= sent, f"{name} lacks {needed - sent}"
    for key, value in seen.query:
        if (name, key) in UNLISTED_PARAMETERS:
            continue
        assert key in allowed, f"{name} has no parameter {key}"
        schema = parameters[key]["schema"]
        typed = int(value) if schema["type"] == "integer" else value
        as_list = schema["type"] == "array"
        plain = {key: part for key, part in schema.items() if key != "default"}
        jsonschema.validate(value.split(",") if as_list else typed, plain)


def check_body(seen: Seen, description: Description, operation: Json, template: str) -> None:
    place = ["paths", template, seen.method.lower()]
    content = operation.get("requestBody", {}).get("content", {})
    if "multipart/form-data" in content:
        form = description.resolved(content["multipart/form-data"]["schema"])
        fields = re.findall(rb'name="(\w+)"; filename="', seen.body)
        assert seen.headers["content-type"].startswith("multipart/form-data; boundary=")
        assert [each.decode() for each in fields] == list(form["properties"])
        return
    if "requestBody" in operation:
        place += ["requestBody", "content", "application/json", "schema"]
        description.check_schema(seen.json, pointer(*place))
        return
    bodies = [
        number
        for number, each in enumerate(operation.get("parameters", []))
        if each["in"] == "body"
    ]
    if bodies:
        place += ["parameters", str(bodies[0]), "schema"]
        description.check_schema(seen.json, pointer(*place))
    else:
        assert seen.body == b""


@pytest.fixture
def organized(jumpcloud: JumpCloud) -> JumpCloud:
    return jumpcloud.with_organization(ORGANIZATION)


async def test_every_request_is_as_published(
    organized: JumpCloud, server: TalkingServer, descriptions: dict[str, Description]
) -> None:
    server.handler = answers
    await every_call(organized)
    made = {check(seen, description_of(seen, descriptions)) for seen in server.seen}
    assert made >= WITHOUT_OPERATIONS
    assert len(made) == 26


async def test_the_requests_of_a_search_through_the_catalogue_are_as_published(
    organized: JumpCloud, server: TalkingServer, descriptions: dict[str, Description]
) -> None:
    server.handler = answers
    await organized.templates()
    made = [check(seen, description_of(seen, descriptions)) for seen in server.seen]
    assert made[-1] == "GET /application-templates/{id}"


CLIENT_CALLS: Final = [
    name
    for name, _ in inspect.getmembers(JumpCloud, inspect.iscoroutinefunction)
    if not name.startswith("_")
]


@pytest.mark.parametrize("name", CLIENT_CALLS)
def test_the_tour_leaves_no_call_out(name: str) -> None:
    assert f"client.{name}(" in inspect.getsource(every_call)


def test_a_request_that_does_not_fit_is_noticed(descriptions: dict[str, Description]) -> None:
    """The check itself can fail: on a wrong path, parameter, header and body."""
    ours = {"x-api-key": "k", "x-org-id": ORGANIZATION}
    limit = (("limit", "100"),)

    def request(method: str, path: str, **more: Any) -> Seen:
        return Seen(method, path, **({"query": (), "headers": ours, "body": b""} | more))

    bad = [
        request("GET", "/api/v2/nonsense"),
        request("GET", "/api/applications", query=(("page", "1"),)),
        request("GET", "/api/applications", query=(("limit", "many"),)),
        request("GET", "/api/applications", headers={"x-api-key": "k"}, query=limit),
        request("GET", "/api/organizations", query=limit),
        request("GET", "/api/v2/applications/a/associations"),
        request("POST", "/api/applications", body=b'{"name": "saml2", "config": {}}'),
        request("POST", "/api/applications", body=b'{"name": 1, "config": {}, "ssoUrl": "x"}'),
        request("POST", "/api/v2/usergroups", body=b"{}"),
        request("POST", "/api/v2/applications/a/associations", body=b'{"op": "put", "id": "g"}'),
        request("POST", "/insights/directory/v1/events", body=b'{"service": ["nonsense"]}'),
    ]
    for seen in bad:
        with pytest.raises((AssertionError, jsonschema.ValidationError, ValueError)):
            check(seen, description_of(seen, descriptions))


async def test_an_answer_as_published_is_understood(
    jumpcloud: JumpCloud, server: TalkingServer, descriptions: dict[str, Description]
) -> None:
    """The description's own example of an application, for what is documented only there."""
    schema = descriptions["/api/"].document["components"]["schemas"]["application"]
    server.always(Answer(200, json.loads(json.dumps(schema["example"], default=str))))
    application = await jumpcloud.application("x")
    assert application.id == "_id"
    assert application.setting("acsUrl") == "value"
    assert application.certificate_expires_at is not None
