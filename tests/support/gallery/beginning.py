"""*Before you start* and *JumpCloud app*."""

import dataclasses
from typing import Final

from msgspec.structs import replace

from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.problems import ProblemCode
from deskpro_sso_gui.setup.facts import Organization, UserTrouble
from deskpro_sso_gui.setup.parts import CredentialKind, Helpdesk
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.ui.pages.application import ApplicationPage
from deskpro_sso_gui.ui.pages.prerequisites import PrerequisitesPage
from deskpro_sso_gui.ui.widgets.buttons import Button
from tests.support.doing import without_key
from tests.support.gallery.common import busy, changed, failed, told
from tests.support.gallery.exhibit import Bring, Exhibit, Visit, as_it_is
from tests.support.pictures import bomb, picture
from tests.support.set_up_files import told_by_a_stranger, write_file
from tests.support.window import click, drop, type_text, until, visible

_FIRST: Final = StageId.PREREQUISITES
_APP: Final = StageId.APPLICATION


def _typed(address: str) -> Bring:
    async def bring(visit: Visit) -> None:
        type_text(visit.at(PrerequisitesPage).helpdesk.address, address)
        await visit.settled()

    return bring


def _checked(address: str) -> Bring:
    async def bring(visit: Visit) -> None:
        type_text(visit.at(PrerequisitesPage).helpdesk.address, address)
        visit.press_primary()
        await visit.settled()

    return bring


async def _other_site(visit: Visit) -> None:
    await _checked(visit.sandbox.jumpcloud)(visit)


async def _another_name(visit: Visit) -> None:
    elsewhere = Helpdesk(
        url="https://support.acme.example",
        is_deskpro=True,
        reported_url=f"{visit.sandbox.deskpro}/",
    )
    await visit.session.commit(lambda record: replace(record, helpdesk=elsewhere))
    await visit.settled()


async def _account(visit: Visit) -> None:
    visit.press_primary()
    await until(lambda: visit.at(PrerequisitesPage).account.state == "open")
    await visit.settled()


async def _service_account(visit: Visit) -> None:
    await _account(visit)
    account = visit.at(PrerequisitesPage).account
    click(account.kind.button(CredentialKind.SERVICE_ACCOUNT))
    type_text(account.client_id, "an-id")
    await visit.settled()


async def _wrong_key(visit: Visit) -> None:
    await _account(visit)
    type_text(visit.at(PrerequisitesPage).account.key.line, "jca_wrong")
    visit.press_primary()
    await visit.settled()


async def _no_key(visit: Visit) -> None:
    await _account(visit)
    account = visit.at(PrerequisitesPage).account
    click(account.kind.button("by-hand"))
    account.without_key.regions.show()  # as outside practice
    await visit.settled()


async def _by_hand(visit: Visit) -> None:
    await _no_key(visit)
    visit.press_primary()
    await visit.settled()


async def _organisations(visit: Visit) -> None:
    visit.set_faults(Fault.SEVERAL_ORGANIZATIONS)
    await _account(visit)
    click(visit.at(PrerequisitesPage).account.practice_button)
    visit.press_primary()
    await visit.settled()


async def _signing_in(visit: Visit) -> None:
    await _account(visit)
    click(visit.at(PrerequisitesPage).account.practice_button)
    await busy(visit)


async def _tester(visit: Visit) -> None:
    await _account(visit)
    page = visit.at(PrerequisitesPage)
    click(page.account.practice_button)
    visit.press_primary()
    await until(lambda: page.tester.people.shown)
    await visit.settled()


async def _suspended(visit: Visit) -> None:
    tester = visit.session.record.tester
    assert tester is not None
    troubled = replace(tester, trouble=UserTrouble.SUSPENDED)
    await visit.session.commit(lambda record: replace(record, tester=troubled))
    await visit.settled()


async def _accounts_told(visit: Visit) -> None:
    block = visit.at(PrerequisitesPage).accounts
    click(block.tester.button("no"))
    click(block.admin.button("yes"))
    click(block.tell_button)
    await until(lambda: block.state == "attention")
    await visit.settled()


async def _accounts_by_key(visit: Visit) -> None:
    block = visit.at(PrerequisitesPage).accounts
    block.by_key.set_open(on=True)
    await visit.settled()
    type_text(block.key.line, "1:WRONG")
    click(block.ask_button)
    await visit.settled()


async def _from_a_file(visit: Visit) -> None:
    file = write_file(
        visit.folder / "acme set-up.json",
        told_by_a_stranger(visit.prepared.sandbox.address, practice=True),
    )
    await visit.window.open_setup_file(file)
    await visit.settled()


async def _from_a_file_addresses(visit: Visit) -> None:
    await _from_a_file(visit)
    page = visit.at(PrerequisitesPage)
    click(page.helpdesk.is_ours)
    visit.press_primary()
    await until(lambda: page.opened.state == "open")
    await visit.settled()


def _first(state: str, bring: Bring = as_it_is, after: StageId | None = None) -> Exhibit:
    return Exhibit(_FIRST, state, bring, after=after, busy=bring in {busy, _signing_in})


BEFORE_YOU_START: Final = (
    _first("empty"),
    _first("busy", busy),
    _first("failed", failed(ProblemCode.NAME_NOT_FOUND)),
    _first("address-changed", _typed("https:/acme.example/agent/#/x")),
    _first("no-address", _checked("not an address")),
    _first("another-site", _other_site),
    _first("another-name", _another_name),
    _first("key", _account),
    _first("service-account", _service_account),
    _first("wrong-key", _wrong_key),
    _first("signing-in", _signing_in),
    _first("no-key", _no_key),
    _first("by-hand", _by_hand),
    _first("organisations", _organisations),
    _first("who-tries", _tester),
    _first("suspended", _suspended, _FIRST),
    _first("done", after=_FIRST),
    _first("accounts-told", _accounts_told, _FIRST),
    _first("accounts-failed", _accounts_by_key, _FIRST),
    _first("from-a-file", _from_a_file),
    _first("from-a-file-addresses", _from_a_file_addresses),
)


async def _taken(visit: Visit) -> None:
    page = visit.at(ApplicationPage)
    page.advanced.set_open(on=True)
    type_text(page.suffix, "Not Possible")
    page.description.setPlainText("x" * 257)
    await visit.settled()


async def _use_shown(visit: Visit) -> None:
    page = visit.at(ApplicationPage)
    (there,) = page.existing._cards
    click(next(b for b in visible(page.existing._cards[there], Button)))
    await visit.settled()


async def _with_picture(visit: Visit) -> None:
    page = visit.at(ApplicationPage)
    drop(page.picture.drop_zone, picture(visit.folder / "our logo.png", width=300, height=300))
    await until(lambda: page.picture.seen is not None)
    await visit.settled()


async def _bad_picture(visit: Visit) -> None:
    page = visit.at(ApplicationPage)
    drop(page.picture.drop_zone, visit.file("logo.png", bomb()))
    await until(lambda: page.picture.lines.lines)
    await visit.settled()


async def _picture_refused(visit: Visit) -> None:
    await _with_picture(visit)
    visit.set_faults(Fault.LOGO_FORBIDDEN)
    visit.press_primary()
    await until(lambda: visit.session.record.application is not None)
    await visit.settled()


async def _app_by_hand(visit: Visit) -> None:
    await without_key(visit)


async def _app_told(visit: Visit) -> None:
    await without_key(visit)
    visit.press_primary()
    await visit.settled()


def _elsewhere(record: SetupRecord) -> SetupRecord:
    assert record.account is not None
    account = replace(record.account, organization=Organization(id="elsewhere"))
    return replace(record, account=account)


def _app(state: str, bring: Bring = as_it_is, after: StageId | None = _FIRST) -> Exhibit:
    return Exhibit(_APP, state, bring, after=after, busy=bring is busy)


_THERE: Final = dataclasses.replace(_app("existing"), outside=_APP)

APP: Final = (
    _app("locked", after=None),
    _app("empty"),
    _app("busy", busy),
    _app("failed", failed(ProblemCode.TOOK_TOO_LONG)),
    _app("refused", told(ProblemCode.ADDRESS_BLOCKED)),
    _app("wrong-fields", _taken),
    _app("picture", _with_picture),
    _app("bad-picture", _bad_picture),
    _app("picture-refused", _picture_refused),
    _THERE,
    dataclasses.replace(_THERE, state="existing-asked", bring=_use_shown),
    _app("done", after=_APP),
    _app("stale", changed(_elsewhere), _APP),
    _app("by-hand", _app_by_hand),
    _app("by-hand-done", _app_told),
)
