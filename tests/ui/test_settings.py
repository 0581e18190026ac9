"""The settings: the way there and back, the network, extra authorities, and keys to forget."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest
import trustme
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox

from deskpro_sso_gui import texts
from deskpro_sso_gui.credentials import CredentialName, Secret, SecretKind
from deskpro_sso_gui.jumpcloud.credential import ApiKey
from deskpro_sso_gui.problems import Problem, ProblemCode
from deskpro_sso_gui.setup.facts import Organization, Region
from deskpro_sso_gui.setup.parts import Account, CredentialKind, Helpdesk
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.storage.folders import folders
from deskpro_sso_gui.storage.settings import Network, ProxyUse, load_settings
from deskpro_sso_gui.storage.settings import Theme as Looks
from deskpro_sso_gui.tasks.services import Services
from deskpro_sso_gui.texts import PSEUDO
from deskpro_sso_gui.ui.settings.authorities import AuthoritiesCard
from deskpro_sso_gui.ui.settings.card import SettingsCard
from deskpro_sso_gui.ui.settings.keys import KeyRow, KeysCard
from deskpro_sso_gui.ui.settings.proxy import ProxyCard
from deskpro_sso_gui.ui.settings.taste import LanguageCard, LooksCard
from deskpro_sso_gui.ui.settings.view import SettingsView
from deskpro_sso_gui.ui.theme import Scheme, Theme
from deskpro_sso_gui.ui.widgets.buttons import Button, ChoiceCard, IconButton
from deskpro_sso_gui.ui.widgets.labels import PlainLabel
from deskpro_sso_gui.ui.widgets.notice import Notice, ProblemNotice
from deskpro_sso_gui.ui.window import Window
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
    type_text,
    until,
    untranslated,
    visible,
)

C = TypeVar("C", bound=SettingsCard)
NOW = datetime.now(UTC)
AUTHORITY = trustme.CA(
    organization_name="Acme Network Inspection",
    organization_unit_name="Security",
)


def saved_network() -> Network:
    return load_settings(folders(practice=False).settings_file).network


def believed() -> bytes:
    return Path(saved_network().ca_file).read_bytes()


def authority_file(folder: Path) -> Path:
    path = folder / "acme-root.pem"
    path.write_bytes(AUTHORITY.cert_pem.bytes())
    return path


def record(host: str = "acme.deskpro.com", region: Region = Region.US) -> SetupRecord:
    return SetupRecord(
        name="Acme helpdesk",
        created_at=NOW,
        changed_at=NOW,
        helpdesk=Helpdesk(url=f"https://{host}", is_deskpro=True),
        account=Account(
            region=region,
            credential=CredentialKind.API_KEY,
            organization=Organization(id="60259a2ad81e1a474d4e7c83", name="Acme"),
            several_organizations=False,
        ),
    )


async def with_keys() -> Services:
    services = await plain_services()
    for each in (record(), record("support.example.org", Region.EU)):
        await services.keys.keep_credential(each, each.account.region, ApiKey(Secret("jca_hush")))  # type: ignore[union-attr]
    return services


def opened(window: Window) -> SettingsView:
    click(window.start_page.settings_button)
    assert window.settings_view is not None
    return window.settings_view


def card(window: Window, kind: type[C]) -> C:
    (found,) = visible(window, kind)
    return found


def texts_of(window: Window) -> list[str]:
    return [name_of(label) for label in visible(window, PlainLabel)]


def told(window: Window) -> list[str]:
    return [name_of(notice) for notice in visible(window, Notice)]


def test_the_settings_are_reached_from_the_first_page_and_left_to_it() -> None:
    async def story(window: Window) -> None:
        await settled(window)
        opened(window)
        await settled(window)
        assert not window.start_page.isVisible()
        assert all(visible(window, kind) for kind in (ProxyCard, AuthoritiesCard, KeysCard))
        click(named(window, Button, "Back"))
        await settled(window)
        assert window.start_page.isVisible()
        assert window.settings_view is None
        assert visible(window, SettingsView) == []

    drive(story)


def test_the_settings_are_reached_from_a_set_up_and_left_to_its_page() -> None:
    async def story(window: Window) -> None:
        await settled(window)
        click(window.start_page.new_card)
        await settled(window)
        page = window.setup_view.page if window.setup_view else None
        assert page is not None
        click(named(window, IconButton, "Settings"))
        await settled(window)
        assert not page.isVisible()
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Escape)
        await settled(window)
        assert page.isVisible()
        assert window.setup_view is not None
        assert window.setup_view.isAncestorOf(window.focusWidget())

    drive(story)


@pytest.mark.parametrize("size", [(480, 400), (1080, 760)])
def test_a_narrow_window_has_the_way_there_too(size: tuple[int, int]) -> None:
    async def story(window: Window) -> None:
        await settled(window)
        click(window.start_page.new_card)
        await settled(window)
        click(named(window, IconButton, "Settings"))
        await settled(window)
        assert window.settings_view is not None

    drive(story, size=size)


def test_a_proxy_s_address_is_saved_and_its_password_goes_to_the_keyring_alone(
    home: Path,
) -> None:
    async def story(window: Window) -> None:
        await settled(window)
        opened(window)
        await settled(window)
        proxy = card(window, ProxyCard)
        assert not proxy.save_button.isEnabled()
        click(proxy.use.button(ProxyUse.ADDRESS))
        assert not proxy.save_button.isEnabled()
        type_text(proxy.address, "Proxy.Acme.example:3128")
        type_text(proxy.user, "ann")
        type_text(proxy.password.line, "hush-hush")
        click(proxy.save_button)
        await settled(window)
        assert saved_network() == Network(
            proxy_use=ProxyUse.ADDRESS, proxy="http://proxy.acme.example:3128", proxy_user="ann"
        )
        services = await window.services()
        kept = await services.credentials.get(
            CredentialName(
                origin="http://proxy.acme.example:3128",
                kind=SecretKind.PROXY_PASSWORD,
                account="ann",
            )
        )
        assert kept == Secret("hush-hush")
        assert proxy.password.line.text() == ""
        assert "Done: Saved. It holds from the next request on." in told(window)
        assert not proxy.save_button.isEnabled()

    drive(story)
    written = [each for each in home.rglob("*") if each.is_file()]
    assert written
    assert all(b"hush-hush" not in each.read_bytes() for each in written)


@pytest.mark.parametrize("address", ["http://ann:hush@proxy.example:1", "not a proxy", "x/y"])
def test_what_is_no_proxy_is_told_without_its_password(address: str) -> None:
    async def story(window: Window) -> None:
        await settled(window)
        opened(window)
        await settled(window)
        proxy = card(window, ProxyCard)
        click(proxy.use.button(ProxyUse.ADDRESS))
        type_text(proxy.address, address)
        click(proxy.save_button)
        await settled(window)
        (problem,) = visible(window, ProblemNotice)
        assert name_of(problem).startswith("Problem: This is not the address of a proxy")
        assert "hush" not in name_of(problem)
        assert saved_network() == Network()

    drive(story)


def test_directly_is_saved_and_shown_again() -> None:
    async def story(window: Window) -> None:
        await settled(window)
        opened(window)
        await settled(window)
        proxy = card(window, ProxyCard)
        click(proxy.use.button(ProxyUse.NONE))
        click(proxy.save_button)
        await settled(window)
        click(named(window, Button, "Back"))
        await settled(window)
        opened(window)
        await settled(window)
        again = card(window, ProxyCard)
        assert again.use.value() == ProxyUse.NONE

    drive(story)
    assert saved_network().proxy_use is ProxyUse.NONE


def test_an_authority_is_chosen_shown_with_owner_and_expiry_and_removed(tmp_path: Path) -> None:
    async def story(window: Window) -> None:
        await settled(window)
        opened(window)
        await settled(window)
        authorities = card(window, AuthoritiesCard)
        drop(authorities.drop_zone, authority_file(tmp_path))
        await settled(window)
        (line,) = authorities.lines.lines
        assert line.text.startswith("Acme Network Inspection, valid until ")
        assert "acme-root.pem" in [name_of(label) for label in visible(authorities, PlainLabel)]
        network = saved_network()
        assert network.ca_name == "acme-root.pem"
        assert believed() == AUTHORITY.cert_pem.bytes()
        click(named(window, Button, "Remove from this program"))
        await settled(window)
        assert saved_network().ca_file == ""
        assert authorities.lines.lines == ()

    drive(story)


def test_what_is_no_authority_s_file_is_refused_and_nothing_changes(tmp_path: Path) -> None:
    leaf = AUTHORITY.issue_cert("proxy.acme.example")
    files = {
        "no.pem": b"hello",
        "leaf.pem": leaf.cert_chain_pems[0].bytes(),
        "key.pem": leaf.private_key_pem.bytes() + AUTHORITY.cert_pem.bytes(),
    }

    async def story(window: Window) -> None:
        await settled(window)
        opened(window)
        await settled(window)
        authorities = card(window, AuthoritiesCard)
        said = []
        for name, content in files.items():
            (tmp_path / name).write_bytes(content)
            drop(authorities.drop_zone, tmp_path / name)
            await settled(window)
            (problem,) = visible(window, ProblemNotice)
            said.append(name_of(problem))
        assert "no certificate in this file: no.pem" in said[0]
        assert "leaf.pem is no certificate authority's" in said[1]
        assert "private key" in said[2]
        assert saved_network() == Network()

    drive(story)


def test_an_authority_s_file_that_is_gone_is_told_and_can_be_removed(tmp_path: Path) -> None:
    async def story(window: Window) -> None:
        await settled(window)
        opened(window)
        await settled(window)
        authorities = card(window, AuthoritiesCard)
        drop(authorities.drop_zone, authority_file(tmp_path))
        await settled(window)
        folders(practice=False).authorities_file.unlink()
        authorities.entered()
        await settled(window)
        (problem,) = visible(window, ProblemNotice)
        assert "extra certificate authorities can't be used" in name_of(problem)
        click(named(window, Button, "Remove from this program"))
        await settled(window)
        assert saved_network().ca_file == ""
        assert visible(window, ProblemNotice) == []

    drive(story)


def test_kept_keys_are_listed_and_forgotten_after_asking_once_more() -> None:
    async def story(window: Window) -> None:
        await settled(window)
        opened(window)
        await settled(window)
        rows = visible(window, KeyRow)
        said = [[name_of(label) for label in visible(row, PlainLabel)] for row in rows]
        assert said == [
            ["support.example.org", "API key, JumpCloud in the EU region"],
            ["acme.deskpro.com", "API key, JumpCloud in the US region"],
        ]
        assert not any("hush" in text for each in said for text in each)
        click(rows[1].forget_button)
        click(named(rows[1], Button, "Keep it"))
        click(rows[1].forget_button)
        click(named(rows[1], Button, "Forget it"))
        await settled(window)
        (left,) = visible(window, KeyRow)
        assert "support.example.org" in [name_of(each) for each in visible(left, PlainLabel)]
        services = await window.services()
        name = services.keys.name_of(record(), Region.US, SecretKind.API_KEY)
        assert await services.credentials.get(name) is None
        assert len(services.kept_names.list()) == 1

    drive(story, services=with_keys)


def test_a_key_of_deskpro_s_is_called_so_and_not_jumpcloud_s() -> None:
    async def services() -> Services:
        made = await plain_services()
        await made.keys.keep_deskpro_key(record(), Secret("hush"))
        return made

    async def story(window: Window) -> None:
        await settled(window)
        opened(window)
        await settled(window)
        (row,) = visible(window, KeyRow)
        click(row.forget_button)
        said = [name_of(label) for label in visible(row, PlainLabel)]
        assert said[:2] == ["acme.deskpro.com", "DeskPRO's API key, https://acme.deskpro.com"]
        assert not any("JumpCloud" in text for text in said)
        click(named(row, Button, "Forget it"))
        await settled(window)
        assert visible(window, KeyRow) == []

    drive(story, services=services)


def test_a_key_is_found_by_its_set_up_too_and_after_its_set_up_is_gone() -> None:
    async def services() -> Services:
        made = await with_keys()
        made.store.save(record("third.example"))
        name = made.keys.name_of(record("third.example"), Region.INDIA, SecretKind.API_KEY)
        await made.credentials.put(name, Secret("jca_hush"))  # as a program without a list did
        return made

    async def story(window: Window) -> None:
        await settled(window)
        opened(window)
        await settled(window)
        labels = [
            name_of(each) for row in visible(window, KeyRow) for each in visible(row, PlainLabel)
        ]
        assert "third.example" in labels
        assert "acme.deskpro.com" in labels

    drive(story, services=services)


def test_a_set_up_says_that_its_key_is_needed_again_once_it_was_forgotten() -> None:
    async def services() -> Services:
        made = await with_keys()
        made.store.save(record())
        return made

    async def story(window: Window) -> None:
        await settled(window)
        click(named(window, ChoiceCard, "Acme helpdesk"))
        await settled(window)
        assert "Key kept until you close the window" in texts_of(window)
        click(named(window, IconButton, "Settings"))
        await settled(window)
        row = visible(window, KeyRow)[1]
        click(row.forget_button)
        click(named(row, Button, "Forget it"))
        await settled(window)
        click(named(window, Button, "Back"))
        await settled(window)
        assert "Key needed again: Before you start" in texts_of(window)

    drive(story, services=services)


def test_practice_shows_its_own_keys_and_no_network_settings() -> None:
    async def story(window: Window) -> None:
        await settled(window)
        opened(window)
        await settled(window)
        assert visible(window, ProxyCard) == []
        assert visible(window, AuthoritiesCard) == []
        assert "No key is kept." in [name_of(label) for label in visible(window, PlainLabel)]

    drive(story, practice=True)


@pytest.mark.parametrize(
    ("code", "offered"),
    [
        (ProblemCode.PROXY_FAILED, True),
        (ProblemCode.PROXY_WANTS_PASSWORD, True),
        (ProblemCode.CERTIFICATE_AUTHORITY_UNKNOWN, True),
        (ProblemCode.NAME_NOT_FOUND, False),
    ],
)
def test_a_problem_with_the_network_leads_to_its_settings(
    code: ProblemCode,
    offered: bool,  # noqa: FBT001 - a parameter
) -> None:
    values = {"host": "console.jumpcloud.com", "proxy": "http://proxy:1", "issuer": "Acme"}

    async def story(window: Window) -> None:
        await settled(window)
        click(window.start_page.new_card)
        await settled(window)
        page = window.setup_view.page if window.setup_view else None
        assert page is not None
        page.show_problem(Problem(code=code, values=values))
        await settled(window)
        buttons = [b for b in visible(page, Button) if name_of(b) == "Network settings…"]
        assert bool(buttons) is offered
        if buttons:
            click(buttons[0])
            await settled(window)
            assert visible(window, ProxyCard)

    drive(story)


LOOKS = [(PSEUDO, (640, 480)), (PSEUDO, (1280, 800)), ("en", (480, 400)), ("en", (640, 480))]


async def _everything(window: Window, folder: Path) -> None:
    await settled(window)
    view = opened(window)
    await settled(window)
    proxy, authorities = card(window, ProxyCard), card(window, AuthoritiesCard)
    click(proxy.use.button(ProxyUse.ADDRESS))
    type_text(proxy.user, "ann")
    drop(authorities.drop_zone, authority_file(folder))
    click(visible(view, KeyRow)[0].forget_button)
    await settled(window)


@pytest.mark.parametrize(("language", "size"), LOOKS)
def test_nothing_is_clipped(language: str, size: tuple[int, int], tmp_path: Path) -> None:
    async def story(window: Window) -> None:
        await _everything(window, tmp_path)
        assert (window.width(), window.height()) == size
        assert clipped(window) == []

    drive(story, services=with_keys, language=language, size=size)


def test_every_text_goes_through_texts_and_tab_reaches_everything(tmp_path: Path) -> None:
    async def story(window: Window) -> None:
        await _everything(window, tmp_path)
        assert untranslated(window) == []
        assert nameless(window) == []
        assert set(reachable(window)) <= set(tab_walk(window))

    drive(story, services=with_keys, language=PSEUDO)


@pytest.mark.parametrize("practice", [False, True])
def test_another_language_is_spoken_at_once_and_remembered(*, practice: bool) -> None:
    async def story(window: Window) -> None:
        opened(window)
        await settled(window)
        before = card(window, LanguageCard)
        click(before.language.button("de"))
        await until(lambda: texts.language() == "de")
        await settled(window)
        anew = card(window, LanguageCard)
        assert anew is not before
        assert anew.language.value() == "de"
        assert load_settings(folders(practice=False).settings_file).language == "de"
        assert name_of(anew) == texts.t("Language") != "Language"
        click(anew.language.button("system"))
        await until(lambda: texts.language() == "en")
        await settled(window)
        assert card(window, LanguageCard).language.value() == "system"
        assert load_settings(folders(practice=False).settings_file).language == ""

    drive(story, practice=practice, services=plain_services)


def test_the_set_up_behind_the_settings_speaks_the_language_when_they_are_left() -> None:
    async def story(window: Window) -> None:
        await window._new_setup()
        await settled(window)
        view = window.setup_view
        assert view is not None
        view.go_to(StageId.METADATA)
        window.open_settings()
        await settled(window)
        click(card(window, LanguageCard).language.button("de"))
        await until(lambda: texts.language() == "de")
        await settled(window)
        window.close_settings()
        await settled(window)
        anew = window.setup_view
        assert anew is not None
        assert anew is not view
        assert anew.isVisible()
        assert anew.page is not None
        assert anew.page.stage is StageId.METADATA
        assert anew.back_button.text() == texts.t("&Back") != "&Back"
        window.open_settings()
        window.close_settings()
        assert window.setup_view is anew
        click(anew.stages._home)
        await settled(window)
        assert window.start_page.isVisible()
        assert name_of(window.start_page.settings_button) == texts.t("Settings") != "Settings"

    drive(story, services=plain_services)


def test_qts_own_dialogs_speak_the_language_too() -> None:
    async def story(window: Window) -> None:
        opened(window)
        await settled(window)
        before = card(window, LanguageCard)
        click(before.language.button("de"))
        await until(lambda: texts.language() == "de")
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "Abbrechen"
        box.deleteLater()
        await settled(window)
        click(card(window, LanguageCard).language.button("en"))
        await until(lambda: texts.language() == "en")
        await settled(window)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "Cancel"
        box.deleteLater()

    drive(story)


def test_the_looks_change_at_once_and_are_remembered() -> None:
    async def story(window: Window) -> None:
        opened(window)
        await settled(window)
        looks_card = card(window, LooksCard)
        for looks in (Looks.DARK, Looks.HIGH_CONTRAST, Looks.LIGHT):
            click(looks_card.looks.button(looks))
            await settled(window)
            assert Theme.current().scheme == Scheme(looks)
            assert load_settings(folders(practice=False).settings_file).theme is looks

    drive(story)


def test_every_looks_of_the_settings_is_one_of_the_themes() -> None:
    assert {Scheme(looks) for looks in Looks} == set(Scheme)
