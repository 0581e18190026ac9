"""A program seen from outside, as a screen reader sees it: over the accessibility bus (AT-SPI).

Controls are found by role and name alone. It needs Python's own library and jeepney, and neither
the program's code nor pytest, so that it can look at an installed program, too.
"""

import contextlib
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from jeepney import DBusAddress, MatchRule, MessageType, Properties, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import DBusErrorResponse

LIMIT_S: Final = 60.0
LOOK_S: Final = 0.05
_ANSWER_S: Final = 30.0
_BUS: Final = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
_STATUS: Final = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Status")
_REGISTRY: Final = "org.a11y.atspi.Registry"
_ROOT: Final = "/org/a11y/atspi/accessible/root"
_ACCESSIBLE: Final = "org.a11y.atspi.Accessible"
_ACTION: Final = "org.a11y.atspi.Action"
_TEXT: Final = "org.a11y.atspi.Text"
_EVENT: Final = "org.a11y.atspi.Event.Object"
_ANNOUNCEMENT: Final = "object:announcement"
T = TypeVar("T")


class NotThereError(Exception):
    """What was waited for did not come; the message says what there was instead."""


class State:
    """Numbers of states, from AT-SPI's ``AtspiStateType``."""

    CHECKED: Final = 4
    ENABLED: Final = 8
    FOCUSABLE: Final = 11
    FOCUSED: Final = 12
    SENSITIVE: Final = 24
    VISIBLE: Final = 30


class Role:
    """Names of roles, as AT-SPI calls them."""

    BUTTON: Final = "push button"
    CHECK_BOX: Final = "check box"
    FRAME: Final = "frame"
    LABEL: Final = "label"
    LIST: Final = "list"
    LIST_ITEM: Final = "list item"
    RADIO_BUTTON: Final = "radio button"
    TEXT: Final = "text"


class Key:
    """Keys, as X11 numbers them."""

    SPACE: Final = 0x20
    DOWN: Final = 0xFF54


_BY_KEYSYM: Final = 3
_LINES: Final = 50
_MOVE_S: Final = 5.0
_OTHER_NAMES: Final = {"button": Role.BUTTON, "entry": Role.TEXT}
"""What newer releases of AT-SPI call the same roles."""


@dataclass(frozen=True)
class Accessible:
    """Something on the screen: whose it is and its place there, what it is and how it is called."""

    owner: str
    path: str
    role: str
    name: str
    states: frozenset[int]

    @property
    def is_visible(self) -> bool:
        """Whether it is there to be seen, if perhaps scrolled out of sight."""
        return State.VISIBLE in self.states

    @property
    def is_enabled(self) -> bool:
        """Whether it can be used."""
        return {State.ENABLED, State.SENSITIVE} <= self.states

    @property
    def is_checked(self) -> bool:
        """Whether it is ticked."""
        return State.CHECKED in self.states

    @property
    def is_focused(self) -> bool:
        """Whether it has the keyboard's focus."""
        return State.FOCUSED in self.states

    def __str__(self) -> str:
        switched_off = "" if self.is_enabled else " (switched off)"
        return f"{self.role} {self.name!r}{switched_off}"


class AccessibilityBus:
    """The bus on which programs tell what is on the screen, and what they announce."""

    def __init__(self) -> None:
        """Reach the session's bus, switch accessibility on as a screen reader does, and listen."""
        self._session = open_dbus_connection()
        on = Properties(_STATUS).set("IsEnabled", "b", True)  # noqa: FBT003 - D-Bus's own value
        self._asked(self._session, on)
        (address,) = self._asked(self._session, new_method_call(_BUS, "GetAddress"))
        self._bus = open_dbus_connection(address)
        self.announced: list[str] = []
        self._listen()

    def _listen(self) -> None:
        """Ask for what is announced; programs tell nobody who has not asked."""
        registry = DBusAddress("/org/a11y/atspi/registry", _REGISTRY, _REGISTRY)
        wish = new_method_call(registry, "RegisterEvent", "s", (_ANNOUNCEMENT,))
        self._asked(self._bus, wish)
        rule = MatchRule(type="signal", interface=_EVENT, member="Announcement")
        self._asked(self._bus, message_bus.AddMatch(rule))
        self._announcements = self._bus.filter(rule, bufsize=1000)
        self._heard = self._announcements.__enter__()

    @staticmethod
    def _asked(bus: DBusConnection, message: Any) -> tuple[Any, ...]:
        reply = bus.send_and_get_reply(message, timeout=_ANSWER_S)
        if reply.header.message_type is MessageType.error:
            raise DBusErrorResponse(reply)
        body: tuple[Any, ...] = reply.body
        return body

    def call(
        self,
        owner: str,
        path: str,
        interface: str,
        method: str,
        signature: str | None = None,
        body: tuple[Any, ...] = (),
    ) -> tuple[Any, ...]:
        """Call a method and return what it answers."""
        place = DBusAddress(path, owner, interface)
        return self._asked(self._bus, new_method_call(place, method, signature, body))

    def listen(self) -> Sequence[str]:
        """Return everything that was announced so far, the latest last."""
        while True:
            while self._heard:
                self.announced.append(str(self._heard.popleft().body[3][1]))
            try:
                self._bus.recv_messages(timeout=0)
            except TimeoutError:
                return self.announced

    def children(self, owner: str, path: str) -> list[tuple[str, str]]:
        """Return whose children something has, and where they are."""
        return list(self.call(owner, path, _ACCESSIBLE, "GetChildren")[0])

    def look(self, owner: str, path: str) -> Accessible:
        """Say what there is at ``path``."""
        (role,) = self.call(owner, path, _ACCESSIBLE, "GetRoleName")
        (words,) = self.call(owner, path, _ACCESSIBLE, "GetState")
        place = DBusAddress(path, owner, _ACCESSIBLE)
        ((_, name),) = self._asked(self._bus, Properties(place).get("Name"))
        bits = sum(word << 32 * at for at, word in enumerate(words))
        states = frozenset(at for at in range(64) if bits >> at & 1)
        return Accessible(owner, path, _OTHER_NAMES.get(role, role), str(name), states)

    def description(self, thing: Accessible) -> str:
        """Return what is told of ``thing`` besides its name."""
        place = DBusAddress(thing.path, thing.owner, _ACCESSIBLE)
        ((_, text),) = self._asked(self._bus, Properties(place).get("Description"))
        return str(text)

    def press_key(self, keysym: int) -> None:
        """Press a key, and let it go: whatever has the keyboard gets it."""
        controller = "org.a11y.atspi.DeviceEventController"
        self.call(
            _REGISTRY,
            "/org/a11y/atspi/registry/deviceeventcontroller",
            controller,
            "GenerateKeyboardEvent",
            "isu",
            (keysym, "", _BY_KEYSYM),
        )

    def programs(self) -> list[tuple[str, str]]:
        """Return the programs on the bus, and where each begins."""
        return self.children(_REGISTRY, _ROOT)

    def below(self, owner: str, path: str) -> Iterator[Accessible]:
        """Yield what is to be seen below ``path``, in reading order."""
        for child_owner, child in self.children(owner, path):
            try:
                found = self.look(child_owner, child)
            except DBusErrorResponse:
                continue  # it has gone meanwhile
            if found.is_visible:
                yield found
                yield from self.below(child_owner, child)


def wait(look: Callable[[], T | None], what: Callable[[], str], limit_s: float = LIMIT_S) -> T:
    """Return what ``look`` finds as soon as it does.

    Raises:
        NotThereError: it found nothing in time.
    """
    end = time.monotonic() + limit_s
    while (found := look()) is None:
        if time.monotonic() > end:
            raise NotThereError(what())
        time.sleep(LOOK_S)  # between two looks, not instead of one
    return found


class Program:
    """A program's windows, as somebody knows them who hears roles and names.

    Args:
        bus: the accessibility bus.
        owner: what the program is called there.
    """

    def __init__(self, bus: AccessibilityBus, owner: str) -> None:
        """Look at the program ``owner``."""
        self._bus = bus
        self._owner = owner

    @classmethod
    def started(cls, bus: AccessibilityBus, known: Sequence[str] = ()) -> "Program":
        """Return the program that appears on the bus besides those in ``known``."""

        def newcomer() -> str | None:
            owners = (owner for owner, _path in bus.programs())
            return next((owner for owner in owners if owner not in known), None)

        return cls(bus, wait(newcomer, lambda: "no program appeared on the accessibility bus"))

    def everything(self) -> list[Accessible]:
        """Return all there is to be seen, in reading order."""
        try:
            return list(self._bus.below(self._owner, _ROOT))
        except DBusErrorResponse:
            return []  # a part went while it was looked at; whoever waits looks again

    def find(
        self, role: str, name: str | re.Pattern[str], *, limit_s: float = LIMIT_S
    ) -> Accessible:
        """Return the one thing of this role and name, as soon as it is there.

        Raises:
            NotThereError: there is none, or there are several.
        """
        seen: list[Accessible] = []

        def look() -> Accessible | None:
            seen[:] = self.everything()
            found = [each for each in seen if each.role == role and _fits(each.name, name)]
            return found[0] if len(found) == 1 else None

        return wait(look, lambda: _missing(role, name, seen), limit_s)

    def has(self, role: str, name: str | re.Pattern[str]) -> bool:
        """Say whether there is such a thing now."""
        return any(each.role == role and _fits(each.name, name) for each in self.everything())

    def find_enabled(self, role: str, name: str | re.Pattern[str]) -> Accessible:
        """Return the one thing of this role and name once it can be used."""

        def look() -> Accessible | None:
            found = self.find(role, name)
            return found if found.is_enabled else None

        return wait(look, lambda: f"never to be used: {role} {name!r}")

    def focused(self) -> list[Accessible]:
        """Return what has the keyboard: nothing, a control, or a list and its line."""
        return [each for each in self.everything() if each.is_focused]

    def nameless(self) -> list[str]:
        """Return what can have the keyboard, but says nothing of itself."""
        focusable = (each for each in self.everything() if State.FOCUSABLE in each.states)
        return [str(each) for each in focusable if each.is_enabled and not each.name]

    def press(self, name: str | re.Pattern[str]) -> None:
        """Press the button called ``name`` as soon as it can be pressed."""
        self._act(self.find_enabled(Role.BUTTON, name), "Press")

    def choose(self, name: str | re.Pattern[str]) -> None:
        """Choose the round button called ``name``."""
        self._switch_on(Role.RADIO_BUTTON, name)

    def tick(self, name: str | re.Pattern[str]) -> None:
        """Tick the box called ``name``."""
        self._switch_on(Role.CHECK_BOX, name)

    def tick_line(self, list_name: str, line: str | re.Pattern[str]) -> None:
        """Tick a line of a list as its users do: by the arrow keys and the space bar.

        Qt lets a line be selected over the bus, but not be ticked.
        """
        self._focus(self.find_enabled(Role.LIST, list_name))
        for _ in range(_LINES):
            if self.find(Role.LIST_ITEM, line).is_focused:
                self._bus.press_key(Key.SPACE)
                self._see_checked(Role.LIST_ITEM, line)
                return
            self._press_and_see_focus_move(Key.DOWN)
        raise NotThereError(f"the arrow keys do not lead to {line!r} in {list_name!r}")

    def _press_and_see_focus_move(self, keysym: int) -> None:
        before = self.focused()
        self._bus.press_key(keysym)
        with contextlib.suppress(NotThereError):  # the list ends there
            wait(lambda: self.focused() != before or None, str, _MOVE_S)

    def _see_checked(self, role: str, name: str | re.Pattern[str]) -> None:
        wait(lambda: self.find(role, name).is_checked or None, lambda: f"never on: {name!r}")

    def _focus(self, thing: Accessible) -> None:
        self._bus.call(thing.owner, thing.path, "org.a11y.atspi.Component", "GrabFocus")
        wait(
            lambda: self.find(thing.role, thing.name).is_focused or None,
            lambda: f"never focused: {thing}",
        )

    def _switch_on(self, role: str, name: str | re.Pattern[str]) -> None:
        found = self.find_enabled(role, name)
        if found.is_checked:
            return
        self._act(found, "Toggle")
        self._see_checked(role, name)

    def _act(self, thing: Accessible, action: str) -> None:
        (actions,) = self._bus.call(thing.owner, thing.path, _ACTION, "GetActions")
        names = [each[0] for each in actions]
        if action not in names:
            raise NotThereError(f"{thing} can't be asked to {action}, but to {names}")
        number = names.index(action)
        self._bus.call(thing.owner, thing.path, _ACTION, "DoAction", "i", (number,))

    def write(self, name: str | re.Pattern[str], text: str) -> None:
        """Write ``text`` into the field called ``name``, in place of what is there."""
        field = self.find_enabled(Role.TEXT, name)
        editable = "org.a11y.atspi.EditableText"
        self._bus.call(field.owner, field.path, editable, "SetTextContents", "s", (text,))

    def read(self, name: str | re.Pattern[str]) -> str:
        """Return what stands in the field called ``name``."""
        field = self.find(Role.TEXT, name)
        (text,) = self._bus.call(field.owner, field.path, _TEXT, "GetText", "ii", (0, -1))
        return str(text)

    def described(self, role: str, name: str | re.Pattern[str]) -> str:
        """Return what is told of a thing besides its name."""
        return self._bus.description(self.find(role, name))

    def hears(self, *words: str) -> None:
        """Wait until each of ``words`` was announced.

        Raises:
            NotThereError: one was not.
        """

        def missing() -> list[str]:
            said = self._bus.listen()
            return [each for each in words if not any(each in line for line in said)]

        wait(
            lambda: not missing() or None,
            lambda: f"never heard {missing()} in {self._bus.announced}",
        )


def _fits(name: str, wanted: str | re.Pattern[str]) -> bool:
    return wanted.fullmatch(name) is not None if isinstance(wanted, re.Pattern) else name == wanted


def _missing(role: str, name: str | re.Pattern[str], seen: Sequence[Accessible]) -> str:
    same = ", ".join(repr(each.name) for each in seen if each.role == role)
    found = sum(each.role == role and _fits(each.name, name) for each in seen)
    return f"{found} of {role} {name!r}; of this role are: {same}"
