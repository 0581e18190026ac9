"""What the client sends is taken, and what comes back is understood, by somebody else's reading.

The mock is Prism's, made from the same documents that ``test_contract_with_published_descriptions``
reads by itself. What the documents lack is named here, one by one.
"""

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest

from deskpro_sso_gui.credentials.secret import Secret
from deskpro_sso_gui.jumpcloud.client import JumpCloud
from deskpro_sso_gui.jumpcloud.credential import ApiKey
from deskpro_sso_gui.jumpcloud.endpoints import Endpoints
from deskpro_sso_gui.net import Request
from deskpro_sso_gui.net.transport import Http
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from tests.support.jumpcloud_tour import ORGANIZATION, SPECS, every_call
from tests.support.published_mock import NoMockError, ToMocks, installed, mock

DESCRIPTIONS: Final = {
    "/api": "baton-jumpcloud_jcapi1_openapi.yaml",
    "/api/v2": "baton-jumpcloud_jcapi2_openapi.yaml",
    "/insights/directory/v1": "jcapi-powershell_JumpCloud.SDK.DirectoryInsights.json",
}
NOT_DESCRIBED: Final = {
    # listed without operations; used by JumpCloud's own module (reference §2.2)
    "users/getSelf": 405,
    # not listed; used by every automation we know of (reference §4.1)
    "applications/*/metadata.xml": 404,
}
NOT_ANSWERED: Final = {
    "metadata": ProblemCode.NOT_FOUND,  # see above
    # an event is described as an object that may be empty (reference §7), and the mock's is
    "sign_ins": ProblemCode.ANSWER_NOT_UNDERSTOOD,
}
OURS: Final = {"x-api-key": "jca_hush", "x-org-id": ORGANIZATION}

pytestmark = pytest.mark.skipif(
    not SPECS.is_dir(), reason="the published descriptions are not here"
)


@pytest.fixture(scope="module")
def mocks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    try:
        words = installed()
    except NoMockError as error:
        pytest.skip(str(error))
    logs = tmp_path_factory.mktemp("mock")
    with contextlib.ExitStack() as running:
        yield {
            base: running.enter_context(mock(words, SPECS / name, logs / f"{number}.log"))
            for number, (base, name) in enumerate(DESCRIPTIONS.items())
        }


@pytest.fixture
def to_mocks(http: Http, mocks: dict[str, str]) -> ToMocks:
    return ToMocks(http, mocks)


class Answered:
    """The client, with the errors noted that ``NOT_ANSWERED`` names."""

    def __init__(self, client: JumpCloud) -> None:
        self._client = client
        self.errors: dict[str, ProblemCode] = {}

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._client, name)

        async def noted(*arguments: Any, **options: Any) -> Any:
            try:
                return await call(*arguments, **options)
            except ProblemError as error:
                self.errors[name] = error.problem.code
                if name not in NOT_ANSWERED:
                    raise

        return noted


async def test_every_request_is_taken_and_every_answer_understood(to_mocks: ToMocks) -> None:
    key = ApiKey(Secret(OURS["x-api-key"]))
    client = JumpCloud(to_mocks, Endpoints.for_loopback("http://127.0.0.1:1"), key)
    answered = Answered(client.with_organization(ORGANIZATION))
    await every_call(answered)  # type: ignore[arg-type] # has all calls of a client
    assert answered.errors == NOT_ANSWERED
    refused = {
        pattern: response.status
        for request, response in to_mocks.exchanged
        for pattern in NOT_DESCRIBED
        if Path(request.url).match(pattern)
    }
    assert refused == NOT_DESCRIBED
    taken = [
        (request.method, response)
        for request, response in to_mocks.exchanged
        if not any(Path(request.url).match(pattern) for pattern in NOT_DESCRIBED)
    ]
    assert len(taken) >= 20
    assert [response for _, response in taken if not response.ok] == []
    assert [found for _, response in taken for found in violations(response.headers)] == []


def violations(headers: Mapping[str, str]) -> list[Any]:
    """Return what Prism found wrong with a request, not with an example of the document."""
    found = msgspec.json.decode(headers.get("sl-violations", "[]").encode())
    return [each for each in found if each["location"][0] == "request"]


@pytest.mark.parametrize(
    ("method", "path", "headers", "body"),
    [
        ("GET", "/api/v2/nonsense", OURS, None),
        ("GET", "/api/applications?limit=many", OURS, None),
        ("GET", "/api/applications", {}, None),
        ("GET", "/api/v2/applications/a/associations", OURS, None),
        ("POST", "/api/applications", OURS, {"name": "saml2", "config": {}}),
        ("POST", "/api/v2/usergroups", OURS, {}),
        ("POST", "/api/v2/applications/a/associations", OURS, {"op": "put", "id": "g"}),
        ("POST", "/insights/directory/v1/events", OURS, {"service": ["nonsense"]}),
    ],
)
async def test_a_request_that_does_not_fit_is_refused(
    to_mocks: ToMocks, method: str, path: str, headers: Mapping[str, str], body: Any
) -> None:
    """The check itself can fail."""
    url = f"http://127.0.0.1:1{path}"
    response = await to_mocks.send(Request(method=method, url=url, headers=headers, json=body))
    assert response.status in {400, 401, 404, 422}
