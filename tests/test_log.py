import json
import logging
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deskpro_sso_gui import log
from deskpro_sso_gui.problems import ProblemCode
from deskpro_sso_gui.setup.stages import StageId

SECRET = "jca_a-key-that-is-to-be-found-nowhere"


@pytest.fixture(autouse=True)
def _no_log_afterwards(tmp_path: Path) -> Iterator[None]:
    yield
    log.configure(tmp_path / "missing")


def lines(folder: Path) -> list[dict[str, Any]]:
    text = (folder / log.FILE_NAME).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_an_event_is_logged_with_its_fields(tmp_path: Path) -> None:
    log.configure(tmp_path)
    log.event(log.Event.STAGE_SHOWN, stage=StageId.ACCESS, duration_ms=12, status=200)
    started, done = lines(tmp_path)
    assert started["event"] == "started"
    assert started["version"]
    assert {key: done[key] for key in done if key != "time"} == {
        "event": "stage-shown",
        "stage": "access",
        "duration_ms": 12,
        "status": 200,
    }


@pytest.mark.parametrize(
    "fields",
    [
        {"stage": SECRET},
        {"code": f"{ProblemCode.KEY_MISSING} {SECRET}"},
        {"api_key": SECRET},
        {"host": SECRET},
        {"status": {"key": SECRET}},
        {"outcome": [SECRET]},
        {"key": StageId.ACCESS},
        {"code": ValueError(SECRET)},
    ],
)
def test_what_is_not_whitelisted_is_dropped(tmp_path: Path, fields: dict[str, Any]) -> None:
    log.configure(tmp_path)
    log.event(log.Event.PROBLEM, **fields)
    assert set(lines(tmp_path)[-1]) == {"time", "event"}
    assert SECRET not in (tmp_path / log.FILE_NAME).read_text()


def test_of_an_exception_only_types_and_places_are_logged(tmp_path: Path) -> None:
    def fail() -> None:
        try:
            int(SECRET)
        except ValueError as error:
            raise RuntimeError(SECRET) from error

    log.configure(tmp_path)
    try:
        fail()
    except RuntimeError as error:
        log.event(log.Event.UNEXPECTED_ERROR, error)
    line = lines(tmp_path)[-1]
    assert line["error"] == ["RuntimeError", "ValueError"]
    assert [place.split(":")[0] for place in line["at"]] == ["test_log.py", "test_log.py"]
    assert line["at"][-1].endswith(":fail")
    text = (tmp_path / log.FILE_NAME).read_text()
    assert SECRET not in text
    assert str(Path(__file__).parent) not in text


def test_other_libraries_are_not_forwarded_and_we_do_not_speak_to_them(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    log.configure(tmp_path)
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("keyring").warning(SECRET)
        log.event(log.Event.ENDED)
    assert SECRET not in (tmp_path / log.FILE_NAME).read_text()
    assert [record.name for record in caplog.records] == ["keyring"]


def test_the_file_and_its_older_ones_are_private_and_few(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "MAX_BYTES", 500)
    log.configure(tmp_path)
    for count in range(100):
        log.event(log.Event.PROBLEM, count=count)
    files = sorted(tmp_path.iterdir())
    assert len(files) == 1 + log.OLDER_FILES
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert lines(tmp_path)[-1]["count"] == 99


def test_a_log_that_can_not_be_written_stops_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    log.configure(tmp_path / "missing")
    log.event(log.Event.STARTED)
    (tmp_path / log.FILE_NAME).symlink_to("/dev/full")
    log.configure(tmp_path)
    log.event(log.Event.STARTED)
    assert capfd.readouterr() == ("", "")
