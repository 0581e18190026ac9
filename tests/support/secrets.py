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
    """Return the keys that the sandbox of this state file gives out."""
    administrator = json.loads(state.read_text())["administrator"]
    return (
        administrator["api_key"].encode(),
        administrator["client_secret"].encode(),
    )


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
