"""GNOME's keyring on a bus of its own, in a child process."""

import sys
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.support.keyring_session import (
    needs_keyring,
    run_in_keyring_session,
    run_to_the_end,
    session_environment,
)

pytestmark = [pytest.mark.keyring, needs_keyring]

KEY = "jca_a-key-that-is-to-be-found-nowhere"

PROGRAM = """
import asyncio, sys
from deskpro_sso_gui.credentials import PRACTICE_SERVICE, SERVICE
from deskpro_sso_gui.credentials import CredentialName, Secret, SecretKind
from deskpro_sso_gui.credentials.keyring_store import KeyringStore
from deskpro_sso_gui.problems import ProblemError

name = CredentialName(
    origin="https://console.jumpcloud.com", kind=SecretKind.API_KEY, account="acme"
)

async def main(step, limit):
    store = KeyringStore(PRACTICE_SERVICE if step == "practise" else SERVICE, time_limit_s=limit)
    print(await store.probe())
    if step == "put":
        print(await store.put(name, Secret(sys.argv[3])))
    if step == "forget":
        try:
            await store.forget(name)
        except ProblemError as error:
            print(error.problem.code)
    kept = await store.get(name)
    print(kept.reveal() if kept else "nothing")

asyncio.run(main(sys.argv[1], float(sys.argv[2])))
"""


def program(*arguments: str) -> list[str]:
    return [sys.executable, "-W", "error", "-c", PROGRAM, *arguments]


def said(done: CompletedProcess[str]) -> list[str]:
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_a_key_is_stored_found_by_the_next_program_and_forgotten(tmp_path: Path) -> None:
    stored = run_in_keyring_session(program("put", "20", KEY), {}, tmp_path)
    assert said(stored) == ["system-keyring", "system-keyring", KEY]

    found = run_in_keyring_session(program("get", "20"), {}, tmp_path)
    assert said(found) == ["system-keyring", KEY]

    practising = run_in_keyring_session(program("practise", "20"), {}, tmp_path)
    assert said(practising) == ["system-keyring", "nothing"]

    for file in tmp_path.rglob("*"):
        assert not file.is_file() or KEY.encode() not in file.read_bytes()

    forgotten = run_in_keyring_session(program("forget", "20"), {}, tmp_path)
    assert said(forgotten) == ["system-keyring", "nothing"]
    afterwards = run_in_keyring_session(program("get", "20"), {}, tmp_path)
    assert said(afterwards) == ["system-keyring", "nothing"]


def test_a_locked_keyring_is_said_to_be_locked_and_the_key_lives_on_in_memory(
    tmp_path: Path,
) -> None:
    done = run_in_keyring_session(program("put", "20", KEY), {}, tmp_path, locked=True)
    assert said(done) == ["locked", "locked", KEY]


def test_a_locked_keyring_does_not_pretend_to_have_forgotten(tmp_path: Path) -> None:
    run_in_keyring_session(program("put", "20", KEY), {}, tmp_path)
    done = run_in_keyring_session(program("forget", "20"), {}, tmp_path, locked=True)
    assert said(done) == ["locked", "keyring-locked", "nothing"]


def test_a_keyring_that_never_answers_holds_up_neither_the_program_nor_its_exit(
    tmp_path: Path,
) -> None:
    # held up, it would be ended from outside, which is an exception here
    done = run_in_keyring_session(
        program("put", "0.5", KEY), {}, tmp_path, hanging=True, time_limit_s=60
    )
    assert said(done) == ["locked", "locked", KEY]


def test_without_a_bus_keys_are_kept_for_this_session_only(tmp_path: Path) -> None:
    done = run_to_the_end(program("put", "20", KEY), session_environment(tmp_path))
    assert said(done) == ["session-only", "session-only", KEY]


def test_with_a_bus_but_no_keyring_keys_are_kept_for_this_session_only(tmp_path: Path) -> None:
    configuration = tmp_path / "bus.conf"
    configuration.write_text(
        '<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" '
        '"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">'
        "<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>"
        '<policy context="default"><allow send_destination="*"/><allow own="*"/>'
        '<allow eavesdrop="true"/></policy></busconfig>'
    )
    done = run_to_the_end(
        ["dbus-run-session", f"--config-file={configuration}", "--", *program("put", "20", KEY)],
        session_environment(tmp_path),
    )
    assert said(done) == ["session-only", "session-only", KEY]
