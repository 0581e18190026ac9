"""The real program and the real sandbox as processes, for tests that tell whole stories."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import httpx

ROOT: Final = Path(__file__).resolve().parents[2]
LIMIT_S: Final = 60.0


def environment(home: Path, **extra: str) -> dict[str, str]:
    """Return the environment of a program that has ``home`` to itself."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return (
        kept
        | {
            "HOME": str(home),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_STATE_HOME": str(home / "state"),
            "XDG_CACHE_HOME": str(home / "cache"),
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "error",
        }
        | extra
    )


def command(*arguments: str) -> list[str]:
    """Return the words that start the program from the checkout."""
    return [sys.executable, "-m", "deskpro_sso_gui", *arguments]


def run(
    *arguments: str, home: Path, extra: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command of the program to its end."""
    return subprocess.run(
        command(*arguments),
        env=environment(home, **(extra or {})),
        cwd=home,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )


class Sandbox:
    """A running sandbox: what it said of itself, and its JumpCloud's API."""

    def __init__(self, said: Mapping[str, Any]) -> None:
        self.jumpcloud: str = said["jumpcloud"]
        self.deskpro: str = said["deskpro"]
        self.api_key: str = said["api_key"]
        self.users: list[dict[str, str]] = said["users"]
        self._headers = {"x-api-key": self.api_key}

    def get(self, path: str) -> Any:
        """Return the JSON that JumpCloud answers to a GET."""
        answer = httpx.get(f"{self.jumpcloud}{path}", headers=self._headers, timeout=10)
        answer.raise_for_status()
        return answer.json()

    def applications(self) -> list[dict[str, Any]]:
        """Return the applications JumpCloud has."""
        results: list[dict[str, Any]] = self.get("/api/applications?limit=100")["results"]
        return results

    def set_faults(self, *names: str) -> None:
        """Have these faults and no others."""
        httpx.post(
            f"{self.jumpcloud}/practice/faults",
            json=list(names),
            headers=self._headers,
            timeout=10,
        ).raise_for_status()


@contextmanager
def sandbox(home: Path, *options: str) -> Iterator[Sandbox]:
    """Run the sandbox as its own command until the block ends."""
    process = subprocess.Popen(
        command("sandbox", *options),
        env=environment(home),
        cwd=home,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield Sandbox(json.loads(process.stdout.readline()))
    finally:
        process.terminate()
        _, errors = process.communicate(timeout=LIMIT_S)
    assert process.returncode == 0, errors
    assert errors == ""


def wait_until(condition: Callable[[], bool], what: str, *, limit_s: float = LIMIT_S) -> None:
    """Return once ``condition`` holds; fail after ``limit_s`` seconds."""
    until = time.monotonic() + limit_s
    while not condition():
        if time.monotonic() > until:
            raise AssertionError(f"never came true: {what}")
        time.sleep(0.02)  # between two looks, not instead of one


def files_below(folders: Sequence[Path]) -> Iterator[Path]:
    """Return every file below ``folders``."""
    for folder in folders:
        yield from (path for path in folder.rglob("*") if path.is_file())
