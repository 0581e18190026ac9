"""Settings reach the connections, of the window and of ``apply`` alike, and change them at once."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import trustme
from msgspec.structs import replace

from deskpro_sso_gui.credentials import Secret
from deskpro_sso_gui.credentials.session_store import SessionStore
from deskpro_sso_gui.net import Request
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.storage.folders import folders
from deskpro_sso_gui.storage.settings import (
    Network,
    ProxyUse,
    Settings,
    Theme,
    load_settings,
    save_settings,
)
from deskpro_sso_gui.tasks.network import (
    believed_authorities,
    choose_authorities,
    remove_authorities,
    use_proxy,
)
from deskpro_sso_gui.tasks.services import Options, Services, build_services
from tests.support.http_server import raw_server
from tests.support.talking_server import no_waiting

__all__ = ["no_waiting"]

pytestmark = pytest.mark.usefixtures("no_waiting")

Conversation = Callable[[asyncio.StreamReader, asyncio.StreamWriter], object]


class Refusing:
    """A proxy that refuses everybody and notes what it was told."""

    def __init__(self) -> None:
        self.heads: list[str] = []

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.heads.append((await reader.readuntil(b"\r\n\r\n")).decode())
        writer.write(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n")
        await writer.drain()


@pytest.fixture
async def services() -> AsyncIterator[Services]:
    made = Services(practice=False, places=folders(practice=False), credentials=SessionStore())
    yield made
    await made.close()


async def refusal(services: Services, url: str = "https://acme.invalid/") -> ProblemCode:
    with pytest.raises(ProblemError) as refused:
        await (await services.http()).send(Request(method="GET", url=url, idempotent=True))
    return refused.value.problem.code


async def test_settings_are_what_a_run_begins_with() -> None:
    proxy = Refusing()
    async with raw_server(proxy) as port:
        network = Network(proxy_use=ProxyUse.ADDRESS, proxy=f"http://127.0.0.1:{port}")
        save_settings(folders(practice=False).settings_file, Settings(network=network))
        built = await build_services(Options(session_credentials_only=True))
        assert await refusal(built) is ProblemCode.PROXY_REFUSED
        await built.close()
    assert len(proxy.heads) == 1


async def test_without_settings_the_system_is_asked_in_the_window_and_the_environment_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    proxy, systems = Refusing(), Refusing()
    async with raw_server(proxy) as port, raw_server(systems) as systems_port:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{port}")

        async def system_proxy(url: str) -> str | None:
            assert url == "https://acme.invalid/"
            return f"http://127.0.0.1:{systems_port}"

        for options in (Options(), Options(system_proxy=system_proxy)):
            built = await build_services(replace(options, session_credentials_only=True))
            assert await refusal(built) is ProblemCode.PROXY_REFUSED
            await built.close()
    assert (len(proxy.heads), len(systems.heads)) == (1, 1)


async def test_another_proxy_holds_from_the_next_request_on(services: Services) -> None:
    one, other = Refusing(), Refusing()
    async with raw_server(one) as port, raw_server(other) as other_port:
        await use_proxy(services, ProxyUse.ADDRESS, address=f"127.0.0.1:{port}")
        assert await refusal(services) is ProblemCode.PROXY_REFUSED
        await use_proxy(services, ProxyUse.ADDRESS, address=f"127.0.0.1:{other_port}")
        assert await refusal(services) is ProblemCode.PROXY_REFUSED
        await use_proxy(services, ProxyUse.NONE)
        assert await refusal(services) is ProblemCode.NAME_NOT_FOUND
    assert (len(one.heads), len(other.heads)) == (1, 1)


async def test_directly_means_so_whatever_the_environment_says(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = Refusing()
    async with raw_server(proxy) as port:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{port}")
        await use_proxy(services, ProxyUse.NONE)
        assert await refusal(services) is ProblemCode.NAME_NOT_FOUND
    assert proxy.heads == []


async def test_the_proxy_gets_the_kept_password_and_the_settings_do_not(
    services: Services,
) -> None:
    proxy = Refusing()
    async with raw_server(proxy) as port:
        address = f"127.0.0.1:{port}"
        password = Secret("hush-hush")
        await use_proxy(services, ProxyUse.ADDRESS, address=address, user="ann", password=password)
        await refusal(services)
    assert "proxy-authorization: basic yw5uomh1c2gtahvzaa==" in proxy.heads[0].lower()
    assert b"hush-hush" not in services.folders.settings_file.read_bytes()


async def test_settings_of_taste_are_kept(services: Services) -> None:
    path = services.folders.settings_file
    save_settings(path, Settings(language="de", theme=Theme.DARK))
    await use_proxy(services, ProxyUse.NONE)
    expected = Settings(language="de", theme=Theme.DARK, network=Network(proxy_use=ProxyUse.NONE))
    assert load_settings(path) == expected


async def test_a_chosen_authority_is_believed_at_once_and_after_the_file_is_gone(
    services: Services, tmp_path: Path
) -> None:
    authority = trustme.CA(organization_name="Acme Network Inspection")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    file = tmp_path / "root.pem"
    authority.cert_pem.write_to_path(str(file))

    async def hello(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok")
        await writer.drain()

    async with raw_server(hello, ssl=context) as port:
        url = f"https://localhost:{port}/"
        assert await refusal(services, url) is ProblemCode.CERTIFICATE_AUTHORITY_UNKNOWN
        await choose_authorities(services, file)
        file.unlink()
        answer = await (await services.http()).send(Request(method="GET", url=url))
        assert answer.body == b"ok"
        again = await build_services(Options(session_credentials_only=True))
        answer = await (await again.http()).send(Request(method="GET", url=url))
        assert answer.body == b"ok"
        found = await believed_authorities(again)
        assert found is not None
        assert found.authorities[0].owner == "Acme Network Inspection"
        await again.close()
        await remove_authorities(services)
        assert await refusal(services, url) is ProblemCode.CERTIFICATE_AUTHORITY_UNKNOWN


async def test_authorities_that_are_gone_are_told_instead_of_believing_fewer(
    services: Services,
) -> None:
    await services.connections.use(Network(ca_file=str(services.folders.authorities_file)))
    for asked in (services.http(), believed_authorities(services)):
        with pytest.raises(ProblemError) as refused:
            await asked
        assert refused.value.problem.code is ProblemCode.AUTHORITY_FILE_UNUSABLE
    await services.connections.use(Network())
    await services.http()


async def test_a_request_under_way_is_not_cut_off_by_a_change(services: Services) -> None:
    arrived, release = asyncio.Event(), asyncio.Event()

    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        arrived.set()
        await release.wait()
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok")
        await writer.drain()

    async with raw_server(slow) as port:
        http = await services.http()
        request = Request(method="POST", url=f"http://127.0.0.1:{port}/", json={})
        sending = asyncio.create_task(http.send(request))
        await arrived.wait()
        await use_proxy(services, ProxyUse.NONE)
        release.set()
        assert (await sending).body == b"ok"
        assert await services.http() is not http


def test_no_setting_believes_everybody() -> None:
    fields = {*Network.__struct_fields__, *Settings.__struct_fields__}
    assert not {name for name in fields if "verif" in name or "insecure" in name}
