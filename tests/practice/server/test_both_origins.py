import asyncio
import socket
from datetime import datetime
from pathlib import Path

import httpx
import pytest

from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.keys import KeyMaker
from deskpro_sso_gui.practice.seed import utc_now
from deskpro_sso_gui.practice.server import Ports, PortsTakenError, serving
from deskpro_sso_gui.practice.store import Store
from tests.support.jumpcloud_sandbox import jumpcloud_sandbox, small_key


def test_the_two_origins_have_different_hosts_and_neighbouring_ports() -> None:
    ports = Ports.bind(0)
    try:
        assert ports.jumpcloud_origin == f"http://127.0.0.1:{ports.port}"
        assert ports.deskpro_origin == f"http://localhost:{ports.port + 1}"
    finally:
        ports.close()


def test_a_port_in_use_is_told() -> None:
    ports = Ports.bind(0)
    try:
        for taken in (ports.port, ports.port + 1):
            with pytest.raises(PortsTakenError, match=str(taken)):
                Ports.bind(taken)
    finally:
        ports.close()


def test_ports_that_do_not_exist_are_told() -> None:
    with pytest.raises(PortsTakenError):
        Ports.bind(65535)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
async def test_deskpro_answers_on_each_address_of_localhost(address: str) -> None:
    async with jumpcloud_sandbox() as sandbox:
        host, port = sandbox.ready.deskpro.removeprefix("http://").split(":")
        try:
            reader, writer = await asyncio.open_connection(address, int(port))
        except OSError:
            with socket.socket(socket.AF_INET6) as probe, pytest.raises(OSError, match=r".+"):
                probe.bind(("::1", 0))
            pytest.skip("this computer has no IPv6")
        path = "/api/v2/helpdesk/discover"
        request = f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n"
        writer.write(request.encode("ascii"))
        answer = await reader.read()
        writer.close()
        await writer.wait_closed()

    assert answer.startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("host", ["evil.example", "localhost:1", "127.0.0.1", ""])
async def test_a_request_for_another_host_is_refused_by_both(host: str) -> None:
    async with jumpcloud_sandbox() as sandbox:
        answers = [
            await sandbox.client.get(f"{origin}{path}", headers={"Host": host})
            for origin in (sandbox.ready.jumpcloud, sandbox.ready.deskpro)
            for path in ("/", "/api/organizations", "/admin/")
        ]
        crossed = await sandbox.client.get(
            f"{sandbox.ready.jumpcloud}/admin/",
            headers={"Host": sandbox.ready.deskpro.removeprefix("http://")},
        )

    assert {answer.status_code for answer in [*answers, crossed]} == {421}


async def test_answers_of_the_api_alone_are_held_back() -> None:
    async with jumpcloud_sandbox(latency=5.0) as sandbox:
        page = await sandbox.client.get("/admin/login", timeout=2)
        with pytest.raises(httpx.ReadTimeout):
            await sandbox.client.get("/api/organizations", timeout=0.2)

    assert page.status_code == 200


async def test_a_sandbox_continues_with_its_applications_and_its_ports(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    async with jumpcloud_sandbox(store=Store.open(path)) as sandbox:
        made = await sandbox.create()
        first = sandbox.ready
    async with jumpcloud_sandbox(store=Store.open(path)) as sandbox:
        read = await sandbox.client.get(f"/api/applications/{made['_id']}")
        second = sandbox.ready

    assert second == first
    assert read.json() == made


async def test_a_sandbox_whose_ports_are_taken_gets_others(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    async with jumpcloud_sandbox(store=Store.open(path)) as sandbox:
        first = sandbox.ready
    in_the_way = Ports.bind(int(first.jumpcloud.rpartition(":")[2]))
    try:
        async with jumpcloud_sandbox(store=Store.open(path)) as sandbox:
            second = sandbox.ready
            answer = await sandbox.client.get("/api/organizations")
    finally:
        in_the_way.close()

    assert second.jumpcloud != first.jumpcloud
    assert answer.status_code == 200


async def test_the_end_does_not_wait_for_an_answer_that_never_comes() -> None:
    arrived = asyncio.Event()

    def now() -> datetime:
        arrived.set()
        return utc_now()

    store = Store.create(now=now)
    async with (
        asyncio.timeout(20),
        httpx.AsyncClient(trust_env=False, timeout=60) as client,
        serving(store, key_maker=KeyMaker(small_key)) as ready,
    ):
        store.set_faults([Fault.CREATE_ANSWER_LOST])
        arrived.clear()
        waiting = asyncio.create_task(
            client.post(
                f"{ready.jumpcloud}/api/applications",
                headers={"x-api-key": ready.api_key},
                json={"name": "saml2", "ssoUrl": "http://x/saml2/y", "config": {}},
            )
        )
        await arrived.wait()
    await asyncio.gather(waiting, return_exceptions=True)

    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", int(ready.jumpcloud.rpartition(":")[2]))
