"""The sandbox as a program of its own, and as a child of the one that practises."""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from deskpro_sso_gui.practice.child import SandboxAddress, SandboxError, start_sandbox
from deskpro_sso_gui.practice.command import main
from deskpro_sso_gui.practice.faults import EXPLANATIONS, Fault

PROGRAM = (sys.executable, "-m", "deskpro_sso_gui.practice")
ROOT = Path(__file__).parents[3]
SECONDS = 30


@contextlib.asynccontextmanager
async def program(
    *options: str,
) -> AsyncIterator[tuple[asyncio.subprocess.Process, SandboxAddress]]:
    """Start the sandbox alone and wait for its line."""
    process = await asyncio.create_subprocess_exec(
        *PROGRAM,
        *options,
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(SECONDS):
            assert process.stdout is not None
            line = json.loads(await process.stdout.readline())
        line["users"] = []
        yield process, SandboxAddress(**line)
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def ended(process: asyncio.subprocess.Process) -> tuple[int | None, bytes, bytes]:
    async with asyncio.timeout(SECONDS):
        out, err = await process.communicate()
    return process.returncode, out, err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no such signals to one process")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_an_interrupt_ends_it_without_a_word(number: int) -> None:
    async with program("--until-stdin-closes") as (process, _):
        process.send_signal(number)

        assert await ended(process) == (0, b"", b"")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no such signals to one process")
async def test_an_interrupt_ends_it_while_a_client_waits_for_an_answer() -> None:
    async with program("--fault", "create-answer-lost") as (process, address):
        async with httpx.AsyncClient(base_url=address.jumpcloud, trust_env=False) as client:
            headers = {"x-api-key": address.api_key}
            body = {"name": "saml2", "ssoUrl": "http://x/saml2/y", "config": {}}
            call = client.post("/api/applications", json=body, headers=headers, timeout=SECONDS)
            waiting = asyncio.create_task(call)
            async with asyncio.timeout(SECONDS):
                while True:
                    listed = await client.get("/api/applications", headers=headers)
                    if listed.json()["totalCount"]:
                        break
            process.send_signal(signal.SIGINT)
            await asyncio.gather(waiting, return_exceptions=True)

        assert await ended(process) == (0, b"", b"")


async def test_it_ends_when_its_standard_input_closes() -> None:
    async with program("--until-stdin-closes") as (process, _):
        assert process.stdin is not None
        process.stdin.close()

        assert await ended(process) == (0, b"", b"")


async def test_without_a_parent_a_closed_standard_input_means_nothing() -> None:
    async with program() as (process, address):
        assert process.stdin is not None
        process.stdin.close()
        async with httpx.AsyncClient(trust_env=False) as client:
            answer = await client.get(f"{address.jumpcloud}/admin/login")

        assert answer.status_code == 200
        assert process.returncode is None


async def test_the_line_tells_where_it_answers_and_who_can_try() -> None:
    process = await asyncio.create_subprocess_exec(
        *PROGRAM, "--until-stdin-closes", "--users", "50",
        cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    async with asyncio.timeout(SECONDS):
        line = json.loads(await process.stdout.readline())
    process.kill()
    await process.communicate()

    assert list(line) == ["jumpcloud", "deskpro", "api_key", "organization", "users"]
    assert line["users"][0] == {"email": "ann@acme.example", "password": "practice"}
    assert all(set(user) == {"email", "password"} for user in line["users"])


async def test_a_child_continues_what_another_began(tmp_path: Path) -> None:
    state = tmp_path / "practice" / "state.json"
    async with await start_sandbox(state=state) as child:
        assert child.address.users[0].email == "ann@acme.example"
        headers = {"x-api-key": child.address.api_key}
        body = {
            "name": "saml2",
            "ssoUrl": f"{child.address.jumpcloud}/saml2/deskpro",
            "config": {},
        }
        async with httpx.AsyncClient(trust_env=False, timeout=SECONDS) as client:
            url = f"{child.address.jumpcloud}/api/applications"
            made = (await client.post(url, json=body, headers=headers)).json()
    async with (
        await start_sandbox(state=state, extra=["--latency", "1"]) as again,
        httpx.AsyncClient(trust_env=False, timeout=SECONDS) as client,
    ):
        listed = (await client.get(url, headers=headers)).json()

    assert again.address == child.address
    assert listed["results"] == [made]
    assert (child.is_running, again.is_running) == (False, False)
    await again.close()


async def test_the_child_keeps_its_secrets_out_of_repr() -> None:
    async with await start_sandbox(state=None) as child:
        shown = f"{child.address!r} {child.address} {child.address.users!r}"

        assert child.address.jumpcloud in shown
        assert child.address.api_key not in shown
        assert child.address.users[0].password not in shown


async def test_a_child_that_can_not_start_says_why(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    state.write_text("not a state")
    with pytest.raises(SandboxError) as refused:
        await start_sandbox(state=state)

    assert refused.value.exit_status == 2
    assert "is not a state of the sandbox" in refused.value.detail


async def test_a_child_that_is_too_slow_is_ended() -> None:
    with pytest.raises(SandboxError) as refused:
        await start_sandbox(state=None, start_seconds=0.001)

    assert refused.value.exit_status is None


@pytest.mark.skipif(sys.platform == "win32", reason="asks for a process by its number")
async def test_the_child_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    parent = tmp_path / "parent.py"
    parent.write_text(
        "import asyncio\n"
        "from deskpro_sso_gui.practice.child import start_sandbox\n"
        "async def main():\n"
        "    child = await start_sandbox(state=None)\n"
        "    print(child.address.jumpcloud, child._process.pid, flush=True)\n"
        "    await asyncio.sleep(600)\n"
        "asyncio.run(main())\n"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(parent), env=environment, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    async with asyncio.timeout(SECONDS):
        origin, _ = (await process.stdout.readline()).decode().split()
    process.kill()
    await process.wait()

    async with asyncio.timeout(SECONDS):
        while await answers(origin):
            pass


async def answers(origin: str) -> bool:
    async with httpx.AsyncClient(trust_env=False) as client:
        try:
            await client.get(f"{origin}/admin/applications")
        except httpx.TransportError:
            return False
    return True


def test_importing_the_child_loads_nothing_of_the_sandbox() -> None:
    heavy = (
        "starlette",
        "uvicorn",
        "lxml",
        "cryptography",
        "jinja2",
        "signxml",
        "PySide6",
        "httpx",
    )
    code = (
        "import sys, deskpro_sso_gui.practice.child, deskpro_sso_gui.practice.command\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert loaded.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "options",
    [["--port", "70000"], ["--port", "-1"], ["--users", "many"], ["--fault", "no-such-fault"]],
)
def test_wrong_options_are_refused(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(options)

    assert refused.value.code == 2
    assert options[1] in capsys.readouterr().err


def test_the_help_explains_every_fault(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    told = {" ".join(line.split()) for line in capsys.readouterr().out.splitlines()}
    assert {f"{fault} {EXPLANATIONS[fault]}" for fault in Fault} <= told


def test_a_state_that_does_not_fit_ends_the_command_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state = tmp_path / "state.json"
    state.write_text("{}")

    assert main(["--state", str(state)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert str(state) in captured.err
