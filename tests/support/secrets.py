"""Look for secrets in everything a run left behind."""

import base64
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.support.program import files_below

ALWAYS = (
    b"SAMLResponse",
    b"<samlp:Response",
    base64.b64encode(b"<samlp:Response")[:16],
    b"Bearer ",
)
"""What must never be found, whatever the run's own secrets were."""


def sandbox_secrets(state: Path) -> tuple[bytes, ...]:
    """Return the keys that the sandbox of this state file gives out, and its people's passwords.

    The password everybody has at first is left out: it is the word "practice".
    """
    world = json.loads(state.read_text())
    administrator = world["administrator"]
    helpdesk = world["helpdesk"]
    passwords = {user["password"] for user in world["users"].values()} - {"practice"}
    return tuple(
        secret.encode()
        for secret in (
            administrator["api_key"],
            administrator["client_secret"],
            helpdesk["api_key"],
            helpdesk["superuser_key"],
            *passwords,
        )
    )


def change_passwords(state: Path, password: str) -> None:
    """Give everybody in a sandbox that is not running a password that can be searched for."""
    world = json.loads(state.read_text())
    for user in world["users"].values():
        user["password"] = password
    state.write_text(json.dumps(world))


def leaks(folders: Sequence[Path], secrets: Sequence[bytes], *, but: Path) -> Iterator[str]:
    """Name each file below ``folders`` that holds a secret.

    Args:
        folders: where to look.
        secrets: the run's own, in clear; their base64 is looked for too.
        but: the sandbox's state, which is JumpCloud's side and not ours.
    """
    wanted = (*ALWAYS, *secrets, *(base64.b64encode(secret).rstrip(b"=") for secret in secrets))
    for path in files_below(folders):
        if path == but:
            continue
        content = path.read_bytes()
        yield from (f"{path.name}: {secret[:12]!r}…" for secret in wanted if secret in content)
