"""*Add in DeskPRO*, *Fill in DeskPRO* and *Metadata address*."""

from typing import Final

from msgspec.structs import replace

from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.problems import ProblemCode
from deskpro_sso_gui.setup.facts import Generation
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.tasks.connect import choose_screens
from deskpro_sso_gui.ui.pages.deskpro_add import DeskproAddPage
from deskpro_sso_gui.ui.pages.deskpro_configure import DeskproConfigurePage
from deskpro_sso_gui.ui.pages.metadata import MetadataPage
from deskpro_sso_gui.ui.widgets.expander import Expander
from tests.support.captures import signed_in, tracer
from tests.support.doing import diagnosed, part, without_key
from tests.support.gallery.common import busy, changed, failed, told
from tests.support.gallery.exhibit import Bring, Exhibit, Visit, as_it_is
from tests.support.visits import (
    add_in_deskpro,
    exported_metadata,
    fill_in_deskpro,
    metadata_address,
)
from tests.support.window import click, drop, type_text, until, visible

_ADD: Final = StageId.DESKPRO_ADD
_FILL: Final = StageId.DESKPRO_CONFIGURE
_META: Final = StageId.METADATA


async def newer(visit: Visit) -> None:
    """Have the newer generation of DeskPRO's screens described."""
    await choose_screens(visit.session, Generation.HORIZON)
    await visit.settled()


async def _addresses(visit: Visit) -> tuple[str, str]:
    """Type both addresses as DeskPRO shows them."""
    page = visit.at(DeskproAddPage)
    acs_url, entity_id = await add_in_deskpro(visit.sandbox)
    type_text(page.entity_id, entity_id)
    await visit.settled()
    type_text(page.acs_url, acs_url)
    await visit.settled()
    return acs_url, entity_id


async def _typed(visit: Visit) -> None:
    await _addresses(visit)


async def _add_busy(visit: Visit) -> None:
    await _addresses(visit)
    await busy(visit)


async def _add_failed(visit: Visit) -> None:
    await _addresses(visit)
    await failed(ProblemCode.SERVER_CERTIFICATE_OF_ANOTHER)(visit)


async def _odd(visit: Visit) -> None:
    page = visit.at(DeskproAddPage)
    _, entity_id = await add_in_deskpro(visit.sandbox)
    type_text(page.entity_id, entity_id)
    type_text(page.acs_url, "https://YOURDOMAIN.deskpro.com/login/authenticate-callback/99")
    await visit.settled()


async def _otherwise(visit: Visit) -> None:
    page = visit.at(DeskproAddPage)
    acs_url, _ = await _addresses(visit)
    type_text(page.acs_url, acs_url.replace("/agent/login/", "/login/"))
    visit.press_primary()
    await until(page.other.isVisible)
    await visit.settled()


async def _save_first(visit: Visit) -> None:
    page = visit.at(DeskproAddPage)
    page.save_first.set_open(on=True)
    await visit.settled()
    click(page.save_first.fetch_button)
    await until(lambda: visit.session.record.certificate is not None)
    await visit.settled()


_OTHER_APP = part("application", idp_url="http://127.0.0.1:1/saml2/another")


def _add(
    state: str, bring: Bring = as_it_is, after: StageId | None = StageId.APPLICATION
) -> Exhibit:
    return Exhibit(_ADD, state, bring, after=after, busy=bring is _add_busy)


ADD: Final = (
    _add("locked", after=None),
    _add("empty"),
    _add("newer-screens", newer),
    _add("typed", _typed),
    _add("odd-addresses", _odd),
    _add("busy", _add_busy),
    _add("failed", _add_failed),
    _add("another-address", _otherwise),
    _add("save-first", _save_first),
    _add("done", after=_ADD),
    _add("stale", changed(_OTHER_APP), _ADD),
)


async def _read(visit: Visit) -> None:
    type_text(
        visit.at(MetadataPage).address,
        await metadata_address(visit.sandbox, visit.session.record),
    )


async def _meta_busy(visit: Visit) -> None:
    await _read(visit)
    await busy(visit)


async def _meta_failed(visit: Visit) -> None:
    await _read(visit)
    await failed(ProblemCode.SERVER_FAILED)(visit)


async def _wrong_address(visit: Visit) -> None:
    assert visit.session.record.application is not None
    type_text(visit.at(MetadataPage).address, visit.session.record.application.idp_url)
    visit.press_primary()
    await visit.settled()


async def _foreign_host(visit: Visit) -> None:
    type_text(visit.at(MetadataPage).address, "https://metadata.acme.example/idp.xml")
    visit.press_primary()
    await visit.settled()


async def _behind_a_sign_in(visit: Visit) -> None:
    await _read(visit)
    visit.set_faults(Fault.METADATA_NEEDS_KEY)
    visit.press_primary()
    await visit.settled()


async def _from_a_file(visit: Visit) -> None:
    content = await exported_metadata(visit.sandbox, visit.session.record)
    drop(visit.at(MetadataPage).drop_zone, visit.file("JumpCloud-metadata.xml", content))
    await until(lambda: visit.session.record.metadata)
    await visit.settled()


async def _meta_by_hand(visit: Visit) -> None:
    await without_key(visit)


def _meta(
    state: str, bring: Bring = as_it_is, after: StageId | None = StageId.CERTIFICATE
) -> Exhibit:
    return Exhibit(_META, state, bring, after=after, busy=bring is _meta_busy)


METADATA: Final = (
    _meta("locked", after=None),
    _meta("empty"),
    _meta("busy", _meta_busy),
    _meta("failed", _meta_failed),
    _meta("wrong-address", _wrong_address),
    _meta("foreign-host", _foreign_host),
    _meta("behind-a-sign-in", _behind_a_sign_in),
    _meta("from-a-file", _from_a_file),
    _meta("done", after=_META),
    _meta("stale", changed(_OTHER_APP), _META),
    _meta("by-hand", _meta_by_hand),
)


async def _found_wrong(visit: Visit) -> None:
    record = visit.session.record
    assert record.application is not None
    wrong = f"{record.application.idp_url}-old"
    await fill_in_deskpro(visit.sandbox, record, single_sign_on_url=wrong)
    visit.press_primary()
    await until(lambda: visit.session.record.deskpro and visit.session.record.deskpro.noticed)
    await visit.settled()


async def _saved(visit: Visit) -> None:
    await fill_in_deskpro(visit.sandbox, visit.session.record)
    visit.press_primary()
    await until(lambda: visit.session.record.deskpro and visit.session.record.deskpro.saved)
    await visit.settled()


async def _does_not_tell(visit: Visit) -> None:
    visit.set_faults(Fault.NO_SIGN_IN_SOURCES)
    visit.press_primary()
    await until(lambda: visit.session.record.deskpro and visit.session.record.deskpro.saved)
    await visit.settled()


async def _unfolded(visit: Visit) -> None:
    visit.at(DeskproConfigurePage).again.set_open(on=True)
    await visit.settled()


def _new_metadata(record: SetupRecord) -> SetupRecord:
    assert record.metadata is not None
    return replace(record, metadata=replace(record.metadata, url=f"{record.metadata.url}0"))


async def _diagnosis(visit: Visit) -> None:
    view = await diagnosed(visit, visit.file("tracer.json", tracer(signed_in(), masked=True)))
    for expander in visible(view, Expander):
        expander.set_open(on=True)
    await visit.settled()


def _fill(state: str, bring: Bring = as_it_is, after: StageId | None = _META) -> Exhibit:
    return Exhibit(_FILL, state, bring, after=after, busy=bring is busy)


FILL: Final = (
    _fill("locked", after=None),
    _fill("empty"),
    _fill("newer-screens", newer),
    _fill("busy", busy),
    _fill("failed", told(ProblemCode.CONNECTION_LOST, host="acme.deskpro.com")),
    _fill("found-wrong", _found_wrong),
    _fill("does-not-tell", _does_not_tell),
    _fill("just-saved", _saved),
    _fill("done", after=_FILL),
    _fill("done-unfolded", _unfolded, _FILL),
    _fill("stale", changed(_new_metadata), _FILL),
    _fill("diagnosis", _diagnosis),
)
