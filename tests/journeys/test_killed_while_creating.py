"""Killed right after JumpCloud created the application, before its answer was read."""

import json
import signal
import subprocess
from pathlib import Path

from tests.support.program import (
    LIMIT_S,
    Sandbox,
    command,
    environment,
    run,
    sandbox,
    wait_until,
)

PLAN = """
helpdesk = "{helpdesk}"

[jumpcloud]
credential = "env:PRACTICE_KEY"

[access]
groups = ["DeskPRO agents"]
tester = "ann@acme.example"
"""


def told(place: Sandbox) -> dict[str, str]:
    return {"DESKPRO_SSO_JUMPCLOUD_URL": place.jumpcloud, "PRACTICE_KEY": place.api_key}


def saved_records(home: Path) -> list[dict[str, object]]:
    return [json.loads(path.read_text()) for path in (home / "data").rglob("setup.json")]


def test_the_next_start_finds_the_application_and_goes_on(tmp_path: Path) -> None:
    with sandbox(tmp_path, "--fault", "create-answer-lost") as place:
        plan = tmp_path / "plan.toml"
        plan.write_text(PLAN.format(helpdesk=place.deskpro))
        arguments = ("apply", str(plan), "--out", str(tmp_path / "out"))
        program = subprocess.Popen(
            command(*arguments),
            env=environment(tmp_path, **told(place)),
            cwd=tmp_path,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_until(lambda: len(place.applications()) == 1, "the application is created")
        program.send_signal(signal.SIGKILL)
        program.wait(timeout=LIMIT_S)
        assert not any("application" in record for record in saved_records(tmp_path))

        place.set_faults()
        again = run(*arguments, home=tmp_path, extra=told(place))
        assert again.returncode == 0, again.stderr
        (application,) = place.applications()
        (record,) = saved_records(tmp_path)
        assert record["application"]["id"] == application["_id"]  # type: ignore[index]

        once_more = run(*arguments, home=tmp_path, extra=told(place))
        assert once_more.returncode == 0, once_more.stderr
        assert len(place.applications()) == 1
