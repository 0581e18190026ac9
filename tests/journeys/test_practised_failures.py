"""Each of the fifteen failures that can be practised is found, and named by its cause.

The set-up is whole, the sandbox is told as the window tells it, a person at Chromium tries the
sign-in, and the browser's own developer tools record it. What JumpCloud's events and DeskPRO show
has to name the cause where that is possible; else the recording has to.
"""

import asyncio
import io
import json
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver

from deskpro_sso_gui.commands import check_files
from deskpro_sso_gui.diagnosis.expectations import Expectations
from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.trials import Flow, Trial
from deskpro_sso_gui.storage.setups import RECORD_NAME
from deskpro_sso_gui.tasks import before_test, validate
from deskpro_sso_gui.tasks.after_failure import find_cause
from deskpro_sso_gui.tasks.practice_faults import PRACTISED, practise, stop_practising
from deskpro_sso_gui.tasks.session import Session
from deskpro_sso_gui.ui.pages.blocks.trial_failure import causes, explain
from tests.support import visits
from tests.support.browser import chromium
from tests.support.devtools import FLAG, DevTools
from tests.support.person import Person
from tests.support.practice_sandbox import practice_sandbox
from tests.support.prepared import Prepared, prepare
from tests.support.signin_sandbox import SORRY

pytestmark = pytest.mark.browser
SIGNED_IN: Final = "Signed in as Ann Example"
WAIT_S: Final = 20

Walk = Callable[[Person], None]


def from_button(sees: str) -> Walk:
    """Press DeskPRO's button and sign in to JumpCloud."""

    def walk(person: Person) -> None:
        person.opens_button()
        person.signs_in("ann")
        person.reads(sees)

    return walk


def refused_at_jumpcloud(person: Person) -> None:
    """Press DeskPRO's button, and get no further than JumpCloud's error page."""
    person.opens_button()
    person.reads("Something went wrong.")


def finds_no_button(person: Person) -> None:
    """Open DeskPRO, and see its own form alone."""
    person.driver.get(f"{person.deskpro}/agent/")
    person.reads("Agent log in")
    assert "sso-button" not in person.driver.page_source


def sent_at_once(person: Person) -> None:
    """Open DeskPRO, and be at JumpCloud already."""
    person.driver.get(f"{person.deskpro}/agent/")
    person.signs_in("ann")
    person.reads(SIGNED_IN)


def sent_elsewhere(person: Person) -> None:
    """Open DeskPRO, and end where JumpCloud has no application."""
    person.driver.get(f"{person.deskpro}/agent/")
    person.reads("Something went wrong.")


@dataclass(frozen=True)
class Failure:
    """How a failure shows itself.

    Attributes:
        walk: what the person does and sees at last.
        live: the condition that events, sign-in sources and the request show; empty for none.
        recorded: the one that the recording shows; None where nothing is wrong in it.
        metadata: the recording is looked at beside JumpCloud's metadata.
        check: the check before the test that fails as well.
    """

    walk: Walk
    live: str = ""
    recorded: str | None = None
    metadata: bool = False
    check: before_test.CheckId | None = None


FAILURES: Final = {
    Fault.NOT_IN_A_GROUP: Failure(from_button("Applications"), live="W1", recorded="H1"),
    Fault.NO_ACCOUNT: Failure(from_button(SORRY), recorded="H15"),
    Fault.NAME_ID_NOT_EMAIL: Failure(from_button(SORRY), recorded="S21"),
    Fault.OLD_CERTIFICATE: Failure(
        from_button(SORRY), recorded="S16", check=before_test.CheckId.CERTIFICATE
    ),
    Fault.EXPIRED_CERTIFICATE: Failure(
        from_button(SORRY), recorded="C14", check=before_test.CheckId.CERTIFICATE
    ),
    Fault.WRONG_AUDIENCE: Failure(from_button(SORRY), recorded="S5"),
    Fault.WRONG_ACS_NUMBER: Failure(from_button(SORRY), recorded="H12"),
    Fault.PLACEHOLDER_LEFT: Failure(from_button(SORRY), recorded="R1"),
    Fault.NOT_ENABLED: Failure(
        finds_no_button, live="W5", recorded="H10", check=before_test.CheckId.DESKPRO
    ),
    Fault.USERS_FORM: Failure(
        finds_no_button, live="W4", recorded="H10", check=before_test.CheckId.DESKPRO
    ),
    Fault.SECOND_APP: Failure(
        sent_elsewhere, live="W3", recorded="W3", check=before_test.CheckId.METHOD
    ),
    Fault.AUTOMATIC_TOO_EARLY: Failure(sent_at_once, live="W2", check=before_test.CheckId.METHOD),
    Fault.REDIRECT_NOT_DECLARED: Failure(
        refused_at_jumpcloud,
        live="M10",
        recorded="M10",
        metadata=True,
        check=before_test.CheckId.REQUEST,
    ),
    Fault.SIGNED_REQUEST_DEMANDED: Failure(
        refused_at_jumpcloud,
        live="M13",
        recorded="M13",
        metadata=True,
        check=before_test.CheckId.REQUEST,
    ),
    Fault.CLOCK_OFF: Failure(from_button(SORRY), recorded="R9"),
}


class Recorder:
    """A person at a browser whose developer tools record."""

    def __init__(self, driver: WebDriver) -> None:
        self._driver = driver
        self._tools = DevTools(driver)

    def record(self, walk: Walk, person: Callable[[WebDriver], Person]) -> bytes:
        # cookies ignore ports, and the last set-up is none of this one's business
        self._driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
        self._tools.begin_anew()
        walk(person(self._driver))
        return self._tools.har(sanitised=False)


@pytest.fixture(scope="module")
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recorder]:
    with chromium(tmp_path_factory.mktemp("profile"), FLAG) as driver:
        yield Recorder(driver)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    home = tmp_path_factory.mktemp("prepared-home")
    with practice_sandbox() as sandbox:
        with pytest.MonkeyPatch.context() as patch:
            for name in ("DATA", "CONFIG", "STATE", "CACHE"):
                patch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
            made = prepare(sandbox, tmp_path_factory.mktemp("prepared"), home / "data")
        yield made


@pytest.fixture
async def session(
    prepared: Prepared, home: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Session]:
    """A set-up that lacks nothing but the proof, with the sandbox as it is then."""
    monkeypatch.setattr(validate, "_POLL_S", 0.1)
    prepared.put(StageId.ACCESS, home / ".local/share")
    prepared.put_outside(StageId.ACCESS)
    services = prepared.sandbox.services()
    opened = await services.open_session(prepared.record_id)
    yield opened
    await opened.close()
    await services.close()


async def tried(session: Session, recorder: Recorder, failure: Failure) -> tuple[Trial, bytes]:
    """Watch while the person signs in; return what was seen live, and the recording."""
    sandbox = session.services.sandbox
    assert sandbox is not None

    def person(driver: WebDriver) -> Person:
        return Person(driver, jumpcloud=sandbox.jumpcloud, deskpro=sandbox.deskpro)

    watch = await validate.start_trial(session, Flow.FROM_DESKPRO)
    watching = asyncio.create_task(validate.watch_sign_in(session, watch))
    recording = await asyncio.to_thread(recorder.record, failure.walk, person)
    client = await session.services.jumpcloud(session.record)
    new = [one for one in await client.sign_ins(watch.since) if one.id not in watch.known]
    if any(each.application_id for each in new):
        # JumpCloud noted something of this application: the watch has to see it too
        await noted(session, watching)
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    trial = session.record.validation.trial(Flow.FROM_DESKPRO)
    assert trial is not None
    return trial, recording


async def noted(session: Session, watching: "asyncio.Task[Trial]") -> None:
    """Wait until the watch ended, or a refusal is in the record."""
    refused = asyncio.Event()

    def look(record: Any) -> None:
        trial = record.validation.trial(Flow.FROM_DESKPRO)
        if trial is not None and trial.failure:
            refused.set()

    end = session.subscribe(look)
    look(session.record)
    waiting = asyncio.create_task(refused.wait())
    await asyncio.wait({watching, waiting}, timeout=WAIT_S, return_when=asyncio.FIRST_COMPLETED)
    assert watching.done() or refused.is_set()
    waiting.cancel()
    end()


def headline_of(files: list[Path], session: Session) -> str | None:
    """Return what ``check --set-up`` names first."""
    out = io.StringIO()
    set_up = session.services.store.folder(session.record.id) / RECORD_NAME
    check_files.check(files, Expectations(), set_up, as_json=True, out=out)
    headline: str | None = json.loads(out.getvalue())["headline"]
    return headline


def test_there_are_fifteen_and_each_has_a_row() -> None:
    assert len(PRACTISED) >= 15
    assert set(FAILURES) == set(PRACTISED)


@pytest.mark.parametrize("fault", PRACTISED)
async def test_a_practised_failure_is_named_by_its_cause(
    fault: Fault, session: Session, recorder: Recorder, tmp_path: Path
) -> None:
    failure = FAILURES[fault]
    await practise(session.services, fault)

    checks = {one.id: one.passed for one in await before_test.check_before_test(session)}
    trial, recording = await tried(session, recorder, failure)
    if not trial.failure:
        trial = await find_cause(session, Flow.FROM_DESKPRO, "It did not work.")

    live = [finding.condition for finding in causes(session.record, trial)]
    named = live[0] if live else explain(trial).condition
    assert named == failure.live
    assert [name for name, passed in checks.items() if passed is False] == (
        [failure.check] if failure.check else []
    )
    har, metadata = tmp_path / "sign-in.har", tmp_path / "metadata.xml"
    har.write_bytes(recording)
    files = [har]
    if failure.metadata:
        sandbox = session.services.sandbox
        assert sandbox is not None
        metadata.write_bytes(await visits.exported_metadata(sandbox, session.record))
        files.append(metadata)
    assert headline_of(files, session) == failure.recorded
    assert failure.live or failure.recorded
    # nowhere is the fault itself named
    assert fault.value.encode() not in recording


async def test_once_it_is_switched_off_all_is_as_before(
    session: Session, recorder: Recorder
) -> None:
    good = Failure(from_button(SIGNED_IN))
    for fault in PRACTISED:
        await practise(session.services, fault)
    await stop_practising(session)

    checks = await before_test.check_before_test(session)
    trial, _ = await tried(session, recorder, good)

    assert all(one.passed for one in checks)
    assert trial.issued_at is not None
    assert session.record.deskpro is not None
    assert not causes(session.record, trial)
