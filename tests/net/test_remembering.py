"""Nothing is asked twice while nothing has changed, and everything that may have changed is."""

import asyncio

import pytest

from deskpro_sso_gui.net import NetError, Request, Response
from deskpro_sso_gui.net.remembering import Remembering
from deskpro_sso_gui.problems import ProblemCode

API = "https://console.jumpcloud.com/api"
APPLICATION = "6710c0ffee0123456789abcd"
OTHER = "6710c0ffee0123456789abce"
GROUP = "60259a3cb544065d1eaf2760"


class Server:
    """Answers with a number of its own each time, and notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.away = False
        self.gate: asyncio.Event | None = None

    async def send(self, request: Request, /) -> Response:
        self.asked.append(f"{request.method} {request.url.removeprefix(API)}")
        number = len(self.asked)
        if self.gate is not None:
            await self.gate.wait()
        if self.away:
            raise NetError(ProblemCode.CONNECTION_REFUSED, sent=False, host="console")
        return Response(status=200, headers={}, body=str(number).encode(), url=request.url)


def read(path: str, **more: str) -> Request:
    return Request(method="GET", url=API + path, idempotent=True, headers=more)


def write(path: str, method: str = "POST") -> Request:
    return Request(method=method, url=API + path)


async def told(sender: Remembering, *requests: Request) -> list[bytes]:
    return [(await sender.send(request)).body for request in requests]


async def test_the_next_step_is_told_what_was_read_and_the_same_step_asks_anew() -> None:
    server = Server()
    sender = Remembering(server)
    assert await told(sender, read("/applications")) == [b"1"]
    sender.begin_step()
    assert await told(sender, read("/applications")) == [b"1"]
    # who asks a second time is about to write, and wants to know what is there now
    assert await told(sender, read("/applications")) == [b"2"]
    sender.begin_step()
    assert await told(sender, read("/applications")) == [b"2"]


@pytest.mark.parametrize(
    ("written", "asked", "kept"),
    [
        (f"/applications/{APPLICATION}", f"/applications/{APPLICATION}", False),
        (f"/applications/{APPLICATION}", "/applications", False),
        ("/applications", f"/applications/{APPLICATION}", False),
        (
            f"/applications/{APPLICATION}",
            f"/organizations/{OTHER}/applications/{APPLICATION}/metadata.xml",
            False,
        ),
        (
            f"/v2/applications/{APPLICATION}/associations",
            f"/v2/applications/{APPLICATION}/users",
            False,
        ),
        ("/v2/usergroups", f"/v2/usergroups/{GROUP}/membership", False),
        (f"/applications/{APPLICATION}", "/application-templates", True),
        (f"/applications/{APPLICATION}", f"/applications/{OTHER}", True),
        (f"/applications/{APPLICATION}", f"/v2/applications/{APPLICATION}/associations", True),
        ("/v2/usergroups", f"/v2/applications/{APPLICATION}/associations", True),
    ],
)
async def test_a_write_makes_it_forget_what_it_may_have_changed(
    written: str, asked: str, *, kept: bool
) -> None:
    server = Server()
    sender = Remembering(server)
    await told(sender, read(asked), write(written))
    sender.begin_step()
    assert await told(sender, read(asked)) == [b"1" if kept else b"3"]


async def test_what_was_read_while_it_was_written_is_not_believed() -> None:
    server = Server()
    sender = Remembering(server)
    server.gate = asyncio.Event()
    reading = asyncio.create_task(told(sender, read("/applications")))
    writing = asyncio.create_task(told(sender, write("/applications")))
    await asyncio.sleep(0)
    server.gate.set()
    await asyncio.gather(reading, writing)
    sender.begin_step()
    assert await told(sender, read("/applications")) == [b"3"]


async def test_a_step_waits_for_what_the_one_before_it_still_asks() -> None:
    server = Server()
    sender = Remembering(server)
    server.gate = asyncio.Event()
    first = asyncio.create_task(told(sender, read("/applications")))
    await asyncio.sleep(0)
    sender.begin_step()
    second = asyncio.create_task(told(sender, read("/applications")))
    await asyncio.sleep(0)
    server.gate.set()
    assert await first == await second == [b"1"]


async def test_another_organisation_is_another_question_and_another_key_is_not() -> None:
    server = Server()
    sender = Remembering(server)
    await told(sender, read("/applications", **{"x-api-key": "one", "x-org-id": OTHER}))
    sender.begin_step()
    same = read("/applications", **{"x-api-key": "renewed", "x-org-id": OTHER})
    assert await told(sender, same) == [b"1"]
    assert await told(sender, read("/applications", **{"x-org-id": GROUP})) == [b"2"]


async def test_a_token_is_always_asked_for() -> None:
    server = Server()
    sender = Remembering(server)
    request = Request(method="POST", url=f"{API}/token", body=b"grant", idempotent=True)
    await told(sender, request)
    sender.begin_step()
    assert await told(sender, request) == [b"2"]


async def test_nobody_waits_twice_for_a_server_that_is_away() -> None:
    server = Server()
    sender = Remembering(server)
    server.away = True
    for _ in range(2):
        sender.begin_step()
        with pytest.raises(NetError):
            await sender.send(read("/applications"))
    assert len(server.asked) == 1
    # within the step it is tried again
    server.away = False
    assert await told(sender, read("/applications")) == [b"2"]


async def test_asked_anew_nothing_is_told_from_memory() -> None:
    server = Server()
    sender = Remembering(server)
    assert await told(sender, read("/applications"), read("/users")) == [b"1", b"2"]
    sender.begin_step()
    sender.ask_anew()
    assert await told(sender, read("/applications"), read("/users")) == [b"3", b"4"]
