"""What holds for every test: a home of its own, no network but loopback, and nothing left behind.

A test that is about something forbidden here says so with a marker:

- ``leaves_thread(reason)``: a thread outlives it on purpose.
- ``expects_log(pattern)``: log records of WARNING or above that match it are part of the test.
  A test that takes ``caplog`` judges the log by itself.
"""

import asyncio
import ipaddress
import itertools
import logging
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

_ROOT: Final = Path(__file__).parents[1]
_GRACE_S: Final = 5.0
_QUIET_TURNS: Final = 3
_FOREIGN: Final = (
    "DBUS_SESSION_BUS_ADDRESS",
    "DESKPRO_SSO_JUMPCLOUD_URL",
    "DESKPRO_SSO_LANGUAGE",
    "LANGUAGE",
    "LC_ALL",
    "LC_MESSAGES",
    *(f"{kind}{end}" for kind in ("http", "https", "all", "no") for end in ("_proxy", "_PROXY")),
    *(f"{kind}_PROXY" for kind in ("HTTP", "HTTPS", "ALL", "NO")),
)
"""Variables that would lead a test to the developer's keyring, network, sandbox or language."""

_THREADS_BY_DESIGN: Final = frozenset({"keyring"})
"""Threads that wait for what may never answer, and so end with the process alone."""

_blocked: list[str] = []
"""Addresses outside this computer that the running test asked for."""

_left_tasks: list[str] = []
"""Tasks that were still there when the loop of the running test ended."""


def pytest_configure(config: pytest.Config) -> None:
    """Name our markers, stay in one time zone and keep connections on this computer."""
    config.addinivalue_line("markers", "leaves_thread(reason): a thread outlives it on purpose")
    config.addinivalue_line("markers", "expects_log(pattern): log records that belong to it")
    os.environ["TZ"] = "UTC"
    time.tzset()
    compile_translations = _ROOT / "packaging" / "translations.py"
    subprocess.run([sys.executable, compile_translations, "compile"], check=True, timeout=60)
    _stay_on_this_computer()
    _notice_left_tasks()


def _stay_on_this_computer() -> None:
    # on the class, so that asyncio, which calls the method, is held to it like everybody else
    connect, connect_ex, look_up = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.getaddrinfo,
    )

    def checked_connect(self: socket.socket, address: Any) -> None:
        _refuse_outside(self, address)
        connect(self, address)

    def checked_connect_ex(self: socket.socket, address: Any) -> int:
        _refuse_outside(self, address)
        return connect_ex(self, address)

    def checked_look_up(host: Any, *arguments: Any, **options: Any) -> Any:
        if _is_outside(host):
            # as where there is no network: no test may depend on somebody's name server
            raise socket.gaierror(socket.EAI_NONAME, f"no look-up of {host} in a test")
        return look_up(host, *arguments, **options)

    socket.socket.connect = checked_connect  # type: ignore[method-assign,assignment]
    socket.socket.connect_ex = checked_connect_ex  # type: ignore[method-assign,assignment]
    socket.getaddrinfo = checked_look_up


def _refuse_outside(connection: socket.socket, address: Any) -> None:
    if connection.family in {socket.AF_INET, socket.AF_INET6} and _is_outside(address[0]):
        _blocked.append(f"{address[0]}:{address[1]}")
        raise OSError(f"a test may not reach {address[0]}")


def _is_outside(host: Any) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if not name or name == "localhost":
        return False
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return True
    return not (address.is_loopback or address.is_unspecified)


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    base = tmp_path_factory.mktemp("homes")
    return (base / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def home(_homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test, and every program it starts, a home of its own; return it."""
    folder = next(_homes)
    runtime = folder / "runtime"
    runtime.mkdir(parents=True, mode=0o700)
    for name in _FOREIGN:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    for kind, place in (
        ("DATA", ".local/share"),
        ("STATE", ".local/state"),
        ("CONFIG", ".config"),
        ("CACHE", ".cache"),
    ):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(folder / place))
    return folder


@pytest.fixture(autouse=True)
def _reaches_nobody() -> Iterator[None]:
    _blocked.clear()
    yield
    assert _blocked == [], "the test tried to reach another computer"


@pytest.fixture(autouse=True)
def _leaves_no_thread(request: pytest.FixtureRequest) -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    if request.node.get_closest_marker("leaves_thread"):
        return
    until = time.monotonic() + _GRACE_S
    for thread in threading.enumerate():
        # what Qt started is none of Python's to end
        foreign = isinstance(thread, threading._DummyThread)
        if thread in before or foreign or thread.name in _THREADS_BY_DESIGN:
            continue
        thread.join(max(0.0, until - time.monotonic()))
        assert not thread.is_alive(), f"the test left a thread behind: {thread.name}"


class _Records(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(f"{record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _logs_nothing_unexpected(request: pytest.FixtureRequest) -> Iterator[None]:
    heard = _Records()
    logging.getLogger().addHandler(heard)
    yield
    logging.getLogger().removeHandler(heard)
    if "caplog" in request.fixturenames:
        return
    expected = [re.compile(mark.args[0]) for mark in request.node.iter_markers(name="expects_log")]
    unexpected = [
        record
        for record in heard.records
        if not any(pattern.search(record) for pattern in expected)
    ]
    assert unexpected == [], "the test logged what nobody expected"


@pytest.fixture(autouse=True)
def _leaves_no_task() -> Iterator[None]:
    _left_tasks.clear()
    yield
    assert _left_tasks == [], "the test left tasks behind"


def _notice_left_tasks() -> None:
    # where a runner ends: it would cancel what is still there and say nothing
    cancel_all = asyncio.runners._cancel_all_tasks  # type: ignore[attr-defined]

    def noticed(loop: asyncio.AbstractEventLoop) -> None:
        loop.run_until_complete(_settle())
        _left_tasks.extend(repr(task) for task in asyncio.all_tasks(loop))
        cancel_all(loop)

    asyncio.runners._cancel_all_tasks = noticed  # type: ignore[attr-defined]


async def _settle() -> None:
    """Wait for tasks that are about to end, such as a server's after its last connection."""
    until = time.monotonic() + _GRACE_S
    quiet_turns = 0
    # the end of one may begin another: a generator that is let go is closed by a task
    while quiet_turns < _QUIET_TURNS and time.monotonic() < until:
        await asyncio.sleep(0)
        others = asyncio.all_tasks() - {asyncio.current_task()}
        quiet_turns = 0 if others else quiet_turns + 1
        if others:
            await asyncio.wait(others, timeout=until - time.monotonic())
