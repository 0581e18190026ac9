"""The types of the package cost nothing; the libraries come with the readers."""

import subprocess
import sys

import pytest

HEAVY = ("cryptography", "lxml", "signxml", "PySide6", "httpx", "keyring", "asyncio")


def loaded_by(statement: str) -> set[str]:
    script = f"{statement}\nimport sys\nprint('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    return {name.partition(".")[0] for name in done.stdout.splitlines()}


@pytest.mark.parametrize(
    "module",
    [
        "saml",
        "saml.facts",
        "saml.faults",
        "saml.identify",
        "saml.decode",
        "diagnosis.expectations",
        "diagnosis.judge",
        "diagnosis.verdict",
        "commands.check",
    ],
)
def test_types_and_rules_load_no_heavy_library(module: str) -> None:
    assert not loaded_by(f"import deskpro_sso_gui.{module}") & set(HEAVY)


@pytest.mark.parametrize("module", ["saml.signature", "saml.metadata", "diagnosis.reading"])
def test_readers_load_no_window_and_no_network(module: str) -> None:
    loaded = loaded_by(f"import deskpro_sso_gui.{module}")

    assert "lxml" in loaded
    assert not loaded & {"PySide6", "httpx", "keyring"}
