from pathlib import Path

import pytest

from deskpro_sso_gui.storage.settings import (
    Network,
    ProxyUse,
    Settings,
    Theme,
    WindowGeometry,
    load_settings,
    save_settings,
)


def test_settings_come_back_as_they_were_saved(tmp_path: Path) -> None:
    settings = Settings(
        language="de",
        theme=Theme.DARK,
        window=WindowGeometry(x=-5, y=10, width=900, height=700, maximized=True),
        network=Network(
            proxy_use=ProxyUse.ADDRESS,
            proxy="http://proxy.example.com:3128",
            proxy_user="ann",
            ca_file=str(tmp_path / "authorities.pem"),
            ca_name="acme-root.pem",
        ),
    )
    save_settings(tmp_path / "settings.json", settings)
    assert load_settings(tmp_path / "settings.json") == settings


def test_no_settings_are_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "settings.json") == Settings()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"theme": "pink"}',
        b'{"language": 5}',
        b'{"network": {"proxy_use": "pink"}}',
        b"\xff",
        b"[" * 50_000,
    ],
)
def test_damaged_settings_give_the_defaults_and_are_kept_aside(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    assert load_settings(path) == Settings()
    assert (tmp_path / "settings.json.damaged").read_bytes() == content
    save_settings(path, Settings(theme=Theme.LIGHT))
    assert load_settings(path).theme is Theme.LIGHT


def test_settings_of_a_newer_version_are_read_as_far_as_they_are_known(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(b'{"language": "de", "something_new": {"a": 1}}')
    assert load_settings(path) == Settings(language="de")
    assert path.exists()
