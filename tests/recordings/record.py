"""Record the sign-ins anew with Firefox: ``make recordings``.

Each is a new Firefox with an empty profile. What its network monitor exports is kept as it is,
beside what ``check`` has to be told to judge it, so that the tests need no Firefox.
"""

import asyncio
import json
import sys
import tempfile
from pathlib import Path

from tests.support.firefox import FirefoxError, firefox
from tests.support.recorded_sign_ins import SIGN_INS, SignIn, expected
from tests.support.signin_sandbox import SignInSandbox, signin_sandbox

FOLDER = Path(__file__).parent / "firefox"


def _record(sign_in: SignIn, sandbox: SignInSandbox) -> bytes:
    with tempfile.TemporaryDirectory() as folder, firefox(Path(folder) / "profile") as person:
        person.deskpro = sandbox.deskpro
        sign_in.happens(person)
        return person.har()


async def main() -> None:
    """Replace every recording."""
    FOLDER.mkdir(exist_ok=True)
    for sign_in in SIGN_INS:
        async with signin_sandbox(faults=sign_in.faults) as sandbox:
            sign_in.arrange(sandbox)
            values = expected(sandbox, FOLDER / "certificate.pem")
            recording = await asyncio.to_thread(_record, sign_in, sandbox)
        (FOLDER / f"{sign_in.name}.har").write_bytes(recording)
        values["certificate"] = "certificate.pem"
        (FOLDER / f"{sign_in.name}.json").write_text(json.dumps(values, indent=2) + "\n")
        sys.stdout.write(f"{sign_in.name}: {len(recording)} bytes\n")


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except FirefoxError as error:
        sys.exit(str(error))
