"""The system's proxy, asked through Qt in a thread."""

import asyncio
import threading

import pytest

from deskpro_sso_gui.ui import system_proxy
from deskpro_sso_gui.ui.system_proxy import SystemProxy
from tests.support.http_server import until


@pytest.mark.parametrize(
    ("environment", "url", "proxy"),
    [
        ({}, "https://a.example/x", None),
        ({"https_proxy": "http://proxy:3128"}, "https://a.example/x", "http://proxy:3128"),
        (
            {"https_proxy": "http://ann:h%40sh@proxy:3128"},
            "https://a.example/",
            "http://ann:h%40sh@proxy:3128",
        ),
        (
            {"https_proxy": "http://proxy:3128", "no_proxy": "a.example,b.example"},
            "https://b.example/",
            None,
        ),
        ({"https_proxy": "proxy:3128"}, "https://a.example/", "http://proxy:3128"),
        ({"https_proxy": "proxy:3128", "no_proxy": "a.example"}, "https://a.example/", None),
        ({"https_proxy": "socks5://proxy:1080"}, "https://a.example/", "socks5://proxy:1080"),
        ({"https_proxy": "127.0.0.1:3128"}, "https://a.example/", "http://127.0.0.1:3128"),
    ],
)
async def test_the_system_is_asked_with_its_exceptions(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], url: str, proxy: str | None
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert await SystemProxy()(url) == proxy


async def test_the_loop_goes_on_while_the_system_thinks_and_is_asked_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    thinking, release = threading.Event(), threading.Event()
    asked: list[str] = []

    def slow(server: str) -> str | None:
        asked.append(server)
        thinking.set()
        release.wait(10)
        return "http://proxy:3128"

    monkeypatch.setattr(system_proxy, "_ask", slow)
    find = SystemProxy()
    waiting = [asyncio.create_task(find(f"https://a.example/{n}")) for n in range(3)]
    await until(thinking)
    turns = 0
    for _ in range(100):
        await asyncio.sleep(0)
        turns += 1
    assert turns == 100
    assert not any(each.done() for each in waiting)
    release.set()
    assert await asyncio.gather(*waiting) == ["http://proxy:3128"] * 3
    assert await find("https://a.example/again") == "http://proxy:3128"
    assert asked == ["https://a.example"]


async def test_whoever_gives_up_waiting_does_not_spoil_it_for_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    release = threading.Event()

    def slow(_server: str) -> str | None:
        release.wait(10)
        return None

    monkeypatch.setattr(system_proxy, "_ask", slow)
    find = SystemProxy()
    first, second = (asyncio.create_task(find("https://a.example/")) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.sleep(0)
    release.set()
    assert await second is None
    with pytest.raises(asyncio.CancelledError):
        await first
