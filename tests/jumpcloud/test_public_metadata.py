from collections.abc import Collection

import pytest

from deskpro_sso_gui.jumpcloud.public import public_metadata
from deskpro_sso_gui.net import Request, Response
from deskpro_sso_gui.net.transport import Http
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from tests.support.http_server import HTML, Answer, TalkingServer

METADATA = '<?xml version="1.0"?><md:EntityDescriptor entityID="x"/>'


async def refusal(http: Http, url: str, confirmed: Collection[str] = ()) -> ProblemCode:
    with pytest.raises(ProblemError) as error:
        await public_metadata(http, url, confirmed_hosts=confirmed)
    return error.value.problem.code


async def local_refusal(http: Http, server: TalkingServer) -> ProblemCode:
    with pytest.raises(ProblemError) as error:
        await public_metadata(http, f"{server.origin}/metadata/x", loopback=True)
    return error.value.problem.code


async def test_metadata_is_read_without_credentials(http: Http, server: TalkingServer) -> None:
    server.always(Answer(200, METADATA, {"content-type": "text/xml"}))
    found = await public_metadata(http, f"{server.origin}/metadata/x", loopback=True)
    assert found == METADATA.encode()
    [seen] = server.seen
    assert not {"authorization", "x-api-key", "x-org-id", "cookie"} & set(seen.headers)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer(401, {"message": "Unauthorized"}), ProblemCode.METADATA_NEEDS_SIGN_IN),
        (Answer(403), ProblemCode.METADATA_NEEDS_SIGN_IN),
        (Answer(404, {"message": "Not Found"}), ProblemCode.METADATA_NOT_THERE),
        (Answer(404, HTML, {"content-type": "text/html"}), ProblemCode.METADATA_NOT_THERE),
        (Answer(200, HTML, {"content-type": "text/html"}), ProblemCode.METADATA_IS_A_WEB_PAGE),
        (Answer(200, HTML), ProblemCode.METADATA_IS_A_WEB_PAGE),
        (Answer(200, {"EntityDescriptor": 1}), ProblemCode.METADATA_NOT_XML),
        (Answer(200), ProblemCode.METADATA_NOT_XML),
        (
            Answer(302, headers={"location": "https://evil.example/x"}),
            ProblemCode.REDIRECT_REFUSED,
        ),
    ],
)
async def test_what_is_no_metadata_is_called_what_it_is(
    http: Http, server: TalkingServer, answer: Answer, code: ProblemCode
) -> None:
    server.always(answer)
    assert await local_refusal(http, server) is code


@pytest.mark.usefixtures("no_waiting")
async def test_a_fault_of_the_server_is_told_as_such(http: Http, server: TalkingServer) -> None:
    server.always(Answer(503))
    assert await local_refusal(http, server) is ProblemCode.SERVER_FAILED
    server.always(Answer(429))
    assert await local_refusal(http, server) is ProblemCode.TOO_MANY_REQUESTS


async def test_a_redirect_to_a_sign_in_page_on_the_same_host_is_a_web_page(
    http: Http, server: TalkingServer
) -> None:
    server.in_turn(
        Answer(302, headers={"location": "/login"}),
        Answer(200, HTML, {"content-type": "text/html"}),
    )
    assert await local_refusal(http, server) is ProblemCode.METADATA_IS_A_WEB_PAGE


@pytest.mark.parametrize(
    "url",
    [
        "http://sso.jumpcloud.com/saml2/metadata/x",
        "https://10.0.0.1/metadata",
        "https://[::1]/metadata",
        "https://169.254.169.254/latest/meta-data",
        "https://ann@sso.jumpcloud.com/x",
        "file:///etc/passwd",
        "sso.jumpcloud.com",
        "",
    ],
)
async def test_an_address_that_may_not_be_read_is_refused(http: Http, url: str) -> None:
    hosts = ("10.0.0.1", "::1", "169.254.169.254")
    assert await refusal(http, url, hosts) is ProblemCode.ADDRESS_NOT_ALLOWED


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/metadata",
        "https://jumpcloud.com.evil.example/x",
        "https://evil-jumpcloud.com/x",
    ],
)
async def test_another_host_has_to_be_confirmed(http: Http, url: str) -> None:
    assert await refusal(http, url) is ProblemCode.METADATA_HOST_NOT_CONFIRMED


async def test_this_computer_is_no_jumpcloud_unless_it_is_practice(
    http: Http, server: TalkingServer
) -> None:
    assert await refusal(http, server.origin) is ProblemCode.ADDRESS_NOT_ALLOWED
    port = server.origin.rpartition(":")[2]
    local = f"https://localhost:{port}/metadata"
    assert await refusal(http, local, ["localhost"]) is ProblemCode.ADDRESS_NOT_ALLOWED
    assert server.seen == []


class Jumpcloud:
    """Stands for JumpCloud's real hosts, which a test does not ask."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def send(self, request: Request, /) -> Response:
        self.asked.append(request.url)
        return Response(status=200, headers={}, body=METADATA.encode(), url=request.url)


@pytest.mark.parametrize(
    ("url", "confirmed"),
    [
        ("https://sso.jumpcloud.com/saml2/metadata/x", ()),
        ("https://console.eu.jumpcloud.com/api/organization/x", ()),
        ("https://metadata.acme.invalid/x", ("metadata.acme.invalid",)),
    ],
)
async def test_jumpclouds_hosts_and_confirmed_ones_are_read(
    url: str, confirmed: tuple[str, ...]
) -> None:
    jumpcloud = Jumpcloud()
    assert await public_metadata(jumpcloud, url, confirmed_hosts=confirmed) == METADATA.encode()
    assert jumpcloud.asked == [url]


async def test_a_name_that_leads_into_the_private_network_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def inside(host: str) -> set[str]:
        return {"10.1.2.3"} if host == "metadata.acme.example" else set()

    monkeypatch.setattr("deskpro_sso_gui.jumpcloud.public._addresses", inside)
    jumpcloud = Jumpcloud()
    with pytest.raises(ProblemError) as error:
        await public_metadata(
            jumpcloud, "https://metadata.acme.example/x", confirmed_hosts=["metadata.acme.example"]
        )
    assert error.value.problem.code is ProblemCode.ADDRESS_NOT_ALLOWED
    assert jumpcloud.asked == []
