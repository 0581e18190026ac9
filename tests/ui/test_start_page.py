"""The first page: begin, continue, practise, look at a file; and saved set-ups that are broken."""

import asyncio
import os
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from msgspec.structs import replace
from PySide6.QtWidgets import QFileDialog

from deskpro_sso_gui.diagnosis.finding import Finding, Level, Side
from deskpro_sso_gui.diagnosis.told import ToldFile, ToldReport
from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.saml.facts import Kind
from deskpro_sso_gui.setup.facts import Interface
from deskpro_sso_gui.setup.parts import ApplicationState, Helpdesk
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.summary.export import SET_UP_FILE
from deskpro_sso_gui.tasks.services import Services
from deskpro_sso_gui.texts import PSEUDO
from deskpro_sso_gui.ui import own_program
from deskpro_sso_gui.ui.pages.certificate import CertificatePage
from deskpro_sso_gui.ui.widgets.buttons import Button, ChoiceCard
from deskpro_sso_gui.ui.widgets.finding_list import FindingList
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.notice import Notice, ProblemNotice
from deskpro_sso_gui.ui.window import Window
from tests.support.captures import har, signed_in, tracer
from tests.support.certificate_files import PICTURE, pem
from tests.support.saml_documents import metadata_xml
from tests.support.saved_setups import NOW, certificate, record, save
from tests.support.window import (
    click,
    clipped,
    drive,
    drop,
    name_of,
    named,
    nameless,
    plain_services,
    reachable,
    settled,
    tab_walk,
    until,
    untranslated,
    visible,
)


def saved_ones() -> None:
    helpdesk = Helpdesk(url="https://acme.deskpro.com", is_deskpro=True)
    store = save(
        record("Acme helpdesk", helpdesk=helpdesk, certificate=certificate(1800)),
        record("Soon", certificate=certificate(30)),
        record("Late", certificate=certificate(-3)),
        record("Broken"),
    )
    broken = next(each for each in store.list() if getattr(each, "record", None).name == "Broken")  # type: ignore[union-attr]
    broken.path.write_text("{", encoding="utf-8")


def test_saved_set_ups_are_listed_with_stage_expiry_and_what_is_broken() -> None:
    saved_ones()

    async def story(window: Window) -> None:
        await settled(window)
        told = {name_of(c): c.accessibleDescription() for c in visible(window, ChoiceCard)}
        assert (
            "acme.deskpro.com · next: Before you start · certificate valid until"
            in (told["Acme helpdesk"])
        )
        assert "certificate runs out on" in told["Soon"]
        assert "certificate ran out on" in told["Late"]
        assert "Broken" not in told
        notices = [name_of(notice) for notice in visible(window, Notice)]
        assert len(notices) == 1
        assert notices[0].startswith("Attention: This is not a set-up file, or it is damaged")

    drive(story)


def test_set_ups_of_the_same_name_are_told_apart() -> None:
    helpdesk = Helpdesk(url="https://acme.deskpro.com", is_deskpro=True)
    for_users = replace(helpdesk, interface=Interface.USERS)
    save(record("Acme", helpdesk=helpdesk), record("Acme", helpdesk=for_users), record("Soon"))

    async def story(window: Window) -> None:
        await settled(window)
        cards = [c for c in visible(window, ChoiceCard) if name_of(c) == "Acme"]
        told = sorted(card.accessibleDescription() for card in cards)
        assert ["for agents" in told[0], "for users" in told[1]] == [True, True]
        (other,) = (c for c in visible(window, ChoiceCard) if name_of(c) == "Soon")
        assert "for agents" not in other.accessibleDescription()

    drive(story)


def with_application(name: str, suffix: str) -> SetupRecord:
    application = ApplicationState(
        id="a" * 24,
        label="DeskPRO",
        template="saml2",
        idp_url=f"https://sso.jumpcloud.com/saml2/{suffix}",
    )
    return record(name, application=application, certificate=certificate(30))


def test_a_certificate_is_renewed_where_it_is_of_the_only_app() -> None:
    save(with_application("Acme", "deskpro"), record("Without an app"))

    async def story(window: Window) -> None:
        await settled(window)
        click(named(window, ChoiceCard, "Renew a certificate"))
        await until(lambda: window.setup_view is not None and window.setup_view.page is not None)
        view = window.setup_view
        assert view is not None
        page = view.page
        assert isinstance(page, CertificatePage)
        await until(lambda: page.renew.open)
        assert page.renew.by_hand.isVisible()  # no key is kept here
        assert not page.renew.button.isVisible()

    drive(story)


def test_of_several_it_is_asked_whose_certificate_is_meant() -> None:
    save(with_application("Acme", "deskpro"), with_application("Acme", "deskpro-users"))

    async def story(window: Window) -> None:
        await settled(window)
        click(named(window, ChoiceCard, "Renew a certificate"))
        assert "Whose certificate?" in [name_of(each) for each in visible(window, PlainLabel)]
        cards = [each for each in visible(window, ChoiceCard) if name_of(each) == "Acme"]
        (wanted,) = (
            each
            for each in cards
            if each.accessibleDescription().startswith("…/deskpro-users · certificate runs out on")
        )
        click(wanted)
        await until(lambda: window.setup_view is not None and window.setup_view.page is not None)
        assert window.session is not None
        application = window.session.record.application
        assert application is not None
        assert application.idp_url.endswith("/deskpro-users")

    drive(story)


def test_without_saved_set_ups_there_is_no_empty_list() -> None:
    async def story(window: Window) -> None:
        await settled(window)
        assert [name_of(c) for c in visible(window, ChoiceCard)] == ["New set-up", "Practise first"]
        assert "Continue" not in [name_of(label) for label in visible(window, PlainLabel)]

    drive(story)


def test_whoever_is_new_is_told_how_it_works_and_begins_with_enter() -> None:
    async def story(window: Window) -> None:
        await settled(window)
        how = named(window, PlainLabel, "One person tries it")
        assert how.isVisible()
        assert window.focusWidget() is window.start_page.new_card

    drive(story)


def test_many_set_ups_leave_what_can_be_begun_in_sight() -> None:
    save(*(record(f"Client {number}") for number in range(8)))

    async def story(window: Window) -> None:
        await settled(window)
        said = [name_of(label) for label in visible(window, PlainLabel)]
        assert "One person tries it" not in said
        saved = [c for c in visible(window, ChoiceCard) if name_of(c).startswith("Client")]
        assert len(saved) == 5
        click(named(window, Button, "3 more set-ups"))
        saved = [c for c in visible(window, ChoiceCard) if name_of(c).startswith("Client")]
        assert len(saved) == 8

    drive(story)


def test_a_set_up_that_is_open_elsewhere_says_so_and_can_be_tried_again() -> None:
    mine = record("Acme helpdesk")
    store = save(mine)

    async def story(window: Window) -> None:
        await settled(window)
        with store.lock(mine.id):
            click(named(window, ChoiceCard, "Acme helpdesk"))
            await until(lambda: visible(window, ProblemNotice))
        notice = visible(window, ProblemNotice)[0]
        assert "already open in another window" in name_of(notice)
        click(named(notice, Button, "Try again"))
        await settled(window)
        assert visible(window, ProblemNotice) == []

    drive(story)


def test_services_that_can_not_be_built_are_told_and_built_again() -> None:
    tries = list[int]()

    async def at_the_second_try() -> Services:
        tries.append(1)
        if len(tries) == 1:
            raise ProblemError(ProblemCode.PRACTICE_FAILED, reason="no room")
        return await plain_services()

    async def story(window: Window) -> None:
        await until(lambda: visible(window, ProblemNotice))
        notice = visible(window, ProblemNotice)[0]
        assert "The practice helpdesk did not start: no room" in name_of(notice)
        click(named(notice, Button, "Try again"))
        await settled(window)
        assert visible(window, ProblemNotice) == []
        assert len(tries) == 2

    drive(story, services=at_the_second_try)


def test_practice_says_so_and_does_not_offer_itself_again() -> None:
    async def story(window: Window) -> None:
        await settled(window)
        words = "Practice – nothing leaves this computer"  # noqa: RUF001
        assert named(window, PlainLabel, words).isVisible()
        assert [name_of(c) for c in visible(window, ChoiceCard)] == ["Practise a set-up"]

    drive(story, practice=True)


def test_practising_opens_another_window(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [True, False]
    monkeypatch.setattr(own_program, "open_practice_window", lambda: answers.pop(0))

    async def story(window: Window) -> None:
        await settled(window)
        click(window.start_page.practise_card)
        await settled(window)
        assert "is opening" in name_of(visible(window, Notice)[0])
        click(window.start_page.practise_card)
        await settled(window)
        assert "could not be opened" in name_of(visible(window, Notice)[0])

    drive(story)


def write_certificate(path: Path, *, days: int) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Sample certificate")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW - timedelta(days=400))
        .not_valid_after(NOW + timedelta(days=days))
        .sign(key, hashes.SHA256())
    )
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return path


def test_a_dropped_file_is_looked_at_by_the_program_itself_in_a_child(tmp_path: Path) -> None:
    file = write_certificate(tmp_path / "certificate.pem", days=100)

    async def story(window: Window) -> None:
        await settled(window)
        drop(window.start_page.drop_zone, file)
        await until(lambda: visible(window, Notice), seconds=60)
        notice = visible(window, Notice)[0]
        assert "certificate.pem: this is a certificate." in name_of(notice)
        said = " ".join(name_of(label) for label in visible(notice, PlainLabel))
        assert "Sample certificate" in said

    drive(story)


NOTHING_WRONG = "We found nothing wrong."
LOOKED_AT = {
    "certificate.pem": (pem(), ("It has ", "SHA-1", "RSA with 2048 bits", NOTHING_WRONG), ()),
    "metadata.xml": (metadata_xml(), (NOTHING_WRONG, "Worth knowing"), ("This is the cause",)),
    "holiday.png": (PICTURE, ("It looks like a picture.",), (NOTHING_WRONG,)),
    "masked.json": (
        tracer(signed_in(), masked=True),
        ("the decoded sign-in message with the person's data is still in it", NOTHING_WRONG),
        (),
    ),
    "cut.har": (har(signed_in())[:9000], ("The recording is cut off",), (NOTHING_WRONG,)),
}


@pytest.mark.parametrize("name", LOOKED_AT)
def test_what_a_file_is_and_whether_anything_is_wrong_is_said(name: str, tmp_path: Path) -> None:
    content, told, not_told = LOOKED_AT[name]
    file = tmp_path / name
    file.write_bytes(content)

    async def story(window: Window) -> None:
        await settled(window)
        drop(window.start_page.drop_zone, file)
        await until(lambda: visible(window, Notice), seconds=60)
        await settled(window)
        said = "\n".join(name_of(label) for label in visible(window, PlainLabel))
        assert [words for words in told if words not in said] == []
        assert [words for words in not_told if words in said] == []

    drive(story)


def test_looking_at_a_file_can_be_cancelled_and_ends_the_child(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pids = tmp_path / "pid"
    script = f"import os, time; open({str(pids)!r}, 'w').write(str(os.getpid())); time.sleep(600)"

    def slow(*_arguments: str) -> list[str]:
        import sys  # noqa: PLC0415 - beside its only use

        return [sys.executable, "-c", script]

    monkeypatch.setattr(own_program, "command", slow)

    async def story(window: Window) -> None:
        await settled(window)
        drop(window.start_page.drop_zone, tmp_path / "x.pem")
        await until(lambda: pids.exists() and pids.read_text())
        await until(window.start_page._busy.isVisible)
        click(named(window, Button, "Cancel"))
        await settled(window)

    drive(story)
    with pytest.raises(ProcessLookupError):
        os.kill(int(pids.read_text()), 0)


def test_findings_stand_with_expected_above_found(tmp_path: Path) -> None:
    report = ToldReport(
        files=(ToldFile(path=str(tmp_path / "response.xml"), kind=Kind.SAML_RESPONSE, facts={}),),
        findings=(
            Finding(
                condition="S5",
                level=Level.CAUSE,
                side=Side.JUMPCLOUD,
                stage=StageId.JUMPCLOUD_SSO,
                saw="https://acme.deskpro.com/acs/4",
                expected="https://acme.deskpro.com/acs/5",
            ),
        ),
        headline="S5",
    )

    async def answer(_paths: Sequence[Path]) -> ToldReport:
        await asyncio.sleep(0)
        return report

    async def story(window: Window) -> None:
        await settled(window)
        drop(window.start_page.drop_zone, tmp_path / "response.xml")
        await until(lambda: visible(window, FindingList))
        await settled(window)
        said = [name_of(label) for label in visible(window, PlainLabel)]
        expected = said.index("https://acme.deskpro.com/acs/5")
        assert said[expected - 1 : expected + 3] == [
            "expected",
            "https://acme.deskpro.com/acs/5",
            "found",
            "https://acme.deskpro.com/acs/4",
        ]
        assert "This is the cause" in said
        assert any("In JumpCloud, open" in text for text in said)
        # there is no set-up whose page could be gone to
        assert not [b for b in visible(window, Button) if name_of(b).startswith("Go to")]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(own_program, "check", answer)
        drive(story)


@pytest.mark.parametrize(
    ("language", "size"),
    [(PSEUDO, (640, 480)), (PSEUDO, (1280, 800)), ("en", (480, 400)), ("en", (640, 480))],
)
def test_nothing_is_clipped(language: str, size: tuple[int, int]) -> None:
    saved_ones()

    async def story(window: Window) -> None:
        await settled(window)
        assert (window.width(), window.height()) == size
        assert clipped(window) == []

    drive(story, language=language, size=size)


@pytest.mark.parametrize("practice", [False, True])
def test_every_text_goes_through_texts(practice: bool) -> None:  # noqa: FBT001 - a parameter
    async def story(window: Window) -> None:
        await settled(window)
        window.start_page.show_problem(ProblemError(ProblemCode.KEY_MISSING).problem)
        assert untranslated(window) == []

    drive(story, language=PSEUDO, practice=practice)


def test_tab_reaches_every_choice_in_reading_order() -> None:
    saved_ones()

    async def story(window: Window) -> None:
        await settled(window)
        assert nameless(window) == []
        walked = tab_walk(window)
        assert set(reachable(window)) <= set(walked)
        names = [name_of(widget) for widget in walked]
        assert names[0] in {"Acme helpdesk", "Soon", "Late"}  # going on is the obvious thing
        assert names.index("New set-up") + 1 == names.index("Practise first")
        assert names.index("Practise first") < names.index("Choose a file")

    drive(story)


def test_a_file_that_only_looks_like_a_set_up_is_looked_at_as_any_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = list[Path]()

    async def check(paths: Sequence[Path]) -> ToldReport:
        looked.extend(paths)
        return ToldReport(files=(), findings=())

    monkeypatch.setattr(own_program, "check", check)
    path = tmp_path / "recording.JSON"
    path.write_text('{"log": {}}', encoding="utf-8")

    async def story(window: Window) -> None:
        await settled(window)
        drop(window.start_page.drop_zone, path)
        await until(lambda: looked == [path])
        await settled(window)
        assert window.session is None

    drive(story)


def test_a_set_up_of_a_newer_program_says_so(tmp_path: Path) -> None:
    path = tmp_path / "set-up.json"
    path.write_text('{"version": 99}', encoding="utf-8")

    async def story(window: Window) -> None:
        await settled(window)
        drop(window.start_page.drop_zone, path)
        await until(lambda: visible(window, ProblemNotice))
        assert "newer version" in name_of(visible(window, ProblemNotice)[0])

    drive(story)


@pytest.mark.parametrize("name", ["copy.json", SET_UP_FILE])
def test_a_copy_of_a_saved_set_up_opens_the_saved_one(tmp_path: Path, name: str) -> None:
    mine = record("Acme helpdesk")
    store = save(mine)
    path = tmp_path / name
    path.write_bytes((store.folder(mine.id) / "setup.json").read_bytes())

    async def story(window: Window) -> None:
        await settled(window)
        drop(window.start_page.drop_zone, path)
        await until(lambda: any(name_of(b) == "Open it" for b in visible(window, Button)))
        notice = next(n for n in visible(window, Notice) if "This is a set-up" in name_of(n))
        assert "It is saved on this computer." in [
            label.text() for label in visible(notice, PlainLabel)
        ]
        click(named(window, Button, "Open it"))
        await until(lambda: window.session is not None)
        await settled(window)
        assert window.session is not None
        assert window.session.record.id == mine.id
        assert window.session.record.opened is None

    drive(story)


def test_a_set_up_file_is_chosen_without_holding_up_the_window(tmp_path: Path) -> None:
    path = tmp_path / "copy.json"
    mine = record("Acme helpdesk")
    path.write_bytes((save(mine).folder(mine.id) / "setup.json").read_bytes())

    async def story(window: Window) -> None:
        await settled(window)
        click(window.start_page.open_button)
        await until(lambda: window.findChildren(QFileDialog))
        (dialog,) = window.findChildren(QFileDialog)
        assert dialog.isVisible()
        assert {"*.json", "*.deskpro-sso"} <= {*dialog.nameFilters()[0].split()}
        dialog.fileSelected.emit(str(path))
        dialog.close()
        await until(lambda: window.session is not None)
        await settled(window)

    drive(story)
