import asyncio
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import stamina
from stamina.instrumentation import RetryDetails, set_on_retry_hooks

from deskpro_sso_gui.net import NetError, Request, Response
from deskpro_sso_gui.net.follow import follow
from deskpro_sso_gui.net.transport import Http, Timeouts, _retry_after
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from tests.support.http_server import Answer, Seen, TalkingServer, raw_server, until


def read(url: str, **more: object) -> Request:
    return Request(method="GET", url=url, idempotent=True, **more)  # type: ignore[arg-type]


def write(url: str, **more: object) -> Request:
    return Request(method="POST", url=url, **more)  # type: ignore[arg-type]


async def fault_of(http: Http, request: Request) -> NetError:
    with pytest.raises(NetError) as error:
        await http.send(request)
    return error.value


async def test_a_request_arrives_as_given(http: Http, server: TalkingServer) -> None:
    server.always(Answer(201, {"ok": True}, {"X-Total-Count": "7"}))
    response = await http.send(
        write(
            f"{server.origin}/a%2Fb",
            query=(("filter[or][0]", "name:$eq:x"), ("q", "a b+c")),
            headers={"x-api-key": "k"},
            json={"name": "Zoë"},
        )
    )
    [seen] = server.seen
    assert (seen.method, seen.path) == ("POST", "/a%2Fb")
    assert seen.query == (("filter[or][0]", "name:$eq:x"), ("q", "a b+c"))
    assert seen.headers["x-api-key"] == "k"
    assert seen.headers["content-type"] == "application/json"
    assert seen.json == {"name": "Zoë"}
    assert response.status == 201
    assert response.headers["x-total-count"] == "7"
    assert response.body == b'{"ok": true}'


async def test_redirects_are_returned_not_followed(http: Http, server: TalkingServer) -> None:
    server.always(Answer(302, headers={"location": "/elsewhere"}))
    response = await http.send(read(f"{server.origin}/x"))
    assert response.status == 302
    assert response.redirect == f"{server.origin}/elsewhere"
    assert len(server.seen) == 1


async def test_follow_goes_on_within_the_origin_only(http: Http, server: TalkingServer) -> None:
    def handler(seen: Seen) -> Answer:
        target = {"/a": "/b", "/b": "http://localhost:1/c"}[seen.path]
        return Answer(302, headers={"location": target})

    server.handler = handler
    response = await follow(http, read(f"{server.origin}/a"))
    assert [seen.path for seen in server.seen] == ["/a", "/b"]
    assert response.redirect == "http://localhost:1/c"


async def test_follow_does_not_go_in_circles(http: Http, server: TalkingServer) -> None:
    server.always(Answer(302, headers={"location": "/a"}))
    assert (await follow(http, read(f"{server.origin}/a"))).status == 302
    assert len(server.seen) == 4


async def test_no_cookie_is_ever_sent_back(http: Http, server: TalkingServer) -> None:
    server.always(Answer(200, {}, {"set-cookie": "session=1; Path=/"}))
    for _ in range(2):
        await http.send(read(f"{server.origin}/x"))
    assert all("cookie" not in seen.headers for seen in server.seen)


@pytest.mark.parametrize(
    "url", ["http://acme.example/", "http://10.0.0.1/", "ftp://127.0.0.1/", "file:///etc/passwd"]
)
async def test_plain_http_is_for_this_computer_only(http: Http, url: str) -> None:
    with pytest.raises(ProblemError) as refused:
        await http.send(read(url))
    assert refused.value.problem.code is ProblemCode.ADDRESS_NOT_ALLOWED


async def test_too_large_an_answer_is_cut_off(http: Http, server: TalkingServer) -> None:
    server.always(Answer(200, b"x" * 2000))
    assert (await http.send(read(server.origin, limit=2000))).body == b"x" * 2000
    fault = await fault_of(http, read(server.origin, limit=1999))
    assert fault.problem.code is ProblemCode.ANSWER_TOO_LARGE


async def test_neither_request_nor_answer_shows_a_secret() -> None:
    request = write(
        "https://acme.example/x", headers={"x-api-key": "hush"}, query=(("q", "hush"),), json="hush"
    )
    answer = Response(status=200, headers={}, body=b"hush", url="https://acme.example/x?q=hush")
    assert "hush" not in f"{request!r}{answer!r}{request}{answer}"


@pytest.mark.usefixtures("no_waiting")
@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
async def test_a_read_is_sent_again_until_it_succeeds(
    http: Http, server: TalkingServer, status: int
) -> None:
    server.in_turn(Answer(status), Answer(status), Answer(200, "done"))
    assert (await http.send(read(server.origin))).body == b"done"
    assert len(server.seen) == 3


@pytest.mark.usefixtures("no_waiting")
async def test_after_four_times_the_last_answer_is_returned(
    http: Http, server: TalkingServer
) -> None:
    server.always(Answer(503, "no"))
    response = await http.send(read(server.origin))
    assert (response.status, response.body) == (503, b"no")
    assert len(server.seen) == 4


@pytest.mark.usefixtures("no_waiting")
@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422, 501])
async def test_other_refusals_are_final(http: Http, server: TalkingServer, status: int) -> None:
    server.always(Answer(status))
    assert (await http.send(read(server.origin))).status == status
    assert len(server.seen) == 1


@pytest.mark.usefixtures("no_waiting")
@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_write_is_never_sent_again(http: Http, server: TalkingServer, status: int) -> None:
    server.always(Answer(status))
    assert (await http.send(write(server.origin, json={}))).status == status
    assert len(server.seen) == 1


@pytest.fixture
def pauses() -> Iterator[list[float]]:
    """The pauses before a read is sent again; each ends the test's waiting."""
    seen: list[float] = []

    def hook(details: RetryDetails) -> None:
        seen.append(details.wait_for)
        task = asyncio.current_task()
        assert task is not None
        task.cancel()

    set_on_retry_hooks([hook])
    yield seen
    set_on_retry_hooks(())


@pytest.mark.parametrize(
    ("header", "least", "most"),
    [("2", 2, 2.5), ("600", 30, 30.5), (None, 0.2, 0.7), ("soon", 0.2, 0.7), ("-1", 0.2, 0.7)],
)
async def test_the_pause_is_as_asked_for_but_never_long(
    http: Http,
    server: TalkingServer,
    pauses: list[float],
    header: str | None,
    least: float,
    most: float,
) -> None:
    assert stamina.is_active()
    server.always(Answer(429, headers={} if header is None else {"retry-after": header}))
    with pytest.raises(asyncio.CancelledError):
        await asyncio.create_task(http.send(read(server.origin)))
    assert least <= pauses[0] <= most


def test_a_pause_may_be_asked_for_as_a_date() -> None:
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert _retry_after("Mon, 23 Nov 2026 12:00:09 GMT", now) == 9
    assert _retry_after("Mon, 23 Nov 2026 11:00:00 GMT", now) == 0
    assert _retry_after("tomorrow", now) is None


async def test_nobody_there_is_told_as_such(http: Http) -> None:
    async with raw_server(lambda *_: asyncio.sleep(0)) as port:
        pass
    fault = await fault_of(http, write(f"http://127.0.0.1:{port}/"))
    assert fault.problem.code is ProblemCode.CONNECTION_REFUSED
    assert not fault.sent


async def test_an_unknown_name_is_told_as_such(http: Http) -> None:
    fault = await fault_of(http, read("https://no-such-host.invalid/"))
    assert fault.problem.code is ProblemCode.NAME_NOT_FOUND
    assert fault.problem.values["host"] == "no-such-host.invalid"
    assert not fault.sent


@pytest.mark.usefixtures("no_waiting")
async def test_an_answer_that_does_not_come_may_have_been_carried_out(
    server: TalkingServer,
) -> None:
    http = Http(timeouts=Timeouts(read=0.2))
    server.never()
    fault = await fault_of(http, write(server.origin))
    assert fault.problem.code is ProblemCode.TOOK_TOO_LONG
    assert fault.sent
    await until(server.gone)
    await http.aclose()


async def test_an_answer_that_does_not_end_is_given_up() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\nbegin")
        await reader.read()  # until the client goes away

    http = Http(timeouts=Timeouts(answer=0.3))
    async with raw_server(talk) as port:
        fault = await fault_of(http, write(f"http://127.0.0.1:{port}/"))
        await http.aclose()
    assert fault.problem.code is ProblemCode.TOOK_TOO_LONG
    assert fault.sent


@pytest.mark.usefixtures("no_waiting")
@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nha",
        b"no http at all\r\n\r\n",
    ],
)
async def test_a_cut_answer_may_have_been_carried_out(http: Http, said: bytes) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(said)
        await writer.drain()

    async with raw_server(talk) as port:
        fault = await fault_of(http, write(f"http://127.0.0.1:{port}/"))
    assert fault.problem.code is ProblemCode.CONNECTION_LOST
    assert fault.sent


@pytest.mark.usefixtures("no_waiting")
async def test_a_read_survives_a_connection_that_breaks(http: Http) -> None:
    talks = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal talks
        talks += 1
        await reader.readuntil(b"\r\n\r\n")
        if talks > 1:
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok")
            await writer.drain()

    async with raw_server(talk) as port:
        assert (await http.send(read(f"http://127.0.0.1:{port}/"))).body == b"ok"
    assert talks == 2


async def test_a_damaged_compressed_answer_is_not_understood(
    http: Http, server: TalkingServer
) -> None:
    server.always(Answer(200, b"not gzip", {"content-encoding": "gzip"}))
    fault = await fault_of(http, read(server.origin))
    assert fault.problem.code is ProblemCode.ANSWER_NOT_UNDERSTOOD


async def test_cancelling_a_read_ends_it(http: Http, server: TalkingServer) -> None:
    server.never()
    task = asyncio.create_task(http.send(read(server.origin)))
    await until(server.asked)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await until(server.gone)


async def test_cancelling_a_write_that_left_only_stops_the_waiting(server: TalkingServer) -> None:
    http = Http()
    release = asyncio.Event()
    answered = asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        server.asked.set()
        await release.wait()
        assert not reader.at_eof()
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
        await writer.drain()
        answered.set()

    async with raw_server(talk) as port:
        task = asyncio.create_task(http.send(write(f"http://127.0.0.1:{port}/")))
        await until(server.asked)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        closing = asyncio.create_task(http.aclose())
        await asyncio.sleep(0)
        assert not closing.done()
        release.set()
        await closing
        assert answered.is_set()


def test_the_light_modules_load_no_heavy_library() -> None:
    program = (
        "import sys, deskpro_sso_gui.net, deskpro_sso_gui.net.follow, deskpro_sso_gui.net.parallel,"
        " deskpro_sso_gui.jumpcloud.client, deskpro_sso_gui.jumpcloud.public,"
        " deskpro_sso_gui.deskpro.client, deskpro_sso_gui.deskpro.addresses\n"
        "heavy = {'httpx', 'httpcore', 'anyio', 'cryptography', 'truststore', 'stamina', 'idna'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
