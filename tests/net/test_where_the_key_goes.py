"""A key goes to the hosts of its region, by TLS, and nowhere else; a proxy never sees it.

Everything here is real but the names: a proxy leads JumpCloud's hosts to a server on this computer,
whose certificate is for them.
"""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
import trustme

from deskpro_sso_gui.credentials import Secret
from deskpro_sso_gui.jumpcloud.client import JumpCloud, region_of
from deskpro_sso_gui.jumpcloud.credential import ApiKey, Credential, ServiceAccount
from deskpro_sso_gui.jumpcloud.endpoints import Endpoints
from deskpro_sso_gui.jumpcloud.errors import JumpCloudError
from deskpro_sso_gui.net.transport import Http
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import Region
from tests.support.http_server import Seen, raw_server
from tests.support.jumpcloud_tour import answers, every_call

pytestmark = pytest.mark.usefixtures("no_waiting")

KEY = "jca_hush-hush"
CLIENT_SECRET = "hush-hush-secret"
HOSTS = (
    "console.jumpcloud.com",
    "api.jumpcloud.com",
    "admin-oauth.id.jumpcloud.com",
    "console.eu.jumpcloud.com",
    "api.eu.jumpcloud.com",
    "console.in.jumpcloud.com",
)
Reply = Callable[[str, Seen], bytes]
NO_KEY = b'{"message":"Unauthorized: api key user not found"}'


def said(status: int, body: bytes = b"{}", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status} Said", f"content-length: {len(body)}", "connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Internet:
    """JumpCloud's hosts behind a proxy.

    Attributes:
        reply: what a host answers.
        seen: what arrived, with the host it was for, read after TLS was taken off.
        asked: the first lines of what the proxy was asked.
        overheard: every byte the proxy saw.
    """

    def __init__(self) -> None:
        self.reply: Reply = lambda _host, _seen: said(200)
        self.seen: list[tuple[str, Seen]] = []
        self.asked: list[str] = []
        self.overheard = bytearray()
        self.proxy = ""

    async def server(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        first, *lines = head.strip().split("\r\n")
        method, target, _ = first.split(" ")
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines)
        }
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        path, _, _query = target.partition("?")
        seen = Seen(method=method, path=path, query=(), headers=headers, body=body)
        self.seen.append((headers["host"], seen))
        writer.write(self.reply(headers["host"], seen))
        await writer.drain()

    def tunnel(
        self, port: int
    ) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            head = await reader.readuntil(b"\r\n\r\n")
            self.overheard += head
            first = head.split(b"\r\n")[0].decode()
            self.asked.append(first)
            if first.split(" ")[1].partition(":")[0] not in HOSTS:
                writer.write(b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n")
                return
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                await asyncio.gather(self._pump(reader, far_writer), self._pump(far_reader, writer))
            finally:
                far_writer.close()

        return talk

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            self.overheard += data
            writer.write(data)
            await writer.drain()
        writer.close()

    @property
    def connected(self) -> set[str]:
        return {line.removeprefix("CONNECT ").removesuffix(":443 HTTP/1.1") for line in self.asked}

    def only_tunnels(self) -> bool:
        return all(line.startswith("CONNECT ") for line in self.asked)


@pytest.fixture
async def internet(tmp_path: Path) -> AsyncIterator[tuple[Internet, Http]]:
    async with made(tmp_path) as found:
        yield found


@asynccontextmanager
async def made(folder: Path) -> AsyncIterator[tuple[Internet, Http]]:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*HOSTS).configure_cert(context)
    ca_file = folder / "ca.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    internet = Internet()
    async with AsyncExitStack() as stack:
        port = await stack.enter_async_context(raw_server(internet.server, ssl=context))
        proxy = await stack.enter_async_context(raw_server(internet.tunnel(port)))
        http = Http(proxy=f"http://127.0.0.1:{proxy}", ca_file=ca_file)
        stack.push_async_callback(http.aclose)
        yield internet, http


def client(http: Http, credential: Credential, region: Region = Region.US) -> JumpCloud:
    return JumpCloud(http, Endpoints.for_region(region), credential)


def touring(_host: str, seen: Seen) -> bytes:
    """Answer as the tour of all calls wants it."""
    answer = answers(seen)
    content, kind = answer.encoded()
    return said(answer.status, content, **{"content-type": kind, **answer.headers})


async def test_every_call_with_a_key_stays_at_the_region_s_hosts_in_a_tunnel(
    internet: tuple[Internet, Http],
) -> None:
    net, http = internet
    net.reply = touring
    await every_call(client(http, ApiKey(Secret(KEY))))
    assert net.connected == {"console.jumpcloud.com", "api.jumpcloud.com"}
    assert net.only_tunnels()
    assert len(net.seen) >= 20
    assert all(seen.headers["x-api-key"] == KEY for _, seen in net.seen)
    assert KEY.encode() not in net.overheard


async def test_a_service_account_s_secret_goes_to_the_token_host_and_its_token_to_the_api(
    internet: tuple[Internet, Http],
) -> None:
    net, http = internet

    def reply(host: str, seen: Seen) -> bytes:
        if host == "admin-oauth.id.jumpcloud.com":
            return said(200, b'{"access_token":"token-of-mine","expires_in":3600}')
        return touring(host, seen)

    net.reply = reply
    await every_call(client(http, ServiceAccount("client", Secret(CLIENT_SECRET))))
    for host, seen in net.seen:
        basic = seen.headers["authorization"].startswith("Basic ")
        assert basic is (host == "admin-oauth.id.jumpcloud.com")
        assert basic or seen.headers["authorization"] == "Bearer token-of-mine"
    assert net.only_tunnels()
    assert b"token-of-mine" not in net.overheard
    assert CLIENT_SECRET.encode() not in net.overheard


@pytest.mark.parametrize(
    "target",
    [
        "http://console.jumpcloud.com/api/organizations",
        "https://evil.example/api/organizations",
        "https://console.eu.jumpcloud.com/api/organizations",
        "https://console.jumpcloud.com.evil.example/api",
        "https://console.jumpcloud.com@evil.example/api",
        "//evil.example/",
        "http://127.0.0.1:9/",
    ],
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_no_redirect_is_followed_with_the_key(
    internet: tuple[Internet, Http], target: str, status: int
) -> None:
    net, http = internet
    net.reply = lambda _host, _seen: said(status, b"", location=target)
    with pytest.raises(JumpCloudError) as refused:
        await client(http, ApiKey(Secret(KEY))).organizations()
    assert refused.value.problem.code is ProblemCode.REDIRECT_REFUSED
    assert net.asked == ["CONNECT console.jumpcloud.com:443 HTTP/1.1"]
    assert len(net.seen) == 1


async def test_a_redirect_of_the_token_host_is_not_followed_with_the_secret(
    internet: tuple[Internet, Http],
) -> None:
    net, http = internet
    net.reply = lambda _host, _seen: said(307, b"", location="https://evil.example/token")
    with pytest.raises(ProblemError) as refused:
        await client(http, ServiceAccount("client", Secret(CLIENT_SECRET))).applications()
    assert refused.value.problem.code is ProblemCode.REDIRECT_REFUSED
    assert net.connected == {"admin-oauth.id.jumpcloud.com"}


async def test_looking_for_the_region_asks_jumpcloud_s_hosts_alone(
    internet: tuple[Internet, Http],
) -> None:
    net, http = internet
    india = "console.in.jumpcloud.com"
    net.reply = lambda host, _: said(200) if host == india else said(401, NO_KEY)
    candidates = [Endpoints.for_region(region) for region in Region]
    assert await region_of(http, ApiKey(Secret(KEY)), candidates) is Region.INDIA
    assert net.connected == {"console.jumpcloud.com", "console.eu.jumpcloud.com", india}


async def test_a_token_host_that_is_not_there_is_said_to_be_a_guess_behind_a_proxy_too(
    internet: tuple[Internet, Http],
) -> None:
    """A proxy says 502 of a name that does not exist, where it would not be found without one."""
    net, http = internet
    account = ServiceAccount("client", Secret(CLIENT_SECRET))
    with pytest.raises(ProblemError) as refused:
        await client(http, account, Region.EU).applications()
    assert refused.value.problem.code is ProblemCode.SERVICE_ACCOUNT_HOST_UNKNOWN
    assert refused.value.problem.values == {"host": "admin-oauth.id.eu.jumpcloud.com"}
    assert net.connected == {"admin-oauth.id.eu.jumpcloud.com"}


async def test_a_server_that_is_not_believed_gets_no_key(tmp_path: Path) -> None:
    async with made(tmp_path) as (net, believing):
        stranger = Http(proxy=str(await believing._find_proxy("https://x.example/")))
        with pytest.raises(ProblemError) as refused:
            await client(stranger, ApiKey(Secret(KEY))).organizations()
        await stranger.aclose()
    assert refused.value.problem.code is ProblemCode.CERTIFICATE_AUTHORITY_UNKNOWN
    assert net.seen == []
    assert KEY.encode() not in net.overheard


async def test_the_tunnel_s_proxy_is_told_nothing_of_us(internet: tuple[Internet, Http]) -> None:
    net, http = internet
    net.reply = lambda *_: said(200, json.dumps({"totalCount": 0, "results": []}).encode())
    await client(http, ApiKey(Secret(KEY))).applications()
    assert b"x-api-key" not in net.overheard.lower()
    assert b"/api/applications" not in net.overheard
