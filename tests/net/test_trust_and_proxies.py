import asyncio
import contextlib
import socket
import ssl
import sys
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
import trustme

from deskpro_sso_gui.net import NetError, Request
from deskpro_sso_gui.net.faults import net_error
from deskpro_sso_gui.net.transport import Http, Timeouts
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from tests.support.http_server import raw_server


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA(organization_name="Acme Network Inspection")


@pytest.fixture(scope="session")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    path.write_bytes(authority.cert_pem.bytes())
    return path


@pytest.fixture(autouse=True)
def no_proxy_of_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def server_context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


async def hello(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\nconnection: close\r\n\r\nhello")
    await writer.drain()


@asynccontextmanager
async def sending(**options: object) -> AsyncIterator[Http]:
    http = Http(**options)  # type: ignore[arg-type] # as the test says
    yield http
    await http.aclose()


async def outcome(http: Http, url: str) -> NetError | bytes:
    try:
        return (await http.send(Request(method="GET", url=url, idempotent=True))).body
    except NetError as error:
        return error


async def test_an_extra_authority_is_believed(authority: trustme.CA, ca_file: Path) -> None:
    context = server_context(authority.issue_cert("localhost"))
    async with raw_server(hello, ssl=context) as port, sending(ca_file=ca_file) as http:
        assert await outcome(http, f"https://localhost:{port}/") == b"hello"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the store is no file")
async def test_the_trust_store_is_read_once(
    authority: trustme.CA, ca_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading it holds up the loop, and with it the window."""
    context = server_context(authority.issue_cert("localhost"))
    monkeypatch.setenv("SSL_CERT_FILE", str(ca_file))
    async with raw_server(hello, ssl=context) as port, sending() as http:
        monkeypatch.setenv("SSL_CERT_FILE", "/nowhere")
        for _ in range(2):
            assert await outcome(http, f"https://localhost:{port}/") == b"hello"
    async with raw_server(hello, ssl=context) as port, sending() as http:
        assert isinstance(await outcome(http, f"https://localhost:{port}/"), NetError)


async def test_an_unknown_authority_is_named(authority: trustme.CA) -> None:
    context = server_context(authority.issue_cert("localhost"))
    async with raw_server(hello, ssl=context) as port, sending() as http:
        error = await outcome(http, f"https://localhost:{port}/")
    assert isinstance(error, NetError)
    assert error.problem.code is ProblemCode.CERTIFICATE_AUTHORITY_UNKNOWN
    assert error.problem.values == {"host": "localhost", "issuer": "Acme Network Inspection"}
    assert not error.sent


async def test_a_certificate_out_of_date_is_told(authority: trustme.CA, ca_file: Path) -> None:
    expired = authority.issue_cert(
        "localhost",
        not_before=datetime(2020, 1, 1, tzinfo=UTC),
        not_after=datetime(2021, 1, 1, tzinfo=UTC),
    )
    context = server_context(expired)
    async with raw_server(hello, ssl=context) as port, sending(ca_file=ca_file) as http:
        error = await outcome(http, f"https://localhost:{port}/")
    assert isinstance(error, NetError)
    assert error.problem.code is ProblemCode.SERVER_CERTIFICATE_OUT_OF_DATE


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
async def test_anothers_certificate_is_told(
    authority: trustme.CA, ca_file: Path, host: str
) -> None:
    context = server_context(authority.issue_cert("other.example"))
    async with raw_server(hello, ssl=context) as port, sending(ca_file=ca_file) as http:
        error = await outcome(http, f"https://{host}:{port}/")
    assert isinstance(error, NetError)
    assert error.problem.code is ProblemCode.SERVER_CERTIFICATE_OF_ANOTHER


async def test_a_server_without_tls_is_told() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(10)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await writer.drain()

    async with raw_server(talk) as port, sending() as http:
        error = await outcome(http, f"https://localhost:{port}/")
    assert isinstance(error, NetError)
    assert error.problem.code is ProblemCode.SAFE_CONNECTION_FAILED


def test_an_authority_file_that_is_none_is_refused(tmp_path: Path) -> None:
    bad = tmp_path / "ca.pem"
    bad.write_text("hello")
    for path in (bad, tmp_path / "missing.pem"):
        with pytest.raises(ProblemError) as refused:
            Http(ca_file=path)
        assert refused.value.problem.code is ProblemCode.AUTHORITY_FILE_UNUSABLE


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (0x800B0101, ProblemCode.SERVER_CERTIFICATE_OUT_OF_DATE),
        (0x800B0101 - 2**32, ProblemCode.SERVER_CERTIFICATE_OUT_OF_DATE),
        (0x800B010F, ProblemCode.SERVER_CERTIFICATE_OF_ANOTHER),
        (-67602, ProblemCode.SERVER_CERTIFICATE_OF_ANOTHER),
        (-67818, ProblemCode.SERVER_CERTIFICATE_OUT_OF_DATE),
        (20, ProblemCode.CERTIFICATE_NOT_TRUSTED),
    ],
)
def test_the_codes_of_windows_and_macos_are_known(code: int, expected: ProblemCode) -> None:
    error = httpx.ConnectError("refused")
    error.__cause__ = ssl.SSLCertVerificationError("refused")
    error.__cause__.verify_code = code
    assert net_error(error, host="x", proxy=None).problem.code is expected


class Proxy:
    """A proxy that notes what it is asked to connect to and answers as told."""

    def __init__(self, said: bytes) -> None:
        self.said = said
        self.asked: list[str] = []

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        self.asked.append(head.split(b"\r\n")[0].decode())
        writer.write(self.said)
        await writer.drain()


REFUSED = b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n"
PASSWORD = b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n"


@pytest.mark.usefixtures("no_waiting")
@pytest.mark.parametrize(
    ("said", "code"),
    [
        (REFUSED, ProblemCode.PROXY_REFUSED),
        (PASSWORD, ProblemCode.PROXY_WANTS_PASSWORD),
    ],
)
async def test_a_proxy_that_refuses_is_told(said: bytes, code: ProblemCode) -> None:
    proxy = Proxy(said)
    async with (
        raw_server(proxy) as port,
        sending(proxy=f"http://127.0.0.1:{port}") as http,
    ):
        error = await outcome(http, "https://acme.invalid/")
    assert isinstance(error, NetError)
    assert error.problem.code is code
    assert not error.sent
    assert set(proxy.asked) == {"CONNECT acme.invalid:443 HTTP/1.1"}


@pytest.mark.usefixtures("no_waiting")
async def test_a_proxy_that_is_not_there_is_told() -> None:
    async with raw_server(hello) as port:
        pass
    async with sending(proxy=f"http://127.0.0.1:{port}") as http:
        error = await outcome(http, "https://acme.invalid/")
    assert isinstance(error, NetError)
    assert error.problem.code is ProblemCode.PROXY_FAILED


@pytest.mark.usefixtures("no_waiting")
@pytest.mark.skipif(sys.platform != "linux", reason="a full queue is answered elsewhere")
async def test_a_proxy_that_takes_no_connection_is_told() -> None:
    with socket.socket() as listening, contextlib.ExitStack() as waiting:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        for _ in range(3):  # the queue is full from then on
            filler = waiting.enter_context(socket.socket())
            filler.setblocking(False)  # noqa: FBT003 - the name is the library's
            filler.connect_ex(listening.getsockname())
        proxy = f"http://127.0.0.1:{listening.getsockname()[1]}"
        async with sending(proxy=proxy, timeouts=Timeouts(connect=0.2)) as http:
            error = await outcome(http, "https://acme.invalid/")
    assert isinstance(error, NetError)
    assert error.problem.code is ProblemCode.PROXY_FAILED
    assert error.problem.values == {"host": "acme.invalid", "proxy": proxy}
    assert not error.sent


@pytest.mark.usefixtures("no_waiting")
async def test_the_environments_proxy_is_used_with_its_exclusions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    proxy = Proxy(REFUSED)
    async with raw_server(proxy) as port, sending() as http:
        monkeypatch.setenv("https_proxy", f"127.0.0.1:{port}")
        monkeypatch.setenv("no_proxy", "inside.invalid")
        outside = await outcome(http, "https://outside.invalid/")
        inside = await outcome(http, "https://inside.invalid/")
    assert isinstance(outside, NetError)
    assert outside.problem.code is ProblemCode.PROXY_REFUSED
    assert isinstance(inside, NetError)
    assert inside.problem.code is ProblemCode.NAME_NOT_FOUND
    assert set(proxy.asked) == {"CONNECT outside.invalid:443 HTTP/1.1"}


async def test_this_computer_is_never_asked_for_through_a_proxy() -> None:
    proxy = Proxy(REFUSED)
    async with (
        raw_server(hello) as port,
        raw_server(proxy) as proxy_port,
        sending(proxy=f"http://127.0.0.1:{proxy_port}") as http,
    ):
        assert await outcome(http, f"http://127.0.0.1:{port}/") == b"hello"
    assert proxy.asked == []


async def test_a_tunnel_shows_who_inspects_it(authority: trustme.CA) -> None:
    """A company's proxy is where an unknown authority is met most."""
    context = server_context(authority.issue_cert("acme.invalid"))

    async with raw_server(hello, ssl=context) as inspector:

        async def tunnel(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", inspector)
            try:
                await asyncio.gather(pump(reader, far_writer), pump(far_reader, writer))
            finally:
                far_writer.close()

        async with raw_server(tunnel) as port, sending(proxy=f"http://127.0.0.1:{port}") as http:
            error = await outcome(http, "https://acme.invalid/")
    assert isinstance(error, NetError)
    assert error.problem.code is ProblemCode.CERTIFICATE_AUTHORITY_UNKNOWN
    assert error.problem.values["issuer"] == "Acme Network Inspection"


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()


def tunnelling(to: int, *, password: str = "") -> Proxy:
    """Return a proxy that lets through to ``to`` who gives ``password``, if it wants one."""

    class Tunnel(Proxy):
        async def __call__(
            self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
        ) -> None:
            head = await reader.readuntil(b"\r\n\r\n")
            self.asked.append(head.decode())
            if password and f"proxy-authorization: basic {password}" not in head.decode().lower():
                writer.write(PASSWORD)
                await writer.drain()
                return
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", to)
            try:
                await asyncio.gather(pump(reader, far_writer), pump(far_reader, writer))
            finally:
                far_writer.close()

    return Tunnel(b"")


async def test_a_proxy_s_password_goes_to_the_proxy_alone(
    authority: trustme.CA, ca_file: Path
) -> None:
    heads: list[bytes] = []

    async def noting(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\nconnection: close\r\n\r\nhello")
        await writer.drain()

    context = server_context(authority.issue_cert("acme.invalid"))
    known = b64encode(b"ann:hush").decode().lower()
    async with raw_server(noting, ssl=context) as port:
        proxy = tunnelling(port, password=known)
        async with raw_server(proxy) as at:
            for named, expected in (
                (f"http://ann:hush@127.0.0.1:{at}", b"hello"),
                (f"http://127.0.0.1:{at}", ProblemCode.PROXY_WANTS_PASSWORD),
                (f"http://ann:wrong@127.0.0.1:{at}", ProblemCode.PROXY_PASSWORD_REFUSED),
            ):
                async with sending(proxy=named, ca_file=ca_file) as http:
                    found = await outcome(http, "https://acme.invalid/")
                if isinstance(found, NetError):
                    assert found.problem.code is expected
                    assert "hush" not in str(found.problem)
                    assert "wrong" not in str(found.problem)
                else:
                    assert found == expected
    assert len(heads) == 1
    assert b"proxy-authorization" not in heads[0].lower()


@pytest.mark.usefixtures("no_waiting")
async def test_a_proxy_reached_by_tls_is_believed_by_the_same_rules(
    authority: trustme.CA, ca_file: Path
) -> None:
    server = server_context(authority.issue_cert("acme.invalid"))
    own = server_context(authority.issue_cert("localhost"))
    async with raw_server(hello, ssl=server) as port:
        proxy = tunnelling(port)
        async with raw_server(proxy, ssl=own) as at:
            async with sending(proxy=f"https://localhost:{at}", ca_file=ca_file) as http:
                assert await outcome(http, "https://acme.invalid/") == b"hello"
            async with sending(proxy=f"https://localhost:{at}") as http:
                refused = await outcome(http, "https://acme.invalid/")
    assert isinstance(refused, NetError)
    assert refused.problem.code is ProblemCode.CERTIFICATE_AUTHORITY_UNKNOWN
    assert len(proxy.asked) == 1


@pytest.mark.usefixtures("no_waiting")
@pytest.mark.parametrize(("status", "asked"), [(502, 4), (403, 1)])
async def test_a_proxy_that_can_not_reach_a_server_is_asked_again(status: int, asked: int) -> None:
    proxy = Proxy(f"HTTP/1.1 {status} Said\r\ncontent-length: 0\r\n\r\n".encode())
    async with raw_server(proxy) as port, sending(proxy=f"http://127.0.0.1:{port}") as http:
        error = await outcome(http, "https://acme.invalid/")
    assert isinstance(error, NetError)
    assert error.problem.code is ProblemCode.PROXY_REFUSED
    assert error.problem.values["status"] == str(status)
    assert len(proxy.asked) == asked


async def test_a_proxy_may_be_found_for_each_address_anew(
    authority: trustme.CA, ca_file: Path
) -> None:
    context = server_context(authority.issue_cert("acme.invalid"))
    asked: list[str] = []
    async with raw_server(hello, ssl=context) as port:
        proxy = tunnelling(port)
        async with raw_server(proxy) as at:

            async def find(url: str) -> str | None:
                asked.append(url)
                return f"http://127.0.0.1:{at}" if "acme" in url else None

            async with sending(proxy=find, ca_file=ca_file) as http:
                assert await outcome(http, "https://acme.invalid/x") == b"hello"
                direct = await outcome(http, "https://other.invalid/")
    assert isinstance(direct, NetError)
    assert direct.problem.code is ProblemCode.NAME_NOT_FOUND
    assert asked == ["https://acme.invalid/x", "https://other.invalid/"]


@pytest.mark.parametrize("proxy", ["socks5://ann:hush@proxy.example:1080", "nonsense://x"])
async def test_a_kind_of_proxy_we_can_not_use_is_told_without_its_password(proxy: str) -> None:
    async with sending(proxy=proxy) as http:
        with pytest.raises(ProblemError) as refused:
            await http.send(Request(method="GET", url="https://acme.invalid/"))
    assert refused.value.problem.code is ProblemCode.PROXY_NOT_SUPPORTED
    assert "hush" not in str(refused.value.problem)
