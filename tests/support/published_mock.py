"""An independent mock of JumpCloud, made from its published descriptions by Prism.

Prism comes from npm at the version and with the hashes that ``tests/jumpcloud/mock`` locks, into
``build/``, once. It knows nothing of this project: what it refuses, the descriptions refuse.
"""

import contextlib
import hashlib
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from deskpro_sso_gui.net import Request, Response, Sender
from deskpro_sso_gui.net.addresses import origin
from tests.support.program import ROOT

_LOCK: Final = ROOT / "tests" / "jumpcloud" / "mock"
_BUILD: Final = ROOT / "build" / "mock"
_LEAST_NODE: Final = (18, 20)
_INSTALL_LIMIT_S: Final = 300.0
_START_LIMIT_S: Final = 60.0
# before a test gives itself a home: npm's settings and the way to its packages are the user's own
_ENVIRONMENT: Final = dict(os.environ)


class NoMockError(Exception):
    """The mock can't be had here; the message says why."""


def installed() -> list[str]:
    """Return the words that start Prism, after installing it where it is not there yet.

    Raises:
        NoMockError: there is no Node.js, or npm could not install it.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise NoMockError("Node.js and npm are not here")
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    version = tuple(int(part) for part in re.findall(r"\d+", said)[:2])
    if version < _LEAST_NODE:
        raise NoMockError(f"Prism needs Node.js {'.'.join(map(str, _LEAST_NODE))}, here is {said}")
    files = [_LOCK / name for name in ("package.json", "package-lock.json", ".npmrc")]
    state = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]
    place = _BUILD / state
    program = place / "node_modules" / "@stoplight" / "prism-cli" / "dist" / "index.js"
    if not program.is_file():
        _install(npm, files, place)
    return [node, str(program)]


def _install(npm: str, files: list[Path], place: Path) -> None:
    shutil.rmtree(_BUILD, ignore_errors=True)
    made = _BUILD / "unfinished"
    made.mkdir(parents=True)
    for file in files:
        shutil.copy(file, made)
    done = subprocess.run(
        [npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=made,
        env=_ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=_INSTALL_LIMIT_S,
        check=False,
    )
    if done.returncode:
        raise NoMockError(f"npm could not install it: {done.stderr.strip()[-300:]}")
    made.rename(place)  # whole, or not there


@contextlib.contextmanager
def mock(words: list[str], description: Path, log: Path) -> Iterator[str]:
    """Serve what ``description`` describes, and refuse what it does not; yield the origin.

    Without ``--errors``: a request that does not fit is refused all the same, and of these
    documents' own examples, which do not all fit their schemas, Prism then makes no fault of ours.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["mock", "--host", "127.0.0.1", "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*words, *options, str(description)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _until_answering(process, port, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=10)


def _until_answering(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    until = time.monotonic() + _START_LIMIT_S
    while process.poll() is None and time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.05)  # between two looks, not instead of one
    raise AssertionError(f"Prism did not begin to answer: {log.read_text()[-2000:]}")


class ToMocks:
    """Sends requests to the mock of the description that has them.

    Attributes:
        exchanged: every request, as it was meant, with the answer to it.
    """

    def __init__(self, http: Sender, mocks: Mapping[str, str]) -> None:
        """Send through ``http``; ``mocks`` are origins by the path that their requests begin with.

        A longer path is looked for before a shorter one.
        """
        self._http = http
        self._mocks = sorted(mocks.items(), key=lambda each: -len(each[0]))
        self.exchanged: list[tuple[Request, Response]] = []

    async def send(self, request: Request, /) -> Response:
        """Send ``request`` and return the mock's answer."""
        path = request.url.removeprefix(origin(request.url))
        base, mock_origin = next(each for each in self._mocks if path.startswith(f"{each[0]}/"))
        url = mock_origin + path.removeprefix(base)
        response = await self._http.send(replace(request, url=url))
        self.exchanged.append((request, response))
        return response
