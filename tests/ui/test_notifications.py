"""Notifications of the desktop, over a real session bus with a service that shows none."""

import asyncio
import contextlib
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    message_bus,
    new_method_return,
    new_signal,
)
from jeepney.io.asyncio import DBusRouter, Proxy, open_dbus_connection
from PySide6.QtWidgets import QWidget

from deskpro_sso_gui.ui.notifications import notify
from deskpro_sso_gui.ui.window import Window
from tests.support.window import drive, settled, until

NAME = "org.freedesktop.Notifications"
PLACE = "/org/freedesktop/Notifications"
pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(not shutil.which("dbus-daemon"), reason="dbus-daemon is not installed"),
]


@pytest.fixture
def session_bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with (tmp_path / "bus").open("wb") as errors:
        process = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address"],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        assert process.stdout is not None
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", process.stdout.readline().strip())
        yield
        process.terminate()
        process.communicate(timeout=30)


class Shown:
    """A service that is told what to show; it checks what is sent as strict ones do."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.calls: list[tuple[Any, ...]] = []

    async def serve(self) -> None:
        while True:
            call: Message = await self.connection.receive()
            fields = call.header.fields
            if (
                call.header.message_type is not MessageType.method_call
                or fields[HeaderFields.member] != "Notify"
            ):
                continue
            assert fields[HeaderFields.signature] == "susssasa{sv}i"
            self.calls.append(call.body)
            await self.connection.send(new_method_return(call, "u", (41 + len(self.calls),)))

    async def tell(self, member: str, signature: str, body: tuple[object, ...]) -> None:
        await self.connection.send(signal(member, signature, body))


def signal(member: str, signature: str, body: tuple[object, ...]) -> Message:
    return new_signal(DBusAddress(PLACE, interface=NAME), member, signature, body)


@contextlib.asynccontextmanager
async def service() -> AsyncIterator[Shown]:
    connection = await open_dbus_connection("SESSION")
    try:
        async with DBusRouter(connection) as router:
            await Proxy(message_bus, router).RequestName(NAME)
        shown = Shown(connection)
        task = asyncio.ensure_future(shown.serve())
        yield shown
        task.cancel()
        await asyncio.wait({task})
    finally:
        await connection.close()


async def put_behind(window: Window) -> QWidget:
    other = QWidget()
    other.show()
    other.activateWindow()
    await until(lambda: other.isActiveWindow() and not window.isActiveWindow())
    return other


@pytest.mark.usefixtures("session_bus")
def test_it_is_shown_while_the_window_is_behind_and_a_click_brings_it_forward() -> None:
    async def story(window: Window) -> None:
        await settled(window)
        other = await put_behind(window)
        async with service() as shown:
            window.outside.notify("The sign-in has arrived", "From DeskPRO's button")
            await until(lambda: shown.calls)
            program, replaces, _, title, text, actions, hints, _ = shown.calls[0]
            assert (program, replaces) == ("DeskPRO SSO Assistant", 0)
            assert (title, text) == ("The sign-in has arrived", "From DeskPRO's button")
            assert actions[0] == "default"
            assert hints["desktop-entry"] == ("s", "deskpro-sso-gui")
            await shown.tell("ActionInvoked", "us", (42, "default"))
            await until(window.isActiveWindow)
            window.outside.notify("looked at already", "")
            await settled(window)
            assert len(shown.calls) == 1
        other.close()

    drive(story)


@pytest.mark.usefixtures("session_bus")
def test_one_that_is_put_away_is_over() -> None:
    async def story(window: Window) -> None:
        async with service() as shown:
            telling = asyncio.ensure_future(notify(window, "a", "b"))
            await until(lambda: shown.calls)
            await shown.tell("NotificationClosed", "uu", (42, 2))
            assert await asyncio.wait_for(telling, 30) is False

    drive(story)


@pytest.mark.usefixtures("session_bus")
def test_a_click_on_another_programs_is_none() -> None:
    async def story(window: Window) -> None:
        async with service() as shown:
            telling = asyncio.ensure_future(notify(window, "a", "b"))
            await until(lambda: shown.calls)
            # they arrive in this order: had the first been taken for a click, it would be over
            await shown.tell("ActionInvoked", "us", (7, "default"))
            await shown.tell("NotificationClosed", "uu", (42, 2))
            assert await asyncio.wait_for(telling, 30) is False

    drive(story)


@pytest.mark.usefixtures("session_bus")
def test_only_who_shows_it_can_tell_of_a_click() -> None:
    async def story(window: Window) -> None:
        async with service() as shown:
            telling = asyncio.ensure_future(notify(window, "a", "b"))
            await until(lambda: shown.calls)
            stranger = await open_dbus_connection("SESSION")
            try:
                async with DBusRouter(stranger) as router:
                    await router.send(signal("ActionInvoked", "us", (42, "default")))
                    # the bus has passed it on once it answers what was asked after it
                    await Proxy(message_bus, router).GetId()
            finally:
                await stranger.close()
            await shown.tell("NotificationClosed", "uu", (42, 2))
            assert await asyncio.wait_for(telling, 30) is False

    drive(story)


@pytest.mark.usefixtures("session_bus")
def test_nobody_who_shows_any_is_no_failure() -> None:
    async def story(window: Window) -> None:
        assert await notify(window, "a", "b") is False

    drive(story)


@pytest.mark.parametrize("address", ["", "unix:path=/nowhere/at/all", "nonsense"])
def test_no_bus_is_no_failure(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)

    async def story(window: Window) -> None:
        assert await notify(window, "a", "b") is False

    drive(story)


@pytest.mark.usefixtures("session_bus")
def test_closing_the_window_does_not_wait_for_a_click() -> None:
    async def story(window: Window) -> None:
        other = await put_behind(window)
        async with service() as shown:
            window.outside.notify("a", "b")
            await until(lambda: shown.calls)
        other.close()

    drive(story)
