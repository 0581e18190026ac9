"""See that a built program works: ``smoke_test.py PROGRAM [CHECK…]``, all checks by default.

It is run in a home of its own, with nothing of a checkout or of Python's environment in reach.
Anything it says on standard error is a failure. Exits 0 when all is well, else 1 with the reason.
"""

import argparse
import json
import os
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TextIO

LIMIT_S = 120.0
LOOK_S = 0.1
SCREEN = (1280, 900)
KEYRING_LIMIT_S = 60.0
PAINTED_COLOURS = 40
"""The grey of an empty window has a handful, text with smoothed edges has dozens."""


class SmokeError(Exception):
    """The program does not work; the message says how."""


class Program:
    """A built program and the home it is run in."""

    def __init__(self, path: Path, home: Path) -> None:
        """Run ``path`` with ``home`` as its home."""
        self.path = path.resolve()
        self.home = home
        runtime = home / "runtime"
        runtime.mkdir(mode=0o700)
        self.environment = {
            "HOME": str(home),
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "XDG_RUNTIME_DIR": str(runtime),
        }

    def run(self, *arguments: str, status: int = 0) -> str:
        """Run it to its end and return what it printed."""
        done = subprocess.run(
            [self.path, *arguments],
            env=self.environment,
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
            check=False,
        )
        words = " ".join(arguments)
        if done.returncode != status:
            raise SmokeError(
                f"{words}: exit {done.returncode} instead of {status}\n{done.stdout}{done.stderr}"
            )
        if done.stderr:
            raise SmokeError(f"{words}: said on standard error:\n{done.stderr}")
        return done.stdout

    @contextmanager
    def running(self, *arguments: str, extra: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
        """Run it in the background; it is gone when the block ends."""
        process = subprocess.Popen(
            [self.path, *arguments],
            env={**self.environment, **extra},
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            yield process
        finally:
            process.kill()
            process.communicate()


def says_its_version(program: Program) -> None:
    """``--version`` names the program and a version."""
    said = program.run("--version").split()
    if len(said) != 2 or said[0] != "deskpro-sso-gui":  # noqa: PLR2004 - name and version
        raise SmokeError(f"--version: {said}")


def checks_a_certificate(program: Program) -> None:
    """``check`` reads a certificate made just now and finds nothing wrong with it."""
    path = program.home / "certificate.pem"
    path.write_bytes(_certificate())
    report = json.loads(program.run("check", "--json", str(path)))
    kinds = [file["kind"] for file in report["files"]]
    if kinds != ["certificate"]:
        raise SmokeError(f"check: {report}")


def _certificate() -> bytes:
    # not part of the built program: this script's own Python has it
    from cryptography import x509  # noqa: PLC0415 - the other checks do without
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415 - as above

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name(
        [
            x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "Acme Inc"),
            x509.NameAttribute(x509.NameOID.COMMON_NAME, "JumpCloudSAMLUser"),
        ]
    )
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1825))
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM)


def applies_in_practice(program: Program) -> None:
    """``apply --practice`` does everything that needs no person and leaves its files."""
    out = program.home / "out"
    program.run("apply", "--practice", "--out", str(out))
    left = {path.name for path in out.iterdir()}
    wanted = {"summary.html", "summary.md", "summary.json", "deskpro-settings.txt"}
    wanted |= {"certificate.pem", "dates.ics", "setup-for-a-colleague.deskpro-sso"}
    if not left >= wanted:
        raise SmokeError(f"apply left {sorted(left)}")
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    if not summary["practice"]:
        raise SmokeError("the summary does not say that it is practice")


def opens_its_window(program: Program) -> None:
    """The wizard paints its window in practice, and ends cleanly when it is closed."""
    with (
        _screen(program.home) as (display, picture),
        program.running("--practice", extra={"DISPLAY": display}) as process,
    ):
        until = time.monotonic() + LIMIT_S
        while _colours(picture) < PAINTED_COLOURS:
            if process.poll() is not None or time.monotonic() > until:
                process.kill()
                raise SmokeError(f"the window was not painted\n{''.join(process.communicate())}")
            time.sleep(LOOK_S)
        _close(process)


# the daemon serves in the background, and ends with the bus
_LOGGED_IN = """
printf log-in-password | gnome-keyring-daemon --unlock --components=secrets >/dev/null || exit 97
exec "$@"
"""


def keeps_keys_in_the_keyring(program: Program) -> None:
    """The wizard tries the system's keyring out by keeping something in it."""
    inside = [sys.executable, __file__, str(program.path), "keyring-of-this-session"]
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", _LOGGED_IN, "sh", *inside],
        env={**program.environment, "PATH": os.environ["PATH"]},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=2 * LIMIT_S,
        check=False,
    )
    if done.returncode:
        raise SmokeError(f"{done.stdout}{done.stderr}")


def _keeps_keys_in_this_session(program: Program) -> None:
    bus = {"DBUS_SESSION_BUS_ADDRESS": os.environ["DBUS_SESSION_BUS_ADDRESS"]}
    heard = program.home / "heard"
    with (
        heard.open("w") as target,
        _listening(target),
        _screen(program.home) as (display, _),
        program.running(extra={"DISPLAY": display, **bus}) as process,
    ):
        until = time.monotonic() + KEYRING_LIMIT_S
        while "member=CreateItem" not in heard.read_text(encoding="utf-8"):
            if process.poll() is not None or time.monotonic() > until:
                process.kill()
                raise SmokeError(f"the keyring was not used\n{''.join(process.communicate())}")
            time.sleep(LOOK_S)
        _close(process)


@contextmanager
def _listening(target: TextIO) -> Iterator[None]:
    """Write down who asks the keyring to keep something."""
    monitor = subprocess.Popen(
        ["dbus-monitor", "--session", "interface='org.freedesktop.Secret.Collection'"],
        stdout=target,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        monitor.terminate()
        monitor.wait()


def _close(process: subprocess.Popen[str]) -> None:
    """Close the window and see that the program ends cleanly and in silence."""
    # the program takes this as being asked to close its windows
    process.send_signal(signal.SIGTERM)
    said, complained = process.communicate(timeout=LIMIT_S)
    if process.returncode != 0 or complained:
        raise SmokeError(f"the window ended with {process.returncode}\n{said}{complained}")


@contextmanager
def _screen(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the name of a screen of our own, and the file its picture is in."""
    reading, writing = os.pipe()
    width, height = SCREEN
    server = subprocess.Popen(
        [
            *("Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24"),
            *("-fbdir", str(folder), "-nolisten", "tcp"),
        ],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        if not number:
            raise SmokeError("Xvfb did not start")
        yield f":{number}", folder / "Xvfb_screen0"
    finally:
        server.terminate()
        server.wait()


def _colours(picture: Path) -> int:
    """Return how many colours the screen shows; the file is in XWD's format (XWDFile.h)."""
    data = picture.read_bytes()
    header_bytes, *_ = struct.unpack_from(">I", data)
    (colour_map_entries,) = struct.unpack_from(">I", data, 4 * 19)
    pixels = data[header_bytes + 12 * colour_map_entries :]
    return len(set(struct.unpack(f"<{len(pixels) // 4}I", pixels[: len(pixels) // 4 * 4])))


CHECKS: Mapping[str, Callable[[Program], None]] = {
    "version": says_its_version,
    "check": checks_a_certificate,
    "apply": applies_in_practice,
    "window": opens_its_window,
    "keyring": keeps_keys_in_the_keyring,
}
_WITHIN: Mapping[str, Callable[[Program], None]] = {
    "keyring-of-this-session": _keeps_keys_in_this_session,
}
"""Checks that others run, where these have made ready for them."""


def main() -> int:
    """Run the checks that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", type=Path)
    parser.add_argument("checks", nargs="*", metavar="CHECK", help=f"of {', '.join(CHECKS)}")
    options = parser.parse_args()
    for name in options.checks or CHECKS:
        with tempfile.TemporaryDirectory() as home:
            try:
                {**CHECKS, **_WITHIN}[name](Program(options.program, Path(home)))
            except (SmokeError, subprocess.TimeoutExpired) as error:
                print(f"{name}: {error}", file=sys.stderr)
                return 1
        print(f"{name}: fine")
    return 0


if __name__ == "__main__":
    sys.exit(main())
