"""``apply`` as a process: stopped in the middle, started twice at once, with its port taken."""

import json
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from deskpro_sso_gui.cli import main
from deskpro_sso_gui.commands import apply as command_module
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.tasks.services import Options
from tests.support.program import LIMIT_S, Sandbox, command, environment, run, sandbox

PLAN = """
helpdesk = "{helpdesk}"
[jumpcloud]
credential = "env:PRACTICE_KEY"
"""

ENDLESS_PLAN = """
helpdesk = "acme.deskpro.com"
[deskpro]
metadata_url = "{address}"
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with sandbox(tmp_path_factory.mktemp("sandbox"), "--latency", "150") as running:
        yield running


def start(home: Path, *arguments: str, **extra: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        command("apply", *arguments),
        env=environment(home, **extra),
        cwd=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def children(process: "subprocess.Popen[str]") -> list[int]:
    tasks = Path(f"/proc/{process.pid}/task")
    return [int(pid) for task in tasks.iterdir() for pid in (task / "children").read_text().split()]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_says_so_and_takes_its_sandbox_along(
    tmp_path: Path, how: signal.Signals
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # so the run can't be over before
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        (tmp_path / "plan.toml").write_text(ENDLESS_PLAN.format(address=address))
        program = start(tmp_path, "plan.toml", "--practice", "--out", "out")
        assert program.stdout is not None
        assert program.stdout.readline() == "Before you start\n"
        (child,) = children(program)
        program.send_signal(how)
        _, said = program.communicate(timeout=LIMIT_S)
    assert program.returncode == 1
    assert said == "Stopped. What was done before is kept.\n"
    assert not Path(f"/proc/{child}").exists()


def test_two_at_once_make_one_application(tmp_path: Path, place: Sandbox) -> None:
    (tmp_path / "plan.toml").write_text(PLAN.format(helpdesk=place.deskpro))
    told = {"DESKPRO_SSO_JUMPCLOUD_URL": place.jumpcloud, "PRACTICE_KEY": place.api_key}
    both = [start(tmp_path, "plan.toml", "--out", f"out{n}", **told) for n in range(2)]
    ended = [(program.communicate(timeout=LIMIT_S)[1], program.returncode) for program in both]
    assert all("Traceback" not in said for said, _ in ended)
    assert sorted(code for _, code in ended) in ([0, 0], [0, 1])
    assert len(place.applications()) == 1
    assert len(list((tmp_path / "data").rglob("setup.json"))) == 1


def test_two_who_practise_at_once_do_not_share_a_sandbox(tmp_path: Path) -> None:
    first = start(tmp_path, "--practice", "--out", "out")
    assert first.stdout is not None
    assert first.stdout.readline()
    second = run("apply", "--practice", "--out", "out2", home=tmp_path)
    assert second.returncode == 1
    assert "already open" in second.stderr
    first.communicate(timeout=LIMIT_S)
    assert first.returncode == 0


def test_practice_goes_on_with_another_port_when_its_own_is_taken(tmp_path: Path) -> None:
    assert run("apply", "--practice", "--out", "out", home=tmp_path).returncode == 0
    (state,) = (tmp_path / "data").rglob("sandbox.json")
    port = int(json.loads(state.read_text())["jumpcloud_origin"].rpartition(":")[2])
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", port))
        taken.listen()
        again = run("apply", "--practice", "--out", "out", home=tmp_path)
    assert again.returncode == 0, again.stderr
    assert len(json.loads(state.read_text())["applications"]) == 1
    assert len(list((tmp_path / "data").rglob("setup.json"))) == 1


def test_a_key_from_the_environment_is_kept_out_of_the_keyring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "plan.toml").write_text(PLAN.format(helpdesk="acme.deskpro.com"))
    asked: list[Options] = []

    async def build(options: Options) -> None:
        asked.append(options)
        raise ProblemError(ProblemCode.KEY_MISSING)

    monkeypatch.setattr(command_module, "build_services", build)
    plan = ["apply", str(tmp_path / "plan.toml"), "--out", str(tmp_path / "out")]
    assert main(plan) == 1
    assert [each.session_credentials_only for each in asked] == [True]
    told = capsys.readouterr().err
    assert 'credential = "env:NAME"' in told
    assert "Before you start" not in told, "a command has no pages"
