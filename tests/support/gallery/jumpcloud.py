"""*JumpCloud sign-in*, *Certificate* and *Who gets in*."""

from datetime import timedelta
from typing import Final

from msgspec.structs import replace

from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.problems import ProblemCode
from deskpro_sso_gui.setup.facts import SsoMethod
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.ui.pages.access import AccessPage
from deskpro_sso_gui.ui.pages.certificate import CertificatePage
from deskpro_sso_gui.ui.pages.jumpcloud_sso import JumpcloudSsoPage
from deskpro_sso_gui.ui.widgets.notice import ProblemNotice
from tests.support.captures import har, signed_in
from tests.support.doing import (
    changing,
    diagnosed,
    part,
    renewal,
    set_method,
    tick,
    unbinding,
    without_key,
)
from tests.support.gallery.common import busy, changed, failed, told
from tests.support.gallery.exhibit import Bring, Exhibit, Visit, as_it_is
from tests.support.saml_documents import signer
from tests.support.window import click, drop, type_text, until, visible

_SSO: Final = StageId.JUMPCLOUD_SSO
_CERT: Final = StageId.CERTIFICATE
_ACCESS: Final = StageId.ACCESS
_OTHER_ADDRESS: Final = part("service_provider", acs_url="https://acme.example/callback/4")


async def _all_settings(visit: Visit) -> None:
    visit.at(JumpcloudSsoPage).right.set_open(on=True)
    await visit.settled()


async def _meanwhile(visit: Visit) -> None:
    client = await visit.session.services.jumpcloud(visit.session.record)
    (there,) = await client.applications()
    renamed = replace(there, label="Bob's desk")
    await client.update_application(renamed, active=True, config=renamed.config)
    visit.press_primary()
    await until(lambda: visible(visit.page, ProblemNotice))
    await visit.settled()


async def _with_gate(visit: Visit) -> None:
    await set_method(visit, SsoMethod.AUTOMATIC)
    await changing(visit)


async def by_hand(visit: Visit) -> None:
    """Have the page say what is to be done without a key."""
    await without_key(visit)


async def _sso_told(visit: Visit) -> None:
    await without_key(visit)
    visit.press_primary()
    await visit.settled()


def _sso(
    state: str, bring: Bring = as_it_is, after: StageId | None = StageId.DESKPRO_ADD
) -> Exhibit:
    return Exhibit(_SSO, state, bring, after=after, busy=bring is busy)


SSO: Final = (
    _sso("locked", after=None),
    _sso("empty"),
    _sso("all-settings", _all_settings),
    _sso("busy", busy),
    _sso("failed", failed(ProblemCode.TOOK_TOO_LONG)),
    _sso("changed-meanwhile", _meanwhile),
    _sso("done", after=_SSO),
    _sso("stale", changed(_OTHER_ADDRESS), _SSO),
    _sso("after-automatic", _with_gate, StageId.VALIDATE),
    _sso("by-hand", by_hand),
    _sso("by-hand-done", _sso_told),
)


async def _wrong_file(visit: Visit) -> None:
    page = visit.at(CertificatePage)
    drop(page.drop, visit.file("certificate.pem", b"<!DOCTYPE html><html></html>"))
    await visit.settled()


async def _another(visit: Visit) -> None:
    drop(visit.at(CertificatePage).drop, visit.file("certificate.pem", signer("another").pem))
    await until(lambda: visit.session.record.certificate is not None)
    await visit.settled()


async def _repaired(visit: Visit) -> None:
    certificate = visit.session.record.certificate
    assert certificate is not None
    content = b"\xef\xbb\xbf" + certificate.pem.replace("\n", "\r\n").encode()
    page = visit.at(CertificatePage)
    page._other.set_open(on=True)
    await visit.settled()
    drop(page.drop, visit.file("certificate.pem", content))
    await visit.settled()


async def _opened(visit: Visit) -> None:
    page = visit.at(CertificatePage)
    page.details.set_open(on=True)
    page._other.set_open(on=True)
    await visit.settled()


async def _expired(visit: Visit) -> None:
    end = visit.session.services.now() - timedelta(days=3)
    await visit.session.commit(part("certificate", not_after=end))
    await visit.settled()


async def _renewing(visit: Visit) -> None:
    await renewal(visit)


async def _renewing_after_automatic(visit: Visit) -> None:
    await set_method(visit, SsoMethod.AUTOMATIC)
    await renewal(visit)


async def _renewed(visit: Visit) -> None:
    _, button = await renewal(visit)
    old = visit.session.record.certificate
    click(button)
    await until(lambda: visit.session.record.certificate != old)
    await visit.settled()


async def _diagnosis(visit: Visit) -> None:
    await diagnosed(visit, visit.file("attempt.har", har(signed_in())))


def _cert(state: str, bring: Bring = as_it_is, after: StageId | None = _SSO) -> Exhibit:
    return Exhibit(_CERT, state, bring, after=after, busy=bring is busy)


CERTIFICATE: Final = (
    _cert("locked", after=None),
    _cert("empty"),
    _cert("busy", busy),
    _cert("failed", failed(ProblemCode.PROXY_FAILED)),
    _cert("refused", told(ProblemCode.ADDRESS_BLOCKED)),
    _cert("wrong-file", _wrong_file),
    _cert("another-apps", _another),
    _cert("done", after=_CERT),
    _cert("done-unfolded", _opened, _CERT),
    _cert("repaired", _repaired, _CERT),
    _cert("expired", _expired, _CERT),
    _cert("stale", changed(part("application", id="f" * 24)), _CERT),
    _cert("renewing", _renewing, StageId.VALIDATE),
    _cert("renewing-after-automatic", _renewing_after_automatic, StageId.VALIDATE),
    _cert("renewed", _renewed, StageId.VALIDATE),
    _cert("by-hand", by_hand),
    _cert("diagnosis", _diagnosis, StageId.METADATA),
)


async def _ticked(visit: Visit) -> None:
    tick(visit.at(AccessPage), "DeskPRO agents")
    await visit.settled()


async def _access_busy(visit: Visit) -> None:
    await _ticked(visit)
    await busy(visit)


async def _access_failed(visit: Visit) -> None:
    await _ticked(visit)
    await failed(ProblemCode.CERTIFICATE_AUTHORITY_UNKNOWN)(visit)


async def _without_tester(visit: Visit) -> None:
    tick(visit.at(AccessPage), "Finance")
    visit.press_primary()
    await until(lambda: visit.session.record.access)
    await visit.settled()


async def _new_group(visit: Visit) -> None:
    page = visit.at(AccessPage)
    page._new.set_open(on=True)
    await visit.settled()
    type_text(page.name, "Helpdesk people")
    await visit.settled()


async def _switched_off(visit: Visit) -> None:
    def off(store: Store) -> None:
        for application in store.world.applications.values():
            application.active = False

    visit.change(off)
    click(visit.at(AccessPage).result.again_button)
    await visit.settled()


async def _taking(visit: Visit) -> None:
    await unbinding(visit)


async def _taking_after_automatic(visit: Visit) -> None:
    await set_method(visit, SsoMethod.AUTOMATIC)
    await unbinding(visit)


async def _access_told(visit: Visit) -> None:
    await without_key(visit)
    page = visit.at(AccessPage)
    type_text(page.by_hand.names, "Agents")
    click(page.by_hand.included)
    visit.press_primary()
    await visit.settled()


def _access(
    state: str, bring: Bring = as_it_is, after: StageId | None = StageId.DESKPRO_CONFIGURE
) -> Exhibit:
    return Exhibit(_ACCESS, state, bring, after=after, busy=bring is _access_busy)


ACCESS: Final = (
    _access("locked", after=None),
    _access("empty"),
    _access("ticked", _ticked),
    _access("busy", _access_busy),
    _access("failed", _access_failed),
    _access("tester-outside", _without_tester),
    _access("new-group", _new_group),
    _access("done", after=_ACCESS),
    _access("switched-off", _switched_off, _ACCESS),
    _access("stale", changed(part("application", id="f" * 24)), _ACCESS),
    _access("taking-access", _taking, StageId.VALIDATE),
    _access("taking-access-after-automatic", _taking_after_automatic, StageId.VALIDATE),
    _access("by-hand", by_hand),
    _access("by-hand-done", _access_told),
)
