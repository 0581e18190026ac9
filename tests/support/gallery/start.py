"""The first page and the settings."""

from pathlib import Path
from typing import Final
from unittest.mock import patch

import trustme
from msgspec.structs import replace

from deskpro_sso_gui.credentials import Secret
from deskpro_sso_gui.diagnosis.finding import Finding, Level, Side
from deskpro_sso_gui.diagnosis.told import ToldFile, ToldReport
from deskpro_sso_gui.jumpcloud.credential import ApiKey
from deskpro_sso_gui.problems import Problem, ProblemCode
from deskpro_sso_gui.saml.facts import Kind
from deskpro_sso_gui.setup.facts import Interface, Organization, Region
from deskpro_sso_gui.setup.parts import (
    Account,
    ApplicationState,
    Helpdesk,
)
from deskpro_sso_gui.setup.record import encode
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.storage.settings import ProxyUse
from deskpro_sso_gui.ui import own_program
from deskpro_sso_gui.ui.settings.authorities import AuthoritiesCard
from deskpro_sso_gui.ui.settings.keys import KeysCard
from deskpro_sso_gui.ui.settings.proxy import ProxyCard
from deskpro_sso_gui.ui.widgets.buttons import Button
from tests.support.captures import har, signed_in
from tests.support.certificate_files import pem
from tests.support.gallery.exhibit import Exhibit, Part, Visit, rest
from tests.support.prepared import Prepared
from tests.support.records import done_until
from tests.support.saved_setups import certificate, record, save
from tests.support.window import click, drop, settled, type_text, visible

HELPDESK: Final = Helpdesk(url="https://acme.deskpro.com", is_deskpro=True)
_AUTHORITY: Final = trustme.CA(
    organization_name="Acme Network Inspection", organization_unit_name="Security"
)


def application(suffix: str) -> ApplicationState:
    """Return an app in JumpCloud."""
    return ApplicationState(
        id="a" * 24,
        label="DeskPRO",
        template="saml2",
        idp_url=f"https://sso.jumpcloud.com/saml2/{suffix}",
    )


def saved_ones(_prepared: Prepared | None = None) -> None:
    """Save some whose certificates are well, end soon and are over, and one that is damaged."""
    store = save(
        record("Acme helpdesk", helpdesk=HELPDESK, certificate=certificate(1800)),
        record("Soon", certificate=certificate(30)),
        record("Late", certificate=certificate(-3)),
        record("Broken"),
    )
    broken = next(each for each in store.list() if getattr(each, "record", None).name == "Broken")  # type: ignore[union-attr]
    broken.path.write_text("{", encoding="utf-8")


def _two_with_apps(_prepared: Prepared) -> None:
    users = replace(HELPDESK, interface=Interface.USERS)
    save(
        record(
            "Acme",
            helpdesk=HELPDESK,
            certificate=certificate(30),
            application=application("deskpro"),
        ),
        record(
            "Acme",
            helpdesk=users,
            certificate=certificate(400),
            application=application("deskpro-users"),
        ),
    )


async def _asked_whose(visit: Visit) -> None:
    click(visit.window.start_page.renew_card)
    await settled(visit.window)


async def _failed(visit: Visit) -> None:
    problem = Problem(code=ProblemCode.PRACTICE_FAILED, values={"reason": "no room"})
    visit.window.start_page.show_problem(problem)
    await rest()


async def _dropped(visit: Visit, path: Path) -> None:
    drop(visit.window.start_page.drop_zone, path)
    await settled(visit.window)


async def _certificate_seen(visit: Visit) -> None:
    await _dropped(visit, visit.file("certificate.pem", pem()))


async def _recording_seen(visit: Visit) -> None:
    await _dropped(visit, visit.file("attempt.har", har(signed_in())))


async def _findings(visit: Visit) -> None:
    finding = Finding(
        condition="S5",
        level=Level.CAUSE,
        side=Side.JUMPCLOUD,
        stage=StageId.JUMPCLOUD_SSO,
        saw="https://acme.deskpro.com/acs/4",
        expected="https://acme.deskpro.com/acs/5",
    )
    file = ToldFile(path=str(visit.folder / "response.xml"), kind=Kind.SAML_RESPONSE, facts={})
    report = ToldReport(files=(file,), findings=(finding,), headline="S5")
    visit.window.start_page._show_report(report)
    await settled(visit.window)


async def _unreadable(visit: Visit) -> None:
    problem = Problem(code=ProblemCode.FILE_UNREADABLE, values={"path": "/media/stick/attempt.har"})
    visit.window.start_page._show_file_problem(problem)
    await rest()


async def _set_up_file(visit: Visit) -> None:
    await _dropped(visit, visit.file("acme.json", encode(done_until(StageId.METADATA))))


async def _practising(visit: Visit) -> None:
    with patch.object(own_program, "open_practice_window", lambda: True):
        click(visit.window.start_page.practise_card)
        await settled(visit.window)


async def _settings(visit: Visit) -> None:
    visit.window.open_settings()
    await settled(visit.window)


async def _settings_filled(visit: Visit) -> None:
    services = await visit.window.services()
    for host, region in (("acme.deskpro.com", Region.US), ("support.example.org", Region.EU)):
        account = Account(region=region, organization=Organization(id="6" * 24, name="Acme"))
        helpdesk = Helpdesk(url=f"https://{host}", is_deskpro=True)
        of = record("Acme helpdesk", helpdesk=helpdesk, account=account)
        await services.keys.keep_credential(of, region, ApiKey(Secret("jca_hush")))
    await _settings(visit)
    (authorities,) = visible(visit.window, AuthoritiesCard)
    drop(authorities.drop_zone, visit.file("acme-root.pem", _AUTHORITY.cert_pem.bytes()))
    await settled(visit.window)
    (proxy,) = visible(visit.window, ProxyCard)
    click(proxy.use.button(ProxyUse.ADDRESS))
    type_text(proxy.address, "proxy.acme.example:3128")
    type_text(proxy.user, "ann")
    type_text(proxy.password.line, "hush-hush")
    click(proxy.save_button)
    await settled(visit.window)


async def _forgetting(visit: Visit) -> None:
    await _settings_filled(visit)
    (keys,) = visible(visit.window, KeysCard)
    click(visible(keys, Button)[0])
    await settled(visit.window)


async def _settings_failed(visit: Visit) -> None:
    await _settings(visit)
    (authorities,) = visible(visit.window, AuthoritiesCard)
    drop(authorities.drop_zone, visit.file("no.pem", b"hello"))
    await settled(visit.window)
    (proxy,) = visible(visit.window, ProxyCard)
    click(proxy.use.button(ProxyUse.ADDRESS))
    type_text(proxy.address, "not a proxy")
    click(proxy.save_button)
    await settled(visit.window)


def _here(state: str, bring: object = None, page: Part = Part.START, **other: object) -> Exhibit:
    given = {} if bring is None else {"bring": bring}
    return Exhibit(page, state, practice=False, **given, **other)  # type: ignore[arg-type]


START: Final = (
    _here("empty"),
    _here("done", before=saved_ones),
    _here("failed", _failed),
    _here("whose-certificate", _asked_whose, before=_two_with_apps),
    _here("certificate-looked-at", _certificate_seen),
    _here("recording-looked-at", _recording_seen),
    _here("findings", _findings),
    _here("file-failed", _unreadable),
    _here("set-up-file", _set_up_file),
    _here("practice-opens", _practising),
    Exhibit(Part.START, "practice"),
)
SETTINGS: Final = (
    _here("empty", _settings, Part.SETTINGS),
    _here("done", _settings_filled, Part.SETTINGS),
    _here("failed", _settings_failed, Part.SETTINGS),
    _here("forgetting", _forgetting, Part.SETTINGS),
)
