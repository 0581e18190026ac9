import stat
from pathlib import Path

import pytest

from deskpro_sso_gui.storage.folders import folders


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATA", "STATE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))


def test_the_systems_own_places_are_used(tmp_path: Path) -> None:
    places = folders(practice=False)
    assert places.data == tmp_path / "data" / "deskpro-sso-gui"
    assert places.setups.parent == places.data
    assert places.log.is_relative_to(tmp_path / "state")
    assert places.settings_file.is_relative_to(tmp_path / "config")


def test_practice_has_its_own_set_ups_and_log_but_the_same_settings() -> None:
    real, practice = folders(practice=False), folders(practice=True)
    assert practice.setups != real.setups
    assert not practice.setups.is_relative_to(real.setups)
    assert practice.log != real.log
    assert practice.sandbox_state.parent == practice.data != real.data
    assert practice.settings_file == real.settings_file


@pytest.mark.parametrize("practice", [False, True])
def test_every_folder_of_ours_is_there_and_private(tmp_path: Path, practice: bool) -> None:  # noqa: FBT001 - a parameter of the test
    folders(practice=practice)
    made = [path for path in tmp_path.rglob("*") if path.is_dir()]
    assert made
    assert {stat.S_IMODE(path.stat().st_mode) for path in made} == {0o700}
