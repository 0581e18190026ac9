"""Services in practice, with a real sandbox process, folders of their own and no keyring."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from deskpro_sso_gui.credentials.session_store import SessionStore
from deskpro_sso_gui.jumpcloud.credential import ApiKey, Credential
from deskpro_sso_gui.credentials.secret import Secret
from deskpro_sso_gui.storage.folders import folders
from deskpro_sso_gui.tasks.services import Services


@pytest.fixture
async def services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Services]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    made = Services(practice=True, places=folders(practice=True), credentials=SessionStore())
    await made.start_practice()
    yield made
    await made.close()


@pytest.fixture
def key(services: Services) -> Credential:
    assert services.sandbox is not None
    return ApiKey(Secret(services.sandbox.api_key))
