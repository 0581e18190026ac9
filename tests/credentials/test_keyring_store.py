"""The store's own rules, with keyrings that fail in chosen ways."""

import asyncio
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

import keyring.errors
import pytest

from deskpro_sso_gui.credentials import CredentialName, CredentialState, Secret, SecretKind
from deskpro_sso_gui.credentials.keyring_store import (
    MAX_UTF16_BYTES,
    Backend,
    KeyringStore,
    system_backends,
)
from deskpro_sso_gui.problems import ProblemCode, ProblemError

SERVICE = "DeskPRO SSO Assistant"
NAME = CredentialName(
    origin="https://console.jumpcloud.com", kind=SecretKind.API_KEY, account="acme"
)
OTHER = CredentialName(
    origin="https://console.jumpcloud.com", kind=SecretKind.API_KEY, account="globex"
)


class FakeKeyring:
    """Behaves like a keyring, until told otherwise."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], str] = {}
        self.error: Exception | None = None
        self.answers = threading.Event()
        self.answers.set()
        self.calls = 0

    def _call(self) -> None:
        self.calls += 1
        if not self.answers.wait(timeout=30):
            raise TimeoutError
        if self.error:
            raise self.error

    def get_password(self, service: str, username: str) -> str | None:
        self._call()
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._call()
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._call()
        if self.entries.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError


class ForgetfulKeyring(FakeKeyring):
    def get_password(self, service: str, username: str) -> str | None:
        super().get_password(service, username)
        return None


def store_on(*backends: Backend, time_limit_s: float = 20.0) -> KeyringStore:
    return KeyringStore(SERVICE, time_limit_s=time_limit_s, backends=lambda: backends)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - a thread brings it about
            await asyncio.sleep(0.005)


async def refusal(forgetting: Awaitable[None]) -> ProblemCode:
    with pytest.raises(ProblemError) as refused:
        await forgetting
    return refused.value.problem.code


async def test_a_working_keyring_is_probed_once_and_left_clean() -> None:
    fake = FakeKeyring()
    store = store_on(fake)
    assert store.state is CredentialState.CHECKING
    states = await asyncio.gather(store.probe(), store.probe())
    calls = fake.calls
    await store.probe()
    assert set(states) == {CredentialState.SYSTEM_KEYRING}
    assert fake.entries == {}
    assert fake.calls == calls <= 6


async def test_what_is_put_is_in_the_keyring_and_not_in_memory() -> None:
    fake = FakeKeyring()
    store = store_on(fake)
    assert await store.put(NAME, Secret("one")) is CredentialState.SYSTEM_KEYRING
    await store.put(OTHER, Secret("two"))
    assert fake.entries == {(SERVICE, NAME.user_name): "one", (SERVICE, OTHER.user_name): "two"}
    assert await store_on(fake).get(NAME) == Secret("one")
    fake.entries.clear()
    assert await store.get(NAME) is None


async def test_what_is_forgotten_is_gone_from_the_keyring() -> None:
    fake = FakeKeyring()
    store = store_on(fake)
    await store.put(NAME, Secret("one"))
    await store.forget(NAME)
    await store.forget(NAME)
    assert fake.entries == {}
    assert await store.get(NAME) is None


async def test_without_a_keyring_secrets_live_in_memory() -> None:
    store = store_on()
    assert await store.probe() is CredentialState.SESSION_ONLY
    assert await store.put(NAME, Secret("one")) is CredentialState.SESSION_ONLY
    assert await store.get(NAME) == Secret("one")
    await store.forget(NAME)
    assert await store.get(NAME) is None


async def test_a_keyring_that_only_says_it_works_is_passed_over() -> None:
    good = FakeKeyring()
    store = store_on(ForgetfulKeyring(), good)
    assert await store.put(NAME, Secret("one")) is CredentialState.SYSTEM_KEYRING
    assert list(good.entries.values()) == ["one"]


async def test_a_locked_keyring_is_not_gone_around_by_another_backend() -> None:
    locked, other = FakeKeyring(), FakeKeyring()
    locked.error = keyring.errors.KeyringLocked()
    assert await store_on(locked, other).probe() is CredentialState.LOCKED
    assert other.calls == 0


async def test_a_dismissed_question_counts_as_locked() -> None:
    class PromptDismissedException(Exception):  # noqa: N818 - its name in secretstorage
        pass

    fake = FakeKeyring()
    fake.error = keyring.errors.InitError()
    fake.error.__cause__ = PromptDismissedException()
    assert await store_on(fake).probe() is CredentialState.LOCKED


async def test_when_the_keyring_is_unlocked_what_waited_in_memory_moves_into_it() -> None:
    fake = FakeKeyring()
    fake.error = keyring.errors.KeyringLocked()
    store = store_on(fake)
    assert await store.put(NAME, Secret("one")) is CredentialState.LOCKED
    assert await store.get(NAME) == Secret("one")
    fake.error = None
    assert await store.probe() is CredentialState.SYSTEM_KEYRING
    await until(lambda: list(fake.entries.values()) == ["one"])


async def test_a_locked_keyring_may_still_hold_what_is_to_be_forgotten() -> None:
    fake = FakeKeyring()
    await store_on(fake).put(NAME, Secret("one"))
    fake.error = keyring.errors.KeyringLocked()
    store = store_on(fake)
    assert await refusal(store.forget(NAME)) is ProblemCode.KEYRING_LOCKED
    fake.error = None
    await store.probe()
    await until(lambda: not fake.entries)
    assert await store.get(NAME) is None


async def test_a_keyring_that_dies_is_said_to_be_gone_and_loses_nothing() -> None:
    fake = FakeKeyring()
    store = store_on(fake)
    await store.put(NAME, Secret("one"))
    fake.error = ConnectionError()
    assert await store.put(OTHER, Secret("two")) is CredentialState.SESSION_ONLY
    assert store.state is CredentialState.SESSION_ONLY
    assert await store.get(OTHER) == Secret("two")
    assert await refusal(store.forget(NAME)) is ProblemCode.KEYRING_UNAVAILABLE


async def test_a_hanging_keyring_is_waited_for_no_longer_than_its_limit() -> None:
    fake = FakeKeyring()
    fake.answers.clear()
    store = store_on(fake, time_limit_s=0.05)
    assert await store.probe() is CredentialState.LOCKED
    # while it hangs nothing more is asked of it, so nothing else waits
    assert await store.put(NAME, Secret("one")) is CredentialState.LOCKED
    assert await store.get(NAME) == Secret("one")
    assert await store.get(OTHER) is None
    assert await store.probe() is CredentialState.LOCKED
    assert fake.calls == 1
    fake.answers.set()
    await until(lambda: list(fake.entries.values()) == ["one"])
    await until(lambda: store.state is CredentialState.SYSTEM_KEYRING)


async def test_a_write_that_comes_through_late_is_known_to_have_come_through() -> None:
    fake = FakeKeyring()
    store = store_on(fake, time_limit_s=0.2)
    await store.probe()
    fake.answers.clear()
    assert await store.put(NAME, Secret("one")) is CredentialState.LOCKED
    fake.answers.set()
    await until(lambda: store.state is CredentialState.SYSTEM_KEYRING)
    fake.entries.clear()
    assert await store.get(NAME) is None


async def test_cancelling_the_waiting_does_not_undo_the_write() -> None:
    fake = FakeKeyring()
    store = store_on(fake)
    await store.probe()
    fake.answers.clear()
    calls = fake.calls
    putting = asyncio.create_task(store.put(NAME, Secret("one")))
    await until(lambda: fake.calls > calls)
    putting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await putting
    fake.answers.set()
    await until(lambda: list(fake.entries.values()) == ["one"])
    assert await store.get(NAME) == Secret("one")


async def test_a_secret_too_long_for_windows_stays_in_memory_and_replaces_the_old_one() -> None:
    fake = FakeKeyring()
    store = store_on(fake)
    await store.put(NAME, Secret("old"))
    longest = MAX_UTF16_BYTES // 2
    assert await store.put(OTHER, Secret("x" * longest)) is CredentialState.SYSTEM_KEYRING
    too_long = Secret("x" * (longest + 1))
    assert await store.put(NAME, too_long) is CredentialState.SESSION_ONLY
    assert store.state is CredentialState.SYSTEM_KEYRING
    assert await store.get(NAME) == too_long
    assert (SERVICE, NAME.user_name) not in fake.entries


async def test_subscribers_hear_of_each_change_until_they_leave() -> None:
    fake = FakeKeyring()
    store = store_on(fake)
    heard: list[CredentialState] = []
    leave = store.subscribe(heard.append)
    await store.probe()
    fake.error = keyring.errors.KeyringLocked()
    await store.get(NAME)
    leave()
    fake.error = None
    await store.probe()
    assert heard == [CredentialState.SYSTEM_KEYRING, CredentialState.LOCKED]


@pytest.mark.parametrize(
    "backend", ["keyring.backends.null.Keyring", "keyring.backends.fail.Keyring", "no.such.Thing"]
)
def test_a_backend_that_is_not_allowed_is_never_used(
    backend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", backend)
    assert list(system_backends()) == []


def test_a_hanging_keyring_does_not_hold_up_the_exit(tmp_path: Path) -> None:
    script = tmp_path / "hanging.py"
    script.write_text(
        """
import asyncio, threading
from deskpro_sso_gui.credentials.keyring_store import KeyringStore

class Hanging:
    def set_password(self, service, username, password):
        threading.Event().wait()

store = KeyringStore("test", time_limit_s=0.05, backends=lambda: [Hanging()])
print(asyncio.run(store.probe()))
"""
    )
    done = subprocess.run(
        [sys.executable, script],
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
        cwd=Path(__file__).parents[2],
        env={"PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert done.stdout.strip() == "locked"
    assert done.stderr == ""
